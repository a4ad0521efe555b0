"""Encodings: marks, declarations, guesses that are told, and what is no text."""

import pytest

from sayso.core.errors import ReadError
from sayso.read.encodings import declared, decode

WORDS = "The minister’s offer – “fair”, she said – was refused in Málaga.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_marks_and_utf8_need_no_note(encoding: str) -> None:
    decoded = decode(WORDS.encode(encoding))
    assert (decoded.text, decoded.notes) == (WORDS, ())


def test_big_endian_marks() -> None:
    assert decode(b"\xfe\xff" + WORDS.encode("utf-16-be")).text == WORDS
    assert decode(b"\x00\x00\xfe\xff" + WORDS.encode("utf-32-be")).text == WORDS


def test_windows_1252_is_guessed_and_told() -> None:
    decoded = decode(WORDS.encode("cp1252"))
    assert decoded.text == WORDS
    assert "guess" in decoded.notes[0]


def test_other_guesses() -> None:
    words = "Премьер-министр заявил в понедельник, что переговоры о порте продолжатся на следующей неделе. " * 5
    decoded = decode(words.encode("cp1251"))
    assert decoded.text == words
    assert "guess" in decoded.notes[0]


def test_declared_charset() -> None:
    page = '<html><head><meta charset="windows-1250"></head><body>Kraków, Łódź</body></html>'
    data = page.encode("cp1250")
    assert declared(data) == "cp1250"
    assert decode(data, declares=declared(data)).text == page
    assert declared(b'<?xml version="1.0" encoding="ISO-8859-1"?><html>') == "cp1252"
    assert declared(b"<meta http-equiv=Content-Type content='text/html; charset=utf-8'>") == "utf-8"
    assert declared(b"<meta charset=utf-16>") is declared(b"<meta charset=klingon>") is declared(b"<meta charset=rot13>") is None


def test_a_false_declaration_is_told() -> None:
    data = '<meta charset="iso-8859-1">Málaga “here”'.encode()
    decoded = decode(data, declares=declared(data))
    assert "Málaga “here”" in decoded.text
    assert "declares cp1252 but is UTF-8" in decoded.notes[0]


def test_damage_is_replaced_and_counted() -> None:
    decoded = decode((WORDS * 20).encode()[:-1] + b"\xff\xe2\x80")
    assert decoded.encoding == "utf-8"
    assert decoded.notes == ("2 unreadable characters were replaced by U+FFFD",)
    assert decode("a \ufffd b".encode()).notes == ()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 \xe2\xe3", "PDF"),
        (b"PK\x03\x04abc", "zip"),
        (b"a\0b", "binary"),
        (b"ab\x01\x02\x03", "binary"),
        (b"{\\rtf1 a}", "RTF"),
    ],
)
def test_what_is_no_text(data: bytes, what: str) -> None:
    with pytest.raises(ReadError, match=what):
        decode(data)
