"""A reading with a datum of every kind, made by hand, with words that would do harm where they are not escaped."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

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
    TimeExpression,
    Wording,
)
from sayso.core.document import Block, Document, sha256_of
from sayso.core.reading import Reading
from sayso.core.span import Span, identifier

TEXT = (
    "Sailors of Tarn\n\n"
    "On 3 May 2031 the coast guard of Norland seized the trawler Ida off Tarn and held nine sailors. "
    "The envoy Ída Holm <b>said</b> Kell must free the sailors. "
    "Norland denied that its guards beat anyone. Kell will send doctors to Tarn by 9 June 2031. "
    "=Kell rejects | the `blockade` [x](javascript:alert(1)) & more."
)
URL = "https://tarn.example/a?b=1&copy=2"


def build(**facts: Any) -> Reading:
    """The reading; `facts` are the document's."""
    facts = {"outlet": "Tarn Gazette", "published": "2031-05-04", "headline": "Sailors of Tarn", "url": URL} | facts
    facts = {"origin": "/home/ida/tarn.txt", "language": "en"} | facts
    document = Document(
        text=TEXT, text_sha256=sha256_of(TEXT), blocks=(Block(span=Span(0, len(TEXT)), role="paragraph"),), **facts
    )
    made: dict[str, Any] = {"document_id": document.id, "made_by": "hand/1", "confidence": 0.5}

    def at(words: str, after: str = "") -> Span:
        start = TEXT.index(words, TEXT.index(after))
        return Span(start, start + len(words))

    def actor(name: str, words: Span, **more: Any) -> Actor:
        return Actor(id=identifier("Actor", document.id, name), document_id=document.id, name=name, mentions=(words,), **more)

    norland = actor("Norland", at("the coast guard of Norland"), country="NOR", sector="MIL", identifier="Q20")
    kell = actor("Kell", at("Kell"), country="ISL", sector="GOV")
    holm = actor("Ída Holm", at("The envoy Ída Holm"), office="envoy", sector="GOV")
    then = TimeExpression(
        **made,
        span=at("3 May 2031"),
        type="DATE",
        value="2031-05-03",
        edtf="2031-05-03",
        earliest="2031-05-03",
        latest="2031-05-03",
    )
    due = TimeExpression(
        **made,
        span=at("9 June 2031"),
        type="DATE",
        value="2031-06-09",
        edtf="2031-06-09",
        earliest="2031-06-09",
        latest="2031-06-09",
    )
    nine = Quantity(**made, number=at("nine"), counted=at("sailors"), low=Decimal(9), high=Decimal(9), toll="arrested")
    said = Attribution(
        **made,
        source=(at("The envoy Ída Holm"),),
        cue=(at("said"),),
        content=(at("Kell must free the sailors"),),
        type="indirect",
    )
    denied = Attribution(
        **made,
        source=(at("Norland", "the sailors. "),),
        cue=(at("denied"),),
        content=(at("that its guards beat anyone"),),
        type="indirect",
        polarity="negative",
    )
    seized = Event(
        **made,
        trigger=at("seized"),
        event_type="COERCE",
        mode=("seize",),
        context=("military",),
        realis="actual",
        actor=(at("the coast guard of Norland"),),
        recipient=(at("the trawler Ida"),),
        place=at("Tarn", "off "),
        time=then.id,
        arrested=(nine.id,),
    )
    free = Event(
        **made,
        trigger=at("free"),
        event_type="RETREAT",
        mode=("release",),
        realis="demanded",
        actor=(at("Kell"),),
        inside=said.id,
    )
    beat = Event(**made, trigger=at("beat"), event_type="ASSAULT", mode=("beat",), realis="negated", inside=denied.id)
    send = Event(**made, trigger=at("send"), event_type="AID", realis="planned", actor=(at("Kell", "Kell will"),))
    again = Event(**made, trigger=at("held"), event_type="COERCE", mode=("seize",), realis="actual", same_as=seized.id)
    promise = Commitment(
        **made, by=at("Kell", "Kell will"), cue=at("will"), act=at("send doctors to Tarn"), force="promise", due=due.id
    )
    stand = Position(
        **made, holder=(at("Kell", "=Kell"),), target=at("the `blockade`"), stance="against", evidence=(at("rejects"),)
    )

    def part(datum: Any, role: str, span: Span, whom: Actor | None) -> Participant:
        return Participant(
            document_id=document.id,
            datum_id=datum.id,
            role=role,
            mention=span,
            actor_id=whom.id if whom else None,
            made_by="hand/1",
        )

    layers: dict[type, tuple[Any, ...]] = {
        Mention: (Mention(**made, span=at("Ída Holm"), head=at("Ída Holm"), form="named", type="PER"),),
        TimeExpression: (then, due),
        Quantity: (nine,),
        Place: (Place(**made, span=at("Tarn", "off "), type="city", country="NOR", city="Tarn"),),
        Credit: (),
        Attribution: (said, denied),
        Event: (seized, free, beat, send, again),
        Commitment: (promise,),
        Position: (stand,),
        Wording: (Wording(**made, span=at("blockade"), type="charged", voice="outlet"),),
        Actor: (norland, kell, holm),
        Participant: (
            part(said, "source", at("The envoy Ída Holm"), holm),
            part(denied, "source", at("Norland", "the sailors. "), norland),
            part(seized, "actor", at("the coast guard of Norland"), norland),
            part(seized, "recipient", at("the trawler Ida"), None),
            part(free, "actor", at("Kell"), kell),
            part(send, "actor", at("Kell", "Kell will"), kell),
            part(promise, "by", at("Kell", "Kell will"), kell),
            part(stand, "holder", at("Kell", "=Kell"), kell),
        ),
    }
    reading = Reading(document)
    for kind, data in layers.items():
        reading = reading.adding(kind, data)
    return reading


@pytest.fixture(scope="session")
def whole() -> Callable[..., Reading]:
    """`whole(**facts)` gives the reading."""
    return build
