"""PLOVER: events as JSON lines with the fields of its manual (2.0), coded as PLOVER codes them.

An act that is planned, demanded or possible is what PLOVER stores in its place: a visit to come is an AGREE, and a demand a
REQUEST by who demands (the innermost speaker; nobody in the outlet's own voice) of who should act. What PLOVER does not store is
left out: denied acts, the content of a promise or demand that is an event itself, and a second telling of an act in another
voice. `plover_told` has them all. The key `sayso` says beside it what the text tells: the act's own type, its realis, the chain,
the words' place. A date is the event's own and one day, else null: the manual asks for one, and none is made up.
"""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from sayso.core.contract import EventView, ParticipantView, ReadingView, StoredView, WhenView
from sayso.core.span import Span
from sayso.show.passages import passage
from sayso.show.terminal import chain

SUFFIX = ".jsonl"
CODEBOOK = "PLOVER 2.0"


def export_views(views: Iterable[ReadingView], out: BinaryIO) -> None:
    """Every event that PLOVER stores, one a line."""
    write(views, out, told=False)


def write(views: Iterable[ReadingView], out: BinaryIO, *, told: bool) -> None:
    """Events as PLOVER stores them, or as they are `told`."""
    for reading in views:
        for coding in codings(reading, told=told):
            out.write(msgspec.json.encode(_line(reading, coding)) + b"\n")


class Coding(msgspec.Struct, frozen=True):
    """An event with what is written of it: its type with mode and scores, and who is in which role."""

    event: EventView
    stored: StoredView
    actor: list[ParticipantView]
    recipient: list[ParticipantView]


def codings(reading: ReadingView, *, told: bool) -> Iterator[Coding]:
    """The events of a document as PLOVER stores them; `told`: all of them, by their own types."""
    said = {one.id: one.speakers for one in reading.attributions}
    kept: dict[str, StoredView] = {}
    for event in reading.events:
        if told:
            own = StoredView(event_type=event.event_type, mode=event.mode, quad=event.quad, intensity=event.intensity)
            yield Coding(event, own, event.actor, event.recipient)
        elif event.plover is not None:
            first = kept.get(event.same_as or "")
            kept[event.id] = event.plover
            if first is not None and first.event_type == event.plover.event_type:
                continue
            if event.realis == "demanded":
                yield Coding(event, event.plover, said.get(event.inside or "", []), event.actor)
            else:
                yield Coding(event, event.plover, event.actor, event.recipient)


def day(when: WhenView | None) -> str | None:
    """The one day that a time means, None where it is none or several."""
    return when.earliest if when and when.earliest == when.latest else None


def _line(reading: ReadingView, coding: Coding) -> dict[str, Any]:
    event, stored = coding.event, coding.stored
    document, place = reading.document, event.place
    around = passage(document.text, Span(event.trigger.start, event.trigger.end))
    held = next((one for one in reading.attributions if one.id == event.inside), None)
    numbers = {one.id: one for one in reading.quantities}
    tolls = {
        name: [numbers[id] for id in getattr(event, name) if id in numbers] for name in ("dead", "injured", "arrested", "size")
    }
    exact = {
        name: int(found[0].low)
        for name, found in tolls.items()
        if len(found) == 1 and found[0].low is not None and found[0].low == found[0].high and found[0].low == int(found[0].low)
    }
    where = (
        {
            "extracted_place": place.span.text,
            "resolved_place": place.city,
            "city": place.city,
            "country_code": place.country,
        }
        if place
        else None
    )
    return {
        "id": event.id,
        "date": day(event.time),
        "has_event": True,
        "actor": [_entity(reading, one) for one in coding.actor],
        "recipient": [_entity(reading, one) for one in coding.recipient],
        "event": stored.event_type,
        "mode": stored.mode,
        "context": event.context,
        "quad_code": stored.quad,
        "event_scale": stored.intensity,
        "event_text": event.trigger.text,
        "event_loc": where,
        "size": exact,
        "text": around.of(document.text),
        "text_info": {"start": around.start, "end": around.end, "text_story": document.id},
        "cite_info": {
            "url": document.url,
            "title": document.headline,
            "publication": document.outlet,
            "language": document.language,
            "coder": event.made_by,
            "codebook": CODEBOOK,
        },
        "coder": event.made_by,
        "sayso": {
            "event_type": event.event_type,
            "mode": event.mode,
            "realis": event.realis,
            "told_by": chain(reading, held) if held else document.outlet,
            "published": document.published,
            "time": event.time.edtf if event.time else None,
            "earliest": event.time.earliest if event.time else None,
            "latest": event.time.latest if event.time else None,
            "tolls": {name: [one.number.text for one in found] for name, found in tolls.items() if found},
            "start": event.trigger.start,
            "end": event.trigger.end,
            "inside": event.inside,
            "under": event.under,
            "same_as": event.same_as,
            "confidence": event.confidence,
        },
    }  # fmt: skip


def _entity(reading: ReadingView, one: ParticipantView) -> dict[str, Any]:
    known = next((actor for actor in reading.actors if actor.id == one.actor_id), None)
    words = one.mention.text if one.mention else None
    return {
        "code": one.country,
        "sector": one.sector,
        "entity_text": words or one.name,
        "identifier_id": known.identifier if known else None,
        "identifier_text": one.name,
        "office": one.office,
    }
