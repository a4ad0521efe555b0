"""Rows of events: every word's example is read, and tells of the act that the row says."""

import re

import pytest

from sayso.core.data import Event, TimeExpression
from sayso.core.reading import Reading
from sayso.lexicon.events import Trigger, contexts, noun_classes, triggers
from sayso.lexicon.inflections import forms, singulars
from sayso.lexicon.plover import plover
from sayso.lexicon.tables import rows as table
from sayso.pipeline import analyse
from sayso.read import document
from sayso.syntax.realis import realis_of
from sayso.syntax.tree import Tree


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
    naming = [value for condition in row.when if condition.names for value in condition.values]
    told = []
    for event in reading.of(Event):
        words = event.trigger.of(text).lower().replace("-", " - ").split() + event.trigger.of(text).lower().split()
        bases = {base for word in words for base in singulars(word)}
        named = any(({base} | noun_classes().get(base, frozenset())) & set(naming) for base in bases)
        fits = bool(heads.intersection(words)) if not naming else named
        if event.event_type == row.event_type and set(row.mode) <= set(event.mode) and fits:
            told.append(event.realis)
    assert "actual" in told, [(event.trigger.of(text), event.event_type, event.mode, event.realis) for event in reading.of(Event)]


def test_every_context_of_plover_has_words_that_stand_in_their_examples() -> None:
    assert set(contexts().values()) == set(plover().contexts)
    for row in table("en/contexts.tsv"):
        assert forms(row["phrase"], row["pos"]) & {row["phrase"]} and row["phrase"] in row["example"], row


def test_examples_of_realis_words() -> None:
    """The act in brackets has the realis of its row, in all but the few examples that the parser takes otherwise."""
    told = [row for row in table("en/realis.tsv") if row["example"]]
    wrong = []
    for row in told:
        before, act, after = re.split(r"[\[\]]", row["example"])
        reading = read(before + act + after)
        tree = Tree(reading.parse, reading.document.text, reading.of(TimeExpression))
        at = next(k for k, token in enumerate(reading.parse.tokens) if token.span.start == len(before))
        got = realis_of(tree, at).realis
        if got != row["realis"]:
            wrong.append((row["phrase"], row["example"], got))
    assert len(wrong) <= len(told) // 50, wrong
