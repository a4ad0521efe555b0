"""PLOVER as told: the JSON lines of `plover`, with every event by its own type, whether it was done or not.

Read `sayso.realis` in each line: only "actual" is said to have been done, and a planned ASSAULT is no ASSAULT that took place.
"""

from collections.abc import Iterable
from typing import BinaryIO

from sayso.core.contract import ReadingView
from sayso.show.exports.plover import write

SUFFIX = ".jsonl"


def export_views(views: Iterable[ReadingView], out: BinaryIO) -> None:
    """Every event, one a line."""
    write(views, out, told=True)
