"""Atoms: the words of a block as letters that the patterns of the grammar are written in.

Figures are read by their shape, other words by the lexicon, each phrase in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sayso.core import dates
from sayso.core.document import Document
from sayso.core.parse import Parse
from sayso.core.span import Span
from sayso.lexicon.times import Kind, TimeWord, before_years, by_first, endings

# Bare numbers are years between these; outside them only behind a word such as "since".
PLAIN_YEARS = range(1900, 2101)
# Years of two figures from here on are of the twentieth century: what is far ahead is written in full.
SHORT_CENTURY = 50
LETTERS = {
    "month": "M", "weekday": "w", "weekdays": "W", "unit": "u", "units": "U", "number": "n", "scale": "n",
    "ordinal": "o",
    "decade": "K", "season": "s", "daypart": "p", "dayparts": "p", "deictic": "l", "ago": "k", "shift": "g", "relation": "f",
    "day": "d",
    "reference": "r", "recent": "R", "every": "e", "frequency": "q", "once": "x", "times": "X", "part": "b", "edge": "B",
    "hedge": "v", "vague": "c", "zone": "Z", "era": "E", "fiscal": "L", "half": "H", "meridiem": "m", "clock": "z",
    "hour": "G", "holiday": "h", "hijri": "j", "persian": "J", "calendar": "A", "filler": "i", "aged": "^", "fixed": "D",
    "period": "V", "other": ".", "nth": ".", "plural": ".",
}  # fmt: skip
JOINTS = {
    "of": "O", "and": "&", "or": "|", "so": "S", "to": "T", "in": "I", "at": "@", "on": "N", "than": "<", "ended": "F",
    "possessive": "P", "the": "t", "a": "a",
}  # fmt: skip
# Kinds that are no time within the name of a person or a body ("the Mehr News Agency", "Theresa May").
NAMES = frozenset({"PER", "ORG", "MISC"})
VERBS = frozenset({"VB", "VBD", "VBP", "VBZ"})
NAMED: frozenset[Kind] = frozenset(
    {
        "month",
        "weekday",
        "holiday",
        "season",
        "frequency",
        "hijri",
        "persian",
        "calendar",
        "zone",
        "era",
        "decade",
        "hour",
        "unit",
        "units",
        "day",
    }
)

_WORD = re.compile(
    r"\d+(?:[.,:/]\d+){0,5}(?:[^\W\d_]{1,2}(?!\w))?|(?:[^\W\d_]\.){2,6}|[^\W_]+(?P<stop>\.)?|['’][^\W\d_]{1,2}(?!\w)|[^\w\s]"
)
_ISO = re.compile(
    r"(?<![\w-])(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?)?(?![\w-])"
    r"|(?<![\w/-])(\d{4}-(?:0[1-9]|1[0-2]))(?![\w-])"
)
_NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_CAPITALS = re.compile(r"([A-Z]{2,3})(\d{4})")
_HOURS = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::[0-5]\d)?")
_SHORT = re.compile(r"\d\d")
_QUARTER = re.compile(r"[QH][1-4]")
HALVES = re.compile(r"(\d)/(\d)")
DASHES = frozenset("-–—‐‑−/")


@cache
def _joined(kind: Kind, figures: str) -> re.Pattern[str]:
    """Figures with an ending of the lexicon joined to them: "5th", "3pm", "1990s"."""
    return re.compile(rf"({figures})['’]?({'|'.join(map(re.escape, endings(kind)))})", re.IGNORECASE)


@dataclass(slots=True)
class Word:
    """A word of a block; `at` is its token's index in the parse, None where the block was not parsed."""

    start: int
    end: int
    text: str
    xpos: str
    at: int | None
    named: bool = False


@dataclass(slots=True)
class Atom:
    """One letter of the grammar: words `first` to `last` (exclusive), with what they stand for."""

    letter: str
    value: str
    first: int
    last: int
    plural: bool = False


def blocks(document: Document, parse: Parse) -> Iterator[list[Word]]:
    """The words of each block in text order: the parse's tokens, or plain words where nothing was parsed."""
    tokens = parse.tokens
    named = {i for entity in parse.entities if entity.type in NAMES for i in range(entity.first, entity.last)}
    for block in document.blocks:
        if block.role == "boilerplate":
            continue
        first, last = parse.range_of(block.span)
        words = [
            Word(token.span.start, token.span.end, token.text, token.xpos, at, at in named)
            for at, token in enumerate(tokens[first:last], first)
        ]
        # A byline is names: "Jo Ramadan" is no month unless a figure stands beside it.
        yield list(_parted(words or plain(document.text, block.span, named=block.role == "byline")))


