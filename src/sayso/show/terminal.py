"""The terminal: an article with its statements marked and numbered, and tables of statements and hits.

A source stands in {braces}¹, a cue in <angles>¹ and what is said in [brackets]¹, each with the number of its statement, so
that colour is never the only sign; statements within statements are marked within. Outside a terminal, and where NO_COLOR
is set, the signs stand alone. What a text could do to a terminal (control characters, escape sequences, signs that turn
the direction of reading) is shown as a visible escape, and nothing is dropped silently.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from sayso.core.contract import (
    AttributionView,
    ComparisonView,
    EventView,
    ParticipantView,
    PositionView,
    QuotedSpan,
    ReadingView,
)
from sayso.core.span import Span
from sayso.store import Act, Dyad, Hit, Piece, Promised, Stand, Statement, Told

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Control characters but tab and newline, surrogates, line separators, bidi embeddings, overrides and isolates, and tags.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
SIGNS = {"source": "{}", "cue": "<>", "content": "[]"}
STYLES = {"source": "bold cyan", "cue": "yellow", "content": "green", "mark": "bold magenta", "aside": "dim"}
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Wide enough for the four columns of a table where nobody's window says otherwise.
PLAIN_WIDTH = 120


def console() -> "Console":
    """Standard output; plain when it is not a terminal."""
    from rich.console import Console

    found = Console(highlight=False, markup=False, emoji=False)
    return found if found.is_terminal else Console(highlight=False, markup=False, emoji=False, width=PLAIN_WIDTH)


def safe(text: str) -> str:
    """The text with all that could steer a terminal made visible.

    >>> safe("red \\x1b[31m alert")
    'red ␛[31m alert'
    """
    return UNSAFE.sub(_escaped, text.replace("\r\n", "\n"))


def line(text: str) -> str:
    """The safe text on one line."""
    return " ".join(safe(text).split())


def show_reading(reading: ReadingView, out: "Console") -> None:
    """The article with its statements marked, then the statements by number, its events, times, quantities and wordings."""
    from rich.text import Text

    document = reading.document
    numbered = sorted(reading.attributions, key=lambda attribution: attribution.content[0].start)
    facts = [document.outlet or "outlet unknown", document.published or "date unknown", f"document {document.id}"]
    out.print(Text(line(" · ".join(facts)), STYLES["aside"]))
    out.print(Text("{who}¹ <how>¹ [what]¹", STYLES["aside"]), end="\n\n")
    out.print(marked(document.text, numbered), soft_wrap=not out.is_terminal, end="\n\n")
    for number, attribution in enumerate(numbered, 1):
        words = Text().append(f"{number:3}  ", STYLES["mark"])
        words.append(line(_speaker(attribution)), STYLES["source"])
        words.append("\n     ").append(line(_joined(attribution.content)), STYLES["content"])
        notes = [chain(reading, attribution), attribution.type, attribution.polarity, attribution.certainty]
        notes += ["teaser"] if attribution.teaser else []
        if attribution.time or attribution.place:
            time, place = attribution.time, attribution.place
            words_of = (time.span.text if time else None, place.span.text if place else None)
            notes.append(_said(words_of, time.earliest if time else None, time.latest if time else None))
        notes += [" ".join(f"{span.start}-{span.end}" for span in attribution.content), attribution.id]
        words.append("\n     ").append(line(" · ".join(notes)), STYLES["aside"])
        out.print(words, soft_wrap=not out.is_terminal)
    if reading.events:
        out.print(Text("\nevents", STYLES["mark"]))
    for event in reading.events:
        words = Text().append("     ").append(line(_happening(event)), STYLES[_style(event.realis)])
        through = next((chain(reading, one) for one in reading.attributions if one.id == event.inside), document.outlet or "")
        notes = [
            through,
            event.place.span.text if event.place else "",
            (event.time.edtf or event.time.span.text) if event.time else "",
        ]
        notes += [f"{event.trigger.start}-{event.trigger.end}", event.id]
        words.append("\n     ").append(line(" · ".join(filter(None, notes))), STYLES["aside"])
        out.print(words, soft_wrap=not out.is_terminal)
    if reading.positions:
        out.print(Text("\npositions", STYLES["mark"]))
    for position in reading.positions:
        words = Text().append("     ").append(line(_position(position)), STYLES["content"])
        through = next((chain(reading, one) for one in reading.attributions if one.id == position.inside), document.outlet or "")
        places = " ".join(f"{span.start}-{span.end}" for span in position.evidence)
        words.append("\n     ").append(line(" · ".join(filter(None, [through, places, position.id]))), STYLES["aside"])
        out.print(words, soft_wrap=not out.is_terminal)
    times: list[tuple[QuotedSpan, list[str | None]]] = [
        (time.span, [time.value, _days(time.earliest, time.latest), time.type.lower()]) for time in reading.times
    ]
    quantities: list[tuple[QuotedSpan, list[str | None]]] = [
        (one.number, [one.counted.text if one.counted else None, _bounds(one.low, one.high, one.unit), one.toll, one.stage])
        for one in reading.quantities
    ]
    for heading, rows in (("times", times), ("quantities", quantities)):
        if rows:
            out.print(Text("\n" + heading, STYLES["mark"]))
        for span, said in rows:
            words = Text("     ").append(line(span.text), STYLES["content"])
            notes = [fact for fact in said if fact]
            words.append("  ").append(line(" · ".join([*notes, f"{span.start}-{span.end}"])), STYLES["aside"])
            out.print(words, soft_wrap=not out.is_terminal)
    _wordings(reading, out)


def _wordings(reading: ReadingView, out: "Console") -> None:
    """The wordings, each with whose words they are and of whom they are said."""
    from rich.text import Text

    if reading.wordings:
        out.print(Text("\nwordings", STYLES["mark"]))
    for wording in reading.wordings:
        holder = next((one for one in reading.attributions if one.id == wording.inside), None)
        voice = chain(reading, holder) if holder else "in a quotation" if wording.voice == "source" else "the outlet's own words"
        about = wording.referent and (wording.referent.name or (wording.referent.mention and wording.referent.mention.text))
        notes = [wording.type.replace("_", " "), wording.family, f"of {about}" if about else None, voice]
        words = Text("     ").append(line(wording.span.text), STYLES["content"])
        told = " · ".join([*filter(None, notes), f"{wording.span.start}-{wording.span.end}"])
        out.print(words.append("  ").append(line(told), STYLES["aside"]), soft_wrap=not out.is_terminal)


def show_acts(acts: Iterable[Act], out: "Console") -> None:
    """Events as a table; each says whether it was done, so that a plan never looks like an act."""
    from rich.text import Text

    rows = []
    for act in acts:
        what = Text(line(_labelled_realis(act.realis)), STYLES[_style(act.realis)])
        what.append("\n" + line(" ".join(filter(None, [act.event_type, act.mode]))) + "\n" + line(act.trigger), STYLES["content"])
        when = Text(line(act.time or "date unknown")).append("\n" + line(act.place or ""), STYLES["aside"])
        counts = [f"{count} {name}" for name in ("dead", "injured", "arrested") if (count := getattr(act, name))]
        counts += [f"crowd of {act.size}"] if act.size else []
        through = Text(line(act.told_by)).append("\n" + line(" · ".join(counts)), STYLES["aside"])
        who, whom = _party(act.actor, act.actor_codes), _party(act.recipient, act.recipient_codes)
        rows.append((when, who, what, whom, through, _place(act, [f"{act.start}-{act.end}"])))
    _table(("when", "who", "what", "to whom", "told by", "document and span"), rows, out)


def show_timeline(acts: Iterable[Act], out: "Console") -> None:
    """Events as `show_acts` does, those of unknown date in a table of their own."""
    from rich.text import Text

    found = list(acts)
    for heading, lane in (
        ("", [act for act in found if act.earliest]),
        ("date unknown", [act for act in found if not act.earliest]),
    ):
        if lane:
            if heading:
                out.print(Text(heading, STYLES["mark"]))
            show_acts(lane, out)


def show_dyads(rows: Iterable[Dyad], out: "Console") -> None:
    """What parties did to each other by month: counts by quad class, mean intensity, and how many acts two sources tell."""
    from rich.text import Text

    found = []
    for row in rows:
        counts = [row.acts, row.corroborated, row.quad_1, row.quad_2, row.quad_3, row.quad_4, f"{row.intensity:+.1f}"]
        parties = [Text(line(party), STYLES["source"]) for party in (row.actor, row.recipient)]
        found.append((Text(row.month or "unknown"), *parties, *(Text(str(count)) for count in counts)))
    classes = ("verbal coop.", "material coop.", "verbal conflict", "material conflict")
    _table(("month", "who", "to whom", "acts", "by two sources", *classes, "intensity"), found, out)


def show_statements(statements: Iterable[Statement], out: "Console") -> None:
    """Statements as a table: who, what, through whom, and where it stands."""
    from rich.text import Text

    rows = []
    for statement in statements:
        who = Text().append(line(_name(statement)), STYLES["source"])
        if statement.office and statement.speaker:
            who.append("\n" + line(statement.office), STYLES["aside"])
        if codes := _codes((statement.country or "").split("; "), (statement.sector or "").split("; ")):
            who.append("\n" + line(codes), STYLES["aside"])
        how: list[str] = [statement.type, *([statement.polarity] if statement.polarity == "negative" else [])]
        how += [statement.certainty] if statement.certainty != "stated" else []
        how += ["teaser"] if statement.teaser else []
        if statement.said_time or statement.said_place:
            how.append(_said((statement.said_time, statement.said_place), statement.said_earliest, statement.said_latest))
        chain = Text(line(statement.chain)).append("\n" + line(" · ".join(how)), STYLES["aside"])
        rows.append((who, Text(line(statement.content), STYLES["content"]), chain, _place(statement, statement.spans.split())))
    _table(("who", "what", "through", "document and span"), rows, out)


def show_stands(rows: Iterable[Stand], out: "Console") -> None:
    """Positions as a table: who, the stance on the issue, the words with the target as they stand, and through whom."""
    from rich.text import Text

    found = []
    for row in rows:
        stance = Text(row.stance, STYLES["mark"])
        on = f"{row.target_stance} “{row.target}”" if row.target_stance != row.stance else f"on “{row.target}”"
        stance.append("\n" + line(on + (" (by its context)" if row.matched == "context" else "")), STYLES["aside"])
        found.append(
            (
                _party(row.holder, row.holder_codes),
                stance,
                Text(line(row.words), STYLES["content"]),
                Text(line(row.told_by), STYLES["aside"]),
                _place(row, [f"{row.start}-{row.end}"]),
            )
        )
    _table(("who", "stance", "words", "told by", "document and span"), found, out)


def show_commitments(rows: Iterable[Promised], out: "Console") -> None:
    """Commitments as a table: by whom, what and on what condition, when it is due, and where it stands."""
    from rich.text import Text

    found = []
    for row in rows:
        who = Text().append(line(row.by or "(not named)"), STYLES["source"])
        who.append("\n" + line(" ".join(filter(None, [row.force, row.to and f"to {row.to}"]))), STYLES["aside"])
        what = Text(line(row.act), STYLES["content"])
        if row.condition:
            what.append("\n" + line(row.condition), STYLES["aside"])
        if row.report:
            report = " · ".join(filter(None, [row.report_told_by, row.report_published, row.report_document_id]))
            what.append("\n" + line(f"{row.state}: “{row.report}”"), STYLES["mark"])
            what.append("\n" + line(f"{report} {row.report_start}-{row.report_end}"), STYLES["aside"])
        due = Text(line(row.due or "no date")).append("\n" + row.state, STYLES["aside"])
        found.append((who, what, due, _place(row, [f"{row.start}-{row.end}"])))
    _table(("by", "what", "due", "document and span"), found, out)


def show_stories(rows: Iterable[Told], out: "Console") -> None:
    """Stories as a table: what of, by whom and when, and the documents, copies behind what they copy."""
    from rich.text import Text

    found = []
    for row in rows:
        what = Text(line(row.name or row.headline or "(no headline)"), STYLES["content"])
        if row.name and row.headline:
            what.append("\n" + line(row.headline), STYLES["aside"])
        dates = " to ".join(dict.fromkeys(filter(None, [row.earliest, row.latest]))) or "date unknown"
        what.append("\n" + line(dates), STYLES["aside"])
        told = Text()
        for member in row.documents:
            told.append(line(member.outlet or "outlet unknown"), STYLES["source"])
            notes = [f"copies {member.copy_of}"] if member.copy_of else []
            notes += [f"credits {line(member.agencies)}"] if member.agencies else []
            told.append(" ".join(["", member.document_id, *notes]) + "\n", STYLES["aside"])
        found.append((what, told, Text(f"{row.id}\nissue {row.issue_id}", STYLES["aside"])))
    _table(("what", "told by", "story"), found, out)


def show_pieces(rows: Iterable[Piece], out: "Console") -> None:
    """What a document repeats as running text, with what was [-cut-] and {+put in+}, in wdiff's marks."""
    from rich.text import Text

    for (document, original, basis), pieces in groupby(rows, key=lambda row: (row.document_id, row.original_id, row.basis)):
        verb = "copies" if basis == "copy" else "has a passage of"
        out.print(Text(f"{document} {verb} {original}", STYLES["aside"]))
        told = Text()
        for row in pieces:
            if row.type == "same":
                told.append(line(row.words or ""))
            else:
                told.append(f"[-{line(row.original_words)}-]" if row.original_words else "", STYLES["mark"])
                told.append(f"{{+{line(row.words)}+}}" if row.words else "", STYLES["content"])
            told.append(" ")
        out.print(told, soft_wrap=not out.is_terminal)
        out.print()


