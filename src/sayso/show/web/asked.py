"""Questions: what an address asks for, checked; a value that is none ends in a sentence, never in an empty page."""

import re
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, get_args

from sayso.core.errors import SaysoError
from sayso.core.span import Span

PAGE = 50
MOST = 1000
# Beyond so many rows a question should be narrower; each page walks over those before it.
FARTHEST = 100_000
DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
WORDS = 400
PLACES = re.compile(r"[0-9]{1,9}-[0-9]{1,9}(,[0-9]{1,9}-[0-9]{1,9}){0,20}")

T = TypeVar("T")


class BadQuestion(SaysoError):
    """An address whose question cannot be understood."""


def words(query: Mapping[str, str], name: str) -> str | None:
    """The words given under a name, None when there are none."""
    found = " ".join(query.get(name, "").split())
    if len(found) > WORDS:
        raise BadQuestion(f"“{name}” is longer than {WORDS} characters: ask with fewer words.")
    return found or None


def day(query: Mapping[str, str], name: str) -> str | None:
    """A day, month or year."""
    found = words(query, name)
    if found is not None and not DAY.fullmatch(found):
        raise BadQuestion(f"“{found}” is no date: write 2025, 2025-03 or 2025-03-04.")
    return found


def one_of(query: Mapping[str, str], name: str, literal: Any) -> Any:
    """One value of a Literal."""
    found = words(query, name)
    values = get_args(literal)
    if found is not None and found not in values:
        raise BadQuestion(f"“{found}” is none of {', '.join(values)}.")
    return found


def several(query: Mapping[str, str], name: str, values: tuple[str, ...], usual: tuple[str, ...]) -> tuple[str, ...]:
    """Values parted by commas, in the order of `values`; "all" is every one."""
    found = words(query, name)
    if found is None:
        return usual
    given = {value.strip() for value in found.split(",")} - {""}
    if given == {"all"}:
        return values
    if strange := given - set(values):
        raise BadQuestion(f"“{sorted(strange)[0]}” is none of {', '.join(values)} or all.")
    return tuple(value for value in values if value in given)


def yes(query: Mapping[str, str], name: str) -> bool | None:
    """Yes or no, None when not asked."""
    found: Literal["yes", "no"] | None = one_of(query, name, Literal["yes", "no"])
    return None if found is None else found == "yes"


def spans(query: Mapping[str, str], name: str, length: int) -> tuple[Span, ...]:
    """Places in a text of that length ("57-149,200-210"), in their order; none when not asked."""
    found = words(query, name)
    if found is None:
        return ()
    if not PLACES.fullmatch(found):
        raise BadQuestion(f"“{found}” names no places: write 57-149, or 57-149,200-210.")
    places = sorted({tuple(map(int, place.split("-"))) for place in found.split(",")})
    if any(not start < end <= length for start, end in places):
        raise BadQuestion(f"“{found}” lies outside the article, which has {length} characters.")
    return tuple(Span(start, end) for start, end in places)


def number(query: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """A whole number from 1 to `most`."""
    found = words(query, name)
    if found is None:
        return usual
    if not found.isascii() or not found.isdigit() or len(found) > 9 or not 1 <= int(found) <= most:
        raise BadQuestion(f"“{name}” is a number from 1 to {most}, and “{found}” is not.")
    return int(found)


def stretch(query: Mapping[str, str], usual: int = PAGE) -> tuple[int, int]:
    """How many rows, and how many come before them."""
    limit = number(query, "limit", usual, MOST)
    page = number(query, "page", 1, FARTHEST // limit)
    return limit, (page - 1) * limit
