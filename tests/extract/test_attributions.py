"""Attributions of whole sentences through the shipped model: the cases, each with what holds of all data."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sayso.core.data import Attribution
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.extract import attributions
from sayso.pipeline import analyse
from sayso.read import document

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "attributions.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]


def read(text: str) -> Reading:
    return analyse(document(text.encode("utf-8"), medium="text"))


def words(reading: Reading, attribution: Attribution, role: str) -> list[str]:
    return [span.of(reading.document.text) for span in getattr(attribution, role)]


def fits(reading: Reading, attribution: Attribution, wanted: dict[str, Any]) -> bool:
    """Whether an attribution has all that a case asks of it, `inside` and `speaker` apart."""
    if "source" in wanted and " … ".join(words(reading, attribution, "source")).rstrip(",") != wanted["source"].rstrip(","):
        return False
    if "cue" in wanted and " … ".join(words(reading, attribution, "cue")) != wanted["cue"]:
        return False
    if "content" in wanted and words(reading, attribution, "content") != wanted["content"]:
        return False
    if "speaker" in wanted:
        who = attribution.source[0] if attribution.source else attribution.carried
        if who is None or who.of(reading.document.text) != wanted["speaker"]:
            return False
    return all(getattr(attribution, name) == wanted[name] for name in ("type", "polarity", "certainty") if name in wanted)


def check(case: dict[str, Any]) -> None:
    reading = read(case["text"])
    found = list(reading.of(Attribution))
    shown = [([words(reading, a, role) for role in ("source", "cue", "content")], a.polarity, a.inside) for a in found]
    chosen: list[Attribution] = []
    for wanted in case["said"]:
        fitting = [a for a in found if a not in chosen and fits(reading, a, wanted)]
        assert fitting, f"nothing fits {wanted}: {shown}"
        chosen.append(fitting[0])
    for wanted, attribution in zip(case["said"], chosen, strict=True):
        if "inside" in wanted:
            assert attribution.inside == chosen[wanted["inside"]].id, shown
    assert len(found) == len(case["said"]), f"more than was said: {shown}"


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[pytest.mark.xfail(strict=True, reason=case["why"])] if case.get("expect") == "fail" else [])
        for case in CASES
    ],
    ids=lambda case: case["why"],
)
def test_case(case: dict[str, Any]) -> None:
    check(case)


def test_a_participle_is_not_given_the_source_of_the_frame() -> None:
    """Where the model links "noting" to the agency, the tree still says whose clause it stands in."""
    text = "According to the Oro Gazette, Anna Vell said at the fair that the harbour was safe, noting that the cranes were new."
    reading = read(text)
    parse = reading.parse
    by_cue = {parse.span(*report.cue[0]).of(text): report for report in parse.reports if report.cue}
    wrong = msgspec.structs.replace(by_cue["noting"], source=by_cue["According to"].source)
    kept = tuple(wrong if report is by_cue["noting"] else report for report in parse.reports)
    layers: dict[type, tuple[Any, ...]] = {kind: reading.of(kind) for kind in attributions.NEEDS}
    layers[Parse] = (msgspec.structs.replace(parse, reports=kept),)
    found = {a.cue[0].of(text): a for a in attributions.extract(Reading(reading.document, layers)) if a.cue}
    noting = found["noting"]
    assert not noting.source and noting.carried is not None and noting.carried.of(text) == "Anna Vell"
    assert noting.inside == found["According to"].id
