"""Events: the cases, read with the shipped model: what is told, of whom, when, and whether it was done."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sayso.core.data import Event, Quantity, TimeExpression
from sayso.core.reading import Reading
from sayso.pipeline import analyse
from sayso.read import document

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]


def read(text: str, published: str | None = None) -> Reading:
    found = document(text.encode("utf-8"), medium="text")
    return analyse(msgspec.structs.replace(found, published=published))


def told(reading: Reading) -> list[dict[str, Any]]:
    """Every event in the form of the cases."""
    text = reading.document.text
    events = {event.id: event for event in reading.of(Event)}
    times = {time.id: time for time in reading.of(TimeExpression)}
    numbers = {quantity.id: quantity.number.of(text) for quantity in reading.of(Quantity)}
    found = []
    for event in events.values():
        time = times[event.time] if event.time else None
        found.append(
            {
                "trigger": event.trigger.of(text), "type": event.event_type, "mode": list(event.mode), "realis": event.realis,
                "actor": sorted(span.of(text) for span in event.actor),
                "recipient": sorted(span.of(text) for span in event.recipient),
                "time": (time.edtf or time.value) if time else None,
                "place": event.place.of(text) if event.place else None,
                "under": events[event.under].trigger.of(text) if event.under else None,
                "again": [span.of(text) for span in event.again],
                **{key: [numbers[one] for one in getattr(event, key)] for key in ("dead", "injured", "arrested", "size")},
            }
        )  # fmt: skip
    return found


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["id"], marks=[] if case["expect"] == "pass" else pytest.mark.xfail(strict=True))
        for case in CASES
    ],
)
def test_case(case: dict[str, Any]) -> None:
    """As many events as the case has, with all that it says of each; what it leaves out (or null) is not asked."""
    found = told(read(case["text"], case["published"]))
    assert sorted(event["trigger"] for event in found) == sorted(event["trigger"] for event in case["events"]), found
    for wanted in case["events"]:
        got = next(event for event in found if event["trigger"] == wanted["trigger"])
        for name, value in wanted.items():
            if value is not None:
                assert got[name] == (sorted(value) if name in ("actor", "recipient") else value), (name, got)


def test_every_type_and_realis_is_there() -> None:
    events = [event for case in CASES for event in case["events"]]
    assert len(CASES) >= 250
    assert len({event["type"] for event in events}) == 16 and len({event["realis"] for event in events}) == 5


def test_a_teaser_makes_no_event() -> None:
    assert not read("The port is open.\n\nRead more: Rebels attack the port").of(Event)


def test_a_noun_of_several_types_tells_again_what_the_text_told() -> None:
    found = read("Peruvian warplanes bombed a camp on Sunday. Oslo condemned the strike.").of(Event)
    assert {event.event_type for event in found} == {"ASSAULT", "ACCUSE"}


def test_who_is_blamed_with_a_verb_for_what_was_told_did_that() -> None:
    text = "Four herders were shot dead on Monday. A colonel accused smugglers of shooting the four."
    found = [event for event in read(text).of(Event) if event.event_type == "ASSAULT"]
    assert len({event.same_as or event.id for event in found}) == 1


def test_a_charge_that_is_rejected_is_a_statement() -> None:
    assert not read("The union dismissed the charge. The mayor rejected the claim that he had lied.").of(Event)


def test_a_second_reading_finds_the_same() -> None:
    text = "Rebels attacked the port on Monday. Oman condemned the attack and urged the rebels to withdraw."
    assert read(text).of(Event) == read(text).of(Event)


def test_work_grows_with_the_text() -> None:
    paragraph = "Rebels attacked the port on Monday, and Oman urged them to withdraw from the valley.\n\n"
    short, long = (read("".join(paragraph.replace("port", f"port of {n}") for n in range(size))) for size in (5, 20))
    assert len(long.of(Event)) >= 3 * len(short.of(Event)) > 0
