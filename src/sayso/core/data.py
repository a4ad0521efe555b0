"""The data: what a text says, each datum with the characters it came from, who made it and how sure.

Kinds and field names are those of the field: ACE and OntoNotes for mentions, PARC3 and PolNeAR for attributions.
An id hashes the kind, the document and the key fields, so that shards merge and a person's judgement survives a new model.
"""

from decimal import Decimal
from typing import Any, ClassVar, Literal

import msgspec

from sayso.core.span import Span, identifier

MentionForm = Literal["named", "nominal", "pronominal"]
MentionType = Literal["PER", "ORG", "GPE", "LOC", "FAC", "NORP", "MISC", "UNK"]
AttributionType = Literal["direct", "indirect", "mixed"]
Polarity = Literal["positive", "negative"]
Certainty = Literal["stated", "believed", "hedged"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
PlaceType = Literal["country", "region", "city", "facility", "feature"]
Toll = Literal["dead", "injured", "arrested", "displaced", "missing", "casualties"]
Stage = Literal["now", "before"]
CreditShare = Literal["whole", "part"]
SpeakerStatus = Literal["known", "anonymous", "unknown", "none"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Force = Literal["promise", "plan", "threat"]
WordingType = Literal["scare_quotes", "label", "charged", "booster", "euphemism", "factive_cue"]
Voice = Literal["outlet", "source"]
Stance = Literal["favor", "against", "neutral"]
Realis = Literal["actual", "planned", "demanded", "hypothetical", "negated"]
Verdict = Literal["right", "wrong", "unsure"]


class Datum(msgspec.Struct, frozen=True, kw_only=True):
    """What all kinds share. `confidence` is a probability in 0..1; `made_by` names the maker and its version."""

    KEY: ClassVar[tuple[str, ...]] = ()

    document_id: str
    made_by: str
    confidence: float = 1.0
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            key = [getattr(self, name) for name in self.KEY]
            msgspec.structs.force_setattr(self, "id", identifier(type(self).__name__, self.document_id, *key))

    def spans(self) -> tuple[tuple[str, Span], ...]:
        """Every (role, span) this datum rests on, in field order."""
        found: list[tuple[str, Span]] = []
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, Span):
                found.append((name, value))
            elif isinstance(value, tuple):
                found.extend((name, item) for item in value if isinstance(item, Span))
        return tuple(found)


class Mention(Datum, frozen=True, kw_only=True):
    """A noun phrase that refers to a person, body or place; `head` is the words that name or head it."""

    KEY = ("span",)

    span: Span
    head: Span
    form: MentionForm
    type: MentionType


class TimeExpression(Datum, frozen=True, kw_only=True):
    """Words that say when, how long or how often. `value` is TIMEX3's (TimeML), "XXXX-01" where the year is not known.

    `edtf` is the same in EDTF where it can say it; `earliest` and `latest` are the first and last day it may mean (ISO
    dates, both None where the text does not let us know). `anchor` is what a relative expression was counted from: the id of
    another time expression, "published" or "dateline"; None where nothing was needed, or nothing was there.
    """

    KEY = ("span",)

    span: Span
    type: TimeType
    value: str
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    anchor: str | None = None


class Quantity(Datum, frozen=True, kw_only=True):
    """How many of what. `low` and `high` are the bounds that the words leave, None where they leave it open.

    `number` is the words of the number with what bounds it ("at least 17"), `counted` what is counted, None for a bare one;
    `unit` is "percent", an ISO 4217 currency, a unit of measure, or None for things that are counted one by one. `toll` is what
    became of those counted, as the words say it (casualties: dead or injured), whether it happened or may have. `stage` tells
    the figure that stands now from the one before it, where the text gives a figure as changed or corrected.
    """

    KEY = ("number", "counted")

    number: Span
    counted: Span | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    toll: Toll | None = None
    stage: Stage | None = None


class Place(Datum, frozen=True, kw_only=True):
    """Where a place is that the text names. `span` is its name, the `head` of a mention.

    `country` is an ISO 3166 alpha-3 code (PLOVER's for what ISO does not list), `city` the city's usual name in English, set only
    where the name is a city's for certain; both None where the text does not let us know. `type` says what the name is of: a
    `feature` is a water, a height or the like, a `facility` a building or site.
    """

    KEY = ("span",)

    span: Span
    type: PlaceType | None = None
    country: str | None = None
    city: str | None = None


class Credit(Datum, frozen=True, kw_only=True):
    """The news agency that a text says it comes from: `span` is its name as written, `agency` its full name."""

    KEY = ("span",)

    span: Span
    agency: str
    share: CreditShare


class Attribution(Datum, frozen=True, kw_only=True):
    """Who said (thought, wanted, denied) what: source, cue and content, each in pieces where the text parts them.

    `inside` is the id of the attribution whose content this one stands in: the source chain. `polarity` is negative
    when the source denies or refuses the content. `carried` is the span of a source that stands in an earlier clause
    or sentence; `source` then is empty. `teaser` marks words of a "Read more:" line, never of the article.
    `time` is the id of the time expression that says when it was said, `place` the name of the place where, both None where
    the words around the cue tell neither.
    """

    KEY = ("source", "cue", "content")

    source: tuple[Span, ...] = ()
    carried: Span | None = None
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...]
    type: AttributionType
    polarity: Polarity = "positive"
    certainty: Certainty = "stated"
    inside: str | None = None
    time: str | None = None
    place: Span | None = None
    teaser: bool = False


