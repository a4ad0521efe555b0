"""Exports: what other programs read, and no cell that a spreadsheet runs."""

import csv
import io
import sqlite3

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core.contract import ReadingView
from sayso.show.contract import view
from sayso.show.exports import Folder, Reports, Stream, Views, exporter, formats
from sayso.show.exports.jsonl import line
from sayso.store import Act, Statement, open_record

STREAMS = [form for form in formats() if isinstance(exporter(form), Stream | Views)]


def exported(form, *readings, path):
    with open_record(path) as record:
        for reading in readings:
            record.add(reading)
        out = io.BytesIO()
        found = exporter(form)
        if isinstance(found, Views):
            found.export_views(map(view, record.readings()), out)
        else:
            found.export(record, out)
        return out.getvalue()


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def undone(cell):
    return cell.removeprefix("'")


def test_formats_are_what_stands_in_the_folder():
    assert {"csv", "jsonl"} <= set(formats())
    for form in formats():
        found = exporter(form)
        assert sum(isinstance(found, kind) for kind in (Stream, Views, Folder, Reports)) == 1
        assert found.SUFFIX.startswith(".") != isinstance(found, Folder)


@pytest.mark.parametrize("form", STREAMS)
def test_an_empty_record_is_exported_too(form, tmp_path):
    assert exported(form, path=tmp_path / "r") is not None


def test_jsonl_is_the_contract_byte_for_byte(handmade, tmp_path):
    one, two = handmade(), handmade("Ída said «fog».", ({"source": "Ída", "cue": "said", "content": "«fog»"},), ())
    data = exported("jsonl", one, two, path=tmp_path / "r")
    assert sorted(data.splitlines(keepends=True)) == sorted([line(one), line(two)])
    assert view(one) in [msgspec.json.decode(found, type=ReadingView) for found in data.splitlines()]


def test_csv_has_every_statement_whole(handmade, tmp_path):
    data = exported("csv", handmade(url="https://tarn.example/1"), path=tmp_path / "r")
    with open_record(tmp_path / "r") as record:
        statements = list(record.statements())
    found = rows(data)
    assert list(found[0]) == list(Statement.__struct_fields__)
    assert [row["id"] for row in found] == [statement.id for statement in statements]
    brandt = next(row for row in found if row["speaker"] == "Otto Brandt")
    assert (brandt["office"], brandt["anonymous"], brandt["polarity"]) == ("harbour master", "false", "negative")
    assert (brandt["chain"], brandt["url"]) == ("Northern Wire ← Tarn Gazette ← Otto Brandt", "https://tarn.example/1")
    assert data.count(b"\r\n") == 1 + len(statements) and data.count(b"\n") == data.count(b"\r\n")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'", "'="])
def test_no_cell_is_a_formula_and_each_can_be_undone(handmade, tmp_path, sign):
    words = f'{sign}HYPERLINK("x")'
    reading = handmade(
        f"Ida said {words}", ({"source": "Ida", "cue": "said", "content": words},), (), outlet=words, headline=words
    )
    (row,) = rows(exported("csv", reading, path=tmp_path / "r"))
    assert not any(cell.startswith(tuple("=+-@\t\r\n＝")) for cell in row.values())
    assert undone(row["content"]) == undone(row["headline"]) == undone(row["outlet"]) == words


@settings(max_examples=40, deadline=None)
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_words_survive_csv(handmade, tmp_path_factory, words):
    path = tmp_path_factory.mktemp("r") / "r"
    (row,) = rows(exported("csv", handmade(words, ({"content": words},), ()), path=path))
    assert undone(row["content"]) == words


def test_a_number_in_csv_stays_a_number(whole, tmp_path):
    from sayso.show.exports.csv import write

    out = io.BytesIO()
    with open_record(tmp_path / "r") as record:
        record.add(whole())
        write(Act, record.acts(), out)
    assert {float(row["intensity"]) for row in rows(out.getvalue())} >= {-7.0, 10.0}


def test_sqlite_is_the_record_whole_while_others_write_to_it(handmade, tmp_path):
    with open_record(tmp_path / "r") as record, open_record(tmp_path / "r") as other:
        record.add(handmade())
        other.add(handmade(origin="b.txt", outlet="Harbour Post"))
        (tmp_path / "copy").write_bytes(exported("sqlite", path=tmp_path / "r"))
    with open_record(tmp_path / "copy") as copy:
        assert not list(copy.verify()) and len(list(copy.documents())) == 2
    with sqlite3.connect(tmp_path / "copy") as connection:
        (count,) = connection.execute("SELECT count(*) FROM statement WHERE speaker = 'Otto Brandt'").fetchone()
    connection.close()
    assert count == 2
