"""Reports filled in from the tree: on trees made by hand."""

from sayso.core.parse import Parse, Report, Sentence, Token
from sayso.core.span import Span
from sayso.parse.gaps import filled


def made(*words: tuple[str, str, str, int, str], reports: tuple[Report, ...] = ()) -> Parse:
    """A parse of one sentence of (word, UPOS, XPOS, head, relation)."""
    found, at = [], 0
    for text, upos, xpos, head, relation in words:
        span = Span(at, at + len(text))
        found.append(Token(span=span, text=text, upos=upos, xpos=xpos, lemma=text.lower(), head=head, deprel=relation))
        at += len(text) + 1
    sentences = (Sentence(first=0, last=len(found), paragraph=0),)
    return Parse(tokens=tuple(found), sentences=sentences, entities=(), reports=reports)


TOLD = (
    ("Nurses", "NOUN", "NNS", 1, "nsubj"),
    ("told", "VERB", "VBD", 1, "root"),
    ("Kesi", "PROPN", "NNP", 1, "iobj"),
    ("nobody", "PRON", "NN", 4, "nsubj"),
    ("asked", "VERB", "VBD", 1, "ccomp"),
    ("for", "ADP", "IN", 6, "case"),
    ("blood", "NOUN", "NN", 4, "obl"),
)
CUE, NEVER = 0.45, [0.0] * len(TOLD)


def test_a_verb_of_telling_without_a_report_has_its_clause() -> None:
    (report,) = filled(made(*TOLD), NEVER).reports
    assert (report.source, report.cue, report.content) == (((0, 1),), ((1, 2),), ((3, 7),))


def test_what_was_read_of_the_clause_is_put_below_with_its_own_subject() -> None:
    wrong = Report(source=((0, 1),), cue=((4, 5),), content=((5, 7),), depth=0, score=0.6)
    outer, inner = filled(made(*TOLD, reports=(wrong,)), NEVER).reports
    assert (outer.cue, inner.cue, inner.source, inner.depth) == (((1, 2),), ((4, 5),), ((3, 4),), 1)


def test_words_that_nobody_says_are_the_teller_s() -> None:
    bare = Report(source=(), cue=(), content=((3, 7),), depth=0, score=0.6)
    assert [report.cue for report in filled(made(*TOLD, reports=(bare,)), NEVER).reports] == [((1, 2),)]


def test_a_likely_cue_inside_a_content_is_a_report() -> None:
    told = Report(source=((0, 1),), cue=((1, 2),), content=((3, 7),), depth=0, score=0.9)
    odds = [0.0, 0.9, 0.0, 0.0, CUE, 0.0, 0.0]
    _, inner = filled(made(*TOLD, reports=(told,)), odds).reports
    assert (inner.source, inner.cue, inner.content, inner.depth) == (((3, 4),), ((4, 5),), ((5, 7),), 1)
    assert len(filled(made(*TOLD, reports=(told,)), NEVER).reports) == 1


def test_a_verb_given_the_source_of_the_frame_has_its_own_subject() -> None:
    words = (
        ("According", "VERB", "VBG", 2, "case"),
        ("to", "ADP", "IN", 0, "fixed"),
        ("Kesi", "PROPN", "NNP", 5, "obl"),
        (",", "PUNCT", ",", 2, "punct"),
        ("nurses", "NOUN", "NNS", 5, "nsubj"),
        ("said", "VERB", "VBD", 5, "root"),
        ("nobody", "PRON", "NN", 7, "nsubj"),
        ("came", "VERB", "VBD", 5, "ccomp"),
    )
    frame = Report(source=((2, 3),), cue=((0, 2),), content=((4, 5), (6, 8)), depth=0, score=0.9)
    verb = Report(source=((2, 3),), cue=((5, 6),), content=(), depth=0, score=0.9)
    outer, inner = filled(made(*words, reports=(frame, verb)), [0.0] * len(words)).reports
    assert (outer.source, outer.content) == (((2, 3),), ((4, 8),))
    assert (inner.source, inner.content, inner.depth) == (((4, 5),), ((6, 8),), 1)
