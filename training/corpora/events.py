"""Events: the sentences and articles of training/written/events, PLV, CASIE, and factuality by UW and UDS.

Each gives what it has: `types` and `realis` of trigger words, `parts` from a trigger to the words of its roles, `pairs` of
participants with the type of what the first does to the second, `happening` (CASIE's realis) and `factuality` from -3 (did
not happen) to 3 (did) of any word. Of PLV and CASIE the dev split is what `benchmarks.harness.held_out` keeps for measuring.
"""

from __future__ import annotations

import csv
import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.harness import held_out
from sayso.core.span import Span
from sayso.parse.tokens import tokens
from sayso.parse.windows import parted
from training.corpora import marked, written
from training.corpora.examples import PIECES, Example, make, paragraphs_of, tokens_of
from training.corpora.happenings import MODES, Happening, Page, pages

TYPES = ("O", *MODES)
PARTS = ("none", "actor", "recipient", "place", "time")
PAIRS = ("none", *MODES)
HAPPENING = ("Actual", "Generic", "Other")
# PLV has one label for two types.
YIELD = ("CONCEDE", "RETREAT")
PLV_ROWS, CASIE_EVENTS, UW_EVENTS, UDS_SENTENCES = 1050, 8485, 9422, 9098

Chars = tuple[int, int]


def examples(data: Path, split: str) -> Iterator[Example]:
    """PLV, CASIE, UW and UDS; `split` is "train" or "dev"."""
    yield from plv(data / "plv", split)
    yield from casie(data / "casie.tar.xz", split)
    yield from uw(data / "factuality" / "UW", split)
    if split == "train":
        yield from uds(data / "factuality" / "UDS_IH2")


def own(folder: Path) -> Iterator[Example]:
    """One example a paragraph of every file of marked events in `folder`."""
    for path in sorted(folder.glob("*.txt")):
        for page in pages(path):
            yield from of(page, "events")


def reviewed(data: Path, split: str) -> Iterator[Example]:
    """One example a paragraph of the news whose acts the authors marked, and of the minimal pairs, which do not say when."""
    for page in marked.articles(data, split):
        yield from of(page, "marked")
    for page in marked.pairs(split):
        for example in of(page, "pairs"):
            example.parts = None
            yield example


def of(page: Page, corpus: str) -> Iterator[Example]:
    """One example a paragraph of a marked text."""
    paragraphs = paragraphs_of(page.text)
    for paragraph in paragraphs:
        for run in parted(page.text, tokens(page.text, paragraph.start, paragraph.end), PIECES):
            example = make(corpus, page.where, page.text, run, paragraphs)
            label(example, page.events, run)
            yield example


def attributions(folder: Path) -> Iterator[Example]:
    """The articles of `folder` that mark attributions too, as training/written gives its own."""
    for path in sorted(folder.glob("articles_*.txt")):
        for page in pages(path):
            if page.attributions:
                yield from written.of(page.article)


def label(example: Example, events: Sequence[Happening], run: Sequence[Span]) -> None:
    """Sets what the marks say of the words of one window."""
    size = len(run)
    example.types = ["O"] * size
    example.realis = [None] * size
    example.parts, example.pairs = [], []
    known: dict[Chars, int] = {}
    joined: dict[tuple[Chars, Chars], str] = {}
    for event in events:
        for span in event.trigger:
            at = tokens_of(span, run)
            if not at or span[0] < run[0].start or run[-1].end < span[1]:
                continue
            for i in range(*at):
                if example.types[i] == "O":
                    example.types[i], example.realis[i] = event.type, event.realis
            parts = {}
            for role in PARTS[1:]:
                for part in getattr(event, role):
                    found = tokens_of(part, run)
                    if found:
                        parts |= dict.fromkeys(range(*found), role)
            example.parts.append((at[0], parts))
        for span in (*event.actor, *event.recipient):
            found = tokens_of(span, run)
            if found:
                known[span] = found[1] - 1
        joined |= {(a, r): event.type for a in event.actor for r in event.recipient}
    for one, i in known.items():
        for other, j in known.items():
            if i != j:
                example.pairs.append((i, j, (joined.get((one, other), "none"),)))


