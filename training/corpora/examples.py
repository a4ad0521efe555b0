"""Examples: what every corpus converter gives, a window of text with the labels its corpus has for it.

A label a corpus does not have is None as a whole, or -1 for a single token; no loss falls on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sayso.core.span import Span
from sayso.parse.pieces import Pieces
from sayso.parse.quotations import quotations
from sayso.parse.windows import Window, joined, packs, window

PIECES = Pieces()


@dataclass
class Example:
    """`flat` has one of O, B-source … I-content a token; `cues` one of O, B, I at any depth, or None unknown.

    `links` has, for each cue, (its first token, {token: "source" | "cue" | "content"}).
    `clusters` has, for each token, the number in the document of the chain whose mention it heads, -1 where it heads none,
    -2 where nobody knows. `types` has a PLOVER type or O a token, `realis`, `happening` and `factuality` what is known of a
    trigger word; `parts` the words of the roles of each trigger's first token; `pairs` (token, token, the types of what the
    participant ending at the first does to the other's). `own` numbers the paragraph each token is of, where several are joined.
    """

    corpus: str
    document: str
    window: Window
    starts: list[int] | None = None
    upos: list[str] | None = None
    xpos: list[str] | None = None
    lemma: list[tuple[str, str]] | None = None
    heads: list[int] | None = None
    deprel: list[str] | None = None
    entities: list[str] | None = None
    flat: list[str] | None = None
    cues: list[str | None] | None = None
    links: list[tuple[int, dict[int, str]]] = field(default_factory=list)
    clusters: list[int] | None = None
    types: list[str] | None = None
    realis: list[str | None] | None = None
    happening: list[str | None] | None = None
    factuality: list[float | None] | None = None
    parts: list[tuple[int, dict[int, str]]] | None = None
    pairs: list[tuple[int, int, tuple[str, ...]]] | None = None
    own: list[int] | None = None


def make(corpus: str, document: str, text: str, tokens: Sequence[Span], paragraphs: Sequence[Span] | None = None) -> Example:
    """An example without labels over `tokens`; `paragraphs` of the whole text let quotations run on across them."""
    marks = quotations(text, paragraphs or [Span(tokens[0].start, tokens[-1].end)])
    return Example(corpus=corpus, document=document, window=window(text, tokens, marks, PIECES))


def bio(spans: Sequence[tuple[int, int, str]], size: int) -> list[str]:
    """(first, last + 1, class) as BIO labels; a later span does not overwrite an earlier one.

    >>> bio([(1, 3, "cue")], 4)
    ['O', 'B-cue', 'I-cue', 'O']
    """
    labels = ["O"] * size
    for first, last, name in spans:
        if all(label == "O" for label in labels[first:last]):
            labels[first:last] = [f"B-{name}"] + [f"I-{name}"] * (last - first - 1)
    return labels


def tokens_of(span: Sequence[int], tokens: Sequence[Span]) -> tuple[int, int] | None:
    """The range of tokens that meet the characters of `span`, or None."""
    hit = [i for i, t in enumerate(tokens) if t.start < span[1] and span[0] < t.end]
    return (hit[0], hit[-1] + 1) if hit else None


def paragraphs_of(text: str) -> list[Span]:
    """The lines of a text that hold anything, as spans."""
    found = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return found


def pack(examples: Sequence[Example], limits: Callable[[], int]) -> list[Example]:
    """Consecutive examples of one document as one, as at reading. `limits` gives the most pieces for the next document."""
    found: list[Example] = []
    for _, group in groupby(examples, key=lambda e: (e.corpus, e.document)):
        of_document = list(group)
        for indices in packs([len(e.window.pieces) for e in of_document], limits()):
            found.append(merged([of_document[i] for i in indices]))
    return found


def merged(parts: Sequence[Example]) -> Example:
    """One example over the joined windows of its parts."""
    first = parts[0]
    one = Example(corpus=first.corpus, document=first.document, window=joined([p.window for p in parts]))
    one.own = [n for n, part in enumerate(parts) for _ in part.window.first]
    for name in (
        *("starts", "upos", "xpos", "lemma", "deprel", "entities", "flat", "cues", "clusters"),
        *("types", "realis", "happening", "factuality"),
    ):
        if getattr(first, name) is not None:
            setattr(one, name, [x for part in parts for x in getattr(part, name)])
    base = 0
    heads: list[int] = []
    for part in parts:
        heads += [h + base for h in part.heads or ()]
        one.links += [(anchor + base, {i + base: role for i, role in roles.items()}) for anchor, roles in part.links]
        if part.parts is not None:
            one.parts = one.parts or []
            one.parts += [(anchor + base, {i + base: role for i, role in roles.items()}) for anchor, roles in part.parts]
        if part.pairs is not None:
            one.pairs = (one.pairs or []) + [(i + base, j + base, types) for i, j, types in part.pairs]
        base += len(part.window.first)
    one.heads = heads if first.heads is not None else None
    return one
