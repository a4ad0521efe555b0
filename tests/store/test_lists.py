"""Lists of a record, and what people decided of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.core.data import Actor, Judgement
from sayso.core.errors import RecordError
from sayso.store import open_record


@pytest.fixture
def record(tmp_path: Path, handmade: Callable):
    with open_record(tmp_path / "news.sayso") as opened:
        opened.add(handmade())
        opened.add(handmade(outlet="Harbour Post", published="2025-04", origin="b.txt"))
        opened.add(handmade(outlet=None, published=None, origin="c.txt"))
        yield opened


def judgement(record, **changes: object) -> Judgement:
    row = next(iter(record.statements()))
    facts = {
        "document_id": row.document_id,
        "datum_id": row.id,
        "kind": "Attribution",
        "verdict": "wrong",
        "datum": {"id": row.id},
    }
    return Judgement(**{**facts, "made_by": "Ida", "made_at": "2025-05-01T10:00:00+00:00", **changes})


def test_documents_are_newest_first_and_undated_last(record) -> None:
    rows = list(record.documents())
    assert [row.published for row in rows] == ["2025-04", "2025-03-04", None]
    assert [row.statements for row in rows] == [6, 6, 6]
    assert [row.id for row in record.documents(limit=1, offset=1)] == [rows[1].id]
    assert [row.outlet for row in record.documents(outlet="Harbour Post")] == ["Harbour Post"]


def test_outlets_are_counted(record) -> None:
    assert {(one.name, one.documents) for one in record.outlets()} == {("Northern Wire", 1), ("Harbour Post", 1), (None, 1)}


def test_actors_are_names(record) -> None:
    rows = {row.name: row for row in record.actors()}
    assert set(rows) == {"Anna Vell", "Otto Brandt", "Tarn Gazette"}  # officials are nobody in particular
    assert (rows["Anna Vell"].country, rows["Anna Vell"].sector, rows["Anna Vell"].documents) == ("NOR", "GOV", 3)
    assert rows["Anna Vell"].statements == 3
    assert [row.name for row in record.actors("bran OTTO")] == ["Otto Brandt"]
    assert list(record.actors("%")) == []
    assert record.named("officials").anonymous and not record.named("Anna Vell").anonymous
    assert record.named("anna vell") is None


def test_statements_by_the_whole_name(record) -> None:
    assert {row.speaker for row in record.statements(speaker="Otto Brandt")} == {"Otto Brandt"}
    assert list(record.statements(speaker="Otto")) == []
    assert len(list(record.statements(outlet="Harbour Post"))) == 6
    rows = list(record.statements())
    assert [row.id for row in record.statements(limit=5, offset=4)] == [row.id for row in rows[4:9]]
    assert {row.document_id for row in record.statements(document=rows[0].document_id)} == {rows[0].document_id}


def test_a_datum_and_an_actor_name_their_document(record) -> None:
    row = next(iter(record.statements()))
    assert record.holding(row.id) == row.document_id
    assert record.holding(record.reading(row.document_id).of(Actor)[0].id) == row.document_id
    with pytest.raises(RecordError, match="no datum"):
        record.holding("feed")


def test_a_person_has_one_judgement_of_a_datum(record) -> None:
    record.judge(judgement(record))
    record.judge(judgement(record, verdict="right", made_at="2025-05-02T10:00:00+00:00"))
    record.judge(judgement(record, made_by="Per", correction={"speaker": "Otto Brandt"}))
    kept = list(record.judgements())
    assert [(one.made_by, one.verdict) for one in kept] == [("Ida", "right"), ("Per", "wrong")]
    assert kept[1].correction == {"speaker": "Otto Brandt"}
    assert list(record.judgements(document="feed")) == []
    assert list(record.verify()) == []


def test_what_is_not_in_the_record_is_not_judged(record) -> None:
    with pytest.raises(RecordError, match="no document"):
        record.judge(judgement(record, document_id="feed"))


def test_an_answer_that_takes_too_long_ends(tmp_path: Path, record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.store.record.LOOK_EVERY", 1)
    with (
        open_record(tmp_path / "news.sayso", readonly=True, seconds=-1.0) as opened,
        pytest.raises(RecordError, match="too long"),
    ):
        list(opened.statements())
    with open_record(tmp_path / "news.sayso", readonly=True, seconds=60.0) as opened:
        assert len(list(opened.statements())) == 18
