"""Promises over several days: what a later article reports of them, with both spans, and what it does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso import analyse
from sayso.core.document import Block, Document, sha256_of
from sayso.core.span import Span
from sayso.store import Promised, Record, open_record

DAYS = {
    "2031-03-03": "Norland promised on Monday to withdraw its troops from Tarn by 10 March. "
    "Kestria pledged to release the fishermen. Peru vowed to lift the embargo on Chile. "
    "Mali plans to visit nobody. Fiji promised to sign the climate treaty by Friday.",
    "2031-03-05": "Kestria may release the fishermen next week. Chad withdrew its troops from Tarn on Tuesday. "
    "Peru will lift the embargo on Chile, its minister said.",
    "2031-03-12": "Norland withdrew its troops from Tarn on Tuesday. Kestria has not released the fishermen. "
    "Peru lifted the embargo on Bolivia.",
    "2031-03-14": "Kestria did not release the fishermen. Fiji signed the climate treaty on Thursday.",
    "2031-03-15": "Fiji did not sign the climate treaty, the envoy said.",
}


def document(day: str, text: str) -> Document:
    blocks = (Block(span=Span(0, len(text)), role="paragraph"),)
    return Document(text=text, text_sha256=sha256_of(text), blocks=blocks, published=day, origin=day)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path: Path = tmp_path_factory.mktemp("promises") / "news.sayso"
    with open_record(path) as found:
        for day, text in DAYS.items():
            found.add(analyse(document(day, text)))
        yield found


def promise(record: Record, who: str, on: str | None = None) -> Promised:
    return next(row for row in record.commitments(who, on=on) if row.published == "2031-03-03")


def test_a_promise_is_reported_done_with_both_spans(record: Record) -> None:
    row = promise(record, "Norland")
    assert row.state == "reported done"
    assert DAYS["2031-03-03"][row.start : row.end].startswith("withdraw its troops from Tarn")
    assert row.report_published == "2031-03-12" and row.report_start is not None
    assert DAYS["2031-03-12"][row.report_start : row.report_end] == row.report == "withdrew its troops from Tarn on Tuesday"


def test_a_promise_is_reported_not_done(record: Record) -> None:
    row = promise(record, "Kestria")
    assert row.state == "reported not done" and row.report_published == "2031-03-12"


def test_another_object_another_maker_and_a_plan_report_nothing(record: Record) -> None:
    assert promise(record, "Peru").state == "open"


def test_what_articles_tell_otherwise_is_left_as_its_date_makes_it(record: Record) -> None:
    assert promise(record, "Fiji").state == "due"
    assert promise(record, "Fiji", on="2031-03-14").state == "reported done"


def test_what_is_published_later_than_the_day_asked_for_reports_nothing(record: Record) -> None:
    assert promise(record, "Norland", on="2031-03-04").state == "open"
    assert promise(record, "Norland", on="2031-03-11").state == "due"
