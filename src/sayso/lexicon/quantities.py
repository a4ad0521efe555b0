"""Quantities: the words of numbers, of what bounds them, and of units.

Gives typed, cached rows of data/en/numbers.tsv, bounds.tsv and units.tsv; what the columns mean is said at the head of the
files. Phrases are found token by token, the longest first.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Generic, Literal, TypeVar, get_args

import msgspec

from sayso.core.data import Toll
from sayso.core.errors import LexiconError
from sayso.lexicon.inflections import forms
from sayso.lexicon.layout import of_kind
from sayso.lexicon.tables import rows
from sayso.lexicon.times import time_words

BoundPlace = Literal["before", "after", "inner", "joins", "range", "change", "ranging", "ratio"]
NumberKind = Literal[
    "numeral", "multiplier", "many", "many_of", "vague", "fraction", "article", "and", "of", "whole", "part", "label", "rank",
    "age", "clock", "year", "old_year", "compound", "idle", "address",
    "toll", "change", "be", "links", "purpose", "stepped", "partitive",
    "superseded", "direction", "each", "moves",
]  # fmt: skip
UnitKind = Literal["percent", "sign", "code", "money", "measure", "extent", "afar", "time", "when", "state"]
BOUNDS, NUMBERS, UNITS = "en/bounds.tsv", "en/numbers.tsv", "en/units.tsv"
GAP = "*"

T = TypeVar("T")


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """One row of bounds.tsv: whether the number's low and high stay, and whether the words say "about"."""

    phrase: str
    place: BoundPlace
    low: bool
    high: bool
    approximate: bool
    least: Decimal


