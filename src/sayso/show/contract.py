"""The contract as seen from a reading: spans with their words, and roles with the people who fill them.

A speaker's status tells four cases apart. "known": some actor who may be named speaks; "anonymous": every actor who speaks
is one the text keeps unnamed ("officials"); "unknown": words stand for a source ("he") that the text does not let us
resolve; "none": the text names no source at all ("it was reported").
"""

from sayso.core.contents import Contents
from sayso.core.contract import (
    ActorView,
    AttributionView,
    BlockView,
    CommitmentView,
    CreditView,
    DocumentView,
    EventView,
    MentionView,
    ParticipantView,
    PlaceView,
    PositionView,
    QuantityView,
    QuotedSpan,
    ReadingView,
    StoredView,
    TimeView,
    WhenView,
    WhereView,
    WordingView,
)
from sayso.core.data import (
    Actor,
    Attribution,
    Commitment,
    Credit,
    Event,
    Mention,
    Participant,
    Place,
    Position,
    Quantity,
    SpeakerStatus,
    TimeExpression,
    Wording,
)
from sayso.core.document import Document
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.plover import intensity, plover, stored


def view(reading: Reading) -> ReadingView:
    """One reading in the form of the contract. Raises NotRead when a layer of it has not been looked for."""
    text = reading.document.text
    actors = {actor.id: actor for actor in reading.of(Actor)}
    named = {span: actor.id for actor in reading.of(Actor) for span in actor.mentions}
    times = {time.id: time for time in reading.of(TimeExpression)}
    located = {place.span: place for place in reading.of(Place)}
    roles: dict[tuple[str, str], list[Participant]] = {}
    for participant in reading.of(Participant):
        roles.setdefault((participant.datum_id, participant.role), []).append(participant)

    def quoted(span: Span) -> QuotedSpan:
        return QuotedSpan(span.start, span.end, span.of(text))

    def taking_part(participant: Participant) -> ParticipantView:
        actor = actors[participant.actor_id] if participant.actor_id else None
        return ParticipantView(
            mention=quoted(participant.mention) if participant.mention else None,
            actor_id=participant.actor_id,
            name=actor.name if actor else None,
            office=actor.office if actor else None,
            country=actor.country if actor else None,
            sector=actor.sector if actor else None,
            anonymous=actor.anonymous if actor else False,
        )

    def filling(datum_id: str, role: str) -> list[ParticipantView]:
        return [taking_part(participant) for participant in roles.get((datum_id, role), ())]

    def standing(span: Span) -> WhereView:
        place = located.get(span)
        return WhereView(
            span=quoted(span),
            id=place.id if place else None,
            type=place.type if place else None,
            country=place.country if place else None,
            city=place.city if place else None,
        )

    def dated(time_id: str | None) -> WhenView | None:
        time = times.get(time_id) if time_id else None
        if time is None:
            return None
        return WhenView(id=time.id, span=quoted(time.span), edtf=time.edtf, earliest=time.earliest, latest=time.latest)

    contents = Contents(reading.of(Attribution))

    def holding(span: Span) -> str | None:
        attribution = contents.around(span)
        return attribution.id if attribution else None

    def committed(commitment: Commitment) -> CommitmentView:
        return CommitmentView(
            id=commitment.id,
            by=filling(commitment.id, "by"),
            to=filling(commitment.id, "to"),
            cue=quoted(commitment.cue),
            act=quoted(commitment.act),
            force=commitment.force,
            due=dated(commitment.due),
            condition=quoted(commitment.condition) if commitment.condition else None,
            inside=commitment.inside,
            made_by=commitment.made_by,
            confidence=float(commitment.confidence),
        )

    def stood(position: Position) -> PositionView:
        return PositionView(
            id=position.id,
            holder=filling(position.id, "holder"),
            target=quoted(position.target),
            target_actors=[one for one in filling(position.id, "target") if one.actor_id],
            stance=position.stance,
            evidence=[quoted(span) for span in position.evidence],
            inside=position.inside,
            made_by=position.made_by,
            confidence=float(position.confidence),
        )

    def happening(event: Event) -> EventView:
        kept = stored(event.event_type, event.mode, event.realis, told=event.under is not None)
        return EventView(
            id=event.id,
            trigger=quoted(event.trigger),
            again=[quoted(span) for span in event.again],
            event_type=event.event_type,
            mode=list(event.mode),
            context=list(event.context),
            quad=plover().types[event.event_type].quad,
            intensity=intensity(event.event_type, event.mode),
            realis=event.realis,
            actor=filling(event.id, "actor"),
            recipient=filling(event.id, "recipient"),
            place=standing(event.place) if event.place else None,
            time=dated(event.time),
            dead=list(event.dead),
            injured=list(event.injured),
            arrested=list(event.arrested),
            size=list(event.size),
            inside=event.inside,
            under=event.under,
            same_as=event.same_as,
            plover=StoredView(event_type=kept.event_type, mode=list(kept.mode), quad=kept.quad, intensity=kept.intensity)
            if kept
            else None,
            made_by=event.made_by,
            confidence=float(event.confidence),
        )

    def attributed(attribution: Attribution) -> AttributionView:
        taken = filling(attribution.id, "source")
        return AttributionView(
            id=attribution.id,
            source=[quoted(span) for span in attribution.source],
            carried=quoted(attribution.carried) if attribution.carried else None,
            cue=[quoted(span) for span in attribution.cue],
            content=[quoted(span) for span in attribution.content],
            type=attribution.type,
            polarity=attribution.polarity,
            certainty=attribution.certainty,
            speakers=taken,
            speaker_status=speaker_status(attribution, taken),
            time=dated(attribution.time),
            place=standing(attribution.place) if attribution.place else None,
            inside=attribution.inside,
            teaser=attribution.teaser,
            made_by=attribution.made_by,
            confidence=float(attribution.confidence),
        )

    def worded(wording: Wording) -> WordingView:
        return WordingView(
            id=wording.id,
            span=quoted(wording.span),
            type=wording.type,
            voice=wording.voice,
            family=wording.family,
            referent=next(iter(filling(wording.id, "referent")), None),
            inside=wording.inside,
            made_by=wording.made_by,
            confidence=float(wording.confidence),
        )

    return ReadingView(
        document=_document(reading.document),
        mentions=[
            MentionView(
                id=mention.id,
                span=quoted(mention.span),
                head=quoted(mention.head),
                form=mention.form,
                type=mention.type,
                actor_id=named.get(mention.span),
                made_by=mention.made_by,
                confidence=float(mention.confidence),
            )
            for mention in reading.of(Mention)
        ],
        times=[
            TimeView(
                id=time.id,
                span=quoted(time.span),
                type=time.type,
                value=time.value,
                edtf=time.edtf,
                earliest=time.earliest,
                latest=time.latest,
                anchor=time.anchor,
                inside=holding(time.span),
                made_by=time.made_by,
                confidence=float(time.confidence),
            )
            for time in reading.of(TimeExpression)
        ],
        quantities=[
            QuantityView(
                id=quantity.id,
                number=quoted(quantity.number),
                counted=quoted(quantity.counted) if quantity.counted else None,
                low=quantity.low,
                high=quantity.high,
                unit=quantity.unit,
                toll=quantity.toll,
                stage=quantity.stage,
                inside=holding(quantity.number),
                made_by=quantity.made_by,
                confidence=float(quantity.confidence),
            )
            for quantity in reading.of(Quantity)
        ],
        places=[
            PlaceView(
                id=place.id,
                span=quoted(place.span),
                type=place.type,
                country=place.country,
                city=place.city,
                made_by=place.made_by,
                confidence=float(place.confidence),
            )
            for place in reading.of(Place)
        ],
        credits=[
            CreditView(
                id=credit.id,
                span=quoted(credit.span),
                agency=credit.agency,
                share=credit.share,
                made_by=credit.made_by,
                confidence=float(credit.confidence),
            )
            for credit in reading.of(Credit)
        ],
        attributions=[attributed(attribution) for attribution in reading.of(Attribution)],
        events=[happening(event) for event in reading.of(Event)],
        positions=[stood(position) for position in reading.of(Position)],
        commitments=[committed(commitment) for commitment in reading.of(Commitment)],
        wordings=[worded(wording) for wording in reading.of(Wording)],
        actors=[
            ActorView(
                id=actor.id,
                name=actor.name,
                office=actor.office,
                country=actor.country,
                sector=actor.sector,
                identifier=actor.identifier,
                anonymous=actor.anonymous,
                mentions=[quoted(span) for span in actor.mentions],
            )
            for actor in reading.of(Actor)
        ],
    )


def speaker_status(attribution: Attribution, speakers: list[ParticipantView]) -> SpeakerStatus:
    """Whether the text lets us know who speaks; the view `attribution` of the record's schema follows the same rule."""
    known = [speaker for speaker in speakers if speaker.actor_id]
    if known:
        return "anonymous" if all(speaker.anonymous for speaker in known) else "known"
    return "unknown" if attribution.source or attribution.carried else "none"


def _document(document: Document) -> DocumentView:
    facts = {name: getattr(document, name) for name in document.__struct_fields__ if name not in ("blocks", "notes")}
    blocks = [BlockView(role=block.role, start=block.span.start, end=block.span.end) for block in document.blocks]
    return DocumentView(**facts, blocks=blocks, notes=list(document.notes))
