"""Attributions: who said what, in whose words, denied or affirmed, and inside whose report.

The model gives cues with their sources and contents, and cues nested in a content. Added here, by syntax and lexicon:
a source carried over from the clause before ("…, adding that …"), quotations that no cue introduces, the outlet that
was told ("a US official told the agency") and the one that cites ("the daily reported, citing two diplomats"), the
type by quotation marks, polarity, and when and where it was said ("told reporters in Geneva on Monday"). An attribution
whose words lie in another's content is `inside` it.

After PARC3 (Pareti 2016) and PolNeAR (Newell et al. 2018); source chains after the nested sources of Wiebe et al. 2005.
Known misses: chains across sentences ("The daily quoted a general. He said …"), a citing outlet behind "via".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from sayso.core.clauses import places_of, times_of
from sayso.core.data import Attribution, AttributionType, Certainty, Polarity, TimeExpression
from sayso.core.parse import Parse, Report
from sayso.core.reading import Reading
from sayso.core.span import Span, merged
from sayso.lexicon import speech
from sayso.lexicon.actors import lookup, outlet_words, spelled
from sayso.lexicon.clauses import clause_words
from sayso.lexicon.titles import ending

NEEDS, GIVES, MADE_BY = (Parse, TimeExpression), Attribution, "attributions/1"

# A quotation without a cue counts as speech from this many words on; shorter ones are titles, names and scare quotes.
# Set by hand, not swept: benchmarks/written.py tells what moving it does.
SPEECH_WORDS = 5
# The confidence of a quotation no cue introduces, and of a chain read off syntax; set by hand, not calibrated.
ALONE, BY_SYNTAX = 0.6, 0.8

# Words of the longest cue the lexicon has.
LONGEST_CUE = 3
# A bare quotation that opens a paragraph looks for its speaker among so many reports behind it.
AHEAD = 4

# How a phrase hangs on another within one clause.
NOMINAL = frozenset({"nmod", "nmod:poss", "nmod:unmarked", "obl", "obl:agent", "conj", "appos", "flat", "compound"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
OPENING, CLOSING = frozenset("\"“„«‘'"), frozenset("\"”“»’'")

Range = tuple[int, int]


@dataclass(eq=False)
class _Draft:
    """An attribution in the making, in token ranges."""

    source: list[Range]
    cue: list[Range]
    content: list[Range]
    score: float
    carried: Range | None = None
    inside: _Draft | None = None
    # Whether the cue is another report's, so that when and where it was is not this one's.
    lent: bool = False

    @property
    def first(self) -> int:
        return min(a for a, _ in (*self.source, *self.cue, *self.content))

    def holds(self, ranges: Sequence[Range]) -> bool:
        """Whether this draft's content covers all of `ranges`."""
        return bool(ranges) and all(any(a <= x and y <= b for a, b in self.content) for x, y in ranges)

    @property
    def speaker(self) -> Range | None:
        return self.source[0] if self.source else self.carried


def extract(reading: Reading) -> Iterator[Attribution]:
    """Every attribution of the document, in text order."""
    parse = reading.parse
    drafts = [_Draft(list(r.source), list(r.cue), list(r.content), r.score) for r in parse.reports if not _bare(r, parse)]
    for draft in drafts:
        _parted(draft, parse)
        _agent(draft, parse)
        _cited(draft, parse)
        _own_subject(draft, parse)
        _joined(draft, parse)
        _untied(draft, parse)
        _goes_on(draft, parse)
    beside: dict[int, list[_Draft]] = {}
    for draft in drafts:
        if draft.content and draft.cue:
            beside.setdefault(parse.sentence_at(draft.cue[0][0]), []).append(draft)
    drafts = [d for d in drafts if d.content or _adopt(d, beside, parse)]
    drafts = _as_saying(drafts, parse)
    for draft in drafts:
        _citing(draft, beside, parse)
    drafts += _unreported(drafts, parse)
    drafts.sort(key=lambda d: d.first)
    taken = {i for d in drafts for a, b in (*d.cue, *d.source) for i in range(a, b)}
    for draft in list(drafts):
        drafts += _chains(draft, taken, reading)
    drafts.sort(key=lambda d: d.first)
    _nest(drafts, parse)
    _carry(drafts, parse)
    drafts = [d for d in drafts if d.cue or d.speaker or _quoted(d, parse)]
    done: dict[int, Attribution] = {}
    for draft in sorted(drafts, key=_depth):
        done[id(draft)] = _finished(draft, reading, done)
    # Two drafts may have come to the same words: one id, one attribution.
    found: dict[str, Attribution] = {}
    for draft in sorted(drafts, key=lambda d: (d.first, _depth(d))):
        found.setdefault(done[id(draft)].id, done[id(draft)])
    yield from found.values()


