"""Coreference: which phrases of a document refer to the same person, body, place or thing.

Each markable (see markables.py) is given an antecedent among the earlier ones, or none: mention ranking (Denis and Baldridge
2008) by a log-linear model over what can be read off the words, the tree, quotation marks and reports, and over the learned
ranker's probabilities where a parse has them (`Parse.anaphors`). The weights stand in lexicon/data/antecedents.tsv, fitted by
training/antecedents.py. A markable joins the chain whose members together are likeliest; what must not be together (a man and a
woman, two states, a possessor and what it owns) never is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

import msgspec

from sayso.core.data import Attribution, Event, MentionForm
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon import tables
from sayso.lexicon.actors import outlet_words
from sayso.lexicon.places import place_words
from sayso.lexicon.referring import referring, stands_for
from sayso.lexicon.speech import is_outlet, pronouns
from sayso.resolve.markables import OBJECTS, SUBJECTS, Markable, markables
from sayso.resolve.names import STATE, same_body, same_person, same_row
from sayso.resolve.roles import code

# How many sentences and markables back a pronoun looks.
SENTENCES, NEAR = 6, 40
# A noun or name looks back over so many of those it shares a word with.
SHARING = 12
# A name or title is compared with so many names before it.
NAMES = 300
# How many sentences back a person is looked for whose title is of another word than the noun: "the envoy" for an ambassador.
ALIKE = 4
# So many clauses above its own a pronoun looks for a subject.
STEPS = 3
# The learned ranker's probabilities are told down to this.
LEAST = 0.01
# The rows of places that a noun for a place can mean.
SUITS = {
    "country": ("country", "breakaway"), "city": ("city", "capital"), "seat": ("capital",), "region": ("region", "country"),
}  # fmt: skip
# How many sentences and markables back "both" and "the two" look.
TWO, PAIRED = 2, 50
# Relations of what may stand before the clause it belongs to.
FRONTED = frozenset({"advcl", "obl"})
# Relations of what heads a clause of its own.
CLAUSES = frozenset({"root", "ccomp", "advcl", "acl", "parataxis", "csubj"})

Features = list[str]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A mention in a chain: its span as OntoNotes draws it, its head word, the name in it ("Lind" of "the reporter Lind"), and
    how sure it is that it belongs to those before."""

    span: Span
    head: int
    form: MentionForm
    name: Span | None = None
    confidence: float = 1.0


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """All mentions of one referent, in text order. Of a group, `members` are the numbers of the chains that it is made of; of
    "we" said by one person, `side` is the chain of that person, who it is more than."""

    mentions: tuple[Reference, ...]
    members: tuple[int, ...] = ()
    side: int | None = None


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The weight of each feature for each sort of markable."""
    found: dict[str, dict[str, float]] = {}
    for row in tables.rows("antecedents.tsv"):
        found.setdefault(row["sort"], {})[row["feature"]] = float(row["weight"])
    return found


# A function of features and what it is given: what is weighed is remembered by these.
Clue = tuple[Callable[..., Features], tuple[Any, ...]]


class Worths(dict[Clue, float]):
    """The weights of a clue's features together, for one sort of markable, made when first asked for."""

    def __init__(self, sort: str) -> None:
        super().__init__()
        self.own = weights().get(sort, {})

    def __missing__(self, clue: Clue) -> float:
        features, given = clue
        found = self[clue] = sum(self.own.get(name, 0.0) for name in features(*given))
        return found


@cache
def worths(sort: str) -> Worths:
    """What clues weigh for a sort of markable. There are as many as words of the grammar can be combined, some thousands."""
    return Worths(sort)


def _before(role: str, sort: str, definite: str, person: bool | None, kind: str) -> Features:
    """What a candidate is by itself."""
    return [f"role={role}", f"sort={sort}", f"definite={definite}", f"person={person}", f"kind={kind}"]


def _ahead(role: str, gender: str | None, form: str, person: bool | None, kind: str, *genders: Any) -> Features:
    """What one that is yet to come is to a pronoun of this role and gender."""
    found = ["ahead", f"ahead, {role}", f"ahead, {form}", f"ahead, person={person}"]
    return [*found, f"ahead, {_genders(gender, *genders)}", f"kind={kind}"]


def _beside(
    sentences: str, plural: bool | None, plurals: bool | None, role: str, roles: str, source: bool, sources: bool
) -> Features:
    """How a candidate, the second of each two, meets a markable so many sentences behind it."""
    found = [f"sentences={sentences}", f"number={_same(plural, plurals)}"]
    if role == roles:
        found.append(f"parallel={role}")
        if sentences == "1":
            found.append("parallel, next sentence")
    if sources:
        found.append("source to source" if source else "source")
    return found


def _roles(role: str, roles: str, sort: str, relation: str, back: str) -> Features:
    """What a candidate's role and relation are to a pronoun."""
    found = [f"{role} < {roles}, {back}", f"{sort} {roles}, {back}", f"{role} < {relation}, {back}"]
    return [*found, f"relation={relation}, {back == '0'}"]


def _referent(gender: str | None, genders: str | None, likely: str | None, short: bool) -> Features:
    """How a candidate's gender meets a pronoun's."""
    return [_genders(gender, genders, likely, short)]


def _pronouns(word: str, plural: bool | None, plurals: bool | None) -> Features:
    """What an earlier pronoun is to one."""
    return [f"word={word}, {_same(plural, plurals)}"]


