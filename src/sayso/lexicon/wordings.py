"""Words that do more than tell, from `en/wordings.tsv`; names of one kind of referent, from `en/labels.tsv`; and the words by which
quotations, titles and scare quotes are told apart, from `en/marks.tsv`."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from sayso.core.data import WordingType
from sayso.lexicon.inflections import forms
from sayso.lexicon.tables import rows

Pos = Literal["adj", "adv", "noun", "verb", "phrase", "suffix", "prefix"]
MarkKind = Literal["title", "name", "gloss", "quoting", "so_called", "factive", "possible"]


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a word or phrase stands in a text: its words, and what it is then."""

    words: tuple[str, ...]
    type: WordingType
    pos: Pos
    strong: bool = True
    family: str | None = None
    country: str | None = None
    owned: bool = False
    unless: frozenset[str] = frozenset()


@cache
def loaded() -> Mapping[str, tuple[Loaded, ...]]:
    """Lower-cased first word to the rows that begin with it, the longest first."""
    found: dict[str, list[Loaded]] = {}
    for row in (*rows("en/wordings.tsv"), *rows("en/labels.tsv")):
        type_ = row.get("type", "label")
        for words in _spelled(row["phrase"], row["pos"]):
            one = msgspec.convert(
                {
                    "words": words, "type": type_, "pos": row["pos"], "strong": row.get("strength") != "weak",
                    "family": row.get("family") or None, "country": row.get("country") or None,
                    "owned": row.get("owned") == "yes", "unless": row["unless"].split(),
                },
                Loaded,
            )  # fmt: skip
            found.setdefault(words[0], []).append(one)
    return {first: tuple(sorted(some, key=lambda one: -len(one.words))) for first, some in found.items()}


def _spelled(phrase: str, pos: str) -> set[tuple[str, ...]]:
    """A phrase in the tokens of a text, in each of its forms, with its hyphens, without them, and as one word.

    >>> sorted(_spelled("far-left", "adj"))
    [('far', '-', 'left'), ('far', 'left')]
    """
    first, _, rest = phrase.partition(" ")
    *before, last = phrase.split(" ")
    if pos == "verb":
        written = {f"{form} {rest}".strip() for form in forms(first, "verb")}
    elif pos == "noun":
        written = {" ".join([*before, form]) for form in forms(last, "noun")}
    else:
        written = {phrase}
    return {
        tuple(words.replace("-", joint).split()) for words in written for joint in ((" - ", " ") if "-" in words else ("-",))
    }


@cache
def mark_words(kind: MarkKind) -> frozenset[str]:
    """Words of one kind, lower-cased, in all their forms where they are verbs or nouns."""
    return frozenset(
        form for row in rows("en/marks.tsv") if row["kind"] == kind for form in forms(row["phrase"], row["pos"] or "none")
    )
