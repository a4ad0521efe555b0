"""Actors: which person or body each mention refers to within one document, and who speaks in each attribution.

Names are joined by their words (full name and surname, acronym and long form, a country and its adjective), a title
alone goes to the latest bearer of that office, a pronoun to the likeliest earlier person by recency, grammatical
role, who spoke last and the chains of coreference.py, or stays unknown where two are equally likely. Unnamed sources are
actors of their own, marked anonymous. Salience weights after Lappin & Leass 1994.
Knowingly missed: nouns without a title that coreference joins and the rules here do not; pronouns and titles alone ask it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import msgspec

from sayso.core.data import Actor, Attribution, Commitment, Event, Mention, Participant, Place, Position, Wording
from sayso.core.parse import OUTSIDE, Parse
from sayso.core.reading import Reading
from sayso.core.span import Span, identifier
from sayso.lexicon import titles
from sayso.lexicon.acronyms import spelt_out
from sayso.lexicon.actors import NOT_STATES, ActorEntry, Names, NamesHere, country_of, names_of, outlet_words, people_of
from sayso.lexicon.quantities import words as number_words
from sayso.lexicon.referring import given_names, referring, stands_for
from sayso.lexicon.speech import Pronoun, documents, is_outlet, name_affixes, pronouns
from sayso.lexicon.times import endings
from sayso.lexicon.titles import Title, ending, honorific, role_words
from sayso.lexicon.wordings import country_of_label
from sayso.resolve.coreference import chains
from sayso.resolve.groups import parted
from sayso.resolve.headlines import settled
from sayso.resolve.names import STATE, acronym, compared, fold, same_body, same_person, same_row, unaddressed
from sayso.resolve.roles import PLACES, Code, code

MADE_BY = "resolve/1"

# Salience of a candidate for "he" or "she": what it is worth to be a subject, to have spoken last, to stand in the same
# paragraph, and what a sentence of distance or another's words cost. Set by hand; swept on the train split of
# benchmarks/written.py: 91.0 % with 0.5 for the same paragraph, 91.3 from 1.5 on; 91.0 with 1.5 for who spoke last, 90.7 at 1.
SUBJECT, SPOKE, SAME_PARAGRAPH, SENTENCE, IN_WORDS = 1.0, 1.5, 1.5, 0.8, 1.5
# Two candidates nearer than this are equally likely: the pronoun stays unknown.
MARGIN = 0.4
# What it is worth that coreference has a pronoun in the chain of a candidate, at its surest. Swept on the same: flat from 1 to
# 3; with the parties of benchmarks/events.py dev, recipients 71.0 with 2, 71.3 from 2.5 to 3.
CHAINED = 3.0
# What it costs that a given name tells another gender than the pronoun.
UNLIKELY = 2.0
# What a body of one word for several loses as the referent of "they".
SINGULAR = 0.4
# What it is worth to be the subject of the clause that a pronoun's clause hangs on. Set by hand.
ABOVE = 1.0
# How sure coreference must be of a title for it to be the person's it goes back to.
SURE = 0.5
# How many sentences back one is looked for whose title is of another word: "the envoy" for an ambassador.
ALIKE = 4
# How many referents a name or title is compared with, latest first.
NEAR = 300
# Word classes that say nothing about an office.
SMALL = frozenset({"ADP", "DET", "PUNCT", "PART", "CCONJ", "NUM"})
# Relations in which a name and a title stand to each other.
BESIDE = frozenset({"appos", "flat", "nmod:desc", "compound"})
# Whom a phrase that tells an age alone may mean.
SOMEBODY = Pronoun(type="PER", gender=None, number="singular", person="third", reflexive=False)
# Modes of acts that are done to people and not to things.
PEOPLE = frozenset({"arrest", "deport", "abduct", "release", "beat", "torture", "sexual", "convict", "targeted", "crowd-control"})
# Sectors of those that "the group" and "the movement" may mean.
BODIES = frozenset({"REB", "UAF", "PRM", "PTY", "OPP", "SOC", "CRM"})
# Types of acts that are done to a place itself.
PLACED = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "PROTEST"})
# Sectors of those who bear arms.
ARMED = frozenset({"MIL", "COP", "REB", "PRM", "SPY", "CRM"})
# Sectors of bodies that are of the state of whose they are: "its army", "their government".
OWNED = frozenset({"GOV", "MIL", "COP", "LEG", "SPY"})
# What hangs on the noun of a phrase and is none of its own words.
APART = OUTSIDE | {"acl:relcl", "acl", "appos", "conj", "case"}
# Relations of a pronoun that an act is done to.
OBJECTS = frozenset({"obj", "iobj", "obl"})
# How many sentences back those are looked for whom a number counts again.
COUNTED = 40
# What has parties.
Party = Event | Commitment | Position | Wording
# How many sentences back a subject is looked for that is no actor yet.
FRESH = 2
# How many sentences back the state is looked for that "this country" is.
NEAR_STATE = 1
# A pronoun does not reach back over more sentences than this.
REACH = 8


@dataclass(eq=False)
class _Cluster:
    """One referent in the making. `kind` is PER, ORG, GPE or GROUP; `words` its name's words, folded."""

    name: str
    kind: str
    words: tuple[str, ...]
    span: Span
    office: str | None = None
    country: str | None = None
    sector: str | None = None
    gender: str | None = None
    plural: bool = False
    whose: int | None = None
    anonymous: bool = False
    named: bool = True
    titles: set[str] = field(default_factory=set)
    ranks: set[str] = field(default_factory=set)
    seen: list[tuple[int, Span]] = field(default_factory=list)


def resolve(reading: Reading) -> tuple[list[Actor], list[Participant]]:
    """The actors of a document in order of first mention, and who speaks in each attribution and takes part in each event."""
    work = _Resolver(reading)
    work.mentions()
    participants = [*work.speakers(), *work.parties()]
    actors = [work.actor(cluster) for cluster in sorted(work.clusters, key=lambda c: (c.seen[0][0], c.seen[0][1]))]
    return settled(reading, *parted(reading, actors, participants))


def _known(reading: Reading) -> Names:
    """The names that a reading is made with, and the cities of the states that the text names: "a court in Graz" is Austria's."""
    known, text = names_of(reading), reading.document.text
    places = reading.of(Place) if reading.has(Place) else ()
    told = {one.span.of(text): one.country for one in places if one.type == "city" and one.country}
    cities = {name: country for name, country in told.items() if known.find(name) is None}
    if not cities:
        return known
    rows = (known.find(one.head.of(text)) for one in reading.of(Mention) if one.form == "named")
    states = {row.country for row in rows if row is not None}
    return NamesHere(known, {name: country for name, country in cities.items() if country in states})


