"""Quantities: texts with what they count, changes that must change nothing, and what holds of any text."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core.data import Quantity
from sayso.core.document import Block, Document, sha256_of
from sayso.core.parse import Parse, Sentence, Token
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.extract import quantities
from sayso.parse import parse
from sayso.parse.tokens import tokens
from sayso.read import document

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "quantities.jsonl").read_text(encoding="utf-8").splitlines()
]
TAGS = ["CD", "NN", "NNS", "NNP", "JJ", "IN", "DT", "VBD", "VBN", "CC", "POS", "HYPH", "PRP", ",", "."]
PIECES = [
    "17", "2,500", "1 500", "0", "007", "9/11", "2-1", "20-30", "$", "€4bn", "300m", "12.5%", "seventeen", "two dozen", "dozens",
    "half", "a", "million", "hundreds", "hundred", "trillion", "third", "of", "one", "in", "five", "between", "and", "from", "to",
    "at least", "more than", "about", "people", "March", "aged", "No.", "pm", "days", "km", "toll", "rose", "was", "dead", "more",
    "-", "–", "+", ",", ".", "(", ")", "“", "🙂", "سلام", "١٢", "9" * 40, "999,999,999,999,999,999,999", "several", "the", "\n\n",
]  # fmt: skip


def read(text: str) -> Reading:
    article = document(text.encode("utf-8"), medium="text")
    return Reading(article).adding(Parse, (parse(article),))


def tagged(text: str, tags: list[str]) -> Reading:
    """A reading whose tags are given, one after the other and round again, in sentences of 40 tokens: no model is asked."""
    block = Block(span=Span(0, len(text)), role="paragraph")
    article = Document(text=text, text_sha256=sha256_of(text), blocks=(block,))
    words = [
        Token(span=span, text=span.of(text), upos="X", xpos=tags[i % len(tags)], lemma=span.of(text), head=i, deprel="dep")
        for i, span in enumerate(tokens(text))
    ]
    sentences = [Sentence(first=at, last=min(at + 40, len(words)), paragraph=0) for at in range(0, len(words), 40)]
    return Reading(article).adding(Parse, (Parse(tokens=tuple(words), sentences=tuple(sentences), entities=(), reports=()),))


def shown(reading: Reading) -> list[dict[str, str | None]]:
    text = reading.document.text
    return [
        {
            "number": q.number.of(text),
            "counted": q.counted.of(text) if q.counted else None,
            "low": None if q.low is None else str(q.low),
            "high": None if q.high is None else str(q.high),
            "unit": q.unit,
        }
        for q in quantities.extract(reading)
    ]


def holds(reading: Reading) -> None:
    """Spans are in the text and apart, low is not above high, JSON keeps all, and a second run finds the same."""
    text = reading.document.text
    found = list(quantities.extract(reading))
    at = 0
    for quantity in found:
        assert quantity.number.of(text).strip()
        assert quantity.number.start >= at, "two numbers share characters"
        at = quantity.number.end
        assert quantity.counted is None or quantity.counted.of(text).strip()
        assert quantity.counted is None or not quantity.counted.meets(quantity.number)
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        assert msgspec.json.decode(msgspec.json.encode(quantity), type=Quantity) == quantity
    assert len({q.id for q in found}) == len(found)
    assert list(quantities.extract(reading)) == found


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[pytest.mark.xfail(strict=True, reason=case["why"])] if case["expect"] == "fail" else [])
        for case in CASES
    ],
    ids=lambda case: case["why"],
)
def test_case(case: dict[str, Any]) -> None:
    reading = read(case["text"])
    holds(reading)
    assert shown(reading) == case["found"]


def test_cases_are_many_and_different() -> None:
    assert len(CASES) >= 150
    assert len({case["why"] for case in CASES}) == len({case["text"] for case in CASES}) == len(CASES)


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.lists(st.sampled_from(TAGS), min_size=1, max_size=7))
@settings(max_examples=400, deadline=None)
def test_what_holds_of_all_holds_of_odd_texts(pieces: list[str], tags: list[str]) -> None:
    holds(tagged(" ".join(pieces), tags))


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
@settings(max_examples=200, deadline=None)
def test_no_text_without_spaces_raises(text: str) -> None:
    holds(tagged(text, ["CD", "NNS"]))


@given(st.integers(min_value=1, max_value=10**9), st.sampled_from(["{:d}", "{:,}"]))
@settings(max_examples=100, deadline=None)
def test_any_number_of_digits_is_read_as_written(value: int, form: str) -> None:
    found = list(
        quantities.extract(tagged(f"They freed at least {form.format(value)} boats", ["PRP", "VBD", "IN", "JJS", "CD", "NNS"]))
    )
    assert [(q.low, q.high) for q in found] == [(Decimal(value), None)]


@pytest.mark.parametrize("ones", ["", "-one", "-nine"])
@pytest.mark.parametrize("tens", ["twenty", "fifty", "ninety"])
def test_number_words_are_their_digits(tens: str, ones: str) -> None:
    value = {"twenty": 20, "fifty": 50, "ninety": 90}[tens] + {"": 0, "-one": 1, "-nine": 9}[ones]
    found = list(quantities.extract(tagged(f"two hundred and {tens}{ones} boats", ["CD"])))
    assert [(q.low, q.high) for q in found] == [(Decimal(200 + value), Decimal(200 + value))]


@pytest.mark.parametrize("gap", [" ", "\u00a0", "\u202f", ","])
def test_the_separator_changes_no_value(gap: str) -> None:
    found = list(quantities.extract(tagged(f"They hold 12{gap}500 boats", ["PRP", "VBP", "CD", "NNS"])))
    assert [q.low for q in found] == [Decimal(12500)]


def test_another_noun_changes_the_noun_alone() -> None:
    before, after = (shown(read(f"Rebels freed at least 12 {noun} near the dam."))[0] for noun in ("soldiers", "nurses"))
    assert before["counted"] == "soldiers" and after["counted"] == "nurses"
    assert {**before, "counted": None} == {**after, "counted": None}


def test_a_maker_is_named_and_numbers_are_decimal() -> None:
    found = next(iter(quantities.extract(read("They hold 2.5 million barrels of oil."))))
    assert (found.made_by, found.low, type(found.low)) == ("quantities.rules/3", Decimal(2500000), Decimal)


@pytest.mark.parametrize(
    "piece", ["1 500 ", "20-", "a hundred and ", "dozens of ", "two and a half ", "from 4 to ", "at least ", "Articles 5 and "]
)
def test_work_grows_with_the_text(piece: str, calls: Callable[[Callable[[], object]], int]) -> None:
    """Four times the text takes no more than five times the calls, in the worst of texts for the grammar."""
    texts = [tagged(piece * times, ["CD", "NNS", "IN"]) for times in (100, 400)]
    few, many = (calls(lambda text=text: list(quantities.extract(text))) for text in texts)
    assert many < 5 * few + 100


TOLLS = [
    json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "tolls.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["why"], marks=[pytest.mark.xfail(strict=True)] if case["expect"] == "fail" else [])
        for case in TOLLS
    ],
)
def test_tolls_and_stages(case: dict[str, Any]) -> None:
    reading = read("The clerk read the list aloud.\n\n" + case["text"])
    found = [[q.number.of(reading.document.text), q.toll, q.stage] for q in quantities.extract(reading)]
    assert found == case["found"]
