"""Feasts, and dates of the calendars of Islam and Iran, by their Gregorian days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sayso.core import dates
from sayso.core.dates import Days
from sayso.extract.times.atoms import Atoms
from sayso.extract.times.grammar import BY_TENSE, COUNTED, LOOSE, Draft, Grammar, form
from sayso.extract.times.parts import shift_of


@form(r"(?P<b>b)?(?P<l>l)?t?(?P<h>h)(?:,?(?:(?P<y>y)|(?P<l2>l)(?P<u>u)))?")
def _holiday(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "Christmas", "last Ramadan", "Nowruz 1403": a day or month that the year gives."""
    feast, deictic, year, other, unit = (atoms.at(match, group) for group in ("h", "l", "y", "l2", "u"))
    assert feast is not None
    if unit is not None and unit.value != "Y":
        return None
    rule, direction = feast.value, grammar.direction(atoms, match)
    unknown = f"XXXX-{rule}" if re.fullmatch(r"\d\d-\d\d", rule) else "XXXX-11" if re.fullmatch(r"\d\d-\d-\d", rule) else "XXXX"
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
    days = grammar.nearest_days(lambda y: next(iter(_feasts(rule, y)), None), direction, strict)
    if days is None or grammar.base is None:
        return Draft(value=unknown, confidence=LOOSE)
    draft = _feast(days, grammar.base.name)
    draft.confidence = BY_TENSE
    return draft


def _feast(days: Days, anchor: str | None) -> Draft:
    if days.earliest == days.latest:
        return Draft(value=days.earliest.isoformat(), anchor=anchor, confidence=COUNTED)
    value = f"{days.earliest.isoformat()}/{days.latest.isoformat()}"
    return Draft(value=value, anchor=anchor, confidence=COUNTED)


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


@form(r"t?(?P<d>[no])O?(?P<j>[jJ])(?:,?O?(?P<y>[yn]))?(?P<A>A)?")
@form(r"(?P<j>[jJ])t?(?P<d>n)(?:,(?P<y>y))(?P<A>A)?")
@form(r"(?P<d>)(?P<j>[jJ])O?,?(?P<y>y)(?P<A>A)?")
@form(r"(?P<d>)(?P<j>)(?:u)?(?P<y>[yn])(?P<A>A)")
@form(r"(?P<d>)(?P<h>h)(?P<j>)(?P<y>y)(?P<A>A)?")
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
        return Draft(value="XXXX", confidence=LOOSE, refers=False)
    if not year.value.isdecimal() or not (1 <= int(year.value) <= 1600):
        return None
    if feast is not None and int(year.value) < 1300:
        return None
    days = dates.hijri(int(year.value), place, day) if islamic else dates.persian(int(year.value), place, day)
    return _feast(days, None) if days is not None else None
