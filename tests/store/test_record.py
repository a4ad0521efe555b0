"""The record: kept once, found again, never half, and nobody else's file."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core.data import Actor, Attribution, Judgement, Mention, Participant
from sayso.core.document import Document, Skipped, sha256_of
from sayso.core.errors import NotRead, ReadError, RecordError
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.show.contract import view
from sayso.show.exports import jsonl
from sayso.store import open_record
from sayso.store.record import VERSION

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


def exported(path):
    with open_record(path, readonly=True) as record:
        out = BytesIO()
        jsonl.export_views(map(view, record.readings()), out)
        return out.getvalue()


def change(path, statement):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def same(one, other):
    return one.document == other.document and one.kinds == other.kinds and all(one.of(k) == other.of(k) for k in one.kinds)


def test_a_reading_comes_back_as_it_was(tmp_path, handmade):
    reading = handmade(notes=("encoding guessed",), url="https://tarn.example/1", byline="N. N.", modified="2025-03-05")
    with open_record(tmp_path / "r") as record:
        assert record.add(reading)
        assert same(record.reading(reading.document.id), reading)
        assert [same(one, reading) for one in record.readings()] == [True]
        assert record.document("tarn.txt") == reading.document
        assert not list(record.verify())


def test_a_layer_nobody_looked_for_is_not_an_empty_one(tmp_path, handmade):
    bare = Reading(handmade().document).adding(Mention, [])
    with open_record(tmp_path / "r") as record:
        record.add(bare)
        found = record.reading(bare.document.id)
    assert found.of(Mention) == ()
    with pytest.raises(NotRead):
        found.of(Attribution)


def test_the_same_bytes_twice_change_nothing(tmp_path, handmade):
    with open_record(tmp_path / "r") as record:
        assert record.add(handmade())
    before = exported(tmp_path / "r")
    with open_record(tmp_path / "r") as record:
        assert not record.add(handmade())
        assert record.count(Document) == 1 and record.count(Attribution) == 6 and record.count(Actor) == 4
        assert len(list(record.statements(who="Vell"))) == 1
    assert exported(tmp_path / "r") == before


def test_a_newer_maker_replaces_the_machine_and_no_person(tmp_path, handmade):
    reading = handmade()
    document, datum = reading.document.id, reading.of(Attribution)[0].id
    judged = {"document_id": document, "datum_id": datum, "kind": "Attribution", "verdict": "wrong", "datum": {"id": datum}}
    with open_record(tmp_path / "r") as record:
        record.add(reading)
        record.judge(Judgement(**judged, made_by="Ida", made_at="2025-03-09"))
    newer = handmade(made_by="hand/2", said=({"cue": "said", "content": "ferries stopped"},))
    with open_record(tmp_path / "r") as record:
        assert record.add(newer)
        assert same(record.reading(document), newer)
        assert not list(record.verify())
        assert not list(record.statements(about="harbour"))
        assert [one.content for one in record.statements(about="ferries")] == ["ferries stopped"]
    with closing(sqlite3.connect(tmp_path / "r")) as connection:
        assert connection.execute("SELECT datum_id, verdict FROM judgement").fetchall() == [(datum, "wrong")]
        assert connection.execute("SELECT DISTINCT made_by FROM datum").fetchall() == [("hand/2",)]


def test_no_order_of_reading_shows(tmp_path, handmade):
    texts = [f"Cranes of Tarn, part {n}. " + handmade().document.text for n in range(5)]
    readings = [handmade(text=text, origin=f"{n}.txt") for n, text in enumerate(texts)]
    readings += [handmade(text=texts[0], origin="copy of 0.txt")]  # the same article met in two places
    forms = set()
    for seed in range(4):
        random.Random(seed).shuffle(readings)
        with open_record(tmp_path / str(seed)) as record:
            for reading in readings:
                record.add(reading)
            assert record.count(Document) == 5
        forms.add(exported(tmp_path / str(seed)))
    assert len(forms) == 1


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(LETTERS, min_size=1, max_size=60) | st.text("a😀\u0301\u202eع\r\n\u00a0\ufeff", min_size=1, max_size=30),
    data=st.data(),
)
def test_every_span_is_verified_in_every_script(text, data, tmp_path_factory, handmade):
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    path = tmp_path_factory.mktemp("r") / "r"
    reading = handmade(text=text, said=({"content": span},), actors=({"name": "A", "mentions": [span]},), headline=text)
    with open_record(path) as record:
        record.add(reading)
        assert not list(record.verify())
        assert same(record.reading(reading.document.id), reading)
        assert next(record.statements()).content == span.of(text)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE evidence SET words = 'a bridge' WHERE words = 'ferries stopped'",
            "'a bridge', but the text says 'ferries stopped'",
        ),
        ("UPDATE participant SET words = 'She' WHERE words = 'He'", "'She', but the text says 'He'"),
        ("UPDATE evidence SET start = start + 1 WHERE words = 'ferries stopped'", "the text says"),
        ("UPDATE document SET text = replace(text, 'May', 'Jul')", "sha256"),
        ("UPDATE document SET published = '2024'", "facts or data"),
        ("UPDATE datum SET json = replace(json, 'negative', 'positive')", "facts or data"),
        ("UPDATE datum SET json = replace(json, 'negative', 'purple')", "cannot be read"),
        ("DELETE FROM evidence WHERE role = 'cue'", "evidence"),
        ("DELETE FROM participant", "facts or data"),
    ],
)
def test_verify_tells_what_was_changed(tmp_path, handmade, statement, problem):
    with open_record(tmp_path / "r") as record:
        record.add(handmade())
        assert not list(record.verify())
    change(tmp_path / "r", statement)
    with open_record(tmp_path / "r", readonly=True) as record:
        assert any(problem in finding.problem for finding in record.verify())


@pytest.mark.parametrize(
    ("facts", "sign"),
    [
        ({"text": "Tarn\0said"}, "NUL character at 4"),
        ({"text": "Ta\ud83d"}, "surrogate.* at 2"),
        ({"origin": "\udcff.txt"}, "origin"),
    ],
)
def test_what_the_file_cannot_hold_is_refused_whole(tmp_path, handmade, facts, sign):
    with open_record(tmp_path / "r") as record:
        with pytest.raises(ReadError, match=sign):
            record.add(handmade(said=(), actors=(), **facts))
        assert record.count(Document) == 0
        record.skip(Skipped(origin="\udcff.txt", reason="no\ud83d text"))
        assert record.count(Skipped) == 1


def test_a_reading_that_breaks_a_rule_leaves_no_trace(tmp_path, handmade):
    reading = handmade()
    twice = Reading(reading.document).adding(Attribution, reading.of(Attribution)[:1] * 2)
    stranger = Reading(reading.document).adding(Attribution, ()).adding(Participant, reading.of(Participant))
    beyond = handmade(said=({"content": Span(0, 10_000)},), actors=())
    with open_record(tmp_path / "r") as record:
        for broken in (twice, stranger, beyond):
            with pytest.raises(ReadError, match="breaks a rule"):
                record.add(broken)
        assert record.count(Document) == 0
        assert record.add(reading)


def test_a_text_under_another_texts_name_is_refused(tmp_path, handmade):
    document = Document(text="Tarn", text_sha256=sha256_of("Ulm"), blocks=())
    with open_record(tmp_path / "r") as record, pytest.raises(ReadError, match="text_sha256"):
        record.add(Reading(document))


def test_skipped_inputs_are_kept_until_they_are_read(tmp_path, handmade):
    with open_record(tmp_path / "r") as record:
        record.skip(Skipped(origin="tarn.txt", reason="is locked"))
        record.skip(Skipped(origin="tarn.txt", reason="is empty"))
        record.skip(Skipped(origin="a.txt", reason="is empty"))
        assert [(one.origin, one.reason) for one in record.skipped()] == [("a.txt", "is empty"), ("tarn.txt", "is empty")]
        record.add(handmade())
        assert [one.origin for one in record.skipped()] == ["a.txt"]


def test_a_document_is_found_by_what_names_it_alone(tmp_path, handmade):
    with open_record(tmp_path / "r") as record:
        for n in range(40):
            record.add(handmade(text=f"{n}", said=(), actors=(), origin=f"{n}.txt"))
        ids = [reading.document.id for reading in record.readings()]
        assert record.document(ids[3][:12]).id == ids[3]
        first = next(letter for letter in "0123456789abcdef" if sum(one.startswith(letter) for one in ids) > 1)
        with pytest.raises(RecordError, match="several documents"):
            record.document(first)
        for nothing in ("", "%", "_", "no.txt", "\udcff"):
            with pytest.raises(RecordError, match="no document"):
                record.document(nothing)


def test_other_files_are_refused_in_one_sentence_and_left_alone(tmp_path, handmade):
    (tmp_path / "text").write_text("The harbour opens in May, and that is all there is to say.")
    (tmp_path / "note").write_text("May.")
    change(tmp_path / "foreign", "CREATE TABLE harbour (name TEXT)")
    with open_record(tmp_path / "newer") as record:
        record.add(handmade())
    change(tmp_path / "newer", f"PRAGMA user_version = {VERSION + 1}")
    (tmp_path / "older").write_bytes((tmp_path / "newer").read_bytes())
    change(tmp_path / "older", f"PRAGMA user_version = {VERSION - 1}")
    (tmp_path / "cut").write_bytes((tmp_path / "newer").read_bytes()[:20_000])
    (tmp_path / "garbage").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    signs = {
        "text": "no SQLite file",
        "note": "no SQLite file",
        "foreign": "another program",
        "newer": f"version {VERSION + 1}",
        "older": "new record",
        "cut": "damaged",
        "garbage": "damaged|not a record",
    }
    for name, sign in signs.items():
        before = (tmp_path / name).read_bytes()
        for readonly in (False, True):
            with pytest.raises(RecordError, match=sign) as told:
                open_record(tmp_path / name, readonly=readonly)
            assert "\n" not in str(told.value)
        assert (tmp_path / name).read_bytes() == before
    with pytest.raises(RecordError, match="a folder"):
        open_record(tmp_path)
    with pytest.raises(RecordError, match="no folder"):
        open_record(tmp_path / "missing" / "r")


def test_opening_a_record_again_leaves_what_others_of_the_process_have_locked(tmp_path, handmade):
    path = tmp_path / "r"
    with open_record(path) as record:
        record.add(handmade())
    fold = "sqlite3.connect(sys.argv[1], timeout=0).execute('PRAGMA journal_mode = DELETE').fetchone()"
    alone = f"import sqlite3, sys; print(*{fold})"

    def folded() -> bool:  # whether another program is let at the file as if nobody were reading it
        found = subprocess.run([sys.executable, "-c", alone, str(path)], capture_output=True, text=True, check=False)
        return found.stdout.strip() == "delete"

    with open_record(path, readonly=True) as one:
        rows = one.readings()
        next(rows)
        open_record(path, readonly=True).close()
        assert not folded()
        list(rows)
    assert folded()


def test_a_missing_record_is_made_only_when_asked(tmp_path):
    for how in ({"create": False}, {"readonly": True}):
        with pytest.raises(RecordError, match="no record"):
            open_record(tmp_path / "r", **how)
    assert not list(tmp_path.iterdir())


def test_an_empty_file_becomes_a_record(tmp_path, handmade):
    # what a run leaves that was killed while it made the record
    (tmp_path / "r").touch()
    with open_record(tmp_path / "r") as record:
        assert record.add(handmade())


def test_damage_inside_is_told_and_not_raised_raw(tmp_path, handmade):
    with open_record(tmp_path / "r") as record:
        for n in range(30):
            record.add(handmade(text=f"{n} " + handmade().document.text))
    size = (tmp_path / "r").stat().st_size
    with (tmp_path / "r").open("r+b") as file:
        for place in range(size // 2, size, 4096):
            file.seek(place)
            file.write(b"\xff" * 64)
    try:
        with open_record(tmp_path / "r", readonly=True) as record:
            problems = [finding.problem for finding in record.verify()]
    except RecordError as error:
        problems = [str(error)]
    assert any("damaged" in problem for problem in problems)


def test_data_of_a_kind_from_the_future_are_one_sentence(tmp_path, handmade):
    with open_record(tmp_path / "r") as record:
        record.add(handmade())
    change(tmp_path / "r", """UPDATE document SET layers = '["Mention", "Prophecy"]'""")
    with open_record(tmp_path / "r", readonly=True) as record, pytest.raises(RecordError, match="'Prophecy': install a newer"):
        list(record.readings())


def test_a_full_disk_costs_the_document_in_hand_and_no_other(tmp_path, handmade):
    readings = [handmade(text=f"{n} " + handmade().document.text, origin=f"{n}.txt") for n in range(60)]
    with open_record(tmp_path / "r") as record:
        pages = record._connection.execute("PRAGMA page_count").fetchone()[0]
        record._connection.execute(f"PRAGMA max_page_count = {pages + 40}")
        with pytest.raises(RecordError, match="no space"):
            for reading in readings:
                record.add(reading)
        kept = record.count(Document)
        assert 0 < kept < 60 and not list(record.verify())
    with open_record(tmp_path / "r") as record:
        assert sum(record.add(reading) for reading in readings) == 60 - kept


def test_readonly_changes_nothing(tmp_path, handmade):
    with open_record(tmp_path / "r") as record:
        record.add(handmade())
    with open_record(tmp_path / "r", readonly=True) as record, pytest.raises(RecordError, match="read-only"):
        record.add(handmade(text="Tarn", said=(), actors=()))
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_in_a_readonly_folder_a_record_is_read_and_not_written(tmp_path, handmade, monkeypatch):
    folder = tmp_path / "folder"
    folder.mkdir()
    with open_record(folder / "r") as record:
        record.add(handmade())
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):  # root may write anywhere, so it is only told that it may not
        allowed = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))
    try:
        with pytest.raises(RecordError, match="cannot be written"):
            open_record(folder / "other")
        with pytest.raises(RecordError, match="cannot be written"):
            open_record(folder / "r")
        with open_record(folder / "r", readonly=True) as record:
            assert record.count(Document) == 1
        assert [path.name for path in folder.iterdir()] == ["r"]
        (folder / "r-wal").write_bytes(b"left over") if os.geteuid() == 0 else None
        if os.geteuid() == 0:
            with pytest.raises(RecordError, match="not closed well"):
                open_record(folder / "r", readonly=True)
    finally:
        folder.chmod(0o700)


WRITER = """
import runpy, sys
sys.path[:0] = {paths!r}
make = runpy.run_path({conftest!r})["make"]
from sayso.store import open_record
with open_record({path!r}) as record:
    for n in range(100_000):
        record.add(make(text=f"{{n}} " + make().document.text, origin=str(n)))
        print(n, flush=True)
