"""Publication facts as the text states them: headline, byline, dateline, outlet, dates.

They are read from blocks, so from what the text shows its readers. A date counts only with its year: the dateline
"NAIROBI, March 4" says no year, and none is put in. A bare date above the article is when it was published; a date
after "Updated" is when it was modified, and says nothing of when it was published.
Known misses: 05/03/2025, where day and month cannot be told apart; dates spelled in words.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache

import msgspec

from sayso.core.document import Block
from sayso.core.errors import ReadError
from sayso.lexicon.layout import of_kind
from sayso.read import roles

_ISO = re.compile(r"(?<!\d)(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?!\d)")
_SLASHED = re.compile(r"(?<![\d/.])(?P<a>[0-9]{1,2})[/.](?P<b>[0-9]{1,2})[/.](?P<year>[0-9]{4})(?![\d/.])")
_GIVEN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_CLOCK = re.compile(r"[T ]\d{2}(?::?\d{2}){0,2}(?:[.,]\d{1,9})?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?")

# Texts of before this year are rare enough that the date may be a slip.
OLDEST = 1900


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a text's publication; None where nothing says so. Dates are EDTF."""

    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None

    def over(self, other: "Facts") -> "Facts":
        """These facts, with the other's where these are silent."""
        mine, theirs = msgspec.structs.asdict(self), msgspec.structs.asdict(other)
        return Facts(**{name: theirs[name] if mine[name] is None else mine[name] for name in mine})


class StatedDate(msgspec.Struct, frozen=True):
    """A date with its year, as EDTF, and where in the words it starts."""

    edtf: str
    start: int


def given_date(value: str) -> str:
    """The EDTF date of YYYY, YYYY-MM, YYYY-MM-DD or an ISO datetime, of which the date is kept as written.

    Raises ReadError for anything else.

    >>> given_date("2031-03"), given_date("2031-03-04T23:30:00-05:00")
    ('2031-03', '2031-03-04')
    """
    words = value.strip()
    found = _GIVEN.match(words)
    if found is not None:
        rest = words[found.end() :]
        clock = found["day"] is not None and _CLOCK.fullmatch(rest) is not None
        edtf = _edtf(found["year"], found["month"], found["day"])
        if edtf is not None and (not rest or clock):
            return edtf
    raise ReadError(f"published {value!r} is no date: give YYYY, YYYY-MM, YYYY-MM-DD or an ISO datetime")


def stated_dates(words: str) -> Iterator[StatedDate]:
    """The dates with a year in these words, in order: "5 March 2031", "March 5, 2031", "2031-03-05", "March 2031".

    >>> [found.edtf for found in stated_dates("Updated 6 March 2031, first published on March 5, 2031")]
    ['2031-03-06', '2031-03-05']
    """
    found = [*_numeric_dates(words), *_named_dates(words)]
    yield from sorted(found, key=lambda stated: stated.start)


def _numeric_dates(words: str) -> Iterator[StatedDate]:
    for match in _ISO.finditer(words):
        edtf = _edtf(match["year"], match["month"], match["day"])
        if edtf is not None:
            yield StatedDate(edtf, match.start())
    for match in _SLASHED.finditer(words):
        a, b = int(match["a"]), int(match["b"])
        # Only where one of the two can be no month, or both are the same, do we know which is the month.
        if a > 12 >= b or a == b:
            edtf = _edtf(match["year"], f"{b:02}", f"{a:02}")
        elif b > 12 >= a:
            edtf = _edtf(match["year"], f"{a:02}", f"{b:02}")
        else:
            continue
        if edtf is not None:
            yield StatedDate(edtf, match.start())


@cache
def _named() -> re.Pattern[str]:
    """Day month year, month day year, month year; the names of the months are the lexicon's."""
    month = "|".join(map(re.escape, of_kind("month")))
    day, year = r"[0-9]{1,2}(?:[a-z]{2})?", r"[0-9]{4}(?!\d)"
    return re.compile(
        rf"(?<!\w)(?:(?P<d1>{day})(?:\s[a-z]{{2}})?[\s.-]{{1,3}}(?P<m1>{month})\b[\s.,-]{{1,3}}(?P<y1>{year})"
        rf"|(?P<m2>{month})\b[\s.]{{1,3}}(?P<d2>{day})[\s,]{{1,3}}(?P<y2>{year})"
        rf"|(?P<m3>{month})\b[\s.,]{{1,3}}(?P<y3>{year}))",
        re.IGNORECASE,
    )


def _named_dates(words: str) -> Iterator[StatedDate]:
    for match in _named().finditer(words):
        month = of_kind("month")[(match["m1"] or match["m2"] or match["m3"]).casefold()].value
        day = "".join(c for c in match["d1"] or match["d2"] or "" if c.isdecimal())
        edtf = _edtf(match["y1"] or match["y2"] or match["y3"], month, day.zfill(2) if day else None)
        if edtf is not None:
            yield StatedDate(edtf, match.start())


