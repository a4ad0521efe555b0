"""Words by which a text points back: demonstratives, "both" and "the two", nouns for a party; letters that names vary in; and
given names with the gender they tell."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from sayso.lexicon.tables import rows


@cache
def given_names() -> Mapping[str, str]:
    """Given names, case-folded, with the gender that nearly all their bearers have.

    >>> given_names()["ingrid"], given_names().get("robin")
    ('female', None)
    """
    return {row["name"].casefold(): row["gender"] for row in rows("given_names.tsv")}


@cache
def referring(
    kind: Literal["demonstrative", "pair", "group", "home", "spelling", "alike", "title", "naming"],
) -> Mapping[str, str]:
    """The words of one class of `en/referring.tsv` with their values, in the table's order.

    >>> referring("group")["country"], referring("pair")["both"]
    ('GPE', 'alone')
    """
    return {row["phrase"]: row["value"] for row in rows("en/referring.tsv") if row["class"] == kind}


@cache
def stands_for(noun: str) -> frozenset[str]:
    """The words of the titles of those for whom a noun may stand; empty for one that stands for its own title alone.

    >>> "ambassador" in stands_for("envoy"), stands_for("baker")
    (True, frozenset())
    """
    return frozenset(referring("title").get(noun, "").split())
