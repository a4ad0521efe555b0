"""Agreement: what a second reader makes of the texts kept apart, scored as sayso is.

Splits: `events`, the articles of training/written/events/aside; `realis`, the pairs of tests/cases/aside. A second reader
marked both from the text alone, by the written conventions, knowing neither the first marks nor what sayso finds. What both
are scored against now is the first marks, put right by a third reader who saw both and went by the conventions too. So the
figures are what a careful reader reaches, as an anchor: all three were of one kind, and closer to each other than three
people would be.

Figures as in benchmarks/events.py and benchmarks/realis.py. Of two sets of codes a country that only the context tells may be
left out on both sides.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import events, harness, realis
from benchmarks.events import ANYBODY, UNKNOWN, Codes, Table
from sayso.core.data import Event
from sayso.core.span import Span
from training.corpora.happenings import Happening, Page, pages

TASK = "agreement"
DATA = {"events": "training/written/events/aside", "realis": "tests/cases/aside"}
SECOND = "second"


def told(triggers: Sequence[tuple[int, int]], event_type: Any, happened: Any) -> Event:
    """A marked act as sayso would give it, for the matching."""
    first, *rest = (Span(*one) for one in triggers)
    return Event(
        document_id=SECOND, made_by=SECOND, trigger=first, again=tuple(rest), event_type=event_type, realis=happened
    )  # fmt: skip


def alike(one: Codes, other: Codes) -> bool:
    """Whether each code of either side has one on the other side that it can be.

    >>> alike(frozenset({("(ETH)", "MIL|COP")}), frozenset({("-", "COP")}))
    True
    >>> alike(frozenset({("(ETH)", "MIL")}), frozenset({("-", "CVL")}))
    False
    """
    if ANYBODY in one | other:
        return True
    both = [[events.senses(code, strict=False) for code in side if code != (UNKNOWN, UNKNOWN)] for side in (one, other)]

    def known(read: Codes, others: Sequence[Codes]) -> bool:
        return (UNKNOWN, UNKNOWN) in read or any(read & other for other in others)

    return all(known(a, both[1]) for a in both[0]) and all(known(b, both[0]) for b in both[1])


def articles(page: Page, other: Page, tables: tuple[Table, Table], tally: harness.Tally) -> None:
    """Adds the counts of one article, as its gold and the second reader have it."""
    name, gold, second = page.where, page.events, other.events
    said = [told(one.trigger, one.type, one.realis) for one in second]
    of: dict[str, Happening] = {event.id: one for event, one in zip(said, second, strict=True)}
    loose, found = events.matched(gold, said, typed=False), events.matched(gold, said, typed=True)
    tally.hits("trigger", name, len(said), len(gold), len(loose))
    right = dict.fromkeys(("type", "actor", "recipient", "whole", "realis"), 0)
    for i, event in found.items():
        mine, theirs = gold[i], of[event.id]
        fine = [
            alike(events.meant(page, tables[0], mine, role), events.meant(other, tables[1], theirs, role))
            for role in ("actor", "recipient")
        ]
        for measure, number in zip(right, (1, *fine, all(fine), mine.realis == theirs.realis), strict=True):
            right[measure] += number
    for measure, count in right.items():
        tally.hits(measure, name, len(said), len(gold), count)
    for i, one in enumerate(gold):
        if one.realis != "actual":
            tally.mean("nonactual_as_actual", name, [float(i in loose and loose[i].realis == "actual")])
    truth = {event.id: gold[i].realis == "actual" for i, event in loose.items()}
    tally.mean("actual_wrong", name, [float(not truth.get(one.id, False)) for one in said if one.realis == "actual"])


def texts(folder: Path) -> Iterator[tuple[Page, Page]]:
    """Each article with the second reader's, in order; the last ones were written later. Raises ValueError where texts differ."""
    gold = [page for path in sorted(folder.glob("articles_*.txt")) for page in pages(path)]
    second = [page for path in sorted((folder / SECOND).glob("articles_*.txt")) for page in pages(path)]
    for page, other in zip(gold[: len(second)], second, strict=True):
        if page.text != other.text:
            raise ValueError(f"{other.where} has another text than {page.where}")
        yield page, other


def cases(folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each pair with the second reader's; raises ValueError where their texts differ."""
    both = (path.read_text(encoding="utf-8").splitlines() for path in (folder / "realis.jsonl", folder / SECOND / "realis.jsonl"))
    for one, other in zip(*both, strict=True):
        gold, second = json.loads(one), json.loads(other)
        if gold["text"] != second["text"]:
            raise ValueError(f"{second['id']} has another text than {gold['id']}")
        yield gold, second


def measured(folder: Path, split: str) -> tuple[dict[str, harness.Figure], dict[str, int]]:
    """The figures and counts of a split."""
    tally = harness.Tally()
    if split == "realis":
        found = list(cases(folder))
        for gold, second in found:
            said = [told(realis.triggers(gold["text"], one), one["type"], one["realis"]) for one in second["events"]]
            list(realis.pairs(gold, said, tally))
        names = sorted({gold["pair"] for gold, _ in found})
        return {"realis": tally.mean_figure(realis.CLASSES, names), **tally.figures(names)}, {"cases": len(found)}
    tables = events.coded(folder / "codes.tsv"), events.coded(folder / SECOND / "codes.tsv")
    both = list(texts(folder))
    for page, other in both:
        articles(page, other, tables, tally)
    return tally.figures([page.where for page, _ in both]), {"texts": len(both)}


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser: argparse.ArgumentParser = harness.arguments(TASK, "A second reader of the texts kept apart.", list(DATA))
    options = parser.parse_args(given)
    harness.check(options)
    figures, counts = measured(options.data, options.split)
    rows = [[n, f.value, f.precision, f.recall, f"{f.low:.1f} to {f.high:.1f}", f.gold] for n, f in figures.items()]
    print(harness.table(["measure", "value", "P", "R", "95 %", "n"], rows))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data=DATA[options.split], system="a second reader", sayso=harness.sayso_version(),
            weights=None, date=options.date, machine=harness.machine(), command=harness.command(TASK, given),
            counts=counts, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
