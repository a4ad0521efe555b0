"""Marks: an article's text as HTML, with what was read in it marked by kind, marks within marks.

A `Mark` is one span of one datum. Marks that cross are cut where they meet, so that what comes out nests; every character
of the text comes out once, escaped, in its order. The first piece of a datum carries its anchor ("w-ID"); after its last
stands a link to its note ("n-ID"), and the note links back.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec
from markupsafe import Markup, escape

from sayso.core.span import Span


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One span with its kind (a CSS class), its datum, and what is said of it to who cannot see it; `sign` is its link's text."""

    span: Span
    kind: str
    id: str
    title: str
    sign: str = ""


def marked(text: str, within: Span, marks: Iterable[Mark], anchored: set[str]) -> Markup:
    """The text of one stretch with its marks; ids that are not in `anchored` get their anchor here and are put in it."""
    here = sorted((mark for mark in marks if mark.span.meets(within)), key=_outermost_first)
    edges = {within.start, within.end}
    for mark in here:
        edges |= {max(mark.span.start, within.start), min(mark.span.end, within.end)}
    cuts = sorted(edges)
    found: list[Markup] = []
    open_marks: list[Mark] = []
    for start, end in pairwise(cuts):
        over = [mark for mark in here if mark.span.start <= start and end <= mark.span.end]
        shared = 0
        while shared < min(len(open_marks), len(over)) and open_marks[shared] is over[shared]:
            shared += 1
        found += [Markup("</span>")] * (len(open_marks) - shared)
        for mark in over[shared:]:
            found.append(_opening(mark, anchored))
        open_marks = over
        found.append(escape(text[start:end]))
        ending = [mark for mark in reversed(over) if mark.span.end == end and mark.sign]
        for mark in ending:
            found.append(
                Markup('<a class="ref ref-{}" href="#n-{}" title="{}" aria-label="{}">{}</a>').format(
                    mark.kind.partition(" ")[0], mark.id, mark.title, mark.title, mark.sign
                )
            )
    found += [Markup("</span>")] * len(open_marks)
    return Markup("").join(found)


def _opening(mark: Mark, anchored: set[str]) -> Markup:
    if mark.id in anchored:
        return Markup('<span class="{}">').format(mark.kind)
    anchored.add(mark.id)
    return Markup('<span class="{}" id="w-{}">').format(mark.kind, mark.id)


def _outermost_first(mark: Mark) -> tuple[int, int]:
    return mark.span.start - mark.span.end, mark.span.start


def highlighted(words: str, start: int, places: Sequence[Span]) -> Markup:
    """A passage that begins at `start` of its text, with these places of the text marked."""
    found, at = [], start
    for place in places:
        found += [escape(words[at - start : place.start - start]), Markup("<mark>")]
        found += [escape(words[place.start - start : place.end - start]), Markup("</mark>")]
        at = place.end
    return Markup("").join([*found, escape(words[at - start :])])
