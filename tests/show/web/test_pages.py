"""The pages over real readings: each shows what the record holds, as HTML, JSON and CSV alike, and takes what a person gives."""

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from starlette.testclient import TestClient

from sayso.core.contract import ComparisonView, ReadingView
from sayso.core.data import Attribution
from sayso.core.span import Span
from sayso.pipeline import analyse
from sayso.read import document
from sayso.show.exports.judgements import Review, own_spans
from sayso.show.web.realis import label
from sayso.store import Act, Dyad, Hit, Listed, Named, Promised, Stand, Statement, Told, Worded, open_record

LISTS = {
    "/documents": Listed,
    "/statements": Statement,
    "/events": Act,
    "/timeline": Act,
    "/promises": Promised,
    "/stories": Told,
    "/actors": Named,
    "/dyads": Dyad,
    "/search?words=border": Hit,
}
OURS = {"sec-fetch-site": "same-origin", "origin": "null"}
Client = Callable[[Path], TestClient]
STORY = (
    "Bridge opens at Tarn\n\nThe bridge at Tarn will open in May, Works Minister Anna Vell said on Monday. "
    "“No car will cross before,” Vell said. Officials denied that the old bridge had fallen.\n"
)


def suffixed(address: str, form: str) -> str:
    path, _, query = address.partition("?")
    return f"{path}{form}" + (f"?{query}" if query else "")


@pytest.mark.parametrize("address", sorted(LISTS))
def test_a_list_is_the_same_in_three_forms(desk: TestClient, address: str) -> None:
    rows = desk.get(suffixed(address, ".json")).json()["rows"]
    assert rows
    kind = LISTS[address]
    for row in rows:
        assert msgspec.convert(row, kind)
    table = list(csv.reader(io.StringIO(desk.get(suffixed(address, ".csv")).text)))
    assert tuple(table[0]) == kind.__struct_fields__
    assert len(table) == len(rows) + 1
    page = desk.get(address).text
    shown = (
        page.count("<tr>") - 1
        if "<table>" in page
        else len(re.findall(r'<ol class="(?:rows|stories)">', page)) and page.count("<li")
    )
    assert shown >= len(rows)


def test_pages_follow_each_other_without_a_gap(desk: TestClient) -> None:
    every = [row["id"] for row in desk.get("/statements.json?limit=1000").json()["rows"]]
    found: list[str] = []
    address: str | None = "/statements.json?limit=60"
    while address:
        answer = desk.get(address).json()
        found += [row["id"] for row in answer["rows"]]
        address = answer["next"]
    assert found == every and len(every) > 120
    assert 'rel="next" href="/statements?limit=60&amp;page=2"' in desk.get("/statements?limit=60").text


def test_an_article_is_its_text_with_its_data(desk: TestClient) -> None:
    for row in desk.get("/documents.json").json()["rows"]:
        reading = msgspec.json.decode(desk.get(f"/documents/{row['id']}.json").content, type=ReadingView)
        page = desk.get(f"/documents/{row['id']}?show=all").text
        data = [
            *reading.attributions,
            *reading.events,
            *reading.commitments,
            *reading.times,
            *reading.quantities,
            *reading.places,
        ]
        for datum in data:
            assert page.count(f'id="w-{datum.id}"') == 1, f"{datum} has no words of its own"
            assert page.count(f'id="n-{datum.id}"') == 1, f"{datum} has no note"
            assert f'href="#w-{datum.id}"' in page
        for attribution in reading.attributions:
            assert f'href="#n-{attribution.id}"' in page
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        for target in re.findall(r'href="#([^"]+)"', page):
            assert target in ids


def test_what_is_not_asked_for_is_not_shown(desk: TestClient) -> None:
    row = desk.get("/documents.json").json()["rows"][0]
    page = desk.get(f"/documents/{row['id']}?show=events").text
    assert "note-events" in page
    assert "note-statements" not in page and 'class="content"' not in page


def test_a_plan_never_looks_like_an_act(desk: TestClient) -> None:
    for address in ("/events", "/timeline"):
        rows = desk.get(f"{address}.json?limit=1000").json()["rows"]
        page = desk.get(f"{address}?limit=1000").text
        acts = re.findall(r'<li class="act act-(\w+)">(.*?)</li>', page, re.DOTALL)
        assert sorted(realis for realis, _ in acts) == sorted(row["realis"] for row in rows)
        for realis, words in acts:
            sign, told = label(realis)
            assert sign in words and told in words
            assert ("not done" in words) == (realis != "actual")
    assert {row["realis"] for row in rows} > {"actual"}
    only = desk.get("/events.json?realis=planned&limit=1000").json()["rows"]
    assert only and {row["realis"] for row in only} == {"planned"}


