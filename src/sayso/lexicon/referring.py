"""Words by which a text points back: demonstratives, "both" and "the two", nouns for a party; and letters that names vary in."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from sayso.lexicon.tables import rows


@cache
def referring(kind: Literal["demonstrative", "pair", "group", "home", "spelling", "alike"]) -> Mapping[str, str]:
    """The words of one class of `en/referring.tsv` with their values, in the table's order.

    >>> referring("group")["country"], referring("pair")["both"]
    ('GPE', 'alone')
    """
    return {row["phrase"]: row["value"] for row in rows("en/referring.tsv") if row["class"] == kind}
