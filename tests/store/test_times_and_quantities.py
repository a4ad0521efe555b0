"""Times and quantities in the record: filtered by day, number and toll, and statements by when and where they were said."""

import sqlite3
from decimal import Decimal
from pathlib import Path

from sayso.core.data import Attribution, Quantity, TimeExpression
from sayso.core.document import Block, Document, sha256_of
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.store import open_record

TEXT = "The envoy said in Geneva on Monday that at least 17 people had died on Friday."


def span(words: str) -> Span:
    return Span(start := TEXT.index(words), start + len(words))


def reading() -> Reading:
    block = Block(span=Span(0, len(TEXT)), role="paragraph")
    document = Document(text=TEXT, text_sha256=sha256_of(TEXT), blocks=(block,), published="2031-05-14", origin="tarn.txt")
    facts = {"document_id": document.id, "made_by": "hand/1"}
    times = [
        TimeExpression(**facts, span=span(day), type="DATE", value=value, edtf=value, earliest=value, latest=value)
        for day, value in (("Monday", "2031-05-12"), ("Friday", "2031-05-09"))
    ]
    said = Attribution(
        **facts, source=(span("The envoy"),), cue=(span("said"),), type="indirect", time=times[0].id, place=span("Geneva"),
        content=(span("that at least 17 people had died on Friday"),),
    )  # fmt: skip
    dead = Quantity(**facts, number=span("at least 17"), counted=span("people"), low=Decimal(17), toll="dead", stage="now")
    return Reading(document).adding(TimeExpression, times).adding(Quantity, (dead,)).adding(Attribution, (said,))


def test_views(tmp_path: Path) -> None:
    path = tmp_path / "tarn.sayso"
    one = reading()
    (said,) = one.of(Attribution)
    with open_record(path) as record:
        record.add(one)
        (statement,) = record.statements()
        assert (statement.said_time, statement.said_earliest, statement.said_latest) == ("Monday", "2031-05-12", "2031-05-12")
        assert statement.said_place == "Geneva"
        assert not list(record.verify())
    connection = sqlite3.connect(path)
    early = connection.execute("SELECT words, inside FROM time WHERE latest < '2031-05-10'").fetchall()
    assert early == [("Friday", said.id)]
    assert connection.execute("SELECT words, inside FROM time WHERE earliest >= '2031-05-12'").fetchall() == [("Monday", None)]
    found = connection.execute("SELECT number, counted, low, high, stage, inside FROM quantity WHERE toll = 'dead' AND low > 9")
    assert found.fetchall() == [("at least 17", "people", 17.0, None, "now", said.id)]
    connection.close()
