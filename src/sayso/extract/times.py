"""Times: every expression that says when, how long or how often, with what it means in TIMEX3 and EDTF.

A word's kind is knowledge about English (lexicon/data/en/times.tsv); here is a grammar over kinds. Each word becomes one
letter, each form of expression one pattern over letters, and at each place the longest form that makes sense wins. What
it means is counted from the day of publication, from a date in the dateline where none is known, or from an earlier
expression ("two weeks later"). A bare weekday, month or day looks back, or forward where its verb does.
A date says no more than text and anchor do: what neither gives stays X, and then there is no earliest and no latest.
Spans and values after TimeML (Pustejovsky et al. 2003, TIMEX3): determiners and hedges in, prepositions out; "from May to
June" is two expressions, "3-5 March" one with an interval. "Early", "mid" and "late" narrow earliest and latest widely.
Dates of publication and dateline that disagree: publication wins, and the anchor says so.
Knowingly missed: ages, "then", "the Sept. 11 attacks" (dated as if of this year), what is counted from an event ("two days
after the vote" is two days), lengths in several units ("1 hour 8 minutes"), the bounds of fiscal years and of "about 2011".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from sayso.core import dates
from sayso.core.data import TimeExpression, TimeType
from sayso.core.dates import Days, Part, Unit
from sayso.core.document import Document
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.times import Kind, TimeWord, before_years, by_first, endings, tense_words

NEEDS, GIVES, MADE_BY = (Parse,), TimeExpression, "times.rules/1"

Direction = Literal["PAST", "FUTURE"]

# Shares of right values by how an expression was read, rounded, from the TimeBank documents the grammar was written with.
SAID, COUNTED, BY_TENSE, LOOSE = 0.9, 0.8, 0.85, 0.55
# Heads above a word that are asked for a verb, and words behind a clock that may name its day.
REACH = 8
# Characters behind a day within which a time of day in the same sentence is of that day.
NEAR = 150
# Bare numbers are years between these; outside them only behind a word such as "since".
PLAIN_YEARS = range(1900, 2101)

# Days from which a yearly date in one direction is out of reach, so that the other one is meant whatever the verb (for a
# month, where no verb tells): news says "Aug. 7" of the next or last one. Quarters are reported once they are over.
# Swept on the same documents: flat from 230 to 300, and from 90 to 240.
FAR, FAR_QUARTER = 274, 183

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
    "of": "O", "and": "&", "or": "|", "so": "S", "to": "T", "in": "I", "at": "@", "on": "N", "than": "<", "possessive": "P",
    "the": "t", "a": "a",
}  # fmt: skip
# Relations of a time that belongs to a noun.
NOMINAL = frozenset({"nmod:poss", "compound", "amod", "nummod"})
# Kinds that are no time within the name of a person or a body ("the Mehr News Agency", "Theresa May").
NAMES = frozenset({"PER", "ORG", "MISC"})
NAMED: frozenset[Kind] = frozenset(
    {"month", "weekday", "holiday", "season", "frequency", "hijri", "persian", "calendar", "zone", "era", "decade", "hour"}
)
UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "H": "XXXX-HX", "Y": "XXXX",
    "DE": "XXX", "CE": "XX", "ML": "X",
}  # fmt: skip
# A unit of the lexicon in ISO 8601's letters, and how many of those it is.
PERIODS = {
    "S": ("TS", 1), "MIN": ("TM", 1), "H": ("TH", 1), "D": ("D", 1), "W": ("W", 1), "FN": ("W", 2), "WE": ("WE", 1),
    "M": ("M", 1), "Q": ("Q", 1), "Y": ("Y", 1), "DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000),
}  # fmt: skip
VAGUE_PERIODS = {"DE": "DE", "CE": "CE", "ML": "ML"}
SEASONS = ("SP", "SU", "FA", "WI")

_WORD = re.compile(
    r"\d+(?:[.,:/]\d+){0,5}(?:[^\W\d_]{1,2}(?!\w))?|(?:[^\W\d_]\.){2,6}|[^\W_]+(?P<stop>\.)?|['’][^\W\d_]{1,2}(?!\w)|[^\w\s]"
)
_ISO = re.compile(
    r"(?<![\w-])(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?)?(?![\w-])"
    r"|(?<![\w/-])(\d{4}-(?:0[1-9]|1[0-2]))(?![\w-])"
)
_NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_HOURS = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::[0-5]\d)?")
_QUARTER = re.compile(r"[QH][1-4]")
_STOP = re.compile(r"[.!?…\n]\s")
_HALVES = re.compile(r"(\d)/(\d)")
DASHES = frozenset("-–—‐‑−/")


@cache
def _joined(kind: Kind, figures: str) -> re.Pattern[str]:
    """Figures with an ending of the lexicon joined to them: "5th", "3pm", "1990s"."""
    return re.compile(rf"({figures})['’]?({'|'.join(map(re.escape, endings(kind)))})", re.IGNORECASE)


@dataclass(slots=True)
class _Word:
    """A word of a block; `at` is its token's index in the parse, None where the block was not parsed."""

    start: int
    end: int
    text: str
    xpos: str
    at: int | None
    named: bool = False


@dataclass(slots=True)
class _Atom:
    """One letter of the grammar: words `first` to `last` (exclusive), with what they stand for."""

    letter: str
    value: str
    first: int
    last: int
    plural: bool = False


@dataclass(slots=True, kw_only=True)
class _Draft:
    """What a form means. `days` are given where the value does not tell them; `refers` makes it an anchor for what
    follows; `open` says that its days are not known though its value is, as of a fiscal year; of an
    approximate one they are not, either."""

    type: TimeType = "DATE"
    value: str
    part: Part | None = None
    anchor: str | None = None
    days: Days | None = None
    approximate: bool = False
    edtf: str | None = None
    confidence: float = SAID
    refers: bool = True
    open: bool = False


@dataclass(slots=True)
class _Base:
    """What is counted from."""

    days: Days
    name: str
    unit: Unit = "D"


def extract(reading: Reading) -> Iterator[TimeExpression]:
    """Every time expression of the document, in text order."""
    document = reading.document
    base = _published(document) or _datelined(document)
    grammar = _Grammar(document, reading.parse, base)
    for words in _blocks(document, reading.parse):
        yield from grammar.read(words)


def _published(document: Document) -> _Base | None:
    """The day of publication, or the month or year where no more is known."""
    for length in (10, 7, 4):
        days = dates.days_of((document.published or "")[:length])
        if days is not None:
            return _Base(days, "published")
    return None


def _datelined(document: Document) -> _Base | None:
    """The one full day that the dateline's words give, for a text whose publication is not known."""
    for block in document.blocks:
        if block.role == "dateline":
            for found in _Grammar(document, None, None).read(_plain(document.text, block.span)):
                days = dates.days_of(found.value)
                if days is not None and days.earliest == days.latest:
                    return _Base(days, "dateline")
    return None


def _blocks(document: Document, parse: Parse) -> Iterator[list[_Word]]:
    """The words of each block in text order: the parse's tokens, or plain words where nothing was parsed."""
    tokens = parse.tokens
    named = {i for entity in parse.entities if entity.type in NAMES for i in range(entity.first, entity.last)}
    starts = [token.span.start for token in tokens]
    for block in document.blocks:
        if block.role == "boilerplate":
            continue
        at, words = bisect_left(starts, block.span.start), []
        while at < len(tokens) and tokens[at].span.end <= block.span.end:
            token = tokens[at]
            words.append(_Word(token.span.start, token.span.end, token.text, token.xpos, at, at in named))
            at += 1
        # A byline is names: "Jo Ramadan" is no month unless a figure stands beside it.
        yield list(_parted(words or _plain(document.text, block.span, named=block.role == "byline")))


def _parted(words: Sequence[_Word]) -> Iterator[_Word]:
    """The words, with a part parted from what it is joined to ("mid-November")."""
    for word in words:
        head, dash, tail = word.text.partition("-")
        if dash and tail and any(entry.kind == "part" for entry in _entries(head)):
            cut = word.start + len(head)
            yield _Word(word.start, cut, head, word.xpos, word.at)
            yield _Word(cut, cut + 1, dash, ":", word.at)
            yield _Word(cut + 1, word.end, tail, word.xpos, word.at)
        else:
            yield word


def _plain(text: str, span: Span, named: bool = False) -> list[_Word]:
    """Words by their shape; an abbreviation that the lexicon knows keeps its full stop."""
    words = []
    for match in _WORD.finditer(text, span.start, span.end):
        start, end = match.span()
        if match["stop"] and not _entries(match[0]):
            words += [_Word(start, end - 1, match[0][:-1], "", None, named), _Word(end - 1, end, ".", "", None, named)]
        else:
            words.append(_Word(start, end, match[0], "", None, named))
    return words


class _Atoms:
    """The atoms of a run of words, with their letters as one string for the patterns."""

    def __init__(self, text: str, words: Sequence[_Word]) -> None:
        self.words = words
        self.atoms = list(_made(text, words))
        self.letters = "".join(atom.letter for atom in self.atoms)

    def at(self, match: re.Match[str], group: str) -> _Atom | None:
        """The first atom of a group, None where the form lacks it."""
        return next(iter(self.many(match, group)), None)

    def many(self, match: re.Match[str], group: str) -> list[_Atom]:
        """The atoms of a group, none where the form lacks it."""
        if group not in match.re.groupindex:
            return []
        first, last = match.span(group)
        return self.atoms[first:last] if first >= 0 else []


def _made(text: str, words: Sequence[_Word]) -> Iterator[_Atom]:
    """Words as atoms: figures by their shape, other words by the lexicon, each phrase in full."""
    dated = {match.start(): match for match in _ISO.finditer(text, words[0].start, words[-1].end)} if words else {}
    i, before = 0, "."
    while i < len(words):
        atom = _dated(dated, words, i) or _figure(words, i) or _numeral(words, i) or _known(words, i, before)
        if atom is None:
            letter = "," if words[i].text == "," else "-" if words[i].text in DASHES or words[i].text == "--" else "."
            atom = _Atom(letter, words[i].text, i, i + 1)
        yield atom
        i, before = atom.last, atom.letter


def _dated(dated: dict[int, re.Match[str]], words: Sequence[_Word], i: int) -> _Atom | None:
    """A date in ISO 8601 as one atom."""
    match = dated.get(words[i].start)
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
    return _Atom("D", value, i, last)


