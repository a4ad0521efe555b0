"""Fetching: the bytes behind an address of the public network, with nothing sent but the request for them.

An address that a stranger wrote may point into the reader's own house. So: http and https on their own ports only, no
password in an address; a name is resolved once, every address it has must be a public one, and the connection goes to what
was checked; each redirect is checked the same way, and five are followed. Bytes, seconds and what a packed answer may grow to
are bounded, and a site's robots.txt is kept to. `Policy` holds these bounds, for tests to move.
Knowingly missed: pages that are drawn by scripts, logins, and whatever a proxy would have to fetch.
"""

import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import quote, urljoin, urlsplit

import msgspec
from protego import Protego

from sayso.core.errors import ReadError
from sayso.read.files import MAX_BYTES

AGENT = "sayso"
TYPES = {"text/html": "page", "application/xhtml+xml": "page", "text/plain": "text"}
REDIRECTS = (301, 302, 303, 307, 308)
# RFC 9309: a robots.txt may be cut after 500 kibibytes.
ROBOTS_BYTES = 500 * 1024
CHUNK = 65_536


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network, and so is the one it may carry inside.

    >>> [is_public(a) for a in ("192.0.2.1", "127.0.0.1", "100.64.0.1", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1")]
    [False, False, False, False, False, False]
    >>> is_public("2606:4700::1"), is_public("9.9.9.9")
    (True, True)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if carried is None and (ip in ipaddress.ip_network("64:ff9b::/96") or int(ip) >> 32 == 0):
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(str(carried))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What may be asked of the network. `seconds` are for an article with its robots.txt and all redirects."""

    public: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    redirects: int = 5
    bytes: int = MAX_BYTES
    seconds: float = 20.0
    robots: bool = True


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What an address gave: the address that answered in the end, the bytes, unpacked, and what they are said to be."""

    url: str
    data: bytes
    medium: str
    charset: str | None


class _Target(msgspec.Struct, frozen=True):
    secure: bool
    host: str
    port: int
    path: str


class _Answer(msgspec.Struct, frozen=True):
    status: int
    location: str | None
    type: str
    charset: str | None
    data: bytes


def fetch(url: str, policy: Policy | None = None) -> Fetched:
    """What `url` gives. Raises ReadError when it may not be asked, does not answer, or answers with no text."""
    policy = policy or Policy()
    with _deadline(policy.seconds) as open_until:
        let_in: set[str] = set()
        for _ in range(policy.redirects + 1):
            target = _target(url, policy)
            addresses = _addresses(target, policy)
            root = urljoin(url, "/")
            if policy.robots and root not in let_in:
                _keep_to_robots(url, root, policy, open_until)
                let_in.add(root)
            answer = _ask(target, addresses, policy, open_until)
            if answer.status in REDIRECTS and answer.location:
                url = urljoin(url, answer.location).partition("#")[0]
                continue
            if answer.status != 200:
                raise ReadError(f"answers {answer.status}: open it in a browser, save the page and read the file")
            if answer.type not in TYPES:
                raise ReadError(f"is {answer.type or 'of unknown type'}, no page or text")
            return Fetched(url=url, data=answer.data, medium=TYPES[answer.type], charset=answer.charset)
    raise ReadError(f"leads on more than {policy.redirects} times")


def _target(url: str, policy: Policy) -> _Target:
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii") if not (parts.hostname or "").count(":") else parts.hostname
    except (ValueError, UnicodeError) as error:
        raise ReadError(f"is no address: {error}") from None
    if parts.scheme not in ("http", "https"):
        raise ReadError("is no address of a page: it must begin with http:// or https://")
    if not host:
        raise ReadError("is no address of a page: it names no host")
    if parts.username is not None or parts.password is not None:
        raise ReadError("holds a name or password: addresses with those are not asked")
    secure = parts.scheme == "https"
    port = port if port is not None else 443 if secure else 80
    if port not in policy.ports:
        raise ReadError(f"names port {port}: only {' and '.join(map(str, sorted(policy.ports)))} are asked")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{quote(parts.query, safe=_QUERY)}" if parts.query else "")
    return _Target(secure, host, port, path)


_QUERY = "/%:@!$&'()*+,;=~-._?[]"


def _addresses(target: _Target, policy: Policy) -> list[str]:
    """Where the host is; all of it must be public, for a name with one public and one private address is a trap."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ReadError(f"cannot be found: no address is known for {target.host}") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not all(policy.public(address) for address in addresses):
        raise ReadError(f"is not of the public network: {target.host} is an address of this machine or a private one")
    return addresses


class _Connection(HTTPConnection):
    """A connection to an address that was checked, by the name it was asked for under."""

    def __init__(self, target: _Target, address: str, seconds: float, watch: Callable[[socket.socket], None]) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._address, self._secure, self._watch = address, target.secure, watch
        self.default_port = 443 if target.secure else 80  # so that Host names no port that goes without saying

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
        self._watch(self.sock)


def _ask(target: _Target, addresses: list[str], policy: Policy, open_until: "_Deadline", cut_at: int | None = None) -> _Answer:
    """What the first address that answers says; a body past `cut_at` is cut, past the policy's bytes refused."""
    failed: Exception | None = None
    for address in addresses:
        connection = _Connection(target, address, policy.seconds, open_until.watch)
        try:
            headers = {"User-Agent": AGENT, "Accept": "text/html, text/plain;q=0.8", "Accept-Encoding": "gzip"}
            connection.request("GET", target.path, headers=headers)
            response = connection.getresponse()
            body = b"" if response.status in REDIRECTS else _body(response, policy.bytes, cut_at)
            open_until.check()  # a connection that was cut at the deadline looks like one that ended
            return _Answer(
                response.status,
                response.getheader("Location"),
                response.headers.get_content_type() if response.getheader("Content-Type") else "",
                response.headers.get_content_charset(),
                body,
            )
        except (OSError, HTTPException, ValueError) as error:
            open_until.check()
            failed = error
        finally:
            connection.close()
    raise ReadError(f"does not answer ({failed}): try again later, or save the page and read the file") from failed


def _body(response: HTTPResponse, limit: int, cut_at: int | None) -> bytes:
    """The bytes of an answer, unpacked. Raises ReadError past the limit, packed or unpacked."""
    limit = cut_at or limit
    packing = (response.getheader("Content-Encoding") or "identity").strip().casefold()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise ReadError(f"is packed in a way that was not asked for ({packing})")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if packing != "identity" else None
    found, size, received = [], 0, 0
    while piece := response.read1(CHUNK):
        received += len(piece)
        if unpack is not None:
            try:
                piece = unpack.decompress(piece, limit + 1 - size)
            except zlib.error as error:
                raise ReadError(f"is packed badly: {error}") from None
        found.append(piece)
        size += len(piece)
        if size > limit or received > limit:
            if cut_at:
                break
            raise ReadError(f"is larger than {limit:,} bytes: it is no article")
    return b"".join(found)[:limit]


def _keep_to_robots(url: str, root: str, policy: Policy, open_until: "_Deadline") -> None:
    """Raises ReadError where the site's robots.txt closes `url` to us, or where the site fails to say (RFC 9309)."""
    address = urljoin(root, "robots.txt")
    for _ in range(policy.redirects + 1):
        target = _target(address, policy)
        answer = _ask(target, _addresses(target, policy), policy, open_until, cut_at=ROBOTS_BYTES)
        if answer.status in REDIRECTS and answer.location:
            address = urljoin(address, answer.location)
            continue
        if 400 <= answer.status < 500:
            return
        if answer.status != 200:
            raise ReadError(f"is not asked for, as the site's robots.txt answers {answer.status}: try again later")
        if not Protego.parse(answer.data.decode("utf-8", "replace")).can_fetch(url, AGENT):
            raise ReadError("is closed to programs by the site's robots.txt: save the page and read the file")
        return
    raise ReadError(f"has a robots.txt that leads on more than {policy.redirects} times")


class _Deadline:
    """Cuts whatever connection is open when time is up, for a server that sends a byte now and then never times out."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._over, self._socket = seconds, False, None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    _socket: socket.socket | None

    def watch(self, connection: socket.socket) -> None:
        with self._lock:
            self._socket = connection
        self.check()

    def check(self) -> None:
        if self._over:
            raise ReadError(f"takes longer than {self._seconds:g} seconds: try again later")

    def end(self) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        with self._lock:
            self._over = True
            if self._socket is not None:
                with suppress(OSError):  # it may be closed already
                    self._socket.shutdown(socket.SHUT_RDWR)


@contextmanager
def _deadline(seconds: float) -> Iterator[_Deadline]:
    deadline = _Deadline(seconds)
    try:
        yield deadline
    finally:
        deadline.end()
