"""Coreference by words (Dobrovolskii 2021): a mention stands for its head word, and words of one chain share a number.

OntoGUM v11 (Zhu et al. 2021) on the trees and sentences of GUM, its free genres alone in training; LitBank (Bamman et al.
2020); and GAP (Webster et al. 2018: one pronoun and two names a text, what the other words are is not known). LitBank and GAP
have no trees: heads come from the parser that ships. Of two mentions with one head ("the minister", "the minister who left")
the longer stays. A chain of one mention counts as none, in GAP as a chain of its own: its name is known not to be the other.
"""

from __future__ import annotations

import csv
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, groupby
from pathlib import Path

from sayso.core.document import Block, Document, sha256_of
from sayso.core.span import Span
from sayso.parse import parse
from sayso.parse.tokens import tokens
from sayso.parse.windows import parted
from training.corpora import universal
from training.corpora.examples import PIECES, Example, make, paragraphs_of, tokens_of
from training.corpora.worldwide import rebuilt

NONE, UNKNOWN = -1, -2
# Texts, mentions and chains of each file: SOURCE.md.
COUNTS = {
    "ontogum.train": (177, 23_320, 5_311), "ontogum.dev": (30, 3_818, 857), "litbank.coref": (100, 29_103, 7_927),
}  # fmt: skip
ROWS = {"development": 2_000, "validation": 454}
LINE = 200  # words of LitBank's whole sentences put in one line: its paragraphs are not marked
_MARK = re.compile(r"(\()?(\d+)(\))?")

Mention = tuple[int, int, int]  # first, last + 1, chain
Text = tuple[str, list[list[str]], list[Mention]]


def examples(data: Path, split: str) -> Iterator[Example]:
    """The windows of each text in order. `split` is train or dev; LitBank has no dev, and dev has all genres of OntoGUM."""
    yield from ontogum(data, split, universal.NON_COMMERCIAL if split == "train" else ())
    if split == "train":
        yield from litbank(data / "coref_litbank" / "litbank.coref.conll.xz")
    yield from gap(data / "coref_gap", "development" if split == "train" else "validation")


def texts(path: Path) -> Iterator[Text]:
    """(name, sentences of words, mentions) of each text of a CoNLL file. OntoGUM's sentences are GUM's: its texts are one here.

    Raises ValueError at the end where a file named in COUNTS holds other numbers of texts, mentions and chains.
    """
    counts = [0, 0, 0]
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for begins, lines in groupby(file, key=lambda line: "begin document" in line):
            if begins:
                name = list(lines)[-1].split("begin document", 1)[1].strip().split(";")[0].strip("()")
                continue
            sentences: list[list[str]] = [[]]
            mentions: list[Mention] = []
            opened: dict[int, list[int]] = defaultdict(list)
            at = 0
            for line in lines:
                if not line.strip() or line.startswith(("# end", "#end")):
                    sentences.append([])
                    continue
                cells = line.rstrip("\n").split("\t")
                sentences[-1].append(cells[1] if len(cells) < 5 else cells[3])
                for opens, number, closes in _MARK.findall(cells[-1]):
                    if opens:
                        opened[int(number)].append(at)
                    if closes:
                        mentions.append((opened[int(number)].pop(), at + 1, int(number)))
                at += 1
            for i, n in enumerate((1, len(mentions), len({chain for _, _, chain in mentions}))):
                counts[i] += n
            yield name, [sentence for sentence in sentences if sentence], mentions
    expected = COUNTS.get(path.name.removesuffix(".conll.xz"))
    if expected and tuple(counts) != expected:
        raise ValueError(f"{path.name} has {counts} texts, mentions and chains, expected {expected}")


def by_head(mentions: Sequence[Mention], heads: Sequence[int], least: int = 2) -> dict[int, int]:
    """{head word: chain} of chains of at least `least` mentions; `heads` is each word's governor, a root its own.

    >>> by_head([(0, 2, 0), (1, 2, 1), (3, 4, 0), (4, 5, 1)], [1, 2, 2, 2, 3])
    {1: 0, 3: 0, 4: 1}
    """
    often = Counter(chain for _, _, chain in mentions)
    found: dict[int, int] = {}
    for first, last, chain in sorted(mentions, key=lambda mention: mention[0] - mention[1]):
        if often[chain] >= least:
            out = (i for i in range(first, last) if heads[i] == i or not first <= heads[i] < last)
            found.setdefault(next(out, last - 1), chain)
    return found


