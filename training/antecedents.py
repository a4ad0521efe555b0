"""The weights of `sayso.resolve.coreference`: a log-linear ranking of antecedents, fitted to OntoGUM, GAP and news of our own.

    python -m training.antecedents --data ../shared/data --sorts group person speaker thing this

Each markable of OntoGUM's free genres (train) is to go back to any earlier mention of its gold chain, or to none where it is the
first or in no chain; each pronoun of GAP (development) to the name that it means rather than the other; each marked word of our
own news (training/written/pronouns, never its aside) to what it is marked with. The chance of the right ones together is made
greatest under a Gaussian prior, each sort of markable apart. The learned ranker saw the first two in its own training and is
surer there than elsewhere, so it takes no part in this; how much it counts, against all clues together and against none, is
fitted on OntoGUM dev and GAP validation. Writes lexicon/data/antecedents.tsv; with `--sorts` the rows of these sorts alone.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from benchmarks import coreference as bench
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.resolve.coreference import Ranking
from sayso.resolve.markables import Markable
from sayso.resolve.names import same_body, same_person
from training.corpora import universal
from training.corpora.pronouns import Passage, passages

TABLE = Path(__file__).resolve().parent.parent / "src" / "sayso" / "lexicon" / "data" / "antecedents.tsv"
PASSAGES = Path(__file__).resolve().parent / "written" / "pronouns" / "passages.txt"
LEAST = 4  # a feature seen with fewer markables than this has no weight
PRIOR = 0.05  # strength of the prior, times the root of the number of markables
# Taken off the weight of none: a link that is as likely as not is made. Swept 0 to 1.5 on OntoGUM dev: flat from .5 to 1.
EAGER = 0.5
# For how many choices of other texts one of our news passages counts. From 1 to 3 all figures are the same within their noise.
NEWS = 2.0
HEADER = """\
# What speaks for and against an antecedent, or for none, by sort of markable: log-odds, fitted by training/antecedents.py
# to OntoGUM, GAP and news of our own: pronouns with weights 6 of the model, nouns and names (before that news) with weights 5.
# `model` is what the learned ranker's log-odds are multiplied by.
"""


@dataclass
class Choice:
    """A markable: the features of none (first) and of each candidate, the learned ranker's odds, and which are right."""

    sort: str
    features: list[list[str]]
    odds: list[float]
    right: list[bool]
    weight: float = 1.0


def of_chains(reading: Reading, chains: Sequence[bench.Chain]) -> Iterator[Choice]:
    """The choices of a text whose gold chains are known."""
    numbers = {mention: number for number, chain in enumerate(chains) for mention in chain}
    ranking = Ranking(reading)

    def chain_of(one: Markable) -> int | None:
        return numbers.get((one.span.start, one.span.end))

    for one in ranking.each():
        candidates = ranking.fitting(one)
        right = [chain_of(one) is not None and chain_of(other) == chain_of(one) for other in candidates]
        odds = ranking.odds(one, candidates)
        if candidates:
            features = [ranking.alone(one, candidates), *ranking.features(one, candidates)]
            yield Choice(one.sort, features, [0.0, *odds], [not any(right), *right])


def of_gap(reading: Reading, row: bench.Row) -> Iterator[Choice]:
    """The choice of a snippet's pronoun: of all names and none, the one that it means; what is no name is left out."""
    ranking = Ranking(reading)
    for one in ranking.each():
        if (one.span.start, one.span.end) != row.pronoun:
            continue
        candidates = ranking.fitting(one)
        meant = {
            other.words
            for other in candidates
            for name, same in zip(row.names, row.same, strict=True)
            if same and other.name is not None and bench.meets(other.name, name)
        }
        kept = [number for number, other in enumerate(candidates) if other.form == "named" and not other.joint]
        right = [any(same_person(candidates[number].words, words) for words in meant) for number in kept]
        if kept and any(right):
            features = ranking.features(one, candidates)
            odds = ranking.odds(one, [candidates[n] for n in kept])
            alone = ranking.alone(one, candidates)
            yield Choice(one.sort, [alone, *(features[n] for n in kept)], [0.0, *odds], [False, *right])


