"""Events: who did what to whom, when and where, with what toll, and whether the text says that it was done.

Types and modes are PLOVER's (docs/decisions/0006-plover.md), realis and what counts as an event as in
docs/decisions/0007-realis-conventions.md. A grammar over the dependency parse: words that tell of an act (`triggers`), where
its parties stand (`roles`), a walk up the tree for the realis (`realis`), and one act told twice made one (`same`). Which
words do so is knowledge about a language and stands in the lexicon, one row one fact. Statements are no events: a plain
comment gives none, praise is SUPPORT, blame ACCUSE, a demand REQUEST by the verb that says so.
Knowingly missed: acts that only a whole sentence tells ("The guns fell silent"), parties that another sentence names, acts
named by words that mean many things ("moved on the town").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

import msgspec

from sayso.core.clauses import places_of, times_of
from sayso.core.contents import Contents
from sayso.core.data import Attribution, Event, EventType, Quantity, Realis, TimeExpression
from sayso.core.parse import Act, Entity, Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.extract.events.same import Draft, fold, overlap
from sayso.lexicon.clauses import clause_words
from sayso.lexicon.events import Condition, Trigger, contexts, instruments, small_words, tolls, triggers_by_form
from sayso.lexicon.plover import content_mode
from sayso.syntax.realis import doubted, farthest, realis
from sayso.syntax.roles import Slot, fits
from sayso.syntax.tree import REACH, tree_of

NEEDS, GIVES, MADE_BY = (Parse, Attribution, TimeExpression, Quantity), Event, "events.rules/1"

# Confidence of an event by a row of the lexicon, set by hand, and of one by the model alone: about the share right among the
# 25 that this adds in held news (decision 11). Not calibrated.
CONFIDENT, ALONE = 0.8, 0.55
# With this probability of an act of a row's type, the model stands in for a row's conditions on who and what take part: for words
# that mean little else, and for what the text does not tell as done. What happens in general is no act: less than GENERAL, and of
# what is done than COMMON.
VOUCHED, OPEN, GENERAL, COMMON = 0.5, 0.95, 0.75, 0.5
# With this probability a plain noun of what is not done ("short of sanctions", "no recognition this year") needs nobody beside
# it. Swept from .3 to .8 on all sets of cases and the held news: .8 is the lowest that adds none on the news that is no act.
LIKELY = 0.8
# What is "no" or "any" such act is open whatever else is told ("any new amnesty must exclude officers").
UNBOUND = 0.3
# With this probability of an act, a word that no row fits is one by the model alone, with the parties that rows of its type have.
OWN = 0.93
KNOWN, UNDONE = 0.85, 0.7
# A harm that nobody does, with less than this from the model, is a mishap.
HARMED = 0.25
# Acts whose object is whom they are done for or to, where no preposition tells.
FOR_WHOM = frozenset({"COOPERATE", "AID", "AGREE", "CONCEDE", "REJECT"})
# Acts that are told by what is said more than by the word for it: "attacked the figures", "warned that they could be tortured".
CLAIMED = frozenset({"ACCUSE", "THREATEN"})
# Acts that are done with words: who says something else beside them does them too.
SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE"})
# Where those stand who do what a noun tells.
DOERS = (("subj",), ("by",), ("poss",))
HARM = frozenset({"dead", "injured"})
# A sentence, or a clause of so many words at most, may only say that the one before is not so.
SHORT, LONG = 6, 14
# What only those who have forces can order.
FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})


def extract(reading: Reading) -> Iterator[Event]:
    """Every event of the document, in text order; none in teasers."""
    work = _Extractor(reading)
    drafts = work.deliberate(work.drafts())
    for draft in drafts:
        if draft.event_type == "ASSAULT" and work.loose(draft, drafts):
            draft.actor = []
    work.refuted(drafts)
    work.retold(drafts)
    work.tolls(drafts)
    drafts = work.merged(drafts)
    work.speech(drafts)
    drafts = [draft for draft in work.distinct(drafts) if not work.mishap(draft)]
    made: dict[int, Event] = {}
    for draft in sorted(fold(work.tree, drafts), key=_depth):
        made[id(draft)] = work.event(draft, made)
    found: dict[str, Event] = {}
    for event in sorted(made.values(), key=lambda one: one.trigger):
        found.setdefault(event.id, event)
    yield from found.values()


@cache
def _of_nouns(word: str) -> tuple[Trigger, ...]:
    """The rows of a verb as those of the noun made of it, which has "of" for an object."""
    found = []
    for row in triggers_by_form()[word]:
        if row.pos != "verb" or len(row.words) > 1 or word == row.words[0]:
            continue
        for of in sorted(small_words("of")):
            when = tuple(msgspec.structs.replace(one, slot=of) if one.slot == "obj" else one for one in row.when)
            if any(one.slot == of and not one.negated for one in when):
                when = tuple(one for one in when if one.slot != "subj")
                recipient = ((of,),) if row.recipient else ()
                found.append(msgspec.structs.replace(row, pos="noun", actor=DOERS, recipient=recipient, when=when))
    return tuple(found)


def _bare(row: Trigger) -> Trigger:
    """A row without what it asks for, but with what it bars and the voice that its parties stand in."""
    kept = tuple(one for one in row.when if one.negated or one.slot in ("pos", "passive"))
    return msgspec.structs.replace(row, mode=(), when=kept)


@cache
def _known(word: str, event_type: str, verb: bool) -> tuple[Trigger, ...]:
    """The rows of a word for a type, without what they ask for."""
    rows = (row for row in triggers_by_form().get(word, ()) if row.event_type == event_type and len(row.words) == 1)
    return tuple(_bare(row) for row in rows if (row.pos == "verb") == verb and not _turned(row))


def _turned(row: Trigger) -> bool:
    """Whether a row has its actor where others have whom it is done to: "hosted [a minister]"."""
    return row.actor[:1] == (("obj",),)


@cache
def _usual(event_type: str, pos: str) -> Trigger:
    """A row without conditions that has its parties where most words of a type have them."""
    rows = [row for rows in triggers_by_form().values() for row in rows if row.event_type == event_type and row.pos == pos]
    (actor, recipient), _ = Counter((row.actor, row.recipient) for row in rows).most_common(1)[0]
    return msgspec.structs.replace(rows[0], pos=pos, mode=(), when=(), actor=actor, recipient=recipient)


def _depth(draft: Draft) -> int:
    depth, at = 0, draft
    while depth < REACH and (at.under or at.same_as):
        depth, at = depth + 1, at.under or at.same_as or at
    return depth


class _Extractor:
    """One document's layers, and the drafts made from them."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.parse = reading, reading.parse
        self.text = reading.document.text
        self.times = reading.of(TimeExpression)
        self.tree = tree_of(reading)
        self.attributions = reading.of(Attribution)
        self.contents = Contents(self.attributions)
        self.quantities = [q for q in reading.of(Quantity) if q.unit is None]
        self.published = (reading.document.published or "")[:10]
        own = {act.token for act in self.parse.acts if act.score >= self.least(act) and act.general <= GENERAL}
        self.alone: set[int] = set()
        # Of words side by side that make one act, the one that the others hang on.
        apart = (k for k in own if self.tree.tokens[k].head not in own & {k - 1, k + 1})
        self.own = {k for k in apart if self.tree.nominal(k) or self.tree.verbal(k)}

    def least(self, act: Act) -> float:
        """From which probability on a word that no row fits is an act: one of a type that rows give the word needs less."""
        rows = triggers_by_form().get(self.tree.word(act.token), ())
        known = any(row.event_type == act.event_type and len(row.words) == 1 for row in rows)
        return UNDONE if known and act.event_type not in CLAIMED else OWN

    # What tells of an act

    def drafts(self) -> list[Draft]:
        taken: set[int] = set()
        found: list[Draft] = []
        table = triggers_by_form()
        for at in range(len(self.tree.tokens)):
            fit = self.fit(at) if self.tree.words[at] in table and self.read(at) and not self.called(at) else None
            if fit is None or taken & set(fit[2]):
                continue
            row, slot, words = fit
            taken |= set(words)
            words = self.named(row, slot) or words
            consumed = set(self.consumed(row, slot))
            taken |= {k for k in consumed if k > at}
            found = [draft for draft in found if draft.at not in consumed or draft.at > at]
            if row.event_type is not None:
                found.append(self.draft(row, slot, words))
        acts = {draft.at: draft.event_type for draft in found}
        for at in sorted(self.own - taken):
            fit = self.owned(at) if self.read(at) and not self.called(at) else None
            draft = self.draft(*fit) if fit is not None and fit[0].event_type is not None else None
            if draft is not None and (draft.realis != "actual" or self.parse.act_at[at].score >= KNOWN):
                acts[at] = draft.event_type
                found.append(draft)
                self.alone.add(at)
        brought = self.light(found) if self.alone else set()
        kept = [d for d in found if d.at not in self.alone or not ((d.at, d.realis) in brought or self.part_of(d, acts))]
        return sorted(kept, key=lambda draft: draft.at)

    def read(self, at: int) -> bool:
        """Whether a word stands where acts are read: in no teaser."""
        block = self.reading.document.block_at(self.tree.tokens[at].span.start)
        return block is None or block.role != "teaser"

    def mishap(self, draft: Draft) -> bool:
        """Whether a harm that nobody does ("nine people were killed") is none of an act, as far as the model sees."""
        act = self.parse.act_at.get(draft.at)
        done = draft.realis == "actual" and not draft.noun
        alone = done and draft.harm and not draft.actor and self.tree.passive(draft.at)
        return alone and (act is None or act.score < HARMED)

    def called(self, at: int) -> bool:
        """Whether a noun is what somebody calls a thing, and no act of its own: "recognised the famine as [genocide]"."""
        tree = self.tree
        if tree.verbal(at):
            return False
        while tree.relation(at) == "conj" and not tree.verbal(tree.tokens[at].head):
            at = tree.tokens[at].head
        head, relation = tree.tokens[at].head, tree.relation(at)
        if relation in ("obl", "nmod", "advcl") and tree.cases(at) & small_words("as"):
            head = head if tree.verbal(head) else tree.tokens[head].head
            return tree.word(head) in small_words("naming")
        objects = [k for k in tree.has(head, "obj", "iobj") if k < at]
        return tree.word(head) in small_words("calling") and (
            relation in ("xcomp", "ccomp") or (relation == "obj" and bool(objects))
        )

    def part_of(self, draft: Draft, acts: Mapping[int, EventType]) -> bool:
        """Whether a word is an act only as part of one beside it of its type: "fired tear [gas]", "[host] talks"."""
        head = self.tree.tokens[draft.at].head
        beside = {head, *self.tree.has(draft.at, "obj")} - {draft.at}
        return any(acts.get(k) == draft.event_type for k in beside)

    def light(self, drafts: list[Draft]) -> set[tuple[int, Realis]]:
        """The verbs that only bring about an act that a noun beside them names ("[imposed] sanctions"), each with the realis that
        both then have: who "offered an inquiry" offered it."""
        slots = ((draft, Slot(self.tree, draft.at, False)) for draft in drafts if draft.noun)
        return {(slot.light, draft.realis) for draft, slot in slots if slot.light is not None and slot.acts()}

    def fit(self, at: int) -> tuple[Trigger, Slot, tuple[int, ...]] | None:
        """The first row that fits a token, else one that the model vouches for."""
        for row in triggers_by_form()[self.tree.word(at)]:
            found = fits(self.tree, at, row)
            if found is not None:
                return row, found[0], found[1]
        return self.named_by(at) or self.lacked(at) or self.vouched(at)

    def named_by(self, at: int) -> tuple[Trigger, Slot, tuple[int, ...]] | None:
        """A verb's row for the noun made of it: "the jailing of editors" as "jailed editors"."""
        if self.tree.tokens[at].xpos != "NN" or self.tree.verbal(at):
            return None
        for row in _of_nouns(self.tree.word(at)):
            found = fits(self.tree, at, row)
            if found is not None:
                return row, found[0], found[1]
        return None

    def lacked(self, at: int) -> tuple[Trigger, Slot, tuple[int, ...]] | None:
        """The first row of a plain noun that a clause is without or that somebody is called to or asked for: "ended without a
        [deal]", "invited both to a [meeting]"."""
        tree = self.tree
        if tree.word(at) not in small_words("plain"):
            return None
        without = tree.cases(at) & small_words("without") and tree.has(at, "det")
        if without or self.to_meet(Slot(tree, at, False)):
            able = []
            for row in triggers_by_form()[tree.word(at)]:
                bare = _bare(row)
                found = fits(tree, at, bare) if row.event_type and row.pos == "noun" and len(row.words) == 1 else None
                able += [(bare, found[0], found[1])] if found is not None else []
            return next((one for one in able if one[1].roles(one[0].actor, acting=True)), able[0] if able else None)
        return None

    def vouched(self, at: int) -> tuple[Trigger, Slot, tuple[int, ...]] | None:
        """A row of the type that the model is sure of, all of whose conditions but those on who and what take part hold."""
        act, word = self.parse.act_at.get(at), self.tree.word(at)
        plain = word in small_words("plainly" if self.tree.verbal(at) else "plain")
        unbound = any(self.tree.word(k) in small_words("unbound") for k in self.tree.has(at, "det"))
        least = UNBOUND if plain and unbound else VOUCHED if plain else OPEN
        if act is None or act.score < least or act.general > GENERAL or word in small_words("vague"):
            return None
        if any(self.tree.tokens[k].deprel == "compound:prt" for k in self.tree.kids[at]):
            return None  # "boarded up" is another verb
        verb = self.tree.verbal(at)
        rows = [r for r in triggers_by_form()[word] if r.event_type and len(r.words) == 1 and (verb or r.pos != "verb")]
        rows = [r for r in rows if not _turned(r)]
        for row in [row for row in rows if row.event_type == act.event_type] or (rows if plain else []):
            bare = _bare(row)
            found = fits(self.tree, at, bare)
            if found is None or not self.somebody(found[0], "somebody" if plain else "who"):
                continue
            done = doubted(realis(self.tree, at, found[0].top, not found[0].verb, headline=False), act) == "actual"
            told = self.party(found[0], row)
            sure = plain and (unbound or act.score >= LIKELY) and not self.spoken_of(found[0])
            likely = told or found[0].verb or sure
            if (told and plain and act.general <= COMMON) if done else likely:
                return bare, found[0], found[1]
        return None

    def spoken_of(self, slot: Slot) -> bool:
        """Whether a noun is only what something is said of, or a state: "the [dialogue] was not tied to it", "under [arrest]"."""
        tree, at = self.tree, slot.at
        known = any(tree.word(k) in small_words("definite") for k in tree.has(at, "det")) and not tree.has(at, "acl", "acl:relcl")
        return (known and tree.relation(slot.top) == "nsubj") or bool(tree.cases(slot.top) & small_words("under"))

    def owned(self, at: int) -> tuple[Trigger, Slot, tuple[int, ...]] | None:
        """The usual row of the type that the model gives a word that no row fits."""
        act, verb = self.parse.act_at[at], self.tree.verbal(at)
        slot = Slot(self.tree, at, verb)
        row = msgspec.structs.replace(_usual(act.event_type, "verb" if verb else "noun"), words=(self.tree.word(at),))
        if verb and act.event_type in FOR_WHOM:
            row = msgspec.structs.replace(row, recipient=(*row.recipient, ("obj:who",)))
        rows = _known(self.tree.word(at), act.event_type, verb)
        held = [one for one in rows if all(map(slot.meets, one.when))]
        if not held and (act.score < OWN or (rows and act.event_type in CLAIMED)):
            return None  # "declined to comment", "called it a great step": what the rows bar
        row = next((one for one in held if any(map(self.anyone, slot.roles(one.recipient, acting=False)))), row)
        return (row, slot, (at,)) if self.somebody(slot, "who") and self.party(slot, row) else None

    def anyone(self, k: int) -> bool:
        """Whether a phrase is somebody, or a pronoun that may be."""
        return self.tree.who(k) or self.tree.anaphor(k)

    def party(self, slot: Slot, row: Trigger) -> bool:
        """Whether somebody is told to take part in what a row names: who does it, or, where nobody does, to whom it is done; of
        a noun its verb may stand for them ("drew praise")."""
        brought = slot.light is not None and self.tree.relation(slot.top) == "obj"
        asked = slot.verb and self.tree.relation(slot.at) == "ccomp"  # "to say [who] would pay"
        doers = [k for k in slot.roles(row.actor, acting=True) if not (asked and self.tree.word(k) in small_words("relative"))]
        if brought or any(map(self.anyone, doers)):
            return True
        undergoers = slot.roles(row.recipient, acting=False)
        return not slot.fill("subj") and any(self.tree.is_a(k, "who") for k in undergoers)

    def somebody(self, slot: Slot, kind: str) -> bool:
        """Whether somebody does what a verb says, or it is done to somebody where nobody is named."""
        doers, undergoers = slot.fill("subj"), slot.fill("obj")
        return not slot.verb or any(self.tree.is_a(k, kind) for k in doers or undergoers) or not (doers or undergoers)

    def consumed(self, row: Trigger, slot: Slot) -> Iterator[int]:
        """The nouns that a row's own conditions ask for and that are no act beside it."""
        for condition in row.when:
            if condition.taken:
                yield from self.held(condition, slot)

    def named(self, row: Trigger, slot: Slot) -> tuple[int, ...]:
        """The noun that names the act where the row's verb only carries it: "lodged a [protest]"."""
        found = tuple(k for condition in row.when if condition.names for k in self.held(condition, slot))[:1]
        if found and self.tree.word(slot.at) in small_words("wields"):
            return tuple(range(slot.at, found[0] + 1))  # "used tear gas"
        return found

    def held(self, condition: Condition, slot: Slot) -> list[int]:
        found = [k for k in slot.fill(condition.slot) if any(self.tree.is_a(k, value) for value in condition.values)]
        return [*found, *(n for k in found if self.tree.word(k) in small_words("part") for n in self.tree.whole(k))]

    def draft(self, row: Trigger, slot: Slot, words: tuple[int, ...]) -> Draft:
        tree, at = self.tree, slot.at
        block = self.reading.document.block_at(tree.tokens[at].span.start)
        headline = block is not None and block.role == "headline"
        walk = realis(tree, at, slot.top, not slot.verb, headline)
        assert row.event_type is not None
        if slot.verb and tree.relation(at) == "acl" and tree.tokens[at].head in self.consumed(row, slot):
            # "Talks facilitated by the commission will begin in May": no more is done than what the participle stands on.
            of = realis(tree, tree.tokens[at].head, Slot(tree, tree.tokens[at].head, False).top, True, headline)
            walk = of if farthest([walk.realis, of.realis]) != walk.realis else walk
        recipient = [
            k for k in slot.roles(row.recipient, acting=False) if not (self.deed(k) or self.nobody(k) or self.outcome(k))
        ]
        if slot.verb and not recipient:
            given = len(tree.has(at, "obj", "iobj")) > 1 and not row.recipient
            to = [k for k in slot.fill("iobj") if self.anyone(k)] if given and row.event_type != "CONSULT" else []
            recipient = self.told_to(at) if row.event_type == "REQUEST" else to
        if not slot.verb and not recipient:
            recipient = self.brought_to(slot)
        if row.event_type == "PROTEST" and not recipient:
            recipient = [k for name in sorted(small_words("outside")) for k in slot.fill(name) if self.seat(k)]
        objects = tree.has(at, "obj", "iobj")
        if slot.verb and row.event_type in FOR_WHOM and objects[1:] and objects[0] in recipient:
            recipient = [k for k in recipient if k not in objects[1:]]  # "brought [them] coats"
        doers = self.doers(row, slot)
        if not (slot.verb or doers) and set(recipient) & set(slot.fill("of")):
            doers = [k for k in slot.fill("poss") if tree.who(k)]  # "the rebels' release of the nuns"
        actor = [n for k in doers for n in self.wielders(k) if n not in recipient and not self.lifeless(n)]
        if undergone := self.undergone(slot):
            recipient, actor = undergone, [k for k in actor if k not in undergone]
        if (whole := self.under(slot)) is not None:
            recipient, actor = whole, self.by_whom(slot) or [k for k in actor if k not in whole]
        actor, recipient = ([k for k in part if k == at or k not in words] for part in (actor, recipient))
        mode = row.mode or (self.instrument(slot) if row.event_type == "ASSAULT" else ())
        # Of the noun of a call the model tells what became of what it is for: a call that nobody heeds was made.
        call = row.event_type == "REQUEST" and not slot.verb
        draft = Draft(
            at=at, words=words, noun=not slot.verb, event_type=row.event_type, mode=mode,
            realis=walk.realis if call else doubted(walk, self.parse.act_at.get(at)),
            governors=walk.governors, told=walk.told, actor=actor, recipient=recipient, harm=tree.word(at) in tolls() and
            tolls()[tree.word(at)] in HARM, joint=any(len(group) > 1 for group in row.actor), headline=headline,
        )  # fmt: skip
        self.place_and_time(draft, slot)
        draft.inside, draft.voice = self.inside(at)
        return draft

    def seat(self, k: int) -> bool:
        """Whether a place is a state's abroad, whom those before its door protest against: "outside the embassy"."""
        return self.tree.word(k) in small_words("mission") and not self.tree.has(k, "cop")

    def instrument(self, slot: Slot) -> tuple[str, ...]:
        """The mode of an attack by the weapon that its clause names."""
        near = [k for name in ("subj", "obj", "with", "by", "mod") for k in slot.fill(name)]
        modes = [instruments()[base] for k in near for base in sorted(self.tree.bases(k)) if base in instruments()]
        return tuple(modes[:1])

    def deed(self, k: int) -> bool:
        """Whether a phrase is itself an act: "killed 17 and the targeting of a vehicle" hits no targeting."""
        return self.act_of(k) == "ASSAULT"

    def act_of(self, k: int) -> str | None:
        """The type of the act that a phrase tells of by itself; None where it tells of none."""
        tree = self.tree
        fit = self.fit(k) if tree.nominal(k) and tree.word(k) in triggers_by_form() else None
        return fit[0].event_type if fit is not None else None

    def doers(self, row: Trigger, slot: Slot) -> list[int]:
        """The heads that stand where a row has its actor; forces that nobody sends move themselves."""
        tree, at = self.tree, slot.at
        if slot.verb and row.event_type in SPOKEN and (tellers := tree.teller(at)):
            head = tree.tokens[at].head
            before = self.fit(head) if tree.word(head) in triggers_by_form() else None
            if before is None or before[0].event_type not in SPOKEN:
                return tree.joined(tellers)
        if row.event_type == "CONSULT" and not slot.verb and (asked := self.to_meet(slot)):
            return asked
        # "met [no one]": whom nobody is has no part in it, nor has "each other" one of its own
        found = [k for k in slot.roles(row.actor, acting=True) if k < at or not (self.nobody(k) or self.mutual(k))]
        if row.event_type == "CONSULT" and not slot.verb:
            found = [*self.with_whom(slot, found), *found]
        if row.event_type == "MOBILIZE" and not found:
            found = [k for k in slot.fill("obj" if slot.verb else "of") if tree.who(k)]
        return found

    def undergone(self, slot: Slot) -> list[int]:
        """Whose a killing is that tells by no "of" who was killed: "[Vell]'s killing", "the [Vell] murder"; no state's."""
        tree = self.tree
        if tree.word(slot.at) not in small_words("undergone") or slot.fill("of") or slot.fill("obj"):
            return []
        named = [k for k in slot.fill("comp") if tree.kind(k) == "PER"]
        owners = tree.has(slot.at, "nmod:poss") if slot.verb else slot.fill("poss")
        whose = [k for k in owners if tree.who(k) and not tree.state(k) and not {"armed", "police"} & tree.classes(k)]
        return whose or named

    def under(self, slot: Slot) -> list[int] | None:
        """Whom an act is done to that somebody comes under or faces: "[the army] came under attack", "[it] faces sanctions"."""
        tree, head = self.tree, self.tree.tokens[slot.top].head
        if slot.verb or head == slot.top:
            return None
        comes = tree.word(head) in small_words("comes") and bool(tree.cases(slot.top) & small_words("under"))
        faces = tree.word(head) in small_words("faces") and tree.relation(slot.top) == "obj"
        return tree.joined(tree.surface(head)) if comes or faces else None

    def by_whom(self, slot: Slot) -> list[int]:
        """Who does what somebody comes under, which stands by the verb of coming."""
        tree, head = self.tree, self.tree.tokens[slot.top].head
        return [k for k in tree.has(head, "obl") if tree.cases(k) & (small_words("by") | small_words("from")) and tree.who(k)]

    def loose(self, draft: Draft, drafts: list[Draft]) -> bool:
        """Whether a participle stands behind an attack and before a subject: "after raids, killing two, deputies spoke"."""
        tree, at = self.tree, draft.at
        subjects = tree.has(tree.tokens[at].head, "nsubj")
        if draft.noun or tree.tokens[at].xpos != "VBG" or tree.relation(at) != "advcl" or not subjects or min(subjects) < at:
            return False
        sentence = self.parse.sentence_at(at)
        return any(
            o.noun and o.event_type == "ASSAULT" and o.at < at and self.parse.sentence_at(o.at) == sentence for o in drafts
        )

    def wielders(self, k: int) -> list[int]:
        """Who does what a weapon does: those whose it is, where its phrase tells it."""
        tree = self.tree
        weapons = {"weapon", "missile"}
        if not tree.classes(k) & weapons:
            return [k]
        whose = tree.has(k, "nmod:poss", "compound", "amod")
        towns = {n for n in whose if tree.town(n) and not (tree.state(n) and tree.relation(n) == "nmod:poss")}
        return [n for n in whose if (tree.state(n) or tree.who(n)) and not (n in towns or tree.classes(n) & weapons)] or [k]

    def to_meet(self, slot: Slot) -> list[int]:
        """Who is to meet where somebody is called to it or asked for it: "invited [both sides] to talks"; who asks is one of
        them: "[she] asked [the king] for a meeting"."""
        tree, head = self.tree, self.tree.tokens[slot.top].head
        cases, word = tree.cases(slot.top), tree.word(head)
        called = bool(cases & small_words("to")) and word in small_words("gathers")
        sought = bool(cases & small_words("purpose")) and word in small_words("seeks")
        if not tree.verbal(head) or not (called or sought):
            return []
        asked = [k for k in tree.joined(tree.object(head)) if self.anyone(k)]
        return [*tree.joined(tree.subject(head)), *asked] if sought and asked else asked

    def with_whom(self, slot: Slot, found: list[int]) -> list[int]:
        """Who meets those with whom talks are, where he stands by the verb alone: "[she] ruled out talks with them"."""
        tree, head = self.tree, self.tree.tokens[slot.top].head
        alone = bool(found) and set(found) <= set(tree.joined(slot.fill("with")))
        if not alone or not tree.verbal(head) or tree.relation(slot.top) not in ("obj", "obl"):
            return []
        if tree.word(head) in small_words("of_others"):
            return []
        return [k for k in tree.joined(tree.subject(head)) if self.anyone(k) and k not in found]

    def brought_to(self, slot: Slot) -> list[int]:
        """To whom a verb gives what its noun tells: "handed [the envoy] a note of protest", "[he] was refused asylum"."""
        tree, head = self.tree, self.tree.tokens[slot.top].head
        if tree.relation(slot.top) != "obj" or not tree.verbal(head):
            return []
        if tree.passive(head):
            return [k for k in tree.joined(tree.surface(head)) if self.anyone(k)]
        given = len(tree.has(head, "obj", "iobj")) > 1
        return [k for k in Slot(tree, head, True).fill("iobj") if k != slot.at] if given else []

    def told_to(self, at: int) -> list[int]:
        """Whom a demand is made of by what is to be done: "demanded that [the supervisor] go"."""
        tree = self.tree
        clauses = [k for k in tree.has(at, "ccomp") if k > at and tree.has(k, "mark") and not tree.passive(k)]
        return [n for k in clauses for n in tree.joined(tree.surface(k)) if n > at and tree.is_a(n, "somebody")]

    def outcome(self, k: int) -> bool:
        """Whether a word only says what became of whom an act is done to: "shot [dead] two men"."""
        return self.tree.word(k) in tolls() and not self.tree.kids[k] and self.tree.verbal(k - 1)

    def nobody(self, k: int) -> bool:
        """Whether a phrase says that there is no such one: "no student", "nobody"."""
        tree = self.tree
        return tree.word(k) in small_words("nobody") or any(tree.word(n) in small_words("no") for n in tree.has(k, "det"))

    def mutual(self, k: int) -> bool:
        """Whether a phrase only says that those who act do it to one another."""
        tree = self.tree
        return tree.word(k) in small_words("each") and any(tree.word(n) in small_words("other") for n in tree.has(k, "fixed"))

    def lifeless(self, k: int) -> bool:
        """Whether a phrase cannot act: a weapon, a thing, talks."""
        classes = self.tree.classes(k)
        return not self.tree.who(k) and (bool(classes & {"weapon", "thing", "nature", "missile"}) or self.act_of(k) == "CONSULT")

    # When and where, and on whose word

    def place_and_time(self, draft: Draft, slot: Slot) -> None:
        times = (*times_of(self.parse, draft.at, self.times, clause_words()), *self.nested(draft, slot))
        time = next((one for one in times if one.type in ("DATE", "TIME")), None)
        if time is not None:
            draft.time, draft.when = time.id, time.edtf or time.value
            self.still_to_come(draft, time)
        places: Sequence[Entity] = places_of(self.parse, draft.at, clause_words())
        hit = draft.event_type in ("ASSAULT", "COERCE") or "visit" in draft.mode
        held = [self.tree.entity[k] for k in draft.recipient if hit and self.tree.kind(k) in ("LOC", "FAC")]
        if places or held:
            entity = (*places, *held)[0]
            draft.place = (entity.first, entity.last)
        elif (site := self.site(draft, slot)) is not None:
            draft.place = self.parse.range_of(self.tree.core(site))

    def lasting(self, slot: Slot) -> list[int]:
        """The verb of a noun that brings it about or lasts with it: its days and places are the noun's."""
        tree = self.tree
        if slot.verb:
            return []
        head = tree.tokens[slot.top].head
        classes = tree.verb_classes(head)
        shares = any(name.startswith("act_") or name == "happens" for name in classes) or tree.word(head) in small_words("does")
        states = bool(tree.cases(slot.top) & small_words("state"))
        near = [head] if head != slot.top and tree.verbal(head) and (shares or states) else []
        return [*near, *([slot.light] if slot.light is not None and slot.acts() and slot.light not in near else [])]

    def nested(self, draft: Draft, slot: Slot) -> list[TimeExpression]:
        """Days that the parser hung on a noun of the act ("bombed a depot in Oro [on Monday]"), or on the verb that tries it."""
        tree, found = self.tree, []
        owners = {draft.at, *self.lasting(slot)}
        sentence = self.parse.sentence_of(draft.at)
        start, end = tree.tokens[sentence.first].span.start, tree.tokens[sentence.last - 1].span.end
        for time in self.times:
            if time.span.end <= start or time.span.start >= end or time.type not in ("DATE", "TIME"):
                continue
            first, last = self.parse.range_of(time.span)
            root = next((k for k in range(first, last) if not first <= tree.tokens[k].head < last), None)
            if root is None or not (tree.cases(root) <= small_words("day")):
                continue
            if tree.relation(root) == "compound" and tree.tokens[root].head not in owners:
                continue  # "deplored it in their Easter letter" is of no day
            path: list[int] = []
            for above in tree.above(root):
                path.append(above)
                if above in owners or (above in draft.governors[:1] and tree.word(above) in small_words("tries")):
                    found.append(time)
                    break
                if tree.verbal(above) or not tree.nominal(above) or len(path) > 4:
                    break
        return found

    def site(self, draft: Draft, slot: Slot) -> int | None:
        """The phrase behind a preposition of place, of the act or of whom it is done to, where no name of a place was read."""
        tree = self.tree
        heads = [draft.at, slot.top, *self.lasting(slot), *draft.recipient]
        for head in dict.fromkeys(heads):
            for kid in tree.has(head, "obl", "nmod"):
                cases, classes = tree.cases(kid), tree.classes(kid)
                moves = draft.event_type in ("MOBILIZE", "PROTEST") or {"withdraw", "abduct"} & set(draft.mode)
                wanted = clause_words().where | (small_words("way") if moves else frozenset())
                proper = any(tree.tokens[k].upos == "PROPN" for k in (kid, *tree.has(kid, "compound")))
                named = proper and tree.kind(kid) not in ("PER", "ORG", "DATE")
                free = kid not in tree.timed and kid not in draft.actor and kid not in draft.recipient
                if kid > head and free and cases & wanted and (named or classes & {"target", "border"}):
                    return kid
        return None

    def still_to_come(self, draft: Draft, time: TimeExpression) -> None:
        """A present whose day lies after the day of publication is a plan: "meets the king on Friday"."""
        past = not draft.noun and (
            self.tree.tokens[draft.at].xpos in ("VBD", "VBN") or self.tree.word(draft.at) in small_words("unchanged")
        )
        if draft.realis == "actual" and not past and time.earliest and self.published and time.earliest > self.published:
            draft.realis, draft.told = "planned", True

    def inside(self, at: int) -> tuple[str | None, str | None]:
        """The id of the innermost attribution whose content holds a token, and the words of its source."""
        best = self.contents.around(self.tree.tokens[at].span)
        if best is None:
            return None, None
        source = best.source or ((best.carried,) if best.carried else ())
        return best.id, " ".join(part.of(self.text) for part in source)

    # How many

    def tolls(self, drafts: list[Draft]) -> None:
        """Gives quantities of dead, injured and arrested, and of crowds, to the events they belong to."""
        by_token = {k: draft for draft in drafts for k in draft.words}
        for quantity in self.quantities:
            first, last = self.parse.range_of(quantity.counted or quantity.number)
            if first >= last:
                continue
            root = next(
                (k for k in range(first, last) if not first <= self.tree.tokens[k].head < last or self.tree.tokens[k].head == k),
                first,
            )
            word = self.fate(root, first, last)
            if word is not None:
                toll = tolls()[self.tree.word(word)]
                event = by_token.get(word) or self.owner(word, drafts, toll)
                if event is not None:
                    event.quantities.setdefault(toll, []).append(quantity.id)
                continue
            for draft in drafts:
                if draft.event_type == "PROTEST" and any(
                    root in range(*self.parse.range_of(self.tree.core(k))) for k in draft.actor
                ):
                    draft.quantities.setdefault("size", []).append(quantity.id)

    def fate(self, root: int, first: int, last: int) -> int | None:
        """The word that says what became of those counted."""
        tree = self.tree
        for k in range(first, last):
            if tree.word(k) in tolls():
                return k
        at = root
        for _ in range(3):
            head = tree.tokens[at].head
            if tree.word(head) in tolls() and head != at:
                inner = tree.relation(at) in ("obj", "nmod") or (
                    tree.tokens[at].deprel in ("nsubj:pass", "nsubj")
                    and (tree.passive(head) or not tree.verbal(head) or tree.word(head) in small_words("dies"))
                )
                return head if inner else None
            if tree.relation(at) not in ("conj", "nmod", "nsubj", "obj", "appos", "dep") or head == at:
                break
            at = head
        held = [
            k
            for k in tree.kids[root]
            if tree.word(k) in tolls() and tree.relation(k) in ("acl", "amod", "xcomp", "advcl", "acl:relcl")
        ]
        near = [k for k in tree.has(tree.tokens[root].head, "xcomp", "obj") if tree.word(k) in tolls()]
        return next(iter(held or near), None)

    def owner(self, word: int, drafts: list[Draft], toll: str) -> Draft | None:
        """The act that a toll without a trigger of its own belongs to ("left nine dead")."""
        types = ("COERCE",) if toll == "arrested" else ("ASSAULT",)
        sentence = self.parse.sentence_at(word)
        here = [draft for draft in drafts if draft.event_type in types and self.parse.sentence_at(draft.at) == sentence]
        return next((draft for draft in here if self.related(word, draft)), here[0] if len(here) == 1 else None)

    def related(self, word: int, draft: Draft) -> bool:
        """Whether a harm is that of an act: the act is what did it, or it hangs on the act."""
        tree = self.tree
        if draft.at in tree.above(word):
            return True
        top = Slot(tree, draft.at, not draft.noun).top
        head = tree.tokens[top].head
        return head != top and (head == word or (head in tree.above(word) and tree.relation(top) in ("nsubj", "obl", "obj")))

    def deliberate(self, drafts: list[Draft]) -> list[Draft]:
        """The drafts without the dead of an accident: killed by nobody, in a text that tells of an accident and of no attack."""
        tree = self.tree

        def bare(draft: Draft) -> bool:
            return draft.event_type == "ASSAULT" and draft.harm and not draft.noun and not draft.actor

        if not any(map(bare, drafts)) or any(draft.event_type == "ASSAULT" and not bare(draft) for draft in drafts):
            return drafts
        accident = any(
            tree.word(k) in small_words("accident") or (token.upos == "NOUN" and "accident" in tree.classes(k))
            for k, token in enumerate(tree.tokens)
        )
        return [draft for draft in drafts if not bare(draft)] if accident else drafts

    def refuted(self, drafts: list[Draft]) -> None:
        """Takes what the text says is untrue as not done, and what nobody vouches for as open: "They had not.", "The report was
        false.", "FALSE: …", "posts claim that …"."""
        sentences = self.parse.sentences
        for draft in drafts:
            here = self.parse.sentence_at(draft.at)
            if draft.realis != "actual":
                continue
            last = sentences[here].last
            told = draft.inside is not None or any(
                self.tree.word(k) in small_words("report") for k in range(sentences[here].first, last)
            )
            after = here + 1 < len(sentences) and self.denies(sentences[here + 1].first, sentences[here + 1].last, draft.inside)
            label = self.label(sentences[here].first)
            if label == "negated" or (told and after) or self.untrue(draft.at):
                draft.realis, draft.told = "negated", True
            elif label is not None or self.hearsay(draft):
                draft.realis, draft.told = "hypothetical", True

    def label(self, first: int) -> Realis | None:
        """What the word that opens a sentence before a colon judges of it: "FALSE: …", "UNVERIFIED: …"."""
        before = self.text[: self.tree.tokens[first].span.start].rstrip()
        if not before.endswith(":"):
            before = self.text[: self.tree.tokens[min(first + 1, len(self.tree.tokens) - 1)].span.end]
        word = before[:-1].split()[-1:] if before.endswith(":") else []
        told = {one.lower() for one in word}
        return "negated" if told & small_words("untrue") else "hypothetical" if told & small_words("unproven") else None

    def untrue(self, at: int) -> bool:
        """Whether an act is told by a report that the same sentence says is none: "the story that … is made up"."""
        tree = self.tree
        for k in tree.above(at):
            if tree.word(k) not in small_words("report") or not tree.nominal(k):
                continue
            head = tree.tokens[k].head
            if tree.relation(k) == "nsubj" and head != k and head > at:
                words = {tree.word(n) for n in (head, *tree.has(head, "obj", "obl", "xcomp", "amod", "compound"))}
                words |= {tree.word(m) for n in tree.has(head, "obl", "obj") for m in tree.has(n, "amod")}
                denied = any(tree.word(n) in small_words("not") for n in tree.has(head, "advmod"))
                judged = small_words("untrue") | (small_words("mistaken") if tree.word(k) in small_words("claimed") else set())
                return bool(words & judged) and not denied
        return False

    def hearsay(self, draft: Draft) -> bool:
        """Whether only those tell of an act whom nobody knows ("posts claim that …"), or what is not checked ("unverified
        reports")."""
        tree, best = self.tree, self.contents.around(self.tree.tokens[draft.at].span)
        if best is None:
            return False
        for part in best.source:
            first, last = self.parse.range_of(part)
            words = {tree.word(k) for k in range(first, last)}
            named = any(tree.kind(k) in ("PER", "ORG") for k in range(first, last))
            if words & small_words("unproven") or (words & small_words("hearsay") and not named):
                return True
        # "it is being claimed that …"
        cues = [k for part in best.cue for k in range(*self.parse.range_of(part))]
        return (
            not best.source
            and best.carried is None
            and any(tree.word(k) in small_words("alleges") and tree.passive(k) for k in cues)
        )

    def denies(self, first: int, last: int, inside: str | None) -> bool:
        """Whether a sentence only says that what was said before is not so, and not in the words of somebody else."""
        tree, tokens = self.tree, self.tree.tokens
        end = next((k for k in range(first, last) if tokens[k].upos == "PUNCT"), last)
        other = self.contents.around(tokens[first].span)
        anothers = other is not None and bool(other.source or other.carried) and other.id != inside
        if end - first > LONG or end == first or anothers:
            return False
        words = [tree.word(k) for k in range(first, end)]
        if words[0] in small_words("not") and len(words) == 2:
            return True  # "Not so."
        if tokens[first].upos not in ("PRON", "DET", "NOUN", "PROPN"):
            return False
        short = end - first <= SHORT
        if len(words) == 3 and tokens[first + 1].xpos in ("VBD", "VBZ", "VBP", "MD") and words[2] in small_words("not"):
            return True
        if words[0] in small_words("nought") and not set(words).isdisjoint(small_words("kind")):
            return True  # "Nothing of the kind took place", "No such meeting was held"
        denied = any(word in small_words("not") | small_words("nobody") | small_words("no") for word in words)
        if words[0] in small_words("that") and (
            (denied and not set(words).isdisjoint(small_words("issued")))
            or (
                not set(words).isdisjoint(small_words("retracts"))
                and not set(words[1:]).isdisjoint(small_words("report") | {"itself"})
            )
        ):
            return True  # "It was never sent", "It corrected itself"
        judged = small_words("true") if denied else small_words("untrue")
        about = words[0] in small_words("that") or not set(words[:4]).isdisjoint(small_words("report"))
        if not denied and not set(words[:4]).isdisjoint(small_words("claimed")):
            judged |= small_words("mistaken")  # "The report was wrong", but what "was a mistake" took place
        return about and (short or not denied) and not judged.isdisjoint(words)

    def retold(self, drafts: list[Draft]) -> None:
        """Gives a noun that points back and can be of several types the one that the text has told: "the strike" of jets that
        bombed a camp is no walkout."""
        rows, told = triggers_by_form(), dict[EventType, tuple[str, ...]]()
        for draft in drafts:
            word = self.tree.word(draft.at)
            points = draft.noun and any(self.tree.word(k) in small_words("back") for k in self.tree.kids[draft.at])
            # "the US attacks on the camp" tells by itself what it is.
            if points and draft.event_type not in told and not draft.recipient:
                types = {row.event_type for row in rows.get(word, ()) if row.pos == "noun" and len(row.words) == 1}
                other = [one for one in told if one in types]
                if len(other) == 1:
                    draft.event_type, draft.mode = other[0], told[other[0]]
            told.setdefault(draft.event_type, draft.mode)

    def merged(self, drafts: list[Draft]) -> list[Draft]:
        """The drafts without those that only tell what another did: "strikes killed 17", "a bombing struck the market"."""
        into: dict[int, Draft] = {}
        victims: dict[int, list[int]] = {}
        here: dict[int, list[Draft]] = {}
        for draft in drafts:
            if draft.event_type == "ASSAULT":
                here.setdefault(self.parse.sentence_at(draft.at), []).append(draft)
        for draft in drafts:
            if draft.event_type != "ASSAULT" or draft.noun:
                continue
            for other in here[self.parse.sentence_at(draft.at)]:
                if other is draft or into.get(id(other)) is draft or not self.one_act(draft, other):
                    continue
                other = into.get(id(other), other)
                if other is draft or self.besides(draft, victims.get(id(other), [])):
                    continue
                into[id(draft)] = other
                victims.setdefault(id(other), []).extend(draft.recipient)
                for key, ids in draft.quantities.items():
                    other.quantities.setdefault(key, []).extend(ids)
                other.actor = other.actor or [k for k in draft.actor if k not in {other.at, Slot(self.tree, other.at, False).top}]
                other.recipient = other.recipient or draft.recipient
                other.place, other.time = other.place or draft.place, other.time or draft.time
                other.when, other.mode = other.when or draft.when, other.mode or draft.mode
                break
        return [draft for draft in drafts if id(draft) not in into]

    def besides(self, verb: Draft, victims: list[int]) -> bool:
        """Whether somebody was singled out besides those whom an act harmed: "raids that killed nine, assassinating a judge"."""
        named = [k for k in verb.recipient if self.tree.who(k)]
        return "targeted" in verb.mode and bool(named and victims) and not overlap(self.tree, named, victims)

    def one_act(self, verb: Draft, other: Draft) -> bool:
        """Whether a verb only tells what another act did: the act is its subject, or it is the harm of the act."""
        tree = self.tree
        slot = Slot(tree, verb.at, True)
        if other.noun:
            tops = {Slot(tree, other.at, False).top, other.at}
            doers = set(slot.fill("subj"))
            if tops & doers:
                return True
            if verb.harm and doers and all(not tree.who(k) or "target" in tree.classes(k) for k in doers):
                # "attacks on the headquarters that killed 17": what the clause hangs on stands in the phrase of the attack.
                return bool(tops & {above for k in doers for above in tree.above(k) if tree.nominal(above)})
            if not verb.harm:
                return False
            if any(tops & set(slot.fill(name)) for name in ("in", "by", "during", "from")):
                return True
            return tree.tokens[verb.at].deprel in ("acl", "acl:relcl", "advcl") and tree.tokens[verb.at].head in tops
        if not verb.harm or other.at > verb.at:
            return False
        head = tree.tokens[verb.at].head
        if tree.tokens[verb.at].xpos == "VBG" and tree.relation(verb.at) == "advcl" and head < other.at and not other.harm:
            return True  # "protested after jets bombed the port, killing nine": nobody kills by protesting
        joined = tree.tokens[verb.at].head == other.at and tree.relation(verb.at) in ("advcl", "conj", "parataxis", "xcomp")
        return joined and (verb.actor == other.actor or not verb.actor or not other.actor)

    # What is said, promised, demanded

    def speech(self, drafts: list[Draft]) -> None:
        """Ties an act to the event whose content it is, and gives that the mode and the parties its content tells."""
        by_token = {draft.at: draft for draft in drafts}
        for draft in drafts:
            holders = (by_token[governor] for governor in draft.governors if governor in by_token)
            draft.under = next((holder for holder in holders if holder is not draft), None)
        for draft in drafts:
            content = [other for other in drafts if other.under is draft]
            if not content:
                continue
            first = min(content, key=lambda other: other.at)
            if draft.event_type in ("REQUEST", "REJECT", "THREATEN") and not draft.mode:
                mode = content_mode(draft.event_type, first.event_type, first.mode)
                draft.mode = (mode,) if mode else ()
            if draft.event_type == "AGREE" and first.event_type in ("RETREAT", "CONCEDE"):
                draft.event_type = "CONCEDE"
            if not draft.recipient:
                draft.recipient = [k for k in self.through(draft, first) if self.anyone(k) and k not in draft.actor]
        for draft in drafts:
            if draft.event_type in ("ACCUSE", "SUPPORT"):
                self.judged(draft, drafts)

    def through(self, draft: Draft, content: Draft) -> list[int]:
        """To whom something is said by what it is about: who is to do what is demanded by a clause, who is threatened, who is not
        to be met. A promise or an offer is made to nobody by its content."""
        if draft.event_type == "REQUEST":
            return [] if draft.noun or content.noun or content.joint else content.actor
        if draft.event_type == "REJECT" and content.event_type == "CONSULT":
            return [*content.recipient, *content.actor]
        return (content.actor if content.joint else content.recipient) if draft.event_type == "THREATEN" else []

    def judged(self, draft: Draft, drafts: list[Draft]) -> None:
        """Gives praise and blame of an act to who does it, and never to whom it is done to: "condemned the arrest of two men"."""
        tree, kept = self.tree, list[int]()
        for k in draft.recipient:
            within = {k, *tree.above(k)} - {draft.at, *tree.above(draft.at)}
            act = next((o for o in drafts if o.noun and o.at in within and (k == o.at or k in o.recipient)), None)
            kept += [k] if act is None or act is draft or k in act.actor else act.actor
        draft.recipient = [k for k in dict.fromkeys(kept) if k not in draft.actor]

    def distinct(self, drafts: list[Draft]) -> list[Draft]:
        """The drafts without those that PLOVER tells by another of the same sentence, and without talks between nobody.

        A call upon one's own people to protest, and what protesters call for, are the protest; an order to one's own forces is
        what is ordered; police and troops that move to an attack are the attack.
        """
        dropped = set()
        for draft in drafts:
            content = [other for other in drafts if other.under is draft]
            types = {other.event_type for other in content}
            if draft.event_type == "REQUEST" and ("PROTEST" in types or (self.order(draft) and types & FORCE)):
                dropped.add(id(draft))
            elif draft.event_type == "REQUEST" and self.purpose_of_protest(draft, drafts):
                dropped.add(id(draft))
                for other in content:
                    other.realis = "demanded"
            elif (draft.noun and draft.event_type == "CONSULT" and self.met_for(draft, drafts)) or (
                draft.event_type == "MOBILIZE"
                and self.tree.relation(draft.at) in ("acl", "advcl")
                and any(
                    other.event_type == "ASSAULT" and self.parse.sentence_at(other.at) == self.parse.sentence_at(draft.at)
                    for other in drafts
                )
            ):
                dropped.add(id(draft))
        for draft in drafts:
            if draft.under is not None and id(draft.under) in dropped:
                draft.under = None
        return [draft for draft in drafts if id(draft) not in dropped]

    def met_for(self, draft: Draft, drafts: list[Draft]) -> bool:
        """Whether talks are only what a meeting is for: "met in Oslo for [talks]"."""
        top = Slot(self.tree, draft.at, False).top
        head = self.tree.tokens[top].head
        meets = any(o.at == head and not o.noun and o.event_type == "CONSULT" and "visit" not in o.mode for o in drafts)
        return meets and bool(self.tree.cases(top) & small_words("purpose"))

    def order(self, draft: Draft) -> bool:
        return self.tree.word(draft.at) in small_words("orders")

    def purpose_of_protest(self, draft: Draft, drafts: list[Draft]) -> bool:
        tree = self.tree
        above = set(tree.above(draft.at)) if tree.relation(draft.at) in ("advcl", "acl", "xcomp") else set()
        return any(other.event_type == "PROTEST" and other.at in above for other in drafts)

    # What comes out

    def event(self, draft: Draft, made: Mapping[int, Event]) -> Event:
        under = made.get(id(draft.under)) if draft.under is not None else None
        first = made.get(id(draft.same_as)) if draft.same_as is not None else None
        time = next((time for time in self.times if time.id == draft.time), None)

        def counted(key: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(draft.quantities.get(key, ())))

        return Event(
            document_id=self.reading.document.id,
            made_by=MADE_BY,
            confidence=ALONE if draft.at in self.alone else CONFIDENT,
            trigger=self.trigger(draft),
            again=tuple(self.trigger(other) for other in draft.again),
            event_type=draft.event_type,
            mode=draft.mode,
            context=self.context(draft),
            realis=draft.realis,
            actor=tuple(self.parted(k, draft.recipient) for k in draft.actor),
            recipient=tuple(self.parted(k, draft.actor) for k in draft.recipient),
            place=self.parse.span(*draft.place) if draft.place else None,
            time=time.id if time else None,
            dead=counted("dead"),
            injured=counted("injured"),
            arrested=counted("arrested"),
            size=counted("size"),
            inside=draft.inside,
            under=under.id if under else None,
            same_as=first.id if first else None,
        )

    def parted(self, k: int, others: Sequence[int]) -> Span:
        """The phrase of a party, without another that the parser put behind it: "the attack by [rebels] on the base"."""
        span = self.tree.core(k)
        first, last = self.parse.range_of(span)
        for other in others:
            start = self.tree.start(other) - 1
            if k < start < last and other > k:
                last = min(last, start)
        return self.parse.span(first, last)

    def trigger(self, draft: Draft) -> Span:
        """The words of a trigger: all of them where they stand together, else the first."""
        first, last = draft.words[0], draft.words[-1]
        if last - first + 1 == len(draft.words):
            return self.parse.span(first, last + 1)
        return self.tree.tokens[draft.at].span

    def context(self, draft: Draft) -> tuple[str, ...]:
        """The PLOVER contexts that words of the trigger's sentence tell of."""
        sentence = self.parse.sentence_of(draft.at)
        words = [self.tree.word(k) for k in range(sentence.first, sentence.last)]
        pairs = [f"{a} {b}" for a, b in pairwise(words)]
        return tuple(sorted({contexts()[one] for one in (*words, *pairs) if one in contexts()}))
