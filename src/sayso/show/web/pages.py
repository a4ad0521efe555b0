"""The pages: each takes what its address asks for to the record and gives a `Page`.

A page opens the record for reading alone, for a few seconds at most, and closes it; so a `read` that goes on, here or in another
program, holds nobody up. Only `add` and `judge` change something, and both come through the guard.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Literal, cast, get_args

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from sayso.core.contract import ClaimView, QuotedSpan
from sayso.core.data import (
    AttributionType,
    Event,
    EventType,
    Force,
    Judgement,
    Polarity,
    Realis,
    Stance,
    Verdict,
    Voice,
    WordingType,
)
from sayso.core.document import Document, Skipped
from sayso.core.errors import ReadError, RecordError
from sayso.core.span import Span
from sayso.read import MAX_BYTES, Given, document, documents, is_address
from sayso.show import dossier
from sayso.show.contract import view
from sayso.show.report import letter, report
from sayso.show.web import asked, links
from sayso.show.web.article import KINDS, SHOWN, Kind, Note, article, datum_view, notes_of
from sayso.show.web.asked import BadQuestion
from sayso.show.web.forms import Page
from sayso.show.web.jobs import Job, Jobs
from sayso.show.web.marks import highlighted
from sayso.store import Act, Dyad, Hit, Listed, Named, Promised, Record, Stand, Statement, Told, Worded, open_record

# A person waits no longer for a page; the record stops looking then. Ten who ask at once wait for each other.
SECONDS = 15.0
# Most articles are read in this time: whoever adds one is led to it at once.
LED_SECONDS = 4.0
FILES = 20
# Of who is said to have done more than that, nothing is looked for that reports their promises: a page would take seconds.
REPORTING = 300
# So many acts are counted in pairs, the latest first: more take a page longer than anybody waits.
COUNTED = 3000
# A dossier that the desk makes has so many lines of each kind at most; `sayso export` makes them whole.
LINES = 1000
# So many articles of a story stand side by side; the rest are listed.
COLUMNS = 12
# So many other stories of a matter are named beside one.
OTHERS = 20
# What two sides differ in, by the basis of their difference.
DIFFERENCES = {
    "figures": "other figures",
    "denial": "one side denies it",
    "link": "whether one thing bears on the other",
    "stage": "another stage",
    "claimant": "another who says so",
    "quotation": "quoted otherwise",
}
REALIS_ASKED = Literal["actual", "planned", "demanded", "hypothetical", "negated", "any"]
FIELDS: dict[Kind, tuple[str, ...]] = {
    "statements": ("speaker", "type", "polarity", "words"),
    "events": ("realis", "actor", "recipient", "event_type", "date", "place"),
    "promises": ("by", "to", "force", "due", "act"),
    "positions": ("holder", "target", "stance"),
    "wordings": ("type", "voice", "referent"),
    "times": ("earliest", "latest"),
    "quantities": ("low", "high", "counted"),
    "places": ("country", "city"),
}


# What stands in some of them.
CHOICES: dict[str, tuple[str, ...]] = {
    "type": get_args(AttributionType),
    "polarity": get_args(Polarity),
    "realis": get_args(Realis),
    "event_type": get_args(EventType),
    "force": get_args(Force),
    "stance": get_args(Stance),
    "voice": get_args(Voice),
}


class Desk(msgspec.Struct, kw_only=True):
    """What the pages share: where the record is, who judges, what time it is, and what is being read."""

    record: Path
    jobs: Jobs
    reviewer: str
    clock: Callable[[], datetime]
    passing: bool = False

    def open(self) -> Record:
        """The record, for reading, until a page has taken too long."""
        return open_record(self.record, readonly=True, seconds=SECONDS)


class NotThere(RecordError):
    """An address of something that the record does not hold."""


def _rest(request: Request, rows: Iterable[Any], limit: int, offset: int) -> tuple[list[Any], str | None]:
    """At most `limit` of the rows, and the address of the next ones where there are more."""
    found = list(rows)
    if len(found) <= limit:
        return found, None
    query = dict(request.query_params)
    return found[:limit], links.with_query(links.path(request.scope["path"]), query, page=offset // limit + 2)


def _saved(request: Request) -> bool:
    """Whether a file to keep is asked for."""
    return request.path_params["form"] in (".md", ".html")


def home(desk: Desk, request: Request) -> Page[Listed]:
    with desk.open() as record:
        newest = list(record.documents(limit=12))
        outlets = list(record.outlets())
        named = list(record.actors(limit=12))
        told = list(record.stories(limit=6))
        due = list(record.commitments(limit=6, reported=False, since=desk.clock().date().isoformat()))
    return Page(
        template="home.html",
        kind=Listed,
        rows=newest,
        context={
            "outlets": outlets,
            "named": named,
            "told": told,
            "due": due,
            "jobs": [job for job in desk.jobs.recent() if job.state != "done"][:3],
            "passing": desk.passing,
            "record": desk.record.name,
            "total": sum(outlet.documents for outlet in outlets),
        },
    )


def listed(desk: Desk, request: Request) -> Page[Listed]:
    query = request.query_params
    limit, offset = asked.stretch(query)
    with desk.open() as record:
        rows, following = _rest(request, record.documents(asked.words(query, "outlet"), limit + 1, offset), limit, offset)
        outlets = list(record.outlets())
    return Page(template="documents.html", kind=Listed, rows=rows, following=following, context={"outlets": outlets})


def one_document(desk: Desk, request: Request) -> Page[Statement]:
    key = request.path_params["key"]
    shown = cast("tuple[Kind, ...]", asked.several(request.query_params, "show", KINDS, SHOWN))
    with desk.open() as record:
        try:
            reading = view(record.reading(key))
        except RecordError as error:
            raise NotThere(f"There is no article {key} in this record: {error}.") from None
        judgements = list(record.judgements(document=reading.document.id))
        rows = list(record.statements(document=reading.document.id))
        story_id = record.story_of(reading.document.id)
        story = record.story(story_id) if story_id else None
    at = asked.spans(request.query_params, "at", len(reading.document.text))
    return Page(
        template="document.html",
        kind=Statement,
        rows=rows,
        data=reading,
        context={
            "document": reading.document,
            "story": story if story and len(story.documents) > 1 else None,
            "article": article(reading, shown, judgements, at),
            "counts": {kind: sum(note.kind == kind for note in notes_of(reading)) for kind in KINDS},
            "shown": shown,
        },
    )


def statements(desk: Desk, request: Request) -> Page[Statement]:
    query = request.query_params
    limit, offset = asked.stretch(query)
    with desk.open() as record:
        found = record.statements(
            who=asked.words(query, "who"),
            about=asked.words(query, "about"),
            since=asked.day(query, "since"),
            until=asked.day(query, "until"),
            type=asked.one_of(query, "type", AttributionType),
            anonymous=asked.yes(query, "anonymous"),
            outlet=asked.words(query, "outlet"),
            limit=limit + 1,
            offset=offset,
        )
        rows, following = _rest(request, found, limit, offset)
        outlets = list(record.outlets())
    return Page(template="statements.html", kind=Statement, rows=rows, following=following, context={"outlets": outlets})


def _acts(record: Record, query: Mapping[str, str], realis: str, **more: Any) -> Iterable[Act]:
    return record.acts(
        actor=asked.words(query, "actor"),
        recipient=asked.words(query, "recipient"),
        who=asked.words(query, "who"),
        type=asked.one_of(query, "type", EventType),
        realis=None if realis == "any" else cast(Realis, realis),
        since=asked.day(query, "since"),
        until=asked.day(query, "until"),
        place=asked.words(query, "place"),
        **more,
    )


def events(desk: Desk, request: Request) -> Page[Act]:
    query = request.query_params
    limit, offset = asked.stretch(query)
    realis = asked.one_of(query, "realis", REALIS_ASKED) or "any"
    with desk.open() as record:
        rows, following = _rest(request, _acts(record, query, realis, limit=limit + 1, offset=offset), limit, offset)
    return Page(template="events.html", kind=Act, rows=rows, following=following, context={"realis": realis})


def timeline(desk: Desk, request: Request) -> Page[Act]:
    query = request.query_params
    limit, offset = asked.stretch(query)
    realis = asked.one_of(query, "realis", REALIS_ASKED) or "any"
    lane = asked.one_of(query, "lane", Literal["dated", "unknown"])
    with desk.open() as record:
        dated: list[Act] = []
        following = None
        if lane != "unknown":
            found = _acts(record, query, realis, order="timeline", dated=True, limit=limit + 1, offset=offset)
            dated, following = _rest(request, found, limit, offset)
        undated: list[Act] = []
        # an event without a date meets no bound: where one is set, its lane is empty and says why
        if lane != "dated":
            start = offset if lane == "unknown" else 0
            found = _acts(record, query, realis, order="timeline", dated=False, limit=limit + 1, offset=start)
            if lane == "unknown":
                undated, following = _rest(request, found, limit, offset)
            else:
                undated = list(found)
    days: list[tuple[str, list[Act]]] = []
    for act in dated:
        day = act.time or act.earliest or ""
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(act)
    more = len(undated) > limit
    undated = undated[:limit]
    context = {"days": days, "undated": undated, "more_undated": more, "lane": lane, "realis": realis}
    return Page(template="timeline.html", kind=Act, rows=[*dated, *undated], following=following, context=context)


def promises(desk: Desk, request: Request) -> Page[Promised]:
    query = request.query_params
    limit, offset = asked.stretch(query)
    with desk.open() as record:
        found = record.commitments(
            who=asked.words(query, "who"),
            force=asked.one_of(query, "force", Force),
            on=asked.day(query, "on") or desk.clock().date().isoformat(),
            since=asked.day(query, "since"),
            limit=limit + 1,
            offset=offset,
            most=REPORTING,
        )
        rows, following = _rest(request, found, limit, offset)
    today = asked.day(query, "on") or desk.clock().date().isoformat()
    context = {"today": today, "most": REPORTING}
    return Page(template="promises.html", kind=Promised, rows=rows, following=following, context=context)


def stories(desk: Desk, request: Request) -> Page[Told]:
    query = request.query_params
    limit, offset = asked.stretch(query, 30)
    alone = asked.yes(query, "alone") or False
    with desk.open() as record:
        rows, following = _rest(request, record.stories(alone, limit + 1, offset), limit, offset)
    return Page(template="stories.html", kind=Told, rows=rows, following=following)


def one_story(desk: Desk, request: Request) -> Page[Told]:
    key = request.path_params["key"]
    with desk.open() as record:
        try:
            story = record.story(key)
        except RecordError as error:
            raise NotThere(f"There is no story {key} in this record: {error}.") from None
        if _saved(request):
            file = dossier.of_story(record, story.id, LINES, most=REPORTING)
            return Page(template="story.html", kind=Told, rows=[story], report=file)
        documents = {member.document_id: record.document(member.document_id) for member in story.documents[:COLUMNS]}
        pieces = {id: [piece for piece in record.pieces(one) if piece.type != "same"] for id, one in documents.items()}
        speakers: dict[str, dict[str, int]] = {}
        for id in documents:
            for statement in record.statements(document=id):
                for name in (statement.speaker or "").split("; ") if statement.speaker_status == "known" else ():
                    speakers.setdefault(name, {}).setdefault(id, 0)
                    speakers[name][id] += 1
        others = [one for one in record.stories(True, OTHERS + 1, issue=story.issue_id) if one.id != story.id]
        near = others + [one for one in record.stories(True, OTHERS) if one.id != story.id and one not in others]
    heard = sorted(speakers.items(), key=lambda one: (-len(one[1]), -sum(one[1].values()), one[0]))
    return Page(
        template="story.html",
        kind=Told,
        rows=[story],
        data={"story": story, "changes": pieces, "speakers": speakers},
        context={"story": story, "pieces": pieces, "heard": heard, "others": others, "near": near, "shown": list(documents)},
    )


def comparison(desk: Desk, request: Request) -> Page[ClaimView]:
    """A story's articles side by side, from what the record keeps of them; only what an older sayso read is parsed again."""
    from sayso import pipeline
    from sayso.show.comparison import comparison_view

    key = request.path_params["key"]
    with desk.open() as record:
        try:
            story = record.story(key)
        except RecordError as error:
            raise NotThere(f"There is no story {key} in this record: {error}.") from None
        readings = record.told_as(story.id, COLUMNS)
    if len(readings) < 2:
        raise BadQuestion("Only one article tells this story: a comparison needs two.")
    compared = comparison_view(pipeline.compare(readings), readings)
    return Page(
        template="comparison.html",
        kind=ClaimView,
        rows=[*compared.shared, *compared.only],
        data=compared,
        context={
            "story": story,
            "compared": compared,
            "documents": compared.documents,
            "letters": {one.id: letter(n) for n, one in enumerate(compared.documents)},
            "outlets": {one.id: one.outlet or "outlet unknown" for one in compared.documents},
            "chains": {one.claim: one for one in compared.chains},
            "kinds": DIFFERENCES,
            "left_out": len(story.documents) - len(compared.documents),
        },
        report=report(compared),
        name="comparison",
    )


