"""Whether an act took place: the project's minimal pairs, and the realis and factuality that others annotated.

Splits: `dev` and `aside`, tests/cases/realis.jsonl and tests/cases/aside/realis.jsonl, one event under changes of realis and
attribution; the grammar was written beside `dev`, `held` is the fifth of it that no model learned from, `aside` was never
looked at. `turns` and `turns-held` are the cases of the same file in which another clause or sentence tells that an act is
made up, untrue or came to nothing; `dev` and `held` leave them out. `casie-held` (a fifth) and `casie-rest`,
articles of CASIE (Satyapanich et al. 2020): Actual, Generic, Other of gold triggers. `uw-dev`, UW factuality (Lee et al.
2015): -3 to 3 of gold words.

On the pairs, a gold event is found where a trigger of sayso's meets one of its triggers, whatever the type, one to one, best
overlap first. `realis` is the macro F1 over the five classes, a missed or an invented event counted; `nonactual_as_actual`
the share of gold events that did not take place and are stored as actual; `actual_wrong` the share of events stored as actual
that did not take place or are none. `found` is the F1 of triggers, `typed` with PLOVER's type right. Of others' corpora the
words are given: what the model's heads say of them counts (`Parse.acts`), else `sayso.syntax.realis.realis_of`.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec
import numpy as np

from benchmarks import harness
from sayso.core.data import Event, Realis, TimeExpression
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.pipeline import analyse
from sayso.read import document
from sayso.syntax.realis import Reality, realis_of
from sayso.syntax.tree import Tree

TASK = "realis"
# The rounds of cases that are told by a turn of the story.
TURNS = frozenset({"w10", "w12", "w13", "w14", "w15", "w16"})
SPLITS = ("dev", "held", "turns", "turns-held", "aside", "casie-held", "casie-rest", "uw-dev")
CLASSES: tuple[Realis, ...] = get_args(Realis)
Chars = tuple[int, int]

CASIE_CLASSES = ("Actual", "Generic", "Other")
# A point on UW's scale for each class of sayso's, set by hand from what the scale means.
FACTUALITY: dict[Realis, float] = {"actual": 2.3, "planned": 1.1, "demanded": 0.6, "hypothetical": 0.6, "negated": -1.2}
# Sentences of UW that are read as one text, to save windows.
TOGETHER = 20


def read(text: str, published: str | None = None) -> Reading:
    """A reading of a text as sayso gives it."""
    found = document(text.encode("utf-8"), medium="text")
    return analyse(msgspec.structs.replace(found, published=published))


def meets(ours: Iterable[Span], gold: Iterable[Chars]) -> int:
    """How many characters triggers have in common at best."""
    return max((min(a.end, end) - max(a.start, start) for a in ours for start, end in gold), default=0)


# The pairs


def triggers(text: str, event: dict[str, Any]) -> list[Chars]:
    """Where the triggers of a case's event stand."""
    found = []
    for one in (event, *event.get("again", [])):
        places = [match.start() for match in re.finditer(re.escape(one["trigger"]), text)]
        start = places[one["nth"] - 1]
        found.append((start, start + len(one["trigger"])))
    return found


def pairs(case: dict[str, Any], said: Sequence[Event], tally: harness.Tally) -> Iterator[str]:
    """Adds the counts of what is said of one case; yields a line for each thing that is wrong."""
    text, name = case["text"], case["pair"]
    ranked = sorted(
        (-meets((one.trigger, *one.again), triggers(text, gold)), one.event_type != gold["type"], g, n)
        for g, gold in enumerate(case["events"])
        for n, one in enumerate(said)
        if meets((one.trigger, *one.again), triggers(text, gold)) > 0
    )
    matched: dict[int, Event] = {}
    taken: set[int] = set()
    for _, _, g, n in ranked:
        if g not in matched and n not in taken:
            matched[g] = said[n]
            taken.add(n)
    spare = [one for n, one in enumerate(said) if n not in taken]
    for realis in CLASSES:
        gold = sum(one["realis"] == realis for one in case["events"])
        right = sum(case["events"][g]["realis"] == realis == one.realis for g, one in matched.items())
        tally.hits(realis, name, sum(one.realis == realis for one in said), gold, right)
    typed = sum(case["events"][g]["type"] == one.event_type for g, one in matched.items())
    tally.hits("found", name, len(said), len(case["events"]), len(matched))
    tally.hits("typed", name, len(said), len(case["events"]), typed)
    tally.mean("accuracy", name, [float(one.realis == case["events"][g]["realis"]) for g, one in matched.items()])
    for g, gold in enumerate(case["events"]):
        got = matched.get(g)
        if gold["realis"] != "actual":
            tally.mean("nonactual_as_actual", name, [float(got is not None and got.realis == "actual")])
        if got is None or got.realis != gold["realis"] or got.event_type != gold["type"]:
            told = f"{got.event_type} {got.realis}" if got else "nothing"
            yield f"{case['id']}: {gold['trigger']!r} {gold['type']} {gold['realis']}, sayso {told}: {text}"
    actual = {id(one): case["events"][g]["realis"] != "actual" for g, one in matched.items() if one.realis == "actual"}
    tally.mean("actual_wrong", name, [*map(float, actual.values()), *[1.0 for one in spare if one.realis == "actual"]])
    for one in spare:
        yield f"{case['id']}: none, sayso {one.trigger.of(text)!r} {one.event_type} {one.realis}: {text}"


