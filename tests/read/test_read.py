"""Paths, sidecars and standard input; and that bad input costs one clear sentence and nothing else."""

import io
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sayso import read
from sayso.core.document import Document, Skipped
from sayso.core.errors import ReadError

ARTICLE = "Port reopens after storm\n\nPublished 5 March 2031\n\nThe port of Vale reopened on Monday after three days of storm.\n"
PROSE = "The port of Vale reopened on Monday after three days of storm, and nine ships left before noon, said its master."
PAGE = f"<!DOCTYPE html><html><head><title>Port</title></head><body><article><h1>Port reopens</h1><p>{PROSE}</p></article></body>"


def skipped(path: Path | str, **options: object) -> str:
    (found,) = read.documents([str(path)], **options)  # type: ignore[arg-type]
    assert isinstance(found, Skipped)
    assert found.origin in found.reason or found.origin == "-"
    assert ". " not in found.reason.removeprefix(found.origin), "one sentence"
    return found.reason


def one(path: Path | str, given: read.Given | None = None) -> Document:
    (found,) = read.documents([str(path)], given=given)
    assert isinstance(found, Document), found
    return found


def test_a_directory_is_walked_in_order(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.TXT", "a/b.htm", "a/.hidden.txt", "README.md", "readme.txt", "b.meta.json", "c.csv", ".git/d.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}" if name.endswith("json") else PAGE if name.endswith("htm") else ARTICLE)
    documents = list(read.documents([str(tmp_path)]))
    assert all(isinstance(document, Document) for document in documents)
    found = [Path(document.origin).relative_to(tmp_path).as_posix() for document in documents]
    assert found == ["a/b.htm", "a/z.TXT", "b.txt"]


def test_options_win_over_sidecar_over_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    assert one(tmp_path / "a.txt").published == "2031-03-05"
    (tmp_path / "a.meta.json").write_text(
        '{"published": "2031-03-04T10:00:00Z", "outlet": "Vale Mirror", "url": "https://vale.example/a", "section": 1}'
    )
    document = one(tmp_path / "a.txt")
    assert (document.published, document.outlet, document.headline) == ("2031-03-04", "Vale Mirror", "Port reopens after storm")
    assert "2031-03-05" in document.notes[0]
    document = one(tmp_path / "a.txt", read.Given(published="2031-03", outlet="Harbour Times"))
    assert (document.published, document.outlet, document.url) == ("2031-03", "Harbour Times", "https://vale.example/a")


@pytest.mark.parametrize("sidecar", ["{", "[]", '{"outlet": 3}', '{"published": "soon"}', "\xff", "[" * 100_000])
def test_a_broken_sidecar_skips_its_file_only(tmp_path: Path, sidecar: str) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.txt").write_text(ARTICLE)
    (tmp_path / "a.meta.json").write_bytes(sidecar.encode("latin-1"))
    first, second = read.documents([str(tmp_path)])
    assert isinstance(first, Skipped)
    assert "a.meta.json" in first.reason
    assert isinstance(second, Document)


def test_a_bad_date_raises_before_anything_is_read() -> None:
    with pytest.raises(ReadError, match="'soon' is no date"):
        read.documents(["nowhere"], given=read.Given(published="soon"))


