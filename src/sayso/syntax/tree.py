"""Trees: the parse as extractors ask for it: what hangs where, who does what, and what class of thing a noun phrase is.

Everything is by token index. A verb's `subject` and `object` are those of the active voice, wherever the sentence has them:
in a passive, a relative or participial clause, behind a verb that controls, or shared with a verb before.
"""

from collections.abc import Iterator
from functools import lru_cache

from sayso.core.data import TimeExpression
from sayso.core.parse import Entity, Parse, Token
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.actors import ActorEntry, lookup
from sayso.lexicon.events import noun_classes, realis_words, small_words, tolls, verb_classes
from sayso.lexicon.inflections import singulars
from sayso.lexicon.speech import pronouns
from sayso.lexicon.titles import Title, ending
from sayso.syntax.mend import mended

# Rounds up a tree; a longer chain of shared subjects is a slip of the parser.
REACH = 8
STATE_KINDS = frozenset({"country", "breakaway", "igo", "demonym", "people"})
OFFICIAL_SECTORS = frozenset({"GOV", "LEG", "JUD", "MIL", "PTY", "SPY", "ELI", "REL", "COP", "OPP"})
# Classes of nouns that do nothing of their own will.
LIFELESS = frozenset(
    {"nature", "thing", "words", "weapon", "target", "policy", "arms", "aid", "agreement", "accident", "wrong", "charge"}
)
# A noun phrase without what is said about it.
CORE_OUTSIDE = frozenset({
    "case", "cc", "mark", "parataxis", "advcl", "ccomp", "punct", "conj", "acl", "acl:relcl", "appos", "cop", "aux", "nsubj",
    "advmod", "obl", "dep", "discourse", "orphan",
})  # fmt: skip


# Extractors of one reading ask one after the other, so the latest tree is kept for the next.
_LATEST: "list[Tree]" = []


def tree_of(reading: Reading) -> "Tree":
    """The tree of a reading whose times are known."""
    parse, times = reading.parse, reading.of(TimeExpression)
    for tree in _LATEST:
        if tree.read is parse and tree.times is times:
            return tree
    tree = Tree(parse, reading.document.text, times)
    _LATEST[:] = [tree]
    return tree


