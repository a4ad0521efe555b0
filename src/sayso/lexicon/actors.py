"""Actors and outlets by name: states, demonyms, capitals, buildings, bodies, parties, armed groups, cities and media.

Gives typed, cached rows of data/actors.tsv (compiled by tools/gazetteer.py, which says what was decided and why) and of
data/outlets.tsv. A name is found through accents, hyphens, typewriter's apostrophes, a leading article and, for
names that begin with the Arabic article, without it; capitals count where they tell a name from a word ("US" is a
state, "us" is not). Rows of a reader's own table win over ours: `own_names` reads them, and a Reading that was made with
them holds them as its layer `Names`.

Known misses: a name that two things bear has one row (Georgia is the state in the Caucasus, Congo the one of Kinshasa).
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

import msgspec

from sayso.core.errors import LexiconError
from sayso.core.reading import Reading
from sayso.lexicon import tables

ActorKind = Literal[
    "country", "breakaway", "demonym", "igo", "building", "armed", "body", "party", "ngo", "people", "region", "capital", "city",
    "person",
]  # fmt: skip
OutletKind = Literal["agency", "newspaper", "broadcaster", "site"]
# PLOVER's sectors, with CRM, SOC and UNK of its long list; and what may stand in the country slot that is no state.
SECTORS = frozenset({
    "GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "REB", "OPP", "PRM", "UAF", "JRN", "BUS", "REL", "EDU", "LAB", "MED", "CVL",
    "REF", "SOC", "ELI", "CRM", "AGR", "PRE", "UNK",
})  # fmt: skip
NOT_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
ACTORS, OUTLETS, WORDS = "actors.tsv", "outlets.tsv", "en/role_words.tsv"
COLUMNS = ("name", "kind", "country", "sector", "wikidata", "source")
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
    """Rows found by name: exact capitals first, then without regard to them where that is safe.

    `own` are a reader's rows, which win, in the order given. `made_by` is what a maker's name gets behind it, so that it
    tells which rows took part: nothing for ours alone, else a digest of the reader's.
    """

    def __init__(self, own: Sequence[ActorEntry] = ()) -> None:
        self.own = tuple(own)
        told = msgspec.json.encode([(one.name, one.kind, one.country, one.sectors, one.wikidata) for one in self.own])
        self.made_by = f"+actors:{hashlib.sha256(told).hexdigest()[:8]}" if self.own else ""
        self._exact: dict[str, ActorEntry] = {}
        self._folded: dict[str, ActorEntry] = {}
        common = common_words()
        for entry in (*self.own, *actor_rows(tables.rows(ACTORS))):
            key = folded(entry.name)
            self._exact.setdefault(spelled(entry.name), entry)
            if not (entry.name.isupper() and len(entry.name) < SAFE_ACRONYM):
                self._folded.setdefault(key, entry)
            rest = key.partition(" ")[2]
            if entry.kind in ("armed", "party", "body") and key.startswith(ARABIC_ARTICLES) and f"{rest} " not in ARABIC_ARTICLES:
                self._folded.setdefault(rest, entry)  # but El Al is not "Al"
        self._unsafe = frozenset(folded(word) for word in common)

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


class NamesHere(Names):
    """Names with the cities that one document names beside them; what `names` has wins."""

    def __init__(self, names: Names, cities: Mapping[str, str]) -> None:
        self._names, self.own, self.made_by = names, names.own, names.made_by
        self._cities = {
            spelled(name): ActorEntry(name=name, kind="city", country=country, sectors=(), wikidata=None, source="the document")
            for name, country in cities.items()
        }

    def find(self, name: str) -> ActorEntry | None:
        return self._names.find(name) or self._cities.get(spelled(name))


@lru_cache(maxsize=50_000)  # the same names come again and again
def spelled(name: str) -> str:
    """The name without accents, hyphens, articles and odd spaces, its capitals kept.

    >>> spelled("the  Al‑Qā’ida")
    "Al Qa'ida"
    """
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name).translate(_PLAIN)
        name = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = name.replace("-", " ").split()
    small = articles()
    kept = [word for at, word in enumerate(words) if word.casefold() not in small or (at and word[0].isupper())]
    return " ".join(kept or words)


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


def own_names(path: Path) -> Names:
    """A reader's own rows over ours. The table has a header with `name`, `kind`, `country` and `sector`, parted by tabs, and,
    where the reader likes, `wikidata` and `source`; `#` begins a remark.

    Raises LexiconError, naming the line and the way out, for a file or row that breaks a rule of the table.
    """
    try:
        lines = [line.rstrip("\r\n") for line in path.read_text(encoding="utf-8-sig").split("\n")]
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name} is not UTF-8 from byte {error.start} on: save it as UTF-8") from error
    except OSError as error:
        raise LexiconError(f"{path} cannot be read: {error.strerror}") from error
    table = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not table:
        raise LexiconError(f"{path.name} is empty: its first line names the columns {', '.join(COLUMNS)}, parted by tabs")
    number, header = table[0]
    if lacking := [column for column in COLUMNS[:4] if column not in header]:
        raise LexiconError(
            f"{path.name} line {number} has no column {lacking[0]!r}: begin with {', '.join(COLUMNS)}, parted by tabs"
        )
    found: dict[str, tuple[int, ActorEntry]] = {}
    for number, cells in table[1:]:
        where = f"{path.name} line {number}"
        if len(cells) > len(header):
            raise LexiconError(f"{where} has {len(cells)} cells under {len(header)} columns: take out {cells[len(header)]!r}")
        row = {"source": path.name, **dict(zip(header, [cell.strip() for cell in cells], strict=False))}
        (entry,) = actor_rows([{column: row.get(column, "") for column in COLUMNS}], where)
        first, other = found.setdefault(entry.name, (number, entry))
        if other != entry:
            raise LexiconError(f"{where} reads {entry.name!r} otherwise than line {first}: keep one of the two")
    return Names([entry for _, entry in found.values()])


def names_of(reading: Reading) -> Names:
    """The names that a reading is made with: its own layer, or ours."""
    return reading.of(Names)[0] if reading.has(Names) else names()


def actor_rows(rows: Sequence[Mapping[str, str]], where: str = f"lexicon {ACTORS}") -> tuple[ActorEntry, ...]:
    """Rows as entries. Raises LexiconError for the first that breaks a rule of the table."""
    found = []
    for row in rows:
        sectors = tuple(row["sector"].split())
        country = row["country"] or None
        kinds = get_args(ActorKind)
        if not row["name"].strip():
            raise LexiconError(f"{where}: the name is empty: write one, or take the row out")
        if row["kind"] not in kinds:
            raise LexiconError(f"{where}: {row['name']!r} has kind {row['kind']!r}: write one of {', '.join(kinds)}")
        if unknown := [sector for sector in sectors if sector not in SECTORS]:
            raise LexiconError(f"{where}: {row['name']!r} has sector {unknown[0]!r}: write one of {', '.join(sorted(SECTORS))}")
        if country is not None and not re.fullmatch("[A-Z]{3}", country):
            raise LexiconError(f"{where}: {row['name']!r} has country {country!r}: write three capital letters, or nothing")
        wikidata = row.get("wikidata") or None
        if wikidata is not None and not re.fullmatch("Q[1-9][0-9]*", wikidata):
            raise LexiconError(f"{where}: {row['name']!r} has the Wikidata id {wikidata!r}: write Q and a number, or nothing")
        found.append(
            ActorEntry(
                name=row["name"],
                kind=msgspec.convert(row["kind"], ActorKind),
                country=country,
                sectors=sectors,
                wikidata=wikidata,
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
def names() -> Names:
    """Every actor's name in our own table."""
    return Names()


