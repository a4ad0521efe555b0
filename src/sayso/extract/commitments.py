"""Commitments: what someone said they will do, for whom, by when, on what condition.

Three forms, after Naurin et al. 2019 on pledges: a word that binds ("promised to", "their plan to", "threatened to") with an
infinitive of its own subject; the future of a speaker's own act in a statement of theirs ("We will leave", "said it would
leave"); and a time to come that in their words brings an act ("the coming weeks will see the signing"). A forecast ("tax will
fall"), a demand on others, and a promise that is denied, asked for or only possible is none.
Knowingly missed: a thing promised by a noun alone ("pledged $5 million"), a promise made by a third party for another.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sayso.core.clauses import times_of
from sayso.core.contents import Contents
from sayso.core.data import Attribution, Commitment, Event, Force, TimeExpression
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.clauses import clause_words
from sayso.lexicon.events import realis_words
from sayso.lexicon.promises import bindings, promise_words
from sayso.lexicon.speech import negations, pronouns
from sayso.syntax.tree import tree_of

NEEDS, GIVES, MADE_BY = (Parse, Attribution, TimeExpression, Event), Commitment, "commitments/1"

# Confidence by form, set by hand, not calibrated: a word that binds, a speaker's own future, a time that brings an act.
BOUND, FUTURE, BROUGHT = 0.8, 0.65, 0.5
CLASSES = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj"}
# How an act hangs on what governs it, to the complements that rows of `realis.tsv` name so.
GOVERNED = {
    "xcomp": frozenset({"inf", "obj+inf", "ger"}),
    "obj": frozenset({"obj", "bare"}),
    "ccomp": frozenset({"that"}),
}
SUBJECTS = ("nsubj", "nsubj:pass")
# PLOVER types whose announcement is a threat to whom they hit.
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})


def extract(reading: Reading) -> Iterator[Commitment]:
    """Every commitment of the document, in text order."""
    work = _Extractor(reading)
    found: dict[int, Commitment] = {}
    for act, commitment in (*work.bound(), *work.future()):
        found.setdefault(act, commitment)
    yield from sorted(found.values(), key=lambda one: one.act)


class _Extractor:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.parse = reading, tree_of(reading).parse
        self.tokens = self.parse.tokens
        self.times = reading.of(TimeExpression)
        self.attributions = reading.of(Attribution)
        self.contents = Contents(self.attributions)
        self.events = {self.parse.range_of(event.trigger)[0]: event for event in reading.of(Event)}

    def word(self, i: int) -> str:
        return self.parse.words[i]

    def having(self, i: int, *relations: str) -> list[int]:
        return [child for child in self.parse.children(i) if self.tokens[child].deprel in relations]

    # A word that binds, and its infinitive

    def bound(self) -> Iterator[tuple[int, Commitment]]:
        table = bindings()
        for cue, (token, word) in enumerate(zip(self.tokens, self.parse.words, strict=True)):
            kind = table.get((word, CLASSES.get(token.upos, "")))
            if kind is None and token.xpos == "VBN":  # "is determined to" is read as a verb as often as not
                kind = table.get((word, "adj"))
            if kind is None or not self.asserted(cue):
                continue
            acts = [i for i in self.having(cue, "xcomp", "acl", "ccomp", "advcl") if self.infinitive(i)]
            by = self.maker(cue)
            if not acts or (by is None and kind.pos != "verb"):
                continue
            to = None
            if kind.pos == "verb":
                others = self.having(cue, "iobj") or self.having(cue, "obj")
                to = self.span(others[0]) if others else None
            yield acts[0], self.commitment(acts[0], by, to, token.span, kind.force, BOUND, token.span)

    def infinitive(self, i: int) -> bool:
        """Whether a verb follows its "to" and has no subject of its own."""
        before = [child for child in self.having(i, "mark") if self.tokens[child].upos == "PART"]
        return bool(before) and not self.having(i, *SUBJECTS)

    def maker(self, cue: int) -> Span | None:
        """Who is bound: the subject of the verb or adjective, the owner of the noun or the subject of its verb."""
        if self.tokens[cue].upos == "NOUN":
            owners = self.having(cue, "nmod:poss") or [
                i for i in self.having(cue, "nmod") if any(self.word(c) in promise_words("owner") for c in self.having(i, "case"))
            ]
            if owners:
                return self.span(owners[0])
            head = self.tokens[cue].head
            return self.subject(head) if self.tokens[cue].deprel == "obj" else None
        return self.subject(cue)

    def subject(self, verb: int) -> Span | None:
        """The subject of a verb, its own or that of the verb it is joined to or opens a relative clause for."""
        for _ in range(4):
            subjects = self.having(verb, *SUBJECTS)
            head, relation = self.tokens[verb].head, self.tokens[verb].deprel
            if subjects:
                pronoun = pronouns().get(self.word(subjects[0]))
                if relation == "acl:relcl" and pronoun is not None and pronoun.person == "relative":
                    return self.span(head)
                return self.span(subjects[0])
            if head == verb or relation not in ("conj", "xcomp", "advcl", "acl"):
                return None
            if relation == "acl":
                return self.span(head)
            verb = head
        return None

    def asserted(self, cue: int) -> bool:
        """Whether the text says that the binding word was really said: not denied, not possible only, not asked for."""
        at = cue
        for _ in range(4):
            beside = [self.word(child) for child in self.parse.children(at)]
            if any(word in negations() for word in beside):
                return False
            for child in self.parse.children(at):
                if (kind := self.tokens[child].deprel) in ("aux", "mark") and self.unreal(child, kind):
                    return False
            head, relation = self.tokens[at].head, self.tokens[at].deprel
            if head == at or relation not in ("xcomp", "obj", "conj", "ccomp", "nsubj"):
                return True
            if relation in GOVERNED and self.unreal(head, "verb", "adj", complements=GOVERNED[relation]):
                return False
            if relation in ("ccomp", "nsubj"):
                return True
            at = head
        return True

    def unreal(self, i: int, *kinds: str, complements: frozenset[str] = frozenset()) -> bool:
        """Whether a word of these kinds makes what it governs or stands by possible, demanded or untrue."""
        return any(
            len(row.words) == 1
            and row.pos in kinds
            and row.realis in ("hypothetical", "demanded", "negated")
            and (not row.complements or not complements or bool(row.complements & complements))
            for row in realis_words().get(self.word(i), ())
        )

    # A speaker's own future

    def future(self) -> Iterator[tuple[int, Commitment]]:
        for attribution in self.attributions:
            speaker = attribution.source[0] if attribution.source else attribution.carried
            if speaker is None or attribution.polarity == "negative" or attribution.certainty == "believed" or attribution.teaser:
                continue
            for piece in attribution.content:
                for act in range(*self.parse.range_of(piece)):
                    if (brought := self.brought(act, attribution)) is not None:
                        will, deed, due = brought
                        yield deed, self.commitment(deed, speaker, None, will, "plan", BROUGHT, self.tokens[act].span, due)
                    elif self.own_future(act, attribution, speaker):
                        cue = next(i for i in self.having(act, "aux") if self.word(i) in self.auxiliaries())
                        event = self.events.get(act)
                        force: Force = "threat" if event and event.event_type in HOSTILE and event.recipient else "promise"
                        told = self.tokens[cue].span
                        yield act, self.commitment(act, speaker, None, told, force, FUTURE, self.tokens[act].span)

    def auxiliaries(self) -> frozenset[str]:
        return promise_words("will") | promise_words("would")

    def own_future(self, act: int, attribution: Attribution, speaker: Span) -> bool:
        token = self.tokens[act]
        if token.upos != "VERB" or token.lemma.lower() in promise_words("idle"):
            return False
        auxiliaries = {self.word(i) for i in self.having(act, "aux")}
        subjects = self.having(act, "nsubj")
        if not subjects or not auxiliaries & self.auxiliaries() or self.having(act, "cop"):
            return False
        holder = self.contents.around(token.span)
        if holder is None or holder.id != attribution.id:
            return False
        pronoun = pronouns().get(self.word(subjects[0]))
        if pronoun is None or self.tokens[subjects[0]].upos != "PRON":  # "US" is no "us"
            return False
        quoted = any(q.span.covers(token.span) for q in self.parse.quotations_in(token.span))
        if quoted:
            return pronoun.person == "first" and bool(auxiliaries & promise_words("will"))
        # In words told by others the speaker is "he", "she", "it" or "they", the subject of the content's own clause.
        first = min(self.parse.range_of(piece)[0] for piece in attribution.content)
        opens = all(self.tokens[i].upos in ("SCONJ", "PUNCT", "ADV", "ADP", "DET") for i in range(first, subjects[0]))
        person = pronoun.person == "third" and token.deprel in ("ccomp", "root", "parataxis", "conj") and opens
        return (person or pronoun.person == "first") and not speaker.covers(self.tokens[subjects[0]].span)

    def brought(self, verb: int, attribution: Attribution) -> tuple[Span, int, TimeExpression] | None:
        """The auxiliary, the act and the time of "the coming weeks will see the signing", in the words of its attribution."""
        token = self.tokens[verb]
        if token.upos != "VERB" or token.lemma.lower() not in promise_words("brings"):
            return None
        cue = next((i for i in self.having(verb, "aux") if self.word(i) in self.auxiliaries()), None)
        subjects = [self.tokens[i].span for i in self.having(verb, "nsubj")]
        deeds = [i for i in self.having(verb, "obj") if self.tokens[i].lemma.lower() in promise_words("deed")]
        due = next((time for time in self.times for span in subjects if time.span.covers(span)), None)
        holder = self.contents.around(token.span)
        denied = any(self.word(child) in negations() for child in self.parse.children(verb))
        if cue is None or not deeds or due is None or denied or holder is None or holder.id != attribution.id:
            return None
        return self.tokens[cue].span, deeds[0], due

    # One commitment

    def commitment(
        self, act: int, by: Span | None, to: Span | None, cue: Span, force: Force, confidence: float, within: Span,
        due: TimeExpression | None = None,
    ) -> Commitment:  # fmt: skip
        # "by June" only bounds an act that was done, but it is when one that is promised is due.
        times = times_of(self.parse, act, self.times, msgspec.structs.replace(clause_words(), bounds=frozenset()))
        due = due or next((time for time in times if time.type in ("DATE", "TIME")), None)
        # The parser may hang the condition of what is threatened on the threat.
        above = self.tokens[act].head if self.tokens[act].deprel == "xcomp" else act
        behind = [i for i in self.having(above, "advcl") if i > act]
        conditions = [
            i for i in (*self.having(act, "advcl"), *behind)
            if any(self.word(m) in promise_words("mark") for m in self.having(i, "mark", "advmod"))
        ]  # fmt: skip
        condition = self.parse.span(*self.parse.phrase(conditions[0], frozenset({"punct"}))) if conditions else None
        holder = self.contents.around(within)
        return Commitment(
            document_id=self.reading.document.id, made_by=MADE_BY, confidence=confidence, by=by, to=to, cue=cue,
            act=self.span(act, whole=self.tokens[act].upos != "NOUN"), force=force, due=due.id if due else None,
            condition=condition, inside=holder.id if holder else None,
        )  # fmt: skip

    def span(self, head: int, whole: bool = False) -> Span:
        """The phrase of a noun, or with `whole` the clause of a verb without its conditions."""
        if not whole:
            return self.parse.span(*self.parse.phrase(head))
        first, last = self.parse.phrase(head, frozenset({"nsubj", "parataxis", "punct", "cc", "conj", "mark", "discourse"}))
        for condition in self.having(head, "advcl"):
            if head < condition and any(self.word(m) in promise_words("mark") for m in self.having(condition, "mark", "advmod")):
                last = min(last, self.parse.phrase(condition, frozenset())[0])
        return self.parse.span(first, max(last, head + 1))
