"""Stories and issues over sets written by us, twins among them: right, in any order, in any steps, and as a person judged."""

import json
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.cli import main
from sayso.core.document import Block, Document, sha256_of
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.core.stories import Judged, Sketch
from sayso.parse import parse
from sayso.pipeline import relate
from sayso.relate.sketches import sketch
from sayso.relate.stories import around, issues, stories
from sayso.store import Record, open_record

FILE = Path(__file__).resolve().parent.parent / "articles" / "stories.jsonl"
ARTICLES: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
SETS = sorted({article["set"] for article in ARTICLES})


def read(article: dict[str, Any]) -> Reading:
    text = f"{article['headline']}\n\n{article['text']}"
    head = len(article["headline"])
    blocks = (Block(span=Span(0, head), role="headline"), Block(span=Span(head + 2, len(text)), role="paragraph"))
    facts = {name: article[name] for name in ("outlet", "published", "headline")}
    document = Document(text=text, text_sha256=sha256_of(text), blocks=blocks, origin=article["headline"], **facts)
    parsed = Reading(document).adding(Parse, (parse(document),))
    return Reading(document).adding(Sketch, (sketch(parsed),))


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [read(article) for article in ARTICLES]


def filled(path: Path, readings: Sequence[Reading], step: int) -> Record:
    record = open_record(path)
    for n, reading in enumerate(readings, 1):
        record.add(reading)
        if n % step == 0:
            relate(record)
    relate(record)
    return record


def told(record: Record, level: str = "id") -> dict[str, str]:
    """The story, or issue, of each document by its headline."""
    rows = record.stories(alone=True)
    return {one.headline or "": getattr(row, level) for row in rows for one in row.documents}


def grouped(names: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(one for one in names if names[one] == name) for name in names.values()}


def gold(key: str, articles: Sequence[dict[str, Any]]) -> set[frozenset[str]]:
    return grouped({article["headline"]: f"{article['set']} {article[key]}" for article in articles})


@pytest.mark.parametrize("name", SETS)
def test_stories_of_a_set(name: str, readings: list[Reading], tmp_path: Path) -> None:
    some = [(a, r) for a, r in zip(ARTICLES, readings, strict=True) if a["set"] == name]
    with filled(tmp_path / "set.sayso", [r for _, r in some], 100) as record:
        assert grouped(told(record)) == gold("story", [a for a, _ in some])
        assert grouped(told(record, "issue_id")) == gold("issue", [a for a, _ in some])


def test_stories_of_all_sets_together(readings: list[Reading], tmp_path: Path) -> None:
    with filled(tmp_path / "all.sayso", readings, 100) as record:
        assert grouped(told(record)) == gold("story", ARTICLES)
        assert list(record.verify()) == []


@pytest.mark.parametrize(("seed", "step"), [(1, 1), (2, 4), (3, 7)])
def test_no_order_and_no_step_shows(seed: int, step: int, readings: list[Reading], tmp_path: Path) -> None:
    """The tolerance is nothing: the same documents give the same stories, issues and copies to the letter."""
    shuffled = random.Random(seed).sample(readings, len(readings))
    with filled(tmp_path / "a.sayso", readings, 100) as one, filled(tmp_path / "b.sayso", shuffled, step) as other:
        assert list(one.stories(alone=True)) == list(other.stories(alone=True))
        assert list(one.relations()) == list(other.relations())


SKETCHES = st.lists(
    st.tuples(
        st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True),
        st.one_of(st.none(), st.integers(1, 28)),
        st.sampled_from(["", "vell", "brandt"]),
    ),
    min_size=2,
    max_size=14,
)


