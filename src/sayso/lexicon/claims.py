"""Words of claims: which words mean the same, which the opposite, and how a text ties one thing to another.

Gives `en/alike.tsv`, `en/opposites.tsv` and `en/links.tsv`; what the columns mean is said at the head of each file.
"""

from collections.abc import Mapping
from functools import cache

import msgspec

from sayso.lexicon.inflections import forms
from sayso.lexicon.tables import rows


class Link(msgspec.Struct, frozen=True):
    """Words that tie two things, or say that nothing does. The first may be inflected."""

    words: tuple[str, ...]
    says: bool
    verb: bool


@cache
def senses() -> Mapping[str, str]:
    """Any form of a word, lower-cased, to the sense it shares with others."""
    return {form: row["sense"] for row in rows("en/alike.tsv") for form in forms(row["phrase"], row["pos"])}


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """A sense, or a word that has none, to those that say the opposite; each way.

    >>> "end" in opposites()["begin"] and "begin" in opposites()["end"]
    True
    """
    found: dict[str, set[str]] = {}
    for row in rows("en/opposites.tsv"):
        one, other = (senses().get(row[column], row[column]) for column in ("phrase", "opposite"))
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(some) for word, some in found.items()}


@cache
def links() -> Mapping[str, tuple[Link, ...]]:
    """Any form of the first word to the rows that begin with it, the longest first."""
    found: dict[str, list[Link]] = {}
    for row in rows("en/links.tsv"):
        words = tuple(row["phrase"].split())
        for form in forms(words[0], row["pos"]):
            found.setdefault(form, []).append(Link(words, row["says"] == "yes", row["pos"] == "verb"))
    return {form: tuple(sorted(some, key=lambda one: -len(one.words))) for form, some in found.items()}
