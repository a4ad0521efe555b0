"""What tests of several rooms share: readings made by hand, so that a test needs no model."""

import sys
from collections.abc import Callable
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

TARN = (
    "Cranes of Tarn\n\nThe harbour at Tarn will open in May, deputy works minister Anna Vell said on Monday. "
    "According to the Tarn Gazette, harbour master Otto Brandt denied that the cranes are old. "
    "“No crane fell,” officials said. He believes the fog will lift. It was reported that ferries stopped."
)
TARN_ACTORS = (
    {"name": "Anna Vell", "office": "deputy works minister", "country": "NOR", "sector": "GOV", "mentions": ["Anna Vell"]},
    {"name": "Tarn Gazette", "sector": "MED", "mentions": ["the Tarn Gazette"]},
    {"name": "Otto Brandt", "office": "harbour master", "mentions": ["Otto Brandt"]},
    {"name": "officials", "anonymous": True, "mentions": ["officials"]},
)
TARN_SAID = (
    {"source": "deputy works minister Anna Vell", "cue": "said", "content": "The harbour at Tarn will open in May", "actor": 0},
    {
        "source": "the Tarn Gazette",
        "cue": "According to",
        "content": "harbour master Otto Brandt denied that the cranes are old",
        "actor": 1,
    },
    {
        "source": "harbour master Otto Brandt",
        "cue": "denied",
        "content": "the cranes are old",
        "actor": 2,
        "inside": 1,
        "polarity": "negative",
    },
    {"source": "officials", "cue": "said.", "content": "“No crane fell,”", "actor": 3, "type": "direct"},
    {"source": "He", "cue": "believes", "content": "the fog will lift", "actor": None, "certainty": "believed"},
    {"cue": "It was reported", "content": "ferries stopped"},
)

Handmade = Callable[..., Reading]


def make(
    text: str = TARN,
    said: tuple[dict[str, Any], ...] = TARN_SAID,
    actors: tuple[dict[str, Any], ...] = TARN_ACTORS,
    made_by: str = "hand/1",
    **facts: Any,
) -> Reading:
    """A reading of `text` with these statements; words stand where `text` first has them, and a role may be a Span itself."""
    facts = {"outlet": "Northern Wire", "published": "2025-03-04", "headline": "Cranes of Tarn", "origin": "tarn.txt"} | facts
    document = Document(
        text=text, text_sha256=sha256_of(text), blocks=(Block(span=Span(0, len(text)), role="paragraph"),), **facts
    )

    def span(words: str | Span) -> Span:
        return words if isinstance(words, Span) else Span(start := text.index(words), start + len(words))

    people = [
        Actor(
            **{**actor, "mentions": tuple(map(span, actor["mentions"]))},
            id=identifier("Actor", document.id, actor["name"]),
            document_id=document.id,
        )
        for actor in actors
    ]
    attributions: list[Attribution] = []
    participants: list[Participant] = []
    for one in said:
        roles = {role: tuple(map(span, [one[role]] if role in one else [])) for role in ("source", "cue", "content")}
        attribution = Attribution(
            document_id=document.id,
            made_by=made_by,
            **roles,
            type=one.get("type", "indirect"),
            polarity=one.get("polarity", "positive"),
            certainty=one.get("certainty", "stated"),
            inside=attributions[one["inside"]].id if "inside" in one else None,
        )
        attributions.append(attribution)
        if "actor" in one:
            participants.append(
                Participant(
                    document_id=document.id,
                    datum_id=attribution.id,
                    role="source",
                    mention=roles["source"][0],
                    actor_id=None if one["actor"] is None else people[one["actor"]].id,
                    made_by=made_by,
                )
            )
    mentions = [
        Mention(document_id=document.id, made_by=made_by, span=place, head=place, form="named", type="PER", confidence=0.75)
        for actor in people
        for place in actor.mentions
    ]
    reading = Reading(document).adding(Mention, mentions).adding(Attribution, attributions)
    return (
        reading.adding(TimeExpression, ())
        .adding(Quantity, ())
        .adding(Place, ())
        .adding(Credit, ())
        .adding(Event, ())
        .adding(Commitment, ())
        .adding(Position, ())
        .adding(Wording, ())
        .adding(Actor, people)
        .adding(Participant, participants)
    )


def count_calls(function: Callable[[], object]) -> int:
    """How many functions are called while one runs, Python's and C's alike: what it does, whatever else the machine does."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return counted


@pytest.fixture(scope="session")
def calls() -> Callable[[Callable[[], object]], int]:
    """`calls(function)` counts the calls made while it runs."""
    return count_calls


@pytest.fixture(scope="session")
def handmade() -> Handmade:
    """`handmade(text, said, actors, **facts)` gives a reading; without arguments one with six statements."""
    return make