def _figure(words: Sequence[_Word], i: int) -> _Atom | None:
    """A word in figures: a year, a decade, a clock, an ordinal, a date in numbers or a plain number."""
    word = words[i].text
    if not word[0].isdecimal() or not word.isascii():
        if _QUARTER.fullmatch(word) and not (word[0] == "H" and word[1] > "2"):
            return _Atom("Q", word, i, i + 1)
        if word in ("'", "’", "‘") and i + 1 < len(words) and words[i + 1].start == words[i].end:
            if match := _joined("plural", r"\d0").fullmatch(words[i + 1].text):
                return _Atom("K", match[1][0], i, i + 2)
        elif match := _joined("plural", r"['’‘]\d0").fullmatch(word):
            return _Atom("K", match[1][1], i, i + 1)
        return None
    if match := _NUMERIC.fullmatch(word):
        value = _numeric(match)
        return _Atom("D", value, i, i + 1) if value else _Atom(".", word, i, i + 1)
    if match := _joined("nth", r"\d{1,2}").fullmatch(word):
        return _Atom("o", match[1], i, i + 1)
    if match := _joined("plural", r"\d{2,3}0").fullmatch(word):
        return _Atom("K", match[1][:-1] if len(match[1]) == 4 else match[1][0], i, i + 1)
    if match := _joined("meridiem", r"\d{1,2}(?:[:.]\d\d)?").fullmatch(word):
        later = any(entry.kind == "meridiem" and entry.value == "12" for entry in _entries(match[2]))
        hour, _, minute = match[1].replace(".", ":").partition(":")
        return _Atom("C", _clock(int(hour), minute, later), i, i + 1) if 1 <= int(hour) <= 12 else None
    if (match := _HOURS.fullmatch(word)) and ":" in word:
        return _Atom("C", f"T{int(match[1]):02}:{match[2]}", i, i + 1)
    if re.fullmatch(r"\d{4}/\d{2}", word):
        first = int(word[:4])
        if (first + 1) % 100 == int(word[5:]) and first in PLAIN_YEARS:
            return _Atom("D", f"{first}/{first + 1}", i, i + 1)
        return None
    if _HALVES.fullmatch(word):
        return _Atom("n", word, i, i + 1)
    if not _NUMBER.fullmatch(word):
        return None
    last = i + 1
    if last < len(words) and (match := _HALVES.fullmatch(words[last].text)) and match[2] != "0":
        return _Atom("n", str(float(word.replace(",", "")) + int(match[1]) / int(match[2])), i, last + 1)
    if len(word) == 4 and word.isdecimal() and int(word) <= 2999:
        return _Atom("y", word, i, last)
    return _Atom("n", word.replace(",", ""), i, last)


def _clock(hour: int, minute: str, later: bool) -> str:
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


def _entries(word: str) -> tuple[TimeWord, ...]:
    return by_first().get(word.lower().replace("’", "'"), ())


def _is_a(word: str, kind: Kind) -> bool:
    """Whether the lexicon has a word as of a kind."""
    return any(entry.kind == kind and len(entry.tokens) == 1 for entry in _entries(word))


def _numeral(words: Sequence[_Word], i: int) -> _Atom | None:
    """A number in words ("twenty-four", "two thousand"), or a year in words ("nineteen ninety-six")."""
    parts: list[tuple[int, str]] = []
    last = at = i
    while at < len(words) and at < i + 8:
        entry = next((e for e in _entries(words[at].text) if e.kind in ("number", "scale") and len(e.tokens) == 1), None)
        if entry is None or not entry.value.isdecimal():
            break
        parts.append((int(entry.value), entry.kind))
        last = at = at + 1
        if at + 1 < len(words) and words[at].text in DASHES and words[at].start == words[at - 1].end:
            at += 1
    if not parts or (len(parts) == 1 and parts[0][1] == "number" and any(len(e.tokens) > 1 for e in _phrases(words, i))):
        return None
    # "twenty-fifth": the last part may be an ordinal.
    if at < len(words) and parts[-1][0] in range(20, 100, 10):
        nth = next((e for e in _entries(words[at].text) if e.kind == "ordinal"), None)
        if nth is not None and int(nth.value) < 10:
            return _Atom("o", str(parts[-1][0] + int(nth.value)), i, at + 1)
    numbers = [n for n, _ in parts]
    if len(parts) in (2, 3) and all(kind == "number" for _, kind in parts) and 10 <= numbers[0] <= 20:
        rest = sum(numbers[1:])
        if 10 <= rest <= 99 and (len(parts) == 2 or (numbers[1] % 10 == 0 and numbers[2] < 10)):
            return _Atom("y", str(numbers[0] * 100 + rest), i, last)
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
    return _Atom("y" if year else "n", str(total), i, last)


def _phrases(words: Sequence[_Word], i: int) -> list[TimeWord]:
    """The phrases of the lexicon that stand at a word, the longest first."""
    found = []
    for entry in _entries(words[i].text):
        size = len(entry.tokens)
        if i + size <= len(words) and all(
            words[i + k].text.lower().replace("’", "'") == entry.tokens[k] for k in range(1, size)
        ):  # fmt: skip
            found.append(entry)
    return found


def _known(words: Sequence[_Word], i: int, before: str) -> _Atom | None:
    """The longest phrase of the lexicon at a word that may count here."""
    for entry in _phrases(words, i):
        last = i + len(entry.tokens)
        if _counts(entry, words, i, last, before):
            letter = JOINTS[entry.value] if entry.kind in ("joint", "article") else LETTERS[entry.kind]
            return _Atom(letter, entry.value, i, last, plural=entry.kind in ("units", "weekdays", "dayparts"))
    return None


def _counts(entry: TimeWord, words: Sequence[_Word], i: int, last: int, before: str) -> bool:
    word = words[i]
    if word.named and entry.kind in NAMED:
        beside = [words[at] for at in (i - 1, last) if 0 <= at < len(words)]
        if any(other.named for other in beside) and not any(other.text[0].isdecimal() for other in beside):
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
        return not any(e.kind in ("unit", "units", "number", "vague", "season") for e in _entries(words[last].text)) and not (
            words[last].text[0].isdecimal()
        )
    return True


# Forms. A prefix that many share: a hedge, "the end of", an article, "early" or "later". Letters are those of LETTERS and JOINTS;
# y a year, C a clock, D a finished date, K a decade, Q a quarter in short, "-" a dash, P a possessive, "." any other word.
_PRE = r"(?:(?P<v>v)(?=b?-?[yMK]))?(?:(?P<edge>t?b?B)O)?t?(?:(?P<b>b)-?|(?P<g>g)(?:It?)?)?"
_YEAR_OF = r"(?:O?t?,?(?:(?P<y>y)|(?P<l2>l)u))"
_DAY = r"(?:d|l?w(?:,?M[no](?:,?y)?)?|M[no](?:,?y)?|t?[no]O?M,?y?|D)"
_COUNT = r"(?P<count>[nc](?:T|\||-|&)[nc]|a?[ncy]|a)"
_TIME = r"(?:C|n(?=m|z|It?p)|y(?=Z)|G)"

# What leads from a time of day to its day, over the same time elsewhere in brackets.
_ON_DAY = re.compile(r"(?:\.[Cyn]m?Z?\.)?N")
# The other end of a range, with its year.
_OTHER_END = re.compile(r"[T&](?:t?[no]O?)?(?P<M>M)[no]?,?(?P<y>y)")
# Forms whose article belongs to a noun behind them: "the Aug. 7 bombings", "a 16-hour flight", "the third-quarter loss".
_BARE = re.compile(r"(?:b-?)?[Mj].*|[no]?M.*|y|w.*|D|h.*|[nc]-?u.*|[nco]-[uU].*|b-[uU]|L?-?o-u.*|u-[gk]|l?L.*y|[uU]-\^")

Form = Callable[["_Grammar", _Atoms, "re.Match[str]"], "_Draft | None"]
_FORMS: list[tuple[re.Pattern[str], Form]] = []


def _form(pattern: str) -> Callable[[Form], Form]:
    """Registers what a pattern over letters means."""

    def registered(function: Form) -> Form:
        _FORMS.append((re.compile(pattern), function))
        return function

    return registered


