"""Files: which paths hold articles, and their bytes, from regular files only and never more than a limit."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sayso.core.errors import ReadError
from sayso.read.given import SIDECAR

# A long book has 1 MB; what is larger is an archive or no text.
MAX_BYTES = 10_000_000
TEXT, PAGE = frozenset({".txt", ".text", ".md"}), frozenset({".html", ".htm", ".xhtml"})


class Found(msgspec.Struct, frozen=True):
    """A path to read, or why it will not be."""

    path: str
    reason: str | None = None


def walk(path: str) -> Iterator[Found]:
    """The articles at a path: the path itself, or every article below a directory, in sorted order.

    Passed over in directories: other suffixes, hidden files, sidecars and files called README.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - a path that is no text, such as one with a NUL, is False here and told below
        yield Found(path)
        return
    found = False
    for item in _below(path):
        found = True
        yield item
    if not found:
        yield Found(path, f"is a directory without articles: sayso reads {', '.join(sorted(TEXT | PAGE))}")


def _below(directory: str) -> Iterator[Found]:
    try:
        with os.scandir(directory) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Found(directory, _why(error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.is_symlink() and Path(entry.path).is_dir():
            yield Found(entry.path, "is a link to a directory, which is not followed: name that directory itself")
        elif is_article(entry.name):
            yield Found(entry.path)


def is_article(name: str) -> bool:
    """Whether a file of this name in a directory is taken for an article."""
    plain = name.casefold()
    return Path(plain).suffix in TEXT | PAGE and not plain.startswith(("readme", ".")) and not plain.endswith(SIDECAR)


def read_bytes(path: str) -> bytes:
    """The bytes of a regular file. Raises ReadError when it is none, is larger than MAX_BYTES or cannot be opened."""
    try:
        # Looked at before it is opened: opening a device can do things. Looked at again after: it may have been swapped.
        _refuse_special(Path(path).stat().st_mode)
        # Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            _refuse_special(os.fstat(handle).st_mode)
            return within_limit(file.read(MAX_BYTES + 1))
    except OSError as error:
        if Path(path).is_symlink() and isinstance(error, FileNotFoundError):
            raise ReadError(f"is a broken link to {Path(path).readlink()}: mend or remove it") from None
        raise ReadError(_why(error)) from None
    except ValueError:
        raise ReadError("is no path: it holds a NUL character") from None


def within_limit(data: bytes) -> bytes:
    """The bytes as they are. Raises ReadError when there are more than MAX_BYTES."""
    if len(data) > MAX_BYTES:
        raise ReadError(f"is larger than {MAX_BYTES:,} bytes: split it into one file an article")
    return data


def sidecar_path(path: str) -> str | None:
    """The path of the sidecar beside this file, or None when there is none."""
    beside = Path(path).with_suffix("")
    sidecar = beside.with_name(beside.name + SIDECAR)
    return str(sidecar) if os.path.lexists(sidecar) else None


def _refuse_special(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise ReadError("is a directory")
    if not stat.S_ISREG(mode):
        raise ReadError("is no regular file but a pipe, socket or device: pass its content on standard input as -")


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist: check the path"
    if isinstance(error, PermissionError):
        return "may not be read by you: change its permissions or copy it"
    return f"cannot be read ({error.strerror or error}): check the path"
