"""Parse: Document -> Parse. Tokens, sentences, tags, trees, names and reports; the model is met here and nowhere else."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, islice, pairwise

import msgspec
import numpy as np

from sayso.core.document import PROSE, Document
from sayso.core.parse import EDGES, Anaphor, Entity, EntityType, Parse, Report, Sentence, Token
from sayso.core.span import Span
from sayso.parse import lemmas
from sayso.parse.acts import as_acts, pair
from sayso.parse.anaphora import anaphors, clues
from sayso.parse.appositions import set_off
from sayso.parse.decode import Floats, segments, tree, viterbi_all
from sayso.parse.frames import above
from sayso.parse.gaps import filled
from sayso.parse.model import Model, shipped
from sayso.parse.phrases import arguments, tags
from sayso.parse.pieces import Pieces
from sayso.parse.quotations import quotations
from sayso.parse.reports import cued, reports, sureness
from sayso.parse.tokens import HYPHENS, tokens
from sayso.parse.windows import PACKED, Window, packs, parted, size_of, together

__all__ = ["gist", "parse", "relation"]

_PIECES = Pieces()
LEADING = 3  # runs of the model whose vectors stand for the article: the headline, the lead and what follows them
# Marks behind which a sentence may end. Elsewhere a start needs these log-odds, for a list or a signature that runs on: on EWT
# dev 61 of 70 such starts are right from 1 on, 79 of 97 from 0 on; on GUM dev there are 2.
_ENDS = frozenset(".?!…:;\"”’'»)]")
_SURE = 1.0
OPEN = frozenset({"ADP", "CCONJ", "DET", "SCONJ"})  # what joins a word to the next, and ends no name
# Heads whose scores are read once for the whole text.
WHOLE = ("entities", "flat", "cues", "anaphora", "types", "realis", "happening", "factuality")
ROOT = "root"  # the relation of a sentence's head, in Universal Dependencies


def parse(document: Document, model: Model | None = None) -> Parse:
    """The parse of a document's prose and teasers. Raises ModelError when the shipped weights cannot be loaded."""
    model = model or shipped()
    text = document.text
    paragraphs = list(_paragraphs(document))
    marks = quotations(text, paragraphs)
    runs: list[Sequence[Span]] = []
    numbers: list[int] = []
    for number, paragraph in enumerate(paragraphs):
        for run in parted(text, tokens(text, paragraph.start, paragraph.end), _PIECES):
            runs.append(run)
            numbers.append(number)
    words: list[Token] = []
    sentences: list[Sentence] = []
    windows: list[Window] = []
    links: list[tuple[Floats, Floats]] = []
    each: dict[str, list[Floats]] = {name: [] for name in (*WHOLE, "vector")}
    for pack in packs([size_of(text, run, _PIECES) for run in runs], PACKED):
        windows.append(together(text, [runs[n] for n in pack], marks, _PIECES))
        scores = model.scores(windows[-1])
        for name, kept in each.items():
            kept.append(scores[name])
        first = 0
        for n in pack:
            last = first + len(runs[n])
            links.append((scores["links"][first:last], scores["linked"][first:last]))
            first = last
        _add(text, [(runs[n], numbers[n]) for n in pack], scores, model, words, sentences)
    if not windows:
        return Parse(tokens=(), sentences=(), entities=(), reports=(), quotations=tuple(marks))
    whole = {name: np.concatenate(each[name]) for name in WHOLE}
    labels = model.card.labels
    sure = {**sureness(whole["flat"], labels["flat"]), "nested": cued(whole["cues"])}
    edges = list(accumulate(map(len, runs), initial=0))
    paths = _paths(whole, edges, model)
    entities: list[Entity] = []
    said: list[Report] = []
    for n, (base, last) in enumerate(pairwise(edges)):
        decoded = {name: [labels[name][i] for i in path[n]] for name, path in paths.items()}
        entities.extend(_entities(words[base:last], segments(decoded["entities"]), base))
        here = {name: one[base:last] for name, one in sure.items()}
        found = reports(*links[n], here, decoded["flat"], decoded["cues"])
        said.extend(_moved(report, base) for report in found)
    entities = list(_alike(words, entities))
    words, said = above(set_off(arguments(words), entities), sentences, said)
    read = Parse(
        tokens=tuple(words), sentences=tuple(sentences), entities=tuple(entities), reports=tuple(said),
        quotations=tuple(marks),
        anaphors=_anaphors(windows, sentences, whole["anaphora"], model), acts=as_acts(whole, labels),
        vector=_vector(each["vector"]),
    )  # fmt: skip
    return filled(read, sure["nested"].tolist())


def relation(text: str, source: Span, target: Span, model: Model | None = None) -> dict[str, float]:
    """The probability of each of PLOVER's types, and of "none", of what the participant at `source` does to the one at `target`
    in a text of one paragraph. Raises ValueError where one window does not hold both."""
    model = model or shipped()
    for run in parted(text, tokens(text, 0, len(text)), _PIECES):
        ends = [
            next((i for i in range(len(run) - 1, -1, -1) if run[i].start < span.end and span.start < run[i].end), None)
            for span in (source, target)
        ]
        if ends[0] is not None and ends[1] is not None:
            window = together(text, [run], quotations(text, [Span(0, len(text))]), _PIECES)
            scores = model.scores(window, np.arange(len(run)))
            return pair(scores["pairs"], model.relation, model.card.labels["pairs"], ends[0], ends[1])
    raise ValueError("no window holds both participants")