class _Grammar:
    """Reads blocks of one document in order; `latest` is the last date said, from which others may be counted."""

    def __init__(self, document: Document, parse: Parse | None, base: _Base | None) -> None:
        self.document, self.parse, self.base = document, parse, base
        self.latest: _Base | None = None
        self.quarter: _Base | None = None
        self.end = 0
        self._looking = False
        self.sure = False
        self._helpers = _helping(parse) if parse else {}

    def read(self, words: Sequence[_Word]) -> Iterator[TimeExpression]:
        """The expressions of one block."""
        atoms = _Atoms(self.document.text, words)
        at = 0
        while at < len(atoms.letters):
            found = None if atoms.letters[at] in ".,-P" else self.longest(atoms, at)
            if found is None:
                at += 1
                continue
            draft, end = found
            if atoms.letters[at] in "ta":
                behind = self.longest(atoms, at + 1) if at + 1 < len(atoms.letters) else None
                if behind is not None and (behind[1] > end or _BARE.fullmatch(atoms.letters, at + 1, end)):
                    at += 1
                    continue
            first, last = atoms.atoms[at], atoms.atoms[end - 1]
            span = Span(words[first.first].start, words[last.last - 1].end)
            expression = self._finished(draft, span)
            yield expression
            self._remember(draft, expression)
            self.end = span.end
            at = end

    def day_behind(self, atoms: _Atoms, at: int) -> tuple[_Draft, int] | None:
        """The form at an atom, unless one that looks ahead asks already: "at 5 on 5 on 5 …" would look without end."""
        if self._looking:
            return None
        self._looking = True
        try:
            return self.longest(atoms, at)
        finally:
            self._looking = False

    def day_at_hand(self, atoms: _Atoms, match: re.Match[str]) -> tuple[str, str | None] | None:
        """The day that the last expression named, where it stands in the same sentence."""
        if self.latest is None or self.latest.unit != "D" or self.latest.days.earliest != self.latest.days.latest:
            return None
        word = atoms.words[atoms.atoms[match.start()].first]
        between = self.document.text[self.end : word.start]
        if _STOP.search(between) or word.start - self.end > NEAR or self.latest.name in ("", None):
            return None
        return self.latest.days.earliest.isoformat(), self.latest.name

    def longest(self, atoms: _Atoms, at: int, within: int | None = None) -> tuple[_Draft, int] | None:
        """The longest form at an atom that makes sense there, and where it ends."""
        matches = []
        for rank, (pattern, form) in enumerate(_FORMS):
            match = pattern.match(atoms.letters, at) if within is None else pattern.match(atoms.letters, at, within)
            if match is not None and match.end() > at:
                matches.append((-match.end(), rank, match, form))
        for _, _, match, form in sorted(matches, key=lambda m: m[:2]):
            draft = form(self, atoms, match)
            if draft is not None:
                return draft, match.end()
        return None

    def _finished(self, draft: _Draft, span: Span) -> TimeExpression:
        dated = draft.type in ("DATE", "TIME")
        days = draft.days or (dates.days_of(draft.value) if dated and not draft.open and not draft.approximate else None)
        if days is not None and draft.part is not None:
            days = dates.narrowed(days, draft.part)
        edtf = draft.edtf
        if edtf is None and dated and not (draft.open and "-" in draft.value):
            edtf = dates.edtf_of(draft.value, draft.approximate)
        return TimeExpression(
            document_id=self.document.id, made_by=MADE_BY, confidence=draft.confidence, span=span, type=draft.type,
            value=draft.value, edtf=edtf, anchor=draft.anchor,
            earliest=days.earliest.isoformat() if days else None, latest=days.latest.isoformat() if days else None,
        )  # fmt: skip

    def _remember(self, draft: _Draft, expression: TimeExpression) -> None:
        if draft.type not in ("DATE", "TIME") or not draft.refers:
            return
        days = draft.days or dates.days_of(draft.value.partition("T")[0])
        if days is not None:
            self.latest = _Base(days, expression.id, _unit_of(draft.value))
            if self.latest.unit == "Q":
                self.quarter = self.latest

    # What is counted from the base or from what was said.

    def counted(self, unit: Unit, by: int, from_text: bool = False) -> tuple[str, str | None]:
        """The value of a unit so many on, and its anchor; the unknown value without an anchor."""
        base = self.latest if from_text else self.base
        value = dates.counted(base.days, unit, by) if base else None
        return (value, base.name) if value and base else (UNKNOWN[unit], None)

    def yearly(self, unit: Unit, cycle: int, target: int, direction: Direction) -> str | None:
        """The last or next unit of a year, as its verb looks, unless that is out of reach and the other is not."""
        value = self.nearest(unit, cycle, target, direction)
        if unit == "M" and direction == "PAST" and self.sure:
            # "won in January" in December is eleven months back; of days news says the year from so far.
            return value
        other: Direction = "FUTURE" if direction == "PAST" else "PAST"
        far = FAR_QUARTER if unit == "Q" and direction == "FUTURE" else FAR
        return self.nearest(unit, cycle, target, other) if self.away(dates.days_of(value) if value else None) > far else value

    def away(self, days: Days | None) -> int:
        """How many days lie between the anchor and some days; 0 where either is not known."""
        if days is None or self.base is None:
            return 0
        return max(0, (days.earliest - self.base.days.latest).days, (self.base.days.earliest - days.latest).days)

    def nearest(self, unit: Unit, cycle: int, target: int, direction: Direction, strict: bool = False) -> str | None:
        """The last or next unit with this place in its cycle, the base's own in, unless `strict`; None where it is not sure."""
        if self.base is None:
            return None
        found = set()
        for day in (self.base.days.earliest, self.base.days.latest):
            index = dates.index_of(unit, day) - (1 if unit == "D" else 0)
            if direction == "PAST":
                back = (index - target) % cycle
                index -= back or (cycle if strict else 0)
            else:
                on = (target - index) % cycle
                index += on or (cycle if strict else 0)
            found.add(index)
        if len(found) > 1:
            return None
        try:
            return dates.value_of(unit, found.pop() + (1 if unit == "D" else 0))
        except (ValueError, OverflowError):
            return None

    def nearest_days(self, readings: Callable[[int], Days | None], direction: Direction, strict: bool = False) -> Days | None:
        """The last or next of days that come about once a year, such as a day of a month or a feast."""
        if self.base is None:
            return None
        found = set()
        for day in (self.base.days.earliest, self.base.days.latest):
            known = [days for year in range(day.year - 9, day.year + 10) if (days := readings(year)) is not None]
            if direction == "PAST":
                fitting = [days for days in known if (days.earliest < day if not strict else days.latest < day)
                           or (days.earliest == day and not strict)]  # fmt: skip
                found.add(max(fitting, key=lambda d: d.earliest, default=None))
            else:
                fitting = [days for days in known if (days.latest >= day if not strict else days.earliest > day)]
                found.add(min(fitting, key=lambda d: d.earliest, default=None))
        return found.pop() if len(found) == 1 else None

    # Tense.

    def direction(self, atoms: _Atoms, match: re.Match[str]) -> Direction:
        """Whether the verb that governs a form looks back or forward; where none tells, news looks back, and is not `sure`."""
        word = atoms.words[atoms.atoms[match.end() - 1].first]
        start = match.start()
        while start > 0 and atoms.letters[start - 1] in "CnGmzZ,":
            start -= 1
        before = atoms.words[atoms.atoms[start].first - 1].text.lower() if atoms.atoms[start].first else ""
        if before_years().get(before) in ("since", "until"):
            self.sure = True
            return "PAST" if before_years()[before] == "since" else "FUTURE"
        self.sure = False
        if self.parse is None or word.at is None:
            return "PAST"
        tokens, at = self.parse.tokens, word.at
        first, last = atoms.atoms[match.start()].first, atoms.atoms[match.end() - 1].last
        low, high = atoms.words[first].at, atoms.words[last - 1].at
        # Of a day that only tells which event is meant ("Monday's vote") no infinitive and no present above says when it was.
        nominal = atoms.letters[match.end() : match.end() + 1] == "P" or tokens[at].deprel in NOMINAL
        steps = 0
        for _ in range(REACH):
            head = tokens[at].head
            if head == at:
                break
            at = head
            if low is not None and high is not None and low <= at <= high:
                continue
            steps += 1
            tense = self._tense(at, steps == 1, nominal)
            if tense is not None:
                self.sure = True
                return tense
        return "PAST"

    def _tense(self, at: int, directly: bool, nominal: bool) -> Direction | None:
        """The direction of a verb by its form and its helping words; None for what is no finite verb."""
        assert self.parse is not None
        token, helpers = self.parse.tokens[at], self._helpers.get(at, frozenset())
        # Whatever its tag: a form that differs from its lemma is no infinitive, and a present of one has its ending.
        present = (
            token.text.lower().endswith(endings("plural")) if token.xpos == "VBZ" else token.lemma.lower() == token.text.lower()
        )
        tag = "VBD" if token.xpos in ("VB", "VBP", "VBZ") and not present else token.xpos
        if "FUTURE" in helpers:
            return "PAST" if "PERFECT" in helpers else "FUTURE"
        if helpers & {"PAST", "PERFECT"}:
            return "PAST"
        if nominal:
            return "PAST" if tag in ("VBD", "VBN") else None
        if "INFINITIVE" in helpers and tag in ("VB", "VBP"):
            return "FUTURE"
        if "PRESENT" in helpers:
            return "FUTURE" if directly or tag == "VBG" else None
        if tag in ("VBD", "VBN"):
            return "PAST"
        if tag in ("VBZ", "VBP"):
            return "FUTURE" if directly else "PAST"
        return None


def _helping(parse: Parse) -> dict[int, frozenset[str]]:
    """What the auxiliaries, copulas and marks of each token say of its tense."""
    found: dict[int, frozenset[str]] = {}
    for token in parse.tokens:
        if token.deprel.partition(":")[0] in ("aux", "cop", "mark"):
            said = tense_words().get(token.text.lower().replace("’", "'"))
            if said is not None:
                found[token.head] = found.get(token.head, frozenset()) | {said}
    return found


def _unit_of(value: str) -> Unit:
    """The unit of a value, as far as it can be counted on."""
    plain = value.partition("T")[0]
    if re.fullmatch(r"\d{4}-\d\d-\d\d|\d{4}-W\d\d-\d", plain):
        return "D"
    if "-Q" in plain:
        return "Q"
    if "-H" in plain:
        return "H"
    if "-WE" in plain:
        return "WE"
    if "-W" in plain and "-WI" not in plain:
        return "W"
    if re.fullmatch(r"\d{4}-\d\d", plain):
        return "M"
    return "Y" if re.fullmatch(r"\d{4}.*", plain) else "DE"


def _part(atoms: _Atoms, match: re.Match[str]) -> Part | None:
    """What "early", "the end of" or "later" leave of a stretch."""
    atom = atoms.at(match, "b")
    edge = atoms.many(match, "edge")
    if edge:
        atom = edge[-1]
    shift = atoms.at(match, "g")
    if atom is None and shift is not None:
        return "END" if shift.value == "+" else "START"
    return atom.value if atom is not None else None  # type: ignore[return-value]


def _hedged(atoms: _Atoms, match: re.Match[str]) -> bool:
    return atoms.at(match, "v") is not None


def _year_of(grammar: _Grammar, atoms: _Atoms, match: re.Match[str], *groups: tuple[str, str]) -> tuple[str, str | None] | None:
    """The year that a form names ("of 1990", "of last year") as a value and its anchor; None where it names none."""
    for year, deictic in groups:
        if atom := atoms.at(match, year):
            return atom.value, None
        if atom := atoms.at(match, deictic):
            by, text = _by(atom)
            return grammar.counted("Y", by, text)
    return None


def _by(deictic: _Atom) -> tuple[int, bool]:
    """How many units a deictic word counts, and whether from the text."""
    value = deictic.value.lstrip("pcn")
    return int(value.removeprefix("t")), value.startswith("t")


def _plausible_day(atom: _Atom) -> int | None:
    try:
        day = int(atom.value)
    except ValueError:
        return None
    return day if 1 <= day <= 31 else None


def _month_day(grammar: _Grammar, atoms: _Atoms, match: re.Match[str], month: str, day: int) -> tuple[str, str | None]:
    """A day of a month in the year that tense and anchor give it."""

    def in_year(year: int) -> Days | None:
        return dates.days_of(f"{year:04}-{month}-{day:02}") if year > 0 else None

    direction = grammar.direction(atoms, match)
    deictic = atoms.at(match, "l")
    if deictic is not None and _by(deictic)[0]:
        direction = "PAST" if _by(deictic)[0] < 0 else "FUTURE"
    days = grammar.nearest_days(in_year, direction)
    if deictic is None and grammar.away(days) > FAR:
        days = grammar.nearest_days(in_year, "FUTURE" if direction == "PAST" else "PAST")
    if days is None or grammar.base is None:
        return f"XXXX-{month}-{day:02}", None
    return days.earliest.isoformat(), grammar.base.name


def _in_range(grammar: _Grammar, atoms: _Atoms, match: re.Match[str], month: str) -> tuple[str, str | None] | None:
    """The year of one end of a range that the other end gives ("from May to June 2011", "between 3 May and 4 June")."""
    ahead = _OTHER_END.match(atoms.letters, match.end())
    if ahead is not None:
        other, year = atoms.at(ahead, "M"), atoms.at(ahead, "y")
        assert other is not None and year is not None
        return f"{int(year.value) - (1 if month > other.value else 0):04}", None
    latest = grammar.latest
    if match.start() == 0 or atoms.letters[match.start() - 1] not in "T&" or latest is None or latest.unit not in ("D", "M"):
        return None
    between = _gap(grammar, atoms, match)
    if between is None or between > 5:
        return None
    started = latest.days.earliest
    return f"{started.year + (1 if int(month) < started.month else 0):04}", latest.name


