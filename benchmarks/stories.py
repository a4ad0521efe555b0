"""Stories: which articles tell one happening, on sets that others grouped, scored by B-cubed (Bagga & Baldwin 1998).

Precision: the mean over articles of how much of the article's predicted story is of its gold one; recall: the other way round.
AllSides' stream has dates, but those of its round-ups, which all members of a story share; each is moved by a normal amount of
0.7 days, from a fixed seed, so that a date cannot give the answer. NeuS has a headline and a lead and no dates, ECB+ whole
texts with twin happenings of one kind. The articles go through the parse, a record and `relate`, as a user's would.

`--split` is a file's name without its ending. How much likeness makes a story was set on three eighths of neus_train and on
ecb_train alone; what a likeness is was designed while looking at the first three of SPLITS. What ends in test or _b was not seen.
"""

import argparse
import json
import lzma
import random
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import numpy as np

from benchmarks import harness
from benchmarks.harness import Figure, Tally
from sayso.relate import likeness

TASK = "stories"
DATA = "AllSides stream, NeuS and ECB+ sub-topics"
SPLITS = ("allsides_stream_a", "neus_val", "ecb_dev", "allsides_stream_b", "neus_test", "ecb_test", "neus_train", "ecb_train")
JITTER_DAYS, SEED = 0.7, 20_260_401


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


def by_sayso(articles: Sequence[Article], vector: int | None = None) -> dict[str, str]:
    """The story that sayso puts each article in, by the articles' ids; with `vector`, that weight of vectors is tried."""
    from sayso.core.document import Block, Document, sha256_of
    from sayso.core.parse import Parse
    from sayso.core.reading import Reading
    from sayso.core.span import Span
    from sayso.core.stories import Sketch
    from sayso.parse import parse
    from sayso.pipeline import relate
    from sayso.relate.sketches import sketch
    from sayso.store import open_record

    ids: dict[str, str] = {}
    drawn: list[Sketch] = []
    with TemporaryDirectory() as folder, open_record(Path(folder) / "stories.sayso") as record:
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
            read = Reading(document).adding(Parse, (parse(document),))
            drawn.append(sketch(read))
            record.add(Reading(document).adding(Sketch, drawn[-1:]))
            ids[document.id] = article.id
        if vector is not None:
            likeness.LINE_AT, likeness.LINE_UP = line(drawn)
            likeness.VECTOR = vector
        relate(record)
        return {ids[id]: story.id for story in record.stories(alone=True) for id in (one.document_id for one in story.documents)}


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
    options = parser.parse_args(given)
    harness.check(options)
    if options.vector is not None and options.freeze is not None:
        raise SystemExit("--freeze wants sayso as it is: set VECTOR in relate/likeness.py and leave --vector out")
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    weights = harness.shipped_weights()
    articles = corpus(options.data, options.split, options.limit)
    found = by_sayso(articles, options.vector)
    figures = score(articles, found)
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
