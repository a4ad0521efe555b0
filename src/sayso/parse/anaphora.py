"""Anaphora: which earlier word a pronoun, noun or name goes back to, as the model scores it (word-level coreference,
Dobrovolskii 2021: a mention stands for its head word, and a word may go back to none).

The graph gives each word a score for being a mention and four vectors; what it cannot see (how far, in which sentence, the
same spelling, inside quotation marks) comes in as clues here, the same at training and at reading.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from sayso.core.parse import Anaphor
from sayso.parse.decode import Floats, rounded
from sayso.parse.windows import Window

Longs = npt.NDArray[np.int64]

PRODUCT, SUM = 96, 64  # widths of the two vectors that are multiplied and of the two that are added
PARTS = (1, PRODUCT, PRODUCT, SUM, SUM)  # mention; query and key; later and earlier
FAR, SENTENCES, ALIKE, QUOTED = 11, 8, 3, 4  # how many values each clue has
NEAR = 3  # words of a name looked at on either side
# Words under this score for being a mention are not looked at, and at most so many of an article's words are.
MENTION, SHARE = -2.0, 0.45
BEST = 8  # antecedents kept for each word
# A word goes back to at most so many candidates before it: further ones have been named again in between.
REACH = 600
BLOCK, ROWS = 64, 8  # words looked at together; of them, those whose pairs fit into a processor's cache
CAPITAL = np.array([False, True, True, True, False, False])  # whether a word of each shape has a capital
_FAR = np.array([min(max(apart, 1).bit_length() - 1, FAR - 1) for apart in range(2 ** (FAR - 1) + 1)])  # log2 of the distance


class Clues(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of each word, all (words,) int64 but `near`, (words, 2 * NEAR): the spelling, the spellings of the
    capitalised words beside it (-1 for none), the sentence, and whether it stands in quotation marks."""

    spelling: Longs
    near: Longs
    sentence: Longs
    quoted: Longs


def clues(windows: Sequence[Window], starts: Sequence[Sequence[int] | Longs]) -> Clues:
    """The clues of a text's windows in order; `starts` has 1 for each word that starts a sentence."""
    spelled: dict[tuple[int, ...], int] = {}
    spelling = []
    for window in windows:
        pieces = window.pieces.tolist()
        for first, last in zip(window.first.tolist(), window.last.tolist(), strict=True):
            spelling.append(spelled.setdefault(tuple(pieces[first : last + 1]), len(spelled)))
    numbers = np.array(spelling, dtype=np.int64)
    near = np.full((len(numbers), 2 * NEAR), -1, dtype=np.int64)
    capital = CAPITAL[np.concatenate([window.shapes[window.first] for window in windows])]
    after = before = capital
    for n in range(1, NEAR + 1):
        after, before = after[:-1] & capital[n:], before[1:] & capital[:-n]
        near[:-n, NEAR + n - 1][after] = numbers[n:][after]
        near[n:, n - 1][before] = numbers[:-n][before]
    return Clues(
        spelling=numbers,
        near=near,
        sentence=np.cumsum(np.concatenate([np.asarray(begins, dtype=np.int64) for begins in starts])),
        quoted=np.concatenate([window.places[window.first] > 0 for window in windows]).astype(np.int64),
    )


def pair_clues(found: Clues, rows: Longs, columns: Longs | None = None) -> Longs:
    """(4, rows, columns) rows of the clue table for each pair of words, rows later, columns earlier; of the same words
    where only `rows` are given."""
    far, between, alike, inside = _values(found, rows, rows if columns is None else columns)
    return np.stack([far, between + FAR, alike + FAR + SENTENCES, inside + FAR + SENTENCES + ALIKE])


