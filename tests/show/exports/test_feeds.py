"""Feeds and calendars, opened by what people open them with."""

import io
import warnings
from datetime import date

import feedparser
import pytest
from icalendar import Calendar

from sayso.show.exports import atom, ical
from sayso.store import Promised, open_record

HOSTILE = '<b>&"\x07\ud83d'.encode("utf-8", "replace").decode()


def promised(**changes):
    facts = dict.fromkeys(Promised.__struct_fields__)
    facts |= {"id": "d" * 16, "document_id": "a" * 16, "force": "promise", "cue": "will", "state": "open", "origin": "a.txt"}
    facts |= {"act": "open, at last; the harbour\nof Tarn", "by": "Ída Holm", "outlet": "Tarn Gazette", "published": "2031-03-04"}
    facts |= {"due": "2031-05", "due_earliest": "2031-05-01", "due_latest": "2031-05-31", "start": 1, "end": 2}
    return Promised(**{**facts, "made_by": "hand/1", "confidence": 1.0, **changes})


def calendar(*rows):
    out = io.BytesIO()
    ical.write(rows, out)
    assert all(len(line) <= 75 for line in out.getvalue().split(b"\r\n"))
    return Calendar.from_ical(out.getvalue()).walk("VEVENT")


def feed(record):
    out = io.BytesIO()
    atom.export(record, out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # feedparser's own
        return feedparser.parse(out.getvalue())


def test_a_calendar_has_promises_on_the_last_day_they_are_due():
    (event,) = calendar(promised(), promised(due=None, due_earliest=None, due_latest=None))
    assert event["DTSTART"].dt == date(2031, 5, 31)
    assert event["SUMMARY"] == "Ída Holm: open, at last; the harbour\nof Tarn"
    assert "Tarn Gazette" in event["DESCRIPTION"] and "2031-05" in event["DESCRIPTION"]


@pytest.mark.parametrize("words", ["END:VEVENT\r\nBEGIN:VALARM", "a\r\nX-EVIL:1", HOSTILE, "é" * 300])
def test_no_words_become_a_calendars_own(words):
    (event,) = calendar(promised(act=words, by=words))
    assert "X-EVIL" not in event and not event.subcomponents
    assert str(event["SUMMARY"]).replace("\n", "").count("é") == words.count("é") * 2


def test_ids_stay_and_differ():
    first, second = calendar(promised(), promised(id="e" * 16))
    assert first["UID"] == calendar(promised(act="something else"))[0]["UID"] != second["UID"]


def test_a_feed_has_dated_statements_newest_first(handmade, tmp_path):
    with open_record(tmp_path / "r") as record:
        record.add(handmade(url="https://tarn.example/1"))
        record.add(handmade(published="2031-05-06", outlet="Tarn Gazette", url="javascript:alert(1)", origin="b.txt"))
        record.add(handmade(published="2031-06", outlet="Harbour Post", origin="c.txt"))
        found = feed(record)
        expected = [row for row in record.statements() if row.outlet != "Harbour Post"]
    assert not found.bozo
    assert [entry.published if "published" in entry else entry.updated for entry in found.entries] == [
        f"{row.published}T00:00:00Z" for row in expected
    ]
    assert found.entries[0].author == "Tarn Gazette" and not found.entries[0].get("links")
    assert {entry.link for entry in found.entries[6:]} == {"https://tarn.example/1"}
    assert found.feed.updated == "2031-05-06T00:00:00Z"
    assert len({entry.id for entry in found.entries}) == 12


def test_no_words_become_a_feeds_own(handmade, tmp_path):
    said = ({"source": "Ida", "cue": "said", "content": "<script>x</script> ]]>", "actor": None},)
    with open_record(tmp_path / "r") as record:
        record.add(handmade("Ida said <script>x</script> ]]> \x07.", said, (), outlet="A & <b>"))
        (entry,) = feed(record).entries
    assert "<script>x</script> ]]>" in entry.title and entry.author == "A & <b>"
