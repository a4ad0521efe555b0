"""What a page of a stranger may try against a server on this machine, and what the desk answers."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sayso.show.web import application
from sayso.show.web.guard import BODY_BYTES, HEADERS
from sayso.store import open_record

HOST = "127.0.0.1:8127"
OURS = {"sec-fetch-site": "same-origin", "origin": "null"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"


@pytest.fixture
def record(tmp_path: Path, handmade: Callable) -> Path:
    """A record of one article whose every field wants to be markup."""
    text = f"Head {HOSTILE}\n\nMinister {HOSTILE} said the {HOSTILE} will open."
    said = ({"source": f"Minister {HOSTILE}", "cue": "said", "content": f"the {HOSTILE} will open", "actor": 0},)
    actors = ({"name": f"Minister {HOSTILE}", "office": HOSTILE, "mentions": [f"Minister {HOSTILE}"]},)
    facts = dict.fromkeys(("outlet", "headline", "byline", "origin", "published"), HOSTILE)
    path = tmp_path / "hostile.sayso"
    with open_record(path) as opened:
        opened.add(handmade(text, said, actors, url="javascript:alert(3)", **facts))
    return path


@pytest.fixture
def desk(record: Path) -> TestClient:
    app = application(record, hosts=[HOST, "localhost:8127"], reviewer="Ida", clock=lambda: datetime(2031, 5, 12, tzinfo=UTC))
    return TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False, follow_redirects=False)


def datum(desk: TestClient) -> str:
    return desk.get("/statements.json").json()["rows"][0]["id"]


def paths(desk: TestClient) -> list[str]:
    row = desk.get("/statements.json").json()["rows"][0]
    lists = ["/documents", "/statements", "/events", "/timeline", "/promises", "/actors", "/dyads", "/judgements", "/about"]
    name = desk.get("/actors.json").json()["rows"][0]["name"].replace("/", "%2F").replace("?", "%3F")
    return [
        "/",
        *lists,
        f"/documents/{row['document_id']}",
        f"/documents/{row['document_id']}?show=all",
        f"/data/{row['id']}",
        f"/actors/{name}",
        "/search?words=minister",
        f"/search?words={HOSTILE.replace('&', '%26')}",
        f"/statements?who={HOSTILE}&about={HOSTILE}",
        f"/{HOSTILE}",
        f"/statements?type={HOSTILE}",
        f"/statements?since={HOSTILE}",
        "/jobs/7",
    ]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost", "127.0.0.1:8127.evil.example", "", "[::1]:8127"]
)
def test_another_host_is_refused(desk: TestClient, host: str) -> None:
    answer = desk.get("/statements.json", headers={"host": host})
    assert answer.status_code == 421
    assert "Minister" not in answer.text


@pytest.mark.parametrize("hosts", [[], [HOST, HOST], [HOST, "evil.example"]])
def test_a_missing_or_doubled_host_is_refused(desk: TestClient, hosts: list[str]) -> None:
    said: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "http_version": "1.1"}
    headers = [(b"host", host.encode()) for host in hosts]
    # In a thread of its own: a browser open for other tests runs a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(desk.app({**scope, "headers": headers, "scheme": "http"}, receive, send))).result()
    assert said[0]["status"] == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
        {"sec-fetch-site": "cross-site", "origin": f"http://{HOST}"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    ],
)
@pytest.mark.parametrize("address", ["/judge", "/add"])
def test_a_change_from_elsewhere_is_refused(desk: TestClient, headers: dict[str, str], address: str) -> None:
    answer = desk.post(address, data={"datum": datum(desk), "verdict": "wrong", "text": "Ida said so."}, headers=headers)
    assert answer.status_code == 403
    assert desk.get("/judgements.json").json()["rows"] == []
    assert desk.get("/jobs/1").status_code == 404


def test_a_change_from_our_own_page_is_taken(desk: TestClient) -> None:
    for headers in (OURS, {"origin": f"http://{HOST}"}, {"sec-fetch-site": "same-origin"}):
        answer = desk.post("/judge", data={"datum": datum(desk), "verdict": "wrong"}, headers=headers)
        assert answer.status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_loads_nothing_of_ours_but_may_link_to_it(desk: TestClient, site: str) -> None:
    for mode in ("no-cors", "cors", "websocket"):
        assert desk.get("/documents.json", headers={"sec-fetch-site": site, "sec-fetch-mode": mode}).status_code == 403
    assert desk.get("/documents", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"}).status_code == 200
    assert desk.get("/documents", headers={"sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors"}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(desk: TestClient, method: str) -> None:
    answer = desk.request(method, "/statements", headers={"origin": "https://evil.example"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("address", ["/judge", "/add"])
def test_reading_changes_nothing(desk: TestClient, address: str) -> None:
    assert desk.get(address, params={"datum": datum(desk), "verdict": "wrong"}).status_code in (404, 405)
    assert desk.get("/judgements.json").json()["rows"] == []


def test_every_answer_carries_the_headers(desk: TestClient) -> None:
    addresses = [*paths(desk), "/statements.csv", "/static/desk.css", "/static/nothing", "/judgements.jsonl"]
    answers = [desk.get(address) for address in addresses]
    answers += [desk.get("/", headers={"host": "evil.example"}), desk.post("/judge")]
    for answer in answers:
        for name, value in HEADERS:
            assert answer.headers[name.decode()] == value.decode()
        assert answer.headers["cache-control"] in ("no-store", "no-cache")
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers


def test_the_policy_allows_nothing_but_our_own() -> None:
    policy = dict(HEADERS)[b"content-security-policy"].decode()
    assert policy.startswith("default-src 'none'")
    assert not any(word in policy for word in ("unsafe", "http:", "https:", "data:", "*"))
    assert "frame-ancestors 'none'" in policy


def test_no_text_becomes_markup(desk: TestClient) -> None:
    for address in paths(desk):
        answer = desk.get(address)
        assert answer.status_code < 500, address
        page = answer.text
        assert "<script>alert" not in page and "<img" not in page, address
        assert 'href="javascript:' not in page, address
        if address.startswith(("/documents", "/data", "/statements", "/actors")) and answer.status_code == 200:
            assert "{{7*7}}" in page, address  # a template in a text is shown, not run
        assert page.count("<script") == 1, address
        assert ' style="' not in page and " onclick" not in page and "<style" not in page, address


def test_a_table_runs_no_formula(record: Path, handmade: Callable, desk: TestClient) -> None:
    with open_record(record) as opened:
        said = ({"source": "Per", "cue": "said", "content": "=HYPERLINK(1)", "actor": None},)
        opened.add(handmade("Per said =HYPERLINK(1) today.", said, (), origin="per.txt", outlet="+cmd"))
    table = desk.get("/statements.csv").text
    assert '"\'=HYPERLINK(1)"' in table
    assert '"\'+cmd"' in table


def test_a_body_that_is_too_large_is_refused(desk: TestClient) -> None:
    answer = desk.post("/add", content=b"a" * (BODY_BYTES + 1), headers={**OURS, "content-type": "text/plain"})
    assert answer.status_code == 413

    def endless():
        for _ in range(BODY_BYTES // 1_000_000 + 2):
            yield b"a" * 1_000_000

    assert desk.post("/add", content=endless(), headers=OURS).status_code == 413


def test_too_many_or_broken_parts_are_refused(desk: TestClient) -> None:
    files = [("files", (f"{n}.txt", b"Ida said so.", "text/plain")) for n in range(40)]
    assert desk.post("/add", files=files, headers=OURS).status_code == 400
    headers = {**OURS, "content-type": "multipart/form-data; boundary=x"}
    assert desk.post("/add", content=b"--x\r\nnonsense", headers=headers).status_code == 400
    assert desk.post("/add", data={}, headers=OURS).status_code == 400


@pytest.mark.parametrize(
    "address",
    ["/static/../guard.py", "/static/..%2fguard.py", "/static/%2e%2e/guard.py", "/documents/../../etc/passwd", "/static/"],
)
def test_no_path_leads_out(desk: TestClient, address: str) -> None:
    answer = desk.get(address)
    assert answer.status_code == 404
    assert "root:" not in answer.text and "class Guard" not in answer.text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/documents/a\r\nSet-Cookie: a=b", "x"]
)
def test_a_judgement_leads_back_to_us(desk: TestClient, back: str) -> None:
    answer = desk.post("/judge", data={"datum": datum(desk), "verdict": "right", "back": back}, headers=OURS)
    assert answer.headers["location"] == f"/data/{datum(desk)}"


@pytest.mark.parametrize("words", ["' OR 1=1 --", '"; DROP TABLE document; --', "%", "_", "*", '"', "NEAR(", "a AND", "\x00"])
def test_no_question_is_a_command(desk: TestClient, words: str) -> None:
    for address in ("/search", "/statements", "/events", "/actors", "/promises", "/dyads", "/timeline"):
        query = {"words": words} if address == "/search" else {"who": words, "actor": words, "about": words, "place": words}
        assert desk.get(address, params=query).status_code == 200, address
    assert len(desk.get("/documents.json").json()["rows"]) == 1


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=99999999999", "page=-1", "page=١", "since=2025-13", "since=--", "show=x", "anonymous=1"]
)
def test_a_strange_question_gets_a_sentence(desk: TestClient, query: str) -> None:
    address = f"/documents/{desk.get('/documents.json').json()['rows'][0]['id']}" if query.startswith("show") else "/statements"
    answer = desk.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert "<h1>Not understood</h1>" in answer.text
    data = desk.get(f"{address}.json?{query}")
    assert data.status_code == 400 and data.json()["error"]


def test_pages_read_through_a_connection_that_cannot_write_and_ends(record: Path) -> None:
    from sayso.core.errors import RecordError

    with open_record(record, readonly=True, seconds=0.0) as opened, pytest.raises(RecordError, match="too long"):
        opened._connection.execute("SELECT 1")
        with pytest.raises(Exception, match="readonly"):
            opened._connection.execute("DELETE FROM document")
        opened._connection.set_progress_handler(lambda: True, 1)
        list(opened.statements())
