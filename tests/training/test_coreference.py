"""The coreference converter: chains by head word, on small files of our own in the corpora's forms."""

import lzma
from pathlib import Path

import pytest

from training.corpora.coreference import COUNTS, by_head, gap, litbank, texts
from training.corpora.examples import Example

BOOK = """#begin document (tarn_brat); part 0
tarn	0	0	The	_	_	_	_	_	_	_	_	(0
tarn	0	1	mayor	_	_	_	_	_	_	_	_	0)
tarn	0	2	met	_	_	_	_	_	_	_	_
tarn	0	3	Ada	_	_	_	_	_	_	_	_	(1)
tarn	0	4	.	_	_	_	_	_	_	_	_

tarn	0	0	She	_	_	_	_	_	_	_	_	(0)
tarn	0	1	left	_	_	_	_	_	_	_	_
tarn	0	2	her	_	_	_	_	_	_	_	_	(2|(0)
tarn	0	3	town	_	_	_	_	_	_	_	_	2)
tarn	0	4	.	_	_	_	_	_	_	_	_
#end document
"""
ROW = "t-1\tAda Tarn met Oro Lind before she left for home.\tshe\t29\tAda Tarn\t0\tTRUE\tOro Lind\t13\tFALSE\thttp://example.org"
HEADER = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL"


def _packed(path: Path, text: str) -> Path:
    path.write_bytes(lzma.compress(text.encode()))
    return path


def _numbered(example: Example, text: str) -> list[tuple[str, int]]:
    return list(zip([token.of(text) for token in example.window.tokens], example.clusters or [], strict=True))


def test_marks_of_a_conll_file_become_mentions(tmp_path: Path) -> None:
    ((name, sentences, mentions),) = texts(_packed(tmp_path / "few.conll.xz", BOOK))
    assert (name, [len(sentence) for sentence in sentences]) == ("tarn_brat", [5, 5])
    assert sorted(mentions) == [(0, 2, 0), (3, 4, 1), (5, 6, 0), (7, 8, 0), (7, 9, 2)]


def test_a_file_of_another_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=rf"litbank.* \[1, 5, 3\] .*expected .*{COUNTS['litbank.coref'][1]}"):
        list(texts(_packed(tmp_path / "litbank.coref.conll.xz", BOOK)))


def test_of_two_mentions_with_one_head_the_longer_stays() -> None:
    assert by_head([(0, 2, 7), (1, 2, 8), (3, 4, 7), (4, 5, 8)], [1, 1, 1, 1, 3]) == {1: 7, 3: 7, 4: 8}


def test_a_chain_of_one_is_none_in_books(tmp_path: Path) -> None:
    (example,) = litbank(_packed(tmp_path / "book.conll.xz", BOOK))
    words = _numbered(example, "The mayor met Ada. She left her town.")
    assert [pair for pair in words if pair[1] >= 0] == [("mayor", 0), ("She", 0), ("her", 0)]
    assert {number for _, number in words} == {0, -1}
    assert example.starts == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0]


def test_what_gap_does_not_mark_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "gap-few.tsv").write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    (example,) = gap(tmp_path, "few")
    words = _numbered(example, ROW.split("\t")[1])
    assert [pair for pair in words if pair[1] >= 0] == [("Ada", 0), ("Oro", 2), ("she", 0)]
    assert {number for _, number in words} == {0, 2, -2}
