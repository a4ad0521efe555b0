"""Groups: words that stand for several members named before, from `en/groups.tsv`."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from sayso.lexicon import tables

TABLE = "en/groups.tsv"
Members = Literal["state", "person", "ruler", "any"]


@cache
def counts() -> Mapping[str, int]:
    """Words for how many members a group has."""
    return {row["phrase"]: int(row["value"]) for row in tables.rows(TABLE) if row["kind"] == "count"}


@cache
def wholes() -> frozenset[str]:
    """Counts that say by themselves that there are no more members."""
    return frozenset(row["phrase"] for row in tables.rows(TABLE) if row["kind"] == "whole")


@cache
def others() -> frozenset[str]:
    """Words for the one side that the first is against: "the other"."""
    return frozenset(row["phrase"] for row in tables.rows(TABLE) if row["kind"] == "other")


@cache
def nouns() -> Mapping[str, Members]:
    """Plurals, lower-cased, with what their members are."""
    return {row["phrase"]: msgspec.convert(row["value"], Members) for row in tables.rows(TABLE) if row["kind"] == "noun"}
