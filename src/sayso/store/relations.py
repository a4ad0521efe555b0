"""Relations: what the record keeps of how documents stand to each other, and what of it still has to be worked out.

Sketches come with documents; copies, links, stories and issues are worked out from them by the pipeline and put here. What a
person judged is kept apart, as judgements on pairs of documents, and outlives every story that the machine makes.
"""

import sqlite3
import string
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from sayso.core.document import Document
from sayso.core.span import Span
from sayso.core.stories import UNDATED, Basis, Issue, Judged, Passage, Relation, Sketch, Story

# Hashes that an earlier document must share for the two to be compared word by word.
SHARED = 2
# Marks that end what stands before them.
CLOSING = string.whitespace + ".,;:!?)]”’»…"
# SQLite takes some thousand values in one statement.
MANY = 500


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a story. `copy_of` is the document it copies, whole, or null; `agencies` are those its own credits name."""

    document_id: str
    outlet: str | None
    published: str | None
    headline: str | None
    copy_of: str | None
    agencies: str | None


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a document and of the earlier one it repeats: the `same` words, `changed` ones, `added` or `cut` ones.

    What was added has no place in the original, and what was cut none in the document: these are null. `basis` is copy where
    the whole document is told of, part where only the passage is.
    """

    document_id: str
    original_id: str
    basis: Basis
    type: Literal["same", "changed", "added", "cut"]
    start: int | None
    end: int | None
    words: str | None
    original_start: int | None
    original_end: int | None
    original_words: str | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A story as a row: its earliest document's headline, how many documents and outlets tell it, when, and the documents.

    `copies` are how many of them copy another whole.
    """

    id: str
    issue_id: str
    name: str | None
    headline: str | None
    earliest: str | None
    latest: str | None
    outlets: int
    copies: int
    documents: tuple[Member, ...]


class Shelf:
    """The record as `relate` sees it, inside one transaction: documents, sketches, and what is worked out from them."""

    def __init__(self, connection: sqlite3.Connection, document: Callable[[str], Document]) -> None:
        self._connection = connection
        self._document = document

    def keep_sketch(self, sketch: Sketch) -> None:
        """Puts a sketch in place of the document's last one and marks it as not related, unless it is the same."""
        json = msgspec.json.encode(sketch).decode()
        old = self._connection.execute("SELECT json FROM sketch WHERE document_id = ?", (sketch.document_id,)).fetchone()
        if old and old["json"] == json:
            return
        if old:
            before = msgspec.json.decode(old["json"], type=Sketch)
            # Those that were beside it or may have copied it are looked at again.
            later = [(id,) for id in sorted(self.later(before))]
            self._connection.executemany("UPDATE sketch SET related = 0 WHERE document_id = ?", later)
            places = [(hash, rank_of(before), sketch.document_id) for hash in before.shingles]
            self._connection.executemany("DELETE FROM shingle WHERE hash = ? AND rank = ? AND document_id = ?", places)
            beside = "SELECT other_id FROM link WHERE document_id = ?"
            self._connection.execute(f"UPDATE sketch SET related = 0 WHERE document_id IN ({beside})", (sketch.document_id,))
            self._connection.execute("DELETE FROM sketch WHERE document_id = ?", (sketch.document_id,))
            self._connection.execute("DELETE FROM relation WHERE ? IN (from_document_id, to_document_id)", (sketch.document_id,))
        row = (sketch.document_id, sketch.earliest, sketch.latest, rank_of(sketch), 0, json)
        self._connection.execute("INSERT INTO sketch VALUES (?, ?, ?, ?, ?, ?)", row)
        hashes = ((hash, rank_of(sketch), sketch.document_id) for hash in sketch.shingles)
        self._connection.executemany("INSERT INTO shingle VALUES (?, ?, ?)", hashes)

    def fresh(self) -> list[str]:
        """The documents that nothing has been worked out for since they came."""
        return [id for (id,) in self._connection.execute("SELECT document_id FROM sketch WHERE related = 0 ORDER BY document_id")]

    def sketches(self, ids: Collection[str]) -> Iterator[Sketch]:
        """The sketches of some documents, by id."""
        for some in _parted(sorted(ids)):
            for (json,) in self._connection.execute(
                f"SELECT json FROM sketch WHERE document_id IN ({_marks(some)}) ORDER BY document_id", some
            ):
                yield msgspec.json.decode(json, type=Sketch)

    def around(self, first: int | None, last: int | None) -> Iterator[Sketch]:
        """The sketches of documents that may have been published from one day to another, and of those without a date, by id.

        Without a day, of all.
        """
        query = "SELECT json FROM sketch WHERE earliest IS NULL OR (earliest <= ? AND latest >= ?) ORDER BY document_id"
        for (json,) in self._connection.execute(query, (UNDATED if last is None else last, 0 if first is None else first)):
            yield msgspec.json.decode(json, type=Sketch)

    def document(self, id: str) -> Document:
        """One document. Raises KeyError for an id that the record has not."""
        return self._document(id)

    def earlier(self, sketch: Sketch, most: int) -> list[str]:
        """The documents that one may have copied: of each of its hashes the earliest holder and the last one before it.

        Those of most hashes come first. The last one is there for texts that change a little from version to version.
        """
        counts: defaultdict[tuple[int, str], int] = defaultdict(int)
        here = (rank_of(sketch), sketch.document_id)
        before = "SELECT rank, document_id FROM shingle WHERE hash = ? AND (rank, document_id) < (?, ?) ORDER BY rank"
        for hash in sketch.shingles:
            first = self._connection.execute(f"{before}, document_id LIMIT 1", (hash, *here)).fetchone()
            if first:
                last = self._connection.execute(f"{before} DESC, document_id DESC LIMIT 1", (hash, *here)).fetchone()
                for place in {tuple(first), tuple(last)}:
                    counts[place] += 1
        likeliest = sorted((-count, *place) for place, count in counts.items() if count >= SHARED)
        return [id for _, _, id in likeliest[:most]]

    def later(self, sketch: Sketch) -> set[str]:
        """The documents for which `earlier` may give other ones because of this document, or because it is gone."""
        found: set[str] = set()
        here = (rank_of(sketch), sketch.document_id)
        places = "FROM shingle WHERE hash = ? AND (rank, document_id)"
        for hash in sketch.shingles:
            first = not self._connection.execute(f"SELECT 1 {places} < (?, ?) LIMIT 1", (hash, *here)).fetchone()
            query = f"SELECT document_id {places} > (?, ?) ORDER BY rank, document_id LIMIT ?"
            found.update(id for (id,) in self._connection.execute(query, (hash, *here, -1 if first else 1)))
        return found

    def keep_copies(self, document_id: str, relations: Iterable[Relation], texts: Mapping[str, str]) -> None:
        """Puts what a document repeats of earlier ones in place of what was kept before."""
        self._connection.execute(
            "DELETE FROM relation WHERE from_document_id = ? AND type = 'repeats' AND basis IN ('copy', 'part')", (document_id,)
        )
        for one in relations:
            self._connection.execute(
                "INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    one.id, one.from_document_id, one.from_id, one.to_document_id, one.to_id,
                    one.type, one.basis, one.made_by, one.confidence,
                ),
            )  # fmt: skip
            here, there = texts[one.from_document_id], texts[one.to_document_id]
            self._connection.executemany(
                "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (one.id, n, p.span.start, p.span.end, p.span.of(here), p.to.start, p.to.end, p.to.of(there))
                    for n, p in enumerate(one.passages)
                ),
            )

    def originals(self) -> dict[str, str]:
        """Every document that copies another whole, with the one it copies."""
        return dict(self._connection.execute("SELECT document_id, original_id FROM copy WHERE basis = 'copy'").fetchall())

    def keep_links(self, links: Iterable[tuple[str, str, int]]) -> None:
        """Adds links, in both directions."""
        for one, other, likeness in links:
            self._connection.executemany(
                "INSERT OR REPLACE INTO link VALUES (?, ?, ?)", ((one, other, likeness), (other, one, likeness))
            )

    def links(self, document_id: str) -> dict[str, int]:
        """What a document is linked to, and how much."""
        return dict(
            self._connection.execute(
                "SELECT other_id, likeness FROM link WHERE document_id = ? ORDER BY other_id", (document_id,)
            )
        )

    def unlink(self, document_id: str) -> None:
        """Takes all links of a document away."""
        self._connection.execute(
            "DELETE FROM link WHERE other_id = ?1 AND document_id IN (SELECT other_id FROM link WHERE document_id = ?1)",
            (document_id,),
        )
        self._connection.execute("DELETE FROM link WHERE document_id = ?", (document_id,))

    def story_of(self, document_id: str) -> tuple[str, ...]:
        """The documents of the story that a document is in; none where it is in none yet."""
        query = """SELECT mate.document_id FROM story_document AS own JOIN story_document AS mate ON mate.story_id = own.story_id
            WHERE own.document_id = ? ORDER BY mate.n"""
        return tuple(id for (id,) in self._connection.execute(query, (document_id,)))

    def issue_of(self, document_id: str) -> tuple[str, ...]:
        """The first document of each story of the issue that a document is in."""
        query = """SELECT first.document_id FROM story_document AS own JOIN story ON story.id = own.story_id
            JOIN story AS mate ON mate.issue_id = story.issue_id
            JOIN story_document AS first ON first.story_id = mate.id AND first.n = 0
            WHERE own.document_id = ? ORDER BY first.document_id"""
        return tuple(id for (id,) in self._connection.execute(query, (document_id,)))

    def keep_stories(self, stories: Collection[Story], issues: Iterable[Issue]) -> None:
        """Puts stories in place of all that hold a document of theirs, and their issues likewise."""
        for some in _parted([id for story in stories for id in story.document_ids]):
            query = f"SELECT story_id FROM story_document WHERE document_id IN ({_marks(some)})"
            self._connection.execute(f"DELETE FROM story WHERE id IN ({query})", some)
        for issue in issues:
            self._connection.execute("INSERT INTO issue VALUES (?, ?) ON CONFLICT DO NOTHING", (issue.id, issue.made_by))
        for story in stories:
            self._connection.execute(
                "INSERT INTO story VALUES (?1, ?2, ?3, ?4, ?5, (SELECT earliest FROM sketch WHERE document_id = ?6))",
                (story.id, story.issue_id, story.name, story.made_by, len(story.document_ids), story.document_ids[0]),
            )
            members = ((id, story.id, n) for n, id in enumerate(story.document_ids))
            self._connection.executemany("INSERT INTO story_document VALUES (?, ?, ?)", members)
        self._connection.execute("DELETE FROM issue WHERE NOT EXISTS (SELECT 1 FROM story WHERE story.issue_id = issue.id)")

    def judged(self) -> list[Judged]:
        """What persons said of pairs of documents, the last first."""
        rows = self._connection.execute(
            "SELECT document_id, datum_id, verdict FROM judgement JOIN document ON document.id = datum_id "
            "WHERE verdict <> 'unsure' ORDER BY made_at DESC, document_id, datum_id, judgement.made_by"
        )
        return [Judged(one=one, other=other, same=verdict == "right") for one, other, verdict in rows]

    def names(self) -> dict[str, str]:
        """Documents by which persons named stories, with the last name each was given."""
        rows = self._connection.execute(
            "SELECT document_id, json_extract(correction, '$.name') FROM judgement WHERE datum_id = document_id "
            "AND json_extract(correction, '$.name') IS NOT NULL ORDER BY made_at, made_by"
        )
        return dict(rows.fetchall())

    def judge(self, judgements: Iterable[Judged], made_by: str, made_at: str) -> None:
        """Keeps what a person said of pairs of documents, in place of what they said of them before."""
        for one in judgements:
            first, second = sorted((one.one, one.other))
            self._connection.execute(
                "INSERT OR REPLACE INTO judgement (document_id, datum_id, kind, verdict, made_by, made_at) "
                "VALUES (?, ?, 'Story', ?, ?, ?)",
                (first, second, "right" if one.same else "wrong", made_by, made_at),
            )
            self._connection.execute("UPDATE sketch SET related = 0 WHERE document_id IN (?, ?)", (first, second))

    def name(self, document_id: str, words: str, made_by: str, made_at: str) -> None:
        """Keeps the name a person gave to the story that a document is in."""
        self._connection.execute(
            "INSERT OR REPLACE INTO judgement (document_id, datum_id, kind, verdict, correction, made_by, made_at) "
            "VALUES (?, ?, 'Story', 'right', json_object('name', ?), ?, ?)",
            (document_id, document_id, words, made_by, made_at),
        )
        self._connection.execute("UPDATE sketch SET related = 0 WHERE document_id = ?", (document_id,))

    def settled(self) -> None:
        """Marks every document as related."""
        self._connection.execute("UPDATE sketch SET related = 1 WHERE related = 0")


