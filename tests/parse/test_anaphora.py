"""Anaphora: the clues of words, and antecedents that only look back and are the same whatever the block they fall in."""

import numpy as np

from sayso.parse import anaphora
from sayso.parse.pieces import Pieces
from sayso.parse.tokens import tokens
from sayso.parse.windows import window

TEXT = "Ana Vell spoke. “We left,” Vell said, and she went."


def clues() -> anaphora.Clues:
    spans = tokens(TEXT)
    return anaphora.clues([window(TEXT, spans, [], Pieces())], [[int(i in (0, 4)) for i in range(len(spans))]])


def test_a_surname_is_like_the_name_it_is_part_of() -> None:
    words = [span.of(TEXT) for span in tokens(TEXT)]
    first, again, she = words.index("Ana"), words.index("Vell", 3), words.index("she")
    far, sentence, alike, quoted = anaphora.pair_clues(clues(), np.array([first, again, she]))
    assert (alike - anaphora.FAR - anaphora.SENTENCES).tolist() == [[1, 2, 0], [2, 1, 0], [0, 0, 1]]
    assert sentence[1, 0] - anaphora.FAR == 1 and sentence[2, 1] == anaphora.FAR
    assert far.max() < anaphora.FAR and quoted.min() == anaphora.FAR + anaphora.SENTENCES + anaphora.ALIKE


def test_antecedents_stand_before_and_add_up_to_one_with_none() -> None:
    random = np.random.default_rng(7)
    size = 150
    scores = random.normal(size=(size, sum(anaphora.PARTS))).astype(np.float32)
    found = anaphora.Clues(
        spelling=np.arange(size), near=np.full((size, 2 * anaphora.NEAR), -1), sentence=np.arange(size) // 10,
        quoted=np.zeros(size, dtype=np.int64),
    )  # fmt: skip
    rows = anaphora.FAR + anaphora.SENTENCES + anaphora.ALIKE + anaphora.QUOTED
    table, out = random.normal(size=(rows, anaphora.SUM)), random.normal(size=anaphora.SUM + 1)
    words = anaphora.anaphors(scores, found, anaphora.combined(table), out)
    assert [word.token for word in words] == anaphora.candidates(scores[:, 0]).tolist()
    assert all(before < word.token for word in words for before, _ in word.antecedents)
    assert words[0].antecedents == () and words[0].score == 0.0
    assert all(sum(p for _, p in word.antecedents) <= word.score + 1e-3 <= 1.002 for word in words)
    assert len(words) > 64  # more than one block


def test_few_words_are_looked_at() -> None:
    assert anaphora.candidates(np.array([3.0, -5.0, 1.0, 0.5], dtype=np.float32)).tolist() == [0, 2]
    assert anaphora.candidates(np.zeros(0, dtype=np.float32)).tolist() == []
