"""Words of commitment, from `en/promises.tsv`: what binds somebody to an act, and how."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from sayso.core.data import Force
from sayso.lexicon.inflections import forms
from sayso.lexicon.tables import rows

Kind = Literal["verb", "noun", "adj", "will", "would", "mark", "owner", "idle", "brings", "deed"]


class Binding(msgspec.Struct, frozen=True):
    """A word that governs the act somebody is bound to."""

    pos: Literal["verb", "noun", "adj"]
    force: Force


@cache
def bindings() -> Mapping[tuple[str, str], Binding]:
    """(lower-cased form, verb, noun or adj) to what it binds to."""
    return {
        (form, row["pos"]): msgspec.convert({"pos": row["pos"], "force": row["force"]}, Binding)
        for row in rows("en/promises.tsv")
        if row["pos"] in ("verb", "noun", "adj")
        for form in forms(row["phrase"], row["pos"])
    }


@cache
def promise_words(kind: Literal["will", "would", "mark", "owner", "idle", "brings", "deed"]) -> frozenset[str]:
    """Words of one of the other kinds, as they stand; lemmas for "idle", "brings" and "deed"."""
    return frozenset(row["phrase"] for row in rows("en/promises.tsv") if row["pos"] == kind)