def _depth(draft: _Draft) -> int:
    depth, at = 0, draft.inside
    while at is not None and depth < 20:
        depth, at = depth + 1, at.inside
    return depth


def _bare(report: Report, parse: Parse) -> bool:
    """Whether a nested report's cue is an auxiliary alone ("has", "does"): a slip of the model."""
    words = [parse.tokens[i] for first, last in report.cue for i in range(first, last)]
    return report.depth > 0 and bool(words) and all(t.upos in ("AUX", "PART", "DET", "PUNCT") for t in words)


def _parted(draft: _Draft, parse: Parse) -> None:
    """Leaves out what stands in another sentence than the cue and in no quotation, where there is other content: it is the next
    sentence's. Of 22,700 pieces of content in PolNeAR's training part some 30 are such."""
    if len(draft.content) < 2 or not draft.cue:
        return
    here = {parse.sentence_at(a) for a, _ in draft.cue}
    kept = [
        (a, b)
        for a, b in draft.content
        if here.intersection(range(parse.sentence_at(a), parse.sentence_at(b - 1) + 1))
        or any(True for _ in parse.quotations_in(parse.span(a, b)))
    ]
    draft.content = kept or draft.content


def _agent(draft: _Draft, parse: Parse) -> None:
    """Of a passive's sources keeps the agent, and of each source its noun without a preposition: "was told by [a colonel]"."""
    agents = [part for part in draft.source if any(parse.tokens[i].deprel == "obl:agent" for i in range(*part))]
    found = []
    for first, last in agents if len(draft.source) > 1 and agents else draft.source:
        led = parse.tokens[first].deprel == "case" and last - first > 1 and first < parse.tokens[first].head < last
        found.append((first + 1 if led else first, last))
    draft.source = found


def _cited(draft: _Draft, parse: Parse) -> None:
    """Takes the source out of what was read as content, where none was found: of "citing X", "called a farce by X" and "X was
    quoted as saying"."""
    cue = [i for first, last in draft.cue for i in range(first, last)]
    if draft.source or not cue:
        return
    words = {parse.tokens[i].text.lower() for i in cue}
    passive = _passive(draft.cue, parse)
    for i in cue:
        for j in parse.children(i):
            deprel = parse.tokens[j].deprel
            citing = j > cue[-1] and deprel in ("obj", "obl") and not words.isdisjoint(speech.chain_words("participle"))
            quoted = passive and deprel == "nsubj:pass" and not words.isdisjoint(speech.chain_words("quoted"))
            if j in cue or not (citing or quoted or deprel == "obl:agent") or not draft.holds([(j, j + 1)]):
                continue
            first, last = parse.phrase(j)
            led = {k for k in parse.children(j) if parse.tokens[k].deprel == "case"}
            first += first in led
            kept = {i for a, b in draft.content for i in range(a, b)} - set(range(first, last)) - led
            if kept:
                draft.source = [(first, last)]
                draft.content = merged([(i, i + 1) for i in sorted(kept)])
                return


def _own_subject(draft: _Draft, parse: Parse) -> None:
    """Gives a cue the subject beside it, where the source it was given stands in another sentence."""
    if draft.cue and draft.source and parse.sentence_at(draft.source[0][0]) != parse.sentence_at(draft.cue[0][0]):
        draft.source = _subject(draft, parse) or draft.source


def _joined(draft: _Draft, parse: Parse) -> None:
    """Takes in the state that a headline joins to its source by a comma alone: "[Peru, Chile] say talks went well"."""
    if len(draft.source) != 1 or not draft.cue:
        return
    first, last = draft.source[0]
    start = parse.sentence_of(first).first
    if not start < first - 1 or parse.tokens[first - 1].text != "," or draft.cue[0][0] != last:
        return
    names = [(start, first - 1), (first, last)]
    rows = [lookup(" ".join(parse.tokens[i].text for i in range(*name))) for name in names]
    if all(row is not None and row.kind == "country" for row in rows):
        draft.source = [(start, last)]
        draft.content = [(a, b) for a, b in draft.content if not start <= a < b <= first]


