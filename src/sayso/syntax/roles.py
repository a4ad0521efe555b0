"""Roles: where the parties of an act stand, and whether a row of the lexicon fits a word.

A slot is a place beside a trigger: `subj` and `obj` of a verb in the active, `poss`, `comp` and prepositions of a noun, with
what its light verb brings ("[Iran] launched strikes [on the port]"). Its fillers are the heads of noun phrases.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from sayso.lexicon.clauses import clause_words
from sayso.lexicon.events import Condition, Row, Slots, small_words, triggers_by_form
from sayso.lexicon.speech import pronouns
from sayso.syntax.tree import Tree

# How far behind its verb a row's second word may stand: "took the mayor of Port Vale into custody".
SPREAD = 9
# Classes of nouns for people.
PEOPLE = frozenset({"civil", "labour", "crowd", "captive", "diplomat", "official_words", "police"})
# What a complement's act is: to promise one against somebody is to threaten, to promise one for somebody is to agree.
KINDS: Mapping[str, frozenset[str]] = {
    "hostile": frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"}),
    "helpful": frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"}),
}


class Slot:
    """The slots of one trigger word, which stands in `tree` at `at` as a verb or as a noun."""

    def __init__(self, tree: Tree, at: int, verb: bool, words: tuple[int, ...] = ()) -> None:
        self.tree, self.at, self.verb = tree, at, verb
        self.filled: dict[str, list[int]] = {}
        # "handed over [rifles]": the parser may take the particle for the preposition of what is the object.
        self.led = [
            head
            for k in words
            if tree.relation(k) == "case" and tree.tokens[head := tree.tokens[k].head].head == at and head not in words
        ]
        self.top = at if verb else self._top()
        self.light = None if verb else self._light()

    def _top(self) -> int:
        """The noun that stands for this one in its clause: "a series" in "a series of attacks"."""
        at, tree = self.at, self.tree
        for _ in range(3):
            head = tree.tokens[at].head
            if head == at or tree.relation(at) != "nmod" or tree.word(head) not in clause_words().light or not tree.nominal(head):
                break
            at = head
        return at

    def _light(self) -> int | None:
        """The verb that has the noun as object ("launched strikes"), or its participle ("strikes launched by")."""
        tree = self.tree
        head = tree.tokens[self.top].head
        if head != self.top and tree.verbal(head):
            relation = tree.tokens[self.top].deprel
            led = (
                relation == "obj" and tree.cases(self.top) & small_words("leads") and tree.word(head) not in small_words("engage")
            )
            if (relation in ("obj", "nsubj:pass") or (relation == "nsubj" and tree.passive(head))) and not led:
                return head
            if relation == "obl" and tree.word(head) in small_words("engage"):
                return head
            if relation == "conj":
                return None
        for kid in tree.has(self.top, "acl"):
            if tree.tokens[kid].xpos == "VBN" and tree.passive(kid):
                return kid
        return None

    def light_classes(self) -> frozenset[str]:
        return self.tree.verb_classes(self.light) if self.light is not None else frozenset()

    def acts(self) -> bool:
        """Whether the light verb makes its subject the one who does what the noun says."""
        return self.light is not None and (
            self.tree.word(self.light) in small_words("does") or any(name.startswith("act_") for name in self.light_classes())
        )

    def fill(self, slot: str) -> list[int]:
        """The heads that stand in a slot, joined ones with them; looked for once, since many rows ask."""
        if slot not in self.filled:
            self.filled[slot] = self._filling(slot)
        return list(self.filled[slot])

    def _filling(self, slot: str) -> list[int]:
        name, _, wanted = slot.partition(":")
        first, _, then = name.partition(">")
        found = self.tree.joined(self._fill(first))
        if then:
            found = self.tree.joined([k for n in found for k in self.of(n, then)])
        return [k for k in found if self.tree.is_a(k, wanted)] if wanted else found

    def _fill(self, name: str) -> list[int]:
        tree = self.tree
        if self.verb:
            if name == "subj":
                return tree.subject(self.at)
            if name == "obj":
                return tree.object(self.at) or self.led
            if name == "iobj":
                return tree.has(self.at, "iobj") or self._given()
            if name == "mod":
                return tree.has(self.at, "compound")
            if name == "ger":
                return [k for k in tree.has(self.at, "xcomp", "ccomp", "advcl", "obj") if tree.tokens[k].xpos == "VBG"]
            if name == "adv":
                return tree.has(self.at, "advmod")
            if name == "pred":
                return self._predicate()
            if name == "called":
                return self._called()
            if name == "under":
                return self._under()
            if name == "self":
                # "she was [against] it": the parser may take the preposition itself for the predicate.
                return tree.has(self.at, "obj") if tree.tokens[self.at].upos == "ADP" else [self.at]
            if name in ("poss", "comp"):
                return []
            return self._prepositional(name, [self.at, *tree.has(self.at, "obj")])
        if name == "subj":
            return tree.subject(self.light) if self.light is not None and self.acts() and not tree.passive(self.light) else []
        if name == "poss":
            return [k for n in (self.at, self.top) for k in tree.has(n, "nmod:poss")]
        if name == "comp":
            return [
                k
                for k in tree.has(self.at, "compound", "amod")
                if tree.who(k) and not tree.town(k) and "weapon" not in tree.classes(k) and not self._kind_of(k)
            ]
        if name == "mod":
            return tree.has(self.at, "compound", "amod", "nmod:desc")
        if name == "ger":
            return [k for k in tree.has(self.at, "acl", "nmod", "advcl") if tree.tokens[k].xpos == "VBG"]
        if name in ("obj", "iobj"):
            return []
        if name == "self":
            return [self.at]
        if name == "under":
            return (
                tree.surface(self.top)
                if tree.has(self.top, "cop")
                else tree.subject(tree.tokens[self.top].head)
                if tree.verbal(tree.tokens[self.top].head)
                else []
            )
        within = [
            self.at,
            *([self.top] if self.top != self.at else []),
            *tree.has(self.at, "acl"),
            *[k for k in tree.has(self.at, "nmod") if tree.cases(k) & small_words("by") and tree.who(k)],
        ]
        if self.light is not None and self.acts() and self.light not in within:
            within.append(self.light)
        if name in small_words("agent"):
            # "the arrest of two men [by police]": the parser may hang on the men who arrested them.
            within += tree.whole(self.at)
        return self._prepositional(name, within)

    def _kind_of(self, k: int) -> bool:
        """Whether an adjective says of what kind an act is and not whose: "an official visit", "a national strike", and not "a
        military raid"."""
        tree = self.tree
        forces = {"armed", "police"} & tree.classes(k)
        return tree.tokens[k].upos == "ADJ" and not (tree.state(k) or tree.kind(k) is not None or forces)

    def _given(self) -> list[int]:
        """To whom something is given where the parser takes him for one of two objects or for a part of what is given: "offered
        [the families] compensation"."""
        tree = self.tree
        objects = tree.has(self.at, "obj")
        if len(objects) > 1:
            # "promised [the region] a vote": whoever is given something is somebody.
            first = [k for k in objects[:1] if k > self.at and k not in tree.timed]
            return [k for k in first if self._given_to(k) or tree.is_a(k, "somebody")]
        # "sent Chile ambulances", and not "sent Chilean border guards"
        things = not any(tree.title(n) or tree.classes(n) & PEOPLE for n in objects)
        run_on = [k for n in objects for k in self._run_on(n) if self.at < k < n]
        within = [k for n in objects for k in tree.has(n, "compound") if self.at < k < n]
        of_many = [k for k in within if tree.tokens[k].xpos in ("NNS", "NNPS") and tree.who(k)]
        owners = [k for k in run_on if self._given_to(k) or tree.tokens[k].upos == "PROPN"]
        return of_many or ([k for k in (*owners, *within) if k in owners or self._given_to(k)][:1] if things else [])

    def _given_to(self, k: int) -> bool:
        """Whether a phrase behind a verb of giving may be to whom: somebody, or a body that is told by its house."""
        word = pronouns().get(self.tree.word(k))
        reflexive = word is not None and word.reflexive
        return not reflexive and (self.tree.who(k) or self.tree.anaphor(k) or "target" in self.tree.classes(k))

    def _under(self) -> list[int]:
        """The subject of a predicate, which the parser may take for what the predicate hangs on: "[farmers] are against it"."""
        tree, head = self.tree, self.tree.tokens[self.at].head
        before = [k for k in tree.has(head, "cop") if head < k < self.at]
        return [head] if before and not tree.has(self.at, "cop") else tree.surface(self.at)

    def _predicate(self) -> list[int]:
        """What a verb says that its object is: "called the raid [an outrage]", "a [crime]" in "a kind of crime"."""
        tree = self.tree
        objects = [] if tree.passive(self.at) else [k for k in tree.has(self.at, "obj")[:1] if not self._run_on(k)]
        found = [
            k
            for k in tree.has(self.at, "xcomp", "ccomp", "obj", "obl", "advcl")
            if k > self.at and k not in objects and k not in tree.timed
            and not tree.has(k, "aux", "cop") and tree.cases(k) <= small_words("as")
        ]  # fmt: skip
        within = [k for n in found for k in tree.has(n, "nmod") if tree.word(n) in small_words("amounts") and k > n]
        return tree.joined([*found, *within])

    def _called(self) -> list[int]:
        """What a predicate is said of, which the parser may hang on the predicate: "called [the mayor] a liar"."""
        tree, said = self.tree, self._predicate()
        if tree.passive(self.at):
            return tree.surface(self.at)
        beneath = [k for n in said for k in (*tree.has(n, "nsubj"), *self._run_on(n)) if self.at < k < n]
        return beneath or [k for k in tree.object(self.at) if k not in said][:1]

    def _run_on(self, n: int) -> list[int]:
        """A possessor without its mark, which is no possessor: "called [the mayor] a liar" read as "the mayor's liar"."""
        tree = self.tree
        return [k for k in tree.has(n, "nmod:poss") if tree.tokens[k].upos != "PRON" and not tree.has(k, "case")]

    def of(self, n: int, slot: str) -> list[int]:
        """Who stands in a slot of a noun: "obj>poss" is the possessor of a verb's object."""
        return [k for k in Slot(self.tree, n, verb=self.tree.verbal(n)).fill(slot) if self.tree.who(k)]

    def _prepositional(self, name: str, heads: list[int]) -> list[int]:
        tree = self.tree
        found = []
        for head in heads:
            for kid in tree.has(head, "obl", "nmod", "obj", "iobj"):
                # "called for [talks]": the parser may take the preposition for a particle of the verb.
                led = name in tree.cases(kid) or (
                    tree.relation(kid) == "obj" and any(tree.word(k) == name for k in tree.has(head, "compound") if k < kid)
                )
                if led and kid not in tree.timed and kid != self.top and not tree.verbal(kid):
                    # whoever something is said according to has no part in it
                    found += [] if tree.cases(kid) & small_words("according") else [kid]
        return found

    def roles(self, slots: Slots, acting: bool) -> list[int]:
        """The fillers of the first slots of a role that hold anything fit for it; who acts must be somebody."""
        tree = self.tree
        for group in slots:
            found: list[int] = []
            for slot in group:
                found += [k for k in self.fill(slot) if k not in found and self._party(k, slot, acting)]
            found = [k for k in found if not (tree.tokens[k].upos == "NUM" and k + 1 in found)]
            found = [
                k for k in found if not any(n > k and k in tree.entity and tree.entity.get(n) is tree.entity[k] for n in found)
            ]
            if found:
                return sorted(found)
        return []

    def _party(self, k: int, slot: str, acting: bool) -> bool:
        tree = self.tree
        if (
            k in tree.timed
            or (k == self.at and slot != "self")
            or tree.verbal(k)
            or tree.tokens[k].upos in ("PUNCT", "SCONJ", "ADP", "ADV")
        ):
            return False
        body = slot in ("with", "between") and "target" in tree.classes(k)  # an agreement with the province
        if acting and slot in ("of", "among", "by", "from", "with", "between") and not (body or tree.who(k)):
            return False
        return tree.word(k) not in small_words("nobody")

    # Whether a row fits

    def meets(self, condition: Condition) -> bool:
        return self._holds(condition) != condition.negated

    def unsaid(self, row: Row) -> bool:
        """Whether a noun's clause names nobody who does what it tells, and what that is done to tells the act: "talk of closing
        the port"."""
        tree, at = self.tree, self.at
        told = any(one.slot == "obj" and not one.negated and one.values != ("any",) for one in row.when)
        under = self.verb and not tree.finite(at) and not tree.passive(at) and tree.nominal(tree.tokens[at].head)
        return told and under and not self.fill("subj")

    def _holds(self, condition: Condition) -> bool:
        tree, slot, values = self.tree, condition.slot, condition.values
        if slot in ("inf", "that"):
            return any(not values or any(self._clause_is(k, value) for value in values) for k in self._clauses(slot == "inf"))
        if slot == "act":
            return any(f"act_{value}" in self.light_classes() for value in values)
        if slot in ("acts", "happens"):
            head = tree.tokens[self.top].head
            subject = head != self.top and tree.relation(self.top) == "nsubj" and tree.verbal(head)
            wanted = [f"acts_{value}" for value in values] if slot == "acts" else ["happens"]
            return subject and any(name in tree.verb_classes(head) for name in wanted)
        if slot == "several":
            subjects = self.fill("subj")
            return len(subjects) > 1 or any(
                tree.tokens[k].xpos in ("NNS", "NNPS") or tree.word(k) in small_words("many") for k in subjects
            )
        if slot == "passive":
            return self.verb and tree.passive(self.at)
        if slot == "pos":
            return tree.tokens[self.at].upos.lower() in (values[0], "propn" if values[0] == "noun" else "verb")
        if slot == "plural":
            return tree.tokens[self.at].xpos in ("NNS", "NNPS") or tree.word(self.at).endswith("s")
        if slot == "case":
            return bool(tree.cases(self.top) & set(values))
        if slot == "ger":
            return any(value in tree.verb_classes(k) for k in self._fill("ger") for value in values)
        found = self.fill(slot)
        # "fired on Monday" fires on nobody; "jailed for a year" is jailed for something.
        dated = tree.timed if slot in small_words("day") else frozenset()
        if values == ("any",) and any(slot in tree.cases(k) for k in tree.kids[self.at] if k not in dated):
            return True
        if slot == "comp" and not found:
            found = self._fill("mod")
        if slot == "subj" and self.verb and not condition.negated and not found and values in (("who",), ("somebody",)):
            # "The crossing was closed", "talk of leaving": by somebody.
            return tree.passive(self.at) or not tree.finite(self.at)
        return any(tree.is_a(k, value) for k in found for value in values)

    def _clause_is(self, k: int, value: str) -> bool:
        """Whether a complement's verb is this word, tells of an act of a kind, or of what is to come."""
        if value in ("any", self.tree.word(k)):
            return True
        tree = self.tree
        if value == "own":
            return self._own(k)
        if value == "ahead":
            return any(tree.tokens[n].xpos == "MD" for n in tree.has(k, "aux"))
        if value == "marked":
            return any(tree.word(n) in small_words("relative") for n in tree.has(k, "mark"))
        if any(tree.word(n) in small_words("not") for n in tree.has(k, "advmod")):
            return False
        rows = triggers_by_form().get(tree.word(k), ()) if value in KINDS else ()
        found = next((row for row in rows if fits(self.tree, k, row) is not None), None)
        return found is not None and found.event_type in KINDS[value]

    def _own(self, k: int) -> bool:
        """Whether a complement says what its speaker, or the speaker's people, will do: "that [it would close] the pass"."""
        tree = self.tree
        subjects = tree.has(k, "nsubj")
        mine = {tree.word(n) for n in tree.subject(self.at)}
        told = any(
            tree.word(n) in small_words("oneself") or tree.word(n) in mine
            or any(tree.word(p) in small_words("own") for p in tree.has(n, "nmod:poss"))
            for n in subjects
        )  # fmt: skip
        ahead = any(tree.tokens[n].xpos == "MD" for n in tree.has(k, "aux"))
        return told and ahead and not tree.passive(k) and tree.verbal(k) and tree.word(k) not in small_words("befalls")

    def _clauses(self, infinitive: bool) -> Iterator[int]:
        """The verbs of the clauses that complete the trigger."""
        tree = self.tree
        told = [c for k in tree.has(self.at, "obj", "obl", "iobj") for c in tree.has(k, "acl") if tree.deprel(c) == "acl"]
        for k in (*tree.has(self.at, "xcomp", "ccomp", "acl", "advcl"), *told):
            to = any(tree.word(m) in small_words("to") for m in tree.has(k, "mark"))
            open_question = any(tree.word(m) in small_words("whether") for m in tree.has(k, "mark"))
            quoted = k < self.at and any(tree.tokens[n].xpos == "MD" for n in tree.has(k, "aux"))  # "They will leave," he vowed
            if to == infinitive and (
                infinitive or (self.tree.relation(k) == "ccomp" and (k > self.at or quoted) and not open_question)
            ):
                yield k


