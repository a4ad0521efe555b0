"""The contract: spans with their words, and the people in their places."""

import msgspec
import pytest

from sayso.core.contract import ReadingView
from sayso.core.data import Attribution
from sayso.core.errors import NotRead
from sayso.core.reading import Reading
from sayso.show.contract import view


def test_roles_are_resolved_in_place(handmade):
    vell, gazette, brandt, officials, he, reported = view(handmade()).attributions
    (speaker,) = vell.speakers
    assert (speaker.name, speaker.office, speaker.country, speaker.mention.text) == (
        "Anna Vell", "deputy works minister", "NOR", "deputy works minister Anna Vell",
    )  # fmt: skip
    assert brandt.inside == gazette.id and brandt.polarity == "negative"
    assert (he.speakers[0].actor_id, he.speakers[0].name, he.speakers[0].mention.text) == (None, None, "He")
    assert [one.speaker_status for one in (vell, officials, he, reported)] == ["known", "anonymous", "unknown", "none"]
    assert reported.speakers == [] and officials.speakers[0].anonymous


def test_a_source_without_a_participant_is_unknown_and_not_none(handmade):
    reading = handmade(said=({"source": "He", "cue": "believes", "content": "the fog will lift"},), actors=())
    carried = msgspec.structs.replace(reading.of(Attribution)[0], source=(), carried=reading.of(Attribution)[0].source[0])
    bare = {kind: reading.of(kind) for kind in reading.kinds}
    for one in (reading, Reading(reading.document, bare | {Attribution: (carried,)})):
        assert view(one).attributions[0].speaker_status == "unknown"


def test_a_mention_names_its_actor(handmade):
    seen = view(handmade())
    by_id = {actor.id: actor.name for actor in seen.actors}
    assert [(mention.span.text, by_id[mention.actor_id]) for mention in seen.mentions][:2] == [
        ("Anna Vell", "Anna Vell"), ("the Tarn Gazette", "Tarn Gazette"),
    ]  # fmt: skip


def test_every_span_has_its_words_and_survives_json(handmade):
    seen = view(handmade())
    assert msgspec.json.decode(msgspec.json.encode(seen), type=ReadingView) == seen

    def check(value):
        if isinstance(value, dict) and value.keys() == {"start", "end", "text"}:
            assert seen.document.text[value["start"] : value["end"]] == value["text"]
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(inner)

    check(msgspec.to_builtins(seen))


def test_a_layer_that_is_missing_is_not_shown_as_empty(handmade):
    with pytest.raises(NotRead):
        view(Reading(handmade().document))
