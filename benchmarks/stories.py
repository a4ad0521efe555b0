"""Stories: which articles tell one happening, on sets that others grouped, scored by B-cubed (Bagga & Baldwin 1998).

Precision: the mean over articles of how much of the article's predicted story is of its gold one; recall: the other way round.
AllSides' stream has dates, but those of its round-ups, which all members of a story share; each is moved by a normal amount of
0.7 days, from a fixed seed, so that a date cannot give the answer. NeuS has a headline and a lead and no dates, ECB+ whole
texts with twin happenings of one kind. The articles go through the parse, a record and `relate`, as a user's would.

Beside it what the parse's vectors group alone, by average linkage that is cut where it is best for the set: no reader of a record
gets that, but it tells how much the vectors know. `--encoder FOLDER` does the same with those of the encoder as it was
published, and groups as sayso does with either's vectors beside the words, at the weight that is best for the set.

`--split` is a file's name without its ending. How much likeness makes a story was set on three eighths of neus_train and on
ecb_train alone; what a likeness is was designed while looking at the first three of SPLITS. What ends in test or _b was not seen.
"""

import argparse
import json
import lzma
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import msgspec
import numpy as np

from benchmarks import harness
from benchmarks.harness import Figure, Floats2d, Tally
from sayso.core.document import Block, Document, sha256_of
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.core.stories import Sketch
from sayso.parse import LEADING, parse
from sayso.parse.model import Model, shipped
from sayso.parse.windows import Window
from sayso.pipeline import relate
from sayso.relate import likeness
from sayso.relate.sketches import signed, sketch
from sayso.store import open_record

TASK = "stories"
DATA = "AllSides stream, NeuS and ECB+ sub-topics"
SPLITS = ("allsides_stream_a", "neus_val", "ecb_dev", "allsides_stream_b", "neus_test", "ecb_test", "neus_train", "ecb_train")
JITTER_DAYS, SEED = 0.7, 20_260_401
# How much vectors may count beside words, in hundredths, to find the best.
WEIGHTS = (5, 10, 20, 30, 40)
# Cosines at which average linkage is stopped, to find the best.
CUTS = tuple(cut / 100 for cut in range(95, 29, -1))


class Article(msgspec.Struct, frozen=True):
    """One article of a set; `story` is the gold's name for its story, `day` a date or None."""

    id: str
    story: str
    outlet: str
    headline: str
    text: str
    day: str | None


def corpus(folder: Path, split: str, limit: int | None) -> list[Article]:
    """The articles of a file, dates moved. Raises SystemExit when the folder has none of that name."""
    files = [folder / f"{split}.jsonl.xz", folder / f"{split}.jsonl"]
    file = next((one for one in files if one.exists()), None)
    if file is None:
        raise SystemExit(f"{folder.name} holds no {files[0].name} or {files[1].name}: name another --split")
    with lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8") as lines:
        return moved([json.loads(line) for line in lines][:limit])


def moved(rows: Sequence[dict[str, Any]]) -> list[Article]:
    """The rows as articles, each date moved on its own, in the order of the file."""
    chance = random.Random(SEED)
    found = []
    for row in rows:
        day = None
        if row.get("date"):
            day = (datetime.fromisoformat(row["date"]) + timedelta(days=chance.gauss(0, JITTER_DAYS))).date().isoformat()
        found.append(Article(row["id"], row["story"], row["src"], row["title"].strip(), row["text"].strip(), day))
    return found


class Windows:
    """The model that ships, which keeps the windows that it is run on."""

    def __init__(self) -> None:
        self._model = shipped()
        self.kept: list[Window] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def scores(self, window: Window) -> dict[str, Any]:
        self.kept.append(window)
        return self._model.scores(window)


class Read(msgspec.Struct, frozen=True):
    """An article as it is read: its document, its sketch, and the leading windows, those that make its vector."""

    document: Document
    sketch: Sketch
    windows: list[Window]


