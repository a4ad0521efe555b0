"""Positions: who is for what, against it or neutral on it, where words of the text say so.

Three forms. A word of stance with who stands and what for ("backs the dam", "has no objection to", "remains neutral on"); a
judgement in somebody's words ("said the tax was unjust", "called it a disgrace"); an act that somebody asks of others and that
serves or hurts a thing ("urged parliament to pass the bill", "wants the trainers to leave"). Which words do so stands in
`en/stances.tsv` and `en/stance_words.tsv`. A stance that is only possible, asked, demanded of somebody, charged or denied is
none, and a negated one only where the words themselves then say the opposite ("does not accept"). A headline's stance is
none: what it rests on stands in the article.
The target is the noun phrase as it stands ("the withdrawal of the troops", favor); what that means for the troops is for who
asks. Knowingly missed: metaphors ("a wound in the hill"), stances that follow from an act, targets that only a pronoun names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sayso.core.contents import Contents
from sayso.core.data import Attribution, Position, Stance, TimeExpression
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.events import Slots, realis_words, small_words
from sayso.lexicon.promises import bindings
from sayso.lexicon.speech import pronouns
from sayso.lexicon.stances import StanceWord, agent_endings, asked, stance_words, stances, values
from sayso.syntax.realis import Reality, realis
from sayso.syntax.roles import Slot, fits
from sayso.syntax.tree import LIFELESS, tree_of

NEEDS, GIVES, MADE_BY = (Parse, Attribution, TimeExpression), Position, "positions.rules/1"

# Confidence by form, set by hand, not calibrated: a word of stance, a judgement, an act asked for.
STATED, JUDGED, ASKED = 0.8, 0.7, 0.65
# How far above a word may stand the verb that charges somebody with it: "accused [the mayor of] supporting".
CHARGE = 3
ROLES = frozenset({"headline", "teaser"})


def extract(reading: Reading) -> Iterator[Position]:
    """Every position of the document, in text order; none in headlines and teasers."""
    work = _Extractor(reading)
    found: dict[tuple[tuple[Span, ...], Span], Position] = {}
    for position in (*work.stated(), *work.judged(), *work.asked()):
        found.setdefault((position.holder, position.target), position)
    yield from sorted(found.values(), key=lambda one: (one.evidence, one.target))


class _Extractor:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.parse = reading, reading.parse
        self.tree = tree_of(reading)
        self.contents = Contents(reading.of(Attribution))
        outside = [self.parse.range_of(block.span) for block in reading.document.blocks if block.role in ROLES]
        taken = {at for first, last in outside for at in range(first, last)}
        self.tokens = [at for at in range(len(self.parse.tokens)) if at not in taken]

    # Words of stance

    def stated(self) -> Iterator[Position]:
        tree, table = self.tree, stances()
        for at in self.tokens:
            for row in table.get(tree.word(at), ()):
                fit = fits(tree, at, row)
                if fit is None:
                    continue
                slot, words = fit
                holders, targets = (
                    self.holders(slot, row.holder),
                    self.targets(slot, row.target) or self.fronted(slot, row.target),
                )
                targets = [k for k in targets if k not in holders]
                if not holders or not targets:
                    continue
                stance = self.stance(row, slot)
                if stance is not None and not self.charged(slot.at):
                    yield from self.positions(self.spans(holders), targets, stance, self.spread(words), STATED)
                break

    def stance(self, row: StanceWord, slot: Slot) -> Stance | None:
        """What a word shows where it stands: nothing where it is only possible or demanded."""
        found = self.reality(slot)
        if found.realis == "actual" or (found.realis == "planned" and self.bound(found)):
            return row.stance
        if found.realis == "hypothetical" and self.backshifted(slot, found):
            return row.stance
        if found.realis == "negated" and all(self.own(governor, slot) for governor in found.governors):
            return row.denied or ("neutral" if self.neither(row, slot) else None)
        return None

    def neither(self, row: StanceWord, slot: Slot) -> bool:
        """Whether a verb is denied together with its opposite: "neither supports nor opposes"."""
        tree, at = self.tree, slot.at
        joined = [*tree.has(at, "conj"), *([tree.tokens[at].head] if tree.relation(at) == "conj" else [])]
        return any(
            other.stance not in (None, row.stance) and realis(tree, k, k, noun=False, headline=False).realis == "negated"
            for k in joined
            for other in stances().get(tree.word(k), ())
        )

    def bound(self, found: Reality) -> bool:
        """Whether a stance to come is the holder's own word ("will back", "plans to back") and not what others expect."""
        tree = self.tree
        return all((tree.word(k), "verb") in bindings() and not tree.passive(k) for k in found.governors)

    def backshifted(self, slot: Slot, found: Reality) -> bool:
        """Whether only the "would" of somebody's own reported future makes a verb hypothetical: "said he would back the bill"."""
        tree, at = self.tree, slot.at
        would = [k for k in tree.has(at, "aux") if tree.word(k) in small_words("would")]
        reported = tree.relation(at) == "ccomp" and tree.tokens[tree.tokens[at].head].xpos in ("VBD", "VBN")
        alone = not tree.has(at, "advcl", "advmod") and len(tree.has(at, "aux")) == 1
        open_question = any(tree.word(k) in small_words("whether") for k in tree.has(at, "mark"))
        return bool(would) and reported and alone and not open_question and not found.governors

    def reality(self, slot: Slot) -> Reality:
        tree = self.tree
        if slot.verb:
            return realis(tree, slot.at, slot.at, noun=False, headline=False)
        if tree.has(slot.top, "cop"):
            return realis(tree, slot.top, slot.top, noun=False, headline=False)
        return realis(tree, slot.at, slot.top, noun=True, headline=False)

    def own(self, governor: int, slot: Slot) -> bool:
        """Whether a governor leaves the negation with the word itself: its light verb, or a refusal."""
        return governor == slot.light or self.tree.word(governor) in stance_words("refuse")

    def charged(self, at: int) -> bool:
        """Whether a word only says what somebody is accused of."""
        tree = self.tree
        return not tree.finite(at) and any(tree.word(k) in stance_words("allege") for k in islice(tree.above(at), CHARGE))

    def holders(self, slot: Slot, roles: Slots) -> list[int]:
        for group in roles:
            found = [k for k in slot.roles((group,), acting=True) if self.stands(k)]
            if found:
                return found
        return []

    def stands(self, k: int) -> bool:
        """Whether a phrase may stand for somebody who has a position."""
        tree, token = self.tree, self.tree.tokens[k]
        if tree.who(k) or (token.upos == "PROPN" and tree.kind(k) not in ("FAC", "DATE", "MONEY", "PRODUCT")):
            return True
        return token.upos in ("NOUN", "ADJ", "NUM") and (
            bool(tree.bases(k) & stance_words("people"))
            or (not tree.classes(k) & LIFELESS and any(base.endswith(agent_endings()) for base in tree.bases(k)))
        )

    def targets(self, slot: Slot, roles: Slots) -> list[int]:
        for group in roles:
            found = [k for name in group for k in slot.fill(name) if self.takes(k, name)]
            if found:
                return found
        return []

    def fronted(self, slot: Slot, roles: Slots) -> list[int]:
        """A target that stands before a refusal: "On [the dam] the mayor declined to take sides"."""
        tree, head = self.tree, self.tree.tokens[slot.at].head
        if tree.relation(slot.at) != "xcomp" or tree.word(head) not in stance_words("refuse"):
            return []
        wanted = {name for group in roles for name in group}
        return [k for k in tree.has(head, "obl") if tree.cases(k) & wanted and self.takes(k, "obj")]

    def takes(self, k: int, slot: str) -> bool:
        """Whether a phrase may be what somebody is for or against."""
        tree, token = self.tree, self.tree.tokens[k]
        if k in tree.timed or (slot == "ger") != (tree.verbal(k) and token.xpos == "VBG"):
            return False
        pronoun = pronouns().get(tree.word(k))
        if pronoun is not None and (pronoun.reflexive or pronoun.person == "relative"):
            return False
        return slot == "ger" or token.upos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")

    # Judgements

    def judged(self) -> Iterator[Position]:
        tree, table = self.tree, values()
        for at in self.tokens:
            token = tree.tokens[at]
            if token.upos not in ("ADJ", "NOUN") and token.xpos != "VBN":
                continue
            stance = table.get(tree.word(at)) or table.get(token.lemma.lower())
            if stance is None:
                continue
            cases = tree.cases(at)
            head = self.judging(at)
            if tree.has(at, "cop"):
                if cases or realis(tree, at, at, noun=False, headline=False).realis != "actual":
                    continue
                holder = self.speaker(at)
                targets = [k for k in tree.joined(tree.has(at, "nsubj")) if self.judgeable(k)]
                evidence = self.spread((at,))
            elif head != at and tree.verbal(head) and tree.word(head) in stance_words("deem"):
                plain = tree.relation(at) in ("xcomp", "obj", "ccomp", "obl", "advcl") or head != token.head
                if cases - stance_words("as") or not plain:
                    continue
                if realis(tree, head, head, noun=False, headline=False).realis not in ("actual", "planned"):
                    continue
                subjects = [k for k in tree.subject(head) if self.stands(k)]
                holder = self.spans(subjects)
                targets = tree.has(at, "nsubj") or tree.joined(tree.object(head))
                targets = [k for k in targets if k != at and self.judgeable(k) and k not in subjects]
                evidence = (token.span,) if abs(head - at) == 1 else (tree.tokens[head].span, token.span)
            else:
                continue
            if holder and targets and not self.charged(at):
                yield from self.positions(holder, targets, stance, evidence, JUDGED)

    def judging(self, at: int) -> int:
        """The verb a judgement stands with; the parser may hang "unlawful" of "found the decree unlawful" on the decree."""
        tree, head = self.tree, self.tree.tokens[at].head
        above = tree.tokens[head].head
        within = tree.relation(at) in ("amod", "obj") or tree.cases(at) & stance_words("as")
        return above if within and head < at and tree.relation(head) == "obj" and not tree.verbal(head) else head

    def judgeable(self, k: int) -> bool:
        return self.takes(k, "obj") and self.tree.word(k) not in small_words("expletive")

    def speaker(self, at: int) -> tuple[Span, ...]:
        """Whose words a token stands in; empty in the outlet's own voice, in denied and in only believed words."""
        held = self.contents.around(self.tree.tokens[at].span)
        if held is None or held.polarity == "negative" or held.teaser:
            return ()
        return held.source or ((held.carried,) if held.carried else ())

    # Acts asked for

    def asked(self) -> Iterator[Position]:
        tree, table = self.tree, asked()
        for at in self.tokens:
            act = table.get(tree.word(at))
            if act is None or not tree.verbal(at):
                continue
            if len(act.words) > 1 and not (at + 1 < len(tree.tokens) and tree.word(at + 1) == act.words[1]):
                continue
            found = realis(tree, at, at, noun=False, headline=False)
            meant = tree.word(found.governors[0]) in stance_words("resolve") if found.governors else False
            if found.realis != "demanded" and not (meant and act.side == "obj" and found.realis != "negated"):
                continue
            holder, words = self.resolved(found.governors[0]) if meant else self.asker(at, found.governors)
            targets = tree.object(at) if act.side == "obj" else self.goes(at, found.governors) if not tree.object(at) else []
            targets = [k for k in tree.joined(targets) if self.takes(k, "obj") and not self.first_person(k)]
            if holder and targets:
                yield from self.positions(holder, targets, act.stance, (*words, tree.tokens[at].span), ASKED)

    def asker(self, at: int, governors: Sequence[int]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Who asks for an act, and the words by which they do; nobody where the text does not say."""
        tree = self.tree
        asking = [g for g in governors if any(row.realis == "demanded" for row in realis_words().get(tree.word(g), ()))]
        if not asking or tree.word(asking[0]) in stance_words("must"):
            modal = [k for k in tree.has(at, "aux") if any(row.pos == "aux" for row in realis_words().get(tree.word(k), ()))]
            return self.speaker(at), tuple(tree.tokens[k].span for k in (*modal, *asking)[:1])
        governor = asking[0]
        if tree.word(governor) not in stance_words("ask") or self.charged(governor):
            return (), ()
        heads = tree.subject(governor) if tree.verbal(governor) else tree.owner(governor)
        return self.spans([k for k in heads if self.stands(k)]), (tree.tokens[governor].span,)

    def resolved(self, governor: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Who means to do an act, and the word that says so: "the council's determination to end the lease"."""
        tree = self.tree
        noun = tree.nominal(governor)
        doubt = realis_words().get(tree.word(tree.tokens[governor].head), ())
        if noun and any(row.realis in ("hypothetical", "negated") for row in doubt):
            return (), ()
        heads = tree.owner(governor) if noun else tree.subject(governor) or tree.surface(governor)
        return self.spans([k for k in heads if self.stands(k)]), (tree.tokens[governor].span,)

    def goes(self, at: int, governors: Sequence[int]) -> list[int]:
        """Who is to do an act: its own subject, or the object of the verb that asks for it ("wants [the trainers] to go")."""
        tree = self.tree
        own = tree.has(at, "nsubj") or tree.before_to(at)
        asked = [k for g in governors[:1] for k in tree.has(g, "obj", "iobj", "obl") if k < at and k not in tree.timed]
        return own or asked or ([] if governors else tree.surface(at))

    def first_person(self, k: int) -> bool:
        pronoun = pronouns().get(self.tree.word(k))
        return pronoun is not None and pronoun.person == "first" and self.tree.tokens[k].upos == "PRON"

    # What comes out

    def spans(self, heads: Sequence[int]) -> tuple[Span, ...]:
        return tuple(self.tree.core(k) for k in heads)

    def spread(self, words: Sequence[int]) -> tuple[Span, ...]:
        """The words that show a stance, as one span where they stand together."""
        if words[-1] - words[0] + 1 == len(words):
            return (self.parse.span(words[0], words[-1] + 1),)
        return tuple(self.tree.tokens[k].span for k in words)

    def positions(
        self, holder: tuple[Span, ...], targets: Sequence[int], stance: Stance, evidence: tuple[Span, ...], confidence: float
    ) -> Iterator[Position]:
        evidence = tuple(sorted(evidence))
        held = self.contents.around(evidence[0])
        for k in targets:
            clause = self.tree.verbal(k) and self.tree.tokens[k].xpos == "VBG"
            yield Position(
                document_id=self.reading.document.id, made_by=MADE_BY, confidence=confidence, holder=holder, stance=stance,
                target=self.parse.span(*self.parse.phrase(k)) if clause else self.tree.core(k),
                evidence=evidence, inside=held.id if held else None,
            )  # fmt: skip
