"""Duplicates: pairs above the bound are found, whatever their words' order, and looking up costs what the text is long."""

import gzip
import json
import lzma
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.core.span import Span
from sayso.parse.tokens import tokens
from training import duplicates
from training.corpora.examples import Example, make
from training.duplicates import Index, words

FERRY = "The ferry to Tarn left the quay at noon with forty crates of herring and two inspectors aboard ."


def example(text: str) -> Example:
    return make("written", "one", text, tokens(text), [Span(0, len(text))])


def test_near_copies_are_found_and_others_are_not() -> None:
    known = Index()
    known.add("dev", words(FERRY))
    assert known.alike(words(FERRY)) == ("dev", 1.0)
    found = known.alike(words(FERRY.replace("noon", "dawn").replace("herring", "cod")))
    assert found is not None and 0.7 < found[1] < 1
    assert known.alike(words("The ferry to Tarn sank off the quay at night with a cargo of salt and no one aboard .")) is None


def test_stock_phrases_stay() -> None:
    known = Index()
    known.add("dev", words("Thanks for your help !"))
    assert len(known) == 0 and known.alike(words("Thanks for your help !")) is None


def test_an_example_has_the_words_of_its_text() -> None:
    assert duplicates.words_of(example(FERRY)) == words(FERRY)


def test_the_filter_loses_no_pair() -> None:
    rng = random.Random(7)
    pool = [(n,) for n in range(60)]
    paragraphs = [frozenset(rng.sample(pool, rng.randint(8, 20))) for _ in range(150)]
    asked = [frozenset(list(p)[2:]) | frozenset(rng.sample(pool, 2)) for p in paragraphs]
    known = Index()
    for n, paragraph in enumerate(paragraphs):
        known.add(str(n), paragraph)
    for one in asked:
        best = max(len(one & p) / len(one | p) for p in paragraphs)
        found = known.alike(one)
        assert (found is not None) == (best > duplicates.ABOVE and len(one) >= duplicates.LEAST)
        assert found is None or found[1] == best


def test_time_grows_with_the_text(calls: Callable[[Callable[[], object]], int]) -> None:
    def asked(size: int) -> int:
        known = Index()
        own = [[(1000 + 5 * n + i,) for i in range(5)] for n in range(size)]
        paragraphs = [frozenset([*own[n], *((n % 9 + i,) for i in range(7))]) for n in range(size)]
        for n, paragraph in enumerate(paragraphs):
            known.add(str(n), paragraph)
        return calls(lambda: [known.alike(paragraph) for paragraph in paragraphs])

    assert asked(800) < 2.5 * asked(400)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("ud_fog", "polnear", "ner_crossner/politics", "time_timeml/TimeBank", "coref_gap", "stories"):
        (tmp_path / name).mkdir(parents=True)
    rows = "".join(f"{i}\t{w}\t_\n" for i, w in enumerate(FERRY.split(), 1))
    (tmp_path / "ud_fog" / "en_fog-ud-dev.conllu").write_text(f"# newdoc\n# text = {FERRY}\n{rows}\n", encoding="utf-8")
    (tmp_path / "polnear" / "dev.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": f"No.\n{FERRY}"}).encode()))
    (tmp_path / "polnear" / "train.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": "a train text"}).encode()))
    bio = "".join(f"{w}\tO\n" for w in FERRY.split())
    (tmp_path / "ner_crossner" / "politics" / "dev.txt").write_text(bio + "\nFog\tO\n", encoding="utf-8")
    tml = f"<TimeML><TEXT>\n{FERRY}\n\nIt <EVENT>sank</EVENT>.\n</TEXT></TimeML>"
    (tmp_path / "time_timeml" / "TimeBank" / "a.tml").write_text(tml, encoding="utf-8")
    (tmp_path / "coref_gap" / "gap-validation.tsv").write_text(f'ID\tText\nv-1\t"{FERRY}\n', encoding="utf-8")
    (tmp_path / "stories" / "fog_val.jsonl.xz").write_bytes(lzma.compress(json.dumps({"text": FERRY}).encode()))
    return tmp_path


def test_every_set_is_read(data: Path) -> None:
    found = [(name, text) for name, text in duplicates.evaluation(data) if FERRY in text.strip('"')]
    assert {name.split("/")[0] for name, _ in found} == {
        "ud_fog",
        "polnear",
        "ner_crossner",
        "time_timeml",
        "coref_gap",
        "stories",
    }
    assert not any("train" in name for name, _ in duplicates.evaluation(data))


def test_examples_that_are_evaluated_on_are_dropped(data: Path) -> None:
    kept = example("Nobody on the quay had seen the grey lorry that the customs men were looking for .")
    assert duplicates.drop([example(FERRY), kept], data) == [kept]
