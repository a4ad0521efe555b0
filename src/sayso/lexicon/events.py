"""Words of events: what tells of an act and where its parties stand, what says whether it took place, classes of nouns.

Gives typed, cached rows of `en/triggers.tsv`, `en/realis.tsv`, `en/noun_classes.tsv`, `en/event_words.tsv`, `en/tolls.tsv` and
`en/contexts.tsv`; what the columns mean is said at the head of each file.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, TypeVar

import msgspec

from sayso.core.data import EventType, Realis
from sayso.core.errors import LexiconError
from sayso.lexicon.inflections import forms
from sayso.lexicon.plover import plover
from sayso.lexicon.tables import rows

Slots = tuple[tuple[str, ...], ...]


class Condition(msgspec.Struct, frozen=True):
    """What one slot must hold: one of `values`, or with `negated` none of them.

    What it holds is no act of its own if `taken`, and is what names the row's own act if `names`.
    """

    slot: str
    values: tuple[str, ...]
    negated: bool
    taken: bool
    names: bool


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A word that tells of something, and what must stand beside it. `words` are lower-cased, `head` is the index of the one
    that is inflected."""

    words: tuple[str, ...]
    head: int
    pos: Literal["verb", "noun", "adj", "prep"]
    when: tuple[Condition, ...]
    example: str


class Trigger(Row, frozen=True, kw_only=True):
    """One row of triggers; a row without type is no event."""

    event_type: EventType | None
    mode: tuple[str, ...]
    actor: Slots
    recipient: Slots


class RealisWord(msgspec.Struct, frozen=True, kw_only=True):
    """One row: what a governing or accompanying word makes of an act. `complements` is empty where the row's kind has none."""

    words: tuple[str, ...]
    pos: str
    complements: frozenset[str]
    realis: Realis
    example: str


@cache
def triggers() -> tuple[Trigger, ...]:
    """All rows in their order. Raises ValidationError or LexiconError for a type, part of speech or mode that is none."""
    found = []
    for row in rows("en/triggers.tsv"):
        trigger = msgspec.convert(
            {
                **fitting(row), "event_type": row["type"] or None, "mode": row["mode"].split(),
                "actor": slots(row["actor"]), "recipient": slots(row["recipient"]),
            },
            Trigger,
        )  # fmt: skip
        if trigger.event_type and not set(trigger.mode) <= plover().types[trigger.event_type].modes.keys():
            raise LexiconError(f"lexicon en/triggers.tsv: {row['phrase']!r} has a mode that {row['type']} has not: {row['mode']}")
        found.append(trigger)
    return tuple(found)


def fitting(row: Mapping[str, str]) -> dict[str, object]:
    """The fields of a `Row` from the cells of a table's row."""
    words = tuple(row["phrase"].lower().split())
    head = len(words) - 1 if row["pos"] == "noun" and "of" not in words else 0
    head = 0 if row["pos"] == "noun" and words[-1] in small_words("particle") else len(words) - 1 if "-" in words else head
    return {"words": words, "head": head, "pos": row["pos"], "when": _conditions(row["when"]), "example": row["example"]}


T = TypeVar("T", bound=Row)


def by_form(found: Iterable[T]) -> Mapping[str, tuple[T, ...]]:
    """Lower-cased form of a row's head word to the rows, longest first, else in their order."""
    told: dict[str, list[T]] = {}
    for row in found:
        for form in forms(row.words[row.head], row.pos):
            told.setdefault(form, []).append(row)
    return {form: tuple(sorted(some, key=lambda one: -len(one.words))) for form, some in told.items()}


@cache
def triggers_by_form() -> Mapping[str, tuple[Trigger, ...]]:
    """Triggers as in `by_form`."""
    return by_form(triggers())


def slots(cell: str) -> Slots:
    return tuple(tuple(part.split("+")) for part in cell.split(",") if part)


def _conditions(cell: str) -> tuple[Condition, ...]:
    found = []
    for part in cell.split():
        slot, _, values = part.lstrip("!=").partition(":")
        found.append(
            Condition(
                slot,
                tuple(values.split("/")) if values else (),
                part.startswith("!"),
                part.startswith("="),
                part.startswith("=="),
            )
        )
    return tuple(found)


@cache
def realis_words() -> Mapping[str, tuple[RealisWord, ...]]:
    """Lower-cased form of a row's first word to the rows, longest first."""
    found: dict[str, list[RealisWord]] = {}
    for row in rows("en/realis.tsv"):
        words = tuple(row["phrase"].lower().split())
        word = msgspec.convert(
            {"words": words, "pos": row["pos"], "complements": row["complement"].split(), "realis": row["realis"],
             "example": row["example"]},
            RealisWord,
        )  # fmt: skip
        for form in forms(words[0], row["pos"]):
            found.setdefault(form, []).append(word)
    return {form: tuple(sorted(some, key=lambda one: -len(one.words))) for form, some in found.items()}


@cache
def noun_classes() -> Mapping[str, frozenset[str]]:
    """Base form of a word to the classes it is in."""
    found: dict[str, set[str]] = {}
    for row in rows("en/noun_classes.tsv"):
        found.setdefault(row["phrase"], set()).add(row["class"])
    return {word: frozenset(classes) for word, classes in found.items()}


@cache
def verb_classes() -> Mapping[str, frozenset[str]]:
    """Any form of a verb to the classes it is in, from the classes of `en/noun_classes.tsv` that are of verbs."""
    found: dict[str, set[str]] = {}
    for row in rows("en/noun_classes.tsv"):
        if row["class"].startswith("act") or row["class"] in ("happens", "gives"):
            for form in forms(row["phrase"], "verb"):
                found.setdefault(form, set()).add(row["class"])
    return {form: frozenset(classes) for form, classes in found.items()}


@cache
def small_words(kind: str) -> frozenset[str]:
    """Words of grammar by what they do, in all their forms, from `en/event_words.tsv`."""
    found = [row for row in rows("en/event_words.tsv") if row["kind"] == kind]
    return frozenset(form for row in found for form in forms(row["phrase"], row["pos"]))


@cache
def tolls() -> Mapping[str, str]:
    """Any form of a word for what became of people to "dead", "injured" or "arrested", PLOVER's own fields."""
    found = [row for row in rows("en/tolls.tsv") if row["toll"] in ("dead", "injured", "arrested")]
    return {form: row["toll"] for row in found for form in forms(row["phrase"], row["pos"])}


@cache
def instruments() -> Mapping[str, str]:
    """A weapon, in its base form, to the mode of an ASSAULT with it, from `en/instruments.tsv`."""
    return {row["phrase"]: row["mode"] for row in rows("en/instruments.tsv")}


@cache
def contexts() -> Mapping[str, str]:
    """A word, or two parted by a blank, to the PLOVER context it tells of."""
    return {form: row["context"] for row in rows("en/contexts.tsv") for form in forms(row["phrase"], row["pos"])}
