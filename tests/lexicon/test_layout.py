"""The layout table: every row's example is read with the row's role, and a broken row is refused."""

import pytest

from sayso.core.errors import LexiconError
from sayso.lexicon.layout import Phrase, checked, layout
from sayso.read import text

ROW = {"role": "teaser", "kind": "prefix", "phrase": "Read on:", "value": "none", "example": "Read on: More", "source": "ours"}


@pytest.mark.parametrize("phrase", layout(), ids=lambda phrase: f"{phrase.kind} {phrase.phrase}")
def test_example(phrase: Phrase) -> None:
    article = f"Ports reopen after storm\n\n{phrase.example}\n\nThe minister said on Monday that the port had reopened.\n"
    roles = {block.role for block in text.blocks(article) if block.span.of(article) in phrase.example}
    assert phrase.role in roles


@pytest.mark.parametrize(
    "change",
    [
        {"role": "tease"},
        {"kind": "midfix"},
        {"phrase": " "},
        {"example": "Nothing"},
        {"source": ""},
        {"kind": "month", "value": "13"},
    ],
)
def test_broken_row(change: dict[str, str]) -> None:
    with pytest.raises(LexiconError):
        checked(({**ROW, **change},))


def test_row_twice() -> None:
    with pytest.raises(LexiconError, match="twice"):
        checked((ROW, {**ROW, "phrase": "READ ON:"}))


def test_missing_column() -> None:
    with pytest.raises(LexiconError, match="columns"):
        checked(({"role": "teaser"},))