def of_passage(reading: Reading, passage: Passage) -> Iterator[Choice]:
    """The choices of a passage of news: each marked word that goes back to one, where what it goes back to is among its
    candidates (a name for any of its forms); and each noun that is not marked and shares no head word with one before it."""
    parse = reading.parse
    ranking = Ranking(reading)
    whom: dict[int, int] = {}
    marked: set[int] = set()
    for pointing in passage.pointing:
        standing = set(range(*parse.range_of(Span(*pointing.words))))
        marked |= standing
        if len(pointing.antecedents) == 1:
            whom.update((i, bench.head_of(parse, pointing.antecedents[0], ranking.heads)) for i in standing)
    for one in ranking.each():
        candidates = ranking.fitting(one)
        right = [_chain(whom, other.head) == _chain(whom, one.head) for other in candidates]
        names = [other for other, fine in zip(candidates, right, strict=True) if fine and other.form == "named"]
        right = [fine or any(_one_name(other, name) for name in names) for other, fine in zip(candidates, right, strict=True)]
        new = one.form == "nominal" and one.head not in marked and not any(one.words[-1] == o.words[-1] for o in candidates)
        if candidates and (new or (one.head in whom and any(right))):
            features = [ranking.alone(one, candidates), *ranking.features(one, candidates)]
            odds = ranking.odds(one, candidates)
            yield Choice(one.sort, features, [0.0, *odds], [new, *(fine and not new for fine in right)], NEWS)


def _chain(whom: Mapping[int, int], at: int) -> int:
    """The head word of whom a word goes back to in the end."""
    while at in whom and whom[at] != at:
        at = whom[at]
    return at


def _one_name(one: Markable, other: Markable) -> bool:
    if one.form != "named" or one.person != other.person:
        return False
    return same_person(one.words, other.words) if one.person else same_body(one.words, other.words)


