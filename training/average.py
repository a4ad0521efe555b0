"""Averages: the mean of the weights of finished runs that began with the same weights (Wortsman et al. 2022).

python -m training.average --out training/runs/MEAN RUN=0.4 RUN=0.6 [--vector RUN] [--head NAME=RUN]

`--vector` is a run whose head `vector` all get, where some are of before that head had its form. `--head` takes a head from
another run as it is there, one that was taught alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

import torch

HEAD = "vector."


def average(runs: Mapping[Path, float], out: Path, vector: Path | None = None, heads: Mapping[str, Path] | None = None) -> None:
    """Writes checkpoint.pt and labels.json to `out`. `runs` are folders with what each counts for, `vector` the folder of the run
    whose head of that name those get that have another, `heads` the folders of runs whose heads of these names are taken as they
    are. Raises ValueError where their labels differ or a head is in no run."""
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
    for head, run in (heads or {}).items():
        given = torch.load(run / "checkpoint.pt", weights_only=True)["network"]
        taken = {name: weights.float() for name, weights in given.items() if name.startswith(f"{head}.")}
        if not taken or not taken.keys() <= network.keys():
            raise ValueError(f"{run.name} has no head {head} that fits")
        network |= taken
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"network": network, "labels": first["labels"]}, out / "checkpoint.pt")
    (out / "labels.json").write_text(json.dumps(first["labels"], ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="+", metavar="RUN=SHARE")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vector", type=Path, metavar="RUN", help="the run whose head `vector` those get that have another")
    parser.add_argument("--head", action="append", default=[], metavar="NAME=RUN", help="a head as it is in another run")
    options = parser.parse_args()
    shares = {Path(run): float(share or 1) for run, _, share in (given.partition("=") for given in options.runs)}
    heads = {name: Path(run) for name, _, run in (given.partition("=") for given in options.head)}
    average(shares, options.out, options.vector, heads)


if __name__ == "__main__":
    main()