def test_the_timeline_goes_by_the_events_own_day(desk: TestClient) -> None:
    rows = desk.get("/timeline.json?limit=1000").json()["rows"]
    days = [row["earliest"] for row in rows]
    dated = [day for day in days if day]
    assert days == sorted(dated) + [None] * (len(days) - len(dated))
    assert dated and len(dated) < len(days)
    page = desk.get("/timeline?limit=1000").text
    lane = page.index("Day unknown")
    assert all(page.index(f"#w-{row['id']}") < lane for row in rows if row["earliest"])
    assert all(page.index(f"#w-{row['id']}") > lane for row in rows if not row["earliest"])
    unknown = desk.get("/timeline.json?lane=unknown&limit=1000").json()["rows"]
    assert [row["id"] for row in unknown] == [row["id"] for row in rows if not row["earliest"]]


def test_every_link_of_the_desk_leads_somewhere(desk: TestClient) -> None:
    seen, waiting = set(), ["/"]
    while waiting and len(seen) < 150:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = desk.get(address)
        assert answer.status_code == 200, address
        if "text/html" in answer.headers["content-type"]:
            found = re.findall(r'(?:href|src|action)="(/[^"#]*)', answer.text)
            waiting += [one.replace("&amp;", "&") for one in found if one not in ("/add", "/judge")]
    assert len(seen) > 60


def test_a_datum_leads_to_its_words_and_to_the_live_article(desk: TestClient) -> None:
    row = next(row for row in desk.get("/statements.json").json()["rows"] if row["url"])
    page = desk.get(f"/data/{row['id']}").text
    assert f'href="/documents/{row["document_id"]}#w-{row["id"]}"' in page
    assert f'href="{row["url"]}#:~:text=' in page
    datum = desk.get(f"/data/{row['id']}.json").json()
    assert datum["kind"] == "statements" and datum["datum"]["id"] == row["id"]


def test_an_actor_has_what_they_said_and_did(desk: TestClient) -> None:
    named = desk.get("/actors.json").json()["rows"]
    speaker = max(named, key=lambda row: row["statements"])
    page = desk.get(f"/actors/{speaker['name']}.json").json()
    assert len(page["statements"]) == speaker["statements"]
    assert all(speaker["name"] in row["speaker"].split("; ") for row in page["statements"])
    assert desk.get(f"/actors/{speaker['name']}").status_code == 200
    assert desk.get("/actors/Nobody At All").status_code == 404


def test_found_words_are_marked(desk: TestClient) -> None:
    page = desk.get("/search?words=border").text
    assert "<mark>border</mark>" in page
    assert "No article holds" in desk.get("/search?words=zzzz").text


def test_what_is_not_there_is_told(desk: TestClient) -> None:
    for address in ("/documents/0000", "/data/00000000", "/nothing", "/jobs/9"):
        answer = desk.get(address)
        assert answer.status_code == 404
        assert "<h1>Not here</h1>" in answer.text
    assert desk.get("/documents/0000.json").json()["error"]


def added(desk: TestClient, **form: object) -> str:
    """The address that adding leads to, once all is read."""
    answer = desk.post("/add", headers=OURS, **form)
    assert answer.status_code == 303
    address = answer.headers["location"]
    if address.startswith("/jobs/"):
        for _ in range(300):
            job = desk.get(f"{address}.json").json()
            if job["state"] == "done":
                break
            shown = desk.get(address).headers
            assert shown.get("refresh") == "1" or desk.get(f"{address}.json").json()["state"] == "done"
            time.sleep(0.1)
        assert "refresh" not in desk.get(address).headers
    return address


def test_a_text_is_added_and_read(desk: TestClient) -> None:
    address = added(desk, data={"text": STORY, "outlet": "Tarn Gazette", "published": "2031-05-11"})
    if address.startswith("/jobs/"):
        address = f"/documents/{desk.get(address + '.json').json()['added'][0]['document_id']}"
    reading = desk.get(f"{address}.json").json()
    assert reading["document"]["outlet"] == "Tarn Gazette" and reading["document"]["published"] == "2031-05-11"
    assert any(one["speakers"] and one["speakers"][0]["name"] == "Anna Vell" for one in reading["attributions"])
    assert "Bridge opens at Tarn" in desk.get("/").text