def judge_story(desk: Desk, key: str, form: FormData) -> str:
    """Keeps what a person says of a story: its name, that it is one with another, or that some articles are another one."""
    made = {"made_by": desk.reviewer, "made_at": desk.clock().isoformat(timespec="seconds")}
    with open_record(desk.record, create=False) as record:
        try:
            story = record.story(key)
        except RecordError as error:
            raise NotThere(f"There is no story {key} in this record: {error}.") from None
        first = story.documents[0].document_id
        name, other = _field(form, "name"), _field(form, "other")
        parted = [one for one in form.getlist("document") if isinstance(one, str)]
        try:
            if name is not None:
                record.name(story, name[:200], **made)
            elif other is not None:
                record.merge(story, record.story(other), **made)
            elif parted:
                record.split(story, parted, **made)
            else:
                raise BadQuestion("Give a name, another story to join, or the articles to part.")
        except RecordError as error:
            raise BadQuestion(f"{error}.") from None
        _relate(record)
        found = record.story_of(first)
    return f"/stories/{found}"


def _relate(record: Record) -> None:
    from sayso.pipeline import relate  # and with it the model: only for what needs it

    relate(record)


def stands(desk: Desk, request: Request) -> Page[Stand]:
    query = request.query_params
    limit, offset = asked.stretch(query)
    issue = asked.words(query, "issue")
    rows: list[Stand] = []
    following = None
    if issue is not None:
        with desk.open() as record:
            found = list(
                record.stands(
                    issue,
                    who=asked.words(query, "who"),
                    stance=asked.one_of(query, "stance", Stance),
                    since=asked.day(query, "since"),
                    until=asked.day(query, "until"),
                    limit=offset + limit + 1,
                )
            )
        rows, following = _rest(request, found[offset:], limit, offset)
    return Page(template="stands.html", kind=Stand, rows=rows, following=following, context={"issue": issue})


