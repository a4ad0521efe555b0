"""Real news whose acts the project's authors marked, and the minimal pairs of realis: each as the pages of `happenings`.

`training/marked/*.tsv` holds marks and no text: of each article of Wikinews its name in `news`, the first digits of its text's
sha256, how far it was marked, and of each act the characters of its trigger and of those who take part. What is not marked there
is no act. `pairs` are tests/cases/realis.jsonl.
A fifth of the articles and of the pairs is kept for measuring (`harness.held_out`).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import held_out
from benchmarks.realis import triggers
from sayso.core.document import sha256_of
from training.corpora import news
from training.corpora.happenings import Chars, Happening, Page

MARKED = Path(__file__).parents[1] / "marked"
PAIRS = Path(__file__).parents[2] / "tests" / "cases" / "realis.jsonl"
COLUMNS = ("article", "sha256", "again", "type", "realis", "trigger", "actor", "recipient", "place", "time")
DIGITS = 12
ROLES = ("actor", "recipient", "place", "time")


def articles(data: Path, split: str, folder: Path = MARKED) -> Iterator[Page]:
    """The marked articles of "train" or "dev", cut where their marks end. Raises ValueError where a text is another."""
    rows: dict[str, list[dict[str, str]]] = {}
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
            for row in lines:
                rows.setdefault(row["article"], []).append(row)
    for name, text, published in news.wikinews(data):
        if name in rows and held_out(name) == (split == "dev"):
            yield page(name, text, rows[name], published)


def page(name: str, text: str, rows: list[dict[str, str]], published: str) -> Page:
    """One article with its marks: the first row says how far it was marked."""
    first, *acts = rows
    if sha256_of(text)[:DIGITS] != first["sha256"]:
        raise ValueError(f"{name}: not the text that was marked")
    events: list[Happening] = []
    for row in acts:
        kind, *modes = row["type"].split(".")
        told = next((one for one in reversed(events) if row["again"] and one.type == kind), None)
        one = told or Happening(len(events) + 1, kind, tuple(modes), row["realis"])
        one.trigger += spans(row["trigger"])
        for role in ROLES:
            getattr(one, role).extend(span for span in spans(row[role]) if span not in getattr(one, role))
        if told is None:
            events.append(one)
    return Page(name, text[: spans(first["trigger"])[0][1]], {"published": published}, events, [], [], [])


def spans(field: str) -> list[Chars]:
    """
    >>> spans("12-15 40-44")
    [(12, 15), (40, 44)]
    """
    return [(int(start), int(end)) for start, end in (one.split("-") for one in field.split())]


def pairs(split: str, path: Path = PAIRS) -> Iterator[Page]:
    """The cases of the pairs of "train" or "dev"; a role's words are the nearest of their kind."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if held_out(case["pair"]) != (split == "dev"):
            continue
        text, events = case["text"], []
        for number, told in enumerate(case["events"], 1):
            one = Happening(number, told["type"], tuple(told["mode"]), told["realis"], triggers(text, told))
            for role in ROLES[:2]:
                getattr(one, role).extend(nearest(text, words, one.trigger[0]) for words in told[role])
            if told["place"]:
                one.place.append(nearest(text, told["place"], one.trigger[0]))
            events.append(one)
        yield Page(case["id"], text, {}, events, [], [], [])


def nearest(text: str, words: str, to: Chars) -> Chars:
    """Where words stand nearest to others."""
    starts = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not starts:
        raise ValueError(f"{words!r} is not in {text!r}")
    start = min(starts, key=lambda at: (max(at - to[1], to[0] - at - len(words)), at))
    return start, start + len(words)
