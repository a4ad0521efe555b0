"""Parses: the words and sentences of a document and what the model reads off them. No tensor, only plain data.

Tokens follow Universal Dependencies for English: clitics and hyphenated parts are tokens of their own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import msgspec

from sayso.core.span import Span

# Relations of Universal Dependencies that lead out of a noun's own phrase, and marks that do not belong to its edge.
OUTSIDE = frozenset({"case", "cc", "mark", "parataxis", "advcl", "ccomp", "punct"})
EDGES = frozenset(",;:.—–-")
# Deeper than this no tree of a sentence is read.
DEEP = 60

EntityType = Literal["PER", "ORG", "LOC", "NORP", "FAC", "DATE", "MONEY", "PRODUCT", "MISC"]


# Plain data makes no cycles: without `gc`, thousands of tokens an article cost the collector nothing.
class Token(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One word. `head` is the index in the document of its head token, or its own index for a root."""

    span: Span
    text: str
    upos: str
    xpos: str
    lemma: str
    head: int
    deprel: str


class Sentence(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Tokens `first` to `last` (exclusive) of the document; `paragraph` counts windows of prose from 0."""

    first: int
    last: int
    paragraph: int


class Entity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A name: tokens `first` to `last` (exclusive), with the model's class for it."""

    first: int
    last: int
    type: EntityType


class Report(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One cue with the source and content the model gives it, as token ranges. A quotation may have no cue, and a cue whose
    content is another report ("According to the agency, …") may come without one.

    `depth` is 0 for a report in the outlet's own voice, 1 for one found inside another's content, and so on.
    `score` is the model's probability for the cue (for a report without cue, for its content).
    """

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    depth: int
    score: float


class Anaphor(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A word that heads a mention and may go back to earlier ones: the token, the probability that it goes back to any,
    and its best antecedents as (token, probability), best first."""

    token: int
    score: float
    antecedents: tuple[tuple[int, float], ...]


class Act(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the model makes of one word as the trigger of an act, in probabilities: that it is one (`score`), of PLOVER's type
    `event_type` most likely; its realis, by name, were it one; that it tells what happens in `general`, or what is `open`: not
    known to have happened. `factuality` goes from -3, did not happen, to 3, did."""

    token: int
    score: float
    event_type: str
    realis: dict[str, float]
    general: float
    open: float
    factuality: float


class Quotation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The characters from an opening quotation mark to its closing one, both in; `closed` is False where the text never
    closes it. `goes_on` says that the next paragraph's first quotation continues this one."""

    span: Span
    closed: bool
    single: bool = False
    goes_on: bool = False


class Parse(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Tokens, sentences, names, reports, quotations, anaphors and what may be acts of one document, in text order; `vector`, of
    unit length, is what its first paragraphs are about. What is looked up often is indexed once, when it is first asked for.
    """

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    reports: tuple[Report, ...]
    quotations: tuple[Quotation, ...] = ()
    anaphors: tuple[Anaphor, ...] = ()
    acts: tuple[Act, ...] = ()
    vector: tuple[float, ...] = ()

    def span(self, first: int, last: int) -> Span:
        """The characters from token `first` to token `last` (exclusive, at least one token)."""
        return Span(self.tokens[first].span.start, self.tokens[last - 1].span.end)

    def range_of(self, span: Span) -> tuple[int, int]:
        """The tokens that lie wholly within a span, as a range; empty where there are none."""
        first = bisect_left(self._starts, span.start)
        last = bisect_right(self._ends, span.end, lo=first)
        return first, max(first, last)

    def quotations_in(self, span: Span) -> Iterator[Quotation]:
        """The quotations that share a character with a span, in text order."""
        at = bisect_right(self.quotations, span.start, key=lambda quotation: quotation.span.end)
        while at < len(self.quotations) and self.quotations[at].span.start < span.end:
            yield self.quotations[at]
            at += 1

    def sentence_at(self, token: int) -> int:
        """The index of the sentence that holds a token. Raises LookupError for an index outside the document."""
        at = self._sentence_numbers[token] if 0 <= token < len(self.tokens) else -1
        if at < 0:
            raise LookupError(f"no sentence holds token {token}")
        return at

    def sentence_of(self, token: int) -> Sentence:
        """The sentence that holds a token. Raises LookupError for an index outside the document."""
        return self.sentences[self.sentence_at(token)]

    def children(self, token: int) -> list[int]:
        """The tokens that hang directly on `token`, in text order. Raises LookupError for an index outside the document."""
        if token < 0:
            raise LookupError(f"no sentence holds token {token}")
        return list(self.below[token])

    def phrase(self, head: int, without: frozenset[str] = OUTSIDE) -> tuple[int, int]:
        """The unbroken run of tokens around `head` that hang on it. Children of `head` in a relation of `without` (its
        preposition, clauses) stay out with all below them, and so do commas at the edges."""
        self.sentence_at(head)
        hanging, tokens = self.below, self.tokens
        ahead = [i for i in hanging[head] if tokens[i].deprel not in without]
        if not ahead:
            return head, head + 1
        below = {head}
        while ahead:
            i = ahead.pop()
            if i not in below:
                below.add(i)
                if hanging[i]:
                    ahead.extend(hanging[i])
        first = last = head
        while first - 1 in below:
            first -= 1
        while last + 1 in below:
            last += 1
        while first < head and tokens[first].text in EDGES:
            first += 1
        while last > head and tokens[last].text in EDGES:
            last -= 1
        return first, last + 1

    @cached_property
    def _starts(self) -> list[int]:
        return [token.span.start for token in self.tokens]

    @cached_property
    def _ends(self) -> list[int]:
        return [token.span.end for token in self.tokens]

    @cached_property
    def _sentence_numbers(self) -> list[int]:
        found = [-1] * len(self.tokens)
        for number, sentence in enumerate(self.sentences):
            found[sentence.first : sentence.last] = [number] * (sentence.last - sentence.first)
        return found

    @cached_property
    def act_at(self) -> dict[int, Act]:
        """What may be an act, by its token."""
        return {act.token: act for act in self.acts}

    # Of each token, for those that ask for many

    @cached_property
    def below(self) -> list[list[int]]:
        """What hangs on each token, within the token's own sentence, in text order."""
        found: list[list[int]] = [[] for _ in self.tokens]
        for sentence in self.sentences:
            for i in range(sentence.first, sentence.last):
                head = self.tokens[i].head
                if head != i and sentence.first <= head < sentence.last:
                    found[head].append(i)
        return found

    @cached_property
    def leftmost(self) -> list[int]:
        """The first token of all that hangs on each token."""
        found = list(range(len(self.tokens)))
        for i in range(len(self.tokens)):
            at = i
            for _ in range(DEEP):
                head = self.tokens[at].head
                if head == at or found[head] <= i:
                    break
                found[head] = i
                at = head
        return found

    @cached_property
    def words(self) -> list[str]:
        """The tokens' texts in small letters."""
        return [token.text.lower() for token in self.tokens]

    @cached_property
    def relations(self) -> list[str]:
        """The tokens' relations without their subtypes."""
        return [token.deprel.partition(":")[0] for token in self.tokens]
