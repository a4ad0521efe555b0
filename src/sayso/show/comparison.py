"""Comparisons in the form of the contract: every item with its spans, and every span with its document."""

from collections.abc import Iterable, Sequence
from datetime import date

from sayso.core.claims import Claim, Difference, Path, Proposition
from sayso.core.contract import (
    AgencyView,
    ChainsView,
    ClaimView,
    ComparedDocument,
    ComparisonView,
    CopyView,
    DifferenceView,
    DoneView,
    LabelsView,
    MomentView,
    NamingView,
    PassageView,
    PathView,
    PlacedSpan,
    TellingView,
    UndoneView,
)
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.relate.comparison import Comparison


def comparison_view(compared: Comparison, readings: Sequence[Reading]) -> ComparisonView:
    """A comparison of these readings with the words of its spans."""
    documents = {reading.document.id: reading.document for reading in readings}

    def placed(document_id: str, span: Span) -> PlacedSpan:
        return PlacedSpan(document_id, span.start, span.end, span.of(documents[document_id].text))

    def telling(one: Proposition) -> TellingView:
        return TellingView(
            document_id=one.document_id,
            spans=[placed(one.document_id, span) for span in one.spans],
            realis=one.realis,
            denied=one.denied,
            through=_through(one.paths),
            inside=one.inside,
            headline=one.headline,
        )

    def claim_view(claim: Claim) -> ClaimView:
        told = len({one.document_id for one in claim.tellings})
        level = "one" if told == 1 else "all" if told == len(documents) else "some"
        return ClaimView(id=claim.id, told_by=level, tellings=[telling(one) for one in claim.tellings])

    def chains(claim: Claim) -> ChainsView:
        paths = [
            PathView(
                chain=number,
                document_id=one.document_id,
                through=[teller.name for teller in path],
                anonymous=path[-1].status == "anonymous",
                spans=[placed(one.document_id, span) for span in one.spans],
            )
            for one, numbers in zip(claim.tellings, claim.chains, strict=True)
            for path, number in zip(one.paths, numbers, strict=True)
        ]
        return ChainsView(claim=claim.id, independent=claim.independent, paths=paths)

    def difference(one: Difference) -> DifferenceView:
        sides = ((one.one, one.spans), (one.other, one.other_spans))
        return DifferenceView(
            id=one.id,
            kind=one.basis,
            type=one.type,
            spans=[placed(side.document_id, span) for side, spans in sides for span in spans],
            one=telling(one.one),
            other=telling(one.other),
            made_by=one.made_by,
        )

    def differing(type_: str) -> list[DifferenceView]:
        return [difference(one) for one in compared.differences if one.type == type_]

    def moment(claim: Claim) -> MomentView | None:
        when = [placed(one.document_id, span) for one in claim.tellings for span in one.when]
        days = [one.days for one in claim.tellings if one.days]
        if not when and not days:
            return None
        return MomentView(
            earliest=date.fromordinal(max(first for first, _ in days)).isoformat() if days else None,
            latest=date.fromordinal(min(last for _, last in days)).isoformat() if days else None,
            when=when,
            claim=claim.id,
            tellings=[telling(one) for one in claim.tellings],
        )

    shared = [claim for claim in compared.claims if len({one.document_id for one in claim.tellings}) > 1]
    shared.sort(key=lambda claim: -len({one.document_id for one in claim.tellings}))
    moments = [found for claim in compared.claims if (found := moment(claim))]
    return ComparisonView(
        documents=[
            ComparedDocument(id=one.id, outlet=one.outlet, published=one.published, headline=one.headline, origin=one.origin)
            for one in (documents[id] for id in compared.document_ids)
        ],
        same_story=compared.same_story,
        same_issue=compared.same_issue,
        copies=[
            CopyView(
                document_id=one.from_document_id,
                of=one.to_document_id,
                basis=one.basis,
                passages=[
                    PassageView(span=placed(one.from_document_id, passage.span), of=placed(one.to_document_id, passage.to))
                    for passage in one.passages
                ],
            )
            for one in compared.copies
        ],
        shared=[claim_view(claim) for claim in shared],
        only=[claim_view(claim) for claim in compared.claims if len({one.document_id for one in claim.tellings}) == 1],
        chains=[chains(claim) for claim in shared],
        conflicts=differing("contradicts"),
        updates=differing("updates"),
        claimants=differing("supports"),
        labels=[
            LabelsView(
                referent=row.referent,
                basis=row.basis,
                country=row.country,
                uses=[
                    NamingView(
                        document_id=use.document_id,
                        words=use.words,
                        voice=use.voice,
                        label=use.label,
                        spans=[PlacedSpan(use.document_id, span.start, span.end, span.text) for span in use.spans],
                    )
                    for use in row.uses
                ],
            )
            for row in compared.labels
        ],
        drift=differing("repeats"),
        agency=[
            AgencyView(
                claim=row.claim_id,
                named=[
                    DoneView(
                        document_id=one.document_id,
                        actor=[placed(one.document_id, span) for span in one.actor],
                        voice=one.voice,
                        spans=[placed(one.document_id, span) for span in one.spans],
                    )
                    for one in row.named
                ],
                unnamed=[
                    UndoneView(
                        document_id=one.document_id, form=one.form, spans=[placed(one.document_id, span) for span in one.spans]
                    )
                    for one in row.unnamed
                ],
            )
            for row in compared.agency
        ],
        timeline=sorted(moments, key=lambda one: (one.earliest is None, one.earliest or "", one.latest or "")),
    )


def _through(paths: Iterable[Path]) -> list[str]:
    """The hands of a telling, those who speak alike joined."""
    listed = list(paths)
    shared = [teller.name for teller in listed[0][:-1]]
    return [*shared, " and ".join(dict.fromkeys(path[-1].name for path in listed))]
