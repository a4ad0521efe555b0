"""Forms of length and repetition: durations ("two years", "the past week") and sets ("every Monday", "daily")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from sayso.core import dates
from sayso.core.dates import Days
from sayso.extract.times.atoms import HALVES, Atom, Atoms
from sayso.extract.times.grammar import BY_TENSE, COUNTED, Draft, Grammar, form
from sayso.extract.times.parts import COUNT, shift_of

# A unit of the lexicon in ISO 8601's letters, and how many of those it is.
PERIODS = {
    "S": ("TS", 1), "MIN": ("TM", 1), "H": ("TH", 1), "D": ("D", 1), "W": ("W", 1), "FN": ("W", 2), "WE": ("WE", 1),
    "M": ("M", 1), "Q": ("Q", 1), "Y": ("Y", 1), "DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000),
}  # fmt: skip
# The units that one length may join, each smaller than the one before.
COMPOUND = ("Y", "M", "W", "D", "TH", "TM", "TS")
VAGUE_PERIODS = {"DE": "DE", "CE": "CE", "ML": "ML"}


def number_of(atoms: Sequence[Atom]) -> tuple[float | None, bool]:
    """How many a count says, None where it is vague; and whether it was a range, of which the first is given."""
    numbers = [atom for atom in atoms if atom.letter in "ncy"]
    if not numbers:
        return 1, False
    if numbers[0].letter == "c":
        return None, False
    try:
        if match := HALVES.fullmatch(numbers[0].value):
            return int(match[1]) / max(1, int(match[2])), False
        return float(numbers[0].value), len(numbers) > 1
    except ValueError:
        return None, False


def period_of(number: float | None, unit: str) -> str:
    """A duration in ISO 8601, with X for a number that is not said; minutes and months for halves of hours and years.

    >>> period_of(2, "Y"), period_of(None, "W"), period_of(5.5, "H"), period_of(2, "DE")
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


