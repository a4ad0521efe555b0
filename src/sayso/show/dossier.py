"""Dossiers: what the record knows of a story, an actor or a search, as a report whose every line has its words and its source.

What is said to have been done stands apart from what is planned, demanded, possible or denied. A source is the chain from the
outlet to who is cited, the article's id and the place in its text; where the article has an address it leads to the words.
What a person judged stands beneath the line it is about. Nothing is summed up: the words are the texts'.
Knowingly missed: an actor is a name, so that one person under two names needs two dossiers.
"""

from collections.abc import Iterable, Sequence
from typing import get_args

from sayso.core.data import Judgement, Realis
from sayso.core.document import Document
from sayso.core.errors import RecordError
from sayso.core.span import Span
from sayso.show.addresses import live
from sayso.show.passages import passage, quoted
from sayso.show.sections import Cell, Report, Section
from sayso.store import Act, Promised, Record, Stand, Statement, Told

# Blanks that words need to be found in a page: fewer words may stand there more than once.
FEW = 3
DONE = "What the texts say was done, by the texts' own dates; those without a known day are last."
NOT_DONE = {"planned": "planned", "demanded": "demanded", "hypothetical": "possible", "negated": "denied"}
ACTS = ("when", "type", "who", "to whom", "words", "source")
SAID = ("who", "words", "how", "source")
PROMISED = ("who", "words", "kind and state", "due", "source")


def of_story(record: Record, key: str, limit: int | None = None, most: int | None = None) -> Report:
    """The dossier of a story: its articles and all that was read in them.

    `limit` is for each section, `most` as in `Record.commitments`. Raises RecordError when none or several stories match.
    """
    story = record.story(key)
    dossier = _Dossier(record, [member.document_id for member in story.documents])
    told = _count(len(story.documents), "article") + (f" of {_count(story.outlets, 'outlet')}" if story.outlets else "")
    return dossier.report(
        f"Story: {story.name or story.headline or story.id}",
        f"Story {story.id}, told by {told}.",
        statements=[one for id in dossier.ids for one in record.statements(document=id)],
        acts=[act for id in dossier.ids for act in record.acts(document=id)],
        promises=[one for id in dossier.ids for one in record.commitments(document=id, most=most)],
        positions=[one for id in dossier.ids for one in record.held(document=id)],
        story=story,
        limit=limit,
    )


def of_actor(record: Record, name: str, limit: int | None = None, most: int | None = None) -> Report:
    """The dossier of everybody of one name, as in `of_story`. Raises RecordError when there is nobody."""
    actor = record.named(name)
    if actor is None:
        near = ", ".join(one.name for one in record.actors(who=name, limit=5))
        raise RecordError(f"nobody in {record.path} is called {name!r}: " + (f"is it {near}?" if near else "see `sayso said`"))
    statements = list(record.statements(speaker=name, limit=limit))
    about = list(record.statements(about=f'"{name}"', limit=limit))
    listed = [one.id for one in record.documents(actor=name, limit=limit)]
    acts = [act for one in get_args(Realis) for act in record.acts(name=name, realis=one, order="timeline", limit=limit)]
    promises = list(record.commitments(name=name, limit=limit, most=most))
    positions = list(record.held(name, limit))
    ids = [*listed, *(one.document_id for rows in (statements, about, acts, promises, positions) for one in rows)]
    dossier = _Dossier(record, list(dict.fromkeys(ids)))
    facts = [actor.office, " ".join(filter(None, [actor.country, actor.sector])), actor.identifier]
    facts += ["words for somebody whom the texts keep unnamed, who need not be one person"] if actor.anonymous else []
    known = " · ".join(filter(None, facts))
    return dossier.report(
        f"Actor: {actor.name}",
        f"{known}{'. ' if known else ''}In {_count(actor.documents, 'article')}; one person may stand under two names.",
        statements=statements,
        acts=acts,
        promises=promises,
        positions=positions,
        about=about,
        limit=limit,
    )


