"""Decoding: from the model's scores to the one best structure, in numpy; ties go to the lower label or earlier word.

Roles and names by Viterbi over BIO, dependencies as the maximum spanning tree of each sentence (Chu & Liu 1965,
Edmonds 1967), reports by joining each cue to the source and content segments it scores best.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def log_softmax(scores: Floats) -> Floats:
    """Over the last axis, in place of no memory it does not need."""
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def viterbi(emissions: Floats, transitions: Floats) -> list[int]:
    """The best label sequence. `emissions` is (words, labels), `transitions` (labels + 2, labels + 2) with the last two
    rows and columns for the start and the end; -inf forbids a step."""
    words, size = emissions.shape
    if words == 0:
        return []
    inner = np.ascontiguousarray(transitions[:size, :size].T)
    score = transitions[size, :size] + emissions[0]
    back = np.zeros((words, size), dtype=np.int64)
    step = np.empty_like(inner)
    for t in range(1, words):
        np.add(inner, score, out=step)
        step.argmax(1, out=back[t])
        score = np.maximum.reduce(step, 1) + emissions[t]
    best = int((score + transitions[:size, size + 1]).argmax())
    came = back.tolist()
    labels = [best]
    for t in range(words - 1, 0, -1):
        best = came[t][best]
        labels.append(best)
    return labels[::-1]


@cache
def plain_transitions(labels: tuple[str, ...]) -> Floats:
    """`bio_transitions` without learned scores, remembered; not to be written to."""
    return bio_transitions(labels)


def bio_transitions(labels: Sequence[str], learned: Floats | None = None) -> Floats:
    """Transitions that let I-x follow only B-x or I-x, with learned scores on the allowed steps."""
    size = len(labels)
    table = np.zeros((size + 2, size + 2), dtype=np.float32) if learned is None else learned.astype(np.float32).copy()
    for b, after in enumerate(labels):
        if after.startswith("I-"):
            table[size, b] = -np.inf
            for a, before in enumerate(labels):
                if before[2:] != after[2:] or before == "O":
                    table[a, b] = -np.inf
    return table


def segments(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """(first, last + 1, class) of a BIO sequence.

    >>> segments(["O", "B-cue", "I-cue", "B-cue"])
    [(1, 3, 'cue'), (3, 4, 'cue')]
    """
    found: list[tuple[int, int, str]] = []
    for i, label in enumerate(labels):
        tag, _, name = label.partition("-")
        if tag == "B" or (tag == "I" and not (found and found[-1][1] == i and found[-1][2] == name)):
            found.append((i, i + 1, name))
        elif tag == "I":
            found[-1] = (found[-1][0], i + 1, name)
    return found


def tree(scores: Floats) -> list[int]:
    """The head of each word, its own index for the one root. `scores` is (words, words), row dependent, column head,
    the diagonal the word's score as root."""
    words = len(scores)
    if words == 1:
        return [0]
    heads = scores.argmax(1)
    roots = [i for i in range(words) if heads[i] == i]
    if len(roots) == 1 and not _cycle(heads):
        return [int(h) for h in heads]
    # One artificial root at 0, tried for each word as its only child, best first; the trees of all but one are cut short.
    candidates = sorted(range(words), key=lambda i: scores[i, i] - scores[i].max(), reverse=True)[:3]
    best: tuple[float, list[int]] | None = None
    for root in candidates:
        graph = scores.astype(np.float64).copy()
        np.fill_diagonal(graph, -np.inf)
        graph[root] = -np.inf
        found = _edmonds(graph, root)
        total = float(sum(scores[i, h] for i, h in enumerate(found) if i != root) + scores[root, root])
        if best is None or total > best[0]:
            best = (total, found)
    assert best is not None
    return best[1]


def _cycle(heads: Ints) -> list[int]:
    """The words of one cycle, or none; a word that is its own head is a root."""
    state = [0] * len(heads)
    for start in range(len(heads)):
        path = []
        at = start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1 and heads[at] != at and at in path:
            return path[path.index(at) :]
        for i in path:
            state[i] = 2
    return []


def _edmonds(graph: npt.NDArray[np.float64], root: int) -> list[int]:
    """Maximum arborescence from `root`; rows dependents, columns heads."""
    words = len(graph)
    heads = graph.argmax(1)
    heads[root] = root
    cycle = _cycle(heads)
    if not cycle:
        return [int(h) for h in heads]
    inside = np.zeros(words, dtype=bool)
    inside[cycle] = True
    outside = [i for i in range(words) if not inside[i]]
    weight = graph[cycle, heads[cycle]]
    # The cycle becomes one word, last in the smaller graph.
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = graph[np.ix_(outside, outside)]
    into = graph[np.ix_(cycle, outside)] - weight[:, None]
    enter = into.argmax(0)
    small[-1, :-1] = into.max(0) + weight.sum()
    leave = graph[np.ix_(outside, cycle)].argmax(1)
    small[:-1, -1] = graph[np.ix_(outside, cycle)].max(1)
    found = _edmonds(small, outside.index(root))
    result = [int(h) for h in heads]
    for n, i in enumerate(outside):
        result[i] = cycle[int(leave[n])] if found[n] == len(outside) else outside[found[n]]
    result[root] = root
    entered = found[-1]
    broken = cycle[int(enter[entered])]
    result[broken] = outside[entered]
    return result
