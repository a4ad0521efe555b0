"""Words of reporting: cues that deny or believe, how chains are worded, pronouns, words that head an outlet's name."""

from functools import cache
from typing import Literal

import msgspec

from sayso.core.data import Certainty, Polarity
from sayso.lexicon.actors import outlet, outlet_words
from sayso.lexicon.tables import rows


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


@cache
def cues() -> dict[tuple[str, ...], Cue]:
    """Lemma sequence to what it says, from `en/cues.tsv`."""
    return {
        tuple(row["phrase"].split()): msgspec.convert((row["polarity"], row["certainty"]), _Pair).cue()
        for row in rows("en/cues.tsv")
    }


class _Pair(msgspec.Struct, frozen=True, array_like=True):
    polarity: Polarity
    certainty: Certainty

    def cue(self) -> Cue:
        return Cue(self.polarity, self.certainty)


@cache
def chain_lemmas(kind: Literal["participle", "recipient", "frame"]) -> frozenset[str]:
    """Lemmas that word a chain: "citing X" (participle), "told X" with an outlet X (recipient), "according to X" (frame)."""
    return frozenset(row["phrase"] for row in rows("en/chains.tsv") if row["kind"] == kind)


@cache
def pronouns() -> dict[str, Pronoun]:
    """Lower-cased pronoun to what it can stand for, from `en/pronouns.tsv`."""
    found = {}
    for row in rows("en/pronouns.tsv"):
        gender = row["gender"] or None
        found[row["phrase"]] = msgspec.convert(
            {"type": row["type"], "gender": gender, "number": row["number"], "person": row["person"]}, Pronoun
        )
    return found


@cache
def negations() -> frozenset[str]:
    """Lemmas that turn a verb round, from `en/negations.tsv`."""
    return frozenset(row["phrase"] for row in rows("en/negations.tsv"))


@cache
def name_affixes(kind: Literal["prefix", "ending", "definite"]) -> tuple[str, ...]:
    """What names are compared without, and words that make a phrase definite, from `en/names.tsv`."""
    return tuple(row["phrase"] for row in rows("en/names.tsv") if row["kind"] == kind)


def is_outlet(name: str, head: str) -> bool:
    """Whether a phrase names an outlet: it is a known one, or its head lemma is a word for outlets."""
    return head.lower() in outlet_words() or outlet(name) is not None
