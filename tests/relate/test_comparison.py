"""Comparisons of articles of our own: what clear sentences share, how they differ, and that every span is in its text."""

from collections.abc import Sequence

import msgspec
import pytest

from benchmarks.harness import Tally
from benchmarks.relations import ONLY_LABELS, Set, score, sets
from sayso.core.contract import ComparisonView, PlacedSpan
from sayso.core.reading import Reading
from sayso.pipeline import analyse, compare
from sayso.read import Given, document
from sayso.show.comparison import comparison_view
from sayso.show.report import html, markdown

SET = next(one for one in sets(("dev",)) if one.name == "dam")


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [analyse(article.document) for article in SET.articles]


def read(*texts: str, days: Sequence[str] = ()) -> list[Reading]:
    dates = days or ["2025-03-03"] * len(texts)
    given = [Given(outlet=f"Outlet {n}", published=day) for n, day in enumerate(dates)]
    return [analyse(document(text.encode(), medium="text", given=one)) for text, one in zip(texts, given, strict=True)]


def found(readings: Sequence[Reading]) -> set[tuple[str, str]]:
    return {(one.type, one.basis) for one in compare(readings).differences}


def test_every_span_is_in_its_text(readings: list[Reading]) -> None:
    view = comparison_view(compare(readings), readings)
    texts = {reading.document.id: reading.document.text for reading in readings}
    spans: list[PlacedSpan] = []

    def gather(value: object) -> None:
        if isinstance(value, PlacedSpan):
            spans.append(value)
        elif isinstance(value, msgspec.Struct):
            gather([getattr(value, name) for name in value.__struct_fields__])
        elif isinstance(value, list):
            for one in value:
                gather(one)

    gather(view)
    assert len(spans) > 50
    assert all(texts[span.document_id][span.start : span.end] == span.text for span in spans)
    assert msgspec.json.decode(msgspec.json.encode(view), type=ComparisonView) == view


def test_no_order_shows(readings: list[Reading]) -> None:
    there, back = compare(readings), compare(readings[::-1])
    assert there.document_ids == back.document_ids
    assert {claim.id for claim in there.claims} == {claim.id for claim in back.claims}
    assert {one.id for one in there.differences} == {one.id for one in back.differences}


def test_headline_and_body_do_not_corroborate(readings: list[Reading]) -> None:
    for claim in compare(readings[:1]).claims:
        assert claim.independent <= len({path for telling in claim.tellings for path in telling.paths})
    alone = [claim for claim in compare(readings[:1]).claims if len(claim.tellings) > 1]
    assert all(claim.independent == 1 for claim in alone)


def test_later_toll_updates(readings: list[Reading]) -> None:
    assert ("updates", "figures") in found(readings)
    assert ("contradicts", "figures") not in found(readings)


def test_at_least_agrees_and_other_numbers_do_not() -> None:
    least = "At least 17 people were killed in Tarn on Monday, the mayor said."
    same, other = (
        "The police said 17 people were killed in Tarn on Monday.",
        "The police said 14 people were killed in Tarn on Monday.",
    )
    assert ("contradicts", "figures") not in found(read(least, same))
    assert ("contradicts", "figures") in found(read(least, other))
    hurt = "The police said 14 people were injured in Tarn on Monday."
    assert not found(read(least, hurt))


def test_denial() -> None:
    told, denied = (
        "Rebels said the army shelled a school in Tarn on Monday.",
        "The army denied that it had shelled a school in Tarn.",
    )
    assert ("contradicts", "denial") in found(read(told, denied))


def test_a_denial_of_it_is_of_the_clause_before_in_its_paragraph() -> None:
    told = "The Osmar army crossed the Lemna river at night on Monday."
    near = "Rebels said the army crossed the Lemna river at night on Monday. The Osmar army denied it."
    far = "Rebels said the army crossed the Lemna river at night on Monday.\n\nThe Osmar army denied it."
    assert ("contradicts", "denial") in found(read(told, near))
    assert ("contradicts", "denial") not in found(read(told, far))


def test_reports_escape(readings: list[Reading]) -> None:
    hostile = read(
        "<script>alert(1)</script> A dam burst above Melkin on Monday.", "A dam burst above Melkin on Monday, *police* said."
    )
    view = comparison_view(compare(hostile), hostile)
    assert "<script>" not in html(view)
    assert "<script>" not in markdown(view)


