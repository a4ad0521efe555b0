"""Forms counted from the day of publication or from what was said: "last week", "a year ago", "the day after", "Monday"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sayso.core import dates
from sayso.core.dates import Part, Unit
from sayso.extract.times.atoms import Atoms
from sayso.extract.times.grammar import BY_TENSE, COUNTED, LOOSE, NOMINAL, STOP, UNKNOWN, Draft, Grammar, form
from sayso.extract.times.lengths import PERIODS, moved, number_of, period_of, stretch
from sayso.extract.times.parts import COUNT, DAY, PRE, after_preposition, is_hedged, part_of, shift_of, with_daypart, year_of
from sayso.lexicon.times import before_years

# Characters between two expressions with a joint between them.
ADJACENT = 5
SATURDAY = 6
# What the word for a day means as an age ("the leaders of tomorrow").
AGES = {"-1": "PAST_REF", "0": "PRESENT_REF", "1": "FUTURE_REF", "+1": "FUTURE_REF"}
# Half of a unit as so many of a smaller one.
HALVED = {"CE": ("Y", 50), "DE": ("Y", 5), "Y": ("M", 6)}


@form(PRE + r"(?P<l>l)(?P<u>u)(?P<p>p)?")
def _deictic(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "last week", "earlier this year", "the following month", "later that day", "the past year"."""
    deictic, unit = atoms.at(match, "l"), atoms.at(match, "u")
    assert deictic is not None and unit is not None
    part, hedged = part_of(atoms, match), is_hedged(atoms, match)
    if unit.value not in UNKNOWN:
        return None
    kind: Unit = unit.value  # type: ignore[assignment]
    by, text = shift_of(deictic)
    # A decade to come or just gone is ten years from now, not one of the calendar's.
    if kind != "WE" and part is None and (deictic.value.startswith("p") or (kind == "DE" and not text and abs(by) == 1)):
        return stretch(grammar, period_of(1, kind), kind, 1, by)
    article = atoms.letters[match.start("l") - 1 : match.end("l")] == "tl"
    # "In the last year" is in twelve months up to now, and none of the calendar's.
    if article and deictic.value == "-1" and part is None and kind in ("W", "M", "Y") and _led(atoms, match):
        return stretch(grammar, period_of(1, kind), kind, 1, by)
    if deictic.value.startswith("n") and kind == "Q":
        known = grammar.quarter
        if known is not None:
            value = dates.counted(known.days, "Q", 0)
            return Draft(value=value or UNKNOWN["Q"], anchor=known.name if value else None, confidence=BY_TENSE)
    if deictic.value == "+1" and article and kind in ("D", "W", "M", "Y"):
        # "the next day" is that of the tale; "in the next week" runs from now.
        if kind != "D" and _led(atoms, match):
            return stretch(grammar, period_of(1, kind), kind, 1, by)
        text = kind == "D" or grammar.latest is not None
    elif text and atoms.letters[match.start()] == "l" and by < 0 and grammar.latest is None:
        text = False
    if kind == "WE" and by == 0 and not text and grammar.base is not None and grammar.base.days.latest.isoweekday() < SATURDAY:
        # "The storm formed this weekend", on a Tuesday, is the last one.
        by = -1 if grammar.direction(atoms, match) == "PAST" and grammar.sure else 0
    value, anchor = grammar.counted(kind, by, text)
    if text and kind == "D" and _too_late(grammar, atoms, match, value):
        value, anchor = UNKNOWN["D"], None
    draft = Draft(value=value, anchor=anchor, part=part, approximate=hedged, confidence=COUNTED)
    return with_daypart(atoms, match, draft) if kind == "D" else None if match.group("p") else draft


