"""Words of stance: what says where somebody stands, what judges, what asks for an act and what that act serves.

Gives typed, cached rows of `en/stances.tsv` and `en/stance_words.tsv`; what the columns mean is said at the head of each file.
"""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from sayso.core.data import Stance
from sayso.lexicon.events import Row, Slots, by_form, fitting, slots
from sayso.lexicon.inflections import forms
from sayso.lexicon.tables import rows

TABLE, WORDS = "en/stances.tsv", "en/stance_words.tsv"
Kind = Literal["deem", "as", "ask", "must", "resolve", "end", "refuse", "allege", "people"]


class StanceWord(Row, frozen=True, kw_only=True):
    """One row: a word with the stance it shows, None for none, and the one it shows where it is itself negated or refused."""

    holder: Slots
    target: Slots
    stance: Stance | None
    denied: Stance | None


class Asked(msgspec.Struct, frozen=True):
    """What somebody who asks for an act holds of its object or of its subject."""

    words: tuple[str, ...]
    side: Literal["obj", "subj"]
    stance: Stance


@cache
def stances() -> Mapping[str, tuple[StanceWord, ...]]:
    """Lower-cased form of a row's head word to the rows, longest first. Raises ValidationError for a stance that is none."""
    return by_form(
        [
            msgspec.convert(
                {
                    **fitting(row), "holder": slots(row["holder"]), "target": slots(row["target"]),
                    "stance": row["stance"] or None, "denied": row["denied"] or None,
                },
                StanceWord,
            )
            for row in rows(TABLE)
        ]
    )  # fmt: skip


@cache
def stance_words(kind: Kind) -> frozenset[str]:
    """Words of one kind in all their forms."""
    return frozenset(form for row in rows(WORDS) if row["kind"] == kind for form in forms(row["phrase"], row["pos"]))


@cache
def agent_endings() -> tuple[str, ...]:
    """How nouns for who does something end."""
    return tuple(row["phrase"] for row in rows(WORDS) if row["kind"] == "ending")


@cache
def values() -> Mapping[str, Stance]:
    """A word that judges, lower-cased, in its base form, to the stance of who says it."""
    return {row["phrase"]: msgspec.convert(row["stance"], Stance) for row in rows(WORDS) if row["kind"] == "value"}


@cache
def asked() -> Mapping[str, Asked]:
    """Any form of the verb of an act that is asked for to what who asks for it holds."""
    found = {}
    for row in rows(WORDS):
        if row["kind"] == "act":
            first, *rest = row["phrase"].split()
            told = Asked((first, *rest), *msgspec.convert((row["side"], row["stance"]), tuple[Literal["obj", "subj"], Stance]))
            found.update(dict.fromkeys(forms(first, "verb"), told))
    return found
