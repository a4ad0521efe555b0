"""Web Annotations (W3C Recommendation of 2017, JSON-LD): one annotation a datum, on the words it was read from.

Each of its spans is a target with two selectors: the place in the text that sayso keeps, in code points
(TextPositionSelector), and the words with those around them (TextQuoteSelector), which find them in a page too. The source is
the article's address, with the text that was read as its cached state; without an address, that text itself. A text is named by
its sha256 (`ni:`, RFC 6920), so the places can be checked. The role of a span ("source", "cue", "content") is the target's
`styleClass`, its kind is a tag, and the datum as JSON, as in the contract, is the body.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, BinaryIO

import msgspec

from sayso.core.contract import ActorView, DocumentView, ParticipantView, QuotedSpan, ReadingView, WhenView, WhereView
from sayso.show.addresses import outside
from sayso.show.exports.atom import identifier

SUFFIX = ".jsonld"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Characters on either side of a quotation: enough to tell two places with the same words apart in most texts.
AROUND = 32
WIKIDATA = "http://www.wikidata.org/entity/"


def export_views(views: Iterable[ReadingView], out: BinaryIO) -> None:
    """A collection with one page that holds the annotations of every document."""
    out.write(b'{"@context":' + msgspec.json.encode(CONTEXT) + b',"type":"AnnotationCollection","label":"sayso"')
    out.write(b',"first":{"type":"AnnotationPage","startIndex":0,"items":[')
    total, texts = 0, sha256()
    for reading in views:
        texts.update(reading.document.text_sha256.encode())
        for one in annotations(reading):
            out.write((b",\n" if total else b"\n") + msgspec.json.encode(one))
            total += 1
    own = texts.hexdigest()
    ids = {"id": identifier("annotation page", own), "partOf": identifier("annotations", own)}
    out.write(b"\n]," + msgspec.json.encode(ids)[1:])
    out.write(b',"id":' + msgspec.json.encode(ids["partOf"]) + b',"total":' + str(total).encode() + b"}\n")


def annotations(reading: ReadingView) -> Iterator[dict[str, Any]]:
    """The annotations of one document, kind by kind."""
    for kind in reading.__struct_fields__:
        if kind != "document":
            for datum in getattr(reading, kind):
                yield _annotation(reading.document, kind, datum)


def _annotation(document: DocumentView, kind: str, datum: Any) -> dict[str, Any]:
    body: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "tagging", "value": kind.removesuffix("s")},
        {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "application/json",
            "value": msgspec.json.encode(datum).decode(),
        },
    ]
    if isinstance(datum, ActorView) and datum.identifier:
        body.append({"type": "SpecificResource", "purpose": "identifying", "source": WIKIDATA + datum.identifier})
    made = {"creator": {"type": "Software", "name": datum.made_by}} if hasattr(datum, "made_by") else {}
    return {
        "id": identifier(document.id, datum.id),
        "type": "Annotation",
        "motivation": "identifying" if isinstance(datum, ActorView) else "describing",
        **made,
        "body": body,
        "target": [_target(document, role, span) for role, span in _spans(datum)],
    }


def _target(document: DocumentView, role: str, span: QuotedSpan) -> dict[str, Any]:
    text, address = document.text, outside(document.url)
    digest = urlsafe_b64encode(bytes.fromhex(document.text_sha256)).rstrip(b"=").decode()
    own = f"ni:///sha-256;{digest}"
    return {
        "type": "SpecificResource",
        "source": address or own,
        **({"state": {"type": "TimeState", "cached": own}} if address else {}),
        "styleClass": role,
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.text,
                "prefix": text[max(0, span.start - AROUND) : span.start],
                "suffix": text[span.end : span.end + AROUND],
            },
        ],
    }


def _spans(datum: msgspec.Struct) -> Iterator[tuple[str, QuotedSpan]]:
    """Every place a datum rests on with its role, each place once."""
    seen: set[tuple[int, int]] = set()
    for role in datum.__struct_fields__:
        value = getattr(datum, role)
        for one in value if isinstance(value, list) else [value]:
            span = one.mention if isinstance(one, ParticipantView) else one.span if isinstance(one, WhenView | WhereView) else one
            if isinstance(span, QuotedSpan) and (span.start, span.end) not in seen:
                seen.add((span.start, span.end))
                yield role, span
