"""Headlines: who a headline's speaker is, by what the article under it says.

A headline names its speaker in the fewest words: a bare title ("Minister: no deal"), a body ("Army denies loss of bridge")
or a seat of government ("Seoul: missile is an old one"). The article then tells the same statement of somebody it names. The
headline's speaker is that person or body, where the two statements share enough words and the few words fit: the title is
in the office, or country and sector do not differ. A person whom the headline names, and speakers whom the article keeps
unnamed, are left as they are.
"""

from collections.abc import Sequence

import msgspec

from sayso.core.data import Actor, Attribution, Mention, Participant
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.lexicon.actors import names_of, without_clitic
from sayso.lexicon.speech import documents
from sayso.lexicon.titles import title_of
from sayso.resolve.roles import OFFICES, code

# How many statements of the article are compared: what a headline tells stands near the beginning.
STATEMENTS = 12
# A word is compared by so many of its first letters, so that "withdraws" meets "withdrawal".
STEM = 5
# How much of the headline's statement the article's must share, where the title is the same and where only nothing speaks
# against it; who says the very words may be whoever the headline's few words do not rule out. Set by hand on training/written,
# split train.
SAME, FITTING, VERY = 0.15, 0.3, 0.8
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "NUM"})


def settled(
    reading: Reading, actors: Sequence[Actor], participants: Sequence[Participant]
) -> tuple[list[Actor], list[Participant]]:
    """The actors and participants with the headline's speakers settled; whoever stood in the headline alone is one with them."""
    block = next((block for block in reading.document.blocks if block.role == "headline"), None)
    if block is None:
        return list(actors), list(participants)
    by_id = {actor.id: actor for actor in actors}
    speakers = {one.datum_id: one for one in participants if one.role == "source"}
    said = [one for one in reading.of(Attribution) if not one.teaser]
    above = [one for one in said if block.span.covers(one.content[0])]
    below = [one for one in said if one.content[0].start >= block.span.end][:STATEMENTS]
    moved: dict[str, str] = {}
    changed: dict[str, str] = {}
    for statement in above:
        speaker = speakers.get(statement.id)
        if speaker is None or speaker.mention is None or not block.span.covers(speaker.mention):
            continue
        old = by_id.get(speaker.actor_id or "")
        if old is not None and "PER" in _named(reading, old):
            continue
        told = [(other, by_id.get(found.actor_id or "")) for other in below if (found := speakers.get(other.id))]
        new = _teller(reading, statement, speaker.mention, [(other, actor) for other, actor in told if actor])
        if new is None or new is old:
            continue
        changed[statement.id] = new.id
        if old is not None and all(block.span.covers(span) for span in old.mentions):
            moved[old.id] = new.id
    return _merged(actors, moved), [
        msgspec.structs.replace(one, actor_id=changed.get(one.datum_id) or moved.get(one.actor_id or "", one.actor_id))
        if one.actor_id or one.datum_id in changed
        else one
        for one in participants
    ]


def _merged(actors: Sequence[Actor], moved: dict[str, str]) -> list[Actor]:
    """The actors without those that are another one, which takes over their mentions."""
    taken = {new: [span for one in actors if moved.get(one.id) == new for span in one.mentions] for new in moved.values()}
    return [
        msgspec.structs.replace(one, mentions=tuple(sorted({*one.mentions, *taken.get(one.id, ())})))
        for one in actors
        if one.id not in moved
    ]


def _named(reading: Reading, actor: Actor) -> frozenset[str]:
    """The types of the names that an actor has in the text; empty for one without a name."""
    spans = set(actor.mentions)
    return frozenset(one.type for one in reading.of(Mention) if one.form == "named" and one.span in spans)


def _teller(reading: Reading, statement: Attribution, mention: Span, told: Sequence[tuple[Attribution, Actor]]) -> Actor | None:
    """Of those who say something in the article the one who says most of what the headline tells, if he may be its speaker."""
    asked = _stems(reading.parse, statement.content)
    best: tuple[float, Actor] | None = None
    fits = {actor.id: least for _, actor in told if not actor.anonymous and (least := _fits(reading, mention, actor)) is not None}
    # Where one person alone can be meant, less of the words must be shared.
    alone = sum(least < VERY for least in fits.values()) == 1
    for other, actor in told:
        least = fits.get(actor.id)
        if least is None or not asked:
            continue
        share = len(asked & _stems(reading.parse, other.content)) / len(asked)
        least = SAME if alone and least < VERY else least
        if share >= least and (least < VERY or len(asked) > 1) and (best is None or share > best[0]):
            best = (share, actor)
    return best[1] if best else None


def _stems(parse: Parse, spans: Sequence[Span]) -> set[str]:
    """The beginnings of the words that carry what is said."""
    tokens = [parse.tokens[i] for span in spans for i in range(*parse.range_of(span))]
    return {token.lemma.lower()[:STEM] for token in tokens if token.upos in CONTENT and len(token.text) > 2}


def _fits(reading: Reading, mention: Span, actor: Actor) -> float | None:
    """The least share of words by which an actor may be whom the headline's few words mean; None where he may not."""
    text, known = reading.document.text, names_of(reading)
    words = " ".join(mention.of(text).split())
    said = code(words, known=known)
    if said.country and actor.country and said.country != actor.country:
        return None
    row = known.find(without_clitic(words))
    first, last = reading.parse.range_of(mention)
    tokens = [token for token in reading.parse.tokens[first:last] if token.upos in CONTENT]
    heads = {token.lemma.lower() for token in tokens}
    types = _named(reading, actor)
    if not types:
        # A survey or a report has no name, but is one thing.
        about = actor.name.lower().split()
        return FITTING if heads and heads <= documents() and not documents().isdisjoint(about) else None
    own = {word.lower().strip(",.'’") for word in f"{actor.office or ''} {actor.name}".split()}
    title = title_of([token.text for token in tokens])
    person = title is not None and title.kind == "person"
    if person and "PER" not in types:
        return None
    if heads & own:
        return SAME
    if row is not None and row.kind in ("capital", "country", "building"):
        # A seat of government speaks for any office of its state.
        holder = types.isdisjoint({"GPE", "LOC"}) and (actor.sector is None or actor.sector in OFFICES)
        return FITTING if holder and (actor.country == row.country or (actor.sector and not actor.country)) else VERY
    # A prosecutor and a lawyer are of one sector and not of one side; officials, rebels and a ministry are who speaks for them.
    if said.sector is None or said.sector != actor.sector or (title is not None and person and title.bond == "firm"):
        return VERY if person and actor.office is None else None
    return FITTING