# Others' corpora: the realis of given words


def told(reading: Reading, tree: Tree, span: Chars) -> tuple[int, Reality] | None:
    """The word that stands for a span, and its realis; None where no word does."""
    first, last = reading.parse.range_of(Span(*span))
    if first >= last:
        return None
    within = [k for k in range(first, last) if not first <= tree.tokens[k].head < last or tree.tokens[k].head == k]
    verbs = [k for k in within if tree.verbal(k)]
    at = (verbs or within or [first])[0]
    block = reading.document.block_at(tree.tokens[at].span.start)
    return at, realis_of(tree, at, headline=block is not None and block.role == "headline")


def _tree(reading: Reading) -> Tree:
    return Tree(reading.parse, reading.document.text, reading.of(TimeExpression))


def as_casie(tree: Tree, at: int, reality: Reality) -> str:
    """CASIE's class by the model; where it sees no act, by the grammar: what is not actual is Other, except what is told of no
    one time: Generic."""
    if act := tree.parse.act_at.get(at):
        return max((1 - act.general - act.open, "Actual"), (act.general, "Generic"), (act.open, "Other"))[1]
    if reality.realis in ("planned", "negated", "demanded"):
        return "Other"
    return "Generic" if reality.realis == "hypothetical" or general(tree, at) else "Actual"


def general(tree: Tree, at: int) -> bool:
    """Whether a word tells of no one time: a present of many, or a noun without article, owner or number."""
    token = tree.tokens[at]
    if tree.verbal(at):
        finite = [k for k in (at, *tree.has(at, "aux", "cop")) if tree.tokens[k].xpos in ("VBZ", "VBP")]
        perfect = any(tree.tokens[k].lemma == "have" for k in tree.has(at, "aux"))
        return bool(finite) and not perfect and token.xpos != "VBG"
    bound = ("det", "nmod:poss", "nummod")
    return token.xpos in ("NN", "NNS") and not tree.has(at, *bound)


def casie(path: Path, tally: harness.Tally) -> Iterator[str]:
    """Adds the counts of one article of CASIE."""
    article = json.loads(path.read_text(encoding="utf-8"))
    text = article["content"]
    if not text.strip():
        return
    reading = read(text, article["info"]["date"].replace("_", "-") or None)
    tree = _tree(reading)
    events = [event for hopper in article["cyberevent"]["hopper"] for event in hopper["events"]]
    pairs = []
    for event in events:
        nugget = (event["nugget"]["startOffset"], event["nugget"]["endOffset"])
        found = told(reading, tree, nugget) if reading.document.text == text else None
        got = as_casie(tree, *found) if found else "Actual"
        pairs.append((event["realis"], got))
        if got != event["realis"]:
            yield f"{path.stem}: {event['realis']}, sayso {got}: {text[max(0, nugget[0] - 90) : nugget[1] + 40]!r}"
    for one in CASIE_CLASSES:
        tally.hits(
            one, path.stem, sum(got == one for _, got in pairs), sum(gold == one for gold, _ in pairs),
            sum(gold == got == one for gold, got in pairs),
        )  # fmt: skip


def casie_articles(folder: Path, split: str) -> list[Path]:
    found = sorted(folder.glob("*.json"), key=lambda path: int(path.stem))
    return [path for path in found if harness.held_out(path.stem) == (split == "casie-held")]


class Rated(msgspec.Struct, frozen=True):
    """A sentence of UW as running text, with the places of the rated words."""

    text: str
    words: list[tuple[Chars, float]]


