"""What all benchmarks share: arguments, counts an article, intervals, frozen figures and tables.

A figure is a number from counts that were kept apart by article, so that its interval can be had by drawing articles
anew (percentile bootstrap, Efron & Tibshirani 1993). A frozen file says what was run, on which machine and with which
weights; it never holds a path of that machine.
"""

import argparse
import hashlib
import json
import os
import platform
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
FROZEN = ROOT / "benchmarks" / "frozen"
# Fixed, so that a second run gives the same intervals.
SEED = 20_260_401
RESAMPLES = 1000
DECIMALS = 3

Floats2d = npt.NDArray[np.float64]


class Figure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One number. `low` and `high` are its 95 % interval (of a time: the least and most of its runs).

    For an F1 also precision and recall, and how many items were predicted and stand in the gold; percent.
    """

    value: float
    low: float | None = None
    high: float | None = None
    precision: float | None = None
    recall: float | None = None
    predicted: int | None = None
    gold: int | None = None


class Weights(msgspec.Struct, frozen=True):
    version: str
    sha256: str


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen file: the figures of one task on one split, and how they came about. `weights` is None for others' output."""

    task: str
    split: str
    data: str
    system: str
    sayso: str
    weights: Weights | None
    date: str
    machine: str
    command: str
    counts: dict[str, int]
    figures: dict[str, Figure]


class Tally:
    """Counts by measure and article. `hits` adds to an F1, `mean` to a mean; `figures` gives the sums as percentages."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, Floats2d]] = {}

    def hits(
        self, measure: str, article: str, predicted: float, gold: float, correct: float, recalled: float | None = None
    ) -> None:  # fmt: skip
        """`correct` of the predicted items are right and `recalled` (the same, if None) of the gold ones are found."""
        self._add(measure, article, [correct, predicted, correct if recalled is None else recalled, gold])

    def mean(self, measure: str, article: str, values: Sequence[float]) -> None:
        self._add(measure, article, [sum(values), len(values)])

    def figures(self, articles: Iterable[str]) -> dict[str, Figure]:
        """Each measure over these articles, with its interval. Raises ValueError when there is no article."""
        wanted = list(articles)
        draws = _draws(len(wanted))
        found: dict[str, Figure] = {}
        for measure in self._counts:
            rows = self._rows(measure, wanted)
            found[measure] = _figure(rows.sum(0), draws @ rows)
        return found

    def mean_figure(self, measures: Sequence[str], articles: Iterable[str]) -> Figure:
        """The mean of several measures over these articles, with the interval of the mean."""
        wanted = list(articles)
        draws = _draws(len(wanted))
        rows = [self._rows(measure, wanted) for measure in measures]
        low, high = np.percentile(np.mean([_values(draws @ one) for one in rows], axis=0), [2.5, 97.5])
        value = np.mean([_values(one.sum(0)[None])[0] for one in rows])
        return Figure(value=float(value), low=float(low), high=float(high))

    def _rows(self, measure: str, articles: Sequence[str]) -> Floats2d:
        counts = self._counts[measure]
        width = len(next(iter(counts.values())))
        return np.array([counts.get(article, np.zeros(width)) for article in articles])

    def _add(self, measure: str, article: str, counts: Sequence[float]) -> None:
        by_article = self._counts.setdefault(measure, {})
        added = np.array(counts, dtype=np.float64)
        by_article[article] = by_article[article] + added if article in by_article else added


def _draws(articles: int) -> Floats2d:
    """(resamples, articles): how often each article is drawn. Raises ValueError when there is none."""
    if not articles:
        raise ValueError("figures of no article were asked for: check --data, --split and --limit")
    drawn = np.random.default_rng(SEED).multinomial(articles, [1 / articles] * articles, size=RESAMPLES)
    return drawn.astype(np.float64)


def _figure(total: Floats2d, drawn: Floats2d) -> Figure:
    """The figure of summed counts, (2,) or (4,), with the interval that resampled sums, (resamples, 2 or 4), give it."""
    low, high = (float(bound) for bound in np.percentile(_values(drawn), [2.5, 97.5]))
    value = float(_values(total[None])[0])
    if len(total) == 2:
        return Figure(value=value, low=low, high=high, gold=int(total[1]))
    precision, recall = (float(100 * total[i] / total[i + 1]) if total[i + 1] else 0.0 for i in (0, 2))
    return Figure(
        value=value, low=low, high=high, precision=precision, recall=recall, predicted=int(total[1]), gold=int(total[3])
    )  # fmt: skip


def _values(counts: Floats2d) -> npt.NDArray[np.float64]:
    """Means or F1, in percent, of (n, 2) or (n, 4) counts; 0 where there is nothing to divide by."""
    shares = [100 * counts[:, i] / np.maximum(counts[:, i + 1], 1) for i in range(0, counts.shape[1], 2)]
    if len(shares) == 1:
        return np.asarray(shares[0])
    precision, recall = shares
    return np.asarray(2 * precision * recall / np.maximum(precision + recall, 1e-300))


def arguments(task: str, summary: str, splits: Sequence[str]) -> argparse.ArgumentParser:
    """The options that all benchmarks take; without `splits`, the data may be left out and has no parts."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{task}", description=summary)
    parser.add_argument("--data", type=Path, required=bool(splits), help="where the data lie on this machine")
    if splits:
        parser.add_argument("--split", choices=splits, required=True)
    parser.add_argument("--limit", type=int, help="only the first so many articles; such figures cannot be frozen")
    parser.add_argument(
        "--freeze", type=Path, nargs="?", const=Path(), metavar="FILE",
        help=f"write the figures to FILE, or to benchmarks/frozen/{task}-SPLIT.json when no file is named",
    )  # fmt: skip
    parser.add_argument("--date", help="the day of the run, for the frozen file: 2026-04-01")
    return parser


