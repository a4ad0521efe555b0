"""Queries: what a record answers, whatever signs a user asks with."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core.span import Span
from sayso.show.contract import view
from sayso.show.terminal import chain
from sayso.store import open_record
from sayso.store.queries import PASSAGE


@pytest.fixture(scope="module")
def record(tmp_path_factory, handmade):
    """Tarn, by the Northern Wire in March 2025; a day of April 2024; a month; a year; an undated text."""
    with open_record(tmp_path_factory.mktemp("queries") / "r") as record:
        record.add(handmade())
        for date in ("2024-04-09", "2024-03", "2023", "202X", None):
            text = f"Mayor Şule Öz said that the {date} dam in the São Brás valley holds."
            said = ({"source": "Mayor Şule Öz", "cue": "said", "content": f"the {date} dam", "type": "mixed", "actor": 0},)
            record.add(handmade(text, said, ({"name": "Şule Öz", "mentions": ["Şule Öz"]},), published=date, outlet=None))
        yield record


def contents(record, **asked):
    return [statement.content for statement in record.statements(**asked)]


def test_a_statement_says_who_and_through_whom(record):
    vell, gazette, brandt, officials, he, reported = record.statements(limit=6)
    assert (vell.speaker, vell.office, vell.country, vell.sector, vell.speaker_status) == (
        "Anna Vell", "deputy works minister", "NOR", "GOV", "known",
    )  # fmt: skip
    assert brandt.chain == "Northern Wire ← Tarn Gazette ← Otto Brandt" and brandt.inside == gazette.id
    assert (brandt.polarity, officials.type, he.certainty) == ("negative", "direct", "believed")
    assert [(one.speaker, one.speaker_status, one.anonymous) for one in (officials, he, reported)] == [
        ("officials", "anonymous", True), (None, "unknown", False), (None, "none", False),
    ]  # fmt: skip
    assert he.chain == "Northern Wire ← He" and reported.chain == "Northern Wire ← (unnamed)"
    assert (
        vell.spans == f"{vell.start}-{vell.end}" and record.document(vell.document_id).text[vell.start : vell.end] == vell.content
    )


def test_codes_ask_for_country_and_sector(record):
    for who in ("NOR", "GOV", "NOR GOV"):
        assert contents(record, who=who) == ["The harbour at Tarn will open in May"]
    assert contents(record, who="NOR MIL") == contents(record, who="USA") == []
    assert contents(record, who="NOR", about="ferries") == []
    assert len(contents(record, who="Gazette")) == 1  # a word that is no code


def test_the_record_and_the_contract_agree_on_chains_and_status(record):
    rows = {statement.id: statement for statement in record.statements()}
    for reading in record.readings():
        seen = view(reading)
        for attribution in seen.attributions:
            row = rows.pop(attribution.id)
            assert (row.chain, row.speaker_status) == (chain(seen, attribution), attribution.speaker_status)
    assert not rows


def test_several_speakers_and_pieces_stay_apart(tmp_path, handmade):
    text = "Ida Moe and Per Lund said the ferry, which is red, will stop."
    with open_record(tmp_path / "r") as record:
        actors = ({"name": "Ida Moe", "mentions": ["Ida Moe"], "country": "NOR"}, {"name": "Per Lund", "mentions": ["Per Lund"]})
        record.add(
            split(handmade(text, ({"source": "Ida Moe", "cue": "said", "content": "the ferry", "actor": 0},), actors), text)
        )
        (statement,) = record.statements(who="Lund")
        assert (statement.speaker, statement.country, statement.office) == ("Ida Moe; Per Lund", "NOR; ", None)
        assert (statement.content, statement.spans) == ("the ferry … will stop", "26-35 51-60")


def split(reading, text):
    import msgspec

    from sayso.core.data import Actor, Attribution, Mention, Participant
    from sayso.core.reading import Reading

    (attribution,), (one,) = reading.of(Attribution), reading.of(Participant)
    stop = text.index("will stop")
    pieces = (*attribution.content, Span(stop, stop + 9))
    attribution = msgspec.structs.replace(attribution, content=pieces)
    two = msgspec.structs.replace(one, actor_id=reading.of(Actor)[1].id, mention=None)
    return (
        Reading(reading.document).adding(Mention, []).adding(Attribution, [attribution]).adding(Actor, reading.of(Actor))
        .adding(Participant, [one, two])
    )  # fmt: skip


def test_a_loop_of_chains_ends(tmp_path, handmade):
    import msgspec

    from sayso.core.data import Attribution
    from sayso.core.reading import Reading

    reading = handmade()
    loop = [msgspec.structs.replace(one, inside=one.id) for one in reading.of(Attribution)]
    with open_record(tmp_path / "r") as record:
        record.add(Reading(reading.document).adding(Attribution, loop))
        assert next(record.statements()).chain.count("←") == 21


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"who": "vell"}, ["The harbour at Tarn will open in May"]),
        ({"who": "sule oz"}, ["the 2024-04-09 dam", "the 2024-03 dam", "the 2023 dam", "the 202X dam", "the None dam"]),
        ({"who": "harbour master"}, ["the cranes are old"]),
        ({"who": "he"}, ["the fog will lift"]),
        ({"who": "Vel"}, []),
        ({"who": "Vel*"}, ["The harbour at Tarn will open in May"]),
        ({"about": "cranes old"}, ["harbour master Otto Brandt denied that the cranes are old", "the cranes are old"]),
        ({"about": '"old cranes"'}, []),
        ({"about": "Vell"}, []),
        ({"who": "Brandt", "about": "cranes"}, ["the cranes are old"]),
        ({"type": "direct"}, ["“No crane fell,”"]),
        ({"anonymous": True}, ["“No crane fell,”"]),
        ({"anonymous": False, "type": "direct"}, []),
        ({"since": "2024", "until": "2024"}, ["the 2024-04-09 dam", "the 2024-03 dam", "the 202X dam"]),
        ({"since": "2024-03-20", "until": "2024-04-09"}, ["the 2024-04-09 dam", "the 2024-03 dam", "the 202X dam"]),
        ({"since": "2024-04-10", "until": "2025-03-03"}, ["the 202X dam"]),
        ({"until": "2023-06"}, ["the 2023 dam", "the 202X dam"]),
        ({"who": "Öz", "limit": 1}, ["the 2024-04-09 dam"]),
    ],
)
def test_statements_meet_every_condition(record, asked, expected):
    assert sorted(contents(record, **asked)) == sorted(expected)


def test_the_newest_come_first_and_the_undated_last(record):
    assert [statement.published for statement in record.statements()] == [
        *["2025-03-04"] * 6, "2024-04-09", "2024-03", "2023", "202X", None,
    ]  # fmt: skip


SIGNS = [
    '"',
    '""',
    "*",
    "-",
    "AND",
    "NEAR(",
    "a AND",
    "cranes*",
    '"cranes',
    "col:cranes",
    "^",
    "(",
    "{a} :",
    "cranes' OR 1=1--",
    "\0",
    "\udcff",
    "",
]


@pytest.mark.parametrize("words", SIGNS)
def test_no_sign_is_a_syntax_error(record, words):
    for answer in (record.search(words), record.statements(who=words), record.statements(about=words)):
        assert len(list(answer)) in (0, 1, 2)


@settings(max_examples=80, deadline=None)
@given(words=st.text(max_size=30) | st.text('"*-^:(){}+ aAND', max_size=20))
def test_no_words_are_a_syntax_error(record, words):
    list(record.search(words))
    list(record.statements(who=words, about=words))


def test_very_many_words_are_an_answer_too(record):
    assert list(record.search("crane " * 5000)) != []
    assert list(record.search(" ".join(map(str, range(5000))))) == []


def test_a_hit_stands_where_it_says(record):
    (hit,) = record.search("CRANES denied")
    text = record.document(hit.document_id).text
    assert text[hit.start : hit.end] == hit.words
    assert [text[mark.start : mark.end].lower() for mark in hit.marks] == ["cranes", "denied", "cranes"]
    assert [hit.document_id for hit in record.search("são bras", limit=2)] == [hit.document_id for hit in record.search("SAO")][
        :2
    ]


@settings(max_examples=50, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(["fog", "Fog", "dam", " ", "\r\n", "😀", "e\u0301", "\ufdd0", "\ufdd1", "x" * 90, "…"]), max_size=40
    )
)
def test_marks_hold_the_words_in_any_text(text, tmp_path_factory, handmade):
    text = "".join(text) + " fog"
    with open_record(tmp_path_factory.mktemp("r") / "r") as record:
        record.add(handmade(text, (), ()))
        (hit,) = record.search("fog")
        assert text[hit.start : hit.end] == hit.words
        assert len(hit.words) <= max(PASSAGE, 260)
        assert all(text[mark.start : mark.end].lower() == "fog" and hit.start <= mark.start for mark in hit.marks)
        assert hit.marks or "\ufdd0" in text or "\ufdd1" in text
