"""Duplicates: training text that an evaluation set holds too, so that no figure is learned by heart.

    python -m training.duplicates --data CORPORA        lists them: share in common, training text, evaluation set
    drop(examples, CORPORA)                             the examples without them

Two paragraphs are one when the sets of their words, as the encoder knows them, have a Jaccard index above 0.7. Paragraphs of
fewer than eight different words are stock phrases ("Thanks for your help!") and stay. Pairs are found exactly: a pair above
the bound shares a word among the rarest few of each side (the prefix filter of Chaudhuri et al. 2006), so that a paragraph is
compared with those alone that hold one of its rare words, and time grows with the text as long as its words are many.

The evaluation sets are all dev, validation and test files below the folder, the corpora that only measure (re3d, TimeBank and
AQUAINT, the streams of stories, BABE), and training/written/aside. One corpus annotated twice is one text: OntoGUM on GUM,
UDS-IH2 on EWT, so their dev texts count against both.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import lzma
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from sayso.parse.tokens import tokens
from training.corpora import written
from training.corpora.examples import PIECES, Example

ABOVE = 0.7
LEAST = 8  # different words

Word = tuple[int, ...]
Words = frozenset[Word]


@dataclass(frozen=True)
class Duplicate:
    """Item `item` of what was looked up is, by the share `share`, paragraph `of` of an evaluation set."""

    item: int
    of: str
    share: float


def words(text: str) -> Words:
    """The different words of a text, as pieces."""
    return frozenset(PIECES.of(span.of(text)) for span in tokens(text))


def words_of(example: Example) -> Words:
    """The different words of an example's window."""
    pieces = example.window.pieces.tolist()
    edges = zip(example.window.first.tolist(), example.window.last.tolist(), strict=True)
    return frozenset(tuple(pieces[first : last + 1]) for first, last in edges)


class Index:
    """Paragraphs to look others up in. `add` before the first `alike`."""

    def __init__(self) -> None:
        self._names: dict[Words, str] = {}
        self._often: Counter[Word] = Counter()
        self._holders: dict[Word, list[Words]] = {}

    def add(self, name: str, paragraph: Words) -> None:
        if len(paragraph) >= LEAST and paragraph not in self._names:
            self._names[paragraph] = name
            self._often.update(paragraph)

    def __len__(self) -> int:
        return len(self._names)

    def alike(self, paragraph: Words) -> tuple[str, float] | None:
        """The paragraph with the highest Jaccard index above the bound, with it."""
        if len(paragraph) < LEAST:
            return None
        if not self._holders:
            holders: dict[Word, list[Words]] = defaultdict(list)
            for one in self._names:
                for word in self._rare(one):
                    holders[word].append(one)
            self._holders = holders
        best: tuple[str, float] | None = None
        tried: set[Words] = set()
        for word in self._rare(paragraph):
            for other in self._holders.get(word, ()):
                if other in tried or not ABOVE < len(other) / len(paragraph) < 1 / ABOVE:
                    continue
                tried.add(other)
                common = len(paragraph & other)
                share = common / (len(paragraph) + len(other) - common)
                if share > ABOVE and (best is None or share > best[1]):
                    best = self._names[other], share
        return best

    def _rare(self, paragraph: Words) -> list[Word]:
        """The rarest words, so many that a pair above the bound must share one of them."""
        return sorted(paragraph, key=lambda word: (self._often[word], word))[
            : len(paragraph) - math.ceil(ABOVE * len(paragraph)) + 1
        ]


def index(data: Path) -> Index:
    """All evaluation sets below a folder, and the project's own articles kept aside."""
    found = Index()
    for name, text in evaluation(data):
        found.add(name, words(text))
    return found


def drop(examples: Sequence[Example], data: Path) -> list[Example]:
    """The examples that no evaluation set below the folder holds."""
    known = index(data)
    return [example for example in examples if known.alike(words_of(example)) is None]


def evaluation(data: Path) -> Iterator[tuple[str, str]]:
    """(name of the set, paragraph) of every evaluation set; sets that a folder lacks are left out."""
    for pattern, read in READERS.items():
        for file in sorted(data.glob(pattern)):
            name = f"{file.parent.relative_to(data).as_posix()}/{file.name}"
            for text in read(file):
                yield name, text
    aside = Path(__file__).parent / "written" / "aside"
    for file in sorted(aside.glob("*.txt")):
        for article in written.articles(file):
            for line in article.text.split("\n"):
                yield f"written/aside/{file.name}", line


