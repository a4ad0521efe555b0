"""Quantities: how many of what, in which unit, and on which side the text leaves the number open.

A small grammar over the tokens reads digits, number words, vague plurals, ranges and shares; the words around them say
what bounds them, and what makes them no count (a date, a clock time, an age, a score, the number of a law or a flight).
What is counted is read off the tags: the noun phrase behind the number without its clauses, what "of" leads to, a state
without a noun ("17 dead"), or the noun the number is a value of ("raising the death toll to 20"). The tree is asked two
things alone: whether a plural modifies the singular behind it, and what became of those counted.

- `number` covers the bound, the sign and the unit, so that every field rests on words: "at least €4bn", "20 tonnes".
- "dozens" has low 24 and no high: a plural says twice at least. "several" has low 2, "a handful" neither side.
- "about 200" keeps 200 on both sides: what else it may be, the text does not say, and `number` shows the "about".
- "nearly 200" has high 200 and no low; "more than 200" has low 200: the bound is the number that stands there.
- Shares ("one in five", "two-thirds of") are in percent, to two places. A bare "$" or "dollars" is USD.
- "rose from 4 to 9" is two quantities with the same `counted`, of which 4 stood before and 9 stands now; "4 to 9 people" is one.
- "rose by $2 to $75" is two quantities, how far and to what; "of the 40 passengers, 22 …" counts passengers twice.
- What a rate is told of ("per 100,000 people") counts nothing.
- What became of those counted (`toll`) is read in `tolls`, by the tree.

Known misses: votes written as scores ("passed 52-48"), "no casualties", "both", "twice", a noun carried over to the next
number ("19 families here, 12 there"), nouns joined behind one number; in tests/cases/quantities.jsonl.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sayso.core.data import Quantity, Stage
from sayso.core.parse import Parse, Sentence
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.extract.quantities.tolls import toll
from sayso.lexicon import quantities as lexicon

NEEDS, GIVES, MADE_BY = (Parse,), Quantity, "quantities.rules/3"

PERCENT = "percent"
# Of 321 texts written as cases, 300 came out right in every field before any rule was changed for them.
RIGHT = 0.93
# Digits as news writes them: thousands by commas (also the Indian way) or, from two groups on, by full stops.
DIGITS = re.compile(
    r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})?|\d{1,2}(?:,\d{2}){1,6},\d{3}|\d{1,3}(?:\.\d{3}){2,6}|\d{1,15}(?:\.\d{1,6})?"
)
GLUED = re.compile(r"(\d[\d.,]{0,20})([^\W\d_]{1,8})")
GROUP = re.compile(r"\d{3}")
SPACES = frozenset(" \u00a0\u202f\u2009")
HYPHENS = frozenset("-‐‑")
DASHES = HYPHENS | frozenset("–—")
QUOTES = frozenset("\"“”„«»‘’'`´")
BRACKETS = frozenset({("(", ")"), ("[", "]")})
# A number of four digits between these is a year unless the words say otherwise.
YEARS = range(1700, 2101)
# One of these that counts nothing is a year behind "in" and its like.
OLD_YEARS = range(1000, 1700)
# Nobody in the news is older, and no month is longer.
OLDEST, LONGEST_MONTH = 120, 31
# How far a noun phrase, a verb and its subject are looked for, in tokens; longer ones are rare, and the bound keeps time linear.
PHRASE, VERB, SUBJECT = 12, 8, 14
# How many numbers a list behind a label or an age is followed.
LISTED = 8
TWICE = Decimal(2)
ONE = Decimal(1)
HUNDRED, THOUSAND = Decimal(100), Decimal(1000)
POWERS = frozenset({HUNDRED, THOUSAND, Decimal(10_000), Decimal(100_000), Decimal(1_000_000)})
# Shares are rounded to this.
CENT = Decimal("0.01")

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
PLURALS = frozenset({"NNS", "NNPS"})
NAMES = frozenset({"NNP", "NNPS"})
ADJECTIVES = frozenset({"JJ", "JJR", "JJS", "AFX", "FW"})
PARTICIPLES = frozenset({"VBN", "VBG"})
DETERMINERS = frozenset({"DT", "PDT", "PRP$"})
# What ties words together, and so is no thing behind a number and a hyphen.
SMALL = frozenset({"IN", "TO", "CC", "DT", "RP", "CD"})
AUXILIARIES = frozenset({"MD", "VB", "VBD", "VBZ", "VBP", "VBN", "RB"})


@dataclass(frozen=True)
class _Number:
    """One number in tokens `first` to `last` (exclusive). `scale` is its multipliers' product; `exact` is False for "dozens"."""

    first: int
    last: int
    low: Decimal | None
    high: Decimal | None
    scale: Decimal = ONE
    digits: bool = False
    exact: bool = True
    year: bool = False
    unit: str | None = None
    joined: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is digits and no more, so that it may be a date, an age or a name's number."""
        return self.digits and self.scale == 1 and self.unit is None and self.first == self.last - 1


@dataclass(frozen=True)
class _Counted:
    """What is counted, in tokens; `head` is its noun. `direct`: it stands right behind the number; `carried`: behind the one
    before ("of the 40 passengers, 22 …"), so that what is said of those is not said of all of these."""

    first: int
    last: int
    head: int
    direct: bool = True
    carried: bool = False


@dataclass(frozen=True)
class _Found:
    """A quantity in the making: its words from token `first` to the number's end, and the bounds they leave."""

    first: int
    number: _Number
    counted: _Counted | None
    low: Decimal | None
    high: Decimal | None
    stage: Stage | None = None


def extract(reading: Reading) -> Iterator[Quantity]:
    """Every quantity of the document, in text order."""
    parse, text = reading.parse, reading.document.text
    openers = lexicon.openers()
    for sentence in parse.sentences:
        places = [i for i in range(sentence.first, sentence.last) if (word := parse.words[i])[:1].isdecimal() or word in openers]
        if places:
            yield from _Sentence(parse, sentence, text).quantities(reading.document.id, [i - sentence.first for i in places])


