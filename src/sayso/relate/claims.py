"""Claims: the same proposition across documents, aligned by its slots.

Two clauses tell the same when enough of the weight of their words, names and kinds of acts is in both, and nothing that both
say disagrees: no day, no name beside others, no number for the same thing. Whether it is told as done, planned or denied does
not count for likeness; it decides what joins them (relations.py). Words that most clauses of the compared texts share tell
little, so they weigh little.
The same thing told in quite other words is found by the vectors of the clauses alone where the speaker and all else agree.
Knowingly missed: other words in different mouths, and opposites that no table has.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from sayso.core.claims import Claim, Figure, Proposition
from sayso.core.data import Realis
from sayso.lexicon.claims import opposites
from sayso.relate.chains import chains, same_origin
from sayso.relate.likeness import cosine

MADE_BY = "claims/1"

# Share of the weight of the lighter clause, and of both, that must be in both; weight in both that is too little to tell.
# Set on tests/relations/dev.
LIGHTER, BOTH, WEIGHT = 0.6, 0.45, 5.5
# A short clause may be all of a long one's heart.
HEART, ROUND, HEAVY = 0.75, 0.3, 10.0
# A clause of few words must be nearly all the same.
LIGHT, SAME = 3.5, 0.7
# What one speaker is told to have said is likelier the same.
SPOKEN, SPOKEN_WEIGHT = 0.5, 5.0
# The likeness of two clauses' vectors, in thousandths, that makes them one where the speaker and all else agree, and what that of
# the words which are not in both must have: names that both have would speak for any two. Set on tests/relate/paraphrases.jsonl.
NEAR, APART = 700, 480
# So many clauses of a comparison, and no more, are read by themselves for their vectors.
READ = 40
# A name of so many letters, "=" among them, is another's stem where no more follow.
STEM, ENDING = 5, 3
# A feature of a toll's clause that weighs so much says where it belongs; words for anybody that is counted.
ANCHOR = 3.5
ANYBODY = frozenset({None, "people", "+dead", "crowd"})
# Kinds of acts that two parties have with each other, and that are told of by many words.
ACTS = frozenset({"talks", "+CONSULT", "+AGREE", "+COOPERATE"})
# Clauses whose realis is of one sort may be one claim.
SORTS: dict[Realis, str] = {
    "actual": "done", "planned": "planned", "hypothetical": "planned", "demanded": "demanded", "negated": "negated",
}  # fmt: skip


class Pair(msgspec.Struct, frozen=True):
    """Two clauses that are about the same, and how much of their weight is in both."""

    one: Proposition
    other: Proposition
    like: float


class Weights:
    """How much each feature tells among the clauses that are compared."""

    def __init__(self, propositions: Sequence[Proposition]) -> None:
        counts = Counter(feature for one in propositions for feature in one.features)
        whole = math.log(1 + len(propositions))
        self._share = {feature: math.log((1 + len(propositions)) / count) / whole for feature, count in counts.items()}

    def of(self, feature: str, value: float) -> float:
        return value * self._share[feature]

    def total(self, one: Proposition) -> float:
        """What must be in both. Numbers, days and kinds of acts only help: that they differ is told as such."""
        return sum(self.of(feature, value) for feature, value in one.features.items() if not _helping(feature))

    def shared(self, one: Proposition, other: Proposition) -> float:
        both = one.features.keys() & other.features.keys()
        return sum(self.of(feature, min(one.features[feature], other.features[feature])) for feature in both)


def _telling(one: Proposition, other: Proposition) -> bool:
    """Whether two clauses share what is told, and not only of whom: the verb, a kind of act, or two words that are no names."""
    both = {feature for feature in one.features.keys() & other.features.keys() if feature[0] not in "=#@"}
    return len(both) > 1 or one.head in both or other.head in both or any(_helping(feature) for feature in both)


def _worded(one: Proposition, other: Proposition) -> bool:
    """Whether two clauses share a name, a word or a number, and not only kinds of acts and days."""
    return any(feature[0] not in "+@" for feature in one.features.keys() & other.features.keys())


def _helping(feature: str) -> bool:
    return feature[0] in "#@" or (feature[0] == "+" and feature[1:].isupper())


Vector = Callable[[str], bytes]


def pairs(propositions: Sequence[Proposition], vector: Vector | None = None) -> list[Pair]:
    """Every two clauses that are about the same, the likest first. `vector` gives the vector of words in signed bytes; without
    it, what is told in quite other words is not found."""
    weights = Weights(propositions)
    words: defaultdict[str, set[str]] = defaultdict(set)
    for one in propositions:
        words[one.document_id].update(one.features)
    totals = [weights.total(one) for one in propositions]
    places: defaultdict[str, list[int]] = defaultdict(list)
    found: list[Pair] = []
    open_: list[Pair] = []
    for n, one in enumerate(propositions):
        near = Counter(m for feature in one.features for m in places[feature])
        for m, common in sorted(near.items()):
            other = propositions[m]
            shared = weights.shared(one, other)
            lighter, both = shared / max(1e-9, min(totals[n], totals[m])), 2 * shared / max(1e-9, totals[n] + totals[m])
            if vector is not None and may_be_one(one, other):
                open_.append(Pair(other, one, shared))
            if common < 2:
                continue
            whole = shared >= WEIGHT and lighter >= LIGHTER and both >= BOTH
            verb = one.head in other.features or other.head in one.features
            heart = verb and shared >= HEAVY and lighter >= HEART and both >= ROUND
            said = shared >= SPOKEN_WEIGHT and lighter >= SPOKEN and both >= ROUND and spoken_alike(one, other)
            denied = shared >= SPOKEN_WEIGHT and any(
                a.denied and shared >= SPOKEN * total for a, total in ((one, totals[n]), (other, totals[m]))
            )
            same = shared >= LIGHT and both >= SAME
            alike = (same or whole or heart or said or denied) and _telling(one, other) and _worded(one, other)
            if ((alike or by_slots(one, other)) and agree(one, other)) or one_toll(one, other, words):
                found.append(Pair(other, one, shared))
        for feature in one.features:
            places[feature].append(n)
    if vector is not None:
        have = {(pair.one.id, pair.other.id) for pair in found}
        found += in_other_words([pair for pair in open_ if (pair.one.id, pair.other.id) not in have], vector)
    return sorted(found, key=lambda pair: (-pair.like, pair.one.id, pair.other.id))


def may_be_one(one: Proposition, other: Proposition) -> bool:
    """Whether everything but the words says that two clauses of two documents may tell the same: one speaker, no name, day,
    number or sort that differs, and no word whose opposite the other has."""
    numbers = [{feature for feature in each.features if feature[0] == "#"} for each in (one, other)]
    return (
        one.document_id != other.document_id
        and SORTS[one.realis] == SORTS[other.realis]
        and one.denied == other.denied
        and not (numbers[0] and numbers[1] and numbers[0] != numbers[1])
        and not at_odds(one, other)
        and not opposed(one, other)
        and (one.names <= other.names or other.names <= one.names)
        and agree(one, other)
        and (spoken_alike(one, other) or (len(one.names) > 0 and one.names == other.names and _one_day(one, other)))
    )


def _one_day(one: Proposition, other: Proposition) -> bool:
    return one.days is not None and one.days == other.days


def opposed(one: Proposition, other: Proposition) -> bool:
    """Whether one clause has a word of which the other has the opposite. A clause that has both words of such a pair ("the
    remaining troops left") says nothing by them."""
    mine, theirs = ({word for word in each.features if opposites().get(word, frozenset()).isdisjoint(each.features)}
                    for each in (one, other))  # fmt: skip
    return any(not theirs.isdisjoint(opposites().get(word, ())) for word in mine - theirs)


def in_other_words(open_: Sequence[Pair], vector: Vector) -> Iterable[Pair]:
    """Of pairs that may be one those whose vectors say so. The clauses are read by themselves, which costs; so READ of them are,
    of the pairs that share most."""
    read: dict[str, bytes] = {}
    for pair in sorted(open_, key=lambda pair: (-pair.like, pair.one.id, pair.other.id)):
        new = [each for each in (pair.one, pair.other) if each.id not in read]
        if len(read) + len(new) > READ:
            continue
        read.update((each.id, vector(" ".join(each.words))) for each in new)
        if cosine(read[pair.one.id], read[pair.other.id]) >= NEAR:
            one, other = (
                " ".join(word for word in mine.words if word not in theirs.words)
                for mine, theirs in ((pair.one, pair.other), (pair.other, pair.one))
            )
            if not (one and other) or cosine(vector(one), vector(other)) >= APART:
                yield pair


def named_alike(propositions: Sequence[Proposition]) -> list[Proposition]:
    """The same clauses with a name and its adjective as one: "Tavia" and "Tavian"."""
    names = sorted({name for one in propositions for name in one.names}, key=lambda name: (len(name), name))
    stem: dict[str, str] = {}
    for n, name in enumerate(names):
        stem[name] = next(
            (stem[s] for s in names[:n] if len(s) >= STEM and name.startswith(s) and len(name) - len(s) <= ENDING), name
        )
    return [
        msgspec.structs.replace(
            one,
            names=frozenset(stem[name] for name in one.names),
            roles=tuple(frozenset(stem.get(name, name) for name in role) for role in one.roles),
            figures=tuple(
                msgspec.structs.replace(each, whose=frozenset(stem.get(name, name) for name in each.whose))
                for each in one.figures
            ),
            features={stem.get(feature, feature): value for feature, value in one.features.items()},
        )
        for one in propositions
    ]


def agree(one: Proposition, other: Proposition) -> bool:
    """Whether nothing in two clauses says that they are of two things: days that part, or names in one role of which none is
    in both."""
    if apart(one, other):
        return False
    if one.names <= other.names or other.names <= one.names:
        return True
    return not any(mine and theirs and mine.isdisjoint(theirs) for mine, theirs in zip(one.roles, other.roles, strict=True))


def apart(one: Proposition, other: Proposition) -> bool:
    """Whether two clauses are of days that part."""
    return bool(one.days and other.days and (one.days[1] < other.days[0] or other.days[1] < one.days[0]))


def one_toll(one: Proposition, other: Proposition, words: Mapping[str, Collection[str]]) -> bool:
    """Whether both give the same toll of the same happening. `words` has the features of every document."""
    return any(
        (a.low, a.high) == (b.low, b.high) and not (a.part or b.part) and same_toll(one, a, other, b, words)
        for a in one.figures
        for b in other.figures
    )


def same_toll(one: Proposition, a: Figure, other: Proposition, b: Figure, words: Mapping[str, Collection[str]]) -> bool:
    """Whether two figures are tolls of one kind and one happening: what each clause says of where it belongs is in the other's
    text. A toll that is told as having changed has the day of the telling."""
    counted = a.counted == b.counted or not {a.counted, b.counted}.isdisjoint(ANYBODY)
    days = a.stands or b.stands or not apart(one, other)
    if one.names and other.names and one.names.isdisjoint(other.names):
        return False
    if a.whose and b.whose and a.whose.isdisjoint(b.whose):
        return False
    return (
        a.toll is not None
        and a.toll == b.toll
        and a.unit == b.unit
        and counted
        and days
        and _fits(one, a, words[other.document_id])
        and _fits(other, b, words[one.document_id])
    )


def _fits(one: Proposition, figure: Figure, there: Collection[str]) -> bool:
    anchors = {
        feature for feature, weight in one.features.items()
        if weight >= ANCHOR and feature[0] not in "+#@" and feature not in (figure.counted, figure.toll)
    }  # fmt: skip
    names = {feature for feature in anchors if feature in one.names}
    if names:
        return any(name in there for name in names)
    return len(anchors) < 2 or any(anchor in there for anchor in anchors)


def by_slots(one: Proposition, other: Proposition) -> bool:
    """Whether both tell of an act of one kind that is still to come, between the same parties, or go back to it."""
    acts = {feature for feature in one.features.keys() & other.features.keys() if feature in ACTS}
    if not acts or SORTS[one.realis] != SORTS[other.realis] or SORTS[one.realis] not in ("planned", "demanded"):
        return False
    if one.document_id == other.document_id:
        return any(not acts.isdisjoint(a.back) and a.names <= b.names for a, b in ((one, other), (other, one)))
    return len(one.names) > 1 and one.names == other.names


def spoken_alike(one: Proposition, other: Proposition) -> bool:
    """Whether one speaker, and not an outlet, is told to have said both."""
    return any(
        a[-1].status != "outlet" and b[-1].status != "outlet" and same_origin(a, b) for a in one.paths for b in other.paths
    )


def comparable(one: Figure, other: Figure) -> bool:
    """Whether two numbers count the same sort of thing."""
    alike = one.toll == other.toll or {one.toll, other.toll} <= {None, "crowd"}
    return one.unit == other.unit and one.counted == other.counted and alike


def overlap(one: Figure, other: Figure) -> bool:
    """Whether some number fits both.

    >>> from sayso.core.span import Span
    >>> def figure(low, high):
    ...     return Figure(quantity_id="", span=Span(0, 0), low=low, high=high, counted=None, unit=None, toll=None)
    >>> overlap(figure(17, None), figure(17, 17)), overlap(figure(17, 17), figure(20, 20))
    (True, False)
    """
    low = max((figure.low for figure in (one, other) if figure.low is not None), default=None)
    high = min((figure.high for figure in (one, other) if figure.high is not None), default=None)
    return low is None or high is None or low <= high


def at_odds(one: Proposition, other: Proposition) -> Iterable[tuple[Figure, Figure]]:
    """The numbers of two clauses that count the same and do not fit."""
    return [(a, b) for a in one.figures for b in other.figures if comparable(a, b) and not overlap(a, b)]


def claims(
    propositions: Sequence[Proposition],
    found: Sequence[Pair],
    copied: Callable[[Proposition, Proposition], bool] = lambda one, other: False,
) -> list[Claim]:
    """Propositions joined where they are told alike, each once; the likest pairs first, and only where all fit together."""
    order = {one.id: n for n, one in enumerate(propositions)}
    linked = {frozenset((pair.one.id, pair.other.id)) for pair in found}
    member = {one.id: [one] for one in propositions}
    for pair in found:
        mine, theirs = member[pair.one.id], member[pair.other.id]
        if mine is theirs or not all(_one_claim(a, b) for a in mine for b in theirs):
            continue
        # Half of the pairs must be alike themselves, so that a chain of likenesses joins no ends.
        if 2 * sum(frozenset((a.id, b.id)) in linked for a in mine for b in theirs) < len(mine) * len(theirs):
            continue
        mine.extend(theirs)
        for one in theirs:
            member[one.id] = mine
    groups = {id(group): sorted(group, key=lambda one: order[one.id]) for group in member.values()}
    return [Claim(tellings=tuple(group), chains=chains(group, copied), made_by=MADE_BY) for group in groups.values()]


def _one_claim(one: Proposition, other: Proposition) -> bool:
    if one.link is not None and other.link is not None and one.link.says != other.link.says:
        return False
    same = SORTS[one.realis] == SORTS[other.realis] and agree(one, other)
    return same and not at_odds(one, other) and not opposed(one, other)
