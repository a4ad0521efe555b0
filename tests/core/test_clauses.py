"""When and where an act is, by the tree: cases with the real parser."""

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.core.clauses import places_of, times_of
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.extract import times
from sayso.lexicon.clauses import clause_words
from sayso.parse import parse
from sayso.read import document

CASES = [json.loads(line) for line in Path(__file__).parent.parent.joinpath("cases", "clauses.jsonl").read_text().splitlines()]


def case(one: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=one["why"])] if one["expect"] == "fail" else []
    return pytest.param(one, id=one["why"], marks=marks)


@pytest.mark.parametrize("one", [case(one) for one in CASES])
def test_case(one: dict[str, Any]) -> None:
    article = document(("The clerk read the list aloud.\n\n" + one["text"]).encode("utf-8"), medium="text")
    reading = Reading(article).adding(Parse, (parse(article),))
    tree, said = reading.parse, tuple(times.extract(reading))
    trigger = next(i for i, token in enumerate(tree.tokens) if token.text == one["trigger"])
    found = times_of(tree, trigger, said, clause_words())
    assert {time.span.of(article.text) for time in found} == set(one["times"])
    places = places_of(tree, trigger, clause_words())
    assert [tree.span(place.first, place.last).of(article.text) for place in places] == one["places"]