def _untied(draft: _Draft, parse: Parse) -> None:
    """Leaves a passive only the sources that its clause ties to it as who speaks: "eleven have been charged, but [the rapporteur]
    gave it no credence" has none, and neither is who was charged; "[the mayor] was quoted as saying" has one."""
    cue = {i for first, last in draft.cue for i in range(first, last)}
    if not draft.source or not cue or not _passive(draft.cue, parse):
        return
    quoted = any(parse.tokens[i].text.lower() in speech.chain_words("quoted") for i in cue)
    draft.source = [part for part in draft.source if quoted or _tied(part, cue, parse)]


def _tied(part: Range, cue: Set[int], parse: Parse) -> bool:
    """Whether a phrase hangs on a passive cue, or on a noun of its clause, otherwise than as who suffers it; or the cue on it."""
    at = next((i for i in range(*part) if not part[0] <= parse.tokens[i].head < part[1]), part[0])
    while parse.tokens[at].head not in cue and parse.tokens[at].deprel in NOMINAL:
        at = parse.tokens[at].head
    if parse.tokens[at].head in cue:
        return parse.tokens[at].deprel.partition(":")[0] in ("obl", "nmod", "advmod", "conj", "appos")
    return any(part[0] <= parse.tokens[i].head < part[1] for i in cue)


def _as_saying(drafts: Sequence[_Draft], parse: Parse) -> list[_Draft]:
    """The drafts with two that are one made one: "[was quoted] as saying X" and, within its content, "[saying] X"."""
    taken: set[int] = set()
    for draft in drafts:
        words = [parse.tokens[i].text.lower() for first, last in draft.cue for i in range(first, last)]
        if not words or words[-1] not in speech.chain_words("quoted") or not draft.content or not _passive(draft.cue, parse):
            continue
        at = draft.cue[-1][1]
        for other in drafts:
            led = other.cue == [(at + 1, at + 2)] and draft.content[0][0] == at and parse.tokens[at].head == at + 1
            if other is not draft and led and parse.tokens[at].deprel in ("mark", "case") and draft.holds(other.content):
                draft.cue = merged([*draft.cue, (at, at + 2)])
                draft.source = draft.source or other.source
                draft.content = other.content
                taken.add(id(other))
    return [draft for draft in drafts if id(draft) not in taken]


def _goes_on(draft: _Draft, parse: Parse) -> None:
    """Takes in a second clause that the cue governs behind the first: "said that nine had died and that forty were hurt"."""
    if not draft.cue or not draft.content:
        return
    last = draft.content[-1][1]
    if last + 2 >= len(parse.tokens) or parse.tokens[last].upos != "CCONJ" or parse.tokens[last + 1].deprel != "mark":
        return
    head, opening = parse.tokens[last + 1].head, {parse.tokens[a].text.lower() for a, _ in draft.content}
    if (
        parse.tokens[head].deprel == "conj"
        and parse.tokens[last + 1].text.lower() in opening
        and draft.holds([(parse.tokens[head].head, parse.tokens[head].head + 1)])
    ):
        draft.content = merged([*draft.content, (last, parse.phrase(head, frozenset({"parataxis"}))[1])])


def _citing(draft: _Draft, beside: Mapping[int, Sequence[_Draft]], parse: Parse) -> None:
    """Reads "the agency, citing officials, reported that …" as a chain, where the officials were taken for what is cited."""
    cue = [i for first, last in draft.cue for i in range(first, last)]
    if not any(parse.tokens[i].text.lower() in speech.chain_words("participle") for i in cue) or len(draft.content) != 1:
        return
    first, last = draft.content[0]
    roots = [i for i in range(first, last) if not first <= parse.tokens[i].head < last]
    others = [d for d in beside.get(parse.sentence_at(cue[0]), ()) if d is not draft and d.source and not draft.holds(d.cue)]
    people = len(roots) == 1 and parse.tokens[roots[0]].head in cue and ending([parse.tokens[roots[0]].text]) is not None
    if people and others:
        outer = min(others, key=lambda d: abs(d.cue[0][0] - cue[0]))
        draft.source, draft.content, draft.inside = [(first, last)], list(outer.content), outer


