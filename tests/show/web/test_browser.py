"""The desk as a person meets it, in a real browser: pages, keys, and what axe-core finds on every page."""

import re
import shutil
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

# A machine that does much else takes its time; a page that hangs takes longer.
PATIENCE = 120_000
STORY = (
    "Bridge opens at Tarn\n\nThe bridge at Tarn will open in May, Works Minister Anna Vell said on Monday. "
    "“No car will cross before,” Vell said.\n"
)


@pytest.fixture(scope="module")
def record(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(examples, tmp_path_factory.mktemp("browser") / "news.sayso"))


@pytest.fixture(scope="module")
def desk(record: Path, serving: Any) -> Iterator[str]:
    with serving(record) as address:
        yield address


@pytest.fixture
def page(visiting: Callable[..., Any], desk: str) -> Iterator[Any]:
    with visiting(desk) as opened:
        yield opened


def test_from_the_front_to_the_words_and_back(page: Any) -> None:
    page.get_by_role("link", name="Zambia shuts Tanzania crossing").first.click()
    reference = page.locator("a.ref-content").first
    note = reference.get_attribute("href")
    reference.click()
    assert page.url.endswith(note)
    assert page.locator(note).evaluate("note => note.matches(':target')")
    page.locator(f"{note} a.back").click()
    assert page.locator(note.replace("#n-", "#w-")).evaluate("words => words.matches(':target')")


def test_who_said_it_is_found_and_a_chain_followed(page: Any) -> None:
    page.get_by_label("Search the articles").fill("crossing")
    page.keyboard.press("Enter")
    assert page.locator("mark").first.inner_text().lower() == "crossing"
    page.get_by_role("link", name="Statements", exact=True).click()
    page.get_by_label("By", exact=True).fill("Kapembwa")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**who=Kapembwa**")
    page.locator("a.who").first.click()
    page.wait_for_url("**/actors/*")
    assert "Kapembwa" in page.locator("h1").inner_text()
    page.locator("li.said .links").get_by_role("link", name="its words").first.click()
    page.locator(":target").wait_for(state="attached")
    assert page.locator(":target").count() == 1


def test_a_plan_looks_like_none_on_the_timeline(page: Any) -> None:
    page.get_by_role("link", name="Timeline").click()
    assert page.locator(".lane h2").inner_text() == "Day unknown"
    planned, done = page.locator("li.act-planned").first, page.locator("li.act-actual").first
    assert "not done" in planned.inner_text() and "not done" not in done.inner_text()
    style = "item => getComputedStyle(item).borderLeftStyle"
    assert (planned.evaluate(style), done.evaluate(style)) == ("dashed", "solid")


def test_one_key_judges_and_a_correction_is_kept_over_a_restart(page: Any, record: Path, browser: Any, serving: Any) -> None:
    page.goto("/documents")
    page.locator(".stories a").first.click()
    page.wait_for_url("**/documents/*")
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("j")
    judged = page.evaluate("document.activeElement.id")
    page.keyboard.press("w")
    page.wait_for_selector(f"#{judged} .judged")
    assert "a person says wrong" in page.locator(f"#{judged}").inner_text()
    page.wait_for_function("id => document.activeElement.id === id", arg=judged)  # the page has come again
    page.goto("/statements")
    page.locator(".rows").get_by_role("link", name="datum").first.click()
    page.get_by_label("speaker").fill("Otto Brandt")
    page.get_by_role("button", name="Correct").click()
    page.wait_for_selector(".judged")
    address = re.sub(r"^http://[^/]+", "", page.url)
    with serving(record) as again:
        context = browser.new_context(base_url=again)
        context.set_default_timeout(PATIENCE)
        other = context.new_page()
        other.goto(address)
        assert "speaker: Otto Brandt" in other.locator(".judged").inner_text()
        context.close()


def test_a_text_is_added_without_a_script(browser: Any, desk: str) -> None:
    context = browser.new_context(base_url=desk, java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Text of an article").fill(STORY)
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(re.compile(r"/(documents|jobs)/"))
    if "/jobs/" in page.url:  # the page comes again by itself
        page.locator("main ol a").first.click()
        page.wait_for_url("**/documents/*")
    assert "Bridge opens at Tarn" in page.locator("h1").inner_text()
    context.close()


def test_stories_stand_side_by_side_and_pages_are_data(page: Any) -> None:
    page.get_by_role("link", name="Stories", exact=True).click()
    page.locator(".stories a").first.click()
    page.locator(".columns > li").first.wait_for()
    assert page.locator(".columns > li").count() > 1
    page.get_by_role("link", name="JSON").click()
    page.wait_for_url("**.json")
    assert '"documents"' in page.content()


def test_another_site_can_change_nothing(browser: Any, desk: str) -> None:
    form = f'<form method="post" action="{desk}/judge"><button name="verdict" value="wrong">x</button></form>'

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(form.encode())

        def log_message(self, *words: object) -> None:
            pass

    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        with page.expect_response(f"{desk}/judge") as answered:
            page.get_by_role("button").click()
        assert answered.value.status == 403
        server.shutdown()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, desk: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    context = browser.new_context(base_url=desk, color_scheme=scheme)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/documents")
    one = page.locator(".stories a").first.get_attribute("href")
    page.goto("/stories")
    story = page.locator(".stories a").first.get_attribute("href")
    page.goto("/actors")
    actor = page.locator("tbody a").first.get_attribute("href")
    page.goto("/statements")
    datum = page.locator(".rows .links a", has_text="datum").first.get_attribute("href")
    lists = ["/", "/documents", "/stories", "/statements", "/events", "/timeline", "/promises", "/stands?issue=troops", "/actors"]
    more = [
        "/dyads",
        "/labels",
        actor,
        f"{one}?at=0-9",
        "/search?words=border",
        "/judgements",
        "/about",
        "/nothing",
        f"{one}?show=all",
        story,
        f"{story}/compare",
        datum,
    ]
    found = []
    for address in [*lists, *more]:
        page.goto(address)
        for problem in axe.run(page).response["violations"]:
            found.append((address, problem["id"], [node["html"][:200] for node in problem["nodes"][:3]]))
    context.close()
    assert found == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 400)])
def test_a_dossier_is_saved_and_opened_alone(browser: Any, desk: str, tmp_path: Path, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    context = browser.new_context(base_url=desk, color_scheme=scheme, viewport={"width": width, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/stories")
    page.locator(".stories a").first.click()
    page.wait_for_url("**/stories/*")
    headline = page.get_by_role("heading", level=1).inner_text()
    with page.expect_download() as saved:
        page.get_by_role("link", name="as one HTML file").click()
    assert saved.value.suggested_filename == "dossier.html"
    saved.value.save_as(tmp_path / "dossier.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto((tmp_path / "dossier.html").as_uri())
    assert page.get_by_role("heading", level=1).inner_text() == f"Story: {headline}"
    assert page.locator("td").count() > 20 and asked == [(tmp_path / "dossier.html").as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe.run(page).response["violations"] == []
    context.close()