def plv(folder: Path, split: str) -> Iterator[Example]:
    """A sentence a row, with its marked pair."""
    with (folder / "PLV_train.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    if len(rows) != PLV_ROWS:
        raise ValueError(f"PLV has {len(rows)} rows, not {PLV_ROWS}")
    for row in rows:
        if held_out(row["sentence"]) != (split == "dev"):
            continue
        text, spans = unmarked(row["marked_sentence"])
        root = row["gold_root"]
        # A sentence longer than a window is cut; the pair must lie in one piece.
        for run in parted(text, tokens(text), PIECES):
            source, target = (tokens_of(spans[name], run) if name in spans else None for name in "st")
            if source and target and source != target:
                example = make("plv", f"plv-{row['sentence_id']}", text, run)
                example.pairs = [(source[1] - 1, target[1] - 1, YIELD if root == "YIELD" else (root,))]
                yield example


def unmarked(text: str) -> tuple[str, dict[str, Chars]]:
    """The text without <s>…</s> and <t>…</t>, and where they were.

    >>> unmarked("<s>A</s> hit <t>B</t>.")
    ('A hit B.', {'s': (0, 1), 't': (6, 7)})
    """
    plain, spans, starts, at = "", {}, {}, 0
    while at < len(text):
        for name in "st":
            if text.startswith(f"<{name}>", at):
                starts[name] = len(plain)
                at += 3
                break
            if text.startswith(f"</{name}>", at):
                spans[name] = (starts.get(name, 0), len(plain))
                at += 4
                break
        else:
            plain += text[at]
            at += 1
    return plain, spans


def casie(path: Path, split: str) -> Iterator[Example]:
    """The paragraphs of the articles, with the realis of each trigger word."""
    count = 0
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            if not member.name.endswith(".json"):
                continue
            file = archive.extractfile(member)
            article: dict[str, Any] = json.load(io.TextIOWrapper(file, encoding="utf-8"))  # type: ignore[arg-type]
            text = article["content"]
            nuggets = [
                (e["nugget"]["startOffset"], e["nugget"]["endOffset"], e["realis"])
                for hopper in article.get("cyberevent", {}).get("hopper", ())
                for e in hopper["events"]
            ]
            count += len(nuggets)
            name = Path(member.name).stem
            if held_out(name) != (split == "dev"):
                continue
            for paragraph in paragraphs_of(text):
                for run in parted(text, tokens(text, paragraph.start, paragraph.end), PIECES):
                    example = make("casie", f"casie-{name}", text, run)
                    example.happening = [None] * len(run)
                    for start, end, realis in nuggets:
                        if run[0].start <= start and end <= run[-1].end and (at := tokens_of((start, end), run)):
                            for i in range(*at):
                                example.happening[i] = realis
                    if any(example.happening):
                        yield example
    if count != CASIE_EVENTS:
        raise ValueError(f"CASIE has {count} events, not {CASIE_EVENTS}")


def uw(folder: Path, split: str) -> Iterator[Example]:
    """A sentence each, with the factuality of its events."""
    count = 0
    lines = (folder / f"{split}.conll").read_text(encoding="utf-8")
    for n, block in enumerate(lines.split("\n\n")):
        rows = [cells for cells in (line.split("\t") for line in block.split("\n")) if len(cells) > 2]
        scores = [None if row[2] == "_" else float(row[2]) for row in rows]
        count += sum(score is not None for score in scores)
        if rows:
            yield from spoken("uw", f"uw-{split}-{n}", [row[1] for row in rows], scores)
    if split == "train" and count != UW_EVENTS:
        raise ValueError(f"UW train has {count} events, not {UW_EVENTS}")


def uds(folder: Path) -> Iterator[Example]:
    """UDS-IH2 on the train part of EWT."""
    lines = (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
    if len(lines) != UDS_SENTENCES:
        raise ValueError(f"UDS-IH2 train has {len(lines)} sentences, not {UDS_SENTENCES}")
    for n, line in enumerate(lines):
        one = json.loads(line)
        words = one["text"].split(" ")
        scores: list[float | None] = [None] * len(words)
        for target in one["targets"]:
            for i in range(*target["span1"]):
                scores[i] = float(target["label"])
        yield from spoken("uds", f"uds-{n}", words, scores)


def spoken(corpus: str, document: str, words: Sequence[str], scores: Sequence[float | None]) -> Iterator[Example]:
    """An example over words that stand apart, where any has a score."""
    text, run, at = " ".join(words), [], 0
    for word in words:
        run.append(Span(at, at + len(word)))
        at += len(word) + 1
    if any(score is not None for score in scores) and all(words) and len(words) < 200:
        example = make(corpus, document, text, run)
        example.factuality = list(scores)
        yield example
