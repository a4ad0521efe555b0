"""An article as the desk shows it: its blocks with marked text, notes in the margin, and its chains as a tree.

Each note is one datum, numbered where it is a statement, and stands beside the block that its words begin in. Which kinds are
shown is asked for; notes of other kinds are left out with their marks, never shown without words.
"""

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec
from markupsafe import Markup

from sayso.core.contract import AttributionView, CommitmentView, EventView, ParticipantView, QuotedSpan, ReadingView
from sayso.core.data import Judgement
from sayso.core.span import Span
from sayso.show.web.marks import Mark, marked
from sayso.show.web.realis import label

Kind = Literal["statements", "events", "promises", "positions", "wordings", "times", "quantities", "places"]
KINDS: tuple[Kind, ...] = ("statements", "events", "promises", "positions", "wordings", "times", "quantities", "places")
STANCES = {"favor": "+", "against": "−", "neutral": "="}
SHOWN: tuple[Kind, ...] = ("statements", "events", "promises")


class Note(msgspec.Struct, kw_only=True):
    """One datum in the margin. `parties` and `to` are who takes part, `facts` short words about it."""

    kind: Kind
    id: str
    sign: str
    words: str
    start: int
    parties: list[ParticipantView] = []
    to: list[ParticipantView] = []
    unnamed: str | None = None
    facts: list[str] = []
    realis: str | None = None
    chain: list[str] = []
    inside: str | None = None
    judgement: Judgement | None = None


class Piece(msgspec.Struct, kw_only=True):
    """One block of the article with the notes on what begins in it."""

    role: str
    html: Markup
    notes: list[Note]


class Link(msgspec.Struct, kw_only=True):
    """One statement of a tree of chains, with those it holds."""

    note: Note
    held: list["Link"]


class Article(msgspec.Struct, kw_only=True):
    """`headed` says whether a headline is among the pieces: only the first block of that role is one."""

    pieces: list[Piece]
    headed: bool
    chains: list[Link]


def article(reading: ReadingView, shown: Iterable[Kind], judgements: Iterable[Judgement], places: Iterable[Span] = ()) -> Article:
    """What the page of one article shows; `places` are places that somebody was led to, with the anchor "w-at"."""
    wanted = set(shown)
    judged = {judgement.datum_id: judgement for judgement in judgements}
    notes = [note for note in notes_of(reading) if note.kind in wanted]
    for note in notes:
        note.judgement = judged.get(note.id)
    marks = [mark for kind in KINDS if kind in wanted for mark in _MARKS[kind](reading)]
    marks += [Mark(span=span, kind="at", id="at", title="") for span in places]
    document = reading.document
    text = document.text
    blocks = [(block.role, Span(block.start, block.end)) for block in document.blocks] or [("paragraph", Span(0, len(text)))]
    starts = [span.start for _, span in blocks]
    beside: list[list[Note]] = [[] for _ in blocks]
    for note in sorted(notes, key=lambda note: (note.start, note.sign)):
        at = max((n for n, start in enumerate(starts) if start <= note.start), default=0)
        beside[at].append(note)
    anchored: set[str] = set()
    pieces: list[Piece] = []
    for n, ((role, span), found) in enumerate(zip(blocks, beside, strict=True)):
        after = starts[n + 1] if n + 1 < len(starts) else len(text)
        # what stands between blocks is white space; should it be more, it belongs to the block before
        end = after if text[span.end : after].strip() else span.end
        shown_as = "subheading" if role == "headline" and any(piece.role == "headline" for piece in pieces) else role
        pieces.append(Piece(role=shown_as, html=marked(text, Span(span.start, end), marks, anchored), notes=found))
    headed = any(piece.role == "headline" for piece in pieces)
    return Article(pieces=pieces, headed=headed, chains=_chains(notes) if "statements" in wanted else [])