def _parted(words: Sequence[Word]) -> Iterator[Word]:
    """The words, with a part parted from what it is joined to ("mid-November"), and "FY" from its year."""
    for word in words:
        if (joined := _CAPITALS.fullmatch(word.text)) and is_a(joined[1], "fiscal"):
            cut = word.start + len(joined[1])
            yield Word(word.start, cut, joined[1], word.xpos, word.at)
            yield Word(cut, word.end, joined[2], "CD", word.at)
            continue
        if "-" not in word.text:
            yield word
            continue
        head, dash, tail = word.text.partition("-")
        if dash and tail and any(entry.kind == "part" for entry in _entries(head)):
            cut = word.start + len(head)
            yield Word(word.start, cut, head, word.xpos, word.at)
            yield Word(cut, cut + 1, dash, ":", word.at)
            yield Word(cut + 1, word.end, tail, word.xpos, word.at)
        else:
            yield word


def plain(text: str, span: Span, named: bool = False) -> list[Word]:
    """Words by their shape; an abbreviation that the lexicon knows keeps its full stop."""
    words = []
    for match in _WORD.finditer(text, span.start, span.end):
        start, end = match.span()
        if match["stop"] and not _entries(match[0]):
            words += [Word(start, end - 1, match[0][:-1], "", None, named), Word(end - 1, end, ".", "", None, named)]
        else:
            words.append(Word(start, end, match[0], "", None, named))
    return words


class Atoms:
    """The atoms of a run of words, with their letters as one string for the patterns."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.words = words
        self.atoms = list(_made(text, words))
        self.letters = "".join(atom.letter for atom in self.atoms)

    def at(self, match: re.Match[str], group: str) -> Atom | None:
        """The first atom of a group, None where the form lacks it."""
        return next(iter(self.many(match, group)), None)

    def many(self, match: re.Match[str], group: str) -> list[Atom]:
        """The atoms of a group, none where the form lacks it."""
        if group not in match.re.groupindex:
            return []
        first, last = match.span(group)
        return self.atoms[first:last] if first >= 0 else []


def _made(text: str, words: Sequence[Word]) -> Iterator[Atom]:
    """Words as atoms: figures by their shape, other words by the lexicon, each phrase in full."""
    low, known, numbers = [word.text.lower().replace("’", "'") for word in words], by_first(), _numbers()
    i, before = 0, "."
    while i < len(words):
        word, atom = words[i].text, None
        # Most words say nothing of time: those that are no figures and begin no phrase of the lexicon are told at once.
        if not word[0].isalpha() or word[0] in "QH":
            atom = _dated(text, words, i) or _figure(words, i)
        if atom is None and low[i] in known:
            atom = (_numeral(words, low, i) if low[i] in numbers else None) or _known(words, low, i, before)
        if atom is None:
            letter = "," if word == "," else "-" if word in DASHES or word == "--" else "."
            atom = Atom(letter, word, i, i + 1)
        yield atom
        i, before = atom.last, atom.letter


def _dated(text: str, words: Sequence[Word], i: int) -> Atom | None:
    """A date in ISO 8601 as one atom."""
    match = _ISO.match(text, words[i].start, words[-1].end) if words[i].text[:4].isdecimal() else None
    if match is None:
        return None
    last = i
    while last < len(words) and words[last].start < match.end():
        last += 1
    if words[last - 1].end > match.end():
        return None
    value = match[4] or match[1]
    if dates.days_of(value) is None:
        return None
    if match[2]:
        zone = match[3] or ""
        value += f"T{match[2]}" + (zone if ":" in zone or zone in ("", "Z") else f"{zone[:3]}:{zone[3:]}")
    return Atom("D", value, i, last)


def _figure(words: Sequence[Word], i: int) -> Atom | None:
    """A word in figures: a year, a decade, a clock, an ordinal, a date in numbers or a plain number."""
    word = words[i].text
    if not word[0].isdecimal() or not word.isascii():
        if _QUARTER.fullmatch(word) and not (word[0] == "H" and word[1] > "2"):
            return Atom("Q", word, i, i + 1)
        if word in ("'", "’", "‘") and i + 1 < len(words) and words[i + 1].start == words[i].end:
            if match := _joined("plural", r"\d0").fullmatch(words[i + 1].text):
                return Atom("K", match[1][0], i, i + 2)
            if _SHORT.fullmatch(words[i + 1].text) and _leads_year(words, i):
                return Atom("y", _short_year(words[i + 1].text), i, i + 2)
        elif match := _joined("plural", r"['’‘]\d0").fullmatch(word):
            return Atom("K", match[1][1], i, i + 1)
        elif _SHORT.fullmatch(word[1:]) and word[0] in "'’‘" and _leads_year(words, i):
            return Atom("y", _short_year(word[1:]), i, i + 1)
        return None
    if match := _NUMERIC.fullmatch(word):
        value = _numeric(match)
        return Atom("D", value, i, i + 1) if value else Atom(".", word, i, i + 1)
    if match := _joined("nth", r"\d{1,2}").fullmatch(word):
        return Atom("o", match[1], i, i + 1)
    if match := _joined("plural", r"\d{2,3}0").fullmatch(word):
        return Atom("K", match[1][:-1] if len(match[1]) == 4 else match[1][0], i, i + 1)
    if match := _joined("meridiem", r"\d{1,2}(?:[:.]\d\d)?").fullmatch(word):
        later = any(entry.kind == "meridiem" and entry.value == "12" for entry in _entries(match[2]))
        hour, _, minute = match[1].replace(".", ":").partition(":")
        return Atom("C", clock_time(int(hour), minute, later), i, i + 1) if 1 <= int(hour) <= 12 else None
    if (match := _HOURS.fullmatch(word)) and ":" in word:
        return Atom("C", f"T{int(match[1]):02}:{match[2]}", i, i + 1)
    if re.fullmatch(r"\d{4}/\d{2}", word):
        first = int(word[:4])
        if (first + 1) % 100 == int(word[5:]) and first in PLAIN_YEARS:
            return Atom("D", f"{first}/{first + 1}", i, i + 1)
        return None
    if HALVES.fullmatch(word):
        return Atom("n", word, i, i + 1)
    if not _NUMBER.fullmatch(word):
        return None
    last = i + 1
    if last < len(words) and (match := HALVES.fullmatch(words[last].text)) and match[2] != "0":
        return Atom("n", str(float(word.replace(",", "")) + int(match[1]) / int(match[2])), i, last + 1)
    if len(word) == 4 and word.isdecimal() and int(word) <= 2999:
        return Atom("y", word, i, last)
    return Atom("n", word.replace(",", ""), i, last)


def _leads_year(words: Sequence[Word], i: int) -> bool:
    """Whether the word before says that a year follows ("since '89"); else the mark may open a quotation."""
    return i > 0 and (words[i - 1].text.lower() in before_years() or is_a(words[i - 1].text, "month"))


def _short_year(figures: str) -> str:
    """A year of two figures.

    >>> _short_year("89"), _short_year("05")
    ('1989', '2005')
    """
    return f"{'19' if int(figures) >= SHORT_CENTURY else '20'}{figures}"


def clock_time(hour: int, minute: str, later: bool) -> str:
    """A clock of twelve hours as TIMEX3's time of day."""
    hour = hour % 12 + (12 if later else 0)
    return f"T{hour:02}:{minute or '00'}"


