"""What forms share: the letters of a prefix, a year or a day, and what edges, hedges and deictic words leave of a value."""

from __future__ import annotations

import re

from sayso.core.dates import Part
from sayso.extract.times.atoms import Atom, Atoms
from sayso.extract.times.grammar import Draft, Grammar
from sayso.lexicon.times import before_years

# Forms. A prefix that many share: a hedge, "the end of", an article, "early" or "later". Letters are those of LETTERS and JOINTS;
# y a year, C a clock, D a finished date, K a decade, Q a quarter in short, "-" a dash, P a possessive, "." any other word.
PRE = r"(?:(?P<v>v)(?=b?-?[yMK]))?(?:(?P<edge>t?b?B)O)?t?(?:(?P<b>b)-?|(?P<g>g)(?:It?)?)?"
YEAR_OF = r"(?:O?t?,?(?:(?P<y>y)|(?P<l2>l)u))"
DAY = r"(?:d|l?w(?:,?M[no](?:,?y)?)?|M[no](?:,?y)?|t?[no]O?M,?y?|D)"
COUNT = r"(?P<count>[nc](?:T|\||-|&)[nc]|a?[ncy]|a)"
TIME = r"(?:C|n(?=m|z|It?p)|y(?=Z)|G)"
# The other end of a range, with its year.
_LAST_YEAR = r"(?:,?(?P<y>y)|,?O?(?P<l2>l)(?P<unit>u))"
OTHER_END = re.compile(r"(?:,(?:t?[no]O?)?M[no]?){0,4},?[T&|](?:t?[no]O?)?(?P<M>M)[no]?" + _LAST_YEAR)
# The last of several days of one month, with its year ("August 6 and 9, 2030").
LAST_DAY = re.compile(r"(?:,[no]){0,4},?[T&|][no]" + _LAST_YEAR)


def part_of(atoms: Atoms, match: re.Match[str]) -> Part | None:
    """What "early", "the end of" or "later" leave of a stretch."""
    atom = atoms.at(match, "b")
    edge = atoms.many(match, "edge")
    if edge:
        atom = edge[-1]
    shift = atoms.at(match, "g")
    if atom is None and shift is not None:
        return "END" if shift.value == "+" else "START"
    return atom.value if atom is not None else None  # type: ignore[return-value]


def is_hedged(atoms: Atoms, match: re.Match[str]) -> bool:
    return atoms.at(match, "v") is not None


def year_of(grammar: Grammar, atoms: Atoms, match: re.Match[str], *groups: tuple[str, str]) -> tuple[str, str | None] | None:
    """The year that a form names ("of 1990", "of last year") as a value and its anchor; None where it names none."""
    for year, deictic in groups:
        if atom := atoms.at(match, year):
            return atom.value, None
        if atom := atoms.at(match, deictic):
            by, text = shift_of(atom)
            return grammar.counted("Y", by, text)
    return None


def shift_of(deictic: Atom) -> tuple[int, bool]:
    """How many units a deictic word counts, and whether from the text."""
    value = deictic.value.lstrip("pcn")
    return int(value.removeprefix("t")), value.startswith("t")


def gap_before(grammar: Grammar, atoms: Atoms, match: re.Match[str]) -> int | None:
    """How many characters lie between the last expression and a form; None where another block does."""
    gap = atoms.words[atoms.atoms[match.start()].first].start - grammar.end
    return gap if gap >= 0 else None


def with_daypart(atoms: Atoms, match: re.Match[str], draft: Draft) -> Draft:
    """The draft at a part of the day, where the form names one."""
    for group in ("p", "p0"):
        found = [atom for atom in atoms.many(match, group) if atom.letter == "p"] if group in match.re.groupindex else []
        if found:
            draft.value, draft.type = f"{draft.value}T{found[-1].value}", "TIME"
            break
    return draft


def after_preposition(atoms: Atoms, match: re.Match[str]) -> bool:
    """Whether a preposition of time stands right before a form, or before the "early" that leads it."""
    start = match.start()
    while start > 0 and atoms.letters[start - 1] == "b":
        start -= 1
    first = atoms.atoms[start].first
    return first > 0 and atoms.words[first - 1].text.lower() in before_years()
