"""Words that point back, and given names: what the tables may hold."""

from sayso.lexicon.referring import given_names, stands_for
from sayso.lexicon.tables import rows
from sayso.lexicon.titles import ending, honorific


def test_given_names_are_one_word_once_with_a_gender() -> None:
    names = [row["name"] for row in rows("given_names.tsv")]
    assert len({name.casefold() for name in names}) == len(names) == len(given_names())
    assert all(" " not in name and name[:1].isupper() for name in names)
    assert set(given_names().values()) == {"female", "male"}


def test_nouns_that_stand_for_titles_are_titles_and_stand_for_others() -> None:
    nouns = [row for row in rows("en/referring.tsv") if row["class"] == "title"]
    assert nouns
    for row in nouns:
        assert ending([row["phrase"]]) is not None or honorific(row["phrase"].capitalize()) is not None, row
        assert row["phrase"] in row["example"].lower().split(), row
        assert stands_for(row["phrase"]) and row["phrase"] not in stands_for(row["phrase"]), row
