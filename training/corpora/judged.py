"""What people judged, as training text: the lines of `sayso export --to judgements`.

A judgement tells of its own words alone, so every other word of its paragraphs is unknown to the heads. An attribution that
is right gives its cue and, from the cue, the words of its source and content; one that is wrong, without a correction, says
that its cue is none. An event gives the type and realis of its trigger, corrected where a person said so; one that is wrong
has a trigger of no type. Corrected speakers, days and parties are the business of rules (`benchmarks.judged`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from sayso.core.span import Span
from sayso.parse.tokens import tokens
from sayso.parse.windows import parted
from sayso.show.exports.judgements import Review, own_spans
from training.corpora.events import TYPES
from training.corpora.examples import PIECES, Example, make, paragraphs_of, tokens_of
from training.corpora.happenings import REALIS


def examples(path: Path) -> Iterator[Example]:
    """The windows of each judgement of an attribution or an event. Raises msgspec.ValidationError for a line that is none."""
    for line in path.read_bytes().splitlines():
        review = msgspec.json.decode(line, type=Review)
        if review.text and review.datum and review.verdict != "unsure" and review.kind in ("Attribution", "Event"):
            yield from of(review, review.text)


def of(review: Review, text: str) -> Iterator[Example]:
    """The windows of one judgement that hold what it is about."""
    for paragraph in paragraphs_of(text):
        for run in parted(text, tokens(text, paragraph.start, paragraph.end), PIECES):
            example = make("judged", f"judged-{review.document_id}-{review.datum_id}", text, run, paragraphs_of(text))
            if _attributed(example, review, run) if review.kind == "Attribution" else _happened(example, review, run):
                yield example


def _within(review: Review, name: str, run: Sequence[Span]) -> list[tuple[int, int]]:
    """The tokens of each span of a field that lie in a window."""
    spans = [(start - review.start, end - review.start) for start, end in own_spans({name: (review.datum or {}).get(name)})]
    held = [span for span in spans if run[0].start <= span[0] and span[1] <= run[-1].end]
    return [at for span in held if (at := tokens_of(span, run))]


def _attributed(example: Example, review: Review, run: Sequence[Span]) -> bool:
    cues = _within(review, "cue", run)
    if not cues or (review.correction and "words" in review.correction):
        return False
    right = review.verdict == "right" or bool(review.correction)
    example.cues = [None] * len(run)
    for first, last in cues:
        example.cues[first:last] = ["B", *["I"] * (last - first - 1)] if right else ["O"] * (last - first)
    if right:
        parts = {i: "cue" for first, last in cues for i in range(first, last)}
        for role in ("source", "content"):
            parts |= {i: role for first, last in _within(review, role, run) for i in range(first, last) if i not in parts}
        example.links = [(cues[0][0], parts)]
    return True


def _happened(example: Example, review: Review, run: Sequence[Span]) -> bool:
    triggers = _within(review, "trigger", run)
    judged, correction = review.datum or {}, review.correction or {}
    kind, realis = (correction.get(name, judged.get(name)) for name in ("event_type", "realis"))
    right = review.verdict == "right" or bool(correction)
    if not triggers or (right and (kind not in TYPES or realis not in REALIS)):
        return False
    example.types, example.realis, example.parts, example.pairs = [None] * len(run), [None] * len(run), [], []
    for first, last in triggers:
        for i in range(first, last):
            example.types[i], example.realis[i] = (kind, realis) if right else ("O", None)
    return True
