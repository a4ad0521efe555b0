"""The converters of events, on texts of ours in each corpus' form."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from training.corpora import events
from training.corpora.examples import Example, pack


def words(example: Example, text: str) -> list[str]:
    return [span.of(text) for span in example.window.tokens]


def test_marked_acts_give_types_roles_and_pairs(tmp_path: Path) -> None:
    text = "Rebels shelled the port; nobody was hurt. The mayor may thank them."
    marked = "[a1 Rebels] [e1:ASSAULT.heavy-weapons shelled] [r1 the port]; nobody was hurt. [a2 The mayor] may "
    (tmp_path / "few.txt").write_text(f"{marked}[e2:SUPPORT/hypothetical thank] [r2 them].\n", encoding="utf-8")
    (example,) = events.own(tmp_path)
    at = {word: i for i, word in enumerate(words(example, text))}
    assert example.types is not None and example.realis is not None and example.parts is not None and example.pairs is not None
    assert {word: example.types[i] for word, i in at.items() if example.types[i] != "O"} == {
        "shelled": "ASSAULT",
        "thank": "SUPPORT",
    }
    assert (example.realis[at["shelled"]], example.realis[at["thank"]], example.realis[at["port"]]) == (
        "actual",
        "hypothetical",
        None,
    )
    assert dict(example.parts)[at["thank"]] == {at["The"]: "actor", at["mayor"]: "actor", at["them"]: "recipient"}
    told = {(i, j): types for i, j, types in example.pairs}
    assert told[at["Rebels"], at["port"]] == ("ASSAULT",) and told[at["port"], at["Rebels"]] == ("none",)


def test_packed_windows_keep_roles_and_pairs_with_their_words(tmp_path: Path) -> None:
    line = "[a{0} Oro] [e{0}:AID fed] [r{0} Tarn]."
    (tmp_path / "few.txt").write_text(
        "outlet: Tarn Gazette\n\n" + line.format(1) + "\n\n" + line.format(2) + "\n", encoding="utf-8"
    )
    (one,) = pack(list(events.own(tmp_path)), lambda: 100)
    assert one.parts == [(1, {0: "actor", 2: "recipient"}), (5, {4: "actor", 6: "recipient"})]
    assert [pair[:2] for pair in one.pairs or ()] == [(0, 2), (2, 0), (4, 6), (6, 4)]
    assert one.types == ["O", "AID", "O", "O"] * 2


def test_a_marked_pair_has_its_root_and_yield_is_two_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("Oro <s>Oro</s> fed <t>Tarn</t>.", "AID"), ("<t>Tarn</t> saw <s>Oro</s> give way.", "YIELD")]
    head = "sentence_id\tsentence\tmarked_sentence\tgold_root"
    lines = [head, *(f"{n}\t{n}\t{marked}\t{root}" for n, (marked, root) in enumerate(rows))]
    (tmp_path / "PLV_train.tsv").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(events, "PLV_ROWS", 2)
    found = [*events.plv(tmp_path, "train"), *events.plv(tmp_path, "dev")]
    assert sorted(pair for example in found for pair in example.pairs or ()) == [(1, 3, ("AID",)), (2, 0, ("CONCEDE", "RETREAT"))]
    monkeypatch.setattr(events, "PLV_ROWS", 3)
    with pytest.raises(ValueError, match="2 rows"):
        list(events.plv(tmp_path, "train"))


def test_casie_gives_realis_of_its_nuggets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Thieves stole the list.\nThey often sell such lists."
    nuggets = [{"nugget": {"startOffset": text.index(w), "endOffset": text.index(w) + len(w)}, "realis": r} for w, r in
               (("stole", "Actual"), ("sell", "Generic"))]  # fmt: skip
    article = json.dumps({"content": text, "cyberevent": {"hopper": [{"events": nuggets}]}}).encode()
    with tarfile.open(tmp_path / "casie.tar.xz", "w:xz") as archive:
        member = tarfile.TarInfo("casie/annotation/7.json")
        member.size = len(article)
        archive.addfile(member, io.BytesIO(article))
    monkeypatch.setattr(events, "CASIE_EVENTS", 2)
    found = [*events.casie(tmp_path / "casie.tar.xz", "train"), *events.casie(tmp_path / "casie.tar.xz", "dev")]
    told = [(word, label) for e in found for word, label in zip(words(e, text), e.happening or (), strict=True) if label]
    assert told == [("stole", "Actual"), ("sell", "Generic")]


def test_factuality_is_that_of_scored_words(tmp_path: Path) -> None:
    lines = [f"{n}\t{word}\t{score}\tX\t0\tdep\t{word}" for n, (word, score) in enumerate([("Oro", "_"), ("left", "2.5")])]
    (tmp_path / "dev.conll").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    (example,) = events.uw(tmp_path, "dev")
    assert example.factuality == [None, 2.5]
    with pytest.raises(ValueError, match="1 events"):
        (tmp_path / "train.conll").write_text("\n".join(lines), encoding="utf-8")
        list(events.uw(tmp_path, "train"))
