"""Dates as given and as stated."""

import pytest

from sayso.core.errors import ReadError
from sayso.read.published import Facts, disagreement, doubts, given_date, stated_dates


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2031", "2031"),
        ("2031-03", "2031-03"),
        ("2031-03-04", "2031-03-04"),
        (" 2031-03-04 ", "2031-03-04"),
        ("2031-03-04T23:30:00-05:00", "2031-03-04"),
        ("2031-03-04 08:00", "2031-03-04"),
        ("2031-03-04T08:00:00.123Z", "2031-03-04"),
        ("2031-03-04T08", "2031-03-04"),
    ],
)
def test_given(value: str, date: str) -> None:
    assert given_date(value) == date


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "31",
        "2031-13",
        "2031-02-30",
        "2031-3-4",
        "04/03/2031",
        "2031-03-04 noon",
        "2031-03T08:00",
        "0000",
        "٢٠٣١",
    ],
)
def test_no_date(value: str) -> None:
    with pytest.raises(ReadError, match="YYYY-MM-DD"):
        given_date(value)


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("5 March 2031", ["2031-03-05"]),
        ("March 5, 2031", ["2031-03-05"]),
        ("Mar. 5, 2031", ["2031-03-05"]),
        ("5th of March, 2031", ["2031-03-05"]),
        ("the 1st March 2031", ["2031-03-01"]),
        ("March 2031", ["2031-03"]),
        ("25/03/2031", ["2031-03-25"]),
        ("03/25/2031", ["2031-03-25"]),
        ("03/03/2031", ["2031-03-03"]),
        ("05/03/2031", []),
        ("March 5", []),
        ("30 February 2031", []),
        ("2031-03-05T10:00", ["2031-03-05"]),
        ("on May 2500 troops", ["2500-05"]),
        ("Marching 5 2031", []),
        ("12031-03-05", []),
        ("5 March 20315", []),
    ],
)
def test_stated(words: str, dates: list[str]) -> None:
    assert [stated.edtf for stated in stated_dates(words)] == dates


def test_disagreement() -> None:
    assert disagreement([("JSON-LD", "2031-03-04T23:30:00-05:00"), ("meta tag", "2031-03-05T04:30:00Z")]) == ()
    assert disagreement([("JSON-LD", "2031-03-04"), ("text", "2031-03")]) == ()
    assert "2031-03-04 by its JSON-LD but 2031-03-05" in disagreement([("JSON-LD", "2031-03-04"), ("text", "2031-03-05")])[0]


@pytest.mark.parametrize(
    ("facts", "notes"),
    [
        (Facts(published="1871-03-04"), ["published 1871-03-04, before 1900: taken as it stands"]),
        (Facts(published="1900"), []),
        (Facts(published="2031-03-04", modified="2031-03"), []),
        (Facts(published="2031-03", modified="2031-02-27"), ["modified 2031-02-27, before it was published 2031-03"]),
        (Facts(published="2031-03-04", dateline="LIMA, 6 March 2031"), ["published 2031-03-04 but dated 2031-03-06"]),
        (Facts(published="2031-03-04", dateline="LIMA, 2 March 2031"), []),
        (Facts(published="2031-03-04", dateline="LIMA, 2 March 2026"), ["published 2031-03-04 but dated 2026-03-02"]),
        (Facts(dateline="LIMA, 6 March 2031"), []),
    ],
)  # fmt: skip
def test_doubts(facts: Facts, notes: list[str]) -> None:
    found = doubts(facts)
    assert len(found) == len(notes)
    assert all(note in one for note, one in zip(notes, found, strict=True))
