"""Phrases: relations and tags that a word's own letters and what hangs on it rule out, put right.

A noun with a preposition is no open complement but an oblique ("pleaded for a truce"), and behind a particle it is the object
("ruled out talks"); no past tense ends in "-ing"; a determiner and an adjective have their own tags.
"""

from collections.abc import Sequence

import msgspec

from sayso.core.parse import Token
from sayso.parse.lemmas import ENDINGS

NOMINAL = frozenset({"NOUN", "PROPN"})
# Children of a noun that is a predicate.
PREDICATE = frozenset({"cop", "nsubj", "aux", "mark", "nsubj:pass"})


def tags(word: str, upos: str, xpos: str) -> tuple[str, str]:
    """A word's two tags, agreeing with each other and with its ending.

    >>> tags("killing", "VERB", "VBD"), tags("overdue", "VERB", "JJ"), tags("a", "DET", "NN")
    (('VERB', 'VBG'), ('ADJ', 'JJ'), ('DET', 'DT'))
    """
    if xpos in ("VBD", "VBN") and word.lower().endswith(ENDINGS["VBG"]):
        return upos, "VBG"
    if upos == "VERB" and xpos == "JJ":
        return "ADJ", xpos
    return upos, "DT" if upos == "DET" and xpos in ("NN", "NNP") else xpos


def arguments(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with such nouns as the obliques and objects that they are."""
    found = list(tokens)
    below: dict[int, set[str]] = {}
    particles: dict[int, int] = {}
    for i, token in enumerate(tokens):
        below.setdefault(token.head, set()).add(token.deprel)
        if token.deprel == "compound:prt":
            particles[token.head] = i
    for i, token in enumerate(tokens):
        own = below.get(i, set())
        if token.deprel == "xcomp" and token.upos in NOMINAL and token.head < i and not own & PREDICATE:
            if "case" in own:
                found[i] = msgspec.structs.replace(token, deprel="obl")
            elif token.head < particles.get(token.head, i) < i:
                found[i] = msgspec.structs.replace(token, deprel="obj")
    return found