@given(SKETCHES, st.randoms(), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_no_order_and_no_step_shows_in_stories(drawn: list[Any], chance: random.Random, step: int) -> None:
    some = []
    for n, (words, day, person) in enumerate(drawn):
        text = f"Report {n}."
        document = Document(text=text, text_sha256=sha256_of(text), blocks=(Block(span=Span(0, len(text)), role="paragraph"),))
        number = date(2025, 3, day).toordinal() if day else None
        weight = round(1000 / len(words) ** 0.5)
        drawing = Sketch(
            document_id=document.id,
            made_by="",
            words=tuple((f"word{word}", weight) for word in words),
            people=((person, 2),) if person else (),
            earliest=number,
            latest=number,
        )
        some.append(Reading(document).adding(Sketch, (drawing,)))
    with TemporaryDirectory() as folder:
        shuffled = chance.sample(some, len(some))
        with filled(Path(folder) / "a", some, 100) as one, filled(Path(folder) / "b", shuffled, step) as other:
            assert list(one.stories(alone=True)) == list(other.stories(alone=True))


def test_what_a_person_says_sticks(readings: list[Reading], tmp_path: Path) -> None:
    first, later = readings[:5], readings[5:]
    with filled(tmp_path / "judged.sayso", first, 100) as record:
        market, station = (record.story(told(record)[ARTICLES[n]["headline"]]) for n in (0, 3))
        assert market.id != station.id
        record.merge(market, station, "person", "2025-06-01T00:00:00")
        relate(record)
        assert len(list(record.stories(alone=True))) == 1
        record.name(next(record.stories()), "A week in Kessa", "person", "2025-06-02T00:00:00")
        for reading in later:
            record.add(reading)
        relate(record)
        merged = record.story(told(record)[ARTICLES[0]["headline"]])
        assert merged.name == "A week in Kessa"
        assert {one.headline for one in merged.documents} == {article["headline"] for article in ARTICLES[:5]}
        alone = merged.documents[0].document_id
        record.split(merged, [alone], "person", "2025-06-03T00:00:00")
        relate(record)
        assert next(row for row in record.stories(alone=True) if row.documents[0].document_id == alone).documents[1:] == ()


def test_commands_list_and_judge(readings: list[Reading], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAYSO_RECORD", raising=False)
    path = str(tmp_path / "told.sayso")
    with filled(Path(path), readings[:5], 100):
        pass

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["stories", *arguments])
        assert done.exit_code == 0, done.output
        return done.stdout

    def listed() -> list[dict[str, Any]]:
        return [json.loads(line) for line in run("--all", "--json", "--record", path).splitlines()]

    one, other = (row["id"] for row in listed())
    run("merge", one, other, "--record", path)
    (merged,) = listed()
    assert len(merged["documents"]) == 5
    run("--record", path, "name", merged["id"][:8], "A", "week", "in", "Kessa")
    run("split", merged["id"], merged["documents"][0]["document_id"], "--record", path)
    assert sorted((len(row["documents"]), row["name"]) for row in listed()) == [(1, "A week in Kessa"), (4, None)]
    assert "A week in Kessa" in run("--all", "--record", path)
    refused = CliRunner().invoke(main, ["stories", "merge", "nothing", one, "--record", path])
    assert refused.exit_code == 1
    assert "is no story" in refused.output


def test_a_copy_is_shown_beside_what_it_copies(readings: list[Reading], tmp_path: Path) -> None:
    path = str(tmp_path / "ferry.sayso")
    ferry = [r for a, r in zip(ARTICLES, readings, strict=True) if a["set"] == "ferry"]
    with filled(Path(path), ferry, 100):
        pass
    done = CliRunner().invoke(main, ["stories", "--record", path, "diff", ferry[2].document.id])
    assert done.exit_code == 0, done.output
    assert f"{ferry[2].document.id} copies {ferry[0].document.id}" in done.stdout
    assert "{+Passengers slept in the school hall.+}" in done.stdout.replace("\n", " ")
    assert "would wait for a tug" in done.stdout


def test_a_pair_stands_out_from_what_is_around_it() -> None:
    links = {"a": {"b": 350}, "b": {"a": 350}}
    quiet, busy = around([350]), around([350, *[900] * 7])
    assert stories(links, dict.fromkeys(links, quiet)) == [("a", "b")]
    assert stories(links, dict.fromkeys(links, busy)) == [("a",), ("b",)]


def test_judged_pairs_are_parted_and_bound() -> None:
    links = {"a": {"b": 900, "c": 900}, "b": {"a": 900, "c": 900}, "c": {"a": 900, "b": 900}, "d": {}}
    grounds = dict.fromkeys(links, 400)
    assert stories(links, grounds) == [("a", "b", "c"), ("d",)]
    parted = [Judged(one="a", other="c", same=False), Judged(one="c", other="d", same=True)]
    assert ("a", "b", "c") not in stories(links, grounds, parted)
    assert any({"c", "d"} <= set(story) and "a" not in story for story in stories(links, grounds, parted))


def test_issues_hold_whole_stories() -> None:
    links = {"a": {"b": 900, "c": 500}, "b": {"a": 900, "c": 500}, "c": {"a": 500, "b": 500}, "d": {}}
    assert issues([("a", "b"), ("c",), ("d",)], links) == [("a", "b", "c"), ("d",)]
