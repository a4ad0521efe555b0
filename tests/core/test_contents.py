"""Which attribution holds a span."""

from sayso.core.contents import Contents
from sayso.core.data import Attribution
from sayso.core.span import Span


def attribution(*content: tuple[int, int]) -> Attribution:
    return Attribution(document_id="d", made_by="hand/1", content=tuple(Span(*part) for part in content), type="indirect")


def test_the_innermost() -> None:
    outer, inner, apart = attribution((10, 60)), attribution((30, 40), (45, 50)), attribution((70, 80))
    contents = Contents([outer, inner, apart])
    assert contents.around(Span(31, 35)) is inner
    assert contents.around(Span(45, 50)) is inner
    assert contents.around(Span(38, 46)) is outer
    assert contents.around(Span(10, 60)) is outer
    assert contents.around(Span(70, 71)) is apart
    assert contents.around(Span(5, 12)) is None
    assert contents.around(Span(61, 62)) is None


def test_none() -> None:
    assert Contents([]).around(Span(0, 1)) is None
