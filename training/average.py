"""Averages: the mean of the weights of finished runs that began with the same weights (Wortsman et al. 2022).

python -m training.average --out training/runs/MEAN RUN=0.4 RUN=0.6 [--vector RUN]

`--vector` is a run whose head `vector` all get, where some are of before that head had its form.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

import torch

HEAD = "vector."


def average(runs: Mapping[Path, float], out: Path, vector: Path | None = None) -> None:
    """Writes checkpoint.pt and labels.json to `out`. `runs` are folders with what each counts for, `vector` the folder of the run
    whose head of that name those get that have another. Raises ValueError where their labels differ."""
    states = {run: torch.load(run / "checkpoint.pt", weights_only=True) for run in runs}
    if vector is not None:
        given = torch.load(vector / "checkpoint.pt", weights_only=True)["network"]
        head = {name: weights for name, weights in given.items() if name.startswith(HEAD)}
        for state in states.values():
            if not head.keys() <= state["network"].keys():
                kept = {name: weights for name, weights in state["network"].items() if not name.startswith(HEAD)}
                state["network"] = kept | head
    first, *others = states.values()
    if any(other["labels"] != first["labels"] for other in others):
        raise ValueError("the runs have other labels")
    whole = sum(runs.values())
    network = {
        name: sum(share / whole * states[run]["network"][name].float() for run, share in runs.items())
        for name in first["network"]
    }
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"network": network, "labels": first["labels"]}, out / "checkpoint.pt")
    (out / "labels.json").write_text(json.dumps(first["labels"], ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="+", metavar="RUN=SHARE")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vector", type=Path, metavar="RUN", help="the run whose head `vector` those get that have another")
    options = parser.parse_args()
    shares = {Path(run): float(share or 1) for run, _, share in (given.partition("=") for given in options.runs)}
    average(shares, options.out, options.vector)


if __name__ == "__main__":
    main()