def show_comparison(view: ComparisonView, out: "Console") -> None:
    """A comparison as tables, one for each kind of thing it tells."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from sayso.show.report import sections

    for section in sections(view):
        out.print(Text(section.heading, STYLES["mark"]), Text(section.remark, STYLES["aside"]))
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
        for heading in section.columns:
            table.add_column(heading, overflow="fold")
        for row in section.rows:
            cells = [Text(line(cell.words), STYLES["content"]) for cell in row]
            for cell, found in zip(row, cells, strict=True):
                if cell.beneath:
                    found.append("\n" + line(cell.beneath), STYLES["aside"])
            table.add_row(*cells)
        out.print(table)


def show_hits(hits: Iterable[Hit], out: "Console") -> None:
    """Passages as a table, the words that matched in [brackets]."""
    from rich.text import Text

    rows = []
    for hit in hits:
        passage, at = Text(), hit.start
        for mark in hit.marks:
            passage.append(_flat(hit.words[at - hit.start : mark.start - hit.start]))
            passage.append("[" + _flat(hit.words[mark.start - hit.start : mark.end - hit.start]) + "]", STYLES["mark"])
            at = mark.end
        passage.append(_flat(hit.words[at - hit.start :]))
        where = Text(line(hit.outlet or "outlet unknown")).append("\n" + line(hit.headline or ""), STYLES["aside"])
        rows.append((where, passage, _place(hit, [f"{hit.start}-{hit.end}"])))
    _table(("outlet", "passage", "document and span"), rows, out)


def chain(reading: ReadingView, attribution: AttributionView) -> str:
    """Through whom the outlet knows it, from the outlet inwards; the record's view `statement` says the same."""
    by_id = {one.id: one for one in reading.attributions}
    links: list[str] = []
    link: AttributionView | None = attribution
    while link and len(links) <= 20:  # as in the schema, twenty links end a loop
        names = "; ".join(speaker.name for speaker in link.speakers if speaker.name)
        links.append(names or _joined(link.source) or (link.carried.text if link.carried else "(unnamed)"))
        link = by_id.get(link.inside) if link.inside else None
    return " ← ".join([reading.document.outlet or "(outlet unknown)", *reversed(links)])