def _adopt(draft: _Draft, beside: Mapping[int, Sequence[_Draft]], parse: Parse) -> bool:
    """Gives a cue without content ("According to the agency, the mayor said …") the report beside it in its sentence."""
    words = [parse.tokens[i].text.lower() for a, b in draft.cue for i in range(a, b)]
    if not draft.source or not speech.chain_words("frame").intersection(words):
        return False
    for other in beside.get(parse.sentence_at(draft.cue[0][0]), ()):
        draft.content = merged([*other.source, *other.cue, *other.content])
        return True
    return False


def _unreported(drafts: Sequence[_Draft], parse: Parse) -> list[_Draft]:
    """Drafts for quotations that are speech and lie in nobody's content."""
    taken = {i for d in drafts for a, b in (*d.content, *d.source, *d.cue) for i in range(a, b)}
    found = []
    for quotation in parse.quotations:
        words = parse.range_of(quotation.span)
        if not taken.isdisjoint(range(*words)):
            continue
        inner = [t for t in parse.tokens[words[0] : words[1]] if t.upos != "PUNCT"]
        verbs = any(t.upos in ("VERB", "AUX") and t.xpos in ("VBD", "VBP", "VBZ", "MD", "VB") for t in inner)
        if len(inner) >= SPEECH_WORDS and verbs:
            found.append(_Draft([], [], [words], ALONE))
    return found


def _chains(draft: _Draft, taken: Set[int], reading: Reading) -> Iterator[_Draft]:
    """The outer report of "told OUTLET" and the inner one of "reported, citing SOURCE"."""
    if not draft.cue:
        return
    parse, text = reading.parse, reading.document.text
    sentence = parse.sentence_of(draft.cue[0][0])
    verbs = [i for a, b in draft.cue for i in range(a, b)]
    # A noun or a passive hides the verb's own children, so that any word of the cue may govern.
    for i in range(sentence.first, sentence.last):
        token = parse.tokens[i]
        governed = token.head in verbs and i not in verbs
        if not governed or draft.holds([(i, i + 1)]) or i in taken:
            continue
        if (
            i > token.head
            and token.deprel in ("obj", "iobj", "obl")
            and parse.tokens[token.head].text.lower() in speech.chain_words("recipient")
        ):
            phrase = parse.phrase(i)
            if _names_outlet(i, phrase, parse, text) and draft.source and draft.inside is None and not _own(phrase, reading):
                whole = merged([*draft.content, *draft.source])
                outer = _Draft([phrase], list(draft.cue), whole, min(draft.score, BY_SYNTAX), lent=True)
                draft.inside = outer
                yield outer
        elif token.text.lower() in speech.chain_words("participle"):
            objects = [j for j in parse.children(i) if parse.tokens[j].deprel in ("obj", "obl")]
            if objects:
                inner = _Draft([parse.phrase(objects[0])], [(i, i + 1)], list(draft.content), min(draft.score, BY_SYNTAX))
                inner.inside = draft
                yield inner


def _own(phrase: Range, reading: Reading) -> bool:
    """Whether who was told is the outlet that publishes the text, which is the root of every chain already."""
    outlet = reading.document.outlet
    return outlet is not None and spelled(reading.parse.span(*phrase).of(reading.document.text)) == spelled(outlet)


def _names_outlet(head: int, phrase: Range, parse: Parse, text: str) -> bool:
    """Whether who was told is an outlet: known by name or by its head word, or a body's name that no list knows as another
    kind of body ("told the Faro", and not "told the Security Council")."""
    words = parse.span(*phrase).of(text)
    if speech.is_outlet(words, parse.tokens[head].lemma):
        return True
    at = bisect_right(parse.entities, head, key=lambda entity: entity.first) - 1
    if at < 0 or not parse.entities[at].first <= head < parse.entities[at].last or parse.entities[at].type != "ORG":
        return False
    entity = parse.entities[at]
    named = [parse.tokens[i].text for i in range(entity.first, entity.last)]
    if any(ending([word]) is not None for word in named):
        return any(word.lower() in outlet_words() for word in named)
    return lookup(parse.span(entity.first, entity.last).of(text)) is None


def _by_sentence(drafts: Sequence[_Draft], parse: Parse) -> dict[int, list[_Draft]]:
    """Drafts by the sentences their contents stand in."""
    near: dict[int, list[_Draft]] = {}
    for draft in drafts:
        held = {n for a, b in draft.content for n in range(parse.sentence_at(a), parse.sentence_at(b - 1) + 1)}
        for sentence in sorted(held):
            near.setdefault(sentence, []).append(draft)
    return near


