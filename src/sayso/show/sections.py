"""Sections: what a report is made of before it is Markdown or HTML, so that both say the same."""

import msgspec


class Cell(msgspec.Struct, frozen=True):
    """Words, what stands small beneath them, and the address that the words lead to."""

    words: str
    beneath: str = ""
    link: str | None = None


class Section(msgspec.Struct, frozen=True):
    """A heading, what to know of it, and a table."""

    heading: str
    remark: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


class Report(msgspec.Struct, frozen=True):
    """A title, what to know of the whole, and its sections; those that hold nothing are left out."""

    title: str
    remark: str
    sections: list[Section]