def told(
    connection: sqlite3.Connection,
    alone: bool,
    limit: int | None,
    key: str = "",
    offset: int = 0,
    issue: str | None = None,
) -> Iterator[Told]:
    """Stories whose id begins with `key`, the one that began last first, undated ones at the end.

    Those of one document only where `alone`; those of one issue where one is given.
    """
    conditions, values = ["1"], list[object]()
    if not alone:
        conditions.append("(told > 1) = 1")
    if key:
        conditions.append("id >= ? AND id < ? || '~'")
        values += [key, key]
    if issue is not None:
        conditions.append("issue_id = ?")
        values.append(issue)
    query = f"""
        SELECT id, issue_id, name FROM story WHERE {" AND ".join(conditions)} ORDER BY earliest DESC, id LIMIT ? OFFSET ?
    """
    values += [-1 if limit is None else limit, offset]
    for row in connection.execute(query, values).fetchall():
        members = tuple(
            Member(**dict(zip(Member.__struct_fields__, values, strict=True)))
            for values in connection.execute(
                "SELECT document.id, outlet, published, headline, "
                "(SELECT original_id FROM copy WHERE copy.document_id = document.id AND basis = 'copy'), "
                "(SELECT group_concat(agency, ', ') FROM (SELECT DISTINCT json_extract(json, '$.agency') AS agency FROM datum "
                "WHERE datum.document_id = document.id AND kind = 'Credit' ORDER BY n)) "
                "FROM story_document JOIN document ON document.id = document_id WHERE story_id = ? ORDER BY n",
                (row["id"],),
            )
        )
        dates = sorted(member.published for member in members if member.published)
        yield Told(
            id=row["id"],
            issue_id=row["issue_id"],
            name=row["name"],
            headline=next((member.headline for member in members if member.headline), None),
            earliest=dates[0] if dates else None,
            latest=dates[-1] if dates else None,
            outlets=len({member.outlet for member in members if member.outlet}),
            copies=sum(member.copy_of is not None for member in members),
            documents=members,
        )


