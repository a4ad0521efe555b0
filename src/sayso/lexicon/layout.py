"""Layout: the phrases that tell a teaser, a credit or a byline from a sentence of the article.

Gives typed, cached rows of data/en/layout.tsv; what the kinds and values mean is said at the head of that file.
"""

from functools import cache
from typing import Literal, get_args

import msgspec

from sayso.core.document import BlockRole
from sayso.core.errors import LexiconError
from sayso.lexicon import tables

Kind = Literal["prefix", "suffix", "whole", "within", "agency", "joiner", "outlet", "kicker", "month", "weekday", "filler"]
TABLE = "en/layout.tsv"
ANYWHERE: tuple[Kind, ...] = ("prefix", "suffix", "whole", "within")


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """One row: a phrase, the role it gives to the stretch it stands in, and where it has to stand.

    `phrase` is as written in the table; compare without regard to case. `value` is None where the table says none.
    """

    role: BlockRole
    kind: Kind
    phrase: str
    value: str | None
    example: str
    source: str


def checked(rows: tuple[dict[str, str], ...]) -> tuple[Phrase, ...]:
    """The rows as phrases. Raises LexiconError for the first row that breaks a rule of the table."""
    phrases: list[Phrase] = []
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        if set(row) != set(Phrase.__struct_fields__):
            raise LexiconError(f"lexicon {TABLE} has columns {list(row)}, expected {list(Phrase.__struct_fields__)}")
        role, kind, phrase, value = row["role"], row["kind"], row["phrase"], row["value"]
        if role not in get_args(BlockRole) or kind not in get_args(Kind):
            raise LexiconError(f"lexicon {TABLE}: {phrase!r} has role {role!r} and kind {kind!r}, one of which is unknown")
        if not phrase.strip() or not row["source"] or phrase.casefold() not in row["example"].casefold().replace("’", "'"):
            raise LexiconError(f"lexicon {TABLE}: {phrase!r} needs a source and an example that holds it: {row['example']!r}")
        if kind == "month" and not (len(value) == 2 and value.isdecimal() and 1 <= int(value) <= 12):
            raise LexiconError(f"lexicon {TABLE}: month {phrase!r} has value {value!r}, expected 01 to 12")
        if (role, kind, phrase.casefold()) in seen:
            raise LexiconError(f"lexicon {TABLE}: {phrase!r} stands twice as {role} {kind}: keep one row")
        seen.add((role, kind, phrase.casefold()))
        phrases.append(msgspec.convert({**row, "value": None if value == "none" else value}, Phrase))
    return tuple(phrases)


@cache
def layout() -> tuple[Phrase, ...]:
    """Every phrase of the table, in the table's order."""
    return checked(tables.rows(TABLE))


@cache
def of_kind(kind: Kind) -> dict[str, Phrase]:
    """The phrases of one kind by their lower-cased form, the longest first, so that the first match is the fullest."""
    found = [phrase for phrase in layout() if phrase.kind == kind]
    return {phrase.phrase.casefold(): phrase for phrase in sorted(found, key=lambda p: (-len(p.phrase), p.phrase))}
