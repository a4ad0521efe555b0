"""Contents: which attribution holds a span of the text, so that every datum can name its place in the source chain."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from sayso.core.data import Attribution
from sayso.core.span import Span


class Contents:
    """The contents of a document's attributions, to be asked which is the innermost around a span."""

    def __init__(self, attributions: Iterable[Attribution]) -> None:
        found = [(part, sum(one.end - one.start for one in attribution.content), attribution)
                 for attribution in attributions for part in attribution.content]  # fmt: skip
        self._pieces = sorted(found, key=lambda piece: piece[0])
        # No piece that starts farther back than the longest is long can reach a span.
        self._reach = max((part.end - part.start for part, _, _ in found), default=0)

    def around(self, span: Span) -> Attribution | None:
        """The attribution with the least content that holds all of a span; None in the outlet's own voice."""
        first = bisect_left(self._pieces, span.end - self._reach, key=lambda piece: piece[0].start)
        last = bisect_right(self._pieces, span.start, key=lambda piece: piece[0].start)
        holding = [(size, one) for part, size, one in self._pieces[first:last] if part.end >= span.end]
        return min(holding, key=lambda held: held[0])[1] if holding else None