def _numeric(match: re.Match[str]) -> str | None:
    """A date in numbers. Where day and month could change places, both are given, parted by a bar."""
    if match[4]:
        year, one, other = match[4], int(match[5]), int(match[6])
        readings = [f"{year}-{one:02}-{other:02}"]
    else:
        year, one, other = match[3], int(match[1]), int(match[2])
        readings = [f"{year}-{month:02}-{day:02}" for month, day in ((one, other), (other, one)) if month <= 12]
    sound = sorted({reading for reading in readings if dates.days_of(reading)})
    return "|".join(sound) or None


def _key(word: str) -> str:
    """A word as the lexicon writes it."""
    return word.lower().replace("’", "'")


@cache
def _numbers() -> frozenset[str]:
    """The words that a number may begin with."""
    return frozenset(
        word
        for word, entries in by_first().items()
        if any(entry.kind in ("number", "scale") and len(entry.tokens) == 1 for entry in entries)
    )


def _entries(word: str) -> tuple[TimeWord, ...]:
    return by_first().get(_key(word), ())


def is_a(word: str, kind: Kind) -> bool:
    """Whether the lexicon has a word as of a kind."""
    return any(entry.kind == kind and len(entry.tokens) == 1 for entry in _entries(word))


def _numeral(words: Sequence[Word], low: Sequence[str], i: int) -> Atom | None:
    """A number in words ("twenty-four", "two thousand"), or a year in words ("nineteen ninety-six")."""
    parts: list[tuple[int, str]] = []
    known = by_first()
    last = at = i
    while at < len(words) and at < i + 8:
        entry = next((e for e in known.get(low[at], ()) if e.kind in ("number", "scale") and len(e.tokens) == 1), None)
        if entry is None or not entry.value.isdecimal():
            break
        parts.append((int(entry.value), entry.kind))
        last = at = at + 1
        if at + 1 < len(words) and words[at].text in DASHES and words[at].start == words[at - 1].end:
            at += 1
    if not parts or (len(parts) == 1 and parts[0][1] == "number" and any(len(e.tokens) > 1 for e in _phrases(low, i))):
        return None
    # "twenty-fifth": the last part may be an ordinal.
    if at < len(words) and parts[-1][0] in range(20, 100, 10):
        nth = next((e for e in known.get(low[at], ()) if e.kind == "ordinal"), None)
        if nth is not None and int(nth.value) < 10:
            return Atom("o", str(parts[-1][0] + int(nth.value)), i, at + 1)
    numbers = [n for n, _ in parts]
    if len(parts) in (2, 3) and all(kind == "number" for _, kind in parts) and 10 <= numbers[0] <= 20:
        rest = sum(numbers[1:])
        if 10 <= rest <= 99 and (len(parts) == 2 or (numbers[1] % 10 == 0 and numbers[2] < 10)):
            return Atom("y", str(numbers[0] * 100 + rest), i, last)
    total = here = 0
    for number, kind in parts:
        if kind == "number":
            here += number
        elif number < 1000:
            here = max(1, here) * number
        else:
            total, here = total + max(1, here) * number, 0
    total += here
    year = 1900 < total < 2100 and parts[0] == (2, "number")
    return Atom("y" if year else "n", str(total), i, last)


