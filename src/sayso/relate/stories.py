"""Stories and issues: documents on one happening, and stories on one matter.

Documents are joined by average linkage (Sokal & Michener 1958), the likest first. Two count as one happening when they are much
more like each other than like what else is told around them, the more so the nearer their dates: on a busy matter more is asked
than on a quiet one, since what all its documents share tells no two of them apart. Issues are joined in the same way, out
of whole stories, by likeness alone, so that a matter may go on for weeks and a story is never torn.

Everything is a function of the set of documents and of what a person decided: no order of reading shows, and after a new
document only those need be looked at again that are linked to it. A person's word binds: what was judged one story stays
together, what was judged two is never joined.
Knowingly missed: one happening told in quite different words; two of one kind, in one place and week, with few names.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from sayso.core.stories import Judged, Sketch
from sayso.relate.likeness import FORGOTTEN

MADE_BY = "stories/1"

# All in thousandths of likeness. How far apart two days may be for nothing, what each further day costs, and the most they may.
FREE_DAYS, A_DAY, DAYS_AT_MOST = 1, 50, 500
# What two documents lose that are about other people.
OTHER_PEOPLE = 200
# How many of the likest make up what is around a document, how like they count at least, and in hundredths how much of it a pair
# must stand out from.
AROUND, QUIET, STANDING_OUT = 8, 200, 40
# What a pair must still have beyond that to be one story, and how like stories must be to be one issue. STORY, AROUND and
# STANDING_OUT were swept together on neus_train and ecb_train (benchmarks/stories.py): of all within 0.3 points of the best mean
# B-cubed F1 the most precise. ISSUE was set on articles of our own, since no corpus has issues.
STORY, ISSUE = 70, 80

Node = TypeVar("Node", bound=Hashable)
Links = Mapping[str, Mapping[str, int]]
Pair = frozenset[str]


def apart(one: Sketch, other: Sketch) -> int:
    """What days and people take off from how like two documents are.

    >>> monday, thursday = (Sketch(document_id="", made_by="", words=(), earliest=day, latest=day) for day in (739_313, 739_316))
    >>> apart(monday, thursday), apart(monday, monday)
    (100, 0)
    """
    return _days(one, other) + (OTHER_PEOPLE if _of_other_people(one, other) else 0)


def _days(one: Sketch, other: Sketch) -> int:
    """Nothing where a date is not known."""
    if one.earliest is None or other.earliest is None or one.latest is None or other.latest is None:
        return 0
    gap = max(one.earliest - other.latest, other.earliest - one.latest)
    return min(DAYS_AT_MOST, A_DAY * max(0, gap - FREE_DAYS))


def _of_other_people(one: Sketch, other: Sketch) -> bool:
    """Whether both documents have persons they keep coming back to, and neither names any of the other's.

    >>> people = ((("vell", 3),), (("brandt", 2),))
    >>> port, road = (Sketch(document_id="", made_by="", words=(), people=one) for one in people)
    >>> _of_other_people(port, road), _of_other_people(port, port)
    (True, False)
    """
    here, there = dict(one.people), dict(other.people)
    mine, theirs = ({name for name, count in people.items() if count > 1} for people in (here, there))
    return bool(mine and theirs) and mine.isdisjoint(there) and theirs.isdisjoint(here)


def around(likenesses: Iterable[int]) -> int:
    """How like the surroundings of a document are, from the likenesses of all it is linked to, days already taken off."""
    likest = heapq.nlargest(AROUND, (max(QUIET, one) for one in likenesses))
    return (sum(likest) + QUIET * (AROUND - len(likest))) // AROUND


def standing_out(one: int, other: int) -> float:
    """What a pair must be more like than, from the surroundings of both."""
    return STANDING_OUT * (one + other) / 200


def stories(links: Links, surroundings: Mapping[str, int], judged: Sequence[Judged] = ()) -> list[tuple[str, ...]]:
    """The documents of `links`, each once, in stories; days are taken off the links already.

    `surroundings` has what `around` gives for every document. Of `judged`, what comes first was said last.
    """
    forbidden = {frozenset((one.one, one.other)) for one in judged if not one.same}
    units = _bound(sorted(links), [frozenset((one.one, one.other)) for one in judged if one.same], forbidden)
    return _joined(units, links, STORY, lambda document: standing_out(surroundings[document], 0), forbidden)


def issues(told: Sequence[tuple[str, ...]], links: Links) -> list[tuple[str, ...]]:
    """The documents of the issues that these stories make; here the links are without regard to days."""
    return _joined(sorted(told), links, ISSUE, lambda _: 0.0, frozenset())


def linked(starts: Iterable[Node], beside: Callable[[Node], Iterable[Node]]) -> set[Node]:
    """All that can be reached from the starts."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for other in beside(waiting.pop()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _bound(documents: Sequence[str], together: Iterable[Pair], forbidden: Collection[Pair]) -> list[tuple[str, ...]]:
    """Documents that a person's word binds into one, unless a later word parts them."""
    unit = {document: {document} for document in documents}
    for one, other in (sorted(pair) for pair in together):
        if one not in unit or other not in unit or unit[one] is unit[other]:
            continue
        if not any(frozenset((a, b)) in forbidden for a in unit[one] for b in unit[other]):
            unit[one] |= unit[other]
            for document in unit[other]:
                unit[document] = unit[one]
    return sorted({tuple(sorted(members)) for members in unit.values()})


