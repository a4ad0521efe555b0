"""Judgements go out of a record, and are read again by the benchmark and as training text."""

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks import harness, judged
from sayso.core.data import Judgement
from sayso.core.reading import Reading
from sayso.pipeline import analyse
from sayso.read import document
from sayso.show.contract import view
from sayso.show.exports import judgements
from sayso.show.exports.judgements import Review
from sayso.store import open_record
from training.corpora import judged as taught

TEXT = (
    "Fog over Tarn\n\nThe ferries will sail on Friday, the harbour master Otto Brandt said on Monday.\n\n"
    "Gunmen attacked a police post near Tarn on Sunday. The council asked the army to send troops.\n"
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    found = document(TEXT.encode(), medium="text")
    return analyse(msgspec.structs.replace(found, published="2031-05-12"))


def datum(reading: Reading, kind: str, words: str) -> dict[str, Any]:
    told = view(reading)
    layers = {"Attribution": ("attributions", "content"), "Event": ("events", "trigger")}
    layer, field = layers[kind]
    for one in msgspec.to_builtins(getattr(told, layer)):
        spans = one[field] if isinstance(one[field], list) else [one[field]]
        if any(words in span["text"] for span in spans):
            return dict(one)
    raise AssertionError(f"no {kind} on {words!r}")


def review(reading: Reading, kind: str, words: str, verdict: str, **correction: str) -> Review:
    row = datum(reading, kind, words)
    return judgements.review(
        Judgement(
            document_id=reading.document.id, datum_id=row["id"], kind=kind, verdict=verdict,  # type: ignore[arg-type]
            correction=correction or None, datum=row, made_by="Ida", made_at="2031-05-13T08:00:00+00:00",
        ),
        reading.document,
    )  # fmt: skip


def test_a_line_holds_the_words_and_can_be_read_alone(reading: Reading, tmp_path: Path) -> None:
    with open_record(tmp_path / "r") as record:
        record.add(reading)
        row = datum(reading, "Event", "attacked")
        record.judge(
            Judgement(
                document_id=reading.document.id, datum_id=row["id"], kind="Event", verdict="right", datum=row, made_by="Ida",
                made_at="2031-05-13T08:00:00+00:00",
            )
        )  # fmt: skip
        out = io.BytesIO()
        judgements.export(record, out)
    (tmp_path / "judgements.jsonl").write_bytes(out.getvalue())
    (found,) = judged.reviews(tmp_path / "judgements.jsonl")
    assert found.text == TEXT[found.start : found.start + len(found.text)] and found.text.startswith("Gunmen attacked")
    assert found.published == "2031-05-12"


@pytest.mark.parametrize(
    ("kind", "words", "verdict", "correction", "fine"),
    [
        ("Event", "attacked", "right", {}, True),
        ("Event", "attacked", "wrong", {}, False),
        ("Event", "attacked", "wrong", {"realis": "planned"}, False),
        ("Event", "attacked", "wrong", {"realis": "actual", "actor": "gunmen"}, True),
        ("Attribution", "ferries", "right", {}, True),
        ("Attribution", "ferries", "wrong", {"speaker": "Otto Brandt"}, True),
        ("Attribution", "ferries", "wrong", {"polarity": "negative"}, False),
    ],
)
def test_a_newer_reading_agrees_or_not(
    reading: Reading, kind: str, words: str, verdict: str, correction: dict[str, str], fine: bool
) -> None:
    tally = harness.Tally()
    line = judged.score(review(reading, kind, words, verdict, **correction), tally)
    assert (line is None) == fine
    assert tally.figures([reading.document.id])["agrees"].value == 100 * fine


def test_what_was_wrong_and_is_no_longer_told_agrees(reading: Reading) -> None:
    right = review(reading, "Event", "attacked", "right")
    spurious = msgspec.structs.replace(right, verdict="wrong", datum={**(right.datum or {}), "event_type": "AID"})
    assert judged.agrees(spurious, list(judged.told(spurious)))


def test_judgements_teach_their_own_words_alone(reading: Reading, tmp_path: Path) -> None:
    reviews = [
        review(reading, "Attribution", "ferries", "right"),
        review(reading, "Event", "attacked", "wrong", realis="hypothetical"),
        review(reading, "Event", "attacked", "wrong"),
        review(reading, "Event", "attacked", "unsure"),
    ]
    path = tmp_path / "judgements.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in reviews))
    said, doubted, none = taught.examples(path)
    assert said.cues and [one for one in said.cues if one] == ["B"]
    ((anchor, parts),) = said.links
    assert said.cues[anchor] == "B" and {"source", "content", "cue"} == set(parts.values())
    assert doubted.types and [one for one in doubted.types if one] == ["ASSAULT"]
    assert doubted.realis and [one for one in doubted.realis if one] == ["hypothetical"]
    assert none.types and [one for one in none.types if one] == ["O"]
