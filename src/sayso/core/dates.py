"""Dates: what a TIMEX3 value means in days and in EDTF, counting by calendar units, and the calendars of Islam and Iran.

No language and no clock: values in, days out. A value with an X has no days, so nothing is known of it that was not said.
Units are D, W (from Monday), WE (weekend), M, Q, H (half), Y, DE (decade) and CE (century: "19" is 1900 to 1999).
Seasons are those of the northern hemisphere and reach from the meteorological start to the astronomical end; a winter is
taken widely, since "the winter of 1994" may be either. Hijri dates are tabular, so days about them are given too;
Persian dates follow the breaks of Borkowski's astronomical leap years, exact for 1178 to 1633 SH.
"""

import re
from datetime import date, timedelta
from typing import Literal

import msgspec

Unit = Literal["D", "W", "WE", "M", "Q", "H", "Y", "DE", "CE", "ML"]
Part = Literal["START", "MID", "END"]

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?:-(WE|[1-7]))?(?:T.*)?")
_PERIOD = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
_CLOCK = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)T(?P<hour>\d\d)(?::(?P<minute>\d\d))?(?P<zone>Z|[+-]\d\d:\d\d)?")
# First and last day of a season as (years on, month, day); EDTF's number of a season, quarter or half.
_SEASONS = {
    "SP": ((0, 3, 1), (0, 6, 21)),
    "SU": ((0, 6, 1), (0, 9, 23)),
    "FA": ((0, 9, 1), (0, 12, 21)),
    "WI": ((0, 1, 1), (1, 3, 21)),
}
_EDTF = {"SP": 21, "SU": 22, "FA": 23, "WI": 24, "Q1": 33, "Q2": 34, "Q3": 35, "Q4": 36, "H1": 40, "H2": 41}
_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}


class Days(msgspec.Struct, frozen=True):
    """The first and the last day that a date may mean."""

    earliest: date
    latest: date

    def over(self, other: "Days") -> "Days":
        """From the earlier start to the later end."""
        return Days(min(self.earliest, other.earliest), max(self.latest, other.latest))


def days_of(value: str) -> Days | None:
    """The days of a TIMEX3 value or of an interval of two; None where it has an unknown part or no calendar has it.

    >>> days_of("2024-W09"), days_of("XXXX-03")
    (Days(earliest=datetime.date(2024, 2, 26), latest=datetime.date(2024, 3, 3)), None)
    """
    try:
        if "/" in value:
            first, last = (days_of(one) for one in value.split("/"))
            return Days(first.earliest, last.latest) if first and last and first.earliest <= last.latest else None
        return _days_of(value)
    except (ValueError, OverflowError):
        return None


def _days_of(value: str) -> Days | None:
    if found := _DAY.fullmatch(value):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return Days(day, day)
    if found := _MONTH.fullmatch(value):
        return span_of("M", int(found[1]) * 12 + int(found[2]) - 1) if 1 <= int(found[2]) <= 12 else None
    if found := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        if found[3] is None:
            return Days(monday, monday + timedelta(6))
        begun = monday + timedelta(5 if found[3] == "WE" else int(found[3]) - 1)
        return Days(begun, begun + timedelta(1) if found[3] == "WE" else begun)
    if found := _PERIOD.fullmatch(value):
        year, period = int(found[1]), found[2]
        if period in _SEASONS:
            (on, month, first), (later, last_month, last) = _SEASONS[period]
            return Days(date(year + on, month, first), date(year + later, last_month, last))
        number = int(period[1]) - 1
        return span_of("Q", year * 4 + number) if period[0] == "Q" else span_of("H", year * 2 + number)
    if value.isdecimal() and value.isascii() and 1 <= len(value) <= 4:
        return span_of({4: "Y", 3: "DE", 2: "CE", 1: "ML"}[len(value)], int(value))  # type: ignore[arg-type]
    return None


def index_of(unit: Unit, day: date) -> int:
    """The number of the unit that holds a day, so that units can be counted."""
    if unit == "D":
        return day.toordinal()
    if unit in ("W", "WE"):
        return (day.toordinal() - 1) // 7
    return (day.year * 12 + day.month - 1) // _MONTHS[unit]