def _joined(
    units: Sequence[tuple[str, ...]], links: Links, least: int, ground: Callable[[str], float], forbidden: Collection[Pair]
) -> list[tuple[str, ...]]:
    """Units joined, the likest first, while the mean over all pairs of their documents is at least `least`."""
    clusters: dict[int, tuple[str, ...]] = dict(enumerate(units))
    of = {document: n for n, unit in clusters.items() for document in unit}
    grounds = {n: sum(map(ground, unit)) for n, unit in clusters.items()}
    between: dict[int, dict[int, tuple[int, int]]] = {n: {} for n in clusters}  # sum and number of links to each other
    for document, n in of.items():
        for other, like in links.get(document, {}).items():
            m = of.get(other)
            if m is not None and m != n:
                total, number = between[n].get(m, (0, 0))
                between[n][m] = (total + like, number + 1)
    parted: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in (sorted(pair) for pair in forbidden):
        if one in of and other in of:
            parted[of[one]].add(of[other])
            parted[of[other]].add(of[one])
    best: list[tuple[float, str, str, int, int]] = []

    def offer(n: int, m: int) -> None:
        size = len(clusters[n]) * len(clusters[m])
        total, number = between[n][m]
        mean = (total + (size - number) * FORGOTTEN) / size - grounds[n] / len(clusters[n]) - grounds[m] / len(clusters[m])
        if mean >= least and m not in parted[n]:
            first, second = sorted((n, m), key=lambda k: clusters[k][0])
            heapq.heappush(best, (-mean, clusters[first][0], clusters[second][0], first, second))

    for n, others in between.items():
        for m in others:
            if n < m:
                offer(n, m)
    fresh = len(clusters)
    while best:
        *_, n, m = heapq.heappop(best)
        if n not in clusters or m not in clusters:
            continue
        clusters[fresh] = tuple(sorted(clusters.pop(n) + clusters.pop(m)))
        grounds[fresh] = grounds.pop(n) + grounds.pop(m)
        between[fresh] = {}
        for old in (n, m):
            for k, (total, number) in between.pop(old).items():
                if k not in (n, m):
                    before, counted = between[fresh].get(k, (0, 0))
                    between[fresh][k] = (before + total, counted + number)
                    del between[k][old]
            for k in parted.pop(old, ()):
                parted[k].discard(old)
                parted[k].add(fresh)
                parted[fresh].add(k)
        for k in sorted(between[fresh]):
            between[k][fresh] = between[fresh][k]
            offer(fresh, k)
        fresh += 1
    return sorted(clusters.values())
