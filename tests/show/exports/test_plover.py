"""PLOVER's JSON lines and POLECAT's table, opened with the readers that people open them with."""

import csv
import io
import json
from typing import Any

import pytest

from sayso.core.contract import ReadingView
from sayso.show.contract import view
from sayso.show.exports import plover, plover_told, polecat, polecat_told


def lines(form: Any, *readings: ReadingView) -> list[dict[str, Any]]:
    out = io.BytesIO()
    form.export_views(readings, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def table(form: Any, *readings: ReadingView) -> list[dict[str, str]]:
    out = io.BytesIO()
    form.export_views(readings, out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""), delimiter="\t", strict=True))


def names(entities: list[dict[str, Any]]) -> list[str]:
    return [entity["identifier_text"] or entity["entity_text"] for entity in entities]


@pytest.fixture(scope="module")
def reading(whole: Any) -> ReadingView:
    return view(whole())


def test_an_act_that_was_done_is_stored_as_it_is(reading: ReadingView) -> None:
    seized = lines(plover, reading)[0]
    assert (seized["event"], seized["mode"], seized["quad_code"], seized["event_scale"]) == ("COERCE", ["seize"], 4, -7.0)
    assert seized["date"] == "2031-05-03" and seized["size"] == {"arrested": 9} and seized["context"] == ["military"]
    assert seized["actor"] == [
        {
            "code": "NOR",
            "sector": "MIL",
            "entity_text": "the coast guard of Norland",
            "identifier_id": "Q20",
            "identifier_text": "Norland",
            "office": None,
        }
    ]
    assert names(seized["recipient"]) == ["the trawler Ida"]
    assert seized["event_loc"]["country_code"] == "NOR" and seized["event_loc"]["extracted_place"] == "Tarn"
    info = seized["text_info"]
    assert reading.document.text[info["start"] : info["end"]] == seized["text"] and "seized" in seized["text"]


def test_a_demand_is_a_request_by_who_demands_and_a_plan_no_act(reading: ReadingView) -> None:
    stored = {line["event_text"]: line for line in lines(plover, reading)}
    assert list(stored) == ["seized", "free", "send"]  # neither what is denied, nor what was told before
    assert (stored["free"]["event"], stored["send"]["event"]) == ("REQUEST", "AGREE")
    assert (names(stored["free"]["actor"]), names(stored["free"]["recipient"])) == (["Ída Holm"], ["Kell"])
    assert stored["free"]["sayso"]["event_type"] == "RETREAT" and stored["free"]["sayso"]["realis"] == "demanded"
    assert names(stored["send"]["actor"]) == ["Kell"] and stored["send"]["date"] is None


def test_as_told_every_act_has_its_own_type_and_its_realis(reading: ReadingView) -> None:
    told = {line["event_text"]: (line["event"], line["sayso"]["realis"]) for line in lines(plover_told, reading)}
    assert told == {
        "seized": ("COERCE", "actual"),
        "free": ("RETREAT", "demanded"),
        "beat": ("ASSAULT", "negated"),
        "send": ("AID", "planned"),
        "held": ("COERCE", "actual"),
    }
    assert [row["Realis"] for row in table(polecat_told, reading)] == ["actual", "demanded", "negated", "planned", "actual"]
    assert {row["Event ID"] for row in table(polecat_told, reading)} == {line["id"] for line in lines(plover_told, reading)}


def test_polecat_has_its_forty_columns_and_no_other(reading: ReadingView) -> None:
    rows = table(polecat, reading)
    assert all(len(row) == 40 and None not in row and None not in row.values() for row in rows)
    seized = rows[0]
    assert list(seized) == list(polecat.COLUMNS)
    expected = {
        "Event Date": "2031-05-03",
        "Event Type": "COERCE",
        "Event Mode": "seize",
        "Intensity": "-7.0",
        "Quad Code": "MATERIAL CONFLICT",
        "Actor Name": "Norland",
        "Actor Country": "NOR",
        "Actor COW": "385",
        "Primary Actor Sector": "MIL",
        "Actor Name Raw": "the coast guard of Norland",
        "Recipient Name": "the trawler Ida",
        "Recipient Country": "None",
        "Recipient COW": "None",
        "Country": "NOR",
        "City": "Tarn",
        "Raw Placename": "Tarn",
        "Latitude": "None",
        "Source": "Tarn Gazette",
        "Publication Date": "2031-05-04",
        "Story People": "Ída Holm",
        "Language": "en",
    }
    assert {column: seized[column] for column in expected} == expected


def test_no_date_is_made_up(whole: Any) -> None:
    rows = table(polecat, view(whole(published="2031-05")))
    assert [row["Publication Date"] for row in rows] == ["None"] * 3
    assert [row["Event Date"] for row in rows] == ["2031-05-03", "None", "None"]


@pytest.mark.parametrize("outlet", ["=cmd|' /C calc'!A0", "+1", "@x", "a\tb\nc", '"quoted', "None; None"])
def test_no_cell_is_a_formula_or_breaks_a_row(whole: Any, outlet: str) -> None:
    rows = table(polecat, view(whole(outlet=outlet)))
    assert len(rows) == 3
    assert {row["Source"].removeprefix("'") for row in rows} == {" ".join(outlet.split())}
    assert not any(row["Source"].startswith(("=", "+", "@")) for row in rows)
