"""Labels: by which words each document names one referent, so that outlets can be set side by side.

Two bases, never mixed. `same`: actors that are one across documents, by a name that the gazetteer knows, by the same words, or
by a label that can name one state only ("the Zionist entity"). `overlap`: referents that are called by words of one family
("fighters", "the Resistance") or by one head noun ("coalition"), and that no country keeps apart: what they name may be the
same, a part of it, or another, and a row says no more than that. After the word choice of NewsWCL50 (Hamborg et al. 2019).
Knowingly missed: a person who is named in one document and described in another ("the tycoon").
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from sayso.core.contents import Contents
from sayso.core.contract import QuotedSpan
from sayso.core.data import Actor, Attribution, Mention, Participant, Voice, Wording
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.actors import folded, names, without_clitic
from sayso.lexicon.frequencies import plain_words, weight
from sayso.lexicon.quantities import words as number_words
from sayso.lexicon.speech import negations, pronouns
from sayso.lexicon.wordings import Family, country_of_label, family
from sayso.relate.claims import STEM
from sayso.relate.propositions import COMMON

Basis = Literal["same", "overlap"]

# Rows of the gazetteer whose many spellings say nothing of how somebody is seen.
STATES = frozenset({"country", "breakaway", "demonym", "capital", "city", "region"})
# A word that weighs less says nothing of who is meant: "the", "of".
EMPTY = 1.0
# A mention of more words than this is shown by its head alone.
LONGEST = 8


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which one document names a referent in one voice, with every place where it does.

    `label` says that a wording of the document marks these words; `actor_id` is the document's actor, None where it has none.
    """

    document_id: str
    outlet: str | None
    words: str
    voice: Voice
    label: bool
    actor_id: str | None
    spans: tuple[QuotedSpan, ...]


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """A referent and all that it is called. Of basis "overlap" `referent` is a family or a head noun, no name of anybody."""

    referent: str
    basis: Basis
    country: str | None
    uses: tuple[Use, ...]


