"""Agencies: of an act that several documents tell, which say who did it and which leave that out.

A document leaves the actor out where its clause is a passive without one ("nine people were killed"), where people only die
("nine people died"), or where a happening does it ("clashes left nine dead"). It is told only beside another document that says
of the same claim who did it, in its own voice or a source's, and only of a document that says so nowhere else of such an act.
That somebody is not named is relative to these documents, and no reproach: nobody may have known.
Knowingly missed: what documents tell in clauses too unlike to be one claim, and an actor who is named in another sentence for an
act of another kind.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from sayso.core.claims import Claim, DoingForm, Proposition
from sayso.core.data import Voice
from sayso.core.span import Span


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A telling that says who did it: `actor` is the words for them, `voice` in whose words it is told."""

    document_id: str
    actor: tuple[Span, ...]
    voice: Voice
    spans: tuple[Span, ...]


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """A telling that leaves out who did it, and how: by a passive, by dying alone, by a happening."""

    document_id: str
    form: DoingForm
    spans: tuple[Span, ...]


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """A claim, who is said to have done it, and where that is not said."""

    claim_id: str
    named: tuple[Done, ...]
    unnamed: tuple[Undone, ...]


def agencies(claims: Iterable[Claim], propositions: Sequence[Proposition]) -> tuple[Agency, ...]:
    """A row for each claim of which one document names who did it and another does not. `propositions`: every clause."""
    naming: dict[str, list[Proposition]] = {}
    for one in propositions:
        if one.doing is not None and one.doing.form == "named":
            naming.setdefault(one.document_id, []).append(one)
    return tuple(row for claim in claims if (row := _row(claim, naming)))


def _row(claim: Claim, naming: dict[str, list[Proposition]]) -> Agency | None:
    tellings = [one for one in claim.tellings if one.doing is not None and not one.headline]
    named = [one for one in tellings if one.doing is not None and one.doing.form == "named"]
    saying = {one.document_id for one in named}
    unnamed = [
        one for one in tellings
        if one.document_id not in saying and not any(_such_an_act(one, other) for other in naming.get(one.document_id, ()))
    ]  # fmt: skip
    if not named or not unnamed:
        return None
    return Agency(claim_id=claim.id, named=tuple(_done(named)), unnamed=tuple(_undone(unnamed)))


def _such_an_act(one: Proposition, other: Proposition) -> bool:
    """Whether two clauses are of one kind of act, by its type, its verb or what became of people."""
    both = {feature for feature in one.features.keys() & other.features.keys() if feature.startswith("+")}
    return bool(both) or (one.head is not None and one.head == other.head)


def _done(tellings: Iterable[Proposition]) -> Iterator[Done]:
    for one in tellings:
        voice: Voice = "outlet" if all(path[-1].status == "outlet" for path in one.paths) else "source"
        if one.doing is not None:
            yield Done(document_id=one.document_id, actor=one.doing.actor, voice=voice, spans=one.spans)


def _undone(tellings: Iterable[Proposition]) -> Iterator[Undone]:
    for one in tellings:
        if one.doing is not None:
            yield Undone(document_id=one.document_id, form=one.doing.form, spans=one.spans)