def _clauses(reflexive: bool, same: bool, owner: bool, roles: str, steps: int) -> Features:
    """Whether a candidate stands in the pronoun's clause, or in one so many steps above it."""
    found = []
    if reflexive:
        found.append("reflexive, same clause" if same else "reflexive, other clause")
    if owner:
        found.append(f"owner of, {roles}")
    if steps:
        found.append(f"{roles} {steps} above")
    return found


def _verbs(verb: str, role: str, roles: str, relation: str, relations: str) -> Features:
    """How a candidate's verb stands to that of a pronoun."""
    return [f"{verb}, {role} < {roles}", f"{verb}, {relation} < {relations}"]


def _between(apart: str, leads: bool, quoted: str, inside: bool) -> Features:
    """How far before a markable a candidate stands, and in which words."""
    found = [f"between={apart}"]
    if leads:
        found.append("leads its sentence")
    if quoted:
        found.append(f"quoted={quoted}")
    if inside:
        found.append("inside")
    return found


def _told(same: bool, named: str, first: str) -> Features:
    """What else a candidate is to a pronoun: the same word, often named, the first subject of its sentence."""
    found = ["same word"] if same else []
    if named:
        found.append(f"named before {named}")
    if first:
        found.append(f"first subject, {first}")
    return found


def _near(near: str, hobbs: str, subject: str, names: str, most: str, first: bool) -> Features:
    """What a candidate is among those that fit."""
    found = [f"nearest {near}", f"hobbs {hobbs}"]
    if subject:
        found.append(f"subject {subject}")
    if names:
        found.append(f"of names {names}")
    if most:
        found.append(most)
    if first:
        found.append("first named")
    return found


def _teller(role: str, owner: bool, denied: bool, quoted: bool) -> Features:
    """How a pronoun stands in what a candidate, or one whose a candidate is ("his lawyer"), says."""
    who = ("owner of teller" if owner else "teller") + (", quoted" if quoted else "")
    return [who, f"{who}, {role}", f"{who}, denied"] if denied else [who, f"{who}, {role}"]


def _words(*features: str) -> Features:
    return list(features)


def _no_words(definite: str, form: str, forms: str, suits: str, kind: str, kinds: str) -> Features:
    """What a candidate is to a noun or name with which it shares no word; `suits` where it may be what a noun says."""
    found = [f"no words, {definite}, {form}, {forms}"]
    return [*found, f"no words, {suits}", f"no words, {kind} and {kinds}"] if suits else found


def _alone(definite: str, role: str, kind: str, person: bool | None, *told: str) -> Features:
    """What speaks for a markable that goes back to nothing."""
    found = ["none", f"none, {definite}", f"none, {role}", f"none, {kind}", f"none, person {person}"]
    return found + [f"none, {one}" for one in told]


JOINT: Clue = (_words, ("joint",))
DOER: Clue = (_words, ("doer",))
PRONOUN: Clue = (_words, ("no words",))


def _genders(gender: str | None, other: str | None, likely: str | None, short: bool) -> str:
    """How a pronoun's gender meets another's: what the text tells of it, or what its given name makes likely."""
    if other or likely is None or gender is None:
        return f"gender={_same(gender, other)}"
    return f"likely={_same(gender, likely)}" + (", one word" if short else "")


