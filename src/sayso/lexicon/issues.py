"""Issues: whether a noun phrase is about what a person asks for in words of their own.

Words are compared by what they may be the plural of, by the state or body that they name ("US", "American") and by the groups
of `en/issue_words.tsv` ("troops", "forces"). No similarity is learned: each match can be told in words.
Known misses: another wording that no row knows, names that a text explains elsewhere.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Literal

import msgspec

from sayso.lexicon.actors import names, without_clitic
from sayso.lexicon.inflections import singulars
from sayso.lexicon.stances import asked, stance_words
from sayso.lexicon.tables import rows

TABLE = "en/issue_words.tsv"
WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")
# A name of more words than this is none.
LONGEST = 4
Match = Literal["target", "context"]


class Key(msgspec.Struct, frozen=True):
    """One word or name by all that it may be compared by; `state` is the code of a country, None where it names none."""

    signs: frozenset[str]
    state: str | None = None

    @property
    def named(self) -> bool:
        return any(sign[0] in "@=" for sign in self.signs)

    def meets(self, others: Iterable["Key"]) -> bool:
        return any(self.signs & other.signs for other in others)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["phrase"] for row in rows(TABLE) if row["kind"] == kind)


@cache
def _groups() -> dict[str, str]:
    return {row["phrase"]: row["group"] for row in rows(TABLE) if row["kind"] == "same"}


@lru_cache(maxsize=20_000)  # a record has many targets, and is asked again
def keys(words: str) -> tuple[Key, ...]:
    """The words of a phrase that say what it is about, names of several words as one.

    >>> [sorted(key.signs) for key in keys("the US troops")]
    [['@USA'], ['+forces', 'troop', 'troops']]
    """
    found, told, at = [], [without_clitic(word) for word in WORD.findall(words)], 0
    while at < len(told):
        for size in range(min(LONGEST, len(told) - at), 0, -1):
            name = " ".join(told[at : at + size])
            entry = names().find(name)
            if entry is not None and (size > 1 or name.casefold() not in _words("small") | _words("opens")):
                state = entry.country if entry.kind in ("country", "demonym", "breakaway") else None
                found.append(Key(frozenset({f"@{state}" if state else f"={entry.wikidata or entry.name}"}), state))
                at += size
                break
        else:
            word = told[at].casefold()
            at += 1
            if word not in _words("small") | _words("opens"):
                bases = singulars(word)
                found.append(Key(frozenset({*bases, *(f"+{_groups()[base]}" for base in bases if base in _groups())})))
    return tuple(found)


def main_words(words: str) -> str:
    """A phrase up to its first preposition.

    >>> main_words("US forces in Iraq")
    'US forces'
    """
    told = words.split()
    end = next((at for at, word in enumerate(told) if at and word.casefold() in _words("opens")), len(told))
    return " ".join(told[:end])


class Issue:
    """What a person asks for. `match` says whether a target is about it: by its own words, or by its main word with the rest
    in the text around it; None where it is not."""

    def __init__(self, words: str) -> None:
        self.keys = keys(words)
        self.main = keys(main_words(words))[-1:]

    def match(self, target: str, text: str) -> Match | None:
        found = self.among(target)
        return None if found == "context" and not self.around(text) else found

    def among(self, target: str) -> Match | None:
        """As `match`, where "context" still wants the rest of the issue in the text."""
        own = keys(target)
        if not self.keys or not own:
            return None
        if all(key.meets(own) for key in self.keys):
            return "target"
        if len(self.keys) == 1 or not all(key.meets(own) for key in self.main) or self.main[0].state:
            return None
        light = _words("light") | stance_words("end")
        return "context" if all(key.meets(self.keys) or key.signs & light for key in own) else None

    def around(self, text: str) -> bool:
        """Whether a text has every word of the issue."""
        around = keys(text)
        return all(key.meets(around) for key in self.keys)

    def turned(self, target: str) -> bool:
        """Whether a target is the end of what the issue is ("the withdrawal of the troops"), so that its stance turns round."""
        words = [word.casefold() for word in WORD.findall(main_words(target))]
        ends = [word for word in _last_and_first(words) if _ends(word)]
        return bool(ends) and not any(key.meets(self.keys) for key in keys(" ".join(ends)))


def _last_and_first(words: Sequence[str]) -> tuple[str, ...]:
    """The head of a noun phrase, and the word a clause in -ing begins with."""
    return (words[-1], words[0]) if words else ()


def _ends(word: str) -> bool:
    act = asked().get(word)
    hurts = act is not None and act.side == "obj" and act.stance == "against"
    return word in stance_words("end") or hurts