def test_standard_input_is_sniffed() -> None:
    (text,) = read.documents(["-"], stdin=io.BytesIO(ARTICLE.encode()))
    (page,) = read.documents(["-"], stdin=io.BytesIO(b"\n " + PAGE.encode()))
    assert isinstance(text, Document)
    assert isinstance(page, Document)
    assert (text.text, text.origin, page.headline) == (ARTICLE, "-", "Port reopens")
    assert "no standard input" in skipped("-")
    assert "is empty" in skipped("-", stdin=io.BytesIO())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t\xc2\xa0", "white space"),
        (b"... ---", "no words"),
        (b"\x89PNG\r\n", "picture"),
        (b"ab\0cd", "binary"),
        (b"\xff\xfe", "white space"),
        (b"%PDF-1.4", "PDF"),
    ],
)
def test_bad_content(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    assert reason in skipped(tmp_path / "a.txt")


def test_a_page_without_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body><nav><a href='/'>Home</a></nav><p>We use cookies</p></body></html>")
    assert "no article text" in skipped(tmp_path / "a.html")


def test_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 20_000_000)
    assert "larger than 10,000,000 bytes" in skipped(tmp_path / "a.txt")
    assert "larger than 10,000,000 bytes" in skipped("-", stdin=io.BytesIO(b"a" * (read.MAX_BYTES + 1)))
    with pytest.raises(ReadError, match="larger"):
        read.document(b"a" * (read.MAX_BYTES + 1))


def test_one_line_of_a_megabyte(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"The port reopened. " * 55_000)
    assert len(one(tmp_path / "a.txt").blocks) == 1


def test_bad_paths(tmp_path: Path) -> None:
    assert "does not exist" in skipped(tmp_path / "none.txt")
    assert "without articles" in skipped(tmp_path)
    assert "NUL" in skipped("a\0b")
    (tmp_path / "link.txt").symlink_to("gone.txt")
    assert "broken link to gone.txt" in skipped(tmp_path / "link.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    assert "cannot be read" in skipped(tmp_path / "loop.txt")
    (tmp_path / "a.meta.json").write_text("{}")
    assert "is a sidecar" in skipped(tmp_path / "a.meta.json")
    assert "cannot be read" in skipped(str(tmp_path / "a.meta.json" / "b.txt"))


def test_pipes_sockets_and_devices_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "no regular file" in skipped(tmp_path / "pipe.txt")
    assert "no regular file" in skipped("/dev/null")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        assert "no regular file" in skipped(tmp_path / "s.txt")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert "may not be read by you" in skipped(tmp_path / "a.txt")
    monkeypatch.setattr(os, "scandir", refuse)
    assert "may not be read by you" in skipped(tmp_path)


def test_the_good_among_the_bad(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(ARTICLE)
    (tmp_path / "c.html").write_bytes(b"\0")
    (tmp_path / "d.txt").symlink_to("b.txt")
    (tmp_path / "e").symlink_to(tmp_path)
    found: Iterator[Document | Skipped] = read.documents([str(tmp_path), "nowhere", str(tmp_path / "b.txt")])
    assert [type(item).__name__ for item in found] == [
        "Skipped",
        "Document",
        "Skipped",
        "Document",
        "Skipped",
        "Skipped",
        "Document",
    ]


def test_names_that_are_no_text(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(ARTICLE)
    except (OSError, UnicodeError):
        pytest.skip("this file system holds only names in UTF-8")
    (document,) = read.documents([str(tmp_path)])
    assert msgspec.json.decode(msgspec.json.encode(document), type=Document) == document


def test_other_languages_are_read_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Der Hafen von Vale wurde am Montag nach drei Tagen Sturm wieder geöffnet, sagte die Hafenmeisterin.\n" * 2
    )
    document = one(tmp_path / "a.txt")
    assert document.language == "de"
    assert document.notes == ("written in de: sayso reads English only so far",)


def test_html_in_a_text_file_is_noted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE)
    document = one(tmp_path / "a.txt")
    assert document.text == PAGE
    assert "name it .html" in document.notes[0]


def test_the_outlet_marker_and_the_agency(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Harbour News / PORT VALE, March 4, 2031 (AP) - The port of Vale reopened on Monday after three days of storm.\n"
    )
    document = one(tmp_path / "a.txt")
    assert (document.outlet, document.dateline, document.published) == (
        "Harbour News",
        "PORT VALE, March 4, 2031 (AP)",
        "2031-03-04",
    )
    assert [block.role for block in document.blocks] == ["dateline", "paragraph"]
