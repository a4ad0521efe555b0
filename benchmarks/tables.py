"""Tables of docs/benchmarks.md, rewritten from frozen figures, with what others reach (published.toml) beside them.

Only what stands between `<!-- figures: NAME -->` and `<!-- end -->` is touched. With --check nothing is written, and it
fails when the page does not say what the frozen files say.
"""

import argparse
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import harness
from benchmarks.harness import Figure, Frozen

PAGE = harness.ROOT / "docs" / "benchmarks.md"
PUBLISHED = harness.ROOT / "benchmarks" / "published.toml"
BLOCK = re.compile(r"(<!-- figures: (?P<name>[a-z_ ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
ROLES = ("source", "cue", "content")
MATCHES = ("exact", "half", "overlap")
TYPES = ("direct", "indirect", "mixed")
STORY_SETS = {"allsides_stream_a": "AllSides stream", "neus_val": "NeuS val", "ecb_dev": "ECB+ dev"}
STAGES = {
    "parse_over_graph": "parse over graph", "after_parse": "all after the parse, of it", "references_over_parse":
    "who, where, when, how many, of the parse", "events_over_rest": "events, of all else", "storing": "storing, of the parse",
}  # fmt: skip
NOTHING = "Not measured yet."


def frozen_files(folder: Path = harness.FROZEN) -> list[Frozen]:
    """All frozen files, by name."""
    return [harness.thawed(file) for file in sorted(folder.glob("*.json"))]


def rewritten(page: str, frozen: Sequence[Frozen]) -> str:
    """The page with its blocks as the frozen files have them. Raises KeyError for a block that nobody knows."""
    return BLOCK.sub(lambda block: f"{block[1]}{BLOCKS[block['name']](frozen)}\n{block[3]}", page)


def instances(frozen: Sequence[Frozen]) -> str:
    """CofeNet's protocol: EM, Begin and J, source / cue / content."""
    names = [("em", "EM"), ("begin", "Begin"), ("j", "J")]
    rows = [[_name(one), *(_triple(one.figures, f"cofenet.{{}}.{key}", ROLES) for key, _ in names)] for one in _ours(frozen)]
    rows += [[_cited(row), *(_told(row.get(key)) for key, _ in names)] for row in _published("attributions") if "em" in row]
    return harness.table(["F1, source / cue / content", *(title for _, title in names)], rows)


def triples(frozen: Sequence[Frozen]) -> str:
    """Whole documents: triples matched one to one."""
    rows = [[_name(one), *(_with_interval(one.figures[f"triples.{match}"]) for match in MATCHES)] for one in _ours(frozen)]
    rows += [[_cited(row), *map(_number, row["triples"])] for row in _published("attributions") if "triples" in row]
    return harness.table(["F1 [95 %]", *MATCHES], rows)


def parts(frozen: Sequence[Frozen]) -> str:
    """Sayso's own figures by content type and by publisher, a table a split."""
    tables = []
    for one in _ours(frozen):
        publishers = sorted({name.partition("@")[2] for name in one.figures} - {"", *TYPES})
        patterns = {"cofenet.{}.em": ROLES, "triples.{}": MATCHES}
        rows = [
            [part, *(_triple(one.figures, f"{pattern}@{part}", keys) for pattern, keys in patterns.items())]
            for part in (*TYPES, *publishers)
        ]
        header = [f"{_name(one)}, F1", "EM, source / cue / content", "triples, exact / half / overlap"]
        tables.append(harness.table(header, rows))
    return "\n\n".join(tables) or NOTHING


def chains(frozen: Sequence[Frozen]) -> str:
    """Chains, denials and speakers on the project's own articles."""
    ours = [one for one in frozen if one.task == "written"]
    names = ("found", "nested", "denied", "anonymous", "speaker", "speaker unknown")
    rows = [
        [f"{one.split} ({one.counts['articles']} articles)", *(_with_interval(one.figures[n]) for n in names)] for one in ours
    ]
    return harness.table(["percent [95 %]", *names], rows) if ours else NOTHING


def actors(frozen: Sequence[Frozen]) -> str:
    """Country and sector of actor phrases, and whole phrases by kind, a column a split."""
    ours = sorted((one for one in frozen if one.task == "actors"), key=lambda one: one.split)
    kinds = sorted({name for one in ours for name in one.figures if "@" in name})
    rows: list[list[object]] = [
        [name, *(_with_interval(one.figures[name]) for one in ours)] for name in ("whole", "country", "sector")
    ]
    for kind in kinds:
        found = [one.figures.get(kind) for one in ours]
        rows.append([kind.partition("@")[2], *(f"{f.value:.1f} ({f.gold})" if f else None for f in found)])
    return (
        harness.table(["percent", *(f"{one.split} ({one.counts['phrases']} phrases)" for one in ours)], rows) if ours else NOTHING
    )


def times(frozen: Sequence[Frozen]) -> str:
    """Time expressions by TempEval-3's measures."""
    ours = [one for one in frozen if one.task == "times"]
    measures = ("relaxed", "strict", "value")
    rows: list[list[object]] = [
        [f"**sayso {one.sayso}**, {one.split} of TimeBank and AQUAINT", *(_with_interval(one.figures[m]) for m in measures)]
        for one in ours
    ]
    rows += [[_cited(row), *(float(row[m]) for m in measures)] for row in _published("times")]
    return harness.table(["F1 [95 %]", *measures], rows)


def syntax(frozen: Sequence[Frozen]) -> str:
    """Syntax from raw text, a table a treebank, with what others reach on it."""
    measures = ("sentences", "words", "upos", "lemma", "uas", "las", "clas")
    tables = []
    for bank in ("ewt", "gum"):
        rows: list[list[object]] = [
            [f"**sayso {one.sayso}**, {_part_of(one)}", *(_with_interval(one.figures[m]) for m in measures)]
            for one in _of_task(frozen, "syntax", bank)
        ]
        rows += [[_cited(row), *(row[bank].get(m) for m in measures)] for row in _published("syntax") if bank in row]
        tables.append(harness.table([f"{bank.upper()}, F1 [95 %]", *_titles(measures)], rows))
    return "\n\n".join(tables)


def syntax_parts(frozen: Sequence[Frozen]) -> str:
    """Syntax by the genre of the text."""
    measures = ("sentences", "upos", "lemma", "uas", "las")
    rows = [
        [
            f"{one.data}, {_part_of(one)}: {part}",
            one.figures[f"words@{part}"].gold,
            *(one.figures[f"{m}@{part}"].value for m in measures),
        ]
        for one in _of_task(frozen, "syntax", "ewt") + _of_task(frozen, "syntax", "gum")
        for part in _parts(one, "las")
    ]
    return harness.table(["F1", "words", *_titles(measures)], rows) if rows else NOTHING


def entities(frozen: Sequence[Frozen]) -> str:
    """Names by corpus, with what others reach on theirs."""
    rows: list[list[object]] = [
        [
            f"**sayso {one.sayso}**, {one.data}, {_part_of(one)}", one.figures["names"].gold,
            *(_with_interval(one.figures[m]) for m in ("names", "spans")),
        ]
        for bank in ("worldwide", "crossner", "re3d") for one in _of_task(frozen, "entities", bank)
    ]  # fmt: skip
    rows += [[_cited(row), None, float(row["names"]), None] for row in _published("entities")]
    return harness.table(["F1 [95 %]", "gold names", "span and class", "span alone"], rows)


def entity_parts(frozen: Sequence[Frozen]) -> str:
    """Names by class and by region or publisher."""
    rows = []
    for bank in ("worldwide", "crossner", "re3d"):
        for one in _of_task(frozen, "entities", bank):
            for part in _parts(one, "names"):
                f = one.figures[f"names@{part}"]
                rows.append([f"{one.data}, {_part_of(one)}: {part}", f.gold, f.precision, f.recall, _with_interval(f)])
    return harness.table(["names", "gold", "precision", "recall", "F1 [95 %]"], rows) if rows else NOTHING


def quantised(frozen: Sequence[Frozen]) -> str:
    """What int8 costs, head by head."""
    rows = [
        [f"{head}, {one.split}", *(f"{one.figures[f'{head}.{side}'].value:.2f}" for side in ("int8", "fp32", "lost"))]
        for one in frozen if one.task == "quantised"
        for head in (name.removesuffix(".lost") for name in one.figures if name.endswith(".lost"))
    ]  # fmt: skip
    return harness.table(["head", "int8, ships", "fp32", "lost"], rows) if rows else NOTHING


def seeds(frozen: Sequence[Frozen]) -> str:
    """What networks of other seeds reach."""
    from benchmarks.seeds import report

    return "\n\n".join(report(one.figures) for one in frozen if one.task == "seeds") or NOTHING


def coreference(frozen: Sequence[Frozen]) -> str:
    """CoNLL F1 on OntoGUM with its three parts, and by genre."""
    ours = [one for one in frozen if one.task == "coreference"]
    measures = ("conll", "muc", "b3", "ceafe", "conll@news", "conll@interview", "conll@speech", "conll@court")
    rows = [[_name(one), *(_with_interval(one.figures[m]) for m in measures)] for one in ours]
    rows += [[_cited(row), *(_given(row.get(m)) for m in measures)] for row in _published("coreference")]
    return harness.table(["F1 [95 %]", *measures], rows)


def pronouns(frozen: Sequence[Frozen]) -> str:
    """F1 on GAP, overall, masculine and feminine, and the ratio of the last two."""
    measures = ("overall", "masculine", "feminine")
    rows = [
        [_name(one), *(_with_interval(one.figures[m]) for m in measures), f"{one.figures['bias'].value:.2f}"]
        for one in frozen
        if one.task == "gap"
    ]
    rows += [
        [_cited(row), *(_given(row.get(m)) for m in measures), f"{row['bias']:.2f}" if "bias" in row else "–"]
        for row in _published("gap")
    ]
    return harness.table(["F1 [95 %]", *measures, "F / M"], rows)


def parties(frozen: Sequence[Frozen]) -> str:
    """Sectors of those whom passages mention, by what they are mentioned with."""
    forms = ("names", "nouns", "pronouns")
    rows = [
        [_name(one), *(f"{_with_interval(one.figures[form])}, {one.figures[f'wrong@{form}'].value:.1f}" for form in forms),
         _with_interval(one.figures["nobody"])]
        for one in frozen
        if one.task == "parties"
    ]  # fmt: skip
    return harness.table(["right [95 %], wrong", *forms, "things left alone"], rows) if rows else NOTHING


def realis(frozen: Sequence[Frozen]) -> str:
    """Realis on the project's pairs and on what others annotated."""
    ours = [one for one in frozen if one.task == "realis"]
    pairs = [one for one in ours if "nonactual_as_actual" in one.figures]
    measures = ("realis", "accuracy", "nonactual_as_actual", "actual_wrong", "found", "typed")
    titles = ("realis, macro F1", "of found", "non-actual as actual", "actual and wrong", "found", "with its type")
    second = [one for one in frozen if (one.task, one.split) == ("agreement", "realis")]
    rows = [[f"pairs, {one.split}", *(_with_interval(one.figures[m]) for m in measures)] for one in pairs]
    rows += [["pairs, aside: a second reader", *(_with_interval(one.figures[m]) for m in measures)] for one in second]
    found = [harness.table(["percent [95 %]", *titles], rows)] if rows else []
    names = {"casie-held": "CASIE, a fifth: realis, macro F1", "uw-dev": "UW, dev: factuality, Pearson r"}
    figures = {one.split: one.figures["realis" if "realis" in one.figures else "pearson"] for one in ours}
    given = [[name, _with_interval(figures[split])] for split, name in names.items() if split in figures]
    found += [harness.table(["of given words [95 %]", "percent"], given)] if given else []
    return "\n\n".join(found) or NOTHING


def events(frozen: Sequence[Frozen]) -> str:
    """Events of the project's own articles, and of news that it marked."""
    ours = [one for one in frozen if one.task == "events"]
    second = [one for one in frozen if (one.task, one.split) == ("agreement", "events")]
    titles = [*(f"{one.split} ({one.counts['texts']})" for one in ours), *("a second reader, aside" for _ in second)]
    ours = [*ours, *second]
    measures = ("trigger", "type", "actor", "recipient", "whole", "whole_strict", "realis", "nonactual_as_actual", "actual_wrong")
    rows: list[list[object]] = [
        [m.replace("_", " "), *(_with_interval(one.figures[m]) if m in one.figures else "–" for one in ours)] for m in measures
    ]
    return harness.table(["percent [95 %]", *titles], rows) if ours else NOTHING


PLV_WAYS = ("", " by events")


def plv(frozen: Sequence[Frozen]) -> str:
    """PLOVER relations: binary, quad and root."""
    ours = [one for one in frozen if one.task == "plv"]
    measures = ("binary", "quad", "root")
    rows = [
        [f"{_name(one)}{way}", *(_with_interval(one.figures[f"{m}{way}"]) for m in measures)] for one in ours for way in PLV_WAYS
    ]
    rows += [[_cited(row), *(_given(row.get(m)) for m in measures)] for row in _published("plv")]
    return harness.table(["macro F1 [95 %]", *measures], rows)


def positions(frozen: Sequence[Frozen]) -> str:
    """Positions by split: all of holder, target and stance, target and stance, and false alarms."""
    ours = [one for one in frozen if one.task == "positions"]
    measures = ("all", "target", "false_alarms")
    rows = [[one.split, str(one.counts["gold"]), *(_with_interval(one.figures[m]) for m in measures)] for one in ours]
    return harness.table(["percent [95 %]", "positions", "holder, target, stance", "target, stance", "false alarms"], rows)


STORY_WAYS = {
    "weighed": "with its vectors beside the words, the best weight of five for each set",
    "weighed_published": "with MiniLM's vectors beside the words, the best weight of five for each set",
    "vectors": "its vectors alone, the best line for each set",
}


def stories(frozen: Sequence[Frozen]) -> str:
    """B-cubed by set, with precision and recall of our own."""
    ours = {one.split: one for one in frozen if one.task == "stories"}
    found = [one.figures["b-cubed"] if (one := ours.get(split)) else None for split in STORY_SETS]
    told = [f"{_with_interval(f)}, {f.precision:.1f} / {f.recall:.1f}" if f else "–" for f in found]
    rows = [[f"**sayso {next(iter(ours.values())).sayso}**", *told]] if ours else []
    for name, title in STORY_WAYS.items():
        figures = [one.figures.get(name) if (one := ours.get(split)) else None for split in STORY_SETS]
        rows += [[title, *(_with_interval(f) if f else "–" for f in figures)]] if any(figures) else []
    rows += [[_cited(row), *(_given(row.get(split)) for split in STORY_SETS)] for row in _published("stories")]
    return harness.table(["B-cubed F1 [95 %], precision / recall", *STORY_SETS.values()], rows)


def copies(frozen: Sequence[Frozen]) -> str:
    """Recall by what was done to an article, and false pairs."""
    names = ("headline", "first 60 %", "lead", "10 % edited", "embedded", "false pairs")
    rows = [
        [f"**sayso {one.sayso}**, {one.data}", *(f"{one.figures[name].value:.1f}" for name in names)]
        for one in frozen
        if one.task == "copies"
    ]
    rows += [[_cited(row), *(_given(row.get(name)) for name in names)] for row in _published("copies")]
    return harness.table(["recall, percent; false pairs for 1,800 documents", *names], rows)


def relations(frozen: Sequence[Frozen]) -> str:
    """Shared claims, chains, relations and labels by split."""
    rows: list[list[object]] = []
    for one in (one for one in frozen if one.task == "relations"):
        sets = f"{one.split} ({one.counts['sets']} sets, {one.counts['articles']} articles)"
        told = [one.figures.get(name) for name in ("shared", "relations", "labels")]
        shared, related, called = (f"{f.precision:.1f} / {f.recall:.1f}" if f else "–" for f in told)
        chains = _with_interval(one.figures["chains"]) if "chains" in one.figures else "–"
        marked = [f.gold if f else "–" for f in told[1:]]
        f1 = f"{told[2].value:.1f} ({called})" if told[2] else "–"
        rows.append([sets, shared, chains, related, marked[0], f1, marked[1]])
    header = ["", "shared claims, P / R", "chains exact [95 %]", "relations, P / R", "marked", "labels, F1 (P / R)", "listed"]
    return harness.table(header, rows)


def ecb(frozen: Sequence[Frozen]) -> str:
    """Events across articles on ECB+."""
    header = ["F1", "CoNLL", "MUC", "B-cubed", "CEAF-e"]
    rows: list[list[object]] = []
    for one in (one for one in frozen if one.task == "ecb"):
        for name, by in (("", "stories and words of one stem"), ("@lemma", "words alone")):
            figures = (f"{one.figures[f'{measure}{name}'].value:.1f}" for measure in ("conll", "muc", "b3", "ceafe"))
            rows.append([f"sayso {one.sayso}, {one.split}: {by}", *figures])
    return harness.table(header, rows) if rows else NOTHING


def wordings(frozen: Sequence[Frozen]) -> str:
    """Loaded words by word, and voices of our own cases."""
    ours = [one for one in frozen if one.task == "wordings"]
    rows = [
        [f"**sayso {one.sayso}**, {measure}, half `{one.split}`", figure.precision, figure.recall, _with_interval(figure)]
        for one in ours
        for measure, figure in one.figures.items()
        if measure.startswith("loaded")
    ]
    rows += [[_cited(row), row["precision"], row["recall"], _given(row["f1"])] for row in _published("wordings")]
    voices = [
        [f"**sayso {one.sayso}**, {one.split}", *(_with_interval(one.figures[m]) for m in ("voice", "found"))]
        for one in ours
        if "voice" in one.figures
    ]
    tables = [(["loaded words, percent", "P", "R", "F1 [95 %]"], rows), (["own cases", "voice right, percent", "found"], voices)]
    return "\n\n".join(harness.table(header, table) for header, table in tables if table) or NOTHING


def speed(frozen: Sequence[Frozen]) -> str:
    ours = [one for one in frozen if one.task == "speed"]
    rows: list[list[object]] = [
        [
            f"sayso {one.sayso} on {one.split}: {one.machine}",
            *(one.figures[name].value for name in ("articles_a_second", "articles_a_loop")),
            f"{one.figures['words_a_second'].value:,.0f}",
            f"{one.figures['model_share'].value:.0f} %",
        ]
        for one in ours
    ]
    rows += [[_cited(row), float(row["articles_a_second"]), None, None, None] for row in _published("speed")]
    rates = harness.table(["one core", "articles a second", "articles a loop", "words a second", "in the model"], rows)
    starts = [
        [
            f"sayso {one.sayso} on {one.split}",
            *(f"{one.figures[f'{name}_seconds'].value:.2f}" for name in ("help", "load", "first_article")),
            f"{one.figures['peak_memory_mb'].value:.0f}",
        ]
        for one in ours
    ]
    header = ["start-up and memory", "`--help`, s", "load, s", "first article, s", "peak memory, MB"]
    if not ours:
        return f"{rates}\n\n{NOTHING}"
    return "\n\n".join([rates, *_stages(ours), harness.table(header, starts), *_throughput(frozen)])


def _throughput(frozen: Sequence[Frozen]) -> list[str]:
    """Many articles into one record."""
    rows = [
        [
            f"sayso {one.sayso}: {one.counts['articles']:,} articles made from {one.split}, {one.counts['processes']} processes",
            *(f"{one.figures[name].value:.1f}" for name in ("minutes", "process_minutes", "stories_minutes")),
            *(f"{one.figures[name].value:,.0f}" for name in ("peak_memory_mb", "record_mb")),
            f"{one.figures['load_before'].value:.1f}",
        ]
        for one in frozen
        if one.task == "throughput"
    ]
    header = ["articles into a record, with stories", "minutes", "minutes of one core", "of these for stories"]
    return [harness.table([*header, "peak memory, MB", "record, MB", "others' load before"], rows)] if rows else []


def desk(frozen: Sequence[Frozen]) -> str:
    rows: list[list[object]] = [
        [
            f"sayso {one.sayso}, {one.counts['articles']:,} articles: {one.machine}",
            *(f"{one.figures[name].value:,.0f}" for name in ("pages.middle", "pages.longest")),
            f"{one.figures['start'].value:.2f}",
            *(f"{one.figures[name].value:,.0f}" for name in ("at_once.middle", "at_once.of_100_the_95th", "at_once.failed")),
        ]
        for one in frozen
        if one.task == "desk"
    ]
    header = ["one core", "a page, ms", "the longest page, ms", "start, s", "ten at once, ms", "of 100 the 95th, ms", "failed"]
    return harness.table(header, rows) if rows else NOTHING


def _stages(ours: Sequence[Frozen]) -> list[str]:
    """What the stages cost, where it was measured."""
    measured = [one for one in ours if "parse_over_graph" in one.figures]
    rows = [
        [
            f"sayso {one.sayso} on {one.split}",
            *(f"{one.figures[f'{name}_pieces_a_second'].value:,.0f}" for name in ("graph", "parse")),
            *(f"{one.figures[name].value:.0f} %" if name in one.figures else "–" for name in STAGES),
        ]
        for one in measured
    ]
    header = ["word pieces a second", "bare graph", "parse", *STAGES.values()]
    return [harness.table(header, rows)] if rows else []


def runs(frozen: Sequence[Frozen]) -> str:
    """How each frozen file came about."""
    lines = [
        f"- `{one.task}`, {one.split} ({one.data}): `{one.command}`, {one.date}, {one.machine}, sayso {one.sayso}"
        + (f", weights {one.weights.version} ({one.weights.sha256[:12]})" if one.weights else "")
        for one in frozen
    ]
    return "\n".join(lines) or NOTHING


BLOCKS: Mapping[str, Callable[[Sequence[Frozen]], str]] = {
    "instances": instances,
    "triples": triples,
    "parts": parts,
    "chains": chains,
    "actors": actors,
    "times": times,
    "coreference": coreference,
    "pronouns": pronouns,
    "parties": parties,
    "realis": realis,
    "events": events,
    "plv": plv,
    "positions": positions,
    "syntax": syntax,
    "syntax parts": syntax_parts,
    "names": entities,
    "name parts": entity_parts,
    "quantised": quantised,
    "seeds": seeds,
    "stories": stories,
    "copies": copies,
    "relations": relations,
    "ecb": ecb,
    "wordings": wordings,
    "speed": speed,
    "desk": desk,
    "runs": runs,
}


def _of_task(frozen: Sequence[Frozen], task: str, corpus: str) -> list[Frozen]:
    """Frozen files of a task on a corpus, test before dev."""
    found = [one for one in frozen if one.task == task and one.split.partition("-")[0] == corpus]
    return sorted(found, key=lambda one: one.split, reverse=True)


def _part_of(one: Frozen) -> str:
    """The split of a figure whose file also names its corpus."""
    return one.split.partition("-")[2]


def _parts(one: Frozen, measure: str) -> list[str]:
    """The parts that a measure is told of."""
    return [name.partition("@")[2] for name in one.figures if name.startswith(f"{measure}@")]


def _titles(measures: Sequence[str]) -> list[str]:
    return [m.upper() if m in ("upos", "uas", "las", "clas") else {"lemma": "lemmas"}.get(m, m) for m in measures]


def _ours(frozen: Sequence[Frozen]) -> list[Frozen]:
    """Frozen attributions, test before dev, sayso first."""
    found = [one for one in frozen if one.task == "attributions"]
    return sorted(found, key=lambda one: (one.split != "test", one.system != "sayso", one.system))


def _name(one: Frozen) -> str:
    return f"**sayso {one.sayso}**, {one.split}" if one.system == "sayso" else f"{one.system}, {one.split}"


def _published(task: str) -> list[dict[str, Any]]:
    with PUBLISHED.open("rb") as file:
        return list(tomllib.load(file).get(task, []))


def _cited(row: Mapping[str, Any]) -> str:
    return f"{row['system']} ({row['from']})"


def _triple(figures: Mapping[str, Figure], pattern: str, keys: Sequence[str]) -> str:
    found = [figures.get(pattern.format(key)) for key in keys]
    return _told([figure.value if figure else "–" for figure in found])


def _told(values: Sequence[float | str] | None) -> str:
    return " / ".join(map(_number, values)) if values else "–"


def _given(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _number(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}"


def _with_interval(figure: Figure) -> str:
    return f"{figure.value:.1f} [{figure.low:.1f}, {figure.high:.1f}]"


def main(given: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description="Rewrites the tables of docs/benchmarks.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is stale")
    options = parser.parse_args(given)
    page = PAGE.read_text(encoding="utf-8")
    fresh = rewritten(page, frozen_files())
    if options.check and fresh != page:
        raise SystemExit("docs/benchmarks.md does not say what benchmarks/frozen says: run python -m benchmarks.tables")
    if not options.check:
        PAGE.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
