"""Frames: a clause of saying behind its words ("Troops left the town, the ministry said on Monday"), put above them.

The model may hang the saying on the words that are said, or leave these out of the report. Who says is known from the report;
the comma or the mark of a quotation before it, and no word that joins two clauses, tell that what stands before is what is said.
Knowingly missed: a frame in the middle of its words ("The town, he said, is quiet").
"""

from collections.abc import Mapping, Sequence

import msgspec

from sayso.core.parse import Report, Sentence, Token
from sayso.lexicon.speech import chain_words

FINITE = frozenset({"VBD", "VBP", "VBZ"})
# Relations of a word that joins a clause to the one before it.
JOINING = frozenset({"mark", "cc"})
SET_OFF = frozenset(",”\"’»'")
SUBJECT, SAID, BESIDE = "nsubj", "ccomp", "parataxis"


def above(tokens: Sequence[Token], sentences: Sequence[Sentence], found: Sequence[Report]) -> tuple[list[Token], list[Report]]:
    """The tokens and reports, with such clauses above what they say, and this in their reports."""
    words, reports = list(tokens), list(found)
    ends = {i: sentence for sentence in sentences for i in range(sentence.first, sentence.last)}
    below: dict[int, list[int]] = {}
    for i, token in enumerate(tokens):
        below.setdefault(token.head, []).append(i)
    for n, report in enumerate(reports):
        verb = _verb(words, below, report)
        if verb is None or report.depth:
            continue
        sentence, start = ends[verb], min(verb, report.source[0][0])
        said = _said(words, below, verb, start)
        if said is None or start - 1 <= sentence.first or words[start - 1].text not in SET_OFF:
            continue
        if words[verb].head == said:
            _swap(words, below, verb, said, start)
        if not report.content and words[verb].head == verb and (content := _clause(words, sentence.first, start)) is not None:
            reports[n] = msgspec.structs.replace(report, content=(content,))
    return words, reports


def _verb(words: Sequence[Token], below: Mapping[int, Sequence[int]], report: Report) -> int | None:
    """The finite verb of a report's cue whose subject is its source."""
    for first, last in report.cue:
        for i in range(first, last):
            if words[i].xpos in FINITE and words[i].text.lower() not in chain_words("participle"):
                subjects = [k for k in below.get(i, ()) if words[k].deprel.startswith(SUBJECT)]
                if len(subjects) == 1 and any(a <= subjects[0] < b for a, b in report.source):
                    return i
    return None


def _said(words: Sequence[Token], below: Mapping[int, Sequence[int]], verb: int, start: int) -> int | None:
    """The head of what is said before a frame: what the frame hangs on, or what hangs on it."""
    kids = below.get(verb, ())
    if any(words[k].deprel in JOINING or (words[k].deprel in ("ccomp", "xcomp") and k > verb) for k in kids):
        return None
    head = words[verb].head
    if head == verb:
        return next((k for k in kids if k < start and words[k].deprel == SAID), None)
    return head if head < start and words[head].head == head and not words[verb].deprel.startswith("acl") else None


def _swap(words: list[Token], below: Mapping[int, Sequence[int]], verb: int, said: int, start: int) -> None:
    """Puts a frame above the root that it hangs on, with all that stands behind its start."""
    for k in below.get(said, ()):
        if k >= start and k != verb:
            words[k] = msgspec.structs.replace(words[k], head=verb)
    words[verb] = msgspec.structs.replace(words[verb], head=verb, deprel=words[said].deprel)
    words[said] = msgspec.structs.replace(words[said], head=verb, deprel=SAID)


def _clause(words: Sequence[Token], first: int, start: int) -> tuple[int, int] | None:
    """The words before a frame, without the marks and the conjunction at their edges."""
    last = start
    while first < last and (words[first].upos in ("CCONJ",) or words[first].text == ","):
        first += 1
    while first < last and words[last - 1].text == ",":
        last -= 1
    return (first, last) if first < last else None