def gist(text: str, model: Model | None = None) -> tuple[float, ...]:
    """The vector of a clause that is read by itself, of unit length; of what is too long for one window, that of its beginning.
    Raises ValueError where there is no word."""
    found = tokens(text, 0, len(text))
    if not found:
        raise ValueError("a clause without a word has no vector")
    run = parted(text, found, _PIECES)[0]
    window = together(text, [run], quotations(text, [Span(0, len(text))]), _PIECES)
    return _vector([(model or shipped()).scores(window)["vector"]])


def _paths(whole: Mapping[str, Floats], edges: Sequence[int], model: Model) -> dict[str, list[list[int]]]:
    """The best labels of each window, whose words lie between two edges, by each head that is decoded as a sequence."""
    each = [(name, whole[name][first:last]) for name in model.steps for first, last in pairwise(edges)]
    found = iter(viterbi_all([scores for _, scores in each], [model.steps[name] for name, _ in each]))
    return {name: list(islice(found, len(edges) - 1)) for name in model.steps}


def _anaphors(windows: Sequence[Window], sentences: Sequence[Sentence], scores: Floats, model: Model) -> tuple[Anaphor, ...]:
    starts = np.zeros(len(scores), dtype=np.int64)
    starts[[sentence.first for sentence in sentences]] = 1
    return anaphors(scores, clues(windows, [starts]), model.clues, model.pair)


def _vector(vectors: list[Floats]) -> tuple[float, ...]:
    """What the article is about: the mean of its leading windows, of unit length."""
    mean = np.mean(vectors[:LEADING], axis=0)
    return tuple(np.round((mean / np.linalg.norm(mean)).astype(np.float64), 4).tolist())


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
    text: str, runs: Sequence[tuple[Sequence[Span], int]], scores: dict[str, Floats], model: Model,
    words: list[Token], sentences: list[Sentence],
) -> None:  # fmt: skip
    """Adds the words and sentences of a pack's windows, given as their tokens and the numbers of their paragraphs."""
    labels = model.card.labels
    base = len(words)
    heads: list[int] = []
    for run, paragraph in runs:
        begun = len(heads)
        starts = _starts(text, run, scores["starts"][begun : begun + len(run)])
        for first, last in pairwise([*starts, len(run)]):
            here = slice(begun + first, begun + last)
            heads += [here.start + head for head in tree(scores["arcs"][here, here])]
            sentences.append(Sentence(first=base + here.start, last=base + here.stop, paragraph=paragraph))
    related = np.matmul(scores["relations"], scores["governors"][heads, :, None])[..., 0]
    related[:, labels["deprel"].index(ROOT)] = -np.inf  # of a word with a head
    relations = related.argmax(-1)
    best = [_labelled(scores[name], labels[name]) for name in ("upos", "xpos", "lemma")]
    spans = [span for run, _ in runs for span in run]
    names = labels["deprel"]
    for i, (span, head, relation, upos, xpos, script) in enumerate(zip(spans, heads, relations.tolist(), *best, strict=True)):
        word = text[span.start : span.end]
        upos, xpos, lemma = _tagged(word, upos, xpos, script)
        deprel = names[relation] if head != i else ROOT
        words.append(Token(span=span, text=word, upos=upos, xpos=xpos, lemma=lemma, head=base + head, deprel=deprel))


def _labelled(scores: Floats, labels: Sequence[str]) -> list[str]:
    """The best label of each word."""
    return [labels[i] for i in scores.argmax(-1).tolist()]


@lru_cache(maxsize=50_000)
def _tagged(word: str, upos: str, xpos: str, script: str) -> tuple[str, str, str]:
    """A word's tags and lemma, from the model's."""
    upos, xpos = tags(word, upos, xpos)
    if xpos == "VBP" and lemmas.is_past(word):
        xpos = "VBD"
    return upos, xpos, lemmas.lemma(script, word, upos, xpos)


def _entities(words: Sequence[Token], found: Sequence[tuple[int, int, str]], base: int) -> Iterator[Entity]:
    """The names found in one window, whose words these are, in tokens of the document."""
    taken = {i for first, last, _ in found for i in range(first, last)}
    for first, last, name in found:
        kind: EntityType = name  # type: ignore[assignment]
        last = _whole(words, last, taken)
        yield Entity(first=base + first, last=base + _end(words[first:last], first), type=kind)


def _alike(words: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """The names of one word, alike where they are of one thing: "Paulo Reis … Reis said" is a person and no body, and what is a
    place elsewhere in the text and in nobody's name is none ("the prime minister of Marova")."""
    texts = {entity: [token.text for token in words[entity.first : entity.last]] for entity in entities}
    people = [text for entity, text in texts.items() if entity.type == "PER" and len(text) > 1]
    surnames, parts = {text[-1] for text in people}, {part for text in people for part in text}
    places = {text[0] for entity, text in texts.items() if entity.type == "LOC" and len(text) == 1}
    for entity in entities:
        text, kind = texts[entity], entity.type
        if len(text) == 1 and kind in ("ORG", "MISC") and text[0] in surnames:
            kind = "PER"
        elif len(text) == 1 and kind == "PER" and text[0] in places - parts:
            kind = "LOC"
        yield entity if kind == entity.type else msgspec.structs.replace(entity, type=kind)


def _moved(report: Report, base: int) -> Report:
    """A report of a window that begins at token `base`, in tokens of the document."""
    source, cue, content = (tuple((base + a, base + b) for a, b in part) for part in (report.source, report.cue, report.content))
    return Report(source=source, cue=cue, content=content, depth=report.depth, score=report.score)


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
    odds = scores[:, 1] - scores[:, 0]
    found = [0]
    for i in np.flatnonzero(odds > 0).tolist():
        if i == 0:
            continue
        before = run[i - 1].of(text)
        if odds[i] > _SURE or before[-1] in _ENDS or "\n" in text[run[i - 1].end : run[i].start]:
            found.append(i)
    return found
