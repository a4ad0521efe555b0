"""Differences: what clauses about the same tell otherwise, each with its basis and the words on both sides.

Numbers for the same thing that do not fit contradict each other; a toll that a later text gives updates the earlier one. What one
says was done and another denies contradicts. What was planned and then done is updated. What two want alike, the second supports.
One speaker's words quoted in two wordings are told as such. When unsure, nothing is said: both stand side by side as they are.
Knowingly missed: figures for one thing in other words than tolls and crowds, and contradictions that need knowledge of the world.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from sayso.core.claims import Claim, Difference, DifferenceBasis, DifferenceType, Figure, Proposition
from sayso.core.span import Span
from sayso.lexicon.speech import pronouns
from sayso.relate.chains import same_origin
from sayso.relate.claims import ACTS, SORTS, Pair, agree, at_odds, overlap, same_toll, spoken_alike

MADE_BY = "differences/1"

# How much of the lighter of two quotations must be in both for them to be one utterance. Set on tests/relations/dev.
UTTERANCE, WORDS = 0.6, 3
# A word of an act that weighs so much says what it is done to.
THEME = 4.0
# So many features must two links share for both to be of the same two things.
TIED = 2
MAY_FALL = ("missing", "displaced")
UNDATED = (4_000_000, 4_000_000)


def differences(
    propositions: Sequence[Proposition],
    acts: Sequence[Proposition],
    utterances: Sequence[Proposition],
    found: Sequence[Pair],
    claims: Sequence[Claim],
    published: Mapping[str, tuple[int, int] | None],
) -> tuple[Difference, ...]:
    """All of them, one for two claims and two documents. `published` has the days of each document, None where not known."""
    work = _Differences(propositions, acts, utterances, found, claims, published)
    return tuple(work.all())


class _Differences:
    def __init__(
        self,
        propositions: Sequence[Proposition],
        acts: Sequence[Proposition],
        utterances: Sequence[Proposition],
        found: Sequence[Pair],
        claims: Sequence[Claim],
        published: Mapping[str, tuple[int, int] | None],
    ) -> None:
        self.propositions, self.acts, self.utterances = propositions, acts, utterances
        self.found, self.claims, self.published = found, claims, published
        self.claim = {telling.id: claim for claim in claims for telling in claim.tellings}
        self.words: dict[str, set[str]] = {}
        # What the articles under the headlines count.
        self.counted: dict[str, set[str | None]] = {}
        for one in propositions:
            if not one.headline:
                self.counted.setdefault(one.document_id, set()).update(figure.counted for figure in one.figures)
            self.words.setdefault(one.document_id, set()).update(one.features)

    def all(self) -> Iterator[Difference]:
        seen: set[tuple[object, ...]] = set()
        for one in sorted(self._all(), key=self._order):
            claims = tuple(sorted(self.claim[each.id].id if each.id in self.claim else each.id for each in (one.one, one.other)))
            documents = tuple(sorted((one.one.document_id, one.other.document_id)))
            # A headline's number is the article's: one difference for two articles, their claims and what is counted.
            key = (one.basis, documents, claims) if one.basis != "figures" else (one.basis, documents, _counted(one))
            headline = one.one.headline or one.other.headline
            if key not in seen and not (headline and (one.basis, documents) in seen):
                seen.update({key, (one.basis, documents)})
                yield one

    def _order(self, one: Difference) -> tuple[bool, str, Span, Span]:
        return one.one.headline or one.other.headline, one.one.document_id, one.spans[0], one.other_spans[0]

    def _all(self) -> Iterator[Difference]:
        for pair in self.found:
            yield from self._of_pair(pair.one, pair.other)
        yield from self._tolls()
        yield from self._claimants()
        yield from self._links()
        yield from self._quotations()

    # Clauses about the same

    def _of_pair(self, one: Proposition, other: Proposition) -> Iterator[Difference]:
        if one.document_id == other.document_id and (spoken_alike(one, other) or one.paths == other.paths):
            return
        if one.link is not None and other.link is not None and one.link.says != other.link.says:
            return
        sorts = {SORTS[one.realis]: one, SORTS[other.realis]: other}
        if len(sorts) == 1:
            for a, b in at_odds(one, other):
                rounded = any(
                    each.headline and figure.counted in self.counted.get(each.document_id, ())
                    for each, figure in ((one, a), (other, b))
                )
                if a.toll in (None, "crowd") and not rounded and not (a.part or b.part):
                    yield from self._figures(one, other, a, b)
        elif "negated" in sorts and "demanded" not in sorts:
            negated = sorts.pop("negated")
            (asserted,) = sorts.values()
            if _is_denied(negated, asserted) and negated.denied and SORTS[asserted.realis] == "done":
                yield self._whole("contradicts", "denial", negated, asserted)
        elif sorts.keys() == {"planned", "done"} and one.document_id != other.document_id:
            planned, done = sorts["planned"], sorts["done"]
            if (
                _one_sort(planned, done)
                and not (planned.quoted and done.quoted)
                and self._later(done, planned) is not False
                and planned.realis in ("planned", "hypothetical")
                and not done.headline
            ):
                yield self._whole("updates", "stage", done, planned)

    # Numbers

    def _tolls(self) -> Iterator[Difference]:
        told = [
            (one, figure) for one in self.propositions for figure in one.figures
            if figure.toll and not figure.part and not _shared_out(one, figure)
        ]  # fmt: skip
        for n, (one, a) in enumerate(told):
            for other, b in told[:n]:
                if same_toll(one, a, other, b, self.words):
                    yield from self._figures(one, other, a, b)

    def _figures(self, one: Proposition, other: Proposition, a: Figure, b: Figure) -> Iterator[Difference]:
        if one.document_id == other.document_id and not self._two_speakers(one, other):
            return
        later = self._first_told_later(one, other)
        if later is False:
            one, other, a, b, later = other, one, b, a, True
        same = (a.low, a.high) == (b.low, b.high)
        if a.toll in (None, "crowd"):
            # What is counted may change from day to day: only one speaker, or one day, makes it one number.
            if later and a.stands and spoken_alike(one, other) and not same:
                yield self._told("updates", "figures", one, other, a.span, b.span)
            elif not overlap(a, b) and (later is None or self._days_apart(one, other) <= 1):
                yield self._told("contradicts", "figures", one, other, a.span, b.span)
        elif later and not same and a.low is not None and (b.low is None or a.low > b.low or a.stands or a.toll in MAY_FALL):
            yield self._told("updates", "figures", one, other, a.span, b.span)
        elif not later and not overlap(a, b):
            yield self._told("contradicts", "figures", one, other, a.span, b.span)

    def _days_apart(self, one: Proposition, other: Proposition) -> int:
        mine, theirs = self.published[one.document_id], self.published[other.document_id]
        return abs(mine[0] - theirs[0]) if mine and theirs else 0

    def _two_speakers(self, one: Proposition, other: Proposition) -> bool:
        said = all(path[-1].status != "outlet" for each in (one, other) for path in each.paths)
        return said and not spoken_alike(one, other)

    # Speakers

    def _claimants(self) -> Iterator[Difference]:
        """Who wants an act that another wants too, or speaks of as to come."""
        wanted = [pair for claim in self.claims for pair in combinations(claim.tellings, 2)]
        wanted += [(one, other) for one, other in combinations(self.acts, 2) if _one_act(one, other)]
        for one, other in wanted:
            open_ = {one.realis, other.realis} <= {"demanded", "hypothetical"} and "demanded" in (one.realis, other.realis)
            named = all(path[-1].status != "outlet" for each in (one, other) for path in each.paths)
            if (
                open_
                and named
                and not (one.headline or other.headline)
                and one.document_id != other.document_id
                and not spoken_alike(one, other)
            ):
                yield self._whole("supports", "claimant", other, one)

    def _links(self) -> Iterator[Difference]:
        """Where one says that a thing bears on another and one that it does not."""
        tied = [one for one in self.propositions if one.link is not None]
        for one, other in combinations(tied, 2):
            a, b = one.link, other.link
            if a is None or b is None or a.says == b.says or one.document_id == other.document_id:
                continue
            straight = [a.one & b.one, a.other & b.other]
            crossed = [a.one & b.other, a.other & b.one]
            if any(all(sides) and len(frozenset.union(*sides)) >= TIED for sides in (straight, crossed)):
                yield self._whole("contradicts", "link", *((other, one) if a.says else (one, other)))

    def _quotations(self) -> Iterator[Difference]:
        for other, one in combinations(self.utterances, 2):
            speaks = any(
                same_origin(a, b) and "outlet" not in (a[-1].status, b[-1].status) for a in one.paths for b in other.paths
            )
            nested = one.document_id == other.document_id and any(a.meets(b) for a in one.spans for b in other.spans)
            if speaks and not nested and not _words_within(one, other) and _one_utterance(one.features, other.features):
                yield self._whole("repeats", "quotation", one, other)

    # What all share

    def _later(self, one: Proposition, other: Proposition) -> bool | None:
        """Whether the first is of a later day; None where the days are not known or the same."""
        mine, theirs = self.published[one.document_id], self.published[other.document_id]
        if mine is None or theirs is None or (mine[0] <= theirs[1] and theirs[0] <= mine[1]):
            return None
        return mine > theirs

    def _first_told_later(self, one: Proposition, other: Proposition) -> bool | None:
        """The same of their claims: when each was told first."""
        first = [
            min(self.claim[each.id].tellings, key=lambda telling: self.published[telling.document_id] or UNDATED)
            for each in (one, other)
        ]
        return self._later(*first)

    def _whole(self, type_: DifferenceType, basis: DifferenceBasis, one: Proposition, other: Proposition) -> Difference:
        return Difference(
            type=type_, basis=basis, one=one, other=other, spans=one.spans, other_spans=other.spans, made_by=MADE_BY
        )

    def _told(
        self, type_: DifferenceType, basis: DifferenceBasis, one: Proposition, other: Proposition, span: Span, other_span: Span
    ) -> Difference:
        return Difference(
            type=type_, basis=basis, one=one, other=other, spans=(span,), other_spans=(other_span,), made_by=MADE_BY
        )


def _shared_out(one: Proposition, figure: Figure) -> bool:
    """Whether a clause gives a toll in parts: "five workers and two guards died", "nine died here while two died there"."""
    # "Two of them" is a part of what is told, and takes nothing from the whole.
    others = [other for other in one.figures if other is not figure and other.counted not in pronouns()]
    return any(other.toll == figure.toll or (other.toll, other.counted, other.unit) == (None, None, None) for other in others)


def _counted(one: Difference) -> object:
    figure = next(figure for figure in one.one.figures if figure.span == one.spans[0])
    return figure.toll or figure.counted or figure.unit


def _words_within(one: Proposition, other: Proposition) -> bool:
    """Whether one of two quotations is part of the other, word by word."""
    short, long = sorted((one.words, other.words), key=len)
    return any(long[k : k + len(short)] == short for k in range(len(long) - len(short) + 1))


def _one_sort(one: Proposition, other: Proposition) -> bool:
    """Whether two clauses tell of one sort of act: by the verb of one, or by its kind."""
    both = {feature for feature in one.features.keys() & other.features.keys() if feature[0] not in "=#@"}
    return one.head in both or other.head in both or any(feature in ACTS or feature[1:].isupper() for feature in both)


def _is_denied(negated: Proposition, asserted: Proposition) -> bool:
    """Whether a denial is of what a clause tells: of its verb or of an act of its kind, not of a thing that it only mentions
    ("disputed the access to a well" denies no founding of a mission for access)."""
    both = negated.features.keys() & asserted.features.keys()
    kind = any(feature[0] == "+" and feature[1:].isupper() for feature in both)
    return asserted.head in negated.features or (kind and negated.head in asserted.features)


def _one_act(one: Proposition, other: Proposition) -> bool:
    """Whether two acts are of one kind and share a word that says what it is done to."""
    both = one.features.keys() & other.features.keys()
    kind = {feature for feature in both if feature.startswith("+")}
    theme = {feature for feature in both - kind if feature not in one.names and one.features[feature] >= THEME}
    return bool(kind and theme) and agree(one, other)


def _one_utterance(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    both = one.keys() & other.keys()
    shared = sum(min(one[feature], other[feature]) for feature in both)
    return len(both) >= WORDS and shared >= UTTERANCE * min(sum(one.values()), sum(other.values()))