@form(r"(?P<v>v)?" + COUNT + r"-?i?-?(?P<u>[uU])(?P<half>&aH)?(?P<so>S|\|[nc])?-?(?P<k>k)(?P<day>d)?")
@form(r"(?P<v>)(?P<count>)(?P<u>U)(?P<half>)(?P<so>)(?P<k>k)")
@form(r"(?P<v>v)?(?P<count>)(?P<half>H)a?-?(?P<u>u)(?P<so>)(?P<k>k)")
def _ago(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "two years ago", "a week from now": counted from the anchor, in the unit that is said."""
    unit, way, count = atoms.at(match, "u"), atoms.at(match, "k"), atoms.many(match, "count")
    assert unit is not None and way is not None
    number, ranged = number_of(count) if count else (None, False)
    sign = 1 if way.value == "+" else -1
    if not count and match.group("half") and unit.value in HALVED:
        return _by_units(grammar, HALVED[unit.value][0], sign * HALVED[unit.value][1], False, True)
    if number is not None and unit.value == "Y" and (match.group("half") or number == int(number) + 0.5):
        return _by_units(grammar, "M", sign * (int(number) * 12 + 6), False, True)
    if number is None or ranged or unit.value in ("S", "MIN", "H") or match.group("half") or number != int(number):
        if unit.value in ("S", "MIN", "H"):
            return Draft(type="DURATION", value=period_of(number, unit.value), confidence=LOOSE)
        return Draft(value="FUTURE_REF" if sign > 0 else "PAST_REF", refers=False)
    hedged = is_hedged(atoms, match) or bool(match.group("so"))
    if unit.value == "Y" and number == 1 and grammar.quarter is not None and not hedged:
        quarter = dates.counted(grammar.quarter.days, "Q", 4 * sign)
        if quarter is not None and quarter[:4] == (grammar.counted("Y", sign)[0]):
            return Draft(value=quarter, anchor=grammar.quarter.name, confidence=BY_TENSE, refers=False)
    day = atoms.at(match, "day") if match.re.groupindex.get("day") else None
    if day is not None:
        # "Ten years ago today" is that day.
        if day.value != "0" or unit.value not in PERIODS or grammar.base is None:
            return None
        letter, times = PERIODS[unit.value]
        found = moved(grammar.base.days.earliest, letter, int(number) * times * sign) if letter in "DWMY" else None
        return Draft(value=found.isoformat(), anchor=grammar.base.name, confidence=COUNTED) if found else None
    return _by_units(grammar, unit.value, int(number) * sign, False, hedged)


def _by_units(grammar: Grammar, unit: str, by: int, from_text: bool, hedged: bool) -> Draft:
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
    return Draft(value=value, anchor=anchor, approximate=hedged, confidence=COUNTED)


@form(r"(?P<v>v)?" + COUNT + r"-?i?-?(?P<u>[uU])(?P<so>S)?(?P<g>g)")
@form(r"(?P<v>)(?:t|a)?(?P<count>)(?P<u>u)(?P<so>)-?(?P<g>[gk])")
@form(r"(?P<v>v)?" + COUNT + r"(?P<u>[uU])(?P<so>)(?P<g>f)(?=[.,&]|$)")
@form(r"(?P<v>)t(?P<count>)(?P<u>u)(?P<so>)(?P<g>f)")
def _shifted(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "two weeks later", "a year earlier", "the day after": counted from the last date said."""
    unit, way, count = atoms.at(match, "u"), atoms.at(match, "g"), atoms.many(match, "count")
    assert unit is not None and way is not None
    number, ranged = number_of(count)
    sign = 1 if way.value == "+" else -1
    if number is None or ranged or number != int(number) or unit.value in ("S", "MIN", "H", "WE", "V"):
        if unit.value in ("V", "WE"):
            return None
        return Draft(type="DURATION", value=period_of(None if ranged else number, unit.value), confidence=LOOSE)
    by = int(number) * sign
    if atoms.letters[match.end() : match.end() + 1] == "<":
        # "two weeks later than planned" compares, and dates nothing.
        return Draft(type="DURATION", value=period_of(number, unit.value), confidence=LOOSE)
    if way.letter == "f" and _goes_on(atoms, match):
        # "the day after the vote" is counted from the vote, of which nothing is known here.
        return None if count or unit.value not in ("D", "W") else Draft(value=UNKNOWN[unit.value], refers=False)
    base = grammar.latest
    if unit.value == "Y":
        quarter = grammar.quarter
        if quarter is not None and (base is None or base.unit in ("Q", "D", "M", "Y")):
            value = dates.counted(quarter.days, "Q", 4 * by)
            if value is not None:
                return Draft(value=value, anchor=quarter.name, confidence=BY_TENSE, refers=False)
        if base is not None and base.unit in ("M", "Q", "H"):
            steps = {"M": 12, "Q": 4, "H": 2}[base.unit]
            value = dates.counted(base.days, base.unit, by * steps)
            if value is not None:
                return Draft(value=value, anchor=base.name, confidence=BY_TENSE, refers=base.unit != "Q")
    draft = _by_units(grammar, unit.value, by, way.letter != "k", is_hedged(atoms, match) or bool(match.group("so")))
    draft.confidence = BY_TENSE
    return draft


@form(r"t?(?P<u>[uw])(?P<way>f)(?P<l>l)(?![uUwMsHVncylLo])")
def _next_but_one(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the week after next", "the Friday before last"."""
    unit, way, deictic = (atoms.at(match, group) for group in ("u", "way", "l"))
    assert unit is not None and way is not None and deictic is not None
    sign = 1 if way.value == "+" else -1
    if deictic.value != f"{sign:+}" or (unit.letter == "u" and unit.value not in ("D", "W", "WE", "M", "Q", "Y")):
        return None
    if unit.letter == "u":
        value, anchor = grammar.counted(unit.value, 2 * sign)  # type: ignore[arg-type]
        return Draft(value=value, anchor=anchor, confidence=COUNTED)
    near = grammar.nearest("D", 7, int(unit.value) - 1, "FUTURE" if sign > 0 else "PAST", strict=True)
    days = dates.days_of(near) if near else None
    found = dates.counted(days, "D", 7 * sign) if days else None
    anchor = grammar.base.name if found and grammar.base else None
    return Draft(value=found or f"XXXX-WXX-{unit.value}", anchor=anchor, confidence=COUNTED)


def _led(atoms: Atoms, match: re.Match[str]) -> bool:
    """Whether a preposition leads a form."""
    first = atoms.atoms[match.start()].first
    return first > 0 and atoms.words[first - 1].xpos == "IN"


def _goes_on(atoms: Atoms, match: re.Match[str]) -> bool:
    """Whether a noun phrase or a clause follows a form, so that "after" is a preposition and not an adverb."""
    last = atoms.atoms[match.end() - 1].last
    if last >= len(atoms.words):
        return False
    return atoms.words[last].text[0].isalnum() and atoms.words[last].xpos not in ("CC", "IN", "VBD", "MD", "RB")


@form(COUNT + r"(?P<u>[uU])\.(?P<day>" + DAY + r")")
def _from_day(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "a week from Monday", "ten days from May 5": counted from the day behind it."""
    unit, number = atoms.at(match, "u"), number_of(atoms.many(match, "count"))
    leads = atoms.words[atoms.atoms[match.start("day") - 1].first].text.lower()
    inner = grammar.longest(atoms, match.start("day"), match.end("day"))
    assert unit is not None
    if inner is None or before_years().get(leads) != "from" or number[0] is None or number[1] or unit.value not in ("D", "W"):
        return None
    days, by = dates.days_of(inner[0].value), int(number[0]) * (7 if unit.value == "W" else 1)
    value = dates.counted(days, "D", by) if days else None
    return Draft(value=value or UNKNOWN["D"], anchor=inner[0].anchor if value else None, confidence=BY_TENSE)


@form(r"(?:t|a)?l?(?P<u>u)-?(?P<g>[gk])-?(?P<what>(?:(?P<o>o)-?)?u|V|(?P<n>n)U)?")
def _year_before(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the year-earlier quarter", "the year-ago period", "year-earlier profit"."""
    unit, way, number, other = atoms.at(match, "u"), atoms.at(match, "g"), atoms.at(match, "n"), atoms.at(match, "o")
    assert unit is not None and way is not None
    hyphened = atoms.letters[match.start("u") + 1] == "-"
    if unit.value != "Y" or way.value != "-" or not hyphened:
        return None
    if number is not None:
        what = atoms.many(match, "what")[-1]
        return Draft(type="DURATION", value=period_of(float(number.value), what.value), confidence=LOOSE)
    if other is not None and grammar.base is not None and int(other.value) <= 4:
        value = grammar.nearest("Q", 4, int(other.value) - 1, "PAST")
        days = dates.days_of(value) if value else None
        value = dates.counted(days, "Q", -4) if days else None
        return Draft(value=value or f"XXXX-Q{other.value}", anchor=grammar.base.name if value else None, confidence=LOOSE)
    known = grammar.quarter
    if known is not None:
        value = dates.counted(known.days, "Q", -4)
        return Draft(value=value or UNKNOWN["Q"], anchor=known.name if value else None, confidence=BY_TENSE, refers=False)
    value, anchor = grammar.counted("Y", -1)
    return Draft(value=value, anchor=anchor, confidence=LOOSE)


@form(r"t?(?P<l>l)(?P<u>[uV])(?:O?(?P<y>y)|O?(?P<l2>l)(?P<unit>u)|(?P<ago>a?[nu]*k))")
def _same_unit(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the same period last year", "the same month of 2001": the unit that the text speaks of, in another year."""
    deictic, unit, other = atoms.at(match, "l"), atoms.at(match, "u"), atoms.at(match, "unit")
    assert deictic is not None and unit is not None
    if deictic.value != "t0" or (other is not None and other.value != "Y"):
        return None
    year = year_of(grammar, atoms, match, ("y", "l2"))
    if year is None:
        ago = grammar.longest(atoms, match.start("ago"), match.end("ago"))
        if ago is None or ago[0].value[:4].isdecimal() is False:
            return None
        year = ago[0].value[:4], ago[0].anchor
    known = grammar.quarter if unit.letter == "V" else grammar.latest
    wanted = {"V": "Q"}.get(unit.letter, unit.value)
    if known is None or known.unit != wanted or wanted not in ("D", "M", "Q", "H"):
        return Draft(value=year[0], anchor=year[1], confidence=LOOSE, open=True)
    same = dates.counted(known.days, known.unit, 0) or UNKNOWN[known.unit]
    return Draft(value=f"{year[0]}{same[4:]}", anchor=year[1] or known.name, confidence=BY_TENSE, refers=False)


@form(r"t(?P<l>l)?(?P<y>y)?(?P<V>V)")
def _same_period(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "the latest period", "the 1988 period": the quarter the text speaks of, in that year."""
    deictic, year, known = atoms.at(match, "l"), atoms.at(match, "y"), grammar.quarter
    if deictic is None and year is None:
        return None
    if year is not None:
        if known is None:
            return Draft(value=year.value, confidence=LOOSE)
        value = f"{year.value}-{dates.counted(known.days, 'Q', 0) or 'XXXX-QX'}"
        return Draft(value=value[:5] + value[-2:], anchor=known.name, confidence=LOOSE, refers=False)
    assert deictic is not None
    if known is None or not deictic.value.startswith(("n", "t0", "c")):
        return None
    value = dates.counted(known.days, "Q", 0) or UNKNOWN["Q"]
    return Draft(value=value, anchor=known.name, confidence=LOOSE)


@form(r"(?:(?P<edge>t?b?B)O|(?P<g>g)I)t(?P<u>u)")
@form(r"(?P<g>)(?P<u>u)(?:P|-)?(?P<edge>B)")
@form(r"(?:(?P<edge>)(?P<g>))t(?P<full>i)?(?P<u>u)")
@form(r"(?:(?P<edge>b-)(?P<g>))(?P<u>u)")
def _the_unit(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "by the end of the year", "over the weekend", "the quarter", "later in the day": the one the text is in."""
    unit = atoms.at(match, "u")
    assert unit is not None
    edge = atoms.many(match, "edge")
    shift = atoms.at(match, "g")
    part: Part | None = None
    if edge:
        part = next(atom for atom in edge if atom.letter in "Bb").value  # type: ignore[assignment]
    elif shift is not None:
        part = "END" if shift.value == "+" else "START"
    kind, word = unit.value, atoms.words[unit.first]
    if word.xpos.startswith("NNP") and word.text[0].isupper():
        # "Person of the Year"
        return None
    if kind == "WE":
        base = grammar.base
        if base is None:
            return Draft(value=UNKNOWN["WE"], confidence=LOOSE)
        direction = grammar.direction(atoms, match)
        late = base.days.earliest.isoweekday() >= 6
        value, anchor = grammar.counted("WE", 0 if late or direction == "FUTURE" else -1)
        return Draft(value=value, anchor=anchor, confidence=BY_TENSE)
    if part is not None and kind in ("W", "M", "Q", "Y", "DE", "CE"):
        value, anchor = grammar.counted(kind, 0)  # type: ignore[arg-type]
        return Draft(value=value, anchor=anchor, part=part, confidence=COUNTED)
    if kind == "D" and shift is not None and atoms.letters[match.end("g") : match.end("g") + 1] == "I":
        # Of the day that was told of last; "the end of the day" is often none.
        told = grammar.latest is not None and grammar.latest.unit == "D"
        value, anchor = grammar.counted("D", 0, told)
        return Draft(value=value, anchor=anchor, confidence=COUNTED)
    if part is not None or kind not in ("Q", "Y"):
        return None
    if kind == "Q":
        known = grammar.quarter
        value = (dates.counted(known.days, "Q", 0) if known else None) or UNKNOWN["Q"]
        return Draft(value=value, anchor=known.name if known and "X" not in value else None, confidence=LOOSE)
    if atoms.at(match, "full") is None and not _closes(atoms, match):
        # "the year he left" is another one.
        return Draft(type="DURATION", value="P1Y", confidence=LOOSE)
    value, anchor = grammar.counted("Y", 0)
    return Draft(value=value, anchor=anchor, confidence=LOOSE)


def _closes(atoms: Atoms, match: re.Match[str]) -> bool:
    """Whether a mark or the end of the block follows a form."""
    last = atoms.atoms[match.end() - 1].last
    return last >= len(atoms.words) or not (atoms.words[last].text[0].isalnum() or atoms.words[last].text[0] in "'’-")


def _beside(grammar: Grammar, atoms: Atoms, match: re.Match[str], target: int) -> tuple[str | None, str] | None:
    """A weekday right behind a week or a day that it belongs to: "two weeks ago on Friday", "Monday to Friday"."""
    latest, before = grammar.latest, atoms.letters[match.start() - 1] if match.start() else ""
    start = atoms.words[atoms.atoms[match.start()].first].start
    if latest is None or grammar.end != grammar.told_until or not 0 <= start - grammar.end <= ADJACENT:
        return None
    if before == "N" and latest.unit == "W":
        return (latest.days.earliest + timedelta(target)).isoformat(), latest.name
    if before in ("T", "-") and latest.unit == "D" and grammar.away(latest.days) <= 7:
        return grammar.nearest("D", 7, target, "FUTURE", strict=True, base=latest), latest.name
    return None


@form(r"(?:(?P<b>b)-?|(?P<g>g))?(?:t?(?P<l>l))?(?P<w>w)(?:,?N?(?:O|,)?(?P<l2>l)(?P<u>u))?(?P<p>p)?")
@form(r"(?P<v>)(?P<b>)(?P<g>)(?P<l2>l)(?P<u>u)(?P<w>w)(?P<l>)(?P<p>p)?")
@form(r"(?:b-?)?(?P<p>p)(?P<w>w)")
def _weekday(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
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
        by, text = shift_of(week)
        found, anchor = grammar.counted("W", by, text)
        days = dates.days_of(found)
        value = (days.earliest + timedelta(target)).isoformat() if days and days.latest < date.max else None
        confidence = COUNTED
    elif deictic is not None:
        by, text = shift_of(deictic)
        if deictic.value.startswith(("c", "n")):
            return None
        if text:
            exact = grammar.latest is not None and grammar.latest.unit in ("D", "W", "WE")
            value, anchor = (grammar.told("D", 7, target, by) if exact else None) or (None, None)
        elif by == 0:
            direction = grammar.direction(atoms, match)
            days = dates.days_of(grammar.counted("W", 0)[0])
            value = (days.earliest + timedelta(target)).isoformat() if days else None
            if grammar.sure and direction == "PAST":
                # "This Sunday he crossed the river", on a Tuesday, is the last one.
                value = grammar.nearest("D", 7, target, "PAST")
        else:
            value = grammar.nearest("D", 7, target, "PAST" if by < 0 else "FUTURE", strict=True)
        confidence = COUNTED
    elif (near := _beside(grammar, atoms, match, target)) is not None:
        value, anchor = near
    else:
        value = grammar.nearest("D", 7, target, grammar.direction(atoms, match))
    draft = Draft(value=value or unknown, anchor=anchor if value else None, confidence=confidence)
    return with_daypart(atoms, match, draft)


@form(r"(?P<v>v)?(?:(?P<b>b)-?|(?P<g>g))?(?P<d>d)(?P<p>p)?")
def _day(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "yesterday", "later today", "tomorrow morning", "tonight"."""
    day = atoms.at(match, "d")
    assert day is not None
    by, _, part = day.value.partition("T")
    if by == "?":
        return _overnight(grammar, atoms, match, part)
    if by in AGES and not part and match.end() - match.start() == 1 and _of_an_age(atoms, match):
        return Draft(value=AGES[by], confidence=LOOSE, refers=False)
    value, anchor = grammar.counted("D", int(by))
    if part:
        return Draft(type="TIME", value=f"{value}T{part}", anchor=anchor, confidence=COUNTED)
    return with_daypart(atoms, match, Draft(value=value, anchor=anchor, confidence=COUNTED))


def _of_an_age(atoms: Atoms, match: re.Match[str]) -> bool:
    """Whether a noun and "of" lead the word for a day, and no "'s" follows: "the leaders of tomorrow" are of no day."""
    at = match.start()
    if atoms.letters[at - 1 : at] != "O" or atoms.letters[match.end() : match.end() + 1] == "P":
        return False
    before = atoms.words[max(0, atoms.atoms[at].first - 2)]
    return before.xpos in ("NN", "NNS") and atoms.letters[max(0, at - 2)] not in "Bb"


def _overnight(grammar: Grammar, atoms: Atoms, match: re.Match[str], part: str) -> Draft | None:
    """ "The talks broke down overnight": the night before the day of publication, or the one to come, as the verb looks. Of a
    night that a day beside it names, and of what only calls a thing sudden, nothing is said here."""
    atom = atoms.at(match, "d")
    assert atom is not None
    beside = atoms.letters[max(0, match.start() - 2) : match.start()] + "." + atoms.letters[match.end() : match.end() + 2]
    at = atoms.words[atom.first].at
    led = at is not None and grammar.parse is not None and grammar.parse.tokens[at].deprel in NOMINAL
    if led or any(letter in "dwM" for letter in beside):
        return None
    value, anchor = grammar.counted("D", 0 if grammar.direction(atoms, match) == "FUTURE" else -1)
    return Draft(type="TIME", value=f"{value}T{part}", anchor=anchor, confidence=BY_TENSE)


@form(r"(?:(?P<b>b)-?|(?P<g>g))?(?P<l>l)(?P<p>p)")
def _this_morning(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "this morning", "later that night", "the following evening"."""
    deictic, part = atoms.at(match, "l"), atoms.at(match, "p")
    assert deictic is not None and part is not None
    by, text = shift_of(deictic)
    # "The next morning" is that of the tale.
    text = text or (deictic.value == "+1" and match.start() > 0 and atoms.letters[match.start() - 1] == "t")
    value, anchor = grammar.counted("D", by, text)
    if text and _too_late(grammar, atoms, match, value):
        value, anchor = UNKNOWN["D"], None
    return Draft(type="TIME", value=f"{value}T{part.value}", anchor=anchor, confidence=COUNTED)


def _too_late(grammar: Grammar, atoms: Atoms, match: re.Match[str], value: str) -> bool:
    """Whether a day counted from the text lies ahead of publication though its verb looks back: "The rules are in force from
    10 December; they were released the same day" is of another day."""
    days = dates.days_of(value)
    if days is None or grammar.base is None or days.earliest <= grammar.base.days.latest:
        return False
    return grammar.direction(atoms, match) == "PAST" and grammar.sure


@form(r"(?P<r>r)")
@form(r"(?P<r>l)")
def _reference(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "now", "currently", "the current", "soon"."""
    atom = atoms.at(match, "r")
    assert atom is not None
    if atom.letter == "l":
        if not atom.value.startswith("c"):
            return None
        return Draft(value="PRESENT_REF", refers=False)
    if atom.value == "THEN":
        return _then(grammar, atoms, match)
    return Draft(value=atom.value, refers=False)


def _then(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> Draft | None:
    """ "Until then": the date that this sentence or the one before it told last."""
    latest, word = grammar.latest, atoms.words[atoms.atoms[match.start()].first]
    between = grammar.document.text[grammar.told_until : word.start]
    if latest is None or grammar.base is None or latest.name == grammar.base.name or not after_preposition(atoms, match):
        return None
    value = dates.counted(latest.days, latest.unit, 0) if len(STOP.findall(between)) <= 1 else None
    return Draft(value=value, anchor=latest.name, confidence=LOOSE, refers=False) if value is not None else None
