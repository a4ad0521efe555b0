"""Wordings: cases as data, every label in its own example, every row of words as the extractor looks it up."""

import json
from pathlib import Path
from typing import Any

import pytest

from sayso import analyse
from sayso.core.data import Wording
from sayso.core.document import Block, BlockRole, Document, sha256_of
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.tables import rows
from sayso.lexicon.wordings import country_of_label, family, loaded, mark_words

CASES = [json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "wordings.jsonl").read_text("utf-8").splitlines()]


def read(text: str, role: BlockRole = "paragraph") -> Reading:
    blocks = (Block(span=Span(0, len(text)), role=role),)
    return analyse(Document(text=text, text_sha256=sha256_of(text), blocks=blocks))


def told(reading: Reading, *fields: str) -> list[dict[str, Any]]:
    """The wordings of a reading in words, with the fields that are asked for."""
    text = reading.document.text
    found = [
        {"words": one.span.of(text), "type": one.type, "voice": one.voice, "referent": one.referent and one.referent.of(text)}
        for one in reading.of(Wording)
    ]
    return [{name: one[name] for name in ("words", "type", "voice", *fields)} for one in found]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["text"][:60], marks=[pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else [])
        for case in CASES
    ],
)
def test_cases(case: dict[str, Any]) -> None:
    reading = read(case["text"])
    wanted = sorted(case["wordings"], key=lambda one: case["text"].index(one["words"]))
    found = told(reading, "referent")
    assert [{name: one[name] for name in asked} for one, asked in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted), found


def test_every_label_is_found_in_its_example() -> None:
    missed = []
    for row in rows("en/labels.tsv"):
        before, _, rest = row["example"].partition("[")
        words, _, after = rest.partition("]")
        found = read(f"{before}{words}{after}")
        text = found.document.text
        if not any(
            one.type == "label" and one.family == row["family"] and words in one.span.of(text) for one in found.of(Wording)
        ):
            missed.append(row["phrase"])
    assert missed == []


def test_every_row_is_looked_up_once() -> None:
    keys = [(row["phrase"], row["pos"]) for row in rows("en/wordings.tsv")]
    assert len(keys) == len(set(keys))
    for row in rows("en/wordings.tsv"):
        assert row["strength"] in ("strong", "weak") and row["phrase"] == row["phrase"].lower(), row
        first = row["phrase"].replace("-", " ").split()[0]
        assert any(one.type == row["type"] and one.pos == row["pos"] for one in loaded()[first]), row


def test_words_of_marks_are_there() -> None:
    for kind in ("title", "name", "gloss", "quoting", "so_called", "factive", "possible"):
        assert mark_words(kind)


def test_families_name_labels() -> None:
    labels = {row["family"] for row in rows("en/labels.tsv")}
    assert {row["phrase"] for row in rows("en/families.tsv") if row["kind"] == "family"} <= labels
    assert country_of_label("the Zionist entity") is None and country_of_label("Zionist entity") == "ISR"
    assert family(sector="REB", named=True) == family("armed group") and family(sector="REB") is None


def test_a_headline_has_capitals_and_is_read_all_the_same() -> None:
    found = told(read("Council Holds Shameful Vote in Tarn", "headline"))
    assert found == [{"words": "Shameful", "type": "charged", "voice": "outlet"}]


def test_marks_in_a_headline_are_a_quotation() -> None:
    assert told(read("Dam is 'safe', says minister", "headline")) == []


def test_what_holds_a_wording_is_named() -> None:
    reading = read("Ana Vell said the vote was shameful.")
    (wording,) = reading.of(Wording)
    assert wording.inside is not None and wording.voice == "source"
