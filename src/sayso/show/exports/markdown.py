"""Markdown: a report as headings and tables, for a wiki, a note or a pull request.

What comes out of articles is escaped, so that none of its signs is read as Markdown or as HTML; links are http and https
addresses alone.
"""

import re
from typing import BinaryIO
from urllib.parse import quote

from sayso.show.addresses import outside
from sayso.show.sections import Cell, Report
from sayso.show.terminal import line

SUFFIX = ".md"
# Signs that Markdown would read as its own.
SIGNS = re.compile(r"([\\`*_{}\[\]<>#+!|~&])")


def export_report(report: Report, out: BinaryIO) -> None:
    """One report."""
    out.write(markdown(report).encode())


def markdown(report: Report) -> str:
    """A report as Markdown (CommonMark with tables)."""
    told = [f"# {plain(report.title)}\n"]
    if report.remark:
        told.append(f"{plain(report.remark)}\n")
    for section in report.sections:
        if not section.rows:
            continue
        told.append(f"## {plain(section.heading)}\n")
        if section.remark:
            told.append(f"{plain(section.remark)}\n")
        told.append(f"| {' | '.join(section.columns)} |\n|{'---|' * len(section.columns)}")
        for row in section.rows:
            told.append(f"| {' | '.join(_cell(cell) for cell in row)} |")
        told.append("")
    return "\n".join(told)


def plain(words: str) -> str:
    r"""Words on one line, without a sign that Markdown reads.

    >>> plain("a | *b*\n<b>")
    'a \\| \\*b\\* \\<b\\>'
    """
    return SIGNS.sub(r"\\\1", line(words))


def _cell(cell: Cell) -> str:
    words, beneath = plain(cell.words), plain(cell.beneath)
    if address := outside(cell.link):
        # what could end the address or the cell goes as its code; what is a code already stays
        coded = quote(address, safe="%:/?#@!$&'*+,;=-._~").replace("&", "&amp;")
        words = f"[{words}]({coded})"
    return f"{words}<br><small>{beneath}</small>" if beneath else words