def kept(connection: sqlite3.Connection, document_id: str | None = None) -> Iterator[Relation]:
    """Every relation, or those from one document, with its passages, by id."""
    query = "SELECT * FROM relation WHERE ?1 IS NULL OR from_document_id = ?1 ORDER BY id"
    for row in connection.execute(query, (document_id,)).fetchall():
        places = connection.execute(
            'SELECT start, "end", to_start, to_end FROM passage WHERE relation_id = ? ORDER BY n', (row["id"],)
        )
        passages = tuple(Passage(span=Span(a, b), to=Span(c, d)) for a, b, c, d in places)
        yield msgspec.convert({**dict(row), "passages": passages}, Relation)


def pieces(relation: Relation, text: str, original: str) -> Iterator[Piece]:
    """What a document has of the original and what it has not, in its own order; what was cut elsewhere comes last.

    Of a copy the whole of both texts is told, else what lies between the passages.
    """

    def piece(here: Span | None, there: Span | None, same: bool = False) -> Iterator[Piece]:
        here, there = _trimmed(here, text), _trimmed(there, original)
        if here or there:
            yield Piece(
                document_id=relation.from_document_id,
                original_id=relation.to_document_id,
                basis=relation.basis,
                type="same" if same else "cut" if not here else "added" if not there else "changed",
                start=here.start if here else None,
                end=here.end if here else None,
                words=here.of(text) if here else None,
                original_start=there.start if there else None,
                original_end=there.end if there else None,
                original_words=there.of(original) if there else None,
            )

    passages = list(relation.passages)
    ends: list[tuple[int, int]] = [(one.span.end, one.to.end) for one in passages]
    starts = [(one.span.start, one.to.start) for one in passages]
    if relation.basis == "copy":
        ends, starts = [(0, 0), *ends], [*starts, (len(text), len(original))]
    else:
        yield from piece(passages[0].span, passages[0].to, same=True)
        passages, starts = passages[1:], starts[1:]
    # Where the original goes on otherwise than the document, what lies behind each passage there.
    following = {end: min((start for _, start in starts if start >= end), default=None) for _, end in ends}
    told: set[int] = set()
    for n, (start, to_start) in enumerate(starts):
        end, to_end = ends[n]
        follows = following[to_end] == to_start
        told.update({to_end} if follows else ())
        yield from piece(
            Span(end, start) if start > end else None, Span(to_end, to_start) if follows and to_start > to_end else None
        )
        if n < len(passages):
            yield from piece(passages[n].span, passages[n].to, same=True)
    for end, beyond in sorted(following.items()):
        if relation.basis == "copy" and end not in told and beyond is not None and beyond > end:
            yield from piece(None, Span(end, beyond))


def _trimmed(span: Span | None, text: str) -> Span | None:
    """A span without white space at its ends and without what closes the words before it; None where nothing is left."""
    if span is None:
        return None
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(CLOSING))
    end = span.start + len(words.rstrip())
    return Span(start, end) if start < end else None


def rank_of(sketch: Sketch) -> int:
    """A sketch's order in one number, but for its id."""
    day, size, _ = sketch.order
    return day << 20 | (1 << 20) - 1 + max(size, 1 - (1 << 20))


def _parted(values: Collection[str]) -> Iterator[list[str]]:
    listed = list(values)
    for n in range(0, len(listed), MANY):
        yield listed[n : n + MANY]


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
