"""Groups: who acts or speaks where one phrase stands for several.

A phrase of several actors is parted into them: "Russian and Belarusian soldiers" are two, each with a code and a name of
the phrase's own words. A phrase that counts members named before ("both countries", "the two ministers", "the pair") is
given them, where the sentences just before name that many of the kind and no more, where they are the two sides of the last
act told before, or where the text is of that many states alone; else it stays one actor, whom only its own words tell.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby

import msgspec

from sayso.core.data import Actor, Attribution, Event, Mention, Participant
from sayso.core.reading import Reading
from sayso.core.span import Span, identifier
from sayso.lexicon.actors import NOT_STATES, names_of
from sayso.lexicon.clauses import clause_words
from sayso.lexicon.groups import counts, nouns, others, wholes
from sayso.lexicon.speech import pronouns
from sayso.lexicon.titles import phrase as title_of
from sayso.lexicon.titles import role_words
from sayso.resolve.roles import codes, members

# How many sentences back the members of a group are looked for.
SENTENCES = 3
# How many sentences back the last act between two is looked for, before the states of the whole text and after them.
NEAR, FAR = 1, 12
# How many times as often as any other a state must be named for a text to be of it and another alone.
CLEARLY = 3
# A text of more actors than these is of no two states alone.
MANY = 400
# Between two sides of whom so many acts tell, and so many times as many as between any other two, a conflict is.
BETWEEN, CLEARER = 2, 1.5
# Sectors of those who are on the side of their state.
STATE_BODIES = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
JOINTS = frozenset(",-‐‑")


def parted(
    reading: Reading, actors: Sequence[Actor], participants: Sequence[Participant]
) -> tuple[list[Actor], list[Participant]]:
    """The actors and participants with each group's members in its place."""
    work = _Groups(reading, actors)
    work.told(participants)
    found = [
        one
        for _, filling in groupby(participants, key=lambda one: (one.datum_id, one.role))
        for one in work.members(list(filling))
    ]
    used = {one.actor_id for one in found}
    kept = [actor for actor in work.actors.values() if actor.id in used or actor.id not in work.replaced]
    return sorted(kept, key=lambda actor: actor.mentions[0] if actor.mentions else Span(0, 0)), found


