"""Agencies: who says who did it and who does not, only where both tell one act, and never of one who says it elsewhere."""

import pytest

from sayso.core.reading import Reading
from sayso.pipeline import analyse, compare
from sayso.read import Given, document
from sayso.show.comparison import comparison_view
from sayso.show.report import html, markdown

ARMY = "The Osmar army killed nine villagers in Tarn on Monday, a doctor said."


def read(*texts: str) -> list[Reading]:
    given = [Given(outlet=f"Outlet {n}", published="2025-03-04") for n in range(len(texts))]
    return [analyse(document(text.encode(), medium="text", given=one)) for text, one in zip(texts, given, strict=True)]


def rows(*texts: str) -> list[tuple[list[str], list[tuple[str, str]]]]:
    """The actors and, of those who leave them out, how and in which words."""
    readings = read(*texts)
    view = comparison_view(compare(readings), readings)
    return [
        ([span.text for one in row.named for span in one.actor], [(one.form, one.spans[0].text) for one in row.unnamed])
        for row in view.agency
    ]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("passive", "Nine villagers were killed in Tarn on Monday."),
        ("died", "Nine villagers died in Tarn on Monday."),
        ("passive", "Nine villagers were shot dead in Tarn on Monday."),
        ("happening", "Clashes killed nine villagers in Tarn on Monday."),
        ("happening", "Clashes in Tarn on Monday left nine villagers dead."),
        ("happening", "A blast in Tarn on Monday killed nine villagers."),
    ],
)
def test_who_did_it_and_who_does_not_say(form: str, text: str) -> None:
    assert rows(ARMY, text) == [(["The Osmar army"], [(form, text.removesuffix("."))])]


@pytest.mark.parametrize(
    "text",
    [
        "Nine villagers were killed by the Osmar army in Tarn on Monday.",
        "Nine villagers were killed in Tarn on Monday. The Osmar army killed them with mortars, a nurse said.",
        "Rebels killed nine villagers in Tarn on Monday, the Osmar army said.",
    ],
)
def test_who_says_so_anywhere_is_not_listed(text: str) -> None:
    assert rows(ARMY, text) == []


def test_nobody_is_asked_to_name_what_nobody_names() -> None:
    assert rows("Nine villagers were killed in Tarn on Monday.", "Nine villagers died in Tarn on Monday.") == []


def test_decisions_too() -> None:
    told = "The transport ministry closed the Lemna bridge to lorries on Friday."
    untold = "The Lemna bridge was closed to lorries on Friday."
    assert rows(told, untold) == [(["The transport ministry"], [("passive", untold.removesuffix("."))])]


def test_reports_say_it() -> None:
    readings = read(ARMY, "Nine villagers were killed in Tarn on Monday.")
    view = comparison_view(compare(readings), readings)
    assert "Who did it" in markdown(view)
    assert "not named" in html(view)
