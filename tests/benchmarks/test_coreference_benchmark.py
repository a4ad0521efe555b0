"""The benchmark of coreference: the metrics on examples counted by hand, and how GAP's names are given."""

from collections.abc import Callable
from itertools import permutations
from random import Random

import numpy as np
import pytest

from benchmarks import coreference
from benchmarks.coreference import Article, Chain, Row, b3, best_pairing, ceafe, muc


def chained(*words: str) -> tuple[Chain, ...]:
    """Chains of mentions of one letter each."""
    return tuple(frozenset((ord(letter), ord(letter) + 1) for letter in word) for word in words)


GOLD, PREDICTED = chained("abc", "defg"), chained("ab", "cd", "fghi")


def rates(score: coreference.Score) -> tuple[float, float]:
    """Recall and precision."""
    return round(score.recalled / score.gold, 4), round(score.correct / score.predicted, 4)


def test_muc_counts_links() -> None:
    # Recall: abc keeps one link of two, defg, as d, e and fg, one of three. Precision: ab one of one, cd none, fghi one of three.
    assert rates(muc(GOLD, PREDICTED)) == (0.4, 0.4)


def test_b3_counts_mentions() -> None:
    # Recall: (4 + 1) / 3 and (1 + 4) / 4 of seven mentions; precision: 4 / 2, 2 / 2 and 4 / 4 of eight.
    assert rates(b3(GOLD, PREDICTED)) == (round((5 / 3 + 5 / 4) / 7, 4), 0.5)


def test_ceafe_counts_chains() -> None:
    # abc with ab is 4 / 5, defg with fghi 4 / 8: of two gold chains and of three predicted ones.
    assert rates(ceafe(GOLD, PREDICTED)) == (0.65, round(1.3 / 3, 4))


@pytest.mark.parametrize("metric", [muc, b3, ceafe])
def test_the_same_chains_are_all_right_and_none_are_none(metric: Callable[..., coreference.Score]) -> None:
    assert rates(metric(GOLD, GOLD)) == (1.0, 1.0)
    nothing = metric(GOLD, ())
    assert (nothing.recalled, nothing.predicted) == (0.0, 0.0)


def test_the_best_pairing_is_the_best_of_all() -> None:
    random = Random(7)
    for _ in range(40):
        rows, columns = random.randint(1, 4), random.randint(1, 5)
        gains = np.array([[random.choice([0.0, 0.2, 0.5, random.random()]) for _ in range(columns)] for _ in range(rows)])
        wide = gains if rows <= columns else gains.T
        best = max(sum(wide[i, j] for i, j in enumerate(order)) for order in permutations(range(wide.shape[1]), wide.shape[0]))
        assert best_pairing(gains) == pytest.approx(best)


def test_conll_is_the_mean_over_summed_counts() -> None:
    articles = [Article("GUM_news_a", "", GOLD), Article("GUM_bio_b", "", GOLD)]
    figures = coreference.conll(articles, {"GUM_news_a": PREDICTED, "GUM_bio_b": GOLD})
    assert figures["conll@news"].value == pytest.approx((40 + 100 * 2 * 0.4167 * 0.5 / 0.9167 + 52) / 3, abs=0.01)
    assert figures["muc"].value == pytest.approx(100 * 7 / 10)
    assert figures["conll"].value == pytest.approx(np.mean([figures[name].value for name in coreference.METRICS]))
    assert figures["mentions"].precision == pytest.approx(100 * 13 / 15)
    assert "conll@court" not in figures


def test_bias_is_feminine_over_masculine() -> None:
    text = "Ada met Eve before she left. Tom met Jim before he left."
    women = Row("f", text, (19, 22), ((0, 3), (8, 11)), (True, False))
    men = Row("m", text, (48, 50), ((29, 32), (37, 40)), (True, False))
    assert women.feminine and not men.feminine
    figures = coreference.bias([women, men], {"f": (True, True), "m": (True, False)})
    assert [round(figures[name].value, 1) for name in ("overall", "feminine", "masculine")] == [80.0, 66.7, 100.0]
    assert figures["bias"].value == pytest.approx(2 / 3)
