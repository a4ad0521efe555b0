"""Parses: the words and sentences of a document and what the model reads off them. No tensor, only plain data.

Tokens follow Universal Dependencies for English: clitics and hyphenated parts are tokens of their own.
"""

from typing import Literal

import msgspec

from sayso.core.span import Span

EntityType = Literal["PER", "ORG", "LOC", "NORP", "FAC", "DATE", "MONEY", "PRODUCT", "MISC"]


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """One word. `head` is the index in the document of its head token, or its own index for a root."""

    span: Span
    text: str
    upos: str
    xpos: str
    lemma: str
    head: int
    deprel: str


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens `first` to `last` (exclusive) of the document; `paragraph` counts windows of prose from 0."""

    first: int
    last: int
    paragraph: int


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A name: tokens `first` to `last` (exclusive), with the model's class for it."""

    first: int
    last: int
    type: EntityType


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One cue with the source and content the model gives it, as token ranges; a cue may be missing, never both.

    `depth` is 0 for a report in the outlet's own voice, 1 for one found inside another's content, and so on.
    `score` is the model's probability for the cue (for a report without cue, for its content).
    """

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    depth: int
    score: float


class Quotation(msgspec.Struct, frozen=True, kw_only=True):
    """The characters from an opening quotation mark to its closing one, both in; `closed` is False where the text never
    closes it. `goes_on` says that the next paragraph's first quotation continues this one."""

    span: Span
    closed: bool
    single: bool = False
    goes_on: bool = False


class Parse(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens, sentences, names, reports and quotations of one document, in text order."""

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    reports: tuple[Report, ...]
    quotations: tuple[Quotation, ...] = ()

    def span(self, first: int, last: int) -> Span:
        """The characters from token `first` to token `last` (exclusive, at least one token)."""
        return Span(self.tokens[first].span.start, self.tokens[last - 1].span.end)

    def sentence_of(self, token: int) -> Sentence:
        """The sentence that holds a token. Raises LookupError for an index outside the document."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].last <= token:
                low = middle + 1
            else:
                high = middle
        if low == len(self.sentences) or token < self.sentences[low].first:
            raise LookupError(f"no sentence holds token {token}")
        return self.sentences[low]
