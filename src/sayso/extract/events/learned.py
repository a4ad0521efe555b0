"""What the model adds to the grammar: acts that no row of the lexicon tells of, parties that the grammar did not find, and
doubts of an act said to have taken place.

The grammar goes first: it can say why. The model's heads for events (`Parse.acts`) were taught by few marked texts, so they are
heard only where they are sure; the bounds were set on the development pairs (tests/cases/realis.jsonl).
"""

from collections.abc import Iterable

from sayso.core.data import EventType, Realis
from sayso.core.parse import Act
from sayso.lexicon.events import Trigger
from sayso.syntax.realis import ORDER
from sayso.syntax.tree import Tree

# From this probability on a word without a row is an act; from the second, one whose rows do not fit.
ACT, UNFIT = 0.95, 0.98
# A row's act below this probability is none.
NONE = 0.02
# An act that the grammar takes for done, with less than this probability of it, is what the model takes it for.
DONE = 0.15
# A party that the grammar does not find stands where the model is this sure of it.
PARTY = 0.6

_VERB = ((("subj",),), (("obj",),))
_NOUN = ((("subj",), ("by",), ("poss",), ("comp",)), (("of",), ("on",), ("against",)))


def row(tree: Tree, at: int, act: Act) -> Trigger:
    """A row for a word that the lexicon does not know as an act, by what the model says of it."""
    verb = tree.verbal(at)
    actor, recipient = _VERB if verb else _NOUN
    kind: EventType = act.event_type  # type: ignore[assignment]
    return Trigger(
        words=(tree.word(at),), head=0, pos="verb" if verb else "noun", when=(), example="", event_type=kind, mode=(),
        actor=actor, recipient=recipient,
    )  # fmt: skip


def realis(found: Realis, act: Act) -> Realis:
    """The grammar's realis, unless it is actual and the model is sure that it is not."""
    if found != "actual" or act.realis["actual"] >= DONE:
        return found
    return max(ORDER, key=lambda name: act.realis.get(name, 0.0))


def parties(tree: Tree, act: Act, role: str) -> list[int]:
    """The heads of the phrases that the model gives a role, surely enough, in text order."""
    words = {token for token, name, odds in act.roles if name == role and odds >= PARTY}
    return sorted(_heads(tree, words))


def _heads(tree: Tree, words: set[int]) -> Iterable[int]:
    for k in words:
        head = tree.tokens[k].head
        if (head == k or head not in words) and (tree.nominal(k) or tree.tokens[k].upos == "PRON"):
            yield k
