"""Atom: statements as a feed (RFC 4287), for a reader that watches who says what.

An entry has the day its article was published, so statements of articles without a full date of publication are left out: the
format asks for a moment, and none is made up. Nothing in it is markup; links are http and https addresses alone.
"""

import re
from collections.abc import Iterable
from typing import BinaryIO
from xml.etree import ElementTree

from sayso.show.addresses import outside
from sayso.store import Record, Statement

SUFFIX = ".atom"
SPACE = "http://www.w3.org/2005/Atom"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What XML 1.0 cannot hold.
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The feed of a record that has no dated statement was last changed before there were any.
NEVER = "1970-01-01"


def export(record: Record, out: BinaryIO) -> None:
    """Every statement of an article with a day of publication, newest first."""
    write(record.statements(), out, title="sayso: statements")


def write(statements: Iterable[Statement], out: BinaryIO, *, title: str) -> None:
    """A feed of these statements."""
    dated = [one for one in statements if DAY.fullmatch(one.published or "")]
    feed = ElementTree.Element("feed", xmlns=SPACE)
    _part(feed, "title", title)
    _part(feed, "id", identifier("feed" + title))
    _part(feed, "updated", _moment(max((one.published or NEVER for one in dated), default=NEVER)))
    _part(feed, "generator", "sayso")
    for one in dated:
        who = one.speaker or one.source or one.carried or "no source named"
        entry = ElementTree.SubElement(feed, "entry")
        _part(entry, "title", f"{who}: {one.content}"[:300])
        _part(entry, "id", identifier(one.document_id, one.id))
        _part(entry, "updated", _moment(one.published or NEVER))
        _part(ElementTree.SubElement(entry, "author"), "name", one.outlet or "outlet unknown")
        _part(entry, "summary", f"{one.chain}: {one.content}")
        if address := outside(one.url):
            ElementTree.SubElement(entry, "link", rel="alternate", href=UNFIT.sub("", address))
    out.write(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def identifier(*parts: str) -> str:
    """A URN that stays the same for the same parts: a UUID of version 8 (RFC 9562) over them.

    >>> identifier("a", "b") == identifier("a", "b"), identifier("a")[:9], identifier("a")[23], len(identifier("a"))
    (True, 'urn:uuid:', '8', 45)
    """
    from sayso.core.span import identifier as hashed

    digits = hashed("Urn", *parts) + hashed("Urn", "more", *parts)
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _part(parent: ElementTree.Element, name: str, words: str) -> None:
    ElementTree.SubElement(parent, name).text = UNFIT.sub("\ufffd", words)
