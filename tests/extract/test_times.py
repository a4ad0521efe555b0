"""Times: the cases, read without a model; tense by trees made by hand; what holds of every expression."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core import dates
from sayso.core.data import TimeExpression
from sayso.core.document import Block, Document, sha256_of
from sayso.core.parse import Entity, Parse, Sentence, Token
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.extract import times
from sayso.lexicon.times import TimeWord, time_words
from sayso.parse import parse
from sayso.parse.tokens import tokens


def cases(name: str) -> list[Any]:
    """The cases of a file as parameters; a known miss is a strict xfail."""
    lines = (Path(__file__).parents[1] / "cases" / name).read_text(encoding="utf-8").splitlines()
    return [
        pytest.param(
            case, marks=[pytest.mark.xfail(strict=True, reason=case["why"])] if case["expect"] == "fail" else [], id=case["why"]
        )
        for case in map(json.loads, lines)
    ]


PUBLISHED = "2031-05-14"


def reading(
    text: str,
    published: str | None = PUBLISHED,
    dateline: str | None = None,
    tree: dict[str, dict[str, Any]] | None = None,
    entities: tuple[Entity, ...] = (),
) -> Reading:
    """A reading whose tokens are the tokenizer's; `tree` gives words their tag, relation and head word, the rest are roots."""
    first = len(dateline) if dateline else 0
    head = [Block(span=Span(0, first), role="dateline")] if dateline else []
    blocks = (*head, Block(span=Span(first, len(text)), role="paragraph"))
    document = Document(text=text, text_sha256=sha256_of(text), blocks=blocks, published=published, dateline=dateline)
    spans = tokens(text, first)
    at = {span.of(text): i for i, span in enumerate(spans)}
    known = tree or {}
    words = tuple(
        Token(
            span=span, text=(word := span.of(text)), upos="X", xpos=known.get(word, {}).get("xpos", ""),
            lemma=known.get(word, {}).get("lemma", word), head=at[known.get(word, {}).get("head", word)]
            if word in known else i, deprel=known.get(word, {}).get("deprel", "root"),
        )
        for i, span in enumerate(spans)
    )  # fmt: skip
    sentences = (Sentence(first=0, last=len(words), paragraph=0),) if words else ()
    return Reading(document).adding(Parse, (Parse(tokens=words, sentences=sentences, entities=entities, reports=()),))


def found(given: Reading) -> list[TimeExpression]:
    return list(times.extract(given))


def check(case: dict[str, Any], one: Reading) -> None:
    expressions = [time for time in found(one) if time.span.start >= len(case.get("dateline") or "")]
    text, ids = case["text"], {time.id for time in expressions}
    shown = [(time.span.of(text), time.type, time.value, time.edtf, time.earliest, time.latest) for time in expressions]
    assert [time.span.of(text) for time in expressions] == [wanted["words"] for wanted in case["times"]], shown
    for time, wanted in zip(expressions, case["times"], strict=True):
        for name in ("type", "value", "edtf", "earliest", "latest"):
            if name in wanted:
                assert getattr(time, name) == wanted[name], shown
        if wanted.get("anchor") == "time":
            assert time.anchor in ids - {time.id}, shown
        elif "anchor" in wanted:
            assert time.anchor == wanted["anchor"], shown


@pytest.mark.parametrize("case", cases("times.jsonl"))
def test_case(case: dict[str, Any]) -> None:
    check(case, reading(case["text"], case["published"], case.get("dateline")))


@pytest.mark.parametrize("case", cases("times-parsed.jsonl"))
def test_parsed_case(case: dict[str, Any]) -> None:
    """Cases whose tenses need the model's tree."""
    block = Block(span=Span(0, len(case["text"])), role="paragraph")
    text = case["text"]
    document = Document(text=text, text_sha256=sha256_of(text), blocks=(block,), published=case["published"])
    check(case, Reading(document).adding(Parse, (parse(document),)))


def monday(text: str, **tree: dict[str, Any]) -> str:
    (time,) = found(reading(text, tree={"Monday": {"head": "vote", "deprel": "obl"}, **tree}))
    return time.value


