"""Propositions: a document's clauses, each with its words, who is told to have said it, and whether it is told as done.

A clause is what hangs on a verb that has a subject of its own, or that is reported, or on the head of a headline. The clause of
the reporting itself ("she said") is none, unless what it reports is no clause ("adopted the law", "called for elections").
Knowingly missed: clauses that the parser joins, and what a relative clause tells.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import msgspec

from sayso.core.claims import Doing, Figure, Link, Proposition, Tellings
from sayso.core.contents import Contents
from sayso.core.data import Actor, Attribution, Event, Quantity, Realis, TimeExpression, Toll
from sayso.core.dates import days_of
from sayso.core.document import PROSE
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.actors import country_of, folded, without_clitic
from sayso.lexicon.claims import links, senses
from sayso.lexicon.events import RealisWord, realis_words, small_words
from sayso.lexicon.frequencies import weight
from sayso.lexicon.quantities import perishing, tolls
from sayso.lexicon.quantities import words as figure_words
from sayso.lexicon.speech import chain_words, negations, pronouns
from sayso.relate.chains import Paths
from sayso.syntax.tree import tree_of

WORDS = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})
# Weight of a kind of act, a toll, a number, a day, a state and what a pronoun names beside words, which weigh up to 8.5; how
# little a word may weigh to count, and how much at most one in a body's name that is no name itself.
KIND, TOLL, NUMBER, DAY, STATE, NAMED, LEAST, COMMON = 4.0, 5.0, 6.0, 4.0, 6.0, 4.0, 2.0, 7.5
# How far before a link its negation may stand, and how long the object within it may be.
NEGATED, OBJECT = 4, 4
ACT_OUTSIDE = frozenset({"nsubj", "cc", "conj", "mark", "advcl", "punct", "parataxis", "aux"})
ROLES = {"nsubj": 0, "obl:agent": 0, "nsubj:pass": 1, "obj": 1}
NOBODY: Mapping[str, float] = MappingProxyType({})
OWNING = frozenset({"amod", "compound", "nmod:poss"})
REPORTED = frozenset({"root", "ccomp", "parataxis"})


def told(reading: Reading) -> Tellings:
    """Everything a document tells that may be told elsewhere. Raises NotRead where a layer is missing."""
    work = _Clauses(reading)
    return Tellings(tuple(work.all()), tuple(work.acts()), tuple(work.utterances()))


class _Clauses:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.parse, self.text = reading, tree_of(reading).parse, reading.document.text
        self.below = self.parse.below
        self.attributions = {one.id: one for one in reading.of(Attribution)}
        self.contents = Contents(one for one in self.attributions.values() if not one.teaser)
        self.cues = {k: one for one in self.attributions.values() for span in one.cue for k in self._tokens(span)}
        self.events = {k: event for event in reading.of(Event) for span in (event.trigger, *event.again)
                       for k in self._tokens(span)}  # fmt: skip
        self.sizes = {id for event in reading.of(Event) for id in event.size}
        self.times = {time.id: time for time in reading.of(TimeExpression)}
        self.time_at = {where[0]: time for time in self.times.values() if (where := self._tokens(time.span))}
        self.quantity_at = {where[0]: one for one in reading.of(Quantity) if (where := self._tokens(one.number))}
        self.timed = {k for time in self.times.values() for k in self._tokens(time.span)}
        self.names = dict(self._names())
        self.unreal = {k for k, token in enumerate(self.parse.tokens) if token.upos == "NOUN" and self._of_realis(k)}
        self.called = {
            self._tokens(span)[0]: actor for actor in reading.of(Actor) for span in actor.mentions if len(self._tokens(span)) == 1
        }
        self.paths = Paths(reading)
        self.somebody = {
            k for actor in reading.of(Actor) for span in actor.mentions for k in self._tokens(span)
            if self.parse.tokens[k].head not in self._tokens(span)
        }  # fmt: skip
        self.people = {k for one in self.parse.entities if one.type == "PER" for k in range(one.first, one.last)}
        self.called |= dict(self._own())
        self.heads = set(self._heads())

    def _tokens(self, span: Span) -> range:
        return range(*self.parse.range_of(span))

    def _own(self) -> Iterator[tuple[int, Actor]]:
        """The possessives in a report that nobody has resolved, with who speaks: "Tavia says two of its soldiers died"."""
        for k, token in enumerate(self.parse.tokens):
            word = pronouns().get(token.text.lower()) if token.xpos == "PRP$" and k not in self.called else None
            if word is None or not (word.person == "first" or word.type == "ORG"):
                continue
            inside = self.contents.around(token.span)
            speakers = self.paths.speakers.get(inside.id, []) if inside is not None else []
            if len(speakers) == 1:
                yield k, self.paths.actors[speakers[0]]

    def _names(self) -> Iterator[tuple[int, str]]:
        """The words of names with what they are compared by: a state's code, else the word. Common words in the name of a
        body, as in "Higher Commission", are no names."""
        for entity in self.parse.entities:
            country = country_of(self.parse.span(entity.first, entity.last).of(self.text))
            for k in range(entity.first, entity.last):
                token = self.parse.tokens[k]
                own = country or (country_of(token.text) if token.text[:1].isupper() else None)
                if own is not None:
                    yield k, f"={own}"
                elif token.upos == "PROPN" or entity.type in ("PER", "LOC", "FAC"):
                    form = token.text.lower()
                    if form not in senses() and (entity.type in ("PER", "LOC", "FAC") or weight(form) > COMMON):
                        yield k, f"={folded(without_clitic(token.text))}"
        firsts = {sentence.first for sentence in self.parse.sentences}
        inside = {k for entity in self.parse.entities for k in range(entity.first, entity.last)}
        for k, token in enumerate(self.parse.tokens):
            if token.text[:1].isupper() and token.upos in WORDS:
                if country := country_of(token.text):
                    yield k, f"={country}"
                elif k not in inside and k not in firsts and weight(token.text.lower()) > COMMON:
                    yield k, f"={folded(without_clitic(token.text))}"  # an adjective of a land, say

    def _of_realis(self, k: int) -> bool:
        """Whether a noun only says that what it governs is still to come: "on the verge of talks"."""
        word = _governing(self.parse.tokens[k].text.lower(), "noun")
        below = [j for i in self.below[k] for j in (i, *self.below[i])]
        governs = any(self.parse.tokens[j].text.lower() in word.complements for j in below) if word else False
        return word is not None and word.realis == "planned" and governs and not {"inf"} & word.complements

    def _heads(self) -> Iterator[int]:
        for k, token in enumerate(self.parse.tokens):
            relation = self.parse.relations[k]
            # Most words head no clause, which their relation tells at once.
            if token.head != k and relation not in REPORTED and relation not in ("conj", "advcl", "acl"):
                continue
            block = self.reading.document.block_at(token.span.start)
            if block is None or block.role not in PROSE:
                continue
            subject = any(self.parse.tokens[j].deprel.startswith(("nsubj", "csubj")) for j in self.below[k])
            own = subject and not any(self.parse.tokens[j].deprel == "mark" for j in self.below[k])
            aside = (
                token.deprel == "acl:relcl"
                or (relation == "advcl" and own)
                or (relation in ("advcl", "acl") and (k in self.cues or self._aside(k, relation)))
            )
            if token.head == k or relation in REPORTED or (relation == "conj" and subject) or aside:
                yield k

    def _aside(self, k: int, relation: str) -> bool:
        """Whether a participle tells something more than its clause: "burst on Monday, sending water through two villages"."""
        tokens, below = self.parse.tokens, self.parse.children(k)
        if tokens[k].xpos not in ("VBG", "VBN", *(("VBD",) if relation == "advcl" else ())) or not any(
            tokens[j].upos in WORDS for j in below
        ):
            return False
        led = any(tokens[j].deprel == "mark" or tokens[j].deprel.startswith("nsubj") for j in below)
        verbs = range(self.parse.sentence_of(k).first, k)
        behind = k > 0 and tokens[k - 1].text == "," and any(tokens[j].upos == "VERB" for j in verbs)
        return not led and (relation == "advcl" or behind)

    def all(self) -> Iterator[Proposition]:
        last: Proposition | None = None
        astray: dict[int, list[int]] = {}
        paragraph = None
        for head in sorted(self.heads):
            if paragraph != (paragraph := self.parse.sentence_of(head).paragraph):
                last = None  # "it" at the head of a paragraph may be all that stands above
            aside = self.parse.tokens[head].deprel.startswith("acl")
            members = sorted(self._members(head))
            cue = self.cues.get(head)
            if cue is not None:
                content = {k for span in cue.content for k in self._tokens(span)}
                if reported := sorted(content & self.heads - {head}):
                    # What the parser hangs on the reporting verb belongs to what is reported.
                    astray[reported[0]] = [k for k in members if k in content]
                    continue
                inner = sorted(k for k in members if k in content)
                acts = [self.events[k] for k in inner if k in self.events and self.events[k].inside == cue.id]
                made = acts[0].realis if acts else self._realis_of_cue(cue) or self._realis_of_infinitive(cue, inner)
                if cue.polarity == "negative" and last is not None and not any(self.parse.tokens[k].upos in WORDS for k in inner):
                    yield self._denied(cue, last)
                    continue
                made = "negated" if cue.polarity == "negative" and made in (None, "actual") else made
                if inner and made is not None and not self._deed(cue, inner):
                    acting = [k for k in inner if k in self.events and self.events[k].inside == cue.id]
                    tops = [k for k in inner if self.parse.tokens[k].head not in inner]
                    one = self._made((acting or tops or [head])[0], inner, made, cue, self._controlling(cue, inner))
                    last = last if aside else one
                    yield one
                    continue
            inside = self.contents.around(self.parse.tokens[head].span)
            told = {*members, *astray.get(head, ())} - self._reporting(inside) or set(members)
            if any(self.parse.tokens[k].upos in WORDS for k in told):
                # Of what is reported by the verb itself ("stressing their call for …") the head is its own.
                top = head if head in told else next((k for k in sorted(told) if self.parse.tokens[k].head not in told), head)
                one = self._made(top, sorted(told), None, inside, self._controlling(inside, sorted(told)))
                last = last if aside else one
                yield one
            elif inside is not None and inside.polarity == "negative" and last is not None:
                yield self._denied(inside, last)

    def _deed(self, cue: Attribution, content: Sequence[int]) -> bool:
        """Whether who is read as the source does what the cue says, by saying it: "ordered an inquiry"."""
        words = {self.parse.tokens[k].text.lower() for span in cue.cue for k in self._tokens(span)}
        return bool(words & chain_words("deed")) and not any(self.parse.tokens[k].upos == "VERB" for k in content)

    def acts(self) -> Iterator[Proposition]:
        """Each act that is wanted, planned or possible by its own words: "the withdrawal of foreign troops"."""
        for event in self.reading.of(Event):
            inside = self.attributions.get(event.inside or "")
            if event.realis in ("demanded", "hypothetical", "planned") and inside is not None and not inside.teaser:
                at = self._tokens(event.trigger)[0]
                yield self._made(at, list(range(*self.parse.phrase(at, ACT_OUTSIDE))), event.realis, inside)

    def utterances(self) -> Iterator[Proposition]:
        """Each statement that is quoted, whole or in part."""
        for attribution in self.attributions.values():
            members = sorted({k for span in attribution.content for k in self._tokens(span)})
            quoted = any(quotation.closed for span in attribution.content for quotation in self.parse.quotations_in(span))
            if quoted and members and not attribution.teaser and attribution.type != "indirect":
                made = self._made(members[0], members, "actual", attribution)
                yield msgspec.structs.replace(made, spans=attribution.content, id="")

    def _members(self, head: int) -> Iterator[int]:
        ahead = [head]
        while ahead:
            k = ahead.pop()
            yield k
            ahead.extend(j for j in self.below[k] if j not in self.heads)

    def _reporting(self, inside: Attribution | None) -> set[int]:
        """The words that say who reports a clause and how."""
        found: set[int] = set()
        while inside is not None:
            found.update(k for span in (*inside.source, *inside.cue) for k in self._tokens(span))
            inside = self.attributions.get(inside.inside or "")
        return found

    def _denied(self, denial: Attribution, last: Proposition) -> Proposition:
        """What "they deny it" denies: the clause before, in the words of the denial itself."""
        return msgspec.structs.replace(
            last,
            spans=tuple(sorted((*denial.source, *denial.cue, *denial.content))),
            inside=denial.id,
            realis="negated",
            denied=True,
            paths=self.paths.of(denial),
            headline=False,
            id="",
        )

    def _controlling(self, cue: Attribution | None, content: Sequence[int]) -> dict[str, float]:
        """The names, no person's, of the source that acts in a content without a subject: "Tavia's army denied attacking it"."""
        if cue is None or not content or self.parse.tokens[content[0]].xpos not in ("TO", "VBG"):
            return {}
        tokens = self.parse.tokens
        source = [k for span in cue.source for k in self._tokens(span) if k in self.names]
        source = [k for k in source if k not in self.people or tokens[k].deprel.partition(":")[0] in ("nmod", "compound", "amod")]
        return {name: weight for name, weight in self._features(source)[0].items() if name in self.names.values()}

    def _made(
        self,
        head: int,
        members: list[int],
        made: Realis | None,
        inside: Attribution | None,
        agents: Mapping[str, float] = NOBODY,
    ) -> Proposition:
        spans = self._spans(members)
        features, names = self._features(sorted(set(members) - self._conditions(head)))
        features = {**agents, **features}
        roles = self._roles(head, members)
        figures = tuple(self._figures(members))
        wanted = made in (None, "actual") and self._called_for(head)
        realis, days = "demanded" if wanted else made or self._realis(head, inside), self._days(members)
        if any(one.stands for one in figures):
            days = None  # the day on which a figure changed is not the day of what it counts
        published = days_of(self.reading.document.published) if self.reading.document.published else None
        if days and published and realis == "planned" and days[1] < published.earliest.toordinal():
            days = None  # a plan is for a day to come: the words were counted the wrong way
        if days and published and realis == "actual" and days[0] > published.latest.toordinal():
            realis = "planned"
        quoted = [q.span for q in self.parse.quotations_in(self.parse.tokens[head].span) if q.closed]
        block = self.reading.document.block_at(self.parse.tokens[head].span.start)
        denied = inside is not None and inside.polarity == "negative" and inside.certainty == "stated"
        return Proposition(
            document_id=self.reading.document.id,
            spans=spans,
            words=tuple(self.parse.tokens[k].text.lower() for k in members if self.parse.tokens[k].upos != "PUNCT"),
            inside=inside.id if inside else None,
            realis=realis,
            denied=denied,
            features=dict(sorted(features.items())),  # as it comes back from a record
            names=frozenset(names) | agents.keys(),
            roles=(roles[0] | agents.keys(), *roles[1:]),
            head=next(iter(self._features([head])[0]), None),
            figures=figures,
            days=days,
            paths=self.paths.of(inside),
            when=tuple(self._when(members)),
            back=frozenset(self._back(members)),
            link=self._link(members),
            quoted=quoted[0] if quoted else None,
            headline=block is not None and block.role == "headline",
            doing=self._doing(head, members),
        )

    def _doing(self, head: int, members: list[int]) -> Doing | None:
        """Whether the clause says who does its act; None where it tells of no act that somebody does to something."""
        tokens = self.parse.tokens
        below = {tokens[j].deprel: j for j in self.parse.children(head)}
        if tokens[head].upos != "VERB":
            return None
        if "nsubj:pass" in below or "aux:pass" in below:
            by = below.get("obl:agent")
            return Doing("passive") if by is None else self._done_by(by)
        subject = self._subject(head)
        if subject is None:
            return None
        if "obj" in below:
            return self._done_by(subject)
        return Doing("died") if tokens[head].text.lower() in perishing() else None

    def _done_by(self, k: int) -> Doing | None:
        """Somebody who acts, or the actor of an act that is told to have done it: "the army's shelling killed nine"."""
        first, last = self.parse.phrase(k)
        if k in self.somebody:
            return Doing("named", (self.parse.span(first, last),))
        if k not in self.events:
            return Doing("happening") if self.parse.tokens[k].upos == "NOUN" else None
        actors = tuple(span for span in self.events[k].actor if not self.somebody.isdisjoint(self._tokens(span)))
        return Doing("named", actors) if actors else Doing("happening")

    def _subject(self, head: int) -> int | None:
        """The subject of a verb, or of the verb that it goes on from: "shelled the town, killing nine"."""
        tokens, k = self.parse.tokens, head
        while True:
            found = next((j for j in self.parse.children(k) if tokens[j].deprel == "nsubj"), None)
            passive = any(tokens[j].deprel == "nsubj:pass" for j in self.parse.children(k))
            goes_on = tokens[k].deprel == "conj" or (tokens[k].deprel == "advcl" and tokens[k].xpos == "VBG")
            if found is not None or passive or not goes_on or tokens[k].head == k:
                return found
            k = tokens[k].head

    def _conditions(self, head: int) -> set[int]:
        """The words of what a clause depends on ("if …"), which is no part of what it tells."""
        tokens, found = self.parse.tokens, set[int]()
        for k in self.parse.children(head):
            below = [tokens[j].text.lower() for j in self.parse.children(k) if tokens[j].deprel == "mark"]
            words = [word for form in below if (word := _governing(form, "mark"))]
            if tokens[k].deprel.startswith("advcl") and any(word.realis == "hypothetical" for word in words):
                found.update(self._members(k))
        return found

    def _spans(self, members: list[int]) -> tuple[Span, ...]:
        """The words in unbroken runs, without marks at their edges."""
        runs: list[list[int]] = []
        for k in members:
            if runs and k == runs[-1][-1] + 1:
                runs[-1].append(k)
            else:
                runs.append([k])
        found = []
        for run in runs:
            while run and self.parse.tokens[run[0]].upos in ("PUNCT", "SCONJ", "CCONJ"):
                run = run[1:]
            while run and self.parse.tokens[run[-1]].upos == "PUNCT":
                run = run[:-1]
            if run:
                found.append(self.parse.span(run[0], run[-1] + 1))
        return tuple(found) or (self.parse.span(members[0], members[-1] + 1),)

    def _features(self, members: list[int]) -> tuple[dict[str, float], set[str]]:
        features: dict[str, float] = {}
        names: set[str] = set()

        def add(key: str, value: float) -> None:
            features[key] = max(value, features.get(key, 0.0))

        for k in members:
            token = self.parse.tokens[k]
            form = token.text.lower()
            if k in self.timed:
                continue
            if token.upos == "PRON" and form in pronouns():
                actor = self.called.get(k)
                keys = name_keys(actor.name) if actor is not None else []
                features |= {key: max(NAMED, features.get(key, 0.0)) for key in keys}
                people = actor is None or any(j in self.people for span in actor.mentions for j in self._tokens(span))
                if pronouns()[form].type == "ORG" or not people:
                    names.update(keys)
                continue
            if (token.upos not in WORDS and form not in senses()) or token.deprel in ("case", "mark") or k in self.unreal:
                continue
            if (name := self.names.get(k)) is not None:
                add(name, STATE if name[1:].isupper() else max(LEAST, weight(form)))
                names.add(name)
            else:
                event = self.events.get(k)
                key = senses().get(form) or senses().get(token.lemma.lower()) or token.lemma.lower()
                value = max(weight(form), weight(token.lemma.lower()) if form not in senses() else 0)
                toll = tolls().get(form)
                if toll is not None:
                    add(f"+{toll}", TOLL)
                elif value >= LEAST:
                    add(key, value * (0.6 if event is not None else 1.0))
                if event is not None:
                    add(f"+{event.event_type}", KIND)
        if (days := self._days(members)) and days[0] == days[1]:
            add(f"@{days[0]}", DAY)
        for one in self._figures(members):
            if (one.low is not None and one.low == one.high) or one.toll:
                add(f"#{one.low or one.high} {one.unit or ''}", NUMBER)
        return features, names

    def _roles(self, head: int, members: list[int]) -> tuple[frozenset[str], ...]:
        """Names by the part they have in the clause: who acts, whom it befalls, and all others."""
        found: tuple[set[str], set[str], set[str]] = (set(), set(), set())
        role: dict[int, int] = {}
        ahead = [(j, ROLES.get(self.parse.tokens[j].deprel, 2)) for j in self.below[head]]
        while ahead:
            k, part = ahead.pop()
            role[k] = part
            ahead.extend((j, part) for j in self.below[k])
        for k in members:
            if k in self.names:
                found[role.get(k, 2)].add(self.names[k])
        return tuple(map(frozenset, found))

    def _figures(self, members: list[int]) -> Iterator[Figure]:
        counted = [quantity for k in members if (quantity := self.quantity_at.get(k)) is not None]
        crowd = bool(counted) and any(senses().get(self.parse.words[k]) == "crowd" for k in members)
        for quantity in counted:
            made = figure(self.parse, quantity, crowd or quantity.id in self.sizes)
            yield msgspec.structs.replace(made, whose=frozenset(self._whose(quantity)))

    def _whose(self, quantity: Quantity) -> Iterator[str]:
        """The names of whom those who are counted belong to: "three Lemnan soldiers", "nine of its soldiers"."""
        counted = set(self._tokens(quantity.counted)) if quantity.counted is not None else set()
        owners = {j for one in counted for j in self.parse.children(one) if self.parse.tokens[j].deprel in OWNING}
        for k in sorted(counted | owners):
            if k in self.names:
                yield self.names[k]
            elif (actor := self.called.get(k)) is not None and self.parse.tokens[k].upos == "PRON":
                yield from name_keys(actor.name)

    def _when(self, members: list[int]) -> Iterator[Span]:
        for time in self._dates(members):
            if not time.value.endswith("_REF"):
                yield time.span

    def _dates(self, members: list[int]) -> Iterator[TimeExpression]:
        """The clause's own dates: not those of "a commission formed last summer"."""
        for k in members:
            time = self.time_at.get(k)
            if time is not None and time.type in ("DATE", "TIME") and not self._of_noun(k, members):
                yield time

    def _of_noun(self, k: int, members: Collection[int]) -> bool:
        """Whether a word stands in a participle or an infinitive that tells of a noun of the clause."""
        while self.parse.tokens[k].head in members and self.parse.tokens[k].head != k:
            if self.parse.relations[k] in ("acl", "acl:relcl"):
                return True
            k = self.parse.tokens[k].head
        return False

    def _back(self, members: list[int]) -> Iterator[str]:
        """The kinds of acts that stand with a word that points back: "the talks", "these strikes"."""
        for k in members:
            token = self.parse.tokens[k]
            if token.upos == "NOUN" and any(self.parse.words[j] in small_words("back") for j in self.below[k]):
                if (sense := senses().get(token.text.lower())) is not None:
                    yield sense
                if k in self.events:
                    yield f"+{self.events[k].event_type}"

    def _link(self, members: list[int]) -> Link | None:
        """Whether the clause ties two things, or says that they are not tied; None where it does neither."""
        words = [self.parse.tokens[k].text.lower() for k in members]
        for n, word in enumerate(words):
            for link in links().get(word, ()):
                if link.verb and self.parse.tokens[members[n]].upos != "VERB":
                    continue
                rest = [self.parse.tokens[k].lemma.lower() for k in members[n + 1 :]]
                if _in_order(link.words[1:], words[n + 1 :]) or _in_order(link.words[1:], rest):
                    turned = any(one in negations() for one in words[max(0, n - NEGATED) : n])
                    one, other = (frozenset(self._features(part)[0]) for part in (members[:n], members[n + 1 :]))
                    if one and other:
                        return Link(one, other, link.says != turned)
        return None

    def _days(self, members: list[int]) -> tuple[int, int] | None:
        """The days of the clause's own dates: where it has more than one, nothing is sure."""
        found = {(one.earliest, one.latest) for one in self._dates(members) if one.earliest and one.latest}
        if len(found) != 1:
            return None
        first, last = (days_of(day) for day in found.pop() if day)
        return (first.earliest.toordinal(), last.latest.toordinal()) if first and last else None

    def _called_for(self, head: int) -> bool:
        """Whether a noun tells what somebody wants, and not that they want it: "their call for an end to the siege"."""
        tokens = self.parse.tokens
        word = _governing(tokens[head].text.lower(), "noun") if tokens[head].upos == "NOUN" else None
        cases = {tokens[i].text.lower() for j in self.parse.children(head) for i in self.parse.children(j)}
        return word is not None and word.realis == "demanded" and not cases.isdisjoint(word.complements)

    def _realis(self, head: int, inside: Attribution | None) -> Realis:
        """Whether the clause is told as done: its act's own realis, or what the words around its verb make of it."""
        tokens = self.parse.tokens
        event = self.events.get(head)
        around = inside
        negative = False
        while around is not None:
            negative ^= around.polarity == "negative"
            around = self.attributions.get(around.inside or "")
        beneath = {tokens[j].deprel.partition(":")[0]: j for j in self.parse.children(head)}
        if event is None:
            event = next((self.events[beneath[r]] for r in ("acl", "xcomp") if beneath.get(r) in self.events), None)
        if event is not None and not (negative and event.realis == "actual"):
            return event.realis
        below = [j for k in (head, *(j for j in self.parse.children(head) if tokens[j].deprel.startswith("nsubj")))
                 for j in self.parse.children(k) if k == head or tokens[j].deprel == "det"]  # fmt: skip
        if any(tokens[j].text.lower() in negations() for j in below):
            return "actual" if negative else "negated"
        if negative:
            return "negated"
        for j in self.parse.children(head):
            if tokens[j].deprel.startswith("aux") and (word := _governing(tokens[j].text.lower(), "aux")):
                return word.realis
        if any(tokens[j].upos == "NOUN" and j in self.unreal for j in (head, *self.parse.children(head))):
            return "planned"
        if any(tokens[j].xpos == "TO" for j in self.parse.children(head)):
            return "planned"
        if any(tokens[j].deprel == "xcomp" for j in self.parse.children(head)) and (
            word := _governing(tokens[head].text.lower(), "verb", "inf")
        ):
            return word.realis
        if inside is not None:
            for span in inside.cue:
                for k in self._tokens(span):
                    if word := _governing(tokens[k].text.lower(), "verb", "that"):
                        return word.realis
        for j in self.parse.children(head):
            if tokens[j].deprel.startswith("nsubj") and j in self.events:
                return self.events[j].realis
        return "actual"

    def _realis_of_cue(self, cue: Attribution) -> Realis | None:
        """What the cue makes of a content that is no clause: "called for elections"; None where it makes nothing of it."""
        phrase = " ".join(span.of(self.text).lower() for span in cue.cue).split()
        for at in range(len(phrase)):
            for word in realis_words().get(phrase[at], ()):
                rest = tuple(phrase[at + 1 : at + len(word.words)])
                follows = tuple(phrase[at + 1 : at + 2])
                governs = "obj" in word.complements or len(word.words) > 1 or any((one,) == follows for one in word.complements)
                if word.realis in ("planned", "demanded") and word.pos == "verb" and rest == word.words[1:] and governs:
                    return word.realis
        return None

    def _realis_of_infinitive(self, cue: Attribution, content: Sequence[int]) -> Realis | None:
        """What the cue makes of an act it is told to have been spoken of: "threatened to stop exports"."""
        if not content or self.parse.tokens[content[0]].xpos != "TO":
            return None
        forms = (self.parse.tokens[k].text.lower() for span in cue.cue for k in self._tokens(span))
        return next((word.realis for form in forms if (word := _governing(form, "verb", "inf"))), None)


