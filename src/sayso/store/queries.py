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
from sayso.store.listings import Asked, coded, shown

# A passage this long fills two to three lines of a terminal; the lead-in gives a match its sentence's beginning.
PASSAGE, LEAD = 200, 50
# Noncharacters, which no text means anything by: they mark the matches in what FTS5 hands back.
OPEN, CLOSE = "\ufdd0", "\ufdd1"


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
    listed = Asked(connection, "Attribution")
    words = who if who is not None and coded(who) is None else None
    if who is not None and words is None:
        listed.party(("source",), who)
    sides = [
        (columns, expression(given))
        for columns, given in (("speaker office source", words), ("content", about))
        if given is not None
    ]
    if any(asked is None for _, asked in sides):
        return
    if sides:
        match = " AND ".join(f"{{{columns}}} : ({asked})" for columns, asked in sides)
        found = "FROM statement_text WHERE statement_text MATCH ?"
        listed.among(f"SELECT rowid AS number {found}", f"EXISTS (SELECT 1 {found} AND rowid = listing.number)", match)
    listed.published(since, until)
    if type is not None:
        listed.where("type = ?", type)
    if anonymous is not None:
        listed.where(f"state {'=' if anonymous else '<>'} 'anonymous'")
    if speaker is not None:
        listed.named(speaker, ("source",))
    if document is not None:
        listed.document(document)
    if outlet is not None:
        listed.outlet(outlet)
    for row in shown(connection, "statement", listed.numbers("published", limit, offset)):
        fields = {name: row[name] for name in Statement.__struct_fields__}
        yield Statement(**{**fields, "anonymous": bool(row["anonymous"]), "teaser": bool(row["teaser"])})


def search(connection: sqlite3.Connection, words: str, limit: int | None = None, offset: int = 0) -> Iterator[Hit]:
    """The documents that hold all the words, best first, each with the passage that holds most of them."""
    asked = expression(words)
    if asked is None:
        return
    # Ranked first, so that only documents that are shown pay for their marks.
    ranked = connection.execute(
        "SELECT rowid FROM document_text WHERE document_text MATCH ? ORDER BY rank LIMIT ? OFFSET ?",
        (asked, -1 if limit is None else limit, offset),
    ).fetchall()
    rows = (
        connection.execute(
            "SELECT document.*, highlight(document_text, 0, ?, ?) AS marked FROM document_text "
            "JOIN document ON document.number = document_text.rowid WHERE document_text MATCH ? AND document_text.rowid = ?",
            (OPEN, CLOSE, asked, number),
        ).fetchone()
        for (number,) in ranked
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
