"""Reports: joins the model's cues to the source and content segments it links to them, and finds the nested ones.

Segments come from the role labels (one a word, the outermost report); links say which cue a segment belongs to. Cues
inside a content have no role labels of their own, so their source and content are read off the links alone.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from sayso.core.parse import Report
from sayso.core.span import merged
from sayso.parse.decode import Floats, log_softmax, segments

SOURCE, CONTENT = 1, 3  # columns of the links
# A cue takes the source it gives the highest probability, from this on; of PolNeAR's attributions one in 2,000 has two.
BEST = 0.2
# What a change between inside and outside a span costs when a nested report is read off the links, in log-odds.
CHANGE = 2.0

Range = tuple[int, int]
Links = Mapping[int, Floats]  # the first word of a cue to (words, 4) probabilities of what each word is to it


def sureness(flat: Floats, labels: Sequence[str]) -> dict[str, Floats]:
    """How sure the model is that each word is of a cue and of a content, (words,) probabilities. `flat` is (words, labels), the
    scores of the roles."""
    odds = np.exp(log_softmax(flat))
    return {name: odds[:, [labels.index(f"B-{name}"), labels.index(f"I-{name}")]].sum(-1) for name in ("cue", "content")}


def cued(cues: Floats) -> Floats:
    """The probability that each word is in a cue, at whatever depth; `cues` is (words, 3), their scores."""
    odds: Floats = np.exp(log_softmax(cues))[:, 1:].sum(-1)
    return odds


def reports(links: Floats, linked: Floats, sure: Mapping[str, Floats], roles: Sequence[str], cues: Sequence[str]) -> list[Report]:
    """The reports of one window, by position, with token ranges of the window. `links` is (words, 4, inner), of each word as a
    cue, and `linked` (words, inner), of each as what belongs to one; `sure` is `sureness`, and "nested" what is `cued`;
    `roles` and `cues` are the decoded labels of its words."""
    found = segments(roles)
    if not found:
        return []
    nested = [(a, b) for a, b, _ in segments(cues)]
    by_role: dict[str, list[Range]] = {role: [(a, b) for a, b, r in found if r == role] for role in ("source", "cue", "content")}
    rows = sorted({a for a, _ in by_role["cue"] + nested})
    odds = dict(zip(rows, np.exp(log_softmax((links[rows] @ linked.T).transpose(0, 2, 1))), strict=True))
    top = _joined(by_role, odds, sure)
    return sorted(top + _nested(top, nested, sure["nested"], odds), key=_position)


def _mean(scores: Floats, first: int, last: int) -> float:
    """The mean of some words' scores, to four places."""
    return round(float(scores[first] if last == first + 1 else scores[first:last].mean()), 4)


def _position(report: Report) -> tuple[int, int]:
    every = [*report.source, *report.cue, *report.content]
    return min(a for a, _ in every), report.depth


def _means(links: Links, cues: Sequence[Range], parts: Sequence[Range], role: int) -> dict[tuple[Range, Range], float]:
    """How likely each cue has each part in a role, the mean of its words."""
    # Sums of a few words: lists are faster than arrays.
    rows = {cue: links[cue[0]][:, role].tolist() for cue in cues}
    return {(cue, (a, b)): sum(rows[cue][a:b]) / (b - a) for cue in cues for a, b in parts}


def _joined(by_role: dict[str, list[Range]], links: Links, sure: Mapping[str, Floats]) -> list[Report]:
    heads = by_role["cue"]
    sources: dict[Range, list[Range]] = {cue: [] for cue in heads}
    contents: dict[Range, list[Range]] = {cue: [] for cue in heads}
    alone: list[Report] = []
    said = _means(links, heads, by_role["content"], CONTENT)
    says = _means(links, heads, by_role["source"], SOURCE)
    for part in by_role["content"]:
        ranked = sorted(heads, key=lambda cue: (-said[cue, part], _distance(cue, part)))
        if ranked and (said[ranked[0], part] >= BEST or _distance(ranked[0], part) <= 3):
            contents[ranked[0]].append(part)
        else:
            alone.append(Report(source=(), cue=(), content=(part,), depth=0, score=_mean(sure["content"], *part)))
    for cue in heads:
        ranked = sorted(by_role["source"], key=lambda part: -says[cue, part])
        if ranked and says[cue, ranked[0]] >= BEST:
            sources[cue] = ranked[:1]
    for part in by_role["source"]:
        if heads and not any(part in chosen for chosen in sources.values()):
            best = max(heads, key=lambda cue: says[cue, part])
            if not sources[best]:
                sources[best].append(part)
    top = []
    for cue in heads:
        if contents[cue] or sources[cue]:
            top.append(
                Report(
                    source=tuple(sorted(sources[cue])), cue=(cue,), content=tuple(merged(contents[cue])), depth=0,
                    score=_mean(sure["cue"], *cue),
                )
            )  # fmt: skip
    return top + alone


def _distance(a: Range, b: Range) -> int:
    return max(b[0] - a[1], a[0] - b[1], 0)


def _nested(top: list[Report], cues: Sequence[Range], sure: Floats, links: Links) -> list[Report]:
    """Reports whose cue lies inside another's content; the smallest content that holds the cue is theirs to fill."""
    found: list[Report] = []
    taken = {i for report in top for first, last in report.cue for i in range(first, last)}
    for first, last in cues:
        if taken.intersection(range(first, last)):
            continue
        holders = [r for r in (*top, *found) if any(a <= first and last <= b for a, b in r.content)]
        if not holders:
            continue
        holder = min(holders, key=lambda r: sum(b - a for a, b in r.content))
        inside = sorted({i for a, b in holder.content for i in range(a, b)} - set(range(first, last)))
        if not inside:
            continue
        parts = _read(np.log(links[first][inside][:, [0, SOURCE, CONTENT]] + 1e-9), inside)
        if parts["content"]:
            found.append(
                Report(
                    source=tuple(parts["source"]), cue=((first, last),), content=tuple(parts["content"]),
                    depth=holder.depth + 1, score=_mean(sure, first, last),
                )
            )  # fmt: skip
    return found


def _read(scores: Floats, inside: Sequence[int]) -> dict[str, list[Range]]:
    """Source and content ranges among the words `inside`, by Viterbi over (none, source, content) with a cost to change."""
    parts: dict[str, list[Range]] = {"source": [], "content": []}
    for i, label in zip(inside, _steady(scores.tolist()), strict=True):
        if label == 0:
            continue
        chosen = parts["source" if label == 1 else "content"]
        if chosen and chosen[-1][1] == i:
            chosen[-1] = (chosen[-1][0], i + 1)
        else:
            chosen.append((i, i + 1))
    return parts


def _steady(scores: Sequence[Sequence[float]]) -> list[int]:
    """The best label of each word where each change of label costs `CHANGE`; ties go to the lower label. For few words and labels
    lists are faster than `viterbi`.

    >>> _steady([[3.0, 0.0], [0.0, 1.0], [3.0, 0.0], [0.0, 5.0]])
    [0, 0, 0, 1]
    """
    best, before = list(scores[0]), []
    for row in scores[1:]:
        other = best.index(max(best))
        change = best[other] - CHANGE
        before.append([other if (change, label) > (score, other) else label for label, score in enumerate(best)])
        best = [new + max(score, change) for new, score in zip(row, best, strict=True)]
    labels = [best.index(max(best))]
    for came in reversed(before):
        labels.append(came[labels[-1]])
    return labels[::-1]