def marked(text: str, attributions: Iterable[AttributionView]) -> "Text":
    """The text with signs and colours put in, statements numbered from 1."""
    from rich.text import Text

    places: list[tuple[Span, str, int]] = []
    for number, attribution in enumerate(attributions, 1):
        carried = [attribution.carried] if attribution.carried else []
        for role, spans in (("source", attribution.source + carried), ("cue", attribution.cue), ("content", attribution.content)):
            places += [(Span(span.start, span.end), role, number) for span in spans if span.start < span.end]
    found = Text()
    cuts = sorted({0, len(text)} | {edge for span, _, _ in places for edge in (span.start, span.end)})
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        for _, role, number in sorted((place for place in places if place[0].end == start), key=_innermost_first):
            found.append(SIGNS[role][1] + str(number).translate(SUPERSCRIPT), STYLES["mark"])
        for _, role, _ in sorted((place for place in places if place[0].start == start), key=_innermost_first, reverse=True):
            found.append(SIGNS[role][0], STYLES["mark"])
        over = sorted((place for place in places if place[0].start <= start and end <= place[0].end), key=_innermost_first)
        found.append(safe(text[start:end]), STYLES[over[0][1]] if over else "")
    return found


def _said(words: tuple[str | None, str | None], earliest: str | None, latest: str | None) -> str:
    """When and where something was said, in days where they are known, else in the text's words.

    >>> _said(("Monday", "Geneva"), "2031-05-12", "2031-05-12"), _said(("recently", None), None, None)
    ('said on 2031-05-12 in Geneva', 'said “recently”')
    """
    time, place = words
    when = f" on {earliest}" if earliest and earliest == latest else f" between {earliest} and {latest}" if earliest else ""
    return "said" + (when or (f" “{time}”" if time else "")) + (f" in {place}" if place else "")


