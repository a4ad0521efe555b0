"""Encodings: bytes to text, without a silent guess.

A byte order mark decides, then strict UTF-8, then what a page declares, then a guess, which is told in the notes like
every character that had to be replaced. The mark itself is left out of the text: offsets count from the character
after it, as every editor does. Line ends stay as they are.
Known misses: UTF-16 without a byte order mark is taken for a binary file.
"""

import codecs
import re

import msgspec

from sayso.core.errors import ReadError

# UTF-32's marks begin with UTF-16's, so they come first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_KINDS = (
    (b"%PDF-", "a PDF"), (b"{\\rtf", "an RTF file"), (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x1f\x8b", "a gzip archive"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"), (b"\xd0\xcf\x11\xe0", "an old office document"),
)  # fmt: skip
# Control characters that occur in text: tab, line feed, vertical tab, form feed, carriage return, and escape in terminal logs.
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
# Texts have hardly any others; pictures and programs have one in ten bytes.
MOST_CONTROL = 0.01
# Bytes that a guess looks at: more changes no guess and takes seconds.
GUESSED_FROM = 200_000
_SINGLE_BYTE = {"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "latin_1"}
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.I)
_XML_ENCODING = re.compile(rb"""^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_.:-]{2,40})""")


class Decoded(msgspec.Struct, frozen=True):
    """The text, the encoding it was read in, and what a reader should know of how."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def declared(data: bytes) -> str | None:
    """The encoding that a page's first 4,096 bytes declare, as Python calls it; None when none that we know."""
    head = data[:4096]
    found = _XML_ENCODING.search(head) or _CHARSET.search(head)
    if found is None:
        return None
    label = found[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(label)
    except LookupError:
        return None
    # Browsers read Latin-1 and ASCII as Windows-1252 (WHATWG Encoding), and so do the pages that declare them.
    name = "cp1252" if label in _SINGLE_BYTE or codec.name in _SINGLE_BYTE else codec.name
    # A page whose declaration can be read as ASCII is not in UTF-16 or UTF-32, whatever it declares.
    return None if name.startswith(("utf-16", "utf-32")) or not getattr(codec, "_is_text_encoding", True) else name


def decode(data: bytes, *, declares: str | None = None) -> Decoded:
    """The text of these bytes. Raises ReadError when they are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding, ())
    _refuse_binary(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, declares, error)
    if declares is not None and codecs.lookup(declares).name != "utf-8" and not data.isascii():
        return Decoded(text, "utf-8", (f"declares {declares} but is UTF-8, and was read so",))
    return Decoded(text, "utf-8")


def _refuse_binary(data: bytes) -> None:
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), None)
    if kind is not None:
        raise ReadError(f"is {kind}: save it as plain text or HTML first")
    if b"\0" in data or len(data) - len(data.translate(None, _CONTROL)) > MOST_CONTROL * len(data):
        raise ReadError("looks like a binary file, not text: save it as plain text in UTF-8 first")


def _not_utf8(data: bytes, declares: str | None, error: UnicodeDecodeError) -> Decoded:
    if declares is not None and declares != "utf-8":
        try:
            return Decoded(data.decode(declares), declares)
        except UnicodeDecodeError:
            pass
    patched = data.decode("utf-8", "replace")
    lost = patched.count("\ufffd")
    whole = len(_MULTIBYTE.findall(data))
    # A few broken bytes among many good sequences are damage; another encoding would hardly make one good sequence.
    if whole > 2 * lost:
        return _replacing(data, "utf-8", ())
    encoding = "cp1252" if _is_western(data) else _guess(data)
    return _replacing(data, encoding, (f"is not UTF-8 (byte {error.start:,}): read as {encoding}, which is a guess",))


_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Windows-1252 as it occurs in English: quotation marks, dashes, currency and section signs, and accented letters.
_WESTERN = frozenset("€‚„…‘’“”•–—™\u00a0£§©«®°·»½".encode("cp1252")) | frozenset(range(0xC0, 0x100))
# Share of bytes above ASCII up to which a text can be English with foreign names; German news has 1.5 %, Russian 45 %.
MOST_FOREIGN = 0.05


def _is_western(data: bytes) -> bool:
    """Whether the bytes above ASCII are few and all of them such as English texts have in Windows-1252.

    charset-normalizer reads short texts of this kind as cp1250 or Big5 (3.5: "It’s over." as Big5).
    """
    high = data.translate(None, bytes(range(128)))
    return len(high) <= max(3, MOST_FOREIGN * len(data)) and set(high) <= _WESTERN


def _guess(data: bytes) -> str:
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:GUESSED_FROM]).best()
    return best.encoding if best is not None else "cp1252"


def _replacing(data: bytes, encoding: str, notes: tuple[str, ...]) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    if lost > 0:
        notes = (*notes, f"{lost:,} unreadable {'character was' if lost == 1 else 'characters were'} replaced by U+FFFD")
    return Decoded(text, encoding, notes)