class Ranking:
    """The markables of a document with, for each, what speaks for each antecedent and for none."""

    def __init__(self, reading: Reading) -> None:
        self.parse: Parse = reading.parse
        self.found = markables(reading)
        self.learned = {anaphor.token: anaphor for anaphor in self.parse.anaphors}
        self.told = self.contents(reading)
        self.said = self.tellers(reading)
        self.by_head: dict[int, list[Markable]] = {}
        self.by_word: dict[str, list[Markable]] = {}
        self.names: list[Markable] = []
        # Those of one name, by its words and its row.
        self.of_name: dict[tuple[tuple[str, ...], int], list[Markable]] = {}
        self.heads = {one.head: one for one in self.found if not one.joint}
        self.firsts: set[int] = set()
        seen: set[int] = set()
        self.subjects: dict[int, int] = {}
        self.topic = ""
        # The head of a token's clause, made when first asked for.
        self.verb_of: dict[int, int] = {}
        for one in self.found:
            if one.sentence not in seen:
                seen.add(one.sentence)
                self.firsts.add(one.index)
            if one.form == "named" and one.person and not self.topic:
                self.topic = one.words[-1]
            if one.role == "subject":
                self.subjects.setdefault(one.sentence, one.index)
        # Of each markable as a candidate.
        self.sides: list[Clue] = [(_before, (one.role, one.sort, one.definite, one.person, one.kind)) for one in self.found]
        self.genders = [(one.gender, one.likely, len(one.words) == 1) for one in self.found]

    def root(self, span: Span) -> int:
        """The token that governs the words of a span."""
        first, last = self.parse.range_of(span)
        return next((i for i in range(first, last) if not first <= self.parse.tokens[i].head < last), first)

    def tellers(self, reading: Reading) -> list[tuple[Span, int, bool]]:
        """What is said, with the token of who says it and whether it is denied; what is widest first."""
        found = []
        for said in reading.of(Attribution) if reading.has(Attribution) else ():
            if said.source:
                root = self.root(said.source[0])
                found += [(content, root, said.polarity == "negative") for content in said.content]
        return sorted(found, key=lambda one: one[0].start - one[0].end)

    def teller(self, one: Markable) -> tuple[int, bool]:
        """The token of who says the words that a markable stands in, and whether they are denied; -1 where nobody does."""
        found = (-1, False)
        for content, head, denied in self.said:
            if content.covers(one.span):
                found = (head, denied)
        return found

    def contents(self, reading: Reading) -> dict[int, tuple[Span, ...]]:
        """By the token of a pronoun that says something, what it says."""
        said = reading.of(Attribution) if reading.has(Attribution) else ()
        ranges = [(self.parse.range_of(span), one.content) for one in said for span in one.source]
        return {first: content for (first, last), content in ranges if last == first + 1}

    def each(self) -> Iterator[Markable]:
        """The markables in order; what is asked of one while it is at hand knows of those before it alone."""
        for one in self.found:
            yield one
            self.by_head.setdefault(one.head, []).append(one)
            if one.form == "named":
                self.names.append(one)
                self.of_name.setdefault((one.words, id(one.row)), []).append(one)
            for word in {*one.words, one.string} if one.form != "pronominal" else ():
                self.by_word.setdefault(word, []).append(one)

    def fitting(self, one: Markable) -> list[Markable]:
        """The candidates of a markable that it can be the same as, in text order."""
        return [other for other in self.candidates(one) if not self.barred(one, other)]

    def features(self, one: Markable, candidates: Sequence[Markable]) -> list[Features]:
        """What speaks for and against each candidate of a markable."""
        return [[name for features, given in clues for name in features(*given)] for clues in self.clues(one, candidates)]

    def scores(self, one: Markable, candidates: Sequence[Markable]) -> list[float]:
        """The weights of those features together, by candidate, the learned ranker's among them."""
        known, model = worths(one.sort), weights().get(one.sort, {}).get("model", 0.0)
        found = []
        for clues, odds in zip(self.clues(one, candidates), self.odds(one, candidates), strict=True):
            score = model * odds
            for clue in clues:
                score += known[clue]
            found.append(score)
        return found

    def clues(self, one: Markable, candidates: Sequence[Markable]) -> Iterator[list[Clue]]:
        """What there is to weigh of each candidate: its side, its stand, and what its place, its words and the others tell."""
        if one.form != "pronominal":
            for other in candidates:
                yield [
                    self.sides[other.index], self.beside(one, other), self.between(one, other), self.words(one, other)
                ]  # fmt: skip
            return
        rivals = self.rivals(one, candidates) if one.sort != "this" else {}
        teller, denied = self.teller(one)
        doer = self.doer(one.clause) if one.role == "other" else None
        for other in candidates:
            found = self.apart(one, other) if other.index < one.index else [self.ahead_of(one, other)]
            if other.head == teller or (other.clause == teller and other.role == "owner"):
                found.append((_teller, (one.role, other.head != teller, denied, one.quoted >= 0)))
            if other.head == doer:
                found.append(DOER)
            if other.index in rivals:
                found.append(rivals[other.index])
            yield found

    def ahead_of(self, one: Markable, other: Markable) -> Clue:
        """What there is to weigh of a candidate that is yet to come."""
        return _ahead, (one.role, one.gender, other.form, other.person, other.kind, *self.genders[other.index])

    def apart(self, one: Markable, other: Markable) -> list[Clue]:
        """What there is to weigh of an earlier candidate of a pronoun."""
        relation, its = self.relation(one.head), self.relation(other.head)
        sentences, same = one.sentence - other.sentence, one.clause == other.clause
        steps = self.above(one.clause, other.clause) if not sentences and other.role != "other" else 0
        reflexive = one.pronoun is not None and one.pronoun.reflexive
        owner = one.role == "owner" and not same and not sentences
        found: list[Clue] = [
            self.sides[other.index],
            self.beside(one, other),
            (_roles, (one.role, other.role, other.sort, its, _bucket(min(sentences, 3)))),
            (_referent, (one.gender, *self.genders[other.index])),
            self.between(one, other),
            self.place(one, other),
        ]
        if not sentences:
            found.append((_verbs, (self.verbs(one, other), one.role, other.role, relation, its)))
        if other.form == "pronominal":
            word = other.pronoun.person if other.pronoun else other.sort
            found.append((_pronouns, (word, one.plural, other.plural)))
        elif other.joint:
            found.append(JOINT)
        if reflexive or owner or steps:
            found.append((_clauses, (reflexive, same, owner, other.role, steps)))
        return found

    def candidates(self, one: Markable) -> list[Markable]:
        """The earlier markables that one may go back to, in text order."""
        found: dict[int, Markable] = {}
        if one.form == "pronominal":
            for other in reversed(self.found[max(0, one.index - NEAR) : one.index]):
                if one.sentence - other.sentence > SENTENCES:
                    break
                if other.kind == "TIME":
                    continue
                if one.sort != "speaker" or other.sort == "speaker" or other.source or (other.person and other.form == "named"):
                    found[other.index] = other
            ahead = self.ahead(one) if one.pronoun is not None and one.sort != "speaker" else None
            if ahead is not None:
                found[ahead.index] = ahead
        else:
            for word in {*one.words, one.string}:
                for other in islice(reversed(self.by_word.get(word, ())), SHARING):
                    found[other.index] = other
            if one.form == "named" and one.kind != "PER":
                for others in self.of_name.values():
                    if same_row(one.row, others[0].row) or same_body(one.words, others[0].words):
                        found.update((other.index, other) for other in others)
        if not one.joint and one.head in self.learned:
            for head, _ in self.learned[one.head].antecedents:
                for other in self.by_head.get(head, ()):
                    if not other.joint:
                        found[other.index] = other
        return [found[index] for index in sorted(found)]

    def ahead(self, one: Markable) -> Markable | None:
        """The subject that a pronoun in what stands before it goes forward to: "Hours after he lost, the premier left"."""
        parse = self.parse
        at = one.head
        while parse.tokens[at].head != at:
            above = parse.tokens[at].head
            if self.relation(at) in FRONTED and above > one.head:
                for subject in parse.children(above):
                    other = self.heads.get(subject)
                    if other is not None and subject > at and parse.tokens[subject].deprel in SUBJECTS:
                        fine = other.form != "pronominal" and agree(one, other) and other.person is not None
                        return other if fine else None
            at = above
        return None

    def barred(self, one: Markable, other: Markable) -> bool:
        """Whether two markables cannot be the same, whatever else speaks for it."""
        if one.head == other.head or (other.first <= one.first and one.last <= other.last and one.form != "pronominal"):
            return True
        if one.first <= other.first and other.last <= one.last:
            return True
        if (
            one.head in self.told
            and other.form != "pronominal"
            and any(words.covers(other.span) for words in self.told[one.head])
        ):
            # "The captain had radioed, he told deputies": who tells is nobody of whom he tells.
            return True
        return not agree(one, other) or self.bound(one, other)

    def bound(self, one: Markable, other: Markable) -> bool:
        """Whether both are arguments of one verb, which the same referent is only by a reflexive."""
        if one.pronoun is None or one.pronoun.reflexive or one.sort == "speaker":
            return False
        arguments = ("subject", "object")
        if one.clause == other.clause and one.role in arguments and other.role in arguments:
            return True
        return one.role == "object" and self.doer(one.clause) == other.head

    def doer(self, verb: int) -> int | None:
        """The head of the subject of a verb: its own, whom "who" stands for, or the one that it is understood to have."""
        tokens, relations = self.parse.tokens, self.parse.relations
        for _ in range(STEPS):
            subject = next((i for i in self.parse.below[verb] if tokens[i].deprel in SUBJECTS), None)
            above, relation = tokens[verb].head, relations[verb]
            if subject is not None:
                known = pronouns().get(self.parse.words[subject])
                return above if relation == "acl" and known is not None and known.person == "relative" else subject
            if relation == "acl":
                return above
            if relation == "xcomp":
                other = next((i for i in self.parse.below[above] if tokens[i].deprel in OBJECTS), None)
                if other is not None:
                    return other
            elif relation not in ("conj", "advcl"):
                return None
            verb = above
        return None

    # What speaks for it

    def beside(self, one: Markable, other: Markable) -> Clue:
        """How a candidate meets a markable, and so many sentences before."""
        back = _bucket(one.sentence - other.sentence)
        return _beside, (back, one.plural, other.plural, one.role, other.role, one.source, other.source)

    def between(self, one: Markable, other: Markable) -> Clue:
        """How far before a markable a candidate stands, and in which words."""
        quoted = ""
        if one.quoted != other.quoted:
            quoted = "later" if other.quoted < 0 else "earlier" if one.quoted < 0 else "two"
        elif one.quoted >= 0:
            quoted = "same"
        inside = other.first <= one.first and one.last <= other.last
        return _between, (_bucket(one.index - other.index), other.index in self.firsts, quoted, inside)

    def place(self, one: Markable, other: Markable) -> Clue:
        """What else a candidate is to a pronoun."""
        same = other.form == "pronominal" and one.word == other.word
        named = _bucket(len(self.by_word.get(other.words[-1], ()))) if other.form == "named" else ""
        first = _bucket(one.sentence - other.sentence) if other.index == self.subjects.get(other.sentence) else ""
        return _told, (same, named, first)

    def verbs(self, one: Markable, other: Markable) -> str:
        """How the clauses of two of one sentence stand to each other."""
        mine, its = self.verb(one.head), self.verb(other.head)
        if mine == its:
            return "same verb"
        steps = self.above(mine, its)
        return f"verb {steps} above" if steps else "verb below" if self.above(its, mine) else "verb beside"

    def rivals(self, one: Markable, candidates: Sequence[Markable]) -> dict[int, Clue]:
        """What each candidate of a pronoun that fits is among the others: how near, and whether most spoken of."""
        fitting = [
            other for other in candidates
            if other.person is not False and (other.form != "nominal" or other.person)
            and not (one.gender and other.likely and one.gender != other.likely)
        ]  # fmt: skip
        names: dict[str, int] = {}
        for other in fitting:
            if other.form == "named":
                names.setdefault(other.words[-1], len(names))
        often = {name: len(self.by_word.get(name, ())) for name in names}
        most = max(often.values(), default=0)
        near: dict[int, int] = {}
        subject: dict[int, int] = {}
        above: dict[int, int] = {}
        at = one.head
        while at not in above:
            above[at] = len(above)
            at = self.parse.tokens[at].head
        order = sorted(fitting, key=lambda other: self.hobbs(one, other, above))
        hobbs = {other.index: place for place, other in enumerate(order)}
        for other in reversed(fitting):
            near[other.index] = len(near)
            if other.role == "subject":
                subject[other.index] = len(subject)
        found: dict[int, Clue] = {}
        for other in fitting:
            at, place, total, most_named, first = other.index, "", "", "", False
            if at in subject:
                place = _bucket(subject[at])
            if other.form == "named":
                total, first = _bucket(len(names)), other.words[-1] == self.topic
                if often[other.words[-1]] == most:
                    most_named = "most named" if len(names) > 1 else "alone named"
            found[at] = (_near, (_bucket(near[at]), _bucket(hobbs[at]), place, total, most_named, first))
        return found

    def hobbs(self, one: Markable, other: Markable, above: Mapping[int, int]) -> tuple[int, ...]:
        """When Hobbs' search from a pronoun comes to a candidate: up the tree, then the sentences before, from the left. `above`
        says of the pronoun and its governors how many steps up they stand."""
        back = one.sentence - other.sentence
        if back or other.index > one.index:
            return (abs(back), 0, other.head)
        tokens = self.parse.tokens
        at = other.head
        while at not in above and tokens[at].head != at:
            at = tokens[at].head
        return (0, above.get(at, len(above)), other.head)

    def verb(self, i: int) -> int:
        """The head of the clause that a token stands in."""
        at = self.verb_of.get(i)
        if at is None:
            tokens = self.parse.tokens
            at = tokens[i].head
            while (
                tokens[at].head != at
                and self.relation(at) not in CLAUSES
                and not (self.relation(at) == "conj" and tokens[at].upos in ("VERB", "AUX"))
            ):
                at = tokens[at].head
            self.verb_of[i] = at
        return at

    def relation(self, head: int) -> str:
        return self.parse.relations[head]

    def above(self, clause: int, other: int) -> int:
        """How many steps up the tree from the head of one clause that of another stands; 0 where it does not, or too far."""
        for steps in range(1, STEPS + 1):
            clause = self.parse.tokens[clause].head
            if clause == other:
                return steps
        return 0

    def words(self, one: Markable, other: Markable) -> Clue:
        """How the words of two names or nouns meet."""
        if other.form == "pronominal":
            return PRONOUN
        found = []
        if one.string == other.string:
            found.append("same string")
            found.append(f"same string, {one.definite}" if one.form == "nominal" else f"same string, {one.kind}")
        if one.form == "named" and other.form == "named":
            if one.person and other.person:
                found.append("same person" if same_person(one.words, other.words) else "other person")
            elif same_row(one.row, other.row):
                found.append("same row")
            elif same_body(one.words, other.words):
                found.append("same body")
            elif set(one.words) <= set(other.words):
                found.append("part of the name")
            elif set(other.words) <= set(one.words):
                found.append("longer name")
            else:
                found.append("other name")
        elif one.words[-1] == other.words[-1]:
            found.append("same head")
            found.append(f"same head, {one.definite}")
            if one.others <= other.others:
                found.append("no new words" if one.others == other.others else "fewer words")
            elif one.others & other.others:
                found.append("some same words")
            elif other.others and one.others:
                found.append("other words")
            else:
                found.append("more words")
        elif one.form == "nominal" and other.form == "named" and one.words[-1] in other.titles:
            new = {word for word in one.others if word not in other.titles}
            found.append(f"its title, {one.definite}")
            found.append("new words beside the title" if new else "title alone")
        elif one.words[-1] in other.words or one.words[-1] in other.others:
            found.append("head within")
        else:
            suits = self.suits(one, other) if one.form == "nominal" and other.form == "named" else ""
            none = (one.definite, one.form, other.form, suits, one.kind, other.kind)
            return (_words, (*found, *_no_words(*none))) if found else (_no_words, none)
        return _words, tuple(found)

    def suits(self, one: Markable, other: Markable) -> str:
        """Whether a noun says what a named one is by its row: "the country" of a state, "the paper" of an outlet."""
        noun = one.words[-1]
        if noun in outlet_words():
            outlet = is_outlet(" ".join(other.words), other.words[-1]) or other.offices & outlet_words().keys()
            return "suits" if outlet else "not"
        kinds = SUITS.get(place_words("site").get(noun, "country" if one.kind == "GPE" else ""))
        if kinds is None or other.row is None:
            return "open"
        return "suits" if other.row.kind in kinds else "not"

    def alone(self, one: Markable, candidates: Sequence[Markable]) -> Features:
        """What speaks for a markable that goes back to nothing."""
        features, given = self.by_itself(one, candidates)
        return features(*given)

    def by_itself(self, one: Markable, candidates: Sequence[Markable]) -> Clue:
        """What there is to weigh of a markable that goes back to nothing."""
        if one.form == "pronominal":
            told = [one.word]
        else:
            told = ["plural" if one.plural else "singular", f"length {_bucket(one.last - one.first)}"]
            if not any(other.string == one.string for other in candidates):
                told.append("new string")
            if not candidates:
                told.append("no candidate")
            if one.others:
                told.append(f"others, {one.definite}")
        if one.quoted >= 0:
            told.append("quoted")
        if one.joint:
            told.append("joint")
        if one.head not in self.learned:
            told.append("unranked")
        return _alone, (one.definite, one.role, one.kind, one.person, *told)

    def odds(self, one: Markable, candidates: Sequence[Markable]) -> list[float]:
        """The learned ranker's log-odds of each antecedent against none, 0 where it has not looked."""
        anaphor = self.learned.get(one.head)
        if one.joint or anaphor is None:
            return [0.0] * len(candidates)
        none = math.log(max(1.0 - anaphor.score, LEAST))
        odds = {head: math.log(max(share, LEAST)) - none for head, share in anaphor.antecedents}
        other_odds = math.log(LEAST) - none
        return [0.0 if other.joint or other.index > one.index else odds.get(other.head, other_odds) for other in candidates]