def _days(earliest: str | None, latest: str | None) -> str:
    return "" if earliest is None else earliest if earliest == latest else f"{earliest} to {latest}"


def _bounds(low: Decimal | None, high: Decimal | None, unit: str | None) -> str:
    """The sides of a quantity with its unit.

    >>> _bounds(Decimal(17), None, None), _bounds(Decimal(4), Decimal(4), "EUR"), _bounds(None, Decimal(9), None)
    ('17 or more', '4 EUR', 'up to 9')
    """
    if low is None or high is None:
        sides = f"up to {high}" if high is not None else f"{low} or more" if low is not None else "number open"
    else:
        sides = f"{low}" if low == high else f"{low} to {high}"
    return f"{sides} {unit}" if unit else sides


def _innermost_first(place: tuple[Span, str, int]) -> tuple[int, int]:
    span, _, number = place
    return span.end - span.start, -number


def _speaker(attribution: AttributionView) -> str:
    names = [_told(one) for one in attribution.speakers if one.name]
    words = "; ".join(names) or _joined(attribution.source) or (attribution.carried.text if attribution.carried else "")
    return _labelled(words, attribution.speaker_status)


def _told(speaker: ParticipantView) -> str:
    """Name, office and codes of a speaker."""
    codes = _codes([speaker.country or ""], [speaker.sector or ""])
    return ", ".join(part for part in (speaker.name, speaker.office) if part) + (f" [{codes}]" if codes else "")


