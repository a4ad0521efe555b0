"""Word pieces: a word as the numbers the encoder knows, by BERT's uncased WordPiece (Devlin et al. 2019; Wu et al. 2016).

Written here because the offsets must be ours: a token is looked up whole, so no piece ever reaches over its edge.
"""

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files

UNKNOWN, START, END = 100, 101, 102  # [UNK], [CLS], [SEP] in the encoder's vocabulary
WORD = 32  # pieces a word at most
LONGEST = 100  # BERT gives up on longer words and takes [UNK]


@cache
def vocabulary() -> dict[str, int]:
    """Piece to number, from the vocabulary file that ships beside the weights."""
    text = files("sayso.parse").joinpath("weights", "vocab.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.split("\n")) if piece}


class Pieces:
    """Word to piece numbers, remembered per word; `limit` bounds the memory on archives.

    `of(word)` is at least one number for any word, [UNK] where nothing fits, and at most WORD of them.
    """

    of: Callable[[str], tuple[int, ...]]

    def __init__(self, limit: int = 200_000) -> None:
        self.of = lru_cache(maxsize=limit)(_pieces)


def _pieces(word: str) -> tuple[int, ...]:
    """The pieces of one word, at most WORD of them.

    >>> [len(_pieces(word)) for word in ("the", "Iraq", "unverifiability", "Müller")]
    [1, 1, 5, 1]
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    found: list[int] = []
    for part in _split_marks(plain):
        found.extend(_greedy(part))
    return tuple(found[:WORD]) or (UNKNOWN,)


def _split_marks(word: str) -> list[str]:
    parts: list[str] = []
    fresh = True
    for c in word:
        if _is_mark(c):
            parts.append(c)
            fresh = True
        elif unicodedata.category(c) in ("Cc", "Cf") or c.isspace():
            fresh = fresh or c.isspace()
        elif fresh:
            parts.append(c)
            fresh = False
        else:
            parts[-1] += c
    return parts


def _is_mark(c: str) -> bool:
    # BERT counts all non-alphanumeric ASCII as punctuation, and every CJK ideograph as a word of its own.
    return (
        (c.isascii() and not c.isalnum() and c.isprintable() and c != " ")
        or unicodedata.category(c)[0] == "P"
        or "一" <= c <= "鿿"
    )


def _greedy(part: str) -> list[int]:
    known = vocabulary()
    if len(part) > LONGEST:
        return [UNKNOWN]
    found: list[int] = []
    start = 0
    while start < len(part):
        prefix = "##" if start else ""
        for end in range(len(part), start, -1):
            number = known.get(prefix + part[start:end])
            if number is not None:
                break
        else:
            return [UNKNOWN]
        found.append(number)
        start = end
    return found
