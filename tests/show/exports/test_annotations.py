"""Web annotations, expanded by a JSON-LD processor, and found again in the text by their selectors."""

import base64
import io
import json
from typing import Any

import pytest
from pyld import jsonld

from sayso.core.contract import ReadingView
from sayso.core.data import Datum
from sayso.show.contract import view
from sayso.show.exports import annotations

OA, AS, DC, RDF = (
    "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", "http://purl.org/dc/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)  # fmt: skip
# What the terms that we use mean, so that no network is asked.
LINKS = {
    "motivation": OA + "motivatedBy", "body": OA + "hasBody", "target": OA + "hasTarget", "source": OA + "hasSource",
    "selector": OA + "hasSelector", "state": OA + "hasState", "cached": OA + "cachedSource", "purpose": OA + "hasPurpose",
    "creator": DC + "terms/creator", "first": AS + "first", "partOf": AS + "partOf",
}  # fmt: skip
WORDS = {
    "exact": OA + "exact", "prefix": OA + "prefix", "suffix": OA + "suffix", "start": OA + "start", "end": OA + "end",
    "styleClass": OA + "styleClass", "value": RDF + "value", "format": DC + "elements/1.1/format", "total": AS + "totalItems",
    "label": "http://www.w3.org/2000/01/rdf-schema#label", "name": "http://xmlns.com/foaf/0.1/name",
    "startIndex": AS + "startIndex",
}  # fmt: skip
TYPES = {
    name: OA + name
    for name in ("Annotation", "SpecificResource", "TextualBody", "TextPositionSelector", "TextQuoteSelector", "TimeState")
} | {
    "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "Software": AS + "Application",
}
VOCABULARY = {"describing": OA + "describing", "identifying": OA + "identifying", "tagging": OA + "tagging"}
CONTEXT: dict[str, Any] = {
    "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"},
    **{term: {"@id": iri, "@type": "@vocab" if term in ("motivation", "purpose") else "@id"} for term, iri in LINKS.items()},
    "items": {"@id": AS + "items", "@type": "@id", "@container": "@list"}, **WORDS, **TYPES, **VOCABULARY,
}  # fmt: skip


def exported(*readings: ReadingView) -> Any:
    out = io.BytesIO()
    annotations.export_views(readings, out)
    return json.loads(out.getvalue())


def loader(url: str, options: Any) -> dict[str, Any]:
    assert url == "http://www.w3.org/ns/anno.jsonld"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}


@pytest.fixture(scope="module")
def reading(whole: Any) -> ReadingView:
    return view(whole())


def test_a_json_ld_processor_reads_every_annotation(reading: ReadingView) -> None:
    (collection,) = jsonld.expand(exported(reading), {"documentLoader": loader})
    assert collection["@type"] == [AS + "OrderedCollection"] and collection["@id"].startswith("urn:uuid:")
    (page,) = collection[AS + "first"]
    (items,) = page[AS + "items"]
    found = items["@list"]
    assert [len(found)] == [value["@value"] for value in collection[AS + "totalItems"]]
    for one in found:
        assert one["@type"] == [OA + "Annotation"] and one[OA + "hasBody"] and one[OA + "motivatedBy"]
        for target in one[OA + "hasTarget"]:
            assert target[OA + "hasSource"] == [{"@id": "https://tarn.example/a?b=1&copy=2"}]
            kinds = [selector["@type"][0] for selector in target[OA + "hasSelector"]]
            assert kinds == [OA + "TextPositionSelector", OA + "TextQuoteSelector"]
    triples = jsonld.to_rdf(exported(reading), {"documentLoader": loader, "format": "application/n-quads"})
    assert triples.count(f"<{OA}hasSelector>") == 2 * sum(len(one[OA + "hasTarget"]) for one in found)


def test_every_datum_is_annotated_once_at_all_its_places(whole: Any, reading: ReadingView) -> None:
    made = whole()
    items = exported(reading)["first"]["items"]
    assert len({one["id"] for one in items}) == len(items)
    bodies = {json.loads(one["body"][1]["value"])["id"]: one for one in items}
    for kind in made.kinds:
        for datum in made.of(kind):
            if isinstance(datum, Datum):
                places = {
                    (selector["start"], selector["end"]) for selector in selectors(bodies[datum.id], "TextPositionSelector")
                }
                assert {(span.start, span.end) for _, span in datum.spans()} <= places
    roles = [target["styleClass"] for target in bodies[reading.attributions[0].id]["target"]]
    assert roles == ["source", "cue", "content"]


def selectors(annotation: Any, kind: str) -> list[Any]:
    return [one for target in annotation["target"] for one in target["selector"] if one["type"] == kind]


def test_both_selectors_find_the_same_words(reading: ReadingView) -> None:
    text = reading.document.text
    for one in exported(reading)["first"]["items"]:
        positions, quotes = selectors(one, "TextPositionSelector"), selectors(one, "TextQuoteSelector")
        for place, quote in zip(positions, quotes, strict=True):
            assert text[place["start"] : place["end"]] == quote["exact"]
            start = place["start"] - len(quote["prefix"])
            assert text[start:].startswith(quote["prefix"] + quote["exact"] + quote["suffix"])


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "file:///etc/passwd"])
def test_without_an_address_the_source_is_the_text_by_its_hash(whole: Any, url: str | None) -> None:
    found = view(whole(url=url))
    for one in exported(found)["first"]["items"]:
        for target in one["target"]:
            digest = target["source"].removeprefix("ni:///sha-256;")
            assert base64.urlsafe_b64decode(digest + "=").hex() == found.document.text_sha256
            assert "state" not in target


def test_a_known_actor_is_identified(reading: ReadingView) -> None:
    (norland,) = [one for one in exported(reading)["first"]["items"] if len(one["body"]) == 3]
    assert norland["motivation"] == "identifying" and json.loads(norland["body"][1]["value"])["name"] == "Norland"
    assert norland["body"][2]["source"] == "http://www.wikidata.org/entity/Q20"
