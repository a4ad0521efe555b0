"""The terminal: every statement marked with a sign and a number, and no text that steers it."""

import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from sayso.core.data import Quantity, TimeExpression
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.show.contract import view
from sayso.show.terminal import chain, marked, safe, show_hits, show_reading, show_statements
from sayso.store import open_record

SIGNS = re.compile(r"[{}<>\[\]]|[⁰¹²³⁴⁵⁶⁷⁸⁹]")


def shown(show, what, **options):
    out = io.StringIO()
    show(what, Console(file=out, highlight=False, markup=False, width=120, **options))
    return out.getvalue()


def test_an_article_has_its_statements_marked_and_numbered(handmade):
    seen = view(handmade())
    text = shown(show_reading, seen)
    assert "[The harbour at Tarn will open in May]¹, {deputy works minister Anna Vell}¹ <said>¹ on Monday." in text
    # a statement in a statement is marked within it, and numbers tell which sign closes which
    assert "[{harbour master Otto Brandt}³ <denied>³ that [the cranes are old]³]²" in text
    assert "  1  Anna Vell, deputy works minister [NOR GOV]\n" in text and "  3  Otto Brandt, harbour master\n" in text
    assert "Northern Wire ← Tarn Gazette ← Otto Brandt · indirect · negative · stated" in text
    assert "officials (anonymous)" in text and "He (not known who)" in text and "(no source named)" in text
    assert "\x1b" not in text


def test_marks_add_signs_and_take_nothing_away(handmade):
    seen = view(handmade())
    plain = marked(seen.document.text, seen.attributions).plain
    assert SIGNS.sub("", plain) == seen.document.text
    assert len(SIGNS.findall(plain)) == 3 * sum(len(one.source + one.cue + one.content) for one in seen.attributions)


def test_a_span_that_crosses_another_or_is_empty_is_no_trouble(handmade):
    said = ({"source": "aa b", "content": "b cc"}, {"content": ""}, {"content": "aa b cc"})
    seen = view(handmade("aa b cc", said, ()))
    assert SIGNS.sub("", marked("aa b cc", seen.attributions).plain) == "aa b cc"


def test_colour_is_for_terminals_that_want_it(handmade, monkeypatch):
    seen = view(handmade())
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[36m" in re.sub(r"1;36", "36", shown(show_reading, seen, force_terminal=True, color_system="standard"))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", shown(show_reading, seen, force_terminal=True, color_system="standard"))


@pytest.mark.parametrize(
    "sign", ["\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\u202e", "\u2067", "\r", "\x08", "\ud83d", "\u2028", "\U000e0041"]
)
def test_what_could_steer_a_terminal_is_made_visible(handmade, sign):
    assert not set(safe(sign)) & set("\x1b\x07\x9b\u202e\u2067\r\x08\ud83d\u2028\U000e0041")
    assert len(safe(sign)) >= len(sign)


@given(st.text())
def test_safe_text_has_no_control_left(text):
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", safe(text))
    assert safe(safe(text)) == safe(text)


def test_hostile_words_reach_no_terminal(handmade, tmp_path):
    text = "[bold]Ida\x1b[31m\u202e[/bold] said fog\x1b]8;;x\x07 lifts."
    said = ({"source": "[bold]Ida\x1b[31m\u202e[/bold]", "cue": "said", "content": "fog\x1b]8;;x\x07 lifts", "actor": 0},)
    actors = ({"name": "Ida\x1b[31m", "office": "\u202echair", "mentions": ["Ida"]},)
    reading = handmade(text, said, actors, outlet="Wire\x1b[0m", headline="\x9bfog")
    with open_record(tmp_path / "r") as record:
        record.add(reading)
        found = (
            shown(show_reading, view(reading))
            + shown(show_statements, record.statements())
            + shown(show_hits, record.search("fog"))
        )
    assert not set(found) & set("\x1b\x07\x9b\u202e")
    assert "[bold]Ida" in found


def test_tables_name_the_document_and_the_span(handmade, tmp_path):
    with open_record(tmp_path / "r") as record:
        record.add(handmade())
        row = next(record.statements(who="Brandt"))
        said, hits = shown(show_statements, [row]), shown(show_hits, record.search("cranes harbour"))
    assert "Otto Brandt" in said and "harbour master" in said and "the cranes are old" in said and "negative" in said
    assert row.document_id in said and f"{row.start}-{row.end}" in said and "Tarn Gazette ←" in said
    assert row.document_id in hits and "[cranes]" in hits and "[harbour]" in hits


def test_a_loop_of_chains_ends(handmade):
    import msgspec

    seen = view(handmade())
    loop = [msgspec.structs.replace(one, inside=one.id) for one in seen.attributions]
    assert chain(msgspec.structs.replace(seen, attributions=loop), loop[0]).count("←") == 21


def test_times_and_quantities_are_listed_with_their_days_and_bounds(handmade):
    text = "At least 17 people died on Monday."
    reading = handmade(text, (), ())
    facts = {"document_id": reading.document.id, "made_by": "hand/1"}
    when = TimeExpression(**facts, span=Span(27, 33), type="DATE", value="2031-05-12", earliest="2031-05-12", latest="2031-05-12")
    dead = Quantity(**facts, number=Span(0, 11), counted=Span(12, 18), low=Decimal(17), toll="dead")
    whole = Reading(reading.document)
    for kind in reading.kinds:
        whole = whole.adding(kind, {TimeExpression: (when,), Quantity: (dead,)}.get(kind, reading.of(kind)))
    seen = shown(show_reading, view(whole))
    assert "times\n     Monday  2031-05-12 · 2031-05-12 · date · 27-33\n" in seen
    assert "quantities\n     At least 17  people · 17 or more · dead · 0-11\n" in seen
