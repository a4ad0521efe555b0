"""Events across articles on ECB+ (Cybulska & Vossen 2014), gold mentions given: which of them tell one event.

The articles are the annotated sentences of a split, as Cybulska and Vossen cut them (2015); what is scored are all event mentions
of the split at once, chains of one mention with them, by CoNLL F1: the mean of MUC, B-cubed and CEAF-e, as in
benchmarks/coreference.py. Topics are not given: sayso's own stories say which articles may tell one event.

Within a story two mentions are one when their head words are: by what relate takes for one word (alike.tsv: "blast",
"explosion"), else by the first five letters of the base form ("arrest", "arrested"; on train 3, 4 and 5 letters and whole base
forms were tried). `lemma` is the same without stories, one word one
event everywhere. Pronouns, other words for one event, and two events of one word in a story are knowingly wrong. Stories were
set on ECB+ train and designed while looking at the whole texts of dev (benchmarks/stories.py).
"""

import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from benchmarks import harness
from benchmarks.coreference import METRICS, Chain, b3, ceafe, muc
from benchmarks.harness import Figure, Tally
from benchmarks.stories import Article, by_sayso, read
from sayso.core.document import Block, Document, sha256_of
from sayso.core.parse import Parse
from sayso.core.span import Span
from sayso.lexicon.claims import senses
from sayso.parse import parse

TASK = "ecb"
SPLITS = ("dev", "train")
# On train CoNLL F1 was 72.9 by three letters, 74.0 by four, 74.2 by five, 73.9 by whole base forms.
STEM = 5


class Told(msgspec.Struct, frozen=True):
    """An event mention: its article, its characters there and the gold chain."""

    article: str
    span: Span
    chain: str


class Split(msgspec.Struct, frozen=True):
    """The articles of a split by their names, with their sentences one a line, and the event mentions in them."""

    texts: dict[str, str]
    mentions: tuple[Told, ...]


def corpus(folder: Path, split: str, limit: int | None = None) -> Split:
    """A split with its mentions in characters; `limit` counts articles."""
    with lzma.open(folder / f"ECB_{split.title()}_corpus.txt.xz", "rt", encoding="utf-8") as lines:
        words = [line.rstrip("\n").split("\t") for line in lines if line.strip()]
    texts: dict[str, str] = {}
    places: dict[tuple[str, int, int], Span] = {}
    last: tuple[str, str] | None = None
    for article, sentence, number, word, *_ in words:
        text = texts.get(article, "")
        text += "" if not text else " " if last == (article, sentence) else "\n\n"
        places[article, int(sentence), int(number)] = Span(len(text), len(text) + len(word))
        texts[article], last = text + word, (article, sentence)
    kept = dict(list(texts.items())[:limit])
    with lzma.open(folder / f"ECB_{split.title()}_Event_gold_mentions.json.xz", "rt", encoding="utf-8") as file:
        rows = json.load(file)
    mentions = []
    for row in rows:
        spans = [places[row["doc_id"], row["sent_id"], number] for number in row["tokens_number"]]
        if row["doc_id"] in kept:
            mentions.append(Told(row["doc_id"], Span(spans[0].start, spans[-1].end), row["coref_chain"]))
    return Split(kept, tuple(mentions))


def heads(split: Split) -> list[str]:
    """What the head of each mention is compared by."""
    read: dict[str, Parse] = {}
    for name, text in split.texts.items():
        blocks, at = [], 0
        for line in text.split("\n\n"):
            blocks.append(Block(span=Span(at, at + len(line)), role="paragraph"))
            at += len(line) + 2
        read[name] = parse(Document(text=text, text_sha256=sha256_of(text), blocks=tuple(blocks)))
    return [_head(read[mention.article], mention.span) for mention in split.mentions]


def _head(read: Parse, span: Span) -> str:
    within = range(*read.range_of(span))
    k = next((k for k in within if read.tokens[k].head not in within or read.tokens[k].head == k), within[0])
    lemma = read.tokens[k].lemma.lower()
    return senses().get(read.tokens[k].text.lower()) or senses().get(lemma) or lemma[:STEM]


def chained(split: Split, keys: Iterable[object]) -> tuple[Chain, ...]:
    """Mentions of one key together, numbered over the split."""
    found: defaultdict[object, set[tuple[int, int]]] = defaultdict(set)
    for n, key in enumerate(keys):
        found[key].add((n, n + 1))
    return tuple(frozenset(chain) for chain in found.values())


def figures(split: Split, predicted: Sequence[Chain], name: str) -> dict[str, Figure]:
    """CoNLL F1 and its parts, over the split as one text."""
    gold = chained(split, (mention.chain for mention in split.mentions))
    scorers: dict[str, Callable[..., object]] = {"muc": muc, "b3": b3, "ceafe": ceafe}
    tally = Tally()
    for metric in METRICS:
        score = msgspec.to_builtins(scorers[metric](gold, predicted))
        tally.hits(metric, "all", score["predicted"], score["gold"], score["correct"], score["recalled"])
    found = {"conll": tally.mean_figure(METRICS, ["all"]), **tally.figures(["all"])}
    return {f"{metric}{name}": figure for metric, figure in found.items()}


def main(given: Sequence[str] | None = None) -> None:
    """Reads, joins and scores; prints the figures."""
    given = sys.argv[1:] if given is None else given
    options = harness.arguments(TASK, "events across articles, ECB+", SPLITS).parse_args(given)
    harness.check(options)
    split = corpus(options.data, options.split, options.limit)
    articles = [Article(name, "", "", "", text, None) for name, text in split.texts.items()]
    story = by_sayso(read(articles))
    words = heads(split)
    keys = [(story[mention.article], word) for mention, word in zip(split.mentions, words, strict=True)]
    found = figures(split, chained(split, keys), "") | figures(split, chained(split, words), "@lemma")
    counts = {"articles": len(split.texts), "mentions": len(split.mentions), "stories": len(set(story.values()))}
    print(f"sayso on ECB+ {options.split}: {', '.join(f'{count} {name}' for name, count in counts.items())}")
    for name, figure in found.items():
        shares = f", precision {figure.precision:.1f}, recall {figure.recall:.1f}" if figure.precision is not None else ""
        print(f"{name}: {figure.value:.1f}{shares}")
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data="ECB+, annotated sentences", system="sayso", sayso=harness.sayso_version(),
            weights=harness.shipped_weights(), date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given), counts=counts, figures=found,
        )  # fmt: skip
        print(harness.freeze(frozen, options.freeze))


if __name__ == "__main__":
    main()
