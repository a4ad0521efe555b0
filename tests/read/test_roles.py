"""Every case of cases/layout.jsonl: a stretch with its role, and the facts the text states."""

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.read import published, text

CASES = [json.loads(line) for line in (Path(__file__).parents[1] / "cases/layout.jsonl").read_text("utf-8").splitlines()]


def _marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["why"])] if case["expect"] == "fail" else []
    return pytest.param(case, marks=marks, id=f"{case['role']}: {case['words'][:40]}")


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    blocks = text.blocks(case["text"])
    found = [(block.role, block.span.of(case["text"])) for block in blocks]
    assert (case["role"], case["words"]) in found
    facts = published.facts(case["text"], blocks)
    assert {name: getattr(facts, name) for name in case["facts"]} == case["facts"]
