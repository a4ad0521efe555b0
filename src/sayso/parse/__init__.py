"""Parse: Document -> Parse. Tokens, sentences, tags, trees, names and reports; the model is met here and nowhere else."""

from collections.abc import Iterator, Sequence

import numpy as np

from sayso.core.document import PROSE, Document
from sayso.core.parse import EDGES, Anaphor, Entity, EntityType, Parse, Report, Sentence, Token
from sayso.core.span import Span
from sayso.parse import lemmas
from sayso.parse.anaphora import anaphors, clues
from sayso.parse.decode import Floats, segments, tree, viterbi_all
from sayso.parse.model import Model, shipped
from sayso.parse.pieces import Pieces
from sayso.parse.quotations import quotations
from sayso.parse.reports import reports
from sayso.parse.tokens import HYPHENS, tokens
from sayso.parse.windows import PACKED, Window, joined, packs, parted, window

__all__ = ["parse"]

_PIECES = Pieces()
LEADING = 3  # runs of the model whose vectors stand for the article: the headline, the lead and what follows them
# Marks behind which a sentence may end. Elsewhere a start needs these log-odds, for a list or a signature that runs on: on EWT
# dev 61 of 70 such starts are right from 1 on, 79 of 97 from 0 on; on GUM dev there are 2.
_ENDS = frozenset(".?!…:;\"”’'»)]")
_SURE = 1.0
OPEN = frozenset({"ADP", "CCONJ", "DET", "SCONJ"})  # what joins a word to the next, and ends no name
ROOT = "root"  # the relation of a sentence's head, in Universal Dependencies


def parse(document: Document, model: Model | None = None) -> Parse:
    """The parse of a document's prose and teasers. Raises ModelError when the shipped weights cannot be loaded."""
    model = model or shipped()
    text = document.text
    paragraphs = list(_paragraphs(document))
    marks = quotations(text, paragraphs)
    windows: list[Window] = []
    numbers: list[int] = []
    for number, paragraph in enumerate(paragraphs):
        here = [mark for mark in marks if mark.span.start >= paragraph.start and mark.span.end <= paragraph.end]
        for run in parted(text, tokens(text, paragraph.start, paragraph.end), _PIECES):
            windows.append(window(text, run, here, _PIECES))
            numbers.append(number)
    found: tuple[list[Token], list[Sentence], list[Entity], list[Report]] = ([], [], [], [])
    pairs: list[Floats] = []
    vectors: list[Floats] = []
    for pack in packs(windows, PACKED):
        scores = model.scores(joined([windows[n] for n in pack]))
        pairs.append(scores["anaphora"])
        vectors.append(scores["vector"])
        parts, first = [], 0
        for n in pack:
            last = first + len(windows[n].tokens)
            parts.append(_part(scores, first, last))
            first = last
        paths = {name: viterbi_all([part[name] for part in parts], steps) for name, steps in model.steps.items()}
        for at, (n, part) in enumerate(zip(pack, parts, strict=True)):
            decoded = {name: [model.card.labels[name][i] for i in paths[name][at]] for name in paths}
            _add(text, windows[n].tokens, numbers[n], part, decoded, model, found)
    words, sentences, entities, said = (tuple(part) for part in found)
    return Parse(
        tokens=words, sentences=sentences, entities=entities, reports=said, quotations=tuple(marks),  # type: ignore[arg-type]
        anaphors=_anaphors(windows, sentences, pairs, model), vector=_vector(vectors),  # type: ignore[arg-type]
    )  # fmt: skip


def _part(scores: dict[str, Floats], first: int, last: int) -> dict[str, Floats]:
    """The scores of the words from `first` to `last` (exclusive) among themselves."""
    return {
        name: value[first:last, first:last] if name in ("arcs", "links") else value[first:last]
        for name, value in scores.items()
        if name != "vector"
    }


def _anaphors(windows: list[Window], sentences: Sequence[Sentence], scores: list[Floats], model: Model) -> tuple[Anaphor, ...]:
    if not windows:
        return ()
    begins = {sentence.first for sentence in sentences}
    starts, base = [], 0
    for one in windows:
        starts.append([int(base + i in begins) for i in range(len(one.tokens))])
        base += len(one.tokens)
    return anaphors(np.concatenate(scores), clues(windows, starts), model.clues, model.pair)


def _vector(vectors: list[Floats]) -> tuple[float, ...]:
    """What the article is about: the mean of its leading windows, of unit length; empty where there is no prose."""
    if not vectors:
        return ()
    mean = np.mean(vectors[:LEADING], axis=0)
    return tuple(round(float(x), 4) for x in mean / np.linalg.norm(mean))


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
    text: str, run: Sequence[Span], paragraph: int, scores: dict[str, Floats], decoded: dict[str, list[str]], model: Model,
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
    relations = (scores["relations"] * scores["governors"][heads][:, None]).sum(-1).argmax(-1)
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
                deprel=labels["deprel"][relations[i]] if head != i else ROOT,
            )
        )
    found_names = segments(decoded["entities"])
    taken = {i for first, last, _ in found_names for i in range(first, last)}
    for first, last, name in found_names:
        kind: EntityType = name  # type: ignore[assignment]
        last = _whole(words[base:], last, taken)
        entities.append(Entity(first=base + first, last=base + _end(words[base + first : base + last], first), type=kind))
    for report in reports(scores, decoded["flat"], decoded["cues"], labels["flat"]):
        moved = {role: tuple((base + a, base + b) for a, b in getattr(report, role)) for role in ("source", "cue", "content")}
        said.append(Report(**moved, depth=report.depth, score=report.score))


def _whole(words: Sequence[Token], last: int, taken: set[int]) -> int:
    """Where a name that was cut inside a written word ends: "al" of "al-Karma" takes the rest, where no other name has it."""
    while (
        last + 1 < len(words)
        and words[last].text in HYPHENS
        and words[last - 1].span.end == words[last].span.start
        and words[last].span.end == words[last + 1].span.start
        and words[last + 1].text[:1].isupper()
        and not {last, last + 1} & taken
    ):
        last += 2
    return last


def _end(name: Sequence[Token], first: int) -> int:
    """Where a name at `first` ends: before a comma, a dash, "of" or "and" at its edge; "in" of "Sun-in" is its own."""
    size = len(name)
    while size > 1 and (name[size - 1].text in EDGES or (name[size - 1].upos in OPEN and name[size - 2].text not in HYPHENS)):
        size -= 1
    return first + size


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
