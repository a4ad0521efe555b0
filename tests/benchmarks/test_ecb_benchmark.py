"""The benchmark of events across articles: how a split is read, and how mentions are joined."""

import json
import lzma
from pathlib import Path

import pytest

from benchmarks import ecb


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    first = [("1_a", 0, 0, "Quakes"), ("1_a", 0, 1, "shook"), ("1_a", 1, 0, "Tarn")]
    words = [*first, ("2_b", 0, 0, "Tarn"), ("2_b", 0, 1, "shaken")]
    lines = "\n" + "".join(f"{article}\t{sentence}\t{number}\t{word}\t-\n" for article, sentence, number, word in words)
    rows = [
        {"doc_id": "1_a", "sent_id": 0, "tokens_number": [1], "coref_chain": "x"},
        {"doc_id": "2_b", "sent_id": 0, "tokens_number": [1], "coref_chain": "x"},
    ]
    (tmp_path / "ECB_Dev_corpus.txt.xz").write_bytes(lzma.compress(lines.encode()))
    (tmp_path / "ECB_Dev_Event_gold_mentions.json.xz").write_bytes(lzma.compress(json.dumps(rows).encode()))
    return tmp_path


def test_mentions_are_in_their_texts(folder: Path) -> None:
    split = ecb.corpus(folder, "dev")
    assert split.texts == {"1_a": "Quakes shook\n\nTarn", "2_b": "Tarn shaken"}
    assert [mention.span.of(split.texts[mention.article]) for mention in split.mentions] == ["shook", "shaken"]


def test_all_mentions_count_those_alone_too(folder: Path) -> None:
    split = ecb.corpus(folder, "dev")
    assert ecb.figures(split, ecb.chained(split, ["a", "a"]), "")["conll"].value == pytest.approx(100.0)
    assert ecb.figures(split, ecb.chained(split, ["a", "b"]), "@x")["b3@x"].value < 100
