"""The reader of training/written/parties."""

from pathlib import Path

import pytest

from training.corpora.parties import passage, passages

WRITTEN = Path(__file__).parents[2] / "training" / "written"


def test_marks_nest_and_name_what_is_right() -> None:
    one = passage("one", "[COP|MIL The guards of [GOV Lima]] met [GOV+REB both sides] on [- the bridge].")
    assert one.text == "The guards of Lima met both sides on the bridge."
    told = {one.text[slice(*chars)]: sorted(sectors) for chars, sectors in one.mentions}
    assert told == {
        "Lima": ["GOV"], "The guards of Lima": ["COP", "MIL"], "both sides": ["GOV", "REB"], "the bridge": ["-"],
    }  # fmt: skip


@pytest.mark.parametrize("wrong", ["[XXX the guards]", "[GOV the guards", "the guards]", "[ the guards]"])
def test_a_mark_that_cannot_be_right_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="one"):
        passage("one", wrong)


def test_all_that_was_written_is_read() -> None:
    paths = [*(WRITTEN / "parties").glob("*.txt"), *(WRITTEN / "parties" / "aside").glob("*.txt")]
    found = [one for path in paths for one in passages(path)]
    assert len(found) == 180
    assert sum(len(one.mentions) for one in found) == 5170
