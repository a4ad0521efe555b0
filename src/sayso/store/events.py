"""Events of a record: who did what to whom as flat rows, a timeline of them, and how often two parties met how.

An `Act` is one event as one document tells it, in the words of the view `event`. Its date is the event's own, never the
day of publication: an act whose text gives no date has none. A `Dyad` counts what is said to have been done (realis
"actual", one telling a document) between two parties in a month, by PLOVER's quad class; `corroborated` are those of the same
type, parties and day that rest on two sources or more, a source being the innermost speaker or else the outlet.
Knowingly missed: one act told with different types or days counts twice.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from sayso.core.data import EventType, Realis
from sayso.lexicon.plover import intensity, plover
from sayso.store.listings import Asked, shown

Order = Literal["newest", "timeline"]


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One event as a row. Several parties, modes and contexts are parted by "; ", and the codes of a party by a blank.

    `start` to `end` is the trigger; `time` is EDTF, and `earliest` and `latest` its days. `dead`, `injured`, `arrested` and
    `size` are in the words of the text. `told_by` is the chain from the outlet to who is cited; `tellings` counts those in its
    voice. Only `realis` "actual" is said to have happened or be happening.
    """

    id: str
    document_id: str
    outlet: str | None
    published: str | None
    url: str | None
    headline: str | None
    actor: str | None
    actor_codes: str | None
    recipient: str | None
    recipient_codes: str | None
    event_type: EventType
    mode: str | None
    context: str | None
    quad: int
    intensity: float
    realis: Realis
    trigger: str
    place: str | None
    time: str | None
    earliest: str | None
    latest: str | None
    dead: str | None
    injured: str | None
    arrested: str | None
    size: str | None
    told_by: str
    inside: str | None
    under: str | None
    same_as: str | None
    tellings: int
    start: int
    end: int
    made_by: str
    confidence: float
    origin: str


class Dyad(msgspec.Struct, frozen=True, kw_only=True):
    """What one party did to another in one month (None where the text gives no date); parties are codes, or names without one.

    `quad_1` to `quad_4` count acts of verbal and material cooperation, verbal and material conflict; `intensity` is the mean of
    their scores (-10 to 10); `corroborated` of the `acts` rest on two sources or more.
    """

    month: str | None
    actor: str
    recipient: str
    acts: int
    corroborated: int
    quad_1: int
    quad_2: int
    quad_3: int
    quad_4: int
    intensity: float


def acts(
    connection: sqlite3.Connection,
    *,
    actor: str | None = None,
    recipient: str | None = None,
    who: str | None = None,
    type: EventType | None = None,
    realis: Realis | None = None,
    since: str | None = None,
    until: str | None = None,
    place: str | None = None,
    name: str | None = None,
    dated: bool | None = None,
    document: str | None = None,
    order: Order = "newest",
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Act]:
    """Events that meet every condition; `who` is a party in either role. Undated ones come last and meet neither bound.

    A party is asked for by words of its name or of the text ("iran"), or in codes ("IRN", "IRN GOV"). `since` and `until` are
    days, months or years of the event itself, and meet an event that may have been then. `name` is the whole name of an actor in
    either role; `dated` asks for those with a date, or without; `document` is an id.
    """
    listed = Asked(connection, "Event")
    for roles, asked in ((("actor",), actor), (("recipient",), recipient), (("actor", "recipient"), who)):
        if asked is not None:
            listed.party(roles, asked)
    if place is not None:
        listed.words(("place",), place)
    for column, value in (("type", type), ("state", realis)):
        if value is not None:
            listed.where(f"{column} = ?", value)
    if document is not None:
        listed.document(document)
    if since is not None:
        listed.since(since)
    if until is not None:
        listed.until(until)
    if name is not None:
        listed.named(name)
    if dated is not None:
        listed.dated(dated)
    numbers = listed.numbers("day" if order == "timeline" else "newest", limit, offset)
    yield from map(_act, shown(connection, "event", numbers))


def dyads(
    connection: sqlite3.Connection,
    *,
    actor: str | None = None,
    recipient: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    most: int | None = None,
) -> Iterator[Dyad]:
    """Pairs of parties by month, the months in order, then those of no known date; in a month by how many acts they share.

    Of more than `most` acts only the latest are counted.
    """
    listed = Asked(connection, "Event")
    listed.where("state = 'actual'")
    for role, asked in (("actor", actor), ("recipient", recipient)):
        if asked is None:
            listed.where(f"EXISTS (SELECT 1 FROM party WHERE party.number = listing.number AND role = '{role}')")
        else:
            listed.party((role,), asked)
    if since is not None:
        listed.since(since)
    if until is not None:
        listed.until(until)
    query = """
        SELECT listing.*, detail AS mode, one.name AS one, one.codes AS one_codes,
          other.name AS other, other.codes AS other_codes
        FROM json_each(?) AS chosen CROSS JOIN listing ON listing.number = chosen.value
        CROSS JOIN party AS one ON one.number = listing.number AND one.role = 'actor'
        CROSS JOIN party AS other ON other.number = listing.number AND other.role = 'recipient'
    """
    told: dict[tuple[str | None, str, str], dict[tuple[str, ...], dict[int, sqlite3.Row]]] = {}
    for act in connection.execute(query, (json.dumps(sorted(listed.numbers("newest", most))),)):
        month = act["earliest"][:7] if act["earliest"] and act["earliest"][:7] == (act["latest"] or "")[:7] else None
        # Without a day nothing says that two documents tell of one act.
        day = (act["earliest"], act["latest"]) if act["earliest"] else (act["document_id"], act["same"])
        pair = month, act["one_codes"] or act["one"], act["other_codes"] or act["other"]
        told.setdefault(pair, {}).setdefault((act["type"], *day), {})[act["number"]] = act
    rows = [_counted(*key, [list(acts.values()) for acts in found.values()]) for key, found in told.items()]
    rows.sort(key=lambda dyad: (dyad.month is None, dyad.month or "", -dyad.acts, dyad.actor, dyad.recipient))
    yield from rows[:limit]


def _counted(month: str | None, actor: str, recipient: str, found: Sequence[Sequence[sqlite3.Row]]) -> Dyad:
    quads = [plover().types[tellings[0]["type"]].quad for tellings in found]
    scores = [intensity(tellings[0]["type"], _modes(tellings[0], tellings[0]["type"])) for tellings in found]
    return Dyad(
        month=month,
        actor=actor,
        recipient=recipient,
        acts=len(found),
        corroborated=sum(len({act["teller"] for act in tellings}) > 1 for tellings in found),
        quad_1=quads.count(1),
        quad_2=quads.count(2),
        quad_3=quads.count(3),
        quad_4=quads.count(4),
        intensity=round(sum(scores) / len(found), 2),
    )


def _act(row: sqlite3.Row) -> Act:
    fields = {name: row[name] for name in Act.__struct_fields__ if name not in ("quad", "intensity")}
    type = row["event_type"]
    return Act(**fields, quad=plover().types[type].quad, intensity=intensity(type, _modes(row, type)))


def _modes(row: sqlite3.Row, type: EventType) -> tuple[str, ...]:
    """The modes of an event that its type has an intensity for."""
    table = plover().types[type]
    return tuple(mode for mode in (row["mode"] or "").split("; ") if mode in table.modes)
