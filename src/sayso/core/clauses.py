"""Clauses: which time expressions and which places belong to the act that a word tells of, by the tree.

Events and statements ask the same question: given a verb or noun, when and where was that? What hangs on the word itself
comes first ("attacked on Monday", "Monday's attack"). Then what hangs on a word that tells of the same act: a verb without a
meaning of its own ("held talks on Monday"), the verb of a participle ("seized the town on Monday, killing nine"), the noun
that carries a statement ("said in a statement on 5 May", "told reporters in Geneva"). A clause with a subject of its own, a
reported one or a relative one is never crossed: "said on Monday that troops had left" dates the saying alone.
Which words are so light is knowledge about a language, so it comes in as `ClauseWords` (`lexicon.clauses.clause_words()`).
Knowingly missed: times that another sentence gives, and "on Monday" behind a noun of its own ("killed nine men on Monday")
where the parser hangs it on that noun.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from sayso.core.data import TimeExpression
from sayso.core.parse import Entity, Parse

# Relations by which a phrase tells when or where.
MODIFIERS = frozenset({"obl", "advmod", "nmod", "compound", "amod", "nummod", "dep"})
# Relations of a noun with a verb that may be light.
ARGUMENTS = frozenset({"nsubj", "obj", "iobj", "obl"})
# Rounds up the tree; a longer chain of light words is a slip of the parser.
REACH = 4


class ClauseWords(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a language in all their forms, lower-cased. `carriers`: nouns for what a statement is made in or to
    ("interview", "reporters"); `light`: verbs and nouns whose time and place are those of what they govern ("held", "series");
    `where`: prepositions of place; `sites`: nouns that a place's name may stand with ("the Tarn region"); `bounds`:
    prepositions behind which a time bounds the act and is not when it was ("since Monday", "by June")."""

    carriers: frozenset[str]
    light: frozenset[str]
    where: frozenset[str]
    sites: frozenset[str]
    bounds: frozenset[str]


def times_of(parse: Parse, trigger: int, times: Sequence[TimeExpression], words: ClauseWords) -> tuple[TimeExpression, ...]:
    """The expressions of `times` (in text order) that say when, how long or how often the act of token `trigger` is.

    Those of the trigger itself come first, then the nearest; all types are given, so that a caller picks dates or lengths.
    A time that only bounds the act ("since Monday", "by June") is left out.
    """
    sentence = parse.sentence_of(trigger)
    start, end = parse.tokens[sentence.first].span.start, parse.tokens[sentence.last - 1].span.end
    owners = _owners(parse, trigger, words)
    found = []
    for time in times[bisect_left(times, start, key=lambda one: one.span.start) :]:
        if time.span.start >= end:
            break
        roots = [root for root in _roots(parse, *parse.range_of(time.span)) if not _led(parse, root, words.bounds)]
        ranks = [_rank(parse, root, owners, frozenset()) for root in roots]
        if known := [rank for rank in ranks if rank is not None]:
            found.append((min(known), abs(parse.range_of(time.span)[0] - trigger), time))
    return tuple(time for _, _, time in sorted(found, key=lambda one: one[:2]))


def places_of(parse: Parse, trigger: int, words: ClauseWords) -> tuple[Entity, ...]:
    """The names of places where the act of token `trigger` is said to be, those of the trigger itself first, then the nearest.

    "told reporters in Geneva", "shelled a market in the Tarn region"; never who acts ("Geneva said") or whom it is about.
    """
    sentence = parse.sentence_of(trigger)
    owners = _owners(parse, trigger, words)
    found = []
    for entity in parse.entities[bisect_left(parse.entities, sentence.first, key=lambda one: one.first) :]:
        if entity.first >= sentence.last:
            break
        if entity.type not in ("LOC", "FAC"):
            continue
        for root in _roots(parse, entity.first, entity.last):
            site = root
            while _base(parse, site) in ("compound", "nmod") and _word(parse, parse.tokens[site].head) in words.sites:
                site = parse.tokens[site].head
            rank = _rank(parse, site, owners, words.where)
            if rank is not None:
                found.append((rank, abs(root - trigger), entity))
    return tuple(entity for _, _, entity in sorted(found, key=lambda one: one[:2]))