def _content(file: Path) -> str:
    opener: Callable[..., Any] = {".xz": lzma.open, ".gz": gzip.open}.get(file.suffix, open)
    with opener(file, "rt", encoding="utf-8-sig") as lines:
        return str(lines.read())


def _conllu(file: Path) -> Iterator[str]:
    """The paragraphs of a treebank, and its sentences."""
    paragraph: list[str] = []
    for line in _content(file).split("\n"):
        if line.startswith(("# newdoc", "# newpar")):
            yield " ".join(paragraph)
            paragraph = []
        elif line.startswith("# text = "):
            paragraph.append(line[9:])
            yield line[9:]
    yield " ".join(paragraph)


def _column(number: int) -> Callable[[Path], Iterator[str]]:
    """The sentences of a file with a word a line."""

    def read(file: Path) -> Iterator[str]:
        sentence: list[str] = []
        for line in _content(file).split("\n"):
            cells = line.split("\t")
            if line.strip() and len(cells) > number and not line.startswith(("# ", "#begin", "#end")):
                sentence.append(cells[number])
            elif sentence:
                yield " ".join(sentence)
                sentence = []
        yield " ".join(sentence)

    return read


def _strings(value: object) -> Iterator[str]:
    """The lines of every string in a JSON value; lists of words are sentences."""
    if isinstance(value, str):
        yield from value.split("\n\n") if "\n\n" in value else value.split("\n")
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        if value and all(isinstance(part, str) for part in value):
            yield " ".join(value)
        else:
            for part in value:
                yield from _strings(part)


def _json(file: Path) -> Iterator[str]:
    content = _content(file)
    try:
        values = [json.loads(content)]
    except ValueError:
        values = [json.loads(line) for line in content.split("\n") if line.strip()]
    for value in values:
        yield from _strings(value)


def _cells(delimiter: str) -> Callable[[Path], Iterator[str]]:
    def read(file: Path) -> Iterator[str]:
        for row in csv.reader(
            _content(file).splitlines(), delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else 0
        ):
            yield from row

    return read


def _timeml(file: Path) -> Iterator[str]:
    text = ElementTree.fromstring(file.read_bytes()).find("TEXT")
    yield from re.split(r"\n\s*\n", "".join(text.itertext()) if text is not None else "")


READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    **{f"*/*-ud-{split}.conllu*": _conllu for split in ("dev", "test")},
    **{f"*/*.{split}.iob2*": _column(0) for split in ("dev", "test")},
    **{f"ner_crossner/*/{split}.txt": _column(0) for split in ("dev", "test")},
    "ner_re3d/*/documents.json": _json,
    **{f"polnear/{split}.jsonl.gz": _json for split in ("dev", "test")},
    **{f"coref_gap/gap-{split}.tsv": _cells("\t") for split in ("validation", "test")},
    "time_timeml/*/*.tml": _timeml,
    **{f"{name}/{split}.json*": _json for name in ("muc4", "geneva", "rams", "wikievents") for split in ("dev", "val", "test")},
    **{f"stories/*_{split}.jsonl*": _json for split in ("dev", "val", "test", "stream_?")},
    **{f"plv/*{split}*.tsv": _cells("\t") for split in ("dev", "test")},
    **{f"ecb_plus/ECB_{split}_corpus.txt*": _column(3) for split in ("Dev", "Test")},
    "factuality/*/dev.conll": _column(1),
    "negation/*-dev-*.txt": _column(3),
    "wording_babe/*.csv": _cells(";"),
}


def duplicates(paragraphs: Iterable[Words], known: Index) -> Iterator[Duplicate]:
    """Every paragraph that is in the index."""
    for i, paragraph in enumerate(paragraphs):
        found = known.alike(paragraph)
        if found:
            yield Duplicate(i, *found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    from training.train import corpora  # late: it wants torch, which `drop` does not

    examples = corpora(options.data, "train", everyone=False)
    examples += written.examples(Path(__file__).parent / "written")
    known = index(options.data)
    counts: Counter[tuple[str, str]] = Counter()
    for one in duplicates(map(words_of, examples), known):
        example = examples[one.item]
        counts[example.corpus, one.of] += 1
        print(f"{one.share:.2f}\t{example.corpus}\t{example.document}\t{one.of}")
    print(f"\n{len(examples)} training paragraphs, {len(known)} of the evaluation sets")
    for (corpus, name), count in counts.most_common():
        print(f"{count}\t{corpus}\t{name}")


if __name__ == "__main__":
    main()