def test_files_are_added_by_name_and_no_path(desk: TestClient) -> None:
    page = f"<html><body><article><h1>Bridge</h1><p>{STORY.split(chr(10))[2]}</p></article></body></html>"
    files = [
        ("files", ("../../etc/passwd.txt", STORY.encode(), "text/plain")),
        ("files", ("C:\\news\\page.html", page.encode(), "text/html")),
        ("files", ("empty.txt", b"", "text/plain")),
    ]
    job = desk.get(added(desk, files=files) + ".json").json()
    assert [one["origin"] for one in job["added"]] == ["passwd.txt", "page.html", "empty.txt"]
    assert [bool(one["document_id"]) for one in job["added"]] == [True, True, False]
    assert "is empty" in job["added"][2]["reason"]
    assert "empty.txt is empty" in desk.get("/about").text


@pytest.mark.parametrize("address", ["http://127.0.0.1:8127/", "http://169.254.169.254/", "http://localhost/"])
def test_an_address_of_this_machine_is_not_asked(desk: TestClient, address: str) -> None:
    job = desk.get(added(desk, data={"address": address}) + ".json").json()
    assert re.search("public network|port", job["added"][0]["reason"])


@pytest.mark.parametrize("form", [{"address": "file:///etc/passwd"}, {"text": "  "}, {"text": STORY, "published": "soon"}])
def test_what_cannot_be_added_is_told(desk: TestClient, form: dict[str, str]) -> None:
    answer = desk.post("/add", data=form, headers=OURS)
    assert answer.status_code == 400
    assert "Not understood" in answer.text


def test_a_judgement_stands_beside_the_row_and_outlives_it(record: Path, client: Client) -> None:
    desk = client(record)
    row = next(row for row in desk.get("/statements.json").json()["rows"] if row["speaker"])
    before = desk.get(f"/data/{row['id']}.json").content
    back = f"/documents/{row['document_id']}?show=statements"
    answer = desk.post("/judge", data={"datum": row["id"], "verdict": "wrong", "back": back}, headers=OURS)
    assert answer.headers["location"] == f"{back}#n-{row['id']}"
    assert "a person says wrong" in desk.get(back).text
    correction = {"datum": row["id"], "verdict": "corrected", "correct-speaker": "Otto <Brandt>", "correct-evil": "x"}
    assert desk.post("/judge", data=correction, headers=OURS).headers["location"] == f"/data/{row['id']}"
    assert desk.get(f"/data/{row['id']}.json").content == before
    assert "speaker: Otto &lt;Brandt&gt;" in desk.get(back).text

    with open_record(record) as opened:  # a newer maker that finds nothing
        reading = opened.reading(row["document_id"])
        newer = type(reading)(reading.document, dict.fromkeys(reading.kinds, ()))
        assert opened.add(newer)
    lines = desk.get("/judgements.jsonl").content.splitlines()
    (kept,) = [msgspec.json.decode(line, type=Review) for line in lines]
    assert kept.verdict == "wrong" and kept.correction == {"speaker": "Otto <Brandt>"} and kept.made_by == "Ida"
    assert kept.kind == "Attribution" and kept.made_at == "2031-05-12T09:30:00+00:00"
    assert " … ".join(span["text"] for span in kept.datum["content"]) == row["content"]
    pieces = own_spans({"content": kept.datum["content"]})
    assert all(kept.text[start - kept.start : end - kept.start] in row["content"] for start, end in pieces)
    assert row["id"] in desk.get("/judgements").text
    assert desk.get(f"/data/{row['id']}").status_code == 404


@pytest.mark.parametrize(
    "form", [{}, {"verdict": "right"}, {"datum": "x", "verdict": "perhaps"}, {"datum": "ID", "verdict": "corrected"}]
)
def test_what_is_no_judgement_is_told(desk: TestClient, form: dict[str, str]) -> None:
    row = desk.get("/statements.json").json()["rows"][0]
    form = {name: row["id"] if value == "ID" else value for name, value in form.items()}
    assert desk.post("/judge", data=form, headers=OURS).status_code == 400
    assert desk.post("/judge", data={"datum": "feed", "verdict": "right"}, headers=OURS).status_code == 404


