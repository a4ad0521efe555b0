"""Passages: the words around a span, so that a reader sees what a trigger of a word or two is about."""

import re

from sayso.core.span import Span

# About two sentences on either side: enough to see who does what, short enough for a cell of a table.
REACH = 200


def passage(text: str, span: Span) -> Span:
    """The paragraph that holds a span, or as much of it on either side as `REACH` allows, cut at white space.

    >>> text = "Headline\\n\\nThe envoy left on Monday. He said little.\\nMore."
    >>> passage(text, Span(20, 24)).of(text)
    'The envoy left on Monday. He said little.'
    """
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    end = len(text) if end < 0 else end
    if span.start - start > REACH:
        cut = re.search(r"\s", text[span.start - REACH : span.start])
        start = span.start - REACH + (cut.end() if cut else REACH)
    if end - span.end > REACH:
        cut = re.search(r"\s\S*$", text[span.end : span.end + REACH])
        end = span.end + (cut.start() if cut else 0)
    whole = text[start:end]
    return Span(start + len(whole) - len(whole.lstrip()), end - (len(whole) - len(whole.rstrip())))


def quoted(text: str, span: Span) -> str:
    """The passage around a span, with "…" where the paragraph goes on."""
    found = passage(text, span)
    before = text[text.rfind("\n", 0, span.start) + 1 : found.start].strip()
    behind = text[found.end :].partition("\n")[0].strip()
    return f"{'… ' if before else ''}{found.of(text)}{' …' if behind else ''}"
