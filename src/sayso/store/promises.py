"""Commitments of a record with their state: open, due, or told as done or not done by a later article.

An article published after the promise reports it when an event in it has the same maker, tells of the same act (a form of the
promised verb, or PLOVER's type and mode of the promised act), says that it was done or was not, and names what was promised.
Careful rather than complete: where articles disagree, where an act is known from before the promise, and where the maker goes
by another name, the state is what its due date makes it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from sayso.core.data import Force
from sayso.lexicon.inflections import forms
from sayso.lexicon.issues import WORD, Key, keys
from sayso.lexicon.promises import promise_words
from sayso.lexicon.speech import negations
from sayso.store.queries import party

State = Literal["open", "due", "reported done", "reported not done"]
REPORTS: dict[str, State] = {"actual": "reported done", "negated": "reported not done"}
# A day in ISO form; a month or year of publication is too little to say what came after what.
DAY = 10
# Characters behind an event's trigger in which what it is done to is looked for, at most to the end of the sentence.
REACH = 120


class Promised(msgspec.Struct, frozen=True, kw_only=True):
    """One commitment as a row. `due` is EDTF; several parties are parted by "; ".

    `state` is what a later article reports of the act, with that article in `report_document_id`, its words in `report` (from
    `report_start` to `report_end`) and `report_told_by`; else "due" once the last day is over, else "open".
    """

    id: str
    document_id: str
    outlet: str | None
    published: str | None
    url: str | None
    headline: str | None
    by: str | None
    to: str | None
    force: Force
    act: str
    cue: str
    condition: str | None
    due: str | None
    due_earliest: str | None
    due_latest: str | None
    state: State
    report: str | None
    report_document_id: str | None
    report_published: str | None
    report_told_by: str | None
    report_start: int | None
    report_end: int | None
    inside: str | None
    start: int
    end: int
    made_by: str
    confidence: float
    origin: str


class _Report(msgspec.Struct, frozen=True):
    """An event that may report a promise: who, what, when, and the clause from its trigger on."""

    row: sqlite3.Row
    actors: frozenset[str]
    clause: str
    end: int
    about: tuple[Key, ...]


def commitments(
    connection: sqlite3.Connection,
    *,
    who: str | None = None,
    force: Force | None = None,
    on: str | None = None,
    document: str | None = None,
    limit: int | None = None,
    offset: int = 0,
    reported: bool = True,
) -> Iterator[Promised]:
    """Commitments by whom `who` asks for, as in `party`, those due first by date, then those without one.

    `document` is the id of the one they stand in. `on` is the day their state is told for, and what was published later reports
    nothing; where it is None, the last day on which a document of the record was published. Without `reported` no later article
    is looked at, which takes longer the more events a record holds.
    """
    conditions, values = ["1"], list[object]()
    if who is not None:
        told, values = party("commitment", "by", who)
        conditions.append(told)
    for column, value in (("force", force), ("document_id", document)):
        if value is not None:
            conditions.append(f"{column} = ?")
            values.append(value)
    (last,) = connection.execute("SELECT max(published) FROM document").fetchone()
    day = on or last or ""
    order = "due_latest IS NULL, due_latest, document_id, start"
    # The numbers are chosen first, so that only rows that are shown pay for their words.
    query = f"""
        SELECT commitment.* FROM (
          SELECT number AS chosen FROM commitment WHERE {" AND ".join(conditions)} ORDER BY {order} LIMIT ? OFFSET ?
        ) JOIN commitment ON commitment.number = chosen ORDER BY {order}
    """
    rows = connection.execute(query, [*values, -1 if limit is None else limit, offset]).fetchall()
    reports = _reports(connection, day) if rows and reported else []
    for row in rows:
        report = _reported(row, _kinds(connection, row), reports)
        state: State = REPORTS[report.row["realis"]] if report else "due" if (row["due_latest"] or "9") < day else "open"
        fields = {name: row[name] for name in Promised.__struct_fields__ if name != "state" and not name.startswith("report")}
        found = report.row if report else None
        yield Promised(
            **fields,
            state=state,
            report=report.clause if report else None,
            report_document_id=found["document_id"] if found else None,
            report_published=found["published"] if found else None,
            report_told_by=found["told_by"] if found else None,
            report_start=found["start"] if found else None,
            report_end=report.end if report else None,
        )


def _reports(connection: sqlite3.Connection, day: str) -> list[_Report]:
    """The events up to a day that are said to have been done or not, with a known actor and day of publication, in time order."""
    found = []
    rows = connection.execute(
        'SELECT event.*, substr(document.text, event.start + 1, event."end" - event.start + ?) AS clause FROM event '
        "JOIN document ON document.id = event.document_id WHERE realis IN ('actual', 'negated') AND actor IS NOT NULL "
        "AND length(event.published) >= ? AND event.published <= ? ORDER BY event.published, event.document_id, event.start",
        (REACH, DAY, day + "~"),
    )
    for row in rows:
        size = row["end"] - row["start"]
        behind = row["clause"][size:]
        stop = min((at for at in (behind.find(mark) for mark in (". ", "\n", "; ", ".”", '."')) if at >= 0), default=len(behind))
        clause = row["clause"][: size + stop].rstrip(" .,")
        about = keys(" ".join(filter(None, [row["recipient"], row["place"], clause[size:]])))
        found.append(_Report(row, _names(row["actor"]), clause, row["start"] + len(clause), about))
    return found


def _reported(row: sqlite3.Row, kinds: Sequence[tuple[str, str | None]], reports: Sequence[_Report]) -> _Report | None:
    """The first event that reports a promise; None where there is none, or where they disagree."""
    makers = _names(row["by"] or "")
    published = row["published"] or ""
    words = [word.casefold() for word in WORD.findall(row["act"])]
    if not makers or len(published) < DAY or negations() & set(words):
        return None
    own = promise_words("will") | promise_words("would")
    act = next((word for word in words if word not in own), "")
    told = row["act"].replace(row["due_words"] or "\0", " ")
    told = told[told.casefold().find(act) + len(act) :]
    things = [key for key in keys(told) if key not in keys(row["by"] or "")]
    found = [
        one
        for one in reports
        if one.row["published"][:DAY] > published[:DAY]
        and one.actors & makers
        and (one.row["trigger"].casefold().split()[0] in forms(act, "verb") or (one.row["event_type"], one.row["mode"]) in kinds)
        and not (one.row["latest"] and one.row["latest"] < published[:DAY])
        and _same_thing(things, one.about)
    ]
    if not found or len({one.row["realis"] for one in found}) > 1:
        return None
    return found[0]


def _same_thing(things: Sequence[Key], about: Sequence[Key]) -> bool:
    """Whether an event is about what was promised: every name of it, and one of its other words."""
    named = [key for key in things if key.named]
    rest = [key for key in things if not key.named]
    return all(key.meets(about) for key in named) and (not rest or any(key.meets(about) for key in rest))


def _kinds(connection: sqlite3.Connection, row: sqlite3.Row) -> list[tuple[str, str | None]]:
    """PLOVER's type and mode of the events that the words of a promise tell, for those whose mode says what is done."""
    return [
        (event["event_type"], event["mode"])
        for event in connection.execute(
            'SELECT event_type, mode FROM event WHERE document_id = ? AND start >= ? AND "end" <= ? AND mode IS NOT NULL',
            (row["document_id"], row["start"], row["end"]),
        )
    ]


def _names(parties: str) -> frozenset[str]:
    """The names of parties in small letters."""
    return frozenset(name.casefold() for name in parties.split("; ") if name)
