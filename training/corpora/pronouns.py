"""The news passages in training/written/pronouns, whose pronouns and pointing nouns say whom they mean.

A passage a line, parted by empty lines. `{ANTECEDENT|words}`: the words go back to whom the antecedent names, in words that
stand elsewhere in the passage; ` + ` parts those of which words for several are made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")

Chars = tuple[int, int]


@dataclass(frozen=True)
class Pointing:
    """Words that go back, and the words of each of whom they mean: where these stand last before, else first behind."""

    words: Chars
    antecedents: tuple[Chars, ...]


@dataclass(frozen=True)
class Passage:
    name: str
    text: str
    pointing: tuple[Pointing, ...]


def passages(path: Path) -> Iterator[Passage]:
    """The passages of a file. Raises ValueError, naming passage and words, where an antecedent does not stand in it."""
    for number, line in enumerate(filter(None, path.read_text(encoding="utf-8").split("\n")), 1):
        yield passage(f"{path.stem}#{number}", line)


def passage(name: str, line: str) -> Passage:
    """
    >>> passage("one", "Prosecutors said {Prosecutors|they} met {Prosecutors + Omar|his} lawyer, Omar.").pointing[1]
    Pointing(words=(26, 29), antecedents=((0, 11), (38, 42)))
    """
    text, at, marks = "", 0, []
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        marks.append((len(text), match[1], match[2]))
        text += match[2]
        at = match.end()
    text += line[at:]
    taken = {(start, start + len(words)) for start, _, words in marks}
    return Passage(name, text, tuple(
        Pointing((start, start + len(words)), tuple(_named(name, text, one, start, taken) for one in whom.split(" + ")))
        for start, whom, words in marks
    ))  # fmt: skip


def _named(name: str, text: str, whom: str, before: int, taken: set[Chars]) -> Chars:
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(whom)}(?!\w)", text, re.IGNORECASE)]
    found = [chars for chars in found if chars not in taken] or found
    if not found:
        raise ValueError(f"{name}: {whom!r} is not in {text!r}")
    return next((chars for chars in reversed(found) if chars[1] <= before), found[0])