def actors(desk: Desk, request: Request) -> Page[Named]:
    query = request.query_params
    limit, offset = asked.stretch(query)
    with desk.open() as record:
        rows, following = _rest(request, record.actors(asked.words(query, "who"), limit + 1, offset), limit, offset)
    return Page(template="actors.html", kind=Named, rows=rows, following=following)


def one_actor(desk: Desk, request: Request) -> Page[Statement]:
    name = request.path_params["name"]
    limit, offset = asked.stretch(request.query_params)
    with desk.open() as record:
        known = record.named(name)
        if known is None:
            raise NotThere(f"Nobody in this record is called {name}: look for them among the actors, or among the statements.")
        if _saved(request):
            file = dossier.of_actor(record, name, LINES, most=REPORTING)
            return Page(template="actor.html", kind=Statement, rows=[], report=file)
        said = record.statements(speaker=name, limit=limit + 1, offset=offset)
        rows, following = _rest(request, said, limit, offset)
        about = list(record.statements(about=f'"{name}"', limit=10))
        acts = list(record.acts(name=name, limit=20))
        promised = list(record.commitments(name=name, limit=20, most=REPORTING))
        held = list(record.held(name, 20))
        offices = list(record.offices(name))
    return Page(
        template="actor.html",
        kind=Statement,
        rows=rows,
        following=following,
        data={
            "actor": known,
            "offices": offices,
            "statements": rows,
            "about": about,
            "events": acts,
            "positions": held,
            "commitments": promised,
            "next": following,
        },
        context={"actor": known, "offices": offices, "about": about, "acts": acts, "held": held, "promised": promised},
    )


