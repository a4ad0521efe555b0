"""Frozen figures keep their floors (benchmarks/floors.toml), and were measured with the weights that ship."""

import hashlib
import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
FLOORS = tomllib.loads((BENCHMARKS / "floors.toml").read_text(encoding="utf-8"))
BOUNDS = [
    (side, task, split, figure, bound)
    for side, tasks in FLOORS.items()
    for task, splits in tasks.items()
    for split, figures in splits.items()
    for figure, bound in figures.items()
]
FROZEN = sorted((BENCHMARKS / "frozen").glob("*.json"))


def frozen(file: Path) -> dict[str, Any]:
    if not file.exists():
        pytest.skip(f"{file.name} is not frozen yet: run python -m benchmarks.{file.stem.partition('-')[0]} with --freeze")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(("side", "task", "split", "figure", "bound"), BOUNDS)
def test_floor(side: str, task: str, split: str, figure: str, bound: float) -> None:
    value = frozen(BENCHMARKS / "frozen" / f"{task}-{split}.json")["figures"][figure]["value"]
    if side == "least":
        assert value >= bound, f"{figure} of {task} on {split} is {value}, at least {bound} is asked"
    else:
        assert side == "most", f"floors.toml has [{side}…]: only least and most are known"
        assert value <= bound, f"{figure} of {task} on {split} is {value}, at most {bound} is allowed"


@pytest.mark.parametrize("file", FROZEN or [BENCHMARKS / "frozen" / "attributions-dev.json"], ids=lambda file: file.stem)
def test_frozen_with_the_weights_that_ship(file: Path) -> None:
    told = frozen(file)
    if told["system"] != "sayso":
        pytest.skip(f"{file.name} holds the figures of {told['system']}, which has weights of its own")
    if told["weights"] is None:
        pytest.skip(f"{file.name} holds figures that no weights take part in")
    folder = files("sayso.parse").joinpath("weights")
    card = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
    assert told["weights"] == {"version": card["version"], "sha256": card["sha256"]}, "freeze the figures again"
    assert hashlib.sha256(folder.joinpath("model.onnx").read_bytes()).hexdigest() == card["sha256"]


@pytest.mark.parametrize("file", FROZEN, ids=lambda file: file.stem)
def test_frozen_files_hold_no_path(file: Path) -> None:
    told = frozen(file)
    words = [told[name] for name in ("data", "machine", "command", "system")]
    assert not [word for word in " ".join(words).split() if word.startswith(("/", "~", "\\"))]
