"""Attributions on PolNeAR (Newell et al. 2018): who said what, read from raw text and scored by two protocols.

- CofeNet's (Wang et al., COLING 2022): instances are paragraphs, segments are contiguous runs of one role. EM counts
  segments with the same start and end, Begin those with the same start; J is the mean, over gold segments, of the best
  intersection over union with a predicted one, with a 0 for each predicted segment that touches none. Where several
  people annotated an article, each one's version counts.
- Whole documents: triples of source, cue and content matched one to one, best overlap first. Exact: all three have the
  same tokens; half: a Jaccard index of at least .5 in each role; overlap: above 0 in each role. Two empty roles agree.
  Also F1 of the tokens of each role and of its exact segments. The first annotator's version counts.

Tokens are the corpus' own (CoreNLP's), so articles without them are left out. The system under test gives character
spans; a token belongs to a span that shares a character with it.

Of sayso's attributions only those outside any other (`inside is None`) and outside teasers are scored: the corpus has
one label a token and annotates the outermost report, so a source chain can be neither rewarded nor punished by it. Where
an outlet was told something, which is two attributions with one cue, the inner one is scored, as the corpus annotates it.

Figures by content type: a content is direct when at least 90 % of its words stand between double quotation marks,
indirect when none does, mixed between; a word is a token with a letter or digit. So counted, dev has 17.8 % direct,
11.1 % mixed and 71.2 % indirect contents (16.7 to 19.0 % direct for bounds from 100 to 80 %). Precision is over the
predicted items of the type, recall over the gold ones, each against all of the other side. CofeNet's instances do not
join sources to contents, so there a type is that of a content segment, and sources and cues have none.
Known misses: words between single marks count as unquoted.
"""

import argparse
import gzip
import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from benchmarks import harness
from benchmarks.harness import Figure, Tally

