"""Coreference on OntoGUM (Zhu et al. 2021), of pronouns on GAP (Webster et al. 2018) and on our own news, from raw text.

OntoGUM: its texts are put together from GUM's sentences and paragraphs, all of them prose, and sayso finds words, trees and
mentions itself. A predicted mention is right when its characters are those of a gold one; chains of one mention are dropped on
both sides, as in OntoNotes. CoNLL F1 (Pradhan et al. 2012) is the mean of MUC (Vilain et al. 1995), B-cubed (Bagga and
Baldwin 1998) and CEAF with phi4 (Luo 2005), each over the summed counts of all documents, as the reference scorer has them
(Pradhan et al. 2014). News, interviews, speeches and court are told apart from all genres together.

GAP, snippets without the page: a name is given to the pronoun when the pronoun's chain has a mention whose name, or else whose
head word, is or lies in that name, or holds it. F1 over both names of all rows, of masculine and feminine ones apart, and their
ratio (the bias, F over M).

`pronouns` and `pronouns-aside`, news passages of the project's own (training/written/pronouns, beside which the ranking was
fitted, and its aside/, which nobody looked at): the share of marked words that are put in one chain with what they go back
to or, where they mean several, in one whose members are those. Words are told by their head: of "one of them" by the pronoun
too.

Which of the three is run is told by the split and by what `--data` holds.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from benchmarks import harness
from benchmarks.harness import Figure, Tally
from sayso.core.document import Block, Document, sha256_of
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.speech import pronouns
from sayso.pipeline import analyse
from sayso.resolve.actors import BESIDE
from sayso.resolve.coreference import chains
from training.corpora import universal
from training.corpora.coreference import texts
from training.corpora.examples import paragraphs_of
from training.corpora.pronouns import Passage, Pointing, passages

TASK, GAP, PRONOUNS = "coreference", "gap", "pronouns"
SPLITS = ("dev", "test", "validation", "development", "pronouns", "pronouns-aside")
GENRES = ("news", "interview", "speech", "court")
METRICS = ("muc", "b3", "ceafe")
FEMININE = frozenset({"she", "her", "hers", "herself"})

Chars = tuple[int, int]
Chain = frozenset[Chars]


class Article(msgspec.Struct, frozen=True):
    """One text with its gold chains, each of at least two mentions."""

    id: str
    text: str
    chains: tuple[Chain, ...]


class Score(msgspec.Struct, frozen=True):
    """What a metric counts in one document: recall is `recalled` of `gold`, precision `correct` of `predicted`."""

    recalled: float
    gold: float
    correct: float
    predicted: float


# The metrics


def muc(gold: Collection[Chain], predicted: Collection[Chain]) -> Score:
    """Links that would have to be added to the one side to get the other."""
    return Score(*_links(gold, predicted), *_links(predicted, gold))


def _links(chains: Collection[Chain], others: Collection[Chain]) -> tuple[float, float]:
    of_mention = _by_mention(others)
    kept = total = 0
    for chain in chains:
        parts = {of_mention[mention] for mention in chain if mention in of_mention}
        kept += len(chain) - len(parts) - sum(mention not in of_mention for mention in chain)
        total += len(chain) - 1
    return kept, total


def b3(gold: Collection[Chain], predicted: Collection[Chain]) -> Score:
    """The share of each mention's chain that the other side has with it too."""
    return Score(*_shares(gold, predicted), *_shares(predicted, gold))


def _shares(chains: Collection[Chain], others: Collection[Chain]) -> tuple[float, float]:
    of_mention = _by_mention(others)
    shared = 0.0
    for chain in chains:
        parts = Counter(of_mention[mention] for mention in chain if mention in of_mention)
        shared += sum(size * size for size in parts.values()) / len(chain)
    return shared, sum(map(len, chains))


