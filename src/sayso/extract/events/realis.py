"""Realis: whether the text says that an act took place, by a walk from the act up its sentence's tree.

Each word on the way that governs it or stands beside it may take it away from an act: an auxiliary, a negation, a mark, a
verb, noun or adjective whose complement it is (`en/realis.tsv`). Of several the one farthest from an act wins: negated, then
hypothetical, demanded, planned. The walk ends where a clause stands for itself: a relative clause in the past, what comes
"after" something, a finite clause that somebody reports (whose report it is, `inside` says). Decided in
docs/decisions/0007-realis-conventions.md. A noun that names an
act is presupposed ("after the raid") unless what governs it would bring it about.
Known misses: irony, conditions without a mark ("Attack us and we strike back"), a plan that another sentence gives up.
"""

from collections.abc import Iterable

import msgspec

from sayso.core.data import Realis
from sayso.extract.events.tree import Tree
from sayso.lexicon.clauses import clause_words
from sayso.lexicon.events import RealisWord, realis_words, small_words

ORDER: tuple[Realis, ...] = ("actual", "planned", "demanded", "hypothetical", "negated")
ROUNDS = 25


class Reality(msgspec.Struct, frozen=True, kw_only=True):
    """What the walk found: the realis, the words that governed the act, nearest first, and whether any word of its own spoke."""

    realis: Realis
    governors: tuple[int, ...]
    told: bool = False


def farthest(found: Iterable[Realis]) -> Realis:
    """The one that is farthest from an act.

    >>> farthest(["planned", "negated", "actual"]), farthest([])
    ('negated', 'actual')
    """
    return max(found, key=ORDER.index, default="actual")


def realis(tree: Tree, at: int, top: int, noun: bool, headline: bool) -> Reality:
    """The realis of the act of token `at`; `top` is the noun that stands for it in its clause, `at` itself for a verb."""
    walk = _Walk(tree, headline)
    if noun:
        walk.modifiers(at)
        if top != at:
            walk.modifiers(top)
        walk.noun(top)
    else:
        walk.verb(at)
    return Reality(realis=walk.result(), governors=tuple(walk.governors), told=bool(walk.found))


