"""Country and sector of actor phrases, on tests/cases/actors.jsonl: `dev`, which the rules were written on, and `aside`.

A phrase is right when every actor in it has the right country and the right first sector, in text order, and there is no
actor more. `country` and `sector` are the shares of gold actors with that half right; `whole` is the share of phrases,
over all and by kind. The phrases of `aside` were written before they were first run, by one who had not read the lexicon's rows,
and nothing was changed for one of them; their readings were looked over twice.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import harness
from sayso.resolve.roles import codes

TASK = "actors"
SPLITS = ("dev", "aside")
Pair = tuple[str | None, str | None]


def cases(path: Path, split: str, limit: int | None) -> list[dict[str, object]]:
    """The cases of one split, in the file's order. Raises SystemExit when there is none."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [case for case in found if case["split"] == split]
    if not found:
        raise SystemExit(f"{path.name} has no case of the split {split}: give tests/cases/actors.jsonl")
    return found[:limit]


def score(case: dict[str, object], tally: harness.Tally) -> Iterator[str]:
    """Adds a phrase's counts; yields a line when it is read wrong."""
    phrase, kind = str(case["phrase"]), str(case["kind"])
    gold: list[Pair] = [tuple(pair) for pair in case["actors"]]  # type: ignore[attr-defined]
    read: list[Pair] = [(one.country, one.sector) for one in codes(phrase)]
    padded = [*read, *[("", "")] * len(gold)][: len(gold)]
    tally.mean("country", phrase, [float(one[0] == other[0]) for one, other in zip(gold, padded, strict=True)])
    tally.mean("sector", phrase, [float(one[1] == other[1]) for one, other in zip(gold, padded, strict=True)])
    for measure in ("whole", f"whole@{kind}"):
        tally.mean(measure, phrase, [float(gold == read)])
    if gold != read:
        yield f"{kind:10} {phrase}: {_told(gold)}, sayso {_told(read)}"


def _told(pairs: Sequence[Pair]) -> str:
    return "; ".join(f"{country or '-'} {sector or '-'}" for country, sector in pairs)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser: argparse.ArgumentParser = harness.arguments(TASK, "Country and sector of actor phrases.", SPLITS)
    parser.add_argument("--errors", action="store_true", help="print what is wrong, a line each")
    options = parser.parse_args(given)
    harness.check(options)
    tally = harness.Tally()
    chosen = cases(options.data, options.split, options.limit)
    for case in chosen:
        for line in score(case, tally):
            if options.errors:
                print(line)
    figures = tally.figures(str(case["phrase"]) for case in chosen)
    rows = [[name, one.value, f"{one.low:.1f} to {one.high:.1f}", one.gold] for name, one in sorted(figures.items())]
    print(harness.table(["measure", "percent", "95 %", "n"], rows))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data="tests/cases/actors.jsonl", system="sayso", sayso=harness.sayso_version(),
            weights=None, date=options.date, machine=harness.machine(), command=harness.command(TASK, given),
            counts={"phrases": len(chosen)}, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