def notes_of(reading: ReadingView) -> list[Note]:
    """A note on every datum of the kinds, kind by kind in text order."""
    found: list[Note] = []
    numbers = numbered(reading)
    for one in sorted(reading.attributions, key=lambda one: numbers[one.id]):
        found.append(
            Note(
                kind="statements",
                id=one.id,
                sign=str(numbers[one.id]),
                words=joined(one.content),
                start=min(span.start for span in [*one.content, *one.source, *one.cue]),
                parties=[party for party in one.speakers if party.name],
                unnamed=_unnamed(one),
                facts=_said(one),
                chain=chain(reading, one.inside, one),
                inside=one.inside,
            )
        )
    for event in reading.events:
        sign = label(event.realis)[0]
        facts = [" ".join([event.event_type, *event.mode]).lower().replace("_", " ")]
        facts += [event.time.edtf or event.time.span.text] if event.time else ["day unknown"]
        facts += [event.place.span.text] if event.place else []
        found.append(
            Note(
                kind="events",
                id=event.id,
                sign=sign,
                words=event.trigger.text,
                start=event.trigger.start,
                parties=event.actor,
                to=event.recipient,
                facts=facts,
                realis=event.realis,
                chain=chain(reading, event.inside),
                inside=event.inside,
            )
        )
    for promise in reading.commitments:
        facts = [promise.force, f"due {promise.due.edtf or promise.due.span.text}" if promise.due else "no date"]
        facts += [promise.condition.text] if promise.condition else []
        found.append(
            Note(
                kind="promises",
                id=promise.id,
                sign="⚑",
                words=promise.act.text,
                start=promise.cue.start,
                parties=promise.by,
                to=promise.to,
                facts=facts,
                chain=chain(reading, promise.inside),
                inside=promise.inside,
            )
        )
    for position in reading.positions:
        found.append(
            Note(
                kind="positions",
                id=position.id,
                sign=STANCES[position.stance],
                words=joined(position.evidence),
                start=min(span.start for span in [*position.evidence, position.target]),
                parties=position.holder,
                to=position.target_actors,
                facts=[position.stance, f"on “{position.target.text}”"],
                chain=chain(reading, position.inside),
                inside=position.inside,
            )
        )
    for wording in reading.wordings:
        facts = [wording.type.replace("_", " "), "the outlet's words" if wording.voice == "outlet" else "a source's words"]
        facts += [wording.family] if wording.family else []
        found.append(
            Note(
                kind="wordings",
                id=wording.id,
                sign="~",
                words=wording.span.text,
                start=wording.span.start,
                to=[wording.referent] if wording.referent else [],
                facts=facts,
                chain=chain(reading, wording.inside),
                inside=wording.inside,
            )
        )
    for time in reading.times:
        days = [day for day in dict.fromkeys([time.earliest, time.latest]) if day]
        found.append(
            Note(
                kind="times",
                id=time.id,
                sign="t",
                words=time.span.text,
                start=time.span.start,
                facts=[time.type.lower(), time.value, " to ".join(days) or "days unknown"],
                inside=time.inside,
            )
        )
    for quantity in reading.quantities:
        facts = [
            quantity.counted.text if quantity.counted else "",
            quantity.unit or "",
            quantity.toll or "",
            quantity.stage or "",
        ]
        facts += [f"from {quantity.low}" if quantity.low is not None else "no lower bound"]
        facts += [f"to {quantity.high}" if quantity.high is not None else "no upper bound"]
        found.append(
            Note(
                kind="quantities",
                id=quantity.id,
                sign="#",
                words=quantity.number.text,
                start=quantity.number.start,
                facts=[fact for fact in facts if fact],
                inside=quantity.inside,
            )
        )
    for place in reading.places:
        found.append(
            Note(
                kind="places",
                id=place.id,
                sign="⌖",
                words=place.span.text,
                start=place.span.start,
                facts=[fact for fact in (place.type, place.city, place.country) if fact] or ["where is unknown"],
            )
        )
    return found


def numbered(reading: ReadingView) -> dict[str, int]:
    """The number of each statement, in text order from 1."""
    ordered = sorted(reading.attributions, key=lambda one: (one.content[0].start, -one.content[-1].end, one.id))
    return {one.id: number for number, one in enumerate(ordered, 1)}


def chain(reading: ReadingView, inside: str | None, last: AttributionView | None = None) -> list[str]:
    """Through whom the outlet knows what is inside that statement, from the outlet inwards."""
    by_id = {one.id: one for one in reading.attributions}
    links: list[AttributionView] = [last] if last else []
    while inside and inside in by_id and len(links) <= 20:
        links.append(by_id[inside])
        inside = by_id[inside].inside
    return [reading.document.outlet or "outlet unknown", *(who(one) for one in reversed(links))]


def who(one: AttributionView) -> str:
    """Who speaks, by name where it is known, else in the words of the text."""
    names = "; ".join(speaker.name for speaker in one.speakers if speaker.name)
    return names or joined(one.source) or (one.carried.text if one.carried else "no source named")


