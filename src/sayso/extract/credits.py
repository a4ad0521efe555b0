"""Credits: which news agency a text says it comes from, whole or in part.

"(AP)" in a dateline, an agency's byline, "Source: AFP" and a bare name at the end give it the whole text; "Reuters contributed
to this report" gives it a part. Only the text's own dateline, byline and credit lines are read, never its sentences, and only
agencies that the lexicon knows; an acronym that the text spells out is of that name. Terms after the IPTC's creditline.
Known misses: agencies the lexicon lacks, and two that share an acronym that no text spells out.
"""

from collections.abc import Iterator

from sayso.core.data import Credit
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.acronyms import spelt_out
from sayso.lexicon.credits import agencies, agency_pattern, part_words
from sayso.lexicon.frequencies import words

NEEDS, GIVES, MADE_BY = (), Credit, "credits/1"
ROLES = frozenset({"dateline", "byline", "credit"})


def extract(reading: Reading) -> Iterator[Credit]:
    """Every credit to an agency, in text order."""
    document = reading.document
    for block in document.blocks:
        if block.role not in ROLES:
            continue
        said = {word for word, _ in words(document.text, block.span.start, block.span.end)}
        part = block.role == "credit" and not said.isdisjoint(part_words())
        for match in agency_pattern().finditer(document.text, block.span.start, block.span.end):
            yield Credit(
                document_id=document.id,
                made_by=MADE_BY,
                span=Span(*match.span()),
                # An acronym is the outlet's own, or of the name the text spells out, before it is a known agency's.
                agency=spelt_out(f"{document.outlet or ''}\n{document.text}", match[0]) or agencies()[match[0]],
                share="part" if part else "whole",
            )
