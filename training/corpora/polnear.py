"""PolNeAR (Newell et al. 2018): source, cue and content in US political news, one label a token, so no chains.

A window is a paragraph; an attribution that crosses paragraphs is cut at their edge. What lies inside a content is
unknown to the cue head, since the guidelines annotate the outermost report alone.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from sayso.core.span import Span
from sayso.parse.tokens import tokens
from sayso.parse.windows import parted
from training.corpora.examples import PIECES, Example, bio, make, paragraphs_of, tokens_of

COUNTS = {"train": (840, 19_834), "dev": (84, 2_192)}  # articles, attributions: SOURCE.md
ROLES = ("source", "cue", "content")


def articles(folder: Path, split: str) -> Iterator[dict]:
    """The articles of a split as published. Raises ValueError at the end when the counts are not the corpus' own."""
    seen = [0, 0]
    with gzip.open(folder / f"{split}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            article = json.loads(line)
            seen[0] += 1
            seen[1] += len(article["attributions"])
            yield article
    if split in COUNTS and tuple(seen) != COUNTS[split]:
        raise ValueError(f"PolNeAR {split} has {seen} articles and attributions, expected {COUNTS[split]}")


def examples(folder: Path, split: str, everyone: bool = False) -> Iterator[Example]:
    """One example a paragraph; with `everyone`, also one for each further annotator of an article."""
    sentences = dict(_sentences(folder, split))
    for article in articles(folder, split):
        versions = [article["attributions"]]
        if everyone:
            versions += list(article.get("other_annotators", {}).values())
        for attributions in versions:
            yield from _of_article(article, attributions, sentences.get(article["id"]))


def _sentences(folder: Path, split: str) -> Iterator[tuple[str, set[int]]]:
    path = folder / f"corenlp_tokens_{split}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            article = json.loads(line)
            yield article["id"], {sentence[0][0] for sentence in article["sents"] if sentence}


def _of_article(article: dict, attributions: list[dict], starts: set[int] | None) -> Iterator[Example]:
    text = article["text"]
    paragraphs = paragraphs_of(text)
    for paragraph in paragraphs:
        for run in parted(text, tokens(text, paragraph.start, paragraph.end), PIECES):
            example = make("polnear", article["id"], text, run, paragraphs)
            if starts is not None:
                # CoreNLP's sentence starts, as silver labels; every paragraph starts one.
                example.starts = [int(i == 0 or t.start in starts) for i, t in enumerate(run)]
            label(example, attributions, run)
            yield example


def label(example: Example, attributions: list[dict], run: list[Span]) -> None:
    """Sets flat labels, cues and links of PolNeAR attributions that lie in the window."""
    low, high = run[0].start, run[-1].end
    spans, inside = [], set()
    cue_spans = []
    for attribution in attributions:
        parts: dict[int, str] = {}
        anchor = None
        for role in ROLES:
            for start, end in attribution[role]:
                if start >= high or end <= low:
                    continue
                found = tokens_of((start, end), run)
                if not found:
                    continue
                spans.append((*found, role))
                for i in range(*found):
                    parts.setdefault(i, role)
                if role == "cue":
                    cue_spans.append((*found, "cue"))
                    anchor = found[0] if anchor is None else min(anchor, found[0])
                elif role == "content":
                    inside.update(range(*found))
        if anchor is not None:
            example.links.append((anchor, parts))
    size = len(run)
    # Cues and sources first: where an annotator nested, the smaller span keeps its label.
    spans.sort(key=lambda s: ({"cue": 0, "source": 1, "content": 2}[s[2]], s[0]))
    example.flat = bio(spans, size)
    cues = [x[0] for x in bio(cue_spans, size)]
    example.cues = [None if i in inside and cues[i] == "O" else cues[i] for i in range(size)]
