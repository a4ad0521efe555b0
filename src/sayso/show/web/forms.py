"""Forms: one page as HTML, as JSON (`.json`) or as CSV (`.csv`), at the same address with the same question.

A `Page` holds what all three show: rows of one kind for the table, whatever JSON shall be, and what the template needs.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any, BinaryIO, Generic, TypeVar, get_args

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.core.data import EventType
from sayso.show.addresses import live, outside
from sayso.show.charts import chart
from sayso.show.exports import atom, csv, html, ical, markdown
from sayso.show.sections import Report
from sayso.show.web import links
from sayso.show.web.marks import highlighted
from sayso.show.web.realis import label
from sayso.store import Dyad, Promised, Statement

R = TypeVar("R", bound=msgspec.Struct)


class Page(msgspec.Struct, Generic[R], kw_only=True):
    """What a page shows. `data` is its JSON; where it is None, the rows and the address of the next ones are.

    `report` is what is saved of it as a file (`.md`, `.html`), and `name` that file's name.
    """

    template: str
    kind: type[R]
    rows: Sequence[R]
    context: Mapping[str, Any] = {}
    data: Any = None
    following: str | None = None
    status: int = 200
    report: Report | None = None
    name: str = "dossier"


# Forms that only rows of one kind have.
_FEEDS: dict[tuple[str, type], tuple[Callable[[Any, BinaryIO], None], str]] = {
    (".atom", Statement): (lambda rows, out: atom.write(rows, out, title="sayso: statements"), "application/atom+xml"),
    (".ics", Promised): (ical.write, "text/calendar; charset=utf-8"),
}


def _drawn(rows: Sequence[Dyad], out: BinaryIO) -> None:
    out.write(chart(rows, "Acts by month").encode())


_FEEDS[".svg", Dyad] = (_drawn, "image/svg+xml")

_REPORTS = {".md": (markdown.markdown, "text/markdown; charset=utf-8"), ".html": (html.html, "text/html; charset=utf-8")}


class _Asked(dict[str, str]):
    """What an address asks for; nothing where it does not."""

    def __missing__(self, name: str) -> str:
        return ""


@cache
def environment() -> Environment:
    """Templates that escape whatever they are given and fail on what they are not."""
    made = Environment(
        loader=PackageLoader("sayso.show.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {
        "outside": outside,
        "live": live,
        "actor_page": links.actor,
        "with_query": links.with_query,
        "highlighted": highlighted,
        "realis_label": label,
    }
    made.globals["event_types"] = [(name, name.lower()) for name in get_args(EventType)]
    made.filters["zipped"] = lambda values: [(value, value) for value in values]
    made.filters["parties"] = lambda names: [name for name in (names or "").split("; ") if name]
    return made


def answer(request: Request, templates: Environment, page: Page[Any]) -> Response:
    """The page in the form that the end of the address asks for."""
    form = request.path_params.get("form", "")
    if form == ".json":
        data = page.data if page.data is not None else {"rows": page.rows, "next": page.following}
        return Response(msgspec.json.encode(data) + b"\n", page.status, media_type="application/json")
    if form == ".csv":
        table = BytesIO()
        csv.write(page.kind, page.rows, table)
        return Response(
            table.getvalue(), page.status, {"content-disposition": "inline"}, "text/csv; charset=utf-8; header=present"
        )
    if form in _REPORTS and page.report is not None:
        told, media = _REPORTS[form]
        # a file of its own, with a policy of its own: it is saved and not shown here
        return Response(
            told(page.report), page.status, {"content-disposition": f'attachment; filename="{page.name}{form}"'}, media
        )
    if form:
        write, media = _FEEDS.get((form, page.kind), (None, ""))
        if write is None:
            raise HTTPException(404)
        feed = BytesIO()
        write(page.rows, feed)
        return Response(feed.getvalue(), page.status, media_type=media)
    path = links.path(request.scope["path"])
    asked = _Asked(request.query_params)
    body = templates.get_template(page.template).render(
        path=path, asked=asked, here=links.with_query(path, asked), rows=page.rows, following=page.following, **page.context
    )
    return Response(body, page.status, media_type="text/html; charset=utf-8")
