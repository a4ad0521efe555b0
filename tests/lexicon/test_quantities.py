"""Words of quantities: every row is well formed, stands in its example, and is found there by the extractor."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from sayso.core.data import Quantity
from sayso.core.errors import LexiconError
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.extract import quantities
from sayso.lexicon import tables
from sayso.lexicon.quantities import BOUNDS, NUMBERS, UNITS, Phrases, bound_rows, bounds, number_rows, unit_rows
from sayso.parse import parse
from sayso.read import document

Found = list[tuple[str, str, Quantity]]
Row = Mapping[str, str]
ROWS = [(table, row) for table in (BOUNDS, NUMBERS, UNITS) for row in tables.rows(table)]


@pytest.fixture(scope="module")
def found() -> dict[str, Found]:
    """What is found in each example: the number's words, the counted words, and the quantity. One document, an example a line."""
    examples = sorted({row["example"] for _, row in ROWS})
    # A line before the first keeps it from being read as a headline.
    text = "\n\n".join(["The clerk read the list aloud to the house.", *examples])
    article = document(text.encode("utf-8"), medium="text")
    read = list(quantities.extract(Reading(article).adding(Parse, (parse(article),))))
    starts = {example: article.text.index(f"\n\n{example}") for example in examples}
    return {
        example: [
            (q.number.of(article.text).lower(), q.counted.of(article.text).lower() if q.counted else "", q)
            for q in read
            if start <= q.number.start < start + len(example) + 2
        ]
        for example, start in starts.items()
    }


def closed(words: str) -> str:
    return words.lower().replace(" ", "")


def within(row: Row, found: Found) -> bool:
    """The phrase is part of a number's words."""
    return all(any(closed(part) in closed(number) for number, _, _ in found) for part in row["phrase"].split(" * "))


def none(row: Row, found: Found) -> bool:
    return not found


def of_unit(row: Row, found: Found) -> bool:
    return any(quantity.unit == row["unit"] for _, _, quantity in found)


def counting(row: Row, found: Found) -> bool:
    """Something has a `counted`."""
    return any(counted for _, counted, _ in found)


def counted(row: Row, found: Found) -> bool:
    return any(row["phrase"] in counted for _, counted, _ in found)


CHECKS: dict[str, Callable[[Row, Found], bool]] = {
    **dict.fromkeys(["before", "after", "inner", "joins", "range", "ratio"], within),
    **dict.fromkeys(["numeral", "multiplier", "many", "many_of", "vague", "fraction", "article", "and", "of"], within),
    **dict.fromkeys(["part", "label", "rank", "age", "clock", "year", "old_year", "compound", "address", "time"], none),
    **dict.fromkeys(["percent", "sign", "code", "money", "measure", "extent", "afar"], of_unit),
    **dict.fromkeys(["change", "be", "links", "purpose"], counting),
    **dict.fromkeys(["toll", "state", "whole"], counted),
    "ranging": lambda row, found: [(q.low, q.high) for _, _, q in found] == [(Decimal(4), Decimal(9))],
    "idle": lambda row, found: not any(number == "one" for number, _, _ in found),
    "stepped": lambda row, found: [counted for _, counted, _ in found] == ["ships"],
    "partitive": lambda row, found: [counted for _, counted, _ in found] == ["the ships"],
    "each": lambda row, found: len(found) == 1,
    "moves": lambda row, found: [q.low for _, _, q in found] == [Decimal(2), Decimal(75)],
    "superseded": lambda row, found: any(q.stage == "before" for _, _, q in found),
    "direction": lambda row, found: [q.stage for _, _, q in found] == ["now", "before"],
    "when": lambda row, found: [counted for _, counted, _ in found] == [""],
}


def test_every_row_is_found_in_its_example(found: dict[str, Found]) -> None:
    missed = []
    for table, row in ROWS:
        kind = row.get("kind") or row["place"]
        # "from 4 to 9" is two quantities, and its words are in neither.
        here = found[row["example"]]
        fits = len(here) == 2 if (table, kind) == (BOUNDS, "change") else CHECKS[kind](row, here)
        if not fits:
            missed.append((table, kind, row["phrase"], row["example"], [q[:2] for q in here]))
    assert not missed, "\n".join(map(str, missed))


@pytest.mark.parametrize("table", [BOUNDS, NUMBERS, UNITS])
def test_rows_stand_once_with_a_source(table: str) -> None:
    keys = [(row["phrase"], row.get("kind") or row["place"]) for row in tables.rows(table)]
    assert len(set(keys)) == len(keys)
    assert all(row["source"] for row in tables.rows(table))


def test_broken_rows_are_named() -> None:
    bound, number, unit = (dict(tables.rows(table)[0]) for table in (BOUNDS, NUMBERS, UNITS))
    with pytest.raises(LexiconError, match=bound["phrase"]):
        bound_rows([{**bound, "low": "perhaps"}])
    with pytest.raises(LexiconError, match="between"):
        bound_rows([{**bound, "phrase": "between", "place": "range"}])
    with pytest.raises(LexiconError, match=number["phrase"]):
        number_rows([{**number, "value": "lots"}])
    with pytest.raises(LexiconError, match=unit["phrase"]):
        unit_rows([{**unit, "kind": "smell"}])


def test_the_longest_phrase_is_found_from_both_ends() -> None:
    words = ["they", "had", "no", "more", "than", "ten"]
    found = bounds("before").before(words, 0, 5)
    assert found is not None
    assert (found[0], found[1].phrase) == (2, "no more than")
    phrases = Phrases([("per cent", 1), ("per", 2)])
    assert phrases.at(["per", "cent"], 0, 2) == (2, 1)
    assert phrases.at(["per", "cent"], 0, 1) == (1, 2)
    assert phrases.at(["per"], 1, 1) is phrases.before(["per"], 0, 0) is None
