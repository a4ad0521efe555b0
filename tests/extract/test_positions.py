"""Positions: cases as data, and every word of stance found in its own example."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.positions import Stood, by_sayso, matches
from sayso import analyse
from sayso.core.data import Position
from sayso.core.document import Block, Document, sha256_of
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.tables import rows

CASES = Path(__file__).parents[1] / "cases"
DEVELOPMENT = [json.loads(line) for line in (CASES / "positions.jsonl").read_text("utf-8").splitlines()]
ASIDE = [json.loads(line) for line in (CASES / "aside" / "positions.jsonl").read_text("utf-8").splitlines()]


def read(text: str, headline: str | None = None) -> Reading:
    whole = f"{headline}\n\n{text}" if headline else text
    start = len(whole) - len(text)
    blocks = [Block(span=Span(start, len(whole)), role="paragraph")]
    if headline:
        blocks.insert(0, Block(span=Span(0, len(headline)), role="headline"))
    return analyse(Document(text=whole, text_sha256=sha256_of(whole), blocks=tuple(blocks)))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["id"], marks=[] if case["expect"] == "pass" else pytest.mark.xfail(strict=True))
        for case in DEVELOPMENT
    ],
)
def test_cases(case: dict[str, Any]) -> None:
    """Stances, and holders and targets that overlap: their edges are the parser's."""
    gold = tuple(Stood(tuple(one["holder"]), one["target"], one["stance"]) for one in case["positions"])
    found = by_sayso(case["text"])
    assert len(matches(gold, found, "all")) == len(gold) == len(found), found


def test_cases_are_many_and_kept_apart() -> None:
    assert len(DEVELOPMENT) >= 150 and len(ASIDE) >= 50
    for part in (DEVELOPMENT, ASIDE):
        assert sum(not case["positions"] for case in part) >= len(part) / 4
        assert {one["stance"] for case in part for one in case["positions"]} == {"favor", "against", "neutral"}
        assert all(one["target"] in case["text"] for case in part for one in case["positions"])
    assert not {case["text"] for case in DEVELOPMENT} & {case["text"] for case in ASIDE}


def test_every_word_of_stance_is_found_in_its_example() -> None:
    missed = []
    for table in ("en/stances.tsv", "en/stance_words.tsv"):
        for row in rows(table):
            if not row["example"]:
                continue
            target = re.search(r"\[(.*?)\]", row["example"])
            assert target is not None, row
            found = by_sayso(row["example"].replace("[", "").replace("]", ""))
            wanted = {row["stance"] or row.get("denied"), row.get("denied")} - {None, ""}
            if not any(target[1] in one.target and (not wanted or one.stance in wanted) for one in found):
                missed.append((row["phrase"], found))
    assert missed == []


def test_a_headline_has_no_position_of_its_own() -> None:
    reading = read("The minister met the king in Apia on Monday.", headline="Minister backs the dam")
    assert reading.of(Position) == ()


def test_a_position_stands_inside_the_words_that_hold_it() -> None:
    reading = read("The spokesman said Iran opposes the presence of foreign ships. Peru backs the treaty.")
    inner, outer = reading.of(Position)
    assert inner.inside is not None and outer.inside is None
    assert inner.holder[0].of(reading.document.text) == "Iran"
