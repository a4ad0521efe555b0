"""The benchmark of actors: splits, and what counts as right."""

from pathlib import Path

import pytest

from benchmarks import actors, harness

CASES = Path(__file__).parents[1] / "cases" / "actors.jsonl"


def figures(*cases: dict[str, object]) -> dict[str, float]:
    tally = harness.Tally()
    for case in cases:
        list(actors.score(case, tally))
    return {name: round(one.value, 1) for name, one in tally.figures(str(case["phrase"]) for case in cases).items()}


def test_a_phrase_is_right_only_whole() -> None:
    case = {"phrase": "Russian and Belarusian soldiers", "kind": "compound", "actors": [["RUS", "MIL"], ["BLR", "MIL"]]}
    assert figures(case) == {"country": 100.0, "sector": 100.0, "whole": 100.0, "whole@compound": 100.0}
    assert figures({**case, "actors": [["RUS", "MIL"], ["BLR", "GOV"]]}) == {
        "country": 100.0,
        "sector": 50.0,
        "whole": 0.0,
        "whole@compound": 0.0,
    }


def test_an_actor_too_many_is_an_error() -> None:
    case = {"phrase": "Russian and Belarusian soldiers", "kind": "compound", "actors": [["RUS", "MIL"]]}
    assert figures(case)["whole"] == 0.0
    assert len(list(actors.score(case, harness.Tally()))) == 1


def test_an_actor_too_few_is_an_error_of_both_halves() -> None:
    case = {"phrase": "Iran", "kind": "office", "actors": [["IRN", "GOV"], ["IRQ", "GOV"]]}
    assert figures(case) == {"country": 50.0, "sector": 50.0, "whole": 0.0, "whole@office": 0.0}


def test_the_splits_are_there_and_share_nothing() -> None:
    dev, aside = (actors.cases(CASES, split, None) for split in actors.SPLITS)
    assert not {case["phrase"] for case in dev} & {case["phrase"] for case in aside}
    with pytest.raises(SystemExit, match="no case"):
        actors.cases(CASES, "test", None)