def ceafe(gold: Sequence[Chain], predicted: Sequence[Chain]) -> Score:
    """The likeness of chains (phi4: twice what they share over what they have) in the best pairing, one to one."""
    of_mention = _by_mention(predicted)
    likeness = np.zeros((len(gold), len(predicted)))
    for row, chain in enumerate(gold):
        for column, shared in Counter(of_mention[mention] for mention in chain if mention in of_mention).items():
            likeness[row, column] = 2 * shared / (len(chain) + len(predicted[column]))
    best = best_pairing(likeness)
    return Score(best, len(gold), best, len(predicted))


def _by_mention(chains: Iterable[Chain]) -> dict[Chars, int]:
    return {mention: number for number, chain in enumerate(chains) for mention in chain}


def best_pairing(gains: npt.NDArray[np.float64]) -> float:
    """The most that pairing rows with columns, one to one, can gain; `gains` is (rows, columns), none negative.

    The Hungarian method by shortest augmenting paths (Kuhn 1955, Jonker and Volgenant 1987).

    >>> best_pairing(np.array([[3.0, 2.0], [2.0, 0.0]]))
    4.0
    """
    costs = -(gains if gains.shape[0] <= gains.shape[1] else gains.T)
    rows, columns = costs.shape
    if not rows:
        return 0.0
    of_row, of_column = np.zeros(rows), np.zeros(columns + 1)
    taken = np.full(columns + 1, -1)  # the row of each column; the last column is where a path begins
    for row in range(rows):
        taken[-1] = row
        column = columns
        shortest, before = np.full(columns, np.inf), np.full(columns, columns)
        done = np.zeros(columns + 1, dtype=bool)
        while taken[column] != -1:
            done[column] = True
            at = taken[column]
            reduced = costs[at] - of_row[at] - of_column[:-1]
            closer = ~done[:-1] & (reduced < shortest)
            shortest[closer], before[closer] = reduced[closer], column
            open_to = np.where(done[:-1], np.inf, shortest)
            column = int(open_to.argmin())
            step = open_to[column]
            of_row[taken[done]] += step
            of_column[done] -= step
            shortest[~done[:-1]] -= step
        while column != columns:
            taken[column] = taken[before[column]]
            column = before[column]
    return float(-sum(costs[taken[column], column] for column in range(columns) if taken[column] != -1))


# OntoGUM


def corpus(folder: Path, gum: Path, split: str) -> Iterator[Article]:
    """OntoGUM's texts with their chains in characters. Raises ValueError where GUM has other words."""
    raw: dict[str, str] = {}
    spans: dict[str, list[Span]] = {}
    for name, fresh, sentence, rows in universal.sentences(gum / f"en_gum-ud-{split}.conllu.xz"):
        before = raw.get(name, "")
        text = before + ("" if not before else "\n\n" if fresh else " ")
        spans.setdefault(name, []).extend(
            Span(place.start + len(text), place.end + len(text)) for place, _ in universal.words(sentence, rows)
        )
        raw[name] = text + sentence
    for name, sentences, marked in texts(folder / f"ontogum.{split}.conll.xz"):
        if len(spans.get(name, ())) != sum(map(len, sentences)):
            raise ValueError(f"{name} has other words in GUM than in OntoGUM: give the GUM release it was made from")
        members: dict[int, set[Chars]] = {}
        for first, last, number in marked:
            members.setdefault(number, set()).add((spans[name][first].start, spans[name][last - 1].end))
        yield Article(name, raw[name], tuple(frozenset(chain) for chain in members.values() if len(chain) > 1))


def reading_of(text: str) -> Reading:
    """A text with all that sayso reads off it; each of its lines is prose."""
    blocks = tuple(Block(span=span, role="paragraph") for span in paragraphs_of(text))
    return analyse(Document(text=text, text_sha256=sha256_of(text), blocks=blocks))


def by_sayso(text: str) -> tuple[Chain, ...]:
    """Sayso's chains of at least two mentions, in characters."""
    found = (frozenset((m.span.start, m.span.end) for m in chain.mentions) for chain in chains(reading_of(text)))
    return tuple(chain for chain in found if len(chain) > 1)