def _edtf(year: str, month: str | None, day: str | None) -> str | None:
    """The parts as an EDTF date, or None when there is no such day."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part is not None)


def value_date(value: str) -> str | None:
    """The date in a metadata value, as it is written, or None."""
    try:
        return given_date(value)
    except ReadError:
        return next((stated.edtf for stated in stated_dates(value[: roles.PHRASED])), None)


def disagreement(dates: list[tuple[str, str]]) -> tuple[str, ...]:
    """A note when the dates that (place, value) pairs give are different days and not the same moment; the first was taken."""
    if not dates:
        return ()
    place, taken = dates[0]
    for other, value in dates[1:]:
        days = (value_date(taken) or "", value_date(value) or "")
        apart = not (days[0].startswith(days[1]) or days[1].startswith(days[0]))
        if apart and (_moment(taken) is None or _moment(taken) != _moment(value)):
            return (f"published {days[0]} by its {place} but {days[1]} by its {other}: the first was taken",)
    return ()


def doubts(facts: Facts) -> tuple[str, ...]:
    """Notes on dates that can hardly be right, or not together; they are taken as they stand.

    >>> doubts(Facts(published="2031-03-04", modified="2031-03-01"))
    ('modified 2031-03-01, before it was published 2031-03-04: both were taken as they stand',)
    """
    found, published = [], facts.published or ""
    if published and int(published[:4]) < OLDEST:
        found.append(f"published {published}, before {OLDEST}: taken as it stands")
    if facts.modified and facts.modified[: len(published)] < published[: len(facts.modified)]:
        found.append(f"modified {facts.modified}, before it was published {published}: both were taken as they stand")
    for filed in sorted({stated.edtf for stated in stated_dates(facts.dateline or "")}):
        years = int(filed[:4]) - int(published[:4] or filed[:4])
        if years < -1 or filed[: len(published)] > published[: len(filed)] != "":
            found.append(f"published {published} but dated {filed} in its dateline: the first was taken")
    return tuple(found)


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def facts(text: str, blocks: Sequence[Block]) -> Facts:
    """What the text's own blocks say of its publication.

    `outlet` is the marker a text opens with, or else the agency in its dateline: the caller asks here last.
    """
    headline = byline = dateline = outlet = agency = published = modified = filed = None
    bare: list[str] = []
    paragraphs = 0
    for i, block in enumerate(blocks):
        if block.role == "paragraph":
            paragraphs += 1
            continue
        if block.span.end - block.span.start > roles.PHRASED:
            continue
        line = " ".join(block.span.of(text).split())
        if block.role == "headline":
            headline = headline or line
        elif block.role == "byline":
            signed = _without_label(line)
            if signed is None:
                bare.append(line)
            byline = byline or signed
            published = published or _labelled(line, "published", bare=False)
        elif block.role == "dateline" and (dateline is None and outlet is None):
            prose = text[block.span.end : blocks[i + 1].span.start + roles.OPENING] if i + 1 < len(blocks) else ""
            opening = roles.opening_of(block.span.of(text) + prose, first=paragraphs == 0, colon=True)
            dateline = (opening.dateline if opening is not None else line) or None
            outlet = opening.outlet if opening is not None else None
            agency = opening.agency if opening is not None else None
            filed = next((stated.edtf for stated in stated_dates(dateline or "")), None)
        elif block.role == "timestamp":
            published = published or _labelled(line, "published", bare=paragraphs < 2)
            modified = modified or _labelled(line, "modified", bare=False)
    # "The Free Port" beside "By Ana Silva" is who publishes; alone, a bare name is the writer's unless it is an outlet's.
    names = [name for name in bare if byline is not None or roles.is_outlet(name)]
    byline = byline or next((name for name in bare if name not in names), None)
    outlet = outlet or next(iter(names), None)
    return Facts(
        headline=headline,
        byline=byline,
        dateline=dateline,
        outlet=outlet or agency,
        published=published or filed,
        modified=modified,
    )


def is_filing_date(facts: Facts) -> bool:
    """Whether the published date is only the one in the dateline, which is when the text was written."""
    return facts.published is not None and facts.published in {stated.edtf for stated in stated_dates(facts.dateline or "")}


def _without_label(line: str) -> str | None:
    """A byline's names: what follows "By"; None when a line has no such label."""
    phrase = roles.phrase_of(line)
    if phrase is None or phrase.role != "byline":
        return None
    return line.lstrip("-–—([ ")[len(phrase.phrase) :].strip(" :)]") if phrase.kind == "prefix" else line


def _labelled(line: str, label: str, *, bare: bool) -> str | None:
    """The first date in the line that stands after a label with this meaning, or after none when `bare`."""
    plain = line.casefold()
    labels = sorted(
        (plain.find(word), phrase.value)
        for word, phrase in of_kind("prefix").items()
        if phrase.role == "timestamp" and word in plain
    )
    for stated in stated_dates(line):
        value = next((value for at, value in reversed(labels) if at < stated.start), None)
        if value == label or (value is None and bare):
            return stated.edtf
    return None
