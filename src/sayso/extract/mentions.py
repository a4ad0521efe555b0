"""Mentions: the noun phrases that refer to people, bodies and places, named, nominal and pronominal.

Names come from the model, with the class GPE for places the lexicon knows as countries, capitals or cities. Nominal
mentions are headed by a word that stands for a person, body or group ("the minister"), or are the source of a report.
The span is the whole phrase, the head the words that name or head it, as in ACE. Terms after OntoNotes.
Knowingly missed: nominal mentions of places ("the border town") and of things.
"""

from collections.abc import Iterator

import msgspec

from sayso.core.data import Mention, MentionForm, MentionType
from sayso.core.parse import OUTSIDE, Entity, Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.actors import Names, names_of
from sayso.lexicon.speech import pronouns
from sayso.lexicon.titles import ending

NEEDS, GIVES, MADE_BY = (Parse,), Mention, "mentions/1"

TYPES: dict[str, MentionType] = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "NORP": "NORP", "FAC": "FAC", "MISC": "MISC"}
# Word classes a nominal mention's head may have; the last two are slips of the tagger on words the lexicon knows as titles.
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET"})
# Of a named phrase, a relative clause and an apposition are about the referent and not what it is called.
NAMED_OUTSIDE = OUTSIDE | {"acl:relcl", "acl", "appos", "conj"}

# Relations of what leads to a named phrase and is none of it, wherever the tree hangs it: "according to".
LEADING = frozenset({"case", "mark", "cc", "punct", "fixed"})


def extract(reading: Reading) -> Iterator[Mention]:
    """Every mention of the document, in text order; of two with the same span the named one."""
    parse, known = reading.parse, names_of(reading)
    maker = MADE_BY + known.made_by
    # The last words of people's full names: whoever is called Jordan Vell or Ana Jordan is no state later.
    surnames = {parse.tokens[e.last - 1].text for e in parse.entities if e.type == "PER" and e.last - e.first > 1}
    found: dict[Span, Mention] = {}
    inside: set[int] = set()
    for entity in parse.entities:
        if entity.type in TYPES:
            whole = _whole(entity, parse)
            mention = _named(whole, reading, known, surnames, maker)
            found.setdefault(mention.span, mention)
            inside.update(range(whole.first, whole.last))
    sources = {
        i
        for r in parse.reports
        for a, b in r.source
        for i in range(a, b)
        if not a <= parse.tokens[i].head < b or parse.tokens[i].head == i
    }
    for i, token in enumerate(parse.tokens):
        if i in inside:
            continue
        if token.upos == "PRON" and token.text.lower() in pronouns():
            span = token.span
            found.setdefault(span, _mention(reading, maker, span, span, "pronominal", "UNK"))
        elif token.upos in NOMINAL and token.deprel not in ("compound", "flat", "nmod:desc"):
            small = token.upos == "DET" and token.text.islower()
            bare = small or (token.upos == "ADJ" and token.deprel == "amod")  # "a military commission"
            title = ending([t.text for t in parse.tokens[max(0, i - 3) : i + 1]]) if not bare else None
            if title is not None or (i in sources and token.upos in ("NOUN", "PROPN")):
                span = parse.span(*parse.phrase(i, NAMED_OUTSIDE))
                kind: MentionType = "UNK" if title is None else ("PER" if title.kind in ("person", "honorific") else "ORG")
                found.setdefault(span, _mention(reading, maker, span, token.span, "nominal", kind))
    yield from sorted(found.values(), key=lambda m: (m.span.start, -m.span.end))


def _whole(entity: Entity, parse: Parse) -> Entity:
    """A body's name with what the model left off behind a preposition: "Joint Chiefs" of "Joint Chiefs of Staff"."""
    at = entity.last
    end = parse.sentence_of(entity.first).last
    if entity.type != "ORG" or at >= end or parse.tokens[at].upos != "ADP":
        return entity
    taken = {i for other in parse.entities for i in range(other.first, other.last)}
    last = at + 1
    while last < end and parse.tokens[last].upos == "PROPN" and last not in taken:
        last += 1
    below = last > at + 1 and parse.tokens[parse.tokens[at].head].head in range(entity.first, entity.last)
    return msgspec.structs.replace(entity, last=last) if below else entity


def _named(entity: Entity, reading: Reading, known: Names, surnames: set[str], maker: str) -> Mention:
    """A name with the phrase it heads: its title before it, its "of" behind it; the name alone where another word heads it."""
    parse, text = reading.parse, reading.document.text
    roots = [
        i
        for i in range(entity.first, entity.last)
        if not entity.first <= parse.tokens[i].head < entity.last or parse.tokens[i].head == i
    ]
    first, last = parse.phrase(roots[0], NAMED_OUTSIDE) if roots else (entity.first, entity.last)
    if not (first <= entity.first and entity.last <= last) or parse.tokens[roots[0]].deprel in ("compound", "nmod:poss", "amod"):
        first, last = entity.first, entity.last
    while first < entity.first and parse.tokens[first].deprel in LEADING:
        first += 1
    head = parse.span(entity.first, entity.last)
    kind = TYPES[entity.type]
    row = known.find(head.of(text)) if kind != "PER" or head.of(text) not in surnames else None
    if row is not None and kind in ("LOC", "PER", "ORG", "MISC"):
        # A state is a state whatever the model takes it for; a person may bear a city's name.
        if row.kind in ("country", "breakaway") or (row.kind in ("capital", "city") and kind == "LOC"):
            kind = "GPE"
        elif kind == "PER" and row.kind == "capital" and entity.last - entity.first == 1:
            # Whom no article calls by a full name, and a capital is called: the model took the city for a person.
            kind = "GPE"
        elif row.kind in ("igo", "building", "body") and kind != "PER":
            kind = "ORG"
    return _mention(reading, maker, parse.span(first, last), head, "named", kind)


def _mention(reading: Reading, maker: str, span: Span, head: Span, form: MentionForm, kind: MentionType) -> Mention:
    return Mention(document_id=reading.document.id, made_by=maker, span=span, head=head, form=form, type=kind)
