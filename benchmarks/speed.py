"""Speed: articles and words a second on one core, start-up, memory, and how much of the time the model takes.

Articles of 450 words, a common length of a news report, are cut from the texts given (from the examples that ship with
sayso when none are), paragraph by paragraph, so that every article costs alike. One process on one core reads them in
several passes; the middle pass counts, the least and the most stand beside it. Rates are told by the clock and by the
process's own time, which others' work on the machine lengthens less. Start-up is measured apart, in processes of its own: the
clock time of `sayso --help`, of importing what reads with its weights, and of one article given to `sayso read --json`,
the middle of five runs.

What each stage costs is told by the process's own time and as ratios within one pass: word pieces a second of the bare
graph and of the parse around it, and what extracting, resolving and storing add, in percent of the parse.

A fixed loop in Python and numpy is timed beside each pass. Articles a second times its seconds is articles a loop, a
figure that can be compared between machines better than a clock can. It does what sayso does (dictionaries, strings and
small products of matrices), but it is no int8 arithmetic: a processor with instructions for that gains by more than it tells.
"""

import argparse
import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import numpy as np

from benchmarks import harness
from benchmarks.harness import Figure

TASK = "speed"
WORDS = 450
# Enough for a pass of some seconds; fewer texts than that are read again in another order of cutting.
ARTICLES = 40
PASSES = 5
STARTS = 5
SAYSO = "import sys; from sayso.cli import main; sys.argv[0] = 'sayso'; main()"
LOAD = "import sayso.pipeline; from sayso.parse.model import shipped; shipped()"


class Pass(msgspec.Struct, frozen=True):
    """One reading of all articles: its seconds by the clock and of the process, storing left out; seconds of the process by
    stage ("graph", "parse", each extractor, "places", "resolve"; "analyse" for all of these, "store" for the record); word
    pieces read; and seconds of the loop before it."""

    clock: float
    process: float
    stages: dict[str, float]
    pieces: int
    loop: float


# Who, where, when and how many.
REFERENCES = ("mentions", "quantities", "times", "places", "resolve")


def texts(data: Path | None) -> list[str]:
    """The texts at a path: a CSV with a column "text", a folder of .txt files, or one such file; sayso's examples for None."""
    if data is None:
        with as_file(files("sayso").joinpath("examples")) as examples:
            return texts(Path(examples))
    if data.suffix == ".csv":
        csv.field_size_limit(10**8)
        with data.open(encoding="utf-8", newline="") as rows:
            return [row["text"] for row in csv.DictReader(rows)]
    found = sorted(data.rglob("*.txt")) if data.is_dir() else [data]
    if not found:
        raise ValueError(f"no .txt file in {data.name}: give a folder of texts or a CSV with a column named text")
    return [file.read_text(encoding="utf-8") for file in found]


def articles(sources: Sequence[str], count: int, words: int = WORDS) -> list[str]:
    """`count` articles of `words` words each, cut one after the other from the texts' paragraphs, round and round.

    >>> articles(["one two three", "four"], count=2, words=3)
    ['one two three', 'four\\n\\none two']
    """
    paragraphs = [line.split() for text in sources for line in text.splitlines() if line.strip()]
    if not paragraphs:
        raise ValueError("the texts hold no word: there is nothing to time")
    flow = _round_and_round(paragraphs)
    made: list[str] = []
    left: list[str] = []
    while len(made) < count:
        article: list[str] = []
        room = words
        while room:
            paragraph = left or next(flow)
            article.append(" ".join(paragraph[:room]))
            left = paragraph[room:]
            room -= min(room, len(paragraph))
        made.append("\n\n".join(article))
    return made


def _round_and_round(paragraphs: Sequence[list[str]]) -> Iterator[list[str]]:
    while True:
        yield from paragraphs


def loop() -> float:
    """Seconds that a fixed piece of work takes on this machine: 0.1 to 1 on those of 2026."""
    start = time.perf_counter()
    seen: dict[str, int] = {}
    for i in range(500_000):
        word = f"w{i * 7919 % 10_007}"
        seen[word] = seen.get(word, 0) + len(word)
    # Products this small stay on one thread in every build of numpy.
    square = np.linspace(-1, 1, 48 * 48, dtype=np.float32).reshape(48, 48)
    for _ in range(20_000):
        square = np.tanh(square @ square)
    if not seen or not np.isfinite(square).all():
        raise ArithmeticError("the loop that other timings are compared with went wrong")
    return time.perf_counter() - start


def passes(made: Sequence[str], count: int) -> list[Pass]:
    """The timings of `count` readings of all articles, after one article that is not timed."""
    from sayso import pipeline
    from sayso.read import document
    from sayso.store import open_record

    def read(text: str) -> Any:
        return pipeline.analyse(document(text.encode("utf-8"), medium="text"))

    read(made[0])
    found = []
    for _ in range(count):
        beside, clock, process = loop(), 0.0, 0.0
        with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "speed.sqlite") as record, _watched() as seen:
            for text in made:
                begun, spent = time.perf_counter(), time.process_time()
                reading = read(text)
                process += time.process_time() - spent
                clock += time.perf_counter() - begun
                spent = time.process_time()
                record.add(pipeline.remembered(reading))
                seen["store"] += time.process_time() - spent
        found.append(Pass(clock, process, {k: v for k, v in seen.items() if k != "pieces"}, int(seen["pieces"]), beside))
    return found


