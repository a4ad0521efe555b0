"""Gaps: reports that the model half sees, filled in from the tree.

Inside a content the model may see a cue and not join to it what is said; outside, a verb of telling may stand without its report
("told [a name nobody knows] that …"). The tree has what is missing: the subject is the source, the clause or the object behind
the verb is the content, and of a noun ("a claim by the union that …") what its possessive or its author's preposition names.
Knowingly missed: sources in the sentence before, and frames without a verb ("in the words of the mayor").
"""

from collections.abc import Iterator, Sequence

import msgspec

from sayso.core.parse import Parse, Report
from sayso.core.span import merged
from sayso.lexicon.speech import chain_words

# From this probability on, a word inside a content is a cue where the tree has what it reports; a verb with a subject of its own,
# or a noun with a clause, needs less. With weights 3 nested reports of training/written have F1 73.1, 73.7 and
# 73.1 with 0.3, 0.4 and 0.45.
SURE, LIKELY = 0.5, 0.4
# A participle that cites ("quoting two doctors") needs no more than this.
CITING = 0.15
FINITE = ("VBD", "VBP", "VBZ", "MD")
EDGES = ",;:."
SUBJECT, CLAUSE, PASSIVE = ("nsubj", "csubj"), ("ccomp",), ("aux:pass", "nsubj:pass")
# What a verb reports that has no clause, and what a noun reports.
THINGS, OF_NOUN = ("obj", "xcomp", "obl", "parataxis"), ("acl", "ccomp")

Range = tuple[int, int]


def filled(parse: Parse, odds: Sequence[float]) -> Parse:
    """The parse with such reports. `odds` is for each token the probability that it is in a cue, at whatever depth."""
    reports = _framed(parse, [_with_clause(parse, report) for report in parse.reports])
    for told in list(_told(parse, reports)):
        reports = [told, *(kept for report in reports if (kept := _below(parse, report, told)) is not None)]
    reports += _nested(parse, reports, odds)
    reports.sort(key=lambda report: (min(a for a, _ in (*report.source, *report.cue, *report.content)), report.depth))
    found = msgspec.structs.replace(parse, reports=tuple(reports))
    found.__dict__.update(parse.__dict__)  # what is indexed of the words holds for both
    return found


def _with_clause(parse: Parse, report: Report) -> Report:
    """A report whose content was left out, with the clause behind its cue."""
    if report.content or not report.source:
        return report
    clauses = [k for _, last in report.cue for k in _kids(parse, last - 1, CLAUSE) if k >= last]
    return msgspec.structs.replace(report, content=(_whole(parse, clauses[-1]),)) if clauses else report


def _framed(parse: Parse, reports: Sequence[Report]) -> list[Report]:
    """The reports, with a verb that was given the source of the frame around it ("According to [the paper], the mayor said …")
    told by its own subject, and the frame around all of it."""
    found = list(reports)
    for n, frame in enumerate(found):
        words = {parse.words[i] for a, b in frame.cue for i in range(a, b)}
        if not frame.source or words.isdisjoint(chain_words("frame")):
            continue
        sentence = parse.sentence_at(frame.cue[0][0])
        for k, report in enumerate(found):
            if k == n or not report.cue or report.source != frame.source or parse.sentence_at(report.cue[0][0]) != sentence:
                continue
            source = [
                part for a, b in report.cue for i in range(a, b) for part in _source(parse, i) if parse.tokens[i].xpos in FINITE
            ]
            content = report.content or tuple(part for part in frame.content if part not in source)
            if source and content and not _holds(frame.source, source[0]):
                found[k] = msgspec.structs.replace(report, source=(source[0],), content=content, depth=frame.depth + 1)
                found[n] = msgspec.structs.replace(frame, content=tuple(merged([source[0], *report.cue, *content])))
                break
    return found


def _told(parse: Parse, reports: Sequence[Report]) -> Iterator[Report]:
    """Reports of verbs of telling with a subject and a clause that stand in none."""
    parts = [part for report in reports for part in (*report.cue, *report.content)]
    taken = {i for a, b in parts for i in range(a, b)}
    for verb, token in enumerate(parse.tokens):
        if token.upos != "VERB" or verb in taken or parse.words[verb] not in chain_words("recipient"):
            continue
        source = _source(parse, verb)
        clauses = [k for k in _kids(parse, verb, CLAUSE) if k > verb]
        if not source or not clauses or taken.intersection(range(*source[0])):
            continue
        content = _whole(parse, clauses[-1])
        if all(_holds([content], part) for part in parts if part[0] < content[1] and content[0] < part[1]):
            yield Report(source=source, cue=(_cue(parse, verb),), content=(content,), depth=0, score=SURE)


def _below(parse: Parse, report: Report, told: Report) -> Report | None:
    """A report as it stands beside one found later: inside it with a source of its own, and not at all where nobody says it."""
    if not all(_holds(told.content, part) for part in (*report.cue, *report.content)):
        return report
    if not report.cue and not report.source:
        return None
    source = [part for part in report.source if _holds(told.content, part)]
    source = source or [
        part for a, b in report.cue for i in range(a, b) for part in _source(parse, i) if _holds(told.content, part)
    ]
    return msgspec.structs.replace(report, source=tuple(source[:1]), depth=report.depth + 1)


