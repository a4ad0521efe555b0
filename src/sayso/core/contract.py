"""The JSON contract: what `sayso read --json` prints, one object a document, and what exports and the API speak.

These structs give the class, the JSON and the JSON Schema. Their spans carry their words, so that a reader of the
JSON needs no text beside it. A change here is a line in the changelog.
"""

from decimal import Decimal

import msgspec

from sayso.core.data import (
    AttributionType,
    Certainty,
    CreditShare,
    EventType,
    Force,
    MentionForm,
    MentionType,
    PlaceType,
    Polarity,
    Realis,
    SpeakerStatus,
    Stage,
    Stance,
    TimeType,
    Toll,
    Voice,
    WordingType,
)
from sayso.core.document import BlockRole


class QuotedSpan(msgspec.Struct, frozen=True):
    """A span with its exact words."""

    start: int
    end: int
    text: str


class ParticipantView(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a role refers to. `actor_id` and `name` are null when the text does not let us know."""

    mention: QuotedSpan | None
    actor_id: str | None
    name: str | None
    office: str | None
    country: str | None
    sector: str | None
    anonymous: bool


class MentionView(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    span: QuotedSpan
    head: QuotedSpan
    form: MentionForm
    type: MentionType
    actor_id: str | None
    made_by: str
    confidence: float


class TimeView(msgspec.Struct, frozen=True, kw_only=True):
    """`value` is TIMEX3's, `earliest` and `latest` are days; null where the text and its anchor do not let us know.

    `inside` is the innermost attribution whose content holds it, null for the outlet's own voice.
    """

    id: str
    span: QuotedSpan
    type: TimeType
    value: str
    edtf: str | None
    earliest: str | None
    latest: str | None
    anchor: str | None
    inside: str | None
    made_by: str
    confidence: float


class QuantityView(msgspec.Struct, frozen=True, kw_only=True):
    """`low` and `high` are decimal numbers in strings ("2500"); null where the text leaves that side open.

    `toll` is what became of those counted, `stage` tells the figure that stands now from the one before it; null where the words
    say neither. `inside` is the innermost attribution whose content holds it, null for the outlet's own voice.
    """

    id: str
    number: QuotedSpan
    counted: QuotedSpan | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    toll: Toll | None
    stage: Stage | None
    inside: str | None
    made_by: str
    confidence: float


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """`country` and `city` are null where the text does not let us know."""

    id: str
    span: QuotedSpan
    type: PlaceType | None
    country: str | None
    city: str | None
    made_by: str
    confidence: float


class WhenView(msgspec.Struct, frozen=True, kw_only=True):
    """When an act or a saying is: a time expression of `times`."""

    id: str
    span: QuotedSpan
    edtf: str | None
    earliest: str | None
    latest: str | None


class WhereView(msgspec.Struct, frozen=True, kw_only=True):
    """Where an act or a saying is: the words, and the place of `places` that they name, null where none stands there."""

    span: QuotedSpan
    id: str | None
    type: PlaceType | None
    country: str | None
    city: str | None


class CreditView(msgspec.Struct, frozen=True, kw_only=True):
    """The agency that the text's own credit lines name; `agency` is its full name."""

    id: str
    span: QuotedSpan
    agency: str
    share: CreditShare
    made_by: str
    confidence: float


class AttributionView(msgspec.Struct, frozen=True, kw_only=True):
    """`speaker_status` tells an anonymous source from an unknown one and from none ("it was reported").

    `time` and `place` are when and where it was said, null where the words around the cue tell neither.
    """

    id: str
    source: list[QuotedSpan]
    carried: QuotedSpan | None
    cue: list[QuotedSpan]
    content: list[QuotedSpan]
    type: AttributionType
    polarity: Polarity
    certainty: Certainty
    speakers: list[ParticipantView]
    speaker_status: SpeakerStatus
    time: WhenView | None
    place: WhereView | None
    inside: str | None
    teaser: bool
    made_by: str
    confidence: float


class StoredView(msgspec.Struct, frozen=True, kw_only=True):
    """The act as PLOVER stores it: what is planned or demanded has another type there ("AGREE" for a visit to come)."""

    event_type: EventType
    mode: list[str]
    quad: int
    intensity: float


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """An act as the text tells it. Only `realis` "actual" is said to have happened or be happening.

    `again` are further tellings in the same voice; `inside` is the attribution whose content holds it, `under` the event
    it is the content of, `same_as` the event that told of the same act before in another voice. `dead`, `injured`,
    `arrested` and `size` are ids of `quantities`. `plover` is null where PLOVER stores nothing.
    """

    id: str
    trigger: QuotedSpan
    again: list[QuotedSpan]
    event_type: EventType
    mode: list[str]
    context: list[str]
    quad: int
    intensity: float
    realis: Realis
    actor: list[ParticipantView]
    recipient: list[ParticipantView]
    place: WhereView | None
    time: WhenView | None
    dead: list[str]
    injured: list[str]
    arrested: list[str]
    size: list[str]
    inside: str | None
    under: str | None
    same_as: str | None
    plover: StoredView | None
    made_by: str
    confidence: float


class CommitmentView(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody binds themselves to do; `due` is a time expression of `times`, `inside` an attribution of the same object."""

    id: str
    by: list[ParticipantView]
    to: list[ParticipantView]
    cue: QuotedSpan
    act: QuotedSpan
    force: Force
    due: WhenView | None
    condition: QuotedSpan | None
    inside: str | None
    made_by: str
    confidence: float


class WordingView(msgspec.Struct, frozen=True, kw_only=True):
    """How a text puts it. `voice` says whose words they are, `inside` the attribution whose content holds them.

    `referent` is whom or what it is said of, null where it is said of nobody; `family` is set for labels alone.
    """

    id: str
    span: QuotedSpan
    type: WordingType
    voice: Voice
    family: str | None
    referent: ParticipantView | None
    inside: str | None
    made_by: str
    confidence: float


class PositionView(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody stands: `stance` is on the words of `target` as they stand, and `evidence` the words that show it.

    `target_actors` are whom the target stands for, empty where it is no actor; `inside` is an attribution of the same object.
    """

    id: str
    holder: list[ParticipantView]
    target: QuotedSpan
    target_actors: list[ParticipantView]
    stance: Stance
    evidence: list[QuotedSpan]
    inside: str | None
    made_by: str
    confidence: float


class ActorView(msgspec.Struct, frozen=True, kw_only=True):
    """`identifier` is a Wikidata item ("Q794"), null where the gazetteer has none."""

    id: str
    name: str
    office: str | None
    country: str | None
    sector: str | None
    identifier: str | None
    anonymous: bool
    mentions: list[QuotedSpan]


class BlockView(msgspec.Struct, frozen=True, kw_only=True):
    role: BlockRole
    start: int
    end: int


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    text: str
    text_sha256: str
    headline: str | None
    byline: str | None
    dateline: str | None
    outlet: str | None
    published: str | None
    modified: str | None
    url: str | None
    language: str | None
    origin: str
    blocks: list[BlockView]
    notes: list[str]


class ReadingView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of `sayso read --json`."""

    document: DocumentView
    mentions: list[MentionView]
    times: list[TimeView]
    quantities: list[QuantityView]
    places: list[PlaceView]
    credits: list[CreditView]
    attributions: list[AttributionView]
    events: list[EventView]
    positions: list[PositionView]
    commitments: list[CommitmentView]
    wordings: list[WordingView]
    actors: list[ActorView]


def json_schema() -> dict[str, object]:
    """The JSON Schema of `ReadingView`."""
    return msgspec.json.schema(ReadingView)


class PlacedSpan(msgspec.Struct, frozen=True):
    """A span with its exact words and the document it is in."""

    document_id: str
    start: int
    end: int
    text: str


class ComparedDocument(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    outlet: str | None
    published: str | None
    headline: str | None
    origin: str


class PassageView(msgspec.Struct, frozen=True, kw_only=True):
    span: PlacedSpan
    of: PlacedSpan


class CopyView(msgspec.Struct, frozen=True, kw_only=True):
    """What one document repeats of an earlier one: nearly all of it ("copy") or passages ("part")."""

    document_id: str
    of: str
    basis: str
    passages: list[PassageView]


class TellingView(msgspec.Struct, frozen=True, kw_only=True):
    """One clause of one document. `through` are the hands it came through, the outlet first; who speak together are joined.

    `inside` is an attribution of that document, null for its own voice.
    """

    document_id: str
    spans: list[PlacedSpan]
    realis: Realis
    denied: bool
    through: list[str]
    inside: str | None
    headline: bool


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """One proposition with all its tellings. `told_by` says whether all of the documents, some or one tell it."""

    id: str
    told_by: str
    tellings: list[TellingView]


class PathView(msgspec.Struct, frozen=True, kw_only=True):
    """One way that a claim came: from the outlet inwards to who speaks. Paths with one number count as one chain."""

    chain: int
    document_id: str
    through: list[str]
    anonymous: bool
    spans: list[PlacedSpan]


class ChainsView(msgspec.Struct, frozen=True, kw_only=True):
    """How many independent chains a shared claim has; `claim` is its id."""

    claim: str
    independent: int
    paths: list[PathView]


class DifferenceView(msgspec.Struct, frozen=True, kw_only=True):
    """How `one` stands to `other`: a relation with its type, its basis (`kind`) and the words that it rests on (`spans`)."""

    id: str
    kind: str
    type: str
    spans: list[PlacedSpan]
    one: TellingView
    other: TellingView
    made_by: str


class NamingView(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a document names a referent, in its own voice or a source's; `label` marks words that take a side."""

    document_id: str
    words: str
    voice: str
    label: bool
    spans: list[PlacedSpan]


class LabelsView(msgspec.Struct, frozen=True, kw_only=True):
    """A referent and what it is called. Of basis "overlap" the words may be of one referent, of parts of it, or of others."""

    referent: str
    basis: str
    country: str | None
    uses: list[NamingView]


class DoneView(msgspec.Struct, frozen=True, kw_only=True):
    """A telling that says who did it, in the outlet's voice or a source's; `actor` is the words for them."""

    document_id: str
    actor: list[PlacedSpan]
    voice: str
    spans: list[PlacedSpan]


class UndoneView(msgspec.Struct, frozen=True, kw_only=True):
    """A telling that does not say who did it: `form` is passive, died or happening."""

    document_id: str
    form: str
    spans: list[PlacedSpan]


class AgencyView(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of which some documents say who did it, and others do not. `claim` is its id."""

    claim: str
    named: list[DoneView]
    unnamed: list[UndoneView]


class MomentView(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a day: first and last day, null where the texts do not let us know; `when` are the texts' own words."""

    earliest: str | None
    latest: str | None
    when: list[PlacedSpan]
    claim: str
    tellings: list[TellingView]


class ComparisonView(msgspec.Struct, frozen=True, kw_only=True):
    """What `sayso compare --json` prints. "only" is relative to these documents, and no reproach.

    `conflicts` contradict each other; `updates` are later figures and later stages; `claimants` are others who want the same;
    `drift` are one speaker's words in two wordings; `agency` says who names the actor of an act, and who does not, which is
    relative to these documents too.
    """

    documents: list[ComparedDocument]
    same_story: bool
    same_issue: bool
    copies: list[CopyView]
    shared: list[ClaimView]
    only: list[ClaimView]
    chains: list[ChainsView]
    conflicts: list[DifferenceView]
    updates: list[DifferenceView]
    claimants: list[DifferenceView]
    labels: list[LabelsView]
    drift: list[DifferenceView]
    agency: list[AgencyView]
    timeline: list[MomentView]