TASK = "attributions"
DATA = "PolNeAR v1.0.0, snapshot c3eee83"
Role = Literal["source", "cue", "content"]
ContentType = Literal["direct", "indirect", "mixed"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")
TYPES: tuple[ContentType, ...] = ("direct", "indirect", "mixed")
MATCHES = ("exact", "half", "overlap")
SPLITS = {"dev": "valid", "test": "test"}  # our name of a split, CofeNet's name of its file
# The share of words in quotation marks that makes a content direct: see above for how much hangs on it.
DIRECT = 0.9
# From an opening mark to its closing one, or to the end of the line: newspapers open each paragraph of a quotation anew.
QUOTED = re.compile(r'“[^”\n]*|"[^"\n]*"?')

Pairs = tuple[tuple[int, int], ...]
Segment = tuple[int, int]
T = TypeVar("T")


class Said(msgspec.Struct, frozen=True):
    """One attribution: of each role its pieces, as (start, end) in characters, half-open."""

    source: Pairs = ()
    cue: Pairs = ()
    content: Pairs = ()


class Gold(msgspec.Struct, frozen=True):
    """One line of the corpus."""

    id: str
    publisher: str
    text: str
    attributions: tuple[Said, ...]


class Predicted(msgspec.Struct, frozen=True):
    """One line of a file of predictions."""

    id: str
    attributions: tuple[Said, ...]


class Tokenized(msgspec.Struct, frozen=True):
    id: str
    sents: tuple[Pairs, ...]


class Labelled(msgspec.Struct, frozen=True):
    """One line of CofeNet's file: an instance of an article as one person annotated it."""

    id: str
    tokens: tuple[str, ...]
    labels: tuple[str, ...]


class Words:
    """An article's tokens, with what is asked of them: which a span meets, and which are words in quotation marks."""

    def __init__(self, text: str, tokens: Sequence[Segment]) -> None:
        self.starts = [start for start, _ in tokens]
        self.ends = [end for _, end in tokens]
        if self.starts != sorted(self.starts) or self.ends != sorted(self.ends):
            raise ValueError("the tokens of an article must stand in text order")
        marks = [match.span() for match in QUOTED.finditer(text)]
        opened = [start for start, _ in marks]
        # None for what is no word.
        self.quoted: list[bool | None] = []
        for start, end in tokens:
            at = bisect_right(opened, start) - 1
            is_word = any(character.isalnum() for character in text[start:end])
            self.quoted.append((at >= 0 and start < marks[at][1]) if is_word else None)

    def range(self, start: int, end: int) -> Segment:
        """First and last + 1 of the tokens that share a character with a span; first >= last + 1 when none does."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def set(self, spans: Pairs) -> frozenset[int]:
        """The tokens of an attribution's role."""
        return frozenset(token for span in spans for token in range(*self.range(*span)))

    def type(self, tokens: Iterable[int]) -> ContentType:
        """Direct, indirect or mixed, by the share of words between quotation marks."""
        words = [self.quoted[token] for token in tokens if self.quoted[token] is not None]
        share = sum(map(bool, words)) / max(len(words), 1)
        return "direct" if share >= DIRECT else "mixed" if share > 0 else "indirect"


class Article(msgspec.Struct, frozen=True):
    gold: Gold
    words: Words


class Instance(msgspec.Struct, frozen=True):
    """Tokens `first` to `last` (exclusive) of an article, with the gold segments of each role in tokens of the article."""

    article: Article
    first: int
    last: int
    gold: Mapping[Role, set[Segment]]


class Corpus(msgspec.Struct, frozen=True):
    articles: list[Article]
    instances: list[Instance]
    publishers: dict[str, list[str]]


def corpus(folder: Path, split: str, limit: int | None = None) -> Corpus:
    """A split's articles that have tokens, and CofeNet's instances of them.

    Raises ValueError when the instances of one annotator do not add up to the article.
    """
    tokens = {
        line.id: [token for sentence in line.sents for token in sentence]
        for line in _lines(folder / f"corenlp_tokens_{split}.jsonl.gz", Tokenized)
    }
    golds = [gold for gold in _lines(folder / f"{split}.jsonl.gz", Gold) if gold.id in tokens][:limit]
    articles = {gold.id: Article(gold, Words(gold.text, tokens[gold.id])) for gold in golds}
    publishers: dict[str, list[str]] = {}
    for gold in sorted(golds, key=lambda gold: gold.publisher):
        publishers.setdefault(gold.publisher, []).append(gold.id)
    instances = _instances(_lines(folder / f"cofenet_{SPLITS[split]}.jsonl.gz", Labelled), articles)
    return Corpus(list(articles.values()), instances, publishers)


def _lines(file: Path, kind: type[T]) -> Iterator[T]:
    decoder = msgspec.json.Decoder(kind)
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        yield from (decoder.decode(line) for line in lines)


def _instances(lines: Iterable[Labelled], articles: Mapping[str, Article]) -> list[Instance]:
    found: list[Instance] = []
    reached: Counter[str] = Counter()
    for line in lines:
        article = articles.get(line.id.rpartition("_")[0])
        if article is None:
            continue
        first = reached[line.id]
        reached[line.id] = last = first + len(line.tokens)
        gold: dict[Role, set[Segment]] = {role: set() for role in ROLES}
        for role, start, end in _runs(line.labels):
            gold[role].add((first + start, first + end))
        found.append(Instance(article, first, last, gold))
    for name, last in reached.items():
        whole = len(articles[name.rpartition("_")[0]].words.starts)
        if last != whole:
            raise ValueError(f"the instances of {name} have {last} tokens, its article {whole}: the files do not belong together")
    return found


def _runs(labels: Sequence[str]) -> Iterator[tuple[Role, int, int]]:
    """The segments of BIO labels; an I- that follows nothing of its role opens one.

    >>> list(_runs(["B-cue", "I-cue", "B-cue", "I-source", "O"]))
    [('cue', 0, 2), ('cue', 2, 3), ('source', 3, 4)]
    """
    start, open_role = 0, ""
    for i, label in enumerate([*labels, "O"]):
        tag, _, role = label.partition("-")
        if open_role and (tag != "I" or role != open_role):
            yield open_role, start, i  # type: ignore[misc]
            open_role = ""
        if tag == "B" or (tag == "I" and not open_role):
            start, open_role = i, role


def score(data: Corpus, said: Mapping[str, Sequence[Said]]) -> dict[str, Figure]:
    """All figures: "cofenet.source.em", "triples.half@direct", "tokens.cue@nyt" and so on; `said` is by article."""
    tally = Tally()
    for instance in data.instances:
        _score_instance(instance, said.get(instance.article.gold.id, ()), tally)
    for article in data.articles:
        _score_article(article, said.get(article.gold.id, ()), tally)
    whole = tally.figures(article.gold.id for article in data.articles)
    figures = {name: whole[name] for name in sorted(whole, key=lambda name: "@" in name)}
    for publisher, articles in data.publishers.items():
        part = tally.figures(articles)
        figures.update({f"{name}@{publisher}": figure for name, figure in part.items() if "@" not in name})
    return figures


def _score_instance(instance: Instance, said: Sequence[Said], tally: Tally) -> None:
    name, words = instance.article.gold.id, instance.article.words
    for role in ROLES:
        predicted: set[Segment] = set()
        for attribution in said:
            for span in getattr(attribution, role):
                first, last = words.range(*span)
                first, last = max(first, instance.first), min(last, instance.last)
                if first < last:
                    predicted.add((first, last))
        gold = instance.gold[role]
        _score_segments(f"cofenet.{role}", name, (gold, gold), (predicted, predicted), tally)
        if role == "content":
            for kind in TYPES:
                gold_part, part = ({one for one in side if words.type(range(*one)) == kind} for side in (gold, predicted))
                _score_segments(f"cofenet.{role}", name, (gold_part, gold), (part, predicted), tally, f"@{kind}")


def _score_segments(
    measure: str, name: str, golds: tuple[set[Segment], set[Segment]], predictions: tuple[set[Segment], set[Segment]],
    tally: Tally, part: str = "",
) -> None:  # fmt: skip
    """EM, Begin and J. `golds` and `predictions` are what is asked for and all there is."""
    gold, all_gold = golds
    predicted, all_predicted = predictions
    tally.hits(f"{measure}.em{part}", name, len(predicted), len(gold), len(predicted & all_gold), len(gold & all_predicted))
    begins, gold_begins = {start for start, _ in predicted}, {start for start, _ in gold}
    correct = len(begins & {start for start, _ in all_gold})
    recalled = len(gold_begins & {start for start, _ in all_predicted})
    tally.hits(f"{measure}.begin{part}", name, len(predicted), len(gold), correct, recalled)
    overlaps = [max((_overlap(one, other) for other in all_predicted), default=0.0) for one in gold]
    overlaps += [0.0 for one in predicted if not any(_overlap(one, other) for other in all_gold)]
    tally.mean(f"{measure}.j{part}", name, overlaps)


def _overlap(one: Segment, other: Segment) -> float:
    """Intersection over union."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)


class Triple:
    """An attribution in tokens, with the type of its content."""

    def __init__(self, said: Said, words: Words) -> None:
        self.sets = {role: words.set(getattr(said, role)) for role in ROLES}
        self.type = words.type(self.sets["content"])


def _score_article(article: Article, said: Sequence[Said], tally: Tally) -> None:
    name = article.gold.id
    gold = [Triple(one, article.words) for one in article.gold.attributions]
    predicted = [Triple(one, article.words) for one in said]
    for role in ROLES:
        for kind in (None, *TYPES) if role == "content" else (None,):
            part = f"@{kind}" if kind else ""
            for measure, items in (("tokens", _members), ("segments", _fragments)):
                all_gold, all_predicted = items(gold, role), items(predicted, role)
                gold_part, predicted_part = items(gold, role, kind), items(predicted, role, kind)
                correct, recalled = len(predicted_part & all_gold), len(gold_part & all_predicted)
                tally.hits(f"{measure}.{role}{part}", name, len(predicted_part), len(gold_part), correct, recalled)
    pairs = [(agreement, i, j) for i, one in enumerate(gold) for j, other in enumerate(predicted)
             if (agreement := _agreement(one, other)) is not None]  # fmt: skip
    for match in MATCHES:
        matched = _matched([pair for pair in pairs if _agrees(pair[0], match)])
        tally.hits(f"triples.{match}", name, len(predicted), len(gold), len(matched))
        for kind in TYPES:
            correct = sum(predicted[j].type == kind for _, j in matched)
            recalled = sum(gold[i].type == kind for i, _ in matched)
            of_type = [sum(one.type == kind for one in side) for side in (predicted, gold)]
            tally.hits(f"triples.{match}@{kind}", name, of_type[0], of_type[1], correct, recalled)


def _members(triples: Sequence[Triple], role: Role, kind: ContentType | None = None) -> set[object]:
    return {token for one in triples if kind in (None, one.type) for token in one.sets[role]}


def _fragments(triples: Sequence[Triple], role: Role, kind: ContentType | None = None) -> set[object]:
    """The contiguous runs of each triple's role; one that two triples share counts once."""
    found: set[object] = set()
    for one in triples:
        if kind in (None, one.type):
            tokens = one.sets[role]
            firsts = sorted(token for token in tokens if token - 1 not in tokens)
            lasts = sorted(token for token in tokens if token + 1 not in tokens)
            found.update(zip(firsts, lasts, strict=True))
    return found


class Agreement(msgspec.Struct, frozen=True):
    """The Jaccard index of each role in two triples."""

    content: float
    source: float
    cue: float

    @property
    def whole(self) -> float:
        return self.content + self.source + self.cue

    @property
    def least(self) -> float:
        return min(self.content, self.source, self.cue)


def _agreement(one: Triple, other: Triple) -> Agreement | None:
    """None when the contents share nothing: then no match wants the pair."""
    content = _jaccard(one.sets["content"], other.sets["content"])
    if not content:
        return None
    return Agreement(content, _jaccard(one.sets["source"], other.sets["source"]), _jaccard(one.sets["cue"], other.sets["cue"]))


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Shared over all; two empty sets agree."""
    return len(one & other) / len(one | other) if one or other else 1.0


def _agrees(agreement: Agreement, match: str) -> bool:
    return agreement.least == 1 if match == "exact" else agreement.least >= 0.5 if match == "half" else agreement.least > 0


def _matched(pairs: Sequence[tuple[Agreement, int, int]]) -> list[Segment]:
    """One-to-one (gold, predicted), best agreement first; of equals the later in the text, so that runs agree."""
    matched: list[Segment] = []
    golds: set[int] = set()
    predictions: set[int] = set()
    for _, i, j in sorted(((agreement.whole, i, j) for agreement, i, j in pairs), reverse=True):
        if i not in golds and j not in predictions:
            golds.add(i)
            predictions.add(j)
            matched.append((i, j))
    return matched


def by_sayso(article: Gold) -> tuple[Said, ...]:
    """What sayso reads in an article's raw text. Raises ValueError when the Document's text is another."""
    from sayso.core.data import Attribution
    from sayso.pipeline import analyse
    from sayso.read import document

    read = document(article.text.encode("utf-8"), origin=article.id, medium="text")
    if read.text != article.text:
        raise ValueError(f"sayso changed the text of {article.id}: its offsets cannot be compared")
    found = analyse(read).of(Attribution)
    by_id = {attribution.id: attribution for attribution in found}
    # "an official told the agency" is two attributions with one cue; the corpus has the inner one.
    outlets = {a.inside for a in found if a.inside is not None and a.cue and by_id[a.inside].cue == a.cue}
    scored = [a for a in found if not a.teaser and a.id not in outlets and (a.inside is None or a.inside in outlets)]
    return tuple(Said(*(tuple((span.start, span.end) for span in getattr(a, role)) for role in ROLES)) for a in scored)


def predictions(file: Path, articles: Iterable[str]) -> dict[str, tuple[Said, ...]]:
    """The predictions in a file, by article. Raises ValueError when none of them is of these articles."""
    found = {line.id: line.attributions for line in _lines(file, Predicted)}
    if not found.keys() & set(articles):
        raise ValueError(f"{file.name} has no prediction for any article of this split: are the ids the corpus' own?")
    return found


def report(figures: Mapping[str, Figure]) -> str:
    """The figures as Markdown tables: F1 (P / R) with the interval, then F1 by type and publisher."""

    def told(name: str) -> str:
        figure = figures[name]
        detail = "" if figure.precision is None else f" ({figure.precision:.1f} / {figure.recall:.1f})"
        return f"{figure.value:.1f}{detail} [{figure.low:.1f}, {figure.high:.1f}]"

    parts = sorted({name.partition("@")[2] for name in figures} - {"", *TYPES})
    measures = [f"cofenet.{{role}}.{measure}" for measure in ("em", "begin", "j")] + ["tokens.{role}", "segments.{role}"]
    by_role = harness.table(
        ["F1 (P / R) [95 %]", *ROLES],
        ([measure.replace(".{role}", ""), *(told(measure.format(role=role)) for role in ROLES)] for measure in measures),
    )
    triples = harness.table(["F1 (P / R) [95 %]", *MATCHES], [["triples", *(told(f"triples.{match}") for match in MATCHES)]])
    names = [*(f"cofenet.{role}.em" for role in ROLES), *(f"triples.{match}" for match in MATCHES)]

    def row(part: str) -> list[object]:
        return [part, *(figures[f"{name}@{part}"].value if f"{name}@{part}" in figures else None for name in names)]

    by_part = harness.table(["F1", *names], (row(part) for part in (*TYPES, *parts)))
    return "\n\n".join((by_role, triples, by_part))


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    summary = "Attributions on PolNeAR, by CofeNet's protocol and in whole documents."
    parser = harness.arguments(TASK, summary, list(SPLITS))
    parser.add_argument("--predictions", type=Path, metavar="FILE", help='score these, not sayso: {"id", "attributions"} a line')
    parser.add_argument("--system", default="sayso", help="whose predictions those are")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write what is scored as a file of predictions")
    options = parser.parse_args(given)
    harness.check(options)
    if (options.predictions is None) != (options.system == "sayso"):
        parser.error("--predictions and --system go together: sayso reads the texts itself")
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    own = options.predictions is None
    weights = harness.shipped_weights() if own else None
    data = corpus(options.data, options.split, options.limit)
    ids = [article.gold.id for article in data.articles]
    said = {one.gold.id: by_sayso(one.gold) for one in data.articles} if own else predictions(options.predictions, ids)
    if options.write:
        lines = [msgspec.json.encode(Predicted(name, tuple(said.get(name, ())))) for name in ids]
        options.write.write_bytes(b"\n".join([*lines, b""]))
    figures = score(data, said)
    counts = {
        "articles": len(ids),
        "articles without predictions": sum(not said.get(name) for name in ids),
        "tokens": sum(len(article.words.starts) for article in data.articles),
        "instances": len(data.instances),
        "gold attributions": sum(len(article.gold.attributions) for article in data.articles),
        "predicted attributions": sum(len(said.get(name, ())) for name in ids),
    }
    print(f"{options.system} on {DATA}, {options.split}: {', '.join(f'{count} {name}' for name, count in counts.items())}\n")
    print(report(figures))
    if options.freeze is not None:
        place = options.freeze
        if place == Path() and not own:
            place = harness.FROZEN / f"{TASK}-{options.split}-{options.system}.json"
        frozen = harness.Frozen(
            task=TASK, split=options.split, data=DATA, system=options.system, sayso=harness.sayso_version(), weights=weights,
            date=options.date, machine=harness.machine(), command=harness.command(TASK, given), counts=counts, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, place).name}")


if __name__ == "__main__":
    main()
