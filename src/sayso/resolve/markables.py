"""Markables: every phrase of a document that may refer, with what the words themselves tell of its referent.

The term is MUC's. A markable is the largest noun phrase around its head word, as OntoNotes draws it: with what hangs on it
behind, a possessor with its ending, a conjunct without the others, and the whole coordination once more. Pronouns that
refer to nothing by the tree, and relative ones, which OntoNotes leaves out, are none; nor are verbs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from sayso.core.data import Attribution, MentionForm, TimeExpression
from sayso.core.parse import OUTSIDE, Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.actors import ActorEntry, articles, names_of, outlet_words
from sayso.lexicon.places import place_words
from sayso.lexicon.referring import given_names, referring
from sayso.lexicon.speech import Pronoun, name_affixes, pronouns
from sayso.lexicon.titles import ending, honorific
from sayso.resolve.names import compared, fold

# What a markable is for the ranking: pronouns by what they stand for, the rest by form.
Sort = Literal["speaker", "person", "thing", "group", "this", "noun", "name"]
Role = Literal["subject", "object", "owner", "other"]

# Relations that lead out of a referring phrase, beside those that lead out of every one.
WITHOUT = OUTSIDE | {
    *("conj", "cop", "nsubj", "nsubj:pass", "nsubj:outer", "csubj", "aux", "aux:pass", "discourse", "dislocated"),
    *("vocative", "expl", "orphan", "reparandum", "list", "cc:preconj"),
}
# Words that join a name or noun to the head they stand with, and refer to nothing themselves.
JOINED = frozenset({"compound", "flat", "fixed", "goeswith", "nmod:desc", "nummod", "amod", "reparandum"})
NAMED = frozenset({"PER", "ORG", "LOC", "NORP", "FAC", "PRODUCT", "MISC"})
# Relations of "both" and "each" to what they stand with.
LINKING = frozenset({"det", "det:predet", "cc", "cc:preconj", "advmod", "nmod:poss", "amod"})
# Word classes of what may refer without being a name.
REFERRING = frozenset({"PRON", "DET", "NUM", "NOUN", "PROPN"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
OBJECTS = frozenset({"obj", "iobj"})


@dataclass(eq=False, slots=True)
class Markable:
    """One referring phrase: tokens `first` to `last` (exclusive) around `head`. `words` are a name's words, folded, or a noun's
    lemma; `others` the words of its phrase before the head; `likely` the gender by
    the given name; `titles` what a named one is said to be, `offices` of it what no owner
    is ("chief" of "the navy's chief"); `name` the name alone; `quoted` the number of its quotation; `joint` the heads of what it
    joins; `pair` the kind of the two that it stands for ("both countries"). None is not known."""

    index: int
    head: int
    first: int
    last: int
    span: Span
    sort: Sort
    form: MentionForm
    word: str
    words: tuple[str, ...]
    role: Role
    clause: int
    sentence: int
    kind: str = "UNK"
    person: bool | None = None
    gender: str | None = None
    likely: str | None = None
    plural: bool | None = None
    definite: str = "bare"
    others: frozenset[str] = frozenset()
    pronoun: Pronoun | None = None
    row: ActorEntry | None = None
    quoted: int = -1
    source: bool = False
    titles: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    name: Span | None = None
    joint: tuple[int, ...] = ()
    pair: str = ""
    string: str = ""
    parts: list[Markable] = field(default_factory=list)


def markables(reading: Reading) -> list[Markable]:
    """The markables of a document in the order of their heads; a coordination stands behind its first conjunct."""
    return _Finder(reading).all()


class _Finder:
    def __init__(self, reading: Reading) -> None:
        self.parse: Parse = reading.parse
        self.text = reading.document.text
        self.known = names_of(reading)
        self.below = self.parse.below
        self.named: dict[int, tuple[int, int, str]] = {}
        for entity in self.parse.entities:
            if entity.type in NAMED:
                self.named[self.root(entity.first, entity.last)] = (entity.first, entity.last, entity.type)
        self.inside = {i for first, last, _ in self.named.values() for i in range(first, last)}
        self.before: dict[int, int] = {}
        self.titled: set[int] = set()
        self.anchor()
        self.quotations = sorted(quotation.span for quotation in self.parse.quotations)
        attributions = reading.of(Attribution) if reading.has(Attribution) else ()
        ranges = [self.parse.range_of(span) for one in attributions for span in one.source]
        self.sources = {self.root(first, last) for first, last in ranges if first < last}
        self.times = {
            i
            for time in (reading.of(TimeExpression) if reading.has(TimeExpression) else ())
            for i in range(*self.parse.range_of(time.span))
        }

    def anchor(self) -> None:
        """Moves a name that stands with a noun as its title or apposition to that noun: they are one phrase."""
        tokens = self.parse.tokens
        for root in sorted(self.named):
            head = tokens[root].head
            beside = tokens[root].deprel in ("appos", "flat", "nmod:desc", "compound")
            if not beside or head in self.inside or head in self.named or tokens[head].upos not in ("NOUN", "PROPN", "ADJ"):
                continue
            if tokens[root].deprel == "compound" and not (self.named[root][2] == "PER" and head < root):
                continue
            self.named[head] = self.named.pop(root)
        # A title that the tree has beside its bearer and not on him: "President Omar" as two subjects of one verb.
        for root, (first, _, kind) in self.named.items():
            before = first - 1
            if kind != "PER" or before < 0 or before in self.inside or ending([tokens[before].text]) is None:
                continue
            title, name = tokens[before], tokens[root]
            if (title.head, title.deprel) == (name.head, name.deprel) and root != name.head:
                self.before[root] = self.parse.phrase(before, WITHOUT)[0]
                self.titled.add(before)

    def root(self, first: int, last: int) -> int:
        """The token of a range that governs it."""
        tokens = self.parse.tokens
        return next((i for i in range(first, last) if tokens[i].head == i or not first <= tokens[i].head < last), first)

    def all(self) -> list[Markable]:
        found: list[Markable] = []
        for i in range(len(self.parse.tokens)):
            markable = self.at(i)
            if markable is None:
                continue
            found.append(markable)
            joint = self.joint(markable)
            if joint is not None:
                found.append(joint)
        for index, markable in enumerate(found):
            markable.index = index
        self.likely(found)
        heads = {markable.head: markable for markable in found if not markable.joint}
        for markable in found:
            markable.parts.extend(heads[head] for head in markable.joint if head in heads)
        return found

    def at(self, i: int) -> Markable | None:
        """The markable that a token heads, or None."""
        token = self.parse.tokens[i]
        word = self.parse.words[i]
        if token.upos not in REFERRING and i not in self.named and word not in referring("pair"):
            return None
        if i in self.named:
            return self.name(i) if token.upos != "ADJ" or self.named[i][2] != "NORP" else None
        if i in self.titled:
            return None
        if i in self.inside or (token.deprel == "appos" and token.head != i and token.upos != "PRON"):
            return None
        if word in referring("pair") and token.upos != "NUM" and token.deprel not in LINKING:
            return self.made(i, "noun", "nominal", plural=True, pair="ANY")
        if token.upos in ("PRON", "DET") and token.deprel != "expl":
            pronoun = pronouns().get(word)
            if pronoun is not None and pronoun.person != "relative" and (token.upos == "PRON" or token.deprel == "nmod:poss"):
                return self.pronoun(i, pronoun)
            if word in referring("demonstrative") and token.deprel != "det" and token.xpos == "DT":
                return self.made(i, "this", "pronominal", plural=referring("demonstrative")[word] == "plural")
            return None
        if token.upos == "NUM" and token.deprel not in JOINED and (self.pair(i) or self.some_of(i)):
            return self.noun(i)
        if token.upos not in ("NOUN", "PROPN") or token.deprel in JOINED:
            return None
        return self.noun(i)

    def pair(self, i: int) -> bool:
        """Whether a word says that it is two, and they are known: "the two", "both sides"."""
        words = [self.parse.words[j] for j in (*self.below[i], i)]
        pairs = [referring("pair")[word] for word in words if word in referring("pair")]
        return "alone" in pairs or (bool(pairs) and any(word in name_affixes("definite") for word in words))

    def some_of(self, i: int) -> bool:
        """Whether a number counts some of others: "two of the survivors"."""
        return any(self.parse.tokens[j].deprel == "nmod" and j > i for j in self.below[i])

    def made(self, i: int, sort: Sort, form: MentionForm, **told: object) -> Markable:
        token = self.parse.tokens[i]
        first, last = (i, i + 1) if form == "pronominal" else self.parse.phrase(i, WITHOUT)
        if i in self.named:
            first, last = min(first, self.named[i][0], self.before.get(i, first)), max(last, self.named[i][1])
        last = self.with_ending(i, last)
        span = self.parse.span(first, last)
        role, clause = self.role(i)
        markable = Markable(
            index=0, head=i, first=first, last=last, span=span, sort=sort, form=form, word=self.parse.words[i],
            words=(token.lemma.lower(),), role=role, clause=clause, sentence=self.parse.sentence_at(i),
            quoted=self.quotation(span), source=i in self.sources,
        )  # fmt: skip
        for name, value in told.items():
            setattr(markable, name, value)
        return markable

    def with_ending(self, i: int, last: int) -> int:
        """The end of a possessor with its ending."""
        tokens = self.parse.tokens
        if last < len(tokens) and tokens[last].xpos == "POS" and tokens[last].head in range(i, last):
            return last + 1
        return last

    def role(self, i: int) -> tuple[Role, int]:
        """What a token is to its clause, and the token that heads the clause."""
        tokens = self.parse.tokens
        at = i
        while tokens[at].deprel in ("conj", "appos", "flat", "compound") and tokens[at].head != at:
            at = tokens[at].head
        relation, clause = tokens[at].deprel, tokens[at].head
        if relation in SUBJECTS:
            return "subject", clause
        if relation in OBJECTS:
            return "object", clause
        if relation == "nmod:poss":
            return "owner", clause
        return "other", clause

    def quotation(self, span: Span) -> int:
        at = bisect_right(self.quotations, span.start, key=lambda quotation: quotation.start) - 1
        return at if at >= 0 and self.quotations[at].covers(span) else -1

    # The forms

    def pronoun(self, i: int, pronoun: Pronoun) -> Markable:
        sorts: dict[str, Sort] = {"PER": "person", "ORG": "thing", "ANY": "group"}
        sort: Sort = sorts[pronoun.type] if pronoun.person == "third" else "speaker"
        markable = self.made(i, sort, "pronominal", pronoun=pronoun, gender=pronoun.gender)
        markable.plural = None if pronoun.person == "second" else pronoun.number == "plural"
        if sort != "group" and not (sort == "speaker" and markable.plural):
            markable.person = sort != "thing"
        return markable

    def name(self, i: int) -> Markable:
        first, last, kind = self.named[i]
        markable = self.made(i, "name", "named", kind=kind)
        own = [self.parse.tokens[j].text for j in range(first, last)]
        markable.name = self.parse.span(first, last)
        text = markable.name.of(self.text)
        markable.words = folded(compared(text) if kind == "PER" else text) or markable.words
        row = self.known.find(" ".join(text.split()))
        if row is not None and kind in ("LOC", "ORG", "PER", "MISC") and (kind != "PER" or row.kind in ("country", "breakaway")):
            markable.row = row
            if row.kind in ("country", "breakaway", "capital", "city", "region"):
                markable.kind = "GPE"
            elif row.kind in ("igo", "building", "body", "armed", "party", "ngo") and kind != "PER":
                markable.kind = "ORG"
        markable.person = True if markable.kind == "PER" else None if kind in ("NORP", "MISC") else False
        markable.plural = (
            self.parse.tokens[i].xpos == "NNPS" if kind in ("PER", "NORP") else False if kind in ("LOC", "GPE") else None
        )
        self.phrase_words(markable)
        if markable.person:
            markable.gender = self.gender_before(first) or self.gender_in(own)
        titles = self.titles(markable, first, last)
        markable.titles = self.forms(titles)
        markable.offices = self.forms(i for i in titles if not self.owning(i, markable.first))
        markable.string = " ".join(own).casefold()
        return markable

    def likely(self, found: list[Markable]) -> None:
        """Tells the likely gender of persons by their given names; of one word alone by the full names that end with it."""
        persons = [one for one in found if one.form == "named" and one.person]
        told: dict[str, set[str | None]] = {}
        for one in persons:
            if len(one.words) > 1:
                one.likely = one.gender or given_names().get(one.words[0])
                told.setdefault(one.words[-1], set()).add(one.likely)
        for one in persons:
            if len(one.words) == 1:
                genders = told.get(one.words[0], {given_names().get(one.words[0])})
                one.likely = one.gender or (next(iter(genders)) if len(genders) == 1 else None)

    def titles(self, markable: Markable, first: int, last: int) -> list[int]:
        """The words that say what a named one is: before the name, in apposition, and for a body in the name itself."""
        tokens = self.parse.tokens
        spans = [(markable.first, first if markable.person else last)]
        for i in {markable.head, self.root(first, last)}:
            spans += [
                self.parse.phrase(j, WITHOUT)
                for j in self.below[i]
                if tokens[j].deprel == "appos" and j not in range(first, last)
            ]
        if markable.head not in range(first, last):
            spans.append((min(markable.head, first), max(markable.head + 1, first)))
        return [i for a, b in spans for i in range(a, b) if tokens[i].upos in ("NOUN", "PROPN", "ADJ")]

    def forms(self, titles: Iterable[int]) -> frozenset[str]:
        return frozenset(form for i in titles for form in (self.parse.tokens[i].lemma.lower(), self.parse.words[i]))

    def owning(self, i: int, first: int) -> bool:
        """Whether a word of a phrase is of one whose the named one is: "the navy" in "the navy's chief"."""
        while i >= first and self.parse.tokens[i].head != i:
            if self.parse.relations[i] == "nmod" and self.parse.tokens[i].deprel != "nmod:desc":
                return True
            i = self.parse.tokens[i].head
        return False

    def gender_before(self, first: int) -> str | None:
        """The gender that a form of address or a title right before a name tells."""
        begin = self.parse.sentence_of(first).first
        for i in range(first - 1, max(begin, first - 4) - 1, -1):
            token = self.parse.tokens[i]
            if token.upos not in ("NOUN", "PROPN", "ADJ"):
                return None
            title = honorific(token.text) or ending([token.text])
            if title is not None and title.gender:
                return title.gender
        return None

    def gender_in(self, words: list[str]) -> str | None:
        title = honorific(words[0]) if len(words) > 1 else None
        return title.gender if title is not None else None

    def noun(self, i: int) -> Markable:
        token = self.parse.tokens[i]
        before = [t.text for t in self.parse.tokens[max(self.parse.sentence_of(i).first, i - 3) : i + 1]]
        title = ending(before)
        proper = token.upos == "PROPN"
        markable = self.made(i, "name" if proper else "noun", "named" if proper else "nominal")
        if proper:
            a = i
            while a > markable.first and self.parse.tokens[a - 1].upos == "PROPN":
                a -= 1
            text = self.parse.span(a, i + 1).of(self.text)
            markable.words = folded(text) or markable.words
            markable.string = " ".join(text.split()).casefold()
        markable.plural = token.xpos in ("NNS", "NNPS")
        if title is not None:
            markable.gender = title.gender
            markable.kind = "PER" if title.kind in ("person", "honorific") else "ORG"
            markable.person = True if markable.kind == "PER" else None
            if title.kind in ("body", "group"):
                markable.plural = True if markable.plural else None
        lemma = token.lemma.lower()
        if place_words("site").get(lemma, "none") != "none" or lemma in referring("home"):
            markable.kind, markable.person, markable.plural = "GPE", False, token.xpos in ("NNS", "NNPS")
        elif lemma in outlet_words():
            markable.kind, markable.person = "ORG", None
        if i in self.times:
            markable.kind, markable.person = "TIME", False
        if token.upos == "NUM":
            markable.plural = None
        if self.pair(i):
            markable.plural, markable.pair = True, referring("group").get(token.lemma.lower(), markable.kind if title else "")
            if token.upos == "NUM":
                markable.pair = "ANY"
        self.phrase_words(markable)
        return markable

    def phrase_words(self, markable: Markable) -> None:
        """Takes what stands before the head: how definite the phrase is, and its other words."""
        tokens = self.parse.tokens
        others = set()
        for i in self.below[markable.head]:
            token = tokens[i]
            word = self.parse.words[i]
            if i < markable.head:
                if token.deprel == "nmod:poss":
                    markable.definite = "owned"
                elif token.deprel == "det":
                    if word in referring("demonstrative"):
                        markable.definite = "this"
                    elif word in name_affixes("definite"):
                        markable.definite = "the"
                    else:
                        markable.definite = "indefinite"
            if token.deprel in ("amod", "compound", "nummod", "nmod:poss", "nmod", "flat", "nmod:desc"):
                others.add(token.lemma.lower())
        markable.others = frozenset(others)
        if markable.form == "nominal":
            start = markable.first
            if tokens[start].upos == "DET":
                start += 1
            markable.string = " ".join(self.parse.words[start : markable.last])

    def joint(self, markable: Markable) -> Markable | None:
        """The coordination whose first conjunct a markable is, or None."""
        i = markable.head
        parts = [j for j in self.below[i] if self.parse.tokens[j].deprel == "conj" and j > i]
        if not parts or markable.form == "pronominal" or not any(
            self.parse.tokens[k].deprel == "cc" for j in (i, *parts) for k in self.below[j]
        ):  # fmt: skip
            return None
        first, last = self.parse.phrase(i, WITHOUT - {"conj", "cc"})
        if last <= parts[-1]:
            return None
        last = self.with_ending(parts[-1], last)
        span = self.parse.span(first, last)
        return Markable(
            index=0, head=i, first=first, last=last, span=span, sort="noun", form="nominal", word="", words=("",),
            role=markable.role, clause=markable.clause, sentence=markable.sentence, kind=markable.kind, person=markable.person,
            plural=True, definite=markable.definite, quoted=markable.quoted, source=markable.source, joint=(i, *parts),
            string=span.of(self.text).casefold(),
        )  # fmt: skip


@lru_cache(maxsize=20_000)
def folded(text: str) -> tuple[str, ...]:
    """A name's words without accents, case, articles and endings."""
    words = [fold(word) for word in text.replace("\n", " ").split() if any(c.isalpha() for c in word)]
    if len(words) > 1 and words[0] in articles():
        words = words[1:]
    return tuple(word for word in words if word)
