"""Frequencies: how common a word is in news, so that rare words weigh more where texts are compared.

Gives the weight of a word from data/en/frequencies.tsv, which tools/frequencies.py counts. A word is an
unbroken run of letters and digits in lower case, so that "mayor's" is two, of which the second weighs next to nothing.
"""

import math
import re
from functools import cache

from sayso.core.span import Span
from sayso.lexicon.tables import rows

TABLE = "en/frequencies.tsv"
PER = 10_000
# A word that the table does not list stands in fewer than four of some 9,000 texts; it weighs as if in one of 10,000.
UNLISTED = 1.0

_WORD = re.compile(r"[^\W_]+")


def words(text: str, start: int, end: int) -> list[tuple[str, Span]]:
    """The words of a stretch in lower case, with their places, in order.

    >>> [word for word, _ in words("The mayor’s 2 ferries", 0, 21)]
    ['the', 'mayor', 's', '2', 'ferries']
    """
    return [(match[0].lower(), Span(*match.span())) for match in _WORD.finditer(text, start, end)]


def plain_words(text: str, start: int, end: int) -> list[str]:
    """`words` without their places."""
    return [word.lower() for word in _WORD.findall(text, start, end)]


@cache
def weight(word: str) -> float:
    """How much a word says of what a text is about: the logarithm of how many texts have one with it (Spärck Jones 1972).

    >>> weight("the") < weight("minister") < weight("zzyzx")
    True
    """
    return math.log((PER + 1) / (_texts().get(word, UNLISTED) + 1))


@cache
def _texts() -> dict[str, float]:
    return {row["word"]: float(row["texts"]) for row in rows(TABLE)}
