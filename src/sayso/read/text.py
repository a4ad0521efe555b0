"""Plain text: the file's own text with its paragraphs told apart. `Document.text` is the text unchanged.

A line is what a line feed, a carriage return or both end; nothing is translated, so offsets are the file's own. Blank
lines part paragraphs. In a file of one paragraph a line each line is one. In a file wrapped by hand the lines of a
paragraph are one stretch: a line goes on into the next where the next one's first word would not have fitted on it, as
in every greedily wrapped text, or where it breaks off before a small letter.
Known misses: text wrapped at more than 100 characters or by syllables; words hyphenated across lines stay parted.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sayso.core.document import Block
from sayso.core.errors import ReadError
from sayso.read import roles

# No newspaper has a text of more paragraphs; a file of 10 MB of one-letter lines would fill the memory with blocks.
MAX_STRETCHES, MAX_LINES = 100_000, 500_000
# The widths at which people and programs wrap text; longer lines are paragraphs.
NARROWEST, WIDEST = 40, 100
# At least this share of a file's neighbouring lines must break off in mid-sentence for it to be a wrapped one.
WRAPPED = 0.2

_LINE = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_CLOSERS = " \t\u00a0)]}»”’\"'"
_FINAL = ".?!…:;。؟！？।"


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text: in order, not overlapping, over every character that is not white space.

    Raises ReadError when there are more than MAX_STRETCHES paragraphs.
    """
    return roles.blocks(text, stretches(text))


def stretches(text: str) -> list[roles.Stretch]:
    """The paragraphs of a plain text, white space trimmed. Raises ReadError when there are more than MAX_STRETCHES."""
    groups = list(_groups(text))
    wrapped = _is_wrapped(text, groups)
    found: list[roles.Stretch] = []
    for group in groups:
        width = max(end - start for start, end in group)
        start, last = group[0]
        for at, end in group[1:]:
            if not (wrapped and width <= WIDEST and _goes_on(text, start, (last, at, end), width)):
                found.append(roles.Stretch(start, last))
                start = at
            last = end
        found.append(roles.Stretch(start, last))
        if len(found) > MAX_STRETCHES:
            raise ReadError(f"has more than {MAX_STRETCHES:,} paragraphs: split it into one file an article")
    return found


def _groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """The lines between blank lines, each as (start, end) without the white space around it."""
    group: list[tuple[int, int]] = []
    last, lines = 0, 0
    for found in _LINE.finditer(text):
        line = found[0]
        inner = line.strip()
        if not inner:
            continue
        # One break is between lines of a group; two, or a line of white space, are a blank line. CRLF is one.
        if group and len(text[last : found.start()].replace("\r\n", "\n")) != 1:
            yield group
            group = []
        lines += 1
        if lines > MAX_LINES:
            raise ReadError(f"has more than {MAX_LINES:,} lines: split it into one file an article")
        start = found.start() + len(line) - len(line.lstrip())
        group.append((start, start + len(inner)))
        last = found.end()
    if group:
        yield group


def _is_wrapped(text: str, groups: list[list[tuple[int, int]]]) -> bool:
    """Whether enough lines of a width that people wrap at break off in mid-sentence before a small letter."""
    pairs = broken = 0
    for group in groups:
        for (start, end), (following, _) in pairwise(group):
            pairs += 1
            if NARROWEST <= end - start <= WIDEST and text[following].islower() and not _is_final(text, start, end):
                broken += 1
    return pairs > 0 and broken >= max(1, WRAPPED * pairs)


def _goes_on(text: str, start: int, lines: tuple[int, int, int], width: int) -> bool:
    """Whether the line that ends at lines[0] goes on in the one from lines[1] to lines[2]."""
    last, at, end = lines
    if text[at] in "•▪-–—*" and text[at + 1 : at + 2].isspace():
        return False
    line_start = max(start, text.rfind("\n", start, last) + 1, text.rfind("\r", start, last) + 1)
    if text[at].islower() and not _is_final(text, line_start, last):
        return True
    indent = at - 1 - max(text.rfind("\n", last, at), text.rfind("\r", last, at))
    word = len(text[at:end].split(None, 1)[0])
    return indent < 2 and last - line_start + 1 + word > width


def _is_final(text: str, start: int, end: int) -> bool:
    """Whether a line ends as a sentence does."""
    return text[max(start, end - 20) : end].rstrip(_CLOSERS).endswith(tuple(_FINAL))