def dyads(desk: Desk, request: Request) -> Page[Dyad]:
    query = request.query_params
    limit, offset = asked.stretch(query)
    with desk.open() as record:
        every = list(
            record.dyads(
                actor=asked.words(query, "actor"),
                recipient=asked.words(query, "recipient"),
                since=asked.day(query, "since"),
                until=asked.day(query, "until"),
                most=COUNTED,
            )
        )
    every = [row for row in every if row.month is not None][::-1] + [row for row in every if row.month is None]
    rows, following = _rest(request, every[offset : offset + limit + 1], limit, offset)
    drawn = request.path_params["form"] == ".svg"
    return Page(
        template="dyads.html",
        kind=Dyad,
        rows=every if drawn else rows,
        following=following,
        context={"counted": COUNTED},
    )


def labels(desk: Desk, request: Request) -> Page[Worded]:
    query = request.query_params
    limit, offset = asked.stretch(query)
    with desk.open() as record:
        found = record.wordings(
            who=asked.words(query, "who"),
            type=asked.one_of(query, "type", WordingType),
            voice=asked.one_of(query, "voice", Voice),
            outlet=asked.words(query, "outlet"),
            since=asked.day(query, "since"),
            until=asked.day(query, "until"),
            limit=limit + 1,
            offset=offset,
        )
        rows, following = _rest(request, found, limit, offset)
        outlets = list(record.outlets())
    return Page(template="labels.html", kind=Worded, rows=rows, following=following, context={"outlets": outlets})


