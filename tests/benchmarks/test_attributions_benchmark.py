"""The scorer of attributions, on made-up articles: worked by hand, and against a plain re-statement of both protocols."""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks import attributions, harness

ROLES = attributions.ROLES
Predictions = Mapping[str, Sequence[attributions.Said]]
Percents = dict[str, tuple[float, float, float]]  # precision, recall, F1
FERRY = (
    "Ferry delayed\n\n“The ferry is late,” Ada Holm said, “the fog is thick.”\n"
    "Bo Lind believes that the pier is “quite safe” now.\n\nIt rained."
)
MILL = 'The mill closed, reports said. Its owner denied it.\n\n"It stands," Kit Dahl told us.'
FERRY_GOLD: list[dict[str, list[str]]] = [
    {"source": ["Ada Holm"], "cue": ["said"], "content": ["“The ferry is late,”", "“the fog is thick.”"]},
    {"source": ["Bo Lind"], "cue": ["believes"], "content": ["that the pier is “quite safe” now"]},
]
MILL_GOLD: list[dict[str, list[str]]] = [
    {"source": [], "cue": ["reports said"], "content": ["The mill closed"]},
    {"source": ["Kit Dahl"], "cue": ["told"], "content": ['"It stands,"']},
]
TEXTS = {"ferry": FERRY, "mill": MILL}
GOLDS = {"ferry": FERRY_GOLD, "mill": MILL_GOLD}