class Event(Datum, frozen=True, kw_only=True):
    """Who did what to whom, as the text tells it, and whether it says that it was done. Types, modes and contexts are PLOVER's.

    `trigger` is the words that name the act and `again` those that tell of it once more in the same voice. `realis`: actual,
    said to have happened or be happening; planned; demanded; hypothetical (possible, conditional, a purpose); negated.
    `inside` is the id of the innermost attribution whose content holds it, None for the outlet's own voice; `under` the id of
    the event it is the content of (what is promised, demanded, threatened, refused); `same_as` of the event that told of the
    same act before in another voice. `time` is the id of a time expression; `dead`, `injured`, `arrested` and `size` (of a
    crowd) are ids of quantities. Actors are empty where the text names none.
    """

    KEY = ("trigger", "event_type")

    trigger: Span
    again: tuple[Span, ...] = ()
    event_type: EventType
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    realis: Realis
    actor: tuple[Span, ...] = ()
    recipient: tuple[Span, ...] = ()
    place: Span | None = None
    time: str | None = None
    dead: tuple[str, ...] = ()
    injured: tuple[str, ...] = ()
    arrested: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    inside: str | None = None
    under: str | None = None
    same_as: str | None = None


class Commitment(Datum, frozen=True, kw_only=True):
    """What somebody binds themselves to do: `by` whom and `to` whom, as far as the text says, and the `act`.

    `cue` is the word that binds ("promised", "will"). `due` is the id of the time expression by or at which it is to be done,
    `condition` the clause it hangs on, `inside` the id of the attribution whose content holds it.
    """

    KEY = ("cue", "act")

    by: Span | None = None
    to: Span | None = None
    cue: Span
    act: Span
    force: Force
    due: str | None = None
    condition: Span | None = None
    inside: str | None = None


class Wording(Datum, frozen=True, kw_only=True):
    """Words that do more than tell: how a text puts it, and in whose voice.

    `type`: scare_quotes (marks around words that are neither a quotation nor a title), label (one of several names for a
    referent; `family` is the kind of referent), charged, booster, euphemism, factive_cue (a cue that takes what it reports for a
    fact). `voice` is source for words in an attribution's content, whose id is `inside`, or in a quotation without
    one. `referent` is the words for whom or what it is said of, None where it is said of nobody.
    """

    KEY = ("span", "type")

    span: Span
    type: WordingType
    voice: Voice
    family: str | None = None
    referent: Span | None = None
    inside: str | None = None


class Position(Datum, frozen=True, kw_only=True):
    """Where somebody stands, as words of the text say it. `holder` are who stands so, `target` the noun phrase of what they are
    for, against or neutral on, `evidence` the words that show it. Stances are SemEval-2016's (task 6), with "neutral" only where
    the text says so. `inside` is the id of the innermost attribution whose content holds the evidence.
    """

    KEY = ("evidence", "target")

    holder: tuple[Span, ...]
    target: Span
    stance: Stance
    evidence: tuple[Span, ...]
    inside: str | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person or body as this document knows it. `name` is the fullest name in the text, `office` the words for the post.

    `id` is stable over the document's text: merging across documents is the work of the record, not of a reading.
    `identifier` is the Wikidata item of the row by which the actor was known, where that row has one.
    """

    id: str
    document_id: str
    name: str
    office: str | None = None
    country: str | None = None
    sector: str | None = None
    identifier: str | None = None
    anonymous: bool = False
    mentions: tuple[Span, ...] = ()


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """Joins a role of a datum to an actor. `actor_id` is None when the text does not let us know."""

    document_id: str
    datum_id: str
    role: str
    mention: Span | None
    actor_id: str | None
    made_by: str
    confidence: float = 1.0


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided of a datum, or of a story; it stands beside the machine's row and outlives it.

    `kind` and `datum` are the machine's row as it was when it was judged, so that a judgement can be read where that row is gone;
    for a story `kind` is "Story", `datum_id` another document or the same one, and `datum` null. `correction` says by field what
    would be right ("speaker", "realis" …), in the person's words; `made_at` is ISO 8601.
    """

    document_id: str
    datum_id: str
    kind: str
    verdict: Verdict
    correction: dict[str, str] | None = None
    datum: dict[str, Any] | None = None
    made_by: str
    made_at: str
