"""What an address may try: to reach into the house, to lead on for ever, to never end, to be larger than anybody can hold."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from sayso.core.document import Document, Skipped
from sayso.core.errors import ReadError
from sayso.read import documents, fetch
from sayso.read.fetch import Policy, is_public

WORDS = (
    "Ida Holm, who runs the harbour of Tarn, said on Monday that the ferry will run again in May. Nobody had asked her before."
)
PAGE = (
    f"<html><body><article><h1>The ferry</h1><p>{WORDS}</p><p>{WORDS.replace('Ida', 'Per')}</p></article></body></html>".encode()
)


def answer(body: bytes = PAGE, status: str = "200 OK", **headers: str) -> bytes:
    named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "Connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    return "\r\n".join([f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items()), "", ""]).encode() + body


@contextmanager
def site(respond: Callable[[str], bytes | Iterator[bytes]]) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that answers a path with bytes; gives its address and what was asked of it."""
    asked: list[str] = []
    ended = threading.Event()

    def serve(listening: socket.socket) -> None:
        while not ended.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                request = connection.recv(65_536).decode("latin-1")
                asked.append(request)
                found = respond(request.split(" ")[1])
                for piece in [found] if isinstance(found, bytes) else found:
                    connection.sendall(piece)
            except OSError:
                pass

    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(listening,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
    finally:
        ended.set()
        listening.close()


def open_policy(address: str, **changes: object) -> Policy:
    """A policy that takes this machine for the public network."""
    port = int(address.rpartition(":")[2])
    return Policy(**{"public": lambda ip: True, "ports": frozenset({port}), "robots": False, **changes})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.254",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::a9fe:a9fe",
        "::7f00:1", "2001:db8::1",
    ],
)  # fmt: skip
def test_these_are_not_the_public_network(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "2a00:1450::1"])
def test_these_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://0x7f.1/", "http://2130706433/", "http://127.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data/", "http://0/", "https://10.0.0.1/",
    ],
)  # fmt: skip
def test_no_private_address_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("it was asked"))
    with pytest.raises(ReadError, match=r"public network|cannot be found"):
        fetch.fetch(url)


def test_a_name_with_one_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", (ip, 80)) for ip in ("9.9.9.9", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("it was asked"))
    with pytest.raises(ReadError, match="public network"):
        fetch.fetch("http://two.example/")


