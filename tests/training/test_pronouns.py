"""The passages of news whose pronouns say whom they mean: the reader, its files, and what is right of them."""

from pathlib import Path

import pytest

from benchmarks.coreference import answers, reading_of, sort_of
from training.corpora.pronouns import passage, passages

FOLDER = Path(__file__).parents[2] / "training" / "written" / "pronouns"


@pytest.mark.parametrize(("path", "number"), [(FOLDER / "passages.txt", 100), (FOLDER / "aside" / "passages.txt", 30)])
def test_the_files_can_be_read(path: Path, number: int) -> None:
    found = list(passages(path))
    assert len(found) == number
    assert all(one.pointing and "{" not in one.text for one in found)


def test_an_antecedent_that_does_not_stand_there_is_refused() -> None:
    with pytest.raises(ValueError, match="'Omar' is not in"):
        passage("one", "{Omar|He} left.")


def test_marks_are_right_by_the_chain_of_their_antecedent() -> None:
    one = passage(
        "one", "Selin Aydar met Omar Lind. {Omar Lind|She} left. Chad and Mali signed; {Chad + Mali|neither} has {Chad|it}."
    )
    assert answers(reading_of(one.text), one) == [False, True, False]
    assert [sort_of(one.text[slice(*mark.words)], mark) for mark in one.pointing] == ["person", "several", "thing"]