def spans(text: str, words: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The words of each role as the spans where they stand in the text."""
    assert all(text.count(part) == 1 for role in ROLES for part in words[role]), "the words must be found once"
    return {str(role): [[text.index(part), text.index(part) + len(part)] for part in words[role]] for role in ROLES}


def said(text: str, *words: Mapping[str, Sequence[str]]) -> tuple[attributions.Said, ...]:
    return tuple(
        attributions.Said(**{role: tuple(map(tuple, pairs)) for role, pairs in spans(text, one).items()}) for one in words
    )


def tokens(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]


def labels(text: str, golds: Sequence[Mapping[str, Any]]) -> list[str]:
    found = ["O"] * len(tokens(text))
    for gold in golds:
        for role in ROLES:
            for start, end in gold[role]:
                inside = [i for i, (a, b) in enumerate(tokens(text)) if a < end and start < b]
                for i in inside:
                    found[i] = f"{'B' if i == inside[0] else 'I'}-{role}"
    return found


def write(file: Path, lines: Sequence[object]) -> None:
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The made-up corpus in the corpus' form; of "mill" a second person found the first attribution only, and less of it."""
    articles, offsets, instances = [], [], []
    for name, text in TEXTS.items():
        gold = [spans(text, one) for one in GOLDS[name]]
        versions = {"a1": gold}
        if name == "mill":
            less = spans(text, {"source": [], "cue": ["said"], "content": ["mill closed"]})
            versions["b2"] = [less]
        articles.append({"id": name, "publisher": f"{name} post", "text": text, "attributions": gold, "wire": "None"})
        lines = [[token for token in tokens(text) if text.count("\n", 0, token[0]) == n] for n in range(9)]
        offsets.append({"id": name, "sents": [line for line in lines if line]})
        for person, version in versions.items():
            whole, at = labels(text, version), 0
            for line in filter(None, lines):
                part = whole[at : at + len(line)]
                at += len(line)
                instances.append({"id": f"{name}_{person}", "tokens": [text[a:b] for a, b in line], "labels": part, "pos": []})
    articles.append({"id": "unaligned", "publisher": "ferry post", "text": "No tokens.", "attributions": []})
    write(tmp_path / "dev.jsonl.gz", articles)
    write(tmp_path / "corenlp_tokens_dev.jsonl.gz", offsets)
    write(tmp_path / "cofenet_valid.jsonl.gz", instances)
    return tmp_path


@pytest.fixture
def data(folder: Path) -> attributions.Corpus:
    return attributions.corpus(folder, "dev")


GOLD = {name: said(text, *GOLDS[name]) for name, text in TEXTS.items()}


def test_articles_without_tokens_are_left_out(data: attributions.Corpus) -> None:
    assert [article.gold.id for article in data.articles] == ["ferry", "mill"]
    assert data.publishers == {"ferry post": ["ferry"], "mill post": ["mill"]}
    assert len(data.instances) == 4 + 2 * 2


def test_gold_scores_everything_in_documents(data: attributions.Corpus) -> None:
    figures = attributions.score(data, GOLD)
    for name in ("triples.exact", "triples.half", "triples.overlap", "tokens.cue", "segments.content", "triples.exact@mixed"):
        assert figures[name].value == figures[name].precision == figures[name].recall == 100, name


def test_each_annotator_counts_in_instances_and_the_first_in_documents(data: attributions.Corpus) -> None:
    figures = attributions.score(data, {"mill": GOLD["mill"]})
    # Person a1 has two cues, both found; b2 has "said" for "reports said", which starts elsewhere, and no "told".
    cue = figures["cofenet.cue.em@mill post"]
    assert (cue.predicted, cue.gold) == (4, 3)
    assert [cue.precision, cue.recall] == pytest.approx([50, 200 / 3])
    # IoU 1 and 1 for a1; for b2 1/2 for "said" and 0 for the "told" that touches nothing.
    assert figures["cofenet.cue.j@mill post"].value == pytest.approx(100 * 2.5 / 4)
    assert figures["triples.exact@mill post"].value == 100


def test_no_predictions(data: attributions.Corpus) -> None:
    for predicted in ({}, {"ferry": (), "mill": ()}):
        figures = attributions.score(data, predicted)
        assert all(figure.value == 0 for figure in figures.values())
        assert (figures["triples.exact"].predicted, figures["triples.exact"].gold) == (0, 4)
        assert attributions.report(figures)


def test_a_missing_cue_costs_the_triple_but_not_the_content(data: attributions.Corpus) -> None:
    without = tuple(attributions.Said(one.source, (), one.content) for one in GOLD["ferry"])
    figures = attributions.score(data, {"ferry": without})
    assert figures["triples.overlap@ferry post"].value == 0
    assert figures["tokens.content@ferry post"].value == 100
    assert figures["cofenet.cue.em@ferry post"].predicted == 0


def test_two_missing_sources_agree(data: attributions.Corpus) -> None:
    figures = attributions.score(data, {"mill": GOLD["mill"][:1]})
    assert figures["triples.exact@mill post"].recall == 50
    assert figures["triples.exact@mill post"].precision == 100


def test_content_in_pieces(data: attributions.Corpus) -> None:
    first = {**FERRY_GOLD[0], "content": ["“The ferry is late,”"]}
    figures = attributions.score(data, {"ferry": said(FERRY, first)})
    content = figures["cofenet.content.em@ferry post"]
    assert [content.predicted, content.gold, content.precision, content.recall] == pytest.approx([1, 3, 100, 100 / 3])
    assert figures["triples.exact@ferry post"].value == 0
    assert figures["triples.overlap@ferry post"].recall == 50
    # 7 of the content's 14 tokens: just half.
    assert figures["triples.half@ferry post"].recall == 50


def test_one_piece_over_both_is_another_segment(data: attributions.Corpus) -> None:
    whole = {**FERRY_GOLD[0], "content": ["“The ferry is late,” Ada Holm said, “the fog is thick.”"]}
    content = attributions.score(data, {"ferry": said(FERRY, whole)})["cofenet.content.em@ferry post"]
    assert content.precision == 0


def test_spans_over_a_paragraph_are_cut_for_instances_only(data: attributions.Corpus) -> None:
    start = FERRY.index("“the fog")
    across = attributions.Said((), (), ((start, FERRY.index("now") + 3),))
    figures = attributions.score(data, {"ferry": (across,)})
    assert figures["cofenet.content.em@ferry post"].predicted == 2
    assert figures["segments.content@ferry post"].predicted == 1


def test_types_of_contents(data: attributions.Corpus) -> None:
    ferry, mill = (article.words for article in data.articles)
    assert ferry.type(ferry.set(GOLD["ferry"][0].content)) == "direct"
    assert ferry.type(ferry.set(GOLD["ferry"][1].content)) == "mixed"
    assert mill.type(mill.set(GOLD["mill"][0].content)) == "indirect"
    assert mill.type(mill.set(GOLD["mill"][1].content)) == "direct"
    assert mill.type([]) == "indirect"
    figures = attributions.score(data, GOLD)
    assert [figures[f"triples.exact@{kind}"].gold for kind in attributions.TYPES] == [2, 1, 1]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('say "yes" or no', ["yes"]),
        ("“one\n“two” three", ["one", "two"]),
        ('"open to the end', ["open", "to", "the", "end"]),
        ("none", []),
    ],
)
def test_words_in_quotation_marks(text: str, quoted: list[str]) -> None:
    words = attributions.Words(text, tokens(text))
    assert [text[a:b] for (a, b), inside in zip(tokens(text), words.quoted, strict=True) if inside] == quoted


