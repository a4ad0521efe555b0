"""Words of reporting: cues that deny or believe, how chains are worded, pronouns, words that head an outlet's name."""

from functools import cache
from typing import Literal

import msgspec

from sayso.core.data import Certainty, Polarity
from sayso.lexicon.actors import outlet, outlet_words
from sayso.lexicon.tables import rows, words


class Cue(msgspec.Struct, frozen=True):
    """What a cue's lemmas say beside that somebody says."""

    polarity: Polarity
    certainty: Certainty


class Pronoun(msgspec.Struct, frozen=True):
    """`type` is PER, ORG or ANY; `gender` is None where the word does not tell."""

    type: Literal["PER", "ORG", "ANY"]
    gender: str | None
    number: Literal["singular", "plural"]
    person: Literal["first", "second", "third", "relative"]
    reflexive: bool


@cache
def cues() -> dict[tuple[str, ...], Cue]:
    """Every form of a cue, as lower-case words, to what it says, from `en/cues.tsv`."""
    return {
        tuple(form.split()): msgspec.convert({"polarity": row["polarity"], "certainty": row["certainty"]}, Cue)
        for row in rows("en/cues.tsv")
        for form in row["forms"].split("|")
    }


@cache
def chain_words(kind: Literal["participle", "recipient", "frame", "deed", "author", "quoted"]) -> frozenset[str]:
    """Words that word a chain: "citing X" (participle), "told X" with an outlet X (recipient), "according to X" (frame), "a
    report by X" (author), "X was quoted as saying" (quoted), and words that end one, whose object is brought about and not
    told ("ordered an inquiry", deed)."""
    return frozenset(form for row in rows("en/chains.tsv") if row["kind"] == kind for form in row["forms"].split("|"))


@cache
def pronouns() -> dict[str, Pronoun]:
    """Lower-cased pronoun to what it can stand for, from `en/pronouns.tsv`."""
    found = {}
    for row in rows("en/pronouns.tsv"):
        told = {name: row[name] for name in ("type", "number", "person")}
        found[row["phrase"]] = msgspec.convert(
            {**told, "gender": row["gender"] or None, "reflexive": row["reflexive"] == "yes"}, Pronoun
        )
    return found


@cache
def negations() -> frozenset[str]:
    """Words that turn a verb round, from `en/negations.tsv`."""
    return frozenset(row["phrase"] for row in rows("en/negations.tsv"))


@cache
def name_affixes(kind: Literal["prefix", "ending", "definite", "indefinite"]) -> tuple[str, ...]:
    """What names are compared without, and words that make a phrase definite or indefinite, from `en/names.tsv`."""
    return tuple(row["phrase"] for row in rows("en/names.tsv") if row["kind"] == kind)


@cache
def documents() -> frozenset[str]:
    """Lemmas of nouns for things that say something ("report", "poll"), from `en/documents.tsv`."""
    return words("en/documents.tsv")


def is_outlet(name: str, head: str) -> bool:
    """Whether a phrase names an outlet: it is a known one, its head lemma is a word for outlets, or it sounds like one.

    >>> is_outlet("the Harbour Post", "Post"), is_outlet("the Security Council", "Council")
    (True, False)
    """
    if head.lower() in outlet_words() or outlet(name) is not None:
        return True
    capitalised = [word for word in name.split() if word[:1].isupper()]
    return len(capitalised) > 1 and not _outlet_names().isdisjoint(capitalised)


@cache
def _outlet_names() -> frozenset[str]:
    return frozenset(row["phrase"] for row in rows("en/outlet_names.tsv"))
