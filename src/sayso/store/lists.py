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
from sayso.store.listings import like


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


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """What some documents tell of everybody of one name; null where they do not tell it."""

    office: str | None
    country: str | None
    sector: str | None
    identifier: str | None
    documents: int


def offices(connection: sqlite3.Connection, name: str) -> Iterator[Office]:
    """What is told of a name, what most documents tell first."""
    query = "SELECT * FROM naming_fact WHERE name = ? ORDER BY documents DESC, office, country, sector, identifier"
    for row in connection.execute(query, (name,)):
        yield Office(
            documents=row["documents"],
            **{column: row[column] or None for column in ("office", "country", "sector", "identifier")},
        )


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
        SELECT document.id, outlet, published, url, headline, byline, language, origin,
          (SELECT count(*) FROM datum WHERE document_id = document.id AND kind = 'Attribution') AS statements,
          (SELECT count(*) FROM datum WHERE document_id = document.id AND kind = 'Event') AS events
        FROM (
          SELECT id AS chosen FROM document WHERE {" AND ".join(conditions)}
          ORDER BY published DESC, id LIMIT :limit OFFSET :offset
        ) CROSS JOIN document ON document.id = chosen ORDER BY published DESC, document.id
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
    conditions = [*["lower(name) LIKE ? ESCAPE '!'"] * len(words), "anonymous = 0" if name is None else "name = ?"]
    values = [*map(like, words), *([name] if name is not None else [])]
    # The names of the page are chosen first: only they pay for what is told of each.
    chosen = f"""
        SELECT name, sum(documents) AS documents, min(anonymous) AS anonymous FROM naming WHERE {" AND ".join(conditions)}
        GROUP BY name ORDER BY documents DESC, name LIMIT ? OFFSET ?
    """
    if name is None:  # one row a name: no need to group, so the names are walked in their order
        chosen = f"""
            SELECT name, documents, anonymous FROM naming INDEXED BY naming_most WHERE {" AND ".join(conditions)}
            ORDER BY documents DESC, name LIMIT ? OFFSET ?
        """
    spoken = (
        "SELECT count(*) FROM called JOIN party ON party.called = called.id "
        "WHERE called.name = ? AND role = 'source' AND anonymous IS NOT NULL"
    )
    for row in connection.execute(chosen, [*values, -1 if limit is None else limit, offset]).fetchall():
        counts: dict[str, Counter[str]] = {column: Counter() for column in ("office", "country", "sector", "identifier")}
        for fact in connection.execute("SELECT * FROM naming_fact WHERE name = ?", (row["name"],)):
            for column, count in counts.items():
                if fact[column]:
                    count[fact[column]] += fact["documents"]
        (statements,) = connection.execute(spoken, (row["name"],)).fetchone()
        most = {column: _most(count) for column, count in counts.items()}
        yield Named(
            name=row["name"],
            anonymous=bool(row["anonymous"]),
            documents=row["documents"],
            statements=statements,
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
