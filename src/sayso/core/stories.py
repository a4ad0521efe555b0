"""What joins documents: sketches that find their like, relations with both spans, stories and issues.

A story is the documents on one happening, an issue the stories on one matter; the second is never merged into the first.
Like the data of one document, all are immutable, and their ids hash what they are about and never who made them.
"""

from typing import Literal

import msgspec

from sayso.core.span import Span, identifier

RelationType = Literal["repeats", "supports", "contradicts", "updates"]
# What a relation rests on. copy: nearly all of the words; part: a passage of them.
Basis = Literal["copy", "part"]


UNDATED = 4_000_000  # later than the last day of the year 9999


class Sketch(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a document so that its like can be found without reading it again.

    `words` are its weightiest words with their weights, of length 1000; `vector` is the parse's vector in signed bytes, empty
    where the model gave none. All are whole numbers, so that two documents are equally like in any order and on any machine.
    `people` are the last names of the persons it names, with how often.
    `shingles` are hashes of runs of words outside `quotations`, and `size` how many words stand outside them. `earliest` and
    `latest` are the days it may have been published on, numbered from 0001-01-01; None where no date is known.
    """

    document_id: str
    made_by: str
    words: tuple[tuple[str, int], ...]
    people: tuple[tuple[str, int], ...] = ()
    vector: bytes = b""
    shingles: tuple[int, ...] = ()
    quotations: tuple[Span, ...] = ()
    size: int = 0
    earliest: int | None = None
    latest: int | None = None

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorts the earliest first, undated ones last, of one day the longest."""
        return self.earliest or UNDATED, -self.size, self.document_id


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """The same passage in two documents: `span` in the one a relation is from, `to` in the one it leads to."""

    span: Span
    to: Span


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """How something in one document stands to something in another, with the words on both sides.

    A document that copies another `repeats` it: then `from_id` and `to_id` are the documents' own ids, `from` the later one.
    """

    from_document_id: str
    from_id: str
    to_document_id: str
    to_id: str
    type: RelationType
    basis: Basis
    passages: tuple[Passage, ...]
    made_by: str
    confidence: float = 1.0
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            key = (self.from_id, self.to_id, self.type, self.basis)
            msgspec.structs.force_setattr(self, "id", identifier("Relation", *key))


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said of two documents, the lesser id first: that they tell one story, or two."""

    one: str
    other: str
    same: bool


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """The documents on one happening, the earliest first, copies among them. `name` is a person's, None where nobody gave one.

    The id hashes the earliest document, so it stays while the story grows.
    """

    document_ids: tuple[str, ...]
    issue_id: str
    name: str | None = None
    made_by: str
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            msgspec.structs.force_setattr(self, "id", identifier("Story", self.document_ids[0]))


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """The stories on one matter, in the order of their earliest documents; the id hashes the first of these."""

    story_ids: tuple[str, ...]
    made_by: str
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            msgspec.structs.force_setattr(self, "id", identifier("Issue", self.story_ids[0]))
