"""Windows: a paragraph as the numbers the model takes, at training and at reading alike.

A window is one paragraph of prose; one too long for the encoder is parted at the ends of sentences. Neighbours are joined
for one run of the model, and their scores parted again. Beside its word pieces a word has a shape (its capitals, which the
uncased encoder cannot see) and a place (inside or outside quotation marks).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import msgspec
import numpy as np
import numpy.typing as npt

from sayso.core.parse import Quotation
from sayso.core.span import Span
from sayso.parse.pieces import END, START, Pieces

Longs = npt.NDArray[np.int64]

PACKED = 256  # pieces of windows joined for one run of the model
LONGEST = 320  # pieces a window; the encoder takes 512, attention costs grow, and few news paragraphs are longer
SHAPES = 6  # lower, Capital, CAPITALS, miXed, digits, other
PLACES = 4  # outside quotation marks, inside, an opening mark, a closing mark


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """One window. `pieces`, `shapes` and `places` are (pieces,) int64 with [CLS] and [SEP]; `first` and `last` are
    (tokens,) int64, where each token's pieces begin and end."""

    tokens: tuple[Span, ...]
    pieces: Longs
    shapes: Longs
    places: Longs
    first: Longs
    last: Longs


def shape(word: str) -> int:
    """The class of a word's letters.

    >>> [shape(w) for w in ("peace", "Peace", "NATO", "iPhone", "2,500", "—", "A")]
    [0, 1, 2, 3, 4, 5, 1]
    """
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalpha() for c in word):
        return 5
    if word.islower():
        return 0
    letters = [c for c in word if c.isalpha()]
    if len(letters) > 1 and word.isupper():
        return 2
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 1
    return 3


@lru_cache(maxsize=200_000)
def _shape(word: str) -> int:
    return shape(word)


def places(tokens: Sequence[Span], marks: Sequence[Quotation]) -> list[int]:
    """For each token, whether it stands in a quotation; both in text order."""
    found = [0] * len(tokens)
    starts = [token.start for token in tokens]
    last = 0
    for n in range(bisect_right(marks, starts[0], key=_end) if tokens else 0, len(marks)):
        span = marks[n].span
        first = bisect_left(starts, span.start, lo=last)
        if first == len(tokens):
            break
        last = bisect_left(starts, span.end, lo=first)
        found[first:last] = [1] * (last - first)
        if first < last and marks[n].closed and tokens[last - 1].end == span.end:
            found[last - 1] = 3
        if first < last and starts[first] == span.start:
            found[first] = 2
    return found


def _end(mark: Quotation) -> int:
    return mark.span.end


def window(text: str, tokens: Sequence[Span], marks: Sequence[Quotation], pieces: Pieces) -> Window:
    """The window over `tokens`, which must not be empty, all in one paragraph of `text`."""
    return together(text, [tokens], marks, pieces)


def together(text: str, runs: Sequence[Sequence[Span]], marks: Sequence[Quotation], pieces: Pieces) -> Window:
    """The windows over several runs of tokens as one, an END behind each: what the model is run on, so that a paragraph is
    read with its neighbours."""
    tokens = [token for run in runs for token in run]
    spots = places(tokens, marks)
    each: list[tuple[int, ...]] = [(START,)]
    shapes, inside, real = [5], [0], [False]
    first = 0
    for run in runs:
        words = [text[token.start : token.end] for token in run]
        last = first + len(run)
        each += map(pieces.of, words)
        shapes += map(_shape, words)
        inside += spots[first:last]
        real += (True,) * len(run)
        each.append((END,))
        shapes.append(5)
        inside.append(0)
        real.append(False)
        first = last
    sizes = np.array(list(map(len, each)), dtype=np.int64)
    ends = np.cumsum(sizes)
    kept = np.array(real)
    return Window(
        tokens=tuple(tokens),
        pieces=np.fromiter(chain.from_iterable(each), dtype=np.int64, count=int(ends[-1])),
        shapes=np.repeat(np.array(shapes, dtype=np.int64), sizes),
        places=np.repeat(np.array(inside, dtype=np.int64), sizes),
        first=(ends - sizes)[kept],
        last=ends[kept] - 1,
    )


def joined(windows: Sequence[Window]) -> Window:
    """Consecutive windows as one, as `together` makes it."""
    if len(windows) == 1:
        return windows[0]
    arrays: dict[str, list[Longs]] = {"pieces": [], "shapes": [], "places": [], "first": [], "last": []}
    size = 0
    for n, one in enumerate(windows):
        skip = int(n > 0)  # only the first keeps its START
        for name in ("pieces", "shapes", "places"):
            arrays[name].append(getattr(one, name)[skip:])
        for name in ("first", "last"):
            arrays[name].append(getattr(one, name) + size - skip)
        size += len(one.pieces) - skip
    merged = {name: np.concatenate(parts) for name, parts in arrays.items()}
    return Window(tokens=tuple(token for one in windows for token in one.tokens), **merged)


def packs(sizes: Sequence[int], most: int) -> list[list[int]]:
    """Indices of consecutive windows of these sizes to be joined, at most `most` pieces where one alone is not longer."""
    found: list[list[int]] = []
    size = 0
    for n, cost in enumerate(sizes):
        if not found or size + cost - 1 > most:
            found.append([])
            size = 1
        found[-1].append(n)
        size += cost - 1
    return found


def size_of(text: str, tokens: Sequence[Span], pieces: Pieces) -> int:
    """How many pieces the window over these tokens has."""
    return sum(map(len, map(pieces.of, [text[token.start : token.end] for token in tokens])), 2)


def parted(text: str, tokens: Sequence[Span], pieces: Pieces, longest: int = LONGEST) -> list[Sequence[Span]]:
    """Tokens of one paragraph in runs of at most `longest` pieces, cut behind the last sentence end that fits."""
    words = [text[token.start : token.end] for token in tokens]
    costs = list(map(len, map(pieces.of, words)))
    if tokens and sum(costs) <= longest - 2:
        return [tokens]
    runs: list[Sequence[Span]] = []
    start = size = 0
    cut = 0
    for n, (word, cost) in enumerate(zip(words, costs, strict=True)):
        if size + cost > longest - 2 and n > start:
            end = cut if cut > start else n
            runs.append(tokens[start:end])
            start = end
            size = sum(costs[start:n])
        size += cost
        if word in ".?!" or (n and word in DOUBLE_CLOSERS and words[n - 1] in ".?!"):
            cut = n + 1
    if start < len(tokens):
        runs.append(tokens[start:])
    return runs


DOUBLE_CLOSERS = '"”»'
