"""POLECAT: events as tab-separated lines with the forty columns of that data set, coded as PLOVER codes them (see `plover`).

As in POLECAT's own files an unknown value is "None", several of one cell are parted by "; ", and the quad class is in words. What
sayso does not know is "None" on every line: Wikipedia pages, coordinates, GeoNames, districts and provinces. The event date is
the event's own and one day, never that of publication, which has a column of its own. Cells that a spreadsheet would run have
an apostrophe in front, as in the CSV; numbers have none.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from sayso.core.contract import EventView, ParticipantView, ReadingView
from sayso.lexicon.cow import state_numbers
from sayso.show.exports.atom import DAY
from sayso.show.exports.csv import guarded
from sayso.show.exports.plover import Coding, codings, day
from sayso.show.terminal import line

SUFFIX = ".tsv"
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name",
    "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude",
    "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
NONE = "None"


def export_views(views: Iterable[ReadingView], out: BinaryIO) -> None:
    """Every event that PLOVER stores, one a line, after a line of column names."""
    write(views, out, told=False)


def write(views: Iterable[ReadingView], out: BinaryIO, *, told: bool) -> None:
    """Events as PLOVER stores them, or as they are `told`, with a last column for their realis."""
    table = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(table, delimiter="\t", lineterminator="\n")
        writer.writerow([*COLUMNS, "Realis"] if told else COLUMNS)
        for reading in views:
            story = _story(reading)
            for coding in codings(reading, told=told):
                row = [*_coded(coding), *_placed(coding.event), *story, coding.event.made_by]
                writer.writerow([*row, coding.event.realis] if told else row)
    finally:
        table.detach()


def _coded(coding: Coding) -> Iterator[str]:
    event, stored = coding.event, coding.stored
    yield event.id
    yield day(event.time) or NONE
    yield stored.event_type
    yield _several(stored.mode)
    yield str(stored.intensity)
    yield QUADS[stored.quad]
    yield _several(event.context)
    yield from _parties(coding.actor)
    yield from _parties(coding.recipient)


def _parties(found: Sequence[ParticipantView]) -> Iterator[str]:
    """Name, country, COW number, first sector, sectors, title, words and Wikipedia page of those in one role, in one order."""
    yield _several([one.name or (one.mention.text if one.mention else None) for one in found])
    yield _several([one.country for one in found])
    yield _several([state_numbers().get(one.country or "") for one in found])
    yield _several([one.sector for one in found])
    yield _several([one.sector for one in found])
    yield _several([one.office for one in found])
    yield _several([one.mention.text if one.mention else None for one in found])
    yield NONE


def _placed(event: EventView) -> Iterator[str]:
    place = event.place
    city = _cell(place.city if place else None)
    yield from (city, city, NONE, NONE, _cell(place.country if place else None), NONE, NONE, NONE)
    yield _cell(place.span.text if place else None)
    yield _cell(place.type if place else None)


def _story(reading: ReadingView) -> list[str]:
    document, names = reading.document, {actor.id: actor.name for actor in reading.actors}

    def named(*types: str) -> str:
        mentions = [one for one in reading.mentions if one.form == "named" and one.type in types]
        found = [names.get(one.actor_id or "", one.head.text) for one in mentions]
        return _several(list(dict.fromkeys(found)))

    published = document.published if DAY.fullmatch(document.published or "") else None
    return [
        _cell(document.outlet), _cell(published), named("PER"), named("ORG"), named("GPE", "LOC", "FAC"), _cell(document.language)
    ]  # fmt: skip


def _several(values: Sequence[str | None]) -> str:
    """The values of one cell; "None" for each that is not known, and once where none is."""
    return _cell("; ".join(line(value or "").replace("; ", ", ") or NONE for value in values)) if any(values) else NONE


def _cell(value: str | None) -> str:
    """Words on one line that no spreadsheet runs."""
    return guarded(line(value or "") or NONE)
