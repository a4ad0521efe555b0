"""Forms of the calendar: days, months, seasons, quarters, years, decades and centuries, by name or number, and runs of them."""

from __future__ import annotations

import re
from datetime import timedelta

from sayso.core import dates
from sayso.core.dates import Days, Part, Unit
from sayso.extract.times.atoms import DASHES, PLAIN_YEARS, Atom, Atoms, is_a
from sayso.extract.times.grammar import BY_TENSE, COUNTED, LOOSE, SAID, UNKNOWN, Direction, Draft, Grammar, form
from sayso.extract.times.parts import (
    LAST_DAY,
    OTHER_END,
    PRE,
    YEAR_OF,
    after_preposition,
    gap_before,
    is_hedged,
    part_of,
    shift_of,
    with_daypart,
    year_of,
)
from sayso.lexicon.times import before_years, deeds, famed_days, numbered

SEASONS = ("SP", "SU", "FA", "WI")
# Tags of what no number counts, so that it may be a year before them.
NO_THINGS = frozenset(
    {"", ",", ".", "CC", "IN", "TO", ":", "-RRB-", "''", "WDT", "DT", "EX", "MD", "NNP", "PRP", "PRP$", "VBD", "VBP", "VBZ"}
)
# Before a singular noun a number from here on is a year.
OLD_YEARS = 1500
# How far into a month or year its first week reaches at most, in days after the first.
WEEK = 9
# Days that the last day of a firm's quarter may lie off that of a month.
CLOSING = 10


def _plausible_day(atom: Atom) -> int | None:
    try:
        day = int(atom.value)
    except ValueError:
        return None
    return day if 1 <= day <= 31 else None


def _month_day(grammar: Grammar, atoms: Atoms, match: re.Match[str], month: str, day: int) -> tuple[str, str | None]:
    """A day of a month in the year that tense and anchor give it."""

    def in_year(year: int) -> list[Days]:
        days = dates.days_of(f"{year:04}-{month}-{day:02}") if year > 0 else None
        return [days] if days is not None else []

    deictic = atoms.at(match, "l")
    if deictic is not None and shift_of(deictic)[0]:
        days = grammar.nearest_days(in_year, "PAST" if shift_of(deictic)[0] < 0 else "FUTURE")
    else:
        days = grammar.in_reach(in_year, grammar.direction(atoms, match))
    if days is None or grammar.base is None:
        return f"XXXX-{month}-{day:02}", None
    return days.earliest.isoformat(), grammar.base.name


def _in_range(grammar: Grammar, atoms: Atoms, match: re.Match[str], month: str) -> tuple[str, str | None] | None:
    """The year of one end of a range that the other end gives ("from May to June 2011", "between 3 May and 4 June")."""
    ahead = OTHER_END.match(atoms.letters, match.end())
    if ahead is None and atoms.letters[match.end() - 1] in "no":
        ahead = LAST_DAY.match(atoms.letters, match.end())
    if ahead is not None and ((unit := atoms.at(ahead, "unit")) is None or unit.value == "Y"):
        year, anchor = year_of(grammar, atoms, ahead, ("y", "l2")) or ("XXXX", None)
        other = atoms.at(ahead, "M")
        if other is not None and month > other.value and year.isdecimal() and atoms.letters[ahead.start()] == "T":
            year = f"{int(year) - 1:04}"
        return year, anchor
    latest = grammar.latest
    if match.start() == 0 or atoms.letters[match.start() - 1] not in "T&" or latest is None or latest.unit not in ("D", "M"):
        return None
    if atoms.letters[match.end() : match.end() + 1] == "P":
        # "on Friday to December's figures" is no range.
        return None
    between = gap_before(grammar, atoms, match)
    if between is None or between > 5:
        return None
    started = latest.days.earliest
    return f"{started.year + (1 if int(month) < started.month else 0):04}", latest.name


def _joined_on(atoms: Atoms, at: int) -> bool:
    """Whether a dash joins two words ("11-nation")."""
    before, dash, after = (atoms.atoms[i] for i in (at - 1, at, at + 1))
    words = atoms.words
    return words[before.last - 1].end == words[dash.first].start and words[dash.last - 1].end == words[after.first].start


