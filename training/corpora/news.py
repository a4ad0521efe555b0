"""News without marks: Wikinews of 2019 and the training texts of Worldwide, read by sayso as it ships.

Teachers say what every head should find in them (training.train --teachers). What the grammar of events finds is kept as weak
labels of trigger words, the other words are unknown; sentences start where the parser says.
"""

import csv
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import held_out
from sayso.core.data import Event
from sayso.core.document import Block, Document, sha256_of
from sayso.parse.tokens import tokens
from sayso.parse.windows import parted
from sayso.pipeline import analyse
from training.corpora.examples import PIECES, Example, make, paragraphs_of, tokens_of

LONGEST = 12_000  # characters of an article that are read


def examples(data: Path) -> Iterator[Example]:
    """The windows of each article in order."""
    for name, text in articles(data):
        yield from of(name, text[: text.rfind("\n", 0, LONGEST) + 1] if len(text) > LONGEST else text)


def articles(data: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of each article, without the fifth of Wikinews that is kept for measuring."""
    yield from ((name, text) for name, text, _ in wikinews(data) if not held_out(name))
    kept = {
        line.split("\t")[0].split(".")[0]
        for line in (data / "ner_worldwide" / "train.files").read_text(encoding="utf-8").splitlines()
    }
    with lzma.open(data / "ner_worldwide" / "original_articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if article["id"] in kept:
                yield article["id"], article["text"]


def wikinews(data: Path) -> Iterator[tuple[str, str, str]]:
    """(name, text, day of publication) of each article of Wikinews."""
    with (data / "wikinews" / "wikinews_2019.csv").open(encoding="utf-8", newline="") as file:
        for n, row in enumerate(csv.DictReader(file)):
            yield f"wikinews-{n}", f"{row['title']}\n{row['text']}", row["date"]


def of(name: str, text: str) -> Iterator[Example]:
    """The windows of one text."""
    paragraphs = paragraphs_of(text)
    blocks = tuple(Block(span=span, role="paragraph") for span in paragraphs)
    if not blocks:
        return
    reading = analyse(Document(text=text, text_sha256=sha256_of(text), blocks=blocks))
    parsed = reading.parse
    begins = {parsed.tokens[sentence.first].span.start for sentence in parsed.sentences}
    events = reading.of(Event)
    for paragraph in paragraphs:
        for run in parted(text, tokens(text, paragraph.start, paragraph.end), PIECES):
            example = make("news", name, text, run, paragraphs)
            example.starts = [int(i == 0 or token.start in begins) for i, token in enumerate(run)]
            example.types, example.realis = [None] * len(run), [None] * len(run)
            for event in events:
                at = tokens_of((event.trigger.start, event.trigger.end), run)
                if at and run[0].start <= event.trigger.start and event.trigger.end <= run[-1].end:
                    for i in range(*at):
                        example.types[i], example.realis[i] = event.event_type, event.realis
            yield example
