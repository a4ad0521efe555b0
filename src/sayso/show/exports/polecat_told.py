"""POLECAT as told: the lines of `polecat`, with every event by its own type, whether it was done or not.

A forty-first column, "Realis", says which: only "actual" is said to have been done.
"""

from collections.abc import Iterable
from typing import BinaryIO

from sayso.core.contract import ReadingView
from sayso.show.exports.polecat import write

SUFFIX = ".tsv"


def export_views(views: Iterable[ReadingView], out: BinaryIO) -> None:
    """Every event, one a line, after a line of column names."""
    write(views, out, told=True)
