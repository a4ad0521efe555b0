"""Places by name: what a name may be the name of, likeliest first, from actors.tsv, places.tsv and namesakes.tsv.

A row of a reader's own table comes first, then names that two things bear (namesakes.tsv), then states, regions and
buildings of actors.tsv, then the cities of GeoNames. `sure` marks what the name means where nothing in the text says
otherwise: Paris is the one in France, and there is no sure Tripoli.

Known misses: cities of less than 15,000 people, and regions that stand in no table.
"""

from collections.abc import Mapping
from functools import cache

import msgspec

from sayso.core.data import PlaceType
from sayso.lexicon import tables
from sayso.lexicon.actors import ActorEntry, Names, names, spelled

PLACES, NAMESAKES, WORDS = "places.tsv", "namesakes.tsv", "en/place_words.tsv"
TYPES: Mapping[str, PlaceType] = {
    "country": "country", "breakaway": "country", "region": "region", "capital": "city", "city": "city", "building": "facility",
}  # fmt: skip


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """What a name may be the name of. `city` is the usual name of a city in English."""

    type: PlaceType | None
    country: str
    city: str | None = None
    sure: bool = True


@cache
def _cities() -> Mapping[str, tuple[Candidate, ...]]:
    """Cities by name as `spelled`: those that nobody is larger than first."""
    found: dict[str, list[Candidate]] = {}
    for row in tables.rows(PLACES):
        for cell in row["cities"].split("|"):
            name, _, main = cell.removesuffix("~").partition("=")
            one = Candidate(type="city", country=row["country"], city=main or name, sure=not cell.endswith("~"))
            found.setdefault(name, []).append(one)
    return {name: _ranked(cities) for name, cities in found.items()}


def _ranked(cities: list[Candidate]) -> tuple[Candidate, ...]:
    """The large cities first; none is sure where there are several."""
    large = [one for one in cities if one.sure]
    if len(large) > 1:
        large = [msgspec.structs.replace(one, sure=False) for one in large]
    return (*large, *(one for one in cities if not one.sure))


@cache
def _namesakes() -> Mapping[str, tuple[Candidate, ...]]:
    found: dict[str, tuple[Candidate, ...]] = {}
    for row in tables.rows(NAMESAKES):
        kind = TYPES[row["type"]]
        one = Candidate(type=kind, country=row["country"], city=row["name"] if kind == "city" else None, sure=False)
        found[row["name"]] = (*found.get(row["name"], ()), one)
    return found


def candidates(name: str, known: Names | None = None) -> tuple[Candidate, ...]:
    """What a name may be the name of, likeliest first; nothing for what no table has as a place.

    >>> [(one.country, one.city) for one in candidates("Kiev")], [one.country for one in candidates("Georgia")]
    ([('UKR', 'Kyiv')], ['GEO', 'USA'])
    """
    known = known or names()
    key, entry = spelled(name), known.find(name)
    if entry is not None and entry in known.own:
        return _of(entry)
    if key in _namesakes():
        return _namesakes()[key]
    if entry is not None and entry.kind in ("country", "breakaway", "region", "building"):
        return _of(entry)
    if cities := _cities().get(key) or (_cities().get(spelled(entry.name)) if entry is not None else None):
        return cities
    return _of(entry) if entry is not None else ()


def _of(entry: ActorEntry) -> tuple[Candidate, ...]:
    kind = TYPES.get(entry.kind)
    if kind is None or entry.country is None:
        return ()
    return (Candidate(type=kind, country=entry.country, city=entry.name if kind == "city" else None),)


@cache
def place_words(kind: str) -> Mapping[str, str]:
    """The phrases of one class of place_words.tsv with their values."""
    return {row["phrase"]: row["value"] for row in tables.rows(WORDS) if row["class"] == kind}