def test_a_span_without_a_token_is_nothing(data: attributions.Corpus) -> None:
    gap = FERRY.index("\n\n")
    empty = attributions.Said(((gap, gap + 1),), ((gap, gap + 2),), ((gap, gap + 1),))
    figures = attributions.score(data, {"ferry": (empty,)})
    assert figures["segments.source"].predicted == 0
    assert figures["triples.overlap"].precision == 0


def test_files_that_do_not_belong_together(folder: Path) -> None:
    write(folder / "cofenet_valid.jsonl.gz", [{"id": "ferry_a1", "tokens": ["Ferry"], "labels": ["O"]}])
    with pytest.raises(ValueError, match="ferry_a1 have 1 tokens"):
        attributions.corpus(folder, "dev")


def test_tokens_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="text order"):
        attributions.Words("a b", [(2, 3), (0, 1)])


def test_limit(folder: Path) -> None:
    assert [article.gold.id for article in attributions.corpus(folder, "dev", 1).articles] == ["ferry"]


def noisy(seed: int) -> dict[str, tuple[attributions.Said, ...]]:
    """The gold with spans moved, dropped, doubled and shuffled."""
    chance = random.Random(seed)

    def moved(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        kept = [(max(0, a + chance.choice((0, 0, -5, 4))), b + chance.choice((0, 0, 0, 9))) for a, b in pairs]
        return tuple((a, max(a + 1, b)) for a, b in kept if chance.random() < 0.85)

    found = {}
    for name, golds in GOLD.items():
        made = [
            attributions.Said(*(moved(getattr(one, role)) for role in ROLES)) for one in (*golds, *golds) if chance.random() < 0.7
        ]
        chance.shuffle(made)
        found[name] = tuple(made)
    return found


def plain_documents(data: attributions.Corpus, predicted: Predictions) -> Percents:
    """Precision, recall and F1 of tokens, segments and triples, said as plainly as can be."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, text in TEXTS.items():
        place = tokens(text)

        def read(one: attributions.Said, place: list[tuple[int, int]] = place) -> dict[str, set[int]]:
            return {r: {i for i, (a, b) in enumerate(place) for s, e in getattr(one, r) if a < e and s < b} for r in ROLES}

        golds, found = ([read(one) for one in side] for side in (GOLD[name], predicted.get(name, ())))
        for role in ROLES:
            for measure in ("tokens", "segments"):
                sides = []
                for side in (golds, found):
                    items: set[Any] = set()
                    for one in side:
                        if measure == "tokens":
                            items |= one[role]
                            continue
                        run: list[int] = []
                        for i in range(len(place) + 1):
                            if i in one[role]:
                                run.append(i)
                            elif run:
                                items.add((run[0], run[-1]))
                                run = []
                    sides.append(items)
                for key, value in (("right", sides[0] & sides[1]), ("gold", sides[0]), ("predicted", sides[1])):
                    counts[f"{measure}.{role}", key] += len(value)
        for match, least in (("exact", 1.0), ("half", 0.5), ("overlap", 1e-9)):
            pairs = []
            for i, gold in enumerate(golds):
                for j, other in enumerate(found):
                    shares = [
                        len(gold[r] & other[r]) / len(gold[r] | other[r]) if gold[r] | other[r] else 1
                        for r in ("content", "source", "cue")
                    ]
                    if min(shares) >= least:
                        pairs.append((shares[0] + shares[1] + shares[2], i, j))
            while pairs:
                _, i, j = max(pairs)
                counts[f"triples.{match}", "right"] += 1
                pairs = [pair for pair in pairs if pair[1] != i and pair[2] != j]
            counts[f"triples.{match}", "gold"] += len(golds)
            counts[f"triples.{match}", "predicted"] += len(found)
    return percent(counts)


def plain_instances(folder: Path, predicted: Predictions) -> Percents:
    """EM and Begin by role over CofeNet's lines, said as plainly as can be."""
    counts: Counter[tuple[str, str]] = Counter()
    at: Counter[str] = Counter()
    with gzip.open(folder / "cofenet_valid.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            name = line["id"].split("_")[0]
            place = tokens(TEXTS[name])[at[line["id"]] : at[line["id"]] + len(line["tokens"])]
            at[line["id"]] += len(line["tokens"])
            for role in ROLES:
                code = "".join({"B": "b", "I": "i"}[tag[0]] if tag.endswith(role) else "-" for tag in line["labels"])
                gold = {match.span() for match in re.finditer("bi*", code)}
                found = set()
                for one in predicted.get(name, ()):
                    for start, end in getattr(one, role):
                        inside = [i for i, (a, b) in enumerate(place) if a < end and start < b]
                        if inside:
                            found.add((inside[0], inside[-1] + 1))
                for measure, right in (("em", gold & found), ("begin", {a for a, _ in gold} & {a for a, _ in found})):
                    counts[f"cofenet.{role}.{measure}", "right"] += len(right)
                    counts[f"cofenet.{role}.{measure}", "gold"] += len(gold)
                    counts[f"cofenet.{role}.{measure}", "predicted"] += len(found)
    return percent(counts)


def percent(counts: Mapping[tuple[str, str], int]) -> Percents:
    found = {}
    for measure in {name for name, _ in counts}:
        right, gold, predicted = (counts.get((measure, key), 0) for key in ("right", "gold", "predicted"))
        found[measure] = (
            100 * right / predicted if predicted else 0,
            100 * right / gold if gold else 0,
            200 * right / (gold + predicted) if gold + predicted else 0,
        )
    return found


@pytest.mark.parametrize("seed", range(30))
def test_same_figures_as_the_plain_statement(folder: Path, data: attributions.Corpus, seed: int) -> None:
    predicted = noisy(seed)
    figures = attributions.score(data, predicted)
    for name, expected in {**plain_documents(data, predicted), **plain_instances(folder, predicted)}.items():
        found = figures[name]
        assert (found.precision, found.recall, found.value) == pytest.approx(expected), name


def test_only_outermost_reports_of_the_article_are_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = pytest.importorskip("sayso.pipeline")
    from sayso.core.data import Attribution
    from sayso.core.document import Document
    from sayso.core.reading import Reading
    from sayso.core.span import Span

    def analyse(document: Document) -> Reading:
        shared: dict[str, Any] = {"document_id": document.id, "made_by": "test", "type": "indirect"}
        outer = Attribution(source=(Span(0, 3),), cue=(Span(4, 8),), content=(Span(9, 20), Span(22, 30)), **shared)
        inner = Attribution(source=(Span(9, 11),), content=(Span(12, 20),), inside=outer.id, **shared)
        teaser = Attribution(content=(Span(31, 40),), teaser=True, **shared)
        return Reading(document).adding(Attribution, (outer, inner, teaser))

    monkeypatch.setattr(pipeline, "analyse", analyse)
    article = attributions.Gold("x", "p", "Bo said that Ada believes the pier will hold.\n", ())
    assert attributions.by_sayso(article) == (attributions.Said(((0, 3),), ((4, 8),), ((9, 20), (22, 30))),)


def test_the_command_scores_and_freezes_predictions(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    theirs = tmp_path / "theirs.jsonl"
    lines = [json.dumps({"id": name, "attributions": [spans(TEXTS[name], one) for one in GOLDS[name]]}) for name in TEXTS]
    theirs.write_text("\n".join(lines), encoding="utf-8")
    file, kept = tmp_path / "frozen.json", tmp_path / "kept.jsonl"
    attributions.main([
        "--data", str(folder), "--split", "dev", "--predictions", str(theirs), "--system", "theirs",
        "--freeze", str(file), "--date", "2026-04-01", "--write", str(kept),
    ])  # fmt: skip
    told = capsys.readouterr().out
    assert "2 articles" in told and "| triples | 100.0 (100.0 / 100.0) [100.0, 100.0] |" in told
    frozen = harness.thawed(file)
    assert (frozen.system, frozen.weights, frozen.figures["triples.exact"].value) == ("theirs", None, 100)
    assert str(tmp_path) not in file.read_text(encoding="utf-8")
    assert attributions.predictions(kept, ["ferry"]) == GOLD


def test_predictions_of_other_articles_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "theirs.jsonl"
    file.write_text('{"id": "elsewhere", "attributions": []}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="no prediction for any article"):
        attributions.predictions(file, ["ferry"])


def test_predictions_and_their_system_go_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        attributions.main(["--data", str(folder), "--split", "dev", "--system", "theirs"])
    assert "go together" in capsys.readouterr().err