def sentences(path: Path) -> Iterator[Rated]:
    """The sentences of a file of UW in its order."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        text, words, quoted, tight = "", [], False, True
        for line in block.splitlines():
            _, token, rating, *_ = line.split("\t")
            closes = token == '"' and quoted
            if text and not tight and not closes and not re.match(r"[,.;:?!%)\]]$|'\w+$|n't$|''$", token):
                text += " "
            if rating != "_":
                words.append(((len(text), len(text) + len(token)), float(rating)))
            text += token
            tight = token in ("(", "[", "$", "``") or (token == '"' and not quoted)
            quoted ^= token == '"'
        if text:
            yield Rated(text, words)


def rated(together: Sequence[Rated]) -> Iterator[tuple[float, float, str]]:
    """Of every rated word its rating and sayso's: the model's where it sees an act, else a point for the grammar's realis."""
    starts, text = [], ""
    for one in together:
        text += "\n\n" if text else ""
        starts.append(len(text))
        text += one.text
    reading = read(text)
    tree = _tree(reading)
    for start, one in zip(starts, together, strict=True):
        for (a, b), rating in one.words:
            found = told(reading, tree, (start + a, start + b)) if reading.document.text == text else None
            reality = found[1].realis if found else "actual"
            act = reading.parse.act_at.get(found[0]) if found else None
            yield rating, act.factuality if act else FACTUALITY[reality], f"{one.text[:a]}[{one.text[a:b]}]{one.text[b:]}"


def correlation(groups: Sequence[Sequence[tuple[float, float]]]) -> harness.Figure:
    """Pearson's r, in percent, of rating and guess, with the interval from drawing groups anew."""
    sums = np.array([_moments(group) for group in groups])
    draws = np.random.default_rng(harness.SEED).multinomial(len(groups), [1 / len(groups)] * len(groups), size=harness.RESAMPLES)
    drawn = [_pearson(row) for row in draws @ sums]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return harness.Figure(value=_pearson(sums.sum(0)), low=float(low), high=float(high), gold=int(sums[:, 0].sum()))


def _moments(group: Sequence[tuple[float, float]]) -> list[float]:
    x, y = np.array(group).reshape(-1, 2).T
    return [len(x), x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum()]


def _pearson(moments: Sequence[float]) -> float:
    n, x, y, xx, yy, xy = (float(one) for one in moments)
    spread = (n * xx - x * x) * (n * yy - y * y)
    return 100 * (n * xy - x * y) / spread**0.5 if spread > 0 else 0.0


# The command


def measured(options: argparse.Namespace) -> tuple[dict[str, harness.Figure], dict[str, int]]:
    """The figures and counts that the options ask for."""
    tally = harness.Tally()

    def show(lines: Iterable[str]) -> None:
        for line in lines:
            if options.errors:
                print(line)

    if options.split == "uw-dev":
        found = list(sentences(options.data / "dev.conll"))[: options.limit]
        groups = []
        for first in range(0, len(found), TOGETHER):
            group = []
            for rating, guess, words in rated(found[first : first + TOGETHER]):
                group.append((rating, guess))
                if abs(rating - guess) > 1.5:
                    show([f"{rating:+.1f}, sayso {guess:+.1f}: {words}"])
            groups.append(group)
        return {"pearson": correlation([group for group in groups if group])}, {
            "sentences": len(found), "words": sum(map(len, groups)),
        }  # fmt: skip
    if options.split.startswith("casie"):
        articles = casie_articles(options.data, options.split)[: options.limit]
        for path in articles:
            show(casie(path, tally))
        names = [path.stem for path in articles]
        figures = tally.figures(names)
        return {"realis": tally.mean_figure(CASIE_CLASSES, names), **figures}, {"articles": len(articles)}
    lines = options.data.read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines if line.strip()]
    turns, held = options.split.startswith("turns"), options.split.endswith("held")
    if options.split != "aside":
        cases = [case for case in cases if turned(case) == turns]
    cases = [case for case in cases if not held or harness.held_out(case["pair"])][: options.limit]
    for case in cases:
        show(pairs(case, read(case["text"], case["published"]).of(Event), tally))
    names = sorted({case["pair"] for case in cases})
    figures = tally.figures(names)
    return {"realis": tally.mean_figure(CLASSES, names), **figures}, {"cases": len(cases), "pairs": len(names)}


def turned(case: dict[str, Any]) -> bool:
    return case["pair"].partition("-")[0] in TURNS


DATA = {
    "dev": "tests/cases/realis.jsonl", "held": "tests/cases/realis.jsonl", "turns": "tests/cases/realis.jsonl",
    "turns-held": "tests/cases/realis.jsonl",
    "aside": "tests/cases/aside/realis.jsonl", "casie-held": "CASIE",
    "casie-rest": "CASIE", "uw-dev": "UW factuality",
}  # fmt: skip


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser: argparse.ArgumentParser = harness.arguments(TASK, "Whether an act took place.", SPLITS)
    parser.add_argument("--errors", action="store_true", help="print what is wrong, a line each")
    options = parser.parse_args(given)
    harness.check(options)
    figures, counts = measured(options)
    rows = [
        [n, f.value, f.precision, f.recall, f"{f.low:.1f} to {f.high:.1f}", f.gold] for n, f in figures.items()
    ]  # fmt: skip
    print(harness.table(["measure", "value", "P", "R", "95 %", "n"], rows))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data=DATA[options.split], system="sayso", sayso=harness.sayso_version(),
            weights=harness.shipped_weights(), date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given), counts=counts, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
