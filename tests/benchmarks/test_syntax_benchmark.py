"""Syntax from raw text: the gold text is put together rightly, and counts are those the shared task's rules give."""

import lzma
from pathlib import Path

import pytest

from benchmarks import syntax
from benchmarks.syntax import Analysis, Document, Word

CONLLU = """\
# newdoc id = GUM_news_quay
# newpar
# sent_id = 1
# text = Nobody can't see the quay-side.
1\tNobody\tnobody\tPRON\tNN\t_\t4\tnsubj\t_\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tsee\tsee\tVERB\tVB\t_\t0\troot\t_\t_
5\tthe\tthe\tDET\tDT\t_\t8\tdet\t_\t_
6\tquay\tquay\tNOUN\tNN\t_\t8\tcompound\t_\tSpaceAfter=No
7\t-\t-\tPUNCT\tHYPH\t_\t6\tpunct\t_\tSpaceAfter=No
8\tside\tside\tNOUN\tNN\t_\t4\tobj\t_\tSpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tSpaceAfter=No

# text = Go!
1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newpar
# newpar_block = p (1 s)
# text = It rained.
1\tIt\tit\tPRON\tPRP\t_\t2\texpl\t_\t_
1.1\tnot\t_\t_\t_\t_\t_\t_\t_\t_
2\trained\train\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newdoc id = GUM_fiction_fog
# text = Fog
1\tFog\tfog\tNOUN\tNN\t_\t0\troot\t_\t_

"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en_gum-ud-dev.conllu.xz").write_bytes(lzma.compress(CONLLU.encode("utf-8")))
    return tmp_path


def word(form: str, start: int, end: int, head: int | None = None, fused: bool = False, **other: str) -> Word:
    told = {"upos": "X", "xpos": "FW", "lemma": form.lower(), "deprel": "dep"} | other
    return Word(form=form, segment=(start, end), fused=fused, head=head, **told)


def figures(gold: list[Word], found: list[Word]) -> dict[str, float]:
    sides = [Analysis(words=tuple(words), tokens=(), sentences=()) for words in (gold, found)]
    tally = syntax.tallied([Document(id="a", paragraphs=(), gold=sides[0])], lambda _: sides[1])
    return {name: round(figure.value, 1) for name, figure in tally.figures(["a"]).items()}


def test_raw_text_has_the_treebanks_spaces_and_paragraphs(folder: Path) -> None:
    data = syntax.treebank(folder, "dev")
    assert [d.text for d in data.documents] == ["Nobody can't see the quay-side.Go!\n\nIt rained.", "Fog"]
    assert data.name == "gum"
    assert data.parts == {"fiction": ["GUM_fiction_fog"], "news": ["GUM_news_quay"], "news-like": ["GUM_news_quay"]}
    gold = data.documents[0].gold
    assert gold.tokens[:4] == ((0, 6), (6, 11), (11, 14), (14, 17))
    assert gold.sentences == ((0, 27), (27, 30), (30, 39))
    assert [w.form for w in gold.words if w.fused] == ["ca", "n't"]
    assert [w.head for w in gold.words][-5:] == [None, 9, 12, None, 12]


def test_the_gold_scores_full_marks(folder: Path) -> None:
    data = syntax.treebank(folder, "dev")
    found = syntax.score(data, lambda document: document.gold)
    assert {round(figure.value, 6) for figure in found.values()} == {100.0}
    assert found["words"].gold == 15 and found["tokens"].gold == 14 and found["sentences"].gold == 4


def test_another_number_of_files_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(SystemExit, match="holds 0 files"):
        syntax.treebank(folder, "test")
    (folder / "en_fog-ud-dev.conllu").write_text(CONLLU, encoding="utf-8")
    with pytest.raises(SystemExit, match="holds 2 files"):
        syntax.treebank(folder, "dev")


def test_text_that_its_tokens_do_not_spell_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en_fog-ud-dev.conllu").write_text(CONLLU.replace("# text = Fog", "# text = Fogs"), encoding="utf-8")
    with pytest.raises(ValueError, match="other characters"):
        syntax.treebank(tmp_path, "dev")


def test_words_are_aligned_by_their_characters() -> None:
    gold = [word("quay", 0, 4), word("-", 4, 5), word("side", 5, 9), word("fog", 9, 12)]
    found = [word("quay-side", 0, 9), word("fog", 9, 12)]
    assert syntax.aligned(gold, found) == {1: 3}
    assert figures(gold, found)["words"] == pytest.approx(2 * 100 * 0.5 * 0.25 / 0.75, abs=0.1)


def test_words_of_one_token_are_aligned_by_their_forms() -> None:
    gold = [word("ca", 0, 5, fused=True), word("n't", 0, 5, fused=True), word("go", 5, 7)]
    assert syntax.aligned(gold, [word("Ca", 0, 2), word("n't", 2, 5), word("go", 5, 7)]) == {0: 0, 1: 1, 2: 2}
    assert syntax.aligned(gold, [word("can", 0, 5, fused=True), word("n't", 0, 5, fused=True), word("go", 5, 7)]) == {1: 1, 2: 2}
    # A word that reaches out of the token is aligned with none.
    assert syntax.aligned(gold, [word("can'tg", 0, 6), word("o", 6, 7)]) == {}


def test_heads_count_where_they_are_aligned_and_relations_without_subtypes() -> None:
    gold = [
        word("fog", 0, 3, 1, deprel="nsubj:pass"),
        word("fell", 3, 7, None, deprel="root"),
        word(".", 7, 8, 1, deprel="punct"),
    ]
    found = [word("fog", 0, 3, 1, deprel="nsubj"), word("fell", 3, 7, None, deprel="root"), word(".", 7, 8, 0, deprel="punct")]
    told = figures(gold, found)
    assert (told["uas"], told["las"], told["clas"]) == (66.7, 66.7, 100.0)
    found = [word("fo", 0, 2, 2), word("g", 2, 3, 2), word("fell", 3, 7, None, deprel="root"), word(".", 7, 8, 2, deprel="punct")]
    told = figures(gold, found)
    assert told["uas"] == told["las"] == pytest.approx(200 * 2 / 7, abs=0.1)
    assert told["clas"] == pytest.approx(200 * 1 / 5, abs=0.1)


def test_an_unspoken_gold_lemma_agrees_with_any() -> None:
    gold = [word("fo", 0, 2, lemma="_"), word("g", 2, 3, lemma="h")]
    assert figures(gold, [word("fo", 0, 2), word("g", 2, 3)])["lemma"] == 50.0