def of_search(record: Record, words: str, limit: int | None = None) -> Report:
    """A search: articles that hold all the words, with the passage, and statements that do; `limit` is for each."""
    hits = list(record.search(words, limit))
    statements = list(record.statements(about=words, limit=limit))
    ids = [hit.document_id for hit in hits] + [one.document_id for one in statements]
    dossier = _Dossier(record, list(dict.fromkeys(ids)))
    found = Section(
        "Passages",
        "Where the words stand closest together.",
        ("words", "source"),
        [
            (
                Cell(hit.words),
                dossier.source(hit.document_id, hit.outlet or "(outlet unknown)", [Span(hit.start, hit.end)]),
            )
            for hit in hits
        ],
    )
    return dossier.report(
        f"Search: {words}",
        f"{_count(len(hits), 'article')} and {_count(len(statements), 'statement')} that hold these words.",
        statements=statements,
        first=[found],
        limit=limit,
    )


class _Dossier:
    """What the rows of one dossier share: its articles, and what persons judged in them."""

    def __init__(self, record: Record, ids: Sequence[str]) -> None:
        self.record, self.ids = record, ids
        self.documents: dict[str, Document] = {id: record.document(id) for id in ids}
        self.chains: dict[str, dict[str, str]] = {}
        self.judgements: dict[str, list[Judgement]] = {}
        for id in ids:
            for judgement in record.judgements(document=id):
                self.judgements.setdefault(judgement.datum_id, []).append(judgement)

    def report(
        self,
        title: str,
        remark: str,
        *,
        statements: Iterable[Statement] = (),
        acts: Sequence[Act] = (),
        promises: Iterable[Promised] = (),
        about: Iterable[Statement] = (),
        positions: Iterable[Stand] = (),
        story: Told | None = None,
        first: Sequence[Section] = (),
        limit: int | None = None,
    ) -> Report:
        by_day = sorted(acts, key=lambda act: (act.earliest is None, act.earliest or "", act.latest or ""))
        done = [act for act in by_day if act.realis == "actual"][:limit]
        undone = [act for act in by_day if act.realis != "actual"][:limit]
        most = f" At most {limit} lines of each kind." if limit else ""
        return Report(
            title,
            f"{remark}{most} Made by sayso, which judges no truth: each line says who said so and where the text has it.",
            [
                *first,
                Section("Done", DONE, ACTS, [self.act(act, act.event_type) for act in done]),
                Section(
                    "Not done: planned, demanded, possible or denied",
                    "What the texts do not say was done.",
                    ACTS,
                    [self.act(act, f"not done: {NOT_DONE[act.realis]} {act.event_type}") for act in undone],
                ),
                Section("Said", "", SAID, [self.statement(one) for one in list(statements)[:limit]]),
                Section("Promised, planned, threatened", "", PROMISED, [self.promise(one) for one in list(promises)[:limit]]),
                Section(
                    "Positions",
                    "",
                    ("who", "stance", "on what", "words", "source"),
                    [self.position(one) for one in list(positions)[:limit]],
                ),
                Section(
                    "Said with this name", "Statements of anybody that hold it.", SAID, [self.statement(one) for one in about]
                ),
                Section(
                    "Articles", "", ("outlet", "published", "headline", "article"), [self.article(id, story) for id in self.ids]
                ),
            ],
        )

    def source(self, document_id: str, through: str, spans: Sequence[Span], datum_id: str | None = None) -> Cell:
        """The chain, leading to the words where the article has an address; beneath it the article, the place and the datum."""
        document = self.documents[document_id]
        first = spans[0] if spans[0].of(document.text).count(" ") >= FEW else passage(document.text, spans[0])
        judged = [
            f"{one.made_by} says {one.verdict}" + "".join(f", {name}: {value}" for name, value in (one.correction or {}).items())
            for one in self.judgements.get(datum_id or "", ())
        ]
        places = " ".join(f"{span.start}-{span.end}" for span in spans)
        notes = [
            document.published or "date unknown",
            f"article {document_id}",
            places,
            f"datum {datum_id}" if datum_id else "",
            *judged,
        ]
        return Cell(through, " · ".join(filter(None, notes)), live(document.url, first.of(document.text)))

    def statement(self, one: Statement) -> tuple[Cell, ...]:
        status = {"anonymous": "kept unnamed", "unknown": "not known who"}.get(one.speaker_status, "")
        codes = " ".join(filter(None, [one.country, one.sector]))
        how = [
            one.type,
            *(["denied"] if one.polarity == "negative" else []),
            *([one.certainty] if one.certainty != "stated" else []),
        ]
        said = " ".join(filter(None, [one.said_time, one.said_place]))
        spans = [Span(*map(int, place.split("-"))) for place in one.spans.split()]
        return (
            Cell(
                one.speaker or one.source or one.carried or "no source named",
                " · ".join(filter(None, [one.office, codes, status])),
            ),
            Cell(one.content),
            Cell(", ".join([*how, *(["teaser"] if one.teaser else [])]), f"said {said}" if said else ""),
            self.source(one.document_id, one.chain, spans, one.id),
        )

    def act(self, one: Act, kind: str) -> tuple[Cell, ...]:
        text, span = self.documents[one.document_id].text, Span(one.start, one.end)
        tolls = [(one.dead, "dead"), (one.injured, "injured"), (one.arrested, "arrested"), (one.size, "in the crowd")]
        about = [one.mode, f"in {one.place}" if one.place else None, *(f"{count} {word}" for count, word in tolls if count)]
        return (
            Cell(
                one.time or "day unknown",
                "" if not one.earliest or one.earliest == one.latest else f"{one.earliest} to {one.latest}",
            ),
            Cell(kind, " · ".join(filter(None, about))),
            Cell(one.actor or "not named", (one.actor_codes or "").strip("; ")),
            Cell(one.recipient or "–", (one.recipient_codes or "").strip("; ")),
            Cell(quoted(text, span), f"“{one.trigger}”"),
            self.source(one.document_id, one.told_by, [span], one.id),
        )

    def promise(self, one: Promised) -> tuple[Cell, ...]:
        reported = f"{one.report_told_by}, {one.report_published}: “{one.report}”" if one.report else ""
        return (
            Cell(one.by or "not named", f"to {one.to}" if one.to else ""),
            Cell(one.act, f"condition: {one.condition}" if one.condition else ""),
            Cell(f"{one.force}, {one.state}", reported),
            Cell(one.due or "no date"),
            self.source(one.document_id, self.through(one.document_id, one.inside), [Span(one.start, one.end)], one.id),
        )

    def position(self, one: Stand) -> tuple[Cell, ...]:
        span = Span(one.start, one.end)
        return (
            Cell(one.holder or "not named", (one.holder_codes or "").strip("; ")),
            Cell(one.stance),
            Cell(one.target),
            Cell(quoted(self.documents[one.document_id].text, span), f"“{one.evidence}”"),
            self.source(one.document_id, one.told_by, [span], one.id),
        )

    def through(self, document_id: str, inside: str | None) -> str:
        """The chain of what stands inside an attribution, or of the outlet's own voice."""
        if document_id not in self.chains:
            self.chains[document_id] = {one.id: one.chain for one in self.record.statements(document=document_id)}
        return self.chains[document_id].get(inside or "", self.documents[document_id].outlet or "(outlet unknown)")

    def article(self, id: str, story: Told | None) -> tuple[Cell, ...]:
        document = self.documents[id]
        name = document.origin.rstrip("/").rpartition("/")[2]  # where on whose disk it lay is nobody else's business
        copied = next((member.copy_of for member in story.documents if member.document_id == id), None) if story else None
        return (
            Cell(document.outlet or "outlet unknown"),
            Cell(document.published or "date unknown"),
            Cell(document.headline or "no headline", f"a copy of {copied}" if copied else "", document.url),
            Cell(id, f"{name} · sha256 of the text {document.text_sha256}"),
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
