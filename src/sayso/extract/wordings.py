"""Wordings: scare quotes, labels, charged words, boosters, euphemisms and factive cues, each in the voice it is in.

After Recasens et al. 2013 (framing and epistemological bias) and Hamborg et al. 2019 (labels of one referent). Nothing here
judges an outlet: a wording says which words stand there, whose they are, and of whom they are said. What is a name or stands
in one is not flagged, nor a word beside one that makes it literal ("explosive device", "sanctions regime"). Short words
between marks are scare quotes only where nothing makes them a quotation, a title, a slogan or a name.
Knowingly missed: passives without an actor, irony without marks, words that are charged only here ("family" of a militia),
labels by a whole clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from sayso.core.contents import Contents
from sayso.core.data import Attribution, Mention, Wording, WordingType
from sayso.core.parse import Entity, Parse, Quotation
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.actors import names_of
from sayso.lexicon.speech import negations
from sayso.lexicon.wordings import Loaded, loaded, mark_words

NEEDS, GIVES, MADE_BY = (Parse, Mention, Attribution), Wording, "wordings.rules/1"

# Confidence by kind, set by hand; benchmarks/wordings.py tells what precision words of each strength have.
STRONG, WEAK, LABEL, FACTIVE, SCARE, NAME_IN_MARKS = 0.7, 0.35, 0.7, 0.8, 0.6, 0.8
# More words between marks than this are a quotation.
SHORT = 4
# So many tokens, hyphens and commas among them, may they be.
LONGEST_MARKED = 8
CLASSES = {
    "adj": frozenset({"ADJ", "VERB", "NOUN", "PROPN"}), "adv": frozenset({"ADV"}), "noun": frozenset({"NOUN", "PROPN"}),
    "verb": frozenset({"VERB"}),
}  # fmt: skip
STATES = frozenset({"country", "demonym", "capital", "breakaway"})
SUBJECTS = ("nsubj", "nsubj:pass", "csubj")
# Relations by which a word stands in the phrase of what it hangs on.
WITHIN = frozenset({"amod", "compound", "nmod", "nmod:desc", "nmod:poss", "acl", "flat", "advmod"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
AUXILIARIES = ("cop", "aux", "aux:pass")
HYPHENS = frozenset("-‐‑–")


def extract(reading: Reading) -> Iterator[Wording]:
    """Every wording of the document, in text order; of two kinds that meet, the longer words."""
    work = _Extractor(reading)
    yield from sorted((*work.scare_quotes(), *work.words(), *work.factive_cues()), key=lambda one: (one.span, one.type))


class _Extractor:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.parse, self.text = reading, reading.parse, reading.document.text
        self.tokens = self.parse.tokens
        self.low = ["-" if word in HYPHENS else word for word in self.parse.words]
        self.attributions = reading.of(Attribution)
        self.contents = Contents(self.attributions)
        self.known = names_of(reading)
        self.entity: dict[int, Entity] = {i: one for one in self.parse.entities for i in range(one.first, one.last)}
        self.mentions: dict[int, list[Mention]] = {}
        for mention in reading.of(Mention):
            for i in range(*self.parse.range_of(mention.span)):
                self.mentions.setdefault(i, []).append(mention)
        self.marked: set[int] = set()  # tokens between marks that are scare quotes

    def word(self, i: int) -> str:
        return self.low[i]

    # Scare quotes

    def scare_quotes(self) -> Iterator[Wording]:
        for quotation in self.parse.quotations:
            inner = self.inner(quotation)
            if not quotation.closed or not inner or len(inner) > SHORT:
                continue
            confidence = self.scared(quotation, inner)
            if confidence:
                self.marked.update(inner)
                parts = {part for words in mark_words("so_called") for part in words.split("-")}  # it says what the marks say
                self.marked.update(i for i in range(max(0, inner[0] - 4), inner[0]) if self.word(i) in parts)
                span = self.parse.span(inner[0], inner[-1] + 1)
                yield self.wording(span, "scare_quotes", confidence, referent=self.referent(self.root(inner)), own=True)

    def scared(self, quotation: Quotation, inner: list[int]) -> float:
        """How sure marks are scare quotes; 0 where they are not."""
        first, last = inner[0], inner[-1] + 1
        words = self.parse.span(first, last).of(self.text)
        before, after = self.outside(quotation)
        so_called = self.text[: quotation.span.start].rstrip().lower().endswith(tuple(mark_words("so_called")))
        row = self.known.find(words)
        state = row is not None and row.kind in STATES
        if so_called:
            return NAME_IN_MARKS
        block = self.reading.document.block_at(quotation.span.start)
        if block is not None and block.role == "headline" and not state:
            return 0.0
        if self.said(quotation) and not state:
            return 0.0
        if not state and (self.titled(inner, before, after) or self.governed(inner) or self.repeated(inner)):
            return 0.0
        return NAME_IN_MARKS if state else SCARE

    def outside(self, quotation: Quotation) -> tuple[int, int]:
        """The tokens right before and behind the marks, -1 where the sentence has none."""
        first, last = self.parse.range_of(quotation.span)
        sentence = self.parse.sentence_of(first)
        return (first - 1 if first > sentence.first else -1), (last if last < sentence.last else -1)

    def said(self, quotation: Quotation) -> bool:
        """Whether somebody is reported to have said the words between the marks."""
        return any(part.meets(quotation.span) for one in self.attributions for part in (*one.content, *one.cue))

    def titled(self, inner: list[int], before: int, after: int) -> bool:
        """Whether the words are the name of a work or thing, a clause, a slogan, a translation, or spoken of as words."""
        near = {self.word(i) for i in range(max(0, before - 2), before + 1)} if before >= 0 else set()
        behind = {self.word(i) for i in range(after, min(after + 2, len(self.tokens)))} if after >= 0 else set()
        if near & mark_words("name") or (near | behind) & mark_words("title"):
            return True
        if (before >= 0 and self.word(before) in mark_words("gloss")) or "(" in behind:
            return True
        if any(self.tokens[i].deprel in SUBJECTS for i in inner if self.tokens[i].head in inner):
            return True  # a clause
        content = [i for i in inner if self.tokens[i].upos in ("NOUN", "PROPN", "ADJ", "VERB", "ADV", "NUM")]
        capital = [i for i in content if self.tokens[i].text[:1].isupper()]
        return not content or len(capital) == len(content)

    def governed(self, inner: list[int]) -> bool:
        """Whether a verb or noun of saying, calling or judging governs the words."""
        at = self.root(inner)
        for _ in range(5):
            head = self.tokens[at].head
            if head == at or self.tokens[at].deprel in SUBJECTS:
                break
            at = head
            if self.word(at) in mark_words("quoting"):
                return True
        return False

    def repeated(self, inner: list[int]) -> bool:
        """Whether the words stand in a longer quotation too, of which they are a piece, or without marks, as a plain term."""
        return tuple(self.word(i) for i in range(inner[0], inner[-1] + 1)) in self.elsewhere

    @cached_property
    def elsewhere(self) -> frozenset[tuple[str, ...]]:
        """Every run of words, no longer than short marks hold, that is not all that stands between two marks."""
        whole = {(inner[0], inner[-1] + 1) for one in self.parse.quotations if (inner := self.inner(one))}
        words = [self.word(i) for i in range(len(self.tokens))]
        return frozenset(
            tuple(words[i : i + size])
            for size in range(1, LONGEST_MARKED)
            for i in range(len(words) - size + 1)
            if (i, i + size) not in whole
        )

    def inner(self, quotation: Quotation) -> list[int]:
        """The words between the marks, with what joins them but not what stands at their edges."""
        first, last = self.parse.range_of(quotation.span)
        return [i for i in range(first, last) if self.tokens[i].upos not in ("PUNCT", "SYM") and self.tokens[i].text.isalpha()]

    # Words of the lexicon

    def words(self) -> Iterator[Wording]:
        at, table = 0, loaded()
        while at < len(self.tokens):
            rows = table.get(self.low[at])
            match = next((one for one in rows if self.fits(one, at)), None) if rows else None
            if match is not None:
                last = at + len(match.words)
                yield from self.loaded(match, at, last)
                at = last
                continue
            if at + 1 < len(self.low) and self.low[at + 1] == "-":
                yield from self.backed(at)
            at += 1

    def fits(self, row: Loaded, at: int) -> bool:
        """Whether a row's words stand here, as the row says that they stand, and nothing makes them literal."""
        last = at + len(row.words)
        if (
            row.pos in ("suffix", "prefix")
            or last > len(self.tokens)
            or any(self.word(at + n) != w for n, w in enumerate(row.words))
        ):
            return False
        root = self.root(list(range(at, last)))
        if (row.pos in CLASSES and self.tokens[root].upos not in CLASSES[row.pos]) or (
            row.pos == "adj" and not self.modifies(root)
        ):
            return False
        if row.owned and not self.owned(root, at, last):
            return False
        return not self.named(row, at, last) and not self.literal(row, root, at, last)

    def modifies(self, i: int) -> bool:
        """Whether a word that may be an adjective stands as one: beside a noun, or said of its subject, and no finite verb."""
        token = self.tokens[i]
        if token.upos == "ADJ" or token.deprel == "amod":
            return True
        if token.upos == "VERB":
            return token.xpos in ("VBN", "VBG") and any(self.tokens[c].deprel in AUXILIARIES for c in self.parse.children(i))
        return token.deprel in ("compound", "nmod:desc")

    def named(self, row: Loaded, first: int, last: int) -> bool:
        """Whether the words are a name or part of one: for a label, of one that holds more than them and a state's adjective."""
        entity = self.entity.get(first) or self.entity.get(last - 1)
        if row.type != "label":
            return entity is not None or self.capital(first, last)
        if entity is None:
            return row.pos == "adj" and self.tokens[first].text[:1].isupper() and self.capital(last, last + 1)
        others = [i for i in range(entity.first, entity.last) if not first <= i < last and self.tokens[i].text.isalpha()]
        return not all((found := self.known.find(self.tokens[i].text)) is not None and found.kind in STATES for i in others)

    def capital(self, first: int, last: int) -> bool:
        """Whether words have a capital that neither a sentence's start, nor marks, nor a headline gives them."""
        if first >= len(self.tokens):
            return False
        sentence = self.parse.sentence_of(first)
        inside = first > sentence.first and (self.tokens[first - 1].text.isalnum() or self.tokens[first - 1].text in ",-")
        plain = any(one.text.islower() and one.upos in CONTENT for one in self.tokens[sentence.first : sentence.last])
        return inside and plain and all(self.tokens[i].text[:1].isupper() for i in (first, last - 1))

    def owned(self, root: int, first: int, last: int) -> bool:
        """Whether a word has an owner or a state's adjective beside it, or is a name of its own."""
        beside = [i for i in self.parse.children(root) if self.tokens[i].deprel in ("amod", "compound", "nmod:poss", "nmod")]
        if any(i in self.entity for i in beside if not first <= i < last):
            return True
        alone = self.tokens[first].text[:1].isupper() and not self.capital(last, last + 1)
        return (alone and first > self.parse.sentence_of(first).first) or self.definite(root)

    def definite(self, root: int) -> bool:
        children = self.parse.children(root)
        return any(self.word(i) == "the" for i in children) and not any(
            self.tokens[i].deprel in ("compound", "nmod") for i in children
        )

    def literal(self, row: Loaded, root: int, first: int, last: int) -> bool:
        """Whether a word beside these makes them plain: one they hang on, one that hangs on them, or a neighbour."""
        token = self.tokens[root]
        beside = {*self.parse.children(root), first - 1, last, first - 2, last + 1}
        if token.deprel in WITHIN:
            beside.add(token.head)
        near = [self.tokens[i] for i in beside if 0 <= i < len(self.tokens)]
        words = {one.text.lower() for one in near} | {one.lemma.lower() for one in near if one.upos in NOMINAL}
        return not row.unless.isdisjoint(words)

    def loaded(self, row: Loaded, first: int, last: int) -> Iterator[Wording]:
        if self.marked.intersection(range(first, last)):
            return
        confidence = LABEL if row.type == "label" else STRONG if row.strong else WEAK
        root = self.root(list(range(first, last)))
        referent = None if row.type == "booster" else self.referent(root)
        if referent is None and row.type == "label" and row.pos == "noun":
            referent = self.parse.span(*self.parse.phrase(root))
        yield self.wording(self.parse.span(first, last), row.type, confidence, referent=referent, family=row.family)

    def backed(self, at: int) -> Iterator[Wording]:
        """A word such as "Iranian-backed", which says whose somebody is."""
        if at + 2 >= len(self.tokens) or self.word(at + 1) != "-" or self.tokens[at].span.end != self.tokens[at + 1].span.start:
            return
        for row in loaded().get(self.word(at + 2), ()):
            if (
                row.pos == "suffix"
                and at in self.entity
                and not self.named(row, at + 2, at + 3)
                and not self.literal(row, at + 2, at, at + 3)
            ):
                first = self.entity[at].first if self.entity[at].last == at + 1 else at
                head = self.tokens[self.root(list(range(first, at + 3)))].head
                yield self.wording(
                    self.parse.span(first, at + 3), "label", LABEL, referent=self.referent(head), family=row.family
                )
                return

    # Factive cues

    def factive_cues(self) -> Iterator[Wording]:
        seen: set[int] = set()  # a cue that two attributions share: of "told CNN" who told is the inner one, and stands last
        for attribution in reversed(self.attributions):
            cue = [i for span in attribution.cue for i in range(*self.parse.range_of(span))]
            factive = next((i for i in cue if self.word(i) in mark_words("factive")), None)
            if factive is None or factive in seen or attribution.polarity == "negative" or attribution.teaser:
                continue
            beside = {self.word(i) for i in (*self.parse.children(factive), *cue)}
            if beside & (negations() | mark_words("possible")) or self.infinitive(factive):
                continue
            seen.add(factive)
            source = attribution.source[0] if attribution.source else attribution.carried
            yield self.wording(self.tokens[factive].span, "factive_cue", FACTIVE, referent=source)

    def infinitive(self, i: int) -> bool:
        return any(self.tokens[child].deprel == "mark" and self.tokens[child].upos == "PART" for child in self.parse.children(i))

    # One wording

    def root(self, tokens: list[int]) -> int:
        """The token of several that governs the others."""
        return next((i for i in tokens if self.tokens[i].head not in tokens or self.tokens[i].head == i), tokens[-1])

    def referent(self, root: int) -> Span | None:
        """The words for whom or what a word is said of: its own phrase, the noun it stands by, or the subject it is said of."""
        at = root
        for _ in range(3):
            token = self.tokens[at]
            if token.upos in ("NOUN", "PROPN") and (mention := self.headed(at)):
                return mention.span
            if token.deprel in ("amod", "compound", "nmod:desc", "acl", "appos", "flat", "advmod") and token.head != at:
                at = token.head
                continue
            subjects = [i for i in self.parse.children(at) if self.tokens[i].deprel in ("nsubj", "nsubj:pass")]
            if not subjects:
                return None
            mention = self.headed(subjects[0])
            return mention.span if mention else None
        mention = self.headed(at)
        return mention.span if mention else None

    def headed(self, at: int) -> Mention | None:
        """The mention that a token heads, the widest where there are two."""
        found = [
            m
            for m in self.mentions.get(at, ())
            if (r := self.parse.range_of(m.span))[0] < r[1] and self.root(list(range(*r))) == at
        ]
        return max(found, key=lambda m: m.span.end - m.span.start, default=None)

    def wording(
        self, span: Span, type_: WordingType, confidence: float, *, referent: Span | None = None, family: str | None = None,
        own: bool = False,
    ) -> Wording:  # fmt: skip
        """A wording in the voice of the attribution or quotation that holds it; `own` where it is the outlet's in any case."""
        holder = None if own else self.contents.around(span)
        quoted = not own and (holder is not None or any(True for _ in self.parse.quotations_in(span)))
        return Wording(
            document_id=self.reading.document.id, made_by=MADE_BY, confidence=confidence, span=span, type=type_,
            voice="source" if quoted else "outlet", family=family, referent=referent, inside=holder.id if holder else None,
        )  # fmt: skip