def conll(articles: Sequence[Article], predicted: Mapping[str, Sequence[Chain]]) -> dict[str, Figure]:
    """CoNLL F1 and its parts, and how many mentions are found, over all articles and by genre."""
    scorers = {"muc": muc, "b3": b3, "ceafe": ceafe}
    tally = Tally()
    for article in articles:
        found = tuple(predicted.get(article.id, ()))
        for name in METRICS:
            score = scorers[name](article.chains, found)
            tally.hits(name, article.id, score.predicted, score.gold, score.correct, score.recalled)
        ours, theirs = ({mention for chain in one for mention in chain} for one in (found, article.chains))
        tally.hits("mentions", article.id, len(ours), len(theirs), len(ours & theirs))
    names = [article.id for article in articles]
    figures = {"conll": tally.mean_figure(METRICS, names), **tally.figures(names)}
    for genre in GENRES:
        of_genre = [name for name in names if name.split("_")[1:2] == [genre]]
        if of_genre:
            figures[f"conll@{genre}"] = tally.mean_figure(METRICS, of_genre)
    return figures


# GAP


class Row(msgspec.Struct, frozen=True):
    """A snippet, where its pronoun and its two names stand, and which of the names the pronoun means."""

    id: str
    text: str
    pronoun: Chars
    names: tuple[Chars, Chars]
    same: tuple[bool, bool]

    @property
    def feminine(self) -> bool:
        return self.text[slice(*self.pronoun)].lower() in FEMININE


def rows(folder: Path, split: str) -> list[Row]:
    """The rows of a GAP file."""
    with (folder / f"gap-{split}.tsv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Row(
            row["ID"],
            row["Text"],
            _place(row, "Pronoun"),
            (_place(row, "A"), _place(row, "B")),
            (row["A-coref"] == "TRUE", row["B-coref"] == "TRUE"),
        )
        for row in found
    ]


def _place(row: Mapping[str, str], role: str) -> Chars:
    start = int(row[f"{role}-offset"])
    return start, start + len(row[role])


def names_given(row: Row) -> tuple[bool, bool]:
    """Which of the two names sayso gives the pronoun to."""
    reading = reading_of(row.text)
    places = [
        mention.name or reading.parse.tokens[mention.head].span
        for chain in chains(reading)
        if any((mention.span.start, mention.span.end) == row.pronoun for mention in chain.mentions)
        for mention in chain.mentions
    ]
    first, second = (any(meets(place, name) for place in places) for name in row.names)
    return first, second


def meets(place: Span, name: Chars) -> bool:
    """Whether a mention's name, or the head word of one that has none, is or lies in one of GAP's names, or holds it."""
    start, end = name
    return (start <= place.start and place.end <= end) or (place.start <= start and end <= place.end)


def bias(found: Sequence[Row], given: Mapping[str, tuple[bool, bool]]) -> dict[str, Figure]:
    """F1 overall, masculine and feminine, and the ratio of the last two."""
    tally = Tally()
    for row in found:
        pairs = list(zip(row.same, given[row.id], strict=True))
        for measure in ("overall", "feminine" if row.feminine else "masculine"):
            tally.hits(measure, row.id, sum(map(int, given[row.id])), sum(map(int, row.same)), sum(a and b for a, b in pairs))
    figures = tally.figures(row.id for row in found)
    if {"feminine", "masculine"} <= figures.keys():
        figures["bias"] = Figure(value=figures["feminine"].value / max(figures["masculine"].value, 1e-9))
    return figures


# Our own news


def sort_of(words: str, pointing: Pointing) -> str:
    """What a mark stands under: what its pronoun is for, a noun, or words for several."""
    pronoun = pronouns().get(words.lower())
    if len(pointing.antecedents) > 1:
        return "several"
    if pronoun is None:
        return "noun"
    return {"PER": "person", "ORG": "thing", "ANY": "group"}[pronoun.type] if pronoun.person == "third" else "speaker"


