"""Forms of the clock: "5 p.m. EST on Monday", "noon", "in the morning"."""

from __future__ import annotations

import re

from sayso.core import dates
from sayso.extract.times.atoms import Atom, Atoms, clock_time
from sayso.extract.times.grammar import COUNTED, LOOSE, UNKNOWN, Draft, Grammar, form
from sayso.extract.times.parts import DAY, TIME
from sayso.lexicon.times import before_years

# What leads from a time of day to its day, over the same time elsewhere in brackets.
_LOCAL = re.compile(r"[\dX-]+T(\d\d):\d\d")
_OPENERS = ("(", "[", "{", "/")
# The hours that zones lie behind and before UTC.
ZONES = (-12, 14)
_ON_DAY = re.compile(r"(?:\.[Cyn]m?Z?\.)?N")


@form(r"(?<=[I@])t?(?:b-?)?(?P<p>p)(?P<day>)")
def _in_the_morning(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "in the afternoon", "at dawn": of the day that stands behind it or was said before in the sentence."""
    part = atoms.at(match, "p")
    assert part is not None
    found = _day_of_clock(grammar, atoms, match) or grammar.day_at_hand(atoms, match)
    if found is None and atoms.letters[match.start() - 1] == "@":
        # "They pray at dawn" is said of no day.
        return None
    day, anchor = found if found is not None and "T" not in found[0] else (UNKNOWN["D"], None)
    return Draft(type="TIME", value=f"{day}T{part.value}", anchor=anchor, confidence=LOOSE, refers=False)


@form(r"t?(?P<b>b)U(?=O)(?P<day>O(?:" + DAY + r"|lp))")
def _early_hours(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the early hours of Tuesday"."""
    part, unit = atoms.at(match, "b"), atoms.atoms[match.start("day") - 1]
    found = _day_of_clock(grammar, atoms, match)
    if part is None or unit.value != "H" or part.value not in ("START", "END") or found is None:
        return None
    if "T" in found[0]:
        # "the early hours of this morning"
        return Draft(type="TIME", value=found[0], anchor=found[1], confidence=COUNTED) if part.value == "START" else None
    return Draft(type="TIME", value=f"{found[0]}T{'MO' if part.value == 'START' else 'NI'}", anchor=found[1], confidence=COUNTED)


@form(r"(?P<v>v)?(?P<time>" + TIME + r")(?P<m>[mz])?(?P<Z>Z)?(?P<day>(?:,|O)?" + DAY + r")?")
@form(r"(?P<v>v)?(?P<time>" + TIME + r")(?P<m>[mz])?(?P<Z>Z)?It?(?P<p>p)(?P<day>)")
def _time_of_day(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
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
            return None if match.group("day") else Draft(type="TIME", value=day + clock + offset, confidence=LOOSE)
        day, anchor = found
        if offset and offset == "Z" and (beside := _same_moment(grammar, atoms, match, clock, day)) is not None:
            day, anchor = beside, None if beside == UNKNOWN["D"] else anchor
    return Draft(type="TIME", value=day + clock + offset, anchor=anchor, confidence=COUNTED, refers=found is not None)


def _same_moment(grammar: Grammar, atoms: Atoms, match: re.Match[str], clock: str, day: str) -> str | None:
    """The day of a clock of UTC in brackets behind the local one: "8:30 p.m. (0030 UTC)" is of the next day. None where no
    local clock stands before it; unknown where its zone could be on either side of the day."""
    start = atoms.words[atoms.atoms[match.start()].first].start
    local = _LOCAL.fullmatch(grammar.clock)
    days = dates.days_of(day)
    if local is None or days is None or grammar.document.text[grammar.end : start].strip() not in _OPENERS:
        return None
    ahead = int(local[1]) - int(clock[1:3])
    shifts = [shift for shift in (-1, 0, 1) if ZONES[0] <= ahead - 24 * shift <= ZONES[1]]
    if len(shifts) != 1:
        return UNKNOWN["D"]
    return dates.counted(days, "D", shifts[0])


def _clock_of(time: Atom, meridiem: Atom | None, part: Atom | None) -> str | None:
    """The time of day in TIMEX3; None where the number is no hour."""
    if time.letter in "CG":
        if meridiem is not None and meridiem.letter == "m":
            hour, minute = int(time.value[1:3]), time.value[4:6]
            return clock_time(hour, minute, meridiem.value == "12") if 1 <= hour <= 12 else None
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
        return clock_time(hour, number[2], meridiem.value == "12") if 1 <= hour <= 12 else None
    if not 0 <= hour <= 23:
        return None
    if part is not None and hour <= 12:
        return clock_time(hour, number[2], part.value in ("AF", "EV") or (part.value == "NI" and hour > 5))
    return f"T{hour:02}:{number[2] or '00'}"


def _day_of_clock(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> tuple[str, str | None] | None:
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
