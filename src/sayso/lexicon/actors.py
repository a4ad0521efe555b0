"""Actors and outlets by name: states, demonyms, capitals, buildings, bodies, parties, armed groups, cities and media.

Gives typed, cached rows of data/actors.tsv (compiled by tools/gazetteer.py, which says what was decided and why) and of
data/outlets.tsv. A name is found through accents, hyphens, typewriter's apostrophes, a leading article and, for
names that begin with the Arabic article, without it; capitals count where they tell a name from a word ("US" is a
state, "us" is not). Both tables may be widened by a reader's own file, whose rows win.

Known misses: a name that two things bear has one row (Georgia is the state in the Caucasus, Congo the one of Kinshasa).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import msgspec

from sayso.core.errors import LexiconError
from sayso.lexicon import tables

ActorKind = Literal[
    "country", "breakaway", "demonym", "igo", "building", "armed", "body", "party", "ngo", "people", "region", "capital", "city"
]  # fmt: skip
OutletKind = Literal["agency", "newspaper", "broadcaster", "site"]
# PLOVER's sectors, with CRM, SOC and UNK of its long list; and what may stand in the country slot that is no state.
SECTORS = frozenset({
    "GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "REB", "OPP", "PRM", "UAF", "JRN", "BUS", "REL", "EDU", "LAB", "MED", "CVL",
    "REF", "SOC", "ELI", "CRM", "AGR", "PRE", "UNK",
})  # fmt: skip
NOT_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
ACTORS, OUTLETS, WORDS = "actors.tsv", "outlets.tsv", "en/role_words.tsv"
ARABIC_ARTICLES = ("al ", "el ", "as ", "ash ", "an ", "ad ")
# A name of one word is looked up in small letters only from this length: "iran" is a state, "us" is not. Longer ones that
# are words too stand in role_words.tsv as common_word.
SAFE_SMALL = 4
# An acronym shorter than this is only itself in capitals: "Who" and "Pace" are no bodies, "Nato" and "Unicef" are.
SAFE_ACRONYM = 5


class ActorEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One name. `country` is an ISO 3166 alpha-3 or PLOVER code, None where the name gives none; the first sector counts."""

    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    wikidata: str | None
    source: str

    @property
    def sector(self) -> str | None:
        """The first sector, or None."""
        return self.sectors[0] if self.sectors else None


class OutletEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One outlet: its full name, the other names it is called by, the state it works from, and what it is."""

    name: str
    aliases: tuple[str, ...]
    country: str | None
    kind: OutletKind
    source: str


class Names:
    """A set of rows found by name: exact capitals first, then without regard to them where that is safe."""

    def __init__(self, entries: Iterable[tuple[str, ActorEntry]]) -> None:
        self._exact: dict[str, ActorEntry] = {}
        self._folded: dict[str, ActorEntry] = {}
        common = common_words()
        for name, entry in entries:
            key = folded(name)
            self._exact.setdefault(spelled(name), entry)
            if not (name.isupper() and len(name) < SAFE_ACRONYM):
                self._folded.setdefault(key, entry)
            if entry.kind in ("armed", "party", "body") and key.startswith(ARABIC_ARTICLES):
                self._folded.setdefault(key.partition(" ")[2], entry)
        self._unsafe = frozenset(folded(word) for word in common)
        self.longest = max((key.count(" ") + 1 for key in (*self._exact, *self._folded)), default=0)

    def find(self, name: str) -> ActorEntry | None:
        """The row of a name, or None."""
        bare = spelled(name)
        if entry := self._exact.get(bare):
            return entry
        key = bare.casefold()
        entry = self._folded.get(key)
        if entry is None or not bare.islower():
            return entry
        small = entry.name[:1].islower() or " " in key or (entry.kind in ("country", "demonym") and len(key) >= SAFE_SMALL)
        return entry if small and key not in self._unsafe else None


def spelled(name: str) -> str:
    """The name without accents, hyphens, articles and odd spaces, its capitals kept.

    >>> spelled("the  Al‑Qā’ida")
    "Al Qa'ida"
    """
    plain = unicodedata.normalize("NFKD", name).translate(_PLAIN)
    bare = re.sub(r"[\s\-]+", " ", "".join(letter for letter in plain if not unicodedata.combining(letter))).strip()
    words = bare.split(" ")
    return (
        " ".join(word for at, word in enumerate(words) if word.casefold() not in articles() or (at and word[0].isupper())) or bare
    )


def folded(name: str) -> str:
    """`spelled` without regard to capitals."""
    return spelled(name).casefold()


_APOSTROPHES, _HYPHENS = dict.fromkeys("’‘ʿʾʼ", "'"), dict.fromkeys("‐‑‒–—", "-")
_PLAIN = str.maketrans({**_APOSTROPHES, **_HYPHENS, "ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O"})


@cache
def articles() -> frozenset[str]:
    """The articles of the language, in small letters."""
    return frozenset(row["phrase"] for row in tables.rows(WORDS) if row["class"] == "article")


@cache
def clitics() -> tuple[str, ...]:
    """The endings that make a name a possessor."""
    return tuple(row["phrase"] for row in tables.rows(WORDS) if row["class"] == "clitic")


@cache
def common_words() -> frozenset[str]:
    """Names that are common words when written small."""
    return frozenset(row["phrase"] for row in tables.rows(WORDS) if row["class"] == "common_word")


def own_rows(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a reader's own table. Raises LexiconError, naming the line, where a row is not as wide as the header."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    header, *rest = [line.split("\t") for line in lines] or [[]]
    for cells in rest:
        if len(cells) != len(header):
            raise LexiconError(f"{path.name} has a row of {len(cells)} cells under a header of {len(header)}: {cells}")
    return tuple(dict(zip(header, cells, strict=True)) for cells in rest)


def actor_rows(rows: Sequence[Mapping[str, str]], where: str = ACTORS) -> tuple[ActorEntry, ...]:
    """Rows as entries. Raises LexiconError for the first that breaks a rule of the table."""
    found = []
    for row in rows:
        sectors = tuple(row["sector"].split())
        country = row["country"] or None
        if not row["name"].strip() or row["kind"] not in get_args(ActorKind) or not set(sectors) <= SECTORS:
            raise LexiconError(
                f"lexicon {where}: {row['name']!r} has kind {row['kind']!r} and sector {row['sector']!r}, one unknown"
            )
        if country is not None and not re.fullmatch("[A-Z]{3}", country):
            raise LexiconError(f"lexicon {where}: {row['name']!r} has country {country!r}, expected three capital letters")
        found.append(
            ActorEntry(
                name=row["name"],
                kind=msgspec.convert(row["kind"], ActorKind),
                country=country,
                sectors=sectors,
                wikidata=row.get("wikidata") or None,
                source=row.get("source") or where,
            )
        )
    return tuple(found)


def outlet_rows(rows: Sequence[Mapping[str, str]], where: str = OUTLETS) -> tuple[OutletEntry, ...]:
    """Rows as entries. Raises LexiconError for the first that breaks a rule of the table."""
    found = []
    for row in rows:
        country = row["country"] or None
        if not row["name"].strip() or row["kind"] not in get_args(OutletKind):
            raise LexiconError(
                f"lexicon {where}: {row['name']!r} has kind {row['kind']!r}, expected one of {get_args(OutletKind)}"
            )
        if country is not None and not re.fullmatch("[A-Z]{3}", country):
            raise LexiconError(f"lexicon {where}: {row['name']!r} has country {country!r}, expected three capital letters")
        aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
        kind = msgspec.convert(row["kind"], OutletKind)
        found.append(
            OutletEntry(name=row["name"], aliases=aliases, country=country, kind=kind, source=row.get("source") or where)
        )
    return tuple(found)


@cache
def names(extra: Path | None = None) -> Names:
    """Every actor's name; rows of `extra`, a table with the columns of actors.tsv, win."""
    own = actor_rows(own_rows(extra), extra.name) if extra else ()
    return Names((entry.name, entry) for entry in (*own, *actor_rows(tables.rows(ACTORS))))


@cache
def _outlets(extra: Path | None = None) -> Mapping[str, OutletEntry]:
    """Outlets by every name they bear, as spelled."""
    own = outlet_rows(own_rows(extra), extra.name) if extra else ()
    found: dict[str, OutletEntry] = {}
    for entry in (*own, *outlet_rows(tables.rows(OUTLETS))):
        for name in (entry.name, *entry.aliases):
            found.setdefault(spelled(name), entry)
    return found


def without_clitic(word: str) -> str:
    """The word without the ending of a possessor."""
    for ending in clitics():
        if word.endswith(ending):
            return word.removesuffix(ending)
    return word.removesuffix("'").removesuffix("’")


def lookup(name: str, extra: Path | None = None) -> ActorEntry | None:
    """The actor of that name, or None.

    >>> lookup("US").country, lookup("us")
    ('USA', None)
    """
    return names(extra).find(name)


def country_of(phrase: str, extra: Path | None = None) -> str | None:
    """The code of a state by its name, adjective or possessive; None for all else, cities and bodies too.

    >>> country_of("Iran's"), country_of("Iraqi"), country_of("the Netherlands"), country_of("Kurdish")
    ('IRN', 'IRQ', 'NLD', None)
    """
    entry = lookup(phrase, extra) or lookup(without_clitic(phrase.strip()), extra)
    return entry.country if entry is not None and entry.kind in ("country", "demonym", "breakaway") else None


def outlet(name: str, extra: Path | None = None) -> OutletEntry | None:
    """The outlet that bears that name, in its capitals, or None.

    >>> outlet("Mehr").name, outlet("the Guardian").country
    ('Mehr News Agency', 'GBR')
    """
    return _outlets(extra).get(spelled(name))


@cache
def with_article() -> frozenset[str]:
    """The outlets' names that begin with an article, in their capitals."""
    names = (name for entry in _outlets().values() for name in (entry.name, *entry.aliases))
    return frozenset(name for name in names if name.partition(" ")[0].casefold() in articles())


@cache
def outlet_words() -> Mapping[str, OutletKind]:
    """Head words for outlets in small letters, such as the word for a news agency, with the kind they tell."""
    return {row["phrase"]: msgspec.convert(row["kind"], OutletKind) for row in tables.rows("en/outlet_words.tsv")}
