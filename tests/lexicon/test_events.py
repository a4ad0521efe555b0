"""Rows of events: every word's example is read, and tells of the act that the row says."""

import pytest

from sayso.core.data import Event
from sayso.core.reading import Reading
from sayso.lexicon.events import Trigger, triggers
from sayso.lexicon.inflections import forms
from sayso.pipeline import analyse
from sayso.read import document


def read(text: str) -> Reading:
    return analyse(document(text.encode("utf-8"), medium="text"))


@pytest.mark.parametrize(
    "row", [row for row in triggers() if row.event_type], ids=lambda row: f"{row.event_type} {' '.join(row.words)}"
)
def test_example(row: Trigger) -> None:
    """The row's word is found as an act of its type and mode that took place."""
    reading = read(row.example)
    text = reading.document.text
    heads = forms(row.words[row.head], row.pos)
    told = []
    for event in reading.of(Event):
        words = event.trigger.of(text).lower().replace("-", " - ").split() + event.trigger.of(text).lower().split()
        if event.event_type == row.event_type and set(row.mode) <= set(event.mode) and heads.intersection(words):
            told.append(event.realis)
    assert "actual" in told, [(event.trigger.of(text), event.event_type, event.mode, event.realis) for event in reading.of(Event)]