@pytest.mark.parametrize(
    ("text", "tree", "value"),
    [
        ("They will vote Monday .", {"will": {"head": "vote", "deprel": "aux"}, "vote": {"xpos": "VB"}}, "2031-05-19"),
        ("They hope to vote Monday .", {"to": {"head": "vote", "deprel": "mark"}, "vote": {"xpos": "VB"}}, "2031-05-19"),
        ("They have to vote Monday .", {"to": {"head": "vote", "deprel": "mark"}, "vote": {"xpos": "VB"}}, "2031-05-19"),
        ("They did vote Monday .", {"did": {"head": "vote", "deprel": "aux"}, "vote": {"xpos": "VB"}}, "2031-05-12"),
        ("They would have vote Monday .",
         {"would": {"head": "vote", "deprel": "aux"}, "have": {"head": "vote", "deprel": "aux"}, "vote": {"xpos": "VBN"}},
         "2031-05-12"),
        ("They vote Monday .", {"vote": {"xpos": "VBP"}}, "2031-05-19"),
        ("They vote Monday .", {"vote": {"xpos": "VBD", "lemma": "vote"}}, "2031-05-12"),
        ("They will vote Monday's law .",
         {"will": {"head": "vote", "deprel": "aux"}, "vote": {"xpos": "VB"}}, "2031-05-19"),
        ("They hope to vote Monday's law .",
         {"to": {"head": "vote", "deprel": "mark"}, "vote": {"xpos": "VB"}}, "2031-05-12"),
    ],
)  # fmt: skip
def test_tense(text: str, tree: dict[str, dict[str, Any]], value: str) -> None:
    words = {word: {"head": word} | facts for word, facts in tree.items()}
    assert monday(text, **words) == value


def test_a_past_month_lies_back_however_far() -> None:
    tree = {"won": {"head": "won", "xpos": "VBD"}, "June": {"head": "won", "deprel": "obl"}}
    assert [time.value for time in found(reading("They won in June .", tree=tree))] == ["2030-06"]
    assert [time.value for time in found(reading("Talks in June ."))] == ["2031-06"]


def test_a_name_holds_no_month() -> None:
    text = "The minister Theresa May spoke in Lima."
    assert found(reading(text, entities=(Entity(first=2, last=4, type="PER"),))) == []


def test_a_byline_is_names() -> None:
    text = "By Jo Ramadan, April Ross\nPosted 5 May 2029"
    block = Block(span=Span(0, len(text)), role="byline")
    document = Document(text=text, text_sha256=sha256_of(text), blocks=(block,), published=PUBLISHED)
    empty = Parse(tokens=(), sentences=(), entities=(), reports=())
    assert [time.value for time in found(Reading(document).adding(Parse, (empty,)))] == ["2029-05-05"]


@pytest.mark.parametrize("word", time_words(), ids=lambda word: f"{word.kind} {word.phrase}")
def test_example(word: TimeWord) -> None:
    """Every row's example holds an expression, with the row's word in it or beside it."""
    phrase = re.escape(word.phrase).replace(r"\ ", r"\s?")
    places = list(re.finditer(rf"(?<!\w){phrase}(?!\w)|{phrase}", word.example, re.IGNORECASE))
    assert places, f"the example of {word.phrase} does not hold it"
    expressions = found(reading(word.example))
    if word.kind in ("other", "numbered") or word.value == "age":
        assert not expressions
    elif word.kind in ("before", "tense", "joint", "deed"):
        assert expressions
    else:
        assert any(time.span.start < at.end() and at.start() < time.span.end for time in expressions for at in places)


PIECES = [
    *sorted({word.phrase for word in time_words()}),
    *("5", "31", "12", "1999", "2031", "2024-03-05", "05/03/2029", "10:30", "3pm", "1990s", "'80s", "5th", "1/2", "2.5", "99"),
    *("1403", ",", ".", "-", "–", "'s", "people", "Tarn", "😀", "\u0301", "سلام", "\u00a0", "\n", "0", "00", "9999", "(", "%"),
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join)
DATES = st.one_of(
    st.none(),
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat),
    st.sampled_from(["2031", "2031-05", "0001", "9999", "0001-01-01", "9999-12-31", "2028-02-29", "nonsense"]),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS | st.text(max_size=40), DATES)