def _values(found: Clues, rows: Longs, columns: Longs) -> tuple[Longs, Longs, Longs, Longs]:
    """(rows, columns) of each clue's value: how far, sentences between, spelling, quotation marks."""
    far = _FAR[np.minimum(np.abs(rows[:, None] - columns), len(_FAR) - 1)]
    between = np.clip(found.sentence[rows][:, None] - found.sentence[columns], 0, SENTENCES - 1)
    later, earlier = found.spelling[rows][:, None], found.spelling[columns]
    beside = np.zeros(far.shape, dtype=bool)
    for near in found.near[columns].T:
        beside |= later == near
    for near in found.near[rows].T:
        beside |= near[:, None] == earlier
    alike = np.where(later == earlier, 1, beside * 2)
    return far, between, alike, found.quoted[rows][:, None] * 2 + found.quoted[columns]


def combined(table: Floats) -> Floats:
    """What a pair's clues add together, by their four values: a row for each four. `table` is (clues, SUM)."""
    far, between, alike, inside = np.split(table, np.cumsum((FAR, SENTENCES, ALIKE)))
    whole: Floats = far[:, None, None, None] + between[:, None, None] + alike[:, None] + inside
    return whole.reshape(-1, SUM)


def candidates(mention: Floats) -> Longs:
    """The words worth looking at, in text order. `mention` is (words,), log-odds."""
    most = max(2, int(len(mention) * SHARE))
    ranked = np.argsort(-mention, kind="stable")[:most]
    return np.sort(ranked[mention[ranked] > MENTION])


def anaphors(scores: Floats, found: Clues, whole: Floats, out: Floats) -> tuple[Anaphor, ...]:
    """Each word that may go back to another, with its best antecedents. `scores` is (words, sum of PARTS) of the whole
    text, `whole` the table of clues as `combined` makes it and `out` (SUM + 1,) the last layer with its constant."""
    chosen = candidates(scores[:, 0])
    _, query, key, later, earlier = np.split(scores[chosen], np.cumsum(PARTS)[:-1], axis=1)
    result = []
    for low in range(0, len(chosen), BLOCK):  # in blocks, so that memory stays small for long texts
        here = slice(low, low + BLOCK)
        rows = chosen[here]
        before = slice(max(0, low + len(rows) - 1 - REACH), low + len(rows))
        columns = chosen[before]
        far, between, alike, inside = _values(found, rows, columns)
        pairs = ((far * SENTENCES + between) * ALIKE + alike) * QUOTED + inside  # rows of `combined`
        logits = np.full(pairs.shape, -np.inf, dtype=out.dtype)
        for first in range(0, len(rows), ROWS):
            # What comes later is no antecedent. In full eights, since a product may round its last few rows otherwise.
            some, reach = slice(first, first + ROWS), -(-(low - before.start + first + ROWS) // 8) * 8
            logits[some, :reach] = _added(later[here][some], earlier[before][:reach], whole, pairs[some, :reach]) @ out[:-1]
        logits = logits + out[-1] + query[here] @ key[before].T * PRODUCT**-0.5
        logits = np.where(columns < rows[:, None], logits, -np.inf)
        top = np.maximum(logits.max(1), 0.0)
        odds = np.exp(logits - top[:, None])
        odds /= odds.sum(1, keepdims=True) + np.exp(-top)[:, None]
        row, column = (odds > 0.01).nonzero()
        order = np.lexsort((-odds[row, column], row))
        row, column = row[order], column[order]
        words, shares = columns[column].tolist(), rounded(odds[row, column])
        ends = np.searchsorted(row, np.arange(len(rows)), side="right").tolist()
        first = 0
        for word, score, end in zip(rows.tolist(), rounded(odds.sum(1)), ends, strict=True):
            last = min(end, first + BEST)
            best = tuple(zip(words[first:last], shares[first:last], strict=True))
            result.append(Anaphor(token=word, score=score, antecedents=best))
            first = end
    return tuple(result)


def _added(later: Floats, earlier: Floats, whole: Floats, pairs: Longs) -> Floats:
    """(rows, columns, SUM), what a pair's vectors and clues are together, negative parts cut."""
    found: Floats = later[:, None] + earlier
    found += whole.take(pairs, axis=0, mode="clip")  # none is out of reach, and "raise" looks at each
    return np.maximum(found, 0.0, out=found)
