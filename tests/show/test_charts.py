"""Charts: the picture holds the counts it was given, escapes what texts say, and is well-formed."""

from xml.etree import ElementTree

from sayso.show.charts import chart
from sayso.store import Dyad


def dyad(month: str | None, quads: tuple[int, int, int, int], corroborated: int = 0) -> Dyad:
    one, two, three, four = quads
    return Dyad(
        month=month, actor="PER GOV", recipient="CHL GOV", acts=sum(quads), corroborated=corroborated, quad_1=one, quad_2=two,
        quad_3=three, quad_4=four, intensity=1.0,
    )  # fmt: skip


def titles(svg: str) -> list[str]:
    return [title.text or "" for title in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}title")]


def test_counts_of_a_month_are_summed_and_the_unknown_has_a_lane() -> None:
    svg = chart([dyad("2031-03", (2, 0, 1, 0), 1), dyad("2031-03", (1, 0, 0, 4)), dyad(None, (0, 1, 0, 0))], "all pairs")
    assert titles(svg) == [
        "all pairs",
        "2031-03: 3 verbal cooperation",
        "2031-03: 4 material conflict",
        "2031-03: 1 verbal conflict",
        "2031-03: 1 of 8 acts by two sources or more",
        "unknown: 1 material cooperation",
    ]


def test_months_between_are_there_and_words_are_escaped() -> None:
    svg = chart([dyad("2031-12", (1, 0, 0, 0)), dyad("2032-02", (1, 0, 0, 0))], "<script>&\x1b")
    assert "2032-01" in svg and "<script>" not in svg and titles(svg)[0].startswith("<script>&")


def test_no_pair_is_an_empty_picture() -> None:
    assert titles(chart([], "nobody")) == ["nobody"]
