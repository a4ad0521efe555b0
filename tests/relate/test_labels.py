"""Labels: what is one by name stays apart from what only shares a family, and nothing is said of what goes by one name."""

import msgspec

from sayso.core.data import Mention, Participant, Wording
from sayso.core.reading import Reading
from sayso.core.span import Span, identifier
from sayso.pipeline import analyse
from sayso.read import document
from sayso.relate.labels import labels


def told(handmade, text: str, outlet: str, actors: tuple[dict[str, object], ...], marks: dict[str, str], said=()) -> Reading:
    """A reading whose label wordings are `marks`, words to family, each said of the actor whose mention covers it."""
    reading = handmade(text, said, actors, outlet=outlet, origin=outlet)
    wordings, participants = [], list(reading.of(Participant))
    for words, family in marks.items():
        span = Span(start := text.index(words), start + len(words))
        owner = next((a for a in actors if any(words in m for m in a["mentions"])), None)
        wording = Wording(
            document_id=reading.document.id, made_by="hand/1", span=span, type="label", voice="outlet", family=family
        )
        wordings.append(wording)
        if owner:
            participants.append(
                Participant(
                    document_id=reading.document.id, datum_id=wording.id, role="referent", mention=span, made_by="hand/1",
                    actor_id=identifier("Actor", reading.document.id, owner["name"]),
                )
            )  # fmt: skip
    kept = Reading(reading.document)
    for kind in reading.kinds:
        kept = kept.adding(kind, {Wording: wordings, Participant: participants}.get(kind, reading.of(kind)))
    return kept


def uses(rows, basis: str) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(row.referent, [(use.outlet, use.words) for use in row.uses]) for row in rows if row.basis == basis]


ONE = ({"name": "Resistance", "mentions": ["the Resistance"]},)
TWO = ({"name": "Iranian-backed groups", "sector": "UAF", "mentions": ["Iranian-backed groups"]},)


def test_a_family_overlaps_and_is_no_identity(handmade):
    first = told(handmade, "On Monday the Resistance fired.", "A", ONE, {"Resistance": "armed group"})
    second = told(handmade, "Then Iranian-backed groups fired.", "B", TWO, {"Iranian-backed": "backing"})
    rows = labels([first, second])
    assert uses(rows, "same") == []
    assert uses(rows, "overlap") == [("armed group", [("A", "the Resistance"), ("B", "Iranian-backed groups")])]
    for row in rows:
        for use, reading in zip(row.uses, (first, second), strict=True):
            assert [reading.document.text[span.start : span.end] for span in use.spans] == [span.text for span in use.spans]
            assert use.label and use.document_id == reading.document.id


def test_countries_keep_apart(handmade):
    rebels = ({"name": "Sudanese rebels", "country": "SDN", "sector": "REB", "mentions": ["Sudanese rebels"]},)
    fighters = ({"name": "Syrian fighters", "country": "SYR", "sector": "UAF", "mentions": ["Syrian fighters"]},)
    first = told(handmade, "On Monday Sudanese rebels fired.", "A", rebels, {"rebels": "armed group"})
    second = told(handmade, "Then Syrian fighters fired.", "B", fighters, {"fighters": "armed group"})
    assert labels([first, second]) == ()


def test_a_label_that_names_one_state_is_that_state(handmade):
    state = ({"name": "Israel", "country": "ISR", "sector": "GOV", "mentions": ["Israel"]},)
    first = told(handmade, "Ships left Israel.", "A", state, {})
    second = told(handmade, "Ships left the Zionist entity.", "B", (), {"Zionist entity": "state"})
    assert uses(labels([first, second]), "same") == [("Israel", [("A", "Israel"), ("B", "Zionist entity")])]


def test_spellings_of_a_state_are_no_labels(handmade):
    first = told(handmade, "Ships left the US.", "A", ({"name": "US", "country": "USA", "mentions": ["the US"]},), {})
    second = told(handmade, "Ships left the United States.", "B", (
        {"name": "United States", "country": "USA", "mentions": ["the United States"]},), {})  # fmt: skip
    assert labels([first, second]) == ()


