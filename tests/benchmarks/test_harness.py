"""Figures, intervals, frozen files and the tables made of them."""

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import harness, tables


def tally() -> harness.Tally:
    made = harness.Tally()
    for n in range(10):
        made.hits("f1", f"article {n}", predicted=4, gold=5, correct=n % 4)
        made.mean("mean", f"article {n}", [1.0] * (n % 3) + [0.0])
    return made


def test_figures_of_counts() -> None:
    figures = tally().figures(f"article {n}" for n in range(10))
    # 0+1+2+3+0+1+2+3+0+1 = 13 of 40 predicted and 50 gold.
    f1 = figures["f1"]
    assert (f1.precision, f1.recall, f1.value) == pytest.approx((32.5, 26, 2600 / 90))
    assert (f1.predicted, f1.gold) == (40, 50)
    assert figures["mean"].value == pytest.approx(100 * 9 / 19)
    for figure in figures.values():
        assert figure.low is not None and figure.high is not None and figure.low < figure.value < figure.high


def test_precision_and_recall_may_count_different_hits() -> None:
    made = harness.Tally()
    made.hits("f1", "article", predicted=2, gold=4, correct=1, recalled=1)
    made.hits("f1", "article", predicted=2, gold=0, correct=2, recalled=0)
    figure = made.figures(["article"])["f1"]
    assert (figure.precision, figure.recall, figure.value) == pytest.approx((75, 25, 37.5))


def test_intervals_are_the_same_every_time() -> None:
    articles = [f"article {n}" for n in range(10)]
    assert tally().figures(articles) == tally().figures(articles)


def test_an_article_without_counts_counts_nothing() -> None:
    assert tally().figures(["article 3", "elsewhere"])["f1"].precision == 75


def test_figures_of_no_article_are_refused() -> None:
    with pytest.raises(ValueError, match="no article"):
        tally().figures([])


def test_frozen_files_thaw(tmp_path: Path, made_up: Callable[..., harness.Frozen]) -> None:
    file = harness.freeze(made_up(), tmp_path / "deep" / "frozen.json")
    thawed = harness.thawed(file)
    assert thawed.figures["triples.exact"] == harness.Figure(value=50.123, low=40, high=60, gold=3)
    assert thawed.weights == harness.Weights("0", "abc")
    harness.freeze(thawed, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text() == file.read_text()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--data=/home/someone/polnear", "--split", "dev"], "--data=polnear --split dev"),
        (["--freeze", "../out/a.json", "--date", "2026-04-01"], "--freeze a.json --date 2026-04-01"),
        (["--data", "./news/"], "--data news"),
    ],
)
def test_commands_are_told_without_paths(given: list[str], words: str) -> None:
    assert harness.command("speed", given) == f"python -m benchmarks.speed {words}"


@pytest.mark.parametrize(("limit", "date"), [(3, "2026-04-01"), (None, None)])
def test_what_cannot_be_frozen(limit: int | None, date: str | None) -> None:
    with pytest.raises(SystemExit, match="--freeze wants"):
        harness.check(argparse.Namespace(freeze=Path(), limit=limit, date=date))


def test_the_machine_is_told_in_words() -> None:
    assert "cores" in harness.machine() and "/" not in harness.machine()


def test_tables_hold_ours_and_theirs(made_up: Callable[..., harness.Frozen]) -> None:
    page = "before\n<!-- figures: triples -->\nold\n<!-- end -->\nbetween\n<!-- figures: parts -->\n<!-- end -->\nafter\n"
    fresh = tables.rewritten(page, [made_up()])
    assert "old" not in fresh and fresh.startswith("before\n") and fresh.endswith("after\n")
    assert "| **sayso 0.0**, test | 50.1 [40.0, 60.0] |" in fresh
    assert "32.8 | 47.1 | 64.1" in fresh
    assert "| direct | – / – / 50.1 | 50.1 / – / – |" in fresh
    assert tables.rewritten(fresh, [made_up()]) == fresh


def test_the_page_says_what_the_frozen_files_say() -> None:
    page = tables.PAGE.read_text(encoding="utf-8")
    assert {block["name"] for block in tables.BLOCK.finditer(page)} == set(tables.BLOCKS)
    assert tables.rewritten(page, tables.frozen_files()) == page, "run python -m benchmarks.tables"
