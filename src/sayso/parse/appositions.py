"""Appositions: a person's name set off by commas, put with the noun that says who it is where the tree has it elsewhere.

No verb has two subjects: of "The envoy, Ana Lopes, said" the name stands beside the noun, whichever of the two the model took
for the subject. No place or body is a person: of "A nurse at the Vale hospital, Ana Lopes, said" it stands beside the nurse.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from sayso.core.parse import Entity, Token
from sayso.lexicon.titles import ending

SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
# Word classes within the phrase that a name stands beside.
WITHIN = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "DET", "PART", "NUM", "PRON"})
# A phrase before its apposition is no longer.
LONGEST = 20


def set_off(tokens: Sequence[Token], entities: Sequence[Entity]) -> list[Token]:
    """The tokens, with the heads and relations of such names mended."""
    found = list(tokens)
    kinds = {i: entity.type for entity in entities for i in range(entity.first, entity.last)}
    for entity in entities:
        if entity.type == "PER":
            root = next((i for i in range(entity.first, entity.last) if not entity.first <= tokens[i].head < entity.last), None)
            for at, head, relation in _mended(tokens, kinds, entity, root) if root is not None else ():
                found[at] = msgspec.structs.replace(found[at], head=head, deprel=relation)
    return found


def _mended(tokens: Sequence[Token], kinds: Mapping[int, str], name: Entity, root: int) -> Iterator[tuple[int, int, str]]:
    """(token, head, relation) of each token that is mended for a name."""
    token = tokens[root]
    start = name.first
    while start > 0 and tokens[start - 1].head in range(name.first, name.last) and tokens[start - 1].text != ",":
        start -= 1
    comma = start - 1 if start > 0 and tokens[start - 1].text == "," else -1
    if token.deprel in SUBJECTS and token.head != root:
        beside = [
            i
            for i in range(max(0, root - LONGEST), min(len(tokens), root + LONGEST))
            if tokens[i].head == token.head and tokens[i].deprel in SUBJECTS and tokens[i].upos in ("NOUN", "PROPN")
            and kinds.get(i) != "PER"
        ]  # fmt: skip
        for i in sorted(beside, key=lambda i: abs(i - root))[:1]:
            if i < comma:
                yield root, i, "appos"
            elif i > name.last and tokens[name.last].text == "," and _unbroken(tokens, name.last + 1, i):
                yield i, root, "appos"
    elif token.deprel in ("appos", "conj") and token.head < comma and kinds.get(token.head, "PER") != "PER":
        # Of "the mayor of Vale, Ana Lopes," the model may take the two names for a list, which has no "and" here.
        bearer = _bearer(tokens, kinds, token.head)
        listed = token.deprel == "conj" and any(other.head in (root, token.head) and other.deprel == "cc" for other in tokens)
        if bearer is not None and not listed:
            place, title = tokens[token.head], tokens[bearer]
            yield root, bearer, "appos"
            if place.deprel == "obl" and title.deprel in SUBJECTS and place.head == title.head:
                yield token.head, bearer, "nmod"


def _unbroken(tokens: Sequence[Token], first: int, last: int) -> bool:
    return all(token.upos in WITHIN for token in tokens[first:last])


def _bearer(tokens: Sequence[Token], kinds: Mapping[int, str], at: int) -> int | None:
    """The title of one person that the phrase with a place or body in it is headed by, before that."""
    for i in range(at - 1, max(-1, at - LONGEST), -1):
        token = tokens[i]
        if token.upos not in WITHIN:
            return None
        if token.upos == "NOUN" and token.xpos == "NN" and i not in kinds and tokens[i + 1].upos == "ADP":
            title = ending([token.text])
            return i if title is not None and title.kind == "person" else None
    return None