class _Walk:
    """One walk. `found` are the realis values met, `governors` the words whose complement the act is."""

    def __init__(self, tree: Tree, headline: bool) -> None:
        self.tree, self.headline = tree, headline
        self.found: list[Realis] = []
        self.governors: list[int] = []

    def result(self) -> Realis:
        return farthest(self.found)

    # A verb, a predicate

    def verb(self, at: int, rounds: int = 0, own: bool = True) -> None:
        """What stands beside a verb, then what governs it. `own` is False for a verb met on the way up."""
        tree = self.tree
        self.beside(at)
        if rounds > ROUNDS:
            return
        head, relation = tree.tokens[at].head, tree.relation(at)
        if head == at:
            self.root(at)
            return
        full = tree.tokens[at].deprel
        if relation == "conj":
            self.conjunct(at, head, rounds)
            return
        if relation == "parataxis":
            if not self.own_clause(at):
                self.verb(head, rounds + 1)
            return
        to, marks = self.to(at), {tree.word(k) for k in tree.has(at, "mark", "case") if k < at}
        if relation == "advcl" or (relation in ("obl", "nmod") and tree.verbal(at)):
            self.adverbial(at, head, to, marks, rounds)
            return
        if full == "acl:relcl":
            self.relative(at, head, rounds)
            return
        if relation in ("xcomp", "ccomp", "acl", "obj", "csubj", "nsubj", "appos", "dep", "amod"):
            kind = (
                {"inf"}
                if to
                else {"that"}
                if self.own_clause(at)
                else {"ger", "inf" if tree.tokens[at].xpos == "VB" else "ger", *marks}
            )
            if relation == "acl" and to and not self.govern(head, {"inf"}, at):
                self.found.append("hypothetical")
                return
            if relation == "acl" and not to and tree.tokens[at].xpos in ("VBN", "VBD"):
                return
            if relation in ("csubj", "nsubj"):
                kind = kind | {"that"}
            self.up(at, head, kind, rounds)
            return
        self.up(at, head, {"obj"}, rounds)

    def up(self, at: int, head: int, kind: set[str], rounds: int) -> None:
        """From a complement to what governs it, and on where that is no report."""
        tree = self.tree
        met = self.govern(head, kind, at)
        if met is None and "that" in kind and (tree.word(head) in small_words("says") or self.reported(at, head)):
            return
        if met is not None and met.realis not in ("actual",):
            self.governors.append(head)
        if "that" in kind and met is None and tree.nominal(head) and not tree.has(head, "cop"):
            return
        if tree.verbal(head) or tree.has(head, "cop") or tree.tokens[head].upos in ("ADJ", "ADV"):
            self.outer(head, met, rounds)
        elif tree.nominal(head):
            self.modifiers(head)
            self.noun(head, rounds + 1, abstract=True)

    def outer(self, head: int, met: RealisWord | None, rounds: int) -> None:
        """What stands around a governing verb. A negation turns a plan into no plan, and a refusal not made into neither."""
        before = len(self.found)
        self.verb(head, rounds + 1, own=False)
        if met is not None and met.realis == "negated" and "negated" in self.found[before:]:
            self.found = ["hypothetical"]

    def reported(self, at: int, head: int) -> bool:
        """Whether a clause with a verb of its own stands under a verb that is no word of realis: somebody tells it."""
        tree = self.tree
        return tree.verbal(head) and self.own_clause(at) and tree.relation(at) in ("ccomp",)

    def own_clause(self, at: int) -> bool:
        """Whether a verb is finite: it has a tense of its own."""
        tree = self.tree
        return tree.tokens[at].xpos in ("VBD", "VBZ", "VBP") or any(
            tree.tokens[k].xpos in ("VBD", "VBZ", "VBP", "MD") for k in tree.has(at, "aux", "cop")
        )

    def to(self, at: int) -> bool:
        return any(self.tree.word(k) in small_words("to") for k in self.tree.has(at, "mark"))

    def beside(self, at: int) -> None:
        """Auxiliaries, negations, adverbs, marks and the subject of a verb."""
        tree = self.tree
        for k in tree.has(at, "aux", "cop"):
            for word in realis_words().get(tree.word(k), ()):
                if word.pos == "aux":
                    self.found.append(word.realis)
        for k in tree.kids[at]:
            for word in realis_words().get(tree.word(k), ()):
                if (
                    word.pos in ("neg", "adv")
                    and self._phrase(k, word)
                    and tree.relation(k) in ("advmod", "cc", "det", "discourse", "obl", "dep")
                ):
                    if word.pos == "neg" and self._only(k):
                        continue
                    self.found.append(word.realis)
                elif word.pos == "mark" and tree.relation(k) in ("mark", "advmod", "case") and k < at and self._phrase(k, word):
                    self.found.append(word.realis)
        for k in (*tree.has(at, "nsubj"), *tree.has(at, "obj")):
            for word in realis_words().get(tree.word(k), ()):
                if word.pos == "sub" and self._phrase(k, word):
                    self.found.append(word.realis)
            for d in tree.has(k, "det", "cc", "advmod"):
                if any(word.pos == "det" for word in realis_words().get(tree.word(d), ())) and d < k:
                    self.found.append("negated")

    def _only(self, k: int) -> bool:
        """Whether a negation turns another word round ("not only", "not because")."""
        tree = self.tree
        return k + 1 < len(tree.tokens) and tree.word(k + 1) in small_words("only")

    def _phrase(self, k: int, word: RealisWord) -> bool:
        return [self.tree.word(k + n) for n in range(len(word.words)) if k + n < len(self.tree.tokens)][1:] == list(
            word.words[1:]
        )

    def root(self, at: int) -> None:
        """At the top: questions, headlines' infinitives, commands, and conditions beside a future."""
        tree = self.tree
        sentence = tree.parse.sentence_of(at)
        last = next(
            (k for k in range(sentence.last - 1, sentence.first - 1, -1) if tree.word(k) not in small_words("closing")), at
        )
        if tree.tokens[last].text == "?":
            self.found.append("hypothetical")
        if self.to(at) and tree.tokens[at].xpos == "VB":
            self.found.append("planned")
        elif (
            tree.tokens[at].xpos == "VB" and not self.headline and not tree.has(at, "nsubj", "aux") and tree.verbal(at)
            and tree.tokens[at].upos == "VERB"
        ):  # fmt: skip
            self.found.append("demanded")
        if self.found and any(self._condition(k) for k in tree.has(at, "advcl")):
            self.found.append("hypothetical")

    def _condition(self, k: int) -> bool:
        return any(
            word.pos == "mark" and word.realis == "hypothetical" and self._phrase(m, word)
            for m in self.tree.has(k, "mark")
            for word in realis_words().get(self.tree.word(m), ())
        )

    def conjunct(self, at: int, head: int, rounds: int) -> None:
        """A verb joined to one before it shares what stands beside that, if it has no tense of its own."""
        tree = self.tree
        but = any(tree.word(k) in small_words("but") for k in tree.has(at, "cc"))
        alike = tree.tokens[at].xpos == tree.tokens[head].xpos and not tree.has(at, "aux", "cop", "nsubj")
        finite = self.own_clause(at)
        if alike and not finite and not but:
            self.verb(head, rounds + 1, own=False)
            return
        mark = _Walk(tree, self.headline)
        mark.beside(head)
        if finite and not but:
            self.found += ["hypothetical"] if self._condition(head) else []
        if finite and tree.tokens[head].head == head:
            return
        # Past what stands beside the verb before: only what governs both.
        above = _Walk(tree, self.headline)
        above.verb(head, rounds + 1, own=False)
        beside = _Walk(tree, self.headline)
        beside.beside(head)
        rest = list(above.found)
        for one in beside.found:
            if one in rest:
                rest.remove(one)
        if but:
            rest = [one for one in rest if one != "negated"] if not finite else [one for one in rest if one in ("hypothetical",)]
        self.found += rest
        self.governors += above.governors

    def adverbial(self, at: int, head: int, to: bool, marks: set[str], rounds: int) -> None:
        kinds = {"inf"} if to else {"ger", *marks}
        met = self.govern(head, kinds, at) if not self.own_clause(at) else self.govern(head, {"that"}, at) if not marks else None
        if met is not None:
            self.up(at, head, kinds if not self.own_clause(at) else {"that"}, rounds)
        elif to:
            self.found.append("hypothetical")
        elif marks & small_words("apart") or self.own_clause(at):
            return
        else:
            self.verb(head, rounds + 1, own=False)

    def relative(self, at: int, head: int, rounds: int) -> None:
        """A relative clause in the past or present stands for itself, unless its noun is not there yet."""
        tree = self.tree
        if tree.tokens[at].xpos in ("VBD", "VBN") or any(tree.tokens[k].xpos == "VBD" for k in tree.has(at, "aux", "cop")):
            return
        if not self.found:
            other = _Walk(tree, self.headline)
            other.noun(head, rounds + 1, abstract=True)
            if other.result() in ("hypothetical", "demanded"):
                self.found.append("hypothetical")

    # A noun

    def modifiers(self, at: int) -> None:
        """Adjectives, determiners and prepositions of a noun."""
        tree = self.tree
        beside = {"mod": ("amod", "compound", "acl", "nmod"), "det": ("det", "advmod"), "case": ("case", "mark")}
        for k in tree.kids[at]:
            for word in realis_words().get(tree.word(k), ()):
                if tree.relation(k) in beside.get(word.pos, ()):
                    self.found.append(word.realis)
        for k in tree.has(at, "acl"):
            if tree.tokens[k].xpos == "VBN":
                self.found += [
                    word.realis
                    for word in realis_words().get(tree.word(k), ())
                    if word.pos == "mod" or (word.pos == "verb" and "obj" in word.complements)
                ]

    def noun(self, at: int, rounds: int = 0, abstract: bool = False) -> None:
        """What governs a noun. `abstract`: it names no act itself ("plan"), so it carries what is said of it."""
        tree = self.tree
        head, relation = tree.tokens[at].head, tree.relation(at)
        if rounds > ROUNDS:
            return
        if head == at:
            self.root(at)
            if tree.has(at, "cop"):
                self.beside(at)
            return
        if tree.has(at, "cop") and not abstract:
            return
        if relation == "conj":
            self.noun_conj(at, head, rounds, abstract)
            return
        cases = tree.cases(at)
        kind = {"obj"} if relation in ("obj", "iobj") or tree.tokens[at].deprel in ("nsubj:pass",) else set(cases)
        if relation == "nsubj" and tree.tokens[at].deprel != "nsubj:pass":
            kind = {"obj"} if tree.verbal(head) and tree.passive(head) else {"subject"}
        met = self.govern(head, kind, at)
        if met is None and kind & cases and tree.nominal(tree.tokens[at].head) is False and tree.verbal(head):
            # "on the verge of talks", "ahead of talks": the preposition may be two words.
            met = self.fixed(at)
        if met is None:
            met = self.fixed(at)
        if met is not None:
            if met.realis != "actual":
                self.governors.append(head)
                self.found.append(met.realis) if met.realis not in self.found else None
            if tree.nominal(head) and not tree.verbal(head):
                self.modifiers(head)
                self.noun(head, rounds + 1, abstract=True)
            else:
                self.outer(head, met, rounds)
            return
        if relation in ("nmod", "compound", "appos") and tree.nominal(head):
            if tree.word(head) in clause_words().light or (abstract and cases & {"of"}):
                self.modifiers(head)
                self.noun(head, rounds + 1, abstract)
            return
        if tree.verbal(head) or tree.has(head, "cop") or tree.tokens[head].upos == "ADJ":
            self.under_verb(at, head, relation, kind, rounds, abstract)

    def noun_conj(self, at: int, head: int, rounds: int, abstract: bool) -> None:
        self.noun(head, rounds + 1, abstract)

    def fixed(self, at: int) -> RealisWord | None:
        """A compound preposition that says the noun is yet to come: "ahead of"."""
        tree = self.tree
        for k in tree.has(at, "case", "mark", "advmod"):
            for word in realis_words().get(tree.word(k), ()):
                if word.pos == "any" and k + 1 < len(tree.tokens) and tree.word(k + 1) in word.complements:
                    return word
            if k > 0:
                for word in realis_words().get(tree.word(k - 1), ()):
                    if word.pos == "any" and tree.word(k) in word.complements:
                        return word
        return None

    def under_verb(self, at: int, head: int, relation: str, kind: set[str], rounds: int, abstract: bool) -> None:
        """A noun under a verb that is no word of realis: one that brings it about or lasts with it gives it its own."""
        tree = self.tree
        bare = not any(
            tree.word(k) in small_words("definite") or (tree.relation(k) == "nmod" and tree.tokens[k].deprel == "nmod:poss")
            for k in tree.kids[at]
        )
        carries = (
            abstract or tree.word(head) in clause_words().light or tree.word(head) in small_words("does")
            or any(name.startswith("act_") or name == "happens" for name in tree.verb_classes(head))
        )  # fmt: skip
        said = relation == "nsubj" and tree.word(head) in small_words("centre")
        if carries or said or (relation in ("nsubj", "obj") and bare):
            above = _Walk(tree, self.headline)
            above.verb(head, rounds + 1, own=False)
            if not (carries or said) and above.result() == "negated":
                return
            self.found += above.found
            self.governors += above.governors

    # What governs

    def govern(self, head: int, kinds: set[str], at: int) -> RealisWord | None:
        """The row that a governing word has for such a complement; adds what it says."""
        tree = self.tree
        for word in realis_words().get(tree.word(head), ()):
            if word.pos not in ("verb", "noun", "adj", "any") or not self._is(head, word.pos):
                continue
            if len(word.words) > 1 and not self._has(head, word.words[1:]):
                continue
            wanted = set(word.complements)
            if "obj+inf" in wanted and "inf" in kinds and self._told(head, at):
                pass
            elif not wanted & kinds:
                continue
            if word.realis != "actual":
                self.found.append(word.realis)
            return word
        return None

    def _told(self, head: int, at: int) -> bool:
        """Whether an infinitive has a subject of its own: "wants the army to leave"."""
        tree = self.tree
        return (
            bool([k for k in tree.has(head, "obj", "iobj") if k < at])
            or bool(tree._before_to(at))
            or tree.passive(head)
            or bool(tree.has(at, "nsubj"))
        )

    def _is(self, head: int, pos: str) -> bool:
        tree = self.tree
        if pos == "any":
            return True
        if pos == "verb":
            return tree.verbal(head)
        if pos == "noun":
            return tree.nominal(head)
        return tree.tokens[head].upos in ("ADJ", "VERB", "ADV", "ADP") or tree.tokens[head].xpos.startswith("JJ")

    def _has(self, head: int, words: tuple[str, ...]) -> bool:
        tree = self.tree
        end = min(len(tree.tokens), head + 10)
        place = head
        for word in words:
            place = next((k for k in range(place + 1, end) if tree.word(k) == word), -1)
            if place < 0:
                return False
        return True