def read(articles: Sequence[Article]) -> list[Read]:
    """Each article as a user's would be read."""
    found = []
    for article in articles:
        head = f"{article.headline}\n\n" if article.headline else ""
        text = head + article.text
        blocks = [Block(span=Span(0, len(article.headline)), role="headline")] if head else []
        if article.text:
            blocks.append(Block(span=Span(len(head), len(text)), role="paragraph"))
        document = Document(
            text=text, text_sha256=sha256_of(text), blocks=tuple(blocks), outlet=article.outlet or None,
            headline=article.headline or None, published=article.day, origin=article.id, url=article.id,
        )  # fmt: skip
        windows = Windows()
        reading = Reading(document).adding(Parse, (parse(document, cast(Model, windows)),))
        found.append(Read(document, sketch(reading), windows.kept[:LEADING]))
    return found


def by_sayso(some: Sequence[Read], vector: int | None = None) -> dict[str, str]:
    """The story that sayso puts each article in, by the articles' ids; with `vector`, that weight of vectors is tried."""
    ids = {one.document.id: one.document.origin for one in some}
    with TemporaryDirectory() as folder, open_record(Path(folder) / "stories.sayso") as record:
        for one in some:
            record.add(Reading(one.document).adding(Sketch, (one.sketch,)))
        if vector is not None:
            likeness.LINE_AT, likeness.LINE_UP = line([one.sketch for one in some])
            likeness.VECTOR = vector
        relate(record)
        return {ids[id]: story.id for story in record.stories(alone=True) for id in (one.document_id for one in story.documents)}


def weighed(articles: Sequence[Article], some: Sequence[Read]) -> Figure:
    """What sayso's own grouping gives with vectors beside the words, at the weight of WEIGHTS that is best for these articles."""
    tried = [score(articles, by_sayso(some, weight))["b-cubed"] for weight in WEIGHTS]
    return max(tried, key=lambda figure: figure.value)


