"""Frames behind what is said and phrases that the tree has elsewhere: through the shipped model, and on trees made by hand."""

import pytest

from sayso.core.parse import Parse, Report, Sentence, Token
from sayso.core.span import Span
from sayso.parse import parse
from sayso.parse.frames import above
from sayso.parse.phrases import arguments
from sayso.read import document


def made(*words: tuple[str, str, str, int, str]) -> list[Token]:
    """Tokens of (word, UPOS, XPOS, head, relation)."""
    found, at = [], 0
    for text, upos, xpos, head, relation in words:
        span = Span(at, at + len(text))
        found.append(Token(span=span, text=text, upos=upos, xpos=xpos, lemma=text.lower(), head=head, deprel=relation))
        at += len(text) + 1
    return found


FRAMED = (
    ("Boats", "NOUN", "NNS", 1, "nsubj"),
    ("sank", "VERB", "VBD", 1, "root"),
    (",", "PUNCT", ",", 1, "punct"),
    ("police", "NOUN", "NNS", 4, "nsubj"),
    ("said", "VERB", "VBD", 1, "parataxis"),
    ("today", "NOUN", "NN", 1, "obl"),
)


def test_a_frame_goes_above_what_it_says() -> None:
    report = Report(source=((3, 4),), cue=((4, 5),), content=(), depth=0, score=1.0)
    words, (found,) = above(made(*FRAMED), [Sentence(first=0, last=6, paragraph=0)], [report])
    assert [(word.head, word.deprel) for word in words][1:6] == [
        (4, "ccomp"),
        (1, "punct"),
        (4, "nsubj"),
        (4, "root"),
        (4, "obl"),
    ]
    assert found.content == ((0, 2),)


def test_a_joined_clause_is_no_frame() -> None:
    words = made(
        *FRAMED[:3], ("and", "CCONJ", "CC", 5, "cc"), ("police", "NOUN", "NNS", 5, "nsubj"), ("said", "VERB", "VBD", 1, "conj")
    )
    report = Report(source=((4, 5),), cue=((5, 6),), content=(), depth=0, score=1.0)
    assert above(words, [Sentence(first=0, last=6, paragraph=0)], [report]) == (words, [report])


@pytest.mark.parametrize(
    ("words", "at", "relation"),
    [
        ([("pleaded", "VERB", "VBD", 0, "root"), ("for", "ADP", "IN", 2, "case"), ("calm", "NOUN", "NN", 0, "xcomp")], 2, "obl"),
        (
            [("ruled", "VERB", "VBD", 0, "root"), ("out", "ADP", "RP", 0, "compound:prt"), ("talks", "NOUN", "NNS", 0, "xcomp")],
            2,
            "obj",
        ),
        ([("became", "VERB", "VBD", 0, "root"), ("mayor", "NOUN", "NN", 0, "xcomp")], 1, "xcomp"),
        (
            [("union", "NOUN", "NN", 2, "nsubj"), ("'s", "PART", "POS", 0, "case"), ("backing", "VERB", "VBP", 2, "root")],
            0,
            "nmod:poss",
        ),
        (
            [
                ("urged", "VERB", "VBD", 0, "root"), ("boys", "NOUN", "NNS", 3, "nsubj"), ("to", "PART", "TO", 3, "mark"),
                ("go", "VERB", "VB", 0, "xcomp"),
            ],
            1,
            "obj",
        ),
    ],
)  # fmt: skip
def test_relations_that_the_words_rule_out(words: list[tuple[str, str, str, int, str]], at: int, relation: str) -> None:
    assert arguments(made(*words))[at].deprel == relation


def test_of_two_in_apposition_the_first_is_the_head_and_there_is_one_root() -> None:
    beside = [("mayor", "NOUN", "NN", 2, "appos"), ("chairman", "NOUN", "NN", 2, "appos"), ("Ana", "PROPN", "NNP", 2, "root")]
    assert [word.head for word in arguments(made(*beside))] == [0, 2, 0]


def test_the_tree_stays_a_tree() -> None:
    text = (
        "The warden, Pavel Horak, said no. Troops left the town on Sunday, the ministry said on Monday. Oman asked Peru to wait."
    )
    found: Parse = parse(document(text.encode("utf-8"), medium="text"))
    for sentence in found.sentences:
        assert sum(found.tokens[i].head == i for i in range(sentence.first, sentence.last)) == 1
        for i in range(sentence.first, sentence.last):
            for _ in range(len(found.tokens)):
                i = found.tokens[i].head
            assert found.tokens[i].head == i
