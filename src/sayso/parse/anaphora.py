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
from sayso.parse.decode import Floats
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


class Clues(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of each word, all (words,) int64 but `near`, (words, 2 * NEAR): the spelling, the spellings of the
    capitalised words beside it (-1 for none), the sentence, and whether it stands in quotation marks."""

    spelling: Longs
    near: Longs
    sentence: Longs
    quoted: Longs


def clues(windows: Sequence[Window], starts: Sequence[Sequence[int]]) -> Clues:
    """The clues of a text's windows in order; `starts` has 1 for each word that starts a sentence."""
    spelled: dict[tuple[int, ...], int] = {}
    spelling: list[int] = []
    capital: list[bool] = []
    quoted: list[int] = []
    flags: list[int] = []
    for window, begins in zip(windows, starts, strict=True):
        for first, last in zip(window.first.tolist(), window.last.tolist(), strict=True):
            spelling.append(spelled.setdefault(tuple(window.pieces[first : last + 1].tolist()), len(spelled)))
            capital.append(window.shapes[first] in (1, 2, 3))
            quoted.append(int(window.places[first] > 0))
        flags.extend(begins)
    size = len(spelling)
    near = np.full((size, 2 * NEAR), -1, dtype=np.int64)
    for i in range(size):
        for side, step in ((0, -1), (NEAR, 1)):
            at = i
            for n in range(NEAR):
                at += step
                if not (0 <= at < size and capital[i] and capital[at]):
                    break
                near[i, side + n] = spelling[at]
    return Clues(
        spelling=np.array(spelling, dtype=np.int64),
        near=near,
        sentence=np.cumsum(np.array(flags, dtype=np.int64)),
        quoted=np.array(quoted, dtype=np.int64),
    )


def pair_clues(found: Clues, rows: Longs, columns: Longs | None = None) -> Longs:
    """(4, rows, columns) rows of the clue table for each pair of words, rows later, columns earlier; of the same words
    where only `rows` are given."""
    columns = rows if columns is None else columns
    apart = np.abs(rows[:, None] - columns[None, :])
    far = np.minimum(np.log2(np.maximum(apart, 1)).astype(np.int64), FAR - 1)
    between = np.clip(found.sentence[rows][:, None] - found.sentence[columns][None, :], 0, SENTENCES - 1)
    later, earlier = found.spelling[rows], found.spelling[columns]
    same = later[:, None] == earlier[None, :]
    beside = (later[:, None, None] == found.near[columns][None, :, :]).any(-1)
    beside |= (earlier[None, :, None] == found.near[rows][:, None, :]).any(-1)
    alike = np.where(same, 1, np.where(beside, 2, 0))
    inside = found.quoted[rows][:, None] * 2 + found.quoted[columns][None, :]
    return np.stack([far, between + FAR, alike + FAR + SENTENCES, inside + FAR + SENTENCES + ALIKE])


def candidates(mention: Floats) -> Longs:
    """The words worth looking at, in text order. `mention` is (words,), log-odds."""
    most = max(2, int(len(mention) * SHARE))
    ranked = np.argsort(-mention, kind="stable")[:most]
    return np.sort(ranked[mention[ranked] > MENTION])


def anaphors(scores: Floats, found: Clues, table: Floats, out: Floats) -> tuple[Anaphor, ...]:
    """Each word that may go back to another, with its best antecedents. `scores` is (words, sum of PARTS) of the whole
    text, `table` (clues, SUM) and `out` (SUM + 1,) the last layer with its constant."""
    mention, query, key, later, earlier = np.split(scores, np.cumsum(PARTS)[:-1], axis=1)
    chosen = candidates(mention[:, 0])
    result = []
    for low in range(0, len(chosen), 64):  # in blocks, so that memory stays small for long texts
        rows = chosen[low : low + 64]
        start = max(0, low + len(rows) - 1 - REACH)
        columns = chosen[start : low + len(rows)]
        pairs = pair_clues(found, rows, columns)
        inner = later[rows][:, None] + earlier[columns][None, :] + table[pairs].sum(0)
        logits = np.maximum(inner, 0.0) @ out[:-1] + out[-1] + query[rows] @ key[columns].T * PRODUCT**-0.5
        logits = np.where(columns[None, :] < rows[:, None], logits, -np.inf)
        top = np.maximum(logits.max(1), 0.0) if logits.shape[1] else np.zeros(len(rows))
        odds = np.exp(logits - top[:, None])
        odds /= odds.sum(1, keepdims=True) + np.exp(-top)[:, None]
        for row, word in zip(odds, rows.tolist(), strict=True):
            best = [int(j) for j in np.argsort(-row, kind="stable")[:BEST] if row[j] > 0.01]
            result.append(
                Anaphor(
                    token=word,
                    score=round(float(row.sum()), 4),
                    antecedents=tuple((int(columns[j]), round(float(row[j]), 4)) for j in best),
                )
            )
    return tuple(result)
