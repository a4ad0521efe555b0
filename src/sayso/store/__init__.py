"""The record: one SQLite file that keeps what was read, and the only door to `sqlite3`."""

from sayso.store.events import Act, Dyad
from sayso.store.lists import Listed, Named, Office, Outlet
from sayso.store.positions import Stand
from sayso.store.promises import Promised
from sayso.store.queries import Finding, Hit, Statement
from sayso.store.record import Record, open_record
from sayso.store.relations import Piece, Told
from sayso.store.wordings import Worded

__all__ = [
    "Act", "Dyad", "Finding", "Hit", "Listed", "Named", "Office", "Outlet", "Piece", "Promised", "Record", "Stand", "Statement",
    "Told", "Worded", "open_record",
]  # fmt: skip
