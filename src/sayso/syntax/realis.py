"""Realis: whether the text says that an act took place, by a walk from the act up its sentence's tree.

Each word on the way that governs it or stands beside it may take it away from an act: an auxiliary, a negation, a mark, a
verb, noun or adjective whose complement it is (`en/realis.tsv`). Of several the one farthest from an act wins: negated, then
hypothetical, demanded, planned. The walk ends where a clause stands for itself: a relative clause in the past, what comes
"after" something, a finite clause that somebody reports (whose report it is, `inside` says). Decided in
docs/decisions/0007-realis-conventions.md. A noun that names an
act is presupposed ("after the raid") unless what governs it would bring it about.
Known misses: irony, conditions without a mark ("Attack us and we strike back"), a plan that another sentence gives up.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sayso.core.data import Realis
from sayso.core.parse import Act
from sayso.lexicon.clauses import clause_words
from sayso.lexicon.events import RealisWord, realis_words, small_words, triggers_by_form
from sayso.syntax.roles import Slot
from sayso.syntax.tree import Tree

# What the grammar takes for done by no word of its own, with less than this probability of it, is what the model takes it for.
# Set on pairs that the grammar had not seen (training/LOG.md): .1 left 8 of 62 acts that are none, .3 left 2, and lost none.
DONE = 0.3
# What an infinitive under an unknown word is taken for is what the model takes it for with this probability. On 43 such words
# of 393 that were tried in a row, 28 were right with .8, 18 without the model, and no act that is none became one.
GUESSED = 0.8
# What the model is so sure was not done is what the model says, but where a word tells that it was. On 548 acts that neither
# had learned from or was fitted to as a whole, more readings became right than wrong (training/LOG.md).
CONTRADICTED = 0.85
# Of these two the grammar knows more than the model: a "will" of then, what hangs on a condition, what is not even threatened.
OPEN = ({"planned", "hypothetical"}, {"negated", "hypothetical"})
ORDER: tuple[Realis, ...] = ("actual", "planned", "demanded", "hypothetical", "negated")
ROUNDS = 25


class Reality(msgspec.Struct, frozen=True, kw_only=True):
    """What the walk found: the realis, the words that governed the act, nearest first, whether any word of its own spoke, and
    whether all that spoke is an infinitive under a word that no row knows, which is `guessed` to be hypothetical. `firm`: what
    became of the act is said outright ("was put off", "was voted down")."""

    realis: Realis
    governors: tuple[int, ...]
    told: bool = False
    guessed: bool = False
    firm: bool = False


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
    return Reality(
        realis=walk.result(), governors=tuple(walk.governors), told=bool(walk.found) or walk.sure,
        guessed=bool(walk.found) and walk.guesses == len(walk.found), firm=walk.firm,
    )  # fmt: skip


def realis_of(tree: Tree, at: int, headline: bool = False) -> Reality:
    """The realis of what any word tells, be it a trigger or not; `headline` says that it stands in one."""
    slot = Slot(tree, at, tree.verbal(at))
    predicate = slot.verb or bool(tree.has(at, "cop"))
    return realis(tree, at, slot.top, noun=not predicate, headline=headline)


def doubted(found: Reality, act: Act | None) -> Realis:
    """The realis of the grammar, unless it is actual by no word of its own and the model is sure that it is not, or it is
    guessed and the model is sure of another: then what the model takes it for."""
    if act is None:
        return found.realis
    likely = max(ORDER, key=lambda name: act.realis.get(name, 0.0))
    if found.guessed and act.realis[likely] >= GUESSED:
        return likely
    sure = found.firm or (found.realis == "actual" and found.told) or {found.realis, likely} in OPEN
    if likely != "actual" and act.realis[likely] >= CONTRADICTED and not sure:
        return likely
    return likely if found.realis == "actual" and not found.told and act.realis["actual"] < DONE else found.realis


class _Walk:
    """One walk. `found` are the realis values met, `governors` the words whose complement the act is; `sure` that a word tells
    the act as done ("managed to"), `firm` that one tells what became of it."""

    def __init__(self, tree: Tree, headline: bool) -> None:
        self.tree, self.headline = tree, headline
        self.found: list[Realis] = []
        self.governors: list[int] = []
        self.sure = self.firm = False
        self.guesses = 0

    def result(self) -> Realis:
        return farthest(self.found)

    def branch(self) -> _Walk:
        return _Walk(self.tree, self.headline)

    # A verb, a predicate

    def verb(self, at: int, rounds: int = 0) -> None:
        """What stands beside a verb, then what governs it."""
        tree = self.tree
        self.predicate(at)
        self.beside(at, past=self.reported(at))
        if rounds > ROUNDS:
            return
        head, relation = tree.tokens[at].head, tree.relation(at)
        if self.excepted(at) or self.took(at):
            return
        if head == at:
            self.root(at)
            return
        # "close to attacking" has the preposition "to".
        finite, to = tree.finite(at), tree.to(at) is not None and not tree.be_to(at) and tree.tokens[at].xpos != "VBG"
        marks = tree.cases(at)
        if to and self.too(at, head):
            self.found.append("negated")
        if relation == "amod" and tree.tokens[at].xpos in ("VBN", "VBD"):
            return  # "the seized ship" was seized, whatever becomes of it
        if relation == "conj":
            self.conjunct(at, head, rounds)
        elif relation == "parataxis":
            if not finite:
                self.verb(head, rounds + 1)
        elif tree.tokens[at].deprel == "acl:relcl":
            self.relative(at, head, rounds)
        elif relation in ("advcl", "obl", "nmod"):
            self.adverbial(at, head, to, marks, rounds)
        elif relation == "acl" and to:
            self.infinitive(at, head, rounds)
        elif relation == "acl" and not finite and tree.tokens[at].xpos in ("VBN", "VBD") and not tree.has(at, "mark"):
            self.sure |= not (rounds or self.found) and (self.definite(head) or bool(tree.has(head, "nummod")))
            return
        else:
            kinds = {"that"} if finite else {"inf"} if to else {"ger", *marks, *({"inf"} if tree.tokens[at].xpos == "VB" else ())}
            if relation in ("csubj", "nsubj"):
                kinds |= {"that"}
            if relation == "xcomp" and tree.tokens[at].xpos == "VBN":
                kinds |= {"obj"}
            self.up(at, head, kinds, rounds)

    def excepted(self, at: int) -> bool:
        """Whether an act is all that was done, or all that was not: "had no choice but to leave", "did everything but leave"."""
        tree = self.tree
        but = (tree.to(at) or at) - 1
        if but < 1 or tree.word(but) not in small_words("but"):
            return False
        if tree.word(but - 1) in small_words("everything"):
            self.found.append("negated")
            return True
        no = any(tree.word(k) in small_words("no") for k in tree.has(but - 1, "det"))
        if not no and tree.word(but - 1) not in small_words("nothing"):
            return False
        self.done(tree.tokens[at].head)
        return True

    def took(self, at: int) -> bool:
        """Whether an infinitive is what it took something to do: "it took three raids to free them"."""
        tree, to = self.tree, self.tree.to(at)
        above = list(tree.above(at))[:2] if to is not None else []
        taking = next((k for k in above if tree.word(k) in small_words("takes")), None)
        if taking is None or taking > at or not any(tree.word(k) in small_words("it") for k in tree.has(taking, "nsubj", "expl")):
            return False
        self.done(taking)
        return True

    def done(self, verb: int) -> None:
        """Takes what hangs on a verb of the past as done, on another as planned or open, as that verb is."""
        above = self.branch()
        above.verb(verb)
        found = [one for one in above.found if one != "negated"]
        past = self.tree.tokens[verb].xpos == "VBD" and not found
        self.sure = self.sure or past
        self.found += [] if past else found or ["planned"]

    def infinitive(self, at: int, head: int, rounds: int) -> None:
        """An infinitive under a noun: a plan to leave, talks to end a war; a headline's future where nothing else is said."""
        tree = self.tree
        title = tree.tokens[head].head == head and not tree.has(head, "cop") and not self.spoken(at)
        if title and tree.who(head):
            self.found.append("planned")
        elif self.govern(head, {"inf"}, at) is not None:
            self.up(at, head, {"inf"}, rounds, met=True)
        elif (
            title
            and tree.word(head) not in triggers_by_form()
            and not tree.has(head, "det")
            and not self.closed(tree.parse.sentence_of(at).last - 1)
        ):
            self.found.append("planned")
        elif any(tree.word(k) in small_words("ordinal") for k in tree.has(head, "amod", "advmod")):
            self.noun(head, rounds + 1, abstract=True)  # "the first state to leave" left
        elif tree.asked(head):
            above = tree.tokens[head].head
            self.outer(above, self.govern(above, {"inf"}, at), rounds)
            self.governors.insert(0, above)
        else:
            nothing = tree.word(head) in small_words("nothing")
            self.guesses += not nothing
            self.found.append("negated" if nothing else "hypothetical")
            self.modifiers(head)  # "in no position to leave"

    def too(self, at: int, head: int) -> bool:
        """Whether an infinitive is what somebody comes "too late" for or is "too weak" to do."""
        tree, to = self.tree, self.tree.to(at) or 0
        beside = [head, *tree.has(head, "advmod", "amod", "xcomp")]
        return any(k < to and tree.word(k) in small_words("too") for b in beside for k in tree.kids[b] if b < to)

    def spoken(self, at: int) -> bool:
        """Whether a sentence has a finite verb but for one that tells who says it."""
        tree, sentence = self.tree, self.tree.parse.sentence_of(at)
        finite = (k for k in range(sentence.first, sentence.last) if tree.tokens[k].xpos in ("VBD", "VBZ", "VBP", "MD"))
        return any(k < at or tree.word(k) not in small_words("says") for k in finite)

    def up(self, at: int, head: int, kinds: set[str], rounds: int, met: bool = False) -> None:
        """From a complement to what governs it, and on where that is no report."""
        tree = self.tree
        if tree.command(at):
            self.found.append("demanded")
            return
        if any(tree.word(k) in small_words("whether") for k in tree.has(at, "mark", "advmod")):
            self.found.append("hypothetical")  # whatever is said of a question
            return
        said = at < head and tree.word(head) in small_words("says") and not tree.passive(head)
        if said and tree.to(at) is not None and not tree.be_to(at) and tree.has(at, "nsubj"):
            self.found.append("planned")  # "Oman to free crew, envoy says"
            return
        if tree.tokens[at].xpos == tree.tokens[head].xpos == "VBN" and tree.relation(head) == "acl":
            kinds = kinds | {"inf"}  # "the man reported killed" is reported to have been
        word = None
        if not met:
            if "inf" in kinds and self.yet_to(at) and self.before_to(at, rounds):
                return
            above = tree.tokens[head].head
            to = tree.to(at)
            last = to - 1 if "inf" in kinds and to and head < to - 1 and tree.verbal(to - 1) else head
            if tree.relation(last) == "conj" and tree.tokens[last].head == head:
                head = last  # "tried and [failed] to leave"
            word = self.govern(head, kinds, at)
            if word is None and tree.relation(at) == "acl" and tree.relation(head) in ("obj", "iobj", "nsubj", "obl"):
                word = self.govern(above, kinds, at)  # "acquitted two men of killing"
                if word is None and self.charged(above, kinds):
                    return
                head = above if word is not None else head
            if word is None and "inf" in kinds and self.before_to(at, rounds):
                return
            if word is None and "ger" in kinds and (left := self.left(at)) is not None and left != head:
                word = self.govern(left, kinds, at)  # "a step closer to leaving"
        asked = [k for k in tree.kids[at] if k < at and tree.tokens[k].xpos in ("WP", "WRB", "WP$")]
        if "that" in kinds and asked and not self.found:
            self.sure = True  # "nobody knows who left"
            return
        if "that" in kinds and tree.word(head) in small_words("fact"):
            self.sure = True  # whatever is said of a fact
            return
        told = met or (word is not None and word.realis != "actual")
        if told:
            self.governors.append(head)
        if self.falsely(head):
            self.found.append("negated")
        if tree.nominal(head) and not tree.verbal(head) and tree.has(head, "cop"):
            self.modifiers(head)  # "in no position to leave"
        reports = tree.relation(at) in ("ccomp", "parataxis") or tree.word(head) in small_words("says")
        if "that" in kinds and not told and tree.verbal(head) and reports:
            self.unsaid(head)
            return
        if word is None and not met and "inf" in kinds and tree.to(at) is not None:
            # Of a verb that no row knows it is not said that its content took place; "is soon to leave" will.
            soon = tree.tokens[head].upos in ("ADV", "AUX")
            self.guesses += not soon
            self.found.append("planned" if soon else "hypothetical")
        if tree.verbal(head) or tree.has(head, "cop") or tree.tokens[head].upos in ("ADJ", "ADV"):
            self.outer(head, word, rounds)
        elif tree.nominal(head):
            self.modifiers(head)
            self.noun(head, rounds + 1, abstract=True)

    def charged(self, head: int, marks: set[str]) -> bool:
        """Whether a participle is what somebody is accused of, or punished for, which then was done; what nobody accuses
        anybody of is left open."""
        tree = self.tree
        if tree.word(head) not in small_words("accuses") or not marks & small_words("accused"):
            return False
        if self.falsely(head):
            self.found.append("negated")
            return True
        above = self.branch()
        above.verb(head)
        if marks & small_words("purpose"):
            self.sure = True
        elif above.found:
            self.found.append("hypothetical")
        return True

    def falsely(self, head: int) -> bool:
        """Whether somebody says, or is accused of, what is not so: "falsely claimed"."""
        return any(self.tree.word(k) in small_words("falsely") for k in self.tree.has(head, "advmod"))

    def unsaid(self, head: int) -> None:
        """What somebody does not say, or cannot confirm, is left open."""
        above = self.branch()
        above.negated(head)
        if above.found:
            self.found.append("hypothetical")

    def yet_to(self, at: int) -> bool:
        """Whether the word before an infinitive's "to" decides, whatever governs both: "has yet to leave"."""
        to = self.tree.to(at)
        rows = realis_words().get(self.tree.word(to - 1), ()) if to else ()
        return any(word.pos == "any" and "inf" in word.complements for word in rows)

    def before_to(self, at: int, rounds: int) -> bool:
        """Follows the word right before an infinitive's "to", where the tree hung the infinitive elsewhere."""
        tree, to = self.tree, self.tree.to(at)
        if not to or self.govern(to - 1, {"inf"}, at) is None:
            return False
        self.governors.append(to - 1)
        if tree.nominal(to - 1) and not tree.verbal(to - 1):
            self.modifiers(to - 1)
            self.noun(to - 1, rounds + 1, abstract=True)
        else:
            self.verb(to - 1, rounds + 1)
        return True

    def outer(self, head: int, met: RealisWord | None, rounds: int, noun: bool = False) -> None:
        """What stands around a verb that governs a clause, or a noun. A refusal that did not take place leaves both open."""
        before = len(self.found)
        self.verb(head, rounds + 1)
        above = self.found[before:]
        if "negated" in above and self.tree.word(head) in small_words("tarries"):
            # "did not hesitate to leave", "lost no time in leaving": they left
            self.found, self.sure = [one for one in above if one not in ("negated", "actual")], True
            return
        asks = met is not None and met.realis == "demanded" and self.tree.word(head) in small_words("demands")
        if asks and not any(self.tree.tokens[k].xpos == "MD" for k in self.tree.has(head, "aux")):
            self.found = [one for k, one in enumerate(self.found) if k < before or one != "negated"]  # what nobody demands
            return
        if met is None or met.realis != "negated" or not above:
            return
        if not noun and met.words[1:] == () and "ger" in met.complements and self.tree.word(head) in small_words("ceases"):
            self.found, self.sure = [], True  # what must stop, or does not, goes on
        elif "negated" in above and self.tree.word(head) in small_words("hinders"):
            # "could not stop them from leaving" tells that they left
            able = sum(self.tree.word(k) in small_words("able") for k in self.tree.has(head, "aux"))
            open_ = above.count("hypothetical") - able > 0 or "demanded" in above
            self.found, self.sure = ["hypothetical"] if open_ else ["planned"] if "planned" in above else [], True
        elif "negated" in above:
            self.found = ["hypothetical"]

    def reported(self, at: int) -> bool:
        """Whether a verb's clause is what somebody said or promised: its "would" is the "will" of then."""
        tree = self.tree
        while tree.relation(at) == "conj" and tree.tokens[at].head < at and not tree.has(at, "ccomp", "parataxis"):
            at = tree.tokens[at].head  # "said it would stay and [would] send aid"
        said = [tree.tokens[at].head] if tree.relation(at) == "ccomp" else tree.has(at, "parataxis", "ccomp")

        def promises(k: int) -> bool:
            rows = realis_words().get(tree.word(k), ()) if tree.relation(at) == "ccomp" else ()
            return any(word.pos == "verb" and word.realis == "planned" and "that" in word.complements for word in rows)

        past = [k for k in said if tree.tokens[k].xpos in ("VBD", "VBN")]
        return any(tree.word(k) in small_words("says") or promises(k) for k in past)

    def beside(self, at: int, past: bool = False) -> None:
        """Auxiliaries, negations, adverbs, marks and the subject of a verb; a condition that its clause hangs on. `past`: its
        "would" is a future seen from the past."""
        tree = self.tree
        modal = [
            word.realis for k in tree.has(at, "aux", "cop") for word in realis_words().get(tree.word(k), ()) if word.pos == "aux"
        ]
        aux = {tree.word(k) for k in tree.has(at, "aux")}
        if modal and aux & small_words("have") and aux & small_words("would"):
            no = self.branch()
            no.negated(at)
            if no.found and any(self.unmet(k) for k in (*tree.has(at, "advcl"), *self.before_it(at))):
                self.sure = True  # "had they stayed, he would not have left": he did
                return
            modal = ["negated"]  # "would have left" tells that nobody did
        elif modal and aux & small_words("have") and aux & small_words("should"):
            no = self.branch()
            no.negated(at)
            # "should have left" tells that nobody did, "should not have left" that somebody did.
            self.found += [] if no.found else ["negated"]
            self.sure |= bool(no.found)
            return
        elif modal == ["demanded"] and aux & small_words("have"):
            modal = ["hypothetical"]  # "must have left" is a guess
        elif modal and past and aux & small_words("would"):
            modal = ["planned"]
        self.found += modal
        if tree.be_to(at):
            to = tree.to(at) or at
            said = [
                word.realis for k in tree.kids[at] if k < to for word in realis_words().get(tree.word(k), ())
                if "inf" in word.complements
            ]  # fmt: skip
            said += [word.realis for word in realis_words().get(tree.word(to - 1), ()) if "inf" in word.complements]
            self.found += said[-1:] or ["planned"]  # the word nearest to "to": "has yet to"
            if any(k > to for k in tree.has(at, "aux") if tree.word(k) in small_words("have")) or any(
                k < to and self.dropped(at, k) for k in tree.has(at, "aux", "cop")
            ):
                self.found.append("negated")  # "was to have left", "was to leave but stayed"
                self.firm = True
        self.found += self.due(at)
        self.negated(at)
        first = tree.leftmost[at]
        around = {k for k in tree.kids[at] if k < at and tree.relation(k) in ("mark", "advmod", "case")}
        around |= set(range(max(0, first - 1), min(first + 2, at))) if tree.finite(at) else set()
        around |= {k for k in tree.has(at, "cc") if k < at}
        for k in sorted(around):
            # "Should they leave" is a condition, "they should leave" is none.
            behind = tree.relation(k) == "aux" and any(subject < k for subject in tree.has(at, "nsubj"))
            if tree.tokens[k].head in (at, tree.tokens[at].head) and not behind:
                self.found += [
                    word.realis for word in realis_words().get(tree.word(k), ()) if word.pos == "mark" and self._phrase(k, word)
                ]
        for k in tree.has(at, "advmod", "discourse"):
            sure = k + 1 < at and tree.tokens[k + 1].upos == "ADV"  # "almost certainly left"
            told = [word.realis for word in realis_words().get(tree.word(k), ()) if word.pos == "adv"]
            self.found += [one for one in told if not (sure and one == "negated")]
        open_ = modal or tree.to(at) is not None or tree.tokens[at].xpos in ("VBZ", "VBP")
        if open_ and any(self._condition(k) for k in (*tree.has(at, "advcl"), *self.before_it(at))):
            self.found.append("hypothetical")
        if modal and self.conditional(at):
            self.found.append("hypothetical")
        bare = tree.tokens[at].xpos == "VB" and not tree.has(at, "aux", "mark")  # "soldiers shoot", as the tagger may have it
        if any(self.fictional(k, bare or tree.tokens[at].xpos in ("VBZ", "VBP")) for k in tree.has(at, "obl")):
            self.found.append("hypothetical")
        self.inverted(at)

    def conditional(self, at: int) -> bool:
        """Whether what a verb tells hangs on what is yet to come: "pending approval", "whoever leaves will be fined"."""
        tree = self.tree
        first = tree.leftmost[at]
        opens = any(tree.word(k) in small_words("pending") for k in range(max(first - 1, 0), min(first + 2, at)))
        pending = opens or any(tree.cases(k) & small_words("pending") for k in tree.has(at, "obl"))
        return pending or any(k < at and tree.word(tree.leftmost[k]) in small_words("anyone") for k in tree.kids[at])

    def due(self, at: int) -> list[Realis]:
        """What "due to" says where the parser took it for a preposition: "is due to leave"."""
        tree = self.tree
        be = [k for k in tree.has(at, "cop", "aux") if tree.word(k) in small_words("be")]
        for k in tree.has(at, "case", "advmod"):
            to = k + 1 < len(tree.tokens) and tree.word(k + 1) in small_words("to")
            if not (be and to and k - 1 in be) or tree.has(at, "det", "amod", "nmod:poss"):
                continue
            had = any(tree.word(n) in small_words("have") and tree.tokens[n].xpos == "VBD" for n in tree.has(at, "aux"))
            rows = [word for word in realis_words().get(tree.word(k), ()) if word.pos == "adj" and "inf" in word.complements]
            if rows and (had or self.dropped(at, be[0])):
                self.firm = True
                return ["negated"]
            return [word.realis for word in rows[:1]]
        return []

    def fictional(self, k: int, present: bool) -> bool:
        """Whether a phrase says that its clause tells a story or a game: "in the drill" of what happens, "at a mock trial" also
        of what happened."""
        tree = self.tree
        told = (k, *tree.has(k, "nmod:poss", "nmod"))  # "in the drill's last hour", "in an episode of the series"
        mock = any(tree.word(n) in small_words("mock") for n in tree.has(k, "amod", "compound"))
        if mock and tree.cases(k) & (small_words("state") | small_words("on_stage")):
            return True
        return (
            present and bool(tree.cases(k) & small_words("state")) and any(tree.bases(n) & small_words("fiction") for n in told)
        )

    def unmet(self, k: int) -> bool:
        """Whether a clause is a condition that was not met: "if they had left", "had they left"."""
        tree = self.tree
        had = [n for n in tree.has(k, "aux") if tree.word(n) in small_words("have") and tree.tokens[n].xpos == "VBD"]
        return any(n < subject for n in had for subject in tree.has(k, "nsubj")) or (bool(had) and self._condition(k))

    def before_it(self, at: int) -> list[int]:
        """The clauses before a verb that hang on the same word: "If they leave, he said, we will stay"."""
        tree, head = self.tree, self.tree.tokens[at].head
        return [k for k in tree.has(head, "ccomp", "advcl", "conj", "parataxis") if k < at] if head != at else []

    def inverted(self, at: int) -> None:
        """ "Had they left" and "were they to leave" are conditions, "had they left" one that was not met."""
        tree = self.tree
        subject = next(iter(tree.has(at, "nsubj")), None)
        for k in tree.has(at, "aux", "cop"):
            if (
                subject is not None
                and k < subject
                and tree.word(k) in small_words("inverts")
                and self.closed(tree.parse.sentence_of(at).last - 1)
            ):
                asked = tree.tokens[tree.parse.sentence_of(at).last - 1].text == "?"
                past = tree.word(k) in small_words("have") and tree.tokens[at].xpos in ("VBN", "VBD")
                if past and not asked and self.denied(at):
                    self.found, self.sure = [one for one in self.found if one != "negated"], True  # "had they not left": they did
                else:
                    self.found.append("negated" if past and not asked else "hypothetical")

    def negated(self, at: int) -> None:
        """Negations of a verb, of its subject and of its object."""
        tree, to = self.tree, self.tree.to(at)
        if self.late(at):
            return
        # "Vowed never to leave" negates leaving, whichever of the two the parser hung "never" on.
        near = [to - 1] if to and tree.tokens[to - 1].head < to else []
        for k in (*tree.kids[at], *near):
            if tree.relation(k) not in ("advmod", "cc", "det", "discourse", "obl", "dep", "cc:preconj"):
                continue
            if at < k and self.before_infinitive(k):
                continue
            for n in (k, k - 1, k - 2):
                for word in realis_words().get(tree.word(n), ()) if n >= 0 else ():
                    if word.pos == "neg" and self._phrase(n, word) and n + len(word.words) > k:
                        if self._only(k):
                            self.sure = True  # "not only left": they left
                        else:
                            self.found.append(word.realis)
        behind = [k for k in tree.has(at, "obl") if tree.cases(k) & small_words("agreed") and tree.leftmost[k] == at + 1]
        agents = [k for k in tree.has(at, "obl") if tree.cases(k) & small_words("by") and k > at]
        for k in (*tree.has(at, "nsubj"), *tree.has(at, "obj"), *behind, *agents):
            if k + 1 < len(tree.tokens) and tree.word(k + 1) in small_words("short"):
                continue  # "nothing short of a march would": a march
            self.found += [
                word.realis for word in realis_words().get(tree.word(k), ()) if word.pos == "sub" and self._phrase(k, word)
            ]
            for d in tree.has(k, "det", "cc", "advmod"):
                if (
                    d < k
                    and not self._only(d)
                    and any(
                        word.pos in ("det", "neg") and word.realis == "negated" for word in realis_words().get(tree.word(d), ())
                    )
                ):
                    self.found.append("negated")

    def denied(self, at: int) -> bool:
        """Whether a "not" or its like hangs on a verb."""
        return any(word.pos == "neg" for k in self.tree.has(at, "advmod") for word in realis_words().get(self.tree.word(k), ()))

    def late(self, at: int) -> bool:
        """Whether what is denied is only that an act came earlier: "did not leave until Monday"."""
        tree = self.tree
        days = [k for k in tree.has(at, "obl", "advmod") if k > at and k in tree.timed and tree.cases(k) & small_words("until")]
        if not days or not self.denied(at):
            return False
        self.sure = self.sure or any(tree.tokens[k].xpos == "VBD" for k in tree.has(at, "aux"))
        return True

    def before_infinitive(self, k: int) -> bool:
        """Whether the word behind a word is the "to" of an infinitive."""
        tree = self.tree
        behind = k + 1
        return (
            behind < len(tree.tokens)
            and tree.word(behind) in small_words("to")
            and tree.tokens[tree.tokens[behind].head].xpos == "VB"
        )

    def _only(self, k: int) -> bool:
        """Whether a negation turns another word round ("not only", "not because", "not until Monday", "a no-fly zone")."""
        tree = self.tree
        return k + 1 < len(tree.tokens) and (tree.word(k + 1) in small_words("only") or tree.word(k + 1) == "-")

    def _phrase(self, k: int, word: RealisWord) -> bool:
        return [self.tree.word(k + n) for n in range(len(word.words)) if k + n < len(self.tree.tokens)][1:] == list(
            word.words[1:]
        )

    def root(self, at: int) -> None:
        """At the top: questions, headlines' infinitives, commands."""
        tree = self.tree
        sentence = tree.parse.sentence_of(at)
        last = next(
            (k for k in range(sentence.last - 1, sentence.first - 1, -1) if tree.word(k) not in small_words("closing")), at
        )
        if tree.tokens[last].text == "?" and not self.presupposed(at, sentence.first):
            self.found.append("hypothetical")
        base = tree.tokens[at].xpos == "VB" and tree.tokens[at].upos == "VERB"
        if tree.to(at) is not None and base and not tree.be_to(at):
            self.found.append("planned")
        elif base and not self.headline and not tree.has(at, "nsubj", "aux") and self.closed(sentence.last - 1):
            self.found.append("demanded")

    def presupposed(self, at: int, first: int) -> bool:
        """Whether a question asks only who, why or how of what is past: "Who shot him?" """
        tree = self.tree
        asks = any(tree.tokens[k].xpos.startswith("W") for k in range(first, min(first + 3, at)))
        beside = tree.has(at, "aux", "cop")
        past = any(tree.tokens[k].xpos == "VBD" or tree.word(k) in small_words("have") for k in (at, *beside))
        return asks and past and not any(tree.tokens[k].xpos == "MD" for k in beside)

    def closed(self, last: int) -> bool:
        """Whether a sentence ends with a mark, as a headline does not."""
        return self.tree.tokens[last].upos == "PUNCT"

    def _condition(self, k: int) -> bool:
        """Whether a clause says on what its main clause hangs: "if", but not "even if" and "as if"."""
        return any(
            word.pos == "mark" and word.realis == "hypothetical" and self._phrase(m, word)
            and not (m and self.tree.word(m - 1) in small_words("concedes"))
            for m in (*self.tree.has(k, "mark"), self.tree.leftmost[k])
            for word in realis_words().get(self.tree.word(m), ())
        )  # fmt: skip

    def conjunct(self, at: int, head: int, rounds: int) -> None:
        """A verb joined to one before it shares what governs both, and what stands beside that if it has no tense of its own."""
        tree = self.tree
        but = any(tree.word(k) in small_words("but") for k in tree.has(at, "cc"))
        alike = tree.tokens[at].xpos == tree.tokens[head].xpos and not tree.has(at, "aux", "cop", "nsubj")
        finite = tree.finite(at)
        if alike and not finite and not but:
            self.verb(head, rounds + 1)
            return
        beside, above = self.branch(), self.branch()
        beside.beside(head, past=self.reported(head))
        if tree.tokens[head].head != head:
            above.verb(head, rounds + 1)
        rest = list(above.found)
        for one in beside.found:
            if one in rest:
                rest.remove(one)
        self.found += rest
        own = finite and tree.tokens[at].xpos == "VBD" and not tree.has(at, "aux") and not self.found
        content = tree.tokens[head].xpos == "VBD" and any(tree.to(k) is not None for k in tree.has(head, "xcomp"))
        if own and (content or any(tree.tokens[k].xpos == "MD" for k in tree.has(head, "aux"))):
            self.sure = True  # "threatened to leave and struck": they struck
        if finite and not but and any(self._condition(k) for k in (head,)):
            self.found.append("hypothetical")
        self.governors += above.governors

    def adverbial(self, at: int, head: int, to: bool, marks: set[str], rounds: int) -> None:
        """A clause beside another: a purpose, a complement the parser took for an adverbial, a participle of the same act."""
        tree = self.tree
        finite = tree.finite(at)
        kinds = {"inf"} if to else {"that"} if finite else {"ger", *marks}
        word = self.govern(head, kinds, at) if not (finite and marks) else None
        if word is None and to and self.before_to(at, rounds):
            return
        led = min(tree.has(at, "case", "mark"), default=0) - 1
        if word is None and not finite and led >= 0 and led != head:
            word = self.govern(led, kinds, at)  # "moved a step closer to leaving"
        if word is not None:
            self.governors += [head] if word.realis != "actual" else []
            self.outer(head, word, rounds)
        elif to:
            # Who marches to demand a release demands it; who did nothing to stop it did not.
            nothing = any(tree.word(k) in small_words("nothing") for k in tree.has(head, "obj"))
            self.found += ["negated"] if nothing else [] if "demanded" in self.found else ["hypothetical"]
        elif finite:
            above = {tree.word(k) for k in tree.has(head, "aux")}
            if above & small_words("have") and above & small_words("would") and self.unmet(at):
                self.found.append("negated")
            if marks & small_words("before") and any(tree.word(k) in small_words("able") for k in tree.has(at, "aux")):
                self.found.append("negated")  # "were stopped before they could leave"
            self.awaited(at, head)
        elif marks & small_words("apart") or (tree.tokens[at].xpos == "VBN" and tree.passive(at)):
            self.charged(head, marks)
        elif not (tree.verbal(head) and self.charged(head, marks)):
            self.verb(head, rounds + 1)

    def awaited(self, at: int, head: int) -> None:
        """A present behind "once", "until", "when" in a clause about the future is no fact yet, nor a past behind "would"."""
        tree = self.tree
        would = any(tree.word(k) in small_words("would") for k in tree.has(head, "aux"))
        tenses = ("VBZ", "VBP", "VBD") if would else ("VBZ", "VBP")
        present = any(tree.tokens[k].xpos in tenses for k in (at, *tree.has(at, "aux")))
        marks = {tree.word(k) for k in tree.has(at, "mark", "advmod")}
        if not present or any(tree.tokens[k].xpos == "MD" for k in tree.has(at, "aux")) or not marks & small_words("awaits"):
            return
        above = self.branch()
        above.beside(head)
        if above.found or marks & small_words("once"):
            self.found.append("hypothetical")

    def relative(self, at: int, head: int, rounds: int) -> None:
        """A relative clause in the past stands for itself, and one in the present unless its noun is not there yet."""
        tree = self.tree
        told = any("that" in word.complements for word in realis_words().get(tree.word(head), ()))
        if told and tree.has(at, "mark"):
            self.up(at, head, {"that"}, rounds)  # "the claim that they left", which the parser took for a relative clause
            return
        vague = tree.bases(head) & small_words("anyone") or any(self.open(k) for k in tree.has(head, "det"))
        if tree.tokens[at].xpos in ("VBD", "VBN") or any(tree.tokens[k].xpos == "VBD" for k in tree.has(at, "aux", "cop")):
            self.sure |= not (rounds or told or vague or self.found or tree.has(head, "cop"))
            return
        if vague:
            self.found.append("hypothetical")  # "anyone who leaves"
        if not self.found:
            above = self.branch()
            above.noun(head, rounds + 1, abstract=True)
            bare = tree.tokens[head].xpos == "NNS" and not tree.has(head, "det", "nummod", "nmod:poss")
            if above.result() in ("hypothetical", "demanded") or (bare and above.result() == "planned"):
                self.found.append("hypothetical")

    # A noun

    def modifiers(self, at: int) -> None:
        """Adjectives, determiners and prepositions of a noun."""
        tree = self.tree
        for k in range(tree.start(at), at):  # words of several tokens: "would-be"
            self.found += [
                word.realis for word in realis_words().get(tree.word(k), ())
                if word.pos == "mod" and len(word.words) > 1 and self._phrase(k, word)
            ]  # fmt: skip
        beside = {"mod": ("amod", "compound", "acl", "nmod"), "det": ("det", "advmod"), "case": ("case", "mark")}
        for k in tree.kids[at]:
            if self._only(k):
                continue
            for word in realis_words().get(tree.word(k), ()):
                if word.pos == "adj" and tree.relation(k) == "amod" and tree.word(k + 1) in word.complements & tree.cases(at):
                    self.found.append(word.realis)  # "is due for release"
                if tree.relation(k) in beside.get(word.pos, ()) and self._phrase(k, word):
                    self.found.append(word.realis)
        for k in tree.has(at, "acl"):
            if tree.tokens[k].xpos == "VBN":
                self.found += [
                    word.realis for word in realis_words().get(tree.word(k), ())
                    if word.pos == "mod" or (word.pos == "verb" and "obj" in word.complements)
                ][:1]  # fmt: skip

    def noun(self, at: int, rounds: int = 0, abstract: bool = False) -> None:
        """What governs a noun. `abstract`: it names no act itself ("plan"), so it carries what is said of it."""
        tree = self.tree
        head, relation = tree.tokens[at].head, tree.relation(at)
        if rounds > ROUNDS:
            return
        cases = tree.cases(at)
        called = self.called(at, head, cases)
        if called is not None:
            self.governors.append(called)
            self.modifiers(called)
            self.noun(called, rounds + 1, abstract=True)
            return
        if relation == "nsubj" and any(self.never(k) for k in tree.has(head, "advcl")):
            self.found.append("negated")  # "was over before it began"
            return
        if any(self.happened(k) for k in tree.has(at, "acl")):
            self.found, self.sure = [], True  # "ahead of the test, which took place on Sunday"
            return
        if not abstract and self.definite(at) and any(self.imposed(k) for k in tree.has(at, "acl")):
            self.sure = True  # "may extend the curfew imposed on Monday"
            return
        if head == at:
            self.root(at)
            if tree.has(at, "cop"):
                self.beside(at)
                self.predicate(at)
            return
        if tree.has(at, "cop"):
            if abstract:
                self.verb(at, rounds + 1)
            else:
                self.predicate(at)
            return
        if relation == "conj":
            self.noun(head, rounds + 1, abstract)
            return
        passive = tree.tokens[at].deprel == "nsubj:pass" or (relation == "nsubj" and tree.verbal(head) and tree.passive(head))
        kinds = {"obj"} | cases if relation in ("obj", "iobj") or passive else set(cases)
        said_of = (abstract or relation == "nsubj") and tree.tokens[head].upos in ("ADJ", "ADV", "ADP")
        said_of |= abstract and relation == "nsubj" and bool(tree.has(head, "cop"))
        kinds |= {"that"} if said_of else set()
        if "obj" in kinds and not self.definite(at):
            kinds |= {"bare", "assembly"} if tree.bases(at) & small_words("assembly") else {"bare"}
        kinds |= {"measure"} if "obj" in kinds and tree.bases(at) & small_words("measure") else set()
        kinds |= {"undecided"} if "obj" in kinds and tree.bases(at) & small_words("undecided") else set()
        kinds |= {"subj"} if relation == "nsubj" and not passive else set()
        fate = self.fate(at, head, relation, cases, passive) if self.told_of(at) else None
        if fate is None and relation == "nsubj" and self.told_of(at):
            for k in tree.has(head, "conj"):  # "was signed but never carried out"
                if fate is None and tree.verbal(k) and not tree.has(k, "nsubj"):
                    fate, head = self.fate(at, k, relation, cases, tree.passive(k)), k
            head = head if fate is not None else tree.tokens[at].head
        if fate is not None and not abstract:
            self.sure = True  # a threat that was not carried out was made
            return
        if fate is not None:
            self.found, self.sure = ([], True) if fate.realis == "actual" else ([*self.found, fate.realis], False)
            self.firm = fate.realis == "negated" and self.bare(head)
            self.outer(head, fate, rounds, noun=True)
            return
        if abstract and relation == "obj" and tree.verbal(head):
            said = [k for k in tree.has(head, "xcomp", "obl", "obj") if k > at]
            self.found += [
                word.realis for k in said for word in realis_words().get(tree.word(k), ())
                if "that" in word.complements and word.realis == "negated" and word.pos in ("noun", "adj")
            ]  # fmt: skip
        if relation == "nsubj" and tree.word(head) in small_words("links"):
            for k in tree.has(head, "xcomp", "obl"):
                self.govern(k, {"that"} if tree.tokens[k].xpos.startswith("JJ") else {"subj"}, at)  # "a truce remains elusive"
        behind = at + 1
        if behind < len(tree.tokens) and tree.tokens[behind].xpos == "VBG":  # "with a strike looming"
            self.found += [word.realis for word in realis_words().get(tree.word(behind), ()) if "subj" in word.complements]
        if "obj" in kinds and not abstract and self.definite(at) and tree.word(head) in small_words("presupposes"):
            self.sure = True  # what has never been explained, or will be looked into, took place
            return
        if "obj" in kinds and not abstract and tree.word(head) in small_words("refuses") and self.asked(at, head):
            self.sure = True  # a call that is rejected was made
            return
        word = self.govern(head, kinds, at) or self.fixed(at)
        if word is not None:
            for k in filter(tree.verbal, tree.has(head, "conj")):
                # "was considered and dropped", "announced a test, then scrapped it"
                open_ = relation == "obj" and word.realis != "actual"
                it = open_ and any(tree.word(n) in small_words("it") for n in tree.has(k, "obj"))
                if it or (passive and not tree.has(k, "nsubj", "obj")):
                    self.govern(k, {"obj"} if it else kinds, at)
            if word.realis == "actual" and "subj" in word.complements and tree.verbal(head):
                self.firm = self.denied(head)
                if not abstract:
                    self.foretold(at, head)
            yet = "subj" in word.complements and tree.tokens[head].xpos in ("VB", "VBZ", "VBP")
            if word.realis != "actual":
                self.governors.append(head)
                self.found.append(word.realis)
                refused = word.realis == "negated" and self.told_of(at) and abstract
                self.firm |= (refused or tree.word(head) in small_words("postpones")) and self.bare(head)
            elif not yet:
                self.sure = True  # what is explained or deplored took place
            if tree.nominal(head) and not tree.verbal(head):
                self.modifiers(head)
                self.noun(head, rounds + 1, abstract=True)
            else:
                self.outer(head, word, rounds, noun=True)
        elif relation in ("nmod", "compound", "appos") and tree.nominal(head) and not tree.verbal(head):
            swapped = tree.word(head) in small_words("exchange") and bool(cases & small_words("purpose"))
            if swapped or tree.word(head) in clause_words().light or (abstract and cases & small_words("of")):
                abstract = abstract or swapped
                self.modifiers(head)
                self.noun(head, rounds + 1, abstract)
        elif tree.verbal(head) or tree.has(head, "cop") or tree.tokens[head].upos == "ADJ":
            self.under_verb(at, head, relation, cases, rounds, abstract)

    def predicate(self, at: int) -> None:
        """An act that is said to be an aim, a demand, a plan: "the price is a withdrawal"."""
        if not self.tree.has(at, "cop") or self.tree.verbal(at) or not self.tree.nominal(at):
            return
        self.found += [
            word.realis for k in self.tree.has(at, "nsubj") for word in realis_words().get(self.tree.word(k), ())
            if word.pos == "noun" and "pred" in word.complements
        ]  # fmt: skip

    def never(self, k: int) -> bool:
        """Whether a clause says that something else came before "it" took place."""
        tree = self.tree
        it = any(tree.word(n) in small_words("it") for n in tree.has(k, "nsubj"))
        return it and "happens" in tree.verb_classes(k) and bool(tree.cases(k) & small_words("before"))

    def happened(self, k: int) -> bool:
        """Whether a relative clause says that its noun took place."""
        tree = self.tree
        relative = tree.tokens[k].deprel == "acl:relcl" and tree.tokens[k].xpos == "VBD"
        return relative and "happens" in tree.verb_classes(k) and not self.denied(k)

    def bare(self, head: int) -> bool:
        """Whether nothing takes a verb itself away from an act."""
        above = self.branch()
        above.verb(head)
        return not above.found

    def asked(self, at: int, head: int) -> bool:
        """Whether a noun is a call, a charge or an offer that was made, by what its refusal tells."""
        tree = self.tree
        if not tree.bases(at) & small_words("asking") or any(self.open(k) for k in tree.has(at, "det")):
            return False
        return self.bare(head) or self.definite(at) or tree.tokens[at].xpos == "NNS"

    def imposed(self, k: int) -> bool:
        """Whether a participle behind a noun says that somebody brought it about."""
        return self.tree.tokens[k].xpos == "VBN" and self.tree.to(k) is None and self.tree.word(k) in small_words("imposed")

    def told_of(self, at: int) -> bool:
        """Whether a noun tells of an act to come: a plan, an order, a threat."""
        return any(word.pos == "noun" and word.realis != "actual" for word in realis_words().get(self.tree.word(at), ()))

    def fate(self, at: int, head: int, relation: str, cases: set[str], passive: bool) -> RealisWord | None:
        """What became of a plan, an order or a threat by the verb that it stands under: carried out, broken, failed."""
        kinds = {"fails"} if relation == "nsubj" and not passive else {"kept", "broken"}
        apart = self.branch()
        fate = apart.govern(head, kinds, at)
        if fate is None or (cases and fate.words[-1] not in cases):
            return None
        # An attempt that was carried out is none that came off.
        firm = any(word.realis in ("planned", "demanded") for word in realis_words().get(self.tree.word(at), ()))
        return fate if fate.realis != "actual" or firm or self.tree.word(at) in small_words("threat") else None

    def called(self, at: int, head: int, cases: set[str]) -> int | None:
        """The noun a phrase with a preposition completes, whatever the parser hung it on: the word before it ("calls for a
        truce"), or the one that word's own phrase hangs on ("calls from the king for a truce")."""
        tree, left = self.tree, self.left(at)
        for _ in range(2):
            if left is None:
                return None
            noun = tree.nominal(left) and not tree.verbal(left)
            if left != head and (noun or left < tree.start(at) - 2) and self.govern(left, cases, at) is not None:
                return left
            above = tree.tokens[left].head
            left = above if noun and above < left and tree.relation(left) in ("nmod", "obl") else None
        return None

    def left(self, at: int) -> int | None:
        """The word before a phrase's preposition: what it may complete, whatever the parser hung it on."""
        tree = self.tree
        first = tree.start(at) - 1
        return first - 1 if first > 0 and tree.tokens[first].upos in ("ADP", "SCONJ") else None

    def fixed(self, at: int) -> RealisWord | None:
        """A compound preposition that says the noun is yet to come: "ahead of"."""
        tree = self.tree
        first = tree.start(at) - 1
        for k in {first - 1, first, *tree.has(at, "case", "mark", "advmod")}:
            for word in realis_words().get(tree.word(k), ()) if 0 <= k < at else ():
                if word.pos == "any" and tree.word(k + 1) in word.complements:
                    return word
        return None

    def open(self, k: int) -> bool:
        """Whether an article says that its noun is none, or whichever there may be."""
        rows = realis_words().get(self.tree.word(k), ())
        return self.tree.word(k) in small_words("anyone") or any(word.pos == "det" for word in rows)

    def definite(self, at: int) -> bool:
        tree = self.tree
        return any(tree.word(k) in small_words("definite") or tree.tokens[k].deprel == "nmod:poss" for k in tree.kids[at])

    def under_verb(self, at: int, head: int, relation: str, cases: set[str], rounds: int, abstract: bool) -> None:
        """A noun under a verb that is no word of realis: one that brings it about or lasts with it gives it its own."""
        tree = self.tree
        acts = relation == "nsubj" and not tree.passive(head) and bool(tree.object(head))
        if acts and tree.word(head) in small_words("hinders"):
            self.sure = True  # what did not stop somebody was there
            return
        if relation == "obj" and tree.word(head) in small_words("stops") and self.denied(head) and self.definite(at):
            above = self.branch()
            above.beside(head)
            able = sum(tree.word(k) in small_words("able") for k in tree.has(head, "aux"))
            self.found += [one for one in above.found if one != "negated"][able:]
            self.sure = True  # "did not stop the march": there was one
            return
        carries = (
            abstract or tree.word(head) in clause_words().light or tree.word(head) in small_words("does")
            or any(name.startswith("act_") or name == "happens" for name in tree.verb_classes(head))
            or (relation == "nsubj" and tree.word(head) in small_words("centre"))
            or (relation in ("obl", "advcl") and cases & small_words("state") and not tree.has(at, "det"))
            or (relation == "nsubj" and tree.bases(head) & small_words("effective"))
        )  # fmt: skip
        past = tree.word(head) in small_words("unchanged") or any(
            tree.tokens[k].xpos == "VBD" for k in (head, *tree.has(head, "aux"))
        )
        apart = tree.word(head) in small_words("joins") and self.definite(at)
        if relation == "obl" and cases & small_words("before") and not abstract:
            self.before(head)
        elif relation == "obl" and cases & small_words("afterwards") and self.definite(at) and not abstract:
            above = self.branch()
            above.verb(head)
            self.sure |= set(above.found) <= {"negated", "actual"}  # "ruled out talks after the murder": there was one
        elif relation == "nsubj" and not abstract and self.owned(at) and self.supposed(head):
            self.found.append("hypothetical")  # "Oman's refusal would anger the king"
        elif acts and past and not carries:
            self.sure = True  # and so was what hurt nobody
        elif carries or cases & small_words("purpose") or (relation in ("nsubj", "obj") and not self.definite(at)):
            above = self.branch()
            above.verb(head, rounds + 1)
            open_ = [one for one in above.found if one != "negated"]
            able = any(tree.word(k) in small_words("able") for k in tree.has(head, "aux"))
            if abstract and above.result() == "negated" and tree.word(head) in small_words("verifies"):
                self.found.append("hypothetical")  # a report that nobody could confirm
            elif apart and above.result() == "negated" and not open_:
                self.sure = True  # "did not join the protest": there was one
            elif carries or above.result() != "negated":
                self.found += above.found
                self.governors += above.governors
                if not above.found and tree.tokens[head].xpos == "VBD" and "happens" in tree.verb_classes(head):
                    self.sure = True
                    if not abstract and tree.word(head) in small_words("occurs"):
                        self.foretold(at, head)
            elif not able:
                self.found += open_  # "an apology would cost nothing" is none yet

    def owned(self, at: int) -> bool:
        """Whether a noun is somebody's: "Oman's refusal"."""
        return any(self.tree.tokens[k].deprel == "nmod:poss" for k in self.tree.kids[at])

    def supposed(self, head: int) -> bool:
        """Whether a verb in the active tells what would come of its subject."""
        tree = self.tree
        would = any(tree.word(k) in small_words("would") for k in tree.has(head, "aux"))
        return would and not tree.passive(head) and not any(tree.word(k) in small_words("have") for k in tree.has(head, "aux"))

    def foretold(self, at: int, head: int) -> None:
        """Takes off what was told of an act before it came: "the planned march began"."""
        tree = self.tree
        if tree.tokens[head].xpos != "VBD" or self.denied(head) or tree.has(head, "xcomp"):
            return
        drop = {"planned", *(["hypothetical"] if any(tree.word(k) in small_words("foretold") for k in tree.kids[at]) else [])}
        self.found = [one for one in self.found if one not in drop]

    def before(self, head: int) -> None:
        """What something in the present or future comes before is yet to come."""
        tree = self.tree
        above = self.branch()
        above.beside(head)
        present = tree.tokens[head].xpos in ("VBZ", "VBP") or any(
            tree.tokens[k].xpos in ("VBZ", "VBP") for k in tree.has(head, "aux", "cop")
        )
        perfect = any(tree.word(k) in small_words("have") for k in tree.has(head, "aux"))
        if above.found or (present and not perfect):
            self.found.append("planned")

    # What governs

    def govern(self, head: int, kinds: set[str], at: int) -> RealisWord | None:
        """The row that a governing word has for such a complement; adds what it says."""
        tree = self.tree
        for word in realis_words().get(tree.word(head), ()):
            if word.pos not in ("verb", "noun", "adj", "any") or not self._is(head, word.pos):
                continue
            if len(word.words) > 1 and not self._has(head, word.words[1:], at):
                continue
            if word.realis == "demanded" and kinds == {"that"} and self.past(at):
                continue  # "insisted that they left" tells that they did
            if not (word.complements & kinds or ("obj+inf" in word.complements and "inf" in kinds and self._told(head, at))):
                continue
            if word.realis != "actual":
                self.found.append(word.realis)
                if self.given_up(head, word):
                    self.found.append("negated")
            elif word.pos in ("verb", "adj"):
                self.sure = True
            return word
        return None

    def given_up(self, head: int, word: RealisWord) -> bool:
        """Whether a plan is told as one of the past: "had been due to leave", "was supposed to leave"."""
        tree = self.tree
        beside = tree.has(head, "aux", "cop")
        past = [k for k in beside if tree.tokens[k].xpos == "VBD"]
        had = any(tree.word(k) in small_words("have") for k in past)
        if had and tree.word(head) in small_words("hoped") and not tree.passive(head):
            return True  # "had planned to leave"
        if tree.word(head) in small_words("meant"):
            return bool(past) and tree.passive(head)
        if word.realis == "planned" and any(tree.word(k) in small_words("be") and self.dropped(head, k) for k in past):
            return True
        return word.realis == "planned" and had and any(tree.word(k) in small_words("be") for k in beside)

    def dropped(self, head: int, be: int) -> bool:
        """Whether another act of the same subject came of what was planned, as "be" in the past and "but" say: "was due to leave
        but stayed"."""
        tree = self.tree
        if tree.tokens[be].xpos != "VBD":
            return False
        near = (head, *tree.has(head, "xcomp", "ccomp"))
        joined = [k for n in near for k in tree.has(n, "conj")]
        for k in (k for k in joined if any(tree.word(c) in small_words("but") for c in tree.has(k, "cc"))):
            past = tree.tokens[k].xpos == "VBD" or any(tree.tokens[n].xpos == "VBD" for n in tree.has(k, "aux"))
            planned = any(word.realis == "planned" for word in realis_words().get(tree.word(k), ()))
            told = planned or tree.word(k) in small_words("says")
            again = any(tree.tokens[k].lemma == tree.tokens[n].lemma for n in near)
            if past and not told and not again and not tree.has(k, "nsubj"):
                return True
        return False

    def past(self, at: int) -> bool:
        tree = self.tree
        return tree.tokens[at].xpos == "VBD" or any(tree.tokens[k].xpos in ("VBD", "VBZ") for k in tree.has(at, "aux", "cop"))

    def _told(self, head: int, at: int) -> bool:
        """Whether an infinitive has a subject of its own: "wants the army to leave"."""
        tree = self.tree
        own = [k for k in tree.has(head, "obj", "iobj") if k < at] or tree.before_to(at) or tree.has(at, "nsubj")
        return bool(own) or (tree.verbal(head) and tree.passive(head))

    def _is(self, head: int, pos: str) -> bool:
        tree = self.tree
        if pos == "any":
            return True
        if pos == "verb":
            return tree.verbal(head)
        if pos == "noun":
            return tree.nominal(head) and not tree.verbal(head)
        return tree.tokens[head].upos in ("ADJ", "VERB", "ADV", "ADP") or tree.tokens[head].xpos.startswith("JJ")

    def _has(self, head: int, words: tuple[str, ...], at: int) -> bool:
        """Whether a governing verb's further words stand between it and its complement."""
        tree = self.tree
        place = head
        for word in words:
            place = next(
                (k for k in range(place + 1, max(at, head + 2) + 1) if k < len(tree.tokens) and tree.word(k) == word), -1
            )
            if place < 0:
                return False
        return True
