"""Parse: Document -> Parse. Tokens, sentences, tags, trees, names and reports; the model is met here and nowhere else."""

from collections.abc import Iterator, Sequence

import numpy as np

from sayso.core.document import PROSE, Document
from sayso.core.parse import Entity, EntityType, Parse, Report, Sentence, Token
from sayso.core.span import Span
from sayso.parse import lemmas
from sayso.parse.decode import Floats, plain_transitions, segments, tree, viterbi
from sayso.parse.model import Model, shipped
from sayso.parse.pieces import Pieces
from sayso.parse.quotations import quotations
from sayso.parse.reports import reports
from sayso.parse.tokens import tokens
from sayso.parse.windows import parted, window

__all__ = ["parse"]

_PIECES = Pieces()
# Marks behind which a sentence may end. Elsewhere a start needs these log-odds, for a list or a signature that runs on: on EWT
# dev 61 of 70 such starts are right from 1 on, 79 of 97 from 0 on; on GUM dev there are 2.
_ENDS = frozenset(".?!…:;\"”’'»)]")
_SURE = 1.0
ROOT = "root"  # the relation of a sentence's head, in Universal Dependencies


def parse(document: Document, model: Model | None = None) -> Parse:
    """The parse of a document's prose and teasers. Raises ModelError when the shipped weights cannot be loaded."""
    model = model or shipped()
    text = document.text
    paragraphs = list(_paragraphs(document))
    marks = quotations(text, paragraphs)
    found: tuple[list[Token], list[Sentence], list[Entity], list[Report]] = ([], [], [], [])
    for number, paragraph in enumerate(paragraphs):
        here = [mark for mark in marks if mark.span.start >= paragraph.start and mark.span.end <= paragraph.end]
        for run in parted(text, tokens(text, paragraph.start, paragraph.end), _PIECES):
            scores = model.scores(window(text, run, here, _PIECES))
            _add(text, run, number, scores, model, found)
    words, sentences, entities, said = (tuple(part) for part in found)
    return Parse(tokens=words, sentences=sentences, entities=entities, reports=said, quotations=tuple(marks))  # type: ignore[arg-type]


def _paragraphs(document: Document) -> Iterator[Span]:
    """The spans of prose, and of a teaser the words behind its colon."""
    for block in document.blocks:
        start, end = block.span.start, block.span.end
        if block.role == "teaser":
            colon = document.text.find(":", start, end)
            start = colon + 1 if colon >= 0 else start
        elif block.role not in PROSE:
            continue
        if document.text[start:end].strip():
            yield Span(start, end)


def _add(
    text: str, run: Sequence[Span], paragraph: int, scores: dict[str, Floats], model: Model,
    found: tuple[list[Token], list[Sentence], list[Entity], list[Report]],
) -> None:  # fmt: skip
    """Decodes one window and adds what it holds, in tokens of the document."""
    words, sentences, entities, said = found
    base = len(words)
    labels = model.card.labels
    best = {name: scores[name].argmax(-1) for name in ("upos", "xpos", "lemma")}
    starts = _starts(text, run, scores["starts"])
    heads = [0] * len(run)
    for first, last in zip(starts, [*starts[1:], len(run)], strict=True):
        for i, head in enumerate(tree(scores["arcs"][first:last, first:last])):
            heads[first + i] = first + head
        sentences.append(Sentence(first=base + first, last=base + last, paragraph=paragraph))
    relations = scores["relations"]
    for i, span in enumerate(run):
        word = span.of(text)
        head = heads[i]
        upos, xpos = labels["upos"][best["upos"][i]], labels["xpos"][best["xpos"][i]]
        words.append(
            Token(
                span=span,
                text=word,
                upos=upos,
                xpos=xpos,
                lemma=lemmas.lemma(labels["lemma"][best["lemma"][i]], word, upos, xpos),
                head=base + head,
                deprel=labels["deprel"][relations[i, head].argmax()] if head != i else ROOT,
            )
        )
    names = labels["entities"]
    for first, last, name in segments([names[i] for i in viterbi(scores["entities"], plain_transitions(names))]):
        kind: EntityType = name  # type: ignore[assignment]
        entities.append(Entity(first=base + first, last=base + last, type=kind))
    transitions = np.array(model.card.transitions, dtype=np.float32)
    for report in reports(scores, labels["flat"], labels["cues"], transitions):
        moved = {role: tuple((base + a, base + b) for a, b in getattr(report, role)) for role in ("source", "cue", "content")}
        said.append(Report(**moved, depth=report.depth, score=report.score))


def _starts(text: str, run: Sequence[Span], scores: Floats) -> list[int]:
    """The tokens that start a sentence: the first of the run, and each that the model says, `_SURE` of it where none can end."""
    found = [0]
    for i in range(1, len(run)):
        odds = scores[i, 1] - scores[i, 0]
        if odds > 0:
            before = run[i - 1].of(text)
            if odds > _SURE or before[-1] in _ENDS or "\n" in text[run[i - 1].end : run[i].start]:
                found.append(i)
    return found
