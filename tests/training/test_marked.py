"""Marks that stand apart from their text, and the pairs, as the pages that training reads."""

import csv
import json
from pathlib import Path

import pytest

from benchmarks.harness import held_out
from sayso.core.document import sha256_of
from training.corpora import events, marked, news

TEXT = "Rebels free two nurses\nRebels freed two nurses in Tarn.\nThe nurses may thank them."


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    (tmp_path / "wikinews").mkdir()
    title, _, text = TEXT.partition("\n")
    with (tmp_path / "wikinews" / "wikinews_2019.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("url", "date", "title", "text"))
        writer.writerows(("u", "2031-05-14", title, text) for _ in range(8))
    return tmp_path


def rows(name: str, sha256: str = sha256_of(TEXT)[: marked.DIGITS]) -> list[str]:
    first = TEXT.index("freed")
    return [
        "\t".join((name, sha256, "", "", "", f"0-{TEXT.rindex(chr(10))}", "", "", "", "")),
        "\t".join((name, "", "", "RETREAT.release", "actual", "7-11", "0-6", "12-22", "", "")),
        "\t".join((name, "", "=", "RETREAT.release", "actual", f"{first}-{first + 5}", f"{first - 7}-{first - 1}", "", "", "")),
    ]


def written(folder: Path, lines: list[str]) -> Path:
    folder.mkdir()
    (folder / "few.tsv").write_text("\n".join(["# said", "\t".join(marked.COLUMNS), *lines]) + "\n", encoding="utf-8")
    return folder


def test_marks_by_character_give_one_act_with_its_tellings(corpora: Path, tmp_path: Path) -> None:
    names = [name for name, _, _ in news.wikinews(corpora)]
    folder = written(tmp_path / "marks", [row for name in names for row in rows(name)])
    found = {split: list(marked.articles(corpora, split, folder)) for split in ("train", "dev")}
    assert {split: {page.where for page in pages} for split, pages in found.items()} == {
        "train": {name for name in names if not held_out(name)},
        "dev": {name for name in names if held_out(name)},
    }
    page = found["train"][0]
    (act,) = page.events
    assert [page.text[slice(*span)] for span in act.trigger] == ["free", "freed"]
    assert [page.text[slice(*span)] for span in (*act.actor, *act.recipient)] == ["Rebels", "Rebels", "two nurses"]
    assert (act.type, act.modes, act.realis, page.header["published"]) == ("RETREAT", ("release",), "actual", "2031-05-14")
    assert "thank" not in page.text, "what was not marked is not read"
    headline, body = events.of(page, "marked")
    assert headline.types == ["O", "RETREAT", "O", "O"]
    assert body.types == ["O", "RETREAT", "O", "O", "O", "O", "O"]


def test_marks_of_another_text_are_refused(corpora: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "marks", [row for name, _, _ in news.wikinews(corpora) for row in rows(name, "0" * 12)])
    with pytest.raises(ValueError, match="not the text"):
        list(marked.articles(corpora, "train", folder))


def test_a_pair_is_read_with_the_words_nearest_to_its_trigger(tmp_path: Path) -> None:
    case = {
        "id": "one", "pair": "one", "text": "Oro asked Tarn to leave; Tarn left Oro.",
        "events": [{"trigger": "left", "nth": 1, "type": "RETREAT", "mode": ["withdraw"], "realis": "actual", "actor": ["Tarn"],
                    "recipient": [], "place": "Oro", "time": None, "inside": None}],
    }  # fmt: skip
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(case) + "\n", encoding="utf-8")
    ((act,),) = [page.events for split in ("train", "dev") for page in marked.pairs(split, path)]
    assert (act.trigger, act.actor, act.place) == ([(30, 34)], [(25, 29)], [(35, 38)])


def test_every_pair_can_be_read() -> None:
    pages = [page for split in ("train", "dev") for page in marked.pairs(split)]
    assert len(pages) == len(marked.PAIRS.read_text(encoding="utf-8").splitlines())
    assert all(act.trigger and act.type for page in pages for act in page.events)
