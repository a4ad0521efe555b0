"""Credits: the names of news agencies as credits write them, and the words that give an agency only a part.

Gives the agencies of data/en/layout.tsv and data/outlets.tsv with their full names, and data/en/credits.tsv.
"""

import re
from functools import cache

from sayso.lexicon.actors import OUTLETS, outlet_rows
from sayso.lexicon.layout import of_kind
from sayso.lexicon.tables import rows, words


@cache
def agencies() -> dict[str, str]:
    """The names of agencies as they are written, capitals and all, to their full names."""
    outlets = (outlet for outlet in outlet_rows(rows(OUTLETS)) if outlet.kind == "agency")
    named = {name: outlet.name for outlet in outlets for name in (outlet.name, *outlet.aliases)}
    return named | {phrase.phrase: phrase.value for phrase in of_kind("agency").values() if phrase.value}


@cache
def agency_pattern() -> re.Pattern[str]:
    """Any of those names as whole words, the longest first."""
    names = sorted(agencies(), key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


@cache
def part_words() -> frozenset[str]:
    """Words of a credit that say the agency gave a part of the text."""
    return words("en/credits.tsv")
