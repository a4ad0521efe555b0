"""Chains: through whose hands a proposition came, and how many of its tellings are independent.

A chain runs outlet ← agency ← speaker. Two have one origin when the same speaker stands at their inner end: one name, a body
and who speaks for it, or one unnamed source of one outlet. What is copied comes from where the original has it. An outlet's own
voice adds nothing to a source of the same article, and an unnamed official nothing to a named one of the same government, who may
be the same. So what is counted is the least that the texts let us count.
Knowingly missed: two outlets that were told by one unnamed person, and a speaker who only repeats another.
"""

from collections.abc import Callable, Sequence

import msgspec

from sayso.core.claims import Path, Proposition, Teller
from sayso.core.data import Actor, Attribution, Credit, Participant
from sayso.core.reading import Reading
from sayso.lexicon.actors import folded, without_clitic
from sayso.lexicon.speech import pronouns


class Paths:
    """The paths of a document's attributions."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.document.text
        self.attributions = {one.id: one for one in reading.of(Attribution)}
        self.actors = {one.id: one for one in reading.of(Actor)}
        self.speakers: dict[str, list[str]] = {}
        for one in reading.of(Participant):
            if one.role == "source" and one.actor_id:
                self.speakers.setdefault(one.datum_id, []).append(one.actor_id)
        names = [reading.document.outlet or reading.document.origin]
        agencies = [credit.agency for credit in reading.of(Credit) if credit.share == "whole"]
        names += [agency for agency in agencies if not same_name(agency, names[0])][:1]
        self.publishing = tuple(Teller(name=name, status="outlet", described=(folded(name),)) for name in names)

    def of(self, inside: Attribution | None) -> tuple[Path, ...]:
        """The paths to those who speak innermost, at least one; each begins with the outlet."""
        if inside is None:
            return (self.publishing,)
        outer: list[Teller] = []
        around = self.attributions.get(inside.inside or "")
        while around is not None:
            outer = [*self._tellers(around)[:1], *outer]
            around = self.attributions.get(around.inside or "")
        if outer and same_name(outer[0].name, self.publishing[-1].name):
            outer = outer[1:]  # the agency whose text this is says that it was told
        return tuple((*self.publishing, *outer, teller) for teller in self._tellers(inside)) or ((*self.publishing, *outer),)

    def _tellers(self, attribution: Attribution) -> list[Teller]:
        """Who speaks in an attribution; nobody where it names none."""
        found = []
        for actor in (self.actors[id] for id in dict.fromkeys(self.speakers.get(attribution.id, ()))):
            words = [actor.name, *(span.of(self.text) for span in actor.mentions), *([actor.office] if actor.office else [])]
            words += [span.of(self.text) for span in attribution.source if len(self.speakers[attribution.id]) == 1]
            found.append(
                Teller(
                    name=actor.name,
                    status="anonymous" if actor.anonymous else "known",
                    described=tuple(dict.fromkeys(folded(one) for one in words)),
                    country=actor.country,
                    sector=actor.sector,
                    attribution_id=attribution.id,
                )
            )
        words = [span.of(self.text) for span in (*attribution.source, *((attribution.carried,) if attribution.carried else ()))]
        if not found and words:
            found.append(
                Teller(name=words[0], status="unknown", described=tuple(map(folded, words)), attribution_id=attribution.id)
            )
        return found


def acquainted(propositions: Sequence[Proposition]) -> list[Proposition]:
    """The same clauses, with what any document says of a teller known of them in all."""
    words: dict[str, dict[str, None]] = {}
    for teller in (teller for one in propositions for path in one.paths for teller in path if teller.status == "known"):
        words.setdefault(teller.name, {}).update(dict.fromkeys(teller.described))
    described = {
        name: tuple(dict.fromkeys(one for other in words if same_name(name, other) for one in words[other])) for name in words
    }

    def known(teller: Teller) -> Teller:
        return msgspec.structs.replace(teller, described=described.get(teller.name, teller.described))

    return [msgspec.structs.replace(one, paths=tuple(tuple(map(known, path)) for path in one.paths)) for one in propositions]


def chains(
    tellings: Sequence[Proposition], copied: Callable[[Proposition, Proposition], bool] = lambda one, other: False
) -> tuple[tuple[int, ...], ...]:
    """The numbers, from 1, of the chains that each telling of a claim comes through. `copied`: one is in the other's words."""
    places = [(n, path) for n, telling in enumerate(tellings) for path in telling.paths]
    root = list(range(len(places)))

    def find(k: int) -> int:
        while root[k] != k:
            k = root[k]
        return k

    def join(j: int, k: int) -> None:
        a, b = sorted((find(j), find(k)))
        root[b] = a

    for j, (n, one) in enumerate(places):
        for k, (m, other) in enumerate(places[:j]):
            single = len(tellings[n].paths) == len(tellings[m].paths) == 1
            if same_origin(one, other) or (n != m and single and copied(tellings[n], tellings[m])):
                join(k, j)
    # What may be of one origin, but need not be, counts with it and joins nothing.
    counted: dict[int, int] = {}
    for j, (n, one) in enumerate(places):
        for k, (m, other) in enumerate(places):
            beside = tellings[n].document_id == tellings[m].document_id
            mute = one[-1].status == "outlet" and other[-1].status != "outlet" and beside
            title = tellings[n].headline and not tellings[m].headline and beside
            if find(j) not in counted and find(j) != find(k) and (mute or title or may_be(one[-1], other[-1])):
                counted[find(j)] = find(k)
    final = {find(j): find(j) for j in range(len(places))}
    for j in final:
        seen = {j}
        while final[j] in counted and counted[final[j]] not in seen:
            final[j] = counted[final[j]]
            seen.add(final[j])
    order = {one: number for number, one in enumerate(dict.fromkeys(final[find(j)] for j in range(len(places))), 1)}
    found: list[tuple[int, ...]] = []
    for n in range(len(tellings)):
        found.append(tuple(dict.fromkeys(order[final[find(j)]] for j, (m, _) in enumerate(places) if m == n)))
    return tuple(found)


