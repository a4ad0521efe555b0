"""Decoding: against brute force, and trees that are trees whatever the scores."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core.parse import Token
from sayso.core.span import Span
from sayso.parse import _end, lemmas
from sayso.parse.decode import TOGETHER, bio_transitions, segments, tree, viterbi, viterbi_all


@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_viterbi_is_the_best_of_all(words: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = ["O", "B-x", "I-x"]
    emissions = rng.normal(size=(words, 3)).astype(np.float32)
    table = bio_transitions(labels, rng.normal(size=(5, 5)).astype(np.float32))

    def score(path: tuple[int, ...]) -> float:
        total = table[3, path[0]] + table[path[-1], 4] + sum(emissions[t, p] for t, p in enumerate(path))
        return float(total + sum(table[a, b] for a, b in itertools.pairwise(path)))

    best = max(itertools.product(range(3), repeat=words), key=score)
    assert score(tuple(viterbi(emissions, table))) == pytest.approx(score(best), abs=1e-4)


@given(st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_tree_has_one_root_and_no_cycle(words: int, seed: int) -> None:
    heads = tree(np.random.default_rng(seed).normal(size=(words, words)).astype(np.float32))
    assert sum(h == i for i, h in enumerate(heads)) == 1
    for i in range(words):
        at = i
        for _ in range(words):
            at = heads[at]
        assert heads[at] == at


@given(st.integers(2, 5), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_tree_is_the_best_tree(words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(words, words)).astype(np.float32)

    def total(heads: tuple[int, ...]) -> float:
        if sum(h == i for i, h in enumerate(heads)) != 1:
            return -np.inf
        for i in range(words):
            at = i
            for _ in range(words):
                at = heads[at]
            if heads[at] != at:
                return -np.inf
        return float(sum(scores[i, h] for i, h in enumerate(heads)))

    best = max(total(heads) for heads in itertools.product(range(words), repeat=words))
    assert total(tuple(tree(scores))) == pytest.approx(best, abs=1e-4)


def test_bio_segments() -> None:
    assert segments(["B-a", "I-a", "O", "I-b", "B-b"]) == [(0, 2, "a"), (3, 4, "b"), (4, 5, "b")]


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_script_makes_its_lemma(form: str, lemma: str) -> None:
    edit = lemmas.script(form, lemma)
    assert lemmas.apply(edit, form) == lemma or form.lower() != form


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Tarn/PROPN", 1),
        ("May/PROPN 17/NUM ,/PUNCT", 2),
        ("Ministry/PROPN of/ADP Works/PROPN and/CCONJ the/DET", 3),
        ("Oro/PROPN Lind/PROPN -/PUNCT", 2),
        ("Bae/PROPN Sun/PROPN -/PUNCT in/ADP", 4),
        ("of/ADP", 1),
        ("U.S./PROPN", 1),
    ],
)
def test_a_name_ends_with_a_word_of_its_own(name: str, kept: int) -> None:
    words = [
        Token(span=Span(i, i + 1), text=word, upos=upos, xpos="", lemma="", head=i, deprel="")
        for i, (word, upos) in enumerate(part.rsplit("/", 1) for part in name.split())
    ]
    assert _end(words, 5) == 5 + kept


def test_sequences_decoded_together_are_as_those_decoded_alone() -> None:
    random = np.random.default_rng(7)
    small = bio_transitions(("O", "B-cue", "I-cue"), random.normal(size=(5, 5)))
    large = bio_transitions(("O", "B-PER", "I-PER", "B-LOC", "I-LOC"), random.normal(size=(7, 7)))
    several = [(random.normal(size=(words, 3)), small) for words in (4, 0, 9, 1, 9)]
    several += [(random.normal(size=(words, 5)), large) for words in (3, 12, 0, *[2] * TOGETHER)]
    together = viterbi_all([one for one, _ in several], [table for _, table in several])
    assert [len(labels) for labels in together] == [len(one) for one, _ in several]
    assert together == [viterbi(one, table) for one, table in several]
    assert viterbi_all([], []) == []
