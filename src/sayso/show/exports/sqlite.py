"""SQLite: the record itself, copied whole into one file while others may go on writing to it; docs/record.md names its tables."""

from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import BinaryIO

from sayso.store import Record

SUFFIX = ".sayso"


def export(record: Record, out: BinaryIO) -> None:
    """Every table and view of the record."""
    with TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        record.copy(copy)
        with copy.open("rb") as file:
            copyfileobj(file, out)
