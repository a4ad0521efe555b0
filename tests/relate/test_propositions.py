"""Propositions: the clauses of a text, each whole and with its own dates."""

from sayso.core.reading import Reading
from sayso.pipeline import analyse
from sayso.read import document
from sayso.relate.claims import pairs
from sayso.relate.propositions import told


def read(text: str) -> Reading:
    return analyse(document(text.encode("utf-8"), medium="text"))


def clauses(text: str) -> list[str]:
    reading = read(text)
    return [" … ".join(span.of(reading.document.text) for span in one.spans) for one in told(reading).clauses]


def test_joined_clauses_keep_their_own_subjects() -> None:
    said = (
        'The mayor said, "Dealings with the islands are at their warmest, and the later prospects of both ports are promising," '
        "noting that the crews were paid."
    )
    assert clauses(said) == [
        "Dealings with the islands are at their warmest",
        "the later prospects of both ports are promising",
        "the crews were paid",
    ]


def test_a_date_of_a_noun_is_not_the_clauses_own() -> None:
    text = "The talks, led by a commission formed last summer, will open in Oro on Monday."
    reading = read(text)
    [clause] = told(reading).clauses
    assert [span.of(text) for span in clause.when] == ["Monday"]


def test_a_kind_of_act_and_its_dead_alone_make_no_claim() -> None:
    others = (
        "The port reopened. The queen sailed south. Rice grew dear. Two ferries were sold. The school lost its roof. Snow fell."
    )
    texts = ("They killed at night, the mayor of Oro said.", "Four people have been killed, a doctor in Tarn said.", others)
    found = [one for text in texts for one in told(read(text)).clauses]
    assert len({one.document_id for one in found}) == 3
    assert pairs(found) == []