class _Sentence:
    """The tokens of one sentence, by their index in it, and what can be read off them."""

    def __init__(self, parse: Parse, sentence: Sentence, text: str) -> None:
        self.parse, self.text = parse, text
        tokens = parse.tokens[sentence.first : sentence.last]
        self.spans = [token.span for token in tokens]
        self.raw = [token.text for token in tokens]
        self.words = [token.text.lower() for token in tokens]
        self.tags = [token.xpos for token in tokens]
        self.heads = [token.head - sentence.first for token in tokens]
        self.relations = [token.deprel for token in tokens]
        self.end, self.floor = len(tokens), 0
        letters = [word for word in self.raw if word[:1].isalpha()]
        # In a headline written with capitals, a capital makes no name.
        self.capitals = sum(word[:1].isupper() for word in letters) > 0.6 * len(letters)

    def quantities(self, document_id: str, places: Sequence[int]) -> Iterator[Quantity]:
        """The quantities of the sentence, in text order; `places` are the tokens that may begin one."""
        at = 0
        read: list[_Found] = []
        for place in places:
            if place < at:
                continue
            found, at = self._read(place)
            # Words behind one number bound no other.
            self.floor = at if found else self.floor
            read += found
        for one in self._staged(read):
            number = self._span(one.first, one.number.last)
            counted = self._span(one.counted.first, one.counted.last) if one.counted is not None else None
            if counted is not None and counted.meets(number):
                counted = None  # "of 17 from 17": one number cannot count another that it is part of
            befallen = None if one.counted is not None and one.counted.carried else counted
            yield Quantity(
                document_id=document_id, made_by=MADE_BY, confidence=RIGHT, low=one.low, high=one.high, unit=one.number.unit,
                number=number, counted=counted, toll=toll(self.parse, number, befallen), stage=one.stage,
            )  # fmt: skip

    def _staged(self, read: list[_Found]) -> list[_Found]:
        """The quantities, with the figure that stands now told from the one before it: "raised to 20 from 17"."""
        closers = set(lexicon.frames("change").values())
        found: list[_Found] = []
        for one in read:
            last = found[-1] if found else None
            valued = one.counted is None or not one.counted.direct
            staged = one.stage is None and valued
            if one.stage is None and last is not None and last.stage != "before" and self._replaced(last, one.first):
                found[-1] = replace(last, stage="now")
                one = replace(one, stage="before", counted=one.counted or last.counted)
            elif last is not None and last.stage is None and self._became(last, one):
                found[-1], one = replace(last, stage="before"), replace(one, stage="now")
            elif one.counted is None and one.number.unit is None and last is not None and self._of_those(last, one.first):
                assert last.counted is not None
                one = replace(one, counted=replace(last.counted, direct=False, carried=True))
            elif staged and self._superseded(one.first):
                one = replace(one, stage="before")
            elif staged and one.counted is not None and one.first and self.words[one.first - 1] in closers:
                one = replace(one, stage="now" if self._changed_before(one.first) else None)
            found.append(one)
        return found

    def _replaced(self, last: _Found, first: int) -> bool:
        """Whether "from", "up from" or "from an earlier" alone leads from a figure that is a value to the one it replaced."""
        between = range(last.number.last, first)
        openers, small = lexicon.frames("change").keys(), lexicon.words("direction").keys() | lexicon.words("superseded").keys()
        opened = any(self.words[i] in openers for i in between) and len(between) <= 5
        valued = last.stage == "now" or (
            last.first > 0 and self.words[last.first - 1] in lexicon.words("links").keys() | lexicon.words("be").keys()
        )
        return (
            opened
            and valued
            and all(
                self.words[i] in openers or self.words[i] in small or self.words[i] == "," or self.tags[i] in DETERMINERS
                for i in between
            )
        )

    def _became(self, last: _Found, one: _Found) -> bool:
        """Whether "from" leads to one figure and "to" to the next of the same thing: "from 17 on Monday to 20 on Tuesday"."""
        if not (last.first and one.first and one.first - last.number.last <= VERB and last.counted and one.counted):
            return False
        closer = lexicon.frames("change").get(self.words[last.first - 1])
        same = (last.counted.first, last.counted.last) == (one.counted.first, one.counted.last)
        return closer is not None and closer == self.words[one.first - 1] and same and self._changed_before(last.first)

    def _of_those(self, last: _Found, first: int) -> bool:
        """Whether a number without a noun is of those just counted: "Of the 40 passengers, 22 were children"."""
        counted, at = last.counted, last.first - 1
        if counted is None or not counted.direct or last.number.unit is not None or self.words[first - 1] != ",":
            return False
        at -= at >= 0 and self.tags[at] in DETERMINERS
        led = at >= 0 and self.words[at] in lexicon.words("partitive") and (at == 0 or not self.raw[at - 1][0].isalnum())
        return led and first - counted.last <= VERB and not any(word == "," for word in self.words[counted.last : first - 1])

    def _superseded(self, first: int) -> bool:
        """Whether "an earlier" or "previously put at" stands before a figure, with no mark between."""
        for i in range(first - 1, max(-1, first - VERB), -1):
            if self.words[i] in lexicon.words("superseded"):
                return True
            if not self.words[i][0].isalpha() or self.tags[i] == "CD":
                return False
        return False

    def _changed_before(self, first: int) -> bool:
        return any(self.words[i] in lexicon.words("change") for i in range(max(0, first - VERB), first))

    def _span(self, first: int, last: int) -> Span:
        return Span(self.spans[first].start, self.spans[last - 1].end)

    # --- one number ---------------------------------------------------------------------------------------------------

    def _amount(self, at: int) -> _Number | None:
        """The number at a token with its sign or code before it and its unit behind it."""
        if at >= self.end:
            return None
        sign = lexicon.units("sign", "code").at(self.raw, at, self.end)
        if sign is not None:
            number = self._number(sign[0])
            if number is None or not number.exact or number.unit is not None:
                return None
            return replace(number, first=at, unit=sign[1].unit)
        number = self._number(at)
        return number if number is None or number.unit is not None else self._with_unit(number)

    def _with_unit(self, number: _Number) -> _Number:
        at = number.last + 1 if self._hyphen(number.last) else number.last
        if not number.exact and at < self.end and self.words[at] in lexicon.words("of"):
            at += 1
        if at >= self.end:
            return number
        unit = lexicon.units("percent", "money", "measure").at(self.words, at, self.end) or lexicon.units("code").at(
            self.raw, at, self.end
        )
        if unit is None and number.digits:
            unit = lexicon.units("extent").at(self.words, at, self.end)
        return number if unit is None else replace(number, last=unit[0], unit=unit[1].unit)

    def _number(self, at: int) -> _Number | None:
        if at >= self.end:
            return None
        return self._digits(at) or self._vague(at) or self._fraction(at) or self._spelled(at) or self._many(at)

    def _digits(self, at: int) -> _Number | None:
        word, last = self.raw[at], at + 1
        if not word[:1].isdecimal():
            return None
        if glued := GLUED.fullmatch(word):
            return self._stuck(at, *glued.groups())
        if not DIGITS.fullmatch(word) or (word[0] == "0" and word[1:2] != "." and len(word) > 1):
            return None
        # "1 500": groups of three behind one space, where none of them can be a number of its own.
        while (
            len(word) <= 18 and word.isdecimal() and len(self.raw[at]) <= 3 and word[0] != "0" and last < self.end
            and GROUP.fullmatch(self.raw[last]) and self.text[self.spans[last - 1].end : self.spans[last].start] in SPACES
        ):  # fmt: skip
            word, last = word + self.raw[last], last + 1
        value = _decimal(word)
        year = word.isdecimal() and len(word) == 4 and last == at + 1 and int(word) in YEARS
        number = _Number(at, last, value, value, digits=True, year=year)
        return self._scaled(number)

    def _stuck(self, at: int, digits: str, letters: str) -> _Number | None:
        """A number that is one token with its multiplier or unit: "155mm", "3mn"."""
        if not DIGITS.fullmatch(digits) or (digits[0] == "0" and digits[1:2] != "."):
            return None
        value = _decimal(digits)
        multiplier = lexicon.words("multiplier").get(letters.lower())
        if multiplier is not None and multiplier.value is not None:
            return _times(_Number(at, at + 1, value, value, digits=True), multiplier.value, at + 1)
        unit = lexicon.units("measure").at([letters.lower()], 0, 1)
        return None if unit is None else _Number(at, at + 1, value, value, digits=True, unit=unit[1].unit)

    def _scaled(self, number: _Number) -> _Number:
        """The number with the multipliers behind it: "2.5 million", "50-million", "two and a half million"."""
        for _ in range(3):
            at = number.last + 1 if self._hyphen(number.last) else number.last
            half = self._and_part(at) if number.scale == 1 else None
            scale = self._multiplier(half[0] if half else at)
            if scale is None and not (half and self._and_half(half)):
                break
            if half and number.low is not None:
                whole = number.low + half[1]
                number = replace(number, low=whole, high=whole)
            number = _times(number, scale or ONE, (half[0] if half else at) + (scale is not None))
            if scale is None:
                break
        return number

    def _multiplier(self, at: int) -> Decimal | None:
        """The multiplier at a token. A single letter counts where it is glued to its digits, and "300m away" is metres."""
        if at >= self.end or (row := lexicon.words("multiplier").get(self.words[at])) is None:
            return None
        if len(self.words[at]) == 1:
            afar = at + 1 < self.end and self.words[at + 1] in lexicon.unit_words("afar")
            if not self._glued(at) or (afar and self.words[at] in lexicon.unit_words("extent")):
                return None
        return row.value

    def _and_part(self, at: int) -> tuple[int, Decimal] | None:
        """Where "and a half" at a token ends, with hyphens or without, and how much it is."""
        at += self._hyphen(at)
        if at >= self.end or self.words[at] not in lexicon.words("and"):
            return None
        at += 1 + self._hyphen(at + 1)
        if at < self.end and self.words[at] in lexicon.words("article"):
            at += 1 + self._hyphen(at + 1)
        part = lexicon.words("fraction").get(self.words[at]) if at < self.end else None
        return None if part is None or not part.value else (at + 1, ONE / part.value)

    def _and_half(self, part: tuple[int, Decimal]) -> bool:
        """Whether a part is "and a half", which needs no multiplier: "two and a half years"."""
        return part[1] * 2 == 1 and (self.words[part[0] - 2] in lexicon.words("article") or self._hyphen(part[0] - 2))

    def _vague(self, at: int) -> _Number | None:
        found = lexicon.numbers("vague").at(self.words, at, self.end)
        if found is None:
            return None
        last, row = found
        over = last + 1 if last < self.end and self.words[last] in lexicon.words("of") else last
        scale = self._multiplier(over)
        if scale is not None:
            number = self._scaled(_Number(at, over, TWICE, None, exact=False))
            return replace(number, high=None)
        many = self._many(over)
        if many is not None and many.low is not None:
            return replace(many, first=at)
        return None if row.qualifies else _Number(at, last, row.value, None, exact=False)

    def _many(self, at: int) -> _Number | None:
        """A plural of a multiplier, or several joined by "of": "dozens", "hundreds of thousands"."""
        low, last, loose = TWICE, at, True
        for _ in range(3):
            if last >= self.end:
                break
            row = lexicon.words("many").get(self.words[last]) or lexicon.words("many_of").get(self.words[last])
            if row is None or row.value is None:
                break
            low, last, loose = low * row.value, last + 1, row.kind == "many"
            if last + 1 >= self.end or self.words[last] not in lexicon.words("of"):
                break
            following = self.words[last + 1]
            if following not in lexicon.words("many"):
                break
            last += 1
        if last == at:
            return None
        after = self.words[last] if last < self.end else ""
        fits = loose or after in lexicon.words("of") or after in lexicon.unit_words("state") or after in lexicon.words("be")
        return _Number(at, last, low, None, exact=False) if fits else None

    def _fraction(self, at: int) -> _Number | None:
        """A share ("two-thirds", "half of") or a part of a multiplier ("half a million", "a quarter of a million")."""
        parts, top, place, hyphenated = lexicon.words("fraction"), ONE, at, False
        if at > 0 and self.words[at - 1] in lexicon.words("part"):
            return None
        if self.words[at] not in parts:
            start = lexicon.words("article").get(self.words[at]) or lexicon.words("numeral").get(self.words[at])
            if start is None or start.value is None:
                return None
            hyphenated = self._hyphen(at + 1)
            top, place = start.value, at + 1 + hyphenated
        part = parts.get(self.words[place]) if place < self.end else None
        if part is None or part.value is None or top >= part.value or (place == at and part.value != 2):
            return None
        after = place + 1
        last = self._whole(after)
        if last is not None:
            scale = self._multiplier(last - 1)
            if scale is not None:
                value = _tidy((top * scale / part.value).quantize(CENT))
                return _Number(at, last, value, value, scale)
        following = self.words[after] if after < self.end else ""
        skipped = after + (following in lexicon.words("article"))
        if lexicon.units("time").at(self.words, skipped, self.end):
            return None
        unit = lexicon.units("measure", "money").at(self.words, skipped, self.end)
        if unit is not None:
            value = _tidy((top / part.value).quantize(CENT))
            return _Number(at, unit[0], value, value, unit=unit[1].unit)
        taken = following in lexicon.words("of") or (part.value == 2 and following in lexicon.words("whole"))
        many = top > 1 and self.words[place] not in lexicon.unit_words("time")
        if not (taken or hyphenated or many):
            return None
        share = _tidy((100 * top / part.value).quantize(CENT))
        return _Number(at, after, share, share, unit=PERCENT)

    def _whole(self, at: int) -> int | None:
        """Where the multiplier ends that a fraction is a part of: "a million", "of a million", "dozen", "-million"."""
        if self._hyphen(at):
            at += 1
        elif at < self.end and self.words[at] in lexicon.words("of"):
            at += 1
            if at >= self.end or self.words[at] not in lexicon.words("article"):
                return None
        if at < self.end and self.words[at] in lexicon.words("article"):
            at += 1
        return at + 1 if self._multiplier(at) is not None else None

    def _spelled(self, at: int) -> _Number | None:
        """Number words: "seventeen", "twenty-three", "a hundred and five", "two and a half million"."""
        total, current, last, scale = Decimal(0), Decimal(0), at, ONE
        lowest: Decimal | None = None
        numerals = lexicon.words("numeral")
        article = self.words[at] in lexicon.words("article")
        if article:
            if self._multiplier(at + 1) is None:
                return None
            current, last = ONE, at + 1
        elif self.words[at] not in numerals:
            return None
        for _ in range(16):
            if last >= self.end:
                break
            numeral = numerals.get(self.words[last])
            if numeral is not None and numeral.value is not None:
                room = current % 100 == 0 or (current % 10 == 0 and current % 100 >= 20 and numeral.value < 10)
                if (current and not room) or (last == at + 1 and article):
                    break
                current, last = current + numeral.value, last + 1
                continue
            if (step := self._multiplier(last)) is not None and current and (lowest is None or step < lowest or step == HUNDRED):
                last += 1
                scale *= step
                if step in (HUNDRED, Decimal(12)):
                    current *= step
                else:
                    total, current, lowest = total + current * step, Decimal(0), step
                half = self._and_part(last)
                if half:
                    total, last = total + half[1] * step, half[0]
                    break
                continue
            if self._hyphen(last) and last + 1 < self.end:
                tail = numerals.get(self.words[last + 1])
                joins = (
                    tail is not None and tail.value is not None and tail.value < 10 and current % 10 == 0 and current % 100 >= 20
                )
                if joins or (current and self._multiplier(last + 1) is not None):
                    last += 1
                    continue
            half = self._and_part(last)
            if half and current and (self._multiplier(half[0]) is not None or self._and_half(half)):
                current, last = current + half[1], half[0]
                continue
            big = scale > 1 and self.words[last] in lexicon.words("and") and last + 1 < self.end
            if big and self.words[last + 1] in numerals and self.words[last - 1] not in numerals:
                last += 1
                continue
            break
        value = _tidy(total + current)
        return _Number(at, last, value, value, scale) if value else None

    # --- what stands around it ----------------------------------------------------------------------------------------

    def _read(self, at: int) -> tuple[list[_Found], int]:
        """The quantities that start at a token, and where to read on."""
        number = self._amount(at)
        if number is None:
            return [], at + 1
        if self._named(number) or self._chain(number) > number.last + 2:
            return [], self._chain(number)
        first = number.first
        opener = self.words[first - 1] if first else ""
        second = self._second(number, lexicon.frames("range").get(opener))
        if second is not None:
            return self._finished(_pair(number, second), first - 1)
        second = self._second(number, lexicon.frames("change").get(opener), rising=False)
        if second is not None:
            if self._ranges(first - 1) and _rises(number, second):
                return self._finished(_pair(number, second), first - 1)
            shared = replace(number, unit=number.unit or second.unit)
            if shared.low is not None and second.scale > 1 and shared.scale == 1 and second.low and shared.low < THOUSAND:
                shared = _times(shared, second.scale, shared.last)
            return self._changed(shared, second)
        share = self._ratio(number)
        if share is not None:
            return self._finished(share, first)
        joined = self._joined(number)
        if joined is not None:
            return self._finished(joined, first)
        if number.plain and (score := self._score(number)) is not None:
            return [], score
        return self._finished(number, first)

    def _changed(self, number: _Number, second: _Number) -> tuple[list[_Found], int]:
        """Both ends of "from 4 to 9", with the same thing counted."""
        if lexicon.numbers("age").before(self.words, 0, number.first - 1):
            return [], second.last
        before, after = self._finished(number, number.first)[0], self._finished(second, second.first)
        figure = self._toll(number.first - 1, second.last, second.unit)
        ours = figure or (after[0][0].counted if after[0] else None)
        found = [replace(one, counted=one.counted or ours, stage="before") for one in before]
        return [*found, *(replace(one, counted=one.counted or figure, stage="now") for one in after[0])], after[1]

    def _second(self, number: _Number, word: str | None, rising: bool = True) -> _Number | None:
        """The second number of a frame, behind the word that leads to it."""
        if word is None or number.last >= self.end or self.words[number.last] != word or not number.exact:
            return None
        second = self._amount(number.last + 1)
        if second is None or not second.exact:
            return None
        return second if not rising or _rises(number, second) else None

    def _joined(self, number: _Number) -> _Number | None:
        """A range: "60 to 80", "17 or 18", "20-30"."""
        at = number.last
        if at + 1 >= self.end or not number.exact:
            return None
        mark = lexicon.bounds("joins").at(self.words, at, self.end)
        if mark is None:
            return None
        symbol = not self.words[at][0].isalnum()
        if symbol and not (self._glued(at) and self._glued(at + 1)):
            return None
        if not symbol and number.unit is not None and self._by_how_much(number.first):
            return None
        second = self._amount(mark[0])
        if second is None or not second.exact or not _rises(number, second):
            return None
        return replace(_pair(number, second), joined=symbol)

    def _by_how_much(self, first: int) -> bool:
        """Whether a number says how far a figure moved, and what "to" leads to is the figure: "rose by $2 to $75"."""
        openers = lexicon.words("moves")
        at = first - 1
        at -= at > 0 and self.words[at] in openers
        at -= at > 0 and self.words[at] in lexicon.words("direction")
        return at >= 0 and self.words[at] in lexicon.words("change")

    def _score(self, number: _Number) -> int | None:
        """Where a second number ends that a hyphen or dash ties to one without rising: "2-1", "230-to-198"."""
        mark = lexicon.bounds("joins").at(self.words, number.last, self.end) if self._dash(number.last) else None
        second = self._number(mark[0]) if mark is not None else None
        return None if second is None else max(second.last, self._chain(number))

    def _ratio(self, number: _Number) -> _Number | None:
        """A share of two numbers: "one in five". The second is ten at most or round, and no time or year."""
        found = lexicon.bounds("ratio").at(self.words, number.last, self.end)
        if found is None or number.unit is not None or number.low is None or not number.exact or number.scale != 1:
            return None
        of = self._amount(found[0]) or self._round(found[0])
        if of is None or of.low is None or not of.exact or of.unit is not None or of.year or of.low <= number.low:
            return None
        # "one in 20", "9 in 1,000"; but "29 out of 30 charges" are 29.
        round_one = of.low <= 10 or of.low in POWERS or (number.low == 1 and of.low % 5 == 0)
        if not round_one or self._timed(of.last) or self._month(of.last):
            return None
        share = _tidy((100 * number.low / of.low).quantize(CENT))
        return replace(number, last=of.last, low=share, high=share, unit=PERCENT, digits=False)

    def _round(self, at: int) -> _Number | None:
        """A multiplier that stands for a number: "one out of every thousand"."""
        scale = self._multiplier(at)
        return None if scale is None else _Number(at, at + 1, scale, scale, scale)

    def _ranges(self, at: int) -> bool:
        """Whether "from" at a token opens a range: a word of ranging before it, or nothing that changes in the sentence."""
        if lexicon.bounds("ranging").before(self.words, 0, at):
            return True
        return not any(word in lexicon.words("change") for word in self.words[max(0, at - SUBJECT) : at])

    def _finished(self, number: _Number, first: int) -> tuple[list[_Found], int]:
        """The number with its bounds and what it counts, or nothing where it is no count."""
        low, high = number.low, number.high
        start, bounded = first, False
        size = number.high if number.high is not None else number.low
        for _ in range(3):
            outer = start
            found = lexicon.bounds("before").before(self.words, self.floor, outer)
            if found is None and (inner := lexicon.bounds("inner").before(self.words, self.floor, outer)):
                found = lexicon.bounds("before").before(self.words, self.floor, inner[0])
            if found is None:
                break
            small = size is not None and size < found[1].least and not size % 1
            if number.unit is None and number.exact and small:
                break
            start, bounded = found[0], True
            low, high = low if found[1].low else None, high if found[1].high else None
        trail = lexicon.bounds("after").at(self.words, number.last, self.end)
        if trail is not None and self._amount(trail[0]) is None:
            number, bounded = replace(number, last=trail[0]), True
            low, high = low if trail[1].low else None, high if trail[1].high else None
            number = self._with_unit(number) if number.unit is None else number
        counted = self._counted(number)
        if self._no_count(number, first, start, counted, bounded):
            return [], self._after(number, first, start)
        if counted is None:
            counted = self._toll(start, number.last, number.unit)
        # The second number of "18 Leopard 2 tanks" is not read again.
        first_counted = max(counted.first, number.last + 1) if counted is not None and counted.direct else self.end
        within = range(first_counted, counted.head if counted is not None else 0)
        named = any(self.tags[i] == "CD" and self.tags[i - 1] in NAMES and self._number_within(i) for i in within)
        return [_Found(start, number, counted, low, high)], counted.head if counted is not None and named else number.last

    def _no_count(self, number: _Number, first: int, start: int, counted: _Counted | None, bounded: bool) -> bool:
        """Whether the words around make the number something else than a count."""
        direct = counted is not None and counted.direct
        plural = counted is not None and direct and self._is_plural(counted)
        bare = number.unit is None and counted is None
        if number.unit is None and self._timed(number.last, counted):
            return True
        if number.digits and number.scale == 1 and number.unit is None:
            if self._dated(number, first) or lexicon.numbers("clock").at(self.words, number.last, self.end):
                return True
            if self._addressed(number.last):
                return True
        if lexicon.numbers("age").before(self.words, 0, start) and number.unit is None and not plural:
            return True
        if number.plain and bare and self._predicated(number, start):
            return True
        if number.joined and bare and not bounded:
            return True
        if lexicon.numbers("rank").before(self.words, 0, first) and not bounded and number.unit is None and number.scale == 1:
            return True
        if number.unit is None and lexicon.numbers("each").before(self.words, 0, start):
            return True
        label = lexicon.numbers("label").before(self.words, 0, first)
        if label and not bounded and number.unit is None and number.scale == 1:
            named = self.raw[label[0]][:1].isupper() and label[0] > 0 and not self.capitals
            if named or not plural:
                return True
        if number.year and number.unit is None and self._is_year(number, first, start, plural, bounded):
            return True
        old = number.plain and number.low is not None and number.low in OLD_YEARS and len(self.words[first]) == 4
        if old and not bounded and counted is None and first > 0 and self.words[first - 1] in lexicon.words("old_year"):
            return True
        if number.plain and not bounded and self._in_person(number, first, counted, plural):
            return True
        if not number.digits and number.low == 1 and number.last == number.first + 1 and number.unit is None:
            return self._idle(number, first, counted, bounded)
        return False

    def _in_person(self, number: _Number, first: int, counted: _Counted | None, plural: bool) -> bool:
        """A plain number that is an age, a label in brackets or the end of a name: "Keller, 43, said", "(12)", "Windows 10"."""
        before = self.raw[first - 1] if first else ""
        after = self.raw[number.last] if number.last < self.end else ""
        if counted is None:
            # "(12)", and the second of a list's "1) … 2) …".
            opened = "(" in self.words[max(0, first - VERB) : first]
            if (before, after) in BRACKETS or (after == ")" and self._glued(number.last) and not opened):
                return True
            if before == "," and first > 1 and self._is_age(number, first):
                return True
            if first == 0 and after in (".", ")") and after and number.last < self.end - 1 and self._glued(number.last):
                return True
            if first == 0 and self.end == number.last + 1:
                return True
        if counted is not None and first and self.tags[first - 1] == "DT" and self.tags[counted.head] == "NNP":
            return True
        if plural or self.capitals or first == 0 or not before[:1].isupper():
            return False
        if self.tags[first - 1] not in NAMES and (first == 1 or counted is not None):
            return False
        return before.lower() not in lexicon.weekdays() and (counted is None or counted.direct)

    def _is_age(self, number: _Number, first: int) -> bool:
        """Whether a number between commas is an age: behind a name or one person, alone or as one of two ("40 and 43,")."""
        if number.low is None or number.low > OLDEST or number.low % 1:
            return False
        last = number.last
        if last + 1 < self.end and self.words[last] in lexicon.words("and") and self.raw[last + 1].isdecimal():
            last += 2
        after = self.raw[last] if last < self.end else "."
        named = self.raw[first - 2][:1].isupper() and after in ",.;)"
        return named or (self.tags[first - 2] == "NN" and after == ",")

    def _predicated(self, number: _Number, start: int) -> bool:
        """Whether a bare number is what somebody is ("She is 43", "when he was about 50")."""
        at = start - 1
        old = number.low is None or number.low > OLDEST
        if old or at < 1 or self.words[at] not in lexicon.words("be"):
            return False
        while at > max(0, start - 4) and self.tags[at - 1] in AUXILIARIES:
            at -= 1
        if at > 0 and self.words[at - 1] == ",":
            return not any(word in lexicon.words("toll") for word in self.words[:at])
        return at > 0 and (self.tags[at - 1] == "PRP" or self.tags[at - 1] in NAMES)

    def _idle(self, number: _Number, first: int, counted: _Counted | None, bounded: bool) -> bool:
        """Whether "one" counts nothing: "no one", "one of the best", "one another"."""
        after = self.words[number.last] if number.last < self.end else ""
        if after in lexicon.words("idle"):
            return True
        if bounded:
            return False
        if counted is None or not counted.direct or self.tags[counted.head] in NAMES:
            return True
        return first > 0 and self.tags[first - 1] in DETERMINERS

    def _is_year(self, number: _Number, first: int, start: int, plural: bool, bounded: bool) -> bool:
        if bounded and plural and (start == 0 or self.words[start - 1] not in lexicon.words("year")):
            return False
        round_one = all(side is not None and side % 50 == 0 for side in (number.low, number.high))
        led = first > 0 and self.words[first - 1] in lexicon.words("year")
        return not (plural and round_one and not led)

    def _named(self, number: _Number) -> bool:
        """Whether the number is part of a name or a code: "F-16", "+98", "24/7", "7-Eleven", "the Big Three"."""
        first, last = number.first, number.last
        if first and self._glued(first):
            before = self.raw[first - 1]
            if before[-1].isalnum() or before in ("+", "#", "/", ":", "@", ".", "_", "№"):
                return number.unit is None or before[-1].isalnum()
            if before in HYPHENS and first > 1 and self._glued(first - 1) and self.raw[first - 2][-1].isalnum():
                return True
        if last < self.end and self._glued(last):
            after = self.raw[last]
            if after[0] in "/:@#_" or (after[0].isalnum() and number.digits and number.unit is None and self.spans[last].start):
                return not lexicon.numbers("clock").at(self.words, last, self.end)
        if self._hyphen(last) and last + 1 < self.end and self.raw[last + 1][:1].isupper() and not self.capitals:
            unit = lexicon.units("percent", "money", "measure", "time").at(self.words, last + 1, self.end)
            return unit is None
        spelled = not number.digits and self.raw[first][:1].isupper() and first > 0 and not self.capitals
        return spelled and self.raw[first - 1] not in QUOTES and self.raw[first - 1] not in (":", ".", "—", "–", "…")

    def _chain(self, number: _Number) -> int:
        """Where the numbers end that are chained to this one: by hyphens (a date, a score), or, behind a plus, by spaces."""
        last = number.last
        if not number.digits:
            return last
        called = self._glued(number.first) and self.raw[number.first - 1] == "+"
        while last < self.end:
            if called and self.raw[last][:1].isdecimal():
                last += 1
            elif last + 1 < self.end and self._dash(last) and self.raw[last + 1][:1].isdecimal():
                last += 2
            else:
                break
        return last

    def _after(self, number: _Number, first: int, start: int) -> int:
        """Where to read on behind a number that is no count, past the bare ones listed with it ("Articles 5 and 6")."""
        last = max(number.last, self._chain(number))
        names = lexicon.numbers("label", "rank").before(self.words, 0, first) or lexicon.numbers("age").before(
            self.words, 0, start
        )
        aged = number.plain and first > 0 and self.words[first - 1] == ","
        for _ in range(LISTED if names or number.year or aged else 0):
            at = last
            while at < min(self.end, last + 2) and (self.words[at] in lexicon.words("and") or self._joint(at)):
                at += 1
            following = self._number(at) if at > last else None
            if following is None or self._counted(following) is not None or self._with_unit(following).unit is not None:
                break
            last = following.last
        return last

    def _joint(self, at: int) -> bool:
        return self.words[at] == "," or lexicon.bounds("joins").at(self.words, at, at + 1) is not None

    def _timed(self, at: int, counted: _Counted | None = None) -> bool:
        """Whether what is counted is time: "20 days", "a 40-year-old", "three long months"."""
        if self._hyphen(at):
            at += 1
            if at < self.end and self.words[at] in lexicon.words("compound"):
                return True
        if lexicon.units("time").at(self.words, at, self.end):
            return True
        return counted is not None and self.words[counted.head] in lexicon.unit_words("time")

    def _month(self, at: int) -> bool:
        return 0 <= at < self.end and self.raw[at][:1].isupper() and self.words[at].rstrip(".") in lexicon.all_months()

    def _dated(self, number: _Number, first: int) -> bool:
        """Whether a number is the day of a month beside it: "March 4", "4-6 March"."""
        if number.high is None or number.high > LONGEST_MONTH:
            return False
        return self._month(number.last) or self._month(first - 1)

    def _addressed(self, at: int) -> bool:
        """Whether a street's name follows: "10 Downing Street"."""
        for place in range(at, min(at + 4, self.end)):
            if not self.raw[place][:1].isupper():
                return False
            if self.words[place] in lexicon.words("address"):
                return place > at
        return False

    # --- what is counted ----------------------------------------------------------------------------------------------

    def _counted(self, number: _Number) -> _Counted | None:
        """The noun phrase that a number counts, None where the text has none."""
        at = number.last
        if self._hyphen(at) and number.unit is None and at + 1 < self.end and self.tags[at + 1] not in SMALL:
            return _Counted(at + 1, at + 2, at + 1)
        if at >= self.end:
            return None
        if part := lexicon.numbers("partitive").at(self.words, at, self.end):
            return self._partitive(part[0])
        if number.unit == PERCENT and self.words[at] in lexicon.words("whole"):
            found = self._phrase(at, determined=True)
            return None if found is None else self._with_of(found)
        more = at + 1 if self.words[at] in lexicon.words("stepped") else at
        if more < self.end and more > at and self.words[more] in lexicon.words("partitive"):
            return self._partitive(more + 1)
        found = self._phrase(more)
        state = self._state(more)
        if state is not None and (found is None or self.tags[found.head] in NAMES or found.head == more):
            return state
        if found is not None and not (number.unit is not None and self.words[found.head] in lexicon.unit_words("time")):
            return self._with_of(found)
        purpose = lexicon.numbers("purpose").at(self.words, at, self.end) if number.unit is not None else None
        if purpose is not None and number.unit != PERCENT:
            found = self._phrase(purpose[0])
            if found is not None and self.tags[found.head] not in NAMES and not self._timed(found.head):
                return replace(found, direct=False)
        return None

    def _partitive(self, at: int) -> _Counted | None:
        """What "of" before a token leads to: "three of the ships", "dozens of homes", "two of them"."""
        found = self._phrase(at, determined=True)
        if found is not None:
            return replace(self._with_of(found), direct=False)
        if at >= self.end or self.tags[at] not in ("PRP", "DT"):
            return None
        # "several of the deceased": an adjective does for the noun.
        noun = at + 1 < self.end and self.tags[at] == "DT" and self.tags[at + 1] in ADJECTIVES | {"VBN"}
        return _Counted(at, at + 1 + noun, at + noun, direct=False)

    def _with_of(self, found: _Counted) -> _Counted:
        if found.last >= self.end or self.words[found.last] not in lexicon.words("partitive"):
            return found
        more = self._phrase(found.last + 1, determined=True)
        return found if more is None else replace(found, last=more.last)

    def _state(self, at: int) -> _Counted | None:
        """What became of people, where no noun says more: "17 dead", "40 killed or wounded"."""
        states = lexicon.unit_words("state")
        head = at + (at + 1 < self.end and self.tags[at] == "RB")
        if head >= self.end or self.words[head] not in states:
            return None
        last = head + 1
        if last + 1 < self.end and self.tags[last] == "CC" and self.words[last + 1] in states:
            last += 2
        return _Counted(at, last, head)

    def _phrase(self, at: int, determined: bool = False) -> _Counted | None:
        """The noun phrase that starts at a token, up to its head noun; None where there is no noun."""
        start, head = at, -1
        stop = min(self.end, at + PHRASE)
        if determined:
            while at < stop and self.tags[at] in DETERMINERS:
                at += 1
            if at < stop and self.tags[at] == "CD":
                at += 1
        elif at < stop and self.words[at] in QUOTES:
            start = at = at + 1
        while at < stop:
            tag, following = self.tags[at], self.tags[at + 1] if at + 1 < self.end else ""
            whole = head >= 0 and self.tags[head] in PLURALS
            if self._ends_phrase(at):
                break
            if tag in NOUNS:
                if whole and (tag in NAMES or self.words[at] in lexicon.unit_words("state")):
                    break
                # A plural before a singular is its modifier only where the tree says so: "dozens of workers hostage".
                if whole and tag == "NN" and self.heads[head] != at:
                    break
                head = at
            elif not whole and self._hyphen(at + 1) and self.raw[at].isalpha():
                pass
            elif at > start and self._hyphen(at):
                at += 1
                if at < stop and self.tags[at] in NOUNS:
                    head = at
            elif tag == "POS" and head >= 0:
                pass
            elif whole and tag in ADJECTIVES | PARTICIPLES and following in NOUNS and self.heads[head] > at:
                pass  # "measles related deaths"
            elif self.words[at] == "(" and head >= 0 and (after := self._bracketed(at, head, stop)) is not None:
                at = after - 1
            elif tag in ADJECTIVES or tag in PARTICIPLES or (tag == "VBD" and self._modifies(at)):
                if whole or (head >= 0 and following not in NOUNS):
                    break
            elif head >= 0 and (after := self._owned(at, stop)) is not None:
                at = after - 1
            elif tag in ("RB", "RBR", "RBS", "CC"):
                joint = ADJECTIVES | NOUNS | PARTICIPLES
                if whole or following not in joint or (tag == "CC" and (at == start or not self._shared(at))):
                    break
            elif tag != "CD" or not (self._number_within(at) if head >= 0 else GLUED.fullmatch(self.raw[at])):
                break
            at += 1
        if head < 0 and at > start and self.tags[at - 1] in ADJECTIVES and self.raw[at - 1][:1].isupper() and not self.capitals:
            # "two million Sudanese": a people by its adjective.
            head = at - 1
        return None if head < 0 else _Counted(start, head + 1, head)

    def _modifies(self, at: int) -> bool:
        """Whether what is tagged as a verb in the past modifies a noun behind it: "12 recorded cases"."""
        return self.relations[at] == "amod" and self.heads[at] > at

    def _owned(self, at: int, stop: int) -> int | None:
        """Where a number ends that stands behind an owner, before its noun: "the nation's roughly 200,000 residents"."""
        if self.tags[at - 1] != "POS":
            return None
        last = at
        while last < stop and self.tags[last] in ("CD", "RB", "JJR", "IN"):
            last += 1
        numbered = last - at > 1 and self.tags[last - 1] == "CD"
        return last if numbered and last < stop and self.tags[last] in NOUNS | ADJECTIVES else None

    def _bracketed(self, at: int, head: int, stop: int) -> int | None:
        """Where brackets end that tell a name in full before its noun: "UN (United Nations) troops"."""
        after = next((i + 1 for i in range(at, stop - 1) if self.words[i] == ")"), None)
        return after if after is not None and self.tags[head] in NAMES and self.tags[after] == "NNS" else None

    def _number_within(self, at: int) -> bool:
        """Whether a number stands within a noun phrase: "18 Leopard 2 tanks", "half of Chile's 50 ports"."""
        following = self.tags[at + 1] if at + 1 < self.end else ""
        return (self.tags[at - 1] in NAMES and following in NOUNS) or (
            self.tags[at - 1] == "POS" and following in NOUNS | ADJECTIVES
        )

    def _shared(self, at: int) -> bool:
        """Whether two modifiers that "and" joins share the noun behind them: "Russian and Belarusian soldiers"."""
        last = self.tags[at + 2] if at + 2 < self.end else ""
        modifiers = self.tags[at - 1] in ADJECTIVES | NAMES and last in ("NNS", "NN") and self.tags[at + 1] in ADJECTIVES | NAMES
        return modifiers or (self.tags[at - 1] == self.tags[at + 1] == "NN" and last == "NNS")

    def _ends_phrase(self, at: int) -> bool:
        word = self.words[at]
        if word in lexicon.unit_words("when"):
            return True
        return self.raw[at][:1].isupper() and word.rstrip(".") in lexicon.weekdays() | lexicon.months()

    def _is_plural(self, counted: _Counted) -> bool:
        return self.tags[counted.head] in PLURALS or self.words[counted.head] in lexicon.unit_words("state")

    def _toll(self, first: int, last: int, unit: str | None) -> _Counted | None:
        """The noun whose value the number is: "the death toll rose to 20", "raising it to 20", "to 20 the number of dead"."""
        tolls = lexicon.words("toll")
        at = first
        if at and self.words[at - 1] in lexicon.words("links"):
            at -= 1
            if at and self.words[at] in lexicon.words("of") and self.words[at - 1] in tolls:
                return self._around(at - 1, at)
        nearest = max(0, at - VERB)
        verb = next((i for i in range(at - 1, nearest - 1, -1) if self._changes(i)), None)
        if verb is None:
            return None
        inverted = self._phrase(last, determined=True)
        if inverted is not None and self.words[inverted.head] in tolls:
            whole = self._with_of(inverted)
            state = self._state(whole.last)
            return whole if state is None else replace(whole, last=state.last)
        noun = next((i for i in range(at - 1, verb, -1) if self.words[i] in tolls), None)
        if noun is not None:
            return self._around(noun, at)
        nouns = [i for i in range(max(0, verb - SUBJECT), verb) if self.words[i] in tolls and "CD" not in self.tags[i:verb]]
        if nouns:
            outer = [i for i in nouns if self.words[i + 1] in lexicon.words("of")]
            return self._around((outer or nouns)[-1], verb)
        valued = (
            unit is not None
            and self.words[verb] in lexicon.words("be")
            and verb == at - 1
            and verb
            and self.tags[verb - 1] in ("NN", "NNS")
        )
        return self._around(verb - 1, verb) if valued else None

    def _changes(self, at: int) -> bool:
        return self.words[at] in lexicon.words("change") or self.words[at] in lexicon.words("be")

    def _around(self, noun: int, stop: int) -> _Counted:
        """The noun phrase around a noun, up to `stop`: what leads to it, and what "of" adds."""
        first, last = noun, noun + 1
        leads = DETERMINERS | NOUNS | ADJECTIVES | {"POS", "HYPH", "VBN"}
        while first and self.tags[first - 1] in leads and noun - first < PHRASE:
            if self._changes(first - 1) or self._ends_phrase(first - 1):
                break
            first -= 1
        while first < noun and self.tags[first] == "POS":
            first += 1
        if last < stop and self.words[last] in lexicon.words("of"):
            follows = DETERMINERS | NOUNS | ADJECTIVES | PARTICIPLES | {"HYPH", "POS"}
            more = last + 1
            while more < stop and self.tags[more] in follows and not self._changes(more):
                more += 1
            last = more if more > last + 1 else last
        return _Counted(first, last, noun, direct=False)

    # --- places -------------------------------------------------------------------------------------------------------

    def _glued(self, at: int) -> bool:
        """Whether no space stands before a token."""
        return 0 < at < self.end and self.spans[at - 1].end == self.spans[at].start

    def _dash(self, at: int) -> bool:
        """Whether a token is a hyphen or a dash between two words."""
        return at < self.end and self.words[at] in DASHES and self._glued(at) and self._glued(at + 1)

    def _hyphen(self, at: int) -> bool:
        """Whether a token is a hyphen between two words."""
        return at < self.end and self.words[at] in HYPHENS and self._glued(at) and self._glued(at + 1)