def test_the_connection_goes_to_what_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is checked and private when it is connected to is asked once, and connected by address."""
    answers = iter([["9.9.9.9"], ["127.0.0.1"]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (ip, 80)) for ip in next(answers)])
    tried: list[str] = []

    def connect(address, *rest):
        tried.append(address[0])
        raise OSError("no")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ReadError, match="does not answer"):
        fetch.fetch("http://turning.example/", Policy(robots=False))
    assert tried == ["9.9.9.9"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/a", "file:///etc/passwd", "javascript:alert(1)", "gopher://x/", "http://", "http:///a",
        "//news.example", "http://a:b@news.example/", "http://@news.example/", "http://news.example:22/",
        "http://news.example:99999/", "http://[x/",
        "http://news.example:80a/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("it was looked up"))
    with pytest.raises(ReadError):
        fetch.fetch(url)


def test_a_page_is_read() -> None:
    with site(lambda path: answer()) as (address, asked):
        found = fetch.fetch(f"{address}/a b?q=ä&x=1#top", open_policy(address))
    assert (found.data, found.medium, found.charset) == (PAGE, "page", "utf-8")
    assert asked[0].startswith("GET /a%20b?q=%C3%A4&x=1 HTTP/1.1\r\n")
    assert "Cookie" not in asked[0] and "Referer" not in asked[0]


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/", "http://localhost/", "file:///etc/passwd", "http://10.0.0.1/", "//[::1]/"]
)
def test_every_redirect_is_checked(target: str) -> None:
    with site(lambda path: answer(b"", "302 Found", Location=target)) as (address, asked):
        port = int(address.rpartition(":")[2])
        policy = Policy(public=lambda ip: ip == "127.0.0.1" and not asked, ports=frozenset({port, 80}), robots=False)
        with pytest.raises(ReadError, match=r"public network|must begin"):
            fetch.fetch(f"{address}/", policy)
    assert len(asked) == 1


def test_five_redirects_are_followed_and_no_more() -> None:
    def respond(path: str) -> bytes:
        n = int(path.strip("/"))
        return answer() if n == 0 else answer(b"", "301 Moved", Location=f"/{n - 1}")

    with site(respond) as (address, asked):
        assert fetch.fetch(f"{address}/5", open_policy(address)).url == f"{address}/0"
        with pytest.raises(ReadError, match="leads on"):
            fetch.fetch(f"{address}/6", open_policy(address))
    assert len(asked) == 12


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    while True:
        yield b"a" * 10_000


def test_a_page_without_end_is_cut() -> None:
    with site(lambda path: endless()) as (address, _), pytest.raises(ReadError, match="larger than"):
        fetch.fetch(address, open_policy(address, bytes=100_000))


def test_a_packed_page_that_grows_is_cut() -> None:
    bomb = gzip.compress(b"a" * 50_000_000)
    with site(lambda path: answer(bomb, Content_Encoding="gzip")) as (address, _), pytest.raises(ReadError, match="larger than"):
        fetch.fetch(address, open_policy(address, bytes=1_000_000))


def test_a_packed_page_is_unpacked_and_other_packings_are_refused() -> None:
    with site(lambda path: answer(gzip.compress(PAGE), Content_Encoding="gzip")) as (address, _):
        assert fetch.fetch(address, open_policy(address)).data == PAGE
    with site(lambda path: answer(b"x", Content_Encoding="br")) as (address, _), pytest.raises(ReadError, match="packed"):
        fetch.fetch(address, open_policy(address))
    with (
        site(lambda path: answer(b"no gzip", Content_Encoding="gzip")) as (address, _),
        pytest.raises(ReadError, match="packed badly"),
    ):
        fetch.fetch(address, open_policy(address))


@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-B: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
    ],
)
def test_a_server_that_drips_is_left(first: bytes) -> None:
    def drip() -> Iterator[bytes]:
        yield first
        while True:
            time.sleep(0.1)
            yield b"X-A: b\r\n"

    start = time.monotonic()
    with site(lambda path: drip()) as (address, _), pytest.raises(ReadError, match="takes longer"):
        fetch.fetch(address, open_policy(address, seconds=0.6))
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (answer(status="404 Not Found"), "answers 404"),
        (answer(Content_Type="application/pdf"), "application/pdf"),
        (b"nonsense\r\n\r\n", "does not answer"),
        (b"", "does not answer"),
    ],
)
def test_what_is_no_page_gets_a_sentence(reply: bytes, told: str) -> None:
    with site(lambda path: reply) as (address, _), pytest.raises(ReadError, match=told):
        fetch.fetch(address, open_policy(address))


@pytest.mark.parametrize(
    ("robots", "status", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", "200 OK", False),
        (b"User-agent: *\nDisallow: /private/", "200 OK", True),
        (b"User-agent: sayso\nDisallow: /\n\nUser-agent: *\nAllow: /", "200 OK", False),
        (b"", "404 Not Found", True),
        (b"", "503 Busy", False),
    ],
)
def test_robots_are_kept_to(robots: bytes, status: str, allowed: bool) -> None:
    def respond(path: str) -> bytes:
        return answer(robots, status, Content_Type="text/plain") if path == "/robots.txt" else answer()

    with site(respond) as (address, asked):
        if allowed:
            assert fetch.fetch(f"{address}/a", open_policy(address, robots=True)).data == PAGE
        else:
            with pytest.raises(ReadError, match="robots"):
                fetch.fetch(f"{address}/a", open_policy(address, robots=True))
            assert len(asked) == 1


def test_an_address_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    latin = PAGE.decode().replace("ferry", "Fähre")
    with site(lambda path: answer(latin.encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")) as (address, _):
        asked = fetch.fetch
        monkeypatch.setattr(fetch, "fetch", lambda url: asked(url, open_policy(address)))
        found = list(documents([f"{address}/ferry", "http://127.0.0.1:1/"]))
    page, nothing = found
    assert isinstance(page, Document) and page.url == page.origin == f"{address}/ferry"
    assert "Fähre" in page.text
    assert isinstance(nothing, Skipped) and nothing.reason.startswith("http://127.0.0.1:1/ ")


def test_nothing_is_asked_where_no_address_was_given(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(socket, "socket", lambda *a, **k: pytest.fail("it opened the network"))
    (tmp_path / "a.html").write_bytes(PAGE.replace(b"<p>", b'<img src="http://tracker.example/x"><p>'))
    assert isinstance(next(iter(documents([str(tmp_path / "a.html")]))), Document)