@cache
def countries() -> frozenset[str]:
    """Every code that may stand for an actor's country: states, and what PLOVER puts in their place."""
    rows = (*tables.rows(ACTORS), *tables.rows(OUTLETS))
    return frozenset(row["country"] for row in rows if row["country"]) | NOT_STATES


@cache
def _outlets() -> Mapping[str, OutletEntry]:
    """Outlets by every name they bear, as spelled."""
    found: dict[str, OutletEntry] = {}
    for entry in outlet_rows(tables.rows(OUTLETS)):
        for name in (entry.name, *entry.aliases):
            found.setdefault(spelled(name), entry)
    return found


def without_clitic(word: str) -> str:
    """The word without the ending of a possessor."""
    for ending in clitics():
        if word.endswith(ending):
            return word.removesuffix(ending)
    return word.removesuffix("'").removesuffix("’")


def lookup(name: str) -> ActorEntry | None:
    """The actor of that name in our own table, or None.

    >>> lookup("US").country, lookup("us")
    ('USA', None)
    """
    return names().find(name)


def country_of(phrase: str, known: Names | None = None) -> str | None:
    """The code of a state by its name, adjective or possessive; None for all else, cities and bodies too.

    >>> country_of("Iran's"), country_of("Iraqi"), country_of("the Netherlands"), country_of("Kurdish")
    ('IRN', 'IRQ', 'NLD', None)
    """
    known = known or names()
    entry = known.find(phrase) or known.find(without_clitic(phrase.strip()))
    return entry.country if entry is not None and entry.kind in ("country", "demonym", "breakaway") else None


# How a word for one or several of a people goes on from the adjective of their state.
PEOPLE = (("women", True), ("men", True), ("woman", False), ("man", False), ("s", True), ("", False))


def people_of(word: str, known: Names | None = None) -> tuple[str | None, bool]:
    """The state whose people a word names, and whether it names several; None for all else, states and their adjectives too
    where the word is no plural.

    >>> people_of("Americans"), people_of("Frenchmen"), people_of("Irishwoman"), people_of("German"), people_of("Ghana")
    (('USA', True), ('FRA', True), ('IRL', False), ('DEU', False), (None, False))
    """
    known = known or names()
    for ending, plural in PEOPLE:
        row = known.find(word[: len(word) - len(ending)]) if word.endswith(ending) and len(word) > len(ending) + 3 else None
        if row is not None and row.kind == "demonym" and row.country:
            return row.country, plural
    return None, False


def outlet(name: str) -> OutletEntry | None:
    """The outlet that bears that name, in its capitals, or None.

    >>> outlet("Mehr").name, outlet("the Guardian").country
    ('Mehr News Agency', 'GBR')
    """
    return _outlets().get(spelled(name))


@cache
def with_article() -> frozenset[str]:
    """The outlets' names that begin with an article, in their capitals."""
    names = (name for entry in _outlets().values() for name in (entry.name, *entry.aliases))
    return frozenset(name for name in names if name.partition(" ")[0].casefold() in articles())


@cache
def outlet_words() -> Mapping[str, OutletKind]:
    """Head words for outlets in small letters, such as the word for a news agency, with the kind they tell."""
    return {row["phrase"]: msgspec.convert(row["kind"], OutletKind) for row in tables.rows("en/outlet_words.tsv")}
