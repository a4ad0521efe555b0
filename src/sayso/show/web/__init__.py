"""The desk: the record in a browser, on this machine alone, from pages made here and without a script.

`serve` answers on 127.0.0.1; `application` is the same without the network, for tests. Every page is also data, at the same
address with `.json` or `.csv`; what a page shows is in its address. Pages are escaped by default and guarded by `guard`;
what is added is read by `jobs`, one after another.
"""

import io
import re
import socket
from collections.abc import Callable, Iterable
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from sayso.core.document import Document, Skipped
from sayso.core.errors import RecordError, SaysoError
from sayso.read import MAX_BYTES
from sayso.show.exports import judgements
from sayso.show.web import pages
from sayso.show.web.asked import BadQuestion
from sayso.show.web.forms import Page, answer, environment
from sayso.show.web.guard import Guard
from sayso.show.web.jobs import Full, Jobs
from sayso.show.web.pages import Desk, NotThere
from sayso.store import open_record

__all__ = ["application", "serve"]

HOST = "127.0.0.1"
FORMS = (".json", ".csv", ".atom", ".ics", ".svg", ".md", ".html")
STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8", "mark.svg": "image/svg+xml"}


class _Form(Convertor[str]):
    """The end of an address that asks for another form than HTML."""

    regex = "(?:" + "|".join(map(re.escape, FORMS)) + ")?"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Name(_Form):
    """A name, whatever stands in it, up to the form."""

    regex = r".+?"


class _Key(_Form):
    """An id, or the beginning of one."""

    regex = r"[0-9a-f]{4,16}"


register_url_convertor("form", _Form())
register_url_convertor("name", _Name())
register_url_convertor("key", _Key())


def application(
    record: Path, *, hosts: Iterable[str], reviewer: str, clock: Callable[[], datetime], passing: bool = False
) -> ASGIApp:
    """The desk over a record that is there, answering to these hosts. `passing` says that nobody keeps the record."""
    desk = Desk(record=record, jobs=Jobs(record), reviewer=reviewer, clock=clock, passing=passing)
    return _application(desk, hosts)


