"""Feasts, and dates of the calendars of Islam and Iran, by their Gregorian days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sayso.core import dates
from sayso.core.dates import Days
from sayso.extract.times.atoms import Atoms
from sayso.extract.times.grammar import BY_TENSE, COUNTED, LOOSE, UNKNOWN, Direction, Draft, Grammar, form
from sayso.extract.times.parts import after_preposition, part_of, shift_of

# Days of the week on which a feast lies beside the weekend before it.
EARLY = (1, 2)
# A day of a month, or one of its weekdays.
_OF_MONTH = re.compile(r"(?P<month>\d\d)-(?:(?P<day>\d\d)|\d-\d)")


@form(r"(?P<l>l)?t?(?P<h>h)(?:,?(?:(?P<y>y)|(?P<l2>l)(?P<u>u)))?")
def _holiday(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "Christmas", "last Ramadan", "Nowruz 1403": a day or month that the year gives."""
    feast, deictic, year, other, unit = (atoms.at(match, group) for group in ("h", "l", "y", "l2", "u"))
    assert feast is not None
    if unit is not None and unit.value != "Y":
        return None
    if atoms.letters[match.end() : match.end() + 2] == "-." and atoms.words[atoms.atoms[match.end() + 1].first].text.islower():
        # "Halloween-themed"
        return None
    rule, direction = feast.value, grammar.direction(atoms, match)
    known = _OF_MONTH.fullmatch(rule)
    unknown = "XXXX" if known is None else f"XXXX-{known['month']}" if known["day"] is None else f"XXXX-{rule}"
    anchor: str | None = None
    if year is not None or other is not None:
        named, anchor = (
            (year.value, None) if year is not None else grammar.counted("Y", *shift_of(other)) if other else ("", None)
        )
        if not named.isdecimal():
            return Draft(value=unknown)
        found = [days for days in _feasts(rule, int(named)) if days.earliest.year == int(named) or int(named) < 1600]
        if len(found) != 1:
            return Draft(value=f"{int(named):04}" if int(named) > 1600 else unknown, anchor=anchor)
        return _feast(found[0], anchor)
    strict = False
    if deictic is not None:
        by, text = shift_of(deictic)
        if text:
            return None
        if by == 0:
            named, anchor = grammar.counted("Y", 0)
            found = [days for days in _feasts(rule, int(named)) if days.earliest.year == int(named)] if named.isdecimal() else []
            return _feast(found[0], anchor) if len(found) == 1 else Draft(value=unknown)
        direction, strict = ("PAST" if by < 0 else "FUTURE"), True

    def in_year(year: int) -> list[Days]:
        return _feasts(rule, year)

    days = grammar.nearest_days(in_year, direction, strict=True) if strict else grammar.in_reach(in_year, direction)
    if days is None or grammar.base is None:
        return Draft(value=unknown, confidence=LOOSE)
    draft = _feast(days, grammar.base.name)
    draft.confidence = BY_TENSE
    return draft


