"""Lemmas: what spelling and the lexicon tell, whatever letters the model would cut."""

import pytest

from sayso.lexicon.tables import rows
from sayso.parse.lemmas import ENDINGS, lemma, stems


@pytest.mark.parametrize(
    ("edit", "form", "upos", "xpos", "expected"),
    [
        ("lower 2+", "announced", "VERB", "VBD", "announce"),
        ("lower 3+", "running", "VERB", "VBG", "run"),
        ("lower 1+", "companies", "NOUN", "NNS", "company"),
        ("lower 3+", "hoping", "VERB", "VBG", "hope"),
        ("lower 2+", "stopped", "VERB", "VBN", "stop"),
        ("lower 1+", "clashes", "NOUN", "NNS", "clash"),
        ("lower 2+", "larger", "ADJ", "JJR", "large"),
        ("lower 3+", "earliest", "ADJ", "JJS", "early"),
        ("lower 2+", "agreed", "VERB", "VBD", "agree"),
        ("lower 0+", "vice-ministers", "NOUN", "NNS", "vice-minister"),
        ("lower 2+", "boatmen", "NOUN", "NNS", "boatman"),
        ("lower 1+", "footage", "NOUN", "NN", "footage"),
        ("lower 0+", "i", "PRON", "PRP", "I"),
        ("lower 0+", "12,500", "NUM", "CD", "12500"),
        ("lower 0+", "IV", "NUM", "CD", "IV"),
        ("lower 0+", "1980's", "NOUN", "NNS", "1980s"),
        ("lower 0+", "Album", "PROPN", "NNP", "Album"),
        ("lower 1+", "Ministers", "PROPN", "NNPS", "Minister"),
        ("keep 0+", "HARBOUR", "PROPN", "NNP", "Harbour"),
        ("keep 0+", "NATO", "PROPN", "NNP", "NATO"),
        ("keep 0+", "Ministers", "NOUN", "NNS", "minister"),
        ("keep 0+", "Danish", "ADJ", "JJ", "Danish"),
        ("lower 0+", "met", "VERB", "VBD", "meet"),
        ("lower 0+", "said", "VERB", "JJ", "say"),
        ("lower 0+", "co-wrote", "VERB", "VBD", "co-wrote"),
    ],
)
def test_lemma(edit: str, form: str, upos: str, xpos: str, expected: str) -> None:
    assert lemma(edit, form, upos, xpos) == expected


@pytest.mark.parametrize("row", rows("en/irregular.tsv"), ids=lambda r: f"{r['form']} {r['upos']}")
def test_irregular_forms_are_looked_up(row: dict[str, str]) -> None:
    form = "boat" + row["form"][1:] if row["form"].startswith("-m") else row["form"]
    assert lemma("keep 0+", form, row["upos"], "_") == row["lemma"].replace("-", "boat" if form != row["form"] else "-")
    assert form.lower() in row["example"].lower()


def test_a_stem_is_never_empty() -> None:
    for ending in ENDINGS.values():
        for form in ("", "s", "ed", "sing", "est", "bed", "red", "thing", "us", "this", "rhythms"):
            assert all(stems(form, ending)) and "" not in stems(form, ending)
