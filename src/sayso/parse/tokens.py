"""Tokens: the words of a text with their exact places, by the conventions of Universal Dependencies for English.

Clitics ("does|n't", "Iran|'s"), hyphenated parts ("US|-|led", but "co-operate") and currency signs are tokens of their
own; abbreviations keep their full stop. Nothing is normalised: a token is a span. One pass, linear in the text: every
repeat that can fail behind a long match is bounded.
Knowingly missed: "its" for "it's", "dont" for "don't", which UD parts and this does not.
"""

import re
from collections.abc import Generator, Iterator
from functools import cache

from sayso.core.span import Span
from sayso.lexicon.tables import rows
from sayso.lexicon.titles import ending

APOSTROPHES = "'’ʼ＇`´"
HYPHENS = "-‐‑"

_SHAPES = re.compile(
    rf"""
      (?P<url>(?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]'’])
    | (?P<email>[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}})
    | (?P<handle>[@#]\w+)
    | (?P<initials>(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![\w]))?)
    | (?P<phone>\d{3}-\d{3}-\d{4}(?!\d))
    | (?P<domain>\w[\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{1,8}})
    | (?P<number>\d+(?:[.,:/]\d+){{0,20}}(?:st|nd|rd|th|s|bn|m|k|pm|am)?(?![\w]))
    | (?P<word>\w(?:[\w{APOSTROPHES}\u0300-\u036f\u200c\u200d]*\w)?[\u0300-\u036f]*)
    | (?P<rule>(?P<repeated>[*=_~#\\/|+<>$&^])(?P=repeated){{2,}})
    | (?P<dots>\.\.+|…+)
    | (?P<dashes>--+|[–—―]+|[{HYPHENS}])
    | (?P<quotes>``|''|[{APOSTROPHES}"“”„‟«»‹›‘‚])
    | (?P<other>\S)
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+){0,20}(?:st|nd|rd|th|s|bn|m|k|pm|am)?(?![\w])|\d+")
_UNITS = re.compile(r"(\d[\d.,:]*)(pm|am|bn|km|kg|mph|m|k)")


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(row["phrase"] for row in rows("en/tokens.tsv") if row["kind"] == kind)


@cache
def _clitic() -> re.Pattern[str]:
    endings = "|".join(re.escape(c).replace("'", f"[{APOSTROPHES}]") for c in sorted(_known("clitic"), key=len, reverse=True))
    return re.compile(rf"(?:{endings})$", re.IGNORECASE)


@cache
def _joined() -> dict[str, int]:
    return {phrase.replace(" ", ""): phrase.index(" ") for phrase in _known("joined")}


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The tokens of `text[start:end]` as spans of `text`, in order.

    >>> text = "The US-led coalition doesn't say."
    >>> [span.of(text) for span in tokens(text)]
    ['The', 'US', '-', 'led', 'coalition', 'does', "n't", 'say', '.']
    """
    return list(_tokens(text, start, len(text) if end is None else end))


def _tokens(text: str, start: int, end: int) -> Iterator[Span]:
    position = start
    while match := _SHAPES.search(text, position, end):
        first, last = match.span()
        kind = match.lastgroup
        if kind == "word":
            last = yield from _word(text, first, last, end)
        elif kind == "initials":
            # "U.S." ends with its own full stop, a single capital before a name too; "end.Next" does not.
            yield Span(first, last)
        elif kind == "domain":
            last = yield from _domain(text, first, last, end)
        elif kind == "number":
            yield from _number(text, first, last)
        else:
            yield Span(first, last)
        position = last


def _domain(text: str, first: int, last: int, end: int) -> Generator[Span, None, int]:
    """Yields a host or file name whole, by its ending; otherwise the first word or number of what only looks like one."""
    whole = text[first:last]
    if text[last : last + 1] == "." and f"{whole}." in _known("abbreviation"):
        yield Span(first, last + 1)
        return last + 1
    if whole.rsplit(".", 1)[1] in _known("domain") and any(c.isalpha() for c in whole.split(".")[0]):
        yield Span(first, last)
        return last
    cut = first + whole.index(".")
    if whole[0].isdigit() and (number := _NUMBER.match(text, first, end)):
        yield from _number(text, first, number.end())
        return number.end()
    hyphen = next((i for i, c in enumerate(whole) if c in HYPHENS), len(whole))
    return (yield from _word(text, first, min(cut, first + hyphen), end))


def _number(text: str, first: int, last: int) -> Iterator[Span]:
    if unit := _UNITS.fullmatch(text, first, last):
        yield Span(first, unit.end(1))
        yield Span(unit.end(1), last)
    else:
        yield Span(first, last)


def _word(text: str, first: int, last: int, end: int) -> Generator[Span, None, int]:
    """Yields the tokens of the word at `first`; returns where they end, past `last` for "Mr." or "co-operate"."""
    word = text[first:last]
    if last < end and text[last] == ".":
        if f"{word}." in _known("before_number") and text[last + 1 : last + 2].isspace() and text[last + 2 : last + 3].isdigit():
            yield Span(first, last + 1)
            return last + 1
        if f"{word}." in _known("abbreviation") or (f"{word.lower().capitalize()}." in _known("abbreviation") and word.isupper()):
            yield Span(first, last + 1)
            return last + 1
        # One capital and a full stop before a capital: an initial, as in "John F. Kennedy".
        if len(word) == 1 and word.isupper() and text[last + 1 : last + 3].strip()[:1].isupper() and _after_name(text, first):
            yield Span(first, last + 1)
            return last + 1
    if last + 1 < end and text[last] in HYPHENS and word.lower() in _known("prefix") and text[last + 1].isalpha():
        rest = _SHAPES.match(text, last + 1, end)
        if rest and rest.lastgroup == "word":
            tail = rest.end()
            clitic = _clitic().search(text[first:tail])
            cut = first + clitic.start() if clitic else tail
            yield Span(first, cut)
            if clitic:
                yield Span(cut, tail)
            return tail
    lower = word.lower()
    if lower in _joined():
        cut = first + _joined()[lower]
        yield Span(first, cut)
        yield Span(cut, last)
        return last
    clitic = _clitic().search(word)
    if clitic and clitic.start() > 0:
        yield Span(first, first + clitic.start())
        yield Span(first + clitic.start(), last)
    elif (mark := _inner_mark(word)) and mark > 0:
        yield Span(first, first + mark)
        yield Span(first + mark, first + mark + 1)
        return first + mark + 1
    else:
        yield Span(first, last)
    return last


def _after_name(text: str, first: int) -> bool:
    """Whether an initial at `first` follows a name or a title, or opens the text: "Ama K. Boateng", "envoy K. Bhat"."""
    before = text[max(0, first - 80) : first].rstrip(" \u00a0")
    if not before or before[-1] in '\n"“(,':
        return True
    word = before[max(before.rfind(" "), before.rfind("\n"), before.rfind("\u00a0")) + 1 :]
    return word[:1].isupper() or before[-1] in ".," or ending([word]) is not None


def _inner_mark(word: str) -> int | None:
    """Where a quotation mark stands inside what looks like one word ("said’We"): an apostrophe before a capital."""
    for at in range(1, len(word) - 1):
        if word[at] in "`´" or (word[at] in APOSTROPHES and word[at + 1].isupper() and word[at - 1].islower() and at > 2):
            return at
    return None
