"""The guard: what every request must be, and what every answer carries, before any page is asked.

Pages of a local server can be reached by any site that the same browser has open, and by names that a stranger's server
points at this machine. So the Host must be exactly ours; what changes something must come from our own pages, by
Sec-Fetch-Site, or by Origin from a browser too old to send it; no answer may be framed, sniffed, or hold a script, a style or a
picture of anybody else, nor one written into the page. Our pages send no Referer, so browsers give "null" as their Origin.
A body is read whole before a page is asked, up to a limit of bytes and seconds.
"""

import asyncio
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# As many bytes as twenty long articles, or one at the limit of `read`, with what a form puts around them.
BODY_BYTES = 12_000_000
BODY_SECONDS = 30.0

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
SAFE = frozenset({"GET", "HEAD"})


class Guard:
    """Middleware around the desk: refuses before a page is asked, and adds the headers to whatever is answered."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], body_bytes: int = BODY_BYTES, body_seconds: float = BODY_SECONDS):
        self._app = app
        self._hosts = frozenset(host.encode() for host in hosts)
        self._body_bytes, self._body_seconds = body_bytes, body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # nothing else is offered
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [header for header in message.get("headers", ()) if header[0] not in _NAMES]
                headers = [*given, *HEADERS]
                if not any(name == b"cache-control" for name, _ in given):
                    headers.append((b"cache-control", b"no-store"))
                message = {**message, "headers": headers}
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None and scope["method"] == "POST":
            body = await self._body(scope, receive)
            if isinstance(body, bytes):
                receive = _again(body)
            else:
                refusal = body
        if refusal is not None:
            await _say(sending, *refusal)
            return
        await self._app(scope, receive, sending)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The status and sentence a request is refused with, None when it may go on."""
        hosts = _values(scope, b"host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return 421, "This desk answers to its own address alone: open the one that `sayso serve` printed."
        sites, origins = _values(scope, b"sec-fetch-site"), _values(scope, b"origin")
        if scope["method"] in SAFE:
            # A link from elsewhere may lead here; a page from elsewhere may not make us work or learn what is here.
            if sites in ([b"cross-site"], [b"same-site"]) and _values(scope, b"sec-fetch-mode") != [b"navigate"]:
                return 403, "The desk's pages are not for other pages to load."
            return None
        if scope["method"] != "POST":
            return 405, "This desk knows GET, HEAD and POST."
        own = {b"http://" + host for host in self._hosts}
        from_us = sites == [b"same-origin"] and all(origin in own or origin == b"null" for origin in origins)
        from_old = not sites and len(origins) == 1 and origins[0] in own
        if not (from_us or from_old):
            return 403, "Only the desk's own pages may change something: this request came from elsewhere."
        return None

    async def _body(self, scope: Scope, receive: Receive) -> bytes | tuple[int, str]:
        too_large = 413, f"More than {self._body_bytes:,} bytes are not taken at once: add fewer files, or use `sayso read`."
        declared = _values(scope, b"content-length")
        if declared and (not declared[0].isdigit() or int(declared[0]) > self._body_bytes):
            return too_large
        found: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self._body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return 400, "The request ended before it was whole."
                    found.append(message.get("body", b""))
                    size += len(found[-1])
                    if size > self._body_bytes:
                        return too_large
                    if not message.get("more_body"):
                        return b"".join(found)
        except TimeoutError:
            return 408, "The request took too long to arrive."


_NAMES = frozenset(name for name, _ in HEADERS)


def _values(scope: Scope, name: bytes) -> list[bytes]:
    return [value for key, value in scope["headers"] if key == name]


def _again(body: bytes) -> Receive:
    """A receive that gives a body that was read already, once."""
    given = False

    async def receive() -> Message:
        nonlocal given
        if given:
            return {"type": "http.disconnect"}
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _say(send: Send, status: int, sentence: str) -> None:
    body = (sentence + "\n").encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
