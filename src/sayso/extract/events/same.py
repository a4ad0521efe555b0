"""One act told twice: which events of an article tell of the same act.

A later telling is folded into the first when both stand in the same voice with the same realis; in another voice it stays an
event of its own that names the first (`same_as`), because who says so is not the same. Two tellings are of one act when
nothing they say disagrees, and the later one points back ("the attack", "these strikes") or shares a party with the first.
Careful rather than complete: two acts taken for one lose one.
"""

from dataclasses import dataclass, field

from sayso.core.data import EventType, Realis
from sayso.lexicon.events import small_words
from sayso.lexicon.speech import pronouns
from sayso.syntax.tree import Tree

# How many earlier acts of its type a telling is compared with, latest first.
NEAR = 12
# How many sentences behind a headline its act is told again.
LEAD = 3


@dataclass(eq=False)
class Draft:
    """An event in the making, in tokens. `quantities` maps dead, injured, arrested and size to ids."""

    at: int
    words: tuple[int, ...]
    noun: bool
    event_type: EventType
    mode: tuple[str, ...]
    realis: Realis
    governors: tuple[int, ...]
    told: bool
    actor: list[int]
    recipient: list[int]
    harm: bool = False
    headline: bool = False
    joint: bool = False
    place: tuple[int, int] | None = None
    time: str | None = None
    when: str | None = None
    inside: str | None = None
    voice: str | None = None
    under: "Draft | None" = None
    again: "list[Draft]" = field(default_factory=list)
    same_as: "Draft | None" = None
    quantities: dict[str, list[str]] = field(default_factory=dict)


