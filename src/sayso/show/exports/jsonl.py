"""JSON Lines: the contract, one object a document, each line the one that `sayso read --json` prints for it."""

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from sayso.core.contract import ReadingView
from sayso.core.reading import Reading
from sayso.show.contract import view

SUFFIX = ".jsonl"


def export_views(views: Iterable[ReadingView], out: BinaryIO) -> None:
    """Every document with its data, in the order given."""
    for one in views:
        out.write(msgspec.json.encode(one) + b"\n")


def line(reading: Reading) -> bytes:
    """One document as one line of JSON, with its line end."""
    return msgspec.json.encode(view(reading)) + b"\n"