def ontogum(data: Path, split: str, without: Collection[str] = ()) -> Iterator[Example]:
    """OntoGUM on the trees of GUM, joined by position; without the texts that a window is missing of (universal.MOST_PIECES)."""
    windows = groupby(universal.examples(data / "ud_gum", "en_gum", split, without), key=lambda example: example.document)
    chains = {name: text for name, *text in texts(data / "coref_ontogum" / f"ontogum.{split}.conll.xz")}
    for name, group in windows:
        parts = list(group)
        words = [word for sentence in chains[name][0] for word in sentence]
        sizes = [len(part.window.tokens) for part in parts]
        if sum(sizes) != len(words):
            continue
        bases = [0, *accumulate(sizes)]
        found = by_head(
            chains[name][1], [base + head for base, part in zip(bases, parts, strict=False) for head in part.heads or ()]
        )
        for base, size, part in zip(bases, sizes, parts, strict=False):
            numbers = [found.get(base + i, NONE) for i in range(size)]
            yield Example(corpus="ontogum", document=name, window=part.window, starts=part.starts, clusters=numbers)


def litbank(path: Path) -> Iterator[Example]:
    """LitBank, in lines of whole sentences put together from its words."""
    for name, sentences, mentions in texts(path):
        lines: list[str] = []
        size = 0
        for sentence in sentences:
            if lines and size + len(sentence) > LINE:
                lines.append("\n")
                size = 0
            lines += sentence
            size += len(sentence)
        text = rebuilt(lines)
        spans = _located(text, [word for sentence in sentences for word in sentence])
        begins = {spans[at].start for at in accumulate([0, *map(len, sentences[:-1])])}
        marked = [(spans[first].start, spans[last - 1].end, chain) for first, last, chain in mentions]
        yield from _windows("litbank", name, text, marked, begins)


def gap(folder: Path, split: str) -> Iterator[Example]:
    """GAP's snippets: the pronoun and the names that it may be, each name that it is not a chain of its own."""
    with (folder / f"gap-{split}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if len(rows) != ROWS.get(split, len(rows)):
        raise ValueError(f"GAP {split} has {len(rows)} rows, expected {ROWS[split]}")
    for row in rows:
        marked = []
        for number, role in enumerate(("Pronoun", "A", "B")):
            start = int(row[f"{role}-offset"])
            same = role == "Pronoun" or row[f"{role}-coref"] == "TRUE"
            marked.append((start, start + len(row[role]), 0 if same else number))
        yield from _windows("gap", row["ID"], row["Text"], marked)


def _located(text: str, words: Sequence[str]) -> list[Span]:
    """Where each word stands in a text that has them all in order."""
    found, at = [], 0
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        found.append(Span(start, at))
    return found


def _windows(
    corpus: str, name: str, text: str, marked: Sequence[Mention], begins: Collection[int] | None = None
) -> Iterator[Example]:
    """The windows of a text whose mentions are marked by characters. `begins` are the first characters of its sentences; where
    they are not given, the parser says them, and words outside the marks are unknown."""
    paragraphs = paragraphs_of(text)
    blocks = tuple(Block(span=span, role="paragraph") for span in paragraphs)
    parsed = parse(Document(text=text, text_sha256=sha256_of(text), blocks=blocks))
    spans = [token.span for token in parsed.tokens]
    mentions = [(*found, chain) for start, end, chain in marked if (found := tokens_of((start, end), spans))]
    heads = by_head(mentions, [token.head for token in parsed.tokens], least=1 if begins is None else 2)
    other = UNKNOWN if begins is None else NONE
    if begins is None:
        begins = {spans[sentence.first].start for sentence in parsed.sentences}
    numbers = {spans[word].start: chain for word, chain in heads.items()}
    for paragraph in paragraphs:
        for run in parted(text, tokens(text, paragraph.start, paragraph.end), PIECES):
            example = make(corpus, name, text, run, paragraphs)
            example.starts = [int(i == 0 or token.start in begins) for i, token in enumerate(run)]
            example.clusters = [numbers.get(token.start, other) for token in run]
            yield example
