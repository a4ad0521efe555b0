"""Copies: the same text printed again, whole or in part, under another headline, cut, set into another or lightly edited.

Only an earlier document can be copied. Two words in a row prove nothing: a passage counts when runs of five words, with few
changed between them, hold enough words that stand in no quotation. A document most of whose own words are such passages
of one earlier document is its copy; else only the passages are told. Both sides' spans are given, so that what differs is
what lies between them.
Knowingly missed: texts told in other words from the same source, translations, and copies of fewer than twelve words on end.
"""

from collections.abc import Iterable, Sequence

import msgspec

from sayso.core.document import Document
from sayso.core.span import Span
from sayso.core.stories import Passage, Relation, Sketch
from sayso.relate.sketches import RUN, Word, prose

MADE_BY = "copies/1"

# Words changed, cut or put in between two runs that still leave them one passage.
CHANGED = 12
# Unquoted words that a passage must repeat word by word, and share of a document's own words that make it a whole copy.
# Swept on variants of Wikinews articles (benchmarks/copies.py): lower ones tell stock phrases, higher ones miss edited copies.
LEAST, WHOLE = 25, 0.6
# Of several texts that a document copies, it is the earliest one's copy, unless another has so much more of it.
NEARLY = 0.1
# A short document is a copy with fewer words, when all of it is.
LEAST_WHOLE = 12
# A run of words that stands more often than this in one text is a refrain.
PLACES = 8


class Run(msgspec.Struct, frozen=True):
    """`length` words that are the same from word `at` of the later text and word `to` of the earlier one."""

    at: int
    to: int
    length: int

    @property
    def here(self) -> range:
        return range(self.at, self.at + self.length)


def relations(document: Document, sketch: Sketch, earlier: Iterable[tuple[Document, Sketch]]) -> tuple[Relation, ...]:
    """What a document repeats of earlier ones: the one it copies, if any, and the passages it has of others.

    `earlier` are those it may have copied. Words that the original or an earlier text accounts for are not told of a later one.
    """
    own = prose(document, sketch.quotations)
    compared = [
        (other, theirs, drawn, _common(own, theirs)) for other, drawn in earlier for theirs in [prose(other, drawn.quotations)]
    ]
    whole = {
        other.id: (reach, drawn.order)
        for other, _, drawn, passages in compared
        if (reach := sum(_reach(passage, own) for passage in passages)) >= WHOLE * max(1, sketch.size)
    }
    most = max((reach for reach, _ in whole.values()), default=0)
    likely = [(order, id) for id, (reach, order) in whole.items() if reach >= most - NEARLY * sketch.size]
    original = min(likely)[1] if likely else None
    told: set[int] = set()
    found: list[Relation] = []
    for other, theirs, _, passages in sorted(compared, key=lambda one: (one[0].id != original, one[2].order)):
        if other.id != original:
            passages = [passage for passage in passages if len(_repeated(passage, own) - told) >= LEAST]
        if passages:
            told.update(*(_repeated(passage, own) for passage in passages))
            spans = [_spans(run, own, theirs) for passage in passages for run in passage]
            found.append(_relation(document, other, other.id == original, spans))
    return tuple(found)


def _common(own: Sequence[Word], theirs: Sequence[Word]) -> list[list[Run]]:
    """The passages that two texts share."""
    return [passage for passage in _passages(_runs(own, theirs)) if len(_repeated(passage, own)) >= LEAST_WHOLE]


def _runs(own: Sequence[Word], theirs: Sequence[Word]) -> list[Run]:
    """Runs of at least RUN words that both texts have, in the order of the later text, none over another there."""
    places: dict[tuple[str, ...], list[int]] = {}
    words = [word.text for word in theirs]
    for n in range(len(words) - RUN + 1):
        places.setdefault(tuple(words[n : n + RUN]), []).append(n)
    mine = [word.text for word in own]
    runs: list[Run] = []
    n = after = 0
    while n <= len(mine) - RUN:
        best = Run(n, 0, 0)
        # Where the last run ended the next one is likeliest; of equally long ones the nearest behind it is taken.
        starts = places.get(tuple(mine[n : n + RUN]), ())
        for start in sorted(starts, key=lambda start: (start < after, abs(start - after)))[:PLACES]:
            length = RUN
            while n + length < len(mine) and start + length < len(words) and mine[n + length] == words[start + length]:
                length += 1
            if length > best.length:
                best = Run(n, start, length)
        if best.length:
            runs.append(best)
            after = best.to + best.length
        n += best.length or 1
    return runs


def _passages(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs, those together between which few words are changed, cut or put in."""
    passages: list[list[Run]] = []
    for run in runs:
        last = passages[-1][-1] if passages else None
        near = last is not None and run.at - last.here.stop <= CHANGED and 0 <= run.to - last.to - last.length <= CHANGED
        if near:
            passages[-1].append(run)
        else:
            passages.append([run])
    return passages


def _repeated(passage: Sequence[Run], own: Sequence[Word]) -> set[int]:
    """Which of the document's words outside quotation marks a passage repeats."""
    return {n for run in passage for n in run.here if not own[n].quoted}


def _reach(passage: Sequence[Run], own: Sequence[Word]) -> int:
    """How many words outside quotation marks stand from a passage's first to its last, the changed ones too."""
    return sum(not word.quoted for word in own[passage[0].at : passage[-1].here.stop])


def _spans(run: Run, own: Sequence[Word], theirs: Sequence[Word]) -> Passage:
    last = run.length - 1
    return Passage(
        span=Span(own[run.at].span.start, own[run.at + last].span.end),
        to=Span(theirs[run.to].span.start, theirs[run.to + last].span.end),
    )


def _relation(document: Document, other: Document, whole: bool, passages: Iterable[Passage]) -> Relation:
    return Relation(
        from_document_id=document.id,
        from_id=document.id,
        to_document_id=other.id,
        to_id=other.id,
        type="repeats",
        basis="copy" if whole else "part",
        passages=tuple(passages),
        made_by=MADE_BY,
    )
