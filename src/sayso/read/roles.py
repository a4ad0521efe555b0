"""Roles: what each stretch of a text is: headline, byline, dateline, paragraph, teaser and the rest.

A stretch is a paragraph or a line as the medium parts them. First the phrases of lexicon/data/en/layout.tsv speak
("Read more: …"), then the tag it came in, then its shape and place: a short line without a full stop before any
paragraph is a headline, between paragraphs a subheading. At last the openings of paragraphs ("NAIROBI, March 4
(Reuters) -", "Harbour News /") and credits at their ends are parted from their sentences.
Known misses, in tests/cases/layout.jsonl: headlines that end in a full stop, a writer's bare name with no date beside
it, list items that look like subheadings, times and titles on one line, an outlet's name that no word gives away.
"""

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from sayso.core.document import Block, BlockRole
from sayso.core.span import Span
from sayso.lexicon.layout import Phrase, of_kind

# Longer stretches are never teasers, captions or boilerplate; the longest caption in our examples has 230 characters.
PHRASED = 400
# Lengths of lines that may be headings, in characters and words.
HEADLINE_LENGTH, HEADLINE_WORDS = 180, 28
SUBHEADING_LENGTH, SUBHEADING_WORDS = 100, 14
# Characters at the start of a paragraph that may be its dateline, and at its end that may be its credit.
OPENING, CLOSING = 120, 300

