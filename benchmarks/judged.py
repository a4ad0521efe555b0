"""Judgements of people, read again: whether sayso as it is now agrees with what was judged right, wrong or corrected.

The file is what `sayso export --to judgements` or the desk's `/judgements.jsonl` gives. The words of each judgement are read
alone, so that a person whom only the rest of the article names may be missed. A row is met where one of the same kind stands on
the same words. `right`: it is still there and its own fields are the same; `gone`: what was wrong, without a correction, is
no longer told so; `corrected`: a row stands there and says what the correction says, in each of its fields. Unsure ones and
those of stories are not counted.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from benchmarks import harness
from benchmarks.realis import read
from sayso.show.contract import view
from sayso.show.exports.judgements import Review, own_spans
from sayso.show.web.article import datum_view, notes_of
from sayso.show.web.pages import KIND_NAMES, correctable

TASK = "judged"
Fields = Mapping[str, str]


def reviews(path: Path) -> list[Review]:
    """The judgements of a file that have words and a verdict. Raises msgspec.ValidationError for a line that is none."""
    found = [msgspec.json.decode(line, type=Review) for line in path.read_bytes().splitlines() if line.strip()]
    return [one for one in found if one.text and one.datum and one.verdict != "unsure"]


def told(review: Review) -> Iterator[Fields]:
    """The fields of each row that sayso now has on the words that were judged."""
    reading = view(read(review.text or "", review.published))
    wanted = {(start - review.start, end - review.start) for start, end in own_spans(review.datum or {})}
    for note in notes_of(reading):
        found = datum_view(reading, note.id)
        if found and KIND_NAMES[found[0]] == review.kind and set(own_spans(msgspec.to_builtins(found[1]))) == wanted:
            yield correctable(note, found[1])


def agrees(review: Review, rows: Sequence[Fields]) -> bool:
    """Whether one of the rows now told is what was judged right, or none is what was judged wrong."""
    if review.correction:
        return any(all(_alike(row.get(name), value) for name, value in review.correction.items()) for row in rows)
    # What a row says of itself is text; who is party to it stands in rows of its own.
    judged = {name: value for name, value in (review.datum or {}).items() if isinstance(value, str)}
    same = any(all(_alike(value, judged.get(name, value)) for name, value in row.items()) for row in rows)
    return same == (review.verdict == "right")


def _alike(one: str | None, other: str) -> bool:
    return one is not None and one.strip().casefold() == other.strip().casefold()


def score(review: Review, tally: harness.Tally) -> str | None:
    """Adds the count of one judgement; a line where sayso does not agree."""
    rows = list(told(review))
    fine = agrees(review, rows)
    measure = "corrected" if review.correction else {"right": "right", "wrong": "gone"}[review.verdict]
    for name in (measure, "agrees"):
        tally.mean(name, review.document_id, [float(fine)])
    wanted = review.correction or review.verdict
    return None if fine else f"{review.kind} {review.datum_id}: a person said {wanted}, sayso now {rows or 'nothing'}"


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser: argparse.ArgumentParser = harness.arguments(TASK, "Judgements of people, read again.", ["judgements"])
    parser.add_argument("--errors", action="store_true", help="print what sayso does not agree with, a line each")
    options = parser.parse_args(given)
    harness.check(options)
    tally = harness.Tally()
    found = reviews(options.data)[: options.limit]
    for one in found:
        line = score(one, tally)
        if line and options.errors:
            print(line)
    if not found:
        sys.exit(f"{options.data.name} holds no judgement with words and a verdict")
    figures = tally.figures(sorted({one.document_id for one in found}))
    print(harness.table(["measure", "value", "95 %"], [[n, f.value, f"{f.low:.1f} to {f.high:.1f}"] for n, f in figures.items()]))


if __name__ == "__main__":
    main()
