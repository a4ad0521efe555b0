"""The written articles: their marks are read as the guide says, and every file keeps its rules."""

from pathlib import Path

import pytest

from training.corpora.examples import bio
from training.corpora.written import articles, of

WRITTEN = Path(__file__).parents[2] / "training" / "written"
FILES = sorted(path for path in WRITTEN.rglob("*.txt") if not {"events", "parties", "pronouns"} & set(path.parts))

SAMPLE = r"""outlet: Tarn Gazette
headline: [s1=Ida Brask|Mayor][c1 :] [t1 no \[new\] quay]

[c2 According to] [s2 the Anka agency], [t2 [s3=Ida Brask|she] [c3- denied] [t3 it]].

[t4 [t5 The quay is safe], [s5=?|an aide]] [c4 [c5 told]] [s4 the Gazette].
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.txt"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def test_marks_become_spans_chains_and_names(sample: Path) -> None:
    (article,) = articles(sample)
    assert article.text == (
        "Mayor: no [new] quay\n\nAccording to the Anka agency, she denied it.\n\nThe quay is safe, an aide told the Gazette."
    )
    by_number = {one.number: one for one in article.attributions}
    assert [by_number[n].inside for n in range(1, 6)] == [None, None, 2, None, 4]
    assert by_number[3].denied and by_number[3].name == "Ida Brask"
    assert by_number[5].anonymous and not by_number[4].anonymous
    assert [article.text[a:b] for a, b in by_number[4].content] == ["The quay is safe, an aide"]


def test_of_a_doubled_cue_the_inner_reading_is_taught(sample: Path) -> None:
    (article,) = articles(sample)
    last = list(of(article))[-1]
    words = [t.of(article.text) for t in last.window.tokens]
    assert last.flat == bio([(0, 4, "content"), (5, 7, "source"), (7, 8, "cue")], len(words))


def test_marks_that_do_not_balance_are_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").write_text("[s1 The mayor] [c1 said [t1 no.", encoding="utf-8")
    with pytest.raises(ValueError, match="never closed"):
        list(articles(tmp_path / "broken.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_keeps_the_rules(path: Path) -> None:
    for article in articles(path):
        assert article.attributions, article.name
        for one in article.attributions:
            assert one.cue or one.content, (article.name, one.number)
            if one.name:
                assert one.name.casefold() in article.text.casefold(), (article.name, one.name)
        assert "=====" not in article.text
