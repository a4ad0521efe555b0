"""Decoding: from the model's scores to the one best structure, in numpy; ties go to the lower label or earlier word.

Roles and names by Viterbi over BIO, dependencies as the maximum spanning tree of each sentence (Chu & Liu 1965,
Edmonds 1967), reports by joining each cue to the source and content segments it scores best.
"""

from collections.abc import Sequence
from operator import eq
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
TOGETHER = 64  # sequences decoded together, so that memory stays small for long texts


def log_softmax(scores: Floats) -> Floats:
    """Over the last axis, which is short: label by label its greatest are found several times as fast as by numpy's `max`."""
    top = scores[..., 0]
    for n in range(1, scores.shape[-1]):
        top = np.maximum(top, scores[..., n])
    shifted = scores - top[..., None]
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def rounded(values: npt.NDArray[Any], places: int = 4) -> list[Any]:
    """The values as Python's own numbers, in lists, each what `round` makes of it."""
    found: list[Any] = np.round(values.astype(np.float64), places).tolist()
    return found


def viterbi(emissions: Floats, transitions: Floats) -> list[int]:
    """The best label sequence. `emissions` is (words, labels), `transitions` (labels + 2, labels + 2) with the last two
    rows and columns for the start and the end; -inf forbids a step."""
    return viterbi_all([emissions], [transitions])[0]


def viterbi_all(emissions: Sequence[Floats], transitions: Sequence[Floats]) -> list[list[int]]:
    """`viterbi` of several sequences, each with its own transitions: step by step together, as fast as the longest alone."""
    found: list[list[int]] = [[] for _ in emissions]
    order = sorted((n for n, one in enumerate(emissions) if len(one)), key=lambda n: -len(emissions[n]))
    for low in range(0, len(order), TOGETHER):
        some = order[low : low + TOGETHER]
        for n, labels in zip(some, _together([emissions[n] for n in some], [transitions[n] for n in some]), strict=True):
            found[n] = labels
    return found


def _together(emissions: Sequence[Floats], transitions: Sequence[Floats]) -> list[list[int]]:
    """The best label sequences of some that are not empty, the longest first."""
    lengths = np.array([len(one) for one in emissions])
    every, ends = np.arange(len(lengths)), lengths - 1
    size = max(len(table) for table in transitions) - 2
    # By sequence: steps from label to label, to the first and from the last; labels that a sequence lacks are forbidden.
    steps = np.full((size, len(lengths), size), -np.inf, dtype=np.float32)
    first, last = (np.full((len(lengths), size), -np.inf, dtype=np.float32) for _ in range(2))
    # By step, sequence and label: the score of the best path that ends there.
    scores = np.zeros((lengths[0], len(lengths), size), dtype=np.float32)
    for n, one in enumerate(emissions):
        scores[: len(one), n, : one.shape[1]] = one
    for table in {id(table): table for table in transitions}.values():
        own, at = len(table) - 2, [n for n, other in enumerate(transitions) if other is table]
        steps[:own, at, :own] = table[:own, None, :own]
        first[at, :own], last[at, :own] = table[own, :own], table[:own, own + 1]
    scores[0] += first
    active = (lengths > np.arange(lengths[0])[:, None]).sum(1).tolist()
    for t in range(1, lengths[0]):
        rows = active[t]
        scores[t, :rows] += np.maximum.reduce(scores[t - 1, :rows].T[:, :, None] + steps[:, :rows], 0)
    labels = np.zeros((lengths[0], len(lengths)), dtype=np.int64)
    labels[ends, every] = (scores[ends, every] + last).argmax(1)
    to, begins = np.ascontiguousarray(steps.transpose(1, 2, 0)).reshape(-1, size), every * size
    for t in range(lengths[0] - 1, 0, -1):
        rows = active[t]
        labels[t - 1, :rows] = (scores[t - 1, :rows] + to.take(begins[:rows] + labels[t, :rows], 0)).argmax(1)
    return [labels[:length, n].tolist() for n, length in enumerate(lengths.tolist())]


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
        if label == "O":
            continue
        tag, name = label[0], label[2:]
        if tag == "B" or (tag == "I" and not (found and found[-1][1] == i and found[-1][2] == name)):
            found.append((i, i + 1, name))
        else:
            found[-1] = (found[-1][0], i + 1, name)
    return found


def tree(scores: Floats) -> list[int]:
    """The head of each word, its own index for the one root. `scores` is (words, words), row dependent, column head,
    the diagonal the word's score as root."""
    words = len(scores)
    if words == 1:
        return [0]
    heads: list[int] = scores.argmax(1).tolist()
    if sum(map(eq, heads, range(words))) == 1 and not _cycle(heads):
        return heads
    # One artificial root, tried for each word as its only child; no tree of a root scores more than the best heads of all others.
    graph = scores.astype(np.float64)
    alone = graph.diagonal().copy()
    np.fill_diagonal(graph, -np.inf)
    most = graph.max(1)
    bounds = most.sum() - most + alone
    best: tuple[float, list[int]] | None = None
    for root in np.argsort(-bounds, kind="stable").tolist():
        if best is not None and bounds[root] <= best[0]:
            break
        rest = graph.copy()
        rest[root] = -np.inf
        found = _edmonds(rest, root)
        total = float(sum(graph[i, h] for i, h in enumerate(found) if i != root) + alone[root])
        if best is None or total > best[0]:
            best = (total, found)
    assert best is not None
    return best[1]


def _cycle(heads: Sequence[int]) -> list[int]:
    """The words of one cycle, or none; a word that is its own head is a root."""
    came = [-1] * len(heads)  # where the way began that first came to a word
    for start in range(len(heads)):
        at = start
        while came[at] < 0:
            came[at] = start
            at = heads[at]
        if came[at] == start and heads[at] != at:
            path = [at]
            while heads[path[-1]] != at:
                path.append(heads[path[-1]])
            return path
    return []


def _edmonds(graph: npt.NDArray[np.float64], root: int) -> list[int]:
    """Maximum arborescence from `root`; rows dependents, columns heads."""
    words = len(graph)
    heads: list[int] = graph.argmax(1).tolist()
    heads[root] = root
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(words, dtype=bool)
    inside[cycle] = True
    outside = [i for i in range(words) if not inside[i]]
    weight = graph[cycle, [heads[i] for i in cycle]]
    # The cycle becomes one word, last in the smaller graph.
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = graph[np.ix_(outside, outside)]
    into = graph[np.ix_(cycle, outside)] - weight[:, None]
    enter = into.argmax(0)
    small[-1, :-1] = into.max(0) + weight.sum()
    leave = graph[np.ix_(outside, cycle)].argmax(1)
    small[:-1, -1] = graph[np.ix_(outside, cycle)].max(1)
    found = _edmonds(small, outside.index(root))
    result = heads
    for n, i in enumerate(outside):
        result[i] = cycle[int(leave[n])] if found[n] == len(outside) else outside[found[n]]
    result[root] = root
    entered = found[-1]
    broken = cycle[int(enter[entered])]
    result[broken] = outside[entered]
    return result
