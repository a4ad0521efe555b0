"""Copies: whether an article printed again is found, by what was done to it, and how often one is called a copy that is none.

Every second article of a set is printed again in five ways, dated after it: under another headline; its first 60 %; its lead, the
first five sentences; with one word in ten changed for another of the set; and its first half set into the middle of one of
the other articles, which is in the record in no other way. Two more articles each are given the longest quotation of
one and the same article, which makes them no copies. All chances are drawn from a fixed seed. Recall: a variant is told to
repeat the article it was made from. False pairs: two documents that are told to repeat each other and were made from no common
article, for each 1,800 documents. The set's own articles that repeat one another count as false too.
"""

import argparse
import csv
import random
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks import harness
from benchmarks.harness import Figure, Tally

TASK = "copies"
DATA = "variants of Wikinews articles"
SEED = 20_260_401
KINDS = ("headline", "first 60 %", "lead", "10 % edited", "embedded")
# Shorter articles have no first half that is longer than a lead.
LEAST = 120
PER = 1800
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_WORD = re.compile(r"[^\W\d_]+")
# A straight mark opens a quotation only behind a space: what lies between two quotations is no quotation.
_QUOTATION = re.compile(r'“[^“”\n]{80,}”|(?:^|(?<=\s))"(?=\S)[^"\n]{80,}(?<=\S)"', re.MULTILINE)


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the record: `sources` are the articles its words are from, `kind` what was done, None for the article."""

    id: str
    kind: str | None
    sources: frozenset[str]
    headline: str
    text: str
    day: str


def corpus(file: Path, limit: int | None) -> list[tuple[str, str, str]]:
    """(name, headline, text) of each article of a CSV with the columns url, title and text that is long enough."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [(row["url"], row["title"], re.sub(r"\n\s*\n\s*", "\n\n", row["text"].strip())) for row in csv.DictReader(lines)]
    return [row for row in rows if len(row[2].split()) >= LEAST][:limit]


def printed(articles: Sequence[tuple[str, str, str]]) -> Iterator[Printed]:
    """The articles, every second one with its variants, and those with a quotation of another's."""
    chance = random.Random(SEED)
    words = [word for _, _, text in articles for word in _WORD.findall(text)]
    start = date(2020, 1, 1)
    for n, (name, headline, text) in enumerate(articles):
        day, later = ((start + timedelta(days=on)).isoformat() for on in (n, n + 2))
        if n % 2:
            continue
        host, other = articles[(n + 1) % len(articles)], articles[(n + 2) % len(articles)]
        yield Printed(id=name, kind=None, sources=frozenset({name}), headline=headline, text=text, day=day)
        theirs = host[2].split("\n\n")
        half = _cut(text, 0.5)
        middle = len(theirs) // 2
        made = {
            "headline": text,
            "first 60 %": _cut(text, 0.6),
            "lead": " ".join(_SENTENCE.split(text.replace("\n\n", " "))[:5]),
            "10 % edited": _WORD.sub(lambda match: chance.choice(words) if chance.random() < 0.1 else match[0], text),
            "embedded": "\n\n".join([*theirs[:middle], half, *theirs[middle:]]),
        }
        for kind, variant in made.items():
            sources = frozenset({name, host[0]}) if kind == "embedded" else frozenset({name})
            yield Printed(id=f"{name} {kind}", kind=kind, sources=sources, headline=other[1], text=variant, day=later)
        quotation = max(_QUOTATION.findall(text), key=len, default=None)
        if quotation:
            for k in (3, 5):
                beside = articles[(n + k) % len(articles)]
                own = beside[2].split("\n\n")
                # A third of another article with the quotation: its own words are in the record only as a host's.
                part = "\n\n".join([*own[: max(1, len(own) // 3)], f"{quotation} it was said."])
                both = frozenset({beside[0]})
                yield Printed(id=f"{name} quoted {k}", kind="quoted", sources=both, headline=beside[1], text=part, day=later)


def _cut(text: str, share: float) -> str:
    words = text.split(" ")
    return " ".join(words[: round(len(words) * share)])


def by_sayso(documents: Sequence[Printed]) -> set[tuple[str, str]]:
    """The pairs (later, earlier) that sayso tells to repeat each other, whole or in part."""
    from sayso.core.document import Block, Document, sha256_of
    from sayso.core.parse import Parse
    from sayso.core.reading import Reading
    from sayso.core.span import Span
    from sayso.core.stories import Sketch
    from sayso.parse.quotations import quotations
    from sayso.pipeline import relate
    from sayso.relate.sketches import sketch
    from sayso.store import open_record

    ids: dict[str, str] = {}
    with TemporaryDirectory() as folder, open_record(Path(folder) / "copies.sayso") as record:
        for one in documents:
            text = f"{one.headline}\n\n{one.text}"
            head = len(one.headline)
            places = [Span(*match.span()) for match in re.finditer(r"[^\n](?:[^\n]|\n(?!\n))*", text) if match.start() > head]
            blocks = [Block(span=Span(0, head), role="headline"), *(Block(span=place, role="paragraph") for place in places)]
            document = Document(
                text=text, text_sha256=sha256_of(text), blocks=tuple(blocks), headline=one.headline, published=one.day,
                origin=one.id, url=one.id,
            )  # fmt: skip
            marks = tuple(quotations(text, [block.span for block in blocks]))
            parse = Parse(tokens=(), sentences=(), entities=(), reports=(), quotations=marks)
            record.add(Reading(document).adding(Sketch, (sketch(Reading(document).adding(Parse, (parse,))),)))
            ids[document.id] = one.id
        relate(record)
        return {(ids[one.from_document_id], ids[one.to_document_id]) for one in record.relations()}


def score(documents: Sequence[Printed], found: set[tuple[str, str]]) -> dict[str, Figure]:
    """Recall by kind over articles, in percent, and false pairs for each 1,800 documents."""
    by_id = {one.id: one for one in documents}
    tally = Tally()
    articles = sorted(one.id for one in documents if one.kind is None)
    for one in documents:
        if one.kind in KINDS:
            article = one.id.removesuffix(f" {one.kind}")
            tally.mean(one.kind, article, [float((one.id, article) in found)])
    false = sum(by_id[one].sources.isdisjoint(by_id[other].sources) for one, other in found)
    return {**tally.figures(articles), "false pairs": Figure(value=false * PER / len(documents), predicted=len(found))}


def report(figures: dict[str, Figure]) -> str:
    """The figures as a table."""
    rows = [[name, f.value, "–" if f.low is None else f"{f.low:.1f} to {f.high:.1f}"] for name, f in figures.items()]
    return harness.table(["recall, and false pairs for 1,800 documents", "value", "95 %"], rows)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    options = harness.arguments(TASK, "Articles printed again, by what was done to them.", ()).parse_args(given)
    harness.check(options)
    if options.data is None:
        raise SystemExit("--data wants a CSV with the columns url, title and text")
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    documents = list(printed(corpus(options.data, options.limit)))
    found = by_sayso(documents)
    figures = score(documents, found)
    counts = {"articles": sum(one.kind is None for one in documents), "documents": len(documents), "pairs told": len(found)}
    print(f"sayso on {DATA}: {', '.join(f'{count} {name}' for name, count in counts.items())}\n")
    print(report(figures))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split="wikinews", data=DATA, system="sayso", sayso=harness.sayso_version(),
            weights=None, date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given), counts=counts, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
