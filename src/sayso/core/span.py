"""Spans: where in a document something stands, in code points, half-open."""

import hashlib
from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """Characters `start` to `end` (exclusive) of one document's text.

    >>> Span(4, 9).of("The mayor spoke.")
    'mayor'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}..{self.end} must run forwards from 0")

    def of(self, text: str) -> str:
        """The words it points at. Raises ValueError when it reaches past the end of `text`."""
        if self.end > len(text):
            raise ValueError(f"span {self.start}..{self.end} reaches past the text's {len(text)} characters")
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether all of `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


def merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Half-open ranges in order, joined where they touch or overlap.

    >>> merged([(4, 6), (0, 2), (2, 3)])
    [(0, 3), (4, 6)]
    """
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def identifier(kind: str, *key: object) -> str:
    """A stable id of 16 hex digits over the kind and the key fields, never over maker or confidence.

    >>> identifier("Span", "d", 1) == identifier("Span", "d", 1) != identifier("Span", "d", 2)
    True
    """
    payload = msgspec.json.encode([kind, *key])
    return hashlib.sha256(payload).hexdigest()[:16]
