"""iCalendar: promises, plans and threats on the last day they are due (RFC 5545), for a calendar that reminds.

Those without a due day are left out: a calendar has no place for them. The moment that the format asks of every entry is that of
publication where its day is known, else the due day itself.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import BinaryIO

from sayso.show.exports.atom import DAY, identifier
from sayso.store import Promised, Record

SUFFIX = ".ics"
# RFC 5545: lines of at most 75 octets.
OCTETS = 75
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


def export(record: Record, out: BinaryIO) -> None:
    """Every commitment with a due day, those due first by date."""
    write(record.commitments(), out)


def write(commitments: Iterable[Promised], out: BinaryIO) -> None:
    """A calendar of these commitments."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sayso//promises//EN"]
    for one in commitments:
        if not DAY.fullmatch(one.due_latest or ""):
            continue
        due = date.fromisoformat(one.due_latest or "")
        told = one.published if DAY.fullmatch(one.published or "") else one.due_latest
        who, outlet, day = one.by or "not named who", one.outlet or "an unknown outlet", one.published or "date unknown"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{identifier(one.document_id, one.id)}",
            f"DTSTAMP:{(told or '').replace('-', '')}T000000Z",
            f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}",
            "SUMMARY:" + _text(f"{who}: {one.act}"),
            "DESCRIPTION:" + _text(f"{one.force}, due {one.due}, told by {outlet} ({day})"),
            f"CATEGORIES:{one.force}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    out.write("".join(map(_folded, [*lines, "END:VCALENDAR"])).encode())


def _text(words: str) -> str:
    r"""Words as a TEXT value.

    >>> _text("a;b,c\nd\\e")
    'a\\;b\\,c\\nd\\\\e'
    """
    plain = CONTROL.sub(" ", words.replace("\r\n", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line, cut into lines of at most 75 octets, no letter in two.

    >>> max(len(part.encode()) for part in _folded("é" * 100).split("\\r\\n"))
    75
    """
    found, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > OCTETS:
            found.append(" ")
            size = 1
        found[-1] += letter
        size += width
    return "\r\n".join(found) + "\r\n"