def test_order_of_documents_changes_only_the_order_of_uses(handmade):
    first = told(handmade, "On Monday the Resistance fired.", "A", ONE, {"Resistance": "armed group"})
    second = told(handmade, "Then Iranian-backed groups fired.", "B", TWO, {"Iranian-backed": "backing"})
    there, back = labels([first, second]), labels([second, first])
    assert [{use.words for use in row.uses} for row in there] == [{use.words for use in row.uses} for row in back]


def test_pronouns_are_no_names(handmade):
    text = "On Monday the Resistance fired, and they left."
    reading = told(
        handmade, text, "A", ({"name": "Resistance", "mentions": ["the Resistance", "they"]},), {"Resistance": "armed group"}
    )
    they = next(m for m in reading.of(Mention) if m.span.of(text) == "they")
    kept = Reading(reading.document)
    for kind in reading.kinds:
        data = reading.of(kind)
        if kind is Mention:
            data = [m if m is not they else Mention(document_id=m.document_id, made_by="hand/1", span=m.span, head=m.head,
                                                    form="pronominal", type="UNK") for m in data]  # fmt: skip
        kept = kept.adding(kind, data)
    assert labels([kept]) == ()


def nominal(reading: Reading) -> Reading:
    """The same reading, whose mentions are no names and have their last word as their head."""
    kept = Reading(reading.document)
    for kind in reading.kinds:
        data = reading.of(kind)
        if kind is Mention:
            data = [msgspec.structs.replace(one, form="nominal", head=_last(one.span, reading)) for one in data]
        kept = kept.adding(kind, data)
    return kept


def _last(span: Span, reading: Reading) -> Span:
    return Span(span.end - len(span.of(reading.document.text).split()[-1]), span.end)


def plain(name: str, **more: object) -> tuple[dict[str, object], ...]:
    return ({"name": name, "mentions": [name], **more},)


def test_a_short_form_and_a_count_are_no_other_name(handmade):
    first = told(handmade, "On Monday the Northern Union met.", "A", plain("the Northern Union"), {})
    second = told(handmade, "On Monday two envoys of the Union met.", "B", plain("the Union"), {})
    assert labels([first, second]) == ()
    first = told(handmade, "On Monday nine soldiers fell.", "A", plain("nine soldiers", sector="MIL"), {})
    second = told(handmade, "On Monday twelve soldiers fell.", "B", plain("twelve soldiers", sector="MIL"), {})
    assert labels([first, second]) == ()


def test_a_name_may_be_what_others_call_rebels(handmade):
    first = told(handmade, "On Monday the River Front fired.", "A", plain("the River Front"), {})
    second = told(handmade, "On Monday the rebels fired.", "B", plain("the rebels", sector="REB"), {"rebels": "armed group"})
    assert uses(labels([first, second]), "overlap") == [("armed group", [("A", "the River Front"), ("B", "the rebels")])]


def test_whose_soldiers_they_are_keeps_them_apart(handmade):
    first = told(handmade, "On Monday Tavian troops fired.", "A", plain("Tavian troops", sector="MIL"), {})
    second = told(handmade, "On Monday Osmar's army fired.", "B", plain("Osmar's army", sector="MIL"), {})
    third = told(handmade, "On Monday Tavia's army fired.", "C", plain("Tavia's army", sector="MIL"), {})
    rows = labels(map(nominal, (first, second, third)))
    assert uses(rows, "overlap") == [("forces", [("A", "Tavian troops"), ("C", "Tavia's army")])]


def test_soldiers_of_a_regime_are_no_government(handmade):
    first = told(handmade, "On Monday the regime's soldiers left.", "A", plain("the regime's soldiers", sector="MIL"),
                 {"regime": "government"})  # fmt: skip
    second = told(handmade, "On Monday the junta left.", "B", plain("the junta", sector="GOV"), {"junta": "government"})
    assert labels(map(nominal, (first, second))) == ()


def test_nobody_is_called_by_a_denial() -> None:
    texts = (
        '"No armed group operates from our soil," the mayor said. Gunmen fired on Monday.',
        "Militants fired on the port on Monday.",
    )
    rows = labels([analyse(document(text.encode("utf-8"), medium="text")) for text in texts])
    called = [use.words for row in rows for use in row.uses]
    assert not [words for words in called if words.startswith("No")]