@lru_cache(maxsize=16)
def slot_at(tree: Tree, at: int, verb: bool, words: tuple[int, ...]) -> Slot:
    """The slots of a trigger, for all rows of its word that are tried one after the other."""
    return Slot(tree, at, verb, words)


def fits(tree: Tree, at: int, row: Row) -> tuple[Slot, tuple[int, ...]] | None:
    """The slots of a trigger and its tokens, where a row fits the token `at`; None where it does not."""
    token = tree.tokens[at]
    led = row.pos == "prep" and tree.relation(at) == "case"
    if row.pos == "verb":
        if not tree.verbal(at) or tree.relation(at) in ("amod", "compound", "case", "fixed"):
            return None
        words = _joined(tree, at, row) if row.head else _spread(tree, at, row.words)
    elif row.pos == "adj":
        if token.upos not in ("ADJ", "VERB") or token.xpos[:2] not in ("JJ", "VB") or tree.relation(at) in ("amod", "compound"):
            return None
        words = _joined(tree, at, row)
    elif row.pos == "prep":
        if not (tree.has(token.head if led else at, "cop") or (led and tree.relation(at - 1) == "cop")):
            return None
        words = _joined(tree, at, row)
    else:
        gerund = token.xpos == "VBG" and bool(tree.has(at, "det", "nmod", "nmod:poss", "amod") or tree.cases(at) & {"of"})
        if not (token.upos in ("NOUN", "PROPN") or token.xpos.startswith("NN") or gerund) or at in tree.entity:
            return None
        words = _joined(tree, at, row)
        # "the build-up of troops": what hangs on the word hangs on its last part.
        part = words is not None and tree.relation(at) == "compound" and token.head in words
        if not part and (tree.relation(at) == "compound" or (tree.relation(at) == "amod" and not gerund)):
            return None
        at = token.head if part else at
    if words is None:
        return None
    noun = row.pos == "noun"
    slot = slot_at(tree, token.head if led else at, not noun, () if noun else words)
    met = all(slot.meets(one) or (one.slot == "subj" and not one.negated and slot.unsaid(row)) for one in row.when)
    return (slot, words) if met else None