def _days_in(month: str) -> int:
    return 29 if month == "02" else 30 if month in ("04", "06", "09", "11") else 31


@form(r"(?:(?P<p0>t?p)O)?(?P<v>v)?(?P<w>w)?,?t?(?P<d>[no])O?(?P<M>M)(?:,?O?(?P<y>y))?(?P<p>p)?")
@form(r"(?:(?P<p0>t?p)O)?(?P<v>v)?(?P<w>w)?,?(?P<l>l)?(?P<M>M)t?(?P<d>[no])(?:,?(?P<y>y))?(?P<p>p)?")
@form(r"(?P<v>v)?(?P<w>w)?,?t?(?P<d>[no])O?(?P<M>M),?O?(?P<l2>l)(?P<unit>u)")
@form(r"(?P<v>v)?(?P<w>w)?,?(?P<M>M)t?(?P<d>[no]),?O?(?P<l2>l)(?P<unit>u)")
def _calendar_day(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "5 March 2025", "Friday, March the 5th", "the night of August 7", "May 5 last year"."""
    number, month, unit = atoms.at(match, "d"), atoms.at(match, "M"), atoms.at(match, "unit")
    assert number is not None and month is not None
    day = _plausible_day(number)
    if day is None or day > _days_in(month.value) or (unit is not None and unit.value != "Y"):
        return None
    year = year_of(grammar, atoms, match, ("y", "l2"))
    following = match.end()
    if year is None and match.end("d") == following and atoms.letters[following : following + 1] in ("u", "U", "n", "m", "%"):
        return None
    if year is None and atoms.letters[following : following + 2] == "-." and _joined_on(atoms, following):
        # "in September the 11-nation group": the number counts.
        return None
    if year is None and match.start("M") < match.start("d"):
        if number.letter == "n" and _counts_things(atoms, match):
            return None
        if atoms.letters[match.start("d") - 1] == "t" and (number.letter == "n" or _describes(atoms, match)):
            # "last January the two sides met", "by May the fourth round was over"
            return None
    anchor, confidence = None, SAID
    if year is not None:
        value, anchor = f"{year[0]}-{month.value}-{day:02}", year[1]
        if "X" not in value and dates.days_of(value) is None:
            return None
    elif (ranged := _in_range(grammar, atoms, match, month.value)) is not None:
        value, anchor, confidence = f"{ranged[0]}-{month.value}-{day:02}", ranged[1], BY_TENSE
        if dates.days_of(value) is None:
            return None
    elif (told := grammar.in_tale(atoms, match, int(month.value), day)) is not None:
        value, anchor, confidence = f"{told[0]}-{month.value}-{day:02}", told[1], BY_TENSE
    elif _names_deed(grammar, atoms, match, f"{month.value}-{day:02}"):
        return Draft(value=f"XXXX-{month.value}-{day:02}", confidence=LOOSE, refers=False)
    else:
        value, anchor = _month_day(grammar, atoms, match, month.value, day)
        confidence = BY_TENSE
    weekday = atoms.at(match, "w")
    days = dates.days_of(value)
    if weekday is not None and days is not None and days.earliest.isoweekday() != int(weekday.value):
        confidence = 0.5
    return with_daypart(
        atoms, match, Draft(value=value, anchor=anchor, confidence=confidence, approximate=is_hedged(atoms, match))
    )


def _counts_things(atoms: Atoms, match: re.Match[str]) -> bool:
    """Whether the number behind a month counts what follows: "in March 12 people died"; a day would have "on"."""
    led = match.start() > 0 and atoms.letters[match.start() - 1] == "I"
    return led and atoms.letters[match.end() : match.end() + 1] == "." and _behind(atoms, match)[:1].islower()


def _describes(atoms: Atoms, match: re.Match[str]) -> bool:
    """Whether an ordinal says which of the things it is that the common noun behind it names."""
    last = atoms.atoms[match.end() - 1].last
    return last < len(atoms.words) and atoms.words[last].xpos in ("NN", "NNS")


def _behind(atoms: Atoms, match: re.Match[str], skipped: int = 0) -> str:
    """The word behind a form, "" where the block ends."""
    last = atoms.atoms[match.end() - 1].last + skipped
    return atoms.words[last].text if last < len(atoms.words) else ""


def _names_deed(grammar: Grammar, atoms: Atoms, match: re.Match[str], day: str) -> bool:
    """Whether a day is the name of what was done on it in another year than that of the anchor: "the Sept. 11 attacks"."""
    year = famed_days().get(day)
    if year is None or (grammar.base is not None and f"{grammar.base.days.earliest.year:04}" == year):
        return False
    return any(_behind(atoms, match, k).lower() in deeds() for k in (0, 1))


@form(r"(?P<d>[no])(?=(?:,[no]){0,3},?&[no]O?M)")
def _first_day(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """The "3" of "3 and 5 May": a day of the month that follows."""
    number, at = atoms.at(match, "d"), atoms.letters.index("&", match.end()) + 1
    behind = grammar.longest(atoms, at)
    if (
        number is None
        or behind is None
        or _plausible_day(number) is None
        or not re.fullmatch(r"[\dX]{4}-\d\d-\d\d", behind[0].value)
    ):
        return None
    value = f"{behind[0].value[:8]}{_plausible_day(number):02}"
    if value >= behind[0].value or ("X" not in value and dates.days_of(value) is None):
        # "killed 30 and 5 May": a day that comes first is the earlier one.
        return None
    return Draft(value=value, anchor=behind[0].anchor, confidence=BY_TENSE)


@form(r"(?<=M[no]&)(?P<d>[no])(?:,(?P<y>y))?(?![-uUmX])")
def _second_day(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """The "25" of "April 24 and 25": a day of the month just said."""
    number, latest = atoms.at(match, "d"), grammar.latest
    gap = gap_before(grammar, atoms, match)
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
    year = atoms.at(match, "y")
    if year is not None and int(year.value) != latest.days.earliest.year:
        return None
    value = f"{latest.days.earliest.isoformat()[:8]}{_plausible_day(number):02}"
    if dates.days_of(value) is None or dates.days_of(value) == latest.days:
        return None
    return Draft(value=value, anchor=latest.name, confidence=BY_TENSE)


@form(r"(?P<M>M)(?P<d>[no])[-T](?P<d2>[no])(?:,?(?:(?P<y>y)|O?(?P<l2>l)(?P<unit>u)))?")
@form(r"(?P<d>[no])[-T&](?P<d2>[no])O?(?P<M>M)(?:,?O?(?:(?P<y>y)|(?P<l2>l)(?P<unit>u)))?")
@form(r"(?P<d>[no])(?P<M>M)-(?P<d2>[no])(?P<M2>M)(?:,?O?(?P<y>y))?")
@form(r"(?P<M>M)(?P<d>[no])-(?P<M2>M)(?P<d2>[no])(?:,?(?P<y>y))?")
def _run_of_days(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "3-5 March", "March 30 - April 2, 2025": an interval."""
    one, other, month, unit = (atoms.at(match, group) for group in ("d", "d2", "M", "unit"))
    assert one is not None and other is not None and month is not None
    if unit is not None and unit.value != "Y":
        return None
    last_month = (atoms.at(match, "M2") if "M2" in match.re.groupindex else None) or month
    first, last = _plausible_day(one), _plausible_day(other)
    ahead = atoms.words[one.first - 1].text.lower() if one.first else ""
    if "&" in match[0] and before_years().get(ahead) != "between":
        return None
    if first is None or last is None or (month is last_month and first >= last):
        return None
    if first > _days_in(month.value) or last > _days_in(last_month.value):
        return None
    confidence = SAID
    year = year_of(grammar, atoms, match, ("y", "l2"))
    if year is not None:
        name, anchor = year
    else:
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
    return Draft(value=value, anchor=anchor, confidence=confidence)


@form(r"t?(?P<M>M)(?P<u>u)(?:" + YEAR_OF + r")?")
def _quarter_of_month(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the September quarter": the one that the month ends."""
    month, unit = atoms.at(match, "M"), atoms.at(match, "u")
    assert month is not None and unit is not None
    place = int(month.value) // 3
    if unit.value != "Q" or int(month.value) % 3:
        return None
    year = year_of(grammar, atoms, match, ("y", "l2"))
    if year is not None:
        return Draft(value=f"{year[0]}-Q{place}", anchor=year[1], confidence=COUNTED)
    found = grammar.yearly("Q", 4, place - 1, grammar.direction(atoms, match))
    anchor = grammar.base.name if found and grammar.base else None
    return Draft(value=found or f"XXXX-Q{place}", anchor=anchor, confidence=BY_TENSE)


@form(r"t?(?P<d>o)O(?P<l>l)(?P<u>u)(?!P)")
def _day_of_month(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the first of next month": that day of it."""
    number, deictic, unit = atoms.at(match, "d"), atoms.at(match, "l"), atoms.at(match, "u")
    assert number is not None and deictic is not None and unit is not None
    day = _plausible_day(number)
    if unit.value != "M" or day is None or deictic.value.startswith(("p", "c", "n")):
        return None
    month, anchor = grammar.counted("M", *shift_of(deictic))
    value = f"{month}-{day:02}"
    if dates.days_of(month) is not None and dates.days_of(value) is None:
        return None
    return Draft(value=value, anchor=anchor, confidence=COUNTED)


@form(r"t?(?P<u>u)-?(?P<edge>B)O?(?P<y>y)")
def _year_end(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "year-end 2030"."""
    unit, edge, year = atoms.at(match, "u"), atoms.at(match, "edge"), atoms.at(match, "y")
    assert unit is not None and edge is not None and year is not None
    if unit.value != "Y" or int(year.value) not in PLAIN_YEARS:
        return None
    return Draft(value=year.value, part=part_of(atoms, match))


@form(r"(?:t?b)?-?(?P<M>M)-(?P<M2>M)(?:,?O?(?P<y>y))?")
def _run_of_months(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
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
    return Draft(value=f"{name}-{month.value}/{name}-{other.value}", anchor=anchor, confidence=confidence)


@form(r"(?:tU)?(?P<y>y)-(?P<y2>[yn])")
def _run_of_years(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "2011-2013", "1998-99"."""
    first, last = atoms.at(match, "y"), atoms.at(match, "y2")
    assert first is not None and last is not None
    end = last.value if len(last.value) == 4 else first.value[:2] + last.value if len(last.value) == 2 else ""
    joined = atoms.words[first.last].start == atoms.words[first.last - 1].end
    if not end.isdecimal() or int(end) <= int(first.value) or int(first.value) not in range(1500, 2201) or not joined:
        return None
    return Draft(value=f"{first.value}/{end}")


@form(r"t?(?P<o>[ol])(?P<u>[wu])(?:O|I)(?P<inner>M(?:,?(?:O?y|O?t?lu))?|t?lu|t?y)")
def _nth_of(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
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
            return Draft(value=f"XXXX-WXX-{unit.value}", confidence=LOOSE, refers=False)
        if number > 0:
            day = days.earliest + timedelta((int(unit.value) - days.earliest.isoweekday()) % 7 + 7 * (number - 1))
        else:
            day = days.latest - timedelta((days.latest.isoweekday() - int(unit.value)) % 7)
        return (
            Draft(value=day.isoformat(), anchor=inner[0].anchor, confidence=inner[0].confidence) if day <= days.latest else None
        )
    if unit.value not in ("W", "D", "WE", "M"):
        return None
    part: Part | None = "START" if number == 1 else "END" if number < 0 else None
    if days is not None and unit.value in ("D", "M") and part is not None:
        edge = days.earliest if part == "START" else days.latest
        value = edge.isoformat() if unit.value == "D" else dates.value_of("M", dates.index_of("M", edge))
        return Draft(value=value, anchor=inner[0].anchor, confidence=inner[0].confidence)
    draft = Draft(value=inner[0].value, anchor=inner[0].anchor, part=part, confidence=LOOSE)
    if days is not None and unit.value == "W" and part is not None:
        # A week of seven days or of the calendar, which may begin some days later.
        reach = timedelta(WEEK)
        start, end = max(days.earliest, days.latest - reach), min(days.latest, days.earliest + reach)
        draft.days = Days(days.earliest, end) if part == "START" else Days(start, days.latest)
    return draft


@form(r"tu(?:O)(?P<day>M[no](?:,?y)?|[no]M,?y?)")
def _week_of(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the week of May 5"."""
    unit = next(atom for atom in atoms.atoms[match.start() : match.end()] if atom.letter == "u")
    inner = grammar.longest(atoms, match.start("day"), match.end("day"))
    days = dates.days_of(inner[0].value) if inner is not None else None
    if unit.value != "W" or inner is None:
        return None
    return Draft(
        value=(dates.counted(days, "W", 0) if days else None) or UNKNOWN["W"],
        anchor=inner[0].anchor, confidence=inner[0].confidence,
    )  # fmt: skip


@form(PRE + r"(?P<M>M)(?:,|O|I)?(?:(?P<y>y)|t?(?P<l2>l)u)")
@form(PRE + r"(?P<l>l)?(?P<M>M)")
def _month(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "late November 2023", "last January", "January of this year", "by mid-May"."""
    month = atoms.at(match, "M")
    assert month is not None
    deictic = atoms.at(match, "l") if "l" in match.re.groupindex else None
    year = year_of(grammar, atoms, match, ("y", "l2")) if "y" in match.re.groupindex else None
    part, hedged = part_of(atoms, match), is_hedged(atoms, match)
    if year is not None:
        return Draft(value=f"{year[0]}-{month.value}", anchor=year[1], part=part, approximate=hedged)
    if deictic is None and (ranged := _in_range(grammar, atoms, match, month.value)) is not None:
        return Draft(value=f"{ranged[0]}-{month.value}", anchor=ranged[1], part=part, confidence=BY_TENSE)
    if deictic is None and (told := grammar.in_tale(atoms, match, int(month.value), None)) is not None:
        return Draft(value=f"{told[0]}-{month.value}", anchor=told[1], part=part, confidence=BY_TENSE)
    direction, strict = grammar.direction(atoms, match), False
    if deictic is not None:
        by, text = shift_of(deictic)
        if deictic.value.startswith("c"):
            return None
        if text:
            value, anchor = grammar.told("M", 12, int(month.value) - 1, by) or (f"XXXX-{month.value}", None)
            return Draft(value=value, anchor=anchor, part=part, confidence=COUNTED)
        if by == 0:
            value, anchor = grammar.counted("Y", 0)
            return Draft(value=f"{value}-{month.value}", anchor=anchor, part=part, confidence=COUNTED)
        direction, strict = ("PAST" if by < 0 else "FUTURE"), True
    if deictic is None:
        found = grammar.yearly("M", 12, int(month.value) - 1, direction)
    else:
        found = grammar.nearest("M", 12, int(month.value) - 1, direction, strict)
    anchor = grammar.base.name if found and grammar.base else None
    return Draft(
        value=found or f"XXXX-{month.value}", anchor=anchor, part=part, approximate=hedged,
        confidence=COUNTED if deictic else BY_TENSE,
    )  # fmt: skip


@form(PRE + r"(?P<unit>u)?(?P<y>y)(?P<E>E)?")
@form(PRE + r"(?P<unit>u)?(?P<y>n)(?P<E>E)")
@form(r"(?P<E>E)(?P<y>[yn])")
def _year(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "1990", "the year 2000", "late 2023", "44 BC"; a number that counts things is no year."""
    year, era = atoms.at(match, "y"), atoms.at(match, "E")
    assert year is not None
    groups = match.re.groupindex
    unit = atoms.at(match, "unit") if "unit" in groups else None
    if unit is not None and unit.value != "Y":
        return None
    if not year.value.isdecimal() or int(year.value) > 9999 or (year.letter == "y" and year.value < "1000"):
        return None
    part = part_of(atoms, match) if "b" in groups else None
    if era is not None and era.value == "BC":
        return Draft(value=f"BC{int(year.value):04}", refers=False)
    if era is None and unit is None and part is None and not _is_year(atoms, year, match):
        return None
    approximate = "v" in groups and is_hedged(atoms, match)
    return Draft(value=f"{int(year.value):04}", part=part, approximate=approximate)


def _is_year(atoms: Atoms, year: Atom, match: re.Match[str]) -> bool:
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
    if word.named and before is not None and before.named and not introduced:
        # "Plan 2030" is a name.
        return False
    if before is not None and before.text.lower() in numbered():
        # "Flight 2019" says which.
        return False
    if before is not None and atoms.letters[match.start() - 1] == "@" and after is not None and after.xpos.startswith("NNP"):
        # "at 1945 Harbour Street"
        return False
    if not word.text[0].isdecimal():
        return number in PLAIN_YEARS
    hedged = before is not None and is_a(before.text, "hedge")
    shown = before is not None and before.xpos in ("DT", "PRP$", "POS") and not hedged
    if after is not None and after.xpos == "NNS" and not shown:
        return False
    if after is not None and after.text in DASHES and year.last + 1 < len(words):
        # "1994-built" is a year, "1500-strong" is not: only what is plainly a year.
        return number in PLAIN_YEARS
    if number in PLAIN_YEARS:
        known = bool(word.xpos) or introduced or (before is not None and is_a(before.text, "article"))
        return known or after is None or not after.text[0].islower()
    if before is not None and is_a(before.text, "article") and after is not None and number >= OLD_YEARS:
        # "the 1848 rising": one thing is not counted in thousands.
        return after.xpos == "NN" and number < PLAIN_YEARS.start
    return introduced and (after is None or after.xpos in NO_THINGS)


@form(PRE + r"(?:n-)?(?P<K>K)")
def _decade(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the late 1980s", "the '90s"; without a century, the last one that has begun before the anchor."""
    decade = atoms.at(match, "K")
    assert decade is not None
    value, anchor = decade.value, None
    if len(value) == 1:
        around = grammar.base
        if around is None:
            return Draft(value=f"XX{value}", part=part_of(atoms, match), confidence=LOOSE)
        century = around.days.latest.year // 100
        if century * 100 + int(value) * 10 > around.days.latest.year:
            century -= 1
        value, anchor = f"{century:02}{value}", around.name
    elif value.endswith("0") and value < "200":
        # "The 1800s" are a hundred years.
        return Draft(value=value[:2], part=part_of(atoms, match))
    return Draft(value=value, anchor=anchor, part=part_of(atoms, match), confidence=COUNTED if anchor else SAID)


@form(PRE + r"(?P<o>o)-?(?P<u>u)(?P<E>E)?")
def _century(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the early 20th century"."""
    number, unit, era = atoms.at(match, "o"), atoms.at(match, "u"), atoms.at(match, "E")
    assert number is not None and unit is not None
    if unit.value != "CE" or not 1 <= int(number.value) <= 99:
        return None
    if era is not None and era.value == "BC":
        return Draft(value=f"BC{int(number.value) - 1:02}", refers=False)
    return Draft(value=f"{int(number.value) - 1:02}", part=part_of(atoms, match))


@form(r"t?(?P<l>l)?L?-?(?:(?P<o>o)-?)?(?P<u>[uV])(?=F)")
def _ended(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the quarter ended Sept. 30", "the year ended June 30": the one that the day behind it ends."""
    unit, number = atoms.at(match, "u"), atoms.at(match, "o")
    assert unit is not None
    behind = grammar.day_behind(atoms, match.end() + 1)
    days = dates.days_of(behind[0].value) if behind is not None and behind[0].type == "DATE" else None
    months = {"Y": 12, "Q": 3, "V": 3}.get("V" if unit.letter == "V" else unit.value)
    if behind is None or days is None or months is None or (days.latest - days.earliest).days > 31:
        return None
    end, anchor = days.latest, behind[0].anchor
    # A day some days off the end of a month ends the quarter, too: firms close on a Friday.
    near = end - timedelta(CLOSING)
    begun = dates.span_of("M", near.year * 12 + near.month - months).earliest
    whole = Days(begun, end)
    if months == 12:
        return Draft(type="DURATION", value="P1Y", days=whole, anchor=anchor, confidence=COUNTED)
    value = dates.value_of("Q", dates.index_of("Q", near))
    if abs((dates.span_of("Q", dates.index_of("Q", near)).latest - end).days) <= CLOSING and (
        number is None or number.value == value[-1]
    ):
        return Draft(value=value, anchor=anchor, confidence=COUNTED)
    # A quarter of the firm's own year: its number says nothing of the calendar's.
    place = number.value if number is not None and int(number.value) <= 4 else "X"
    return Draft(value=f"{near.year:04}-Q{place}", days=whole, anchor=anchor, open=True, confidence=LOOSE, refers=False)


@form(PRE + r"(?:(?P<y>y)|(?P<l>l)uP)?L?-?(?P<o>[on])-?(?P<u>[uH])(?:" + YEAR_OF.replace("y>", "y2>") + r"|Ot(?P<whole>u))?")
@form(PRE + r"(?P<y>)(?P<l>)(?P<o>o)-?(?P<u>u)Ot?Lu?(?P<y2>y)(?P<l2>)")
@form(r"t?b?(?P<o>Q)-?(?:" + YEAR_OF.replace("y>", "y2>") + r")?")
def _period_of_year(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "third-quarter", "the first half of 1990", "next year's second quarter", "Q3 2024"."""
    number, groups = atoms.at(match, "o"), match.re.groupindex
    assert number is not None
    whole = atoms.at(match, "whole") if "whole" in groups else None
    if whole is not None and whole.value != "Y":
        return None
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
    part = part_of(atoms, match) if "b" in groups else None
    # A fiscal quarter is none of the calendar's: which days it has is not known.
    fiscal = "L" in match[0]
    year = year_of(grammar, atoms, match, *([("y", "l")] if "y" in groups else []), ("y2", "l2"))
    if year is not None:
        value, anchor = f"{year[0]}-{unit}{place}", year[1]
        return Draft(value=value, anchor=anchor, part=part, open=fiscal, refers=not fiscal, confidence=COUNTED)
    if unit == "H" and grammar.quarter is None and whole is None:
        # Games and parliaments have halves, too: only where quarters are spoken of is it one of a year.
        return None
    found = grammar.yearly(unit, cycle, place - 1, grammar.direction(atoms, match))
    anchor = grammar.base.name if found and grammar.base else None
    value = found or f"XXXX-{unit}{place}"
    return Draft(value=value, anchor=anchor, part=part, open=fiscal, refers=not fiscal, confidence=BY_TENSE)


@form(r"v?t?(?P<o>[ol])(?P<n>n)(?P<U>U)(?=(?P<apart>" + YEAR_OF + r"))")
@form(r"v?t?(?P<o>[ol])(?P<n>n)(?P<U>U)(?P<apart>)" + YEAR_OF)
def _part_of_year(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "The first nine months" of 2030: a length with its days; "the last two quarters of 2030" are a half."""
    which, number, unit = (atoms.at(match, group) for group in ("o", "n", "U"))
    year = year_of(grammar, atoms, match, ("y", "l2"))
    assert which is not None and number is not None and unit is not None
    months = {"M": 1, "Q": 3}.get(unit.value, 0) * (int(number.value) if number.value.isdecimal() else 0)
    if year is None or not 0 < months < 12 or which.value not in ("1", "-1"):
        return None
    halves = unit.value == "Q" and months == 6
    if halves == bool(match.group("apart")):
        return None
    if halves:
        return Draft(value=f"{year[0]}-H{1 if which.value == '1' else 2}", anchor=year[1], confidence=COUNTED)
    draft = Draft(type="DURATION", value=f"P{number.value}{unit.value}", anchor=year[1], confidence=COUNTED)
    if year[0].isdecimal():
        first = int(year[0]) * 12 + (0 if which.value == "1" else 12 - months)
        draft.days = dates.span_of("M", first).over(dates.span_of("M", first + months - 1))
    return draft


@form(PRE + r"(?P<l>l)(?P<H>H)(?:" + YEAR_OF + r"|Ot(?P<K>K))")
@form(PRE + r"(?P<l>l)(?P<H>u)(?P<K>)" + YEAR_OF)
def _last_half(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the last half of 1989", "the last half of the '80s", "the last quarter of 1989"."""
    deictic, unit, decade = (atoms.at(match, group) for group in ("l", "H", "K"))
    assert deictic is not None and unit is not None
    if shift_of(deictic)[0] >= 0 or (unit.letter == "u" and unit.value != "Q"):
        return None
    if decade is not None:
        draft = _decade(grammar, atoms, match)
        return Draft(value=draft.value, anchor=draft.anchor, part="END") if draft else None
    year = year_of(grammar, atoms, match, ("y", "l2"))
    return Draft(value=f"{year[0]}-{'H2' if unit.letter == 'H' else 'Q4'}", anchor=year[1]) if year else None


@form(PRE + r"(?P<l>l)?(?P<s>s)(?:(?:O|,)?(?:(?P<y>y)|t?(?P<l2>l)u))?")
def _season(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "last summer", "the winter of 1994", "this past spring"."""
    season, deictic = atoms.at(match, "s"), atoms.at(match, "l")
    assert season is not None
    part = part_of(atoms, match)
    year = year_of(grammar, atoms, match, ("y", "l2"))
    if year is not None:
        return Draft(value=f"{year[0]}-{season.value}", anchor=year[1], part=part)
    if deictic is None and atoms.letters[match.start()] == "s" and not after_preposition(atoms, match):
        return None
    if deictic is not None and deictic.value.startswith("c"):
        return None
    by, text = shift_of(deictic) if deictic is not None else (None, False)
    base = grammar.latest if text else grammar.base
    value = None
    if base is not None:
        days = base.days
        if text and by:
            # A season that is told of reaches into the next one, so that its start counts; of a year, its end.
            whole = by > 0 and (days.latest - days.earliest).days > 200
            days = Days(*[days.latest if whole else days.earliest] * 2)
        direction: Direction = grammar.direction(atoms, match) if not by else "PAST" if by < 0 else "FUTURE"
        value = _season_near(days, SEASONS.index(season.value), direction, by)
    anchor = base.name if value and base else None
    return Draft(
        value=value or f"XXXX-{season.value}", anchor=anchor, part=part, confidence=COUNTED if deictic else BY_TENSE
    )  # fmt: skip


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


@form(r"t?(?P<l>l)?L-?(?P<u>u)?-?(?P<y>[yD])?")
@form(r"t?(?P<l>)L-?(?P<u>u)?-?(?P<y>y)-(?P<y2>n)")
@form(r"t?(?P<l>)(?P<y>D)L-?(?P<u>u)")
def _fiscal(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "fiscal 1989", "the current fiscal year": a year whose bounds the text does not give."""
    year, deictic, unit = atoms.at(match, "y"), atoms.at(match, "l"), atoms.at(match, "u")
    if unit is not None and unit.value != "Y":
        return None
    if year is not None and re.fullmatch(r"\d{4}(?:/\d{4})?", year.value):
        last = atoms.at(match, "y2") if "y2" in match.re.groupindex else None
        if last is not None:
            ends = last.value == f"{(int(year.value) + 1) % 100:02}"
            return Draft(value=f"{year.value}/{int(year.value) + 1}", confidence=COUNTED) if ends else None
        # Of "2029/30" the two years hold it, wherever it begins.
        return Draft(value=year.value, open=year.letter == "y", confidence=COUNTED)
    if unit is None or year is not None:
        return None
    if deictic is None:
        return Draft(type="DURATION", value="P1Y", confidence=LOOSE)
    by, text = shift_of(deictic)
    value, anchor = grammar.counted("Y", by, text)
    return Draft(value=value, anchor=anchor, open=True, confidence=LOOSE)


@form(r"(?P<D>D)")
def _written(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """A date in figures, or a fixed name of a day."""
    atom = atoms.at(match, "D")
    assert atom is not None
    if "|" in atom.value:
        readings = [days for one in atom.value.split("|") if (days := dates.days_of(one)) is not None]
        both = readings[0].over(readings[-1])
        return Draft(
            value=f"{atom.value[:4]}-XX-XX", days=both, edtf=f"[{atom.value.replace('|', ',')}]", confidence=COUNTED, refers=False
        )  # fmt: skip
    return Draft(type="TIME" if "T" in atom.value else "DATE", value=atom.value)
