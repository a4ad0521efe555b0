"""Events of the project's own marked text (training/written/events): what happened, who did it to whom, and whether it did.

Splits: `dev` and `sentences`, the articles and the sentences beside which the grammar was written; `aside`, articles that were
never looked at; `news`, the fifth of the marked news (training/marked) that no model learned from, for which `--data` is the
folder of the corpora. Who the parties of articles are a reader of the whole article wrote down (codes.tsv beside them); those of
`dev` by one who wrote the grammar of parties beside them. A gold event has the triggers of all its tellings; one of sayso's is
it when the type is the same and a trigger meets one of those, one to one, best overlap first. An event that sayso ties to an
earlier telling (`same_as`) counts only where that one is another gold event. All are F1 of events:

- trigger: a trigger meets, whatever the type; type: the type as well;
- actor, recipient: of the right type, and the parties are of the same countries and sectors, a country that only the context
  tells right or left out; whole: both; whole_strict: with those countries. Parties are those of all tellings, gold and sayso's;
- realis: of the right type, and the same realis; `nonactual_as_actual` and `actual_wrong` as in benchmarks/realis.py.

Sentences have no such codes: a party's are those that sayso gives to the words the mark names it by. Of news the parties are
not asked for.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import harness
from benchmarks.realis import CLASSES, meets, read
from sayso.core.data import Actor, Event, Participant
from sayso.core.reading import Reading
from sayso.resolve.roles import codes
from training.corpora import marked
from training.corpora.happenings import Happening, Page, pages

TASK = "events"
SPLITS = {"dev": "articles_*.txt", "sentences": "*.txt", "aside": "aside/articles_*.txt", "news": "wikinews"}
UNKNOWN = "-"
# Country and sector of one party. A country in brackets is known from the context alone; "|" parts sectors that are as right.
Code = tuple[str, str]
Codes = frozenset[Code]
# By outlet, phrase and, where the words mean different parties in different events, the number of the event.
Table = Mapping[tuple[str, str, str], Codes]
ANYBODY: Code = ("*", "*")
# Figures that ask who the parties are.
CODED = frozenset({"actor", "recipient", "whole", "whole_strict"})


def chosen(folder: Path, split: str, limit: int | None) -> list[Page]:
    """The texts of a split in their order."""
    if split == "news":
        return list(marked.articles(folder, "dev"))[:limit]
    paths = sorted(folder.glob(SPLITS[split]))
    if split == "sentences":
        paths = [path for path in paths if not path.name.startswith("articles")]
    return [page for path in paths for page in pages(path)][:limit]


def coded(path: Path) -> Table:
    """The codes that a reader gave to the parties of articles."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            (row["outlet"], row["phrase"], row.get("event") or ""): frozenset(
                (a, b) for a, _, b in (pair.partition("/") for pair in row["codes"].split())
            )
            for row in rows
        }


def known(found: Iterable[tuple[str | None, str | None]]) -> Codes:
    """Codes without those of which nothing is known."""
    return frozenset((a or UNKNOWN, b or UNKNOWN) for a, b in found) - {(UNKNOWN, UNKNOWN)}


def agree(gold: Codes, told: Codes, strict: bool) -> bool:
    """Whether every code of the one is among the other. A country in brackets may be left out, unless `strict`; "guards" and
    "Kyrgyz guards" may be the same.

    >>> agree(frozenset({("(ETH)", "MIL")}), frozenset({("-", "MIL")}), strict=False)
    True
    >>> agree(frozenset({("(ETH)", "MIL")}), frozenset({("KEN", "MIL")}), strict=False)
    False
    >>> agree(frozenset({("(ETH)", "MIL|COP")}), frozenset({("-", "COP")}), strict=False)
    True
    """
    readings = [senses(code, strict) for code in gold if code not in (ANYBODY, (UNKNOWN, UNKNOWN))]
    fuller = {(UNKNOWN, sector) for country, sector in gold if country != UNKNOWN}
    missed = [one for one in readings if not one & (told | {(UNKNOWN, UNKNOWN)}) and not one <= fuller]
    return not missed and (ANYBODY in gold or told <= frozenset().union(*readings))


def senses(code: Code, strict: bool) -> Codes:
    """The plain codes that a code of the table may stand for."""
    country, sectors = code
    named = country.strip("()")
    countries = {named} if named == country or strict else {named, UNKNOWN}
    return frozenset((one, sector) for one in countries for sector in sectors.split("|"))


def matched(gold: Sequence[Happening], said: Sequence[Event], typed: bool) -> dict[int, Event]:
    """Index of a gold event to sayso's."""
    ranked = sorted(
        (-shared, one.event_type != g.type, i, n)
        for i, g in enumerate(gold)
        for n, one in enumerate(said)
        if (shared := meets((one.trigger, *one.again), g.trigger)) > 0 and (not typed or one.event_type == g.type)
    )
    found: dict[int, Event] = {}
    taken: set[int] = set()
    for _, _, i, n in ranked:
        if i not in found and n not in taken:
            found[i] = said[n]
            taken.add(n)
    return found


def counted(gold: Sequence[Happening], said: Sequence[Event], found: Mapping[int, Event]) -> list[Event]:
    """Sayso's events without further tellings of what was found already."""
    right = {one.id for one in found.values()}
    acts = {one.same_as or one.id for one in found.values()}

    def again(one: Event) -> bool:
        """Whether it tells of an act that was found by another telling, the first of the headline or a later one."""
        return (one.same_as or one.id) in acts and any(meets((one.trigger,), gold[i].trigger) > 0 for i in found)

    return [one for one in said if one.id in right or not again(one)]