def test_pages_are_answered_while_a_read_goes_on(record: Path, client: Client) -> None:
    desk = client(record)
    with open_record(record) as writing:
        with writing._writing():  # another program in the middle of a document
            for address in LISTS:
                assert desk.get(address).status_code == 200
        assert writing.add(analyse(document(STORY.encode())))
    assert len(desk.get("/documents.json").json()["rows"]) == 11


def test_a_page_that_takes_too_long_says_so(record: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.show.web import pages

    monkeypatch.setattr(pages, "SECONDS", -1.0)
    monkeypatch.setattr("sayso.store.record.LOOK_EVERY", 1)
    answer = client(record).get("/statements")
    assert answer.status_code == 503
    assert "takes too long" in answer.text


def test_spans_of_the_page_are_those_of_the_record(desk: TestClient, record: Path) -> None:
    with open_record(record, readonly=True) as opened:
        for reading in opened.readings():
            shown = desk.get(f"/documents/{reading.document.id}.json").json()
            assert [one["id"] for one in shown["attributions"]] == [one.id for one in reading.of(Attribution)]
            for one in shown["attributions"]:
                for span in one["content"]:
                    assert Span(span["start"], span["end"]).of(reading.document.text) == span["text"]


def test_a_story_has_its_articles_side_by_side(desk: TestClient) -> None:
    stories = desk.get("/stories.json").json()["rows"]
    assert stories and all(len(story["documents"]) > 1 for story in stories)
    page = desk.get(f"/stories/{stories[0]['id']}").text
    for member in stories[0]["documents"]:
        assert f'id="d-{member["document_id"]}"' in page
        assert f'href="/stories/{stories[0]["id"]}"' in desk.get(f"/documents/{member['document_id']}").text
    assert len(desk.get("/stories.json?alone=yes").json()["rows"]) >= len(stories)
    assert desk.get("/stories/ffff").status_code == 404


def test_a_storys_articles_are_compared(desk: TestClient) -> None:
    story = desk.get("/stories.json").json()["rows"][0]
    address = f"/stories/{story['id']}/compare"
    compared = msgspec.json.decode(desk.get(f"{address}.json").content, type=ComparisonView)
    assert {one.id for one in compared.documents} == {member["document_id"] for member in story["documents"]}
    page = desk.get(address).text
    assert all(f'href="/documents/{one.id}"' in page for one in compared.documents)
    for form, start in ((".md", "# Comparison"), (".html", "<!DOCTYPE html>")):
        answer = desk.get(address + form)
        assert answer.text.startswith(start) and answer.headers["content-disposition"].startswith("attachment")
    assert desk.get("/events.md").status_code == 404


def test_a_story_an_actor_and_a_search_are_saved_as_dossiers(desk: TestClient) -> None:
    story = desk.get("/stories.json").json()["rows"][0]
    said = next(row for row in desk.get("/statements.json").json()["rows"] if row["speaker_status"] == "known")
    name = said["speaker"].split("; ")[0]
    for address, query in ((f"/stories/{story['id']}", ""), (f"/actors/{quote(name)}", ""), ("/search", "?words=the")):
        page = desk.get(address + query).text
        for form, start in ((".md", "# "), (".html", "<!DOCTYPE html>")):
            assert f'href="{address}{form}{query}"' in page
            answer = desk.get(address + form + query)
            assert answer.status_code == 200 and answer.text.startswith(start)
            assert answer.headers["content-disposition"] == f'attachment; filename="dossier{form}"'
    assert said["id"] in desk.get(f"/actors/{quote(name)}.md").text
    assert desk.get("/search.md").status_code == 404
    assert desk.get("/stories/ffff.md").status_code == desk.get("/actors/Nobody%20At%20All.html").status_code == 404


def test_a_person_names_parts_and_joins_stories(desk: TestClient) -> None:
    story = desk.get("/stories.json").json()["rows"][0]
    ids = [member["document_id"] for member in story["documents"] if not member["copy_of"]]
    address = f"/stories/{story['id']}/judge"
    assert desk.post(address, data={"name": "Chaco"}).status_code == 403
    named = desk.post(address, data={"name": "Chaco <b>"}, headers=OURS).headers["location"]
    assert "<h1>Chaco &lt;b&gt;</h1>" in desk.get(named).text
    parted = desk.post(address, data={"document": [ids[-1]]}, headers=OURS).headers["location"]
    assert ids[-1] not in [member["document_id"] for member in desk.get(f"{parted}.json").json()["story"]["documents"]]
    other = next(
        one["id"]
        for one in desk.get("/stories.json?alone=yes").json()["rows"]
        if ids[-1] in [member["document_id"] for member in one["documents"]]
    )
    joined = desk.post(f"{parted}/judge", data={"other": other}, headers=OURS).headers["location"]
    assert ids[-1] in [member["document_id"] for member in desk.get(f"{joined}.json").json()["story"]["documents"]]
    for form in ({}, {"other": "ffff"}, {"document": ["x"]}):
        assert desk.post(f"{joined}/judge", data=form, headers=OURS).status_code == 400
    assert desk.post("/stories/ffff/judge", data={"name": "x"}, headers=OURS).status_code == 404


def test_positions_are_asked_for_by_issue(desk: TestClient) -> None:
    assert "Write what the positions are on" in desk.get("/stands").text
    answer = desk.get("/stands.json?issue=troops")
    assert answer.status_code == 200
    for row in answer.json()["rows"]:
        assert msgspec.convert(row, Stand).stance in ("favor", "against", "neutral")
    assert desk.get("/stands?issue=zzzz").text.count("No position on this is told") == 1


def test_statements_are_a_feed_and_promises_a_calendar(desk: TestClient) -> None:
    feed = desk.get("/statements.atom?who=minister")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text.count("<entry>") == len(desk.get("/statements.json?who=minister").json()["rows"])
    assert desk.get("/promises.ics").text.startswith("BEGIN:VCALENDAR\r\n")
    assert desk.get("/events.atom").status_code == desk.get("/statements.ics").status_code == 404


@pytest.mark.parametrize(
    "address", sorted({*LISTS, "/", "/labels", "/stands", "/stands?issue=x", "/search", "/judgements", "/about"})
)
def test_an_empty_record_has_pages_that_say_what_to_do(tmp_path: Path, client: Client, address: str) -> None:
    with open_record(tmp_path / "empty.sayso"):
        pass
    answer = client(tmp_path / "empty.sayso").get(address)
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text or address == "/about"
    assert "fewer conditions" not in answer.text
    if address in ("/statements", "/events", "/timeline", "/labels"):
        assert "Add an article" in answer.text
    assert client(tmp_path / "empty.sayso").get("/statements?who=nobody").text.count("fewer conditions") == 1


def test_labels_say_whose_words_they_are(desk: TestClient) -> None:
    rows = desk.get("/labels.json").json()["rows"]
    assert rows and all(msgspec.convert(row, Worded) for row in rows)
    page = desk.get("/labels").text
    assert page.count('class="worded"') == len(rows)
    for voice, words in (("outlet", "the outlet’s words"), ("source", "a source’s words")):
        only = desk.get(f"/labels.json?voice={voice}").json()["rows"]
        assert {row["voice"] for row in only} <= {voice}
        assert desk.get(f"/labels?voice={voice}").text.count(f'<span class="flag">{words}') == len(only)
    assert desk.get("/labels?type=slur").status_code == 400


def test_pairs_have_a_picture(desk: TestClient) -> None:
    picture = desk.get("/dyads.svg")
    assert picture.headers["content-type"] == "image/svg+xml" and picture.text.startswith("<svg ")
    assert (
        'src="/dyads.svg?actor=GOV"' in desk.get("/dyads?actor=GOV").text
        or "No pair matches" in desk.get("/dyads?actor=GOV").text
    )
    assert desk.get("/events.svg").status_code == 404


def test_an_address_leads_to_any_characters(desk: TestClient) -> None:
    row = desk.get("/documents.json").json()["rows"][0]
    text = desk.get(f"/documents/{row['id']}.json").json()["document"]["text"]
    page = desk.get(f"/documents/{row['id']}?show=times&at=0-4").text
    assert re.search(f'<span class="at" id="w-at">{re.escape(text[:4])}</span>', page)
    for wrong in ("4-0", "0-99999999", "a", "0-4,", "-1-4"):
        assert desk.get(f"/documents/{row['id']}?at={wrong}").status_code == 400
