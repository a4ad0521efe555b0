"""The news passages in training/written/parties, in which every mention of a party says of which sector that is.

Passages are parted by "=====". `[SECTOR words]`: the words mean somebody of PLOVER's sector; marks nest. `A|B`: either is as
right; `A+B`: the words stand for several, of these sectors; `-`: no party at all; IGO: a body of states or its people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECTORS = (
    "-", "GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "OPP", "REB", "PRM", "UAF", "CRM", "CVL", "LAB", "AGR", "BUS", "EDU",
    "MED", "JRN", "REF", "REL", "SOC", "ELI", "PRE", "IGO",
)  # fmt: skip
# What stands in the slot of the country of a body of states, which has no sector.
BODIES = frozenset({"UNO", "IGO", "EUR"})
_OPEN = re.compile(r"\[([A-Z]{3}|-)((?:[|+](?:[A-Z]{3}|-))*) ")

Chars = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A text and its mentions, each with the sectors of which one is right."""

    name: str
    text: str
    mentions: tuple[tuple[Chars, frozenset[str]], ...]


def passages(path: Path) -> Iterator[Marked]:
    """The passages of a file. Raises ValueError, naming passage and place, where a mark cannot be right."""
    for number, block in enumerate(path.read_text(encoding="utf-8").split("\n=====\n"), 1):
        if block.strip():
            yield passage(f"{path.stem}#{number}", block.strip("\n= "))


def passage(name: str, marked: str) -> Marked:
    """
    >>> passage("one", "[COP [GOV Lima]'s police] left.")
    Marked(name='one', text="Lima's police left.", mentions=(((0, 4), frozenset({'GOV'})), ((0, 13), frozenset({'COP'}))))
    """
    text, at = "", 0
    begun: list[tuple[int, frozenset[str]]] = []
    mentions = []
    while at < len(marked):
        match = _OPEN.match(marked, at)
        if match is not None:
            sectors = frozenset(re.split(r"[|+]", match[1] + match[2]))
            if not sectors <= set(SECTORS):
                raise ValueError(f"{name}: unknown sector in {match[0]!r}")
            begun.append((len(text), sectors))
            at = match.end()
        elif marked[at] == "[":
            raise ValueError(f"{name}: no mark at {marked[at : at + 20]!r}")
        elif marked[at] == "]":
            if not begun:
                raise ValueError(f"{name}: nothing to close at {text[-20:]!r}")
            start, sectors = begun.pop()
            mentions.append(((start, len(text)), sectors))
            at += 1
        else:
            text += marked[at]
            at += 1
    if begun:
        raise ValueError(f"{name}: never closed: {text[begun[-1][0] :][:20]!r}")
    return Marked(name, text, tuple(mentions))
