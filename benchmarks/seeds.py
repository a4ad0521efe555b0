"""How much of a figure is the luck of a seed: the weights that ship beside others that were taught alike with other seeds.

    python -m training.export --run training/runs/NAME --out OTHER
    python -m benchmarks.seeds --data CORPORA --split dev --others OTHER OTHER2

Each network is put into the whole of sayso in its turn, and the benchmarks of what is claimed for the model are run, by their
own commands; CORPORA holds the folders of COMMANDS. Of every figure the one of the weights that ships is told, the mean of all
networks, and from the lowest to the highest (`low` and `high` here are those, and no interval).
"""

import argparse
import contextlib
import importlib
import io
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks import harness
from benchmarks.harness import Figure
from benchmarks.quantised import graph, reading_with
from sayso.parse.model import Model

TASK = "seeds"
DATA = "PolNeAR, UD English EWT, Worldwide English Newswire, OntoGUM, GAP, PLV, UW"
SPLITS = ("dev",)
# Benchmark, its options with folders below --data in braces, and figure to the name that it gets here.
COMMANDS: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    ("attributions", ("--data", "{polnear}", "--split", "dev"), {
        "cofenet.source.em": "PolNeAR source EM", "cofenet.cue.em": "PolNeAR cue EM", "cofenet.content.em": "PolNeAR content EM",
        "triples.exact": "PolNeAR triples exact", "triples.half": "PolNeAR triples half",
        "triples.overlap": "PolNeAR triples overlap",
    }),
    ("syntax", ("--data", "{ud_ewt}", "--split", "dev"), {"upos": "EWT UPOS", "lemma": "EWT lemmas", "las": "EWT LAS"}),
    ("entities", ("--data", "{ner_worldwide}", "--split", "dev"), {"names": "Worldwide names"}),
    ("coreference", ("--data", "{coref_ontogum}", "--gum", "{ud_gum}", "--split", "dev"), {"conll": "OntoGUM CoNLL"}),
    ("coreference", ("--data", "{coref_gap}", "--split", "validation"), {"overall": "GAP"}),
    ("plv", ("--data", "{plv}", "--split", "held"), {"root": "PLV root", "quad": "PLV quad", "binary": "PLV binary"}),
    ("realis", ("--data", "{factuality/UW}", "--split", "uw-dev"), {"pearson": "UW Pearson r"}),
)  # fmt: skip


def readings(data: Path) -> dict[str, float]:
    """The figures of the network at hand, by the benchmarks' own commands."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for task, options, names in COMMANDS:
            file = Path(folder) / "figures.json"
            given = [str(data / option[1:-1]) if option.startswith("{") else option for option in options]
            with contextlib.redirect_stdout(io.StringIO()):
                importlib.import_module(f"benchmarks.{task}").main([*given, "--freeze", str(file), "--date", "none"])
            figures = harness.thawed(file).figures
            found |= {told: figures[name].value for name, told in names.items()}
    return found


def compared(read: Callable[[], dict[str, float]], others: Sequence[Model]) -> dict[str, Figure]:
    """Of each figure `NAME.ships`, and `NAME.all`: the mean of all networks with the lowest and the highest."""
    told = [read()]
    for other in others:
        with reading_with(other):
            told.append(read())
    figures: dict[str, Figure] = {}
    for name, value in told[0].items():
        values = [one[name] for one in told]
        figures[f"{name}.ships"] = Figure(value=value)
        figures[f"{name}.all"] = Figure(value=float(np.mean(values)), low=min(values), high=max(values))
    return figures


def report(figures: dict[str, Figure]) -> str:
    """The figures as a table."""
    rows = []
    for name in (name.removesuffix(".all") for name in figures if name.endswith(".all")):
        ships, among = figures[f"{name}.ships"], figures[f"{name}.all"]
        digits = 3 if abs(among.value) <= 1 else 1
        spread = f"{among.low:.{digits}f} to {among.high:.{digits}f}"
        rows.append([name, f"{ships.value:.{digits}f}", f"{among.value:.{digits}f}", spread])
    return harness.table(["dev", "ships", "mean of all seeds", "lowest to highest"], rows)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser = harness.arguments(TASK, "How much of a figure is the luck of a seed.", SPLITS)
    parser.add_argument(
        "--others", type=Path, required=True, nargs="+", metavar="FOLDER", help="networks taught with other seeds"
    )
    options = parser.parse_args(given)
    harness.check(options)
    if options.limit is not None:
        raise SystemExit("--limit: the figures here are of whole splits")
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    weights = harness.shipped_weights()
    wanted = sorted({option[1:-1] for _, given_there, _ in COMMANDS for option in given_there if option.startswith("{")})
    if missing := [name for name in wanted if not (options.data / name).is_dir()]:
        raise SystemExit(f"{options.data.name} holds no {', '.join(missing)}: name the folder above the corpora")
    others = [graph(folder) for folder in options.others]
    figures = compared(lambda: readings(options.data), others)
    print(f"{1 + len(others)} networks; {DATA}, {options.split}\n")
    print(report(figures))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data=DATA, system="sayso", sayso=harness.sayso_version(), weights=weights,
            date=options.date, machine=harness.machine(), command=harness.command(TASK, given),
            counts={"networks": 1 + len(others)}, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