def tellings(event: Event, said: Sequence[Event], gold: Happening) -> list[Event]:
    """An event and those that sayso ties to it, as far as they tell of the gold event too."""
    act = {event.id, event.same_as} - {None}
    tied = (one for one in said if one.id in act or one.same_as in act)
    return [event, *(one for one in tied if one is not event and meets((one.trigger, *one.again), gold.trigger) > 0)]


def meant(page: Page, table: Table, one: Happening, role: str) -> Codes:
    """Who the parties of a marked event are, by the table or, where it has none, by their words: "they" may be anybody."""
    found: set[Code] = set()
    for span in getattr(one, role):
        phrase, outlet = page.text[slice(*span)], page.header.get("outlet", "")
        given = table.get((outlet, phrase, str(one.number))) or table.get((outlet, phrase, ""))
        if given is None:
            given = known((a.country, a.sector) for a in codes(one.names.get(span, phrase))) or frozenset({ANYBODY})
        found |= given
    return frozenset(found)


def score(page: Page, table: Table, tally: harness.Tally) -> Iterator[str]:
    """Adds a text's counts; yields a line for each thing that is wrong."""
    name, text, gold = page.where, page.text, page.events
    reading: Reading = read(text, page.header.get("published"))
    assert reading.document.text == text, f"{name}: sayso changed the text"
    events = reading.of(Event)
    actors = {actor.id: actor for actor in reading.of(Actor)}
    parties: dict[tuple[str, str], list[Actor]] = {}
    for one in reading.of(Participant):
        if one.actor_id:
            parties.setdefault((one.datum_id, one.role), []).append(actors[one.actor_id])

    loose, found = matched(gold, events, typed=False), matched(gold, events, typed=True)
    tally.hits("trigger", name, len(counted(gold, events, loose)), len(gold), len(loose))
    said = counted(gold, events, found)
    right = dict.fromkeys(("type", "actor", "recipient", "whole", "whole_strict", "realis"), 0)
    for i, one in found.items():
        acts = tellings(one, events, gold[i])
        told = {
            role: known((a.country, a.sector) for act in acts for a in parties.get((act.id, role), ()))
            for role in ("actor", "recipient")
        }
        wanted = {role: meant(page, table, gold[i], role) for role in told}
        fine = {role: agree(wanted[role], told[role], strict=False) for role in told}
        right["type"] += 1
        right["actor"] += fine["actor"]
        right["recipient"] += fine["recipient"]
        right["whole"] += all(fine.values())
        right["whole_strict"] += all(agree(wanted[role], told[role], strict=True) for role in told)
        right["realis"] += one.realis == gold[i].realis
        at = f"{name} {one.trigger.of(text)!r}"
        for role, agreed in fine.items():
            if not agreed:
                phrases = [text[slice(*span)] for span in getattr(gold[i], role)]
                words = [span.of(text) for span in getattr(one, role)]
                yield f"{at} {role}: {phrases} {sorted(wanted[role])}, sayso {words} {sorted(told[role])}"
        if one.realis != gold[i].realis:
            yield f"{at} realis: {gold[i].realis}, sayso {one.realis}: {around(text, one.trigger.start)}"
    for measure, number in right.items():
        tally.hits(measure, name, len(said), len(gold), number)
    for realis in CLASSES:
        tally.hits(
            realis, name, sum(one.realis == realis for one in said), sum(one.realis == realis for one in gold),
            sum(gold[i].realis == realis == one.realis for i, one in found.items()),
        )  # fmt: skip
    for i, g in enumerate(gold):
        if g.realis != "actual":
            tally.mean("nonactual_as_actual", name, [float(i in loose and loose[i].realis == "actual")])
        if i not in found:
            other = f", sayso {loose[i].event_type}" if i in loose else ""
            yield f"{name} missed {text[slice(*g.trigger[0])]!r} {g.type} {g.realis}{other}: {around(text, g.trigger[0][0])}"
    truth = {one.id: gold[i].realis == "actual" for i, one in loose.items()}
    tally.mean("actual_wrong", name, [float(not truth.get(one.id, False)) for one in said if one.realis == "actual"])
    matches = {one.id for one in found.values()}
    for one in said:
        if one.id not in matches:
            yield f"{name} none {one.trigger.of(text)!r} {one.event_type} {one.realis}: {around(text, one.trigger.start)}"


def around(text: str, at: int) -> str:
    return text[max(0, at - 80) : at + 60].replace("\n", " ")


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser: argparse.ArgumentParser = harness.arguments(TASK, "Events of training/written/events.", list(SPLITS))
    parser.add_argument("--errors", action="store_true", help="print what is wrong, a line each")
    options = parser.parse_args(given)
    harness.check(options)
    tally = harness.Tally()
    texts = chosen(options.data, options.split, options.limit)
    folder = options.data / "aside" if options.split == "aside" else options.data
    table = {} if options.split in ("sentences", "news") else coded(folder / "codes.tsv")
    for page in texts:
        for line in score(page, table, tally):
            if options.errors:
                print(line)
    names = [page.where for page in texts]
    figures = tally.figures(names)
    figures["realis_macro"] = tally.mean_figure(CLASSES, names)
    if options.split == "news":  # of whose parties nobody wrote down who they are
        figures = {name: figure for name, figure in figures.items() if name not in CODED}
    rows = [[n, f.value, f.precision, f.recall, f"{f.low:.1f} to {f.high:.1f}", f.gold] for n, f in figures.items()]
    print(harness.table(["measure", "value", "P", "R", "95 %", "n"], rows))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data="Wikinews" if options.split == "news" else "training/written/events",
            system="sayso", sayso=harness.sayso_version(),
            weights=harness.shipped_weights(), date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given), counts={"texts": len(texts)}, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