def _application(desk: Desk, hosts: Iterable[str]) -> ASGIApp:
    templates = environment()

    def shown(page: Callable[[Desk, Request], Page[Any]]) -> Callable[[Request], Response]:
        return lambda request: answer(request, templates, page(desk, request))

    def told(request: Request, status: int, sentence: str) -> Response:
        """An error as a page, or as data where data was asked for."""
        if request.url.path.endswith(FORMS):
            return Response(msgspec.json.encode({"error": sentence}) + b"\n", status, media_type="application/json")
        page: Page[Any] = Page(template="error.html", kind=Page, rows=[], context={"status": status, "sentence": sentence})
        page.status = status
        return answer(request, templates, page)

    def failed(request: Request, error: Exception) -> Response:
        statuses = ((NotThere, 404), (BadQuestion, 400), (Full, 503), (RecordError, 503), (SaysoError, 500))
        status = next(status for kind, status in statuses if isinstance(error, kind))
        return told(request, status, str(error))

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        sentences = {404: "There is no page at this address.", 405: "This page can only be read."}
        return told(request, error.status_code, sentences.get(error.status_code, error.detail))

    def broken(request: Request, error: Exception) -> Response:
        return told(request, 500, f"The desk failed on this page ({type(error).__name__}); please report this.")

    async def add(request: Request) -> Response:
        async with request.form(max_files=pages.FILES + 1, max_fields=20, max_part_size=MAX_BYTES + 1) as form:
            job = await run_in_threadpool(pages.add, desk, form)
        done = await run_in_threadpool(desk.jobs.wait, job.id, pages.LED_SECONDS)
        if done and done.state == "done" and len(done.added) == 1 and done.added[0].document_id:
            return RedirectResponse(f"/documents/{done.added[0].document_id}", 303)
        return RedirectResponse(f"/jobs/{job.id}", 303)

    async def judge(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=20) as form:
            return RedirectResponse(await run_in_threadpool(pages.judge, desk, form), 303)

    async def judge_story(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=200) as form:
            back = await run_in_threadpool(pages.judge_story, desk, request.path_params["key"], form)
        return RedirectResponse(back, 303)

    def job(request: Request) -> Response:
        response = answer(request, templates, pages.job(desk, request))
        found = desk.jobs.get(request.path_params["number"])
        if found and found.state != "done" and not request.path_params["form"]:
            response.headers["refresh"] = "1"  # the page comes again until the job is done, without a script
        return response

    def exported(request: Request) -> Response:
        with desk.open() as record:
            lines = io.BytesIO()
            judgements.export(record, lines)
        return Response(lines.getvalue(), media_type="application/x-ndjson")

    def static(request: Request) -> Response:
        name = request.path_params.get("name", "mark.svg")
        if name not in STATIC:
            raise HTTPException(404)
        body = files("sayso.show.web").joinpath("static", name).read_bytes()
        return Response(body, headers={"cache-control": "no-cache", "content-type": STATIC[name]})

    shapes: tuple[tuple[str, Callable[[Desk, Request], Page[Any]]], ...] = (
        ("/documents{form:form}", pages.listed),
        ("/documents/{key:key}{form:form}", pages.one_document),
        ("/data/{key:key}{form:form}", pages.one_datum),
        ("/statements{form:form}", pages.statements),
        ("/events{form:form}", pages.events),
        ("/timeline{form:form}", pages.timeline),
        ("/promises{form:form}", pages.promises),
        ("/stories{form:form}", pages.stories),
        ("/stories/{key:key}{form:form}", pages.one_story),
        ("/stories/{key:key}/compare{form:form}", pages.comparison),
        ("/stands{form:form}", pages.stands),
        ("/actors{form:form}", pages.actors),
        ("/actors/{name:name}{form:form}", pages.one_actor),
        ("/dyads{form:form}", pages.dyads),
        ("/labels{form:form}", pages.labels),
        ("/search{form:form}", pages.search),
        ("/judgements{form:form}", pages.judged),
        ("/about{form:form}", pages.about),
    )
    routes = [
        Route("/", shown(pages.home)),
        Route("/judgements.jsonl", exported),
        *(Route(path, shown(page)) for path, page in shapes),
        Route("/jobs/{number:int}{form:form}", job),
        Route("/add", add, methods=["POST"]),
        Route("/judge", judge, methods=["POST"]),
        Route("/stories/{key:key}/judge", judge_story, methods=["POST"]),
        Route("/static/{name:str}", static),
        Route("/favicon.ico", static),  # what a browser asks for beside a page that is data
    ]
    app = Starlette(routes=routes, exception_handlers={SaysoError: failed, HTTPException: refused, Exception: broken})
    return Guard(app, hosts)


def serve(
    record: Path,
    *,
    port: int,
    reviewer: str,
    clock: Callable[[], datetime],
    ready: Callable[[str], None],
    examples: Iterable[str] = (),
) -> None:
    """Answers on 127.0.0.1 until it is stopped; calls `ready` with the address once it can be opened.

    A record that is not there is made. `examples` are articles to read first, into a record that nobody keeps. Raises SaysoError
    where the port is taken, RecordError where the record cannot be opened.
    """
    with open_record(record):
        pass  # it is made where it was missing, and refused where it is none of ours
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
            listening.listen()  # who comes from now on waits, and is not refused
        except OSError as error:
            raise SaysoError(f"port {port} cannot be used ({error.strerror}): give another with --port") from error
        found = listening.getsockname()[1]
        articles = list(examples)
        desk = Desk(record=record, jobs=Jobs(record), reviewer=reviewer, clock=clock, passing=bool(articles))
        if articles:
            desk.jobs.add("the articles that come with sayso", lambda: _examples(articles), len(articles))
        app = _application(desk, (f"{HOST}:{found}", f"localhost:{found}"))
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # what is asked for is nobody's business
            lifespan="off",
            ws="none",
            http="h11",
            server_header=False,
            limit_concurrency=100,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=2,
        )
        ready(f"http://{HOST}:{found}/")
        uvicorn.Server(config).run(sockets=[listening])


def _examples(articles: list[str]) -> Iterable[Document | Skipped]:
    from sayso.read import documents

    return documents(articles)