@form(r"t?(?P<l>l)" + COUNT + r"-?i?(?P<u>[uU])(?P<so>S|\|[nc])?")
@form(r"t?(?P<l>l)(?P<count>)(?P<u>U)(?P<so>)")
@form(r"(?P<l>R)(?P<v>)(?P<count>)(?P<u>U)(?P<so>)")
def _counted_deictic(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the past two years", "the next few days", "in the coming weeks", "recent months"."""
    deictic, unit, count = atoms.at(match, "l"), atoms.at(match, "u"), atoms.many(match, "count")
    assert deictic is not None and unit is not None
    if count and all(atom.letter == "a" for atom in count):
        return None
    number, ranged = number_of(count) if count else (None, False)
    if deictic.letter == "R":
        return Draft(type="DURATION", value=period_of(None, unit.value), confidence=BY_TENSE)
    by, text = shift_of(deictic)
    if by == 0:
        return None
    value = period_of(None if ranged else number, unit.value)
    if text or number is None or ranged:
        return Draft(type="DURATION", value=value, confidence=BY_TENSE)
    return stretch(grammar, value, unit.value, number, by)


def stretch(grammar: Grammar, value: str, unit: str, number: float | None, by: int) -> Draft:
    """A duration that ends or begins at the anchor, such as "the past two years"."""
    draft = Draft(type="DURATION", value=value, confidence=COUNTED)
    base = grammar.base
    if base is None or number is None or base.days.earliest != base.days.latest:
        return draft
    letter, times = PERIODS[unit]
    if letter not in ("D", "W", "M", "Q", "Y") or number != int(number):
        return draft
    edge = moved(base.days.earliest, letter, int(number) * times * (1 if by > 0 else -1))
    if edge is not None:
        draft.days = Days(min(edge, base.days.earliest), max(edge, base.days.earliest))
        draft.anchor = base.name
    return draft


def moved(day: date, letter: str, by: int) -> date | None:
    """The day so many units on; the last of the month where the month is shorter."""
    try:
        if letter in ("D", "W"):
            return day + timedelta(by * (7 if letter == "W" else 1))
        index = day.year * 12 + day.month - 1 + by * {"M": 1, "Q": 3, "Y": 12}[letter]
        days = dates.span_of("M", index)
        return days.earliest.replace(day=min(day.day, days.latest.day))
    except (ValueError, OverflowError):
        return None


@form(r"(?P<v>v)?(?P<t>t)?o?" + COUNT + r"-?i?-?(?P<u>[uU])(?:(?P<half>&aH))?(?P<so>S|\|[nc])?(?P<aged>-?\^)?")
@form(r"(?P<v>v)?(?P<t>t)?(?P<count>n)&a(?P<half>H)(?P<u>[uU])(?P<so>S)?")
@form(r"(?P<v>v)?(?P<t>t)?(?P<count>)a?(?P<half>H)a?-?(?P<u>u)(?P<so>S)?")
@form(r"(?P<v>v)?(?P<t>t)?(?P<count>)(?P<half>)(?P<u>U)(?:(?P<so>\|)U)?(?P<aged>-\^)?")
@form(r"(?P<v>)(?P<t>)(?P<count>)(?P<half>)(?P<u>u)(?P<so>)(?P<aged>-\^)")
def _duration(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "two years", "a week or so", "an hour and a half", "four-day", "decades"; "$30 a year" says how often."""
    unit, count = atoms.at(match, "u"), atoms.many(match, "count")
    assert unit is not None
    half = atoms.many(match, "half")
    number, ranged = number_of(count)
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
    if _round_the_clock(atoms, match.end()):
        return None
    if _once(grammar, atoms, unit, count):
        past = grammar.direction(atoms, match) == "PAST"
        return Draft(value="PAST_REF" if past else "FUTURE_REF", confidence=BY_TENSE, refers=False)
    bare = [atom.letter for atom in count] == ["a"]
    if bare and not match.group("v") and not half and match.start() > 0 and unit.letter == "u" and _rate(atoms, match.start()):
        # "$30 a year" says how much, and no time.
        return None
    if bare and not half and (unit.value == "Q" or (unit.value == "S" and not match.group("v"))):
        # "a second" is soon, "about a quarter of the staff" a share.
        return None
    if number is None and unit.value in ("S", "Q", "WE") and not count:
        return None
    return Draft(type="DURATION", value=period_of(number, unit.value))


@form(r"(?P<v>v)?n-?[uU](?:(?:,|,?&)?n-?[uU]){1,3}")
def _in_units(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "two hours and 17 minutes", "6 years, 9 months": one length in several units, each smaller than the one before."""
    parts = atoms.atoms[match.start() : match.end()]
    numbers = [atom.value for atom in parts if atom.letter == "n"]
    units = [PERIODS[atom.value][0] if PERIODS[atom.value][1] == 1 else "" for atom in parts if atom.letter in "uU"]
    places = [COMPOUND.index(unit) if unit in COMPOUND else -1 for unit in units]
    if -1 in places or places != sorted(set(places)) or not all(number.isdecimal() for number in numbers[:-1]):
        return None
    if not re.fullmatch(r"\d+(?:\.\d+)?", numbers[-1]):
        return None
    whole = [
        (int(float(number)) if float(number).is_integer() else number, unit) for number, unit in zip(numbers, units, strict=True)
    ]
    value = "P" + "".join(f"{number}{unit}" for number, unit in whole if not unit.startswith("T"))
    clock = "".join(f"{number}{unit[1:]}" for number, unit in whole if unit.startswith("T"))
    return Draft(type="DURATION", value=value + ("T" + clock if clock else ""))


def _rate(atoms: Atoms, at: int) -> bool:
    """Whether what is paid or done stands right before "a year" ("$30 million a year", "four flights a year")."""
    if atoms.words[atoms.atoms[at].first - 1].xpos in ("IN", "TO"):
        return False
    near = atoms.letters[max(0, at - 3) : at]
    return re.search(r"[nyxX][^,]*$", near) is not None


def _round_the_clock(atoms: Atoms, end: int) -> bool:
    """Whether "a day" follows a number of hours, "a week" one of days: how much of each, and no time."""
    if atoms.letters[end : end + 2] != "au" or atoms.letters[end - 1] != "U":
        return False
    return (atoms.atoms[end - 1].value, atoms.atoms[end + 1].value) in (("H", "D"), ("D", "W"))


def _once(grammar: Grammar, atoms: Atoms, unit: Atom, count: Sequence[Atom]) -> bool:
    """Whether "one day" says that a thing comes about at some time: "he hopes one day to return"."""
    at, number = atoms.words[unit.first].at, [atoms.words[atom.first].text.lower() for atom in count]
    if grammar.parse is None or at is None or unit.value != "D" or number != ["one"]:
        return False
    if any(grammar.parse.tokens[i].deprel == "case" for i in grammar.parse.children(at)):
        return False
    token, behind = grammar.parse.tokens[at], atoms.words[unit.last : unit.last + 1]
    # "One day after the vote" is a length.
    return token.head > at and token.deprel.startswith(("obl", "advmod", "nmod")) and not any(w.xpos == "IN" for w in behind)


@form(r"(?P<e>e)(?P<n>[no])?-?(?P<u>[uU])")
@form(r"(?P<e>e)(?P<n>)(?P<u>[wMsph])(?P<p>p)?")
@form(r"(?P<e>)(?P<n>)(?P<u>W)(?P<p>)")
@form(r"(?P<e>)(?P<n>)(?P<u>w)(?P<p>p)(?!$)")
@form(r"(?P<e>)(?P<n>)(?P<u>w)(?=(?:,w){0,4},?[&|]w(?P<p>p))")
@form(r"(?P<times>(?:x|aX|[nc](?:T[nc])?X))(?:a|e|t|Ot)?(?P<u>[uU])(?P<n>)(?![fgk])")
def _set(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
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
        if unit.value == "S":
            # "A million instructions per second" says how fast.
            return None
        return Draft(type="SET", value=period_of(step, unit.value))
    if unit.letter in "wW":
        if every is None and unit.letter == "w" and not (part is not None and part.plural):
            return None
        return Draft(type="SET", value=f"XXXX-WXX-{unit.value}{ending}")
    if unit.letter == "M":
        return Draft(type="SET", value=f"XXXX-{unit.value}")
    if unit.letter == "s":
        return Draft(type="SET", value=f"XXXX-{unit.value}")
    if unit.letter == "h":
        return Draft(type="SET", value=f"XXXX-{unit.value}" if re.fullmatch(r"\d\d-\d\d", unit.value) else "P1Y")
    return Draft(type="SET", value=f"XXXX-XX-XXT{unit.value}")


@form(r"(?P<q>q)")
def _frequency(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "daily", "annually"; within a name they say nothing, and "8 % annually" says how much."""
    atom = atoms.at(match, "q")
    assert atom is not None
    word = atoms.words[atom.first]
    led = atom.last < len(atoms.words) and atoms.words[atom.last].xpos.startswith(("NN", "JJ", "CD"))
    number = next((one for one in atoms.atoms[max(0, match.start() - 3) : match.start()] if one.letter == "n"), None)
    if number is not None and not led and not any(one.xpos.startswith("VB") for one in atoms.words[number.last : atom.first]):
        return None
    if word.text[0].isupper() and (word.xpos.startswith("NNP") or not word.xpos):
        return None
    # A daily with a name behind it is a newspaper.
    if atom.last < len(atoms.words) and atoms.words[atom.last].text[0].isupper():
        return None
    return Draft(type="SET", value=atom.value)
