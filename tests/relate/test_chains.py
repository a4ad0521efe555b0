"""Chains: how many of a claim's tellings are independent, as far as the texts let us count."""

import msgspec
import pytest

from sayso.core.claims import Path, Proposition, Teller
from sayso.core.span import Span
from sayso.relate.chains import acquainted, chains, same_name


def outlet(name: str) -> Teller:
    return Teller(name=name, status="outlet", described=(name.lower(),))


def known(name: str, *described: str, country: str | None = None, sector: str | None = None) -> Teller:
    return Teller(name=name, status="known", described=(name.lower(), *described), country=country, sector=sector)


def unnamed(name: str, country: str | None = None, sector: str | None = None) -> Teller:
    return Teller(name=name, status="anonymous", described=(name.lower(),), country=country, sector=sector)


def told(document: str, *paths: Path, start: int = 0) -> Proposition:
    return Proposition(
        document_id=document, spans=(Span(start, start + 5),), words=(), inside=None, realis="actual", denied=False, features={},
        names=frozenset(), roles=(), head=None, figures=(), days=None, paths=paths, quoted=None,
    )  # fmt: skip


def independent(*tellings: Proposition) -> int:
    return len({number for numbers in chains(acquainted(tellings)) for number in numbers})


A, B, C, D, E = (outlet(name) for name in ("Harbour Post", "Tarn Gazette", "Northern Wire", "Free Meridian", "Coast Daily"))
AGENCY, CNN = outlet("Reuters"), known("CNN")


def test_five_outlets_on_one_agency_item_are_one() -> None:
    assert independent(*(told(str(n), (each, AGENCY)) for n, each in enumerate((A, B, C, D, E)))) == 1


def test_one_unnamed_official_told_to_one_outlet_is_one_in_five() -> None:
    official = unnamed("a US official", "USA", "GOV")
    assert independent(*(told(str(n), (each, CNN, official)) for n, each in enumerate((A, B, C, D, E)))) == 1


def test_unnamed_speakers_of_two_outlets_are_two() -> None:
    assert independent(told("1", (A, unnamed("sources"))), told("2", (B, unnamed("sources")))) == 2


def test_a_speaker_is_one_whoever_quotes_them() -> None:
    assert independent(told("1", (A, known("Joren Falk"))), told("2", (B, AGENCY, known("Falk")))) == 1
    assert independent(told("1", (A, known("Joren Falk"))), told("2", (B, known("Ana Reiss")))) == 2


def test_a_body_and_who_speaks_for_it_are_one() -> None:
    spokesman = known("Salim Harku", "salim harku, a spokesman for free valley front")
    front = known("Free Valley Front")
    assert independent(told("1", (A, spokesman)), told("2", (B, front))) == 1
    assert independent(told("1", (A, spokesman)), told("2", (B, known("Harku"))), told("3", (C, front))) == 1


def test_an_unnamed_official_may_be_the_named_one_of_the_same_government() -> None:
    minister, official = known("Falk", country="NOR", sector="GOV"), unnamed("a Norwegian official", "NOR", "GOV")
    assert independent(told("1", (A, minister)), told("2", (B, official))) == 1
    # And joins no two named ones.
    other = known("Reiss", country="NOR", sector="GOV")
    assert independent(told("1", (A, minister)), told("2", (B, official)), told("3", (C, other))) == 2


def test_an_outlets_own_voice_adds_nothing_to_its_source() -> None:
    assert independent(told("1", (A,)), told("1", (A, known("Falk")), start=9)) == 1
    assert independent(told("1", (A,)), told("2", (B,))) == 2


def test_who_speak_alike_are_a_chain_each() -> None:
    both = told("1", (A, known("the foreign ministry")), (A, known("the army")))
    assert independent(both) == 2
    assert independent(both, told("2", (B, known("the Army")))) == 2


def test_a_copy_adds_nothing() -> None:
    one, other = told("1", (A,)), told("2", (B,))
    assert chains([one, other], lambda a, b: True) == ((1,), (1,))


def test_all_that_the_texts_call_one_name_is_known_of_it() -> None:
    guard = told("1", (A, known("Imre Solt", "captain imre solt of the coast guard")))
    plain = told("2", (B, known("Imre Solt", "captain imre solt")))
    assert independent(guard, plain, told("3", (C, known("the coast guard")))) == 1


def test_an_office_alone_may_be_who_holds_it() -> None:
    named = told("1", (A, known("Vilem Sorg", "mine director vilem sorg")))
    assert independent(named, told("2", (B, known("its director")))) == 1
    assert independent(named, told("2", (B, known("the governor")))) == 2


def test_a_headline_adds_nothing_to_its_article() -> None:
    title = msgspec.structs.replace(told("1", (A, known("Tarn"))), headline=True)
    assert independent(title, told("1", (A, known("rescuers")), start=9)) == 1
    assert independent(title, told("2", (B, known("rescuers")))) == 2


@pytest.mark.parametrize(("a", "b", "same"), [("the Army", "Army", True), ("Falk", "Joren Falk", True), ("army", "navy", False)])
def test_names(a: str, b: str, same: bool) -> None:
    assert same_name(a, b) is same
