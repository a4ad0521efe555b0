"""The benchmarks of events, realis and PLV: what is read of the data, and what counts as right."""

from pathlib import Path

import pytest

from benchmarks import agreement, events, harness, plv, realis
from sayso.core.data import Event
from sayso.core.span import Span
from training.corpora.happenings import Happening

EVENTS = Path(__file__).parents[2] / "training" / "written" / "events"


def event(start: int, end: int, kind: str = "ASSAULT", **more: object) -> Event:
    return Event(document_id="d", made_by="t", trigger=Span(start, end), event_type=kind, realis="actual", **more)  # type: ignore[arg-type]


def test_the_splits_of_the_articles_share_nothing_and_aside_has_twenty() -> None:
    texts = {split: {page.text for page in events.chosen(EVENTS, split, None)} for split in ("dev", "sentences", "aside")}
    assert len(texts["aside"]) >= 20
    assert not texts["aside"] & (texts["dev"] | texts["sentences"]) and not texts["dev"] & texts["sentences"]


@pytest.mark.parametrize(("split", "path"), [("aside", "aside/codes.tsv"), ("dev", "codes.tsv")])
def test_every_party_of_articles_has_its_codes(split: str, path: str) -> None:
    table = events.coded(EVENTS / path)
    parties = {
        (page.header["outlet"], page.text[slice(*span)], str(one.number))
        for page in events.chosen(EVENTS, split, None)
        for one in page.events
        for span in (*one.actor, *one.recipient)
    }
    keys = {key if key in table else (*key[:2], "") for key in parties}
    assert keys == table.keys()


def test_a_second_reader_of_the_same_marks_agrees_with_himself_and_of_none_with_nobody(tmp_path: Path) -> None:
    head = "outlet: The Ferry\nheadline: none\n\n"
    marked = f"{head}[a1 Rebels] [e1:ASSAULT shot] [r1 a clerk] and [e2:ASSAULT/planned will bomb] [r2 the port]."
    parties = {"Rebels": "(COD)/REB", "a clerk": "-/CVL", "the port": "-/BUS|-"}
    table = "outlet\tphrase\tcodes\tevent\n" + "".join(f"The Ferry\t{one}\t{code}\t\n" for one, code in parties.items())
    (tmp_path / "second").mkdir()
    for folder in (tmp_path, tmp_path / "second"):
        (folder / "articles_01.txt").write_text(marked, encoding="utf-8")
        (folder / "codes.tsv").write_text(table, encoding="utf-8")
    figures, counts = agreement.measured(tmp_path, "events")
    assert counts == {"texts": 1} and figures["whole"].value == 100.0 and figures["nonactual_as_actual"].value == 0.0
    bare = f"{head}Rebels [e1:AID shot] a clerk and will bomb the port."
    (tmp_path / "second" / "articles_01.txt").write_text(bare, encoding="utf-8")
    figures, _ = agreement.measured(tmp_path, "events")
    assert figures["trigger"].recall == 50.0 and figures["type"].value == figures["whole"].value == 0.0
    (tmp_path / "second" / "articles_01.txt").write_text(bare.replace("port", "fort"), encoding="utf-8")
    with pytest.raises(ValueError, match="another text"):
        agreement.measured(tmp_path, "events")


@pytest.mark.parametrize("folder", [EVENTS / "aside", Path(__file__).parents[1] / "cases" / "aside"])
def test_the_second_reader_read_the_texts_that_are_kept_apart(folder: Path) -> None:
    both = list(agreement.cases(folder) if folder.parent.name == "cases" else agreement.texts(folder))
    assert len(both) >= 20


def test_an_event_is_matched_by_trigger_and_type_one_to_one() -> None:
    gold = [Happening(1, type="ASSAULT", trigger=[(0, 6), (30, 36)]), Happening(2, type="AID", trigger=[(10, 14)])]
    said = [event(30, 36), event(0, 6), event(10, 14)]
    found = events.matched(gold, said, typed=True)
    assert set(found) == {0} and set(events.matched(gold, said, typed=False)) == {0, 1}


def test_a_further_telling_of_a_found_event_is_no_error() -> None:
    gold = [Happening(1, type="ASSAULT", trigger=[(0, 6), (30, 36)])]
    first = event(0, 6)
    said = [first, event(30, 36, same_as=first.id), event(50, 54, same_as=first.id)]
    found = events.matched(gold, said, typed=True)
    assert [one.trigger.start for one in events.counted(gold, said, found)] == [0, 50]