def fold(tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """The drafts with later tellings of an act folded into the first or tied to it, in text order."""
    kept: list[Draft] = []
    by_type: dict[EventType, list[Draft]] = {}
    ordered = sorted(drafts, key=lambda one: one.at)
    for n, draft in enumerate(ordered):
        if _title(tree, draft):
            below = next((one for one in ordered[n + 1 :] if one.event_type == draft.event_type), None)
            if below and not below.headline and tree.parse.sentence_at(below.at) - tree.parse.sentence_at(draft.at) <= LEAD:
                draft.realis = below.realis
    for draft in ordered:
        earlier = by_type.setdefault(draft.event_type, [])
        agreed = [other for other in reversed(earlier[-NEAR:]) if _agree(tree, other, draft)]
        # "The kidnapping" tells again of who was kidnapped rather than of an attack of no known kind, "the talks" of talks.
        for other in sorted(agreed, key=lambda one: (not set(one.mode) & set(draft.mode), not _by_name(tree, one, draft))):
            named = _by_name(tree, other, draft)
            done = any(one.realis == "actual" and (not named or _by_name(tree, one, draft)) for one in earlier)
            if draft.realis == "actual" and not draft.told and other.realis != "actual" and draft.noun and not done:
                draft.realis = other.realis  # "the talks" that are yet to come are no talks that were
            if other.realis == draft.realis and other.voice == draft.voice:
                first = other
                first.again.append(draft)
                _fill(tree, first, draft)
            else:
                draft.same_as = other.same_as or other
                kept.append(draft)
                earlier.append(draft)
            break
        else:
            kept.append(draft)
            earlier.append(draft)
    return kept


def _title(tree: Tree, draft: Draft) -> bool:
    """Whether a noun is a title by itself, which tells no more than what stands below it: "Talks to end the war"."""
    bare = draft.noun and draft.realis == "actual" and not (draft.told or draft.actor or draft.recipient)
    last = tree.parse.sentence_of(draft.at).last - 1
    return bare and tree.tokens[draft.at].head == draft.at and tree.tokens[last].upos != "PUNCT"


def _by_name(tree: Tree, first: Draft, later: Draft) -> bool:
    """Whether two nouns that tell of an act are one word: "the discussions" are those that were called so before."""
    return first.noun and later.noun and tree.tokens[first.at].lemma == tree.tokens[later.at].lemma


def _agree(tree: Tree, first: Draft, later: Draft) -> bool:
    if (first.under is not None and first.under is later) or later.under is first:
        return False
    points = later.noun and any(tree.word(k) in small_words("back") for k in tree.kids[later.at])
    if _beside(tree, first, later) or _headed(tree, first, later):
        return True
    again = _blamed(tree, first, later)
    if not points and not again and not (later.noun and first.noun) and tree.word(first.at) != tree.word(later.at):
        return False
    if set(first.mode) and set(later.mode) and not set(first.mode) & set(later.mode):
        return False
    if first.when and later.when and not (first.when.startswith(later.when) or later.when.startswith(first.when)):
        return False
    if first.place and later.place and not _same_place(tree, first.place, later.place):
        return False
    shared = False
    for role in ("actor", "recipient"):
        one, two = getattr(first, role), getattr(later, role)
        if not one or not two:
            continue
        if not overlap(tree, one, two):
            return False
        shared = True
    if any(key in first.quantities and key in later.quantities for key in ("dead", "injured", "arrested")):
        return False
    plural = tree.tokens[later.at].xpos in ("NNS", "NNPS")
    if again:
        return bool(first.recipient and later.recipient)
    if points:
        return shared or not (later.actor or later.recipient)
    return shared and later.noun and first.noun and plural == (tree.tokens[first.at].xpos in ("NNS", "NNPS"))


def _headed(tree: Tree, first: Draft, later: Draft) -> bool:
    """Whether the first lines of an article tell what its headline told."""
    if not first.headline or later.headline or first.again or first.realis != later.realis:
        return False
    near = tree.parse.sentence_at(later.at) - tree.parse.sentence_at(first.at) <= LEAD
    return near and (not first.mode or not later.mode or bool(set(first.mode) & set(later.mode)))


def _blamed(tree: Tree, first: Draft, later: Draft) -> bool:
    """Whether somebody is blamed with the same verb for what was told before: "shot four herders … accused of shooting the
    four"; those it was done to are told of before."""
    same = tree.tokens[first.at].lemma == tree.tokens[later.at].lemma and first.at != later.at
    known = all(any(tree.word(n) in small_words("back") for n in tree.kids[k]) for k in later.recipient)
    return same and not later.noun and tree.blamed(later.at) and known


def _beside(tree: Tree, first: Draft, later: Draft) -> bool:
    """Whether two verbs of one clause tell of one act: "marched through Lima, protesting the tax"."""
    joined = tree.tokens[later.at].head == first.at and tree.relation(later.at) == "advcl" and tree.tokens[later.at].xpos == "VBG"
    alike = not (first.mode and later.mode) or bool(set(first.mode) & set(later.mode))
    apart = first.recipient and later.recipient and not overlap(tree, first.recipient, later.recipient)
    return joined and alike and not (later.noun or apart or tree.has(later.at, "mark")) and first.actor == later.actor


def overlap(tree: Tree, one: list[int], two: list[int]) -> bool:
    """Whether two lists of parties may have one in common: a pronoun may be anybody."""
    heads = {tree.word(k) for k in (*one, *two)}  # "the four" of four herders
    a, b = ({tree.word(k) for n in part for k in _phrase(tree, n, heads)} for part in (one, two))
    if any(tree.word(k) in pronouns() for k in (*one, *two)):
        return True
    return bool((a & b) - small_words("back"))


def _phrase(tree: Tree, head: int, counts: set[str]) -> list[int]:
    """The words that tell who a phrase means; a number where it stands for them."""
    told = [(k, tree.tokens[k].upos) for k in range(*tree.parse.range_of(tree.core(head)))]
    return [k for k, tag in told if tag in ("NOUN", "PROPN", "ADJ", "PRON") or (tag == "NUM" and tree.word(k) in counts)]


def _same_place(tree: Tree, one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether two places have one name, of which the one may say more: "Oro" and "Oro province"."""
    a, b = ({tree.word(k) for k in range(*place)} for place in (one, two))
    return a <= b or b <= a


def _fill(tree: Tree, first: Draft, later: Draft) -> None:
    """What the later telling knows more. The parties of a headline and of the lines below it are told together: "Oman" and
    "Omani jets" both struck."""
    sides = [(first.actor, later.recipient), (first.recipient, later.actor)]
    crossed = any(one and two and overlap(tree, one, two) for one, two in sides)
    if first.headline and not crossed:
        first.actor, first.recipient = _both(tree, first.actor, later.actor), _both(tree, first.recipient, later.recipient)
    first.actor = first.actor or later.actor
    first.recipient = first.recipient or later.recipient
    first.place = first.place or later.place
    first.time, first.when = (first.time, first.when) if first.time else (later.time, later.when)
    first.mode = first.mode or later.mode
    for key, ids in later.quantities.items():
        first.quantities.setdefault(key, ids)


def _both(tree: Tree, one: list[int], two: list[int]) -> list[int]:
    """The parties of two tellings: of two with the same head the one that says more, the later one where both say as much."""
    kept = [k for k in two if not any(_longer(tree, other, k) for other in one)]
    heads = {tree.word(k) for k in kept}
    return [k for k in one if tree.word(k) not in heads] + kept


def _longer(tree: Tree, one: int, two: int) -> bool:
    """Whether a phrase has the same head as another and all its words and more: "Omani police" and "the police"."""
    if tree.word(one) != tree.word(two):
        return False
    more, less = ({tree.word(k) for k in _phrase(tree, head, set())} for head in (one, two))
    return less < more