def search(desk: Desk, request: Request) -> Page[Hit]:
    query = request.query_params
    limit, offset = asked.stretch(query, 20)
    words = asked.words(query, "words")
    rows: list[Hit] = []
    following = None
    said: list[Statement] = []
    if words is not None:
        with desk.open() as record:
            if _saved(request):
                return Page(template="search.html", kind=Hit, rows=[], report=dossier.of_search(record, words, LINES))
            rows, following = _rest(request, record.search(words, limit + 1, offset), limit, offset)
            said = list(record.statements(about=words, limit=5)) if offset == 0 else []
    return Page(template="search.html", kind=Hit, rows=rows, following=following, context={"words": words, "said": said})


def one_datum(desk: Desk, request: Request) -> Page[Any]:
    key = request.path_params["key"]
    with desk.open() as record:
        try:
            reading = view(record.reading(record.holding(key)))
        except RecordError as error:
            raise NotThere(f"There is no datum {key} in this record: {error}.") from None
        judgements = list(record.judgements(document=reading.document.id))
    note, datum = _noted(reading, key)
    text = reading.document.text
    start = max(0, note.start - 200)
    spans = sorted({(span.start, span.end) for span in _spans(datum)})
    end = max(note.start + 400, min((end for _, end in spans), default=0))
    shown: list[Span] = []
    for first, last in spans:  # one mark a place: what stands within another is marked by it
        if (not shown or first >= shown[-1].end) and first >= start and last <= end:
            shown.append(Span(first, last))
    return Page(
        template="datum.html",
        kind=Judgement,
        rows=[one for one in judgements if one.datum_id == key],
        data={"kind": note.kind, "document_id": reading.document.id, "datum": datum},
        context={
            "document": reading.document,
            "note": note,
            "fields": FIELDS[note.kind],
            "choices": CHOICES | ({"type": get_args(WordingType)} if note.kind == "wordings" else {}),
            "now": correctable(note, datum),
            "around": highlighted(text[start:end], start, shown),
            "json": msgspec.json.format(msgspec.json.encode(datum), indent=2).decode(),
        },
    )


