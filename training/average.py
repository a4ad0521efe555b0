"""Average: two runs of one network as one, weight by weight (Wortsman et al. 2022, robust fine-tuning).

    python -m training.average --runs training/runs/first training/runs/second --share 0.7 --out training/runs/average

`share` is the second run's. Heads that the first run has not are the second's alone. Worth trying where a second run, begun with
the first one's weights, gained on some heads and lost on others.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch


def average(first: Path, second: Path, share: float, out: Path) -> None:
    """Writes checkpoint.pt and labels.json to `out`. Raises ValueError where the runs have other labels."""
    one, two = (torch.load(run / "checkpoint.pt", weights_only=True) for run in (first, second))
    if one["labels"] != two["labels"]:
        raise ValueError(f"{first} and {second} have other labels: they are not one network")
    mixed = {
        name: value.float().lerp(one["network"][name].float(), 1 - share) if name in one["network"] else value
        for name, value in two["network"].items()
    }
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"network": mixed, "labels": two["labels"]}, out / "checkpoint.pt")
    shutil.copy(second / "labels.json", out / "labels.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, nargs=2, required=True)
    parser.add_argument("--share", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    average(*options.runs, options.share, options.out)


if __name__ == "__main__":
    main()
