"""Clauses: words that tell of the same act as the words they govern, and where, from `en/clauses.tsv`.

Kinds: carrier, a noun for what a statement is made in or to; light, a verb or noun whose time and place are those of
what it governs; where, a preposition of place; site, a noun that a place's name may stand with; bound, a preposition behind
which a time bounds the act ("since Monday").
"""

from functools import cache

from sayso.core.clauses import ClauseWords
from sayso.lexicon.tables import rows

TABLE = "en/clauses.tsv"


@cache
def clause_words() -> ClauseWords:
    """The words that `core.clauses` asks for."""
    kinds: dict[str, set[str]] = {"carrier": set(), "light": set(), "where": set(), "site": set(), "bound": set()}
    for row in rows(TABLE):
        kinds[row["kind"]].update(row["forms"].split("|"))
    return ClauseWords(
        carriers=frozenset(kinds["carrier"]),
        light=frozenset(kinds["light"]),
        where=frozenset(kinds["where"]),
        sites=frozenset(kinds["site"]),
        bounds=frozenset(kinds["bound"]),
    )
