"""What documents tell alike and otherwise: propositions, claims, and the chains of tellers behind them.

A proposition is one clause of one document; a claim is one proposition across documents. Whoever tells it stands in a chain:
outlet ← agency ← speaker. Chains that may have one origin count once.
"""

from decimal import Decimal
from typing import Literal

import msgspec

from sayso.core.data import Realis, Toll
from sayso.core.span import Span, identifier


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number that a clause gives for something it counts. `counted` is the last word of what is counted, in its base form.

    `toll` is what became of those counted, or that they are a crowd;
    `stands` says that the text gives it as the one that stands now, `part` that it is one of several
    ("another nine") or no longer stands; `whose` are the names of whom those counted belong to ("nine Lemnan soldiers")."""

    quantity_id: str
    span: Span
    low: Decimal | None
    high: Decimal | None
    counted: str | None
    unit: str | None
    toll: Toll | Literal["crowd"] | None
    stands: bool = False
    part: bool = False
    whose: frozenset[str] = frozenset()


class Teller(msgspec.Struct, frozen=True, kw_only=True):
    """One hand that a proposition came through.

    `name` is the fullest the text gives, `described` all the words it uses for them. `status` "outlet" is an outlet or agency
    that publishes, "unknown" somebody the text does not let us resolve. `attribution_id` is None for who publishes.
    """

    name: str
    status: Literal["outlet", "known", "anonymous", "unknown"]
    described: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    attribution_id: str | None = None


Path = tuple[Teller, ...]

# How a clause tells who does its act: named; passive: "nine were killed"; died: "nine died"; happening: "clashes left nine dead".
DoingForm = Literal["named", "passive", "died", "happening"]


class Doing(msgspec.Struct, frozen=True):
    """Whether a clause says who does its act; `actor` are the words for them, none but where it does."""

    form: DoingForm
    actor: tuple[Span, ...] = ()


class Link(msgspec.Struct, frozen=True):
    """Whether one thing bears on another: the features before and behind the words that tie them, and whether they do."""

    one: frozenset[str]
    other: frozenset[str]
    says: bool


class Proposition(msgspec.Struct, frozen=True, kw_only=True):
    """One clause: its words, who is told to have said it, and whether it is told as done.

    `features` are its words, names and kinds of acts with their weights, `head` the one that its verb has,
    `roles` the names of who acts, whom it befalls, and all others; `days` the first and last day (ordinals) it may be
    about. A path of `paths` runs from the outlet inwards to one who speaks; who speak alike have a path each. `denied` says that
    they deny it. `quoted` are the words in quotation marks,
    `when` its dates, whether we know their days or not;
    `back` are kinds of acts that it speaks of as known ("the talks");
    `link` says whether it ties two things, `doing` whether it says who does its act.
    """

    document_id: str
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    inside: str | None
    realis: Realis
    denied: bool
    features: dict[str, float]
    names: frozenset[str]
    roles: tuple[frozenset[str], ...]
    head: str | None
    figures: tuple[Figure, ...]
    days: tuple[int, int] | None
    paths: tuple[Path, ...]
    quoted: Span | None
    when: tuple[Span, ...] = ()
    back: frozenset[str] = frozenset()
    link: Link | None = None
    headline: bool = False
    doing: Doing | None = None
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            key = identifier("Proposition", self.document_id, self.spans, self.inside)
            msgspec.structs.force_setattr(self, "id", key)


class Tellings(msgspec.Struct, frozen=True):
    """What a document tells: its clauses, the acts within them by their own words, and what it quotes."""

    clauses: tuple[Proposition, ...]
    acts: tuple[Proposition, ...]
    utterances: tuple[Proposition, ...]


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One proposition wherever it is told, the earliest telling first. `chains` numbers, from 1, the chains of each telling."""

    tellings: tuple[Proposition, ...]
    chains: tuple[tuple[int, ...], ...]
    made_by: str
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            key = identifier("Claim", sorted(one.id for one in self.tellings))
            msgspec.structs.force_setattr(self, "id", key)

    @property
    def independent(self) -> int:
        """How many chains have no teller in common, as far as the texts say."""
        return len({number for numbers in self.chains for number in numbers})


DifferenceType = Literal["repeats", "supports", "contradicts", "updates"]
# What a difference rests on. figures: numbers for the same thing; denial: one side says it is not so; link: whether one thing
# bears on another; stage: planned, then done; claimant: another speaker wants or says the same; quotation: words in two wordings.
DifferenceBasis = Literal["figures", "denial", "link", "stage", "claimant", "quotation"]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How one clause stands to another about the same: what type of relation, on what basis, and the words of both.

    `one` is the later, denying or other telling, `other` the one it stands to; `spans` and `other_spans` the words that differ.
    """

    type: DifferenceType
    basis: DifferenceBasis
    one: Proposition
    other: Proposition
    spans: tuple[Span, ...]
    other_spans: tuple[Span, ...]
    made_by: str
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            key = identifier("Relation", self.one.id, self.other.id, self.type, self.basis, self.spans, self.other_spans)
            msgspec.structs.force_setattr(self, "id", key)