@form(r"(?:(?P<edge>t?b?B)O|(?P<b>b)-?)t?(?P<feast>l?[hjJ](?:,?y)?)")
def _edge_of_feast(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the end of Ramadan", "early Shawwal": a part of a feast of many days, or of a month of another calendar."""
    inner = grammar.longest(atoms, match.start("feast"), match.end("feast"))
    if inner is None or inner[1] != match.end("feast") or "/" not in inner[0].value:
        return None
    inner[0].part = part_of(atoms, match)
    return inner[0]


@form(r"(?P<feast>l?t?h)(?P<u>u)")
def _feast_week(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "Easter week", "Thanksgiving weekend": the week that has the feast, the weekend beside it."""
    unit = atoms.at(match, "u")
    inner = grammar.longest(atoms, match.start("feast"), match.end("feast"))
    if unit is None or inner is None or unit.value not in ("W", "WE"):
        return None
    days = dates.days_of(inner[0].value)
    before = unit.value == "WE" and days is not None and days.latest.isoweekday() in EARLY
    value = dates.counted(days, "W" if unit.value == "W" else "WE", -1 if before else 0) if days else None
    return Draft(value=value or UNKNOWN[unit.value], anchor=inner[0].anchor if value else None, confidence=LOOSE)


def _feast(days: Days, anchor: str | None) -> Draft:
    if days.earliest == days.latest:
        return Draft(value=days.earliest.isoformat(), anchor=anchor, confidence=COUNTED)
    value = f"{days.earliest.isoformat()}/{days.latest.isoformat()}"
    return Draft(value=value, anchor=anchor, confidence=COUNTED)


def _feasts(rule: str, year: int) -> list[Days]:
    """When a feast falls in a Gregorian year, or in a year of its own calendar."""
    if rule.startswith("hijri"):
        month, _, day = rule.removeprefix("hijri-").partition("-")
        years = [year] if year < 1600 else _hijri_years(year)
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


@form(r"t?(?P<d>[no])O?(?P<j>[jJ])(?:,?O?(?P<y>[yn]))?(?P<A>A)?")
@form(r"(?P<j>[jJ])t?(?P<d>n)(?:,(?P<y>y))(?P<A>A)?")
@form(r"(?P<d>)(?P<j>[jJ])O?,?(?P<y>y)(?P<A>A)?")
@form(r"(?P<d>)(?P<j>)(?:u)?(?P<y>[yn])(?P<A>A)")
@form(r"t?(?P<d>[no]?)O?(?P<h>h)(?P<j>),?(?P<y>y)(?P<A>A)?")
@form(r"(?P<d>)(?P<j>[jJ])(?P<y>)(?P<A>)")
def _other_calendar(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
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
        if number is None and not after_preposition(atoms, match):
            # "Mehr said": months are names, too.
            return None
        return _undated(grammar, islamic, place, day, grammar.direction(atoms, match))
    if not year.value.isdecimal() or not (1 <= int(year.value) <= 1600):
        return None
    if feast is not None and int(year.value) < 1300:
        return None
    days = dates.hijri(int(year.value), place, day) if islamic else dates.persian(int(year.value), place, day)
    if days is None:
        return None
    draft = _feast(days, None)
    # Of a whole year of another calendar no month of this one is the next.
    draft.refers = place is not None
    return draft


def _undated(grammar: Grammar, islamic: bool, month: int | None, day: int | None, direction: Direction) -> Draft:
    """The last or next such day or month, as the verb looks; nothing where no anchor is known."""

    def in_year(year: int) -> list[Days]:
        if islamic:
            found = [dates.hijri(y, month, day) for y in _hijri_years(year)]
        else:
            found = [dates.persian(year - 622, month, day), dates.persian(year - 621, month, day)]
        return [days for days in found if days is not None and days.earliest.year == year]

    days = grammar.in_reach(in_year, direction)
    if days is None or grammar.base is None:
        return Draft(value="XXXX", confidence=LOOSE, refers=False)
    draft = _feast(days, grammar.base.name)
    draft.confidence = BY_TENSE
    return draft


@form(r"(?:(?P<edge>t?b?B)O)?t?(?P<l>l)(?P<A>A)")
@form(r"(?:(?P<edge>t?b?B)O)?t?(?P<l>)(?P<A>A)(?P<y>[yn])")
def _year_of_calendar(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the current Iranian year", "the Persian year 1403": its Gregorian days."""
    deictic, calendar, number = (atoms.at(match, group) for group in ("l", "A", "y"))
    assert calendar is not None
    made = dates.hijri if calendar.value == "hijri" else dates.persian
    part = part_of(atoms, match)
    if number is not None:
        days = made(int(number.value)) if number.value.isdecimal() and 1000 <= int(number.value) <= 1600 else None
        draft = _feast(days, None) if days is not None else None
    else:
        assert deictic is not None
        by, text = shift_of(deictic)
        if text or grammar.base is None:
            return Draft(value="XXXX", confidence=LOOSE, refers=False)
        now = grammar.base.days.earliest
        around = [y for y in range(now.year - 623, now.year - 570) if (one := made(y)) and one.earliest <= now <= one.latest]
        # The days of a year of Islam are not sure to the day: at its turn two years may be meant.
        days = made(around[0] + by) if len(around) == 1 else None
        draft = _feast(days, grammar.base.name) if days is not None else Draft(value="XXXX", confidence=LOOSE, refers=False)
    if draft is not None:
        draft.part, draft.refers = part, False
    return draft


def _hijri_years(year: int) -> list[int]:
    """The years of Islam that may share days with a Gregorian year."""
    return [(year - 622) * 33 // 32 + k for k in (-1, 0, 1, 2)]
