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
from sayso.store.listings import Asked, shown

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
    name: str | None = None,
    since: str | None = None,
    force: Force | None = None,
    on: str | None = None,
    document: str | None = None,
    limit: int | None = None,
    offset: int = 0,
    reported: bool = True,
    most: int | None = None,
) -> Iterator[Promised]:
    """Commitments by whom `who` asks for, as in `party`, those due first by date, then those without one.

    `document` is the id of the one they stand in. `on` is the day their state is told for, and what was published later reports
    nothing; where it is None, the last day on which a document of the record was published. Without `reported` no later article
    is looked at; with `most`, none for who is said to have done more than that.
    """
    listed = Asked(connection, "Commitment")
    if who is not None:
        listed.party(("by",), who)
    if name is not None:
        listed.named(name, ("by",))
    if force is not None:
        listed.where("type = ?", force)
    if since is not None:
        listed.since(since)
    if document is not None:
        listed.document(document)
    (last,) = connection.execute("SELECT max(published) FROM document").fetchone()
    day = on or last or ""
    rows = list(shown(connection, "commitment", listed.numbers("day", limit, offset)))
    for row in rows:
        report = _reported(row, _reports(connection, row, day, most)) if reported else None
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


def _reports(connection: sqlite3.Connection, promise: sqlite3.Row, day: str, most: int | None) -> list[_Report]:
    """What its makers are said to have done, or not, between a promise and a day, in time order, where it may be what was
    promised; nothing of makers of more acts than `most`."""
    published = (promise["published"] or "")[:DAY]
    words = [word.casefold() for word in WORD.findall(promise["act"])]
    if len(published) < DAY or not promise["by"] or negations() & set(words):
        return []
    kinds, told = _kinds(connection, promise), forms(_act(words), "verb")
    acting = "SELECT count(*) FROM called CROSS JOIN party ON party.called = called.id AND role = 'actor' WHERE called.name = ?"
    query = """
        SELECT party.number, type, detail, evidence.words FROM called
        CROSS JOIN party ON party.called = called.id AND party.role = 'actor'
        CROSS JOIN listing ON listing.number = party.number AND listing.kind = 'Event' AND state IN ('actual', 'negated')
          AND length(known) >= ? AND known > ? AND known <= ?
        CROSS JOIN datum ON datum.number = party.number
        CROSS JOIN evidence ON evidence.document_id = datum.document_id AND datum_id = datum.id AND evidence.role = 'trigger'
        WHERE called.name = ? ORDER BY known, listing.document_id, listing.start
    """
    numbers: list[int] = []
    for maker in promise["by"].split("; "):
        if most is None or connection.execute(acting, (maker,)).fetchone()[0] <= most:
            for number, type, mode, trigger in connection.execute(query, (DAY, published + "~", day + "~", maker)):
                if number not in numbers and (trigger.casefold().split()[0] in told or (type, mode) in kinds):
                    numbers.append(number)
    return [_report(connection, row) for row in shown(connection, "event", numbers)]


def _report(connection: sqlite3.Connection, row: sqlite3.Row) -> _Report:
    size = row["end"] - row["start"]
    (told,) = connection.execute(
        "SELECT substr(text, ? + 1, ?) FROM document WHERE id = ?", (row["start"], size + REACH, row["document_id"])
    ).fetchone()
    behind = told[size:]
    stop = min((at for at in (behind.find(mark) for mark in (". ", "\n", "; ", ".”", '."')) if at >= 0), default=len(behind))
    clause = told[: size + stop].rstrip(" .,")
    about = keys(" ".join(filter(None, [row["recipient"], row["place"], clause[size:]])))
    return _Report(row, _names(row["actor"] or ""), clause, row["start"] + len(clause), about)


def _act(words: Sequence[str]) -> str:
    """The promised verb."""
    own = promise_words("will") | promise_words("would")
    return next((word for word in words if word not in own), "")


def _reported(row: sqlite3.Row, reports: Sequence[_Report]) -> _Report | None:
    """The first event that reports a promise; None where there is none, or where they disagree."""
    if not reports:
        return None
    makers, published = _names(row["by"]), row["published"]
    act = _act([word.casefold() for word in WORD.findall(row["act"])])
    told = row["act"].replace(row["due_words"] or "\0", " ")
    told = told[told.casefold().find(act) + len(act) :]
    things = [key for key in keys(told) if key not in keys(row["by"])]
    found = [
        one
        for one in reports
        if one.actors & makers
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
