"""Phrases: relations and tags that a word's own letters and what hangs on it rule out, put right.

A noun with a preposition is no open complement but an oblique ("pleaded for a truce"), and behind a particle it is the object
("ruled out talks"); who is asked to do something is the object of the asking ("urged the army to leave"); what somebody's
possessive leads to is a noun ("the union's backing for the plan"); of two that stand beside each other the first is the head;
an adjective between "be" and an infinitive is the predicate; no past tense ends in "-ing"; an adjective, a determiner and a
number have their own tags.
"""

from collections.abc import Sequence

import msgspec

from sayso.core.parse import Token
from sayso.lexicon.speech import pronouns
from sayso.parse.lemmas import ENDINGS

FINITE = frozenset({"VBD", "VBP", "VBZ"})
NOMINAL = frozenset({"NOUN", "PROPN"})
MENDED = frozenset({"det", "appos", "nsubj", "xcomp"})
# Children of a noun that is a predicate.
PREDICATE = frozenset({"cop", "nsubj", "aux", "mark", "nsubj:pass"})


def tags(word: str, upos: str, xpos: str) -> tuple[str, str]:
    """A word's two tags, agreeing with each other and with its ending.

    >>> tags("killing", "VERB", "VBD"), tags("overdue", "VERB", "JJ")
    (('VERB', 'VBG'), ('ADJ', 'JJ'))
    """
    if xpos in ("VBD", "VBN") and word.lower().endswith(ENDINGS["VBG"]):
        return upos, "VBG"
    if upos == "VERB" and xpos == "JJ":
        return "ADJ", xpos
    if upos == "NOUN" and xpos == "PRP" and word.lower() not in pronouns():  # "The two spoke"
        return "NUM", "CD"
    return upos, xpos


def arguments(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with such nouns as the obliques and objects that they are."""
    found = list(tokens)
    below: dict[int, set[str]] = {}
    particles: dict[int, int] = {}
    owners: list[int] = []
    infinitives: dict[int, int] = {}
    for i, token in enumerate(tokens):
        below.setdefault(token.head, set()).add(token.deprel)
        if token.deprel == "compound:prt":
            particles[token.head] = i
        if token.xpos == "POS" and token.deprel == "case" and token.head < i:
            owners.append(token.head)
        if token.xpos == "TO" and token.deprel == "mark":
            infinitives[token.head] = i
    for owner in owners:
        thing = tokens[owner].head
        owned = tokens[owner].deprel in ("nsubj", "nmod:poss") and thing > owner
        if not owned or below.get(thing, set()) & {"obj", "aux", "ccomp", "xcomp"}:
            continue
        found[owner] = msgspec.structs.replace(tokens[owner], deprel="nmod:poss")
        if tokens[thing].upos == "VERB" and tokens[thing].xpos != "VBG":
            found[thing] = msgspec.structs.replace(tokens[thing], upos="NOUN", xpos="NN", lemma=tokens[thing].text.lower())
    for i, token in enumerate(tokens):
        # "Miners [told] Radio Kesi it was shut": what has an object is no auxiliary of the clause behind it.
        clause = token.head
        if token.xpos in FINITE and token.deprel.startswith("aux") and i < clause and below.get(i, set()) & {"obj", "iobj"}:
            _lift(found, tokens, i, clause, "ccomp")
            found[i] = msgspec.structs.replace(found[i], upos="VERB")
            for k in (k for k in range(i) if tokens[k].head == clause and tokens[k].deprel.startswith("nsubj")):
                found[k] = msgspec.structs.replace(found[k], deprel="nsubj")
    for to, verb in ((to, verb) for verb, to in infinitives.items() if tokens[to - 1].upos == "ADJ"):
        # "The envoy is [due] to visit": what stands between "be" and an infinitive is the predicate, and no preposition.
        i = to - 1
        be = [k for k in range(i) if tokens[k].head == verb and tokens[k].deprel in ("aux", "cop")]
        if not be or tokens[i].head != verb or tokens[i].deprel not in ("case", "mark", "advcl", "advmod"):
            continue
        _lift(found, tokens, i, verb, "xcomp")
        found[be[-1]] = msgspec.structs.replace(found[be[-1]], deprel="cop")
    for i, token in enumerate(tokens):
        if token.deprel not in MENDED or found[i] is not token:
            continue
        if token.deprel == "det" and token.xpos == "NN":
            found[i] = msgspec.structs.replace(token, upos="DET", xpos="DT")
        if token.deprel == "appos" and token.head > i and found[token.head] is tokens[token.head]:
            name = tokens[token.head]
            found[i] = msgspec.structs.replace(token, head=name.head if name.head != token.head else i, deprel=name.deprel)
            found[token.head] = msgspec.structs.replace(name, head=i, deprel="appos")
            continue
        own, verb = below.get(i, set()), tokens[token.head].head
        asked = token.deprel == "nsubj" and tokens[token.head].deprel == "xcomp" and i < infinitives.get(token.head, i)
        if asked and verb < i and "obj" not in below[verb] and not any(tokens[k].xpos == "IN" for k in range(verb + 1, i)):
            found[i] = msgspec.structs.replace(token, head=verb, deprel="obj")
        if token.deprel == "xcomp" and token.upos in NOMINAL and token.head < i and not own & PREDICATE:
            if "case" in own:
                found[i] = msgspec.structs.replace(token, deprel="obl")
            elif token.head < particles.get(token.head, i) < i:
                found[i] = msgspec.structs.replace(token, deprel="obj")
    return found


def _lift(found: list[Token], tokens: Sequence[Token], i: int, below: int, relation: str) -> None:
    """Puts a token in the place of what it hung on, which then hangs on it by a relation; so does what stands before it there."""
    up, own = tokens[below].head, tokens[below].deprel
    found[i] = msgspec.structs.replace(tokens[i], head=up if up != below else i, deprel=own)
    found[below] = msgspec.structs.replace(tokens[below], head=i, deprel=relation)
    for k in range(i):
        if tokens[k].head == below and k != below:
            found[k] = msgspec.structs.replace(tokens[k], head=i)
