"""Places by name: every row of the tables is found, and no table says of a name what another denies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.lexicon import tables
from sayso.lexicon.actors import lookup, spelled
from sayso.lexicon.places import NAMESAKES, PLACES, WORDS, candidates, place_words


def test_every_city_is_found_by_its_own_name() -> None:
    cells = [
        (row["country"], cell.removesuffix("~").partition("=")[0])
        for row in tables.rows(PLACES)
        for cell in row["cities"].split("|")
    ]
    assert len(cells) > 30_000
    assert not [name for _, name in cells if spelled(name) != name]
    hidden = {row["name"] for row in tables.rows(NAMESAKES)}
    missed = [
        (country, name)
        for country, name in cells
        if name not in hidden
        and ((entry := lookup(name)) is None or entry.kind in ("capital", "city"))
        and country not in {one.country for one in candidates(name)}
    ]
    assert not missed


def test_every_namesake_has_a_rival() -> None:
    names = {row["name"] for row in tables.rows(NAMESAKES)}
    assert all(len(candidates(name)) > 1 and not any(one.sure for one in candidates(name)) for name in names)


def test_words_stand_in_their_examples() -> None:
    assert all(row["phrase"] in row["example"].lower() for row in tables.rows(WORDS))
    assert set(place_words("site").values()) == {"city", "region", "seat", "none"}


@pytest.mark.parametrize(
    ("name", "country", "city"),
    [
        ("Kiev", "UKR", "Kyiv"),
        ("Port-au-Prince", "HTI", "Port-au-Prince"),
        ("The Hague", "NLD", "The Hague"),
        ("São Paulo", "BRA", "Sao Paulo"),
        ("el-Fasher", "SDN", "El Fasher"),
        ("Paris", "FRA", "Paris"),
        ("Anbar", "IRQ", None),
        ("Kremlin", "RUS", None),
        ("Greenland", "DNK", None),
    ],
)
def test_likeliest(name: str, country: str, city: str | None) -> None:
    first = candidates(name)[0]
    assert (first.country, first.city, first.sure) == (country, city, True)


@pytest.mark.parametrize("name", ["Hezbollah", "United Nations", "Europe", "Kurdish", "", "turkey", "Nowhere at All"])
def test_what_is_no_place(name: str) -> None:
    assert candidates(name) == ()


@given(st.text())
def test_no_text_raises(text: str) -> None:
    candidates(text)