def _gap(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> int | None:
    """How many characters lie between the last expression and a form; None where another block does."""
    gap = atoms.words[atoms.atoms[match.start()].first].start - grammar.end
    return gap if gap >= 0 else None


def _days_in(month: str) -> int:
    return 29 if month == "02" else 30 if month in ("04", "06", "09", "11") else 31


@_form(r"(?:(?P<p0>t?p)O)?(?P<v>v)?(?P<w>w)?,?t?(?P<d>[no])O?(?P<M>M)(?:,?O?(?P<y>y))?(?P<p>p)?")
@_form(r"(?:(?P<p0>t?p)O)?(?P<v>v)?(?P<w>w)?,?(?P<l>l)?(?P<M>M)t?(?P<d>[no])(?:,?(?P<y>y))?(?P<p>p)?")
def _calendar_day(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "5 March 2025", "Friday, March the 5th", "the night of August 7"."""
    number, month, year = atoms.at(match, "d"), atoms.at(match, "M"), atoms.at(match, "y")
    assert number is not None and month is not None
    day = _plausible_day(number)
    if day is None or day > _days_in(month.value):
        return None
    following = match.end()
    if year is None and match.end("d") == following and atoms.letters[following : following + 1] in ("u", "U", "n", "m", "%"):
        return None
    anchor, confidence = None, SAID
    if year is not None:
        value = f"{year.value}-{month.value}-{day:02}"
        if dates.days_of(value) is None:
            return None
    elif (ranged := _in_range(grammar, atoms, match, month.value)) is not None:
        value, anchor, confidence = f"{ranged[0]}-{month.value}-{day:02}", ranged[1], BY_TENSE
        if dates.days_of(value) is None:
            return None
    else:
        value, anchor = _month_day(grammar, atoms, match, month.value, day)
        confidence = BY_TENSE
    weekday = atoms.at(match, "w")
    days = dates.days_of(value)
    if weekday is not None and days is not None and days.earliest.isoweekday() != int(weekday.value):
        confidence = 0.5
    return _with_daypart(
        atoms, match, _Draft(value=value, anchor=anchor, confidence=confidence, approximate=_hedged(atoms, match))
    )


def _with_daypart(atoms: _Atoms, match: re.Match[str], draft: _Draft) -> _Draft:
    """The draft at a part of the day, where the form names one."""
    for group in ("p", "p0"):
        found = [atom for atom in atoms.many(match, group) if atom.letter == "p"] if group in match.re.groupindex else []
        if found:
            draft.value, draft.type = f"{draft.value}T{found[-1].value}", "TIME"
            break
    return draft


@_form(r"(?<=M[no]&)(?P<d>[no])(?![-uUmX])")
def _second_day(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """The "25" of "April 24 and 25": a day of the month just said."""
    number, latest = atoms.at(match, "d"), grammar.latest
    gap = _gap(grammar, atoms, match)
    if number is None or latest is None or latest.unit != "D" or gap is None or gap > 5 or not _plausible_day(number):
        return None
    last = atoms.atoms[match.end() - 1].last
    # "April 24 and 25 people" counts people.
    if (
        last < len(atoms.words)
        and atoms.words[last].text[0].isalpha()
        and atoms.words[last].xpos not in ("IN", "CC", "VBD", "TO")
    ):
        return None
    value = f"{latest.days.earliest.isoformat()[:8]}{_plausible_day(number):02}"
    if dates.days_of(value) is None or dates.days_of(value) == latest.days:
        return None
    return _Draft(value=value, anchor=latest.name, confidence=BY_TENSE)


@_form(r"(?P<M>M)(?P<d>[no])[-T](?P<d2>[no])(?:,?(?P<y>y))?")
@_form(r"(?P<d>[no])[-T&](?P<d2>[no])O?(?P<M>M)(?:,?O?(?P<y>y))?")
@_form(r"(?P<d>[no])(?P<M>M)-(?P<d2>[no])(?P<M2>M)(?:,?O?(?P<y>y))?")
@_form(r"(?P<M>M)(?P<d>[no])-(?P<M2>M)(?P<d2>[no])(?:,?(?P<y>y))?")
def _run_of_days(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "3-5 March", "March 30 - April 2, 2025": an interval."""
    one, other, month, year = (atoms.at(match, group) for group in ("d", "d2", "M", "y"))
    assert one is not None and other is not None and month is not None
    last_month = (atoms.at(match, "M2") if "M2" in match.re.groupindex else None) or month
    first, last = _plausible_day(one), _plausible_day(other)
    ahead = atoms.words[one.first - 1].text.lower() if one.first else ""
    if "&" in match[0] and before_years().get(ahead) != "between":
        return None
    if first is None or last is None or (month is last_month and first >= last):
        return None
    if first > _days_in(month.value) or last > _days_in(last_month.value):
        return None
    anchor, confidence, name = None, SAID, year.value if year else "XXXX"
    if year is None:
        value, anchor = _month_day(grammar, atoms, match, month.value, first)
        name, confidence = value[:4], BY_TENSE
    until = name
    if last_month.value < month.value:
        until = name if name == "XXXX" else f"{int(name) + (1 if year is None else 0):04}"
        if year is not None:
            name = f"{int(name) - 1:04}"
    value = f"{name}-{month.value}-{first:02}/{until}-{last_month.value}-{last:02}"
    if "X" not in value and dates.days_of(value) is None:
        return None
    return _Draft(value=value, anchor=anchor, confidence=confidence)


@_form(r"(?:t?b)?-?(?P<M>M)-(?P<M2>M)(?:,?O?(?P<y>y))?")
def _run_of_months(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "May-June 2025"."""
    month, other, year = (atoms.at(match, group) for group in ("M", "M2", "y"))
    assert month is not None and other is not None
    if month.value >= other.value:
        return None
    anchor, confidence, name = None, SAID, year.value if year else "XXXX"
    if year is None:
        value = grammar.yearly("M", 12, int(month.value) - 1, grammar.direction(atoms, match))
        if value is not None and grammar.base is not None:
            name, anchor, confidence = value[:4], grammar.base.name, BY_TENSE
    return _Draft(value=f"{name}-{month.value}/{name}-{other.value}", anchor=anchor, confidence=confidence)


@_form(r"(?P<y>y)-(?P<y2>[yn])")
def _run_of_years(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "2011-2013", "1998-99"."""
    first, last = atoms.at(match, "y"), atoms.at(match, "y2")
    assert first is not None and last is not None
    end = last.value if len(last.value) == 4 else first.value[:2] + last.value if len(last.value) == 2 else ""
    joined = atoms.words[first.last].start == atoms.words[first.last - 1].end
    if not end.isdecimal() or int(end) <= int(first.value) or int(first.value) not in range(1500, 2201) or not joined:
        return None
    return _Draft(value=f"{first.value}/{end}")


@_form(r"t?(?P<o>[ol])(?P<u>[wu])(?:O|I)(?P<inner>M(?:,?(?:O?y|O?t?lu))?|t?lu|t?y)")
def _nth_of(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "the first Monday of May", "the last week of 2024": counted within what is named."""
    nth, unit = atoms.at(match, "o"), atoms.at(match, "u")
    inner = grammar.longest(atoms, match.start("inner"), match.end("inner"))
    assert nth is not None and unit is not None
    if inner is None or inner[1] != match.end("inner"):
        return None
    if nth.letter == "l" and nth.value != "-1":
        return None
    number = -1 if nth.letter == "l" else int(nth.value)
    days = dates.days_of(inner[0].value)
    if unit.letter == "w":
        if not 1 <= abs(number) <= 5 or days is None:
            return _Draft(value=f"XXXX-WXX-{unit.value}", confidence=LOOSE, refers=False)
        if number > 0:
            day = days.earliest + timedelta((int(unit.value) - days.earliest.isoweekday()) % 7 + 7 * (number - 1))
        else:
            day = days.latest - timedelta((days.latest.isoweekday() - int(unit.value)) % 7)
        return (
            _Draft(value=day.isoformat(), anchor=inner[0].anchor, confidence=inner[0].confidence) if day <= days.latest else None
        )
    if unit.value not in ("W", "D", "WE", "M"):
        return None
    part: Part | None = "START" if number == 1 else "END" if number < 0 else None
    return _Draft(value=inner[0].value, anchor=inner[0].anchor, part=part, confidence=LOOSE)


@_form(r"tu(?:O)(?P<day>M[no](?:,?y)?|[no]M,?y?)")
def _week_of(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "the week of May 5"."""
    unit = next(atom for atom in atoms.atoms[match.start() : match.end()] if atom.letter == "u")
    inner = grammar.longest(atoms, match.start("day"), match.end("day"))
    days = dates.days_of(inner[0].value) if inner is not None else None
    if unit.value != "W" or inner is None:
        return None
    return _Draft(
        value=(dates.counted(days, "W", 0) if days else None) or UNKNOWN["W"],
        anchor=inner[0].anchor, confidence=inner[0].confidence,
    )  # fmt: skip


@_form(_PRE + r"(?P<M>M)(?:,|O)?(?:(?P<y>y)|t?(?P<l2>l)u)")
@_form(_PRE + r"(?P<l>l)?(?P<M>M)")
def _month(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "late November 2023", "last January", "January of this year", "by mid-May"."""
    month = atoms.at(match, "M")
    assert month is not None
    deictic = atoms.at(match, "l") if "l" in match.re.groupindex else None
    year = _year_of(grammar, atoms, match, ("y", "l2")) if "y" in match.re.groupindex else None
    part, hedged = _part(atoms, match), _hedged(atoms, match)
    if year is not None:
        return _Draft(value=f"{year[0]}-{month.value}", anchor=year[1], part=part, approximate=hedged)
    if deictic is None and (ranged := _in_range(grammar, atoms, match, month.value)) is not None:
        return _Draft(value=f"{ranged[0]}-{month.value}", anchor=ranged[1], part=part, confidence=BY_TENSE)
    direction, strict = grammar.direction(atoms, match), False
    if deictic is not None:
        by, text = _by(deictic)
        if text or deictic.value.startswith("c"):
            return None
        if by == 0:
            value, anchor = grammar.counted("Y", 0)
            return _Draft(value=f"{value}-{month.value}", anchor=anchor, part=part, confidence=COUNTED)
        direction, strict = ("PAST" if by < 0 else "FUTURE"), True
    if deictic is None:
        found = grammar.yearly("M", 12, int(month.value) - 1, direction)
    else:
        found = grammar.nearest("M", 12, int(month.value) - 1, direction, strict)
    anchor = grammar.base.name if found and grammar.base else None
    return _Draft(
        value=found or f"XXXX-{month.value}", anchor=anchor, part=part, approximate=hedged,
        confidence=COUNTED if deictic else BY_TENSE,
    )  # fmt: skip


@_form(_PRE + r"(?P<unit>u)?(?P<y>y)(?P<E>E)?")
@_form(_PRE + r"(?P<y>n)(?P<E>E)")
@_form(r"(?P<E>E)(?P<y>[yn])")
def _year(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "1990", "the year 2000", "late 2023", "44 BC"; a number that counts things is no year."""
    year, era = atoms.at(match, "y"), atoms.at(match, "E")
    assert year is not None
    groups = match.re.groupindex
    unit = atoms.at(match, "unit") if "unit" in groups else None
    if unit is not None and unit.value != "Y":
        return None
    if not year.value.isdecimal() or int(year.value) > 9999 or (year.letter == "y" and year.value < "1000"):
        return None
    part = _part(atoms, match) if "b" in groups else None
    if era is not None and era.value == "BC":
        return _Draft(value=f"BC{int(year.value):04}", refers=False)
    if era is None and unit is None and part is None and not _is_year(atoms, year, match):
        return None
    approximate = "v" in groups and _hedged(atoms, match)
    return _Draft(value=f"{int(year.value):04}", part=part, approximate=approximate)


def _is_year(atoms: _Atoms, year: _Atom, match: re.Match[str]) -> bool:
    """Whether a bare number of four figures is a year, by its size, by the word before it and by what it counts."""
    words = atoms.words
    word, number = words[year.first], int(year.value)
    before = words[year.first - 1] if year.first else None
    after = words[year.last] if year.last < len(words) else None
    introduced = before is not None and before.text.lower() in before_years()
    if before is not None and (before.xpos in ("$", "#") or (not before.text[0].isalnum() and before.text[0] in "$£€¥#")):
        return False
    if after is not None and (after.text in ("%", ":") or after.xpos == "CD" or after.text[0] in "%$°"):
        return False
    if not word.text[0].isdecimal():
        return number in PLAIN_YEARS
    if after is not None and after.xpos == "NNS" and not (before is not None and before.xpos in ("DT", "PRP$", "POS")):
        return False
    if after is not None and after.text in DASHES and year.last + 1 < len(words):
        # "1994-built" is a year, "1500-strong" is not: only what is plainly a year.
        return number in PLAIN_YEARS
    if number in PLAIN_YEARS:
        known = bool(word.xpos) or introduced or (before is not None and _is_a(before.text, "article"))
        return known or after is None or not after.text[0].islower()
    return introduced and (after is None or after.xpos in ("", ",", ".", "CC", "IN", "TO", ":", "-RRB-", "''", "VBD", "WDT"))


@_form(_PRE + r"(?:n-)?(?P<K>K)")
def _decade(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "the late 1980s", "the '90s"; without a century, the last one that has begun before the anchor."""
    decade = atoms.at(match, "K")
    assert decade is not None
    value, anchor = decade.value, None
    if len(value) == 1:
        around = grammar.base
        if around is None:
            return _Draft(value=f"XX{value}", part=_part(atoms, match), confidence=LOOSE)
        century = around.days.latest.year // 100
        if century * 100 + int(value) * 10 > around.days.latest.year:
            century -= 1
        value, anchor = f"{century:02}{value}", around.name
    return _Draft(value=value, anchor=anchor, part=_part(atoms, match), confidence=COUNTED if anchor else SAID)


@_form(_PRE + r"(?P<o>o)-?(?P<u>u)(?P<E>E)?")
def _century(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "the early 20th century"."""
    number, unit, era = atoms.at(match, "o"), atoms.at(match, "u"), atoms.at(match, "E")
    assert number is not None and unit is not None
    if unit.value != "CE" or not 1 <= int(number.value) <= 99:
        return None
    if era is not None and era.value == "BC":
        return _Draft(value=f"BC{int(number.value) - 1:02}", refers=False)
    return _Draft(value=f"{int(number.value) - 1:02}", part=_part(atoms, match))


@_form(_PRE + r"(?:(?P<y>y)|(?P<l>l)uP)?L?-?(?P<o>[on])-?(?P<u>[uH])(?:" + _YEAR_OF.replace("y>", "y2>") + r")?")
@_form(r"t?b?(?P<o>Q)-?(?:" + _YEAR_OF.replace("y>", "y2>") + r")?")
def _period_of_year(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "third-quarter", "the first half of 1990", "next year's second quarter", "Q3 2024"."""
    number, groups = atoms.at(match, "o"), match.re.groupindex
    assert number is not None
    if number.letter == "Q":
        unit: Unit = "Q" if number.value[0] == "Q" else "H"
        place = int(number.value[1])
    else:
        atom = atoms.at(match, "u")
        assert atom is not None
        if (atom.letter == "u" and atom.value != "Q") or number.letter == "n":
            return None
        unit, place = ("H" if atom.letter == "H" else "Q"), int(number.value)
    cycle = 4 if unit == "Q" else 2
    if not 1 <= place <= cycle:
        return None
    part = _part(atoms, match) if "b" in groups else None
    # A fiscal quarter is none of the calendar's: which days it has is not known.
    fiscal = "L" in match[0]
    year = _year_of(grammar, atoms, match, *([("y", "l")] if "y" in groups else []), ("y2", "l2"))
    if year is not None:
        value, anchor = f"{year[0]}-{unit}{place}", year[1]
        return _Draft(value=value, anchor=anchor, part=part, open=fiscal, refers=not fiscal, confidence=COUNTED)
    found = grammar.yearly(unit, cycle, place - 1, grammar.direction(atoms, match))
    anchor = grammar.base.name if found and grammar.base else None
    value = found or f"XXXX-{unit}{place}"
    return _Draft(value=value, anchor=anchor, part=part, open=fiscal, refers=not fiscal, confidence=BY_TENSE)


@_form(_PRE + r"(?P<l>l)(?P<H>H)(?:" + _YEAR_OF + r"|Ot(?P<K>K))")
def _last_half(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "the last half of 1989", "the last half of the '80s"."""
    deictic, decade = atoms.at(match, "l"), atoms.at(match, "K")
    assert deictic is not None
    if _by(deictic)[0] >= 0:
        return None
    if decade is not None:
        draft = _decade(grammar, atoms, match)
        return _Draft(value=draft.value, anchor=draft.anchor, part="END") if draft else None
    year = _year_of(grammar, atoms, match, ("y", "l2"))
    return _Draft(value=f"{year[0]}-H2", anchor=year[1]) if year else None


@_form(_PRE + r"(?P<l>l)?(?P<s>s)(?:(?:O|,)?(?:(?P<y>y)|t?(?P<l2>l)u))?")
def _season(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "last summer", "the winter of 1994", "this past spring"."""
    season, deictic = atoms.at(match, "s"), atoms.at(match, "l")
    assert season is not None
    part = _part(atoms, match)
    year = _year_of(grammar, atoms, match, ("y", "l2"))
    if year is not None:
        return _Draft(value=f"{year[0]}-{season.value}", anchor=year[1], part=part)
    if deictic is None and atoms.letters[match.start()] == "s" and not _after_in(atoms, match):
        return None
    if deictic is not None and (_by(deictic)[1] or deictic.value.startswith("c")):
        return None
    by = _by(deictic)[0] if deictic is not None else None
    value = None
    if grammar.base is not None:
        direction: Direction = grammar.direction(atoms, match) if not by else "PAST" if by < 0 else "FUTURE"
        value = _season_near(grammar.base.days, SEASONS.index(season.value), direction, by)
    anchor = grammar.base.name if value and grammar.base else None
    return _Draft(
        value=value or f"XXXX-{season.value}", anchor=anchor, part=part, confidence=COUNTED if deictic else BY_TENSE
    )  # fmt: skip


def _after_in(atoms: _Atoms, match: re.Match[str]) -> bool:
    """Whether a preposition of time stands before a bare season."""
    first = atoms.atoms[match.start()].first
    return first > 0 and atoms.words[first - 1].text.lower() in before_years()


def _season_near(base: Days, place: int, direction: Direction, by: int | None) -> str | None:
    """The season that is meant, counted from spring; None where the base leaves it open. A winter bears the year it begins in."""
    found = set()
    for day in (base.earliest, base.latest):
        now = (day.year * 12 + day.month - 3) // 3
        if by == 0:
            index = day.year * 4 + place
        elif direction == "PAST":
            index = now - ((now - place) % 4 or (4 if by else 0))
        else:
            index = now + ((place - now) % 4 or (4 if by else 0))
        found.add(index)
    if len(found) > 1:
        return None
    index = found.pop()
    return f"{index // 4:04}-{SEASONS[place]}" if 1 <= index // 4 <= 9999 else None


@_form(r"t?(?P<l>l)?L-?(?P<u>u)?-?(?P<y>[yD])?")
def _fiscal(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "fiscal 1989", "the current fiscal year": a year whose bounds the text does not give."""
    year, deictic, unit = atoms.at(match, "y"), atoms.at(match, "l"), atoms.at(match, "u")
    if unit is not None and unit.value != "Y":
        return None
    if year is not None and re.fullmatch(r"\d{4}(?:/\d{4})?", year.value):
        return _Draft(value=year.value, open=year.letter == "y", confidence=COUNTED)
    if unit is None or year is not None:
        return None
    if deictic is None:
        return _Draft(type="DURATION", value="P1Y", confidence=LOOSE)
    by, text = _by(deictic)
    value, anchor = grammar.counted("Y", by, text)
    return _Draft(value=value, anchor=anchor, open=True, confidence=LOOSE)


@_form(_PRE + r"(?P<l>l)(?P<u>u)(?P<p>p)?")
def _deictic(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "last week", "earlier this year", "the following month", "later that day", "the past year"."""
    deictic, unit = atoms.at(match, "l"), atoms.at(match, "u")
    assert deictic is not None and unit is not None
    part, hedged = _part(atoms, match), _hedged(atoms, match)
    if unit.value not in UNKNOWN:
        return None
    kind: Unit = unit.value  # type: ignore[assignment]
    by, text = _by(deictic)
    if deictic.value.startswith("p") and part is None and kind != "WE":
        return _stretch(grammar, _period(1, kind), kind, 1, by)
    if deictic.value.startswith("n") and kind == "Q":
        known = grammar.quarter
        if known is not None:
            value = dates.counted(known.days, "Q", 0)
            return _Draft(value=value or UNKNOWN["Q"], anchor=known.name if value else None, confidence=BY_TENSE)
    if text and atoms.letters[match.start()] == "l" and by < 0 and grammar.latest is None:
        text = False
    value, anchor = grammar.counted(kind, by, text)
    if value == UNKNOWN[kind] and text and grammar.latest is None and by != 0 and grammar.base is not None:
        value = UNKNOWN[kind]
    draft = _Draft(value=value, anchor=anchor, part=part, approximate=hedged, confidence=COUNTED)
    return _with_daypart(atoms, match, draft) if kind == "D" else None if match.group("p") else draft


def _stretch(grammar: _Grammar, value: str, unit: str, number: float | None, by: int) -> _Draft:
    """A duration that ends or begins at the anchor, such as "the past two years"."""
    draft = _Draft(type="DURATION", value=value, confidence=COUNTED)
    base = grammar.base
    if base is None or number is None or base.days.earliest != base.days.latest:
        return draft
    letter, times = PERIODS[unit]
    if letter not in ("D", "W", "M", "Q", "Y") or number != int(number):
        return draft
    edge = _moved(base.days.earliest, letter, int(number) * times * (1 if by > 0 else -1))
    if edge is not None:
        draft.days = Days(min(edge, base.days.earliest), max(edge, base.days.earliest))
        draft.anchor = base.name
    return draft


def _moved(day: date, letter: str, by: int) -> date | None:
    """The day so many units on; the last of the month where the month is shorter."""
    try:
        if letter in ("D", "W"):
            return day + timedelta(by * (7 if letter == "W" else 1))
        index = day.year * 12 + day.month - 1 + by * {"M": 1, "Q": 3, "Y": 12}[letter]
        days = dates.span_of("M", index)
        return days.earliest.replace(day=min(day.day, days.latest.day))
    except (ValueError, OverflowError):
        return None


def _number(atoms: Sequence[_Atom]) -> tuple[float | None, bool]:
    """How many a count says, None where it is vague; and whether it was a range, of which the first is given."""
    numbers = [atom for atom in atoms if atom.letter in "ncy"]
    if not numbers:
        return 1, False
    if numbers[0].letter == "c":
        return None, False
    try:
        if match := _HALVES.fullmatch(numbers[0].value):
            return int(match[1]) / max(1, int(match[2])), False
        return float(numbers[0].value), len(numbers) > 1
    except ValueError:
        return None, False


def _period(number: float | None, unit: str) -> str:
    """A duration in ISO 8601, with X for a number that is not said; minutes and months for halves of hours and years.

    >>> _period(2, "Y"), _period(None, "W"), _period(5.5, "H"), _period(2, "DE")
    ('P2Y', 'PXW', 'PT5H30M', 'P20Y')
    """
    letter, times = PERIODS[unit]
    time, letter = ("T", letter[1:]) if letter.startswith("T") else ("", letter)
    if unit == "WE":
        return "PXWE" if number is None else f"P{_plain_number(number)}WE"
    if number is None:
        return f"P{time}X{VAGUE_PERIODS.get(unit, letter)}"
    whole = number * times
    if whole != int(whole):
        if letter == "H":
            hours, minutes = divmod(round(whole * 60), 60)
            return f"PT{hours}H{minutes}M" if hours else f"PT{minutes}M"
        if letter == "Y" and (whole * 12) == int(whole * 12):
            return f"P{int(whole * 12)}M"
    return f"P{time}{_plain_number(whole)}{letter}"


def _plain_number(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:g}"


@_form(r"t?(?P<l>l)" + _COUNT + r"-?i?(?P<u>[uU])(?P<so>S|\|[nc])?")
@_form(r"t?(?P<l>l)(?P<count>)(?P<u>U)(?P<so>)")
@_form(r"(?P<l>R)(?P<v>)(?P<count>)(?P<u>U)(?P<so>)")
def _counted_deictic(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "the past two years", "the next few days", "in the coming weeks", "recent months"."""
    deictic, unit, count = atoms.at(match, "l"), atoms.at(match, "u"), atoms.many(match, "count")
    assert deictic is not None and unit is not None
    if count and all(atom.letter == "a" for atom in count):
        return None
    number, ranged = _number(count) if count else (None, False)
    if deictic.letter == "R":
        return _Draft(type="DURATION", value=_period(None, unit.value), confidence=BY_TENSE)
    by, text = _by(deictic)
    if by == 0:
        return None
    value = _period(None if ranged else number, unit.value)
    if text or number is None or ranged:
        return _Draft(type="DURATION", value=value, confidence=BY_TENSE)
    return _stretch(grammar, value, unit.value, number, by)


@_form(r"(?P<v>v)?(?P<t>t)?o?" + _COUNT + r"-?i?-?(?P<u>[uU])(?:(?P<half>&aH))?(?P<so>S|\|[nc])?(?P<aged>-?\^)?")
@_form(r"(?P<v>v)?(?P<t>t)?(?P<count>n)&a(?P<half>H)(?P<u>[uU])(?P<so>S)?")
@_form(r"(?P<v>v)?(?P<t>t)?(?P<count>)a?(?P<half>H)a?-?(?P<u>u)(?P<so>S)?")
@_form(r"(?P<v>v)?(?P<t>t)?(?P<count>)(?P<half>)(?P<u>U)(?:(?P<so>\|)U)?(?P<aged>-\^)?")
@_form(r"(?P<v>)(?P<t>)(?P<count>)(?P<half>)(?P<u>u)(?P<so>)(?P<aged>-\^)")
def _duration(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "two years", "a week or so", "an hour and a half", "four-day", "decades"; "$30 a year" says how often."""
    unit, count = atoms.at(match, "u"), atoms.many(match, "count")
    assert unit is not None
    half = atoms.many(match, "half")
    number, ranged = _number(count)
    aged = atoms.many(match, "aged")
    if (aged and aged[-1].value == "age") or atoms.letters[match.end() : match.end() + 1] == "^":
        return None
    if atoms.letters[match.start("u") - 1 : match.end("u")] == "-U" and unit.value == "Q":
        return None
    if not count and not half and (unit.letter == "U" or match.group("t")):
        number = None
        if match.group("t") and unit.value not in ("Y", "DE", "CE"):
            return None
    if half:
        number = (number or 0) + 0.5 if count else 0.5
    if ranged:
        number = None
    if unit.value == "WE" and not count:
        return None
    if number is not None and number > 10**6:
        return None
    bare = [atom.letter for atom in count] == ["a"]
    if bare and not match.group("v") and not half and match.start() > 0 and unit.letter == "u" and _rate(atoms, match.start()):
        return _Draft(type="SET", value=_period(1, unit.value), confidence=BY_TENSE)
    if bare and unit.value in ("S", "Q") and not half and not match.group("v"):
        return None
    if number is None and unit.value in ("S", "Q", "WE") and not count:
        return None
    return _Draft(type="DURATION", value=_period(number, unit.value))


def _rate(atoms: _Atoms, at: int) -> bool:
    """Whether a number that is paid or done stands right before "a year"."""
    near = atoms.atoms[max(0, at - 3) : at]
    return any(atom.letter in "nyxX" for atom in near) and not any(atom.letter in "," for atom in near)


@_form(r"(?P<v>v)?" + _COUNT + r"-?i?-?(?P<u>[uU])(?P<half>&aH)?(?P<so>S|\|[nc])?-?(?P<k>k)")
@_form(r"(?P<v>)(?P<count>)(?P<u>U)(?P<half>)(?P<so>)(?P<k>k)")
def _ago(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "two years ago", "a week from now": counted from the anchor, in the unit that is said."""
    unit, way, count = atoms.at(match, "u"), atoms.at(match, "k"), atoms.many(match, "count")
    assert unit is not None and way is not None
    number, ranged = _number(count) if count else (None, False)
    sign = 1 if way.value == "+" else -1
    if number is not None and unit.value == "Y" and (match.group("half") or number == int(number) + 0.5):
        return _by_units(grammar, "M", sign * (int(number) * 12 + 6), False, True)
    if number is None or ranged or unit.value in ("S", "MIN", "H") or match.group("half") or number != int(number):
        if unit.value in ("S", "MIN", "H"):
            return _Draft(type="DURATION", value=_period(number, unit.value), confidence=LOOSE)
        return _Draft(value="FUTURE_REF" if sign > 0 else "PAST_REF", refers=False)
    hedged = _hedged(atoms, match) or bool(match.group("so"))
    if unit.value == "Y" and number == 1 and grammar.quarter is not None and not hedged:
        quarter = dates.counted(grammar.quarter.days, "Q", 4 * sign)
        if quarter is not None and quarter[:4] == (grammar.counted("Y", sign)[0]):
            return _Draft(value=quarter, anchor=grammar.quarter.name, confidence=BY_TENSE, refers=False)
    return _by_units(grammar, unit.value, int(number) * sign, False, hedged)


def _by_units(grammar: _Grammar, unit: str, by: int, from_text: bool, hedged: bool) -> _Draft:
    """A date so many units on, as exact as the unit."""
    if unit == "FN":
        unit, by = "W", by * 2
    if unit in ("DE", "CE", "ML"):
        unit, by = "Y", by * {"DE": 10, "CE": 100, "ML": 1000}[unit]
        hedged = True
    if unit == "Y" and abs(by) >= 100 and by % 100 == 0:
        # "2,000 years ago" is no year.
        unit, by, hedged = "CE", by // 100, True
    kind: Unit = unit  # type: ignore[assignment]
    value, anchor = grammar.counted(kind, by, from_text)
    return _Draft(value=value, anchor=anchor, approximate=hedged, confidence=COUNTED)


@_form(r"(?P<v>v)?" + _COUNT + r"-?i?-?(?P<u>[uU])(?P<so>S)?(?P<g>g)")
@_form(r"(?P<v>)(?:t|a)?(?P<count>)(?P<u>u)(?P<so>)-?(?P<g>[gk])")
@_form(r"(?P<v>v)?" + _COUNT + r"(?P<u>[uU])(?P<so>)(?P<g>f)(?=[.,&]|$)")
@_form(r"(?P<v>)t(?P<count>)(?P<u>u)(?P<so>)(?P<g>f)")
def _shifted(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "two weeks later", "a year earlier", "the day after": counted from the last date said."""
    unit, way, count = atoms.at(match, "u"), atoms.at(match, "g"), atoms.many(match, "count")
    assert unit is not None and way is not None
    number, ranged = _number(count)
    sign = 1 if way.value == "+" else -1
    if number is None or ranged or number != int(number) or unit.value in ("S", "MIN", "H", "WE", "V"):
        if unit.value in ("V", "WE"):
            return None
        return _Draft(type="DURATION", value=_period(None if ranged else number, unit.value), confidence=LOOSE)
    by = int(number) * sign
    if atoms.letters[match.end() : match.end() + 1] == "<":
        # "two weeks later than planned" compares, and dates nothing.
        return _Draft(type="DURATION", value=_period(number, unit.value), confidence=LOOSE)
    if way.letter == "f":
        if not count and unit.value not in ("D", "W"):
            return None
        if _goes_on(atoms, match):
            # "the day after the vote" is counted from the vote, of which nothing is known here.
            return None if count else _Draft(value=UNKNOWN[unit.value], refers=False)
    base = grammar.latest
    if unit.value == "Y":
        quarter = grammar.quarter
        if quarter is not None and (base is None or base.unit in ("Q", "D", "M", "Y")):
            value = dates.counted(quarter.days, "Q", 4 * by)
            if value is not None:
                return _Draft(value=value, anchor=quarter.name, confidence=BY_TENSE, refers=False)
        if base is not None and base.unit in ("M", "Q", "H"):
            steps = {"M": 12, "Q": 4, "H": 2}[base.unit]
            value = dates.counted(base.days, base.unit, by * steps)
            if value is not None:
                return _Draft(value=value, anchor=base.name, confidence=BY_TENSE)
    draft = _by_units(grammar, unit.value, by, True, _hedged(atoms, match) or bool(match.group("so")))
    draft.confidence = BY_TENSE
    return draft


def _goes_on(atoms: _Atoms, match: re.Match[str]) -> bool:
    """Whether a noun phrase or a clause follows a form, so that "after" is a preposition and not an adverb."""
    last = atoms.atoms[match.end() - 1].last
    if last >= len(atoms.words):
        return False
    return atoms.words[last].text[0].isalnum() and atoms.words[last].xpos not in ("CC", "IN", "VBD", "MD", "RB")


@_form(r"(?:t|a)?l?(?P<u>u)-?(?P<g>[gk])-?(?P<what>(?:(?P<o>o)-?)?u|V|(?P<n>n)U)?")
def _year_before(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "the year-earlier quarter", "the year-ago period", "year-earlier profit"."""
    unit, way, number, other = atoms.at(match, "u"), atoms.at(match, "g"), atoms.at(match, "n"), atoms.at(match, "o")
    assert unit is not None and way is not None
    hyphened = atoms.letters[match.start("u") + 1] == "-"
    if unit.value != "Y" or way.value != "-" or not hyphened:
        return None
    if number is not None:
        what = atoms.many(match, "what")[-1]
        return _Draft(type="DURATION", value=_period(float(number.value), what.value), confidence=LOOSE)
    if other is not None and grammar.base is not None and int(other.value) <= 4:
        value = grammar.nearest("Q", 4, int(other.value) - 1, "PAST")
        days = dates.days_of(value) if value else None
        value = dates.counted(days, "Q", -4) if days else None
        return _Draft(value=value or f"XXXX-Q{other.value}", anchor=grammar.base.name if value else None, confidence=LOOSE)
    known = grammar.quarter
    if known is not None:
        value = dates.counted(known.days, "Q", -4)
        return _Draft(value=value or UNKNOWN["Q"], anchor=known.name if value else None, confidence=BY_TENSE, refers=False)
    value, anchor = grammar.counted("Y", -1)
    return _Draft(value=value, anchor=anchor, confidence=LOOSE)


@_form(r"t(?P<l>l)?(?P<y>y)?(?P<V>V)")
def _same_period(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "the latest period", "the 1988 period": the quarter the text speaks of, in that year."""
    deictic, year, known = atoms.at(match, "l"), atoms.at(match, "y"), grammar.quarter
    if deictic is None and year is None:
        return None
    if year is not None:
        if known is None:
            return _Draft(value=year.value, confidence=LOOSE)
        value = f"{year.value}-{dates.counted(known.days, 'Q', 0) or 'XXXX-QX'}"
        return _Draft(value=value[:5] + value[-2:], anchor=known.name, confidence=LOOSE, refers=False)
    assert deictic is not None
    if known is None or not deictic.value.startswith(("n", "t0", "c")):
        return None
    value = dates.counted(known.days, "Q", 0) or UNKNOWN["Q"]
    return _Draft(value=value, anchor=known.name, confidence=LOOSE)


@_form(r"(?:(?P<edge>t?b?B)O|(?P<g>g)I)t(?P<u>u)")
@_form(r"(?P<g>)(?P<u>u)(?:P|-)?(?P<edge>B)")
@_form(r"(?:(?P<edge>)(?P<g>))t(?P<full>i)?(?P<u>u)")
@_form(r"(?:(?P<edge>b-)(?P<g>))(?P<u>u)")
def _the_unit(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "by the end of the year", "over the weekend", "the quarter": the one the text is in."""
    unit = atoms.at(match, "u")
    assert unit is not None
    edge = atoms.many(match, "edge")
    shift = atoms.at(match, "g")
    part: Part | None = None
    if edge:
        part = next(atom for atom in edge if atom.letter in "Bb").value  # type: ignore[assignment]
    elif shift is not None:
        part = "END" if shift.value == "+" else "START"
    kind = unit.value
    if kind == "WE":
        base = grammar.base
        if base is None:
            return _Draft(value=UNKNOWN["WE"], confidence=LOOSE)
        direction = grammar.direction(atoms, match)
        late = base.days.earliest.isoweekday() >= 6
        value, anchor = grammar.counted("WE", 0 if late or direction == "FUTURE" else -1)
        return _Draft(value=value, anchor=anchor, confidence=BY_TENSE)
    if part is not None and kind in ("W", "M", "Q", "Y", "DE", "CE"):
        value, anchor = grammar.counted(kind, 0)  # type: ignore[arg-type]
        return _Draft(value=value, anchor=anchor, part=part, confidence=COUNTED)
    if part is not None or kind not in ("Q", "Y"):
        return None
    if kind == "Q":
        known = grammar.quarter
        value = (dates.counted(known.days, "Q", 0) if known else None) or UNKNOWN["Q"]
        return _Draft(value=value, anchor=known.name if known and "X" not in value else None, confidence=LOOSE)
    if atoms.at(match, "full") is None and not _closes(atoms, match):
        # "the year he left" is another one.
        return _Draft(type="DURATION", value="P1Y", confidence=LOOSE)
    value, anchor = grammar.counted("Y", 0)
    return _Draft(value=value, anchor=anchor, confidence=LOOSE)


def _closes(atoms: _Atoms, match: re.Match[str]) -> bool:
    """Whether a mark or the end of the block follows a form."""
    last = atoms.atoms[match.end() - 1].last
    return last >= len(atoms.words) or not (atoms.words[last].text[0].isalnum() or atoms.words[last].text[0] in "'’-")


@_form(r"(?:(?P<b>b)-?|(?P<g>g))?(?P<l>l)?(?P<w>w)(?:,?N?(?:O|,)?(?P<l2>l)(?P<u>u))?(?P<p>p)?")
@_form(r"(?P<v>)(?P<b>)(?P<g>)(?P<l2>l)(?P<u>u)(?P<w>w)(?P<l>)(?P<p>p)?")
@_form(r"(?:b-?)?(?P<p>p)(?P<w>w)")
def _weekday(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "Monday", "last Friday", "Friday of next week", "late Tuesday", "Friday morning"."""
    weekday, deictic, week, unit = (atoms.at(match, group) for group in ("w", "l", "l2", "u"))
    assert weekday is not None
    if any(atom.plural for atom in atoms.many(match, "p")):
        return None
    target = int(weekday.value) - 1
    unknown = f"XXXX-WXX-{weekday.value}"
    anchor, confidence = grammar.base.name if grammar.base else None, BY_TENSE
    value: str | None
    if week is not None and unit is not None:
        if unit.value != "W":
            return None
        by, text = _by(week)
        found, anchor = grammar.counted("W", by, text)
        days = dates.days_of(found)
        value = (days.earliest + timedelta(target)).isoformat() if days and days.latest < date.max else None
        confidence = COUNTED
    elif deictic is not None:
        by, text = _by(deictic)
        if text or deictic.value.startswith(("c", "n")):
            return None
        if by == 0:
            days = dates.days_of(grammar.counted("W", 0)[0])
            value = (days.earliest + timedelta(target)).isoformat() if days else None
        else:
            value = grammar.nearest("D", 7, target, "PAST" if by < 0 else "FUTURE", strict=True)
        confidence = COUNTED
    else:
        value = grammar.nearest("D", 7, target, grammar.direction(atoms, match))
    draft = _Draft(value=value or unknown, anchor=anchor if value else None, confidence=confidence)
    return _with_daypart(atoms, match, draft)


@_form(r"(?P<v>v)?(?:(?P<b>b)-?|(?P<g>g))?(?P<d>d)(?P<p>p)?")
def _day(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "yesterday", "later today", "tomorrow morning", "tonight"."""
    day = atoms.at(match, "d")
    assert day is not None
    by, _, part = day.value.partition("T")
    value, anchor = grammar.counted("D", int(by))
    if part:
        return _Draft(type="TIME", value=f"{value}T{part}", anchor=anchor, confidence=COUNTED)
    return _with_daypart(atoms, match, _Draft(value=value, anchor=anchor, confidence=COUNTED))


@_form(r"(?:(?P<b>b)-?|(?P<g>g))?(?P<l>l)(?P<p>p)")
def _this_morning(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "this morning", "later that night", "the following evening"."""
    deictic, part = atoms.at(match, "l"), atoms.at(match, "p")
    assert deictic is not None and part is not None
    by, text = _by(deictic)
    value, anchor = grammar.counted("D", by, text)
    return _Draft(type="TIME", value=f"{value}T{part.value}", anchor=anchor, confidence=COUNTED)


@_form(r"(?<=I)t?(?:b-?)?(?P<p>p)(?P<day>)")
def _in_the_morning(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "in the afternoon": of the day that stands behind it or was said before in the sentence."""
    part = atoms.at(match, "p")
    assert part is not None
    found = _day_of_clock(grammar, atoms, match) or grammar.day_at_hand(atoms, match)
    day, anchor = found if found is not None and "T" not in found[0] else (UNKNOWN["D"], None)
    return _Draft(type="TIME", value=f"{day}T{part.value}", anchor=anchor, confidence=LOOSE, refers=False)


@_form(r"(?P<v>v)?(?P<time>" + _TIME + r")(?P<m>[mz])?(?P<Z>Z)?(?P<day>(?:,|O)?" + _DAY + r")?")
@_form(r"(?P<v>v)?(?P<time>" + _TIME + r")(?P<m>[mz])?(?P<Z>Z)?It?(?P<p>p)(?P<day>)")
def _time_of_day(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "5 p.m. EST, Nov. 6", "10:30 GMT", "noon Thursday", "4 in the morning"."""
    time, meridiem, zone = atoms.at(match, "time"), atoms.at(match, "m"), atoms.at(match, "Z")
    assert time is not None
    part = atoms.at(match, "p") if "p" in match.re.groupindex else None
    clock = _clock_of(time, meridiem, part)
    if clock is None:
        return None
    if time.letter == "C" and time.value.count(":") == 1 and meridiem is None and zone is None and not match.group("day"):
        before = atoms.words[time.first - 1] if time.first else None
        # "won 3:15" is no clock; "at 3:15" is.
        introduced = before is not None and (atoms.letters[match.start() - 1] in "@v" or before.text.lower() in before_years())
        if part is None and not introduced:
            return None
    offset = "" if zone is None or zone.value == "?" else zone.value
    day, anchor = "XXXX-XX-XX", None
    found = _day_of_clock(grammar, atoms, match) or grammar.day_at_hand(atoms, match)
    if found is not None:
        if not re.fullmatch(r"[\dX]{4}-(?:[\dX]{2}-[\dX]{2}|WXX-\d)", found[0]):
            return None if match.group("day") else _Draft(type="TIME", value=day + clock + offset, confidence=LOOSE)
        day, anchor = found
    return _Draft(type="TIME", value=day + clock + offset, anchor=anchor, confidence=COUNTED, refers=found is not None)


def _clock_of(time: _Atom, meridiem: _Atom | None, part: _Atom | None) -> str | None:
    """The time of day in TIMEX3; None where the number is no hour."""
    if time.letter in "CG":
        if meridiem is not None and meridiem.letter == "m":
            hour, minute = int(time.value[1:3]), time.value[4:6]
            return _clock(hour, minute, meridiem.value == "12") if 1 <= hour <= 12 else None
        if part is not None and part.value in ("AF", "EV", "NI") and int(time.value[1:3]) < 12:
            return f"T{int(time.value[1:3]) + 12:02}{time.value[3:]}"
        return time.value
    if time.letter == "y":
        hour, minutes = int(time.value[:2]), time.value[2:]
        return f"T{hour:02}:{minutes}" if hour <= 23 and minutes < "60" else None
    number = time.value.partition(".")
    if not number[0].isdecimal() or len(number[2]) not in (0, 2) or (number[2] or "0") >= "60":
        return None
    hour = int(number[0])
    if meridiem is not None and meridiem.letter == "m":
        return _clock(hour, number[2], meridiem.value == "12") if 1 <= hour <= 12 else None
    if not 0 <= hour <= 23:
        return None
    if part is not None and hour <= 12:
        return _clock(hour, number[2], part.value in ("AF", "EV") or (part.value == "NI" and hour > 5))
    return f"T{hour:02}:{number[2] or '00'}"


def _day_of_clock(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> tuple[str, str | None] | None:
    """The day that stands in the form or right behind it ("on Monday")."""
    letters = atoms.letters
    start = match.start("day")
    if start >= 0 and match.end("day") > start:
        while letters[start] in ",O":
            start += 1
        inside = grammar.longest(atoms, start, match.end("day"))
        return (inside[0].value, inside[0].anchor) if inside else None
    if joined := _ON_DAY.match(letters, match.end()):
        behind = grammar.day_behind(atoms, joined.end())
        if behind is not None and behind[0].type == "DATE":
            return behind[0].value, behind[0].anchor
    return None


@_form(r"(?P<D>D)")
def _written(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """A date in figures, or a fixed name of a day."""
    atom = atoms.at(match, "D")
    assert atom is not None
    if "|" in atom.value:
        readings = [days for one in atom.value.split("|") if (days := dates.days_of(one)) is not None]
        both = readings[0].over(readings[-1])
        return _Draft(
            value=f"{atom.value[:4]}-XX-XX", days=both, edtf=f"[{atom.value.replace('|', ',')}]", confidence=COUNTED, refers=False
        )  # fmt: skip
    return _Draft(type="TIME" if "T" in atom.value else "DATE", value=atom.value)


@_form(r"(?P<b>b)?(?P<l>l)?t?(?P<h>h)(?:,?(?:(?P<y>y)|(?P<l2>l)(?P<u>u)))?")
def _holiday(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "Christmas", "last Ramadan", "Nowruz 1403": a day or month that the year gives."""
    feast, deictic, year, other, unit = (atoms.at(match, group) for group in ("h", "l", "y", "l2", "u"))
    assert feast is not None
    if unit is not None and unit.value != "Y":
        return None
    rule, direction = feast.value, grammar.direction(atoms, match)
    unknown = f"XXXX-{rule}" if re.fullmatch(r"\d\d-\d\d", rule) else "XXXX-11" if re.fullmatch(r"\d\d-\d-\d", rule) else "XXXX"
    anchor: str | None = None
    if year is not None or other is not None:
        named, anchor = (year.value, None) if year is not None else grammar.counted("Y", *_by(other)) if other else ("", None)
        if not named.isdecimal():
            return _Draft(value=unknown)
        found = [days for days in _feasts(rule, int(named)) if days.earliest.year == int(named) or int(named) < 1600]
        if len(found) != 1:
            return _Draft(value=f"{int(named):04}" if int(named) > 1600 else unknown, anchor=anchor)
        return _feast(found[0], anchor)
    strict = False
    if deictic is not None:
        by, text = _by(deictic)
        if text:
            return None
        if by == 0:
            named, anchor = grammar.counted("Y", 0)
            found = [days for days in _feasts(rule, int(named)) if days.earliest.year == int(named)] if named.isdecimal() else []
            return _feast(found[0], anchor) if len(found) == 1 else _Draft(value=unknown)
        direction, strict = ("PAST" if by < 0 else "FUTURE"), True
    days = grammar.nearest_days(lambda y: next(iter(_feasts(rule, y)), None), direction, strict)
    if days is None or grammar.base is None:
        return _Draft(value=unknown, confidence=LOOSE)
    draft = _feast(days, grammar.base.name)
    draft.confidence = BY_TENSE
    return draft


def _feast(days: Days, anchor: str | None) -> _Draft:
    if days.earliest == days.latest:
        return _Draft(value=days.earliest.isoformat(), anchor=anchor, confidence=COUNTED)
    value = f"{days.earliest.isoformat()}/{days.latest.isoformat()}"
    return _Draft(value=value, anchor=anchor, confidence=COUNTED)


def _feasts(rule: str, year: int) -> list[Days]:
    """When a feast falls in a Gregorian year, or in a year of its own calendar."""
    if rule.startswith("hijri"):
        month, _, day = rule.removeprefix("hijri-").partition("-")
        years = [year] if year < 1600 else [(year - 622) * 33 // 32 + k for k in (-1, 0, 1, 2)]
        found = [dates.hijri(y, int(month), int(day) if day else None) for y in years]
        return [days for days in found if days is not None and (year < 1600 or days.earliest.year == year)]
    if rule == "nowruz":
        days = dates.persian(year if year < 1600 else year - 621, 1, 1)
        return [days] if days else []
    if not 1600 <= year <= 9998:
        return []
    if rule.startswith("easter"):
        moved = dates.easter(year) + timedelta(int(rule.removeprefix("easter")))
        return [Days(moved, moved)]
    if len(rule) == 5:
        fixed = dates.days_of(f"{year:04}-{rule}")
        return [fixed] if fixed else []
    month_number, weekday, nth = (int(part) for part in rule.split("-"))
    first = date(year, month_number, 1)
    moved = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return [Days(moved, moved)]


@_form(r"t?(?P<d>[no])O?(?P<j>[jJ])(?:,?O?(?P<y>[yn]))?(?P<A>A)?")
@_form(r"(?P<j>[jJ])t?(?P<d>n)(?:,(?P<y>y))(?P<A>A)?")
@_form(r"(?P<d>)(?P<j>[jJ])O?,?(?P<y>y)(?P<A>A)?")
@_form(r"(?P<d>)(?P<j>)(?:u)?(?P<y>[yn])(?P<A>A)")
@_form(r"(?P<d>)(?P<h>h)(?P<j>)(?P<y>y)(?P<A>A)?")
def _other_calendar(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "22 Bahman 1357", "5 Rajab 1446 AH", "1403 SH": the Gregorian days, which a year must be given for."""
    number, month, year, calendar = (atoms.at(match, group) for group in ("d", "j", "y", "A"))
    feast = atoms.at(match, "h") if "h" in match.re.groupindex else None
    if feast is not None and not re.fullmatch(r"hijri-\d\d", feast.value):
        return None
    if number is not None and not (number.value.isdecimal() and 1 <= int(number.value) <= 31):
        return None
    islamic = (calendar is not None and calendar.value == "hijri") if month is None and feast is None else (
        month is None or month.letter == "j")  # fmt: skip
    if calendar is not None and (calendar.value == "hijri") != islamic:
        return None
    day = int(number.value) if number is not None else None
    place = int(feast.value[-2:]) if feast is not None else int(month.value) if month is not None else None
    if year is None:
        return _Draft(value="XXXX", confidence=LOOSE, refers=False)
    if not year.value.isdecimal() or not (1 <= int(year.value) <= 1600):
        return None
    if feast is not None and int(year.value) < 1300:
        return None
    days = dates.hijri(int(year.value), place, day) if islamic else dates.persian(int(year.value), place, day)
    return _feast(days, None) if days is not None else None


@_form(r"(?P<e>e)(?P<n>[no])?-?(?P<u>[uU])")
@_form(r"(?P<e>e)(?P<n>)(?P<u>[wMsph])(?P<p>p)?")
@_form(r"(?P<e>)(?P<n>)(?P<u>W)(?P<p>)")
@_form(r"(?P<e>)(?P<n>)(?P<u>w)(?P<p>p)(?!$)")
@_form(r"(?P<times>(?:x|aX|[nc](?:T[nc])?X))(?:a|e|t|Ot)?(?P<u>[uU])(?P<n>)")
def _set(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "every Monday", "every two weeks", "twice a year", "Tuesdays", "Monday nights"."""
    unit, number = atoms.at(match, "u"), atoms.at(match, "n")
    assert unit is not None
    part = atoms.at(match, "p") if "p" in match.re.groupindex else None
    every = atoms.at(match, "e") if "e" in match.re.groupindex else None
    ending = f"T{part.value}" if part is not None else ""
    if unit.letter in "uU":
        step = int(every.value) if every is not None else 1
        if number is not None:
            if not number.value.isdecimal():
                return None
            step *= int(number.value)
        return _Draft(type="SET", value=_period(step, unit.value))
    if unit.letter in "wW":
        if every is None and unit.letter == "w" and not (part is not None and part.plural):
            return None
        return _Draft(type="SET", value=f"XXXX-WXX-{unit.value}{ending}")
    if unit.letter == "M":
        return _Draft(type="SET", value=f"XXXX-{unit.value}")
    if unit.letter == "s":
        return _Draft(type="SET", value=f"XXXX-{unit.value}")
    if unit.letter == "h":
        return _Draft(type="SET", value=f"XXXX-{unit.value}" if re.fullmatch(r"\d\d-\d\d", unit.value) else "P1Y")
    return _Draft(type="SET", value=f"XXXX-XX-XXT{unit.value}")


@_form(r"(?P<q>q)")
def _frequency(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "daily", "annually"; within a name they say nothing."""
    atom = atoms.at(match, "q")
    assert atom is not None
    word = atoms.words[atom.first]
    if word.text[0].isupper() and (word.xpos.startswith("NNP") or not word.xpos):
        return None
    # A daily with a name behind it is a newspaper.
    if atom.last < len(atoms.words) and atoms.words[atom.last].text[0].isupper():
        return None
    return _Draft(type="SET", value=atom.value)


@_form(r"(?P<r>r)")
@_form(r"(?P<r>l)")
def _reference(grammar: _Grammar, atoms: _Atoms, match: re.Match[str]) -> _Draft | None:
    """ "now", "currently", "the current", "soon"."""
    atom = atoms.at(match, "r")
    assert atom is not None
    if atom.letter == "l":
        if not atom.value.startswith("c"):
            return None
        return _Draft(value="PRESENT_REF", refers=False)
    return _Draft(value=atom.value, refers=False)
