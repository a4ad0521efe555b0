"""Marked text: every character once and in order, marks that nest, anchors that are there once."""

import html
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from sayso.core.span import Span
from sayso.show.web.marks import Mark, highlighted, marked

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)


class Nest(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "a" not in self.open:
            self.words.append(data)


@st.composite
def marks(draw, text):
    edges = st.integers(0, len(text))
    found = []
    for n in range(draw(st.integers(0, 5))):
        start, end = sorted((draw(edges), draw(edges)))
        if start < end:
            found.append(Mark(span=Span(start, end), kind=f"k{n % 2}", id=f"d{n}", title='<&">', sign=str(n)))
    return found


@given(st.data(), TEXTS)
def test_the_text_comes_out_as_it_is(data, text):
    found = data.draw(marks(text))
    anchored: set[str] = set()
    page = marked(text, Span(0, len(text)), found, anchored)
    parsed = Nest()
    parsed.feed(str(page).replace("\r", "&#13;"))
    parsed.close()
    assert parsed.open == []
    assert html.unescape(re.sub(r"<a [^>]*>[^<]*</a>|</?span[^>]*>", "", str(page))) == text
    assert sorted(parsed.ids) == sorted({f"w-{mark.id}" for mark in found})


def test_crossing_marks_are_cut_where_they_meet():
    found = [
        Mark(span=Span(0, 6), kind="content", id="a", title="a", sign="1"),
        Mark(span=Span(4, 9), kind="cue", id="b", title="b"),
    ]
    page = str(marked("one two three", Span(0, 13), found, set()))
    assert page == (
        '<span class="content" id="w-a">one <span class="cue" id="w-b">tw'
        '<a class="ref ref-content" href="#n-a" title="a" aria-label="a">1</a></span></span>'
        '<span class="cue">o t</span>hree'
    )


def test_found_words_are_marked_and_escaped():
    assert str(highlighted("a <b> c", 10, [Span(12, 15)])) == "a <mark>&lt;b&gt;</mark> c"
