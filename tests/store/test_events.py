"""Acts and dyads of a record: what was done is kept apart from what was not, and one act by two sources is one act."""

import msgspec
import pytest

from sayso.pipeline import analyse
from sayso.read import document
from sayso.store import open_record

ARTICLES = (
    (
        "Northern Wire",
        "Turkey expelled three Iranian diplomats on 5 March 2031. Iran will expel two Turkish diplomats on Friday.",
    ),
    (
        "Tarn Gazette",
        "On 5 March 2031 Turkey expelled three Iranian diplomats, Oman said. Turkey denied that it had attacked Iran.",
    ),
    ("Harbour Post", "Chile condemned Peru."),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with open_record(tmp_path_factory.mktemp("events") / "r") as record:
        for outlet, text in ARTICLES:
            read = document(text.encode("utf-8"), medium="text")
            record.add(analyse(msgspec.structs.replace(read, outlet=outlet, published="2031-03-12", id="")))
        yield record


def triggers(record, **asked):
    return [act.trigger for act in record.acts(**asked)]


def test_what_was_done_is_not_what_is_planned_or_denied(record):
    assert sorted(triggers(record, realis="actual")) == ["condemned", "expelled", "expelled"]
    assert triggers(record, realis="planned") == ["expel"]
    assert triggers(record, realis="negated") == ["attacked"]
    assert len(triggers(record)) == 5


def test_parties_by_words_and_codes(record):
    assert triggers(record, actor="turkey", realis="actual") == triggers(record, actor="TUR", realis="actual") == ["expelled"] * 2
    assert triggers(record, actor="CHL", recipient="PER") == ["condemned"]
    assert triggers(record, actor="PER") == triggers(record, actor="%") == triggers(record, recipient="TUR MIL") == []
    assert triggers(record, who="PER") == ["condemned"]


def test_dates_are_the_acts_own_and_unknown_ones_come_last(record):
    rows = list(record.acts(order="timeline"))
    assert [act.earliest for act in rows][:2] == ["2031-03-05"] * 2
    assert [act.earliest is None for act in rows] == sorted(act.earliest is None for act in rows)
    assert triggers(record, since="2031-03-06") == ["expel"]
    assert triggers(record, until="2031-03") == triggers(record, since="2031", until="2031-03")
    assert "condemned" not in triggers(record, since="1900")
    assert len(list(record.acts(limit=2))) == 2


def test_an_act_says_what_it_is_worth_and_who_tells_it(record):
    act = next(act for act in record.acts(actor="TUR", realis="actual") if act.outlet == "Tarn Gazette")
    assert (act.event_type, act.mode, act.quad, act.intensity, act.time) == ("SANCTION", "expel", 4, -5.5, "2031-03-05")
    assert act.told_by == "Tarn Gazette ← Oman"
    assert record.document(act.document_id).text[act.start : act.end] == act.trigger


def test_dyads_count_one_act_of_two_sources_once(record):
    rows = {(dyad.month, dyad.actor): dyad for dyad in record.dyads()}
    turkey = rows["2031-03", "TUR GOV"]
    assert (turkey.acts, turkey.corroborated, turkey.quad_4, turkey.intensity) == (1, 1, 1, -5.5)
    chile = rows[None, "CHL GOV"]
    assert (chile.recipient, chile.acts, chile.corroborated, chile.quad_3) == ("PER GOV", 1, 0, 1)
    assert list(record.dyads(actor="IRN")) == []  # a plan is no act
