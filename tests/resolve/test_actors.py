"""Speakers of whole short texts through the shipped model, and the pieces that need no model."""

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.core.data import Attribution
from sayso.pipeline import analyse
from sayso.read import document
from sayso.show.contract import view

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "speakers.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[pytest.mark.xfail(strict=True, reason=case["why"])] if case.get("expect") == "fail" else [])
        for case in CASES
    ],
    ids=lambda case: case["why"],
)
def test_case(case: dict[str, Any]) -> None:
    reading = analyse(document(case["text"].encode("utf-8"), medium="text"))
    assert reading.of(Attribution)
    said = view(reading).attributions
    for wanted in case["speakers"]:
        fitting = [a for a in said if any(span.text.startswith(wanted["content"]) for span in a.content)]
        assert fitting, [[span.text for span in a.content] for a in said]
        found = fitting[0]
        shown = (found.speaker_status, [(s.name, s.office, s.country, s.sector) for s in found.speakers])
        if "status" in wanted:
            assert found.speaker_status == wanted["status"], shown
        if "names" in wanted:
            assert [s.name for s in found.speakers] == wanted["names"], shown
        if "codes" in wanted:
            assert [[s.country, s.sector] for s in found.speakers] == wanted["codes"], shown
        for name in ("name", "office", "country", "sector"):
            if name in wanted:
                assert [getattr(s, name) for s in found.speakers] == [wanted[name]], shown


PARTIES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "parties.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[pytest.mark.xfail(strict=True, reason=case["why"])] if case.get("expect") == "fail" else [])
        for case in PARTIES
    ],
    ids=lambda case: case["why"],
)
def test_the_parties_of_an_act_are_of_their_country_and_sector(case: dict[str, Any]) -> None:
    events = view(analyse(document(case["text"].encode("utf-8"), medium="text"))).events
    event = next(one for one in events if one.trigger.text == case["trigger"])
    for role in ("actor", "recipient"):
        if role in case:
            found = [[one.country, one.sector] for one in getattr(event, role) if one.actor_id and (one.country or one.sector)]
            assert sorted(map(str, found)) == sorted(map(str, case[role])), role


def parties(text: str) -> list[tuple[str, str, str | None]]:
    """(role, name, country) of who takes part in the events of a text."""
    found = view(analyse(document(text.encode("utf-8"), medium="text"))).events
    return [
        (role, one.name or "", one.country)
        for event in found
        for role, filling in (("actor", event.actor), ("recipient", event.recipient))
        for one in filling
    ]


def test_an_office_whose_holder_stands_beside_it_is_the_holder() -> None:
    found = parties("On Friday, the acting speaker of the Kenyan parliament, Ana Vell, met the Ghanaian envoy Kofi Mensah.")
    assert {name for _, name, _ in found} == {"Ana Vell", "Kofi Mensah"}


def test_bare_nouns_share_the_state_before_the_first() -> None:
    found = parties("The envoy urged the Kenyan government and people to accept the talks.")
    assert ("recipient", "people", "KEN") in found
    assert all(name != "the" for _, name, _ in found)
