"""The marked events: their marks are read as the guide says, wrong ones are refused with file and line."""

import json
from collections import Counter
from pathlib import Path

import pytest

from training.corpora.happenings import MODES, REALIS, Page, pages, read
from training.corpora.written import of

EVENTS = Path(__file__).parents[2] / "training" / "written" / "events"
CASES = Path(__file__).parents[1] / "cases"
FILES = sorted(file for file in EVENTS.rglob("*.txt") if "second" not in file.parts)

SAMPLE = r"""outlet: Tarn Gazette
published: 2024-05-14
headline: [a1 Tarn] to [e1:RETREAT.withdraw/planned leave] [p1 Oro]

[s1,a2,b1 The general] [c1,e2:CONCEDE promised] [t1 that [k1:promise [a1 his men] would
[e1 be gone] from [p1 Oro]] by [u1,w1=2024-05-17|Friday]].

[t3 "[s2=The general,h1=The general|I] [c2 want] [t2 [g1:against this \[war\]] over],"] [s3=The general|he] [c3 said].
"""


def test_marks_become_events_with_roles_and_what_holds_them() -> None:
    page = read(SAMPLE)
    assert page.text.startswith("Tarn to leave Oro\n\nThe general promised that his men would\nbe gone from Oro by Friday.")
    assert page.text.endswith('this [war] over," he said.')
    leaving, promise = page.events
    words = [page.text[a:b] for a, b in leaving.trigger]
    assert words == ["leave", "be gone"] and leaving.realis == "planned" and leaving.modes == ("withdraw",)
    assert [page.text[a:b] for a, b in leaving.actor] == ["Tarn", "his men"] and leaving.names[leaving.time[0]] == "2024-05-17"
    assert (promise.type, promise.realis, promise.inside) == ("CONCEDE", "actual", None)
    (commitment,) = page.commitments
    assert page.text[slice(*commitment.act[0])] == "his men would\nbe gone from Oro" and commitment.force == "promise"
    assert page.text[slice(*(commitment.inside or (0, 0)))] == "promised"
    (position,) = page.positions
    assert (position.stance, position.names[position.holder[0]]) == ("against", "The general")
    assert [one.name for one in page.attributions] == [None, "The general", "The general"]
    assert list(of(page.article))


def test_a_sentence_says_itself_what_holds_its_event() -> None:
    (event,) = read("[i1 According to] the Anka agency, [n1=dead,r1|two men] were [e1:ASSAULT killed].").events
    assert event.inside == (0, 12) and event.toll == [("dead", (30, 37))] and event.recipient == [(30, 37)]


def test_sentences_are_parted_by_blank_lines_and_articles_by_rules(tmp_path: Path) -> None:
    path = tmp_path / "few.txt"
    path.write_text("[a1 X] [e1:AID paid].\n\nIt rained.\n", encoding="utf-8")
    assert [(page.text, len(page.events), page.where) for page in pages(path)] == [
        ("X paid.", 1, "few.txt:1"),
        ("It rained.", 0, "few.txt:3"),
    ]
    path.write_text("It rained.\n\nIt did.\n=====\nNo more.\n", encoding="utf-8")
    assert [page.text for page in pages(path)] == ["It rained.\n\nIt did.", "No more."]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Fine.\n\n[a1 X] [e1:AIDS paid].", "few.txt:3: no type 'AIDS'"),
        ("Fine.\n\n[a1 X] paid.", "few.txt:3: number 1 has roles"),
        ("[a1 X [e1:AID paid].", "few.txt:1: mark a1 is never closed"),
        ("[a1 X] [e1:AID/done paid].", "few.txt:1: 'done' is none of actual"),
        ("[a1 X] [e1:AID.drone paid].", "few.txt:1: 'drone' is none of no modes"),
        ("[sic] [e1:AID paid].", r"few.txt:1: no mark: '\[sic\]"),
        ("X] [e1:AID paid].", "few.txt:1: ] closes nothing"),
        ("[n1=hurt|X] [e1:AID paid].", "few.txt:1: n1=hurt: a toll is one of"),
        ("[x1 X] [e1:AID paid].", "few.txt:1: unknown mark 'x1'"),
    ],
)
def test_wrong_marks_are_refused_with_file_and_line(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "few.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=why):
        list(pages(path))


@pytest.fixture(scope="module")
def written() -> dict[str, list[Page]]:
    parts: dict[str, list[Page]] = {"train": [], "aside": []}
    for path in FILES:
        parts["train" if path.parent == EVENTS else "aside"] += pages(path)
    return parts


def test_every_written_event_has_its_words(written: dict[str, list[Page]]) -> None:
    for page in (*written["train"], *written["aside"]):
        for event in page.events:
            for start, end in (*event.trigger, *event.actor, *event.recipient, *event.place, *event.time):
                words = page.text[start:end]
                assert words == words.strip() and words[-1] not in ",;", (page.where, words)


def test_no_text_is_written_twice_or_is_a_case_as_well(written: dict[str, list[Page]]) -> None:
    texts = Counter(page.text for part in written.values() for page in part)
    assert not [text for text, times in texts.items() if times > 1]
    for path in (CASES / "realis.jsonl", CASES / "aside" / "realis.jsonl"):
        assert not texts.keys() & {json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize("part", ["train", "aside"])
def test_no_type_and_no_realis_is_thin(written: dict[str, list[Page]], part: str) -> None:
    types = Counter(event.type for page in written[part] for event in page.events)
    realis = Counter(event.realis for page in written[part] for event in page.events)
    assert set(types) == set(MODES) and set(realis) == set(REALIS)
    assert min(types.values()) >= {"train": 30, "aside": 4}[part] and min(realis.values()) >= {"train": 100, "aside": 20}[part]
