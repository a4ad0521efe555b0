"""Listings: the tables that lists of a large record choose and order by, and the one way to ask them.

`party`, `called` and `listing` say again what the data of a document say, once for each datum, so that a list opens only
what it shows. `Asked` holds conditions; each can be put as a set of numbers, for what is rare, or as a test of one datum, for
what is common: the rarest set leads, and where all are common the data are walked in the order of the list until there are
enough.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal

from sayso.lexicon.actors import SECTORS, countries

Values = Sequence[object]
# Open digits ("2025-XX") and marks of doubt ("2025-03~") end what a date says for certain.
KNOWN = "rtrim(substr(published, 1, instr(published || 'X', 'X') - 1), '-?~%')"
# A set of more numbers than this does not lead: sorting it takes longer than to walk until a page is full.
MANY = 40_000
# More names than this that hold the words asked for are looked up datum by datum.
NAMES = 20_000
Order = Literal["published", "newest", "day", "document"]
ORDERS: dict[Order, str] = {
    "published": "known DESC, document_id, start, number",
    "newest": "earliest IS NULL, latest DESC, earliest DESC, document_id, start, number",
    "day": "earliest IS NULL, earliest, latest, document_id, start, number",
    "document": "document_id, start, number",
}
INDICES: dict[Order, str] = {"published": "listing_published", "newest": "listing_newest", "day": "listing_day"}

KEEP = (
    """
    INSERT OR IGNORE INTO called (name, words, small)
    SELECT coalesce(actor.name, participant.words, ''), coalesce(participant.words, ''),
      lower(coalesce(actor.name, participant.words, '') || ' ' || coalesce(participant.words, ''))
    FROM participant LEFT JOIN actor ON actor.document_id = participant.document_id AND actor.id = participant.actor_id
    WHERE participant.document_id = ?1
    UNION SELECT words, words, lower(words) FROM evidence WHERE document_id = ?1 AND role = 'place'
    """,
    """
    INSERT INTO party
    SELECT datum.number, participant.role, participant.n, coalesce(actor.name, participant.words, ''), participant.words,
      actor.office, actor.country, actor.sector, trim(coalesce(actor.country, '') || ' ' || coalesce(actor.sector, '')),
      actor.anonymous, participant.actor_id, called.id
    FROM participant JOIN datum ON datum.document_id = participant.document_id AND datum.id = participant.datum_id
    LEFT JOIN actor ON actor.document_id = participant.document_id AND actor.id = participant.actor_id
    JOIN called ON called.name = coalesce(actor.name, participant.words, '') AND called.words = coalesce(participant.words, '')
    WHERE participant.document_id = ?1
    """,
    """
    INSERT INTO party
    SELECT datum.number, 'place', evidence.n, evidence.words, evidence.words, NULL, NULL, NULL, '', NULL, NULL, called.id
    FROM datum JOIN evidence ON evidence.document_id = datum.document_id AND evidence.datum_id = datum.id
      AND evidence.role = 'place'
    JOIN called ON called.name = evidence.words AND called.words = evidence.words
    WHERE datum.document_id = ?1 AND datum.kind = 'Event'
    """,
    """
    INSERT INTO statement_text (rowid, speaker, office, source, content)
    SELECT number, speaker, office, coalesce(source, carried), content FROM attribution WHERE document_id = ?1
    """,
    f"""
    INSERT INTO listing
    SELECT datum.number, datum.kind, datum.document_id, coalesce(
        (SELECT min(start) FROM evidence WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id
          AND evidence.role = CASE datum.kind WHEN 'Attribution' THEN 'content' WHEN 'Event' THEN 'trigger'
            WHEN 'Commitment' THEN 'act' WHEN 'Position' THEN 'target' ELSE 'span' END), 0),
      coalesce(json_extract(datum.json, '$.event_type'), json_extract(datum.json, '$.type'), json_extract(datum.json, '$.force'),
        json_extract(datum.json, '$.stance'), ''),
      CASE datum.kind WHEN 'Attribution' THEN (SELECT speaker_status FROM attribution WHERE attribution.number = datum.number)
        WHEN 'Event' THEN json_extract(datum.json, '$.realis')
        WHEN 'Wording' THEN json_extract(datum.json, '$.voice') END,
      json_extract(time.json, CASE datum.kind WHEN 'Commitment' THEN '$.latest' ELSE '$.earliest' END),
      json_extract(time.json, '$.latest'),
      coalesce({KNOWN.replace("published", "document.published")}, ''),
      CASE datum.kind WHEN 'Event' THEN coalesce(
        (SELECT coalesce(speaker, source, carried, '(unnamed)') FROM attribution
          WHERE attribution.document_id = datum.document_id AND attribution.id = json_extract(datum.json, '$.inside')),
        document.outlet, '(outlet unknown)') END,
      CASE datum.kind WHEN 'Event' THEN (SELECT group_concat(value, '; ') FROM json_each(datum.json, '$.mode'))
        WHEN 'Position' THEN (SELECT words FROM evidence
          WHERE evidence.document_id = datum.document_id AND evidence.datum_id = datum.id AND evidence.role = 'target') END,
      CASE datum.kind WHEN 'Event' THEN coalesce(json_extract(datum.json, '$.same_as'), datum.id) END
    FROM datum JOIN document ON document.id = datum.document_id
    LEFT JOIN datum AS time ON time.document_id = datum.document_id
      AND time.id = json_extract(datum.json, CASE datum.kind WHEN 'Commitment' THEN '$.due' ELSE '$.time' END)
      AND datum.kind IN ('Event', 'Commitment')
    WHERE datum.document_id = ?1 AND datum.kind IN ('Attribution', 'Event', 'Commitment', 'Position', 'Wording')
    """,
)


def keep(connection: sqlite3.Connection, document_id: str) -> None:
    """Fills the tables for a document whose data were just kept; what they held of it before went with its data."""
    for statement in KEEP:
        connection.execute(statement, (document_id,))


class Asked:
    """Conditions on the listings of one kind of datum."""

    def __init__(self, connection: sqlite3.Connection, kind: str) -> None:
        self._connection, self._kind = connection, kind
        self._where: list[tuple[str, Values]] = [("listing.kind = ?", [kind])]
        # Each a query that gives numbers, a test of `listing.number` ("" where a condition says it), and the values of either.
        self._sets: list[tuple[str, str, Values]] = []
        self._nothing = False
        self._parted = False  # whether only dated or only undated ones are asked for, so that their order need not part them

    def where(self, condition: str, *values: object) -> None:
        """Rows of `listing` that meet a condition."""
        self._where.append((condition, values))

    def among(self, numbers: str, holds: str, *values: object) -> None:
        """Data whose numbers a query gives; `holds` says the same of `listing.number`, with the same values."""
        self._sets.append((numbers, holds, values))

    def party(self, roles: Sequence[str], asked: str) -> None:
        """A party in one of the roles whose name or words hold every word asked for, or who has the codes ("IRN", "IRN GOV")."""
        some = _roles(roles)
        code = coded(asked)
        if code is not None:
            halves = [(half, value) for half, value in zip(("country", "sector"), code, strict=True) if value]
            told = " AND ".join([some, *(f"~{half} = ?" for half, _ in halves)])
            self._party(told, *(value for _, value in halves))
        else:
            self.words(roles, asked)

    def words(self, roles: Sequence[str], asked: str) -> None:
        """A party in one of the roles whose name or words hold every word asked for."""
        some = _roles(roles)
        words = [like(word) for word in asked.casefold().split()]
        if not words:
            self._nothing = True
            return
        small = " AND ".join(["small LIKE ? ESCAPE '!'"] * len(words))
        ids = self._called(small, words)
        if ids is not None:
            self._party(f"{some} AND ~called IN (SELECT value FROM json_each(?))", ids)
            return
        self.among(
            f"SELECT number FROM party WHERE {some} AND called IN (SELECT id FROM called WHERE {small})",
            "EXISTS (SELECT 1 FROM party CROSS JOIN called ON called.id = party.called "
            f"WHERE number = listing.number AND {some} AND {small})",
            *words,
        )

    def named(self, name: str, roles: Sequence[str] = ()) -> None:
        """A known actor of exactly that name takes part, in one of the roles where some are given."""
        some = _roles(roles) if roles else "1"
        ids = self._called("name = ?", [name])
        self._party(f"{some} AND anonymous IS NOT NULL AND ~called IN (SELECT value FROM json_each(?))", ids or "[]")

    def document(self, id: str) -> None:
        """Of one document."""
        self.among("SELECT number FROM listing WHERE document_id = ?", "document_id = ?", id)

    def outlet(self, name: str) -> None:
        """Told by a document of this outlet."""
        documents = "SELECT id FROM document WHERE outlet = ?"
        self.among(
            f"SELECT number FROM listing WHERE document_id IN ({documents})",
            "EXISTS (SELECT 1 FROM document WHERE id = listing.document_id AND outlet = ?)",
            name,
        )

    def published(self, since: str | None, until: str | None) -> None:
        """Told by a document published between two EDTF dates, which compare as prefixes ("202" is any year from 2020 on)."""
        if since is not None:
            dated = "substr(known, 1, length(?)) >= substr(?, 1, length(known))"
            walked = f"SELECT number FROM listing INDEXED BY listing_published WHERE kind = '{self._kind}' AND known"
            wider = "IN (substr(?, 1, 3), substr(?, 1, 2), substr(?, 1, 1))"
            later, or_wider = f"{walked} >= substr(?, 1, 4) AND {dated}", f"{walked} {wider} AND {dated}"
            self._sets.append((f"{later} UNION ALL {or_wider}", "", [since] * 8))
            self.where(f"known <> '' AND {dated}", since, since)
        if until is not None:
            self.where("known <> '' AND known <= ? || '~'", until)
            self.where("substr(known, 1, length(?)) <= substr(?, 1, length(known))", until, until)

    def dated(self, known: bool) -> None:
        """With a day of its own, or without one."""
        self.where(f"(earliest IS NULL) = {int(not known)}")
        self._parted = True

    def since(self, day: str) -> None:
        """May have been on that day, month or year, or later."""
        dated = "(earliest IS NULL) = 0 AND latest >= ?"
        self.among(f"SELECT number FROM listing INDEXED BY listing_newest WHERE kind = '{self._kind}' AND {dated}", dated, day)
        self._parted = True

    def until(self, day: str) -> None:
        """May have been on that day, month or year, or earlier."""
        dated = "(earliest IS NULL) = 0 AND earliest <= ? || '~'"
        self.among(f"SELECT number FROM listing INDEXED BY listing_day WHERE kind = '{self._kind}' AND {dated}", dated, day)
        self._parted = True

    def _called(self, condition: str, values: Values) -> str | None:
        found = self._connection.execute(f"SELECT id FROM called WHERE {condition} LIMIT {NAMES + 1}", values).fetchall()
        return None if len(found) > NAMES else json.dumps([id for (id,) in found])

    def _party(self, condition: str, *values: object) -> None:
        """A party that meets a condition. Columns marked "~" lead to a set; in a test of one datum a plus hides them from SQLite,
        which would look at all parties of a country for each."""
        self.among(
            f"SELECT number FROM party WHERE {condition.replace('~', '')}",
            f"EXISTS (SELECT 1 FROM party WHERE party.number = listing.number AND {condition.replace('~', '+')})",
            *values,
        )

    def numbers(self, order: Order, limit: int | None, offset: int = 0) -> list[int]:
        """The numbers of the data that meet every condition, in their order."""
        if self._nothing:
            return []
        sizes = [(self._size(numbers, values), at) for at, (numbers, _, values) in enumerate(self._sets)]
        least, lead = min(sizes, default=(MANY + 1, -1))
        if least > MANY and limit is not None:
            lead = -1
        values: list[object] = []
        if lead < 0:
            index = f" INDEXED BY {INDICES[order]}" if order in INDICES else ""
            source = f"listing{index}"
        else:
            numbers, _, held = self._sets[lead]
            source = f"(SELECT DISTINCT number AS chosen FROM ({numbers})) CROSS JOIN listing ON listing.number = chosen"
            values += held
        conditions = [condition for condition, _ in self._where]
        values += [value for _, some in self._where for value in some]
        for at, (_, holds, held) in enumerate(self._sets):
            if at != lead and holds:
                conditions.append(holds)
                values += held
        order_by = ORDERS[order].removeprefix("earliest IS NULL, ") if self._parted else ORDERS[order]
        query = f"SELECT number FROM {source} WHERE {' AND '.join(conditions)} ORDER BY {order_by} LIMIT ? OFFSET ?"
        rows = self._connection.execute(query, [*values, -1 if limit is None else limit, offset])
        return [number for (number,) in rows]

    def _size(self, numbers: str, values: Values) -> int:
        (size,) = self._connection.execute(f"SELECT count(*) FROM ({numbers} LIMIT {MANY + 1})", values).fetchone()
        return int(size)


def _roles(roles: Sequence[str]) -> str:
    return "role IN (" + ", ".join(f"'{role}'" for role in roles) + ")"


def shown(connection: sqlite3.Connection, view: str, numbers: Sequence[int]) -> Iterator[sqlite3.Row]:
    """The rows of a view for these numbers, in their order; what went away in between is left out."""
    for number in numbers:
        row = connection.execute(f"SELECT * FROM {view} WHERE number = ?", (number,)).fetchone()
        if row is not None:
            yield row


def like(words: str) -> str:
    """A pattern for `LIKE … ESCAPE '!'` that finds the words anywhere.

    >>> like("100%!")
    '%100!%!!%'
    """
    return "%" + "".join(f"!{sign}" if sign in "!%_" else sign for sign in words) + "%"


def coded(who: str) -> tuple[str | None, str | None] | None:
    """The country and sector that a question in codes asks for, in their capitals; None when it is no such question.

    >>> coded("IRN GOV"), coded("GOV"), coded("IDF"), coded("iran")
    (('IRN', 'GOV'), (None, 'GOV'), None, None)
    """
    country, _, sector = who.partition(" ")
    if not sector and country in SECTORS:
        return None, country
    return (country, sector or None) if country in countries() and (not sector or sector in SECTORS) else None