def _nest(drafts: Sequence[_Draft], parse: Parse) -> None:
    """Sets `inside` to the smallest other content that holds a draft's cue, or its content where it has no cue."""
    near = _by_sentence(drafts, parse)
    for draft in drafts:
        if draft.inside is not None:
            continue
        core = draft.cue or draft.content
        here = near.get(parse.sentence_at(core[0][0]), ())
        holders = [d for d in here if d is not draft and d.holds(core) and not _above(draft, d)]
        if holders:
            draft.inside = min(holders, key=lambda d: (sum(b - a for a, b in d.content), -_depth(d)))


def _above(draft: _Draft, other: _Draft) -> bool:
    """Whether `draft` already holds `other`, directly or through others."""
    at: _Draft | None = other
    while at is not None:
        if at is draft:
            return True
        at = at.inside
    return False


def _carry(drafts: Sequence[_Draft], parse: Parse) -> None:
    """Carries a source over to drafts without one: along the clause, else from the report before a bare quotation."""
    of_token = {i: d for d in drafts if not d.lent for a, b in d.cue for i in range(a, b)}
    near = _by_sentence(drafts, parse)
    before: _Draft | None = None
    for n, draft in enumerate(drafts):
        if draft.cue and _frames(draft, of_token, parse):
            draft.source = []
        _beside(draft, of_token, parse)
        if not draft.source and draft.cue:
            draft.source = _subject(draft, parse)
            if not draft.source and not _passive(draft.cue, parse):
                here = near.get(parse.sentence_at(draft.cue[0][0]), ())
                draft.carried = _along_clause(draft, of_token, [d for d in here if not d.holds(draft.cue)], parse)
        elif not draft.source and _quoted(draft, parse):
            draft.carried = _for_quotation(draft, before, drafts[n + 1 : n + 1 + AHEAD], parse)
        if draft.speaker is not None and draft.inside is None:
            before = draft


def _frames(draft: _Draft, of_token: Mapping[int, _Draft], parse: Parse) -> bool:
    """Whether a participle was given the source of the frame around the verb it hangs on: "According to [the agency], the mayor
    said …, noting that …" is noted by the mayor."""
    token = parse.tokens[draft.cue[0][0]]
    # The parser may hang it on what is said.
    other = of_token.get(token.head) or of_token.get(parse.tokens[token.head].head)
    if other is None or other is draft or not other.source or other.inside is None or not draft.source:
        return False
    return token.xpos == "VBG" and token.deprel == "advcl" and draft.source == other.inside.source


def _beside(draft: _Draft, of_token: Mapping[int, _Draft], parse: Parse) -> None:
    """Puts a participle with its own source beside the report it hangs on: "…, an aide told the paper, adding that …"."""
    token = parse.tokens[draft.cue[0][0]] if draft.cue else None
    if token is None or draft.inside is not None or token.xpos != "VBG" or token.deprel != "advcl":
        return
    other = of_token.get(token.head)
    if other is not None and other is not draft and draft.source and draft.source == other.source:
        draft.inside = other.inside


def _subject(draft: _Draft, parse: Parse) -> list[Range]:
    """The subject of a cue, where the links gave it no source; none in a passive."""
    if _passive(draft.cue, parse):
        return []
    for first, last in draft.cue:
        for i in range(first, last):
            for child in parse.children(i):
                if parse.tokens[child].deprel == "nsubj" and not draft.holds([(child, child + 1)]):
                    return [parse.phrase(child)]
    return []


def _passive(cue: Sequence[Range], parse: Parse) -> bool:
    """Whether the cue is a passive ("it was reported"), which has no source of its own."""
    words = [i for a, b in cue for i in range(a, b)]
    return any(t.deprel == "aux:pass" and t.head in words for t in parse.tokens[max(0, words[0] - 6) : words[-1] + 1])


