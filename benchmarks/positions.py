"""Who stands where: positions in sentences of the project's own, `favor`, `against`, `neutral`, and sentences with none.

Splits: `dev`, tests/cases/positions.jsonl, which the grammar was written beside; `aside`, tests/cases/aside/positions.jsonl,
written before the first run and never looked into; `written` and `written-aside`, the marked text of training/written/events
and of its aside/, whose positions others of the project marked without this grammar. Pages without a position are scored too.

A found position takes one gold position, best match first. `target`: the two targets share a word that is no small word;
`stance`: and the stance is the same; `all`: and all holders share a word with the gold ones. F1 over found and gold positions;
`all@favor` and so on by gold and found stance. `false_alarms` is the share of sentences without a position in which one is found.
Known misses of the scores: a target is right with one shared word, and few sentences are neutral.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from benchmarks import harness
from sayso.core.data import Position
from sayso.lexicon.issues import keys
from sayso.pipeline import analyse
from sayso.read import Given, document

TASK = "positions"
DATA = "tests/cases/positions.jsonl and training/written/events"
SPLITS = ("dev", "aside", "written", "written-aside")
Measure = Literal["target", "stance", "all"]
MEASURES: tuple[Measure, ...] = ("target", "stance", "all")


class Stood(msgspec.Struct, frozen=True):
    """A position in words."""

    holder: tuple[str, ...]
    target: str
    stance: str


class Page(msgspec.Struct, frozen=True):
    """A text and its gold positions."""

    id: str
    text: str
    positions: tuple[Stood, ...]


def pages(folder: Path, split: str, limit: int | None) -> list[Page]:
    """The pages of a split below the root of a checkout. Raises SystemExit when there are none."""
    found = list(_written(folder, split) if split.startswith("written") else _cases(folder, split))
    if not found:
        raise SystemExit(f"{folder.name} holds no page of {split}: name the root of a checkout")
    return found[:limit]


def _cases(folder: Path, split: str) -> Iterator[Page]:
    path = folder / "tests" / "cases" / ("aside" if split == "aside" else "") / "positions.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        yield Page(
            case["id"], case["text"], tuple(Stood(tuple(o["holder"]), o["target"], o["stance"]) for o in case["positions"])
        )


def _written(folder: Path, split: str) -> Iterator[Page]:
    from training.corpora.happenings import pages as marked

    place = folder / "training" / "written" / "events" / ("aside" if split == "written-aside" else "")
    for path in sorted(place.glob("*.txt")):
        found = list(marked(path))
        if not any(page.positions for page in found):
            continue  # in most files nobody looked for positions
        for page in found:
            stood = tuple(
                Stood(tuple(page.text[a:b] for a, b in one.holder), " ".join(page.text[a:b] for a, b in one.target), one.stance)
                for one in page.positions
            )
            yield Page(page.where, page.text, stood)


def by_sayso(text: str) -> tuple[Stood, ...]:
    """The positions that sayso reads in a text."""
    read = document(text.encode("utf-8"), origin="page", medium="text", given=Given())
    return tuple(
        Stood(tuple(span.of(read.text) for span in one.holder), one.target.of(read.text), one.stance)
        for one in analyse(read).of(Position)
    )


def alike(one: str, other: str) -> bool:
    """Whether two phrases share a word that says something, or the same pronoun.

    >>> alike("the US forces", "American troops"), alike("the bill", "the dam"), alike("it", "It")
    (True, False, True)
    """
    if one.casefold() == other.casefold():
        return True
    mine, theirs = keys(one), keys(other)
    plain = set(re.findall(r"\w+", one.casefold())) & set(re.findall(r"\w+", other.casefold()))
    return any(key.meets(theirs) for key in mine) or (not (mine and theirs) and bool(plain))


def matches(gold: Sequence[Stood], found: Sequence[Stood], measure: Measure) -> list[tuple[Stood, Stood]]:
    """Pairs of a gold and a found position that agree, one to one, those that agree in most first."""
    ranked = sorted(
        (-(_held(a, b) + 2 * (a.stance == b.stance)), g, f)
        for g, a in enumerate(gold)
        for f, b in enumerate(found)
        if _agree(a, b, measure)
    )
    pairs, mine, theirs = [], set(), set()
    for _, g, f in ranked:
        if g not in mine and f not in theirs:
            mine.add(g)
            theirs.add(f)
            pairs.append((gold[g], found[f]))
    return pairs


def _held(gold: Stood, found: Stood) -> bool:
    return len(gold.holder) == len(found.holder) and all(alike(a, b) for a, b in zip(gold.holder, found.holder, strict=True))


def _agree(gold: Stood, found: Stood, measure: Measure) -> bool:
    if not alike(gold.target, found.target) or (measure != "target" and gold.stance != found.stance):
        return False
    return measure != "all" or _held(gold, found)


def score(page: Page, found: Sequence[Stood], tally: harness.Tally) -> Iterator[str]:
    """Adds a page's counts; yields a line for each position that is missed or wrong."""
    for measure in MEASURES:
        tally.hits(measure, page.id, len(found), len(page.positions), len(matches(page.positions, found, measure)))
    right = matches(page.positions, found, "all")
    for stance in ("favor", "against", "neutral"):
        mine, theirs = ([one for one in some if one.stance == stance] for some in (found, page.positions))
        tally.hits(f"all@{stance}", page.id, len(mine), len(theirs), sum(a.stance == stance for a, _ in right))
    if not page.positions:
        tally.mean("false_alarms", page.id, [float(bool(found))])
    for one in (*page.positions, *found):
        if not any(one in pair for pair in right):
            yield f"{'missed' if one in page.positions else 'wrong'} {one.stance} {one.holder} {one.target!r}: {page.text[:110]}"


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser = harness.arguments(TASK, "Positions: holder, target, stance.", SPLITS)
    parser.add_argument("--errors", action="store_true", help="print what is missed or wrong, a line each")
    options = parser.parse_args(given)
    harness.check(options)
    weights = harness.shipped_weights()
    chosen = pages(options.data, options.split, options.limit)
    tally, counts = harness.Tally(), {"pages": len(chosen), "gold": 0, "found": 0}
    for page in chosen:
        found = by_sayso(page.text)
        counts["gold"] += len(page.positions)
        counts["found"] += len(found)
        for line in score(page, found, tally):
            if options.errors:
                print(line)
    figures = tally.figures(page.id for page in chosen)
    rows = [
        [name, one.precision, one.recall, one.value, f"{one.low:.1f} to {one.high:.1f}", one.gold]
        for name, one in figures.items()
    ]
    print(harness.table(["measure", "precision", "recall", "F1 or percent", "95 %", "gold"], rows))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data=DATA, system="sayso", sayso=harness.sayso_version(), weights=weights,
            date=options.date, machine=harness.machine(), command=harness.command(TASK, given), counts=counts, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
