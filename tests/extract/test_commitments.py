"""Commitments: cases as data, and every binding word of the lexicon found in its own example."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sayso import analyse
from sayso.core.data import Commitment, TimeExpression
from sayso.core.document import Block, Document, sha256_of
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.tables import rows

CASES = [json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "commitments.jsonl").read_text("utf-8").splitlines()]


def read(text: str, published: str | None = None) -> Reading:
    blocks = (Block(span=Span(0, len(text)), role="paragraph"),)
    return analyse(Document(text=text, text_sha256=sha256_of(text), blocks=blocks, published=published))


def told(reading: Reading) -> list[dict[str, str]]:
    """The commitments of a reading in words, without what is empty."""
    text = reading.document.text
    times = {time.id: time.edtf for time in reading.of(TimeExpression)}
    found = []
    for one in reading.of(Commitment):
        row: dict[str, Any] = {
            "by": one.by and one.by.of(text), "to": one.to and one.to.of(text), "act": one.act.of(text), "force": one.force,
            "due": one.due and times[one.due], "condition": one.condition and one.condition.of(text),
        }  # fmt: skip
        found.append({name: value for name, value in row.items() if value})
    return found


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["why"], marks=[pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else [])
        for case in CASES
    ],
)
def test_cases(case: dict[str, Any]) -> None:
    assert told(read(case["text"], case.get("published"))) == case["commitments"]


def test_every_binding_word_is_found_in_its_example() -> None:
    missed = []
    for row in rows("en/promises.tsv"):
        if not row["example"]:
            continue
        act = re.search(r"\[(.*?)\]", row["example"])
        assert act is not None, row
        found = told(read(row["example"].replace("[", "").replace("]", "")))
        if not any(act[1] in one["act"] for one in found):
            missed.append(row["phrase"])
    assert missed == []