class _Naming(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a document names somebody. `referent` numbers its actor, or the place itself where it has none."""

    reading: Reading
    order: int
    span: Span
    voice: Voice
    referent: str
    actor: Actor | None
    family: Family | None
    country: str | None
    owners: frozenset[str]
    label: bool


def labels(readings: Iterable[Reading]) -> tuple[Labels, ...]:
    """The referents that these documents call by two names or more: what is the same first, then what overlaps, in text order.

    Needs the layers Mention, Attribution, Wording, Actor and Participant; no Parse, so readings of a record will do.
    """
    namings = [naming for order, reading in enumerate(readings) for naming in _namings(order, reading)]
    groups = _identical(namings)
    same = [found for group in groups if (found := _row(group, "same", _name(group)))]
    over = [found for family, group in _overlapping(groups) if (found := _row(group, "overlap", family))]
    return (*same, *over)


def _namings(order: int, reading: Reading) -> Iterator[_Naming]:
    """Every place where the document names an actor by more than a pronoun, and every label that has none."""
    text = reading.document.text
    contents = Contents(reading.of(Attribution))
    actors = {actor.id: actor for actor in reading.of(Actor)}
    pointing = {mention.span for mention in reading.of(Mention) if mention.form == "pronominal"}
    heads = {mention.span: mention for mention in reading.of(Mention)}
    meant = {one.datum_id: one.actor_id for one in reading.of(Participant) if one.role == "referent" and one.actor_id}
    marks = [
        one for one in reading.of(Wording)
        if one.type in ("label", "scare_quotes") and not (one.referent and _nobody(one.referent, text))
    ]  # fmt: skip
    by_actor: dict[str, list[Wording]] = defaultdict(list)
    for mark in marks:
        if mark.id in meant:
            by_actor[meant[mark.id]].append(mark)
    placed: set[str] = set()
    # "Right-wing" in "the right-wing League" may be read as somebody too: it is what the League is called.
    within = {mark.span for mark in marks for actor in actors.values() for span in actor.mentions if _within(mark.span, span)}
    for actor in actors.values():
        for span in actor.mentions:
            if span in pointing or span in within or _nobody(span, text):
                continue
            own = [
                mark for mark in marks
                if span.covers(mark.span) and (mark in by_actor[actor.id] or mark.id not in meant or mark.span in within)
            ]  # fmt: skip
            placed.update(mark.id for mark in own)
            mention = heads.get(span)
            named = mention is not None and mention.form == "named"
            words = span.of(text).split()
            head = mention.head.of(text).split()[-1] if mention else words[-1]
            country = _country(own, text) or actor.country
            kinds = (family(mark.family) for mark in own if _of_head(mark.span, mention.head if mention else span, text))
            yield _Naming(
                reading=reading, order=order, actor=actor, referent=f"{order}:{actor.id}",
                span=span if len(words) <= LONGEST else own[0].span if own else mention.head if mention else span,
                voice=next((mark.voice for mark in own), "source" if contents.around(span) else "outlet"),
                family=next(filter(None, kinds), None)
                or family(head=head, sector=actor.sector, named=named, foreign=country is not None),
                country=country, owners=frozenset() if named else _owners(span.of(text), head), label=bool(own),
            )  # fmt: skip
    for mark in marks:
        if mark.type == "label" and mark.id not in placed and (mark.referent or _country([mark], text)):
            whole = mark.referent if mark.referent and mark.referent.covers(mark.span) else mark.span
            span = whole if len(whole.of(text).split()) <= LONGEST else mark.span
            yield _Naming(
                reading=reading, order=order, span=span, actor=None, referent=f"{order}:{mark.id}", voice=mark.voice,
                family=family(mark.family), country=_country([mark], text), owners=frozenset(), label=True,
            )  # fmt: skip


def _nobody(span: Span, text: str) -> bool:
    """Whether words name nobody: "no armed group"."""
    return span.of(text).split()[0].lower() in negations()


def _within(mark: Span, mention: Span) -> bool:
    return mention.covers(mark) and mention.end > mark.end


def _of_head(mark: Span, head: Span, text: str) -> bool:
    """Whether a label says what somebody is, and not whose: of "the regime's soldiers" neither "regime" nor "junta" in "of the
    junta" does."""
    return head.meets(mark) or (mark.end < head.start and text[mark.end : head.start][:1].isspace())


def _owners(words: str, head: str) -> frozenset[str]:
    """Whose somebody is, by names in the words for them, an adjective as the name it is of: "Tavian troops", "Tavia's army"."""
    names = (without_clitic(word.strip(",")) for word in words.split() if word[:1].isupper() and word != head)
    return frozenset(folded(name)[:STEM] for name in names if len(name) >= STEM and weight(name.lower()) > COMMON)


def _country(marks: Sequence[Wording], text: str) -> str | None:
    """The state that one of these labels can name alone."""
    return next((country for mark in marks if (country := country_of_label(mark.span.of(text)))), None)


def _keys(naming: _Naming) -> Iterator[tuple[str, ...]]:
    """What makes a naming one with another's: a row of the gazetteer, the state its label names, the words themselves."""
    words = " ".join(naming.span.of(naming.reading.document.text).split())
    if naming.label and naming.country and naming.actor is None:
        yield ("state", naming.country)
    row = names().find(words) or (names().find(naming.actor.name) if naming.actor else None)
    if row is not None and row.kind in STATES:
        if row.kind in ("country", "breakaway"):
            yield ("state", row.country or row.name)
        return
    if row is not None:
        yield ("row", row.name, row.country or "")
    yield ("words", folded(words), (naming.actor.country if naming.actor else None) or "")


def _identical(namings: Sequence[_Naming]) -> list[list[_Naming]]:
    """Namings of one referent together, across documents, in text order."""
    parent: dict[tuple[str, ...], tuple[str, ...]] = {}

    def root(key: tuple[str, ...]) -> tuple[str, ...]:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for naming in namings:
        own = root(("actor", naming.referent))
        for key in _keys(naming):
            parent[root(key)] = own = root(own)
    groups: dict[tuple[str, ...], list[_Naming]] = {}
    for naming in namings:
        groups.setdefault(root(("actor", naming.referent)), []).append(naming)
    return [sorted(group, key=lambda one: (one.order, one.span)) for group in groups.values()]


def _overlapping(groups: Sequence[Sequence[_Naming]]) -> Iterator[tuple[str, list[_Naming]]]:
    """Groups of one family, two or more, in text order; by country where the family is one that countries keep apart."""
    members: dict[Family, list[Sequence[_Naming]]] = {}
    for group in groups:
        for kind in dict.fromkeys(one.family for one in group if one.family):
            members.setdefault(kind, []).append([one for one in group if one.family == kind])
    for kind, some in members.items():
        whose = [_whose(group) if kind.apart else frozenset[str]() for group in some]
        chosen: list[str | None] = [*sorted({next(iter(one)) for one in whose if len(one) == 1})]
        for owner in chosen or [None]:
            fitting = [group for group, one in zip(some, whose, strict=True) if owner is None or not one or one == {owner}]
            # Of governments and crowds it is told what they are called where some word for them is more than a name.
            if len(fitting) > 1 and (not kind.labels or any(one.label for group in fitting for one in group)):
                yield kind.name, sorted((one for group in fitting for one in group), key=lambda one: (one.order, one.span))


def _whose(group: Sequence[_Naming]) -> frozenset[str]:
    """The country of a referent, or else whose it is by its own words."""
    country = _one_country(group)
    return frozenset((country,)) if country else frozenset(owner for one in group for owner in one.owners)


def _one_country(group: Sequence[_Naming]) -> str | None:
    return next((one.country for one in group if one.country), None)


def _countries(group: Sequence[_Naming]) -> set[str]:
    return {one.country for one in group if one.country}


def _name(group: Sequence[_Naming]) -> str:
    """What the referent is called in a row: its fullest name in these texts, a state by the name the gazetteer has first."""
    actors = [one.actor for one in group if one.actor is not None]
    if not actors:
        return group[0].span.of(group[0].reading.document.text)
    return max((actor.name for actor in actors), key=lambda name: (names().find(name) is not None, len(name)))


def _one_wording(group: Sequence[_Naming]) -> bool:
    """Whether all that somebody is called is one wording and parts of it, or counts them: "the Northern Union", "the Union".

    A label beside words that are none is another wording, whatever they share: "illegal migrants", "migrants".
    """
    said = {_telling(one.span.of(one.reading.document.text)) for one in group}
    longest = max(said, key=len)
    return all(words <= longest for words in said) and len({one.label for one in group}) == 1


def _telling(words: str) -> frozenset[str]:
    """The words that say who is meant: no number, and none that is everywhere."""
    plain = plain_words(words, 0, len(words))
    idle = number_words("numeral").keys() | pronouns().keys()
    return frozenset(word for word in plain if not word.isdigit() and word not in idle and weight(word) > EMPTY)


def _row(group: Sequence[_Naming], basis: Basis, referent: str) -> Labels | None:
    """A row, or None where the words are one, or only the spellings of a person or a state."""
    uses: dict[tuple[int, str, Voice], list[_Naming]] = {}
    for one in group:
        words = " ".join(one.span.of(one.reading.document.text).split())
        uses.setdefault((one.order, folded(words), one.voice), []).append(one)
    if len({words for _, words, _ in uses}) < 2:
        return None
    row = names().find(referent)
    person = any(one.actor and one.actor.office for one in group)
    labelled = any(one.label for one in group)
    if _one_wording(group):
        return None
    if not labelled and (person or (row is not None and row.kind in STATES) or len({order for order, _, _ in uses}) < 2):
        return None
    return Labels(
        referent=referent, basis=basis, country=_one_country(group) if basis == "same" or len(_countries(group)) < 2 else None,
        uses=tuple(
            Use(
                document_id=some[0].reading.document.id, outlet=some[0].reading.document.outlet,
                words=" ".join(some[0].span.of(some[0].reading.document.text).split()), voice=voice,
                label=any(one.label for one in some), actor_id=some[0].actor.id if some[0].actor else None,
                spans=tuple(
                    QuotedSpan(one.span.start, one.span.end, one.span.of(one.reading.document.text))
                    for one in sorted(some, key=lambda one: one.span)
                ),
            )
            for (_, _, voice), some in sorted(uses.items(), key=lambda use: (use[0][0], use[1][0].span))
        ),
    )  # fmt: skip