def test_what_holds_of_all(text: str, published: str | None) -> None:
    one = reading(text, published)
    expressions = found(one)
    assert expressions == found(one)
    ends = 0
    for time in expressions:
        assert ends <= time.span.start < time.span.end <= len(text)
        ends = time.span.end
        assert (time.earliest is None) == (time.latest is None)
        assert time.earliest is None or time.latest is None or time.earliest <= time.latest
        assert time.anchor in {None, "published", *(other.id for other in expressions)} - {time.id}
        assert 0 < time.confidence <= 1
        if time.type == "DATE" and (days := dates.days_of(time.value)) is not None and time.earliest and time.latest:
            assert days.earliest.isoformat() <= time.earliest <= time.latest <= days.latest.isoformat()
        if "X" in time.value.partition("T")[0] and "|" not in text and "/" not in text:
            assert time.earliest is None


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([p for p in PIECES if not any(c.isdecimal() for c in p)]), min_size=1, max_size=12).map(" ".join))
def test_no_year_from_nowhere(text: str) -> None:
    """Without an anchor and without a figure no expression bears a year, but for those that are written in words."""
    expressions = {time.id: time for time in found(reading(text, None))}
    for time in expressions.values():
        if time.type in ("DATE", "TIME") and re.match(r"\d{4}", time.value):
            while time.anchor in expressions:
                time = expressions[time.anchor]
            said = time.span.of(text).lower()
            assert any(word.kind in ("number", "scale") and word.phrase.lower() in said for word in time_words()), (
                said,
                time.value,
            )


def test_a_year_of_islam_anchors_no_month() -> None:
    assert [time.value for time in found(reading("seven Lunar Hijri following Apr", None))] == [
        "0628-05-12/0629-05-04",
        "XXXX-04",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "two weeks later the day after late last early May of the first half of ",
        "at 5 pm on ",
        "from May to ",
        "the first Monday of ",
    ],
)
def test_a_long_text_takes_work_in_proportion(piece: str, calls: Callable[[Callable[[], object]], int]) -> None:
    found(reading(piece * 20))
    texts = [reading(piece * times) for times in (100, 400)]
    short, long = (len(found(text)) for text in texts)
    assert long >= 4 * short - 4
    # Four times the text takes four times as many calls, not sixteen.
    few, many = (calls(lambda text=text: found(text)) for text in texts)
    assert many < 5 * few


@settings(deadline=None)
@given(st.integers(1200, 1600), st.integers(1, 12), st.integers(1, 31))
def test_persian_days_follow_each_other(year: int, month: int, day: int) -> None:
    whole, part, one = dates.persian(year), dates.persian(year, month), dates.persian(year, month, day)
    assert whole is not None and part is not None
    assert whole.earliest <= part.earliest <= part.latest <= whole.latest
    assert (part.latest - part.earliest).days in (28, 29, 30)
    assert one is None or part.earliest <= one.earliest == one.latest <= part.latest
    after = dates.persian(year + 1)
    assert after is not None and (after.earliest - whole.latest).days == 1


def test_hijri_against_the_umm_al_qura_calendar() -> None:
    hijridate = pytest.importorskip("hijridate", reason="the oracle hijridate is not installed")
    for year in range(1343, 1500):
        for month in range(1, 13):
            days = dates.hijri(year, month, 1)
            theirs = hijridate.Hijri(year, month, 1).to_gregorian()
            assert days is not None
            assert days.earliest <= date(theirs.year, theirs.month, theirs.day) <= days.latest


def test_edtf_is_edtf() -> None:
    edtf = pytest.importorskip("edtf", reason="the oracle edtf is not installed")
    for parameter in cases("times.jsonl"):
        case = parameter.values[0]
        if case["expect"] == "pass":
            for time in found(reading(case["text"], case["published"], case.get("dateline"))):
                if time.edtf is not None and not re.search(r"-(3[3-6]|4[01])~?$", time.edtf):
                    edtf.parse_edtf(time.edtf)