def correctable(note: Note, datum: msgspec.Struct) -> dict[str, str]:
    """What a row has in the fields of `FIELDS` that it fills: parties by name, days in EDTF."""
    parties = "; ".join(party.name or (party.mention.text if party.mention else "") for party in note.parties)
    others = "; ".join(party.name or (party.mention.text if party.mention else "") for party in note.to)
    roles = {"speaker": parties, "actor": parties, "by": parties, "holder": parties, "recipient": others, "to": others}
    found = {name: roles[name] for name in FIELDS[note.kind] if roles.get(name)}
    for name in FIELDS[note.kind]:
        value = getattr(datum, {"date": "time"}.get(name, name), None)
        value = (
            getattr(value, "edtf", None) or getattr(value, "text", None) or getattr(getattr(value, "span", None), "text", value)
        )
        if name not in roles and isinstance(value, str):
            found[name] = value
    return found


def _spans(datum: msgspec.Struct) -> list[QuotedSpan]:
    """The words that a datum itself is read from."""
    found: list[QuotedSpan] = []
    for name in ("content", "trigger", "act", "evidence", "target", "span", "number"):
        value = getattr(datum, name, None)
        found += value if isinstance(value, list) else [value] if isinstance(value, QuotedSpan) else []
    return found


def _noted(reading: Any, key: str) -> tuple[Note, msgspec.Struct]:
    found = datum_view(reading, key)
    if found is None:
        raise NotThere(f"{key} is an actor or a mention: open its article, where it stands.")
    return next(note for note in notes_of(reading) if note.id == key), found[1]


def judged(desk: Desk, request: Request) -> Page[Judgement]:
    limit, offset = asked.stretch(request.query_params)
    with desk.open() as record:
        rows, following = _rest(request, record.judgements(None, limit + 1, offset), limit, offset)
    return Page(template="judgements.html", kind=Judgement, rows=rows, following=following)


def about(desk: Desk, request: Request) -> Page[Listed]:
    with desk.open() as record:
        counts = {"articles": record.count(Document), "events": record.count(Event), "not read": record.count(Skipped)}
        skipped = list(record.skipped())[:20]
    return Page(template="about.html", kind=Listed, rows=[], data=counts, context={"counts": counts, "skipped": skipped})


def job(desk: Desk, request: Request) -> Page[Any]:
    found = desk.jobs.get(request.path_params["number"])
    if found is None:
        raise NotThere("This was added before the desk was last started: what was read is among the articles.")
    return Page(template="job.html", kind=Job, rows=[], data=found, context={"job": found})