def _along_clause(draft: _Draft, of_token: Mapping[int, _Draft], others: Sequence[_Draft], parse: Parse) -> Range | None:
    """The speaker of the clause a cue hangs on; never somebody in words that one of `others` reports. A participle that hangs on
    the cue of a report told by another ("According to the agency, the mayor said …, adding that …") is told by that other too."""
    at = draft.cue[0][0]
    participle = parse.tokens[at].xpos == "VBG"
    sentence = parse.sentence_of(at)
    for _ in range(12):
        head = parse.tokens[at].head
        if head == at:
            break
        other = of_token.get(head)
        if other is not None and other is not draft and other.speaker is not None:
            if other.inside is draft.inside:
                return other.speaker
            if participle and draft.inside is None and parse.tokens[at].deprel == "advcl":
                draft.inside = other.inside
                return other.speaker
        subjects = [] if head in range(*draft.cue[0]) else [i for i in parse.children(head) if parse.tokens[i].deprel == "nsubj"]
        subjects = [i for i in subjects if not any(other.holds([(i, i + 1)]) for other in others)]
        if subjects and parse.tokens[at].deprel in ("advcl", "conj", "xcomp"):
            return parse.phrase(subjects[0])
        at = head
    # A participle that no tree ties to its clause ("…, adding that …") goes with the nearest report before it.
    if participle:
        for i in range(draft.cue[0][0] - 1, sentence.first - 1, -1):
            earlier = of_token.get(i)
            if earlier is None or not earlier.speaker:
                continue
            if earlier.inside is draft.inside:
                return earlier.speaker
            # "According to the agency, the mayor said …, noting that …"
            if draft.inside is None and earlier.inside and parse.tokens[earlier.inside.cue[0][0]].xpos in ("VBG", "IN"):
                draft.inside = earlier.inside
                return earlier.speaker
    return None


def _for_quotation(draft: _Draft, before: _Draft | None, after: Sequence[_Draft], parse: Parse) -> Range | None:
    """The speaker of a bare quotation: of the report before it in its paragraph, or, where the quotation opens its
    paragraph, of the one that closed the paragraph before; else of the first report after it in its paragraph."""
    here = parse.sentence_of(draft.content[0][0]).paragraph
    opens = draft.content[0][0] == 0 or parse.sentence_of(draft.content[0][0] - 1).paragraph != here
    if before is not None:
        there = parse.sentence_of(before.first).paragraph
        if there == here or (opens and there == here - 1):
            return before.speaker
    for other in after:
        if other.cue and other.source and parse.sentence_of(other.first).paragraph == here:
            return other.source[0]
    return None


def _quoted(draft: _Draft, parse: Parse) -> bool:
    return _type(draft.content, parse) != "indirect"


def _type(content: Sequence[Range], parse: Parse) -> AttributionType:
    """Direct where every reported word stands in quotation marks, a leading "that" apart; mixed where some do."""
    inside = outside = 0
    for n, (first, last) in enumerate(content):
        marks = list(parse.quotations_in(parse.span(first, last)))
        for i in range(first, last):
            token = parse.tokens[i]
            if token.upos == "PUNCT" or (n == 0 and i == first and token.upos == "SCONJ"):
                continue
            if any(mark.span.covers(token.span) for mark in marks):
                inside += 1
            else:
                outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _tidy(content: Sequence[Range], nested: bool, parse: Parse) -> list[Range]:
    """Takes in the quotation marks of a quotation whose words are all there, and drops commas that belong to the frame.

    Of a nested report, whose content is read off the links alone, what stands before a whole quotation without a finite
    verb ("… in the hall, “We …”") belongs to the frame too, and so does a word or two apart from a whole clause.
    """
    found = []
    for first, last in content:
        for quotation in list(parse.quotations_in(parse.span(first, last))) if nested else ():
            a, b = parse.range_of(quotation.span)
            before = parse.tokens[first:a]
            if b - a >= SPEECH_WORDS and first < a and a + 1 < last and not any(t.xpos in FINITE for t in before):
                first = a - 1 if before[-1].upos == "SCONJ" else a
            if first <= a < last < b and all(t.upos == "PUNCT" for t in parse.tokens[last:b]):
                last = b
        for quotation in parse.quotations_in(parse.span(first, last)):
            words = parse.range_of(quotation.span)
            if first == words[0] + 1 and last >= words[1] - 1:
                first -= 1
            if last == words[1] - 1 and first <= words[0] + 1 and quotation.closed:
                last += 1
        if parse.tokens[first].text in OPENING and not any(parse.tokens[i].text in CLOSING for i in range(first + 1, last)):
            # A quotation inside a quotation, whose closing mark was left out, with or without its comma.
            behind = last + 1 if last < len(parse.tokens) and parse.tokens[last].text in ",.!?" else last
            if behind < len(parse.tokens) and parse.tokens[behind].text in CLOSING:
                last = behind + 1
        while last - first > 1 and parse.tokens[first].text in ",;:":
            first += 1
        while last - first > 1 and parse.tokens[last - 1].text in ",;:":
            last -= 1
        found.append((first, last))
    whole = [(a, b) for a, b in found if b - a >= SPEECH_WORDS or any(t.xpos in FINITE for t in parse.tokens[a:b])]
    return whole if nested and whole else found