_LEAD = " \t\u00a0\ufeff([{<*_•·▪►▶→>|#-–—"
_TAIL = " \t\u00a0)]}>*_|.…-–—»”’\"'"
_QUOTES = " \t\u00a0)]}*_»”’\"'"
_ENDS = ".?!…:;,。؟！？।"
# Marks of direction that no reader sees.
_MARKS = "\ufeff\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_WORD = re.compile(r"\w[\w.'’-]*")
_TIME_TOKEN = re.compile(r"\d{1,4}(?:[a-z]{2})?(?!\w)|\d{1,2}h\d{2}|[^\W\d_]+(?:\.[^\W\d_]+)*|\d+|[^\w\s,.:|/()•·–—+-]")
_NUMERIC_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_LONG_NUMBER = re.compile(r"\d{5}")
# A dash of half an em with no space beside it joins numbers and names ("20–30", "Paris–Dakar") and parts nothing.
_DASH = re.compile(r"\s--?\s|\s–\s*|–\s|\s*[—―]\s*|\s--?(?=[^\W\d_])")
_AFTER_BRACKET = re.compile(r"\s*(?P<dash>--?|[—–―]|:)?\s*")


class Stretch(msgspec.Struct, frozen=True):
    """Characters `start` to `end` of the text, white space trimmed; `hint` is the role its tag gives, if any."""

    start: int
    end: int
    hint: BlockRole | None = None


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What stands before a paragraph's prose: `end` is where the prose starts; the rest may not be stated.

    `dateline` is "NAIROBI, March 4 (Reuters)", `outlet` the marker before it ("Harbour News / "), `agency` who is
    named in the brackets.
    """

    end: int
    dateline: str | None = None
    outlet: str | None = None
    agency: str | None = None


def blocks(text: str, stretches: Sequence[Stretch]) -> tuple[Block, ...]:
    """One block or more for each stretch, in order; together they cover what the stretches cover."""
    found: list[Block] = []
    opened = False
    roles = _roles(text, stretches)
    labelled = (
        _is_label(text[s.start : s.start + OPENING]) for s, role in zip(stretches, roles, strict=True) if role == "paragraph"
    )
    labels = sum(labelled)
    for stretch, role in zip(stretches, roles, strict=True):
        start, end = stretch.start, stretch.end
        if role == "paragraph":
            opening = opening_of(text[start:end], first=not opened, colon=labels == 1)
            opened = True
            if opening is not None and start + opening.end < end:
                prose = start + opening.end
                found.append(Block(span=Span(start, _trimmed_end(text, start, prose)), role="dateline"))
                start = prose
            credit = _credit_start(text, start, end)
            if credit is not None:
                found.append(Block(span=Span(start, _trimmed_end(text, start, credit)), role=role))
                start, role = credit, "credit"
        found.append(Block(span=Span(start, end), role=role))
    return tuple(found)


def _trimmed_end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


class _Seen(msgspec.Struct, frozen=True):
    """One stretch as one line: its words, who of the phrases claims it, and its shape."""

    line: str
    claim: BlockRole | None
    headish: bool
    subheadish: bool
    bare_label: bool


def _roles(text: str, stretches: Sequence[Stretch]) -> list[BlockRole]:
    seen = [_see(text, stretch) for stretch in stretches]
    # A stretch that is certainly prose: what stands before the first and after the last is the article's frame.
    prose = [
        i
        for i, (s, it) in enumerate(zip(stretches, seen, strict=True))
        if it.claim is None and s.hint in (None, "paragraph") and not it.headish
    ]
    first, last = (prose[0], prose[-1]) if prose else (len(seen), -1)
    roles: list[BlockRole] = []
    titled = any(stretch.hint == "headline" for stretch in stretches)
    for i, (stretch, it) in enumerate(zip(stretches, seen, strict=True)):
        framed = i <= first or i > last
        if stretch.hint == "headline":
            roles.append("headline")
            continue
        if i == 0 and it.claim in ("teaser", "boilerplate") and it.headish and not titled and len(seen) > 1 and not it.bare_label:
            # "Opinion: The port needs a new law" as the first line is the article's own headline.
            roles.append("headline" if ":" in it.line else it.claim)
            titled = titled or ":" in it.line
        elif it.claim == "byline":
            roles.append("byline" if framed or i <= first + 1 else _by_shape(it, i, first, last))
        elif it.claim is not None:
            roles.append(it.claim)
        elif i == len(seen) - 1 and i > 0 and len(it.line) <= 40 and it.line[:1] in tuple("-–—") and not _is_sentence(it.line):
            roles.append("credit")
        elif stretch.hint is not None:
            roles.append(stretch.hint)
        elif i < first and it.headish and has_date(it.line) and _is_place(it.line):
            roles.append("dateline")
        elif i < first and titled and _is_name(it.line) and _beside_a_signature(seen, i):
            roles.append("byline")
        elif i < first and it.headish and not titled and (last >= 0 or i == 0 < len(seen) - 1):
            roles.append("headline")
            titled = True
        else:
            roles.append(_by_shape(it, i, first, last))
    return _with_lists(_with_runs(roles, seen), seen, stretches)


def _by_shape(it: _Seen, i: int, first: int, last: int) -> BlockRole:
    """Subheading or paragraph: a short line without a full stop, with prose after it."""
    return "subheading" if it.subheadish and i < last else "paragraph"


def _with_runs(roles: list[BlockRole], seen: Sequence[_Seen]) -> list[BlockRole]:
    """The roles with the lines that follow a bare "Related stories" told as teasers too.

    Of a run that ends in prose the last line is the prose's own subheading, unless it is the only one.
    """
    for i, it in enumerate(seen):
        if not (it.bare_label and roles[i] == "teaser"):
            continue
        end = i + 1
        while end < len(roles) and seen[end].headish and roles[end] in ("subheading", "paragraph", "headline"):
            end += 1
        taken = end if end == len(roles) or end - i <= 2 else end - 1
        roles[i + 1 : taken] = ["teaser"] * (taken - i - 1)
    return roles


def _with_lists(roles: list[BlockRole], seen: Sequence[_Seen], stretches: Sequence[Stretch]) -> list[BlockRole]:
    """The roles with runs of three or more untagged subheadings told as what they are: the items of a list."""
    i = 0
    while i < len(roles):
        end = i
        while end < len(roles) and roles[end] == "subheading" and stretches[end].hint is None:
            end += 1
        if end - i >= 3:
            roles[i:end] = ["paragraph"] * (end - i)
        i = max(end, i + 1)
    return roles


def _see(text: str, stretch: Stretch) -> _Seen:
    length = stretch.end - stretch.start
    if length > PHRASED:
        return _Seen("", None, False, False, False)
    line = " ".join(text[stretch.start : stretch.end].split())
    words = len(line.split())
    bare = line.rstrip(_QUOTES)
    end = bare[-1:] or "."
    abbreviated = len(bare) > 2 and bare[-1] == "." and bare[-3:-2] in (".", " ") and bare[-2].isupper()
    starts_up = not line.lstrip(" '\"“‘«([¿¡")[:1].islower()
    start = line.lstrip(_MARKS)[:1]
    item = not (start.isalnum() or start in "\"'“‘«‹„([#$€£¥¿¡…") or not any(c.isalnum() for c in line)
    open_end = end not in _ENDS or abbreviated or end in "?!？！"
    quoted = line[:1] in '"“«' and line[-1:] in '"”»' and end in "?!.,"
    shape = open_end and starts_up and not quoted
    headish = shape and not item and length <= HEADLINE_LENGTH and words <= HEADLINE_WORDS
    subheadish = shape and not item and length <= SUBHEADING_LENGTH and words <= SUBHEADING_WORDS
    phrase = phrase_of(line)
    claim = phrase.role if phrase is not None else None
    if is_credit(line):
        claim = "credit"
    elif claim is None and is_timestamp(line):
        claim = "timestamp"
    label = phrase is not None and claim == "teaser" and len(line.strip(_LEAD).rstrip(_TAIL + ":")) <= len(phrase.phrase)
    return _Seen(line, claim, headish, subheadish and not (end in "?!" and words > 10), label)


def _is_label(head: str) -> bool:
    """Whether a paragraph opens "CAPITALS: ", as a speaker in a transcript does, or a dateline once."""
    left, colon, _ = head.partition(": ")
    return bool(colon) and len(left) <= 40 and _is_capitals(left)


# Phrases


@cache
def _table(kind: str) -> tuple[tuple[str, ...], dict[str, Phrase]]:
    phrases = {"prefix": of_kind("prefix"), "suffix": of_kind("suffix"), "within": of_kind("within")}[kind]
    return tuple(phrases), phrases


def phrase_of(line: str) -> Phrase | None:
    """The row of the layout table that claims this line (white space collapsed, at most PHRASED characters), if one does."""
    plain = line.replace("’", "'").casefold()
    opened, closed = plain.lstrip(_LEAD), plain.rstrip(_TAIL)
    core = opened.rstrip(_TAIL + ":")
    sentence = _is_sentence(line)
    whole = of_kind("whole").get(plain) or of_kind("whole").get(core)
    if whole is not None:
        return whole
    starts, prefixes = _table("prefix")
    for candidate in (plain, opened):
        if candidate.startswith(starts):
            for start in starts:
                if candidate.startswith(start) and not _runs_on(candidate, len(start)):
                    phrase = prefixes[start]
                    if not (sentence and phrase.value == "fragment") and _suits(phrase, line, candidate[len(start) :]):
                        return phrase
    ends, suffixes = _table("suffix")
    for candidate in (plain, closed):
        if candidate.endswith(ends):
            for end in ends:
                if candidate.endswith(end) and not (end[0].isalnum() and candidate[-len(end) - 1 : -len(end)].isalnum()):
                    phrase = suffixes[end]
                    if phrase.role == "byline" and (sentence or not _is_signature(line)):
                        continue
                    if not (sentence and phrase.value == "fragment"):
                        return phrase
    return next((phrase for phrase in _table("within")[1].values() if phrase.phrase in line), None)


def _is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return line.rstrip(_QUOTES).endswith((".", "!", "?", "…"))


def _runs_on(line: str, position: int) -> bool:
    """Whether a word goes on across `position`, so that what ends there is no whole phrase."""
    return line[position - 1].isalnum() and position < len(line) and line[position].isalnum()


def _suits(phrase: Phrase, line: str, rest: str) -> bool:
    """Whether what follows a prefix is of the kind its role asks for: a name after "By", a time after "Published"."""
    if phrase.role == "timestamp":
        return _are_time_words(rest)
    if phrase.role == "byline":
        return _is_signature(line.strip(_LEAD)[len(phrase.phrase) :])
    return True


def _is_signature(words: str) -> bool:
    """Whether these words can be who wrote it: few, mostly capitalised, no sentence, no date.

    >>> _is_signature("Ana Silva in Port Vale"), _is_signature("Monday the army had left the town")
    (True, False)
    """
    found: list[str] = _WORD.findall(words)
    ended = words.rstrip().endswith((".", "?", "!", ":", ";")) and not words.rstrip()[-3:-1].istitle()
    if ended or not 1 <= len(found) <= 14:
        return False
    first = found[0].rstrip(".").casefold()
    if first in of_kind("month") or first in of_kind("weekday") or not found[0][0].isupper():
        return False
    return sum(word[0].isupper() or word[0].isdigit() for word in found) * 2 >= len(found)


def _is_name(line: str) -> bool:
    """Two to four capitalised words and nothing else, perhaps with one short word in between and a place after."""
    found = _WORD.findall(line)
    capitalised = all(word[0].isupper() or len(word) <= 3 for word in found)
    return 2 <= len(found) <= 7 and capitalised and found[0][0].isupper() and "," not in line


def _beside_a_signature(seen: Sequence[_Seen], i: int) -> bool:
    """Whether a byline or a timestamp stands just before or after."""
    return any(0 <= j < len(seen) and seen[j].claim in ("timestamp", "byline") for j in (i - 1, i + 1))


# Times


def is_timestamp(line: str) -> bool:
    """Whether a line holds a date or a clock time, and nothing but.

    >>> is_timestamp("Wednesday, 5 March 2031, 14:05 GMT"), is_timestamp("On March 5 the port reopened")
    (True, False)
    """
    dated = any(c.isalpha() or c == ":" for c in line) or _NUMERIC_DATE.search(line) is not None
    return len(line) <= 100 and dated and any(c.isdigit() for c in line) and _are_time_words(line)


def _are_time_words(line: str) -> bool:
    known = (of_kind("month"), of_kind("weekday"), of_kind("filler"))
    labels = of_kind("prefix")
    for token in _TIME_TOKEN.findall(line.casefold()):
        if token[0].isdigit():
            continue
        if not any(token in table for table in known):
            label = labels.get(token)
            if label is None or label.role != "timestamp":
                return False
    return not _LONG_NUMBER.search(line)


def has_date(words: str) -> bool:
    """Whether a month's name and a number stand in these words."""
    tokens = [token.rstrip(".") for token in _TIME_TOKEN.findall(words.casefold())]
    return any(token in of_kind("month") for token in tokens) and any(token[0].isdigit() for token in tokens)


# Credits


@cache
def _agency_words() -> re.Pattern[str]:
    names = sorted({*of_kind("agency"), *of_kind("joiner")}, key=lambda name: (-len(name), name))
    return re.compile(rf"[\W_]*(?:{'|'.join(map(re.escape, names))})(?!\w)", re.I)


def is_credit(line: str) -> bool:
    """Whether a line names one agency or more, and nothing else.

    >>> is_credit("— Reuters"), is_credit("With AFP and AP"), is_credit("Reuters said so")
    (True, True, False)
    """
    if len(line) > 80 or line.rstrip().endswith((":", "?")):
        return False
    at, named = 0, False
    while match := _agency_words().match(line, at):
        word = match[0].lstrip("".join(c for c in match[0] if not c.isalnum())).casefold()
        named = named or word in of_kind("agency")
        at = match.end()
    return named and not any(c.isalnum() for c in line[at:])


def _credit_start(text: str, start: int, end: int) -> int | None:
    """Where a credit at a paragraph's end begins: "… said. (Reporting by Ana Silva)", "… said. — Reuters"."""
    base = max(start + 1, end - CLOSING)
    tail = text[base:end]
    cut = -1
    if tail.endswith((")", "]", ").")):
        cut = max(tail.rfind("("), tail.rfind("["))
    else:
        for dash in _DASH.finditer(tail):
            cut = dash.start() + len(dash[0]) - len(dash[0].lstrip())
    before = text[start : base + cut].rstrip() if cut >= 0 else ""
    if not before.endswith((".", "!", "?", "…", "”", '"', "’", "'")):
        return None
    line = " ".join(tail[cut:].split())
    phrase = phrase_of(line)
    return base + cut if is_credit(line) or (phrase is not None and phrase.role == "credit") else None


# Openings


def opening_of(paragraph: str, *, first: bool, colon: bool = False) -> Opening | None:
    """The dateline or outlet marker a paragraph opens with, or None.

    `first` says that it is the article's first paragraph, where weaker signs are enough; `colon` that "CAPITALS: " is one.

    >>> opening_of("NAIROBI, March 4 (Reuters) - The vote began.", first=True)
    Opening(end=29, dateline='NAIROBI, March 4 (Reuters)', outlet=None, agency='Reuters')
    """
    head = paragraph[:OPENING]
    marker = _marker(head, first)
    begin = marker.end if marker is not None else 0
    dateline = _dateline(head[begin:], first=first, colon=colon, sentence=paragraph[begin : begin + 3 * OPENING])
    if marker is None:
        return dateline
    certain = is_outlet(marker.outlet or "")
    if dateline is None:
        return marker if certain else None
    both = f"{marker.outlet} / {dateline.dateline}"
    if not certain and _is_capitals(marker.outlet or "") and _is_capitals((dateline.dateline or "").partition(",")[0]):
        return Opening(end=begin + dateline.end, dateline=both, agency=dateline.agency)
    return Opening(end=begin + dateline.end, dateline=dateline.dateline, outlet=marker.outlet, agency=dateline.agency)


def is_outlet(name: str) -> bool:
    """Whether a name looks like an outlet's: an agency we know, or capitalised words with one such as "News" among them."""
    if name.casefold() in of_kind("agency"):
        return True
    words = name.split()
    capitalised = all(not word[0].islower() for word in words)
    return 2 <= len(words) <= 6 and capitalised and any(word.strip(".,").casefold() in of_kind("outlet") for word in words)


def _marker(head: str, first: bool) -> Opening | None:
    """An outlet's name before " / " (or "/ "), if the paragraph opens with what can be one."""
    slash = head.find("/", 0, 60)
    if not first or slash < 1 or not head[slash + 1 : slash + 2].isspace():
        return None
    name = head[:slash].strip()
    if not name or len(name.split()) > 6 or any(word[0].islower() for word in name.split()) or name[-1] in _ENDS:
        return None
    return Opening(end=slash + len(head[slash:]) - len(head[slash + 1 :].lstrip()), outlet=name)


def _dateline(head: str, *, first: bool, colon: bool, sentence: str) -> Opening | None:
    bracketed = _bracketed(head, first)
    if bracketed is not None:
        return bracketed
    dash = _DASH.search(head)
    if dash is not None and dash.start() > 0:
        left, after = head[: dash.start()], head[dash.end() :]
        opens = _opens_prose(after)
        again = dash[0].strip() in sentence[dash.end() :].partition(". ")[0]
        if opens and first and is_outlet(left):
            return Opening(end=dash.end(), outlet=left)
        if opens and not _is_kicker(left) and _is_place(left):
            capitals = _is_capitals(left.partition(",")[0]) or has_date(left)
            if capitals or (first and not again and len(left.split()) <= 4):
                return Opening(end=dash.end(), dateline=left)
    left, mark, after = head.partition(": ")
    if first and mark and _opens_prose(after) and not _is_kicker(left):
        end = len(head) - len(after.lstrip())
        if is_outlet(left):
            return Opening(end=end, outlet=left)
        if colon and len(left) > 3 and _is_capitals(left) and _is_place(left):
            return Opening(end=end, dateline=left)
    return None


def _bracketed(head: str, first: bool) -> Opening | None:
    """A dateline with an agency in brackets: "Jakarta (ANTARA) - ", "(AP) — ", "New Delhi, Jan 5 (PTI) "."""
    opens = head.find("(", 0, 90)
    closes = head.find(")", opens)
    if opens < 0 or closes < 0:
        return None
    left, inner, mark = head[:opens].strip(" ,"), head[opens + 1 : closes].strip(), _AFTER_BRACKET.match(head, closes + 1)
    if mark is None or not inner or not _opens_prose(head[mark.end() :]) or (left and not _is_place(left)):
        return None
    agencies = of_kind("agency")
    names = [inner.casefold(), *(part.strip().casefold() for part in re.split(r"[/,&]", inner))]
    known = next((agencies[name] for name in names if name in agencies), None)
    strong = has_date(left) or _is_capitals(left.partition(",")[0])
    capitalised = len(inner.split()) <= 4 and not any(word[0].islower() for word in inner.split())
    unknown = mark["dash"] is not None and (first or strong) and capitalised
    if has_date(inner) and mark["dash"] is not None and left:
        return Opening(end=mark.end(), dateline=head[: closes + 1].strip())
    if known is None and not (unknown and left):
        return None
    if known is not None and mark["dash"] is None and not (strong or (first and left)):
        return None
    # What stands in the text and not the name it may be short for: two agencies share an acronym more often than not.
    agency = inner
    return Opening(end=mark.end(), dateline=head[: closes + 1].strip(), agency=agency)


def _opens_prose(after: str) -> bool:
    """Whether a sentence can start here: a capital, a digit, a quotation mark."""
    start = after.lstrip("\"'“‘«([…. ")[:1]
    return bool(start) and not start.islower() and (start.isalnum())


def _is_place(words: str) -> bool:
    """Whether these words can be a dateline's place, with a region and a date: capitalised, short, no sentence.

    >>> _is_place("KYIV, Ukraine, March 4"), _is_place("Rio de Janeiro"), _is_place("He said on Monday")
    (True, True, False)
    """
    if not words or len(words) > 80 or (words[-1] in ".!?" and not words[-2:-1].isalpha()):
        return False
    parts = [part.split() for part in re.split(r"[,/]", words)]
    if len(parts) > 5 or not all(parts) or sum(map(len, parts)) > 10:
        return False
    for part in parts:
        small = [w for w in part if not (w[0].isupper() or w[0].isdigit() or len(w) <= 3 or set(w) & set("-'’"))]
        if len(part) > 5 or small:
            return False
        if not (part[0][0].isupper() or part[0][0].isdigit() or "-" in part[0]):
            return False
    return words[0].isalpha() and not any(c in words for c in '"“”?!;:()') and sum(w.islower() for p in parts for w in p) <= 2


def _is_capitals(words: str) -> bool:
    """Whether there are three letters or more, and every cased one is a capital."""
    return len(words) >= 3 and words.isupper() and sum(c.isalpha() for c in words) >= 3


def _is_kicker(words: str) -> bool:
    return words.strip().casefold() in of_kind("kicker")
