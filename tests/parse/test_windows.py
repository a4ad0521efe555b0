"""Windows and pieces: every token has its pieces, long paragraphs are parted without loss, words are known as BERT knows them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core.span import Span
from sayso.parse.pieces import LONGEST as LONGEST_WORD
from sayso.parse.pieces import UNKNOWN, Pieces, vocabulary
from sayso.parse.quotations import quotations
from sayso.parse.tokens import tokens
from sayso.parse.windows import LONGEST, joined, packs, parted, places, size_of, together, window

PIECES = Pieces()


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("ministers", ["ministers"]),
        ("Kanaani", ["kan", "##aan", "##i"]),
        ("García", ["garcia"]),
        ("n't", ["n", "'", "t"]),
        ("日本", ["日", "本"]),
    ],
)
def test_pieces(word: str, pieces: list[str]) -> None:
    assert PIECES.of(word) == tuple(vocabulary()[p] for p in pieces)


def test_what_has_no_piece_is_unknown() -> None:
    assert PIECES.of("🙂") == (UNKNOWN,)
    assert PIECES.of("a" * (LONGEST_WORD + 1)) == (UNKNOWN,)
    assert PIECES.of("\u200f") == (UNKNOWN,)


@given(st.text(min_size=1, max_size=300))
@settings(max_examples=60)
def test_window_has_pieces_for_each_token(text: str) -> None:
    spans = tokens(text)
    if not spans:
        return
    found = window(text, spans, [], PIECES)
    assert len(found.first) == len(found.last) == len(spans)
    assert (found.first <= found.last).all()
    assert found.last[-1] == len(found.pieces) - 2
    assert len(found.pieces) == len(found.shapes) == len(found.places)


def test_words_know_where_in_a_quotation_they_stand() -> None:
    text = 'Tarn said "no", "not yet" and "maybe\n\nIda Brask left.'
    edge = text.index("\n")
    marks = quotations(text, [Span(0, edge), Span(edge + 2, len(text))])
    spans = tokens(text)
    # An opening mark is 2, what is inside 1, a closing mark 3; the last is never closed.
    assert places(spans, marks) == [0, 0, 2, 1, 3, 0, 2, 1, 1, 3, 0, 2, 1, 0, 0, 0, 0]
    assert [places(spans[n:], marks) for n in (3, 12, 17)] == [places(spans, marks)[n:] for n in (3, 12, 17)]


def test_long_paragraphs_are_parted_at_sentence_ends() -> None:
    text = "The envoy spoke for an hour about the river. " * 80
    spans = tokens(text)
    runs = parted(text, spans, PIECES)
    assert [t for run in runs for t in run] == spans
    assert len(runs) > 1
    for run in runs:
        assert len(window(text, run, [], PIECES).pieces) <= LONGEST
        assert run[-1].of(text) == "."


def test_a_paragraph_without_ends_is_parted_all_the_same() -> None:
    text = "word " * 2000
    spans = tokens(text)
    assert [t for run in parted(text, spans, PIECES) for t in run] == spans


def test_joined_windows_point_at_the_same_pieces() -> None:
    texts = ("Rivers rise in Tarn.", "The mayor left.", "Nobody spoke.")
    parts = [window(text, tokens(text), [], PIECES) for text in texts]
    one = joined(parts)
    assert len(one.pieces) == sum(len(part.pieces) for part in parts) - 2  # one start for all
    whole = [one.pieces[a : b + 1].tolist() for a, b in zip(one.first, one.last, strict=True)]
    assert whole == [part.pieces[a : b + 1].tolist() for part in parts for a, b in zip(part.first, part.last, strict=True)]
    assert one.tokens == tuple(token for part in parts for token in part.tokens)


def test_runs_taken_together_are_their_windows_joined() -> None:
    text = "Rivers rise in Tarn.\n“The dam,” Vell said, “is unsafe.”\nNobody spoke."
    spans = tokens(text)
    paragraphs = [Span(0, 20), Span(21, 60), Span(61, len(text))]
    runs = [[span for span in spans if a <= span.start < b] for a, b in ((0, 20), (20, 60), (60, 99))]
    marks = quotations(text, paragraphs)
    whole, parts = together(text, runs, marks, PIECES), [window(text, run, marks, PIECES) for run in runs]
    one = joined(parts)
    for name in ("pieces", "shapes", "places", "first", "last"):
        assert getattr(whole, name).tolist() == getattr(one, name).tolist(), name
    assert whole.tokens == one.tokens
    assert [size_of(text, run, PIECES) for run in runs] == [len(part.pieces) for part in parts]


def test_packs_are_neighbours_that_fit() -> None:
    parts = [window(text, tokens(text), [], PIECES) for text in ("One two three.", "Four.", "Five six.", "Seven " * 40)]
    sizes = [len(part.pieces) for part in parts]
    assert packs(sizes, 12) == [[0, 1], [2], [3]]
    assert packs(sizes, 10_000) == [[0, 1, 2, 3]]
    assert packs([], 14) == []