def test_the_first_telling_is_no_error_where_a_later_one_is_found() -> None:
    gold = [Happening(1, type="ASSAULT", trigger=[(0, 3), (30, 40)])]
    first = event(0, 3)
    said = [first, event(30, 40, same_as=first.id), event(60, 66)]
    found = events.matched(gold, said, typed=True)
    assert [one.trigger.start for one in events.counted(gold, said, found)] == [30, 60]


@pytest.mark.parametrize(
    ("gold", "told", "lenient", "strict"),
    [
        ({("KGZ", "COP")}, {("KGZ", "COP")}, True, True),
        ({("(ETH)", "MIL")}, {("-", "MIL")}, True, False),
        ({("(ETH)", "MIL")}, {("KEN", "MIL")}, False, False),
        ({("-", "COP"), ("KGZ", "COP")}, {("KGZ", "COP")}, True, True),
        ({("TJK", "COP"), ("KGZ", "COP")}, {("KGZ", "COP")}, False, False),
        ({("(KGZ)", "COP|MIL")}, {("-", "MIL")}, True, False),
        ({("(KGZ)", "COP|MIL")}, {("KGZ", "MIL")}, True, True),
        ({("-", "-")}, set(), True, True),
        ({("-", "-")}, {("PER", "GOV")}, False, False),
        ({events.ANYBODY}, {("PER", "GOV")}, True, True),
        ({("PER", "GOV")}, set(), False, False),
    ],
)
def test_codes_agree(gold: set[events.Code], told: set[events.Code], lenient: bool, strict: bool) -> None:
    assert events.agree(frozenset(gold), frozenset(told), strict=False) is lenient
    assert events.agree(frozenset(gold), frozenset(told), strict=True) is strict


def test_a_case_counts_what_is_missed_and_what_is_invented() -> None:
    tally = harness.Tally()
    case = {
        "id": "x-1", "pair": "x", "text": "Oman will not attack the port. Peru attacked a base.", "published": None,
        "events": [{"trigger": "attack", "nth": 1, "type": "ASSAULT", "realis": "negated"}],
    }  # fmt: skip
    lines = list(realis.pairs(case, realis.read("Oman will not attack the port. Peru attacked a base.").of(Event), tally))
    figures = tally.figures(["x"])
    assert figures["negated"].value == 100.0 and figures["nonactual_as_actual"].value == 0.0
    assert figures["found"].precision == 50.0 and figures["actual_wrong"].value == 100.0 and len(lines) == 1


def test_sentences_of_uw_become_running_text(tmp_path: Path) -> None:
    path = tmp_path / "dev.conll"
    rows = [("He", "_"), ("did", "_"), ("n't", "_"), ("go", "-3.0"), (",", "_"), ("she", "_"), ("said", "3.0"), (".", "_")]
    path.write_text("\n".join(f"{i}\t{word}\t{rating}\tX\t0\tx\tx" for i, (word, rating) in enumerate(rows)) + "\n\n")
    (one,) = realis.sentences(path)
    assert one.text == "He didn't go, she said."
    assert [(one.text[a:b], rating) for (a, b), rating in one.words] == [("go", -3.0), ("said", 3.0)]


def test_correlation_is_pearsons() -> None:
    groups = [[(3.0, 2.0), (-3.0, -1.0)], [(0.0, 1.0), (1.0, 1.0)]]
    assert realis.correlation(groups).value == pytest.approx(98.015, abs=0.001)
    assert realis.correlation([[(1.0, 1.0)], [(2.0, 1.0)]]).value == 0.0


def test_plv_is_parted_by_sentence(tmp_path: Path) -> None:
    lines = ["sentence\tmarked_sentence\tgold_root\tgold_penta"]
    lines += [f"Oman met Peru {n}.\t<s>Oman</s> met <t>Peru</t> {n}.\tCONSULT\t1" for n in range(40)]
    (tmp_path / "PLV_train.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    held, rest = ({row.text for row in plv.rows(tmp_path, split)} for split in plv.SPLITS)
    assert held and rest and not held & rest and len(held | rest) == 40


def test_an_event_between_the_marked_actors_fits_best() -> None:
    row = plv.unmarked("<s>Oman</s> met <t>Peru</t> and hit Chile.", "CONSULT", "1")
    between = event(5, 8, "CONSULT", actor=(Span(0, 4), Span(9, 13)))
    other = event(18, 21, actor=(Span(0, 4),), recipient=(Span(22, 27),))
    assert plv.fits(between, row) > plv.fits(other, row)
