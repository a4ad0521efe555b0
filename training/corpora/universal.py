"""UD English EWT and the free genres of GUM: sentences, tags, lemmas and dependencies.

GUM's whow, fiction, essay, letter, podcast and reddit carry a NonCommercial clause and are left out of training.
"""

import lzma
from collections.abc import Collection, Iterator
from pathlib import Path

from sayso.core.span import Span
from training.corpora.examples import Example, make

NON_COMMERCIAL = ("whow", "fiction", "essay", "letter", "podcast", "reddit")
COUNTS = {("en_ewt", "train"): 12_544, ("en_ewt", "dev"): 2_001, ("en_gum", "train"): 10_224, ("en_gum", "dev"): 1_575}
LONGEST = 220  # tokens a window: consecutive sentences of one paragraph
MOST_PIECES = 480  # a window of addresses and rules can have more pieces than the encoder has places (512): left out


def sentences(path: Path) -> Iterator[tuple[str, bool, str, list[list[str]]]]:
    """(document, starts a paragraph, text, rows) of each sentence of a CoNLL-U file."""
    document, fresh = "", True
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            rows, text = [], ""
            for line in block.split("\n"):
                if line.startswith("# newdoc"):
                    document, fresh = line.split("=")[-1].strip(), True
                elif line.startswith("# newpar"):
                    fresh = True
                elif line.startswith("# text = "):
                    text = line[9:]
                elif line and not line.startswith("#") and "." not in line.split("\t")[0]:
                    rows.append(line.split("\t"))
            if rows:
                yield document, fresh, text, rows
                fresh = False


def words(text: str, rows: list[list[str]]) -> list[tuple[Span, list[str]]]:
    """Each syntactic word with its place in `text`; parts of a fused word that the text does not spell share its span."""
    found = []
    at = i = 0
    while i < len(rows):
        row = rows[i]
        start = text.index(row[1], at)
        at = start + len(row[1])
        if "-" not in row[0]:
            found.append((Span(start, at), row))
            i += 1
            continue
        low, high = map(int, row[0].split("-"))
        parts = rows[i + 1 : i + 2 + high - low]
        if "".join(p[1] for p in parts).lower() == row[1].lower():
            for part in parts:
                found.append((Span(start, start + len(part[1])), part))
                start += len(part[1])
        else:
            found.extend((Span(start, at), part) for part in parts)
        i += 2 + high - low
    return found


def examples(folder: Path, prefix: str, split: str, without: Collection[str] = NON_COMMERCIAL) -> Iterator[Example]:
    """One example a paragraph of consecutive sentences. `prefix` is "en_ewt" or "en_gum"; GUM's genres of `without` stay out."""
    counted = 0
    buffer: list[tuple[str, list[list[str]]]] = []
    held = ""
    size = 0
    for document, fresh, text, rows in sentences(folder / f"{prefix}-ud-{split}.conllu.xz"):
        counted += 1
        if prefix == "en_gum" and document.split("_")[1] in without:
            continue
        if buffer and (fresh or document != held or size + len(rows) > LONGEST):
            yield from _example(prefix, held, buffer)
            buffer, size = [], 0
        held = document
        buffer.append((text, rows))
        size += len(rows)
    if buffer:
        yield from _example(prefix, held, buffer)
    if (prefix, split) in COUNTS and counted != COUNTS[prefix, split]:
        raise ValueError(f"{prefix} {split} has {counted} sentences, expected {COUNTS[prefix, split]}")


def _example(corpus: str, document: str, buffer: list[tuple[str, list[list[str]]]]) -> Iterator[Example]:
    text, spans, rows, heads, starts = "", [], [], [], []
    for sentence, raw in buffer:
        text += " " if text else ""
        offset, base = len(text), len(spans)
        places = words(sentence, raw)
        numbers = {row[0]: base + i for i, (_, row) in enumerate(places)}
        for i, (span, row) in enumerate(places):
            spans.append(Span(span.start + offset, span.end + offset))
            rows.append(row)
            heads.append(numbers[row[6]] if row[6] != "0" else base + i)
            starts.append(int(i == 0))
        text += sentence
    example = make(corpus, document, text, spans)
    example.starts = starts
    example.upos = [row[3] for row in rows]
    example.xpos = [row[4] for row in rows]
    example.lemma = [(row[1], row[2]) for row in rows]
    example.heads = heads
    example.deprel = [row[7] for row in rows]
    if len(example.window.pieces) <= MOST_PIECES:
        yield example
