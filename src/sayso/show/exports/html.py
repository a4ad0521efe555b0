"""HTML: a report as one file that holds all it needs, for a reader, a printer or an archive.

What comes out of articles is escaped; links are http and https addresses alone. There is no script, nothing is loaded, and the
file's own policy holds any browser to that.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import BinaryIO

from sayso.show.addresses import outside
from sayso.show.sections import Cell, Report
from sayso.show.terminal import line

SUFFIX = ".html"
STYLE = """
:root { color-scheme: light dark; --ink: #222; --page: #fff; --faint: #595959; --rule: #ddd; --link: #1a4f8b }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --page: #181818; --faint: #a8a8a8; --rule: #3a3a3a; --link: #8ab8f0 }
}
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
body { color: var(--ink); background: var(--page) }
h1, h2 { line-height: 1.2; font-family: Georgia, serif }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
td, th { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--rule) }
td { overflow-wrap: anywhere; min-width: 5rem }
small, .remark { color: var(--faint) }
a { color: var(--link) }
@media screen and (max-width: 50rem) {
  table, tbody, tr, td { display: block }
  thead { display: none }
  tr { border-bottom: 1px solid var(--rule); padding: .5rem 0 }
  td { border: 0; padding: .1rem 0 }
  td::before { content: attr(data-column) " "; color: var(--faint); font-size: .8rem }
}
@media print {
  body { max-width: none; margin: 0; font-size: 10pt }
  tr { break-inside: avoid }
  thead { display: table-header-group }
}
"""
# Nothing is loaded, and no style holds but this one.
POLICY = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; base-uri 'none'"


def export_report(report: Report, out: BinaryIO) -> None:
    """One report."""
    out.write(html(report).encode())


def html(report: Report) -> str:
    """A report as one HTML file."""
    title = escape(line(report.title))
    told = [
        "<!DOCTYPE html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
        f"<style>{STYLE}</style></head><body><main><h1>{title}</h1>",
    ]
    if report.remark:
        told.append(f'<p class="remark">{escape(line(report.remark))}</p>')
    for section in report.sections:
        if not section.rows:
            continue
        told.append(f"<h2>{escape(line(section.heading))}</h2>")
        if section.remark:
            told.append(f'<p class="remark">{escape(line(section.remark))}</p>')
        heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in section.columns)
        label = escape(line(section.heading))
        told.append(
            f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{heads}</tr></thead><tbody>'
        )
        for row in section.rows:
            told.append(f"<tr>{''.join(map(_cell, section.columns, row))}</tr>")
        told.append("</tbody></table></div>")
    told.append("</main></body></html>\n")
    return "\n".join(told)


def _cell(column: str, cell: Cell) -> str:
    words = escape(line(cell.words))
    if address := outside(cell.link):
        words = f'<a href="{escape(line(address))}" rel="noreferrer noopener external">{words}</a>'
    beneath = f"<br><small>{escape(line(cell.beneath))}</small>" if cell.beneath else ""
    return f'<td data-column="{escape(column)}">{words}{beneath}</td>'