def head_of(parse: Parse, chars: Chars, heads: Container[int]) -> int:
    """The token that governs some words, or what that one stands beside until it is one of `heads`."""
    first, last = parse.range_of(Span(*chars))
    at = next((i for i in range(first, last) if not first <= parse.tokens[i].head < last), first)
    while at not in heads and parse.tokens[at].deprel in BESIDE and parse.tokens[at].head != at:
        at = parse.tokens[at].head
    return at


def answers(reading: Reading, found: Passage) -> list[bool]:
    """Which marks of a passage go back to what they should."""
    parse = reading.parse
    ours = chains(reading)
    # The longest mention first: a coordination shares its head word with its first part.
    mentions = sorted(
        ((one, n) for n, chain in enumerate(ours) for one in chain.mentions), key=lambda two: two[0].span.start - two[0].span.end
    )
    of = {one.head: n for one, n in mentions}

    def right(pointing: Pointing) -> bool:
        whom = {of.get(head_of(parse, chars, of)) for chars in pointing.antecedents}
        mine = {of[i] for i in range(*parse.range_of(Span(*pointing.words))) if i in of}
        if len(pointing.antecedents) == 1:
            return bool(mine & whom)
        return any(set(ours[n].members) == whom for n in mine)

    return [right(pointing) for pointing in found.pointing]


def shares(folder: Path, split: str, limit: int | None) -> tuple[dict[str, Figure], dict[str, int]]:
    """The figures and counts of the passages of a split."""
    tally = Tally()
    found = list(passages((folder / "aside" if split == "pronouns-aside" else folder) / "passages.txt"))[:limit]
    for one in found:
        for pointing, fine in zip(one.pointing, answers(reading_of(one.text), one), strict=True):
            for measure in ("all", sort_of(one.text[slice(*pointing.words)], pointing)):
                tally.mean(measure, one.name, [float(fine)])
    figures = tally.figures(one.name for one in found)
    return figures, {"passages": len(found), "marks": sum(len(one.pointing) for one in found)}


# The command


def report(figures: Mapping[str, Figure]) -> str:
    """The figures as a table."""
    told = []
    for name, figure in figures.items():
        value: object = f"{figure.value:.2f}" if name == "bias" else figure.value
        interval = None if figure.low is None else f"{figure.low:.1f} to {figure.high:.1f}"
        told.append([name, figure.precision, figure.recall, value, interval])
    return harness.table(["measure", "precision", "recall", "F1", "95 %"], told)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser: argparse.ArgumentParser = harness.arguments(TASK, "Coreference on OntoGUM, pronouns on GAP.", SPLITS)
    parser.add_argument("--gum", type=Path, help="OntoGUM only: the folder with en_gum-ud-SPLIT.conllu.xz")
    options = parser.parse_args(given)
    harness.check(options)
    written = options.split.startswith(PRONOUNS)
    task = PRONOUNS if written else GAP if (options.data / f"gap-{options.split}.tsv").exists() else TASK
    if written:
        figures, counts = shares(options.data, options.split, options.limit)
        data = "training/written/pronouns"
    elif task == GAP:
        found = rows(options.data, options.split)[: options.limit]
        figures = bias(found, {row.id: names_given(row) for row in found})
        data, counts = "GAP, snippets", {"rows": len(found)}
    else:
        if options.gum is None:
            raise SystemExit(f"{options.data.name} has no gap-{options.split}.tsv, and OntoGUM wants --gum, its treebank")
        articles = list(corpus(options.data, options.gum, options.split))[: options.limit]
        figures = conll(articles, {article.id: by_sayso(article.text) for article in articles})
        data = "OntoGUM v11, without reddit"
        counts = {"articles": len(articles), "gold chains": sum(len(article.chains) for article in articles)}
    print(f"sayso on {data}, {options.split}: {', '.join(f'{count} {name}' for name, count in counts.items())}\n")
    print(report(figures))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=task, split=options.split, data=data, system="sayso", sayso=harness.sayso_version(),
            weights=harness.shipped_weights(), date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given), counts=counts, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
