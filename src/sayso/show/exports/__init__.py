"""Exports: a record in the form other programs read. A module that stands in this folder is an export format.

It has `SUFFIX`, the end of its files' names ("" for a folder), and one of four ways to write: the whole record to a stream
(`Stream`), documents in the form of the contract to a stream (`Views`), so that it also takes what `sayso read --json` printed,
the whole record as several files (`Folder`), or one dossier (`Reports`).
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import BinaryIO, Protocol, cast, runtime_checkable

from sayso.core.contract import ReadingView
from sayso.show.sections import Report
from sayso.store import Record


@runtime_checkable
class Stream(Protocol):
    SUFFIX: str

    def export(self, record: Record, out: BinaryIO) -> None: ...


@runtime_checkable
class Views(Protocol):
    SUFFIX: str

    def export_views(self, views: Iterable[ReadingView], out: BinaryIO) -> None: ...


@runtime_checkable
class Folder(Protocol):
    SUFFIX: str

    def export_folder(self, record: Record, folder: Path) -> None: ...


@runtime_checkable
class Reports(Protocol):
    SUFFIX: str

    def export_report(self, report: Report, out: BinaryIO) -> None: ...


Exporter = Stream | Views | Folder | Reports


def formats() -> list[str]:
    """The names of all formats, in alphabetical order."""
    return sorted(module.name for module in iter_modules(__path__))


def exporter(name: str) -> Exporter:
    """The exporter of a format from `formats()`."""
    return cast(Exporter, import_module(f"{__name__}.{name}"))