class _Resolver:
    """One document's clusters. Mentions are taken in text order, so that each sees only what came before."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parse: Parse = reading.parse
        self.known = _known(reading)
        self.text = reading.document.text
        self.clusters: list[_Cluster] = []
        self.of_span: dict[Span, _Cluster] = {}
        self.roots: dict[tuple[int, int], int] = {}
        self.recent: dict[int, _Cluster] = {}
        self.placed: list[Span] = []
        self.names: set[int] = set()
        self.office_of: dict[int, _Cluster] = {}
        found = chains(reading)
        self.chains = {mention.head: n for n, chain in enumerate(found) for mention in chain.mentions}
        self.members = [[mention.head for mention in chain.mentions] for chain in found]
        self.joint = {n for n, chain in enumerate(found) if chain.members}
        self.sure = {mention.head: mention.confidence for chain in found for mention in chain.mentions}
        self.at_head: dict[int, _Cluster] = {}
        self.acting: dict[str, list[_Cluster]] = {}
        self.protesting: list[tuple[int, _Cluster]] = []
        self.attributions = sorted(reading.of(Attribution), key=lambda a: min(s.start for s in (*a.source, *a.cue, *a.content)))
        self.quoted = sorted((s for a in self.attributions for s in a.content), key=lambda s: s.start)

    # Where things stand

    def near(self) -> list[_Cluster]:
        """The clusters mentioned last, latest first; so many that an article has them all, so few that a book costs no more."""
        return list(islice(reversed(self.recent.values()), NEAR))

    def root(self, first: int, last: int) -> int:
        """The token of a range that governs it."""
        found = self.roots.get((first, last))
        if found is None:
            found = self.roots[first, last] = self._root(first, last)
        return found

    def _root(self, first: int, last: int) -> int:
        roots = [i for i in range(first, last) if self.parse.tokens[i].head == i or not first <= self.parse.tokens[i].head < last]
        # Where the tree is broken an article or a preposition may hang outside too: a word with content governs.
        content = [i for i in roots if self.parse.tokens[i].upos not in SMALL]
        if len(content) > 1 and {(self.parse.tokens[i].head, self.parse.tokens[i].deprel) for i in content} <= {
            (last, "amod"),
            (last, "compound"),
        }:
            return content[-1]  # "Bolivian media" of "Bolivian media reports": the last of what stands before a noun
        return next(iter(content), roots[0] if roots else first)

    # Names, titles and nouns, in text order

    def mentions(self) -> None:
        mentions = self.reading.of(Mention)
        self.spoken = {m.head.of(self.text) for m in mentions if m.form == "named" and m.type != "PER"}
        self.names = {i for m in mentions if m.form == "named" and m.type == "PER" for i in range(*self.parse.range_of(m.head))}
        # A title beside a name is the office of that person and no referent of its own.
        offices = {i for m in mentions if m.form == "named" and m.type == "PER" for i in range(*self._office_range(m))}
        offices |= {self.parse.range_of(m.head)[0] - 1 for m in mentions if m.form == "named" and self._called(m)}
        for mention in mentions:
            if mention.form == "named":
                self.named(mention)
            elif mention.form == "nominal" and self.parse.range_of(mention.head)[0] not in offices and self._refers(mention):
                self.nominal(mention.span)
        self._ahead()

    def _refers(self, mention: Mention) -> bool:
        """Whether a phrase has a referent of its own."""
        return not (self._predicate(mention) or self._aged(*self.parse.range_of(mention.span)))

    def _aged(self, first: int, last: int) -> bool:
        """Whether words are of a phrase that tells of somebody by age alone: "the 43-year-old"."""
        tokens, sentence = self.parse.tokens, self.parse.sentence_of(first)
        while first > sentence.first and tokens[first - 1].span.end == tokens[first].span.start:
            first -= 1
        while last < sentence.last and tokens[last].span.start == tokens[last - 1].span.end:
            last += 1
        joined = tokens[first:last]
        return any(t.text.lower() in endings("aged") for t in joined) and any(t.upos == "NUM" for t in joined[:2])

    def _predicate(self, mention: Mention) -> bool:
        """Whether a title is what its sentence says somebody is ("Vell is an aide"), which is then a title of that person."""
        first, last = self.parse.range_of(mention.head)
        below = [(i, self.parse.tokens[i].deprel) for i in self.parse.children(self.root(first, last))]
        if mention.type != "PER" or not any(relation == "cop" for _, relation in below):
            return False
        for i, relation in below:
            cluster = self.at_head.get(i) if relation == "nsubj" else None
            if cluster is not None and cluster.kind == "PER":
                cluster.titles.update((self.parse.tokens[first].lemma.lower(), self.parse.tokens[first].text.lower()))
        return True

    def _called(self, mention: Mention) -> bool:
        """Whether a body's name stands right behind the noun for what it is: "the daily Faro"."""
        first, last = self.parse.range_of(mention.head)
        token = self.parse.tokens[self.root(first, last)]
        return mention.type == "ORG" and token.deprel in ("appos", "flat", "nmod:desc") and token.head == first - 1

    def _ahead(self) -> None:
        """Gives a title to who is named behind it: one in the headline ("Minister: no deal") to the first person of the article
        who bears it, one below ("The mayor said …, Mayor Vell added") to the only one who does."""
        block = next((b for b in self.reading.document.blocks if b.role == "headline"), None)
        head = block.span if block is not None else Span(0, 0)
        for cluster in [c for c in self.clusters if c.kind == "PER" and not (c.named or c.anonymous or c.plural)]:
            above = head.covers(cluster.span)
            bearers = [
                c for c in self.clusters
                if c.named and c.kind == "PER" and cluster.words[0] in c.titles and c.seen[0][1].start >= head.end
                and (cluster.country is None or c.country in (None, cluster.country))
            ]  # fmt: skip
            bearer = bearers[0] if bearers and (above or (len(bearers) == 1 and self._fully(cluster, bearers[0]))) else None
            if bearer is not None:
                self.clusters.remove(cluster)
                bearer.country, bearer.sector = bearer.country or cluster.country, bearer.sector or cluster.sector
                for _, span in cluster.seen:
                    self.of_span[span] = bearer
                    self.at_head[self.root(*self.parse.range_of(span))] = bearer
                bearer.seen = sorted([*bearer.seen, *cluster.seen])

    def _fully(self, cluster: _Cluster, bearer: _Cluster) -> bool:
        """Whether a title that points at somebody has all its words in the office of one who is named behind it."""
        first, last = self.parse.range_of(cluster.span)
        words = {word for word in cluster.titles if not country_of(word.capitalize(), self.known)}
        return self._definite(first, last) and words <= bearer.titles

    def see(self, cluster: _Cluster, span: Span) -> _Cluster:
        insort(cluster.seen, (self.parse.range_of(span)[0], span))
        if span not in self.of_span:
            self.of_span[span] = cluster
            insort(self.placed, span)
            self.at_head.setdefault(self.root(*self.parse.range_of(span)), cluster)
        self.recent.pop(id(cluster), None)
        self.recent[id(cluster)] = cluster
        return cluster

    def within(self, part: Span) -> list[tuple[Span, _Cluster]]:
        """The spans with a referent that lie in a part of the text, in text order."""
        found = []
        for at in range(bisect_left(self.placed, part.start, key=lambda span: span.start), len(self.placed)):
            span = self.placed[at]
            if span.start >= part.end:
                break
            if part.covers(span):
                found.append((span, self.of_span[span]))
        return found

    def named(self, mention: Mention) -> _Cluster | None:
        words = mention.head.of(self.text)
        if mention.type == "PER":
            words = unaddressed(words)
        told = compared(words) if mention.type == "PER" else words
        folded = tuple(fold(w) for w in told.replace("\n", " ").split() if any(c.isalpha() for c in w))
        folded = tuple(w for w in folded if w)
        if not folded or mention.type in ("MISC", "FAC", "NORP", "LOC"):
            return None
        if all(honorific(w) is not None for w in words.split()):
            return None
        kind = mention.type
        if kind == "PER" and mention.span.of(self.text).split()[0].lower() in name_affixes("definite"):
            # "The Kremlin refused": whatever the model took it for, no person has an article.
            row = self.known.find(words)
            kind = "ORG" if row is not None and row.kind in ("building", "body", "igo") else kind
        firm = len(folded) > 1 and role_words("name_ending").get(folded[-1]) == "BUS" and folded[0] not in given_names()
        if kind == "PER" and self._town(words, first := self.parse.range_of(mention.head)[0]):
            kind = "GPE"
        if kind == "PER" and firm and self._title_before(self.parse.range_of(mention.head)[0]) is None:
            kind = "ORG"  # "Vell Phosphates", and not "Tom Cotton" or "Senator Vell Gold"
        found = self._same_name(words, folded, kind)
        if found is None:
            found = _Cluster(name=_clean(words), kind=kind, words=folded, span=mention.span)
            entry = self._entry(words) if kind != "PER" else None
            if entry is not None:
                found.country, found.sector = entry.country, entry.sector
            elif kind != "PER":
                known = code(spelt_out(self.text, words) or mention.span.of(self.text), known=self.known)
                found.country, found.sector = known.country, known.sector
                noun, beside = self._described(mention)
                found.country = found.country or noun.country or beside.country
                found.sector = noun.sector or found.sector or beside.sector
                if found.sector == "MIL" and found.country is None and self._irregular(folded):
                    found.sector = self._by_ending(folded[-1]) or found.sector
                if found.sector in (None, "CVL"):  # "the People's Alliance" is no people
                    found.sector = self._by_ending(folded[-1]) or found.sector
            self.clusters.append(found)
        elif (kind == "PER" and len(folded) > len(found.words)) or (kind == "ORG" and acronym(found.words, folded)):
            found.words, found.name = folded, _clean(words)
        first, last = self.parse.range_of(mention.head)
        if kind == "PER":
            self._office(found, mention)
            if found.sector is None:
                self._leads(found, last)
        else:
            # "the Lima daily El Faro": what kind of body it is stands before the name or in it.
            a = self._nouns_before(first)
            own = first if found.sector in BODIES and self._irregular(folded) else last  # "the army" is none of the Vell Army's
            nouns = [t for t in self.parse.tokens[a:own] if t.upos in ("NOUN", "PROPN", "ADJ")]
            found.titles.update(form for t in nouns for form in (t.lemma.lower(), t.text.lower()))
        return self.see(found, mention.span)

    def _entry(self, name: str) -> ActorEntry | None:
        """The row of a body or place; of an acronym that this text spells out, the row of that name."""
        row = self.known.find(spelt_out(self.text, name) or name)
        return self._here(row, name) if row is not None else None

    def _here(self, row: ActorEntry, name: str) -> ActorEntry | None:
        """The row that a name of several has in this text: Brussels of a text on the EU, the Congress of one on Peru."""
        body = self.known.find(role_words("seat").get(name.casefold(), ""))
        if body is not None:
            return body if self._speaks_of(body, own=True) and not self._speaks_of(row) else row
        if name.casefold() not in role_words("shared"):
            return row
        whose = self._qualified(name)
        if whose is not None or not self._speaks_of(row):
            return msgspec.structs.replace(row, country=whose, wikidata=None)
        return row

    def _speaks_of(self, row: ActorEntry, own: bool = False) -> bool:
        """Whether the text names the state of a row, its people or another of its bodies; with `own`, the row itself."""
        rows = (other for words in self.spoken if (other := self.known.find(words)) is not None)
        if own:  # "the EU" and "the Commission" are of the European Union too
            return any(same_row(row, other) or row.country == other.country == "EUR" for other in rows)
        return any(other.country == row.country and not same_row(row, other) for other in rows)

    def _qualified(self, name: str) -> str | None:
        """The state that stands before a body's name somewhere in the text: Peru of "Peru's Congress"."""
        for mention in self.reading.of(Mention):
            if mention.form == "named" and mention.head.of(self.text).casefold() == name.casefold():
                at = self.parse.range_of(mention.head)[0]
                before = (country_of(self.parse.tokens[i].text, self.known) for i in range(max(0, at - 2), at))
                if (country := next(filter(None, before), None)) is not None:
                    return country
        return None

    def _others(self, name: str, other: str) -> bool:
        """Whether an acronym is a known body's and the text spells out none for it: the EU is no Eurasian union."""
        short, long = sorted((name, other), key=len)
        row = self.known.find(short) if len(short.split()) < len(long.split()) and short.isupper() else None
        return row is not None and spelt_out(self.text, short) is None and not same_row(row, self.known.find(long))

    def _same_name(self, words: str, folded: tuple[str, ...], kind: str) -> _Cluster | None:
        entry = self._entry(words) if kind != "PER" else None
        if kind == "ORG" and (officer := self._officer(words)) is not None:
            return officer
        for cluster in self.near():
            if not cluster.named or (cluster.kind == "PER") != (kind == "PER"):
                continue
            if kind == "PER":
                if same_person(folded, cluster.words):
                    return cluster
            else:
                other = self._entry(cluster.name)
                if same_row(entry, other) or (same_body(folded, cluster.words) and not self._others(words, cluster.name)):
                    return cluster
        return self._shortened(folded[0]) if kind == "PER" and len(folded) == 1 else None

    def _shortened(self, word: str) -> _Cluster | None:
        """The only body named before whose name begins with a word that was taken for a person's: "Kestrel" of Kestrel Timber."""
        bodies = [one for one in self.near() if one.named and one.kind == "ORG" and len(one.words) > 1 and one.words[0] == word]
        return bodies[0] if len(bodies) == 1 and bodies[0].sector is not None else None

    def _officer(self, words: str) -> _Cluster | None:
        """The person whose office an acronym is: "the CEC" for "Chief Election Commissioner Vell", "the SSP" for "SSP Vell"."""
        if not (words.isupper() and words.isalpha() and len(words) > 1) or self.known.find(words) is not None:
            return None
        people = (cluster for cluster in self.near() if cluster.named and cluster.kind == "PER")
        short = (words.lower(),)
        return next((c for c in people if words in c.ranks or acronym(short, (c.office or "").lower().split())), None)

    def _office(self, cluster: _Cluster, mention: Mention) -> None:
        """Takes the office beside a person's name: the title before it, or the apposition around it."""
        first, _ = self.parse.range_of(mention.head)
        addressed: str | None = None
        for i in range(self._nouns_before(first), first):
            if self.parse.tokens[i].text.isupper() and self.parse.tokens[i].text.isalpha():
                cluster.ranks.add(self.parse.tokens[i].text)
            address = honorific(self.parse.tokens[i].text)
            cluster.gender = (address.gender if address else None) or cluster.gender
            if address is not None and address.sector:
                cluster.titles.add(address.phrase.lower().rstrip("."))
                addressed = address.sector
        a, b = self._office_range(mention)
        if b <= first and b - a <= 1:
            cluster.sector = cluster.sector or addressed  # "Reverend Vell", and "Father Vell", who is nobody's
        self.office_of.update((i, cluster) for i in range(a, b) if self.parse.tokens[i].upos == "NOUN" or i not in self.names)
        title = self._title_in(a, b)
        stranger = b > a and not role_words("stranger").keys().isdisjoint(self.parse.words[b - 1 : b])
        if title is None and b - a > 2 and self.parse.words[a] in role_words("alone") and self.parse.words[a + 1] == "of":
            several = code(self.parse.span(a, b).of(self.text), known=self.known)  # "Rehmat Ali, one of the protesters,"
            cluster.country, cluster.sector = cluster.country or several.country, cluster.sector or several.sector
        if title is None and not stranger:
            return
        if b > a and self.parse.tokens[a].deprel == "nmod:poss" and self.parse.tokens[a].text.lower() in pronouns():
            cluster.whose = a
        words = self.parse.span(a, b).of(self.text)
        last = self.parse.range_of(mention.head)[1]
        if (
            cluster.country is None
            and b <= first
            and self.parse.words[last : last + 1] == ["of"]
            and last + 1 < len(self.parse.words)
        ):
            cluster.country = country_of(self.parse.tokens[last + 1].text, self.known)  # "President Ana Vell of Rwanda"
        cluster.titles.update(
            form for t in self.parse.tokens[a:b] if t.upos not in SMALL for form in (t.lemma.lower(), t.text.lower())
        )
        if title is not None and title.gender:
            cluster.gender = title.gender
        if cluster.office is None or len(words) > len(cluster.office):
            cluster.office = _clean(words)
            known = code(cluster.office, known=self.known)
            own = addressed if b - a <= 1 and addressed else known.sector if known.sector != "CVL" else None
            cluster.country, cluster.sector = known.country or cluster.country, own or cluster.sector or known.sector
            if known.sector is None:
                # "the leader of the Vell Front, General Omar Lind": of whom he leads.
                bodies = (one for _, one in self.within(self.parse.span(a, b)) if one.named and one.kind != "PER")
                sector = next((one.sector for one in bodies if one.sector is not None), cluster.sector)
                if sector is None and (rank := self._title_before(first)) is not None:
                    sector = code(self.parse.span(*rank).of(self.text), known=self.known).sector
                cluster.sector = sector

    def _town(self, words: str, first: int) -> bool:
        """Whether what the model took for a person's name is a town's: a capital's of several words, or of a state told of."""
        row = self.known.find(words)
        if row is None or row.kind not in ("capital", "city") or self._title_before(first) is not None:
            return False
        return (row.kind == "capital" and " " in words) or self._speaks_of(row)

    def _irregular(self, folded: tuple[str, ...]) -> bool:
        """Whether a unit's name is of none of a state's in a text that tells of rebels: "the Kaladan Army", and not "the Third
        Brigade"."""
        return self.rebels and len(folded) > 1 and role_words("regular").keys().isdisjoint(folded)

    def _by_ending(self, word: str) -> str | None:
        """What a body is by the last word of its name; of two kinds an armed one in a text that tells of rebels."""
        kinds = role_words("name_ending").get(word, "").split()
        return kinds[0 if self.rebels else -1] if kinds else None

    @cached_property
    def rebels(self) -> bool:
        """Whether the text tells of rebels, by a common noun for them."""
        nouns = {token.text.lower() for token in self.parse.tokens if token.upos == "NOUN"}
        found = (titles.phrase([noun]) for noun in nouns)
        return any(title is not None and title.sectors[:1] in (("REB",), ("UAF",)) and title.kind != "body" for title in found)

    def _described(self, mention: Mention) -> tuple[Code, Code]:
        """What the noun before a body's name says that it is ("the rights group X"), and what stands in apposition to it ("X, the
        largest opposition party,")."""
        first, last = self.parse.range_of(mention.head)
        before = self._nouns_before(first)
        title = self._title_in(before, first) if before < first else None
        body = title is not None and title.kind in ("body", "group")
        beside = None if body else self._apposition(first, last)
        if beside is not None and not self.names.isdisjoint(range(*beside)):
            beside = None
        told = ((before, first) if body else None, beside)
        noun, apposed = (code(self.parse.span(*part).of(self.text), known=self.known) if part else Code() for part in told)
        return noun, apposed

    def _leads(self, cluster: _Cluster, last: int) -> None:
        """Gives a person the state and the sector of the body that the words behind say he leads: "Vell, who heads the union".

        By the words and not by the tree, which takes such a verb for a noun too often.
        """
        tokens, end = self.parse.tokens, self.parse.sentence_of(last - 1).last
        at = last + 1 if last < end and tokens[last].text == "," else last
        word = pronouns().get(tokens[at].text.lower()) if at + 1 < end else None
        if (
            word is None
            or word.person != "relative"
            or not {*titles.singulars(tokens[at + 1].text.lower())} & role_words("leads").keys()
        ):
            return
        stop = next((i for i in range(at + 2, end) if tokens[i].upos == "PUNCT" and tokens[i].text not in "'’-"), end)
        if stop > at + 2:
            known = code(self.parse.span(at + 2, stop).of(self.text), known=self.known)
            cluster.country, cluster.sector = cluster.country or known.country, known.sector

    def _office_range(self, mention: Mention) -> tuple[int, int]:
        """The tokens of the office beside a name, without article, honorific and commas; empty where there is none."""
        first, last = self.parse.range_of(mention.head)
        before, beside = self._title_before(first), self._apposition(first, last)
        if beside is not None and not self.names.isdisjoint(range(*beside)):
            beside = None  # "President X and President Y": another's name is no part of an office
        if beside is not None and self.parse.tokens[self.root(*beside)].xpos == "NNS":
            beside = None  # "several speakers, including the premier, Ana Vell"
        # Of "the spokesperson, Ambassador Voss" both; what is in apposition says more, where it names an office, which "the
        # host" is none.
        if (
            beside is not None
            and before is not None
            and beside[0] < before[0] < beside[1]
            and self.parse.tokens[before[0] - 1].text == ","
        ):
            beside = beside[0], before[0] - 1  # "the leader of the Vell Front, General Omar Lind"
        said = self.parse.children(self.root(*beside)) if beside is not None else []
        past = any(self.parse.words[i] in role_words("former") for i in said)  # "Mayor Vell, a former miner"
        office = beside is not None and (before is None or (self._title_in(*beside) is not None and not past))
        a, b = (beside if office else before) or beside or (first, first)
        while a < b and self.parse.tokens[a].upos in ("DET", "PUNCT") and self.parse.tokens[a].deprel != "nmod:poss":
            a += 1
        while b > a and self.parse.tokens[b - 1].upos == "PUNCT" and self.parse.tokens[b - 1].text not in ")”\"'":
            b -= 1
        if a < b and a >= last:
            b = self._complement(b)
        return a, self._without_honorifics(a, b)

    def _complement(self, b: int) -> int:
        """The end of an office with what it is of: "deputy speaker" and "of the Ghanaian parliament"."""
        end = self.parse.sentence_of(b - 1).last
        at = b
        if at < end and self.parse.tokens[at].upos == "ADP":
            while at < end and (
                self.parse.tokens[at].upos in ("ADP", "DET", "ADJ", "NOUN", "PROPN", "PART", "NUM")
                or self.parse.tokens[at].text in "-–’'&"
            ):
                at += 1
            while at > b and self.parse.tokens[at - 1].upos in ("ADP", "DET"):
                at -= 1
        return at

    def _without_honorifics(self, a: int, b: int) -> int:
        """The end of an office without the form of address behind it: "ambassador" of "ambassador Dr."."""
        while b - a > 1 and (
            self.parse.tokens[b - 1].upos == "PUNCT"
            or (honorific(self.parse.tokens[b - 1].text) is not None and ending([self.parse.tokens[b - 1].text]) is None)
        ):
            b -= 1
        return b

    def _title_before(self, first: int) -> tuple[int, int] | None:
        """The nouns and adjectives right before a name in its sentence that hold a title."""
        a = self._nouns_before(first)
        if a == first or self._title_in(a, first) is None:
            return None
        return a, first

    def _nouns_before(self, first: int) -> int:
        """Where the unbroken run of nouns, adjectives and their joints that ends right before a token begins."""
        begin = self.parse.sentence_of(first).first
        a = first
        while (
            a > begin
            and not self.parse.tokens[a - 1].deprel.startswith("obl")
            and not self._closes(a - 1)
            and (
                self.parse.tokens[a - 1].upos in ("NOUN", "PROPN", "ADJ", "PART", "NUM")
                or self.parse.tokens[a - 1].text in "-–’'&"
                or ending([self.parse.tokens[a - 1].text]) is not None
                or (self.parse.tokens[a - 1].upos == "ADP" and self._within_title(a - 1, begin) and not self._titled(a, first))
            )
        ):
            a -= 1
        return a

    def _closes(self, at: int) -> bool:
        """Whether a noun ends another phrase than the title behind it: "the state of emergency President Vell declared"."""
        token, behind = self.parse.tokens[at], self.parse.tokens[at + 1]
        return token.deprel == "nmod" and token.head < at and token.text.islower() and behind.text[:1].isupper()

    def _titled(self, first: int, last: int) -> bool:
        """Whether words are a title from end to end: "President" of "the inquiry into President Vell"."""
        return titles.phrase([token.text for token in self.parse.tokens[first:last]]) is not None

    def _within_title(self, at: int, begin: int) -> bool:
        """Whether a preposition stands inside a title: "Ministry of Defence Permanent Secretary", and not "in Port Vale"."""
        return (
            at - 1 >= begin
            and self.parse.tokens[at - 1].upos in ("NOUN", "PROPN")
            and self.parse.tokens[at - 1].xpos != "NNS"
            and ending([self.parse.tokens[at - 1].text]) is not None
        )

    def _title_in(self, a: int, b: int) -> Title | None:
        """The title that a run of tokens is, by the head noun of the run: its last noun before any preposition."""
        end = next((i for i in range(a, b) if self.parse.tokens[i].upos == "ADP" or self.parse.tokens[i].text == ","), b)
        for stop in range(end, a, -1):
            found = ending([t.text for t in self.parse.tokens[max(a, stop - 4) : stop]])
            if found is not None:
                return found
        return None

    def _apposition(self, first: int, last: int) -> tuple[int, int] | None:
        """The phrase beside a name, joined to it by commas: "X, the foreign minister," or "the foreign minister, X"."""
        root = self.root(first, last)
        for child in self.parse.children(root):
            # Of "their coordinator, Ana Lopes, 26," the age says no office, but "one of the miners" does.
            several = any(self.parse.tokens[i].deprel == "nmod" for i in self.parse.children(child))
            if self.parse.tokens[child].deprel == "appos" and (self.parse.tokens[child].upos != "NUM" or several):
                a, b = self.parse.phrase(child, OUTSIDE | {"acl:relcl"})
                if b <= first or a >= last:
                    return a, b
            # "the foreign minister, X": the parser may take an apposition for a description.
            if self.parse.tokens[child].deprel == "nmod:desc" and child < first - 1 and self.parse.tokens[first - 1].text == ",":
                a, b = self.parse.phrase(child, OUTSIDE | {"acl:relcl"})
                if b <= first and self._title_in(a, b) is not None:
                    return a, b
        token = self.parse.tokens[root]
        if token.deprel in ("appos", "nmod:desc", "flat") and token.head != root:
            a, b = self.parse.phrase(token.head, OUTSIDE | {"acl:relcl"})
            if a < first:
                return (a, min(b, first)) if self.names.isdisjoint(range(min(b, first), first)) else None
            if b > last:
                return max(a, last), b
        naming = self._naming(root)
        if naming is not None:
            a, b = self.parse.phrase(self.parse.tokens[naming].head, OUTSIDE | {"acl:relcl", "acl"})
            return (a, min(b, naming)) if a < naming else None
        return None

    def _naming(self, at: int) -> int | None:
        """The participle that gives a noun the name that hangs on it: "a teacher called Ana Vell"."""
        token = self.parse.tokens[at]
        above = self.parse.tokens[token.head]
        fits = token.deprel in ("xcomp", "obj", "obl") and above.deprel == "acl"
        return token.head if fits and above.lemma.lower() in referring("naming") else None

    def nominal(self, span: Span) -> _Cluster | None:
        """A noun phrase without a name: a title's bearer, a body named before, an unnamed source, or a referent of its own."""
        if span in self.of_span:
            return self.of_span[span]
        first, last = self.parse.range_of(span)
        root = self.root(first, last)
        head = self.parse.tokens[root]
        title = self._title_in(first, last)
        definite = self._definite(first, last)
        lemma = head.lemma.lower()
        # Words as they stand: the lemma of a plural in a title ("fisheries minister") is a guess.
        words = {lemma, *(t.text.lower() for t in self.parse.tokens[first:last] if t.upos in ("NOUN", "PROPN", "ADJ"))} - {
            head.text.lower()
        }
        bare = self.parse.span(first + (first < root and self.parse.tokens[first].xpos == "WP$"), last)
        known = code(self._shared(root, first) + bare.of(self.text), known=self.known)
        plural = head.xpos in ("NNS", "NNPS")
        if definite and not plural:
            found = self._officer(head.text) or self._bearer(lemma, words | {lemma}, known.country, root)
            if found is None and lemma in role_words("alliance") and self._bare(root):
                found = self._alliance(root)
            if found is None and title is not None and title.kind == "person":
                found = self._alike(lemma, words, known.country, root) or self._joined(root, known.country, lemma, words)
            if found is not None:
                return self.see(found, span)
        sector = known.sector
        if definite and plural and not words - {lemma} and (told := self._described_before(lemma, root)) is not None:
            sector = told.sector
        if sector is None and definite and not plural and (leader := self._led_by(lemma)) is not None:
            sector = leader.sector
        if sector == "MIL" and (band := self._band_of(root)) is not None:
            sector = band.sector  # "the militia's commanders"
        anonymous = self._unnamed(root, first, title) and not definite
        kind = "GROUP" if plural else ("PER" if title is not None and title.kind != "body" and title.kind != "group" else "ORG")
        found = _Cluster(
            name=_clean(span.of(self.text)), kind=kind, words=(lemma,), span=span, country=known.country, sector=sector,
            gender=title.gender if title else None, plural=plural, anonymous=anonymous, named=False, titles=words | {lemma},
        )  # fmt: skip
        self.clusters.append(found)
        return self.see(found, span)

    def _described_before(self, lemma: str, root: int) -> _Cluster | None:
        """The last of several told of before by the same noun and more: "army officers" for "the officers"."""
        alike = (c for c in reversed(self.clusters) if not c.named and c.plural and c.words == (lemma,) and c.seen[0][0] < root)
        return next((c for c in alike if c.titles != {lemma} and c.sector is not None), None)

    def _shared(self, root: int, first: int) -> str:
        """The name of a state before the first of several that bare ones share: "Iraqi " of "the Iraqi government and people"."""
        token = self.parse.tokens[root]
        if token.deprel != "conj" or first != root:
            return ""
        shared = [self.parse.tokens[i].text for i in self.parse.children(token.head) if i < token.head]
        return next((f"{word} " for word in shared if country_of(word, self.known)), "")

    def _unnamed(self, root: int, first: int, title: Title | None) -> bool:
        """Whether a noun phrase that points at nothing known is a person the text keeps unnamed: "a diplomat", "two aides"."""
        head = self.parse.tokens[root]
        before = [self.parse.tokens[i] for i in range(first, root + 1)]
        indefinite = head.xpos == "NNS" or any(t.text.lower() in name_affixes("indefinite") or t.upos == "NUM" for t in before)
        if title is not None:
            return indefinite and title.anonymous
        return indefinite and head.lemma.lower() not in documents() | outlet_words().keys() and head.upos != "PROPN"

    def _definite(self, first: int, last: int) -> bool:
        """Whether a phrase points at something known: "the", "this", a possessive, a name in front."""
        root = self.root(first, last)
        words = [self.parse.tokens[i].text.lower() for i in range(first, max(root, first + 1))]
        return words[0] in name_affixes("definite") or any(word in name_affixes("ending") for word in words)

    def _bearer(self, lemma: str, words: set[str], country: str | None, root: int) -> _Cluster | None:
        """The latest referent before `root` whose office, or name, has this head and all the phrase's other words."""
        best: tuple[int, _Cluster] | None = None
        for cluster in self.near():
            before = bisect_left(cluster.seen, root, key=lambda seen: seen[0])
            if not before or (cluster.plural and not cluster.named):
                continue
            own = cluster.titles | (set(cluster.words) if cluster.kind != "PER" else set())
            if not cluster.named and lemma not in cluster.words:
                continue  # "the state" is not the state broadcaster, nor "the brewery" its driver
            if cluster.kind == "PER" and self._is_body(lemma):
                continue  # "the commission" is not its chairman
            if (
                cluster.sector in BODIES
                and role_words("name_ending").get(lemma, "").endswith("MIL")
                and self._irregular(cluster.words)
            ):
                continue  # "the army" is none of the Vell Army's
            if lemma not in own and not (lemma in outlet_words() and self._is_outlet(cluster)):
                continue
            if country and country != cluster.country and (cluster.country or not cluster.named or not self._of_here(country)):
                continue
            if not {w for w in words if w != lemma and not country_of(w.capitalize(), self.known)} <= own:
                continue
            if best is None or cluster.seen[before - 1][0] > best[0]:
                best = (cluster.seen[before - 1][0], cluster)
        return best[1] if best else None

    def _is_body(self, lemma: str) -> bool:
        title = titles.phrase([lemma])
        return title is not None and title.kind in ("body", "group")

    def _led_by(self, lemma: str) -> _Cluster | None:
        """The person named last whose office is in such a body: of "the federation" its president tells the sector."""
        leaders = (one for one in self.near() if one.named and one.kind == "PER" and lemma in one.titles)
        return next((one for one in leaders if one.sector is not None), None) if self._is_body(lemma) else None

    def _of_here(self, country: str) -> bool:
        """Whether no state has been named more often: in a text on Slovakia "Hungary's premier" is another's."""
        often: dict[str, int] = {}
        for one in self.near():
            if one.kind == "GPE" and one.named and one.country:
                often[one.country] = often.get(one.country, 0) + len(one.seen)
        return often.get(country, 0) >= max(often.values(), default=0)

    def _alike(self, lemma: str, words: set[str], country: str | None, root: int) -> _Cluster | None:
        """The only person named near before whose title is of the kind of this one: an ambassador for "the envoy"."""
        titles = stands_for(lemma)
        own = [word for word in words if not country_of(word.capitalize(), self.known)]
        here = self.parse.sentence_at(root)
        found = []
        for cluster in self.candidates(root) if titles else ():
            last = cluster.seen[bisect_left(cluster.seen, root, key=lambda seen: seen[0]) - 1][0]
            bearer = cluster.named and cluster.kind == "PER" and not titles.isdisjoint(cluster.titles)
            fine = (country is None or cluster.country in (None, country)) and cluster.titles.issuperset(own)
            if bearer and fine and here - self.parse.sentence_at(last) <= ALIKE:
                found.append(cluster)
        return found[0] if len(found) == 1 else None

    def _joined(self, root: int, country: str | None, lemma: str, words: set[str]) -> _Cluster | None:
        """The person named before whom coreference surely has a title go back to; no other office of the same kind."""
        if self.sure.get(root, 0.0) < SURE:
            return None
        for head in reversed(self.members[self.chains[root]]):
            cluster = self.at_head.get(head)
            if head < root and cluster is not None and cluster.named and cluster.kind == "PER":
                own = {word for word in words if word != lemma and not country_of(word.capitalize(), self.known)}
                other = lemma in cluster.titles and not own <= cluster.titles  # the foreign minister is not Defence Minister Vell
                return cluster if not other and (country is None or cluster.country in (None, country)) else None
        return None

    def _is_outlet(self, cluster: _Cluster) -> bool:
        if not cluster.named or cluster.kind == "PER":
            return False
        return is_outlet(cluster.name, cluster.words[-1]) or not outlet_words().keys().isdisjoint(
            (*cluster.titles, *cluster.words)
        )

    # Who speaks

    def speakers(self) -> Iterator[Participant]:
        self.by_id = {a.id: a for a in self.attributions}
        self.spoke: list[tuple[int, _Cluster, str | None]] = []
        self.resolved: dict[Span, list[_Cluster | None]] = {}
        for attribution in self.attributions:
            spans = attribution.source or ((attribution.carried,) if attribution.carried else ())
            for span in spans[:1]:
                for part, cluster in self.referents(span, attribution):
                    if cluster is not None and attribution.source:
                        self.spoke.append((self.parse.range_of(span)[0], cluster, attribution.inside))
                    yield Participant(
                        document_id=self.reading.document.id, datum_id=attribution.id, role="source", mention=part,
                        actor_id=self.actor_id(cluster) if cluster else None, made_by=MADE_BY + self.known.made_by,
                    )  # fmt: skip

    # Who takes part

    def parties(self) -> Iterator[Participant]:
        """Who fills the roles of each event, commitment, position and wording; a thing that is hit or stood for, or a party the
        text does not let us know, has no actor."""
        filled: list[tuple[Party, str, tuple[Span, ...]]] = []
        for event in self.reading.of(Event) if self.reading.has(Event) else ():
            filled += [(event, "actor", event.actor), (event, "recipient", event.recipient)]
        for one in self.reading.of(Commitment) if self.reading.has(Commitment) else ():
            filled += [(one, "by", (one.by,) if one.by else ()), (one, "to", (one.to,) if one.to else ())]
        for stood in self.reading.of(Position) if self.reading.has(Position) else ():
            filled += [(stood, "holder", stood.holder), (stood, "target", (stood.target,))]
        for wording in self.reading.of(Wording) if self.reading.has(Wording) else ():
            filled.append((wording, "referent", (wording.referent,) if wording.referent else ()))
        for datum, role, spans in filled:
            told: list[_Cluster] = []
            for span in spans:
                cluster = self.party(span, datum, role) if role != "target" or self._somebody(span) else None
                cluster = cluster or self._labelled(datum)
                if role == "actor" and cluster is not None:
                    self.acting.setdefault(datum.id, []).append(cluster)
                    if isinstance(datum, Event) and datum.event_type == "PROTEST" and cluster.plural:
                        self.protesting.append((self.parse.range_of(span)[0], cluster))
                if cluster is not None and cluster in told:
                    continue  # title and name of one person
                told += [cluster] if cluster is not None else []
                yield Participant(
                    document_id=self.reading.document.id, datum_id=datum.id, role=role, mention=span,
                    actor_id=self.actor_id(cluster) if cluster else None, made_by=MADE_BY,
                )  # fmt: skip

    def _somebody(self, span: Span) -> bool:
        """Whether a phrase is headed by a name, a title or a pronoun, so that it may stand for an actor."""
        first, last = self.parse.range_of(span)
        if first >= last:
            return False
        head = self.root(first, last)
        if self.parse.tokens[head].text.lower() in pronouns() or self._title_in(first, last) is not None:
            return True
        return any(cluster.named and self._heads(head, at) for at, cluster in self.within(span))

    def _labelled(self, datum: Party) -> _Cluster | None:
        """The state of this document that a label can name alone: Israel for "the Zionist entity"."""
        country = country_of_label(datum.span.of(self.text)) if isinstance(datum, Wording) else None
        return next((one for one in self.near() if country and one.kind == "GPE" and one.named and one.country == country), None)

    def party(self, span: Span, event: Party, role: str) -> _Cluster | None:
        first, last = self.parse.range_of(span)
        if first >= last:
            return None
        head = self.root(first, last)
        if (people := self._people(head, span, event, role)) is not None:
            return people
        known = self.known.find(span.of(self.text))
        if known is not None and known.kind == "demonym" and known.country:
            return self._forces(head, self._state(known, span), role)
        if known is not None and known.kind == "region" and known.country and self._deals(event, role):
            return self.of_span.get(span) or self._region(known.country, span)
        if known is not None and known.kind == "city" and known.country and role == "actor" and isinstance(event, Event):
            town = self._region(known.country, span)
            town.sector = town.sector or "GOV"  # "Barcelona banned the march"
            return town
        if (body := self._body(span) or self._beside(head, span) or self._home(head, span, event)) is not None:
            return body
        named = any(cluster.named and not self._opposed(at) for at, cluster in self.within(span))
        pronoun = self.parse.tokens[head].text.lower() in pronouns()
        if not pronoun and not named and span not in self.of_span and self._title_in(first, last) is None:
            return self._told(head, span, event, role)
        cluster = self.referent(head, span, event)
        if cluster is not None and (forces := self._forces(head, cluster, role)) is not cluster:
            return forces
        if cluster is not None and cluster.named and cluster.whose is not None:
            if cluster.sector is None or not cluster.titles.isdisjoint(role_words("kept")):
                self._take(cluster, cluster.whose, event)
        elif cluster is not None and not pronoun and not cluster.named:
            rows = {**role_words("party"), **(role_words("site") if self._deals(event, role) else {})}
            told = [rows[base] for base in titles.singulars(self.parse.tokens[head].text.lower()) if base in rows]
            if cluster.span == span:
                self._by_owner(cluster, head, event, role == "actor" or "none" not in told)
            title = self._title_in(first, last)
            if cluster.sector is None and (title is None or not title.sectors):
                cluster.sector = next((sector for sector in told if sector != "none"), None)
        return cluster

    def _by_owner(self, cluster: _Cluster, head: int, event: Party, kept: bool) -> None:
        """Gives a noun for somebody the sector of whose he is: by a pronoun (where that is `kept`), by the body behind, by those
        spoken of before."""
        if kept:
            self._kept(cluster, head, event)  # "his boat" that is hit is a boat
        if cluster.sector in (None, "CVL") and (body := self._body_of(head)) is not None:
            cluster.sector, cluster.country = body.sector, cluster.country or body.country
        if cluster.sector == "MIL" and (force := self._force_of(head)) is not None:
            cluster.sector, cluster.country = force.sector, cluster.country or force.country
        if cluster.sector in (None, "CVL") and self._definite(*self.parse.range_of(cluster.span)):
            one = self._joined_with(head)
            if one is None and not cluster.titles.isdisjoint(role_words("marcher")):
                one = self._marchers(head, REACH)
            if one is not None and one.sector is not None:
                cluster.sector, cluster.country = one.sector, cluster.country or one.country

    def _body(self, span: Span) -> _Cluster | None:
        """The body that a whole phrase names, where the model took its name for a people's or a place's: "the Taliban"."""
        words = span.of(self.text).split()
        bare = " ".join(words[1:] if words[0].lower() in name_affixes("definite") else words)
        row = self.known.find(bare) if bare[:1].isupper() else None
        if span in self.of_span or row is None or row.kind in PLACES or row.sector is None:
            return None
        if any(cluster.named for _, cluster in self.within(span)):
            return None
        for cluster in self.near():
            if cluster.named and cluster.kind != "PER" and same_row(row, self._entry(cluster.name)):
                return self.see(cluster, span)
        found = _Cluster(name=_clean(bare), kind="ORG", words=(fold(bare),), span=span, country=row.country, sector=row.sector)
        self.clusters.append(found)
        return self.see(found, span)

    def _beside(self, head: int, span: Span) -> _Cluster | None:
        """The body whose name follows its noun at once: "the aid group Oxfam". What the noun says of it is kept where its name
        says nothing."""
        first, last = self.parse.range_of(span)
        title = self._title_in(first, last)
        if title is None or title.kind not in ("body", "group") or self.parse.tokens[head].xpos != "NN" or head != last - 1:
            return None
        for mention in self.reading.of(Mention):
            if mention.form != "named" or self.parse.range_of(mention.span)[0] != last:
                continue
            name, noun = self.parse.tokens[self.root(*self.parse.range_of(mention.span))], self.parse.tokens[head]
            cluster = self.of_span.get(mention.span)
            apart = (name.head, name.deprel) not in ((head, "appos"), (head, "flat"), (noun.head, noun.deprel))
            if cluster is None or not cluster.named or apart:
                continue
            # The model may have taken a known body's name for a person's.
            told = code(Span(span.start, mention.span.end).of(self.text), known=self.known)
            own = cluster.sector if self._entry(cluster.name) is not None or not title.sectors else None
            cluster.country, cluster.sector = cluster.country or told.country, own or told.sector or cluster.sector
            return self.see(cluster, span)
        return None

    def _told(self, head: int, span: Span, event: Party, role: str) -> _Cluster | None:
        """Somebody by a word that is somebody only as a party: a number ("the nine"), "the state", "an Indian frigate"."""
        token, bases = self.parse.tokens[head], titles.singulars(self.parse.tokens[head].text.lower())
        people = isinstance(event, Event) and (
            event.event_type == "PROTEST" or not PEOPLE.isdisjoint(event.mode) or bool(event.dead or event.injured)
        )
        among = next((i for i in self.parse.children(head) if self.parse.tokens[i].deprel == "nmod" and i > head), None)
        if among is not None and self.parse.tokens[among].text.lower() in pronouns():
            # "one of them"
            whole = self.pronoun(among, pronouns()[self.parse.tokens[among].text.lower()], event)
            return self._part(span, head, whole) if whole is not None else None
        if among is not None and token.upos in ("NUM", "DET", "PRON") and (whole := self._of_those(among, event)) is not None:
            return self._part(span, head, whole)  # "three of the organisers", "any of its soldiers"
        if among is not None and self.parse.tokens[among].upos == "NUM" and (whole := self._counted_before(among)) is not None:
            return self._part(span, head, whole)  # "two of the nine"
        number = token.upos == "NUM" or token.text.lower() in number_words("numeral")
        if number:
            if among is None and (counted := self._counted_before(head)) is not None:
                return self.see(counted, span)
            if among is None and people and (marchers := self._marchers(head, 1)) is not None:
                return self._part(span, head, marchers)
            sector = "CVL" if people and among is None else None
        else:
            rows = {**role_words("party"), **(role_words("site") if self._deals(event, role) else {})}
            sector = next((rows[base] for base in bases if base in rows), None)
        if sector is None and not set(bases) & role_words("kept").keys():
            thing = role == "recipient" and isinstance(event, Event) and token.upos == "NOUN"
            return self._of_where(span) if thing else None
        if token.text.lower() in role_words("whole") and (group := self._group_before(head)) is not None:
            return self.see(group, span)  # "all were freed"
        cluster = self.nominal(span)
        if cluster is None or cluster.named:
            return cluster
        cluster.sector = cluster.sector or (sector if sector != "none" else None)
        if number or sector == "CVL":
            cluster.kind, cluster.plural = "GROUP", True
        if role == "actor" or sector is None:
            self._kept(cluster, head, event)
        return cluster

    def _of_where(self, span: Span) -> _Cluster | None:
        """A thing that an act is done to, of the state that its words name: "a Saudi dhow"."""
        country = code(span.of(self.text), known=self.known).country
        if country is None:
            return None
        found = self.nominal(span)
        if found is not None and not found.named:
            found.country, found.sector = found.country or country, None
        return found

    def _part(self, span: Span, head: int, whole: _Cluster) -> _Cluster:
        """Somebody of a group, with its sector and state."""
        alone = self.parse.tokens[head].text.lower() in role_words("alone")
        one = _Cluster(
            name=_clean(span.of(self.text)), kind="PER" if alone else "GROUP", words=(self.parse.tokens[head].text.lower(),),
            span=span, country=whole.country, sector=whole.sector, plural=not alone, anonymous=True, named=False,
        )  # fmt: skip
        self.clusters.append(one)
        return self.see(one, span)

    def _of_those(self, noun: int, event: Party) -> _Cluster | None:
        """The group that a number counts some of, where its own word says who they are."""
        phrase = self.parse.span(*self.parse.phrase(noun, APART))
        if self._title_in(*self.parse.range_of(phrase)) is None:
            return None
        return self.referent(noun, phrase, event)

    def _counted_before(self, head: int) -> _Cluster | None:
        """Those whom a number told before counts: "the nine" of nine teachers."""
        word = self.parse.tokens[head].text.lower()
        start = self.parse.sentences[max(0, self.parse.sentence_at(head) - COUNTED)].first
        for at in range(head - 1, start - 1, -1):
            token = self.parse.tokens[at]
            if token.text.lower() != word:
                continue
            noun = token.head if token.deprel == "nummod" else at
            if (cluster := self.at_head.get(noun)) is not None:
                return cluster
        return None

    def _marchers(self, head: int, back: int) -> _Cluster | None:
        """Those who protest so many sentences back at most, of whom a number counts some ("police arrested nine") or whom "the
        marchers" means."""
        here = self.parse.sentence_at(head)
        found = (one for at, one in reversed(self.protesting) if at < head and here - self.parse.sentence_at(at) <= back)
        return next(found, None)

    def _group_before(self, head: int) -> _Cluster | None:
        """The group spoken of last before a token, in its sentence or the one before."""
        here = self.parse.sentence_at(head)
        return next((one for one in self._before(head, here - 1) if one.plural), None)

    def _before(self, head: int, sentence: int) -> Iterator[_Cluster]:
        """Who is spoken of before a token, from a sentence on, latest first."""
        start = self.parse.tokens[self.parse.sentences[max(0, sentence)].first].span.start
        first = bisect_left(self.placed, start, key=lambda span: span.start)
        last = bisect_left(self.placed, self.parse.tokens[head].span.start, key=lambda span: span.start)
        yield from (self.of_span[span] for span in reversed(self.placed[first:last]))

    def _kept(self, cluster: _Cluster, head: int, event: Party) -> None:
        """Gives a noun without a sector of its own ("their spokeswoman", "his men") the sector and the state of whose it is."""
        bases = set(titles.singulars(self.parse.tokens[head].text.lower()))
        keeps = bases & role_words("kept").keys()
        if (cluster.sector is not None and not keeps) or bases & role_words("aloof").keys():
            return
        for at in self.parse.children(head):
            if self.parse.tokens[at].deprel == "nmod:poss" and self.parse.tokens[at].text.lower() in pronouns():
                self._take(cluster, at, event)
                return
        if bases & role_words("peer").keys() and (peer := self._peer(head)) is not None:
            cluster.sector, cluster.country = peer.sector, cluster.country or peer.country
        elif bases & role_words("member").keys() and (speaker := self._holder(event)) is not None and speaker.sector is not None:
            cluster.sector, cluster.country = speaker.sector, cluster.country or speaker.country
        elif self._generic(head) and (body := self._body_before(head)) is not None:
            cluster.sector, cluster.country = body.sector, cluster.country or body.country

    def _body_of(self, head: int) -> _Cluster | None:
        """The body of which words for people say that they are: "men of the Third Battalion", "a clerk at the registry"."""
        if role_words("staffed").keys().isdisjoint(titles.singulars(self.parse.tokens[head].text.lower())):
            return None
        for child in self.parse.children(head):
            if child > head and self.parse.tokens[child].deprel == "nmod" and self._of_body(child):
                owner = self._owning(child)
                if owner is not None and owner.kind not in ("GPE", "PER") and owner.sector not in (None, "CVL"):
                    return owner
        return None

    def _of_body(self, noun: int) -> bool:
        """Whether the preposition before a noun may say whose people somebody is: "from", and not "against"."""
        cases = (self.parse.words[i] for i in self.parse.children(noun) if self.parse.tokens[i].deprel == "case")
        return any(word in role_words("belongs") for word in cases)

    def _force_of(self, head: int) -> _Cluster | None:
        """Whose "the sergeant" or "the unit" is where the armed body spoken of last is none of the army's."""
        owned = any(self.parse.tokens[i].deprel == "nmod:poss" for i in self.parse.children(head))
        rank = not role_words("rank").keys().isdisjoint(titles.singulars(self.parse.tokens[head].text.lower()))
        if owned or not rank or not self._bare(head):
            return None
        before = (one for one in self._before(head, self.parse.sentence_at(head) - REACH) if one.sector in ARMED)
        last = next((one for one in before if role_words("rank").keys().isdisjoint(one.words)), None)
        return last if last is not None and last.sector in ("COP", "REB", "PRM") else None

    def _band_of(self, head: int) -> _Cluster | None:
        """Whose "commanders" and "soldiers" are no army's: those of "the group's commanders", "fighters of the Vell Bloc"."""
        for child in self.parse.children(head):
            owned = self.parse.tokens[child].deprel == "nmod:poss" and self.parse.tokens[child].upos != "PRON"
            of = child > head and self.parse.tokens[child].deprel == "nmod" and self._of_body(child)
            if (
                (owned or of)
                and (owner := self._owning(child)) is not None
                and owner.sector in ("REB", "UAF", "PRM", "CRM", "COP")
            ):
                return owner
        return None

    def _alliance(self, head: int) -> _Cluster | None:
        """The body of several states that "the bloc" is: the one named last."""
        bodies = (one for one in self._before(head, self.parse.sentence_at(head) - REACH) if one.named and one.kind != "PER")
        return next((one for one in bodies if one.country in NOT_STATES), None)

    def _generic(self, head: int) -> bool:
        """Whether a noun means a body that the text has said more of: "the group"."""
        bases = set(titles.singulars(self.parse.tokens[head].text.lower()))
        return bool(bases & role_words("generic").keys()) and self._bare(head)

    def _bare(self, head: int) -> bool:
        """Whether a noun has an article that points at something known and nothing else: "the group"."""
        before = [self.parse.tokens[i].text.lower() for i in self.parse.children(head) if i < head]
        return len(before) == 1 and before[0] in name_affixes("definite")

    def _take(self, cluster: _Cluster, at: int, event: Party) -> None:
        """Gives somebody the sector of whose a pronoun says that he is, and the state where he is no stranger to it."""
        word = pronouns()[self.parse.tokens[at].text.lower()]
        owner = self.pronoun(at, word, event)
        stranger = cluster.titles & role_words("stranger").keys()
        if owner is None or owner is cluster or owner.sector is None:
            if stranger and word.type == "ORG":
                cluster.sector = "GOV" if owner is None or owner.kind == "GPE" else None  # "its neighbour" is a state
            return
        armed = not cluster.titles.isdisjoint(role_words("armed"))
        if armed and cluster.sector == "MIL" and owner.sector == "COP":
            return  # "their soldiers" are no police
        if owner.sector not in ARMED and any(role_words("kept").get(word) == "armed" for word in cluster.titles):
            return  # "its crew" of a ministry's boat may be anybody
        if armed and owner.sector not in ARMED | {"UAF"}:
            # A ministry's men are soldiers where no word makes them police.
            police = not owner.titles.isdisjoint(role_words("policing"))
            cluster.sector = cluster.sector if cluster.sector in ARMED else "COP" if police else "MIL"
        else:
            cluster.sector = owner.sector
        if not stranger:
            cluster.country = cluster.country or owner.country

    def _peer(self, head: int) -> _Cluster | None:
        """Whose colleague somebody is: the subject of the sentence, else who was spoken of last in the one before."""
        here = self.parse.sentence_of(head)
        for i in range(here.first, head):
            cluster = self.at_head.get(i)
            if cluster is not None and self.parse.tokens[i].deprel.startswith("nsubj") and cluster.kind in ("PER", "GROUP"):
                return cluster if cluster.sector else None
        before = self.parse.sentences[max(0, self.parse.sentence_at(head) - 1)]
        spans = self.within(self.parse.span(before.first, before.last)) if before.first != here.first else []
        return next((c for _, c in reversed(spans) if c.kind in ("PER", "GROUP") and c.sector), None)

    def _joined_with(self, head: int) -> _Cluster | None:
        """The group or person told of before that coreference has "the men" or "the woman" go back to."""
        if self.sure.get(head, 0.0) < SURE:
            return None
        clusters = (self.at_head.get(i) for i in reversed(self.members[self.chains[head]]) if i < head)
        return next((c for c in clusters if c is not None and c.sector not in (None, "CVL")), None)

    def _body_before(self, head: int) -> _Cluster | None:
        """The armed or political group spoken of last before "the group", a body rather than several of its people."""
        here = self.parse.sentence_at(head)
        bodies = [one for one in self._before(head, here - REACH) if one.kind in ("ORG", "GROUP") and one.sector in BODIES]
        several = (one for one in bodies if one.sector != "SOC")  # monitors and activists are no body
        return next((one for one in bodies if not one.plural), None) or next(several, None)

    def _opposed(self, span: Span) -> bool:
        """Whether a prefix makes a name what something is for or against and not whose it is: "anti-Russian"."""
        before = self.text[: span.start].rstrip("\"“”'‘’«»")
        return before.endswith("-") and re.split(r"\W", before[:-1])[-1].lower() in role_words("prefix")

    def _state(self, known: ActorEntry, span: Span) -> _Cluster:
        """The state that an adjective stands for: "Iranian" strikes are Iran's."""
        assert known.country is not None
        return self._of_state(known.country, span)

    def _people(self, head: int, span: Span, event: Party, role: str) -> _Cluster | None:
        """People of a state by its name for them: "ten Americans", "a German"; "the Paraguayans" who act are their state."""
        token = self.parse.tokens[head]
        if token.upos not in ("NOUN", "PROPN", "ADJ", "NUM") or not token.text[:1].isupper():
            return None
        country, plural = people_of(token.text, self.known)
        first, last = self.parse.range_of(span)
        before = [self.parse.tokens[i] for i in range(first, head)]
        counted = any(t.upos == "NUM" or t.text.lower() in name_affixes("indefinite") for t in before)
        before_noun = last - 1 != head and self.parse.tokens[head + 1].upos in ("NOUN", "PROPN")
        if country is None or before_noun or not (plural or counted):
            return None
        the = plural and not counted and bool(before) and before[0].text.lower() in name_affixes("definite")
        hurt = (
            role == "recipient" and isinstance(event, Event) and event.event_type in ("ASSAULT", "COERCE", "SANCTION", "RETREAT")
        )
        if the and len(before) == 1 and not hurt:
            return self._of_state(country, span)
        if (known := self.of_span.get(span)) is not None and not known.named:
            known.country, known.sector = known.country or country, known.sector or "CVL"
            return known
        found = _Cluster(
            name=_clean(span.of(self.text)), kind="GROUP" if plural else "PER", words=(fold(token.text),), span=span,
            country=country, sector="CVL", plural=plural, named=False, anonymous=True,
        )  # fmt: skip
        self.clusters.append(found)
        return self.see(found, span)

    def _forces(self, head: int, owner: _Cluster, role: str) -> _Cluster:
        """Whose weapons do an act: of a state's the state's armed forces ("Russian missiles", "its artillery")."""
        token = self.parse.tokens[head]
        arms = token.head if token.deprel in ("nmod:poss", "amod", "compound") else head
        if role != "actor" or owner.sector != "GOV" or owner.kind == "PER":
            return owner
        words = {self.parse.words[arms], self.parse.tokens[arms].lemma.lower()}
        if words.isdisjoint(role_words("arms")):
            return owner
        if arms == head and not owner.named:
            owner.sector = "MIL"  # "US aircraft"
            return owner
        span = self.parse.span(*self.parse.phrase(arms, APART))
        if (known := self.of_span.get(span)) is not None:
            known.sector, known.country = known.sector or "MIL", known.country or owner.country
            return known
        found = _Cluster(
            name=_clean(span.of(self.text)), kind="ORG", words=(self.parse.words[arms],), span=span, country=owner.country,
            sector="MIL", named=False,
        )  # fmt: skip
        self.clusters.append(found)
        return self.see(found, span)

    def _deals(self, event: Party, role: str) -> bool:
        """Whether an act is done by, or with, those who govern a place, and is not done to the place itself."""
        return role == "actor" or not isinstance(event, Event) or event.event_type not in PLACED

    def _region(self, country: str, span: Span) -> _Cluster:
        """The government of a part of a state: "Bavaria sued the firm"."""
        name = _clean(span.of(self.text))
        for cluster in self.near():
            if cluster.kind == "GPE" and cluster.name == name:
                return self.see(cluster, span)
        found = _Cluster(name=name, kind="GPE", words=(fold(name),), span=span, country=country, sector="GOV")
        self.clusters.append(found)
        return self.see(found, span)

    def _of_state(self, country: str, span: Span) -> _Cluster:
        for cluster in self.near():
            if cluster.kind == "GPE" and cluster.named and cluster.country == country and cluster.sector in (None, "GOV"):
                entry = self.known.find(cluster.name)
                if entry is not None and entry.kind in (*STATE, "demonym"):
                    return self.see(cluster, span)
        name = _clean(span.of(self.text))
        found = _Cluster(name=name, kind="GPE", words=(fold(name),), span=span, country=country, sector="GOV")
        self.clusters.append(found)
        return self.see(found, span)

    def referents(self, span: Span, attribution: Attribution) -> list[tuple[Span, _Cluster | None]]:
        """Each coordinated part of a source with its referent, None where it stays unknown."""
        first, last = self.parse.range_of(span)
        if first >= last:
            return [(span, None)]
        for comma in (i for i in range(first + 1, last - 1) if self.parse.tokens[i].text == ","):
            sides = (first, comma), (comma + 1, last)
            parts = [self.parse.span(*side) for side in sides]
            # "Peru, Chile say talks went well": a state is never another one's apposition.
            if all(country_of(part.of(self.text)) for part in parts):
                return [
                    (part, self.referent(self.root(*side), part, attribution)) for side, part in zip(sides, parts, strict=True)
                ]
        root = self.root(first, last)
        heads = [root] + [i for i in self.parse.children(root) if self.parse.tokens[i].deprel == "conj" and first <= i < last]
        found = []
        for head in heads:
            a, b = self.parse.phrase(head, OUTSIDE | {"conj"})
            a, b = max(a, first), min(b, last)
            part = span if len(heads) == 1 else self.parse.span(a, b)
            found.append((part, self.referent(head, part, attribution)))
        return found

    def referent(self, head: int, part: Span, attribution: Attribution | Party) -> _Cluster | None:
        token = self.parse.tokens[head]
        word = token.text.lower()
        if token.upos in ("PRON", "DET") and word in pronouns():
            cluster = self.pronoun(head, pronouns()[word], attribution)
            return self.see(cluster, token.span) if cluster is not None else None
        a, b = self.parse.range_of(part)
        if (home := self._home(head, part, attribution)) is not None:
            return home
        if part not in self.of_span and self._aged(a, b) and self._definite(a, b):
            cluster = self.pronoun(head, SOMEBODY, attribution)
            return self.see(cluster, part) if cluster is not None else None
        within = [(s, c) for s, c in self.within(part) if c.named]
        people = [(s, c) for s, c in within if c.kind == "PER" and not self._owns(s, head)]
        several = token.xpos == "NNS"  # "the Vell rebels" are not Vell
        person = [c for s, c in people if self._heads(head, s)]
        person = person or [c for s, c in people if self._follows_title(a, s) and not (several and s.end <= token.span.start)]
        if person:
            return person[0]
        bodies = [c for s, c in within if c.kind != "PER" and self._heads(head, s) and not self._owns(s, head)]
        if bodies:
            return bodies[0]
        if head in self.office_of:
            return self.office_of[head]  # "the acting speaker, Ana Vell," where the name was left out
        first, last = self._core(head, a, b)
        while first > a and self.parse.tokens[first - 1].head == token.head == b and token.deprel == "compound":
            first -= 1  # "Bolivian" of "Bolivian media reports" hangs on the reports too
        # "the daily Faro": a name the model did not see as one still tells this daily from the last one named.
        named = any(self.parse.tokens[i].upos == "PROPN" for i in range(last, min(last + 3, b)))
        trimmed = part if named else self.parse.span(first, last)
        found = self.of_span.get(part) or self.of_span.get(trimmed) or self.nominal(trimmed)
        if found is not None and not found.named and found.sector is None and self._generic(head):
            body = self._body_before(head)
            found.sector, found.country = (
                (body.sector, found.country or body.country) if body is not None else (None, found.country)
            )
        if found is not None and not found.named and found.country is None and found.sector in OWNED:
            owner = self._owner(head, attribution)
            found.country = owner.country if owner is not None and owner is not found else None
        return found

    def _owner(self, head: int, datum: Attribution | Party) -> _Cluster | None:
        """Of whom a pronoun says that a noun is his, where that is somebody of a state."""
        if set(titles.singulars(self.parse.tokens[head].text.lower())) & role_words("stranger").keys():
            return None  # "its neighbours" are of another state
        for at in self.parse.children(head):
            word = pronouns().get(self.parse.tokens[at].text.lower())
            relative = self.parse.tokens[at].xpos == "WP$"
            if (word is not None or relative) and self.parse.tokens[at].deprel == "nmod:poss":
                owner = self._antecedent(at) if word is None else self.pronoun(at, word, datum)
                return owner if owner is not None and owner.country not in (None, *NOT_STATES) else None
        return None

    def _home(self, head: int, span: Span, datum: Attribution | Party) -> _Cluster | None:
        """The state of "his country": that of whose it is; of "this country", the speaker's in a quotation, else the one that was
        named last and that does not act on it."""
        if self.parse.tokens[head].text.lower() not in referring("home"):
            return None
        owner = self._owner(head, datum)
        if owner is not None and owner.country is not None:
            return self._of_state(owner.country, span)
        if isinstance(datum, Attribution) or not self._bare(head):
            return None
        outer = self.by_id.get(datum.inside or "")
        if outer is not None and outer.type == "direct":
            speaker = self._holder(datum)
            known = speaker is not None and speaker.country not in (None, *NOT_STATES)
            return self._of_state(speaker.country, span) if known and speaker and speaker.country else None
        if self.parse.words[head - 1] not in referring("demonstrative"):
            return None
        acting = self.acting.get(datum.id, [])
        states = (c for c in self._before(head, self.parse.sentence_at(head) - NEAR_STATE) if c.kind == "GPE" and c.named)
        found = next((c for c in states if c.country not in {None, *(one.country for one in acting)}), None)
        return self.see(found, span) if found is not None else None

    def _owns(self, span: Span, head: int) -> bool:
        """Whether a name is another's possessor: "Merkel's spokesman" is not Merkel."""
        _, b = self.parse.range_of(span)
        if b < len(self.parse.tokens) and self.parse.tokens[b].text.lower() in name_affixes("ending"):
            return True
        return b <= head and self.parse.tokens[b - 1].text.lower() in name_affixes("ending")

    def _follows_title(self, first: int, span: Span) -> bool:
        """Whether a name in a source stands at its start or behind a comma, but for its title, whatever the tree says."""
        at = self._nouns_before(self.parse.range_of(span)[0])
        while at > first and self.parse.tokens[at - 1].upos == "DET":
            at -= 1
        return at <= first or self.parse.tokens[at - 1].text in (",", "(", "—", "–")

    def _heads(self, head: int, span: Span) -> bool:
        """Whether a name is what a phrase is about: its head, or joined to it as name and title are."""
        a, b = self.parse.range_of(span)
        at = self.root(a, b)
        for _ in range(4):
            if at == head:
                return True
            token = self.parse.tokens[at]
            naming = self._naming(at)
            if naming is not None:
                at = self.parse.tokens[naming].head
                continue
            if token.head == at or token.deprel not in ("appos", "flat", "nmod", "nmod:desc", "compound", "dep", "list"):
                return False
            if (token.deprel == "compound" and b <= head) or any(
                self.parse.tokens[i].deprel == "case" for i in self.parse.children(at)
            ):
                return False
            at = token.head
        return at == head

    def _core(self, head: int, first: int, last: int) -> tuple[int, int]:
        a, b = self.parse.phrase(head, OUTSIDE | {"acl:relcl", "appos", "conj"})
        return max(a, first), max(min(b, last), head + 1)

    def pronoun(self, at: int, word: Pronoun, attribution: Attribution | Party) -> _Cluster | None:
        """The likeliest referent of a pronoun, or None where nothing fits or two fit alike."""
        if word.person == "first":
            return self._holder(attribution)
        if word.person == "relative":
            return self._antecedent(at)
        if word.person == "second":
            return None
        here = self.parse.sentence_at(at)
        paragraph = self.parse.sentences[here].paragraph
        scored: list[tuple[float, int, _Cluster | None]] = []
        above = self._above(at)
        spoken = next((c for t, c, inside in reversed(self.spoke[-NEAR:]) if t < at and inside == attribution.inside), None)
        # Whoever is named in the words told is not who tells them: "The captain had radioed, he told deputies".
        own = attribution.content if isinstance(attribution, Attribution) else self._told_by(at)
        # Whom an act is done to is not who does it, but for a reflexive.
        barred = [] if word.reflexive else self._barred(at, attribution)
        outer = self.by_id.get(attribution.inside or "")
        client = self._client(at, outer, word) if outer is not None else None
        if client is not None:
            return client
        if (later := self._later(at, word)) is not None:
            return later
        if outer is not None and outer.type == "direct" and (speaker := self._holder(attribution)) is not None:
            barred.append(speaker)  # who speaks of himself says "I"
            if word.number == "plural" and speaker.sector not in (None, "GOV"):
                # Who says "they" speaks of others than his own: "They promised us more," the union said.
                barred += [one for one in self.near() if one.sector == speaker.sector]
        if not isinstance(attribution, Attribution) and (joined := self._linked(at, barred)) is not None:
            return joined
        for cluster in self.candidates(at):
            before = bisect_left(cluster.seen, at, key=lambda seen: seen[0])
            while before and any(words.covers(cluster.seen[before - 1][1]) for words in own):
                before -= 1
            if not before or not self._fits(cluster, word) or cluster in barred:
                continue
            token, span = cluster.seen[before - 1]
            distance = here - self.parse.sentence_at(token)
            if distance > REACH:
                continue
            score = -SENTENCE * distance
            if self._is_subject(span):
                score += SUBJECT
            if spoken is cluster:
                score += SPOKE
            if self.parse.sentence_of(token).paragraph == paragraph:
                score += SAME_PARAGRAPH
            if spoken is not cluster and self._in_words(span):
                score -= IN_WORDS
            if self._chained(at, cluster, own):
                score += CHAINED * self.sure.get(at, 1.0)
            if token in above:
                score += ABOVE
            if word.gender and self._likely(cluster) not in (None, word.gender):
                score -= UNLIKELY
            if word.type == "ANY" and not cluster.plural:
                score -= SINGULAR
            scored.append((score, token, cluster))
        unmade: dict[int, Span] = {}
        for token, span in self._unmade(at, word):
            if not any(words.covers(span) for words in own):
                score = SUBJECT - SENTENCE * (here - self.parse.sentence_at(token))
                score += SAME_PARAGRAPH if self.parse.sentence_of(token).paragraph == paragraph else 0.0
                score += CHAINED if self.chains.get(token) == self.chains.get(at, -1) else 0.0
                unmade[token] = span
                scored.append((score, token, None))
        scored.sort(key=lambda s: (-s[0], -s[1]))
        if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN):
            return None
        best = scored[0][2] or self.nominal(unmade[scored[0][1]])
        if best is not None and word.gender and best.kind == "PER" and best.gender is None:
            best.gender = word.gender
        return best

    def _told_by(self, at: int) -> tuple[Span, ...]:
        """What those say in whose phrase a token stands: in "'Oman lied,' its rival said" Oman is named in what is told."""
        span = self.parse.tokens[at].span
        return next((one.content for one in self.attributions if any(part.covers(span) for part in one.source)), ())

    def _linked(self, at: int, barred: Sequence[_Cluster]) -> _Cluster | None:
        """Who a pronoun goes back to by the chains of coreference, where they are sure. Of who speaks the rules know more."""
        if self.sure.get(at, 0.0) < SURE or self.chains[at] in self.joint:
            return None
        for i in reversed(self.members[self.chains[at]]):
            found = self.at_head.get(i) or (self._owning(i) if self.parse.tokens[i].upos == "NOUN" else None) if i < at else None
            if found is not None and found not in barred:
                return found
        return None

    def _client(self, at: int, outer: Attribution, word: Pronoun) -> _Cluster | None:
        """For whom a lawyer or a relative speaks whose words a pronoun stands in: "her lawyer said that she was beaten"; nobody
        where the words have named another before, whom the pronoun may mean as well."""
        first, last = self.parse.range_of(outer.source[0]) if outer.source else (0, 0)
        content = next((span for span in outer.content if span.covers(self.parse.tokens[at].span)), None)
        if first >= last or content is None or word.type == "ORG":
            return None
        head = self.root(first, last)
        if role_words("advocate").keys().isdisjoint({self.parse.words[head], self.parse.tokens[head].lemma.lower()}):
            return None
        before = Span(content.start, self.parse.tokens[at].span.start)
        if any(self._fits(cluster, word) and cluster.kind in ("PER", "GROUP") for _, cluster in self.within(before)):
            return None
        for owner in self.parse.children(head):
            token = self.parse.tokens[owner]
            if token.deprel not in ("nmod:poss", "nmod"):
                continue
            said = pronouns().get(token.text.lower())
            found = self.pronoun(owner, said, outer) if said is not None else self._owning(owner)
            if found is not None and self._fits(found, word):
                return found
        return None

    def _later(self, at: int, word: Pronoun) -> _Cluster | None:
        """The subject that a pronoun goes forward to, where nobody it goes back to: "hours after he lost, the premier left"."""
        chain = self.members[self.chains[at]] if at in self.chains else []
        end = self.parse.sentence_of(at).last
        if not chain or min(chain) != at:
            return None
        for head in sorted(chain):
            subject = self.parse.tokens[head].deprel.startswith("nsubj") and self.parse.tokens[head].upos in ("NOUN", "PROPN")
            if at < head < end and subject:
                found = self._owning(head)
                return found if found is not None and self._fits(found, word) else None
        return None

    def _owning(self, at: int) -> _Cluster | None:
        """Who the phrase of a token is, by its name or else its words."""
        if at in self.at_head:
            return self.at_head[at]
        a, b = self.parse.phrase(at, APART)
        return self.nominal(self.parse.span(a, b)) if self._title_in(a, b) is not None else None

    def _barred(self, at: int, datum: Attribution | Party) -> list[_Cluster]:
        """Who does what is done to whom a pronoun means: in "she met him" and "the guards freed four of them" nobody meets or
        frees himself."""
        tokens = self.parse.tokens
        while tokens[at].deprel == "nmod" and tokens[at].head < at:
            at = tokens[at].head
        if tokens[at].deprel not in OBJECTS:
            return []
        verb = tokens[at].head
        while tokens[verb].deprel == "conj" and not self._subjects(verb):
            verb = tokens[verb].head
        doing = (self.at_head.get(k) for k in self._subjects(verb) if tokens[k].deprel == "nsubj")
        return [*self.acting.get(datum.id, []), *(cluster for cluster in doing if cluster is not None)]

    def _above(self, at: int) -> set[int]:
        """The subjects of the clauses that a subject's own clause hangs on: "[the junta] jailed forty since it took power"."""
        tokens, found = self.parse.tokens, set[int]()
        if not tokens[at].deprel.startswith("nsubj"):
            return found
        verb = tokens[at].head
        while tokens[verb].deprel == "advcl" and tokens[verb].head != verb:
            verb = tokens[verb].head
            found.update(self._subjects(verb))
        return found

    def _subjects(self, verb: int) -> list[int]:
        return [k for k in self.parse.children(verb) if self.parse.tokens[k].deprel.startswith("nsubj")]

    def _unmade(self, at: int, word: Pronoun) -> Iterator[tuple[int, Span]]:
        """Subjects near before a pronoun that nobody has spoken of as an actor yet: a document for "it", several for "they"."""
        here = self.parse.sentence_at(at)
        for sentence in self.parse.sentences[max(0, here - FRESH) : here + 1]:
            for i in range(sentence.first, min(sentence.last, at)):
                token = self.parse.tokens[i]
                if token.upos == "NOUN" and token.deprel in ("nsubj", "nsubj:pass") and i not in self.at_head:
                    paper = word.type == "ORG" and token.xpos == "NN" and token.lemma.lower() in documents()
                    if paper or (word.type == "ANY" and token.xpos == "NNS"):
                        yield i, self.parse.span(*self.parse.phrase(i, OUTSIDE | {"acl:relcl", "acl", "appos", "conj"}))

    def _likely(self, cluster: _Cluster) -> str | None:
        """The gender that a full name makes likely where the text tells none."""
        known = cluster.named and cluster.kind == "PER" and len(cluster.words) > 1 and cluster.gender is None
        return given_names().get(cluster.words[0]) if known else None

    def _is_subject(self, span: Span) -> bool:
        """Whether a mention is the subject of a verb, or stands beside it as name and title do."""
        first, last = self.parse.range_of(span)
        at = self.root(first, last)
        while self.parse.tokens[at].deprel in BESIDE and self.parse.tokens[at].head != at:
            at = self.parse.tokens[at].head
        return any(self.parse.tokens[i].deprel.startswith("nsubj") for i in (*range(first, last), at))

    def _chained(self, at: int, cluster: _Cluster, own: tuple[Span, ...]) -> bool:
        """Whether a token is in one chain with a mention of a cluster, of those in the words that it tells no one."""
        chain = self.chains.get(at)
        seen = (span for token, span in cluster.seen if token != at and not any(words.covers(span) for words in own))
        heads = (i for span in seen for i in range(*self.parse.range_of(span)))
        return chain is not None and any(self.chains.get(i) == chain for i in heads)

    def candidates(self, at: int) -> list[_Cluster]:
        """The clusters mentioned within reach before a token, earliest first."""
        here = self.parse.sentence_at(at)
        start = self.parse.tokens[self.parse.sentences[max(0, here - REACH)].first].span.start
        stop = self.parse.tokens[at].span.start
        first = bisect_left(self.placed, start, key=lambda span: span.start)
        last = bisect_left(self.placed, stop, key=lambda span: span.start)
        return list({id(c): c for c in (self.of_span[span] for span in self.placed[first:last])}.values())

    def _in_words(self, span: Span) -> bool:
        """Whether a mention stands in words that somebody else is reported to have said."""
        at = bisect_right(self.quoted, span.start, key=lambda quoted: quoted.start)
        return any(quoted.covers(span) for quoted in self.quoted[max(0, at - 6) : at])

    def _fits(self, cluster: _Cluster, word: Pronoun) -> bool:
        if word.type == "PER":
            return cluster.kind == "PER" and not cluster.plural and (word.gender is None or cluster.gender in (None, word.gender))
        if word.type == "ORG":
            return cluster.kind in ("ORG", "GPE") and not cluster.plural
        # Who only tells the story is seldom meant by "their".
        return cluster.plural or (cluster.kind in ("ORG", "GPE", "GROUP") and not self._is_outlet(cluster))

    def _holder(self, attribution: Attribution | Party) -> _Cluster | None:
        """The speaker of the attribution that holds this one: who "I" and "we" are in a quotation."""
        outer = self.by_id.get(attribution.inside or "")
        if outer is None:
            return None
        spans = outer.source or ((outer.carried,) if outer.carried else ())
        return next((c for _, c in self.referents(spans[0], outer)), None) if spans else None

    def _antecedent(self, at: int) -> _Cluster | None:
        """Of "who", the person named last before it in its sentence; of "which", the referent its clause hangs on."""
        sentence = self.parse.sentence_of(at)
        if self.parse.tokens[at].xpos == "WP" and at > sentence.first:
            people = [c for _, c in self.within(self.parse.span(sentence.first, at)) if c.kind in ("PER", "GROUP")]
            if people:
                return people[-1]
        head = at
        for _ in range(4):
            token = self.parse.tokens[head]
            if token.deprel.startswith("acl"):
                noun = token.head
                sentence = self.parse.sentence_of(noun)
                for span, cluster in self.within(self.parse.span(sentence.first, sentence.last)):
                    a, b = self.parse.range_of(span)
                    if a <= noun < b and self.root(a, b) == noun:
                        return cluster
                return self.nominal(self.parse.span(*self.parse.phrase(noun, OUTSIDE | {"acl:relcl", "acl"})))
            if token.head == head:
                return None
            head = token.head
        return None

    # What comes out

    def actor_id(self, cluster: _Cluster) -> str:
        return identifier("Actor", self.reading.document.id, cluster.span)

    def actor(self, cluster: _Cluster) -> Actor:
        row = self._entry(cluster.name) if cluster.named else None
        if row is not None and row in self.known.own:
            cluster.country, cluster.sector = row.country, row.sector
        elif cluster.kind == "PER":
            row = None
        return Actor(
            id=self.actor_id(cluster), document_id=self.reading.document.id, name=cluster.name, office=cluster.office,
            country=cluster.country, sector=cluster.sector, anonymous=cluster.anonymous,
            identifier=row.wikidata if row is not None else None,
            mentions=tuple(sorted({span for _, span in cluster.seen})),
        )  # fmt: skip


def _clean(words: str) -> str:
    """A name or office on one line, without a possessive ending.

    >>> _clean("Elena\\nVoss's")
    'Elena Voss'
    """
    line = " ".join(words.split())
    for suffix in name_affixes("ending"):
        line = line.removesuffix(suffix)
    return line.strip(" ,;:")
