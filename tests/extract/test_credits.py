"""Credits: whole and in part, in the text's own credit lines and nowhere else."""

import pytest

from sayso.core.reading import Reading
from sayso.extract.credits import extract
from sayso.read import Given, document

BODY = "The ferry line reopened on Monday. Nobody was late."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Ferry opens\n\nPORT VALE (AP) — {BODY}", [("AP", "Associated Press", "whole")]),
        (f"Ferry opens\n\nBy The Associated Press\n\n{BODY}", [("The Associated Press", "Associated Press", "whole")]),
        (f"Ferry opens\n\n{BODY}\n\nReuters contributed to this report.", [("Reuters", "Reuters", "part")]),
        (f"Ferry opens\n\n{BODY}\n\nWith AFP and dpa", [("AFP", "Agence France-Presse", "part"), ("dpa", "dpa", "part")]),
        (f"Ferry opens\n\nPORT VALE (AFP) — The Aldan Ferry Press has closed. {BODY}", [("AFP", "Aldan Ferry Press", "whole")]),
        (f"Ferry opens\n\n{BODY} The harbour master told Reuters so.", []),
        (f"Ferry opens\n\n{BODY} (Reporting by Ana Silva)", []),
    ],
)
def test_credits(text: str, expected: list[tuple[str, str, str]]) -> None:
    read = document(text.encode(), medium="text")
    found = list(extract(Reading(read)))
    assert [(one.span.of(read.text), one.agency, one.share) for one in found] == expected
    assert [one.id for one in extract(Reading(read))] == [one.id for one in found]


def test_the_outlets_own_acronym_is_its_own() -> None:
    read = document(f"Ferry opens\n\nPORT VALE (KNA) — {BODY}".encode(), medium="text", given=Given(outlet="Kafue News Agency"))
    assert [one.agency for one in extract(Reading(read))] == ["Kafue News Agency"]
