"""Records: readings kept in one file, added once, found again, and checked against their texts.

One transaction holds one document, so a killed run loses at most the document in hand. What the machine read is replaced
when a newer maker reads the same document differently; what a person judged never is. The same text met twice is one
document, and its `origin` is the one first in the alphabet, so that no order of reading shows in the record.
SQLite counts the code points of a text but stops at a NUL, and UTF-8 has no lone surrogates: a document with either is refused.
"""

import hashlib
import inspect
import os
import sqlite3
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from sayso.core import data as kinds
from sayso.core.claims import Tellings
from sayso.core.data import (
    Actor,
    AttributionType,
    Datum,
    EventType,
    Force,
    Judgement,
    Participant,
    Realis,
    Stance,
    Voice,
    WordingType,
)
from sayso.core.document import Block, Document, Skipped, sha256_of
from sayso.core.errors import ReadError, RecordError
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.core.stories import Judged, Relation, Sketch
from sayso.lexicon.actors import COLUMNS as ROW
from sayso.lexicon.actors import ActorEntry, actor_rows
from sayso.store import events, listings, lists, positions, promises, queries, relations, wordings
from sayso.store.events import Act, Dyad, Order
from sayso.store.lists import Listed, Named, Office, Outlet
from sayso.store.positions import Stand
from sayso.store.promises import Promised
from sayso.store.queries import Finding, Hit, Statement
from sayso.store.relations import Piece, Shelf, Told
from sayso.store.wordings import Worded

APPLICATION = 0x53415953  # "SAYS": how the file says whose it is
VERSION = 4
# Two runs may write to one record; a document takes milliseconds, so whoever waits this long waits for something broken.
PATIENCE_SECONDS = 30
# Steps of SQLite's machine between two looks at the clock: about a millisecond.
LOOK_EVERY = 20_000
PAGE = 512  # bytes: no SQLite file is smaller
NO_RECORD = "not a record: it is no SQLite file; give another path with --record"

# Every kind of datum that `core` knows, by name: a new kind needs no change here.
KINDS: dict[str, type[Datum]] = {
    name: kind for name, kind in vars(kinds).items() if inspect.isclass(kind) and issubclass(kind, Datum) and kind is not Datum
}
FACTS = ("headline", "byline", "dateline", "outlet", "published", "modified", "url", "language")


def open_record(path: Path | str, create: bool = True, *, readonly: bool = False, seconds: float | None = None) -> "Record":
    """The record at `path`, made if missing and `create`; `readonly` never makes one and never changes it.

    Where `seconds` are given, whatever is asked of it longer than that after it was opened ends in a RecordError.

    Raises RecordError for a missing, foreign, damaged or newer file, or one that cannot be read or written.
    """
    path = Path(path)
    if path.is_dir():
        raise RecordError(f"{path} is a folder: give the file that holds the record")
    if not path.exists() and (readonly or not create):
        raise RecordError(f"there is no record at {path}: make one with `sayso read --record {path} ARTICLE…`")
    with _telling(path):
        connection = _connect(path, readonly)
        try:
            _prepare(connection, path, create and not readonly)
        except BaseException:
            connection.close()
            raise
    if seconds is not None:
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, LOOK_EVERY)
    return Record(path, connection)


