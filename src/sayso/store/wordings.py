"""Wordings of a record: words that do more than tell, whose they are and of whom they are said, newest publication first."""

import sqlite3
from collections.abc import Iterator

import msgspec

from sayso.core.data import Voice, WordingType
from sayso.store.listings import Asked, shown


class Worded(msgspec.Struct, frozen=True, kw_only=True):
    """One wording as a row. `voice` says whether the outlet or one of its sources uses the words; `referent` is of whom they are
    said, null where of nobody, several parted by "; ". `told_by` is the chain from the outlet to who is cited."""

    id: str
    document_id: str
    outlet: str | None
    published: str | None
    url: str | None
    headline: str | None
    type: WordingType
    words: str
    voice: Voice
    family: str | None
    referent: str | None
    referent_codes: str | None
    told_by: str
    inside: str | None
    start: int
    end: int
    made_by: str
    confidence: float
    origin: str


def wordings(
    connection: sqlite3.Connection,
    *,
    who: str | None = None,
    type: WordingType | None = None,
    voice: Voice | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Worded]:
    """Wordings that meet every condition; `who` asks for whom they are said of, as in `listings.Asked.party`."""
    listed = Asked(connection, "Wording")
    if who is not None:
        listed.party(("referent",), who)
    for column, value in (("type", type), ("state", voice)):
        if value is not None:
            listed.where(f"{column} = ?", value)
    if outlet is not None:
        listed.outlet(outlet)
    listed.published(since, until)
    for row in shown(connection, "wording", listed.numbers("published", limit, offset)):
        yield Worded(**{name: row[name] for name in Worded.__struct_fields__})