@contextmanager
def _watched() -> Iterator[Counter[str]]:
    """Adds up seconds of the process by stage, and the word pieces that the graph is given, while it is open."""
    from sayso import pipeline
    from sayso.parse.model import Model

    seen: Counter[str] = Counter()

    def timed(stage: str, function: Callable[..., Any], whole: Callable[[Any], Any] = lambda value: value) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            start = time.process_time()
            result = whole(function(*given))
            seen[stage] += time.process_time() - start
            return result

        return run

    graph = timed("graph", Model.scores)

    def scores(model: Model, window: Any) -> Any:
        seen["pieces"] += int((window.last - window.first + 1).sum())
        return graph(model, window)

    with ExitStack() as stack:
        stack.enter_context(patch.object(Model, "scores", scores))
        for stage in ("analyse", "parse", "resolve"):
            stack.enter_context(patch.object(pipeline, stage, timed(stage, getattr(pipeline, stage))))
        stack.enter_context(patch.object(pipeline, "places", timed("places", pipeline.places, tuple)))
        for one in pipeline.extractors():
            stack.enter_context(patch.object(one, "extract", timed(one.__name__.rpartition(".")[2], one.extract, tuple)))
        yield seen


def peak_memory() -> float:
    """The most memory this process has held so far, in MB (10^6 bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def seconds_of(program: str, arguments: Sequence[str] = (), given: str = "") -> list[float]:
    """Clock seconds of each of several runs of a Python program in a process of its own.

    Raises RuntimeError with its last words when it fails.
    """
    import sayso

    folder = str(Path(str(sayso.__file__)).resolve().parent.parent)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([folder, os.environ.get("PYTHONPATH", "")])}
    taken = []
    for _ in range(STARTS):
        start = time.perf_counter()
        run = subprocess.run(
            [sys.executable, "-c", program, *arguments], input=given.encode(), capture_output=True, env=environment, check=False
        )
        taken.append(time.perf_counter() - start)
        if run.returncode:
            raise RuntimeError(f"{program!r} with {list(arguments)} failed: {run.stderr.decode(errors='replace')[-500:]}")
    return taken


def on_one_core() -> None:
    """Keeps this process and those it starts on one core, where the system can."""
    if sys.platform != "linux":
        return
    one = min(os.sched_getaffinity(0))
    # When it is imported, onnxruntime 1.32 looks whether the wide registers for products of int8 (AMX) outlast a move to another
    # core, and leaves them alone where there is none: a process pinned before that runs the graph at two thirds of its speed.
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    import onnxruntime  # noqa: F401

    os.sched_setaffinity(0, {one})


def figures(timed: Sequence[Pass], count: int, starts: Mapping[str, Sequence[float]], memory: float) -> dict[str, Figure]:
    """All figures of `count` articles read in these passes; `starts` are seconds by what was started."""

    def over(value: Callable[[Pass], float]) -> Figure:
        return _middle([value(one) for one in timed])

    def cost(stage: str) -> Figure:
        return over(lambda one: 100 * one.stages[stage] / one.stages["parse"])

    added = [stage for stage in timed[0].stages if stage not in ("analyse", "graph", "parse", "store")]
    return {
        "articles_a_second": over(lambda one: count / one.clock),
        "words_a_second": over(lambda one: count * WORDS / one.clock),
        "articles_a_process_second": over(lambda one: count / one.process),
        "articles_a_loop": over(lambda one: count / one.clock * one.loop),
        "loop_seconds": over(lambda one: one.loop),
        "model_share": over(lambda one: 100 * one.stages["graph"] / one.process),
        "graph_pieces_a_second": over(lambda one: one.pieces / one.stages["graph"]),
        "parse_pieces_a_second": over(lambda one: one.pieces / one.stages["parse"]),
        "parse_over_graph": over(lambda one: 100 * (one.stages["parse"] / one.stages["graph"] - 1)),
        # All that is not the parse, so that no stage is left out.
        "after_parse": over(lambda one: 100 * (one.stages["analyse"] / one.stages["parse"] - 1)),
        **{f"after_parse.{stage}": cost(stage) for stage in added},
        "references_over_parse": over(
            lambda one: 100 * sum(one.stages.get(stage, 0.0) for stage in REFERENCES) / one.stages["parse"]
        ),
        "events_over_rest": over(lambda one: 100 / (one.stages["analyse"] / one.stages["events"] - 1)),
        "storing": cost("store"),
        **{f"{name}_seconds": _middle(taken) for name, taken in starts.items()},
        "peak_memory_mb": Figure(value=memory),
    }


def _middle(values: Sequence[float]) -> Figure:
    return Figure(value=statistics.median(values), low=min(values), high=max(values))


def report(found: Mapping[str, Figure]) -> str:
    def number(value: float | None) -> str | None:
        return None if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.2f}"

    rows = ([name, number(one.value), number(one.low), number(one.high)] for name, one in found.items())
    return harness.table(["one core", "middle", "least", "most"], rows)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser = harness.arguments(TASK, "Articles and words a second on one core, start-up and memory.", [])
    parser.add_argument("--articles", type=int, default=ARTICLES, help="how many articles a pass reads (default %(default)s)")
    options = parser.parse_args(given)
    harness.check(options)
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    on_one_core()
    split = options.data.stem if options.data else "examples"
    made = articles(texts(options.data), options.limit or options.articles)
    weights = harness.shipped_weights()
    starts = {
        "help": seconds_of(SAYSO, ["--help"]),
        "load": seconds_of(LOAD),
        "first_article": seconds_of(SAYSO, ["read", "--json", "-"], made[0]),
    }
    found = figures(passes(made, PASSES), len(made), starts, peak_memory())
    print(f"sayso {harness.sayso_version()} on {harness.machine()}: {len(made)} articles of {WORDS} words from {split}\n")
    print(report(found))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=split, data=split, system="sayso", sayso=harness.sayso_version(), weights=weights,
            date=options.date, machine=harness.machine(), command=harness.command(TASK, given),
            counts={"articles": len(made), "words an article": WORDS, "passes": PASSES}, figures=found,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