class Table:
    """Choices as tensors: the features of each option in one row of bags, the options of each choice in one group."""

    def __init__(self, choices: Sequence[Choice], index: Mapping[str, int]) -> None:
        flat: list[int] = []
        starts, groups, right, odds, first = [], [], [], [], []
        self.weight = torch.tensor([choice.weight for choice in choices])
        for number, choice in enumerate(choices):
            for at, (names, fine, chance) in enumerate(zip(choice.features, choice.right, choice.odds, strict=True)):
                starts.append(len(flat))
                flat += [index[name] for name in names if name in index]
                groups.append(number)
                right.append(fine)
                odds.append(chance)
                first.append(at == 0)
        self.bags, self.starts, self.groups = torch.tensor(flat), torch.tensor(starts), torch.tensor(groups)
        self.right, self.none = torch.tensor(right), torch.tensor(first)
        self.odds = torch.tensor(odds, dtype=torch.float32)
        self.size = len(choices)

    def clues(self, values: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.embedding_bag(self.bags, values[:, None], self.starts, mode="sum")[:, 0]

    def surprise(self, scores: torch.Tensor) -> torch.Tensor:
        """The summed negative log chance of the right options of each choice."""
        return (self.weight * (self._sums(scores) - self._sums(scores.masked_fill(~self.right, -1e4)))).sum()

    def _sums(self, scores: torch.Tensor) -> torch.Tensor:
        top = torch.full((self.size,), -torch.inf).scatter_reduce(0, self.groups, scores.detach(), "amax")
        summed = torch.zeros(self.size).index_add(0, self.groups, (scores - top[self.groups]).exp())
        return summed.clamp_min(1e-30).log() + top


def least(parameters: Sequence[torch.Tensor], loss: Callable[[], torch.Tensor]) -> None:
    """Sets parameters to where a loss is least."""
    optimiser = torch.optim.LBFGS(parameters, max_iter=60, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        total = loss()
        total.backward()
        return total

    optimiser.step(closure)


def fit(choices: Sequence[Choice], prior: float = PRIOR) -> dict[str, float]:
    """The weights of the clues for one sort of markable, without the learned ranker."""
    often = Counter(name for choice in choices for name in {n for names in choice.features for n in names})
    index = {name: i for i, name in enumerate(sorted(name for name, n in often.items() if n >= LEAST))}
    table = Table(choices, index)
    values = torch.zeros(len(index), requires_grad=True)
    strength = prior * len(choices) ** 0.5
    least([values], lambda: table.surprise(table.clues(values)) + strength * values.square().sum())
    return {name: float(values.detach()[i]) for name, i in index.items()}


def calibrated(choices: Sequence[Choice], weights: Mapping[str, float]) -> dict[str, float]:
    """The clues' weights beside the learned ranker's: all clues times one factor, what it says times another, and none moved."""
    table = Table(choices, {name: i for i, name in enumerate(weights)})
    clues = table.clues(torch.tensor(list(weights.values()), dtype=torch.float32))
    share = torch.tensor([1.0, 0.0, 0.0], requires_grad=True)

    def loss() -> torch.Tensor:
        scores = share[0] * clues + share[1] * table.odds + share[2] * table.none
        return table.surprise(scores) + 2.0 * (share - torch.tensor([1.0, 0.5, 0.0])).square().sum()

    least([share], loss)
    factor, model, none = share.tolist()
    found = {name: value * factor for name, value in weights.items()}
    found["model"] = model
    found["none"] = found.get("none", 0.0) + none
    return found


def by_sort(data: Path, split: str, rows: str, without: Collection[str] = ()) -> dict[str, list[Choice]]:
    """The choices of a split of OntoGUM, without some genres, and of one of GAP, by sort of markable."""
    found: dict[str, list[Choice]] = defaultdict(list)
    for article in bench.corpus(data / "coref_ontogum", data / "ud_gum", split):
        if article.id.split("_")[1] not in without:
            for choice in of_chains(bench.reading_of(article.text), article.chains):
                found[choice.sort].append(choice)
    for row in bench.rows(data / "coref_gap", rows):
        for choice in of_gap(bench.reading_of(row.text), row):
            found[choice.sort].append(choice)
    return found


def table(seen: Mapping[str, Sequence[Choice]], apart: Mapping[str, Sequence[Choice]], kept: Mapping[str, Sequence[str]]) -> str:
    """The table of weights: clues by the choices `seen`, what they count beside the learned ranker by those kept `apart`; the
    rows of sorts that are `kept` as they are."""
    lines = [HEADER + "sort\tfeature\tweight"]
    for sort in sorted(seen):
        if sort in kept:
            lines += kept[sort]
            continue
        weights = calibrated(apart.get(sort, ()), fit(seen[sort]))
        weights["none"] -= EAGER
        lines += [f"{sort}\t{name}\t{value:.3g}" for name, value in sorted(weights.items()) if abs(value) >= 0.005]
    return "\n".join(lines) + "\n"


def main(given: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.antecedents", description="Fits the weights of coreference.")
    parser.add_argument("--data", type=Path, required=True, help="the folder with coref_ontogum, ud_gum and coref_gap")
    parser.add_argument("--sorts", nargs="+", help="the sorts of markables that are fitted; the rows of others stay")
    options = parser.parse_args(given)
    seen = by_sort(options.data, "train", "development", universal.NON_COMMERCIAL)
    for passage in passages(PASSAGES):
        for choice in of_passage(bench.reading_of(passage.text), passage):
            seen[choice.sort].append(choice)
    apart = by_sort(options.data, "dev", "validation")
    kept: dict[str, list[str]] = defaultdict(list)
    for line in TABLE.read_text(encoding="utf-8").splitlines() if options.sorts else ():
        sort = line.split("\t")[0]
        if sort in seen and sort not in options.sorts:
            kept[sort].append(line)
    TABLE.write_text(table(seen, apart, kept), encoding="utf-8")


if __name__ == "__main__":
    main()