def add(desk: Desk, form: FormData) -> Job:
    """A job that reads what the form holds: words, files, or an address. Raises BadQuestion where it holds nothing."""
    given = Given(outlet=_field(form, "outlet"), published=_field(form, "published"), url=_field(form, "url"))
    try:
        given.facts()
    except ReadError as error:
        raise BadQuestion(f"The date {error}.") from None
    text, address = _field(form, "text"), _field(form, "address")
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    if len(files) > FILES:
        raise BadQuestion(f"{FILES} files are taken at once: add the rest after.")
    if address is not None:
        if not is_address(address):
            raise BadQuestion(f"“{address[:80]}” is no address of a page: it begins with http:// or https://.")
        return desk.jobs.add(address, lambda: documents([address], given=given), 1)
    if files:
        held = [(_named(one.filename or ""), one.file.read(MAX_BYTES + 1)) for one in files]
        label = held[0][0] if len(held) == 1 else f"{len(held)} files"
        return desk.jobs.add(label, lambda: [_read(data, name, given) for name, data in held], len(held))
    if text is not None:
        words = text.encode("utf-8", "replace")
        return desk.jobs.add("pasted text", lambda: [_read(words, "pasted text", given)], 1)
    raise BadQuestion("There is nothing to add: paste a text, choose files, or give an address.")


def _read(data: bytes, name: str, given: Given) -> Document | Skipped:
    page = name.casefold().endswith((".html", ".htm", ".xhtml"))
    try:
        return document(data, origin=name, medium="html" if page else None, given=given)
    except ReadError as error:
        return Skipped(origin=name, reason=f"{name} {error}")


def _named(filename: str) -> str:
    """The last part of a file's name, as a browser gives it: it names an origin and no path.

    >>> _named("../../etc/passwd"), _named("C:\\\\news\\\\a.txt"), _named("..")
    ('passwd', 'a.txt', 'a file')
    """
    name = PurePosixPath(filename.replace("\\", "/")).name
    plain = "".join(character for character in name if character.isprintable())[:200]
    return plain if plain.strip(". ") else "a file"


def _field(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return (value.strip() or None) if isinstance(value, str) else None


def judge(desk: Desk, form: FormData) -> str:
    """Keeps a judgement; gives the address to go on at."""
    key, verdict = _field(form, "datum"), _field(form, "verdict")
    if key is None or verdict not in ("right", "wrong", "unsure", "corrected"):
        raise BadQuestion("A judgement names its datum and is right, wrong, unsure or corrected.")
    with open_record(desk.record, create=False) as record:
        try:
            reading = view(record.reading(record.holding(key)))
        except RecordError as error:
            raise NotThere(f"There is no datum {key} in this record: {error}.") from None
        note, datum = _noted(reading, key)
        correction = {name: value for name in FIELDS[note.kind] if (value := _field(form, f"correct-{name}")) is not None}
        if verdict == "corrected" and not correction:
            raise BadQuestion("A correction says what would be right: fill in at least one field.")
        record.judge(
            Judgement(
                document_id=reading.document.id,
                datum_id=key,
                kind=KIND_NAMES[note.kind],
                verdict=cast(Verdict, "wrong" if verdict == "corrected" else verdict),
                correction=correction or None,
                datum=msgspec.to_builtins(datum),
                made_by=desk.reviewer,
                made_at=desk.clock().isoformat(timespec="seconds"),
            )
        )
    return _back(_field(form, "back"), key)


KIND_NAMES: dict[Kind, str] = {
    "statements": "Attribution",
    "events": "Event",
    "promises": "Commitment",
    "positions": "Position",
    "wordings": "Wording",
    "times": "TimeExpression",
    "quantities": "Quantity",
    "places": "Place",
}


def _back(address: str | None, key: str) -> str:
    """An address of the desk itself, whatever the form says.

    >>> _back("/documents/a?show=all", "d1"), _back("//evil.example/", "d1"), _back("/\\\\evil.example", "d1"), _back(None, "d1")
    ('/documents/a?show=all#n-d1', '/data/d1', '/data/d1', '/data/d1')
    """
    if address is None or not address.startswith("/documents/") or "\\" in address or not address.isprintable():
        return f"/data/{key}"
    return f"{address.partition('#')[0]}#n-{key}"
