"""The minimal pairs are well-formed, as docs/decisions/0007 says; what sayso makes of them is tested beside the extractor."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from training.corpora.happenings import MODES, REALIS

CASES = Path(__file__).parent / "cases"
PARTS = {"development": CASES / "realis.jsonl", "aside": CASES / "aside" / "realis.jsonl"}
EDTF = re.compile(r"(\d{4}|XXXX)(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?Z?)?)?)?[~?%]?(/\d{4}(-\d\d(-\d\d)?)?)?|\d{3}X")


def cases(part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in PARTS[part].read_text(encoding="utf-8").splitlines()]


def words(event: dict[str, Any]) -> list[str]:
    said = [event["trigger"], *event["actor"], *event["recipient"], event["place"], event["inside"]]
    return [word for word in said if word is not None]


@pytest.mark.parametrize("part", PARTS)
def test_every_case_is_well_formed(part: str) -> None:
    for case in cases(part):
        assert (
            {"id", "pair", "text", "published", "events"} <= set(case) <= {*("id", "pair", "text", "published", "events"), "note"}
        )
        assert case["id"].startswith(case["pair"] + "-")
        for event in case["events"]:
            assert set(event) - {"again"} == {
                *("trigger", "nth", "type", "mode", "realis", "actor", "recipient", "place", "time", "inside"),
            }, case["id"]
            assert all(word in case["text"] for word in words(event)), case["id"]
            for place in (event, *event.get("again", [])):
                assert case["text"].count(place["trigger"]) >= place["nth"] >= 1, case["id"]
            assert set(event["mode"]) <= set(MODES[event["type"]]), case["id"]
            assert event["realis"] in REALIS, case["id"]
            assert event["time"] is None or EDTF.fullmatch(event["time"]), case["id"]


@pytest.mark.parametrize("part", PARTS)
def test_ids_are_unique_and_every_pair_has_its_contrast(part: str) -> None:
    found = cases(part)
    assert len({case["id"] for case in found}) == len(found)
    pairs: dict[str, set[Any]] = {}
    for case in found:
        pairs.setdefault(case["pair"], set()).add(tuple((e["type"], e["realis"]) for e in case["events"]))
    assert not [pair for pair, told in pairs.items() if len(told) == 1 and not pair.startswith("none")]


def test_no_text_or_pair_is_in_both_parts() -> None:
    for key in ("id", "pair", "text"):
        assert not {case[key] for case in cases("development")} & {case[key] for case in cases("aside")}


@pytest.mark.parametrize(("part", "size", "per_type", "per_realis"), [("development", 420, 15, 40), ("aside", 180, 4, 15)])
def test_every_type_and_realis_is_there(part: str, size: int, per_type: int, per_realis: int) -> None:
    found = cases(part)
    types = Counter(event["type"] for case in found for event in case["events"])
    realis = Counter(event["realis"] for case in found for event in case["events"])
    assert len(found) >= size
    assert set(types) == set(MODES) and min(types.values()) >= per_type
    assert set(realis) == set(REALIS) and min(realis.values()) >= per_realis
    assert sum(not case["events"] for case in found) >= 15
