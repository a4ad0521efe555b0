"""Comparisons: documents side by side, from their readings alone.

Copies, stories and issues are worked out among these documents only, by the same rules as in a record: what else is told
around them is not known, so a record that holds more may part what stands together here.
"""

from collections.abc import Callable, Sequence

import msgspec

from sayso.core.claims import Claim, Difference, Proposition, Tellings
from sayso.core.dates import days_of
from sayso.core.reading import Reading
from sayso.core.stories import Relation, Sketch
from sayso.relate import copies
from sayso.relate.agencies import Agency, agencies
from sayso.relate.chains import acquainted
from sayso.relate.claims import claims, named_alike, pairs
from sayso.relate.differences import differences
from sayso.relate.labels import Labels, labels
from sayso.relate.likeness import Index
from sayso.relate.sketches import signed
from sayso.relate.stories import apart, around, issues, stories


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Documents side by side, the earliest first: every clause in a claim, how clauses stand to each other, copies, labels
    and who is named as the actor of what."""

    document_ids: tuple[str, ...]
    same_story: bool
    same_issue: bool
    copies: tuple[Relation, ...]
    claims: tuple[Claim, ...]
    differences: tuple[Difference, ...]
    labels: tuple[Labels, ...]
    agency: tuple[Agency, ...] = ()


def compare(readings: Sequence[Reading], gist: Callable[[str], Sequence[float]] | None = None) -> Comparison:
    """What these documents tell alike and otherwise, the earliest first; each needs the layers Sketch and Tellings too. `gist`
    gives the vector of a clause's words; without it, what is told in quite other words is not found."""
    readings = sorted(readings, key=lambda reading: reading.of(Sketch)[0].order)
    repeated = _copies(readings)
    tellings = [reading.of(Tellings)[0] for reading in readings]

    def all_of(part: str) -> list[Proposition]:
        return acquainted(named_alike([one for telling in tellings for one in getattr(telling, part)]))

    def copied(one: Proposition, other: Proposition) -> bool:
        return any(_passes(relation, a, b) for relation in repeated for a, b in ((one, other), (other, one)))

    clauses = all_of("clauses")
    found = pairs(clauses, (lambda words: signed(gist(words))) if gist else None)
    joined = claims(clauses, found, copied)
    published: dict[str, tuple[int, int] | None] = {}
    for reading in readings:
        days = days_of(reading.document.published) if reading.document.published else None
        published[reading.document.id] = (days.earliest.toordinal(), days.latest.toordinal()) if days else None
    same_story, same_issue = _together([reading.of(Sketch)[0] for reading in readings])
    return Comparison(
        document_ids=tuple(reading.document.id for reading in readings),
        same_story=same_story,
        same_issue=same_issue,
        copies=tuple(repeated),
        claims=tuple(joined),
        labels=labels(readings),
        agency=agencies(joined, clauses),
        differences=differences(clauses, all_of("acts"), all_of("utterances"), found, joined, published),
    )


def _copies(readings: Sequence[Reading]) -> list[Relation]:
    """What each document repeats of earlier ones."""
    both = [(reading.document, reading.of(Sketch)[0]) for reading in readings]
    return [relation for n, (document, sketch) in enumerate(both) for relation in copies.relations(document, sketch, both[:n])]


def _passes(relation: Relation, one: Proposition, other: Proposition) -> bool:
    """Whether a passage that is repeated holds a clause on both sides."""
    if (relation.from_document_id, relation.to_document_id) != (one.document_id, other.document_id):
        return False
    return any(
        passage.span.meets(span) and passage.to.meets(to)
        for passage in relation.passages
        for span in one.spans
        for to in other.spans
    )


def _together(sketches: Sequence[Sketch]) -> tuple[bool, bool]:
    """Whether these documents are all of one story, and of one issue."""
    index = Index()
    links: dict[str, dict[str, int]] = {sketch.document_id: {} for sketch in sketches}
    near: dict[str, dict[str, int]] = {sketch.document_id: {} for sketch in sketches}
    for sketch in sketches:
        for other, like in index.like(sketch):
            for one, two in ((sketch, other), (other, sketch)):
                links[one.document_id][two.document_id] = like
                near[one.document_id][two.document_id] = like - apart(one, two)
        index.add(sketch)
    tales = stories(near, {id: around(likes.values()) for id, likes in near.items()})
    return len(tales) == 1, len(issues(tales, links)) == 1
