"""Tokens: every character that is not white space belongs to exactly one token, in order; and the cases."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.lexicon.tables import rows
from sayso.parse.tokens import tokens


def words(text: str) -> list[str]:
    return [span.of(text) for span in tokens(text)]


@given(st.text(max_size=200) | st.lists(st.sampled_from(list("aB.'’-\"“” \n12,:/@#é🙂\u0301\u200f")), max_size=60).map("".join))
def test_tokens_cover_the_text_once(text: str) -> None:
    spans = tokens(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {i for span in spans for i in range(span.start, span.end)}
    assert covered >= {i for i, c in enumerate(text) if not c.isspace()}
    assert all(span.of(text).strip() for span in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The US-led force", ["The", "US", "-", "led", "force"]),
        ("They don't co-operate.", ["They", "do", "n't", "co-operate", "."]),
        ("Iran’s U.S. envoy", ["Iran", "’s", "U.S.", "envoy"]),
        ("It cost $2.5bn, or 40%.", ["It", "cost", "$", "2.5", "bn", ",", "or", "40", "%", "."]),
        ("“No,” he said.", ["“", "No", ",", "”", "he", "said", "."]),
        ("Dr. Ama K. Boateng", ["Dr.", "Ama", "K.", "Boateng"]),
        ("cannot see No. 7", ["can", "not", "see", "No.", "7"]),
        ("Say no. No more.", ["Say", "no", ".", "No", "more", "."]),
        ("see desk.example or a.b@c.example", ["see", "desk.example", "or", "a.b@c.example"]),
        ("the end.Next day", ["the", "end", ".", "Next", "day"]),
        ("said’We go’", ["said", "’", "We", "go", "’"]),
        ("al-Mandour", ["al", "-", "Mandour"]),
        ("3 p.m. on 12/3/2024", ["3", "p.m.", "on", "12/3/2024"]),
        ("« Oui » – non…", ["«", "Oui", "»", "–", "non", "…"]),
        ("=====", ["====="]),
        ("Call 555-100-2000 or 555-2000.", ["Call", "555-100-2000", "or", "555-2000", "."]),
        ("1,350kg at 7:30pm", ["1,350", "kg", "at", "7:30", "pm"]),
        ("the 20th, the 1,000th, 4A", ["the", "20th", ",", "the", "1,000th", ",", "4A"]),
        ("the 1980's and 2031's budget", ["the", "1980's", "and", "2031", "'s", "budget"]),
        ("in '68 and ’70s style", ["in", "'68", "and", "’70s", "style"]),
        ("No!! Why?!", ["No", "!!", "Why", "?!"]),
        ("He dont know; its a shame, its fate", ["He", "do", "nt", "know", ";", "it", "s", "a", "shame", ",", "its", "fate"]),
        ("its so-called army", ["its", "so", "-", "called", "army"]),
        ("the U.S and the Q&A", ["the", "U.S", "and", "the", "Q&A"]),
        ("mid-1930s, pre-1930", ["mid-1930s", ",", "pre", "-", "1930"]),
        ("# 1, #1, #vote", ["#", "1", ",", "#", "1", ",", "#vote"]),
        ("fine :) see: (a)", ["fine", ":)", "see", ":", "(", "a", ")"]),
        ("on 9/11, 24/7", ["on", "9/11", ",", "24", "/", "7"]),
        ("Ida@HARBOUR << plan.doc >>", ["Ida@HARBOUR", "<<", "plan.doc", ">>"]),
        ("‘‘No,’’ she said", ["‘‘", "No", ",", "’’", "she", "said"]),
    ],
)
def test_cases(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "row",
    [r for r in rows("en/tokens.tsv") if r["kind"] in ("abbreviation", "before_number", "domain")],
    ids=lambda r: r["phrase"],
)
def test_lexicon_examples(row: dict[str, str]) -> None:
    found = words(row["example"])
    assert row["example"].split()[0] in found


def test_long_line_is_read_in_one_pass() -> None:
    text = "word-" * 40_000 + "." * 1000 + "a" * 100_000
    assert "".join(words(text)) == text


@pytest.mark.parametrize("row", [r for r in rows("en/tokens.tsv") if r["kind"].startswith("joined")], ids=lambda r: r["phrase"])
def test_words_written_as_one_are_parted(row: dict[str, str]) -> None:
    parts = row["phrase"].split(" ")[: -1 if row["kind"] == "joined_before" else None]
    assert words(row["example"])[: len(parts)] == parts


@pytest.mark.parametrize("row", [r for r in rows("en/tokens.tsv") if r["kind"] in ("unit", "ordinal")], ids=lambda r: r["phrase"])
def test_units_are_parted_and_ordinals_are_not(row: dict[str, str]) -> None:
    assert (row["phrase"] in words(row["example"])) is (row["kind"] == "unit")