@pytest.mark.parametrize("one", sets(), ids=lambda one: one.name)
def test_sets_are_sets(one: Set) -> None:
    """Their marks fit, and each has three to five articles."""
    assert 3 <= len(one.articles) <= 5
    assert one.labels if one.split in ONLY_LABELS else one.relations
    assert one.labels is not None


def test_labels_found_where_none_is_listed_are_wrong() -> None:
    """They lower the precision, and a set of which nothing is found or listed has no figure."""
    one = next(one for one in sets(("labels",)) if one.name == "guard")
    compared = compare([analyse(article.document) for article in one.articles])
    none_listed, tally = msgspec.structs.replace(one, labels={}), Tally()
    wrong = list(score(none_listed, compared, tally))
    figure = tally.figures([one.name])["labels"]
    assert wrong and (figure.predicted, figure.gold, figure.value) == (len(wrong), 0, 0)
    nothing = Tally()
    assert not list(score(none_listed, msgspec.structs.replace(compared, labels=()), nothing))
    assert "labels" not in nothing.figures([one.name])


def test_a_toll_told_in_parts_is_no_toll_of_its_own() -> None:
    whole = "Seven people were killed in the attack on the pumping station, the army said."
    parts = "Five pipeline workers and two guards were killed in the attack on the pumping station, the governor said."
    other = "Nine people were killed in the attack on the pumping station, the governor said."
    assert ("contradicts", "figures") not in found(read(whole, parts))
    assert ("contradicts", "figures") in found(read(whole, other))


def independent(readings: Sequence[Reading], words: str) -> set[int]:
    """The chains of the claims that hold these words and more than one article tells."""
    texts = {reading.document.id: reading.document.text for reading in readings}
    return {
        claim.independent
        for claim in compare(readings).claims
        if len({telling.document_id for telling in claim.tellings}) > 1
        and any(words in span.of(texts[telling.document_id]) for telling in claim.tellings for span in telling.spans)
    }


def test_two_of_them_is_no_part_of_a_toll() -> None:
    one = "Nine people were killed in the attack on the pumping station, two of them guards, the governor said."
    other = "Seven people were killed in the attack on the pumping station, the army said."
    assert ("contradicts", "figures") in found(read(one, other))


def test_the_losses_of_two_sides_are_no_conflict() -> None:
    one = "Lemna's army said three Lemnan soldiers were killed in the battle with Osmar."
    other = "The Osmar army said nine of its soldiers were killed in the battle with Lemna."
    assert not found(read(one, other))


def test_a_condition_is_not_what_is_told() -> None:
    before = "Osmar will close the Lemna canal if the League imposes a toll on grain, the transport minister said."
    after = "The League imposed a toll on grain on Monday."
    assert ("updates", "stage") not in found(read(before, after, days=["2025-03-03", "2025-03-04"]))


def test_an_order_is_told_by_who_tells_of_it() -> None:
    one = "The government ordered an inquiry into the collapse of the Tarn bridge."
    other = "The government has ordered an inquiry into the fall of the Tarn bridge on Monday."
    assert independent(read(one, other), "inquiry") == {2}


def test_who_denies_doing_a_thing_is_who_is_said_to_have_done_it() -> None:
    told = "Lemna's foreign ministry said Osmar troops had shelled a customs house."
    denied = "The Osmar army denied shelling a Lemnan customs house near Tarn."
    assert ("contradicts", "denial") in found(read(told, denied))


def test_a_second_clause_is_of_the_same_speaker() -> None:
    one = "Governor Tamar Reiss said nine people had died in the fire in Tarn. Another 40 were injured in the fire, Reiss said."
    other = "Governor Tamar Reiss told reporters that nine people had died in the fire in Tarn and that 40 had been injured."
    assert independent(read(one, other), "40") == {1}


def test_a_thing_in_dispute_denies_no_act_that_mentions_it() -> None:
    told = "Keth and Osmar founded a mission for access to the wells in the Tarn valley on Monday."
    disputed = "Osmar disputed the access to a well in the Tarn valley."
    assert ("contradicts", "denial") not in found(read(told, disputed))


def test_a_call_for_an_end_is_no_end() -> None:
    before = "The speaker said that the coming weeks would see laws that would end the League presence in Osmar."
    after = (
        "Many Osmar politicians voiced concerns, stressing their call for an immediate ending of the League presence in Osmar."
    )
    assert ("updates", "stage") not in found(read(before, after, days=["2025-03-03", "2025-03-04"]))
