"""Events of a record: who did what to whom as flat rows, a timeline of them, and how often two parties met how.

An `Act` is one event as one document tells it, in the words of the view `event`. Its date is the event's own, never the
day of publication: an act whose text gives no date has none. A `Dyad` counts what is said to have been done (realis
"actual", one telling a document) between two parties in a month, by PLOVER's quad class; `corroborated` are those of the same
type, parties and day that rest on two sources or more, a source being the innermost speaker or else the outlet.
Knowingly missed: one act told with different types or days counts twice.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal

import msgspec

from sayso.core.data import EventType, Realis
from sayso.lexicon.plover import intensity, plover
from sayso.store.queries import TAKING_PART, like, party

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
    conditions, values = ["1"], list[object]()
    for roles, asked in ((("actor",), actor), (("recipient",), recipient), (("actor", "recipient"), who)):
        if asked is not None:
            told = [party("event", role, asked) for role in roles]
            conditions.append(f"({' OR '.join(condition for condition, _ in told)})")
            values += [value for _, some in told for value in some]
    for column, value in (("event_type", type), ("realis", realis), ("document_id", document)):
        if value is not None:
            conditions.append(f"{column} = ?")
            values.append(value)
    if place is not None:
        conditions.append("lower(place) LIKE ? ESCAPE '!'")
        values.append(like(place.casefold()))
    if since is not None:
        conditions.append("latest >= ?")
        values.append(since)
    if until is not None:
        conditions.append("substr(earliest, 1, length(?)) <= ?")
        values += [until, until]
    if name is not None:
        conditions.append(f"number IN ({TAKING_PART})")
        values.append(name)
    if dated is not None:
        conditions.append(f"earliest IS {'NOT NULL' if dated else 'NULL'}")
    order_by = (
        f"earliest IS NULL, {'earliest, latest' if order == 'timeline' else 'latest DESC, earliest DESC'}, document_id, start"
    )
    query = f"""
        SELECT event.* FROM (
          SELECT number AS chosen FROM event WHERE {" AND ".join(conditions)} ORDER BY {order_by} LIMIT ? OFFSET ?
        ) JOIN event ON event.number = chosen ORDER BY {order_by}
    """
    for row in connection.execute(query, [*values, -1 if limit is None else limit, offset]):
        yield _act(row)


def dyads(
    connection: sqlite3.Connection,
    *,
    actor: str | None = None,
    recipient: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> Iterator[Dyad]:
    """Pairs of parties by month, the months in order, then those of no known date; in a month by how many acts they share."""
    told: dict[tuple[str | None, str, str], dict[tuple[object, ...], list[Act]]] = {}
    for act in acts(connection, actor=actor, recipient=recipient, realis="actual", since=since, until=until, order="timeline"):
        month = act.earliest[:7] if act.earliest and act.latest and act.earliest[:7] == act.latest[:7] else None
        # Without a day nothing says that two documents tell of one act.
        day = (act.earliest, act.latest) if act.earliest else (act.document_id, act.same_as or act.id)
        for one, other in product(_labels(act.actor, act.actor_codes), _labels(act.recipient, act.recipient_codes)):
            told.setdefault((month, one, other), {}).setdefault((act.event_type, *day), []).append(act)
    rows = [_counted(*key, list(found.values())) for key, found in told.items()]
    rows.sort(key=lambda dyad: (dyad.month is None, dyad.month or "", -dyad.acts, dyad.actor, dyad.recipient))
    yield from rows[:limit]


def _counted(month: str | None, actor: str, recipient: str, found: Sequence[Sequence[Act]]) -> Dyad:
    quads = [tellings[0].quad for tellings in found]
    return Dyad(
        month=month,
        actor=actor,
        recipient=recipient,
        acts=len(found),
        corroborated=sum(len({act.told_by.rpartition(" ← ")[2] for act in tellings}) > 1 for tellings in found),
        quad_1=quads.count(1),
        quad_2=quads.count(2),
        quad_3=quads.count(3),
        quad_4=quads.count(4),
        intensity=round(sum(tellings[0].intensity for tellings in found) / len(found), 2),
    )


def _labels(names: str | None, codes: str | None) -> list[str]:
    """Each party by its codes, or by its name where it has none."""
    if not names:
        return []
    parted = names.split("; ")
    return list(
        dict.fromkeys(code or name for name, code in zip(parted, (codes or "").split("; ") + [""] * len(parted), strict=False))
    )


def _act(row: sqlite3.Row) -> Act:
    modes = tuple((row["mode"] or "").split("; ")) if row["mode"] else ()
    table = plover().types[row["event_type"]]
    known = tuple(mode for mode in modes if mode in table.modes)
    fields = {name: row[name] for name in Act.__struct_fields__ if name not in ("quad", "intensity")}
    return Act(**fields, quad=table.quad, intensity=intensity(row["event_type"], known))
