"""Quotations: which stretches of a text stand between quotation marks, across paragraphs where the marks say so.

Reads “ ”, " ", « », „ “, ‘ ’, ' ' and `` ''. A paragraph that ends with its quotation open, followed by one that
begins with an opening mark, goes on (the style of newspapers); an open quotation with no such sequel ends with its
paragraph. Apostrophes are told from single marks by what stands beside them. One pass, linear in the text.
"""

import re
from collections.abc import Sequence

from sayso.core.parse import Quotation
from sayso.core.span import Span

DOUBLE = '"“”„‟«»'
_CLOSES = {"“": '”"“', "”": "”", "„": '“”"', "«": "»", "»": "«»", "‟": '”"', '"': '"”', "‘": "’", "'": "'"}
_MARKS = re.compile("[" + "".join([*_CLOSES, *_CLOSES.values()]) + "]")


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """The outermost quotations of each paragraph, in text order.

    >>> text = "'No,' she said. “It's done.”"
    >>> [q.span.of(text) for q in quotations(text, [Span(0, len(text))])]
    ["'No,'", "“It's done.”"]
    """
    found: list[Quotation] = []
    for n, paragraph in enumerate(paragraphs):
        here = _within(text, paragraph)
        if here and not here[-1].closed and n + 1 < len(paragraphs):
            sequel = text[paragraphs[n + 1].start : paragraphs[n + 1].end].lstrip()
            opener = text[here[-1].span.start]
            if sequel[:1] == opener or (opener in DOUBLE and sequel[:1] in DOUBLE and sequel[:1] not in "”"):
                last = here[-1]
                here[-1] = Quotation(span=last.span, closed=False, single=last.single, goes_on=True)
        found.extend(here)
    return found


def _within(text: str, paragraph: Span) -> list[Quotation]:
    found: list[Quotation] = []
    end = paragraph.end
    opened: int | None = None
    closes = ""
    for mark in _MARKS.finditer(text, paragraph.start, end):
        at = mark.start()
        if opened is None:
            if mark[0] in _CLOSES and _opens(text, at, paragraph):
                opened, closes = at, _CLOSES[mark[0]]
        elif mark[0] in closes and _closes(text, at, paragraph):
            found.append(Quotation(span=Span(opened, at + 1), closed=True, single=text[opened] in "‘'"))
            opened = None
    if opened is not None:
        if text[opened] in "‘'":
            # A single mark that nothing closes is an apostrophe ("'90s", "‘em"): read on behind it.
            found.extend(_within(text, Span(opened + 1, end)))
        else:
            found.append(Quotation(span=Span(opened, end), closed=False))
    return found


def _opens(text: str, at: int, paragraph: Span) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if text[at] in "“„«‟":
        return True
    if text[at] == "»":
        return not before.isalnum() and after.isalnum()  # »German style«
    if text[at] == "”":
        return (before.isspace() or before in "([—–-") and after.isalnum()  # ”Swedish style”
    if text[at] == '"':
        return not after.isspace() or before.isspace()
    return (before.isspace() or before in '([—–-"“/') and not after.isspace() and not after.isdigit()


def _closes(text: str, at: int, paragraph: Span) -> bool:
    before = text[at - 1]
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if text[at] in "’'":
        # "the ministers’ plan" closes nothing unless a mark of the sentence stands before it or nothing follows.
        return not after.isalnum() and (before in ".,!?;:…)" or not before.isspace()) and not _plural(text, at, paragraph)
    if text[at] in '"“' and text[at] != "”":
        return not (before.isspace() and after.isalnum())
    return True


def _plural(text: str, at: int, paragraph: Span) -> bool:
    """Whether "s’ word" can be a plural's apostrophe: another closing mark of the kind follows in the paragraph."""
    if text[at - 1] != "s" or text[at + 1 : at + 2] != " ":
        return False
    rest = text[at + 1 : min(paragraph.end, at + 400)]
    following = rest.find(text[at])
    opening = rest.find("‘" if text[at] == "’" else " '")
    return following >= 0 and not 0 <= opening < following and not rest[following + 1 : following + 2].isalnum()