def joined(spans: Iterable[QuotedSpan]) -> str:
    return " … ".join(span.text for span in spans)


def _unnamed(one: AttributionView) -> str | None:
    """What is said of a speaker who is not a known one."""
    words = joined(one.source) or (one.carried.text if one.carried else "")
    return {
        "known": None,
        "anonymous": "kept unnamed",
        "unknown": f"{words} (not known who)",
        "none": "no source named",
    }[one.speaker_status]


def _said(one: AttributionView) -> list[str]:
    facts: list[str] = [one.type]
    facts += ["denied"] if one.polarity == "negative" else []
    facts += [one.certainty] if one.certainty != "stated" else []
    facts += ["teaser"] if one.teaser else []
    facts += [f"said {one.time.edtf or one.time.span.text}"] if one.time else []
    facts += [f"in {one.place.span.text}"] if one.place else []
    return facts


def _chains(notes: list[Note]) -> list[Link]:
    """Statements that hold others, outermost first, each with what it holds."""
    links = {note.id: Link(note=note, held=[]) for note in notes if note.kind == "statements"}
    roots: list[Link] = []
    for link in links.values():
        holder = links.get(link.note.inside) if link.note.inside else None
        (holder.held if holder and holder is not link else roots).append(link)
    return [link for link in roots if link.held]


def _statement_marks(reading: ReadingView) -> list[Mark]:
    numbers = numbered(reading)
    found = []
    for one in reading.attributions:
        title = f"statement {numbers[one.id]}: {who(one)}"
        for spans, kind in ((one.content, "content"), (one.source, "source"), (one.cue, "cue")):
            for n, span in enumerate(spans):
                last = kind == "content" and n == len(spans) - 1
                found.append(_mark(span, kind, one.id, title, str(numbers[one.id]) if last else ""))
        if one.carried:
            found.append(_mark(one.carried, "source", one.id, title))
    return found


def _event_marks(reading: ReadingView) -> list[Mark]:
    found = []
    for event in reading.events:
        sign, words = label(event.realis)
        title = f"event, {words}: {event.event_type.lower()}"
        found.append(_mark(event.trigger, f"event event-{event.realis}", event.id, title, sign))
        found += [_mark(span, f"event event-{event.realis}", event.id, title) for span in event.again]
    return found


def _promise_marks(reading: ReadingView) -> list[Mark]:
    return [_mark(one.act, "promise", one.id, f"{one.force}: {one.act.text}", "⚑") for one in reading.commitments]


def _mark(span: QuotedSpan, kind: str, id: str, title: str, sign: str = "") -> Mark:
    return Mark(span=Span(span.start, span.end), kind=kind, id=id, title=title, sign=sign)


_MARKS: dict[Kind, Callable[[ReadingView], list[Mark]]] = {
    "statements": _statement_marks,
    "events": _event_marks,
    "promises": _promise_marks,
    "positions": lambda reading: [
        _mark(span, "position", one.id, f"{one.stance}: {one.target.text}", STANCES[one.stance] if n == 0 else "")
        for one in reading.positions
        for n, span in enumerate([*one.evidence, one.target])
    ],
    "wordings": lambda reading: [_mark(one.span, "wording", one.id, f"wording: {one.type}", "~") for one in reading.wordings],
    "times": lambda reading: [_mark(one.span, "time", one.id, f"time: {one.value}", "t") for one in reading.times],
    "quantities": lambda reading: [_mark(one.number, "quantity", one.id, "quantity", "#") for one in reading.quantities],
    "places": lambda reading: [_mark(one.span, "place", one.id, "place", "⌖") for one in reading.places],
}


def datum_view(
    reading: ReadingView, datum_id: str
) -> tuple[Kind, AttributionView | EventView | CommitmentView | msgspec.Struct] | None:
    """The datum of that id in the contract's form, with its kind; None when it is no kind that has a note."""
    layers: tuple[tuple[Kind, Iterable[msgspec.Struct]], ...] = (
        ("statements", reading.attributions),
        ("events", reading.events),
        ("promises", reading.commitments),
        ("positions", reading.positions),
        ("wordings", reading.wordings),
        ("times", reading.times),
        ("quantities", reading.quantities),
        ("places", reading.places),
    )
    return next(((kind, one) for kind, layer in layers for one in layer if getattr(one, "id", "") == datum_id), None)
