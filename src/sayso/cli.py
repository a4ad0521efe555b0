"""The command line: arguments in, one call, words out.

Data goes to standard output and all else to standard error. The exit code is 0 when all went well, 1 when something was
skipped or refused, and 2 for a wrong use. Each command imports what it needs when it runs, so that `--help` is quick.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, get_args

import click

from sayso.core.data import EventType, Realis, Stance
from sayso.core.errors import ReadError, SaysoError

if TYPE_CHECKING:
    import msgspec

    from sayso.core.contract import ReadingView
    from sayso.core.document import Document, Skipped
    from sayso.core.reading import Reading
    from sayso.lexicon.actors import Names
    from sayso.store import Record

DEFAULT_RECORD = "news.sayso"
EVENT_TYPES, REALIS, STANCES = get_args(EventType), get_args(Realis), get_args(Stance)
PERSON = "person"  # the maker of what is judged here
AHEAD = 8  # documents read ahead by each of several processes
_names: "Names | None" = None  # what a process that reads beside others reads with


class _Commands(click.Group):
    """Commands in the order they are used, errors as one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still shows the rest
        try:
            return super().invoke(ctx)
        except SaysoError as error:
            raise click.ClickException(_safe(str(error))) from error
        except KeyboardInterrupt:
            click.echo("stopped; what was read before is kept", err=True)
            ctx.exit(130)


def _version(ctx: click.Context, option: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"sayso {version('sayso')}")
        except PackageNotFoundError:
            click.echo("sayso, not installed")
        ctx.exit()


