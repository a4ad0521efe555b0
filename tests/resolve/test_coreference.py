"""Chains of short texts through the shipped model, and the pieces that need no model.

A case marks who is who: `[a Kofi Asante]` and `[a he]` must be in one chain, `[a …]` and `[b …]` never; `[a+b both]` must be a
group of these two and `[<a we]` the side of a, who is in no chain with it. What is not marked is not looked at.
"""

import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.pipeline import analyse
from sayso.read import document
from sayso.resolve.coreference import Chain, chains
from sayso.resolve.names import acronym, fold, same_body, same_person

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "coreference.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]
MARK = re.compile(r"\[(<?[a-z](?:\+[a-z])*) |\]")


def unmarked(text: str) -> tuple[str, list[tuple[str, Span]]]:
    """The text without its marks, and each mark with where its words stand."""
    plain, marks, opened, at = "", [], [], 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        at = match.end()
        if match[1]:
            opened.append((match[1], len(plain)))
        else:
            name, start = opened.pop()
            marks.append((name, Span(start, len(plain))))
    return plain + text[at:], marks


def chain_of(found: tuple[Chain, ...], parse: Parse, span: Span) -> int | None:
    """The number of the chain of a span's words: of the mention that one of their roots heads, of several the nearest."""
    first, last = parse.range_of(span)
    roots = [i for i in range(first, last) if parse.tokens[i].head == i or not first <= parse.tokens[i].head < last]
    heads = [
        (mention.head not in roots, abs(mention.span.start - span.start) + abs(mention.span.end - span.end), number)
        for number, chain in enumerate(found)
        for mention in chain.mentions
        if first <= mention.head < last
    ]
    return min(heads)[2] if heads else None


def wrong(reading: Reading, marks: list[tuple[str, Span]]) -> Iterator[str]:
    """What the chains of a reading have otherwise than the marks."""
    text, found = reading.document.text, chains(reading)
    numbers = [(name, span, chain_of(found, reading.parse, span)) for name, span in marks]
    plain = [(name, span, number) for name, span, number in numbers if len(name) == 1]
    for (name, span, number), (other, place, second) in combinations(plain, 2):
        together = number is not None and number == second
        if together != (name == other):
            yield f"{span.of(text)!r} and {place.of(text)!r} {'are' if together else 'are not'} together"
    known = {name: number for name, _, number in plain}
    for name, span, number in numbers:
        if "+" in name:
            members = found[number].members if number is not None else ()
            if set(members) != {known[part] for part in name.split("+")}:
                yield f"{span.of(text)!r} has the members {members}"
        elif name.startswith("<"):
            side = found[number].side if number is not None else None
            if side is None or side != known[name[1:]] or side == number:
                yield f"{span.of(text)!r} is of the side {side}"


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[pytest.mark.xfail(strict=True, reason=case["why"])] if case.get("expect") == "fail" else [])
        for case in CASES
    ],
    ids=lambda case: case["why"],
)
def test_case(case: dict[str, Any]) -> None:
    text, marks = unmarked(case["text"])
    reading = analyse(document(text.encode("utf-8"), medium="text"))
    assert reading.document.text == text
    assert not list(wrong(reading, marks))


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 120 and len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES[::9], ids=lambda case: case["why"])
def test_what_holds_of_all_chains(case: dict[str, Any]) -> None:
    text, _ = unmarked(case["text"])
    reading = analyse(document(text.encode("utf-8"), medium="text"))
    found = chains(reading)
    mentions = [mention for chain in found for mention in chain.mentions]
    assert mentions and len({mention.span for mention in mentions}) == len(mentions)
    for chain in found:
        assert list(chain.mentions) == sorted(chain.mentions, key=lambda mention: (mention.span.start, -mention.span.end))
        assert all(0 <= number < len(found) for number in chain.members)
    for mention in mentions:
        assert mention.span.of(text).strip() and 0.0 < mention.confidence <= 1.0
        assert mention.span.covers(reading.parse.tokens[mention.head].span)
    assert chains(reading) == found


@pytest.mark.parametrize(
    ("a", "b"), [("Al-Rashdan", "Rashdan"), ("GARCÍA", "Garcia"), ("Lopes’s", "Lopes"), ("el-Khatir", "khatir")]
)
def test_names_fold_alike(a: str, b: str) -> None:
    assert fold(a) == fold(b)


def test_names_that_go_together() -> None:
    assert same_person(("shia", "sudani"), ("mohammed", "shia", "sudani"))
    assert not same_person(("ravi", "menon"), ("leela", "menon"))
    assert acronym(("nsf",), ("national", "salvation", "front")) and not acronym(("nsf",), ("national", "front"))
    assert same_body(("mehr",), ("mehr", "news", "agency")) and not same_body(("harvest", "party"), ("harvest", "front"))
