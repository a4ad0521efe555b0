"""Queries: what a record answers, and the words a user may ask with.

A `Statement` is one attribution as a flat row of the view `statement`; a `Hit` is the passage of a document where the
words asked for stand closest together; a `Finding` is one thing `verify` found wrong. Words match whole, without regard to
case or accents; `word*` matches a beginning and `"two words"` a phrase; all must be there. Every other sign is a plain
character, so no input is a syntax error.
Known misses: scripts written without spaces are matched by whole runs only.
"""

import re
import sqlite3
from collections.abc import Iterator

import msgspec

from sayso.core.data import AttributionType, Certainty, Polarity, SpeakerStatus
from sayso.core.span import Span
from sayso.lexicon.actors import SECTORS, countries

# A passage this long fills two to three lines of a terminal; the lead-in gives a match its sentence's beginning.
PASSAGE, LEAD = 200, 50
# Noncharacters, which no text means anything by: they mark the matches in what FTS5 hands back.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
# Open digits ("2025-XX") and marks of doubt ("2025-03~") end what a date says for certain.
KNOWN = "rtrim(substr(published, 1, instr(published || 'X', 'X') - 1), '-?~%')"

# The numbers of the data in which an actor of this name takes part.
TAKING_PART = (
    "SELECT datum.number FROM actor JOIN participant "
    "ON participant.document_id = actor.document_id AND participant.actor_id = actor.id "
    "JOIN datum ON datum.document_id = participant.document_id AND datum.id = participant.datum_id WHERE actor.name = ?"
)


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One attribution as a row. `start` to `end` holds all pieces of the content, `spans` each ("10-24 30-41").

    Several speakers are parted by "; " and the pieces of a role by " … "; `speaker` and the three after it are null
    unless an actor is known. `chain` runs from the outlet inwards. `said_time` and
    `said_place` are the words for when and where it was said, `said_earliest` and `said_latest` the days that may be.
    """

    id: str
    document_id: str
    outlet: str | None
    published: str | None
    url: str | None
    headline: str | None
    speaker: str | None
    office: str | None
    country: str | None
    sector: str | None
    speaker_status: SpeakerStatus
    anonymous: bool
    source: str | None
    carried: str | None
    cue: str | None
    content: str
    type: AttributionType
    polarity: Polarity
    certainty: Certainty
    inside: str | None
    chain: str
    start: int
    end: int
    spans: str
    teaser: bool
    said_time: str | None
    said_earliest: str | None
    said_latest: str | None
    said_place: str | None
    made_by: str
    confidence: float
    origin: str


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A passage of a document, `start` to `end`, with the places in the document's text (`marks`) that matched."""

    document_id: str
    outlet: str | None
    published: str | None
    url: str | None
    headline: str | None
    start: int
    end: int
    words: str
    marks: tuple[Span, ...]
    origin: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not hold in a record; `datum_id` is None when it is about the whole document or file."""

    document_id: str | None
    datum_id: str | None
    problem: str


def published_within(since: str | None, until: str | None) -> Iterator[tuple[str, list[object]]]:
    """Conditions, each with its values, that a document was published between two EDTF dates, which compare as prefixes."""
    for date, comparison in ((since, ">="), (until, "<=")):
        if date is not None:
            yield f"{KNOWN} <> '' AND substr({KNOWN}, 1, length(?)) {comparison} substr(?, 1, length({KNOWN}))", [date, date]


def statements(
    connection: sqlite3.Connection,
    *,
    who: str | None = None,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    type: AttributionType | None = None,
    anonymous: bool | None = None,
    speaker: str | None = None,
    outlet: str | None = None,
    document: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Statement]:
    """Statements that meet every condition, newest publication first, undated last, then in text order.

    `since` and `until` are EDTF dates and compare as prefixes: "2025-03" may be any day of that March, so it is since
    2025-03-20 and until 2025-03-01. A document without a date meets neither. `who` in codes ("IRN", "GOV", "IRN GOV") asks for
    speakers of that country and sector, else for words; `speaker` is the whole name of an actor, `document` an id.
    """
    conditions, values = ["datum.kind = 'Attribution'"], list[object]()
    code = coded(who) if who is not None else None
    if code is not None:
        halves = [(half, value) for half, value in zip(("country", "sector"), code, strict=True) if value]
        conditions.append(
            "EXISTS (SELECT 1 FROM speaker WHERE speaker.datum_id = datum.id AND +speaker.document_id = datum.document_id "
            f"AND {' AND '.join(f'{half} = ?' for half, _ in halves)})"
        )
        values += [value for _, value in halves]
    sides = (("speaker office source", None if code else who), ("content", about))
    asked = [(columns, expression(words)) for columns, words in sides if words is not None]
    if any(words is None for _, words in asked):
        return
    if asked:
        conditions.append("datum.number IN (SELECT rowid FROM statement_text WHERE statement_text MATCH ?)")
        values.append(" AND ".join(f"{{{columns}}} : ({words})" for columns, words in asked))
    for condition, dates in published_within(since, until):
        conditions.append(condition)
        values += dates
    if type is not None:
        conditions.append("json_extract(datum.json, '$.type') = ?")
        values.append(type)
    if anonymous is not None:
        conditions.append(
            "(SELECT speaker_status FROM attribution WHERE attribution.number = datum.number) "
            f"{'=' if anonymous else '<>'} 'anonymous'"
        )
    if speaker is not None:
        conditions.append(f"datum.number IN ({TAKING_PART} AND participant.role = 'source')")
        values.append(speaker)
    for column, value in (("outlet", outlet), ("id", document)):
        if value is not None:
            conditions.append(f"document.{column} = ?")
            values.append(value)
    # The numbers are chosen and ordered first, so that only rows that are shown pay for their words. Where nothing but documents
    # chooses them, documents are walked in their order and left as soon as there are enough.
    joined = "JOIN" if asked or code or speaker is not None else "CROSS JOIN"
    known = KNOWN.replace("published", "document.published")
    order = f"{known} DESC, document.id, json_extract(datum.json, '$.content[0].start'), datum.n"
    query = f"""
        SELECT statement.* FROM (
          SELECT datum.number AS chosen FROM document {joined} datum ON datum.document_id = document.id
          WHERE {" AND ".join(conditions)} ORDER BY {order} LIMIT ? OFFSET ?
        )
        JOIN datum ON datum.number = chosen JOIN document ON document.id = datum.document_id
        JOIN statement ON statement.number = chosen ORDER BY {order}
    """
    for row in connection.execute(query, [*values, -1 if limit is None else limit, offset]):
        fields = {name: row[name] for name in Statement.__struct_fields__}
        yield Statement(**{**fields, "anonymous": bool(row["anonymous"]), "teaser": bool(row["teaser"])})


def party(view: str, role: str, asked: str) -> tuple[str, list[object]]:
    """A condition on the rows of a view and its values: a party in that role whose name or words hold every word asked for, or
    who has the codes ("IRN", "IRN GOV")."""
    some = (
        f"EXISTS (SELECT 1 FROM party WHERE party.datum_id = {view}.id AND +party.document_id = {view}.document_id "
        f"AND party.role = '{role}' AND "
    )
    code = coded(asked)
    if code is not None:
        halves = [(half, value) for half, value in zip(("country", "sector"), code, strict=True) if value]
        return some + " AND ".join(f"party.{half} = ?" for half, _ in halves) + ")", [value for _, value in halves]
    words = asked.casefold().split()
    told = some + "lower(party.name || ' ' || coalesce(party.words, '')) LIKE ? ESCAPE '!')"
    return f"({' AND '.join([told] * len(words)) or '0'})", [like(word) for word in words]


def like(words: str) -> str:
    """A pattern for `LIKE … ESCAPE '!'` that finds the words anywhere."""
    return "%" + re.sub(r"([!%_])", r"!\1", words) + "%"


def search(connection: sqlite3.Connection, words: str, limit: int | None = None, offset: int = 0) -> Iterator[Hit]:
    """The documents that hold all the words, best first, each with the passage that holds most of them."""
    asked = expression(words)
    if asked is None:
        return
    rows = connection.execute(
        "SELECT document.*, highlight(document_text, 0, ?, ?) AS marked FROM document_text "
        "JOIN document ON document.number = document_text.rowid WHERE document_text MATCH ? "
        "ORDER BY bm25(document_text), document.id LIMIT ? OFFSET ?",
        (OPEN, CLOSE, asked, -1 if limit is None else limit, offset),
    )
    for row in rows:
        text = row["text"]
        passage, marks = _passage(text, _marks(text, row["marked"]))
        facts = {name: row[name] for name in ("outlet", "published", "url", "headline", "origin")}
        yield Hit(document_id=row["id"], start=passage.start, end=passage.end, words=passage.of(text), marks=marks, **facts)


def expression(words: str) -> str | None:
    """What FTS5 is asked for the words a user gave; None when they hold no letter or digit.

    >>> expression('border* "two bridges" AND -dam')
    '"border"* "two bridges" "AND" "-dam"'
    >>> expression('*" -') is None
    True
    """
    clean = words.replace("\0", " ").encode("utf-8", "replace").decode()
    found = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', clean):
        if any(character.isalnum() for character in phrase or word):
            found.append(f'"{phrase or word.rstrip("*")}"' + ("*" if word.endswith("*") else ""))
    return " ".join(found) or None


def coded(who: str) -> tuple[str | None, str | None] | None:
    """The country and sector that a question in codes asks for, in their capitals; None when it is no such question.

    >>> coded("IRN GOV"), coded("GOV"), coded("IDF"), coded("iran")
    (('IRN', 'GOV'), (None, 'GOV'), None, None)
    """
    country, _, sector = who.partition(" ")
    if not sector and country in SECTORS:
        return None, country
    return (country, sector or None) if country in countries() and (not sector or sector in SECTORS) else None


def _marks(text: str, marked: str) -> tuple[Span, ...]:
    """Where `marked`, which is `text` with OPEN and CLOSE put in, has its matches."""
    if OPEN not in text and CLOSE not in text:
        starts = [piece.start() - 2 * n for n, piece in enumerate(re.finditer(OPEN, marked))]
        ends = [piece.start() - 2 * n - 1 for n, piece in enumerate(re.finditer(CLOSE, marked))]
        return tuple(map(Span, starts, ends))
    return ()  # a text that uses the marks itself is found, but without its places


def _passage(text: str, marks: tuple[Span, ...]) -> tuple[Span, tuple[Span, ...]]:
    """The stretch of `text` that holds the most marks, cut at white space, and those marks."""
    best: tuple[Span, ...] = ()
    last = 0
    for first, mark in enumerate(marks):
        while last < len(marks) and marks[last].end <= mark.start + PASSAGE:
            last += 1
        last = max(last, first + 1)  # a phrase longer than the passage still shows
        if last - first > len(best):
            best = marks[first:last]
    start = max(0, (best[0].start if best else 0) - LEAD)
    end = min(len(text), max(start + PASSAGE, best[-1].end if best else 0))
    if start and (gap := re.search(r"\s", text[start : best[0].start])):
        start += gap.end()
    if end < len(text) and (tail := re.search(r"\s\S*$", text[best[-1].end if best else start : end])):
        end -= len(tail[0])
    return Span(start, end), best
