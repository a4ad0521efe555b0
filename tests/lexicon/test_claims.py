"""Words of claims: each row's phrase is found in its example, and no word has two senses."""

import re

import pytest

from sayso.lexicon import tables
from sayso.lexicon.claims import links, opposites, senses
from sayso.lexicon.inflections import forms

ALIKE, LINKS, OPPOSITES = (tables.rows(f"en/{name}.tsv") for name in ("alike", "links", "opposites"))


@pytest.mark.parametrize("row", ALIKE, ids=lambda row: f"{row['sense']} {row['phrase']}")
def test_sense(row: dict[str, str]) -> None:
    words = set(re.findall(r"\w+", row["example"].lower()))
    assert words & forms(row["phrase"], row["pos"])
    assert senses()[row["phrase"]] == row["sense"]


@pytest.mark.parametrize("row", OPPOSITES, ids=lambda row: f"{row['phrase']} {row['opposite']}")
def test_opposite(row: dict[str, str]) -> None:
    words = set(re.findall(r"\w+", row["example"].lower()))
    one, other = (senses().get(row[column], row[column]) for column in ("phrase", "opposite"))
    assert any(words & forms(word, row["pos"]) for word in (row["phrase"], *(word for word in senses() if senses()[word] == one)))
    assert one != other
    assert other in opposites()[one]
    assert one in opposites()[other]


@pytest.mark.parametrize("row", LINKS, ids=lambda row: row["phrase"])
def test_link(row: dict[str, str]) -> None:
    first, *rest = row["phrase"].split()
    words = re.findall(r"\w+", row["example"].lower())
    at = next(n for n, word in enumerate(words) if word in forms(first, row["pos"]))
    assert all(word in words[at:] for word in rest)
    assert any(link.says == (row["says"] == "yes") and link.words[1:] == tuple(rest) for link in links()[words[at]])