def agree(one: Markable, other: Markable) -> bool:
    """Whether number, gender and kind of two markables can be those of one referent."""
    if one.gender and other.gender and one.gender != other.gender:
        return False
    if one.form == "named" and other.form == "named" and one.words == other.words:
        return True
    if one.person is not None and other.person is not None and one.person != other.person:
        return False
    if one.sort == "speaker" and other.sort == "speaker":
        same = one.pronoun is not None and other.pronoun is not None and one.pronoun.person == other.pronoun.person
        return not same or one.plural is None or other.plural is None or one.plural == other.plural
    if one.sort == "speaker" and one.plural and other.person and other.plural is False:
        return False
    if one.sort == "person" and (other.plural or other.kind in ("ORG", "GPE", "LOC", "FAC")):
        return False
    if one.sort == "thing" and other.plural:
        return False
    if one.form == "nominal" and other.form == "nominal":
        if one.definite == "indefinite" and not one.joint:
            return False
        if one.words == other.words and one.others and other.others and not one.others & other.others:
            return False
        return one.plural is None or other.plural is None or one.plural == other.plural
    if one.form == "named" and other.form == "named":
        if one.kind == other.kind == "GPE" and one.row and other.row and one.row.country != other.row.country:
            return False
        if one.person and other.person:
            return same_person(one.words, other.words)
    return True