def _phrases(low: Sequence[str], i: int) -> Iterator[TimeWord]:
    """The phrases of the lexicon that stand at a word, the longest first."""
    for entry in by_first()[low[i]]:
        tokens = entry.tokens
        if len(tokens) == 1 or tuple(low[i : i + len(tokens)]) == tokens:
            yield entry


def _known(words: Sequence[Word], low: Sequence[str], i: int, before: str) -> Atom | None:
    """The longest phrase of the lexicon at a word that may count here."""
    for entry in _phrases(low, i):
        last = i + len(entry.tokens)
        if _counts(entry, words, i, last, before):
            letter = JOINTS[entry.value] if entry.kind in ("joint", "article") else LETTERS[entry.kind]
            return Atom(letter, entry.value, i, last, plural=entry.kind in ("units", "weekdays", "dayparts"))
    return None


def _counts(entry: TimeWord, words: Sequence[Word], i: int, last: int, before: str) -> bool:
    word = words[i]
    if word.named and entry.kind in NAMED:
        beside = [words[at] for at in (i - 1, last) if 0 <= at < len(words)]
        if any(other.named for other in beside) and not any(other.text[0].isdecimal() for other in beside):
            # "The World Court Friday rejected it": a weekday between a name and its verb is none of the name.
            verb = entry.kind == "weekday" and last < len(words) and words[last].xpos.startswith(("VB", "MD"))
            if not verb or words[last].named:
                return False
    if word.named and entry.kind == "month" and i > 0 and words[i - 1].xpos == "NNP" and not _entries(words[i - 1].text):
        # "Mr. March": a title leads a name.
        return False
    if entry.kind == "deictic" and entry.value == "t0" and word.xpos in ("IN", "WDT"):
        # "said that Monday would do" names no Monday of its own.
        return False
    if entry.kind == "deictic" and (word.xpos in VERBS or (i > 0 and words[i - 1].xpos in ("MD", "TO"))):
        # "The siege may last two months": what follows a modal is a verb, whatever its tag.
        return False
    if entry.only == "capital" and (not word.text[0].isupper() or word.xpos.startswith(("MD", "VB"))):
        return False
    if entry.only == "noun" and not (
        word.xpos.startswith("N") or (not word.xpos and (entry.kind == "season" or before in "nca"))
    ):
        return False
    if entry.only == "placed":
        follows = words[last].text if last < len(words) else ""
        if word.xpos.startswith("V") or (entry.kind == "month" and not word.text[0].isupper()):
            return False
        return before in ("lbOe" if entry.kind == "season" else "lbno") or follows.isdecimal()
    if entry.kind == "reference" and len(entry.tokens) > 1 and last < len(words):
        # "the past" alone refers; "the past two years" counts.
        following = _entries(words[last].text)
        counted = any(e.kind in ("unit", "units", "number", "vague", "season") for e in following)
        # "at this time last year" is none of now.
        turned = any(e.kind == "deictic" and not e.value.startswith("t") for e in following)
        return not (counted or turned or words[last].text[0].isdecimal())
    return True