"""


@pytest.mark.parametrize("after", [0, 7, 23])
def test_a_killed_run_loses_at_most_the_document_in_hand(tmp_path, handmade, after):
    code = WRITER.format(paths=sys.path, conftest=str(Path(__file__).parents[1] / "conftest.py"), path=str(tmp_path / "r"))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as writer:
        for told in writer.stdout:
            if int(told) == after:
                break
        time.sleep(0.003 * after)  # into the middle of some later document
        writer.send_signal(signal.SIGKILL)
        told = [after, *map(int, writer.stdout.read().split())]
    with open_record(tmp_path / "r", readonly=True) as record:
        kept = sorted(int(reading.document.origin) for reading in record.readings())
        assert kept in (list(range(told[-1] + 1)), list(range(told[-1] + 2)))
        assert not list(record.verify())
    with open_record(tmp_path / "r") as record:
        assert not record.add(handmade(text="0 " + handmade().document.text, origin="0"))


def test_two_programs_take_turns(tmp_path, handmade, monkeypatch):
    monkeypatch.setattr("sayso.store.record.PATIENCE_SECONDS", 0.01)
    with open_record(tmp_path / "r") as record, open_record(tmp_path / "r") as other:
        with record._writing(), pytest.raises(RecordError, match="in use"):
            other.add(handmade())
        assert other.add(handmade())
        assert not record.add(handmade())
