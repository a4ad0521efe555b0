"""Appositions: trees made by hand, mended or left as they are."""

import pytest

from sayso.core.parse import Entity, Token
from sayso.core.span import Span
from sayso.parse.appositions import set_off

COMMA = (",", "PUNCT", ",")


def tree(*words: tuple[str, str, str, str, int]) -> list[Token]:
    """Tokens of (text, upos, xpos, relation, head)."""
    made, at = [], 0
    for i, (text, upos, xpos, deprel, head) in enumerate(words):
        made.append(
            Token(span=Span(at, at + len(text)), text=text, upos=upos, xpos=xpos, lemma=text.lower(),
                  head=i if head < 0 else head, deprel=deprel)
        )  # fmt: skip
        at += len(text) + 1
    return made


# "The envoy, Ana Lopes, said", with two subjects.
ENVOY = tree(
    ("The", "DET", "DT", "det", 1), ("envoy", "NOUN", "NN", "nsubj", 6), (*COMMA, "punct", 3),
    ("Ana", "PROPN", "NNP", "nsubj", 6),
    ("Lopes", "PROPN", "NNP", "flat", 3), (*COMMA, "punct", 3), ("said", "VERB", "VBD", "root", -1),
)  # fmt: skip
# "Ana Lopes, the envoy, said", with two subjects.
NAME = tree(
    ("Ana", "PROPN", "NNP", "nsubj", 6), ("Lopes", "PROPN", "NNP", "flat", 0), (*COMMA, "punct", 4),
    ("the", "DET", "DT", "det", 4),
    ("envoy", "NOUN", "NN", "nsubj", 6), (*COMMA, "punct", 4), ("said", "VERB", "VBD", "root", -1),
)  # fmt: skip
# "A nurse at Vale Hospital, Ana Lopes, said", the name beside the hospital.
NURSE = tree(
    ("A", "DET", "DT", "det", 1), ("nurse", "NOUN", "NN", "nsubj", 9), ("at", "ADP", "IN", "case", 4),
    ("Vale", "PROPN", "NNP", "compound", 4), ("Hospital", "PROPN", "NNP", "obl", 9), (*COMMA, "punct", 6),
    ("Ana", "PROPN", "NNP", "appos", 4), ("Lopes", "PROPN", "NNP", "flat", 6), (*COMMA, "punct", 6),
    ("said", "VERB", "VBD", "root", -1),
)  # fmt: skip


@pytest.mark.parametrize(
    ("tokens", "entities", "changed"),
    [
        (ENVOY, [Entity(first=3, last=5, type="PER")], {3: (1, "appos")}),
        (NAME, [Entity(first=0, last=2, type="PER")], {4: (0, "appos")}),
        (NURSE, [Entity(first=3, last=5, type="FAC"), Entity(first=6, last=8, type="PER")], {6: (1, "appos"), 4: (1, "nmod")}),
        (NURSE, [Entity(first=6, last=8, type="PER")], {}),
        (ENVOY, [Entity(first=3, last=5, type="ORG")], {}),
        (ENVOY, [], {}),
    ],
)
def test_names_set_off(tokens: list[Token], entities: list[Entity], changed: dict[int, tuple[int, str]]) -> None:
    found = set_off(tokens, entities)
    assert {i: (new.head, new.deprel) for i, (old, new) in enumerate(zip(tokens, found, strict=True)) if old != new} == changed
    assert set_off(found, entities) == found


def test_a_subject_farther_on_is_left() -> None:
    """The name has another verb behind it than the noun: "Ana Lopes, mayor since May, said the zone …"."""
    words = [*NAME[:3], NAME[3], *NAME[5:]]
    assert [token.deprel for token in set_off(words, [Entity(first=0, last=2, type="PER")])] == [t.deprel for t in words]
