"""Plain text: what holds of the blocks of any text, and that time grows with its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import read
from sayso.core.errors import ReadError
from sayso.read import published, text

# Stretches that look like something, and characters that trip readers: emoji with joiners, combining marks,
# right-to-left, no-break spaces, every line end, marks, long runs.
PIECES = st.sampled_from(
    [
        "By Ana Silva",
        "NAIROBI, March 4 (Reuters) - ",
        "Harbour News / ",
        "Read more: ",
        "Related stories",
        "(AP)",
        "— Reuters",
        "Photo: ",
        "Published 5 March 2031",
        "14:05 GMT",
        "© ",
        "The port reopened.",
        "the ship left and",
        "“No,” she said.",
        "👩\u200d🚢",
        "e\u0301",
        "ميناء",
        "עיר",
        "\u00a0",
        "\r\n",
        "\n",
        "\n\n",
        "\r",
        "\u2028",
        "\x85",
        "\t",
        " ",
        "\ufeff",
        "\u200f",
        "/",
        "(",
        ")",
        "[",
        "-",
        "—",
        ": ",
        ",",
        ".",
        "\u0301",
        "A" * 90,
        "a " * 60,
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=40).map("".join)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_blocks_hold_every_character(words: str) -> None:
    blocks = text.blocks(words)
    at = 0
    for block in blocks:
        assert at <= block.span.start < block.span.end <= len(words)
        assert not words[at : block.span.start].strip()
        assert block.span.of(words) == block.span.of(words).strip()
        at = block.span.end
    assert not words[at:].strip()
    assert text.blocks(words) == blocks
    published.facts(words, blocks)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_text_is_the_files_own(words: str) -> None:
    data = words.encode("utf-8", "ignore")
    try:
        document = read.document(data, medium="text")
    except ReadError:
        return
    assert document.text == data.decode().removeprefix("\ufeff")
    assert read.document(data, medium="text") == document


def test_offsets_count_after_a_byte_order_mark_and_keep_crlf() -> None:
    document = read.document(b"\xef\xbb\xbfPort reopens\r\n\r\nThe port of Vale reopened on Monday.\r\n", medium="text")
    assert document.text.startswith("Port reopens\r\n\r\nThe")
    assert [block.span.start for block in document.blocks] == [0, 16]


@pytest.mark.parametrize(
    "unit", ["a", "(", '"', "a - ", "A/ ", "1", " ", "Photo: (", "— ", "By Ana ", "March 5, ", "[(", "a\u0301", "Aa. ", "'"]
)
@pytest.mark.parametrize("shape", ["a line of them", "many short lines"])
def test_time_grows_with_the_text(unit: str, shape: str) -> None:
    whole = "The port. " + unit * (1_000_000 // len(unit)) if shape == "a line of them" else (unit * 9 + "\n") * 20_000
    start = time.perf_counter()
    blocks = text.blocks(whole)
    published.facts(whole, blocks)
    # A quadratic reading of a million characters takes an hour; a slow machine's linear one some seconds.
    assert time.perf_counter() - start < 20


def test_too_many_lines() -> None:
    with pytest.raises(ReadError, match="100,000 paragraphs"):
        text.blocks("No.\n" * 100_002)
    with pytest.raises(ReadError, match="500,000 lines"):
        text.blocks("No.\n" * 500_002)