def _decimal(digits: str) -> Decimal:
    """The value of digits with their separators.

    >>> [_decimal(digits) for digits in ("2,500", "1.500.000", "12.5")]
    [Decimal('2500'), Decimal('1500000'), Decimal('12.5')]
    """
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    return _tidy(Decimal(digits.replace(",", "")))


def _tidy(value: Decimal) -> Decimal:
    """The value without zeros behind its point and without an exponent.

    >>> _tidy(Decimal("2.50") * 1000000)
    Decimal('2500000')
    """
    return Decimal(int(value)) if value == int(value) else value.normalize()


def _times(number: _Number, scale: Decimal, last: int) -> _Number:
    """A number times a multiplier that ends at `last`."""
    low, high = (None if side is None else _tidy(side * scale) for side in (number.low, number.high))
    return replace(number, low=low, high=high, scale=number.scale * scale, last=last, year=False)


def _lifted(number: _Number, second: _Number) -> _Number:
    """The first number of "2 to 3 million" with the second's multiplier, where it is the smaller without."""
    if number.low is None or second.high is None or number.scale != 1 or second.scale == 1:
        return number
    return _times(number, second.scale, number.last) if number.low < second.high / second.scale else number


def _rises(number: _Number, second: _Number) -> bool:
    """Whether two numbers can be the ends of a range: the first is the smaller, and their units do not disagree."""
    units = {number.unit, second.unit} - {None}
    low = _lifted(number, second).low
    return len(units) < 2 and low is not None and second.high is not None and low < second.high


def _pair(number: _Number, second: _Number) -> _Number:
    """The range from one number to another."""
    low = _lifted(number, second).low
    return replace(
        number, last=second.last, low=low, high=second.high, scale=max(number.scale, second.scale),
        unit=second.unit or number.unit, digits=number.digits and second.digits, year=number.year and second.year,
    )  # fmt: skip
