"""Worldwide English Newswire (Shan et al. 2023): nine classes of names in news by local press of all regions.

The corpus is tokenised; where an article's raw text aligns with it character by character, white space aside, the
windows are the raw paragraphs with true offsets; the other articles are put together again from their tokens.
"""

import json
import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso.parse.tokens import tokens
from sayso.parse.windows import parted
from training.corpora.examples import PIECES, Example, bio, make, paragraphs_of

CLASSES = {
    "Person": "PER", "Organization": "ORG", "Location": "LOC", "NORP": "NORP", "Facility": "FAC",
    "Date": "DATE", "Money": "MONEY", "Product": "PRODUCT", "Misc": "MISC",
}  # fmt: skip


OPENING, CLOSING = frozenset("([{$£€“‘«"), frozenset(".,;:!?)]}%”»…")


def articles(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(document, [(token, BIO label of the outer layer)]) of each article; a line end closes a sentence."""
    opener = lzma.open if path.suffix == ".xz" else open
    name, rows = "", []
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# newdoc"):
                if rows:
                    yield name, rows
                name, rows = line.split("=")[1].strip(), []
            elif line.strip() and not line.startswith("# "):
                cells = line.rstrip("\n").split("\t")
                rows.append((cells[0], cells[1]))
            elif rows:
                rows.append(("\n", "O"))
    if rows:
        yield name, rows


def aligned(raw: str, rows: list[tuple[str, str]]) -> list[tuple[int, int, str]] | None:
    """Names as character spans of the raw text, or None where text and tokens differ in more than white space."""
    at, spans = 0, []
    for token, label in rows:
        token = "".join(token.split())
        start = None
        for c in token:
            while at < len(raw) and raw[at].isspace():
                at += 1
            if at >= len(raw) or raw[at] != c:
                return None
            start = at if start is None else start
            at += 1
        tag, _, name = label.partition("-")
        if tag == "B" or (tag == "I" and not (spans and spans[-1][2] == name and spans[-1][3])):
            spans.append([start, at, name, True])
        elif tag == "I":
            spans[-1][1] = at
        elif spans:
            spans[-1][3] = False
    return [(s, e, name) for s, e, name, _ in spans]


def rebuilt(tokens: Iterable[str]) -> str:
    """Text put together from tokens, a line a sentence, with spaces where print has them.

    >>> rebuilt(["He", "said", "(", "in", "May", ")", "it", "did", "n't", ",", "ok", ".", "\\n", "Yes"])
    "He said (in May) it didn't, ok.\\nYes"
    """
    text, opened = "", False
    for token in tokens:
        if token == "\n":
            text, opened = text.rstrip(" ") + "\n", False
            continue
        closing = token == '"' and opened
        if closing or token in CLOSING or token.startswith(("'", "’", "n't", "n’t")):
            text = text.rstrip(" ")
        if token == '"':
            opened = not opened
        text += token if token in OPENING or (token == '"' and not closing) else token + " "
    return text.rstrip()


def examples(folder: Path, split: str) -> Iterator[Example]:
    """One example a raw paragraph of each article that aligns."""
    with lzma.open(folder / "original_articles.jsonl.xz", "rt", encoding="utf-8") as file:
        raws = {}
        for line in file:
            article = json.loads(line)
            raws[article["id"]] = article["text"]
    suffix = ".xz" if split == "train" else ""
    for name, rows in articles(folder / f"en_worldwide-9class.{split}.iob2{suffix}"):
        raw = raws.get(name)
        spans = None if raw is None else aligned(raw, rows) or _after_url(raw, rows)
        if raw is None or spans is None:
            raw = rebuilt(token for token, _ in rows)
            spans = aligned(raw, rows)
            assert spans is not None, name
        paragraphs = paragraphs_of(raw)
        for paragraph in paragraphs:
            names = [s for s in spans if paragraph.start <= s[0] and s[1] <= paragraph.end]
            for run in parted(raw, tokens(raw, paragraph.start, paragraph.end), PIECES):
                example = make("worldwide", name, raw, run, paragraphs)
                placed = []
                for start, end, kind in names:
                    hit = [i for i, t in enumerate(run) if t.start < end and start < t.end]
                    if hit:
                        placed.append((hit[0], hit[-1] + 1, CLASSES[kind]))
                example.entities = bio(placed, len(run))
                yield example


def _after_url(raw: str, rows: list[tuple[str, str]]) -> list[tuple[int, int, str]] | None:
    """As `aligned`, for raw texts that still open with their address line."""
    first, _, rest = raw.partition("\n")
    if not first.strip().startswith("http"):
        return None
    spans = aligned(rest, rows)
    return None if spans is None else [(s + len(first) + 1, e + len(first) + 1, k) for s, e, k in spans]
