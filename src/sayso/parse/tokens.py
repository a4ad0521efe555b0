"""Tokens: the words of a text with their exact places, by the conventions of Universal Dependencies for English.

Clitics ("does|n't", "Iran|'s"), hyphenated parts ("US|-|led", but "co-operate") and currency signs are tokens of their
own; abbreviations keep their full stop. Nothing is normalised: a token is a span. One pass, linear in the text: every
repeat that can fail behind a long match is bounded.
Words written as one where an apostrophe or a space is missing ("dont", "its a") are parted where the lexicon is sure of it.
Knowingly missed: those that are words as well ("wont", "cats" for "cat's"), which UD parts by their sense.
"""

import re
from collections.abc import Generator, Iterator
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from sayso.core.span import Span
from sayso.lexicon.tables import rows
from sayso.lexicon.titles import ending

APOSTROPHES = "'’ʼ＇`´"
HYPHENS = "-‐‑"

_DIGITS = r"\d+(?:[.,:/]\d+){0,20}"
_SHAPES = re.compile(
    rf"""
      (?P<url>(?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]'’])
    | (?P<email>[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,8}})
    | (?P<handle>[@#](?=\w*[^\W\d_])\w+)
    | (?P<initials>(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?|[^\W\d_]\.[^\W\d_](?![\w.]))
    | (?P<pair>[^\W\d_](?:/[^\W\d_]|&[^\W\d_]{{1,2}})(?!\w)|[^\W\d_]{{2,4}}&[^\W\d_](?!\w))
    | (?P<phone>(?:\d-)?\d{{3}}-(?:\d{{3}}-)?\d{{4}}(?![\d-]))
    | (?P<domain>\w[\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{1,8}})
    | (?P<number>{_DIGITS}(?:[^\W\d_]{{1,8}})?(?!\w))
    | (?P<word>\w(?:[\w{APOSTROPHES}\u0300-\u036f\u200c\u200d]*\w)?[\u0300-\u036f]*)
    | (?P<rule>[*=_~<>|+-]{{3,}}|(?P<repeated>[*=_~#\\/|+<>$&^])(?P=repeated)+)
    | (?P<dots>\.\.+|…+)
    | (?P<cries>[!?]+)
    | (?P<face>(?<![^\s.,!?])[:;=]-?[()DP](?!\w))
    | (?P<dashes>--+|[–—―]+|[{HYPHENS}])
    | (?P<quotes>``|''|‘‘|’’|[{APOSTROPHES}](?=\d\ds?(?!\w))\d\ds?|[{APOSTROPHES}"“”„‟«»‹›‘‚])
    | (?P<other>\S)
    """,
    re.VERBOSE,
)
# Most tokens: letters that nothing joins to what follows, which none but `word` of the shapes above takes, and marks that are
# `other`.
_PLAIN = re.compile(r"\s*([A-Za-z]+(?=[\s,;)])|[,()]|\.(?=\s|\Z))")
_NUMBER = re.compile(rf"{_DIGITS}(?:[^\W\d_]{{1,8}})?(?!\w)|\d+")
_UNIT = re.compile(r"(\d[\d.,:/]*)([^\W\d_]+)")
_FRACTION = re.compile(r"\d[.,:]\d+$")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS](?!\w)")
_FOLLOWER = re.compile(rf"\s+(\w+)(?![{HYPHENS}{APOSTROPHES}])")


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(row["phrase"] for row in rows("en/tokens.tsv") if row["kind"] == kind)


@cache
def _clitic() -> re.Pattern[str]:
    endings = "|".join(re.escape(c).replace("'", f"[{APOSTROPHES}]") for c in sorted(_known("clitic"), key=len, reverse=True))
    return re.compile(rf"(?:{endings})$", re.IGNORECASE)


@cache
def _joined() -> dict[tuple[str, str], tuple[int, ...]]:
    """Where to part what is written as one word, by the word and the one behind it; "" for any."""
    found = {}
    for kind in ("joined", "joined_before"):
        for phrase in _known(kind):
            parts = phrase.split(" ")
            following = parts.pop() if kind == "joined_before" else ""
            found["".join(parts), following] = tuple(accumulate(map(len, parts[:-1])))
    return found


