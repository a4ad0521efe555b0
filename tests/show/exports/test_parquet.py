"""Parquet, asked in SQL by DuckDB and read by pyarrow."""

import builtins
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from pyarrow import parquet as arrow

from sayso.core.contract import ReadingView
from sayso.core.data import Judgement
from sayso.core.errors import SaysoError
from sayso.show.contract import view
from sayso.show.exports import parquet
from sayso.store import open_record

FLAT = {"statements", "acts", "promises", "stories", "judgements"}


@pytest.fixture
def folder(whole: Any, tmp_path: Path) -> Path:
    place = tmp_path / "tables"
    place.mkdir()
    with open_record(tmp_path / "r") as record:
        for outlet in ("Tarn Gazette", "Harbour Post"):
            record.add(whole(outlet=outlet))
        document = next(record.documents()).id
        record.judge(
            Judgement(
                document_id=document, datum_id="d" * 16, kind="Event", verdict="wrong", made_by="Ida", made_at="2031-06-01",
                correction={"realis": "planned"}, datum={"trigger": "x"},
            )
        )  # fmt: skip
        parquet.export_folder(record, place)
    return place


def asked(folder: Path, question: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(question.format(*(), **{path.stem: f"'{path}'" for path in folder.iterdir()})).fetchall()


def test_every_key_of_the_contract_is_a_table(folder: Path) -> None:
    names = {path.stem for path in folder.iterdir()}
    assert names == {name.replace("document", "documents") for name in ReadingView.__struct_fields__} | FLAT


def test_duckdb_asks_who_did_what_on_whose_word(folder: Path) -> None:
    rows = asked(
        folder,
        "SELECT outlet, actor, earliest::DATE > '2031-05-01', intensity FROM {acts} "
        "WHERE realis = 'actual' AND actor IS NOT NULL ORDER BY outlet",
    )
    assert rows == [("Harbour Post", "Norland", True, -7.0), ("Tarn Gazette", "Norland", True, -7.0)]
    joined = asked(
        folder,
        "SELECT DISTINCT e.trigger.text, a.source[1].text FROM {events} e JOIN {attributions} a "
        "ON a.id = e.inside AND a.document_id = e.document_id WHERE e.realis = 'demanded'",
    )
    assert joined == [("free", "The envoy Ída Holm")]
    assert asked(folder, "SELECT low + 1, high FROM {quantities} LIMIT 1") == [(10.0, 9.0)]
    assert asked(folder, "SELECT json_extract_string(correction, '$.realis') FROM {judgements}") == [("planned",)]


def test_every_value_comes_back(whole: Any, folder: Path) -> None:
    one = view(whole())
    rows = [row for row in arrow.read_table(folder / "events.parquet").to_pylist() if row["document_id"] == one.document.id]
    for row in rows:
        del row["document_id"]
    assert rows == msgspec.to_builtins(one.events)
    texts = arrow.read_table(folder / "documents.parquet", columns=["text"]).column("text").to_pylist()
    assert texts == [one.document.text] * 2


def test_an_empty_record_has_every_table(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    with open_record(tmp_path / "r") as record:
        parquet.export_folder(record, tmp_path / "tables")
    for path in (tmp_path / "tables").iterdir():
        assert asked(tmp_path / "tables", f"SELECT count(*) FROM {{{path.stem}}}") == [(0,)]


def test_groups_are_written_as_they_fill(folder: Path, monkeypatch: pytest.MonkeyPatch, whole: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(parquet, "GROUP", 2)
    (tmp_path / "small").mkdir()
    with open_record(tmp_path / "r") as record:
        parquet.export_folder(record, tmp_path / "small")
    small, large = (arrow.ParquetFile(place / "events.parquet") for place in (tmp_path / "small", folder))
    assert small.num_row_groups > 1 and small.read().equals(large.read())


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *arguments: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with open_record(tmp_path / "r") as record, pytest.raises(SaysoError, match=r"sayso\[archive\]"):
        parquet.export_folder(record, tmp_path)
    assert not list(tmp_path.glob("*.parquet"))