class Record:
    """One open record; a context manager that closes it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> "Record":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Folds the write-ahead log into the file and lets it go."""
        self._connection.close()

    def add(self, reading: Reading) -> bool:
        """Keeps a reading, whole or not at all; False when the record holds it already.

        Raises ReadError for a text that cannot be kept, or a reading that breaks a rule of the record.
        """
        document = reading.document
        _check_text(document)
        sketch = reading.of(Sketch)[0] if reading.has(Sketch) else None
        told = reading.of(Tellings)[0] if reading.has(Tellings) else None
        reading = _settled(reading)
        digest = _digest(reading)
        with self._writing() as connection:
            old = connection.execute("SELECT reading_sha256, origin FROM document WHERE id = ?", (document.id,)).fetchone()
            connection.execute("DELETE FROM skipped WHERE origin = ?", (document.origin,))
            if old and old["reading_sha256"] == digest:
                if sketch:
                    Shelf(connection, self.document).keep_sketch(sketch)
                if told:
                    _keep_told(connection, document.id, told)
                if document.origin < old["origin"]:
                    connection.execute("UPDATE document SET origin = ? WHERE id = ?", (document.origin, document.id))
                return False
            try:
                _keep(connection, reading, digest, min(document.origin, old["origin"]) if old else document.origin, bool(old))
                if sketch:
                    Shelf(connection, self.document).keep_sketch(sketch)
                if told:
                    _keep_told(connection, document.id, told)
            except (sqlite3.IntegrityError, ValueError) as error:
                raise ReadError(f"its reading breaks a rule of the record: {error}") from error
        return True

    def stories(self, alone: bool = False, limit: int | None = None, offset: int = 0, issue: str | None = None) -> Iterator[Told]:
        """Stories with their documents: see `relations.told`."""
        with _telling(self.path):
            yield from relations.told(self._connection, alone, limit, offset=offset, issue=issue)

    def relations(self) -> Iterator[Relation]:
        """How documents stand to each other, with the passages on both sides, by id."""
        with _telling(self.path):
            yield from relations.kept(self._connection)

    def pieces(self, document: Document) -> Iterator[Piece]:
        """What a document has of those it repeats, and what it changed, added and cut: see `relations.pieces`."""
        with _telling(self.path):
            for relation in relations.kept(self._connection, document.id):
                if relation.type == "repeats":
                    yield from relations.pieces(relation, document.text, self.document(relation.to_document_id).text)

    def story(self, key: str) -> Told:
        """The story that `key` names: its id or the beginning of its id. Raises RecordError when none or several match."""
        with _telling(self.path):
            found = list(relations.told(self._connection, True, 2, key))
        if len(found) != 1:
            many = (
                "may be several stories: give more of its id" if found else "is no story of the record: see `sayso stories --all`"
            )
            raise RecordError(f"{key!r} {many}")
        return found[0]

    def told_as(self, key: str, limit: int | None = None) -> list[Reading]:
        """The readings of the story or of the document that `key` names, the first ones where there is a limit, with the sketch
        and what they tell where the record keeps them. Raises RecordError when none or several match.
        """
        with _telling(self.path):
            stories = list(relations.told(self._connection, True, 2, key))
        if len(stories) == 1:
            return [self._beside(self.reading(member.document_id)) for member in stories[0].documents[:limit]]
        return [self._beside(self.reading(key))]

    def _beside(self, reading: Reading) -> Reading:
        with _telling(self.path):
            for kind, query in (
                (Sketch, "SELECT json FROM sketch WHERE document_id = ?"),
                (Tellings, "SELECT told FROM telling WHERE document_id = ?"),
            ):
                row = self._connection.execute(query, (reading.document.id,)).fetchone()
                if row:
                    packed = row[0] if kind is Sketch else zlib.decompress(row[0])
                    reading = reading.adding(kind, (msgspec.json.decode(packed, type=kind),))
        return reading

    def story_of(self, document_id: str) -> str | None:
        """The id of the story that a document is in, None before it was related."""
        with _telling(self.path):
            query = "SELECT story_id FROM story_document WHERE document_id = ?"
            row = self._connection.execute(query, (document_id,)).fetchone()
        return str(row[0]) if row else None

    def merge(self, one: Told, other: Told, made_by: str, made_at: str) -> None:
        """Keeps a person's word that two stories are one; `relate` then joins them."""
        here, there = ([member.document_id for member in story.documents] for story in (one, other))
        pairs = [(here[0], id) for id in here[1:]] + [(id, beside) for id in here for beside in there]
        with self.relating() as shelf:
            shelf.judge([Judged(one=id, other=beside, same=True) for id, beside in pairs if id != beside], made_by, made_at)

    def split(self, story: Told, documents: Sequence[str], made_by: str, made_at: str) -> None:
        """Keeps a person's word that some documents of a story are another story; `relate` then parts them.

        A copy goes where its original goes. Raises RecordError when the documents are not of the story, or are all of it.
        """
        copied = {member.document_id: member.copy_of for member in story.documents}
        for id in documents:
            if id not in copied:
                raise RecordError(f"document {id} is not in story {story.id}: see `sayso stories --json`")
            if copied[id]:
                raise RecordError(f"document {id} is a copy of {copied[id]}: give that one, and its copies go with it")
        gone, left = list(documents), [id for id, original in copied.items() if id not in documents and not original]
        if not left:
            raise RecordError(f"these are all documents of story {story.id}: leave one of them out")
        judged = [Judged(one=gone[0], other=id, same=True) for id in gone[1:]]
        judged += [Judged(one=id, other=stays, same=False) for id in gone for stays in left]
        with self.relating() as shelf:
            shelf.judge(judged, made_by, made_at)

    def name(self, story: Told, words: str, made_by: str, made_at: str) -> None:
        """Keeps the name a person gives a story; `relate` then shows it."""
        with self.relating() as shelf:
            shelf.name(story.documents[0].document_id, words, made_by, made_at)

    @contextmanager
    def relating(self) -> Iterator[Shelf]:
        """The record as `relate` sees it; what is put there is kept when the block ends well."""
        with self._writing() as connection:
            yield Shelf(connection, self.document)

    def skip(self, skipped: Skipped) -> None:
        """Notes an input that was not read; the latest reason for an origin stays until the origin is read."""
        row = [value.encode("utf-8", "backslashreplace").decode() for value in (skipped.origin, skipped.reason)]
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO skipped VALUES (?, ?)", row)

    def skipped(self) -> Iterator[Skipped]:
        """What was not read, and why, by origin."""
        with _telling(self.path):
            for row in self._connection.execute("SELECT origin, reason FROM skipped ORDER BY origin"):
                yield Skipped(origin=row["origin"], reason=row["reason"])

    def own_actors(self) -> tuple[ActorEntry, ...]:
        """The user's own rows of actors that this record is read with, in their order."""
        with _telling(self.path):
            rows = self._connection.execute("SELECT * FROM own_actor ORDER BY n").fetchall()
        return actor_rows([{name: row[name] or "" for name in ROW} for row in rows], f"{self.path.name} own_actor")

    def keep_own_actors(self, entries: Iterable[ActorEntry]) -> None:
        """Puts rows in place of those the record has; none takes them all out."""
        rows = [(n, e.name, e.kind, e.country, " ".join(e.sectors), e.wikidata, e.source) for n, e in enumerate(entries)]
        with self._writing() as connection:
            connection.execute("DELETE FROM own_actor")
            connection.executemany("INSERT INTO own_actor VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def copy(self, path: Path) -> None:
        """Writes the record as it stands into a new file of its own, whoever else is writing to this one."""
        with _telling(path), closing(sqlite3.connect(path)) as target:
            self._connection.backup(target)

    def count(self, kind: type) -> int:
        """How many documents, skipped inputs, actors or data of one kind there are."""
        tables = {Document: "document", Skipped: "skipped", Actor: "actor", Participant: "participant"}
        with _telling(self.path):
            if kind in tables:
                return int(self._connection.execute(f"SELECT count(*) FROM {tables[kind]}").fetchone()[0])
            return int(self._connection.execute("SELECT count(*) FROM datum WHERE kind = ?", (kind.__name__,)).fetchone()[0])

    def readings(self) -> Iterator[Reading]:
        """Every reading, by document id, so that the order they came in does not show."""
        with _telling(self.path):
            for row in self._connection.execute("SELECT * FROM document ORDER BY id"):
                yield self._reading(row)

    def reading(self, key: str) -> Reading:
        """The reading of the document that `key` names: its id, the beginning of its id, or its origin.

        Raises RecordError when none or several match.
        """
        with _telling(self.path):
            return self._reading(self._find(key))

    def document(self, key: str) -> Document:
        """The document that `key` names, as in `reading`."""
        with _telling(self.path):
            return _document(self._find(key))

    def statements(
        self,
        who: str | None = None,
        about: str | None = None,
        since: str | None = None,
        until: str | None = None,
        type: AttributionType | None = None,
        anonymous: bool | None = None,
        limit: int | None = None,
        speaker: str | None = None,
        outlet: str | None = None,
        document: str | None = None,
        offset: int = 0,
    ) -> Iterator[Statement]:
        """Who said what: see `queries.statements`."""
        with _telling(self.path):
            yield from queries.statements(
                self._connection,
                who=who,
                about=about,
                since=since,
                until=until,
                type=type,
                anonymous=anonymous,
                speaker=speaker,
                outlet=outlet,
                document=document,
                limit=limit,
                offset=offset,
            )

    def stands(
        self,
        issue: str,
        who: str | None = None,
        stance: Stance | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Stand]:
        """Who is for or against an issue: see `positions.stands`."""
        with _telling(self.path):
            yield from positions.stands(self._connection, issue, who=who, stance=stance, since=since, until=until, limit=limit)

    def commitments(
        self,
        who: str | None = None,
        force: Force | None = None,
        on: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        reported: bool = True,
        document: str | None = None,
        name: str | None = None,
        since: str | None = None,
        most: int | None = None,
    ) -> Iterator[Promised]:
        """Who promised, plans or threatens what: see `promises.commitments`."""
        with _telling(self.path):
            yield from promises.commitments(
                self._connection,
                who=who,
                name=name,
                since=since,
                force=force,
                on=on,
                document=document,
                limit=limit,
                offset=offset,
                reported=reported,
                most=most,
            )

    def acts(
        self,
        actor: str | None = None,
        recipient: str | None = None,
        who: str | None = None,
        type: EventType | None = None,
        realis: Realis | None = None,
        since: str | None = None,
        until: str | None = None,
        place: str | None = None,
        order: Order = "newest",
        limit: int | None = None,
        name: str | None = None,
        dated: bool | None = None,
        offset: int = 0,
        document: str | None = None,
    ) -> Iterator[Act]:
        """Who did what to whom: see `events.acts`."""
        with _telling(self.path):
            yield from events.acts(
                self._connection,
                actor=actor,
                recipient=recipient,
                who=who,
                type=type,
                realis=realis,
                since=since,
                until=until,
                place=place,
                name=name,
                dated=dated,
                document=document,
                order=order,
                limit=limit,
                offset=offset,
            )

    def dyads(
        self,
        actor: str | None = None,
        recipient: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        most: int | None = None,
    ) -> Iterator[Dyad]:
        """How often one party did what to another: see `events.dyads`."""
        with _telling(self.path):
            yield from events.dyads(
                self._connection, actor=actor, recipient=recipient, since=since, until=until, limit=limit, most=most
            )

    def search(self, words: str, limit: int | None = None, offset: int = 0) -> Iterator[Hit]:
        """Documents that hold the words: see `queries.search`."""
        with _telling(self.path):
            yield from queries.search(self._connection, words, limit, offset)

    def documents(
        self, outlet: str | None = None, limit: int | None = None, offset: int = 0, actor: str | None = None
    ) -> Iterator[Listed]:
        """What was read, newest publication first: see `lists.documents`."""
        with _telling(self.path):
            yield from lists.documents(self._connection, outlet=outlet, actor=actor, limit=limit, offset=offset)

    def outlets(self) -> Iterator[Outlet]:
        """The outlets, those with most documents first: see `lists.outlets`."""
        with _telling(self.path):
            yield from lists.outlets(self._connection)

    def actors(self, who: str | None = None, limit: int | None = None, offset: int = 0) -> Iterator[Named]:
        """Who is in the record, by name: see `lists.actors`."""
        with _telling(self.path):
            yield from lists.actors(self._connection, who=who, limit=limit, offset=offset)

    def named(self, name: str) -> Named | None:
        """Everybody of exactly that name, None when there is nobody."""
        with _telling(self.path):
            return next(lists.actors(self._connection, name=name), None)

    def offices(self, name: str) -> Iterator[Office]:
        """What is told of everybody of exactly that name: see `lists.offices`."""
        with _telling(self.path):
            yield from lists.offices(self._connection, name)

    def held(self, name: str | None = None, limit: int | None = None, document: str | None = None) -> Iterator[Stand]:
        """The positions of everybody of exactly that name, or of a document: see `positions.held`."""
        with _telling(self.path):
            yield from positions.held(self._connection, name, limit, document)

    def wordings(
        self,
        who: str | None = None,
        type: WordingType | None = None,
        voice: Voice | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[Worded]:
        """Words that do more than tell: see `wordings.wordings`."""
        with _telling(self.path):
            yield from wordings.wordings(
                self._connection,
                who=who,
                type=type,
                voice=voice,
                outlet=outlet,
                since=since,
                until=until,
                limit=limit,
                offset=offset,
            )

    def holding(self, datum_id: str) -> str:
        """The id of the document that a datum or an actor is of. Raises RecordError when there is none."""
        with _telling(self.path):
            for table in ("datum", "actor"):
                row = self._connection.execute(f"SELECT document_id FROM {table} WHERE id = ? LIMIT 1", (datum_id,)).fetchone()
                if row:
                    return str(row[0])
        raise RecordError(f"no datum {datum_id!r} in {self.path}: a newer reading may have taken its place")

    def judge(self, judgement: Judgement) -> None:
        """Keeps what a person decided, in place of what the same person decided of the datum before.

        Raises RecordError where the document is not in the record.
        """
        row = msgspec.structs.asdict(judgement)
        with self._writing() as connection:
            lists.judge(connection, row)

    def judgements(self, document: str | None = None, limit: int | None = None, offset: int = 0) -> Iterator[Judgement]:
        """What people decided, newest first: see `lists.judgements`."""
        with _telling(self.path):
            yield from lists.judgements(self._connection, document=document, limit=limit, offset=offset)

    def verify(self) -> Iterator[Finding]:
        """What does not hold: damage to the file, words or texts that were changed, data that are not those recorded."""
        with _telling(self.path):
            for (problem,) in self._connection.execute("PRAGMA integrity_check"):
                if problem != "ok":
                    yield Finding(document_id=None, datum_id=None, problem=f"the file is damaged: {problem}")
            for row in self._connection.execute("SELECT * FROM unmatched ORDER BY document_id, datum_id, role, n"):
                yield Finding(
                    document_id=row["document_id"],
                    datum_id=row["datum_id"],
                    problem=f"{row['role']} {row['start']}-{row['end']} is recorded as {row['words']!r}, "
                    f"but the text says {row['text_says']!r}",
                )
            for row in self._connection.execute("SELECT * FROM document ORDER BY id"):
                for problem in self._problems(row):
                    yield Finding(document_id=row["id"], datum_id=None, problem=problem)

    def _problems(self, row: sqlite3.Row) -> Iterator[str]:
        if sha256_of(row["text"]) != row["text_sha256"]:
            yield "the text is not the one that was read: its sha256 differs"
        try:
            reading = self._reading(row)
            expected = set(_evidence(reading))
        except (RecordError, ValueError) as error:
            yield f"its data cannot be read: {error}"
            return
        if _digest(reading) != row["reading_sha256"]:
            yield "its facts or data are not those that were recorded: their sha256 differs"
        kept = self._connection.execute(
            'SELECT datum_id, role, n, start, "end" FROM evidence WHERE document_id = ?', (row["id"],)
        )
        if {tuple(place) for place in kept} != {place[:5] for place in expected}:
            yield "its evidence does not cover the spans of its data, each once"

    def _find(self, key: str) -> sqlite3.Row:
        # bounds, not LIKE, so that a prefix with a wildcard in it finds nothing by chance
        found: list[sqlite3.Row] = self._connection.execute(
            "SELECT * FROM document WHERE id IN ("
            "SELECT id FROM document WHERE origin = :key UNION "
            "SELECT id FROM document WHERE :key <> '' AND id >= :key AND id < :key || '~') ORDER BY id LIMIT 9",
            {"key": key.encode("utf-8", "replace").decode()},
        ).fetchall()
        for column in ("id", "origin"):
            found = [row for row in found if row[column] == key] or found
        if not found:
            raise RecordError(f"no document {key!r} in {self.path}: give its id, the beginning of its id, or its origin")
        if len(found) > 1:
            raise RecordError(f"{key!r} may be several documents: {', '.join(row['id'] for row in found)}; give one id")
        return found[0]

    def _reading(self, row: sqlite3.Row) -> Reading:
        """The reading in a row. Raises RecordError when what the row holds is no reading, or one of kinds we do not know."""
        try:
            return self._decoded(row)
        except KeyError as error:
            raise RecordError(f"{self.path} holds data of the kind {error}: install a newer sayso") from error
        except (msgspec.MsgspecError, ValueError) as error:
            raise RecordError(f"{self.path} has data of document {row['id']} that cannot be read: {error}") from error

    def _decoded(self, row: sqlite3.Row) -> Reading:
        reading = Reading(_document(row))
        for name in msgspec.json.decode(row["layers"], type=list[str]):
            if name == Actor.__name__:
                rows = self._connection.execute("SELECT json FROM actor WHERE document_id = ? ORDER BY n", (row["id"],))
                reading = reading.adding(Actor, [msgspec.json.decode(json, type=Actor) for (json,) in rows])
            elif name == Participant.__name__:
                rows = self._connection.execute("SELECT * FROM participant WHERE document_id = ? ORDER BY n", (row["id"],))
                reading = reading.adding(Participant, [_participant(one) for one in rows])
            else:
                rows = self._connection.execute(
                    "SELECT json FROM datum WHERE document_id = ? AND kind = ? ORDER BY n", (row["id"], name)
                )
                reading = reading.adding(KINDS[name], [msgspec.json.decode(json, type=KINDS[name]) for (json,) in rows])
        return reading

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or none."""
        with _telling(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _connect(path: Path, readonly: bool) -> sqlite3.Connection:
    """A connection that commits only when told. Raises RecordError where the file cannot be opened."""
    # Only SQLite may open the file: closing it by any other way would let go of what every other connection of this process has
    # locked (POSIX), and a program that ends then folds the log away under pages that are being read.
    if path.exists() and not os.access(path, os.R_OK):
        raise RecordError(f"{path} cannot be read: you have no permission")
    if path.exists() and 0 < path.stat().st_size < PAGE:  # which SQLite would take for an empty one, and fill
        raise RecordError(f"{path} is {NO_RECORD}")
    if not path.parent.is_dir():
        raise RecordError(f"{path} cannot be made: there is no folder {path.parent}")
    mode = "rw" if readonly else "rwc"
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        if not readonly:
            raise RecordError(f"{path} cannot be written: you have no permission; give another path with --record")
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise RecordError(f"{path} was not closed well: copy it with {log.name} to a folder where you may write")
        mode = "ro&immutable=1"  # no log to write, and nobody who could write one
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    if readonly:
        connection.execute("PRAGMA query_only = ON")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, create: bool) -> None:
    """Checks whose file it is, and fills an empty one."""

    def number(name: str) -> int:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

    def empty() -> bool:
        return number("application_id") == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone()

    if empty() and create:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        if empty():  # another run may have been first
            schema = files("sayso.store").joinpath("schema.sql").read_text(encoding="utf-8")
            for statement in _split(schema):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    if number("application_id") != APPLICATION:
        raise RecordError(f"{path} is not a record: it is a SQLite file of another program; give another path with --record")
    if number("user_version") > VERSION:
        raise RecordError(
            f"{path} is a record of version {number('user_version')}, and this sayso reads up to {VERSION}: install a newer sayso"
        )
    if number("user_version") < VERSION:
        raise RecordError(
            f"{path} is a record of version {number('user_version')}, and this sayso keeps version {VERSION}: "
            "read the articles again into a new record"
        )
    connection.execute("SELECT count(*) FROM unmatched WHERE 0").fetchone()  # a file cut short or without its views fails here


def _split(script: str) -> Iterator[str]:
    """The statements of a script, so that they can run in one transaction, which `executescript` would end."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turns what SQLite says into one sentence with the way out."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a mistake of ours, not of the file
    except sqlite3.Error as error:
        ways = {
            "locked": f"{path} is in use by another program: wait until it ends and try again",
            "full": f"no space is left for {path}: free some and run again; what was recorded before is kept",
            "interrupted": "the answer takes too long: ask for less, by a name, a word or a shorter time",
            "readonly": f"{path} cannot be written: it is read-only here",
            "unable to open": f"{path} cannot be opened: is its folder there, and may you write in it?",
            "not a database": f"{path} is {NO_RECORD}",
        }
        damaged = f"{path} is damaged ({error}): restore a copy of it, or read the articles again into a new record"
        raise RecordError(next((way for sign, way in ways.items() if sign in str(error)), damaged)) from error


def _check_text(document: Document) -> None:
    """Raises ReadError for what SQLite or UTF-8 cannot hold, and for a text that is not the one its sha256 names."""
    for name in ("text", "origin", *FACTS):
        value = getattr(document, name) or ""
        if "\0" in value:
            raise ReadError(f"the {name} has a NUL character at {value.index(chr(0))}: it is not text")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ReadError(f"the {name} has half a character (a lone surrogate) at {error.start}: it cannot be kept") from error
    if sha256_of(document.text) != document.text_sha256:
        raise ReadError("the text is not the one that its text_sha256 names")


def _kept(reading: Reading) -> list[type[Any]]:
    """The layers a record keeps, in the order they were added: data, actors and participants, never a Parse."""
    return [kind for kind in reading.kinds if kind in (Actor, Participant) or KINDS.get(kind.__name__) is kind]


def _digest(reading: Reading) -> str:
    """The sha256 of a document and its data, the same for any origin."""
    document = msgspec.structs.replace(reading.document, origin="")
    payload = [document, *([kind.__name__, reading.of(kind)] for kind in _kept(reading))]
    return hashlib.sha256(msgspec.json.encode(payload)).hexdigest()


def _settled(reading: Reading) -> Reading:
    """The reading as it comes back from the record: what JSON makes of it, so that a confidence of 1 is 1.0 from the start."""
    settled = Reading(reading.document)
    for kind in _kept(reading):
        data = msgspec.json.decode(msgspec.json.encode(reading.of(kind)), type=tuple[kind, ...])  # type: ignore[valid-type]
        settled = settled.adding(kind, data)
    return settled


def _evidence(reading: Reading) -> Iterator[tuple[str, str, int, int, int, str]]:
    """(datum id, role, n, start, end, words) of every span of every datum and actor."""
    text = reading.document.text
    for kind in _kept(reading):
        for item in reading.of(kind) if kind is not Participant else ():
            spans = [("mentions", span) for span in item.mentions] if kind is Actor else item.spans()
            places: Counter[str] = Counter()
            for role, span in spans:
                yield item.id, role, places[role], span.start, span.end, span.of(text)
                places[role] += 1


def _keep(connection: sqlite3.Connection, reading: Reading, digest: str, origin: str, again: bool) -> None:
    """Writes one reading in place of what the machine read of the document before, where it did (`again`)."""
    document = reading.document
    row = {
        "id": document.id,
        "text": document.text,
        "text_sha256": document.text_sha256,
        **{name: getattr(document, name) for name in FACTS},
        "origin": origin,
        "blocks": _json(document.blocks),
        "notes": _json(document.notes),
        "layers": _json([kind.__name__ for kind in _kept(reading)]),
        "reading_sha256": digest,
    }
    for table in ("datum", "participant", "actor", "evidence", "telling") if again else ():
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document.id,))
    connection.execute(
        f"INSERT INTO document ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)}) "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in row)}",
        row,
    )
    connection.executemany(
        "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)", ((document.id, *place) for place in _evidence(reading))
    )
    for kind in _kept(reading):
        if kind is Actor:
            rows = [(document.id, actor.id, n, _json(actor)) for n, actor in enumerate(reading.of(Actor))]
            connection.executemany("INSERT INTO actor (document_id, id, n, json) VALUES (?, ?, ?, ?)", rows)
        elif kind is not Participant:
            connection.executemany(
                "INSERT INTO datum (document_id, id, kind, n, made_by, confidence, json) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (document.id, datum.id, kind.__name__, n, datum.made_by, datum.confidence, _json(datum))
                    for n, datum in enumerate(reading.of(kind))
                ),
            )
    taking_part = []
    for n, one in enumerate(reading.of(Participant) if reading.has(Participant) else ()):
        place = (one.mention.start, one.mention.end, one.mention.of(document.text)) if one.mention else (None, None, None)
        taking_part.append((document.id, n, one.datum_id, one.role, *place, one.actor_id, one.made_by, one.confidence))
    connection.executemany("INSERT INTO participant VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", taking_part)
    listings.keep(connection, document.id)


def _keep_told(connection: sqlite3.Connection, document_id: str, told: Tellings) -> None:
    packed = zlib.compress(msgspec.json.encode(told, order="deterministic"))
    connection.execute("INSERT OR REPLACE INTO telling VALUES (?, ?)", (document_id, packed))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _document(row: sqlite3.Row) -> Document:
    return Document(
        id=row["id"],
        text=row["text"],
        text_sha256=row["text_sha256"],
        origin=row["origin"],
        blocks=msgspec.json.decode(row["blocks"], type=tuple[Block, ...]),
        notes=msgspec.json.decode(row["notes"], type=tuple[str, ...]),
        **{name: row[name] for name in FACTS},
    )


def _participant(row: sqlite3.Row) -> Participant:
    return Participant(
        document_id=row["document_id"],
        datum_id=row["datum_id"],
        role=row["role"],
        mention=None if row["start"] is None else Span(row["start"], row["end"]),
        actor_id=row["actor_id"],
        made_by=row["made_by"],
        confidence=row["confidence"],
    )
