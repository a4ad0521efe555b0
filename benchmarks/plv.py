"""PLV (Hu et al., ACL 2024): the PLOVER relation between two marked actors of a sentence, as root, quad class and binary.

`held` is a fifth of its training set, parted by sentence; the model learned from `rest`, the others. sayso is asked as anyone
who has two participants may ask it: `sayso.parse.relation` gives a probability of each type, the likeliest is the label.
CONCEDE and RETREAT are one root, YIELD. Beside it, `by events`: sayso reads the plain sentence, and of its events the one that
best fits the marked actors gives the label, as PLOVER would store it (a planned visit is AGREE): an event by the source towards
the target, else by the source, else towards the target, else between or beside them. A sentence without an event gets no label
there, which is wrong on all three levels; `answered` is the share that gets one. `accuracy` is that of roots. All other figures
are macro F1.
"""

import argparse
import csv
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks import harness
from benchmarks.realis import read
from sayso.core.data import Event
from sayso.core.span import Span
from sayso.lexicon.plover import stored
from sayso.parse import relation

TASK = "plv"
SPLITS = ("held", "rest")
ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
    "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "1"),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), "2"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "3"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "4"),
}
BINARY = {"1": "cooperation", "2": "cooperation", "3": "conflict", "4": "conflict"}
LEVELS = {"root": ROOTS, "quad": ("1", "2", "3", "4"), "binary": ("cooperation", "conflict")}
MARK = re.compile(r"</?([st])>")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence without its marks, where its actors stand, and its labels."""

    text: str
    source: tuple[Span, ...]
    target: tuple[Span, ...]
    root: str
    quad: str


def rows(folder: Path, split: str) -> Iterator[Row]:
    """The rows of a split in the file's order."""
    with (folder / "PLV_train.tsv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            if harness.held_out(line["sentence"]) == (split == "held"):
                yield unmarked(line["marked_sentence"], line["gold_root"], line["gold_penta"])


def unmarked(marked: str, root: str, quad: str) -> Row:
    """A marked sentence taken apart.

    >>> row = unmarked("<s>Oman</s> met <t>Peru</t>", "CONSULT", "1")
    >>> row.text, row.source, row.target
    ('Oman met Peru', (Span(start=0, end=4),), (Span(start=9, end=13),))
    """
    text, at = "", 0
    opened: dict[str, int] = {}
    found: dict[str, list[Span]] = {"s": [], "t": []}
    for mark in MARK.finditer(marked):
        text, at = text + marked[at : mark.start()], mark.end()
        if mark[0].startswith("</"):
            found[mark[1]].append(Span(opened.pop(mark[1], len(text)), len(text)))
        else:
            opened[mark[1]] = len(text)
    return Row(text=text + marked[at:], source=tuple(found["s"]), target=tuple(found["t"]), root=root, quad=quad)


def label(row: Row) -> str | None:
    """The root that the model gives the two actors; None where they are not in one window or not two."""
    if not row.source or not row.target:
        return None
    try:
        odds = relation(row.text, row.source[0], row.target[0])
    except ValueError:
        return None
    roots: dict[str, float] = {}
    for name, odd in odds.items():
        root = "YIELD" if name in ("CONCEDE", "RETREAT") else name
        roots[root] = roots.get(root, 0.0) + odd
    del roots["none"]
    return max(roots, key=roots.__getitem__)


def by_events(row: Row) -> str | None:
    """The root that sayso's events give the two actors."""
    reading = read(row.text)
    best: tuple[float, str] | None = None
    for event in reading.of(Event):
        kept = stored(event.event_type, event.mode, event.realis, told=event.under is not None)
        name = kept.event_type if kept else event.event_type
        root = "YIELD" if name in ("CONCEDE", "RETREAT") else name
        fit = fits(event, row)
        if best is None or fit > best[0]:
            best = (fit, root)
    return best[1] if best else None


WAYS: dict[str, Callable[[Row], str | None]] = {"": label, " by events": by_events}


def fits(event: Event, row: Row) -> float:
    """How well an event fits two actors; an act that took place before others, the content of another event last."""
    acts, meets = touches(event.actor, row.source), touches(event.recipient, row.target)
    both = touches(event.actor, row.target)
    turned = touches(event.recipient, row.source)
    score = 4.0 * acts + 3.0 * meets + 1.0 * (both and not meets) + 0.5 * turned
    gap = [abs(span.start - event.trigger.start) for span in (*row.source, *row.target)]
    return score - (1.5 if event.under else 0.0) - (0.5 if event.realis == "negated" else 0.0) - min(gap, default=0) / 1000


def touches(ours: Sequence[Span], gold: Sequence[Span]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in ours for b in gold)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser: argparse.ArgumentParser = harness.arguments(TASK, "PLOVER relations between two marked actors.", SPLITS)
    parser.add_argument("--errors", action="store_true", help="print what is wrong, a line each")
    options = parser.parse_args(given)
    harness.check(options)
    tally = harness.Tally()
    names: list[str] = []
    for row in list(rows(options.data, options.split))[: options.limit]:
        names.append(f"{len(names)}")
        gold = {"root": row.root, "quad": row.quad, "binary": BINARY[row.quad]}
        for way, ask in WAYS.items():
            root = ask(row)
            quad = QUADS.get(root or "", "")
            told = {"root": root, "quad": quad, "binary": BINARY.get(quad)}
            for level, classes in LEVELS.items():
                for one in classes:
                    hit = told[level] == one == gold[level]
                    tally.hits(f"{one}{way}", names[-1], told[level] == one, gold[level] == one, hit)
            tally.mean(f"answered{way}", names[-1], [float(root is not None)])
            tally.mean(f"accuracy{way}", names[-1], [float(root == row.root)])
            if options.errors and root != row.root:
                print(f"{row.root}, sayso{way} {root}: {row.text}")
    figures = {
        f"{level}{way}": tally.mean_figure([f"{one}{way}" for one in classes], names)
        for way in WAYS for level, classes in LEVELS.items()
    } | tally.figures(names)  # fmt: skip
    table = [[n, f.value, f.precision, f.recall, f"{f.low:.1f} to {f.high:.1f}", f.gold] for n, f in figures.items()]
    print(harness.table(["measure", "value", "P", "R", "95 %", "n"], table))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data="PLV train", system="sayso", sayso=harness.sayso_version(),
            weights=harness.shipped_weights(), date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given), counts={"sentences": len(names)}, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
