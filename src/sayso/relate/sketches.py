"""Sketches: what of a document is kept to find its like: weighty words, a vector, and hashes of its own wording.

The words are those of the headline and of the article's beginning, which tell what happened; what stands further down is
background that other happenings share. The hashes are of runs of five words of the paragraphs, outside quotation marks,
since two outlets that quote one speech alike have not copied each other; of every few neighbouring runs only the one
with the least hash is kept (winnowing, Schleimer et al. 2003), so any twelve words on end that two texts share are seen.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from sayso.core.dates import days_of
from sayso.core.document import PROSE, Document
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.core.stories import Sketch
from sayso.lexicon.frequencies import plain_words, weight, words

MADE_BY = "sketches/1"

# Words of an article's beginning, and how often each of its headline's words counts. Swept 80 to 300 and 1 to 2 on the dev
# sets of benchmarks/stories.py: whole texts of ECB+ gain by length, short leads by the headline.
BEGINNING, HEADLINE = 300, 2
# So many words of a sketch, of length so much.
KEPT, LENGTH = 150, 1000
# Words that stand in more than a fifth of all texts tell nothing apart.
COMMON = math.log(5)
# A run is five words, as in the published comparison of methods; eight neighbours share one hash, so twelve words are enough.
RUN, NEIGHBOURS = 5, 8
# Coordinates of a unit vector of some hundred seldom pass a quarter; those that do are cut.
SCALE = 508


class Word(msgspec.Struct, frozen=True):
    """A word of the paragraphs in lower case with its place; `quoted` inside quotation marks."""

    text: str
    span: Span
    quoted: bool


def sketch(reading: Reading) -> Sketch:
    """The sketch of a document that has been parsed. Raises NotRead before parsing."""
    document, parse = reading.document, reading.parse
    quotations = tuple(quotation.span for quotation in parse.quotations)
    own = prose(document, quotations)
    vector: tuple[float, ...] | None = getattr(parse, "vector", None)
    days = days_of(document.published) if document.published else None
    return Sketch(
        document_id=document.id,
        made_by=MADE_BY,
        words=_weighty(document),
        people=_people(parse),
        vector=signed(vector) if vector else b"",
        shingles=winnowed(own),
        quotations=quotations,
        size=sum(not word.quoted for word in own),
        earliest=days.earliest.toordinal() if days else None,
        latest=days.latest.toordinal() if days else None,
    )


def prose(document: Document, quotations: Sequence[Span]) -> list[Word]:
    """The words of a document's paragraphs in order, each told whether it stands in one of `quotations`."""
    found: list[Word] = []
    marks = iter(sorted(quotations))
    mark = next(marks, None)
    for block in document.blocks:
        if block.role == "paragraph":
            for text, span in words(document.text, block.span.start, block.span.end):
                while mark is not None and mark.end <= span.start:
                    mark = next(marks, None)
                found.append(Word(text, span, mark is not None and mark.start <= span.start))
    return found


def winnowed(own: Sequence[Word]) -> tuple[int, ...]:
    """The kept hashes of the runs of unquoted words, each once, sorted; as SQLite's signed integers."""
    kept: set[int] = set()
    for stretch in _stretches(own):
        hashes = [_hash(stretch[n : n + RUN]) for n in range(len(stretch) - RUN + 1)]
        if len(hashes) > NEIGHBOURS:
            kept.update(map(min, zip(*(hashes[n:] for n in range(NEIGHBOURS)), strict=False)))
        elif hashes:
            kept.add(min(hashes))
    return tuple(sorted(kept))


def _stretches(own: Sequence[Word]) -> Iterable[list[str]]:
    """The unquoted words, parted where quoted ones stand between them."""
    stretch: list[str] = []
    for word in own:
        if not word.quoted:
            stretch.append(word.text)
        elif stretch:
            yield stretch
            stretch = []
    yield stretch


def _hash(run: Sequence[str]) -> int:
    digest = hashlib.blake2b(" ".join(run).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _weighty(document: Document) -> tuple[tuple[str, int], ...]:
    """The words that say what the document is about, weightiest first, with weights of length LENGTH together."""
    counts: Counter[str] = Counter()
    left = BEGINNING
    for block in document.blocks:
        if block.role in PROSE:
            found = plain_words(document.text, block.span.start, block.span.end)
            if block.role == "headline":
                found *= HEADLINE
            else:
                found, left = found[: max(0, left)], left - len(found)
            counts.update(found)
    weights = {word: (1 + math.log(count)) * weight(word) for word, count in counts.items() if weight(word) > COMMON}
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:KEPT]
    length = math.sqrt(sum(value * value for _, value in kept)) or 1
    return tuple((word, round(LENGTH * value / length)) for word, value in kept)


def _people(parse: Parse) -> tuple[tuple[str, int], ...]:
    """The last names of the persons that are named, in alphabetical order."""
    counts: Counter[str] = Counter()
    for entity in parse.entities:
        if entity.type == "PER":
            names = [token.text.lower() for token in parse.tokens[entity.first : entity.last] if token.upos == "PROPN"]
            counts.update(names[-1:])
    return tuple(sorted(counts.items()))


def signed(vector: Sequence[float]) -> bytes:
    """A vector of unit length in signed bytes."""
    return bytes(max(-127, min(127, round(SCALE * value))) & 0xFF for value in vector)