class Tree:
    """One document's parse with its children, names and times at hand."""

    def __init__(self, parse: Parse, text: str, times: tuple[TimeExpression, ...]) -> None:
        self.read, self.times = parse, times
        self.timed = {i for time in times for i in range(*parse.range_of(time.span))}
        parse = mended(parse, self.timed)
        self.parse, self.text = parse, text
        self.tokens = parse.tokens
        self.kids, self.leftmost = parse.below, parse.leftmost
        self.words, self.relations = parse.words, parse.relations
        self.entity: dict[int, Entity] = {i: entity for entity in parse.entities for i in range(entity.first, entity.last)}

    # Words

    def word(self, i: int) -> str:
        return self.words[i]

    def relation(self, i: int) -> str:
        return self.relations[i]

    def deprel(self, i: int) -> str:
        return self.tokens[i].deprel

    def has(self, i: int, *relations: str) -> list[int]:
        """The children of a token in any of these relations (with or without their subtype), in text order."""
        kids = self.kids[i]
        return [k for k in kids if self.relations[k] in relations or self.tokens[k].deprel in relations] if kids else []

    def cases(self, i: int) -> set[str]:
        """The prepositions that lead a phrase, whatever the parser hung them on."""
        found = {self.word(k) for k in self.kids[i] if self.relation(k) in ("case", "mark") and k < i}
        before = self.start(i) - 1
        if before >= 0 and self.tokens[before].upos == "ADP" and self.tokens[before].head in (i, self.tokens[i].head):
            found.add(self.word(before))
        return found

    def start(self, i: int) -> int:
        """The first token of a noun phrase, without its preposition."""
        within = [
            self.leftmost[k]
            for k in self.kids[i]
            if k < i and self.relation(k) not in ("case", "mark", "cc", "punct", "advmod", "cop", "nsubj")
        ]
        return min([i, *within])

    def verbal(self, i: int) -> bool:
        token = self.tokens[i]
        if token.xpos.startswith("VB"):
            return token.upos in ("VERB", "AUX", "ADJ", "ADV")  # "back" is read as an adverb as often as not
        # "that the speaker [step] down": a verb the tagger took for a noun has a subject and no "be".
        return token.xpos == "NN" and bool(self.has(i, "mark")) and bool(self.has(i, "nsubj")) and not self.has(i, "cop")

    def finite(self, i: int) -> bool:
        """Whether a verb has a tense of its own."""
        # "If they [met], nobody noticed": the tagger may take the past behind a mark for a base form or a participle.
        beside = self.relation(i) == "advcl" and self.tokens[i].xpos in ("VB", "VBN") and self.to(i) is None
        return (
            self.tokens[i].xpos in ("VBD", "VBZ", "VBP")
            or any(self.tokens[k].xpos in ("VBD", "VBZ", "VBP", "MD") for k in self.has(i, "aux", "cop"))
            or (beside and bool(self.has(i, "mark")) and bool(self.has(i, "nsubj")) and not self.has(i, "aux"))
        )

    def to(self, i: int) -> int | None:
        """The "to" of an infinitive."""
        return next((k for k in self.has(i, "mark") if k < i and self.word(k) in small_words("to")), None)

    def be_to(self, i: int) -> bool:
        """Whether a form of "be" before its "to" makes an infinitive finite: "is to leave", "is about to leave"."""
        to = self.to(i)
        return (
            to is not None
            and any(k < to and self.tokens[k].xpos in ("VBD", "VBZ", "VBP") for k in self.has(i, "aux", "cop"))
            and any(k < to for k in self.has(i, "nsubj"))
        )

    def command(self, i: int) -> bool:
        """Whether a clause is a quoted command: "Leave the port," the king said."""
        token, first = self.tokens[i], self.leftmost[i]
        quoted = self.tokens[first].upos == "PUNCT" or (first > 0 and self.tokens[first - 1].upos == "PUNCT")
        base = token.xpos == "VB" and token.upos == "VERB"
        return (
            base
            and quoted
            and i < token.head
            and self.relation(i) in ("ccomp", "parataxis")
            and not self.has(i, "nsubj", "aux", "mark")
        )

    def nominal(self, i: int) -> bool:
        return self.tokens[i].upos in ("NOUN", "PROPN", "PRON", "NUM") or self.tokens[i].xpos.startswith("NN")

    def bases(self, i: int) -> frozenset[str]:
        """What a noun may be looked up by: as it stands, its lemma, its singulars."""
        return _bases(self.words[i], self.tokens[i].lemma.lower())

    def classes(self, i: int) -> frozenset[str]:
        return _classes(self.words[i], self.tokens[i].lemma.lower())

    # What a phrase is

    def known(self, i: int) -> ActorEntry | None:
        """The gazetteer's row of the name that a token is part of, or of the token itself."""
        entity = self.entity.get(i)
        if entity is None:
            return lookup(self.tokens[i].text) if self.tokens[i].upos in ("PROPN", "ADJ") else None
        return lookup(self.parse.span(entity.first, entity.last).of(self.text))

    def title(self, i: int) -> Title | None:
        return ending([token.text for token in self.tokens[max(0, i - 3) : i + 1]])

    def state(self, i: int) -> bool:
        known = self.known(i)
        return known is not None and known.kind in (*STATE_KINDS, "capital") and self.kind(i) != "PER"

    def town(self, i: int) -> bool:
        """Whether a name is a town's, which before a noun says where and not who."""
        known = self.known(i)
        return known is not None and known.kind in ("capital", "city", "region")

    def kind(self, i: int) -> str | None:
        """The type of the name a token is part of, or of a name that stands beside it as its title's."""
        entity = self.entity.get(i)
        return entity.type if entity else None

    def who(self, i: int) -> bool:
        """Whether a phrase stands for somebody: a person, body, state or group, or a place that does what a verb says."""
        if self.kind(i) in ("PER", "ORG", "NORP") or self.state(i):
            return True
        token = self.tokens[i]
        if token.upos == "PROPN" and self.kind(i) == "LOC" and self.relation(i) == "nsubj":
            return self.tokens[token.head].upos == "VERB"
        if token.upos in ("PRON", "NOUN") and self.word(i) in small_words("anybody"):
            return True
        if token.upos == "PRON":
            return token.text.lower() in pronouns() and token.text.lower() not in small_words("expletive")
        if self.title(i) is not None or (token.upos == "NUM" and self.counts_people(i)) or self.alone(i) or self.some(i):
            return True
        if {"armed", "labour", "crowd", "civil", "police", "official_words", "captive", "diplomat", "group"} & self.classes(i):
            return True
        return token.upos in ("NOUN", "ADJ", "DET", "NUM") and any(
            self.kind(k) in ("PER", "NORP") for k in self.has(i, "flat", "appos")
        )

    def alone(self, i: int) -> bool:
        """Whether a word for how many stands alone for people told of before: "[all] were freed"."""
        stands = self.tokens[i].upos in ("DET", "PRON") and self.relation(i) in ("nsubj", "obj")
        return stands and self.word(i) in small_words("all") and not self.has(i, "nmod")

    def some(self, i: int) -> bool:
        """Whether a word for how many stands before those it is some of: "freed [four] of them"."""
        counts = self.tokens[i].upos == "NUM" or (self.tokens[i].upos in ("DET", "PRON") and self.word(i) in small_words("some"))
        return counts and any(map(self.who, self.whole(i)))

    def whole(self, i: int) -> list[int]:
        """What a word for a part is of: "the last of its [sanctions]"."""
        return [k for k in self.has(i, "nmod") if self.cases(k) & small_words("of")]

    def counts_people(self, i: int) -> bool:
        """Whether a number stands for people told of before: "freed the three"."""
        freed = self.tokens[i].deprel == "nsubj:pass" and not self.has(i, "nmod")  # "[nine] were freed"
        told = self.relation(i) in ("nsubj", "obj", "nmod", "conj") and bool(self.has(i, "det"))
        return (freed or told) and i not in self.timed

    def official(self, i: int) -> bool:
        if self.kind(i) == "PER" or "official_words" in self.classes(i) or self.word(i) in small_words("person"):
            return True
        title = self.title(i)
        return title is not None and title.sector in OFFICIAL_SECTORS

    def stands_for(self, i: int) -> int:
        """The noun that a pronoun most likely means, the subject of a clause around its own; else the token itself."""
        if not self.anaphor(i):
            return i
        if self.relation(i) not in ("nsubj", "nmod:poss") and self.deprel(i) != "nmod:poss":
            return i
        for above in self.above(i):
            for k in self.has(above, "nsubj"):
                if k != i and k < i and self.tokens[k].upos in ("NOUN", "PROPN"):
                    return k
        return i

    def is_a(self, i: int, value: str) -> bool:
        """Whether a phrase's head is of a class, or is this word."""
        if value == "any":
            return True
        if value == "who":
            return self.who(i)
        if self.some(i) or (self.word(i) in small_words("part") and self.whole(i)):
            return any(self.is_a(k, value) for k in self.whole(i))
        if value == "somebody":
            return self.who(i) or not (self.classes(i) & LIFELESS or self.tokens[i].upos in ("VERB", "ADJ", "ADV", "SYM"))
        if value == "official":
            return self.official(i)
        if value == "@state":
            return self.state(i)
        if value == "@per":
            return self.kind(i) == "PER" or any(self.kind(k) == "PER" for k in self.has(i, "flat", "appos"))
        if value == "@place":
            return self.kind(i) in ("LOC", "FAC") or (self.state(i) and self.kind(i) != "ORG" and self.tokens[i].upos == "PROPN")
        if value in self.bases(i):
            return True
        return value in self.classes(self.stands_for(i)) or self._told_before(i, value)

    def anaphor(self, i: int) -> bool:
        """Whether a word is a pronoun that stands for what the text told before."""
        return self.tokens[i].upos == "PRON" and self.word(i) in small_words("anaphor")

    def _told_before(self, i: int, value: str) -> bool:
        """Whether an object that is a pronoun may mean a thing of a class: one stands before it in its sentence."""
        if not self.anaphor(i) or self.relation(i) != "obj" or self.word(i) not in small_words("thing_pronoun"):
            return False
        subjects = set(self.has(self.tokens[i].head, "nsubj"))
        before = range(self.parse.sentence_of(i).first, i)
        return any(self.tokens[k].upos == "NOUN" and k not in subjects and value in self.classes(k) for k in before)

    # Clauses

    def passive(self, i: int) -> bool:
        """Whether a verb form has its object as subject: a passive, a participle behind its noun, a headline's participle."""
        token = self.tokens[i]
        if token.xpos == "VBN" and any(self.word(k) in small_words("be") for k in self.has(i, "aux", "cop")):
            return True
        if any(self.tokens[k].deprel in ("aux:pass", "nsubj:pass", "csubj:pass", "obl:agent") for k in self.kids[i]):
            return True
        if self._object_dropped(i) or self._wanted(i):
            return True
        if token.xpos not in ("VBN", "VBD") or self.has(i, "nsubj"):
            return False
        if token.deprel == "acl" and token.xpos == "VBD":  # "the ministry, [accused] of fraud, denied it": no past hangs so
            return not self.has(i, "aux", "obj")
        if token.xpos == "VBN" and token.deprel in ("acl", "amod", "advcl"):
            return not self.has(i, "aux", "obj")
        if (
            token.deprel == "xcomp" and token.xpos == "VBN" and token.head < i
        ):  # "were reported killed", "twenty confirmed killed"
            return self.passive(token.head) or not self.has(i, "aux", "obj")
        if token.deprel == "conj" and token.xpos == "VBN" and not self.has(i, "aux"):
            return self.passive(token.head) and token.head < i
        return False

    def _wanted(self, i: int) -> bool:
        """Whether a form in "-ed" that the tagger took for an infinitive is what is wanted done: "wants the women freed"."""
        token = self.tokens[i]
        objects = [k for k in self.has(i, "obj") if k > i]
        bare = token.xpos == "VB" and token.deprel in ("ccomp", "xcomp") and not (objects or self.has(i, "aux", "mark"))
        return bare and self.word(i) in small_words("done") and bool(self.has(i, "nsubj", "obj"))

    def _object_dropped(self, i: int) -> bool:
        """Whether a past that always has an object stands without one: "Crew [freed]", "was arrested and [released]"."""
        token = self.tokens[i]
        # "Two miners shot [dead]": what became of them is no object.
        fate = [
            k for k in self.has(i, "obj", "xcomp", "advmod", "advcl")
            if k == i + 1 and self.tokens[k].xpos in ("JJ", "RB") and self.word(k) in tolls()
        ]  # fmt: skip
        if token.xpos != "VBD" or not (fate or self.word(i) in small_words("has_object")):
            return False
        objects = [k for k in self.has(i, "obj") if k not in fate]
        if token.deprel.startswith("acl") or objects or self.has(i, "iobj", "ccomp", "aux"):
            return False
        if any(k not in fate for k in self.has(i, "xcomp")):
            return False
        joined = [k for k in self.has(i, "conj") if self.has(k, "obj") and not self.has(k, "nsubj")]
        if token.deprel == "conj" and not self.has(i, "nsubj"):
            return self.passive(token.head) and token.head < i
        return bool(self.has(i, "nsubj")) and not joined

    def antecedent(self, i: int) -> int:
        """The noun that a relative pronoun stands for; the token itself where it is none."""
        if self.word(i) not in small_words("relative"):
            return i
        at = self.tokens[i].head
        for _ in range(REACH):
            if self.tokens[at].deprel.startswith("acl"):
                return self.tokens[at].head
            if self.tokens[at].head == at:
                break
            at = self.tokens[at].head
        # "Oman, [which] had left in May, sent a team": the parser may hang the clause on the verb behind it.
        before = self._before_comma(i) if self.tokens[i].upos == "PRON" else None
        return i if before is None else before

    def surface(self, i: int, depth: int = 0) -> list[int]:
        """The grammatical subject of a verb or predicate, its own or the one it shares; empty where there is none."""
        own = [
            k for k in self.has(i, "nsubj") if self.word(k) not in small_words("expletive") or not self.has(i, "csubj", "expl")
        ]
        before = self.before_to(i)
        if len(own) > 1 and own[0] < i:
            own = [k for k in own if k < i]  # "must arrest [two reporters]": a subject behind its verb is none
        if own or before:
            return [self.antecedent(k) for k in (own or before)]
        token, head = self.tokens[i], self.tokens[i].head
        if depth > REACH or head == i:
            return []
        relation = self.relation(i)
        if (
            relation == "advcl"
            and token.xpos == "VBN"
            and not self.has(i, "mark", "aux")
            and (noun := self._beside(i)) is not None
        ):
            return [noun]
        if token.deprel == "acl:relcl":
            return [head] if not self.has(i, "obj") or not self._free(i) else []
        if relation in ("acl", "amod"):
            if token.xpos == "VBG" and self.word(head) in small_words("papers") and not self.has(i, "mark"):
                return self.owner(head, depth + 1) or [head]  # "the council passed a motion calling for talks"
            if token.xpos in ("VBN", "VBG", "VBD") and not self.has(i, "mark"):
                return [head]
            if self.to(i) is not None and self.asked(head):
                return [head]
            if self.to(i) is not None and self.tokens[head].head == head:
                return [head]  # a headline: "Rebels to free crew"
            if (
                self._to(i)
                and "demand" in self.classes(head)
                and self.nominal(head)
                and self.word(i) not in small_words("by_asker")
            ):
                return self._asked_by(head)
            if self._to(i) and self.word(head) in small_words("bid") and self.cases(head) & small_words("in"):
                # "attacked the base in a bid to drive them out": who attacked
                verb = next((k for k in self.above(head) if self.verbal(k)), None)
                return self.subject(verb, depth + 1) if verb is not None else []
            if self.blamed(i) and (accuser := next((k for k in self.above(i) if self.verbal(k)), i)) != i:
                # "sentenced [two men] to nine years in jail for killing a guard"
                return self.object(accuser) if self.word(accuser) in small_words("accuses") else self.owner(head, depth + 1)
            return self.owner(head, depth + 1)
        if self.command(i):
            return []
        if relation in ("xcomp", "ccomp", "advcl", "obl", "csubj") or (relation == "obj" and self.verbal(i)):
            if relation == "xcomp" or self._to(i):
                controlled = self._object_control(head)
                # "attacked the guards (in a bid) to free them": whoever attacked; "told the guards to free them": the guards
                if controlled and (relation in ("xcomp", "ccomp") or (relation == "advcl" and self.told(head))):
                    return controlled
            if relation == "ccomp" and self.finite(i):
                return []
            if self.verbal(head) and (
                self.cases(i) & small_words("kept")
                or (self.cases(i) & small_words("accused") and self.word(head) in small_words("accuses"))
            ):
                return self.object(head)
            if self.nominal(head) and not self.has(head, "cop"):
                return self.owner(head, depth + 1)
            return self.surface(head, depth + 1)
        if relation in ("conj", "parataxis", "aux", "cop"):
            return self.surface(head, depth + 1)
        if self.nominal(head):
            return self.owner(head, depth + 1)
        return []

    def _asked_by(self, noun: int) -> list[int]:
        """Who is to do what a noun asks for: to whom it is put, or who turns it down or grants it: "[the court] refused its
        request to ban the march"."""
        put = [k for k in self.has(noun, "nmod", "obl") if self.cases(k) & small_words("called") and self.who(k)]
        head = self.tokens[noun].head
        answers = not put and self.relation(noun) == "obj" and self.word(head) in small_words("refuses") | small_words("grants")
        return self.subject(head) if answers and not self.passive(head) else put

    def blamed(self, i: int) -> bool:
        """Whether a gerund tells for what somebody is blamed, thanked or punished: "for killing a guard"."""
        return self.tokens[i].xpos == "VBG" and any(self.word(k) in small_words("accused") for k in self.has(i, "mark"))

    def asked(self, i: int) -> bool:
        """Whether a phrase is whom a verb tells to do something: "called on [both sides] to leave"."""
        above = self.tokens[i].head
        return (
            self.relation(i) in ("obj", "iobj", "obl") and self.verbal(above) and self.who(i)
            and any("inf" in word.complements and word.realis == "demanded" for word in realis_words().get(self.word(above), ()))
        )  # fmt: skip

    def told(self, verb: int) -> bool:
        """Whether a verb that an infinitive hangs on is of those that bring somebody to act."""
        rows = realis_words().get(self.word(verb), ())
        return any("inf" in row.complements for row in rows) or self.passive(verb) or self.word(verb) in small_words("brings")

    def _beside(self, i: int) -> int | None:
        """The noun that ends right before a participle's comma and hangs before it: "the editor, [detained] on Sunday"."""
        at = self._before_comma(i)
        return at if at is not None and self.tokens[at].head < i else None

    def _before_comma(self, i: int) -> int | None:
        """The head of the noun phrase that ends right before a word's comma."""
        if i < 2 or self.tokens[i - 1].text != "," or not self.nominal(i - 2):
            return None
        at = i - 2
        for _ in range(REACH):
            head = self.tokens[at].head
            if head == at or head > i or not self.nominal(head) or self.verbal(head):
                break
            at = head
        return at

    def _free(self, i: int) -> bool:
        return any(self.word(k) in small_words("relative") for k in self.has(i, "obj"))

    def _to(self, i: int) -> bool:
        return self.to(i) is not None

    def before_to(self, i: int) -> list[int]:
        """What the parser hung on an infinitive although it stands before it and its "to": its subject."""
        gerund = self.tokens[i].xpos == "VBG"
        # "criticised [the minister] for arresting a nurse" as well
        wanted = small_words("to") | (small_words("accused") if gerund else frozenset())
        marks = [k for k in self.has(i, "mark") if self.word(k) in wanted]
        if not marks and self.relation(i) == "xcomp":
            return [k for k in self.has(i, "obj", "iobj") if self.tokens[i].head < k < i]  # "let [the crew] go"
        return [k for k in self.has(i, "obj", "iobj") if marks and k < marks[0]]

    def _object_control(self, head: int) -> list[int]:
        """The object of a verb that tells somebody to do something, who then is to do it."""
        if not self.verbal(head) or self.word(head) in small_words("subject_control"):
            return []
        if self.passive(head):
            return self.surface(head)
        objects = self.has(head, "obj", "iobj") or [k for k in self.has(head, "nsubj")[1:] if k > head]
        told = any("inf" in row.complements for row in realis_words().get(self.word(head), ()))
        # "urged [the museum] to open"
        able = [k for k in objects if self.nominal(k) and self.tokens[k].upos != "NUM"]
        able = [k for k in able if self.is_a(k, "somebody") or "target" in self.classes(k)]
        people = [k for k in objects if self.who(k)] or (able if told else [])
        if people:
            return people[:1]
        called = [k for k in self.has(head, "obl") if self.cases(k) & small_words("called") and self.who(k) and k > head]
        return called[:1] if self.word(head) in small_words("calls") else []

    def owner(self, i: int, depth: int = 0) -> list[int]:
        """Whose a noun is: its possessor, who it is by or from, or the subject of the verb that it is the object of."""
        found = self.has(i, "nmod:poss")
        found = found or [k for k in self.has(i, "nmod", "obl") if self.cases(k) & small_words("by") and self.who(k)]
        found = found or [k for k in self.has(i, "compound", "amod") if self.state(k)]
        head = self.tokens[i].head
        if not found and self.has(i, "cop"):
            return self.surface(i, depth + 1)
        if found or head == i or depth > REACH:
            return found
        if self.verbal(head) and self.relation(i) in ("obj", "obl"):
            return self.subject(head, depth + 1)
        if self.relation(i) in ("obl", "nmod") and self.has(head, "cop"):
            return self.surface(head, depth + 1)
        if self.has(i, "cop"):
            return self.surface(i, depth + 1)
        return self.owner(head, depth + 1) if self.relation(i) == "nmod" else []

    def subject(self, i: int, depth: int = 0) -> list[int]:
        """Who does what a verb says, in the active."""
        if self.passive(i):
            found = [k for k in self.has(i, "obl") if self.tokens[k].deprel == "obl:agent" or self.word_of_agent(k)]
            # Of "accused by the opposition of fraud" the parser may take both for who accuses.
            # Of "arrested, according to the Vale Post" the paper is no agent either.
            others = small_words("accused") | small_words("to")
            return [k for k in found if self.word_of_agent(k) or not self.cases(k) & others]
        return self.surface(i, depth)

    def teller(self, i: int) -> list[int]:
        """Who tells what a verb was joined to: "[Oman] says a guard fired and has accused Peru"."""
        at = i
        while self.relation(at) == "conj" and self.tokens[at].head < at and not self.has(at, "nsubj"):
            at = self.tokens[at].head
        above = self.tokens[at].head
        told = at != i and self.relation(at) == "ccomp" and above < at and self.verbal(above) and not self.has(at, "mark")
        return self.surface(above) if told and self.finite(i) else []

    def word_of_agent(self, k: int) -> bool:
        return bool(self.cases(k) & small_words("agent")) and k not in self.timed and not self.verbal(k)

    def object(self, i: int) -> list[int]:
        """Whom or what a verb's act is done to, in the active."""
        if self.passive(i):
            return self.surface(i)
        before = set(self.before_to(i))
        subjects = self.has(i, "nsubj")
        if not self.has(i, "obj") and len(subjects) > 1 and subjects[0] < i < subjects[-1]:
            return subjects[-1:]
        found = [self.antecedent(k) for k in self.has(i, "obj") if k not in before]
        # "urged [the army] to": the parser may hang the army on the infinitive.
        if not found and not self.has(i, "iobj"):
            clauses = [c for c in self.has(i, "ccomp", "xcomp", "advcl") if c > i]
            found = [k for c in clauses if self.relation(c) != "advcl" or self.blamed(c) for k in self.before_to(c)]
        if not found and not self.has(i, "iobj") and not subjects[1:]:
            told = [c for c in self.has(i, "ccomp", "xcomp") if c > i and self._to(c) and len(self.has(c, "mark")) == 1]
            found = [k for c in told for k in self.has(c, "nsubj") if i < k < c]
        if not found and self.tokens[i].deprel == "acl:relcl" and not self._relative(i) and self.has(i, "nsubj"):
            found = [self.tokens[i].head]
        if not found and self.has(i, "compound"):
            # "called off [the strike]": the parser may take an object behind a particle for an adverbial.
            found = [k for k in self.has(i, "obl") if k > i and not self.has(k, "case", "mark") and k not in self.timed][:1]
        return found or [k for k in self.has(i, "iobj") if k not in before]

    def _relative(self, i: int) -> bool:
        return any(self.word(k) in small_words("relative") for k in self.kids[i])

    def joined(self, heads: list[int]) -> list[int]:
        """These heads and what is joined to them by "and", or in a headline by a comma, in text order."""
        found: list[int] = []
        for head in heads:
            # "Peru, Chile agree": a state is never another one's apposition.
            states = [k for k in self.has(head, "appos") if self.state(head) and self.state(k)]
            for one in (head, *[k for k in self.has(head, "conj") if not self.verbal(k)], *states):
                if one not in found:
                    found.append(one)
        return found

    def core(self, i: int) -> Span:
        """The span of a noun phrase without its preposition, clauses, appositions and what is joined to it."""
        first, last = self.parse.phrase(i, CORE_OUTSIDE)
        while first < i and self.relation(first) in ("case", "cc", "mark", "advmod") and self.tokens[first].head == i:
            first += 1
        name = self.entity.get(i)
        if name is not None and all(self.tokens[k].text != "," for k in range(name.first, name.last)):
            first, last = min(first, name.first), max(last, name.last)
        return self.parse.span(first, last)

    def above(self, i: int) -> Iterator[int]:
        """A token's governors, nearest first."""
        at = i
        for _ in range(40):
            head = self.tokens[at].head
            if head == at:
                return
            yield head
            at = head

    def token(self, i: int) -> Token:
        return self.tokens[i]

    def verb_classes(self, i: int) -> frozenset[str]:
        return verb_classes().get(self.word(i), frozenset())


@lru_cache(maxsize=50_000)
def _bases(word: str, lemma: str) -> frozenset[str]:
    return singulars(word) | {lemma}


@lru_cache(maxsize=50_000)
def _classes(word: str, lemma: str) -> frozenset[str]:
    return frozenset(one for base in _bases(word, lemma) for one in noun_classes().get(base, ()))
