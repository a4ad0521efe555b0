"""The benchmark of times: TimeML is read with its offsets, and expressions are counted as TempEval-3 counts them."""

from pathlib import Path

import pytest

from benchmarks import times
from benchmarks.times import Article, Timex

TIMEML = b"""<?xml version="1.0"?><TimeML><DCT><TIMEX3 type="DATE" value="2031-05-14T10:00">14 May</TIMEX3></DCT>
<TEXT>He <EVENT>left</EVENT> <TIMEX3 type="DATE" value="2031-05-12">on <b>Mon</b>day</TIMEX3>, for <TIMEX3 type="DURATION"
value="P2D">two days</TIMEX3>.</TEXT></TimeML>"""


def test_an_article_with_its_offsets() -> None:
    article = times.article("a", TIMEML)
    assert (article.text, article.published) == ("He left on Monday, for two days.", "2031-05-14")
    assert [(article.text[t.start : t.end], t.type, t.value) for t in article.times] == [
        ("on Monday", "DATE", "2031-05-12"),
        ("two days", "DURATION", "P2D"),
    ]


def test_what_is_no_timeml_is_refused() -> None:
    with pytest.raises(ValueError, match="no TimeML"):
        times.article("a", b"<TimeML><TEXT>He left.</TEXT></TimeML>")


def test_matches_are_one_to_one_and_exact_ones_first() -> None:
    gold = [Timex(0, 4, "DATE", "2031"), Timex(5, 9, "DATE", "2030")]
    wide, exact = Timex(0, 9, "DATE", "2031"), Timex(0, 4, "DATE", "2031")
    assert times.matches(gold, [wide, exact]) == [(gold[0], exact), (gold[1], wide)]
    assert times.matches(gold, [wide]) == [(gold[0], wide)]


def test_figures() -> None:
    gold = Article("a", "", "2031", (Timex(0, 4, "DATE", "2031"), Timex(5, 9, "DATE", "2030"), Timex(20, 24, "SET", "P1Y")))
    found = (Timex(0, 4, "DATE", "2031"), Timex(5, 8, "TIME", "2030"), Timex(30, 31, "DATE", "2029"))
    values = {name: round(figure.value, 1) for name, figure in times.score([gold], {"a": found}).items()}
    assert values == {"relaxed": 66.7, "strict": 33.3, "type": 33.3, "value": 66.7}


def test_the_parts_share_no_document(tmp_path: Path) -> None:
    for folder in ("TimeBank", "AQUAINT"):
        (tmp_path / folder).mkdir()
        for number in range(8):
            (tmp_path / folder / f"{folder}_{number}.tml").write_bytes(TIMEML)
    dev, test = (times.corpus(tmp_path, split, None) for split in times.SPLITS)
    assert len(dev) + len(test) == 16
    assert not {one.id for one in dev} & {one.id for one in test}
    with pytest.raises(SystemExit, match="holds no"):
        times.corpus(tmp_path / "TimeBank", "dev", None)