def _date(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", value):
        raise click.BadParameter(f"{value!r} is no date: write 2025, 2025-03 or 2025-03-04")
    return value


def _day(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value == "today":
        from datetime import date

        return date.today().isoformat()
    return _date(ctx, option, value)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version.")
def main() -> None:
    """Reads political news into a record that can be checked: who said what, and where the text says it."""


def _record_option(function: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--record",
        "path",
        type=click.Path(path_type=Path),
        envvar="SAYSO_RECORD",
        default=DEFAULT_RECORD,
        show_default=True,
        show_envvar=True,
        help="The record file.",
    )(function)


def _listing(function: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--limit", type=click.IntRange(min=1), help="At most so many rows."),
        click.option("--csv", "form", flag_value="csv", help="Print the rows as CSV."),
        click.option("--json", "form", flag_value="json", help="Print the rows as JSON, one object a line."),
    ):
        function = option(function)
    return _record_option(function)


def _actors_option(function: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--actors",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Your own table of actors, whose rows win over sayso's.",
    )(function)


@main.command()
@click.argument("paths", nargs=-1, required=True)
@_record_option
@_actors_option
@click.option("--json", "as_json", is_flag=True, help="Print each document as one line of JSON and keep nothing.")
@click.option("--processes", type=click.IntRange(1), default=1, show_default=True, help="Documents read side by side.")
@click.option("--outlet", help="Who published the texts, where they do not say.")
@click.option("--published", callback=_date, help="When they were published: 2025, 2025-03 or 2025-03-04.")
@click.option("--url", help="The address they were published at.")
def read(
    paths: tuple[str, ...],
    path: Path,
    actors: Path | None,
    as_json: bool,
    processes: int,
    outlet: str | None,
    published: str | None,
    url: str | None,
) -> None:
    """Read files, folders, http(s) addresses or standard input ("-") into the record.

    The record keeps the rows of --actors, and reads with them until you give it others.
    """
    from sayso.read import Given, documents
    from sayso.store import open_record

    found = documents(paths, stdin=sys.stdin.buffer, given=Given(outlet=outlet, published=published, url=url))
    names = _own_names(actors)
    if as_json:
        skipped = _print_all(found, names, processes)
    else:
        with open_record(path) as record:
            skipped = _keep_all(found, record, names, processes)
    if skipped:
        click.get_current_context().exit(1)


@main.command()
@click.argument("who", required=False)
@click.option("--about", help="Words that must be in what was said.")
@click.option("--since", callback=_date, help="Published on this day, in this month or year, or later.")
@click.option("--until", callback=_date, help="Published then or earlier.")
@click.option("--type", "type_", type=click.Choice(["direct", "indirect", "mixed"]), help="How the words are given.")
@click.option("--anonymous/--not-anonymous", default=None, help="Only speakers whom the text keeps unnamed, or only others.")
@_listing
def said(
    who: str | None,
    about: str | None,
    since: str | None,
    until: str | None,
    type_: Any,
    anonymous: bool | None,
    path: Path,
    form: str | None,
    limit: int | None,
) -> None:
    """List statements, by WHO said them: a name, an office or the words used for the speaker, or codes ("IRN", "IRN GOV")."""
    from sayso.show import terminal
    from sayso.store import Statement, open_record

    with open_record(path, readonly=True) as record:
        rows = record.statements(who, about, since, until, type_, anonymous, limit)
        _print_rows(Statement, rows, form, terminal.show_statements, "no statement")


@main.command()
@click.argument("issue", nargs=-1, required=True)
@click.option("--who", help='By whom: a name, words of the text, or codes ("IRN", "IRN GOV").')
@click.option("--stance", type=click.Choice(STANCES), help="Only those who are for it, against it or neutral.")
@click.option("--since", callback=_date, help="Published on this day, in this month or year, or later.")
@click.option("--until", callback=_date, help="Published then or earlier.")
@_listing
def stands(
    issue: tuple[str, ...],
    who: str | None,
    stance: Any,
    since: str | None,
    until: str | None,
    path: Path,
    form: str | None,
    limit: int | None,
) -> None:
    """List who is for or against ISSUE, which you give in words ("US forces in Iraq"), by holder and day, with the words.

    The stance is on your issue: who calls for the withdrawal of the forces is against them.
    """
    from sayso.show import terminal
    from sayso.store import Stand, open_record

    with open_record(path, readonly=True) as record:
        rows = record.stands(" ".join(issue), who, stance, since, until, limit)
        _print_rows(Stand, rows, form, terminal.show_stands, "no position")


@main.command()
@click.argument("who", required=False)
@click.option("--force", type=click.Choice(["promise", "plan", "threat"]), help="What kind of commitment.")
@click.option(
    "--as-of",
    "on",
    callback=_day,
    help='The day to tell their state for, or "today"; the record\'s last day of publication if not given.',
)
@_listing
def promised(who: str | None, force: Any, on: str | None, path: Path, form: str | None, limit: int | None) -> None:
    """List promises, plans and threats by their own makers, with due date and state.

    The state is open; due, when the last day for it is over; or what a later article reports, done or not done, with its words.
    """
    from sayso.show import terminal
    from sayso.store import Promised, open_record

    with open_record(path, readonly=True) as record:
        rows = record.commitments(who, force, on, limit)
        _print_rows(Promised, rows, form, terminal.show_commitments, "no commitment")


@main.group(invoke_without_command=True)
@click.option("--all", "alone", is_flag=True, help="Also stories that only one document tells.")
@_listing
@click.pass_context
def stories(ctx: click.Context, alone: bool, path: Path, form: str | None, limit: int | None) -> None:
    """List stories: the documents on one happening, with their outlets and dates, and the issue they belong to.

    What you merge, split or name stays so, whatever is read later.
    """
    from sayso.show import terminal
    from sayso.store import Told, open_record

    ctx.obj = path
    if ctx.invoked_subcommand is None:
        with open_record(path, readonly=True) as record:
            _print_rows(Told, record.stories(alone, limit), form, terminal.show_stories, "no story")


_of_stories = click.option(
    "--record",
    "path",
    type=click.Path(path_type=Path),
    callback=lambda ctx, _, path: path or ctx.obj,
    help="The record file; the one of `stories` if not given.",
)


@stories.command()
@click.argument("story")
@click.argument("other")
@_of_stories
def merge(story: str, other: str, path: Path) -> None:
    """Say that two stories are one."""
    with _judging(path) as (record, made_at):
        record.merge(record.story(story), record.story(other), PERSON, made_at)


@stories.command()
@click.argument("story")
@click.argument("documents", nargs=-1, required=True)
@_of_stories
def split(story: str, documents: tuple[str, ...], path: Path) -> None:
    """Say that some DOCUMENTS of a story are a story of their own."""
    with _judging(path) as (record, made_at):
        ids = [record.document(document).id for document in documents]
        record.split(record.story(story), ids, PERSON, made_at)


@stories.command()
@click.argument("story")
@click.argument("words", nargs=-1, required=True)
@_of_stories
def name(story: str, words: tuple[str, ...], path: Path) -> None:
    """Give a story a name."""
    with _judging(path) as (record, made_at):
        record.name(record.story(story), " ".join(words), PERSON, made_at)


@stories.command()
@click.argument("document")
@click.option("--csv", "form", flag_value="csv", help="Print the rows as CSV.")
@click.option("--json", "form", flag_value="json", help="Print the rows as JSON, one object a line.")
@_of_stories
def diff(document: str, form: str | None, path: Path) -> None:
    """Show what DOCUMENT has of earlier ones: the same words, and what was changed, added or cut."""
    from sayso.show import terminal
    from sayso.store import Piece, open_record

    with open_record(path, readonly=True) as record:
        _print_rows(Piece, record.pieces(record.document(document)), form, terminal.show_pieces, "no copy")


@main.command()
@click.argument("what", nargs=-1, required=True, metavar="STORY|FILE FILE...")
@_record_option
@_actors_option
@click.option("--json", "form", flag_value="json", help="Print the comparison as JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print it as Markdown.")
@click.option("--html", "form", flag_value="html", help="Print it as one HTML file.")
def compare(what: tuple[str, ...], path: Path, actors: Path | None, form: str | None) -> None:
    """Set articles side by side: what they share, through whom, where they differ, and in which words.

    Files are read without keeping them; a STORY of the record is given by its id, and documents of it by id or origin.
    """
    import msgspec

    from sayso import pipeline
    from sayso.show import report, terminal
    from sayso.show.comparison import comparison_view

    readings = _side_by_side(what, path, _own_names(actors))
    if len(readings) < 2:
        raise SaysoError("a comparison needs two documents: name two files, or a story that two documents tell")
    view = comparison_view(pipeline.compare(readings), readings)
    if form == "json":
        sys.stdout.buffer.write(msgspec.json.encode(view) + b"\n")
    elif form is None:
        terminal.show_comparison(view, terminal.console())
    else:
        click.echo(report.markdown(view) if form == "markdown" else report.html(view), nl=False)


def _side_by_side(what: tuple[str, ...], path: Path, names: "Names | None") -> list["Reading"]:
    """The readings to compare, each once: files, else documents or stories of the record."""
    from sayso.core.document import Skipped
    from sayso.read import Given, documents
    from sayso.store import open_record

    found: dict[str, Reading] = {}
    for one in what:
        if one == "-" or Path(one).exists():
            for document in documents([one], stdin=sys.stdin.buffer, given=Given()):
                reading = document if isinstance(document, Skipped) else _read_one(document, names)
                if isinstance(reading, Skipped):
                    raise ReadError(reading.reason)
                found[reading.document.id] = reading
            continue
        with open_record(path, readonly=True) as record:
            for reading in record.told_as(one):
                found[reading.document.id] = reading
    return list(found.values())


@main.command()
@click.argument("actor", required=False)
@click.argument("recipient", required=False)
@click.option("--type", "type_", type=click.Choice(EVENT_TYPES, case_sensitive=False), help="PLOVER's type of the act.")
@click.option("--realis", type=click.Choice([*REALIS, "any"]), default="actual", show_default=True, help="Whether it was done.")
@click.option("--since", callback=_date, help="Done on this day, in this month or year, or later, by the text's own date.")
@click.option("--until", callback=_date, help="Done then or earlier.")
@click.option("--place", help="Words of the place.")
@_listing
def did(
    actor: str | None,
    recipient: str | None,
    type_: Any,
    realis: str,
    since: str | None,
    until: str | None,
    place: str | None,
    path: Path,
    form: str | None,
    limit: int | None,
) -> None:
    """List what ACTOR did to RECIPIENT, each a name, words of the text, or codes ("IRN", "IRN GOV").

    Only what is said to have been done is listed; ask with --realis for what is planned, demanded, possible or denied.
    """
    from sayso.show import terminal
    from sayso.store import Act, open_record

    with open_record(path, readonly=True) as record:
        rows = record.acts(actor, recipient, None, type_, _realis(realis), since, until, place, limit=limit)
        _print_rows(Act, rows, form, terminal.show_acts, "no act")


@main.command()
@click.argument("who", required=False)
@click.option("--type", "type_", type=click.Choice(EVENT_TYPES, case_sensitive=False), help="PLOVER's type of the act.")
@click.option("--realis", type=click.Choice([*REALIS, "any"]), default="any", show_default=True, help="Whether it was done.")
@click.option("--since", callback=_date, help="On this day, in this month or year, or later, by the text's own date.")
@click.option("--until", callback=_date, help="Then or earlier.")
@click.option("--place", help="Words of the place.")
@_listing
def when(
    who: str | None,
    type_: Any,
    realis: str,
    since: str | None,
    until: str | None,
    place: str | None,
    path: Path,
    form: str | None,
    limit: int | None,
) -> None:
    """List events by their own date, earliest first, those of unknown date in a lane of their own; with WHO in either role."""
    from sayso.show import terminal
    from sayso.store import Act, open_record

    with open_record(path, readonly=True) as record:
        rows = record.acts(None, None, who, type_, _realis(realis), since, until, place, order="timeline", limit=limit)
        _print_rows(Act, rows, form, terminal.show_timeline, "no event")


@main.command()
@click.argument("actor", required=False)
@click.argument("recipient", required=False)
@click.option("--since", callback=_date, help="Done on this day, in this month or year, or later, by the text's own date.")
@click.option("--until", callback=_date, help="Done then or earlier.")
@click.option("--svg", type=click.Path(path_type=Path), help="Also draw them as a chart in this new file.")
@_listing
def dyads(
    actor: str | None,
    recipient: str | None,
    since: str | None,
    until: str | None,
    svg: Path | None,
    path: Path,
    form: str | None,
    limit: int | None,
) -> None:
    """Count by month what ACTOR did to RECIPIENT: by PLOVER's quad class, with intensity, and what two sources tell."""
    from sayso.show import terminal
    from sayso.show.charts import chart
    from sayso.store import Dyad, open_record

    with open_record(path, readonly=True) as record:
        rows = list(record.dyads(actor, recipient, since, until, limit))
        _print_rows(Dyad, rows, form, terminal.show_dyads, "no pair")
        if svg is not None:
            with _new_file(svg, "--svg") as out:
                out.write(chart(rows, " → ".join(filter(None, [actor, recipient])) or "all pairs").encode())


@contextmanager
def _new_file(path: Path, option: str) -> Iterator[BinaryIO]:
    """A file that was not there, and is not there after an error: half of one looks like a whole one."""
    try:
        file = path.open("xb")
    except FileExistsError:
        raise SaysoError(f"{path} is there already: remove it or give another {option}") from None
    except OSError as error:
        raise SaysoError(f"{path} cannot be written: {error.strerror}") from error
    try:
        with file:
            yield file
    except BaseException:
        path.unlink()
        raise


def _realis(asked: str) -> Any:
    return None if asked == "any" else asked


@main.command()
@click.argument("words", nargs=-1, required=True)
@_listing
def search(words: tuple[str, ...], path: Path, form: str | None, limit: int | None) -> None:
    """Find documents that hold all WORDS; WORD* matches a beginning, and "\\"two words\\"" a phrase."""
    from sayso.show import terminal
    from sayso.store import Hit, open_record

    with open_record(path, readonly=True) as record:
        _print_rows(Hit, record.search(" ".join(words), limit), form, terminal.show_hits, "no document")


@main.command()
@click.argument("document")
@_record_option
@_actors_option
@click.option("--json", "as_json", is_flag=True, help="Print the document as one line of JSON.")
def show(document: str, path: Path, actors: Path | None, as_json: bool) -> None:
    """Show an article with its statements: a file, read without keeping it, or a DOCUMENT of the record by id or origin.

    --actors is for a file: a document of the record is shown as it was read.
    """
    from sayso.core.document import Skipped
    from sayso.read import Given, documents
    from sayso.show import terminal
    from sayso.show.contract import view
    from sayso.show.exports.jsonl import line
    from sayso.store import open_record

    names = _own_names(actors)

    def readings() -> Iterator["Reading"]:
        if document == "-" or Path(document).exists():
            for found in documents([document], stdin=sys.stdin.buffer, given=Given()):
                read = found if isinstance(found, Skipped) else _read_one(found, names)
                if isinstance(read, Skipped):
                    raise ReadError(read.reason)
                yield read
        else:
            with open_record(path, readonly=True) as record:
                yield record.reading(document)

    for reading in readings():
        if as_json:
            sys.stdout.buffer.write(line(reading))
        else:
            terminal.show_reading(view(reading), terminal.console())


@main.command()
@_record_option
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON, one object a line.")
def verify(path: Path, as_json: bool) -> None:
    """Check every span of the record against its text."""
    import msgspec

    from sayso.core.document import Document
    from sayso.store import open_record

    with open_record(path, readonly=True) as record:
        findings = list(record.verify())
        count = record.count(Document)
    for finding in findings:
        where = " ".join(part for part in (finding.document_id, finding.datum_id) if part)
        click.echo(msgspec.json.encode(finding) if as_json else _safe(f"{where}: {finding.problem}".removeprefix(": ")))
    if findings:
        click.echo(f"{_count(len(findings), 'finding')} in {_count(count, 'document')}", err=True)
        click.get_current_context().exit(1)
    click.echo(f"{_count(count, 'document')}: every span has the words of its text", err=True)


@main.command()
@click.option(
    "--to",
    "form",
    required=True,
    metavar="FORMAT",
    help="jsonl, csv, sqlite, parquet, annotations, plover, plover_told, polecat, polecat_told, atom, ical, markdown or html.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="A new file, for parquet a new folder; standard output if not given."
)
@click.option("--story", help="A dossier (markdown, html) of this story, by its id.")
@click.option("--actor", help="A dossier of everybody of this name.")
@click.option("--search", "words", help="A dossier of what holds these words.")
@click.option(
    "--from",
    "given",
    type=click.File("rb"),
    metavar="FILE",
    help='What `sayso read --json` printed, instead of the record; "-" is standard input.',
)
@_record_option
def export(
    form: str,
    out: Path | None,
    story: str | None,
    actor: str | None,
    words: str | None,
    given: BinaryIO | None,
    path: Path,
) -> None:
    """Write the record in a format that other programs read, or a dossier of a story, an actor or a search."""
    from sayso.show import exports
    from sayso.show.contract import view
    from sayso.store import open_record

    if form not in exports.formats():
        raise click.BadParameter(f"{form!r} is none of {', '.join(exports.formats())}", param_hint="--to")
    found = exports.exporter(form)
    subjects = [subject for subject in (story, actor, words) if subject is not None]
    if len(subjects) != isinstance(found, exports.Reports):
        raise click.UsageError("markdown and html need one of --story, --actor and --search, and no other format takes them")
    if given is not None:
        if not isinstance(found, exports.Views):
            raise click.UsageError(f"{form} is written from a record alone: --from is for jsonl, annotations, plover and polecat")
        with _written(out) as file:
            found.export_views(_given_views(given), file)
        return
    with open_record(path, readonly=True) as record:
        if isinstance(found, exports.Folder):
            if out is None:
                raise click.UsageError(f"{form} is several files: name a new folder for them with --out")
            with _new_folder(out) as folder:
                found.export_folder(record, folder)
            return
        with _written(out) as file:
            if isinstance(found, exports.Stream):
                found.export(record, file)
            elif isinstance(found, exports.Views):
                found.export_views(map(view, record.readings()), file)
            else:
                from sayso.show.dossier import of_actor, of_search, of_story

                of = of_story if story is not None else of_actor if actor is not None else of_search
                found.export_report(of(record, subjects[0]), file)


@contextmanager
def _written(out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a new file where one is named."""
    if out is None:
        yield sys.stdout.buffer
    else:
        with _new_file(out, "--out") as file:
            yield file


@contextmanager
def _new_folder(path: Path) -> Iterator[Path]:
    """A folder that was not there, and is not there after an error."""
    import shutil

    try:
        path.mkdir()
    except FileExistsError:
        raise SaysoError(f"{path} is there already: remove it or give another --out") from None
    except OSError as error:
        raise SaysoError(f"{path} cannot be made: {error.strerror}") from error
    try:
        yield path
    except BaseException:
        shutil.rmtree(path)
        raise


def _given_views(lines: BinaryIO) -> Iterator["ReadingView"]:
    """The documents that `sayso read --json` printed. Raises ReadError for a line that is none."""
    import msgspec

    from sayso.core.contract import ReadingView

    decoder = msgspec.json.Decoder(ReadingView)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield decoder.decode(line)
            except msgspec.MsgspecError as error:
                raise ReadError(f"line {number} is not what `sayso read --json` prints: {error}") from error


@main.command()
@_record_option
@click.option("--port", type=click.IntRange(0, 65535), default=8127, show_default=True, help="The port; 0 for any that is free.")
@click.option("--reviewer", default="reviewer", show_default=True, help="Whose judgements are kept.")
@click.pass_context
def serve(ctx: click.Context, path: Path, port: int, reviewer: str) -> None:
    """Open the desk: the record in a browser, on this machine alone.

    Without a record it shows the articles that come with sayso, and keeps nothing.
    """
    from datetime import UTC, datetime
    from tempfile import TemporaryDirectory

    from sayso.show import web

    def ready(address: str) -> None:
        click.echo(f"{address}  (Ctrl-C ends it)", err=True)

    def run(record: Path, examples: Iterable[str] = ()) -> None:
        web.serve(record, port=port, reviewer=reviewer, clock=lambda: datetime.now(UTC), ready=ready, examples=examples)

    if path.exists() or ctx.get_parameter_source("path") is not click.core.ParameterSource.DEFAULT:
        run(path)
        return
    with _example_articles() as articles, TemporaryDirectory() as place:
        click.echo(f"there is no {path}: showing the articles that come with sayso", err=True)
        run(Path(place) / "examples.sayso", articles)


@contextmanager
def _example_articles() -> Iterator[list[str]]:
    """The articles that come with sayso. Raises SaysoError where they are not installed."""
    from importlib.resources import as_file, files

    with as_file(files("sayso").joinpath("examples")) as folder:
        articles = sorted(str(article) for article in folder.rglob("*") if article.suffix in (".txt", ".html"))
        if not articles:
            raise SaysoError("the example articles are not installed: read some of yours with `sayso read`")
        yield articles


@main.command()
@click.option("--record", "path", type=click.Path(path_type=Path), help="Keep what is read in this record.")
@_actors_option
def demo(path: Path | None, actors: Path | None) -> None:
    """Read the articles that come with sayso, all invented, and show what is found."""
    from tempfile import TemporaryDirectory

    from sayso.read import Given, documents
    from sayso.show import terminal
    from sayso.store import open_record

    with (
        _example_articles() as articles,
        TemporaryDirectory() as place,
        open_record(path or Path(place) / DEFAULT_RECORD) as record,
    ):
        _keep_all(documents(articles, stdin=None, given=Given()), record, _own_names(actors))
        statements = list(record.statements())
        outlets = {reading.document.outlet for reading in record.readings()}
    anonymous = sum(statement.anonymous for statement in statements)
    click.echo(
        f"{len(articles)} articles by {len(outlets)} outlets hold {len(statements)} statements, {anonymous} of them by "
        "speakers whom the text keeps unnamed. These came through the most hands:\n"
    )
    told = [statement for statement in statements if statement.content.count(" ") > 3]  # a word or two says little at first sight
    longest = sorted(told, key=lambda statement: (-statement.chain.count(" ← "), statement.document_id, statement.start))
    terminal.show_statements(longest[:6], terminal.console())
    kept = f" --record {path}" if path else ""
    click.echo(
        "Try next:"
        + ("" if path else "\n  sayso demo --record demo.sayso     to keep this record")
        + f"""
  sayso show {statements[0].origin if statements else articles[0]}
  sayso said minister{kept or " --record demo.sayso"}
  sayso read YOUR_ARTICLE.txt --outlet "Its Outlet"
  sayso said"""
    )


@main.command()
def schema() -> None:
    """Print the JSON Schema of what `sayso read --json` prints."""
    import msgspec

    from sayso.core.contract import json_schema

    click.echo(msgspec.json.format(msgspec.json.encode(json_schema()), indent=2))


def _own_names(path: Path | None) -> "Names | None":
    from sayso.lexicon.actors import own_names

    return own_names(path) if path is not None else None


def _read_one(document: "Document", names: "Names | None", keep: bool = False) -> "Reading | Skipped":
    """A document read, to `keep` it with what a record remembers of it, or the reason why not; what would stop every other
    document too is raised."""
    from sayso.core.document import Skipped
    from sayso.pipeline import analyse, remembered

    try:
        reading = analyse(document, names)
        return remembered(reading) if keep else reading
    except ReadError as error:
        return Skipped(origin=document.origin, reason=f"{document.origin}: {error}")
    except SaysoError:
        raise
    except Exception as error:
        # One article that we fail on must not cost the reader the others; it is told, counted, and ours to mend.
        reason = f"{document.origin}: sayso failed on it ({type(error).__name__}: {error}); please report this"
        return Skipped(origin=document.origin, reason=reason)


def _readings(
    found: Iterable["Document | Skipped"], names: "Names | None", processes: int, keep: bool
) -> Iterator[tuple["Document | Skipped", "Reading | Skipped"]]:
    """Each document with its reading, in the order found. Only so many are read ahead that memory stays small."""
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    from sayso.core.document import Skipped

    if processes == 1:
        for one in found:
            yield one, one if isinstance(one, Skipped) else _read_one(one, names, keep)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (names,))  # no open record goes to the others
    waiting: deque[tuple[Document | Skipped, Future[Reading | Skipped]]] = deque()

    def oldest() -> tuple["Document | Skipped", "Reading | Skipped"]:
        one, reading = waiting.popleft()
        return one, one if isinstance(one, Skipped) else reading.result()

    try:
        for one in found:
            waiting.append((one, Future() if isinstance(one, Skipped) else pool.submit(_read_aside, one, keep)))
            if len(waiting) > AHEAD * processes:
                yield oldest()
        while waiting:
            yield oldest()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(names: "Names | None") -> None:
    """Starts a process that reads beside others; Ctrl-C ends the one that gave it its work, and that one ends it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    globals()["_names"] = names


def _read_aside(document: "Document", keep: bool) -> "Reading | Skipped":
    """A document read in another process, without what neither a record nor JSON keeps."""
    from sayso.core.parse import Parse
    from sayso.core.reading import Reading
    from sayso.lexicon.actors import Names

    reading = _read_one(document, _names, keep)
    return reading.without(Parse, Names) if isinstance(reading, Reading) else reading


def _tell_early(found: "Document | Skipped") -> None:
    """Says so where a document calls itself published after next year."""
    from datetime import date

    published = getattr(found, "published", None) or ""
    if published[:4].isdecimal() and int(published[:4]) > date.today().year + 1:
        words = f"{found.origin} is published {published}, after next year: if that is a slip, so are its dates"
        click.echo(_safe(words), err=True)


def _print_all(found: Iterable["Document | Skipped"], names: "Names | None", processes: int) -> int:
    """Prints each document as JSON; how many were skipped."""
    from sayso.core.document import Skipped
    from sayso.show.exports.jsonl import line

    read = skipped = 0
    with _progress() as tell:
        for one, reading in _readings(found, names, processes, keep=False):
            _tell_early(one)
            if isinstance(reading, Skipped):
                skipped += 1
                _tell_skipped(reading)
            else:
                read += 1
                out = sys.stdout.buffer
                out.write(line(reading))
                out.flush()
            tell(f"{read} read, {skipped} skipped: {one.origin}")
    click.echo(f"{_count(read, 'document')} read, {skipped} skipped", err=True)
    return skipped


def _keep_all(found: Iterable["Document | Skipped"], record: "Record", names: "Names | None", processes: int = 1) -> int:
    """Reads each document into the record, with the user's `names` or else those the record has; how many were skipped."""
    from sayso.core.data import Attribution
    from sayso.core.document import Skipped
    from sayso.lexicon.actors import Names
    from sayso.pipeline import relate

    if names is not None:
        record.keep_own_actors(names.own)
    elif own := record.own_actors():
        names = Names(own)
        click.echo(f"read with {_count(len(own), 'actor')} of your own, as {record.path} has them", err=True)
    new = known = skipped = statements = 0
    with _progress() as tell:
        for one, reading in _readings(found, names, processes, keep=True):
            _tell_early(one)
            try:
                if not isinstance(reading, Skipped):
                    added = record.add(reading)
                    new, known = new + added, known + (not added)
                    statements += len(reading.of(Attribution))
            except ReadError as error:
                reading = Skipped(origin=one.origin, reason=f"{one.origin}: {error}")
            if isinstance(reading, Skipped):
                skipped += 1
                record.skip(reading)
                _tell_skipped(reading)
            tell(f"{new + known} read, {skipped} skipped: {one.origin}")
    click.echo(
        f"{_count(new + known, 'document')} read into {record.path} ({new} new, {known} known), "
        f"with {_count(statements, 'statement')}; "
        f"{skipped} skipped",
        err=True,
    )
    with _progress() as tell:
        tell("looking for copies and stories")
        relate(record)
    return skipped


@contextmanager
def _judging(path: Path) -> Iterator[tuple["Record", str]]:
    """An open record and the time of a judgement; what it changes is worked out at the end."""
    from datetime import UTC, datetime

    from sayso.pipeline import relate
    from sayso.store import open_record

    with open_record(path, create=False) as record:
        yield record, datetime.now(UTC).isoformat(timespec="microseconds")
        relate(record)


def _tell_skipped(skipped: "Skipped") -> None:
    click.echo(_safe(f"skipped: {skipped.reason}"), err=True)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """A line on standard error that tells how far it is, when somebody is there to see it."""
    if not sys.stderr.isatty():
        yield lambda words: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("reading") as status:
        yield lambda words: status.update(Text(_safe(words)))


def _print_rows(
    kind: "type[msgspec.Struct]", rows: Iterable[Any], form: str | None, table: Callable[[Iterable[Any], Any], None], none: str
) -> None:
    """Rows as JSON lines, as CSV or as a table."""
    import msgspec

    from sayso.show import terminal
    from sayso.show.exports import csv

    if form == "json":
        for row in rows:
            sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    elif form == "csv":
        csv.write(kind, rows, sys.stdout.buffer)
    elif found := list(rows):
        table(found, terminal.console())
        click.echo(_count(len(found), "row"), err=True)
    else:
        click.echo(f"{none} matches", err=True)


def _count(number: int, noun: str) -> str:
    """How many, in words that fit.

    >>> _count(1, "row"), _count(2, "row")
    ('1 row', '2 rows')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _safe(words: str) -> str:
    from sayso.show.terminal import line

    return line(words)
