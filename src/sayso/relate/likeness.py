"""Likeness: how much two documents are about the same, from their sketches alone, in thousandths.

The cosine of their weighty words, and VECTOR hundredths of how much more alike their vectors are than such words make likely.
Both are sums of whole numbers, so that no order of reading or adding shows. Documents that share next to no weighty word are
never compared, so the work grows with the words that documents do share, and a common word is no weighty one.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from operator import mul

from sayso.core.stories import Sketch
from sayso.relate.sketches import LENGTH

# How much the vector counts beside the words, in hundredths. Nothing: at 10 those of weights 5 gain on NeuS, the stream and both
# train sets and cost .8 points on ECB+ dev (docs/decisions/0009-stories.md). With new weights: benchmarks/stories.py --vector 10.
VECTOR = 0
# What the cosine of two vectors is likely to be where words are alike by so much, at no likeness and for each 1000 of it: the
# mean of the lines through the pairs of ecb_train and of a part of neus_train, with weights 5.
LINE_AT, LINE_UP = 453, 912
# Pairs less like than SHARED are not kept: they count as FORGOTTEN, what most of them are.
SHARED, FORGOTTEN = 100, 40


class Index:
    """Documents by their weighty words."""

    def __init__(self) -> None:
        self._sketches: list[Sketch] = []
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._weights: defaultdict[str, array[int]] = defaultdict(lambda: array("H"))

    def add(self, sketch: Sketch) -> None:
        for word, weight in sketch.words:
            self._places[word].append(len(self._sketches))
            self._weights[word].append(weight)
        self._sketches.append(sketch)

    def like(self, sketch: Sketch) -> Iterable[tuple[Sketch, int]]:
        """Each other document that is at least SHARED like this one by its words, with how much in all."""
        products: defaultdict[int, int] = defaultdict(int)
        for word, weight in sketch.words:
            for place, beside in zip(self._places.get(word, ()), self._weights.get(word, ()), strict=True):
                products[place] += weight * beside
        for place, product in products.items():
            other = self._sketches[place]
            if product >= SHARED * LENGTH and other.document_id != sketch.document_id:
                yield other, _likeness(product, sketch.vector, other.vector)


def likeness(one: Sketch, other: Sketch) -> int:
    """How much two documents are about the same.

    >>> strike = Sketch(document_id="a", made_by="", words=(("ferry", 800), ("strike", 600)))
    >>> likeness(strike, strike) > likeness(strike, Sketch(document_id="b", made_by="", words=(("ferry", 1000),)))
    True
    """
    weights = dict(one.words)
    return _likeness(sum(weight * weights.get(word, 0) for word, weight in other.words), one.vector, other.vector)


def _likeness(product: int, one: bytes, other: bytes) -> int:
    shared = min(1000, product * 1000 // (LENGTH * LENGTH))
    if not (VECTOR and one and other):
        return shared
    return shared + VECTOR * (cosine(one, other) - LINE_AT - LINE_UP * shared // 1000) // 100


def cosine(one: bytes, other: bytes) -> int:
    """The cosine of two vectors in signed bytes, in thousandths."""
    product: int = sum(map(mul, memoryview(one).cast("b"), memoryview(other).cast("b")))
    return 1000 * product // (_length(one) * _length(other) or 1)


@lru_cache(maxsize=100_000)
def _length(vector: bytes) -> int:
    signed = memoryview(vector).cast("b")
    return math.isqrt(sum(map(mul, signed, signed)))