def _base(parse: Parse, token: int) -> str:
    return parse.tokens[token].deprel.partition(":")[0]


def _word(parse: Parse, token: int) -> str:
    return parse.tokens[token].text.lower()


def _roots(parse: Parse, first: int, last: int) -> Iterator[int]:
    """The tokens of a range that hang on none of it."""
    for token in range(first, last):
        head = parse.tokens[token].head
        if head == token or not first <= head < last:
            yield token


class _Owner(msgspec.Struct, frozen=True):
    """A word whose modifiers are those of the act; `fronted` means only those that stand before it."""

    token: int
    fronted: bool = False


def _owners(parse: Parse, trigger: int, words: ClauseWords) -> list[_Owner]:
    """The trigger, the words that carry it, and the words above that tell of the same act, in this order."""
    found = [_Owner(trigger)]
    for child in parse.children(trigger):
        if _base(parse, child) in ARGUMENTS and _word(parse, child) in words.carriers:
            found.append(_Owner(child))
    at, fronted = trigger, False
    for _ in range(REACH):
        head = parse.tokens[at].head
        if head == at or not (shared := _shared(parse, at, head, words)):
            break
        at, fronted = head, fronted or shared == "fronted"
        found.append(_Owner(at, fronted))
    return found


def _shared(parse: Parse, at: int, head: int, words: ClauseWords) -> str | None:
    """Whether what tells when and where the head is does so for its dependent: "all" of it, what is "fronted", or None."""
    token, above = parse.tokens[at], parse.tokens[head]
    relation = _base(parse, at)
    below = {_base(parse, child) for child in parse.children(at)}
    if relation in ("aux", "cop"):
        return "all"
    if _word(parse, head) in words.light and relation in (*ARGUMENTS, "xcomp", "nmod"):
        return "all"
    if relation == "nsubj" and any(_base(parse, child) == "cop" for child in parse.children(head)):
        return "all"
    if below & {"nsubj", "csubj", "mark", "aux"}:
        return None
    if relation == "advcl" and token.xpos == "VBG":
        return "all"
    return "fronted" if relation == "conj" and token.xpos == above.xpos and token.upos == "VERB" else None


def _rank(parse: Parse, root: int, owners: Sequence[_Owner], where: frozenset[str]) -> int | None:
    """Which owner a phrase modifies, by its place among them; None for none. With `where`, its preposition must be one."""
    by_token = {owner.token: (rank, owner) for rank, owner in enumerate(owners)}
    if root in by_token and owners[0].token != root:
        # "the talks are on Monday": the phrase is what is said of the act.
        return by_token[root][0] if not where or _led(parse, root, where) else None
    at = root
    for _ in range(REACH):
        head = parse.tokens[at].head
        if head == at or _base(parse, at) not in (MODIFIERS if at == root else MODIFIERS | ARGUMENTS | {"appos", "flat"}):
            return None
        if where and not _led(parse, at, where):
            return None
        if head in by_token:
            rank, owner = by_token[head]
            return rank if not owner.fronted or root < head else None
        # A name has no time: what the parser hangs on one ("met Vell on Monday") is of the verb above. What stands in a place
        # that stands in another is in both ("a market in Tarn").
        if not where and parse.tokens[head].upos not in ("PROPN", "NUM", "PRON"):
            return None
        at = head
    return None


def _led(parse: Parse, token: int, prepositions: frozenset[str]) -> bool:
    """Whether a phrase has one of these prepositions."""
    return any(_base(parse, child) == "case" and _word(parse, child) in prepositions for child in parse.children(token))