def span_of(unit: Unit, index: int) -> Days:
    """The days of a unit by its number. Raises ValueError or OverflowError outside the years 1 to 9999."""
    if unit == "D":
        return Days(date.fromordinal(index), date.fromordinal(index))
    if unit in ("W", "WE"):
        begun = date.fromordinal(index * 7 + (6 if unit == "WE" else 1))
        return Days(begun, begun + timedelta(1 if unit == "WE" else 6))
    months = _MONTHS[unit]
    first, after = index * months, (index + 1) * months
    end = date(after // 12, after % 12 + 1, 1) - timedelta(1) if after // 12 <= 9999 else date.max
    return Days(date(max(1, first // 12), first % 12 + 1, 1), end)


def value_of(unit: Unit, index: int) -> str:
    """The TIMEX3 value of a unit by its number. Raises ValueError or OverflowError outside the years 1 to 9999."""
    first = span_of(unit, index).earliest
    if unit in ("W", "WE"):
        year, week, _ = first.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "D":
        return first.isoformat()
    if unit == "M":
        return f"{index // 12:04}-{index % 12 + 1:02}"
    if unit in ("Q", "H"):
        parts = 12 // _MONTHS[unit]
        return f"{index // parts:04}-{unit}{index % parts + 1}"
    return f"{index:0{ {'Y': 4, 'DE': 3, 'CE': 2, 'ML': 1}[unit] }}"


def counted(base: Days, unit: Unit, by: int) -> str | None:
    """The value of the unit `by` units on from the one that holds `base`; None where `base` is wider than the unit.

    >>> counted(Days(date(2025, 3, 4), date(2025, 3, 4)), "M", -3)
    '2024-12'
    """
    first, last = index_of(unit, base.earliest), index_of(unit, base.latest)
    if first != last:
        return None
    try:
        return value_of(unit, first + by)
    except (ValueError, OverflowError):
        return None


def narrowed(days: Days, part: Part) -> Days:
    """The part of a stretch, taken widely: its first half, its last half, its middle half."""
    length = (days.latest - days.earliest).days + 1
    if part == "START":
        return Days(days.earliest, days.earliest + timedelta((length - 1) // 2))
    if part == "END":
        return Days(days.latest - timedelta((length - 1) // 2), days.latest)
    return Days(days.earliest + timedelta(length // 4), days.latest - timedelta(length // 4))


def edtf_of(value: str, approximate: bool = False) -> str | None:
    """A TIMEX3 date in EDTF (ISO 8601-2); None where EDTF has no form for it. A time keeps only what EDTF can say.

    >>> edtf_of("1989-Q3"), edtf_of("198"), edtf_of("XXXX-01"), edtf_of("2024-W09"), edtf_of("BC0044")
    ('1989-35', '198X', 'XXXX-01', '2024-02-26/2024-03-03', '-0043')
    """
    mark = "~" if approximate else ""
    if "/" in value:
        ends = [edtf_of(one) for one in value.split("/")]
        return f"{ends[0]}/{ends[1]}" if all(end and "/" not in end for end in ends) else None
    if found := _CLOCK.fullmatch(value):
        day = days_of(found["day"])
        if day is None:
            return None
        hour, minute = int(found["hour"]), found["minute"] or "00"
        if hour == 24:
            # EDTF has no 24th hour: the end of one day is the start of the next.
            return None if day.latest == date.max else f"{(day.latest + timedelta(1)).isoformat()}T00:00:00"
        return f"{found['day']}T{hour:02}:{minute}:00{found['zone'] or ''}{mark}"
    plain = value.partition("T")[0]
    if re.fullmatch(r"[\dX]{4}(?:-[\dX]{2}){0,2}", plain):
        return plain + mark if "X" not in plain or plain.strip("X-") else None
    if plain.startswith("BC") and plain[2:].isdecimal():
        return f"-{int(plain[2:]) - 1:04}{mark}"
    if re.fullmatch(r"\d{1,3}", plain):
        return plain.ljust(4, "X") + mark
    if found := _PERIOD.fullmatch(plain):
        return f"{found[1]}-{_EDTF[found[2]]}{mark}"
    days = days_of(value)
    if days is None:
        return None
    return f"{days.earliest.isoformat()}/{days.latest.isoformat()}" if days.earliest != days.latest else days.earliest.isoformat()


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian churches (the anonymous computus of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def hijri(year: int, month: int | None = None, day: int | None = None) -> Days | None:
    """The Gregorian days of a date AH, two days more before and one behind, since a month begins when the moon is seen.

    So wide, it holds every month of the Umm al-Qura calendar from 1343 to 1500 AH.

    >>> hijri(1446, 9)
    Days(earliest=datetime.date(2025, 2, 27), latest=datetime.date(2025, 3, 31))
    """
    if not (1 <= year <= 9000 and 1 <= (month or 1) <= 12 and 1 <= (day or 1) <= 30):
        return None
    try:
        first = _hijri_day(year, month or 1, day or 1)
        if day is not None:
            last = first
        elif month is not None:
            last = _hijri_day(year + month // 12, month % 12 + 1, 1) - 1
        else:
            last = _hijri_day(year + 1, 1, 1) - 1
        return Days(date.fromordinal(first - 2), date.fromordinal(last + 1))
    except (ValueError, OverflowError):
        return None


def _hijri_day(year: int, month: int, day: int) -> int:
    """The ordinal of a day of the tabular calendar (epoch 16 July 622, eleven leap years in thirty)."""
    return day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + 227013 + 1


_BREAKS = (-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178)


def persian(year: int, month: int | None = None, day: int | None = None) -> Days | None:
    """The Gregorian days of a date of the Solar Hijri calendar; None for one it does not have.

    >>> persian(1403, 1, 1)
    Days(earliest=datetime.date(2024, 3, 20), latest=datetime.date(2024, 3, 20))
    """
    if not (1 <= year < _BREAKS[-1] - 1 and 1 <= (month or 1) <= 12):
        return None
    lengths = [31] * 6 + [30] * 5 + [30 if (_new_year(year + 1) - _new_year(year)).days == 366 else 29]
    if day is not None and not 1 <= day <= lengths[(month or 1) - 1]:
        return None
    first = _new_year(year) + timedelta(sum(lengths[: (month or 1) - 1]) + (day or 1) - 1)
    length = 1 if day is not None else lengths[month - 1] if month is not None else sum(lengths)
    return Days(first, first + timedelta(length - 1))


def _new_year(year: int) -> date:
    """1 Farvardin of a year, after Borkowski 1996 by way of the leap-year breaks."""
    leaps, before, jump = -14, _BREAKS[0], 0
    for bound in _BREAKS[1:]:
        jump = bound - before
        if year < bound:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        before = bound
    since = year - before
    leaps += since // 33 * 8 + (since % 33 + 3) // 4
    if jump % 33 == 4 and jump - since == 4:
        leaps += 1
    gregorian = year + 621
    gregorian_leaps = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return date(gregorian, 3, 20 + leaps - gregorian_leaps)
