"""Parquet: one file a table, for DuckDB, Spark, pandas and R.

`documents` and the kinds of the contract (`attributions`, `events` …) have its fields, lists and parts as they are there, with
the document's id in front; `statements`, `acts`, `promises`, `stories` and `judgements` are the flat rows that the commands and
the desk list. Dates are text, since EDTF says more than a date can; bounds of quantities are numbers, and the JSON keeps every
digit. Needs pyarrow, which the extra `archive` brings.
"""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect

from sayso.core.contract import ReadingView
from sayso.core.data import Judgement
from sayso.core.errors import SaysoError
from sayso.show.contract import view
from sayso.store import Act, Promised, Record, Statement, Told

if TYPE_CHECKING:
    import pyarrow

SUFFIX = ""
# Rows that are held before they are written: a group of this size reads fast and fits in memory.
GROUP = 20_000


def export_folder(record: Record, folder: Path) -> None:
    """Every table, as `NAME.parquet` in the folder. Raises SaysoError where pyarrow is missing."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise SaysoError("Parquet needs pyarrow: install it with `pip install 'sayso[archive]'`") from error
    kinds = {field.name: field.type for field in _fields(ReadingView)}
    own = kinds.pop("document")
    with ExitStack() as stack:
        documents = stack.enter_context(_Table(folder, "documents", _columns(own)))
        tables = {
            name: stack.enter_context(_Table(folder, name, {"document_id": inspect.StrType()} | _columns(kind)))
            for name, kind in kinds.items()
        }
        for reading in map(view, record.readings()):
            documents.add(_plain(reading.document))
            for name, table in tables.items():
                for datum in getattr(reading, name):
                    table.add({"document_id": reading.document.id} | _plain(datum))
    flat: tuple[tuple[str, type[msgspec.Struct], Iterable[msgspec.Struct]], ...] = (
        ("statements", Statement, record.statements()),
        ("acts", Act, record.acts()),
        ("promises", Promised, record.commitments()),
        ("stories", Told, record.stories(alone=True)),
        ("judgements", Judgement, record.judgements()),
    )
    for name, rows_of, rows in flat:
        with _Table(folder, name, _columns(inspect.type_info(rows_of))) as table:
            for row in rows:
                table.add(_plain(row))


class _Table:
    """One file, written a group of rows at a time."""

    def __init__(self, folder: Path, name: str, columns: Mapping[str, inspect.Type]) -> None:
        import pyarrow
        from pyarrow.parquet import ParquetWriter

        self._schema = pyarrow.schema([(column, _arrow(kind)) for column, kind in columns.items()])
        self._writer = ParquetWriter(folder / f"{name}.parquet", self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def __enter__(self) -> "_Table":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._write()
        self._writer.close()

    def add(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) >= GROUP:
            self._write()

    def _write(self) -> None:
        import pyarrow

        if self._rows:
            self._writer.write_table(pyarrow.Table.from_pylist(self._rows, self._schema))
        self._rows = []


def _fields(kind: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    return info.fields


def _columns(kind: inspect.Type) -> dict[str, inspect.Type]:
    """The columns of a table whose rows are of this kind, or of a list of it."""
    row = kind.item_type if isinstance(kind, inspect.ListType) else kind
    assert isinstance(row, inspect.StructType)
    return {field.name: field.type for field in row.fields}


def _arrow(kind: inspect.Type) -> "pyarrow.DataType":
    """The type of a column; every column may hold null."""
    import pyarrow

    if isinstance(kind, inspect.UnionType):
        (kind,) = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
    if isinstance(kind, inspect.StructType):
        return pyarrow.struct([(field.name, _arrow(field.type)) for field in kind.fields])
    if isinstance(kind, inspect.ListType | inspect.VarTupleType):
        return pyarrow.list_(_arrow(kind.item_type))
    plain = {
        inspect.StrType: pyarrow.string(),
        inspect.LiteralType: pyarrow.string(),
        inspect.DictType: pyarrow.string(),
        inspect.IntType: pyarrow.int64(),
        inspect.FloatType: pyarrow.float64(),
        inspect.DecimalType: pyarrow.float64(),
        inspect.BoolType: pyarrow.bool_(),
    }
    return plain[type(kind)]


def _plain(value: Any) -> Any:
    """A value as pyarrow takes it; what has no fixed fields is JSON."""
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    return float(value) if isinstance(value, Decimal) else value