def _nested(parse: Parse, reports: Sequence[Report], odds: Sequence[float]) -> Iterator[Report]:
    """Reports inside a content, the smallest that holds their cue, which no report has taken."""
    holders: dict[int, Report] = {}
    for report in sorted(reports, key=lambda report: -sum(b - a for a, b in report.content)):
        holders.update({i: report for a, b in report.content for i in range(a, b)})
    for report in reports:
        for a, b in report.cue:
            for i in range(a, b):
                holders.pop(i, None)
    for i, holder in sorted(holders.items()):
        found = _by_kind(parse, i, odds[i], holder)
        content = _within(found.content[0], holder.content) if found is not None and found.content else None
        if found is not None and content is not None and not content[0] <= i < content[1]:
            yield msgspec.structs.replace(found, content=(content,), depth=holder.depth + 1, score=round(odds[i], 4))


def _by_kind(parse: Parse, i: int, odd: float, holder: Report) -> Report | None:
    """The report that a participle that cites, a noun or a verb words, where it is likely enough."""
    kind = parse.tokens[i].upos
    if odd >= CITING and parse.tokens[i].xpos == "VBG" and parse.words[i] in chain_words("participle"):
        objects = _kids(parse, i, ("obj", "obl"))
        if objects:
            cited = parse.phrase(objects[0])
            behind = [(_in_from(parse, max(cited[1], a), b), b) for a, b in holder.content if b > cited[1]]
            return Report(source=(cited,), cue=((i, i + 1),), content=tuple(behind[:1]), depth=0, score=odd)
    if odd < LIKELY or kind not in ("VERB", "NOUN"):
        return None
    if kind == "NOUN":
        clauses = [k for k in _kids(parse, i, OF_NOUN) if k > i and _finite(parse, k)]
        authors = [k for k in parse.below[i] if parse.tokens[k].deprel == "nmod:poss" or _author(parse, k)]
        if not clauses or not authors:
            return None
        return Report(
            source=(parse.phrase(authors[0]),), cue=((i, i + 1),), content=(_whole(parse, clauses[0]),), depth=0, score=odd
        )
    source, said = _source(parse, i), _said(parse, i)
    if said is None or (odd < SURE and not source):
        return None
    return Report(source=source, cue=(_cue(parse, i),), content=(said,), depth=0, score=odd)


def _kids(parse: Parse, i: int, relations: Sequence[str]) -> list[int]:
    return [k for k in parse.below[i] if parse.relations[k] in relations]


def _author(parse: Parse, i: int) -> bool:
    """Whether a noun's own noun is who says it: "a report [by the agency]"."""
    return parse.tokens[i].deprel == "nmod" and any(parse.words[k] in chain_words("author") for k in _kids(parse, i, ("case",)))


def _finite(parse: Parse, verb: int) -> bool:
    return parse.tokens[verb].xpos in FINITE or bool(_kids(parse, verb, ("aux", "cop")))


def _in_from(parse: Parse, first: int, last: int) -> int:
    """Where a range begins behind the commas at its start."""
    while first < last - 1 and parse.tokens[first].text in EDGES:
        first += 1
    return first


def _whole(parse: Parse, i: int) -> Range:
    """All that hangs on a token, in one run, without the commas at its edges."""
    last, ahead = i, [i]
    while ahead:
        at = ahead.pop()
        last = max(last, at)
        ahead.extend(parse.below[at])
    last += 1
    while last - 1 > i and parse.tokens[last - 1].text in EDGES:
        last -= 1
    return _in_from(parse, parse.leftmost[i], i + 1), last


def _source(parse: Parse, verb: int) -> tuple[Range, ...]:
    """The subject of an active verb, also the one it shares, and the agent of a passive; empty where there is none."""
    below = parse.below[verb]
    passive = any(parse.tokens[k].deprel in PASSIVE for k in below)
    if passive or (parse.tokens[verb].xpos == "VBN" and not _kids(parse, verb, ("aux",))):
        who = [k for k in below if parse.tokens[k].deprel == "obl:agent"]
    else:
        who = _kids(parse, verb, SUBJECT)
        if not who and parse.tokens[verb].deprel == "conj":
            who = _kids(parse, parse.tokens[verb].head, SUBJECT)
    return (parse.phrase(who[0]),) if who else ()


def _said(parse: Parse, verb: int) -> Range | None:
    """What a verb reports: its clause; else what stands behind it."""
    clauses = _kids(parse, verb, CLAUSE)
    if clauses:
        return _whole(parse, clauses[-1])
    behind = [k for k in _kids(parse, verb, THINGS) if k > verb and parse.tokens[k].deprel != "obl:agent"]
    return (_whole(parse, behind[0])[0], _whole(parse, behind[-1])[1]) if behind else None


def _cue(parse: Parse, verb: int) -> Range:
    """A verb with the auxiliaries and adverbs right before it."""
    first = verb
    while first - 1 in parse.below[verb] and parse.relations[first - 1] in ("aux", "advmod"):
        first -= 1
    return first, verb + 1


def _holds(holders: Sequence[Range], part: Range) -> bool:
    return any(a <= part[0] and part[1] <= b for a, b in holders)


def _within(part: Range, holders: Sequence[Range]) -> Range | None:
    """As much of a range as one of `holders` has."""
    shared = [(max(a, part[0]), min(b, part[1])) for a, b in holders]
    return next(((a, b) for a, b in shared if a < b), None)
