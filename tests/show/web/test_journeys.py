"""Ten whole journeys through the desk, each as a person makes it, and ten readers at once while a `read` goes on."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from sayso.core.data import Judgement
from sayso.core.document import Document
from sayso.store import open_record

FIRST = (
    "Dam gives way above Orrin\n\nA dam above the town of Orrin burst on Tuesday, killing 12 people, police said. "
    "“The water came within minutes,” said Mayor Lotta Brandt. "
    "Brandt said the town council would rebuild the dam by 1 June 2031.\n"
)
SECOND = (
    "Orrin dam bursts\n\nA dam above the town of Orrin burst on Tuesday and killed 19 people, the rescue service said. "
    "Mayor Lotta Brandt said the water came within minutes. Opposition leader Per Sund demanded that Brandt resign.\n"
)


@pytest.fixture(scope="module")
def record(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(copy(examples, tmp_path_factory.mktemp("journeys") / "news.sayso"))


@pytest.fixture(scope="module")
def desk(record: Path, serving: Any) -> Iterator[str]:
    with serving(record) as address:
        yield address


@pytest.fixture
def page(visiting: Callable[..., Any], desk: str) -> Iterator[Any]:
    with visiting(desk) as opened:
        yield opened


def added(page: Any, text: str, outlet: str) -> str:
    """Adds an article by the form of the front page; the address of its page."""
    page.goto("/")
    page.get_by_label("Text of an article").fill(text)
    page.get_by_text("What the text does not say").click()
    page.get_by_label("Outlet", exact=True).fill(outlet)
    page.get_by_label("Published", exact=True).fill("2031-04-09")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(re.compile(r"/(documents|jobs)/"))
    if "/jobs/" in page.url:  # the page comes again by itself
        page.locator("main ol a").first.click()
        page.wait_for_url("**/documents/*")
    return str(page.url)


@pytest.fixture(scope="module")
def orrin(visiting: Callable[..., Any], desk: str) -> tuple[str, str]:
    """Two articles on one happening, added by hand; the addresses of their pages."""
    with visiting(desk) as opened:
        return added(opened, FIRST, "Orrin Post"), added(opened, SECOND, "Valley Herald")


def test_two_articles_are_read_and_found_to_be_one_story(page: Any, orrin: tuple[str, str]) -> None:
    page.goto("/")
    for headline in ("Dam gives way above Orrin", "Orrin dam bursts"):
        assert page.locator(".stories").get_by_role("link", name=headline).count() == 1
    page.goto(orrin[0])
    page.get_by_role("link", name="Valley Herald").click()
    page.wait_for_url(orrin[1])
    assert "Orrin dam bursts" in page.locator("h1").inner_text()
    page.get_by_role("link", name="the story").click()
    page.wait_for_url("**/stories/*")
    assert page.locator(".columns > li").count() == 2


def test_who_said_it_is_found(page: Any, orrin: tuple[str, str]) -> None:
    page.get_by_label("Search the articles").fill("water minutes")
    page.keyboard.press("Enter")
    said = page.locator("section[aria-labelledby=said] li.said").first
    assert "Lotta Brandt" in said.inner_text()
    said.locator("a.who").click()
    page.wait_for_url("**/actors/*")
    assert page.locator("h1").inner_text() == "Lotta Brandt"
    said = page.locator("section[aria-labelledby=said] li.said").filter(has_text="within minutes")
    assert {"Orrin Post", "Valley Herald"} <= {
        word for text in said.all_inner_texts() for word in re.findall("Orrin Post|Valley Herald", text)
    }


def test_a_chain_is_followed_from_its_end_to_the_words(page: Any) -> None:
    page.goto("/statements?limit=200")
    nested = page.locator("li.said").filter(has_text=re.compile(" ← .+ ← ")).first
    nested.get_by_role("link", name="its words").click()
    page.locator(".chains ul ul li").first.wait_for()
    assert page.locator(".chains ul ul li").count() >= 1  # a tree: what is said inside what
    inner = page.locator(".chains ul ul li a").first
    note = inner.get_attribute("href")
    inner.click()
    assert page.locator(note).evaluate("note => note.matches(':target')")
    page.locator(f"{note} a.back").click()
    assert page.locator(note.replace("#n-", "#w-")).evaluate("words => words.matches(':target')")
    page.locator(f"{note} a.to-datum").click()
    page.wait_for_url("**/data/*")
    assert page.locator(".chain").first.inner_text().count("←") >= 2


def test_articles_are_compared_and_each_side_leads_to_its_words(page: Any, orrin: tuple[str, str]) -> None:
    page.goto(orrin[0])
    page.get_by_role("link", name="the story").click()
    page.get_by_role("link", name="Compare what they tell").click()
    page.wait_for_url("**/compare")
    assert page.locator(".letters li").count() == 2
    text = page.locator("main").inner_text()
    assert "12 people" in text and "19 people" in text
    sides = page.locator(".pair").first.locator(".told")
    if sides.count():  # both sides verbatim, beside each other
        assert sides.count() == 2
    words = page.locator("a.to-place").first
    told = words.text_content().split(" … ")[0]
    words.click()
    page.wait_for_url("**/documents/*")
    assert page.locator("#w-at").evaluate("words => words.matches(':target')")
    plain = "node => { node.querySelectorAll('a').forEach(sign => sign.remove()); return node.textContent; }"
    assert page.locator("#w-at").evaluate(plain) == told


def test_a_speaker_is_corrected_and_the_rows_go_out_to_the_training(page: Any, desk: str) -> None:
    page.goto("/statements")
    page.locator(".rows").get_by_role("link", name="datum").first.click()
    page.wait_for_url("**/data/*")
    id = page.url.rpartition("/")[2]
    page.get_by_label("speaker").fill("Somebody Else")
    page.get_by_label("polarity").select_option("negative")
    page.get_by_role("button", name="Correct").click()
    page.wait_for_selector(".judged")
    assert "speaker: Somebody Else" in page.locator(".judged").inner_text()
    with urllib.request.urlopen(f"{desk}/judgements.jsonl") as answer:
        rows = [json.loads(line) for line in answer.read().splitlines()]
    (row,) = [row for row in rows if row["datum_id"] == id]
    assert row["correction"] == {"speaker": "Somebody Else", "polarity": "negative"}
    assert row["verdict"] == "wrong" and row["made_by"] == "Ida" and row["datum"]["id"] == id
    page.goto("/judgements")
    page.get_by_role("link", name=id).click()
    page.locator("main").filter(has_text="Somebody Else").wait_for()
    assert "Somebody Else" in page.locator("main").inner_text()


def test_an_article_is_reviewed_by_the_keyboard_alone(page: Any, orrin: tuple[str, str]) -> None:
    page.goto(orrin[1])
    judged = []
    for key, verdict in (("r", "right"), ("w", "wrong"), ("u", "unsure")):
        page.keyboard.press("j")
        note = page.evaluate("document.activeElement.id")
        assert note.startswith("n-") and note not in judged
        judged.append(note)
        page.keyboard.press(key)
        page.wait_for_selector(f"#{note} .judged")
        assert f"a person says {verdict}" in page.locator(f"#{note}").inner_text()
        page.wait_for_function("id => document.activeElement.id === id", arg=note)  # the script runs when the page is whole
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == judged[1]
    page.keyboard.press("c")
    page.wait_for_url("**/data/*#correct")


def test_what_a_page_shows_is_taken_away_as_files(page: Any, desk: str, orrin: tuple[str, str]) -> None:
    page.goto("/statements?who=Brandt")
    address = page.get_by_role("link", name="CSV").get_attribute("href")
    with urllib.request.urlopen(desk + address) as answer:
        table = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8")))
    assert len(table) == page.locator("li.said").count() and all("Brandt" in row["speaker"] + row["source"] for row in table)
    page.goto(orrin[0])
    page.get_by_role("link", name="the story").click()
    for name, start in (("dossier as Markdown", "#"), ("as one HTML file", "<!DOCTYPE html>")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert text.startswith(start) and "within minutes" in text


def test_a_search_marks_what_it_found(page: Any) -> None:
    page.get_by_label("Search the articles").fill("bord*")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=bord*")
    marks = page.locator("mark").all_inner_texts()
    assert marks and all(word.lower().startswith("bord") for word in marks)
    assert page.get_by_label("Search the articles").input_value() == "bord*"
    headline = page.locator(".hit h3 a").first.inner_text()
    page.locator(".hit h3 a").first.click()
    page.wait_for_url("**/documents/*")
    assert headline in page.title()
    page.go_back()
    page.get_by_label("Search the articles").fill("qqqq")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=qqqq")
    assert "No article holds" in page.locator("main").inner_text()


def test_promises_go_into_a_calendar(page: Any, desk: str) -> None:
    icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
    page.get_by_role("link", name="Promises", exact=True).click()
    page.wait_for_url("**/promises*")
    due = page.locator("li.promised .due time").all_inner_texts()
    with urllib.request.urlopen(desk + page.get_by_role("link", name="iCalendar").get_attribute("href")) as answer:
        calendar = icalendar.Calendar.from_ical(answer.read())
    events = calendar.walk("VEVENT") + calendar.walk("VTODO")
    assert due and len(events) == len(due)
    words = page.locator("li.promised q").all_inner_texts()
    assert all(
        any(word.strip("“”") in str(one.get("summary")) + str(one.get("description")) for one in events)
        for word in words[: len(due)]
    )


def test_who_comes_back_after_a_restart_finds_it_as_it_was(
    record: Path, serving: Any, visiting: Callable[..., Any], tmp_path: Path
) -> None:
    path = Path(copy(record, tmp_path / "again.sayso"))
    with serving(path) as first, visiting(first) as page:
        page.goto("/stories")
        page.locator(".stories a").first.click()
        page.get_by_label("Call it").fill("The one to watch")
        page.get_by_role("button", name="Name").click()
        page.wait_for_selector("h1:has-text('The one to watch')")
        parted = page.locator("fieldset input[type=checkbox]").last
        id = parted.get_attribute("value")
        parted.check()
        page.get_by_role("button", name="Part").click()
        page.wait_for_function("id => !document.getElementById('d-' + id)", arg=id)
        here = page.url.removeprefix(first)
    with serving(path) as again, visiting(again) as page:
        page.goto(here)
        assert page.locator("h1").inner_text() == "The one to watch" and page.locator(f"#d-{id}").count() == 0
        story = page.locator("main").get_by_role("link").first
        assert story.count() == 1
        page.goto(f"/documents/{id}")
        assert page.locator("h1").count() == 1
    with open_record(path, readonly=True) as opened:
        assert {one.kind for one in opened.judgements()} >= {"Story"} and all(
            isinstance(one, Judgement) for one in opened.judgements()
        )


def test_ten_readers_at_once_wait_for_no_read(record: Path, serving: Any, tmp_path: Path) -> None:
    path = Path(copy(record, tmp_path / "busy.sayso"))
    with open_record(path, readonly=True) as opened:
        before = opened.count(Document)
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(12):
        (folder / f"{n}.txt").write_text(f"{FIRST}\nNumber {n} of the pumps ran, an engineer said.\n", encoding="utf-8")
    addresses = [
        "/",
        "/documents",
        "/statements?who=minister",
        "/events",
        "/timeline",
        "/promises",
        "/stories",
        "/search?words=border",
        "/actors",
        "/dyads",
    ]
    answers: list[tuple[str, int]] = []
    with serving(path) as address:
        call = [
            sys.executable,
            "-c",
            "import sys; from sayso.cli import main; main()",
            "read",
            "--record",
            str(path),
            str(folder),
        ]
        with subprocess.Popen(call, stderr=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1"}) as reading:

            def reader(first: int) -> None:
                for n in range(first, 10**6):
                    if n - first >= len(addresses) and reading.poll() is not None:
                        return
                    with urllib.request.urlopen(address + addresses[n % len(addresses)], timeout=120) as answer:
                        answers.append((addresses[n % len(addresses)], answer.status))

            threads = [threading.Thread(target=reader, args=(n,)) for n in range(10)]
            for thread in threads:
                thread.start()
            _, told = reading.communicate(timeout=300)
            for thread in threads:
                thread.join(300)
        assert reading.returncode == 0, told.decode()
    assert {status for _, status in answers} == {200} and {one for one, _ in answers} == set(addresses)
    with open_record(path, readonly=True) as opened:
        assert opened.count(Document) == before + 12 and not list(opened.verify())
