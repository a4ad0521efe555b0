"""Sectors of those whom whole passages of news mention, from raw text (training/written/parties): `dev`, and `aside`, of which
only counts were ever looked at.

A mention is told by the word that heads it. `names`, `nouns` and `pronouns` are the shares of mentions of a party whose actor
is of a sector that is right there; `wrong@…` those whose actor is of another, the rest has no actor or no sector. `nobody` is the
share of marked things, which are no party, that have no sector. Pronouns that take part in nothing have no actor: sayso resolves
parties and speakers alone, so that their share has an upper bound well below 100.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import harness
from benchmarks.realis import read
from sayso.core.data import Actor
from sayso.core.parse import Parse
from sayso.core.span import Span
from training.corpora.parties import BODIES, Marked, passages

TASK = "parties"
SPLITS = {"dev": "passages_*.txt", "aside": "aside/passages_*.txt"}
FORMS = {"PROPN": "names", "NOUN": "nouns", "PRON": "pronouns"}
# Words that may stand at the top of a broken phrase and say nothing of whom it means.
SMALL = frozenset({"ADP", "DET", "PUNCT", "PART", "CCONJ", "NUM"})


def head_of(parsed: Parse, span: Span) -> int:
    """The word that governs a span."""
    first, last = parsed.range_of(span)
    tops = [i for i in range(first, last) if parsed.tokens[i].head == i or not first <= parsed.tokens[i].head < last]
    return next((i for i in tops if parsed.tokens[i].upos not in SMALL), tops[0] if tops else first)


def score(one: Marked, tally: harness.Tally) -> Iterator[str]:
    """Adds a passage's counts; yields a line for each mention that is not read right."""
    reading = read(one.text, None)
    assert reading.document.text == one.text, f"{one.name}: sayso changed the text"
    parsed = reading.parse
    actors: dict[int, Actor] = {}
    for actor in reading.of(Actor):
        for span in actor.mentions:
            actors.setdefault(head_of(parsed, span), actor)
    for chars, sectors in one.mentions:
        head = head_of(parsed, Span(*chars))
        form = FORMS.get(parsed.tokens[head].upos)
        if form is None:
            continue
        found = actors.get(head)
        told = None if found is None else "IGO" if found.country in BODIES else found.sector
        if sectors == {"-"}:
            tally.mean("nobody", one.name, [float(told is None)])
        else:
            tally.mean(form, one.name, [float(told in sectors)])
            tally.mean(f"wrong@{form}", one.name, [float(told is not None and told not in sectors)])
        if told not in (sectors if sectors != {"-"} else {None}):
            yield f"{one.name} {form} {one.text[slice(*chars)]!r}: {'|'.join(sorted(sectors))}, sayso {told}"


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser: argparse.ArgumentParser = harness.arguments(TASK, "Sectors of those whom passages mention.", list(SPLITS))
    parser.add_argument("--errors", action="store_true", help="print what is wrong, a line each")
    options = parser.parse_args(given)
    harness.check(options)
    tally = harness.Tally()
    folder: Path = options.data
    chosen = [one for path in sorted(folder.glob(SPLITS[options.split])) for one in passages(path)][: options.limit]
    for one in chosen:
        for line in score(one, tally):
            if options.errors:
                print(line)
    figures = tally.figures(one.name for one in chosen)
    rows = [[name, one.value, f"{one.low:.1f} to {one.high:.1f}", one.gold] for name, one in sorted(figures.items())]
    print(harness.table(["measure", "percent", "95 %", "n"], rows))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data="training/written/parties", system="sayso", sayso=harness.sayso_version(),
            weights=harness.shipped_weights(), date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given), counts={"passages": len(chosen)}, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