def _joined(tree: Tree, at: int, row: Row) -> tuple[int, ...] | None:
    """The tokens of a row whose words stand side by side."""
    first = at - row.head
    if first < 0 or first + len(row.words) > len(tree.tokens):
        return None
    words = tuple(range(first, first + len(row.words)))
    alike = all(tree.word(k) == word for k, word in zip(words, row.words, strict=True) if k != at)
    return words if alike else None


def _spread(tree: Tree, at: int, words: tuple[str, ...]) -> tuple[int, ...] | None:
    """The tokens of a verb and its further words, which may stand apart but must hang on it."""
    found, place = [at], at
    end = min(tree.parse.sentence_of(at).last, at + 1 + SPREAD)
    for n, word in enumerate(words[1:]):
        for k in range(place + 1, end if n == 0 else place + 2):
            if k < end and tree.word(k) == word and (at in _up(tree, k) or k == at + 1) and not _acts(tree, k, found):
                found.append(k)
                place = k
                break
        else:
            return None
    return None if _leads_another(tree, at, place) else tuple(found)


def _acts(tree: Tree, k: int, found: list[int]) -> bool:
    """Whether a word is the verb of a clause of its own: "set for talks as rebels [free] crew"."""
    to = tree.to(k)
    return tree.verbal(k) and (bool(tree.has(k, "nsubj")) or (to is not None and to not in found))


def _leads_another(tree: Tree, at: int, k: int) -> bool:
    """Whether a verb's last word is the preposition of another phrase: "brought the troops home [in] May"."""
    if tree.relation(k) != "case":
        return False
    behind = tree.word(k) in small_words("day") and any(at < n < k for n in tree.has(at, "obj"))
    return behind or tree.tokens[k].head in tree.timed


def _up(tree: Tree, k: int) -> list[int]:
    found = []
    for head in tree.above(k):
        found.append(head)
        if len(found) == 2:
            break
    return found
