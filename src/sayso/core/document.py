"""Documents: one text as it was published, and what is known about its publication.

`Document.text` of a plain-text file is the file's own text, unchanged; of a page it is the article's text with its
blocks parted by newlines. `blocks` cover the text in order and say what each part is, so that a caption or a
teaser is never read as a sentence of the article.
"""

import hashlib
from bisect import bisect_right
from typing import Literal

import msgspec

from sayso.core.span import Span, identifier

BlockRole = Literal[
    "headline", "subheading", "byline", "dateline", "credit", "timestamp", "paragraph", "caption", "teaser", "boilerplate"
]
# The roles whose words are sentences of the article; a dateline is only the part before the dash.
PROSE: frozenset[BlockRole] = frozenset({"headline", "subheading", "paragraph"})


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the text with one role. Blocks do not overlap; white space may lie between them."""

    span: Span
    role: BlockRole


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One text with its publication facts; every field but the text may be unknown.

    `published` is an EDTF date ("2025-03-04" or "2025-03"); `language` an ISO 639 code; `origin` where the
    bytes came from (a path as given, "-" or a URL); `notes` what a reader should know of how it was read
    (an encoding that was guessed, dates that disagree). The id hashes text, url and outlet: the same words from two outlets
    are two documents, and so is a text read once with and once without its outlet.
    """

    text: str
    text_sha256: str
    blocks: tuple[Block, ...]
    headline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    language: str | None = None
    origin: str = "-"
    notes: tuple[str, ...] = ()
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            msgspec.structs.force_setattr(self, "id", identifier("Document", self.text_sha256, self.url, self.outlet))

    def block_at(self, position: int) -> Block | None:
        """The block that holds the character at `position`, or None between blocks."""
        at = bisect_right(self.blocks, position, key=lambda block: block.span.start) - 1
        return self.blocks[at] if at >= 0 and position < self.blocks[at].span.end else None


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """An input that was not read, and why; counted, never silent."""

    origin: str
    reason: str


def sha256_of(text: str) -> str:
    """The sha256 of the text's UTF-8 bytes, in hex; lone surrogates, which UTF-8 lacks, are passed through."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
