"""Lists: what is in a record, document by document, outlet by outlet, actor by actor, and what people decided of it.

An actor of the list is a name: `resolve` knows actors within one document, so that two people of one name share a row and a
person with two names has two. Codes are those that most documents give the name.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from sayso.core.data import Judgement
from sayso.core.errors import RecordError
from sayso.store.queries import like


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One document as a row, with how much was read in it."""

    id: str
    outlet: str | None
    published: str | None
    url: str | None
    headline: str | None
    byline: str | None
    language: str | None
    statements: int
    events: int
    origin: str


class Outlet(msgspec.Struct, frozen=True, kw_only=True):
    """One outlet and how many documents it told; None for those of unknown outlet."""

    name: str | None
    documents: int


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody of one name; `statements` are those they speak in. `anonymous` are words for somebody whom texts keep unnamed."""

    name: str
    office: str | None
    country: str | None
    sector: str | None
    identifier: str | None
    anonymous: bool
    documents: int
    statements: int


def documents(
    connection: sqlite3.Connection,
    *,
    outlet: str | None = None,
    actor: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Listed]:
    """Documents, newest publication first, undated last; of one outlet, or those that hold an actor of exactly that name."""
    asked = {"outlet": outlet, "actor": actor, "limit": -1 if limit is None else limit, "offset": offset}
    conditions = ["1", *(["outlet = :outlet"] if outlet is not None else [])]
    conditions += ["id IN (SELECT document_id FROM actor WHERE name = :actor)"] if actor is not None else []
    query = f"""
        SELECT document.*,
          (SELECT count(*) FROM datum WHERE document_id = document.id AND kind = 'Attribution') AS statements,
          (SELECT count(*) FROM datum WHERE document_id = document.id AND kind = 'Event') AS events
        FROM document WHERE {" AND ".join(conditions)}
        ORDER BY published DESC, id LIMIT :limit OFFSET :offset
    """
    for row in connection.execute(query, asked):
        yield Listed(**{name: row[name] for name in Listed.__struct_fields__})


def outlets(connection: sqlite3.Connection) -> Iterator[Outlet]:
    """Every outlet, those with most documents first."""
    query = "SELECT outlet, count(*) AS documents FROM document GROUP BY outlet ORDER BY documents DESC, outlet"
    for row in connection.execute(query):
        yield Outlet(name=row["outlet"], documents=row["documents"])


def actors(
    connection: sqlite3.Connection,
    *,
    who: str | None = None,
    name: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Named]:
    """Names that hold all the words asked for, those of most documents first, without whom a text keeps unnamed; or the one that
    is `name`."""
    words = [] if who is None else who.casefold().split()
    conditions = [*["lower(name) LIKE ? ESCAPE '!'"] * len(words), "NOT anonymous" if name is None else "name = ?"]
    values = [*map(like, words), *([name] if name is not None else [])]
    # The names of the page are chosen first: only they pay for what is told of each.
    chosen = f"""
        SELECT name, count(*) AS documents, min(anonymous) AS anonymous FROM actor WHERE {" AND ".join(conditions)}
        GROUP BY name ORDER BY documents DESC, name LIMIT ? OFFSET ?
    """
    facts = (
        "SELECT office, country, sector, identifier, count(*) AS documents, sum((SELECT count(*) FROM participant "
        "WHERE participant.document_id = actor.document_id AND participant.actor_id = actor.id AND participant.role = 'source')) "
        "AS statements FROM actor WHERE name = ? GROUP BY office, country, sector, identifier"
    )
    for row in connection.execute(chosen, [*values, -1 if limit is None else limit, offset]).fetchall():
        told = connection.execute(facts, (row["name"],)).fetchall()
        counts: dict[str, Counter[str]] = {column: Counter() for column in ("office", "country", "sector", "identifier")}
        for fact in told:
            for column, count in counts.items():
                if fact[column] is not None:
                    count[fact[column]] += fact["documents"]
        most = {column: _most(count) for column, count in counts.items()}
        yield Named(
            name=row["name"],
            anonymous=bool(row["anonymous"]),
            documents=row["documents"],
            statements=sum(fact["statements"] for fact in told),
            **most,
        )


def judge(connection: sqlite3.Connection, row: dict[str, Any]) -> None:
    """Keeps one judgement. Raises RecordError where its document is not there."""
    if not connection.execute("SELECT 1 FROM document WHERE id = ?", (row["document_id"],)).fetchone():
        raise RecordError(f"no document {row['document_id']!r} to judge in this record")
    kept = {
        **row,
        "datum": _json(row["datum"]) if row["datum"] else None,
        "correction": _json(row["correction"]) if row["correction"] else None,
    }
    names = Judgement.__struct_fields__
    connection.execute(
        f"INSERT OR REPLACE INTO judgement ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})", kept
    )


def judgements(
    connection: sqlite3.Connection, *, document: str | None = None, limit: int | None = None, offset: int = 0
) -> Iterator[Judgement]:
    """Judgements, newest first, of one document where one is given."""
    query = f"""
        SELECT * FROM judgement {"" if document is None else "WHERE document_id = :document"}
        ORDER BY made_at DESC, document_id, datum_id, made_by LIMIT :limit OFFSET :offset
    """
    asked = {"document": document, "limit": -1 if limit is None else limit, "offset": offset}
    for row in connection.execute(query, asked):
        fields = {name: row[name] for name in Judgement.__struct_fields__}
        correction = msgspec.json.decode(row["correction"]) if row["correction"] else None
        yield Judgement(
            **{**fields, "datum": msgspec.json.decode(row["datum"]) if row["datum"] else None, "correction": correction}
        )


def _most(count: Counter[str]) -> str | None:
    """The value that is there most often, of several the first in the alphabet; None where there is none."""
    return min(count, key=lambda value: (-count[value], value), default=None)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
