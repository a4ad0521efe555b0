"""Times: every expression that says when, how long or how often, with what it means in TIMEX3 and EDTF.

A word's kind is knowledge about English (lexicon/data/en/times.tsv); here is a grammar over kinds. Each word becomes one
letter (`atoms`), each form of expression one pattern over letters (`calendar`, `clock`, `feasts`, `lengths` and `relative`
register theirs when imported), and at each place the longest form that makes sense wins (`grammar`). What
it means is counted from the day of publication, from a date in the dateline where none is known, or from an earlier
expression ("two weeks later"). A bare weekday, month or day looks back, or forward where its verb does.
A date says no more than text and anchor do: what neither gives stays X, and then there is no earliest and no latest.
Spans and values after TimeML (Pustejovsky et al. 2003, TIMEX3): determiners and hedges in, prepositions out; "from May to
June" is two expressions, "3-5 March" one with an interval. "Early", "mid" and "late" narrow earliest and latest widely.
Dates of publication and dateline that disagree: publication wins, and the anchor says so.
Bare months and days are counted from publication, as news means them. Where the text has gone back to another year ("In 1979
the king fell."), a month or day that opens its clause is of that year if it comes after a day told of it, and else stays open.
"That June", "the next day" and "the year after" are counted from what was told; "the Sept. 11 attacks" is a name, and no day
of this year.
Knowingly missed: ages, "then" but behind "until" and its like, what is counted from an event ("two days after the vote" is two
days), the bounds of fiscal years that no day ends and of "about 2011", rates ("$30 a year").
"""

from collections.abc import Iterator

from sayso.core import dates
from sayso.core.data import TimeExpression
from sayso.core.document import Document
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.extract.times import calendar, clock, feasts, lengths, relative  # noqa: F401
from sayso.extract.times.atoms import blocks, plain
from sayso.extract.times.grammar import MADE_BY, Base, Grammar

__all__ = ["GIVES", "MADE_BY", "NEEDS", "extract"]

NEEDS, GIVES = (Parse,), TimeExpression


def extract(reading: Reading) -> Iterator[TimeExpression]:
    """Every time expression of the document, in text order."""
    document = reading.document
    base = _published(document) or _datelined(document)
    grammar = Grammar(document, reading.parse, base)
    for words in blocks(document, reading.parse):
        yield from grammar.read(words)


def _published(document: Document) -> Base | None:
    """The day of publication, or the month or year where no more is known."""
    for length in (10, 7, 4):
        days = dates.days_of((document.published or "")[:length])
        if days is not None:
            return Base(days, "published")
    return None


def _datelined(document: Document) -> Base | None:
    """The one full day that the dateline's words give, for a text whose publication is not known."""
    for block in document.blocks:
        if block.role == "dateline":
            for found in Grammar(document, None, None).read(plain(document.text, block.span)):
                days = dates.days_of(found.value)
                if days is not None and days.earliest == days.latest:
                    return Base(days, "dateline")
    return None
