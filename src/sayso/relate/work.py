"""Work: copies, then links, then stories, then issues, for what is new on a shelf and for what that touches.

A shelf keeps sketches and what is worked out from them; the record is one. Only documents that share words or wording with
the new ones are compared; to find them, the sketches of the days around are read.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol

import msgspec

from sayso.core.document import Document
from sayso.core.stories import Issue, Judged, Relation, Sketch, Story
from sayso.relate import copies
from sayso.relate.likeness import FORGOTTEN, Index
from sayso.relate.stories import ISSUE, MADE_BY, STORY, apart, around, issues, linked, standing_out, stories

# Documents published farther from each other than this are not linked: they may share an issue through those between them.
WINDOW = 45
# Earlier documents that one is compared with word by word.
COMPARED = 6


class Shelf(Protocol):
    """What `relate` needs of whoever keeps the documents."""

    def fresh(self) -> list[str]: ...
    def sketches(self, ids: Collection[str]) -> Iterator[Sketch]: ...
    def around(self, first: int | None, last: int | None) -> Iterator[Sketch]: ...
    def document(self, id: str) -> Document: ...
    def earlier(self, sketch: Sketch, most: int) -> list[str]: ...
    def later(self, sketch: Sketch) -> set[str]: ...
    def keep_copies(self, document_id: str, relations: Iterable[Relation], texts: Mapping[str, str]) -> None: ...
    def originals(self) -> dict[str, str]: ...
    def keep_links(self, links: Iterable[tuple[str, str, int]]) -> None: ...
    def unlink(self, document_id: str) -> None: ...
    def links(self, document_id: str) -> dict[str, int]: ...
    def story_of(self, document_id: str) -> tuple[str, ...]: ...
    def issue_of(self, document_id: str) -> tuple[str, ...]: ...
    def judged(self) -> list[Judged]: ...
    def names(self) -> dict[str, str]: ...
    def keep_stories(self, stories: Collection[Story], issues: Iterable[Issue]) -> None: ...
    def settled(self) -> None: ...


def relate(shelf: Shelf) -> int:
    """Works out what is new on a shelf; how many documents were."""
    return _Work(shelf).done()


class _Work:
    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._known: dict[str, Sketch] = {}
        self._links: dict[str, dict[str, int]] = {}
        self._surroundings: dict[str, int] = {}
        self._story: dict[str, tuple[str, ...]] = {}

    def done(self) -> int:
        fresh = set(self.shelf.fresh())
        copied = self._copied(fresh)
        self.original = self.shelf.originals()
        touched = self._linked(fresh | copied)
        told = self._told(touched)
        self._keep(told)
        self.shelf.settled()
        return len(fresh)

    # Copies

    def _copied(self, fresh: Collection[str]) -> set[str]:
        """Compares what is new, and what may copy it, with what came before; the documents whose original changed."""
        affected = set(fresh)
        for sketch in self.shelf.sketches(fresh):
            affected |= self.shelf.later(sketch)
        before = self.shelf.originals()
        for sketch in self.shelf.sketches(affected):
            ids = self.shelf.earlier(sketch, COMPARED)
            if not ids and sketch.document_id not in before:
                self.shelf.keep_copies(sketch.document_id, (), {})
                continue
            document = self.shelf.document(sketch.document_id)
            sketches = {one.document_id: one for one in self.shelf.sketches(ids)}
            others = [(self.shelf.document(id), sketches[id]) for id in ids]
            texts = {one.id: one.text for one, _ in others} | {document.id: document.text}
            self.shelf.keep_copies(document.id, copies.relations(document, sketch, others), texts)
        after = self.shelf.originals()
        return {id for id in affected if before.get(id) != after.get(id)}

    def root(self, id: str) -> str:
        """The document that one copies in the end, itself where it copies none. Originals are earlier, so this ends."""
        while id in self.original:
            id = self.original[id]
        return id

    # Links

    def _linked(self, changed: Collection[str]) -> set[str]:
        """Links what is no copy and unlinks what is one; the originals whose links or stories that touches."""
        touched = {self.root(mate) for id in changed for mate in (id, *self.shelf.story_of(id))}
        for id in changed:
            touched.update(self.shelf.links(id))
            self.shelf.unlink(id)
        waiting = {one.document_id: one for one in self.shelf.sketches([id for id in changed if id not in self.original])}
        index = Index()
        for sketch in self._near(waiting.values()):
            if sketch.document_id not in waiting and sketch.document_id not in self.original:
                index.add(sketch)
        for id, sketch in sorted(waiting.items()):
            found = [(id, other.document_id, likeness) for other, likeness in index.like(sketch) if _in_window(sketch, other)]
            self.shelf.keep_links(found)
            touched.update(other for _, other, _ in found)
            index.add(sketch)
        return {id for id in touched | set(waiting) if id not in self.original}

    def _near(self, sketches: Collection[Sketch]) -> Iterable[Sketch]:
        """The documents that may be linked to these."""
        if not sketches:
            return ()
        first = [one.earliest for one in sketches if one.earliest is not None]
        last = [one.latest for one in sketches if one.latest is not None]
        if len(first) < len(sketches):
            return self.shelf.around(None, None)
        return self.shelf.around(min(first) - WINDOW, max(last) + WINDOW)

    def links(self, id: str) -> dict[str, int]:
        if id not in self._links:
            self._links[id] = self.shelf.links(id)
        return self._links[id]

    def sketch(self, id: str) -> Sketch:
        """A document's sketch, without its words."""
        if id not in self._known:
            for one in self.shelf.sketches({id, *self.links(id)} - self._known.keys()):
                self._known[one.document_id] = msgspec.structs.replace(one, words=(), shingles=(), quotations=(), vector=b"")
        return self._known[id]

    def near(self, id: str) -> dict[str, int]:
        """What a document is linked to and how much, days taken off."""
        here = self.sketch(id)
        return {other: like - apart(here, self.sketch(other)) for other, like in self.links(id).items()}

    def surroundings(self, id: str) -> int:
        if id not in self._surroundings:
            self._surroundings[id] = around(self.near(id).values())
        return self._surroundings[id]

    # Stories

    @cached_property
    def judged(self) -> list[Judged]:
        """What a person said of two documents, told of their originals."""
        pairs = (msgspec.structs.replace(one, one=self.root(one.one), other=self.root(one.other)) for one in self.shelf.judged())
        return [one for one in pairs if one.one != one.other]

    def _told(self, touched: Collection[str]) -> list[tuple[str, ...]]:
        """The originals that are touched, and all that may be of one story with them, in stories."""
        mates: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.judged:
            if one.same:
                mates[one.one].add(one.other)
                mates[one.other].add(one.one)

        def beside(id: str) -> Iterable[str]:
            for other, like in self.near(id).items():
                if like - standing_out(self.surroundings(id), self.surroundings(other)) >= STORY:
                    yield other
            yield from mates[id]
            yield from (self.root(mate) for mate in self.shelf.story_of(id))

        documents = linked(touched, beside)
        links = {id: {other: like for other, like in self.near(id).items() if other in documents} for id in documents}
        told = stories(links, {id: self.surroundings(id) for id in documents}, self.judged)
        self._story = {id: story for story in told for id in story}
        return told

    def story(self, id: str) -> tuple[str, ...]:
        """The originals of the story that an original is in."""
        if id not in self._story:
            story = tuple(sorted({self.root(mate) for mate in self.shelf.story_of(id)}))
            self._story.update(dict.fromkeys(story, story))
        return self._story[id]

    # Issues, and all of it kept

    def _keep(self, told: Iterable[tuple[str, ...]]) -> None:
        def beside(story: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
            sums: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
            for id in story:
                for other, like in self.links(id).items():
                    sums[self.story(other)].append(like)
                yield from (self.story(self.root(first)) for first in self.shelf.issue_of(id))
            for near, likes in sums.items():
                pairs = len(story) * len(near)
                if sum(likes) + (pairs - len(likes)) * FORGOTTEN >= ISSUE * pairs:
                    yield near

        reached = linked(told, beside)
        copied: defaultdict[str, list[str]] = defaultdict(list)
        for id in self.original:
            copied[self.root(id)].append(id)
        names = self.shelf.names()
        found: list[Story] = []
        kept: list[Issue] = []
        for matter in issues(sorted(reached), {id: self.links(id) for story in reached for id in story}):
            members = {self.story(id) for id in matter}
            ordered = sorted(self._ordered([*story, *(copy for id in story for copy in copied[id])]) for story in members)
            here = [
                Story(
                    document_ids=tuple(id for *_, id in documents),
                    issue_id="",
                    name=next((name for id, name in reversed(names.items()) if id in {one for *_, one in documents}), None),
                    made_by=MADE_BY,
                )
                for documents in ordered
            ]
            issue = Issue(story_ids=tuple(story.id for story in here), made_by=MADE_BY)
            kept.append(issue)
            found.extend(msgspec.structs.replace(story, issue_id=issue.id) for story in here)
        self.shelf.keep_stories(found, kept)

    def _ordered(self, ids: Collection[str]) -> list[tuple[int, int, str]]:
        return sorted(self.sketch(id).order for id in ids)


def _in_window(one: Sketch, other: Sketch) -> bool:
    if one.earliest is None or other.earliest is None or one.latest is None or other.latest is None:
        return True
    return max(one.earliest - other.latest, other.earliest - one.latest) <= WINDOW
