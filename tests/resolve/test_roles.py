"""Roles: country and sector of the phrases of the split dev, each a test, and what holds of any text.

The split aside is counted by benchmarks/actors.py alone, so that nobody works through its errors one by one.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.lexicon import tables
from sayso.lexicon.actors import NOT_STATES, SECTORS
from sayso.resolve.roles import Code, code, codes

CASES = [json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "actors.jsonl").read_text("utf-8").splitlines()]
COUNTRIES = (
    {row["country"] for row in tables.rows("actors.tsv")} | {row["country"] for row in tables.rows("outlets.tsv")} | NOT_STATES
)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["phrase"],
            marks=[pytest.mark.xfail(strict=True, reason=case["why"])] if case.get("expect") == "fail" else [],
        )
        for case in CASES
        if case["split"] == "dev"
    ],
)
def test_cases(case: dict[str, Any]) -> None:
    assert [[found.country, found.sector] for found in codes(case["phrase"])] == case["actors"]


def test_cases_are_told_apart_and_in_known_codes() -> None:
    phrases = [case["phrase"] for case in CASES]
    assert len(set(phrases)) == len(phrases) >= 300
    assert len({case["phrase"].casefold() for case in CASES if case["split"] == "aside"}) >= 150
    assert {country for case in CASES for country, _ in case["actors"]} <= COUNTRIES | {None}
    assert {sector for case in CASES for _, sector in case["actors"]} <= SECTORS | {None}


@pytest.mark.parametrize(
    ("phrase", "pairs"),
    [
        ("Russian and Belarusian soldiers", [("RUS", "MIL"), ("BLR", "MIL")]),
        ("US, British and French diplomats", [("USA", "GOV"), ("GBR", "GOV"), ("FRA", "GOV")]),
        ("the presidents of Iran and Iraq", [("IRN", "GOV"), ("IRQ", "GOV")]),
        ("Washington and London", [("USA", "GOV"), ("GBR", "GOV")]),
        ("Austria, Germany and Hungary", [("AUT", "GOV"), ("DEU", "GOV"), ("HUN", "GOV")]),
        ("US-Israeli forces", [("USA", "MIL"), ("ISR", "MIL")]),
        ("Trinidad and Tobago police", [("TTO", "COP")]),
        ("Peru's trade and tourism ministry", [("PER", "GOV")]),
        ("an Iranian-American journalist", [("USA", "JRN")]),
        ("police and soldiers", [(None, "COP"), (None, "MIL")]),
        ("nothing known", [(None, None)]),
    ],
)
def test_compounds(phrase: str, pairs: list[tuple[str | None, str | None]]) -> None:
    assert [(found.country, found.sector) for found in codes(phrase)] == pairs


def test_a_country_is_taken_only_where_the_phrase_names_none() -> None:
    assert code("the foreign minister", country="OMN") == Code("OMN", "GOV")
    assert code("the Iraqi foreign minister", country="OMN") == Code("IRQ", "GOV")


def test_an_opposition_and_an_office_left_are_kept_as_further_sectors() -> None:
    assert code("opposition lawmakers") == Code(None, "LEG", ("OPP",))
    assert code("former Israeli prime minister") == Code("ISR", "ELI", ("GOV",))


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert codes(text)
    assert code(text) == codes(text)[0]


WORDS = sorted({word for case in CASES for word in str(case["phrase"]).split()})


@given(st.lists(st.sampled_from([*WORDS, ",", "and", "of", "'s", "-"]), max_size=12))
def test_any_order_of_our_words_gives_known_codes(words: list[str]) -> None:
    for found in codes(" ".join(words)):
        assert found.country is None or found.country in COUNTRIES
        assert found.sector is None or found.sector in SECTORS
        assert found.sector not in found.other_sectors
