"""What the benchmark of speed reads and reckons; no clock is tested."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import harness, speed, tables

STAGES = {"analyse": 0.8, "graph": 0.4, "parse": 0.5, "events": 0.2, "resolve": 0.1, "store": 0.05}


def test_articles_are_of_one_length() -> None:
    made = speed.articles(["one two three four\n\nfive six", "seven eight\n"], count=5, words=3)
    assert [len(article.split()) for article in made] == [3] * 5
    assert made[:3] == ["one two three", "four\n\nfive six", "seven eight\n\none"]


def test_texts_without_words_are_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        speed.articles([" \n"], count=1)


def test_texts_of_files_folders_and_tables(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("second", encoding="utf-8")
    (tmp_path / "a.txt").write_text("first", encoding="utf-8")
    table = tmp_path / "news.csv"
    table.write_text('url,text\nhere,"of\nrows"\n', encoding="utf-8")
    assert speed.texts(tmp_path) == ["first", "second"]
    assert speed.texts(tmp_path / "a.txt") == ["first"]
    assert speed.texts(table) == ["of\nrows"]
    assert sum(len(text.split()) for text in speed.texts(None)) > speed.WORDS
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match=r"no \.txt file"):
        speed.texts(tmp_path / "empty")


def test_figures_of_passes() -> None:
    timed = [
        speed.Pass(2.0, 1.0, STAGES, 4000, 0.5),
        speed.Pass(4.0, 1.0, {**STAGES, "graph": 0.25}, 4000, 0.5),
        speed.Pass(1.0, 0.5, {**STAGES, "graph": 0.25, "events": 0.1, "analyse": 0.7}, 4000, 0.25),
    ]
    found = speed.figures(timed, 8, {"help": [0.3, 0.1, 0.2]}, 512.0)
    assert (found["articles_a_second"].value, found["articles_a_second"].low, found["articles_a_second"].high) == (4, 2, 8)
    assert found["words_a_second"].value == 4 * speed.WORDS
    assert found["articles_a_process_second"].value == 8
    assert found["articles_a_loop"].value == 2
    assert found["model_share"].value == 40
    assert (found["graph_pieces_a_second"].value, found["parse_pieces_a_second"].value) == (16000, 8000)
    assert found["parse_over_graph"].value == 100
    assert (found["after_parse"].value, found["after_parse"].high) == (pytest.approx(60), pytest.approx(60))
    assert (found["after_parse.events"].value, found["after_parse.resolve"].value, found["storing"].value) == (40, 20, 10)
    assert (found["references_over_parse"].value, found["events_over_rest"].value) == (20, pytest.approx(100 / 3))
    assert found["help_seconds"].value == 0.2
    assert "| peak_memory_mb | 512 | – | – |" in speed.report(found)


def test_the_table_of_speed(made_up: Callable[..., harness.Frozen]) -> None:
    timed = [speed.Pass(2.0, 1.0, STAGES, 4000, 0.5)]
    starts = {name: [0.25] for name in ("help", "load", "first_article")}
    told = tables.speed([made_up(task="speed", split="examples", figures=speed.figures(timed, 8, starts, 512.0))])
    assert "| sayso 0.0 on examples: none | 4.0 | 2.0 | 1,800 | 40 % |" in told
    assert "| sayso 0.0 on examples | 10,000 | 8,000 | 25 % | 60 % | 20 % | 33 % | 10 % |" in told
    assert "| sayso 0.0 on examples | 0.25 | 0.25 | 0.25 | 512 |" in told


def test_programs_that_fail_say_why() -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        speed.seconds_of("raise SystemExit('no such thing')")


def test_the_loop_takes_time() -> None:
    assert 0 < speed.loop() < 30
