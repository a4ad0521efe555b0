"""Times: the words that make up an expression of time, from `en/times.tsv`.

A kind says what a word does in the grammar of `sayso.extract.times`, and its value what it stands for:
month 01–12 · weekday, weekdays 1–7 · unit, units a TIMEX3 unit (WE weekend, FN fortnight, DE decade, CE century) ·
number, scale, ordinal, decade a numeral · nth, plural endings of figures · season SP SU FA WI · daypart, dayparts MO AF EV NI ·
deictic how far from what (p: a stretch, t: from another expression, c: present, n: the newest one) ·
ago, shift, relation + or - · day days from the anchor · reference, recent PAST_REF PRESENT_REF FUTURE_REF ·
every, frequency, once, times how often · part, edge START MID END · hedge a TIMEX3 mod · vague X ·
zone an offset from UTC, ? where the word leaves it open ·
meridiem hours to add · holiday MM-DD, MM-WEEKDAY-NTH, easter±DAYS, hijri-MM[-DD], nowruz · hijri, persian a month ·
calendar which one · fixed a value · aged "age" where a length is one · before a word ahead of a year ·
tense what a helping verb says · famed a day that what was done on it is named by, deed what may be named so ·
numbered what a number behind it names ·
other a phrase that holds a word of time and says none.
"""

from functools import cache, cached_property
from typing import Literal

import msgspec

from sayso.core.errors import LexiconError
from sayso.lexicon import tables

Kind = Literal[
    "month", "weekday", "weekdays", "unit", "units", "number", "scale", "ordinal", "nth", "plural", "decade", "season",
    "daypart", "dayparts", "deictic", "ago", "shift", "relation", "day", "reference", "recent", "every", "frequency", "once",
    "times", "part", "edge", "hedge", "vague", "article", "joint", "before", "zone", "era", "fiscal", "half", "meridiem",
    "clock", "hour", "holiday", "hijri", "persian", "calendar", "filler", "aged", "fixed", "period", "tense", "famed", "deed",
    "numbered", "other",
]  # fmt: skip
Only = Literal["any", "capital", "noun", "placed"]
TABLE = "en/times.tsv"
# Kinds that stand beside an expression and are no part of one.
APART: tuple[Kind, ...] = ("before", "tense", "nth", "plural", "famed", "deed", "numbered")


class TimeWord(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One row. `only` says where the word counts: written with a capital, as a noun, or beside a word that makes it a time."""

    phrase: str
    kind: Kind
    value: str
    only: Only
    example: str
    source: str

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The phrase's tokens, lower-cased."""
        return tuple(self.phrase.lower().split())


@cache
def time_words() -> tuple[TimeWord, ...]:
    """Every row of the table. Raises LexiconError for a row of an unknown kind, or one that stands twice."""
    found = []
    seen: set[tuple[str, str]] = set()
    for row in tables.rows(TABLE):
        try:
            word = msgspec.convert(row, TimeWord)
        except msgspec.ValidationError as error:
            raise LexiconError(f"lexicon {TABLE}: {row.get('phrase')!r} breaks the form ({error})") from None
        if (word.phrase.lower(), word.kind) in seen:
            raise LexiconError(f"lexicon {TABLE}: {word.phrase!r} stands twice as {word.kind}: keep one row")
        seen.add((word.phrase.lower(), word.kind))
        found.append(word)
    return tuple(found)


@cache
def by_first() -> dict[str, tuple[TimeWord, ...]]:
    """The rows by their first token, the longest phrase first, else in the table's order; those of the kinds APART left out."""
    found: dict[str, list[TimeWord]] = {}
    for word in time_words():
        if word.kind not in APART:
            found.setdefault(word.tokens[0], []).append(word)
    return {first: tuple(sorted(words, key=lambda word: -len(word.tokens))) for first, words in found.items()}


@cache
def before_years() -> dict[str, str]:
    """The words ahead of a bare year ("since 1887") to what they say."""
    return {word.phrase: word.value for word in time_words() if word.kind == "before"}


@cache
def tense_words() -> dict[str, str]:
    """Helping verbs and the mark of an infinitive to what they say: FUTURE, PAST, PERFECT, PLUPERFECT, PRESENT or INFINITIVE;
    AHEAD is FUTURE also of what is to have been done by a day; ABLE is FUTURE unless NOT stands beside it; COMING leads what
    is to come; PLANNED for verbs whose past is a plan ("scheduled for Monday"), TELLING for those that tell of what is to come as
    of what was ("announced a visit in June"), BEFORE beside a plan that has had its day."""
    return {word.phrase: word.value for word in time_words() if word.kind == "tense"}


@cache
def famed_days() -> dict[str, str]:
    """Days of the year that something is named by ("the September 11 attacks"), as MM-DD, to the year it was done in."""
    return {word.value[5:]: word.value[:4] for word in time_words() if word.kind == "famed"}


@cache
def deeds() -> frozenset[str]:
    """Nouns of what may be named by its day."""
    return frozenset(word.phrase for word in time_words() if word.kind == "deed")


@cache
def numbered() -> frozenset[str]:
    """Nouns of what is called by a number ("Flight 2019")."""
    return frozenset(word.phrase for word in time_words() if word.kind == "numbered")


@cache
def endings(kind: Kind) -> tuple[str, ...]:
    """What figures end in ("5th", "3pm", "1990s"); the ending of a plural is that of a present of one, too."""
    return tuple(word.phrase for word in time_words() if word.kind == kind)