class _Groups:
    def __init__(self, reading: Reading, actors: Sequence[Actor]) -> None:
        self.reading, self.parse, self.text = reading, reading.parse, reading.document.text
        self.known = names_of(reading)
        self.actors = {actor.id: actor for actor in actors}
        self.replaced: set[str] = set()
        self.headline = next((block.span for block in reading.document.blocks if block.role == "headline"), None)
        self.events = {one.id: one for one in reading.of(Event)} if reading.has(Event) else {}
        self.acts: list[tuple[int, str, tuple[str, ...]]] = []
        self.doers: dict[str, set[str]] = {}
        # The members found for a phrase, by where it stands, by the actor that it was, and by the datum it takes part in.
        self.found: dict[Span, list[str]] = {}
        self.meant: dict[str, list[str]] = {}
        self.active: dict[str, list[str]] = {}
        self.sources = {one.id: one.source[0] for one in reading.of(Attribution) if one.source}
        self.named = {one.span: one for one in reading.of(Mention) if one.form == "named"}
        # Every place where somebody who is named stands, by token.
        self.places = sorted(
            (self.parse.range_of(self.named[span].head)[0], actor.id)
            for actor in actors
            for span in actor.mentions
            if span in self.named and not actor.anonymous
        )

    @cached_property
    def heads(self) -> dict[int, str]:
        """Who the phrase of a token is, named or not."""
        found: dict[int, str] = {}
        for actor in self.actors.values():
            for span in actor.mentions:
                first, last = self.parse.range_of(span)
                root = next((i for i in range(first, last) if not first <= self.parse.tokens[i].head < last), None)
                if root is not None:
                    found.setdefault(root, actor.id)
        return found

    def told(self, participants: Sequence[Participant]) -> None:
        """Takes who the parties of each act are, in text order; "both sides" go back to the two of the last act."""
        parties: dict[str, dict[str, None]] = {}
        for one in participants:
            if one.role in ("actor", "recipient") and one.datum_id in self.events:
                parties.setdefault(one.datum_id, {}).update({one.actor_id: None} if one.actor_id else {})
                if one.actor_id and one.role == "actor":
                    self.doers.setdefault(one.datum_id, set()).add(one.actor_id)
        starts = {key: self.parse.range_of(self.events[key].trigger)[0] for key in parties}
        self.acts = sorted((starts[key], key, tuple(found)) for key, found in parties.items())

    def members(self, filling: Sequence[Participant]) -> Iterator[Participant]:
        """Those who fill one role of one datum, with the members of each group in its place."""
        whole = self.sources.get(filling[0].datum_id) if filling[0].role == "source" else None
        if whole is not None and (several := self._compound(whole, filling)):
            yield from several
            return
        for one in filling:
            yield from self._compound(one.mention, [one]) or self._again(one) or self._counted(one) or [one]

    def _again(self, participant: Participant) -> list[Participant]:
        """The members of a phrase found before: the same words of another datum, a pronoun for it, "the other" of "each side"."""
        span = participant.mention
        if span is None:
            return []
        words = span.of(self.text).lower().split()
        found = self.found.get(span) or (self.meant.get(participant.actor_id or "") if words[-1] in pronouns() else None)
        if not found and participant.role == "recipient" and " ".join(words[1:]) in others():
            found = self.active.get(participant.datum_id)
        return self._of(participant, found) if found else []

    def _of(self, participant: Participant, found: list[str]) -> list[Participant]:
        """A participant for each member; who they are is kept for what the text says of them after."""
        assert participant.mention is not None
        self.found[participant.mention] = found
        if participant.role in ("actor", "source"):
            self.active[participant.datum_id] = found
        if participant.actor_id is not None and participant.actor_id not in found:
            self.meant[participant.actor_id] = found
        return [msgspec.structs.replace(participant, actor_id=one) for one in found]

    def _compound(self, phrase: Span | None, filling: Sequence[Participant]) -> list[Participant]:
        """The members of a phrase that joins states before one head, each with its own words."""
        words = " ".join(phrase.of(self.text).split()) if phrase is not None else ""
        if phrase is None or len(told := members(words, self.known)) < 2:
            return []
        actors = [actor for one in filling if (actor := self.actors.get(one.actor_id or ""))]
        if any(self._person(span) for actor in actors for span in actor.mentions):
            return []
        read, spans = codes(words, known=self.known), list(self._parts(phrase))
        if len(spans) != len(read) or all(span.of(self.text).endswith(name) for span, name in zip(spans, told, strict=True)):
            return []
        unnamed = any(actor.anonymous for actor in actors)
        self._replace(filling, phrase)
        found = []
        for span, name, code in zip(spans, told, read, strict=True):
            one = Actor(
                id=identifier("Actor", self.reading.document.id, span), document_id=self.reading.document.id, name=name,
                country=code.country, sector=code.sector, anonymous=unnamed, mentions=(span,),
            )  # fmt: skip
            self.actors[one.id] = one
            found.append(msgspec.structs.replace(filling[0], mention=span, actor_id=one.id))
        return found

    def _replace(self, filling: Sequence[Participant], phrase: Span) -> None:
        """Lets go of the actors that nothing but this phrase told of."""
        for one in filling:
            actor = self.actors.get(one.actor_id or "")
            if actor is not None and all(phrase.covers(span) for span in actor.mentions):
                self.replaced.add(actor.id)

    def _parts(self, mention: Span) -> Iterator[Span]:
        """The phrase, parted at its commas, hyphens and conjunctions."""
        first, last = self.parse.range_of(mention)
        begin = first
        for at in (*range(first, last), last):
            if (
                at == last
                or self.parse.tokens[at].text.lower() in role_words("conjunction")
                or self.parse.tokens[at].text in ",-‑"
            ):
                if begin < at:
                    yield self.parse.span(begin, at)
                begin = at + 1

    def _counted(self, participant: Participant) -> list[Participant]:
        """The members of a phrase that counts them; one unknown where the text does not name so many."""
        actor = self.actors.get(participant.actor_id or "")
        if participant.mention is None or (actor is not None and any(span in self.named for span in actor.mentions)):
            return []
        first, last = self.parse.range_of(participant.mention)
        noun = next((at for at in range(last - 1, first, -1) if not first <= self.parse.tokens[at].head < last), last - 1)
        words = [self.parse.tokens[at].text.lower() for at in range(first, max(noun, first) + 1)]
        if not words or len(words) > 4:
            return []
        number = next((counts()[word] for word in words if word in counts()), None)
        kind, title = nouns().get(words[-1]), title_of(words[-1:])
        if len(words) == 1 and words[0] in pronouns():
            several = pronouns()[words[0]].number == "plural" and pronouns()[words[0]].person == "third" and actor is None
            together = self._together(participant, actor, first) if participant.role == "actor" else []
            found = self._coordinated(first) if several and not together else []
            return together or (self._of(participant, found) if found else [])
        definite = role_words("article").get(words[0]) == "definite" or words[0] in wholes()
        headline = self.headline is not None and self.headline.covers(participant.mention)
        if number is None or not (definite or headline) or (kind is None and (title is None or title.kind != "person")):
            return []
        others = self._other_side(participant)
        ruler = kind == "ruler"
        kind = "person" if ruler else kind
        found = self._near(first, kind, words[-1], number, others)
        if ruler and len(found) != number:
            kind, found = "state", []
        if kind == "state" and (before := self._pair(first, number)) and all(map(self._state, before)):
            # Two states that are named near, but neither together nor as the sides of an act, are none that "the two" would be.
            beside = self._coordinated(first, number), self._sides(first, participant, kind, NEAR)
            found = found if any(set(found) == set(one) for one in beside) else before
        pair = self._opposed(first, others) if kind == "any" and number == 2 else []
        if kind == "any" or (ruler and not found):
            pair = pair or self._pair(first, number)
        if pair:
            found = pair
        elif len(found) != number and kind in ("state", "any"):
            found = (
                (self._sides(first, participant, kind, NEAR) if number == 2 else [])
                or self._states(len(self.parse.tokens) if headline else first, number, near=first if kind == "any" else None)
                or (self._sides(first, participant, kind, FAR) if number == 2 else [])
            )
        if len(found) != number and kind in ("any", "person"):
            found = self._coordinated(first, number)
        if len(found) != number:
            if not definite:
                return []
            kept = participant.role != "source" and actor is not None and actor.sector is not None
            return [participant if kept else msgspec.structs.replace(participant, actor_id=None)]
        self._replace([participant], participant.mention)
        return self._of(participant, found)

    def _coordinated(self, first: int, number: int | None = None) -> list[str]:
        """The members of the coordination nearest before a token, in its sentence or the last: "an editor and his driver"."""
        tokens, here = self.parse.tokens, self.parse.sentence_at(first)
        for at in range(first - 1, self.parse.sentences[max(0, here - 1)].first - 1, -1):
            joined = [i for i in self.parse.children(at) if tokens[i].deprel == "conj" and at < i < first]
            if at in self.heads and joined:
                found = list(dict.fromkeys(self.heads[i] for i in (at, *joined) if i in self.heads))
                if len(found) == (number or len(joined) + 1):
                    return found
        return []

    def _pair(self, first: int, number: int) -> list[str]:
        """The members of the last group found before a token, near enough and as many: those who "both sides" still are."""
        here = self.parse.sentence_at(first)
        before = [
            span
            for span in self.found
            if (at := self.parse.range_of(span)[0]) < first and here - self.parse.sentence_at(at) <= FAR
        ]
        return next((self.found[span] for span in sorted(before, reverse=True) if len(self.found[span]) == number), [])

    def _other_side(self, participant: Participant) -> frozenset[str]:
        """Who does an act to somebody, or asks for it, who is none of them: of "Oslo urged both sides to talk", Oslo."""
        act = self.events.get(participant.datum_id)
        keys = {act.under if act is not None else None, participant.datum_id}
        return frozenset(one for _, key, parties in self.acts if key in keys for one in parties)

    def _near(self, first: int, kind: str | None, noun: str, number: int, others: frozenset[str]) -> list[str]:
        """Those named in the sentences just before a token who may be members; of a state's names the latest."""
        found: dict[str, str] = {}
        here = self.parse.sentence_at(first)
        for back in range(here, max(-1, here - SENTENCES), -1):
            sentence = self.parse.sentences[back]
            for at, one in self.places:
                fits = sentence.first <= at < min(sentence.last, first) and one not in others
                if fits and self._is(one, at, kind, noun):
                    found.setdefault(self._whose(one, kind), one)
            if len(found) >= number:
                break
        return list(found.values())

    def _whose(self, actor_id: str, kind: str | None) -> str:
        """What tells a member from others: of states the country, so that a state and its capital are one."""
        country = self.actors[actor_id].country
        return country if kind in ("state", "any") and country and self._state(actor_id) else actor_id

    def _state(self, actor_id: str) -> bool:
        row = self.known.find(self.actors[actor_id].name)
        return row is not None and row.kind in ("country", "capital", "breakaway", "demonym")

    def _sides(self, first: int, phrase: Participant, kind: str, reach: int, one: str | None = None) -> list[str]:
        """The two parties of the last act told before a token, where it has two and no more; "both sides" are no part of it."""
        here = self.parse.sentence_at(first)
        for at, act, parties in reversed(self.acts[: bisect_left(self.acts, first, key=lambda told: told[0])]):
            if act == phrase.datum_id or (one is None and phrase.actor_id in parties):
                continue
            if here - self.parse.sentence_at(at) > reach:
                break
            if one is not None and one not in {self._whose(other, "any") for other in parties}:
                continue
            if len(parties) == 2 and (kind != "state" or all(self._state(one) for one in parties)):
                return list(parties)
        return []

    def _opposed(self, first: int, others: frozenset[str]) -> list[str]:
        """The two sides between whom most of the acts told before a token are, where there are clearly two; of each the one who
        takes part in most."""
        between: dict[frozenset[str], int] = {}
        part: dict[str, dict[str, int]] = {}
        for at, key, parties in self.acts:
            if at >= first:
                break
            sides = {one: side for one in parties if one not in others and (side := self._side(one))}
            for one, side in sides.items():
                part.setdefault(side, {})[one] = part.get(side, {}).get(one, 0) + 1
            pairs = {
                frozenset((a, b))
                for one, a in sides.items() for other, b in sides.items()
                if not (a.startswith(b) or b.startswith(a)) and not {one, other}.isdisjoint(self.doers.get(key, ()))
            }  # fmt: skip
            for pair in pairs:
                between[pair] = between.get(pair, 0) + 1
        ranked = sorted(between.items(), key=lambda told: (-told[1], sorted(told[0])))
        if not ranked or ranked[0][1] < BETWEEN or (len(ranked) > 1 and ranked[0][1] < CLEARER * ranked[1][1]):
            return []
        return [max(part[side], key=lambda one: (part[side][one], one)) for side in sorted(ranked[0][0])]

    def _side(self, actor_id: str) -> str | None:
        """Which side of a conflict somebody would be of: a state with its bodies ("state" alone where it is not told which, which
        is no other than the one told), else all of one sector."""
        actor = self.actors[actor_id]
        if actor.country in NOT_STATES or actor.sector is None:
            return None
        if actor.sector in STATE_BODIES:
            return f"state {actor.country}" if actor.country else "state"
        return actor.sector

    def _states(self, before: int, number: int, near: int | None) -> list[str]:
        """The states that a text has been of so far, where they are so many, or so many are named far more than others;
        one of them in the sentences just before `near`."""
        if len(self.actors) > MANY:
            return []
        often: dict[str, int] = {}
        bearer: dict[str, str] = {}
        for actor in self.actors.values():
            if actor.country is None or actor.country in NOT_STATES:
                continue
            seen = sum(1 for span in actor.mentions if self.parse.range_of(span)[0] < before)
            if seen:
                often[actor.country] = often.get(actor.country, 0) + seen
                if self._state(actor.id):
                    bearer.setdefault(actor.country, actor.id)
        ranked = sorted((country for country in often if country in bearer), key=lambda country: -often[country])
        rest = [times for country, times in often.items() if country not in ranked[:number]]
        if len(ranked) < number or any(times * CLEARLY > often[ranked[number - 1]] for times in rest):
            return []
        told = [bearer[country] for country in ranked[:number]]
        if near is not None:
            here = self.parse.sentence_at(near)
            begin = self.parse.sentences[max(0, here - SENTENCES)].first
            named = {self._whose(one, "state") for at, one in self.places if begin <= at < near}
            if named.isdisjoint(ranked[:number]):
                return []
        return told

    def _together(self, participant: Participant, actor: Actor | None, first: int) -> list[Participant]:
        """Both sides for a "they" of whom only one was found, where the act is one of several: "They will meet again"."""
        event = self.events.get(participant.datum_id)
        word = pronouns()[self.parse.tokens[first].text.lower()]
        if event is None or event.event_type != "CONSULT" or word.number != "plural" or word.person != "third":
            return []
        if actor is not None and not (self._state(actor.id) or any(self._person(span) for span in actor.mentions)):
            return []
        mine = self._whose(actor.id, "any") if actor is not None else None
        found = self._sides(first, participant, "any", FAR, one=mine)
        if len(found) != 2:
            return []
        return self._of(participant, found)

    def _person(self, span: Span) -> bool:
        return span in self.named and self.named[span].type == "PER"

    def _is(self, actor_id: str, at: int, kind: str | None, noun: str) -> bool:
        """Whether somebody named at a token may be a member: a state that acts and is not where something is, a person, or one
        who bears the title."""
        actor = self.actors[actor_id]
        row = self.known.find(actor.name)
        state = row is not None and row.kind in ("country", "capital", "breakaway")
        before = self.parse.tokens[at - 1].text.lower() if at else ""
        if before in role_words("article") and at > 1:
            before = self.parse.tokens[at - 2].text.lower()
        if state and before in clause_words().where:
            return False
        person = any(self._person(span) for span in actor.mentions)
        if kind == "any":
            return state or person or actor.sector is not None
        if kind is not None:
            return state if kind == "state" else person
        office = (actor.office or "").lower().split()
        return person and any(title_of([word]) == title_of([noun]) for word in office)
