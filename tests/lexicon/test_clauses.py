"""Words of clauses: each row's example shows, with the real parser, when or where the act of its trigger is."""

import pytest

from sayso.core.clauses import places_of, times_of
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.extract import times
from sayso.lexicon import tables
from sayso.lexicon.clauses import TABLE, clause_words
from sayso.parse import parse
from sayso.read import document

ROWS = tables.rows(TABLE)


def read(example: str) -> Reading:
    """An example as a document of its own: neighbours in one document are read together."""
    article = document(f"The clerk read the list aloud to the house.\n\n{example}".encode(), medium="text")
    reading = Reading(article).adding(Parse, (parse(article),))
    return reading.adding(times.GIVES, times.extract(reading))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']} {row['phrase']}")
def test_row(row: dict[str, str]) -> None:
    examples = read(row["example"])
    text, tokens = examples.document.text, examples.parse.tokens
    start = text.index(row["example"])
    end = start + len(row["example"])
    here = [i for i, token in enumerate(tokens) if start <= token.span.start < end]
    assert any(tokens[i].text.lower() in row["forms"].split("|") for i in here)
    trigger = next(i for i in here if tokens[i].text == row["trigger"])
    when = [time.span.of(text) for time in times_of(examples.parse, trigger, examples.of(times.GIVES), clause_words())]
    where = [examples.parse.span(one.first, one.last).of(text) for one in places_of(examples.parse, trigger, clause_words())]
    assert when + where == ([row["found"]] if row["found"] else [])
