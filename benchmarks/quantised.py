"""What int8 costs: every head's figure with the graph that ships, beside that of the same network in fp32.

    python -m training.export --run training/runs/NAME --float --out FLOAT
    python -m benchmarks.quantised --data CORPORA --split dev --float FLOAT

Both read the same texts through the whole of sayso, by the benchmarks of syntax (UD EWT), names (Worldwide) and attributions
(PolNeAR); CORPORA holds the three folders under their names. A head's `lost` is fp32 less int8, in points: below
nothing where int8 is the better by chance. At most 0.3 is asked of any head.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import msgspec

from benchmarks import attributions, entities, harness, syntax
from benchmarks.harness import Figure
from sayso.parse.model import Card, Model, shipped

TASK = "quantised"
DATA = "UD English EWT, Worldwide English Newswire, PolNeAR"
SPLITS = ("dev", "test")
FOLDERS = ("ud_ewt", "ner_worldwide", "polnear")
# Each head, by the figure that tells of it.
SYNTAX = {"starts": "sentences", "upos": "upos", "xpos": "xpos", "lemma": "lemma", "arcs": "uas", "relations": "las"}
NAMES = {"entities": "names"}
ROLES = {
    "flat, source": "cofenet.source.em", "flat, cue": "cofenet.cue.em", "flat, content": "cofenet.content.em",
    "links, exact": "triples.exact", "links, half": "triples.half",
}  # fmt: skip


def graph(folder: Path) -> Model:
    """The network in a folder that training.export wrote. Raises SystemExit when it holds none."""
    files = folder / "model.json", folder / "model.onnx"
    if not all(file.exists() for file in files):
        raise SystemExit(f"{folder.name} holds no model.json and model.onnx: write them with training.export --float --out")
    return Model(files[1].read_bytes(), msgspec.json.decode(files[0].read_bytes(), type=Card))


@contextmanager
def reading_with(model: Model) -> Iterator[None]:
    """sayso reads with this network inside."""
    with mock.patch("sayso.parse.shipped", lambda: model):
        yield


def readings(data: Path, split: str, limit: int | None) -> dict[str, Figure]:
    """The figure of every head, with the network at hand."""
    bank = syntax.treebank(data / "ud_ewt", split, limit)
    tree = syntax.score(bank, syntax.by_sayso)
    names = entities.corpus(data / "ner_worldwide", split, limit)
    named = entities.score(names, entities.by_sayso)
    news = attributions.corpus(data / "polnear", split, limit)
    said = attributions.score(news, {one.gold.id: attributions.by_sayso(one.gold) for one in news.articles})
    told = ((SYNTAX, tree), (NAMES, named), (ROLES, said))
    return {head: figures[figure] for heads, figures in told for head, figure in heads.items()}


def compared(read: Callable[[], dict[str, Figure]], other: Model) -> dict[str, Figure]:
    """`HEAD.int8`, `HEAD.fp32` and `HEAD.lost` of every head."""
    ours = read()
    with reading_with(other):
        theirs = read()
    figures: dict[str, Figure] = {}
    for head, figure in ours.items():
        lost = Figure(value=theirs[head].value - figure.value)
        figures |= {f"{head}.int8": figure, f"{head}.fp32": theirs[head], f"{head}.lost": lost}
    return figures


def report(figures: dict[str, Figure]) -> str:
    """The figures as a table."""
    heads = [name.removesuffix(".lost") for name in figures if name.endswith(".lost")]
    rows = [[head, *(f"{figures[f'{head}.{side}'].value:.2f}" for side in ("int8", "fp32", "lost"))] for head in heads]
    return harness.table(["head", "int8", "fp32", "lost"], rows)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser = harness.arguments(TASK, "What int8 costs, head by head.", SPLITS)
    parser.add_argument("--float", type=Path, required=True, metavar="FOLDER", help="the same network in fp32")
    options = parser.parse_args(given)
    harness.check(options)
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    weights = harness.shipped_weights()
    if missing := [name for name in FOLDERS if not (options.data / name).is_dir()]:
        raise SystemExit(f"{options.data.name} holds no {', '.join(missing)}: name the folder above the corpora")
    other = graph(options.float)
    if other.card.labels != shipped().card.labels:
        raise SystemExit(f"{options.float.name} is another network than the one that ships: export it from the same run")
    figures = compared(lambda: readings(options.data, options.split, options.limit), other)
    print(f"{DATA}, {options.split}\n")
    print(report(figures))
    if options.freeze is not None:
        size = (options.float / "model.onnx").stat().st_size
        frozen = harness.Frozen(
            task=TASK, split=options.split, data=DATA, system="sayso", sayso=harness.sayso_version(), weights=weights,
            date=options.date, machine=harness.machine(), command=harness.command(TASK, given), counts={"bytes in fp32": size},
            figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