def check(options: argparse.Namespace) -> None:
    """Raises SystemExit when options do not go together."""
    if options.freeze is not None and options.limit is not None:
        raise SystemExit("--freeze wants all articles: leave --limit out")
    if options.freeze is not None and not options.date:
        raise SystemExit("--freeze wants --date, the day of the run: a benchmark reads no clock")


def freeze(frozen: Frozen, file: Path) -> Path:
    """Writes a frozen file, one figure a line, and returns where; `Path()` stands for the usual place."""
    if file == Path():
        file = FROZEN / f"{frozen.task}-{frozen.split}.json"
    whole = msgspec.to_builtins(frozen)
    figures = {name: _rounded(figure) for name, figure in whole.pop("figures").items()}
    head = json.dumps(whole, indent=2, ensure_ascii=False).removesuffix("\n}")
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(figure)}" for name, figure in figures.items())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{head},\n  "figures": {{\n{lines}\n  }}\n}}\n', encoding="utf-8")
    return file


def thawed(file: Path) -> Frozen:
    """A frozen file read back. Raises msgspec.ValidationError when it is none."""
    return msgspec.json.decode(file.read_bytes(), type=Frozen)


def _rounded(figure: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, DECIMALS) if isinstance(value, float) else value for name, value in figure.items()}


def shipped_weights() -> Weights:
    """Version and sha256 of the weights beside this sayso. Raises ValueError when graph and card disagree."""
    folder = files("sayso.parse").joinpath("weights")
    weights = msgspec.json.decode(folder.joinpath("model.json").read_bytes(), type=Weights)
    found = hashlib.sha256(folder.joinpath("model.onnx").read_bytes()).hexdigest()
    if found != weights.sha256:
        raise ValueError(f"model.onnx has sha256 {found[:12]}, but its card says {weights.sha256[:12]}: export the model again")
    return weights


def held_out(key: str) -> bool:
    """Whether a sentence or article of a corpus without splits is kept for measuring: a fifth, as in training/corpora."""
    return hashlib.sha256(key.encode()).digest()[0] % 5 == 0


def sayso_version() -> str:
    """The version in this checkout's pyproject.toml, which is the sayso that is run."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def machine() -> str:
    """The machine in words: processor, cores, system, Python; nothing that names it."""
    model = platform.processor() or platform.machine()
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        names = [line.partition(":")[2].strip() for line in listing.read_text().splitlines() if line.startswith("model name")]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def command(task: str, given: Sequence[str]) -> str:
    """The command line as it can be told to others: of every path only its last name.

    >>> command("speed", ["--data", "/home/someone/news/wikinews_2019.csv", "--freeze"])
    'python -m benchmarks.speed --data wikinews_2019.csv --freeze'
    """
    words = []
    for argument in given:
        option, equals, value = argument.partition("=") if argument.startswith("--") else ("", "", argument)
        words.append(f"{option}{equals}{Path(value).name if os.sep in value or '/' in value else value}")
    return " ".join(["python", "-m", f"benchmarks.{task}", *words])


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column is words, the others are numbers.

    >>> print(table(["system", "F1"], [["ours", 1.25], ["theirs", None]]))
    | system | F1 |
    |---|---:|
    | ours | 1.2 |
    | theirs | – |
    """
    lines = [header, ["---", *["---:"] * (len(header) - 1)]]
    told = [f"| {' | '.join(lines[0])} |", f"|{'|'.join(lines[1])}|"]
    told.extend(f"| {' | '.join(_cell(value) for value in row)} |" for row in rows)
    return "\n".join(told)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.1f}" if isinstance(value, float) else str(value)