def _stance(source: Sequence[Range], cue: Sequence[Range], parse: Parse) -> tuple[Polarity, Certainty]:
    """Polarity and certainty of a cue by its words; a negated cue, or "no one", turns its polarity round."""
    words = [i for a, b in cue for i in range(a, b)]
    forms = [parse.tokens[i].text.lower() for i in words]
    polarity: Polarity = "positive"
    certainty: Certainty = "stated"
    for start in range(len(forms)):
        for end in range(start + 1, min(len(forms), start + LONGEST_CUE) + 1):
            entry = speech.cues().get(tuple(forms[start:end]))
            if entry is not None:
                polarity = "negative" if entry.polarity == "negative" else polarity
                certainty = entry.certainty if certainty == "stated" else certainty
    if source and parse.tokens[source[0][0]].text.lower() in speech.negations():
        polarity = "positive" if polarity == "negative" else "negative"
    if words:
        near = range(max(0, words[0] - 4), words[-1] + 1)
        turned = any(
            parse.tokens[i].text.lower() in speech.negations() and (i in words or parse.tokens[i].head in words) for i in near
        )
        if turned:
            polarity = "positive" if polarity == "negative" else "negative"
    return polarity, certainty


def _finished(draft: _Draft, reading: Reading, done: Mapping[int, Attribution]) -> Attribution:
    document, parse = reading.document, reading.parse
    content = tuple(_unled(part, draft.source, parse) for part in _tidy(draft.content, draft.inside is not None, parse))
    polarity, certainty = _stance(draft.source, draft.cue, parse)
    block = document.block_at(parse.tokens[content[0][0]].span.start)
    time, place = _when_and_where(draft, content, reading)

    def spans(ranges: Sequence[Range]) -> tuple[Span, ...]:
        return tuple(parse.span(a, b) for a, b in ranges)

    return Attribution(
        document_id=document.id,
        made_by=MADE_BY,
        confidence=draft.score,
        source=spans(draft.source),
        carried=parse.span(*draft.carried) if draft.carried and not draft.source else None,
        cue=spans(draft.cue),
        content=spans(content),
        type=_type(content, parse),
        polarity=polarity,
        certainty=certainty,
        inside=done[id(draft.inside)].id if draft.inside is not None and id(draft.inside) in done else None,
        time=time,
        place=place,
        teaser=block is not None and block.role == "teaser",
    )


def _unled(part: Range, source: Sequence[Range], parse: Parse) -> Range:
    """A piece of a content without the preposition that leads its source: "described as unfair [by two unions]"."""
    a, b = part
    last = parse.tokens[b - 1]
    led = last.deprel == "case" and any(first == b and first <= last.head < end for first, end in source)
    return (a, b - 1) if led and b - 1 > a else part


def _when_and_where(draft: _Draft, content: Sequence[Range], reading: Reading) -> tuple[str | None, Span | None]:
    """The id of the time and the place that belong to the saying: to its cue, or to a document that is its source."""
    if draft.lent:
        return None, None
    parse, words = reading.parse, clause_words()
    said = [parse.span(a, b) for a, b in content]
    documents = speech.documents() | words.carriers
    speakers = [i for a, b in draft.source for i in range(a, b) if parse.tokens[i].text.lower() in documents]
    triggers = [i for a, b in draft.cue for i in range(a, b)] + speakers
    times = [
        time
        for i in triggers
        for time in times_of(parse, i, reading.of(TimeExpression), words)
        if time.type in ("DATE", "TIME") and not any(span.meets(time.span) for span in said)
    ]
    places = [parse.span(place.first, place.last) for i in triggers for place in places_of(parse, i, words)]
    where = next((place for place in places if not any(span.meets(place) for span in said)), None)
    # A day before a word such as "recently", which has none.
    return next((time.id for time in sorted(times, key=lambda time: time.earliest is None)), None), where