class NumberWord(msgspec.Struct, frozen=True, kw_only=True):
    """One row of numbers.tsv; `value` is None where the kind has none or nothing is sure."""

    phrase: str
    kind: NumberKind
    value: Decimal | None
    qualifies: bool = False


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One row of units.tsv."""

    phrase: str
    kind: UnitKind
    unit: str


class Phrases(Generic[T]):
    """Phrases by their words, to be found from their first word on or from their last word back."""

    def __init__(self, found: Iterable[tuple[str, T]]) -> None:
        self._rows = {tuple(phrase.split()): row for phrase, row in found}
        self._firsts: dict[str, list[int]] = {}
        self._lasts: dict[str, list[int]] = {}
        for words in self._rows:
            for index, word in ((self._firsts, words[0]), (self._lasts, words[-1])):
                if len(words) not in index.setdefault(word, []):
                    index[word] = sorted([*index[word], len(words)], reverse=True)

    def at(self, words: Sequence[str], first: int, last: int) -> tuple[int, T] | None:
        """The longest phrase that starts at `first` and ends by `last`, with where it ends."""
        if first >= last:
            return None
        for size in self._firsts.get(words[first], ()):
            row = self._rows.get(tuple(words[first : first + size])) if first + size <= last else None
            if row is not None:
                return first + size, row
        return None

    def before(self, words: Sequence[str], first: int, last: int) -> tuple[int, T] | None:
        """The longest phrase that ends before `last` and starts from `first` on, with where it starts."""
        if first >= last:
            return None
        for size in self._lasts.get(words[last - 1], ()):
            row = self._rows.get(tuple(words[last - size : last])) if last - size >= first else None
            if row is not None:
                return last - size, row
        return None


def bound_rows(found: Iterable[Mapping[str, str]]) -> tuple[Bound, ...]:
    """Rows as bounds. Raises LexiconError for the first that breaks a rule of the table."""
    bounds = []
    for row in found:
        sides = {row["low"], row["high"]}
        known = row["place"] in get_args(BoundPlace) and sides <= {"stated", "none"} and row["approximate"] in ("yes", "no")
        if not known or not row["phrase"].strip() or not row["least"].isdecimal() or sides == {"none"}:
            raise LexiconError(f"lexicon {BOUNDS}: {row['phrase']!r} breaks a rule of its columns: {dict(row)}")
        if row["place"] in ("range", "change") and row["phrase"].split()[1:2] != [GAP]:
            raise LexiconError(f"lexicon {BOUNDS}: {row['phrase']!r} must be two words around {GAP}")
        value = {
            **row,
            "low": row["low"] == "stated",
            "high": row["high"] == "stated",
            "approximate": row["approximate"] == "yes",
        }
        bounds.append(msgspec.convert(value, Bound, strict=False))
    return tuple(bounds)


def number_rows(found: Iterable[Mapping[str, str]]) -> tuple[NumberWord, ...]:
    """Rows as words of numbers. Raises LexiconError for the first that breaks a rule of the table."""
    words = []
    for row in found:
        value = row["value"]
        valued = row["kind"] in ("numeral", "multiplier", "many", "many_of", "fraction", "article")
        fits = value.isdecimal() if valued else value in ("none", "many") or (row["kind"] == "vague" and value.isdecimal())
        if row["kind"] not in get_args(NumberKind) or not row["phrase"].strip() or not fits:
            raise LexiconError(f"lexicon {NUMBERS}: {row['phrase']!r} breaks a rule of its columns: {dict(row)}")
        stated = {**row, "value": value if value.isdecimal() else None, "qualifies": value == "many"}
        words.append(msgspec.convert(stated, NumberWord, strict=False))
    return tuple(words)


def unit_rows(found: Iterable[Mapping[str, str]]) -> tuple[Unit, ...]:
    """Rows as units. Raises LexiconError for the first that breaks a rule of the table."""
    units = []
    for row in found:
        if row["kind"] not in get_args(UnitKind) or not row["phrase"].strip() or not row["unit"].strip():
            raise LexiconError(f"lexicon {UNITS}: {row['phrase']!r} breaks a rule of its columns: {dict(row)}")
        units.append(msgspec.convert(dict(row), Unit))
    return tuple(units)


@cache
def bounds(place: BoundPlace) -> Phrases[Bound]:
    """The phrases of one place, in small letters."""
    return Phrases((bound.phrase.lower(), bound) for bound in bound_rows(rows(BOUNDS)) if bound.place == place)


@cache
def frames(place: Literal["range", "change"]) -> Mapping[str, str]:
    """The words before the first of two numbers, each with the word before the second."""
    pairs = (bound.phrase.split() for bound in bound_rows(rows(BOUNDS)) if bound.place == place)
    return {words[0]: words[2] for words in pairs}


@cache
def numbers(*kinds: NumberKind) -> Phrases[NumberWord]:
    """The phrases of these kinds of words, in small letters."""
    return Phrases((word.phrase.lower(), word) for word in number_rows(rows(NUMBERS)) if word.kind in kinds)


@cache
def words(kind: NumberKind) -> Mapping[str, NumberWord]:
    """The single words of one kind, in small letters."""
    return {word.phrase.lower(): word for word in number_rows(rows(NUMBERS)) if word.kind == kind}


@cache
def units(*kinds: UnitKind) -> Phrases[Unit]:
    """The units of these kinds: signs and codes in their capitals, the rest in small letters."""
    found = (unit for unit in unit_rows(rows(UNITS)) if unit.kind in kinds)
    return Phrases((unit.phrase if unit.kind in ("sign", "code") else unit.phrase.lower(), unit) for unit in found)


@cache
def unit_words(kind: UnitKind) -> frozenset[str]:
    """The single words of one kind of unit, in small letters."""
    return frozenset(unit.phrase.lower() for unit in unit_rows(rows(UNITS)) if unit.kind == kind)


@cache
def openers() -> frozenset[str]:
    """The first words of all that can begin a number which is not written in figures, in small letters."""
    kinds = ("vague", "fraction", "article", "numeral", "many", "many_of")
    found = [word.phrase for word in number_rows(rows(NUMBERS)) if word.kind in kinds]
    found += [unit.phrase for unit in unit_rows(rows(UNITS)) if unit.kind in ("sign", "code")]
    return frozenset(phrase.split()[0].lower() for phrase in found)


@cache
def months() -> frozenset[str]:
    """Names of months in small letters."""
    return frozenset(of_kind("month"))


@cache
def all_months() -> frozenset[str]:
    """Names of months of any calendar in small letters."""
    return months() | {
        word.phrase.lower() for word in time_words() if word.kind in ("hijri", "persian") or word.value == "hijri-09"
    }


@cache
def weekdays() -> frozenset[str]:
    """Names of weekdays in small letters."""
    return frozenset(of_kind("weekday"))


@cache
def tolls() -> Mapping[str, Toll]:
    """Any form of a word for what became of people to what it says, from `en/tolls.tsv`."""
    found = {form: row["toll"] for row in rows("en/tolls.tsv") for form in forms(row["phrase"], row["pos"])}
    return msgspec.convert(found, dict[str, Toll])


@cache
def perishing() -> frozenset[str]:
    """Forms of words whose subject it is that they befall ("died", "are missing")."""
    return frozenset(
        form for row in rows("en/tolls.tsv") if row["befalls"] == "subject" for form in forms(row["phrase"], row["pos"])
    )