def _same(one: object, other: object) -> str:
    return "open" if one is None or other is None else "same" if one == other else "other"


def _bucket(number: int) -> str:
    """A count as one of few: 0 1 2 3 4-6 7-12 13-25 26-."""
    return _BUCKETS[number] if 0 <= number < 26 else "0" if number < 0 else _BUCKETS[26]


_BUCKETS = ("0", "1", "2", "3", *["4-6"] * 3, *["7-12"] * 6, *["13-25"] * 13, "26-")


def chains(reading: Reading) -> tuple[Chain, ...]:
    """The chains of a document by their first mention, those of one mention too."""
    return _Clusters(reading).chains()


class _Clusters:
    """The chains of one document in the making. Markables are taken in text order; one that waits for a later one (the words of a
    speaker who is named behind them, a pronoun before its name) joins it when it comes."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.ranking = Ranking(reading)
        self.of: dict[int, Cluster] = {}
        self.found: list[Cluster] = []
        self.sure: dict[int, float] = {}
        self.waiting: dict[int, Cluster] = {}
        self.members: dict[int, list[Cluster]] = {}
        self.sides: dict[int, list[Markable]] = {}
        self.others: dict[int, Markable] = {}
        self.heads = self.ranking.heads
        self.speakers = dict(self.spoken())

    def chains(self) -> tuple[Chain, ...]:
        for one in self.ranking.each():
            self.add(one, self.cluster(one))
        sides = self.side_clusters()
        self.found = [cluster for cluster in self.found if cluster]
        order = {id(cluster): number for number, cluster in enumerate(sorted(self.found, key=_place))}
        return tuple(self.chain(cluster, order, sides) for cluster in sorted(self.found, key=_place))

    def chain(self, cluster: Cluster, order: Mapping[int, int], sides: Mapping[int, Cluster]) -> Chain:
        mentions = [
            Reference(
                span=one.span, head=one.head, form=one.form, name=one.name, confidence=round(self.sure.get(one.index, 1.0), 4)
            )
            for one in sorted(cluster, key=lambda one: (one.span.start, -one.span.end))
        ]
        members = self.members.get(id(cluster))
        if members is None:
            joint = next((one for one in cluster if one.joint), None)
            members = [self.of[part.index] for part in joint.parts] if joint else []
        side = sides.get(id(cluster))
        return Chain(
            mentions=tuple(mentions),
            members=tuple(dict.fromkeys(order[id(one)] for one in members)),
            side=order[id(side)] if side is not None else None,
        )

    def add(self, one: Markable, cluster: Cluster | None) -> None:
        """Puts a markable into a cluster, a new one where it has none, with all that waited for it."""
        if cluster is None:
            cluster = []
            self.found.append(cluster)
        waited = self.waiting.pop(one.index, None)
        if waited is not None and waited is not cluster:
            cluster += waited
            for other in waited:
                self.of[other.index] = cluster
            waited.clear()
        cluster.append(one)
        self.of[one.index] = cluster

    def cluster(self, one: Markable) -> Cluster | None:
        """The cluster that a markable joins, or None."""
        speaker = self.speakers.get(one.index)
        if speaker is not None:
            return self.wait(speaker)
        if one.pair:
            return self.both(one)
        sure = (self.same_name, self.described) if one.form == "named" else (self.itself, self.home, self.bearer, self.again)
        known = next((cluster for find in sure if (cluster := find(one)) is not None), None)
        if known is not None:
            return known
        best = self.ranked(one)
        if best is None and one.pronoun is not None and one.sort != "speaker":
            ahead = self.ranking.ahead(one)
            if ahead is not None:
                return self.wait(ahead)
        return best

    def wait(self, other: Markable) -> Cluster:
        """The cluster of a markable, or, before it comes, of those that wait for it."""
        if other.index in self.of:
            return self.of[other.index]
        if other.index not in self.waiting:
            self.waiting[other.index] = []
            self.found.append(self.waiting[other.index])
        return self.waiting[other.index]

    def ranked(self, one: Markable) -> Cluster | None:
        """The likeliest cluster that has nothing a markable cannot be with, or None."""
        candidates = self.ranking.fitting(one)
        if not candidates:
            return None
        scores = self.ranking.scores(one, candidates)
        none = worths(one.sort)[self.ranking.by_itself(one, candidates)]
        top = max([none, *scores])
        clusters = [self.standing(other) for other in candidates]
        shares: dict[int, float] = {}
        for cluster, score in zip(clusters, scores, strict=True):
            shares[id(cluster)] = shares.get(id(cluster), 0.0) + math.exp(score - top)
        share = math.exp(none - top)
        total = share + sum(shares.values())
        best: Cluster | None = None
        for cluster in reversed(clusters):
            if shares[id(cluster)] > share and self.fits(one, cluster):
                best, share = cluster, shares[id(cluster)]
        for other, cluster in zip(candidates, clusters, strict=True) if best is not None and not best else ():
            if cluster is best and not cluster:
                best = self.wait(other)
        self.sure[one.index] = share / total
        return best

    def standing(self, other: Markable) -> Cluster:
        """The cluster of a markable, of one that is yet to come the one that its name has; an empty one where there is none."""
        if other.index in self.of:
            return self.of[other.index]
        named = self.same_name(other) if other.form == "named" else None
        return named if named is not None else self.waiting.get(other.index, [])

    def fits(self, one: Markable, cluster: Cluster) -> bool:
        """Whether a markable can be one of a cluster: none it cannot be, none that owns it, and not who speaks of it."""
        speaker = self.others.get(one.index)
        if speaker is not None and self.of.get(speaker.index) is cluster:
            return False
        return all(
            agree(one, member)
            and not self.ranking.bound(one, member)
            and not (one.form != "pronominal" and one.first <= member.first and member.last <= one.last)
            for member in cluster
        )

    # Surer than any ranking

    def spoken(self) -> Iterator[tuple[int, Markable]]:
        """(markable, speaker) of each first person in quoted words whose speaker is told; of "we" only where the speaker is
        more than one person, else it is of the speaker's side. A third person there is another than the speaker."""
        inside = [one for one in self.ranking.found if one.pronoun is not None and one.quoted >= 0]
        holders: dict[int, tuple[int, Markable]] = {}
        for attribution in self.reading.of(Attribution) if inside and self.reading.has(Attribution) else ():
            spans = attribution.source or ((attribution.carried,) if attribution.carried else ())
            speaker = self.heading(spans[0]) if spans else None
            for content in attribution.content if speaker is not None else ():
                size = content.end - content.start
                for one in inside:
                    if content.covers(one.span) and speaker and size < holders.get(one.index, (size + 1, speaker))[0]:
                        holders[one.index] = (size, speaker)
        for one in inside:
            if one.index not in holders or one.pronoun is None:
                continue
            speaker = holders[one.index][1]
            if one.pronoun.person == "third":
                self.others[one.index] = speaker
            elif one.pronoun.person == "first":
                several = bool(speaker.plural) or bool(speaker.joint)
                body = not speaker.person and speaker.kind != "PER"
                if body or bool(one.plural) == several:
                    yield one.index, speaker
                elif one.plural:
                    self.sides.setdefault(speaker.index, []).append(one)

    def heading(self, span: Span) -> Markable | None:
        """The markable that a source's words are."""
        parse = self.ranking.parse
        first, last = parse.range_of(span)
        roots = [i for i in range(first, last) if parse.tokens[i].head == i or not first <= parse.tokens[i].head < last]
        return next((self.heads[i] for i in roots if i in self.heads), None)

    def side_clusters(self) -> dict[int, Cluster]:
        """Of each cluster of "we", the cluster of the speaker whose side it is; the words of one speaker are one cluster."""
        ours: dict[int, Cluster] = {}
        found: dict[int, Cluster] = {}
        for speaker, words in self.sides.items():
            whose = self.of[speaker]
            for one in words:
                cluster = self.of[one.index]
                if cluster is whose:
                    continue
                first = ours.setdefault(id(whose), cluster)
                if cluster is not first and all(other in words for other in cluster):
                    first += cluster
                    for other in cluster:
                        self.of[other.index] = first
                    cluster.clear()
                found[id(first)] = whose
        return found

    def same_name(self, one: Markable) -> Cluster | None:
        """The latest cluster with a name that goes together with this one."""
        named = (o for word in (one.words[-1], one.words[0]) for o in islice(reversed(self.ranking.by_word.get(word, ())), NAMES))
        others = named if one.person else iter(reversed(self.ranking.names[-NAMES:]))
        for other in others:
            if other.form != "named" or bool(one.person) != bool(other.person):
                continue
            if one.person:
                same = same_person(one.words, other.words)
            else:
                same = same_row(one.row, other.row) or same_body(one.words, other.words)
            if same and self.fits(one, self.of[other.index]):
                return self.of[other.index]
        return None

    def bearer(self, one: Markable) -> Cluster | None:
        """The latest named one whose title or kind a definite noun gives with all its words ("the minister", "the paper"), or the
        only person near whose title it may stand for ("the envoy")."""
        if one.form != "nominal" or one.plural or one.joint or one.definite not in ("the", "this"):
            return None
        noun = one.words[-1]
        outlet, alike = noun in outlet_words(), stands_for(noun)
        near: dict[int, Cluster] = {}
        for other in reversed(self.ranking.names[-NAMES:]):
            titled = noun in other.offices and one.others <= other.titles
            if (titled or (outlet and self.ranking.suits(one, other) == "suits")) and self.fits(one, self.of[other.index]):
                return self.of[other.index]
            kind = other.person and one.sentence - other.sentence <= ALIKE and not alike.isdisjoint(other.offices)
            if kind and one.others <= other.titles and self.fits(one, self.of[other.index]):
                near[id(self.of[other.index])] = self.of[other.index]
        return next(iter(near.values())) if len(near) == 1 else None

    def again(self, one: Markable) -> Cluster | None:
        """The latest one before, not far, of the same noun that has all of a definite one's words: "the students"."""
        if one.form != "nominal" or one.joint or one.definite != "the":
            return None
        for other in reversed(self.ranking.by_word.get(one.words[-1], ())):
            if one.sentence - other.sentence > SENTENCES:
                return None
            same = other.form == "nominal" and other.words[-1] == one.words[-1] and one.others <= other.others
            if same and self.fits(one, self.of[other.index]):
                return self.of[other.index]
        return None

    def itself(self, one: Markable) -> Cluster | None:
        """The cluster of the subject that a reflexive goes back to."""
        if one.pronoun is None or not one.pronoun.reflexive:
            return None
        doer = self.ranking.doer(one.clause)
        other = self.heads.get(doer) if doer is not None else None
        return self.of.get(other.index) if other is not None and agree(one, other) else None

    def described(self, one: Markable) -> Cluster | None:
        """The latest nameless person who is named here with the same noun: "The minister, Tor Aasen" after "a minister"."""
        if not one.person or one.definite != "the":
            return None
        noun = self.ranking.parse.tokens[one.head].lemma.lower()
        for other in reversed(self.ranking.by_word.get(noun, ()) if noun in one.offices else ()):
            if other.form == "nominal" and other.words[-1] == noun and not other.plural and self.fits(one, self.of[other.index]):
                return self.of[other.index] if one.others <= other.others else None
        return None

    def both(self, one: Markable) -> Cluster | None:
        """The two that "both countries" or "the two" stand for: a coordination, two of a kind or a pair told just before; else
        the two parties of the last act; else the only two named there."""
        near = [
            other for other in self.ranking.found[max(0, one.index - PAIRED) : one.index]
            if one.sentence - other.sentence <= TWO and not (one.first <= other.first and other.last <= one.last)
        ]  # fmt: skip
        for other in reversed(near):
            if other.joint and len(other.parts) == 2 and all(_of_kind(part, one.pair) for part in other.parts):
                return self.of[other.index]
            cluster = self.of[other.index]
            told = other.pair and (len(cluster) > 1 or id(cluster) in self.members)
            two = other.plural and not referring("pair").keys().isdisjoint(other.others)
            if (told or two) and _of_kind(other, one.pair):
                return cluster
        parties = self.opposed(near, one.pair)
        if parties is not None:
            return self.made_of(parties)
        for kind in (one.pair,) if one.pair != "ANY" else ("GPE", "ORG", "PER"):
            fitting = [self.of[other.index] for other in near if other.form == "named" and _of_kind(other, kind)]
            named = {id(cluster): cluster for cluster in fitting}
            if len(named) == 2:
                return self.made_of(list(named.values()))
        return None

    def opposed(self, near: Sequence[Markable], kind: str) -> list[Cluster] | None:
        """The two parties of the last act among some markables."""
        at = {one.head: one for one in near if not one.joint}
        for event in reversed(self.reading.of(Event)) if self.reading.has(Event) else ():
            if len(event.actor) == len(event.recipient) == 1:
                two = [at.get(self.ranking.root(span)) for span in (*event.actor, *event.recipient)]
                found = [self.of[one.index] for one in two if one is not None and _of_kind(one, kind)]
                if len(found) == 2 and found[0] is not found[1]:
                    return found
        return None

    def made_of(self, clusters: list[Cluster]) -> Cluster:
        """A new cluster of what is made of others."""
        two: Cluster = []
        self.found.append(two)
        self.members[id(two)] = clusters
        return two

    def home(self, one: Markable) -> Cluster | None:
        """The state that "his country" is, by the office of whose it is; None where it is not named in the text before."""
        if one.definite != "owned" or one.words[-1] not in referring("home"):
            return None
        owner = next((o for o in self.ranking.found if o.role == "owner" and o.clause == one.head and o.index in self.of), None)
        if owner is None:
            return None
        text = self.reading.document.text
        codes = {code(other.span.of(text)).country for other in self.of[owner.index] if other.form != "pronominal"} - {None}
        for other in reversed(self.ranking.found[: one.index]):
            if other.kind == "GPE" and other.row is not None and other.row.kind in STATE and {other.row.country} == codes:
                return self.of[other.index]
        return None


Cluster = list[Markable]


def _place(cluster: Cluster) -> tuple[int, int]:
    return min((one.span.start, -one.span.end) for one in cluster)


def _of_kind(one: Markable, kind: str) -> bool:
    return kind == "ANY" or one.kind == kind or (kind == "ORG" and one.kind == "NORP")
