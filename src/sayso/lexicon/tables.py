"""Tables: how a lexicon file becomes rows. One row one fact, tab-separated, a header line, `#` for remarks."""

from functools import cache
from importlib.resources import files

from sayso.core.errors import LexiconError


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/NAME` (such as "en/cues.tsv") as dictionaries by column.

    Raises LexiconError, naming file and line, when a row has another number of cells than the header.
    """
    text = files("sayso.lexicon").joinpath("data", *name.split("/")).read_text(encoding="utf-8")
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        raise LexiconError(f"lexicon {name} is empty: it needs a header line")
    header = lines[0][1].split("\t")
    found = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise LexiconError(f"lexicon {name} line {number} has {len(cells)} cells, its header {len(header)}: {cells}")
        found.append(dict(zip(header, cells, strict=True)))
    return tuple(found)


@cache
def words(name: str, column: str = "phrase") -> frozenset[str]:
    """One column of a table as a set, lower-cased."""
    return frozenset(row[column].lower() for row in rows(name))
