"""Listings: the same answer whether a rare set leads or the data are walked, and counts that follow what is read again."""

import sqlite3
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path

import msgspec
import pytest

from sayso import pipeline
from sayso.core.data import Actor
from sayso.core.document import Document
from sayso.pipeline import analyse, compare, relate, remembered
from sayso.read import documents
from sayso.show.comparison import comparison_view
from sayso.store import listings, open_record

ASKED = (
    ("statements", {}),
    ("statements", {"who": "minister"}),
    ("statements", {"who": "GOV"}),
    ("statements", {"about": "border", "type": "indirect"}),
    ("statements", {"anonymous": True}),
    ("statements", {"since": "2025", "until": "2025-03"}),
    ("acts", {}),
    ("acts", {"who": "GOV"}),
    ("acts", {"actor": "minister", "realis": "actual"}),
    ("acts", {"since": "2025-02"}),
    ("acts", {"until": "2025-02", "order": "timeline"}),
    ("acts", {"dated": False, "order": "timeline"}),
    ("acts", {"place": "a"}),
    ("commitments", {"who": "GOV"}),
    ("wordings", {"voice": "outlet"}),
)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the articles that come with sayso."""
    path = tmp_path_factory.mktemp("listings") / "r"
    with as_file(files("sayso").joinpath("examples")) as folder, open_record(path) as record:
        for document in documents(sorted(str(one) for one in folder.rglob("*") if one.suffix in (".txt", ".html"))):
            assert isinstance(document, Document)
            record.add(remembered(analyse(document)))
        relate(record)
    return path


@pytest.mark.parametrize(("question", "asked"), ASKED)
def test_what_leads_does_not_show(examples, monkeypatch, question, asked):
    with open_record(examples, readonly=True) as record:

        def answers():
            return [[row.id for row in getattr(record, question)(**asked, limit=7, offset=at)] for at in (0, 7)]

        led = answers()
        outlets = [outlet.name for outlet in record.outlets() if outlet.name]
        here = [row.id for row in record.statements(outlet=outlets[0], limit=9)]
        monkeypatch.setattr(listings, "MANY", 0)
        monkeypatch.setattr(listings, "NAMES", 0)
        assert answers() == led
        assert [row.id for row in record.statements(outlet=outlets[0], limit=9)] == here
        assert any(led) or question != "statements"


def test_parties_say_what_participants_and_actors_say(examples):
    with closing(sqlite3.connect(examples)) as connection:
        told = connection.execute(
            "SELECT datum.number, participant.role, participant.n, coalesce(actor.name, participant.words), actor.country "
            "FROM participant JOIN datum ON datum.document_id = participant.document_id AND datum.id = participant.datum_id "
            "LEFT JOIN actor ON actor.document_id = participant.document_id AND actor.id = participant.actor_id"
        ).fetchall()
        kept = connection.execute("SELECT number, role, n, name, country FROM party WHERE role <> 'place'").fetchall()
        assert told and sorted(map(repr, told)) == sorted(map(repr, kept))
        listed = connection.execute("SELECT kind, count(*) FROM listing GROUP BY kind ORDER BY kind").fetchall()
        counted = "SELECT kind, count(*) FROM datum WHERE kind IN (SELECT kind FROM listing) GROUP BY kind ORDER BY kind"
        assert listed == connection.execute(counted).fetchall()
        events = connection.execute("SELECT number, realis, earliest, latest, place FROM event").fetchall()
        for number, *facts, place in events:
            row = connection.execute("SELECT state, earliest, latest FROM listing WHERE number = ?", (number,)).fetchone()
            assert row == tuple(facts)
            where = connection.execute("SELECT name FROM party WHERE number = ? AND role = 'place'", (number,)).fetchone()
            assert where == (place and (place,))


def test_names_are_counted_as_the_actors_are(examples, tmp_path):
    path = tmp_path / "r"
    path.write_bytes(examples.read_bytes())

    def differing():
        with closing(sqlite3.connect(path)) as connection:
            counted = "SELECT name, anonymous, count(*) FROM actor GROUP BY name, anonymous"
            return (
                connection.execute(f"SELECT * FROM ({counted} EXCEPT SELECT * FROM naming)").fetchall()
                + connection.execute(f"SELECT * FROM naming EXCEPT {counted}").fetchall()
            )

    assert differing() == []
    with open_record(path) as record:
        reading = next(record.readings())
        renamed = [msgspec.structs.replace(actor, name=f"{actor.name} II") for actor in reading.of(Actor)]
        layers = {kind: renamed if kind is Actor else reading.of(kind) for kind in reading.kinds}
        assert record.add(type(reading)(reading.document, {kind: tuple(layer) for kind, layer in layers.items()}))
        assert record.named(renamed[0].name)
    assert differing() == []


def test_a_comparison_parses_nothing_again(examples, monkeypatch):
    with open_record(examples, readonly=True) as record:
        story = max(record.stories(), key=lambda one: len(one.documents))
        kept = record.told_as(story.id)
        bare = [record.reading(member.document_id) for member in story.documents]
        fresh = comparison_view(compare(bare), bare)
    monkeypatch.setattr(pipeline, "parse", None)
    assert msgspec.to_builtins(comparison_view(compare(kept), kept)) == msgspec.to_builtins(fresh)
    assert fresh.shared or fresh.only


def test_keeping_a_document_looks_at_no_other(examples):
    with closing(sqlite3.connect(examples)) as connection:
        for statement in listings.KEEP:
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", ("0123456789abcdef",)):
                assert "AUTOMATIC" not in step, step
                assert not step.startswith(("SCAN datum", "SCAN evidence", "SCAN party", "SCAN participant", "SCAN actor")), step
