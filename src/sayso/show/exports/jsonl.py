"""JSON Lines: the contract, one object a document, each line the one that `sayso read --json` prints for it."""

from typing import BinaryIO

import msgspec

from sayso.core.reading import Reading
from sayso.show.contract import view
from sayso.store import Record

SUFFIX = ".jsonl"


def export(record: Record, out: BinaryIO) -> None:
    """Every document with its data, by document id."""
    for reading in record.readings():
        out.write(line(reading))


def line(reading: Reading) -> bytes:
    """One document as one line of JSON, with its line end."""
    return msgspec.json.encode(view(reading)) + b"\n"
