"""Titles: role nouns and phrases, what sector they tell, and how they take the rest from the words around them.

Gives typed, cached rows of data/en/titles.tsv, and of data/en/role_words.tsv the small words that bind an actor to a
state or a body; what the columns mean is said at the head of the files. Matching is on words, the longest phrase first.
Known misses: a title read in another sense ("the general public", "a source of pride") is for the caller to rule out.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal, get_args

import msgspec

from sayso.core.errors import LexiconError
from sayso.lexicon import tables
from sayso.lexicon.actors import SECTORS, articles, folded, without_clitic

TitleKind = Literal["person", "body", "group", "honorific"]
Gender = Literal["male", "female"]
Bond = Literal["firm", "weak", "bearer", "abroad", "kin", "against", "state", "none"]
TITLES, WORDS = "en/titles.tsv", "en/role_words.tsv"


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """One role phrase, in the singular. `anonymous`: an indefinite or bare plural headed by it is an unnamed source.

    `bond` says whose sector counts: its own (firm, abroad), another's if there is one (weak), or that of what it acts
    for (bearer); the others are told at the head of the table.
    """

    phrase: str
    sectors: tuple[str, ...]
    kind: TitleKind
    gender: Gender | None
    anonymous: bool
    bond: Bond

    @property
    def sector(self) -> str | None:
        """The first sector, or None."""
        return self.sectors[0] if self.sectors else None


def title_rows(rows: Sequence[Mapping[str, str]]) -> tuple[Title, ...]:
    """Rows as titles. Raises LexiconError for the first that breaks a rule of the table."""
    found = []
    for row in rows:
        sectors = tuple(row["sector"].split())
        known = row["kind"] in get_args(TitleKind) and row["bond"] in get_args(Bond) and set(sectors) <= SECTORS
        if not row["phrase"].strip() or not known or row["anonymous"] not in ("yes", "no") or row["phrase"] not in row["example"]:
            raise LexiconError(f"lexicon {TITLES}: {row['phrase']!r} breaks a rule of its columns: {dict(row)}")
        value = {**row, "sectors": sectors, "gender": row["gender"] or None, "anonymous": row["anonymous"] == "yes"}
        found.append(msgspec.convert(value, Title))
    return tuple(found)


@cache
def titles() -> tuple[Title, ...]:
    """Every row of the table, honorifics too."""
    return title_rows(tables.rows(TITLES))


@cache
def _phrases() -> Mapping[str, Title]:
    return {folded(title.phrase): title for title in titles() if title.kind != "honorific"}


@cache
def _honorifics() -> Mapping[str, Title]:
    return {title.phrase: title for title in titles() if title.kind == "honorific"}


@cache
def longest() -> int:
    """How many words the longest phrase has."""
    return max(title.phrase.count(" ") + 1 for title in titles())


@cache
def role_words(kind: str) -> Mapping[str, str]:
    """The phrases of one class of role_words.tsv, in small letters, with their values."""
    return {row["phrase"].casefold(): row["value"] for row in tables.rows(WORDS) if row["class"] == kind}


@cache
def _plurals() -> tuple[tuple[str, str], ...]:
    endings = ((ending.replace("-", " "), one.replace("-", " ")) for ending, one in role_words("plural").items())
    return tuple(sorted(endings, key=lambda pair: -len(pair[0])))


def singulars(words: str) -> tuple[str, ...]:
    """The phrase itself and what it may be the plural of.

    >>> singulars("deputies")
    ('deputies', 'deputy', 'deputie')
    """
    if not words.endswith(_plural_endings()):
        return (words,)
    ends = [(ending, one) for ending, one in _plurals() if words.endswith(ending)]
    return (words, *dict.fromkeys(words.removesuffix(ending) + one for ending, one in ends))


@cache
def _plural_endings() -> tuple[str, ...]:
    return tuple(ending for ending, _ in _plurals())


def phrase(words: Sequence[str]) -> Title | None:
    """The title that these words are, from the first to the last, in the singular, the plural or as a possessor."""
    return _phrase(" ".join(words)) if words and _closes(words[-1]) else None


@lru_cache(maxsize=50_000)  # the same few thousand words head most noun phrases
def _phrase(words: str) -> Title | None:
    return next((title for form in _forms(folded(words)) if (title := _phrases().get(form))), None)


@lru_cache(maxsize=50_000)
def _closes(word: str) -> bool:
    """Whether a title may end with this word; most do not, which spares looking for it with the words before it."""
    return not _last_words().isdisjoint(_forms(folded(word).rpartition(" ")[2]))


@cache
def _last_words() -> frozenset[str]:
    """The last words of all titles, and the articles, which folding may take from the end of a phrase."""
    return frozenset(title.rpartition(" ")[2] for title in _phrases()) | articles()


def _forms(words: str) -> tuple[str, ...]:
    bare = without_clitic(words)
    return singulars(words) if bare == words else (*singulars(words), *singulars(bare))


def ending(words: Sequence[str]) -> Title | None:
    """The longest title that ends with the last word, or None.

    >>> ending(["the", "judiciary", "chief"]).phrase, ending(["chief", "reason"])
    ('judiciary chief', None)
    """
    if not words or not _closes(words[-1]):
        return None
    starts = range(max(0, len(words) - longest()), len(words))
    return next((title for start in starts if (title := phrase(words[start:])) is not None), None)


def title_of(words: Sequence[str]) -> Title | None:
    """The longest title that ends with the last word or, when none does, the one that ends nearest to it.

    >>> title_of(["the", "Iranian", "Foreign", "Ministry", "spokesmen"]).phrase
    'spokesman'
    """
    words = tuple(words)
    return next((title for end in range(len(words), 0, -1) if (title := ending(words[:end])) is not None), None)


def honorific(words: str) -> Title | None:
    """The honorific that these words are, in their capitals, or None.

    >>> honorific("Mrs").gender, honorific("Gen.").gender
    ('female', None)
    """
    return _honorifics().get(words)
