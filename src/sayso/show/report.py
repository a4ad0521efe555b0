"""Reports: a comparison as Markdown and as one HTML file, written from one list of sections, so that they say the same."""

from collections.abc import Iterator, Sequence

from sayso.core.contract import (
    AgencyView,
    ComparisonView,
    DifferenceView,
    DoneView,
    PathView,
    PlacedSpan,
    TellingView,
    UndoneView,
)
from sayso.show.exports import html as as_html
from sayso.show.exports import markdown as as_markdown
from sayso.show.sections import Cell, Report, Section

LEVELS = {"all": "told by all", "some": "told by some"}


def sections(view: ComparisonView) -> list[Section]:
    """A comparison as tables, those that hold nothing left out."""
    letters = {document.id: letter(n) for n, document in enumerate(view.documents)}
    unnamed = {document.origin: letters[document.id] for document in view.documents if document.outlet is None}

    def hands(through: Sequence[str]) -> str:
        return " ← ".join([unnamed.get(through[0], through[0]), *through[1:]])

    def words(spans: Sequence[PlacedSpan]) -> str:
        return " … ".join(span.text for span in spans)

    def places(spans: Sequence[PlacedSpan]) -> str:
        return f"{letters[spans[0].document_id]} " + " ".join(f"{span.start}-{span.end}" for span in spans)

    def told(one: TellingView) -> Cell:
        notes = [hands(one.through), "" if one.realis == "actual" else one.realis, places(one.spans)]
        return Cell(words(one.spans), " · ".join(filter(None, notes)))

    def differing(differences: Sequence[DifferenceView]) -> list[tuple[Cell, ...]]:
        return [(Cell(one.kind, one.type), *sides(one)) for one in differences]

    def sides(one: DifferenceView) -> Iterator[Cell]:
        for side in (one.one, one.other):
            own = [span for span in one.spans if span.document_id == side.document_id and any(
                other.start <= span.start and span.end <= other.end for other in side.spans)]  # fmt: skip
            cell = told(side)
            figure = f"{words(own)}: " if own and own != side.spans and one.kind == "figures" else ""
            yield Cell(figure + cell.words, cell.beneath)

    def moment(earliest: str | None, latest: str | None, when: Sequence[PlacedSpan]) -> Cell:
        days = " to ".join(dict.fromkeys(filter(None, (earliest, latest)))) or "day unknown"
        return Cell(days, ", ".join(dict.fromkeys(span.text for span in when)))

    chains = {one.claim: one for one in view.chains}
    found = [
        Section(
            "Documents",
            f"{'One story' if view.same_story else 'Not one story'}, {'one issue' if view.same_issue else 'not one issue'}.",
            ("", "outlet", "published", "headline", "document"),
            [
                (
                    Cell(letters[one.id]), Cell(one.outlet or "outlet unknown"), Cell(one.published or "date unknown"),
                    Cell(one.headline or ""), Cell(one.origin, one.id),
                )
                for one in view.documents
            ],
        ),
        Section(
            "Copies",
            "A copy adds no chain.",
            ("document", "of", "passages"),
            [
                (
                    Cell(letters[one.document_id]), Cell(letters[one.of]),
                    Cell(" … ".join(p.span.text for p in one.passages), "nearly all" if one.basis == "copy" else "in part"),
                )
                for one in view.copies
            ],
        ),
        Section(
            "Shared",
            "What two or more tell. Chains that may have one origin are counted once.",
            ("chains", "told", "by"),
            [
                (
                    Cell(str(chains[claim.id].independent) if n == 0 else "", LEVELS[claim.told_by] if n == 0 else ""),
                    Cell(told(one).words, places(one.spans)),
                    Cell(
                        hands(one.through),
                        _chains(sorted(set(_numbers(chains[claim.id].paths, one))))
                    ),
                )
                for claim in view.shared
                for n, one in enumerate(claim.tellings)
            ],
        ),
        Section("Conflicts", "Both sides as they stand.", ("kind", "one", "other"), differing(view.conflicts)),
        Section("Updates", "Later figures and later stages.", ("kind", "later", "earlier"), differing(view.updates)),
        Section("Claimants", "Others who want or announce the same.", ("kind", "one", "other"), differing(view.claimants)),
        Section("Wording of quotations", "One speaker in two wordings.", ("kind", "one", "other"), differing(view.drift)),
        Section(
            "Labels",
            "What one referent is called. Where it says overlap, the words may be of the same, of parts of it, or of others.",
            ("referent", "called", "in"),
            [
                (
                    Cell(row.referent if n == 0 else "", row.basis if n == 0 else ""),
                    Cell(use.words, f"{use.voice}'s words" if use.voice == "source" else "outlet's own words"),
                    Cell(letters[use.document_id], " ".join(f"{span.start}-{span.end}" for span in use.spans)),
                )
                for row in view.labels
                for n, use in enumerate(row.uses)
            ],
        ),
        Section(
            "Who did it",
            "Acts whose actor one names and another does not, which says nothing of why: nobody may have known.",
            ("in", "actor", "told"),
            [
                (Cell(letters[one.document_id]), actor, Cell(" … ".join(span.text for span in one.spans), places(one.spans)))
                for row in view.agency
                for one, actor in doers(row)
            ],
        ),
        Section(
            "Timeline",
            "By the texts' own dates; those without a known day are last.",
            ("when", "what"),
            [(moment(one.earliest, one.latest, one.when), told(one.tellings[0])) for one in view.timeline],
        ),
        Section(
            "Only one tells",
            "Not mentioned by these others, which says nothing of why.",
            ("in", "told"),
            [(Cell(letters[one.tellings[0].document_id]), told(one.tellings[0])) for one in view.only],
        ),
    ]  # fmt: skip
    return [section for section in found if section.rows]


FORMS = {"passive": "a passive", "died": "told as dying", "happening": "a happening does it"}


def doers(row: AgencyView) -> Iterator[tuple[DoneView | UndoneView, Cell]]:
    """The tellings of an act, each with its actor in the words of the text, or how it goes without."""
    for done in row.named:
        voice = "a source's words" if done.voice == "source" else "outlet's own words"
        yield done, Cell(" and ".join(span.text for span in done.actor), voice)
    for undone in row.unnamed:
        yield undone, Cell("not named", FORMS[undone.form])


def letter(n: int) -> str:
    """The sign of the document at a place: A to Z, then A1 and so on.

    >>> letter(0), letter(27)
    ('A', 'B1')
    """
    return chr(ord("A") + n % 26) + (str(n // 26) if n >= 26 else "")


def _chains(numbers: Sequence[int]) -> str:
    return ("chain " if len(numbers) == 1 else "chains ") + ", ".join(map(str, numbers))


def _numbers(paths: Sequence[PathView], one: TellingView) -> Iterator[int]:
    for path in paths:
        if path.document_id == one.document_id and path.spans == one.spans:
            yield path.chain


def markdown(view: ComparisonView) -> str:
    """A comparison as Markdown."""
    return as_markdown.markdown(report(view))


def html(view: ComparisonView) -> str:
    """A comparison as one HTML file."""
    return as_html.html(report(view))


def report(view: ComparisonView) -> Report:
    """A comparison as a report."""
    return Report("Comparison", "", sections(view))
