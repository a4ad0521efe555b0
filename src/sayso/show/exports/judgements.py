"""Judgements as JSON Lines: what people decided, each with the words it is about, so that a line can be read without the record.

`datum` is the machine's row as it was judged and `correction` what would be right, by field. `text` holds the paragraphs that
row stands in and begins at character `start` of its document, from which the row's spans count. Tests read such lines
(`benchmarks.judged`: does a newer model still agree?), and so does training (`training.corpora.judged`). Judgements of
stories have no words of their own: their `text` is null.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, BinaryIO

import msgspec

from sayso.core.data import Judgement
from sayso.core.document import Document
from sayso.store import Record

SUFFIX = ".jsonl"
KEPT = 16  # documents at hand

# The fields of a row whose spans are its own words; parties may be named anywhere in the article.
WORDS = ("source", "cue", "content", "trigger", "act", "evidence", "target", "span", "number", "counted")


class Review(Judgement, frozen=True, kw_only=True):
    """A judgement with its words; `published` is the day the document gives, to which its days are counted."""

    text: str | None = None
    start: int = 0
    published: str | None = None


def export(record: Record, out: BinaryIO) -> None:
    """Every judgement, newest first."""
    for one in reviews(record):
        out.write(msgspec.json.encode(one) + b"\n")


def reviews(record: Record) -> Iterator[Review]:
    """The judgements of a record with the paragraphs they are about."""
    document = lru_cache(maxsize=KEPT)(record.document)  # of one article many are judged after each other
    for judgement in record.judgements():
        yield review(judgement, document(judgement.document_id))


def review(judgement: Judgement, document: Document) -> Review:
    """A judgement with its words in the document it is of."""
    fields = {name: getattr(judgement, name) for name in Judgement.__struct_fields__}
    spans = sorted(own_spans(judgement.datum or {}))
    if not spans:
        return Review(**fields, published=document.published)
    first, last = spans[0][0], max(end for _, end in spans)
    held = [block.span for block in document.blocks if block.span.start < last and first < block.span.end]
    start = min((one.start for one in held), default=first)
    end = max((one.end for one in held), default=last)
    return Review(**fields, text=document.text[start:end], start=start, published=document.published)


def own_spans(datum: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Where the words of a judged row stand in its document.

    >>> list(own_spans({"cue": [{"start": 4, "end": 8, "text": "said"}], "made_by": "x"}))
    [(4, 8)]
    """
    for name in WORDS:
        value = datum.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and "start" in one and "end" in one:
                yield one["start"], one["end"]
            elif isinstance(one, dict) and isinstance(one.get("span"), dict):
                yield one["span"]["start"], one["span"]["end"]
