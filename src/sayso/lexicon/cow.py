"""Correlates of War: the number of a state in that project's state system, for data that are joined by it."""

from functools import cache

from sayso.lexicon import tables


@cache
def state_numbers() -> dict[str, str]:
    """The number of each state by its code; what is no state there has none (the Holy See, Palestine, Hong Kong).

    >>> state_numbers()["IRN"], state_numbers().get("UNO")
    ('630', None)
    """
    return {row["country"]: row["number"] for row in tables.rows("cow.tsv")}