def _codes(countries: list[str], sectors: list[str]) -> str:
    """Countries and sectors in pairs, a dash where one is not known.

    >>> _codes(["IRN", ""], ["GOV", "UAF"]), _codes([""], [""])
    ('IRN GOV; – UAF', '')
    """
    pairs = [(country or "–", sector or "–") for country, sector in zip_longest(countries, sectors, fillvalue="")]
    return "; ".join(" ".join(pair) for pair in pairs) if any(pair != ("–", "–") for pair in pairs) else ""


def _name(statement: Statement) -> str:
    return _labelled(statement.speaker or statement.source or statement.carried or "", statement.speaker_status)


def _party(names: str | None, codes: str | None) -> "Text":
    from rich.text import Text

    found = Text(line(names or "(not named)"), STYLES["source"] if names else STYLES["aside"])
    return found.append("\n" + line(codes), STYLES["aside"]) if codes and codes.strip("; ") else found


def _named(parties: list[ParticipantView]) -> str:
    return "; ".join(party.name or (party.mention.text if party.mention else "") for party in parties)


def _position(position: PositionView) -> str:
    """One position as a line: who, the stance, on what, by which words."""
    return f"{_named(position.holder)} · {position.stance} “{position.target.text}” by “{_joined(position.evidence)}”"


def _happening(event: EventView) -> str:
    """One event as a line: whether it was done, what, who to whom."""
    kind = " ".join([event.event_type, *event.mode])
    parties = " → ".join(filter(None, [_named(event.actor), _named(event.recipient)]))
    return f"{_labelled_realis(event.realis)} {kind} “{event.trigger.text}” {parties}"


def _labelled_realis(realis: str) -> str:
    """The realis in words that nobody takes for an act; what was done says so too.

    >>> _labelled_realis("actual"), _labelled_realis("planned"), _labelled_realis("negated")
    ('done', 'NOT DONE: planned', 'NOT DONE')
    """
    return {"actual": "done", "negated": "NOT DONE"}.get(realis, f"NOT DONE: {realis}")


def _style(realis: str) -> str:
    return "content" if realis == "actual" else "mark"


def _labelled(words: str, status: str) -> str:
    notes = {"anonymous": " (anonymous)", "unknown": " (not known who)", "none": "(no source named)"}
    return words + notes.get(status, "")


def _place(row: Statement | Hit | Promised | Act | Stand, spans: list[str]) -> "Text":
    from rich.text import Text

    parts = [line(row.published or "date unknown"), row.document_id, *spans, ""]  # the last is the gap between two rows
    return Text("\n".join(parts), STYLES["aside"])


def _joined(spans: list[QuotedSpan]) -> str:
    return " … ".join(span.text for span in spans)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", safe(text))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode has a picture of each
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _table(headings: tuple[str, ...], rows: Sequence[tuple["Text", ...]], out: "Console") -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_lines=False, padding=(0, 1, 0, 0), pad_edge=False)
    for heading in headings:
        last = heading == headings[-1]
        table.add_column(heading, no_wrap=last, ratio=None if last else 3 if heading in ("what", "passage") else 2)
    for row in rows:
        table.add_row(*row)
    out.print(table)
