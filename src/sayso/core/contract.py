"""The JSON contract: what `sayso read --json` prints, one object a document, and what exports and the API speak.

These structs give the class, the JSON and the JSON Schema. Their spans carry their words, so that a reader of the
JSON needs no text beside it. A change here is a line in the changelog.
"""

from decimal import Decimal

import msgspec

from sayso.core.data import AttributionType, Certainty, MentionForm, MentionType, Polarity, SpeakerStatus, TimeType
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
    """`value` is TIMEX3's, `earliest` and `latest` are days; null where the text and its anchor do not let us know."""

    id: str
    span: QuotedSpan
    type: TimeType
    value: str
    edtf: str | None
    earliest: str | None
    latest: str | None
    anchor: str | None
    made_by: str
    confidence: float


class QuantityView(msgspec.Struct, frozen=True, kw_only=True):
    """`low` and `high` are decimal numbers in strings ("2500"); null where the text leaves that side open."""

    id: str
    number: QuotedSpan
    counted: QuotedSpan | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    made_by: str
    confidence: float


class AttributionView(msgspec.Struct, frozen=True, kw_only=True):
    """`speaker_status` tells an anonymous source from an unknown one and from none ("it was reported")."""

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
    inside: str | None
    teaser: bool
    made_by: str
    confidence: float


class ActorView(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    office: str | None
    country: str | None
    sector: str | None
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
    attributions: list[AttributionView]
    actors: list[ActorView]


def json_schema() -> dict[str, object]:
    """The JSON Schema of `ReadingView`."""
    return msgspec.json.schema(ReadingView)
