"""PLOVER: its sixteen types with quad class, modes and scores, and what it stores of an act that is not one.

sayso keeps an act's own type and says beside it whether the act took place (`realis`). PLOVER has no such field: a visit to come
is an AGREE, a threatened strike a THREATEN. `stored` derives that view by the manual's rules, so that both can be exported.
From `plover.toml`; docs/decisions/0006-plover.md says what was decided where the sources disagree.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from sayso.core.data import EventType, Realis


class PloverType(msgspec.Struct, frozen=True, kw_only=True):
    """One type. `score` is -10 to 10, `modes` maps each mode to its own; the last four are about acts not done."""

    quad: Literal[1, 2, 3, 4]
    score: float
    recipient: bool
    modes: dict[str, float]
    later: EventType | None = None
    demanded: str | None = None
    refused: str | None = None
    threatened: str | None = None


class Plover(msgspec.Struct, frozen=True, kw_only=True):
    """The whole table."""

    contexts: tuple[str, ...]
    types: dict[EventType, PloverType]
    threats: dict[str, str]


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """An act as PLOVER would store it."""

    event_type: EventType
    mode: tuple[str, ...]
    quad: int
    intensity: float


@cache
def plover() -> Plover:
    """The table, checked against the types that the data know."""
    text = files("sayso.lexicon").joinpath("data", "plover.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Plover)


def intensity(event_type: EventType, mode: tuple[str, ...]) -> float:
    """The score of an act: of its modes the one farthest from 0, else the type's.

    >>> intensity("CONSULT", ("visit",)), intensity("AID", ())
    (4.0, 10.0)
    """
    row = plover().types[event_type]
    return max((row.modes[one] for one in mode), key=abs, default=row.score)


def content_mode(speech: EventType, event_type: EventType, mode: tuple[str, ...]) -> str | None:
    """The mode of a REQUEST, REJECT or THREATEN whose content is such an act; None where PLOVER has none.

    >>> content_mode("THREATEN", "COERCE", ("arrest",)), content_mode("REQUEST", "CONSULT", ())
    ('arrest', 'meet')
    """
    row = plover().types[event_type]
    if speech == "THREATEN":
        return next((plover().threats[one] for one in mode if one in plover().threats), row.threatened)
    if speech == "REQUEST" and event_type == "RETREAT" and "resign" in mode:
        return "change"
    return {"REQUEST": row.demanded, "REJECT": row.refused}.get(speech)


def stored(event_type: EventType, mode: tuple[str, ...], realis: Realis, told: bool = False) -> Stored | None:
    """The act as PLOVER stores it, None where it stores nothing.

    `told` says that the act is the content of another event (a promise, a demand, a threat), which PLOVER stores in its place.

    >>> stored("CONSULT", ("visit",), "planned").event_type, stored("ASSAULT", (), "hypothetical").mode
    ('AGREE', ('violence',))
    >>> stored("ASSAULT", (), "negated") is None
    True
    """
    if realis == "actual":
        return _as(event_type, mode)
    later = plover().types[event_type].later
    if told or realis == "negated" or later is None:
        return None
    if realis == "demanded":
        return _as("REQUEST", mode=_one(content_mode("REQUEST", event_type, mode)))
    if realis == "hypothetical" and later != "THREATEN":
        return None
    return _as(later, mode=_one(content_mode("THREATEN", event_type, mode)) if later == "THREATEN" else ())


def _one(mode: str | None) -> tuple[str, ...]:
    return (mode,) if mode else ()


def _as(event_type: EventType, mode: tuple[str, ...]) -> Stored:
    return Stored(event_type=event_type, mode=mode, quad=plover().types[event_type].quad, intensity=intensity(event_type, mode))
