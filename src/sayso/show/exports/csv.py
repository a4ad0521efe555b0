"""CSV: all statements as one table, RFC 4180, UTF-8, every cell in quotes, a header line first.

A spreadsheet runs a cell that begins with one of = + - @ (or their full-width forms), a tab or a line break as a formula.
Such a cell gets one apostrophe in front, and so does a cell that begins with an apostrophe of its own; so to have a
text back unchanged, take one apostrophe off each cell that begins with one. A number stays one. An empty cell is null.
"""

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from sayso.store import Record, Statement

SUFFIX = ".csv"
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠'")


def export(record: Record, out: BinaryIO) -> None:
    """Every statement, newest publication first, then in text order."""
    write(Statement, record.statements(), out)


def write(kind: type[msgspec.Struct], rows: Iterable[msgspec.Struct], out: BinaryIO) -> None:
    """A table with one column for each field of `kind`; a field that is no plain value is written as JSON."""
    # a stream of our own, so that no platform turns "\r\n" into something else
    table = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(table, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerow(kind.__struct_fields__)
        for row in rows:
            writer.writerow([_cell(getattr(row, name)) for name in kind.__struct_fields__])
    finally:
        table.detach()


def _cell(value: object) -> str:
    """A value as the text of a cell that no spreadsheet runs.

    >>> _cell("=1+1"), _cell("'tis"), _cell("a-b"), _cell(None), _cell(True), _cell(-7.5)
    ("'=1+1", "''tis", 'a-b', '', 'true', '-7.5')
    """
    if value is None:
        return ""
    # what is no text of anybody's begins as JSON does: a number, true, a list
    return guarded(value) if isinstance(value, str) else msgspec.json.encode(value).decode()


def guarded(text: str) -> str:
    """A text that no spreadsheet runs."""
    return "'" + text if text.startswith(DANGEROUS) else text
