"""Pages: which text is the article's, what its tags make of it, and what the head says of its publication."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import read
from sayso.core.document import Document
from sayso.core.errors import ReadError

LEAD = "The port of Vale reopened on Monday after three days of storm, the harbour master said."
NEXT = "Ships had waited outside the bay since Friday, and nine of them left before noon, she added."
BODY = f"<h1>Port reopens after storm</h1><p>{LEAD}</p><p>{NEXT}</p>"


def page(body: str = BODY, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Port reopens after storm | Harbour Times</title>{head}</head>"
        f"<body><header><nav><a href='/'>Home</a> <a href='/w'>World</a></nav></header><main><article>{body}</article></main>"
        "<footer><p>© 2031 Harbour Times. All rights reserved.</p></footer></body></html>"
    )


def document(body: str = BODY, head: str = "") -> Document:
    return read.document(page(body, head).encode(), medium="html")


def told(found: Document) -> list[tuple[str, str]]:
    return [(block.role, block.span.of(found.text)) for block in found.blocks]


def ld(**node: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **node})}</script>"


def test_an_article() -> None:
    body = (
        f"<header><p><a href='/a'>Americas</a></p><h1>Port reopens after storm</h1><p>By <a href='/s'>Ana Silva</a></p>"
        f"<time datetime='2031-03-04'>4 March 2031</time></header>"
        "<figure><img src='a.jpg'><figcaption>Ships off Vale</figcaption></figure>"
        f"<p>{LEAD}</p><p>{NEXT} She is <em>sure</em>.</p><p><a href='/r'>Read more: Ferries sail again</a></p>"
        f"<aside><h3>Our letter</h3><p>Every Sunday, what happened at sea and in the ports.</p></aside><h2>What next</h2>"
        f"<p>{LEAD.replace('Monday', 'Tuesday')}</p><ul><li>The pier is to grow longer, says the town.</li></ul>"
    )
    assert told(document(body)) == [
        ("headline", "Port reopens after storm"),
        ("byline", "By Ana Silva"),
        ("timestamp", "4 March 2031"),
        ("caption", "Ships off Vale"),
        ("paragraph", LEAD),
        ("paragraph", f"{NEXT} She is sure."),
        ("teaser", "Read more: Ferries sail again"),
        ("subheading", "What next"),
        ("paragraph", LEAD.replace("Monday", "Tuesday")),
        ("paragraph", "The pier is to grow longer, says the town."),
    ]


def test_the_text_is_the_blocks_parted_by_blank_lines() -> None:
    found = document()
    assert found.text == f"Port reopens after storm\n\n{LEAD}\n\n{NEXT}"
    assert found.text == "\n\n".join(words for _, words in told(found))


def test_a_live_page_keeps_every_entry() -> None:
    entries = "".join(
        f"<section><h2><time datetime='2031-03-04T{hour}:05:00Z'>{hour}:05</time> Entry at {hour}</h2>"
        f"<p>Nine ships left at {hour}.</p><p>Yes.</p></section>"
        for hour in (14, 13, 12, 11)
    )
    for head in ("", ld().replace("NewsArticle", "LiveBlogPosting")):
        found = told(document(f"<h1>Storm in Vale: live</h1><p>{LEAD}</p>{entries}", head))
        assert found[2:6] == [
            ("timestamp", "14:05"),
            ("subheading", "Entry at 14"),
            ("paragraph", "Nine ships left at 14."),
            ("paragraph", "Yes."),
        ]
        assert len(found) == 2 + 4 * 4


def test_json_ld_before_meta_tags() -> None:
    head = (
        ld(
            headline="Port reopens after storm",
            datePublished="2031-03-04T08:00:00Z",
            dateModified="2031-03-05",
            author=[{"name": "Ana Silva"}, "Tom Reed"],
            publisher={"@type": "Organization", "name": "Harbour &amp; Times"},
            mainEntityOfPage={"@id": "https://harbour.example/a"},
        )
        + "<meta property='og:site_name' content='Other'><meta name=author content=X>"
        + "<meta property='article:published_time' content='2031-03-04T09:00:00Z'>"
    )
    found = document(head=head)
    assert (found.headline, found.byline, found.outlet) == ("Port reopens after storm", "Ana Silva, Tom Reed", "Harbour & Times")
    assert (found.published, found.modified, found.url) == ("2031-03-04", "2031-03-05", "https://harbour.example/a")
    assert found.notes == ()


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda node: [node],
        lambda node: {"@graph": [{"@type": "WebSite", "name": "W"}, node, {"@id": "#p", "name": "Vale Mirror"}]},
    ],
)
def test_json_ld_in_arrays_and_graphs(wrapped: object) -> None:
    node = {
        "@type": ["Thing", "ReportageNewsArticle"],
        "datePublished": "2031-03-04",
        "publisher": {"@id": "#p", "name": "Vale Mirror"},
    }
    found = document(head=f"<script type='application/ld+json'>{json.dumps(wrapped(node))}</script>")  # type: ignore[operator]
    assert (found.published, found.outlet) == ("2031-03-04", "Vale Mirror")


def test_meta_tags_and_the_canonical_link() -> None:
    found = document(
        head="<meta property='og:site_name' content='Vale Mirror'>"
        "<meta property='article:published_time' content='2031-03-04T09:00:00Z'>"
        "<meta name='author' content='Ana Silva'><link rel='canonical' href='https://vale.example/a'>"
    )
    assert (found.outlet, found.published, found.byline, found.url) == (
        "Vale Mirror",
        "2031-03-04",
        "Ana Silva",
        "https://vale.example/a",
    )


def test_dates_that_disagree_are_told() -> None:
    found = document(head=ld(datePublished="2031-03-04") + "<meta property='article:published_time' content='2031-03-09'>")
    assert found.published == "2031-03-04"
    assert found.notes == (
        "published 2031-03-04 by its JSON-LD but 2031-03-09 by its meta tag article:published_time: the first was taken",
    )
    found = document(BODY.replace("<p>", "<p>Published 7 March 2031</p><p>", 1), ld(datePublished="2031-03-04"))
    assert "2031-03-07 by its text" in found.notes[0]


def test_a_time_tag_where_nothing_else_dates_the_page() -> None:
    assert (
        document(BODY.replace("</h1>", "</h1><p>On <time datetime='2031-03-04T08:00'>Tuesday</time></p>")).published
        == "2031-03-04"
    )
    assert document().published is None


def test_addresses_that_are_not_of_the_web_are_left_out() -> None:
    assert document(head="<link rel='canonical' href='javascript:alert(1)'><link rel='canonical' href='/a'>").url is None


def test_a_headline_from_the_metadata() -> None:
    found = document(
        BODY.replace("<h1>Port reopens after storm</h1>", ""), "<meta property='og:title' content='Port open again'>"
    )
    assert told(found)[0] == ("headline", "Port open again")
    found = document(
        f"<h1>Harbour Times</h1>{BODY.replace('h1', 'h2')}", "<meta property='og:title' content='Port reopens after storm'>"
    )
    assert found.headline == "Port reopens after storm"


@pytest.mark.parametrize(
    "body", ["", "<p>Page not found</p>", "<p>We use cookies on this site.</p>", "<form><p>Log in to read on, please.</p></form>"]
)
def test_no_article(body: str) -> None:
    with pytest.raises(ReadError, match="no article text"):
        document(body)


def test_hidden_text_is_not_read() -> None:
    found = document(BODY + f"<p style='display: none'>{LEAD.upper()}</p><p hidden>{NEXT.upper()}</p>")
    assert LEAD.upper() not in found.text
    assert NEXT.upper() not in found.text


def test_entities_are_not_followed() -> None:
    data = "<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>" + page(BODY + f"<p>&a; {NEXT} &amp; more.</p>")
    found = read.document(data.encode(), medium="html")
    assert "&a;" in found.text or "& more" in found.text


def test_broken_json_ld_is_told_and_the_rest_read() -> None:
    found = document(
        head="<script type='application/ld+json'>"
        + "[" * 100_000
        + "</script><meta property='og:site_name' content='Vale Mirror'>"
    )
    assert found.outlet == "Vale Mirror"
    assert "JSON-LD" in found.notes[0]


@pytest.mark.parametrize(
    "data", ["<" * 200_000, "<div>" * 50_000, "<a href='" * 50_000, page("<p>" * 50_000), page(f"<p>{LEAD}</p>" * 5_000)]
)
def test_hostile_markup_costs_little(data: str) -> None:
    start = time.perf_counter()
    try:
        read.document(data.encode(), medium="html")
    except ReadError as error:
        assert str(error)
    assert time.perf_counter() - start < 30


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<h2>",
        "</h2>",
        "<div>",
        "</div>",
        "<br>",
        "<a href=/>",
        "</a>",
        "<time datetime=2031>",
        "</time>",
        "<li>",
        "<figcaption>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<aside>",
        "</article>",
        "&amp;",
        "&#0;",
        "é",
        "\u200b",
        "\u00ad",
        LEAD,
        NEXT,
        " ",
        "<table><td>",
        "</table>",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(TAGS, max_size=30).map("".join))
def test_whatever_the_markup_the_blocks_hold_the_text(body: str) -> None:
    data = page(f"{BODY}{body}").encode()
    try:
        found = read.document(data, medium="html")
    except ReadError:
        return
    assert found.text == "\n\n".join(found.text[b.start : e.end] for b, e in _paragraphs(found))
    assert all(block.span.of(found.text).strip() for block in found.blocks)
    assert read.document(data, medium="html") == found


def _paragraphs(found: Document) -> list[tuple[object, object]]:
    """The first and last span of each run of blocks that no blank line parts."""
    runs: list[list[object]] = []
    at = 0
    for block in found.blocks:
        if runs and found.text[at : block.span.start] != "\n\n":
            runs[-1][1] = block.span
        else:
            runs.append([block.span, block.span])
        at = block.span.end
    return [(first, last) for first, last in runs]
