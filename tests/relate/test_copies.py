"""Copies: whole, in part, edited and embedded ones are found with the same words on both sides; a shared quotation is none."""

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core.document import Block, Document, sha256_of
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.core.stories import Relation, Sketch
from sayso.parse.quotations import quotations
from sayso.pipeline import relate
from sayso.relate.copies import relations
from sayso.relate.sketches import NEIGHBOURS, RUN, prose, sketch, winnowed
from sayso.store import open_record
from sayso.store.relations import pieces

FERRY = (
    "The ferry Alder Queen struck the rocks below the lighthouse of Port Vale shortly after five in the morning, when its "
    "rudder failed in a squall that the harbour office had warned of the evening before. All ninety people aboard climbed to "
    "the upper deck and waited there for two hours under blankets, singing to keep the children awake. Three helicopters of "
    "the coast guard lifted them off in groups of six and set them down on the football field beside the school."
)
TAX = (
    "Deputies of Ruvia voted through the night on a budget that makes diesel twice as dear, while farmers slept in the cabs of "
    "their tractors on the square outside. The finance minister read the list of schools that are to be rebuilt with the money, "
    "one by one, until the speaker asked her to stop. The opposition left the hall before the last vote was called."
)
SPEECH = (
    "“We shall mend every school in this country before the youngest of my grandchildren learns to read, and whoever stands in "
    "the way of it will have to explain that to the mothers of Ruvia and not to me, for I have explained enough in my life”"
)


def read(text: str, outlet: str, day: str = "2025-03-04") -> tuple[Document, Sketch]:
    place = Span(0, len(text))
    document = Document(
        text=text, text_sha256=sha256_of(text), blocks=(Block(span=place, role="paragraph"),), outlet=outlet, published=day
    )
    parse = Parse(tokens=(), sentences=(), entities=(), reports=(), quotations=tuple(quotations(text, [place])))
    return document, sketch(Reading(document).adding(Parse, (parse,)))


def told(later: str, earlier: str) -> tuple[Relation, ...]:
    document, drawn = read(later, "later", "2025-03-05")
    found = relations(document, drawn, [read(earlier, "earlier")])
    for relation in found:
        for passage in relation.passages:
            assert passage.span.of(later).lower() == passage.to.of(earlier).lower()
    return found


def test_whole_copies() -> None:
    halves = FERRY.split(". ")
    for later in (
        FERRY,
        FERRY.upper(),
        ". ".join(halves[:2]) + ".",
        FERRY.replace("shortly", "soon").replace("blankets", "sails"),
    ):
        assert [one.basis for one in told(later, FERRY)] == ["copy"]


def test_a_part_is_told_as_a_part() -> None:
    first = FERRY.split(". ")[0]
    found = told(f"{TAX} {first}.", FERRY)
    assert [one.basis for one in found] == ["part"]
    assert found[0].passages[0].span.of(f"{TAX} {first}.") == first


def test_others_are_no_copies() -> None:
    assert told(TAX, FERRY) == ()
    assert told(f"{TAX} {SPEECH}, the minister said.", f"{FERRY} {SPEECH}, a minister of Ruvia said.") == ()


def test_the_changes_of_an_edited_copy_lie_between_its_passages() -> None:
    later = FERRY.replace("upper deck", "roof")
    (copy,) = told(later, FERRY)
    before, after = copy.passages
    assert later[before.span.end : after.span.start].strip() == "roof"
    assert FERRY[before.to.end : after.to.start].strip() == "upper deck"


def test_pieces_tell_what_was_changed_added_and_cut() -> None:
    first, second, third = (f"{sentence.rstrip('.')}." for sentence in FERRY.split(". "))
    later = f"{first.replace('rocks', 'reef')} {second} Nobody was hurt."
    (copy,) = told(later, FERRY)
    found = [(one.type, one.words, one.original_words) for one in pieces(copy, later, FERRY)]
    assert found == [
        ("same", first[: first.index("rocks") - 1], first[: first.index("rocks") - 1]),
        ("changed", "reef", "rocks"),
        ("same", f"{first[first.index('below') :]} {second[:-1]}", f"{first[first.index('below') :]} {second[:-1]}"),
        ("changed", "Nobody was hurt.", third),
    ]
    moved = f"{third} {first} {second}"
    (copy,) = told(moved, FERRY)
    assert {one.type for one in pieces(copy, moved, FERRY)} == {"same"}


def test_pieces_of_a_part_stay_within_it() -> None:
    first = FERRY.split(". ")[0]
    (part,) = told(f"{TAX} {first}.", FERRY)
    assert [(one.type, one.words) for one in pieces(part, f"{TAX} {first}.", FERRY)] == [("same", first)]


def test_shared_words_on_end_share_a_hash() -> None:
    """Winnowing's promise: a run of RUN + NEIGHBOURS - 1 words in both is seen."""
    words = FERRY.split()
    for n in range(len(words) - RUN - NEIGHBOURS + 1):
        shared = " ".join(words[n : n + RUN + NEIGHBOURS - 1])
        one, other = (winnowed(prose(read(f"{a} {shared} {a}", a)[0], ())) for a in ("alpha", "beta"))
        assert set(one) & set(other)


def recorded(path: Path, documents: Sequence[tuple[Document, Sketch]], step: int) -> list[Relation]:
    """What a record tells of these documents when `step` of them come at a time."""
    with open_record(path) as record:
        for n, (document, drawn) in enumerate(documents, 1):
            record.add(Reading(document).adding(Sketch, (drawn,)))
            if n % step == 0:
                relate(record)
        relate(record)
        assert list(record.verify()) == []
        return list(record.relations())


def test_versions_that_change_a_little_each_time_are_copies_of_the_one_before(tmp_path: Path) -> None:
    said = [sentence.strip() for sentence in f"{FERRY} {TAX}".split(".") if sentence.strip()]
    versions = [". ".join(said[n : n + 4]) + "." for n in range(len(said) - 3)]
    documents = [read(text, "Harbour Post", f"2025-03-{day:02}") for day, text in enumerate(versions, 1)]
    ids = [document.id for document, _ in documents]
    copies = [one for one in recorded(tmp_path / "versions.sayso", documents, 100) if one.basis == "copy"]
    assert sorted((one.from_document_id, one.to_document_id) for one in copies) == sorted(zip(ids[1:], ids, strict=False))


@given(st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=4), min_size=2, max_size=9), st.randoms(), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_no_order_and_no_step_shows(parts: list[list[int]], chance: random.Random, step: int) -> None:
    """Documents made of the same few paragraphs: whatever came first, the same copies are told."""
    paragraphs = [f"{text.split('. ')[n]}." for text in (FERRY, TAX) for n in range(3)] + [SPEECH, SPEECH[:120]]
    documents = [
        read("\n\n".join(paragraphs[k] for k in some), f"outlet {n}", f"2025-03-{n % 3 + 1:02}") for n, some in enumerate(parts)
    ]
    shuffled = chance.sample(documents, len(documents))
    with TemporaryDirectory() as folder:
        once = recorded(Path(folder) / "once.sayso", documents, 100)
        assert recorded(Path(folder) / "shuffled.sayso", shuffled, step) == once