@lru_cache(maxsize=200_000)
def _whole(word: str) -> bool:
    """Whether a word of letters, or a mark, is one token whatever the word behind it."""
    return word.lower() not in _first() and not _clitic().search(word)


@cache
def _first() -> frozenset[str]:
    """The words that are parted, alone or before some word."""
    return frozenset(word for word, _ in _joined())


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The tokens of `text[start:end]` as spans of `text`, in order.

    >>> text = "The US-led coalition doesn't say."
    >>> [span.of(text) for span in tokens(text)]
    ['The', 'US', '-', 'led', 'coalition', 'does', "n't", 'say', '.']
    """
    return list(_tokens(text, start, len(text) if end is None else end))


def _tokens(text: str, start: int, end: int) -> Iterator[Span]:
    position, plain_at = start, _PLAIN.match
    while True:
        if (plain := plain_at(text, position, end)) and _whole(plain[1]):
            first, position = plain.span(1)
            yield Span(first, position)
            continue
        match = _SHAPES.search(text, position, end)
        if match is None:
            return
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
            last = yield from _number(text, first, last, end)
        else:
            yield Span(first, last)
        position = last


def _domain(text: str, first: int, last: int, end: int) -> Generator[Span, None, int]:
    """Yields a host, file or group name whole, by its ending or parts; else the first word or number of what looks like one."""
    whole = text[first:last]
    if text[last : last + 1] == "." and f"{whole}." in _known("abbreviation"):
        yield Span(first, last + 1)
        return last + 1
    group = whole.count(".") > 1 and whole.islower() and all(len(part) > 1 for part in whole.split("."))
    if group or (whole.rsplit(".", 1)[1].lower() in _known("domain") and any(c.isalpha() for c in whole.split(".")[0])):
        yield Span(first, last)
        return last
    cut = first + whole.index(".")
    if whole[0].isdigit() and (number := _NUMBER.match(text, first, end)):
        return (yield from _number(text, first, number.end(), end))
    hyphen = next((i for i, c in enumerate(whole) if c in HYPHENS), len(whole))
    return (yield from _word(text, first, min(cut, first + hyphen), end))


def _number(text: str, first: int, last: int, end: int) -> Generator[Span, None, int]:
    """Yields a number, its unit apart ("5|km") but not what counts or ranks ("1990s", "20th", "4A"); "1980's" is one."""
    if clitic := _POSSESSIVE.match(text, last, end):
        if text[last - 1] == "0":
            yield Span(first, clitic.end())
        else:
            yield Span(first, last)
            yield Span(last, clitic.end())
        return clitic.end()
    unit = _UNIT.fullmatch(text, first, last)
    if unit and (unit[2] in _known("unit") or (_FRACTION.search(unit[1]) and unit[2].lower() not in _known("ordinal"))):
        yield Span(first, unit.end(1))
        yield Span(unit.end(1), last)
    elif text[first:last] in _known("parted"):
        cut = text.index("/", first)
        yield from (Span(first, cut), Span(cut, cut + 1), Span(cut + 1, last))
    else:
        yield Span(first, last)
    return last


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
    kind = "prefix" if text[last + 1 : last + 2].isalpha() else "prefix_number"
    if last + 1 < end and text[last] in HYPHENS and word.lower() in _known(kind):
        rest = _SHAPES.match(text, last + 1, end)
        if rest and rest.lastgroup == ("word" if kind == "prefix" else "number"):
            tail = rest.end()
            clitic = _clitic().search(text[first:tail])
            cut = first + clitic.start() if clitic else tail
            yield Span(first, cut)
            if clitic:
                yield Span(cut, tail)
            return tail
    lower = word.lower()
    if not word.isupper() or len(word) > 2:
        cuts = _joined().get((lower, ""))
        if cuts is None and (follower := _FOLLOWER.match(text, last, end)):
            cuts = _joined().get((lower, follower[1].lower()))
        if cuts is not None:
            edges = [first, *(first + cut for cut in cuts), last]
            yield from (Span(a, b) for a, b in pairwise(edges))
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
