"""Words that do more than tell (`en/wordings.tsv`), names of one kind of referent (`en/labels.tsv`) and their families
(`en/families.tsv`), and the words by which quotations, titles and scare quotes are told apart (`en/marks.tsv`)."""

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
    """A phrase in the tokens of a text, in each of its forms, with its hyphens, without them, and as one token.

    >>> sorted(_spelled("far-left", "adj"))
    [('far', '-', 'left'), ('far', 'left'), ('far-left',)]
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
        tuple(words.replace("-", joint).split()) for words in written for joint in ((" - ", " ", "-") if "-" in words else ("-",))
    }


@cache
def mark_words(kind: MarkKind) -> frozenset[str]:
    """Words of one kind, lower-cased, in all their forms where they are verbs or nouns."""
    return frozenset(
        form for row in rows("en/marks.tsv") if row["kind"] == kind for form in forms(row["phrase"], row["pos"] or "none")
    )


class Family(msgspec.Struct, frozen=True):
    """A family of names; `apart`: two countries keep those who bear them apart; `labels`: its names are labels."""

    name: str
    apart: bool
    labels: bool = False


@cache
def _families(kind: str) -> Mapping[str, tuple[tuple[Family, frozenset[str]], ...]]:
    labels = {row["phrase"] for row in rows("en/families.tsv") if row["kind"] == "family"}
    found: dict[str, list[tuple[Family, frozenset[str]]]] = {}
    for row in rows("en/families.tsv"):
        if row["kind"] == kind:
            for form in {row["phrase"]} if kind == "family" else {*forms(row["phrase"], "noun")}:
                one = Family(row["family"], row["apart"] == "yes", row["family"] in labels)
                found.setdefault(form, []).append((one, frozenset(row["sectors"].split())))
    return {form: tuple(some) for form, some in found.items()}


def family(
    label: str | None = None, *, head: str = "", sector: str | None = None, named: bool = False, foreign: bool = False
) -> Family | None:
    """The family of names that a label is of, or the head noun of what an actor of a sector is called, or its name.

    `named`: the actor goes by a name; `foreign`: its country is known, so that "Army" in its name is that state's.

    >>> family("armed group"), family(head="groups", sector="UAF"), family(head="groups", sector="BUS")
    (Family(name='armed group', apart=True, labels=True), Family(name='armed group', apart=True, labels=True), None)
    >>> family(head="Front", named=True), family(head="front")
    (Family(name='armed group', apart=True, labels=True), None)
    """
    if label is not None and label in _families("family"):
        return _families("family")[label][0][0]
    own = (one for some in _families("family").values() for one, sectors in some if named and sector in sectors)
    bearing = _families("name").get(head.lower(), ()) if named and not foreign else ()
    by_name = (one for one, sectors in bearing if sector is None or sector in sectors)
    by_head = (one for one, sectors in _families("head").get(head.lower(), ()) if not sectors or sector in sectors)
    return next((one for one in (*own, *by_name, *by_head)), None)


@cache
def _countries() -> Mapping[str, str]:
    return {
        " ".join(words): row["country"] for row in rows("en/labels.tsv") if row["country"]
        for words in _spelled(row["phrase"], row["pos"])
    }  # fmt: skip


def country_of_label(words: str) -> str | None:
    """The state that a label can name alone, as "the Zionist entity" can; None for any other."""
    return _countries().get(" ".join(words.lower().split()))
