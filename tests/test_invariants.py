"""What holds of every reading, whatever the text: spans, ids, order, neighbours, and changes that must change nothing."""

import random
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.core.data import Actor, Attribution, Commitment, Datum, Event, Mention, Participant, Position, Wording
from sayso.core.document import Document, Skipped
from sayso.core.errors import ReadError
from sayso.core.reading import Reading
from sayso.pipeline import analyse
from sayso.read import document, documents
from sayso.show.contract import view
from sayso.store import open_record

PIECES = [
    "“We go,” said Ana Lopes. ", "The minister denied it", "\r\n", "\n\n", "🙂", "e\u0301", "\u00a0", "سلام ", "\u200f", "‘No’ ",
    "Read more: x said y\n", "\"", "According to Reuters, he said that ", "U.S. ", "—", "7",
]  # fmt: skip


def read(text: str) -> Reading:
    return analyse(document(text.encode("utf-8"), medium="text"))


def examples() -> list[Document]:
    with as_file(files("sayso").joinpath("examples")) as folder:
        found = list(documents([str(folder)]))
    assert not [f for f in found if isinstance(f, Skipped)]
    return [f for f in found if isinstance(f, Document)]


EXAMPLES = examples()


def holds(reading: Reading) -> None:
    """Spans are in the text, ids are one each, `inside` and actors exist, chains have no ring, and JSON keeps all."""
    text = reading.document.text
    data: list[Datum] = [
        *reading.of(Mention),
        *reading.of(Attribution),
        *reading.of(Event),
        *reading.of(Commitment),
        *reading.of(Position),
        *reading.of(Wording),
    ]
    for datum in data:
        for _, span in datum.spans():
            assert span.of(text).strip(), datum
        assert msgspec.json.decode(msgspec.json.encode(datum), type=type(datum)) == datum
    assert len({d.id for d in data}) == len(data)
    by_id = {a.id: a for a in reading.of(Attribution)}
    for attribution in by_id.values():
        assert attribution.content
        at: Attribution | None = attribution
        for _ in range(len(by_id) + 1):
            at = by_id[at.inside] if at is not None and at.inside else None
        assert at is None
        assert not (attribution.source and attribution.carried)
    events = {event.id for event in reading.of(Event)}
    for event in reading.of(Event):
        assert event.inside is None or event.inside in by_id
        assert {event.under, event.same_as} - {None} <= events - {event.id}
    commitments = {commitment.id for commitment in reading.of(Commitment)}
    for commitment in reading.of(Commitment):
        assert commitment.inside is None or commitment.inside in by_id
    positions = {position.id for position in reading.of(Position)}
    for position in reading.of(Position):
        assert position.holder and position.evidence
        assert position.inside is None or position.inside in by_id
    wordings = {wording.id for wording in reading.of(Wording)}
    for wording in reading.of(Wording):
        assert wording.inside is None or (wording.inside in by_id and wording.voice == "source")
    actors = {a.id for a in reading.of(Actor)}
    for participant in reading.of(Participant):
        assert participant.datum_id in {*by_id, *events, *commitments, *positions, *wordings}
        assert participant.actor_id is None or participant.actor_id in actors
    for actor in reading.of(Actor):
        assert actor.mentions and all(span.of(text) for span in actor.mentions)
    view(reading)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_holds_of_all_holds_of_odd_texts(text: str) -> None:
    try:
        reading = read(text)
    except ReadError:
        assert not any(c.isalnum() for c in text)
        return
    holds(reading)


@pytest.mark.parametrize(
    "text",
    [
        "Minister: no deal on gas\n\nOSLO — He met the rebels on Monday and he accused them of theft, Minister Ida Vell said.",
        "The mayor left early. The council accused him of theft. Mayor Ida Vell denied it.",
        "The spokesman was angry. Rebels shot him on Monday, and he accused them of murder. Spokesman Omar Vell left.",
    ],
)
def test_whom_a_title_tells_before_the_name_does_is_an_actor_too(text: str) -> None:
    reading = read(text)
    holds(reading)
    he = [one for one in reading.of(Participant) if one.mention and one.mention.of(text).lower() in ("he", "him")]
    names = {actor.id: actor.name for actor in reading.of(Actor)}
    assert he and all(names[one.actor_id or ""].endswith("Vell") for one in he)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda d: Path(d.origin).name)
def test_examples_hold_and_are_read_alike_again(example: Document) -> None:
    first = analyse(example)
    holds(first)
    assert msgspec.json.encode(view(first)) == msgspec.json.encode(view(analyse(example)))


def test_order_of_documents_changes_nothing() -> None:
    some = EXAMPLES[:4]
    first = {d.id: msgspec.json.encode(view(analyse(d))) for d in some}
    shuffled = random.Random(3).sample(some, len(some))
    assert {d.id: msgspec.json.encode(view(analyse(d))) for d in shuffled} == first


def test_the_record_of_the_examples_verifies(tmp_path: Path) -> None:
    with open_record(tmp_path / "examples.sayso") as record:
        for example in EXAMPLES:
            assert record.add(analyse(example))
        assert list(record.verify()) == []
        assert not record.add(analyse(EXAMPLES[0]))


def said(reading: Reading) -> list[tuple[Any, ...]]:
    text = reading.document.text
    return [
        (a.type, a.polarity, *(tuple(s.of(text) for s in getattr(a, role)) for role in ("source", "cue", "content")))
        for a in reading.of(Attribution)
    ]


STORY = "Governor Mila Petrova said the dam was safe.\n\nShe denied that anyone had been warned."


def test_a_paragraph_more_changes_no_other() -> None:
    before = said(read(STORY))
    after = said(read(f"{STORY}\n\nThe river is 40 kilometres long.\n\nA census was held there in 1931."))
    assert before and after[: len(before)] == before


def test_another_name_changes_the_name_alone() -> None:
    before, after = said(read(STORY)), said(read(STORY.replace("Mila Petrova", "Ines Duarte")))
    assert [(a[0], a[1], a[3], a[4]) for a in before] == [(a[0], a[1], a[3], a[4]) for a in after]


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“"])
def test_other_quotation_marks_change_nothing_else(marks: str) -> None:
    text = f"{marks[0]}The port will open in May,{marks[-1]} said Admiral Joao Costa."
    found = said(read(text))
    assert [(a[0], a[2], a[3]) for a in found] == [("direct", ("Admiral Joao Costa",), ("said",))]


def test_cost_grows_with_the_text() -> None:
    """Twice the paragraphs give twice the attributions, so that nothing is dropped on long texts."""
    paragraph = "“We stay,” said Mayor Ida Brask of Tarn.\n\n"
    counts = [len(read(paragraph * n).of(Attribution)) for n in (20, 40)]
    assert counts[1] == 2 * counts[0] > 0
