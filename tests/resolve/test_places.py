"""Places of short texts whose names are marked, [so] for a place and {so} for a facility, through the shipped parser."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sayso.core.data import Mention, MentionType
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.parse import parse
from sayso.read import document
from sayso.resolve.places import places

FILE = Path(__file__).parents[1] / "cases" / "places.jsonl"
CASES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines() if line.strip()]


def marked(text: str) -> Reading:
    """A reading of the text without its marks, with a mention at each."""
    bare, found = "", list[tuple[Span, MentionType]]()
    for part in re.split(r"(\[[^\]]+\]|\{[^}]+\})", text):
        words = part[1:-1] if part[:1] in ("[", "{") else part
        if words != part:
            name = words.removeprefix("the ")
            start = len(bare) + len(words) - len(name)
            found.append((Span(start, start + len(name)), "GPE" if part[0] == "[" else "FAC"))
        bare += words
    article = document(bare.encode("utf-8"), medium="text")
    assert article.text == bare
    mentions = [
        Mention(document_id=article.id, made_by="hand/1", span=span, head=span, form="named", type=kind) for span, kind in found
    ]
    return Reading(article).adding(Parse, (parse(article),)).adding(Mention, mentions)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["text"],
            marks=[pytest.mark.xfail(strict=True, reason=case["why"])] if case.get("expect") == "fail" else [],
        )
        for case in CASES
    ],
)
def test_cases(case: dict[str, Any]) -> None:
    reading = marked(case["text"])
    assert [[place.type, place.country, place.city] for place in places(reading)] == case["places"]


def test_an_unknown_name_of_two_parts_behind_a_noun() -> None:
    """What holds it is in the name itself, so it is settled before the names behind it are known."""
    assert [(place.type, place.country, place.city) for place in places(marked("He left the town of [Oxim, Norway]."))] == [
        ("city", "NOR", "Oxim")
    ]