def figure(parse: Parse, quantity: Quantity, crowd: bool) -> Figure:
    """A quantity as a figure: what is counted by its head's base form; of a `crowd` where its clause is of one."""
    counted: str | None = None
    toll: Toll | Literal["crowd"] | None = quantity.toll or ("crowd" if crowd and quantity.unit is None else None)
    stands = quantity.stage == "now"
    if quantity.counted is not None:
        first, last = parse.range_of(quantity.counted)
        within = range(first, last)
        head = next((k for k in within if parse.tokens[k].head not in within), None)
        if head is not None:
            lemma = parse.tokens[head].lemma.lower()
            counted = senses().get(parse.tokens[head].text.lower(), lemma)
            if quantity.toll is None and parse.tokens[head].text.lower() in figure_words("toll"):
                stands = True
                named = (tolls().get(parse.tokens[k].text.lower()) for k in within)
                toll = next((one for one in named if one), None) or ("dead" if counted == "+dead" else None)
                counted = None
    first, behind = parse.range_of(quantity.number)
    last = parse.range_of(quantity.counted)[1] if quantity.counted else behind
    around = [token.text.lower() for token in (*parse.tokens[max(0, first - 1) : first], *parse.tokens[behind : last + 1])]
    return Figure(
        quantity_id=quantity.id,
        span=quantity.number,
        low=quantity.low,
        high=quantity.high,
        counted=counted,
        unit=quantity.unit,
        toll=toll,
        part=quantity.stage == "before" or counted in pronouns() or any(senses().get(word) == "+more" for word in around),
        stands=stands,
    )


def _in_order(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words stand right behind, or the first of them after an object of a few words."""
    if not wanted:
        return True
    return any(tuple(words[n : n + len(wanted)]) == tuple(wanted) for n in range(min(OBJECT, len(words))))


def name_keys(name: str) -> list[str]:
    """The features of a name's capitalised words."""
    found = []
    for word in name.split():
        if word[:1].isupper():
            country = country_of(word)
            found.append(f"={country}" if country else f"={folded(without_clitic(word))}")
    return found


def _governing(form: str, pos: str, complement: str | None = None) -> RealisWord | None:
    for word in realis_words().get(form, ()):
        if word.pos == pos and len(word.words) == 1 and (complement is None or complement in word.complements):
            return word
    return None
