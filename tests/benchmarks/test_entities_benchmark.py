"""Names: each corpus' files are read as its format says, and only what can be compared is counted."""

import json
import lzma
from pathlib import Path

import pytest

from benchmarks import entities
from benchmarks.entities import Article, Corpus, Name

IOB2 = """\
# newdoc id = quay_1
# region = Asia
# url = none

Ida\tB-Person
Brask\tI-Person
(\tO
Tarn\tB-Organization\tB-Location
Gazette\tI-Organization
)\tO

Gazette\tI-Organization
Tarn\tB-Location

# newdoc id = quay_2
# region = Africa

Fog\tO
in\tO
Tarn\tB-Location
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en.dev.iob2").write_text(IOB2, encoding="utf-8")
    raw = [
        {"id": "quay_1", "text": "http://tarn.example\nIda  Brask (Tarn Gazette)\n\nGazetteTarn"},
        {"id": "quay_2", "text": "Fog at Tarn"},
    ]
    lines = "".join(json.dumps(one) + "\n" for one in raw)
    (tmp_path / "original_articles.jsonl.xz").write_bytes(lzma.compress(lines.encode("utf-8")))
    return tmp_path


def test_worldwide_is_read_in_its_raw_text_where_that_has_its_characters(folder: Path) -> None:
    one, two = entities.corpus(folder, "dev").articles
    assert one.gold == (Name(0, 2, "PER"), Name(3, 5, "ORG"), Name(6, 7, "ORG"), Name(7, 8, "LOC"))
    assert [one.text[a:b] for a, b in one.tokens] == ["Ida", "Brask", "(", "Tarn", "Gazette", ")", "Gazette", "Tarn"]
    assert one.text.startswith("http") and one.part == "Asia"
    assert two.text == "Fog in Tarn" and two.tokens == ((0, 3), (4, 6), (7, 11))


def test_a_rebuilt_text_is_spaced_as_print_is() -> None:
    words = [[(w, "O") for w in ["He", "said", ",", '"', "It", "'s", "no", "(", "big", ")", "fog", ".", '"']], [("Yes", "O")]]
    text, places = entities.rebuilt(words)
    assert text == 'He said, "It\'s no (big) fog."\n\nYes'
    assert [text[a:b] for a, b in places] == [w for sentence in words for w, _ in sentence]


def test_politics_is_scored_on_what_both_know(tmp_path: Path) -> None:
    (tmp_path / "politics").mkdir()
    labels = "The-O Tarn-B-politicalparty Union-I-politicalparty won-O the-O 2031-B-election vote-I-election -- Fog-B-country"
    lines = "\n".join(word.replace("--", "").replace("-", "\t", 1) for word in labels.split())
    (tmp_path / "politics" / "dev.txt").write_text(lines, encoding="utf-8")
    data = entities.corpus(tmp_path, "dev")
    assert [a.gold for a in data.articles] == [(Name(1, 3, "ORG"), Name(5, 7, "election", False)), (Name(0, 1, "LOC"),)]
    read = {"0": [Name(1, 3, "ORG"), Name(5, 6, "ORG"), Name(6, 7, "MISC")], "1": [Name(0, 1, "FAC")]}
    found = entities.score(data, lambda article: read[article.id])
    assert found["names"].value == 100.0 and found["names"].predicted == 2


def test_descriptions_of_re3d_are_neither_right_nor_wrong(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    text = "The Tarn Guard met the harbour troops of Tarn."
    (tmp_path / "desk" / "documents.json").write_text(json.dumps({"_id": "a", "text": text}) + "\n", encoding="utf-8")
    mentions = [(0, 14, "Organisation"), (19, 45, "Organisation"), (41, 45, "Location"), (4, 8, "Weapon")]
    lines = [json.dumps({"documentId": "a", "begin": a, "end": b, "type": kind}) for a, b, kind in mentions]
    (tmp_path / "desk" / "entities.json").write_text("\n".join(lines), encoding="utf-8")
    data = entities.corpus(tmp_path, "dev")
    (article,) = data.articles
    assert {name for name in article.gold if name.scored} == {Name(1, 3, "ORG"), Name(8, 9, "LOC")}
    found = entities.score(data, lambda _: [Name(1, 3, "ORG"), Name(5, 7, "ORG"), Name(8, 9, "LOC")])
    assert (found["names"].predicted, found["names"].value) == (2, 100.0)


def test_figures_by_class_and_part() -> None:
    gold = (Name(0, 1, "PER"), Name(2, 3, "LOC"))
    articles = [Article(id=part, part=part, text="", tokens=(), gold=gold) for part in ("Asia", "Africa")]
    data = Corpus(name="x", title="x", articles=articles, types=("PER", "LOC"))
    read = {"Asia": gold, "Africa": (Name(0, 1, "LOC"),)}
    values = {name: round(figure.value, 1) for name, figure in entities.score(data, lambda a: read[a.id]).items()}
    assert values["names"] == 57.1 and values["spans"] == 85.7
    assert values["names@PER"] == 66.7 and values["names@LOC"] == 50.0
    assert values["names@Asia"] == 100.0 and values["names@Africa"] == 0.0


def test_a_folder_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="holds no"):
        entities.corpus(tmp_path, "dev")