def with_vectors(some: Sequence[Read], vectors: Floats2d) -> list[Read]:
    """The same articles with other vectors in their sketches."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    sketches = [msgspec.structs.replace(one.sketch, vector=signed(row.tolist())) for one, row in zip(some, unit, strict=True)]
    return [Read(one.document, sketch, one.windows) for one, sketch in zip(some, sketches, strict=True)]


def by_vectors(vectors: Floats2d) -> Iterator[dict[int, int]]:
    """For each of CUTS, the highest first, the story of each article by average linkage of the cosines of their vectors."""
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -np.inf)
    size = np.ones(len(alike))
    story = dict(enumerate(range(len(alike))))
    likest = alike.max(1, initial=-np.inf)
    for cut in CUTS:
        while len(alike) and likest.max() >= cut:
            one = int(likest.argmax())
            other = int(alike[one].argmax())
            mean = (alike[one] * size[one] + alike[other] * size[other]) / (size[one] + size[other])
            mean[[one, other]] = -np.inf
            stale = (likest == alike[one]) | (likest == alike[other])
            alike[one] = alike[:, one] = mean
            alike[other] = alike[:, other] = -np.inf
            size[one] += size[other]
            stale[[one, other]] = True
            likest = np.where(stale, alike.max(1), np.maximum(likest, mean))
            story = {n: one if at == other else at for n, at in story.items()}
        yield story


def published(some: Sequence[Read], folder: Path) -> Floats2d:
    """The vectors of the encoder as it was published, of the same windows, their mean for each article. Wants torch."""
    import torch
    from safetensors.torch import load_file

    from training.model import Sizes
    from training.train import Teacher

    torch.set_num_threads(1)
    labels = {name: len(values) for name, values in shipped().card.labels.items()}
    teacher = Teacher(load_file(folder / "model.safetensors"), Sizes(labels=labels), "cpu")
    found = []
    for one in some:
        pieces = [torch.from_numpy(window.pieces)[None] for window in one.windows]
        vectors = [teacher({"pieces": some, "mask": torch.zeros(1, 1, 1, some.shape[1])}).numpy()[0] for some in pieces]
        found.append(np.mean(vectors, axis=0, dtype=np.float64))
    return np.stack(found)


def line(sketches: Sequence[Any]) -> tuple[int, int]:
    """LINE_AT and LINE_UP as the pairs of these sketches that share words give them, by least squares; printed to be kept."""
    index = likeness.Index()
    pairs: list[tuple[int, int]] = []
    likeness.VECTOR = 0
    for one in sketches:
        pairs += ((shared, likeness.cosine(one.vector, other.vector)) for other, shared in index.like(one))
        index.add(one)
    up, at = np.polyfit(*np.array(pairs, dtype=np.float64).T, 1)
    print(f"LINE_AT, LINE_UP = {round(at)}, {round(1000 * up)}")
    return round(at), round(1000 * up)


def best(articles: Sequence[Article], vectors: Floats2d) -> Figure:
    """What vectors group alone, with the cut that is best for these articles."""
    tried = [{articles[n].id: str(story) for n, story in found.items()} for found in by_vectors(vectors)]
    return max((score(articles, found)["b-cubed"] for found in tried), key=lambda figure: figure.value)


def score(articles: Sequence[Article], found: dict[str, str]) -> dict[str, Figure]:
    """B-cubed over articles, with an interval by gold story."""
    gold = Counter(article.story for article in articles)
    predicted = Counter(found[article.id] for article in articles)
    both = Counter((article.story, found[article.id]) for article in articles)
    tally = Tally()
    for article in articles:
        common = both[article.story, found[article.id]]
        right, whole = common / predicted[found[article.id]], common / gold[article.story]
        tally.hits("b-cubed", article.story, 1, 1, right, whole)  # type: ignore[arg-type]  # shares of articles, summed
    return tally.figures(sorted(gold))


def report(figures: dict[str, Figure]) -> str:
    """The figures as a table."""
    rows = [[name, f.precision, f.recall, f.value, f"{f.low:.1f} to {f.high:.1f}"] for name, f in figures.items()]
    return harness.table(["measure", "precision", "recall", "F1", "95 %"], rows)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser = harness.arguments(TASK, "Articles in stories, by B-cubed.", SPLITS)
    parser.add_argument(
        "--vector", type=int, metavar="HUNDREDTHS",
        help="how much the parse's vector counts beside the words, in place of VECTOR in relate/likeness.py; not to be frozen",
    )  # fmt: skip
    parser.add_argument(
        "--encoder", type=Path, help="the folder of the encoder as it was published, whose vectors group alone too"
    )
    options = parser.parse_args(given)
    harness.check(options)
    if options.vector is not None and options.freeze is not None:
        raise SystemExit("--freeze wants sayso as it is: set VECTOR in relate/likeness.py and leave --vector out")
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    weights = harness.shipped_weights()
    articles = corpus(options.data, options.split, options.limit)
    some = read(articles)
    found = by_sayso(some, options.vector)
    figures = score(articles, found)
    figures["vectors"] = best(articles, np.stack([np.frombuffer(one.sketch.vector, np.int8).astype(np.float64) for one in some]))
    if options.encoder is not None:
        others = published(some, options.encoder)
        figures["published"] = best(articles, others)
        figures["weighed"] = weighed(articles, some)
        figures["weighed_published"] = weighed(articles, with_vectors(some, others))
    counts = {
        "articles": len(articles),
        "gold stories": len({article.story for article in articles}),
        "predicted stories": len(set(found.values())),
    }
    print(f"sayso on {DATA}, {options.split}: {', '.join(f'{count} {name}' for name, count in counts.items())}\n")
    print(report(figures))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data=DATA, system="sayso", sayso=harness.sayso_version(), weights=weights,
            date=options.date, machine=harness.machine(), command=harness.command(TASK, given), counts=counts, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
