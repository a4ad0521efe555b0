"""Quotations: what stands between marks, of every kind, and what only looks like it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.core.span import Span
from sayso.parse.quotations import quotations


def found(text: str) -> list[str]:
    at, paragraphs = 0, []
    for line in text.split("\n"):
        paragraphs.append(Span(at, at + len(line)))
        at += len(line) + 1
    return [q.span.of(text) for q in quotations(text, paragraphs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said "no" and "never".', ['"no"', '"never"']),
        ("“One ‘two’ three,” he said.", ["“One ‘two’ three,”"]),
        ("The ministers' plan isn't new.", []),
        ("‘The ministers’ plan is dead,’ she said.", ["‘The ministers’ plan is dead,’"]),
        ("'We go,' he said, 'at dawn.'", ["'We go,'", "'at dawn.'"]),
        ("« Assez », dit-il.", ["« Assez »"]),
        ("„Genug“, sagte er.", ["„Genug“"]),
        ("In the '90s it was 5'8\" tall.", []),
        ("“It never ends.", ["“It never ends."]),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_reopened_marks_go_on() -> None:
    text = "“First part.\n“Second part,” he said.\nThird."
    paragraphs = [Span(0, 12), Span(13, 36), Span(37, 43)]
    first, second = quotations(text, paragraphs)
    assert first.goes_on and not first.closed
    assert second.closed and not second.goes_on


@given(st.lists(st.sampled_from(list("ab \n\"“”‘’'«».,")), max_size=80).map("".join))
def test_quotations_are_ordered_and_apart(text: str) -> None:
    spans = quotations(text, [Span(0, len(text))])
    assert all(a.span.end <= b.span.start for a, b in pairwise(spans))
    assert all(q.span.end <= len(text) for q in spans)
