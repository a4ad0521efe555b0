"""Reading: bytes to a Document, or to a Skipped that says in one sentence why not.

One medium a file: text.py and html.py give a text and its blocks; published.py and metadata.py what is known of its
publication. What is given on the command line wins over the sidecar, that over the page or text.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from sayso.core.document import Block, Document, Skipped, sha256_of
from sayso.core.errors import ReadError
from sayso.read import encodings, files, published, text
from sayso.read.files import MAX_BYTES
from sayso.read.given import SIDECAR, Given, sidecar_facts
from sayso.read.language import language_of
from sayso.read.published import Facts

__all__ = ["MAX_BYTES", "Given", "Medium", "document", "documents", "is_address"]

Medium = Literal["text", "html"]
# Where a file's medium is not told by its name, the markup of a page stands in the first characters.
SNIFFED = 1000
_PAGE_STARTS = ("<!doctype html", "<html", "<head", "<body", "<article", "<meta", "<title", "<div", "<p>", "<p ", "<h1", "<main")


def documents(paths: Sequence[str], *, stdin: BinaryIO | None = None, given: Given | None = None) -> Iterator[Document | Skipped]:
    """A Document or a Skipped for every article at the paths, in order; "-" is standard input.

    A path is a file, a directory that is walked in sorted order, or an http(s) address, which is asked of the network.
    Raises ReadError at once, before anything is read, when the given date is none.
    """
    facts = (given or Given()).facts()
    return _documents(paths, stdin, facts)


def document(data: bytes, *, origin: str = "-", medium: Medium | None = None, given: Given | None = None) -> Document:
    """The Document in these bytes; the medium is sniffed when it is None. Raises ReadError when there is none."""
    return _document(files.within_limit(data), origin, medium, (given or Given()).facts())


def _documents(paths: Sequence[str], stdin: BinaryIO | None, facts: Facts) -> Iterator[Document | Skipped]:
    for path in paths:
        if path == "-":
            yield _input(stdin, facts)
            continue
        if is_address(path):
            yield _page(path, facts)
            continue
        for found in files.walk(path):
            yield _skipped(found.path, found.reason) if found.reason is not None else _file(found.path, facts)


def _input(stdin: BinaryIO | None, facts: Facts) -> Document | Skipped:
    if stdin is None:
        return _skipped("-", "was asked for, but there is no standard input: pipe an article in or name a file")
    try:
        return _document(files.within_limit(stdin.read(files.MAX_BYTES + 1)), "-", None, facts)
    except ReadError as error:
        return _skipped("-", str(error))
    except OSError as error:
        return _skipped("-", f"cannot be read ({error.strerror or error}): pipe an article in or name a file")


def is_address(path: str) -> bool:
    """Whether a path is an address of the network."""
    return path.casefold().startswith(("http://", "https://"))


def _page(address: str, facts: Facts) -> Document | Skipped:
    from sayso.read.fetch import fetch  # and with it all that speaks to the network

    try:
        found = fetch(address)
        return _document(
            _as_said(found.data, found.charset),
            _printable(address),
            "html" if found.medium == "page" else "text",
            facts.over(Facts(url=found.url)),
        )
    except ReadError as error:
        return _skipped(address, str(error))


def _as_said(data: bytes, charset: str | None) -> bytes:
    """The bytes in UTF-8, where they are not and the server says in what they are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(LookupError, UnicodeError):
            return data.decode(charset or "").encode("utf-8")
    return data


def _file(path: str, facts: Facts) -> Document | Skipped:
    try:
        if path.casefold().endswith(SIDECAR):
            raise ReadError("is a sidecar, which says when an article was published and by whom: name the article itself")
        data = files.read_bytes(path)
        sidecar = files.sidecar_path(path)
        if sidecar is not None:
            facts = facts.over(_sidecar(sidecar))
        suffix = Path(path).suffix.casefold()
        medium: Medium | None = "html" if suffix in files.PAGE else "text" if suffix in files.TEXT else None
        return _document(data, _printable(path), medium, facts)
    except ReadError as error:
        return _skipped(path, str(error))


def _sidecar(path: str) -> Facts:
    name = _printable(Path(path).name)
    try:
        data = files.read_bytes(path)
    except ReadError as error:
        raise ReadError(f"has a sidecar {name} that {error}") from None
    return sidecar_facts(data, name)


def _document(data: bytes, origin: str, medium: Medium | None, given: Facts) -> Document:
    if not data:
        raise ReadError("is empty: there is nothing to read")
    decoded = encodings.decode(data)
    page = _is_page(decoded.text)
    if medium == "html" or (medium is None and page):
        from sayso.read import html  # lxml and trafilatura take half a second: only for pages

        article = html.article(encodings.decode(data, declares=encodings.declared(data)))
        return _made(article.text, article.blocks, origin, (given, article.facts), article.notes)
    if not decoded.text.strip():
        raise ReadError("holds nothing but white space: there is nothing to read")
    if not any(c.isalnum() for c in decoded.text):
        raise ReadError("holds no words: there is nothing to read")
    notes = (
        *decoded.notes,
        *(["looks like HTML but was read as plain text: name it .html to read it as a page"] if page else []),
    )
    blocks = text.blocks(decoded.text)
    return _made(decoded.text, blocks, origin, (given, published.facts(decoded.text, blocks)), notes)


def _made(words: str, blocks: tuple[Block, ...], origin: str, facts: tuple[Facts, Facts], notes: tuple[str, ...]) -> Document:
    """The Document of a text; `facts` are the given ones and the found ones."""
    given, found = facts
    dates = [("sidecar or option", given.published or ""), ("own words", found.published or "")]
    if given.published and found.published and not published.is_filing_date(found):
        notes = (*notes, *published.disagreement(dates))
    notes = (*notes, *published.doubts(given.over(found)))
    language = language_of(words, blocks)
    if language not in ("en", None):
        notes = (*notes, f"written in {language}: sayso reads English only so far")
    return Document(
        text=words,
        text_sha256=sha256_of(words),
        blocks=blocks,
        language=language,
        origin=origin,
        notes=notes,
        **msgspec.structs.asdict(given.over(found)),
    )


def _is_page(words: str) -> bool:
    head = words[:SNIFFED].lstrip().casefold()
    return head.startswith(_PAGE_STARTS) or (head.startswith(("<?xml", "<!--")) and any(start in head for start in _PAGE_STARTS))


def _skipped(path: str, reason: str) -> Skipped:
    name = _printable(path)
    return Skipped(origin=name, reason=f"{'standard input' if path == '-' else name} {reason}")


def _printable(path: str) -> str:
    """The path with bytes that are no text, which JSON cannot hold, written out as \\udc.."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
