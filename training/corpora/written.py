"""The articles in training/written, marked by hand as its GUIDE.md says: chains, denials, and who a source is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso.core.span import Span
from sayso.parse.tokens import tokens
from sayso.parse.windows import parted
from training.corpora.examples import PIECES, Example, make, paragraphs_of
from training.corpora.polnear import label

_OPEN = re.compile(r"\[([sct])(\d+)(-?)(?:=([^|\[\]]+)\||([ |]))?")
ROLES = {"s": "source", "c": "cue", "t": "content"}
HEADER = re.compile(r"(outlet|published|headline|dateline|url|byline): ?(.*)")


@dataclass
class Marked:
    """One attribution as written: character spans by role, whom the source is, and what holds it."""

    number: int
    source: list[tuple[int, int]] = field(default_factory=list)
    cue: list[tuple[int, int]] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)
    name: str | None = None
    anonymous: bool = False
    denied: bool = False
    inside: int | None = None


@dataclass
class Article:
    """A written article without its marks. `header` has the publication facts its author gave it."""

    name: str
    text: str
    attributions: list[Marked]
    header: dict[str, str]


def articles(path: Path) -> Iterator[Article]:
    """The articles of one file. Raises ValueError, naming file and article, where the marks do not balance."""
    for n, block in enumerate(re.split(r"(?m)^=====\s*$", path.read_text(encoding="utf-8"))):
        if block.strip():
            yield _article(f"{path.stem}#{n}", block.strip("\n"))


def _article(name: str, block: str) -> Article:
    header: dict[str, str] = {}
    lines = block.split("\n")
    while lines and (match := HEADER.fullmatch(lines[0])):
        header[match[1]] = match[2]
        lines.pop(0)
    body = "\n".join(lines).strip("\n")
    if "headline" in header:
        body = header["headline"] + "\n\n" + body
    plain: list[str] = []
    size = 0
    stack: list[tuple[str, int, int]] = []
    marked: dict[int, Marked] = {}
    at = 0
    while at < len(body):
        match = _OPEN.match(body, at) if body[at] == "[" else None
        if match:
            role, number = ROLES[match[1]], int(match[2])
            one = marked.setdefault(number, Marked(number))
            if match[3]:
                one.denied = True
            if match[4] == "?":
                one.anonymous = True
            elif match[4]:
                one.name = match[4]
            stack.append((role, number, size))
            at = match.end()
        elif body[at] == "]" and stack:
            role, number, start = stack.pop()
            getattr(marked[number], role).append((start, size))
            at += 1
        else:
            if body[at] == "\\" and body[at + 1 : at + 2] in "[]":
                at += 1
            plain.append(body[at])
            size += 1
            at += 1
    if stack:
        raise ValueError(f"{name}: mark {stack[-1]} is never closed")
    text = "".join(plain)
    if "headline" in header:
        header["headline"] = text.split("\n", 1)[0]
    found = sorted(marked.values(), key=lambda m: m.number)
    for one in found:
        one.inside = holder(one, found)
    return Article(name, text, found, header)


def holder(one: Marked, others: list[Marked]) -> int | None:
    """The number of the smallest content of another attribution that holds this one's cue and source, or its content."""
    best: tuple[int, int] | None = None
    for other in others:
        if other is one:
            continue
        held = [p for p in (*one.cue, *one.source, *one.content) if any(a <= p[0] and p[1] <= b for a, b in other.content)]
        doubled = bool(one.cue) and one.cue == other.cue and other.content and held
        core = one.cue or one.content
        if doubled or (core and all(p in held for p in core)):
            size = sum(b - a for a, b in other.content)
            if best is None or size < best[0]:
                best = (size, other.number)
    return best[1] if best else None


def examples(folder: Path) -> Iterator[Example]:
    """One example a paragraph of every file in `folder` (not of its sub-folders)."""
    for path in sorted(folder.glob("*.txt")):
        for article in articles(path):
            yield from of(article)


def of(article: Article) -> Iterator[Example]:
    """The examples of one article. Of a doubled cue ("an official told the agency") the inner reading is taught."""
    text = article.text
    paragraphs = paragraphs_of(text)
    outer = {
        m.inside
        for m in article.attributions
        if m.inside
        for o in article.attributions
        if o.number == m.inside and o.cue == m.cue
    }
    kept = [m for m in article.attributions if m.number not in outer]
    for one in kept:
        if one.inside in outer:
            one.inside = next(m.inside for m in article.attributions if m.number == one.inside)
    top = [_plain(m) for m in kept if m.inside is None]
    every = [_plain(m) for m in kept]
    for paragraph in paragraphs:
        for run in parted(text, tokens(text, paragraph.start, paragraph.end), PIECES):
            example = make("written", article.name, text, run, paragraphs)
            label(example, top, run)
            flat = example.flat
            example.links.clear()
            # Cues at every depth are known here, so that none is masked.
            label(example, every, run)
            example.cues = _known(every, run)
            example.flat = flat
            yield example


def _plain(one: Marked) -> dict:
    return {"source": one.source, "cue": one.cue, "content": one.content}


def _known(attributions: list[dict], run: list[Span]) -> list[str | None]:
    labels: list[str | None] = ["O"] * len(run)
    for attribution in attributions:
        for start, end in attribution["cue"]:
            first = True
            for i, t in enumerate(run):
                if t.start < end and start < t.end:
                    labels[i] = "B" if first else "I"
                    first = False
    return labels
