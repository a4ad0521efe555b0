"""Titles: every row is found in its example, and the words around a head find the longest."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.core.errors import LexiconError
from sayso.lexicon import tables
from sayso.lexicon.titles import Bond, honorific, phrase, role_words, singulars, title_of, title_rows, titles

ROLES = [title for title in titles() if title.kind != "honorific"]
EXAMPLES = {row["phrase"]: row["example"] for row in tables.rows("en/titles.tsv") if row["kind"] != "honorific"}


def test_every_title_is_found_in_its_example() -> None:
    missed = [
        t.phrase for t in ROLES if (found := title_of(EXAMPLES[t.phrase].removesuffix(" said so.").split())) is None or found != t
    ]
    assert not missed


def test_every_honorific_is_found() -> None:
    missed = [t.phrase for t in titles() if t.kind == "honorific" and honorific(t.phrase) != t]
    assert not missed


def test_phrases_are_singular_and_stand_once() -> None:
    phrases = [title.phrase for title in ROLES]
    assert len(set(map(str.casefold, phrases))) == len(phrases)
    assert len(ROLES) >= 400


def test_bonds_fit_their_sectors() -> None:
    for title in ROLES:
        assert title.bond != "none"
        assert title.sectors or title.bond in ("bearer", "firm"), title.phrase
        assert not (title.kind == "body" and title.anonymous), title.phrase
    assert {title.bond for title in titles()} == set(get_args(Bond))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the Iranian Foreign Ministry spokesman", "spokesman"),
        ("the prime minister", "prime minister"),
        ("Deputy Foreign Ministers", "deputy foreign minister"),
        ("the acting speaker of parliament", "speaker of parliament"),
        ("Chiefs of Staff", "chief of staff"),
        ("policemen", "policeman"),
        ("the judiciary's", "judiciary"),
        ("foreign minister Anna Vell", "foreign minister"),
        ("two aides", "aide"),
        ("MPs", "MP"),
        ("embassies", "embassy"),
        ("passers-by", "passer-by"),
        ("women", "woman"),
        ("the old bridge", None),
        ("", None),
    ],
)
def test_titles_of_words(words: str, found: str | None) -> None:
    title = title_of(words.split())
    assert (title.phrase if title else None) == found


@pytest.mark.parametrize(
    ("words", "gender"),
    [
        ("spokeswoman", "female"),
        ("king", "male"),
        ("chairman", None),
        ("chairwoman", "female"),
        ("widow", "female"),
        ("minister", None),
    ],
)
def test_gender_only_where_the_word_tells(words: str, gender: str | None) -> None:
    title = title_of([words])
    assert title is not None
    assert title.gender == gender


@pytest.mark.parametrize(
    ("words", "anonymous"),
    [
        ("diplomat", True),
        ("officials", True),
        ("sources", True),
        ("aides", True),
        ("witnesses", True),
        ("prime minister", False),
        ("army", False),
    ],
)
def test_unnamed_sources(words: str, anonymous: bool) -> None:
    title = title_of(words.split())
    assert title is not None
    assert title.anonymous is anonymous


def test_honorifics_keep_their_capitals() -> None:
    assert [(t.gender if (t := honorific(word)) else "no") for word in ("Mrs", "Sheikh", "Gen.", "mr")] == [
        "female",
        "male",
        None,
        "no",
    ]


def test_small_words_stand_in_their_examples() -> None:
    assert all(row["phrase"] in row["example"] for row in tables.rows("en/role_words.tsv"))
    assert role_words("nothing of the kind") == {}


def test_broken_rows_are_named() -> None:
    row = {**tables.rows("en/titles.tsv")[0], "bond": "glue"}
    with pytest.raises(LexiconError, match=row["phrase"]):
        title_rows([row])


@given(st.lists(st.text(), max_size=8))
def test_no_words_raise(words: list[str]) -> None:
    title_of(words)
    phrase(words)
    singulars(" ".join(words))


def test_a_plural_of_several_words_keeps_its_last() -> None:
    """A title is only looked for behind a last word that some title has."""
    rows = [(plural.replace("-", " "), one.replace("-", " ")) for plural, one in role_words("plural").items()]
    assert all(plural.split()[-1] == one.split()[-1] for plural, one in rows if " " in plural)
