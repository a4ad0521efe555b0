"""Dossiers: every line has its words and its source, both forms say the same, and no words become the page's own."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from sayso.core.data import Event, Judgement
from sayso.core.errors import RecordError
from sayso.core.span import Span
from sayso.show.dossier import of_actor, of_search, of_story
from sayso.show.exports import html, markdown
from sayso.show.passages import quoted
from sayso.show.sections import Cell, Report, Section
from sayso.store import Record, open_record

HOSTILE = (
    "<script>alert(1)</script> | <img src=x onerror=alert(2)> [a](javascript:alert(3)) `x` **b** &lt;i&gt; <!-- \x1b[31m \u202e"
)


class Page(HTMLParser):
    """The tags, attributes and cells of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.cells: list[str] = []
        self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "td":
            self.cells.append("")
            self._in_cell = True
        elif tag == "br" and self._in_cell:
            self.cells[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.cells[-1] += data


def rendered(report: Report) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown.markdown(report))


@pytest.fixture
def record(tmp_path: Path, whole: Any) -> Any:
    with open_record(tmp_path / "r") as found:
        found.add(whole())
        found.add(whole(outlet="Harbour Post", url=None, published=None, headline=None))
        yield found


def sections(report: Report) -> dict[str, Section]:
    return {section.heading: section for section in report.sections if section.rows}


def test_an_actor_has_what_they_did_what_they_did_not_and_what_they_stand_for(record: Record) -> None:
    found = sections(of_actor(record, "Kell"))
    assert "Done" not in found
    undone = next(heading for heading in found if heading.startswith("Not done"))
    assert {row[1].words for row in found[undone].rows} == {"not done: demanded RETREAT", "not done: planned AID"}
    assert {row[1].words for row in found["Positions"].rows} == {"against"}
    assert found["Promised, planned, threatened"].rows[0][3].words == "2031-06-09"
    assert {row[1].words for row in found["Said with this name"].rows} == {"Kell must free the sailors"}
    assert [row[0].words for row in sections(of_actor(record, "Norland"))["Done"].rows] == ["2031-05-03"] * 2


def test_a_limit_holds_for_each_section_and_is_told(record: Record) -> None:
    found = of_actor(record, "Kell", limit=1)
    assert {len(section.rows) for section in found.sections if section.rows and section.heading != "Articles"} == {1}
    assert "At most 1 lines of each kind." in found.remark
    assert any(row[1].words.startswith("not done") for section in found.sections for row in section.rows)


def test_every_line_has_words_of_its_text_and_its_source(record: Record, whole: Any) -> None:
    text = whole().document.text
    for report in (of_actor(record, "Kell"), of_actor(record, "Ída Holm"), of_search(record, "trawler sailors")):
        for heading, section in sections(report).items():
            for row in section.rows:
                if heading == "Articles":
                    assert re.search(r"sha256 of the text [0-9a-f]{64}", row[-1].beneath)
                    assert "/home/" not in row[-1].beneath
                    continue
                words = row[section.columns.index("words")].words
                assert all(piece in text for piece in words.removeprefix("… ").removesuffix(" …").split(" … "))
                assert row[-1].words.startswith(("Tarn Gazette", "Harbour Post"))
                place = re.search(r"article [0-9a-f]{16} · (\d+)-(\d+)", row[-1].beneath)
                assert place and text[int(place[1]) : int(place[2])].strip()


def test_a_source_leads_to_the_words_where_there_is_an_address(record: Record) -> None:
    links = {row[-1].words: row[-1].link for row in sections(of_actor(record, "Ída Holm"))["Said"].rows}
    assert links["Harbour Post ← Ída Holm"] is None
    assert links["Tarn Gazette ← Ída Holm"] == "https://tarn.example/a?b=1&copy=2#:~:text=Kell%20must%20free%20the%20sailors"


def test_what_a_person_judged_stands_with_the_line(record: Record, whole: Any) -> None:
    event = next(one for one in whole().of(Event) if one.event_type == "COERCE")
    record.judge(
        Judgement(
            document_id=event.document_id, datum_id=event.id, kind="Event", verdict="wrong", made_by="Ida", made_at="2031-06-01",
            correction={"realis": "planned"},
        )
    )  # fmt: skip
    beneath = [row[-1].beneath for row in sections(of_actor(record, "Norland"))["Done"].rows]
    assert sum(one.endswith("Ida says wrong, realis: planned") for one in beneath) == 1


def test_nobody_and_no_story_are_told(record: Record) -> None:
    with pytest.raises(RecordError, match="is it Norland"):
        of_actor(record, "norl")
    with pytest.raises(RecordError, match="see `sayso said`"):
        of_actor(record, "Nobody")
    with pytest.raises(RecordError, match="no story"):
        of_story(record, "abcd")
    assert not sections(of_search(record, "zeppelin"))


@pytest.fixture(scope="module")
def hostile() -> Report:
    cells = (Cell(HOSTILE, HOSTILE, 'https://tarn.example/a b)|"><script>'), Cell("x", "", "javascript:alert(1)"))
    return Report(HOSTILE, HOSTILE, [Section(HOSTILE, HOSTILE, ("one", "two"), [cells])])


def test_no_words_become_a_pages_own(hostile: Report) -> None:
    page = Page(html.html(hostile))
    assert not {"script", "img", "i", "b", "iframe", "object", "link"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert [value for name, value in page.attributes if name == "href"] == ['https://tarn.example/a b)|"><script>']
    assert "\x1b" not in html.html(hostile) and "\u202e" not in html.html(hostile)
    assert page.cells[0].startswith("<script>alert(1)</script> | <img src=x onerror=alert(2)> [a](javascript:alert(3))")


def test_no_words_become_markdown(hostile: Report) -> None:
    page = Page(rendered(hostile))
    assert not {"script", "img", "i", "strong", "code", "em"} & set(page.tags)
    links = [value for name, value in page.attributes if name == "href"]
    assert links == ["https://tarn.example/a%20b%29%7C%22%3E%3Cscript%3E"]
    assert page.tags.count("td") == 2 and "&lt;i&gt;" in page.cells[0]


def test_both_forms_say_the_same_and_load_nothing(record: Record) -> None:
    for report in (of_actor(record, "Kell"), of_search(record, "sailors")):
        page, other = Page(html.html(report)), Page(rendered(report))
        assert page.cells == other.cells and len(page.cells) > 8
        loaded = [value for name, value in page.attributes if name in ("src", "srcset", "data", "action", "background")]
        assert not loaded and "url(" not in html.html(report) and "@import" not in html.html(report)


def test_a_passage_is_whole_words_of_one_paragraph() -> None:
    text = "Up\n" + "word " * 200 + "here " + "tail " * 200 + "\nDown"
    found = quoted(text, Span(at := text.index("here"), at + 4))
    assert found.startswith("… word word") and found.endswith("tail …") and "here" in found and len(found) < 450
    assert quoted("Up\nIt is so.\nDown", Span(6, 8)) == "It is so."