def same_origin(one: Path, other: Path) -> bool:
    """Whether two paths surely begin with the same teller."""
    a, b = one[-1], other[-1]
    if "anonymous" in (a.status, b.status):
        if a.status != b.status:
            return False
        return _alike(a, b) and (
            same_teller(_relay(one), _relay(other)) or speaks_for(a, _relay(other)) or speaks_for(b, _relay(one))
        )
    return same_teller(a, b)


def same_teller(a: Teller, b: Teller) -> bool:
    """Whether two tellers are one person or body, or one speaks for the other."""
    if (a.status == "outlet") != (b.status == "outlet"):
        return a.status == "known" == b.status or same_name(a.name, b.name)
    if "unknown" in (a.status, b.status):
        return any(_within(word.split()[-1:], words.split()) for word in a.described for words in b.described)
    return same_name(a.name, b.name) or speaks_for(a, b) or speaks_for(b, a) or _same_body(a, b)


def _same_body(a: Teller, b: Teller) -> bool:
    """Whether one is named by fewer words of the other, and no country parts them: "the ministry", "the ministry of health"."""
    short, long = sorted(({word for word in _words(each.name) if word not in pronouns()} for each in (a, b)), key=len)
    small = all(any(word.islower() for word in name.split()) for name in (a.name, b.name))
    return small and bool(short) and short <= long and (None in (a.country, b.country) or a.country == b.country)


def same_name(a: str, b: str) -> bool:
    """Whether two names are one's: the same words, or a surname and the full name.

    >>> same_name("the Army", "Army"), same_name("Falk", "Joren Falk"), same_name("Ana Falk", "Joren Falk")
    (True, True, False)
    """
    short, long = sorted((_words(a), _words(b)), key=len)
    if short == long:
        return True
    capitals = all(word[:1].isupper() for word in (a if len(_words(a)) > 1 else b).split())
    return len(short) == 1 and bool(long) and short[0] == long[-1] and capitals


def speaks_for(person: Teller, body: Teller) -> bool:
    """Whether the words for one name the other: "Salim Harku, a spokesman for the Front"."""
    wanted = _words(body.name)
    return bool(wanted) and any(len(_words(words)) > len(wanted) and _within(wanted, _words(words)) for words in person.described)


def may_be(a: Teller, b: Teller) -> bool:
    """Whether an unnamed official may be the named one of the same government, and who has an office alone who holds it."""
    if a.status != "outlet" and b.status == "known" and _unnamed(a) and not _unnamed(b):
        office = {word for word in _words(a.name) if word not in pronouns()}
        if office and any(office <= set(_words(words)) for words in b.described) and (not a.country or a.country == b.country):
            return True
    if a.status != "anonymous" or b.status != "known":
        return False
    return a.country is not None and a.sector is not None and (a.country, a.sector) == (b.country, b.sector)


def _unnamed(teller: Teller) -> bool:
    return all(word.islower() for word in teller.name.split())


def _relay(path: Path) -> Teller:
    return path[-2] if len(path) > 1 else path[-1]


def _alike(a: Teller, b: Teller) -> bool:
    """Whether two unnamed tellers are described by the same words, as far as both are."""
    return any(
        set(_words(one)[-1:]) == set(_words(other)[-1:])
        or set(_words(one)) <= set(_words(other))
        or set(_words(other)) <= set(_words(one))
        for one in a.described
        for other in b.described
    )


def _words(name: str) -> list[str]:
    return [without_clitic(word) for word in folded(name).replace(",", " ").split()]


def _within(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return any(list(words[k : k + len(wanted)]) == list(wanted) for k in range(len(words) - len(wanted) + 1))
