"""Exports: a record in the form other programs read. A module that stands in this folder is an export format.

It has `SUFFIX`, the end of its files' names, and `export(record, out)`, which writes the whole record to a binary stream.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import BinaryIO, Protocol, cast

from sayso.store import Record


class Exporter(Protocol):
    """What a module of this folder offers."""

    SUFFIX: str

    def export(self, record: Record, out: BinaryIO) -> None: ...


def formats() -> list[str]:
    """The names of all formats, in alphabetical order."""
    return sorted(module.name for module in iter_modules(__path__))


def exporter(name: str) -> Exporter:
    """The exporter of a format from `formats()`."""
    return cast(Exporter, import_module(f"{__name__}.{name}"))
