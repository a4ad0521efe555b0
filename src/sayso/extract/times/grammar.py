"""The grammar: at each place the longest form that makes sense, counted from its anchor and looking where its verb looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.core import dates
from sayso.core.data import TimeExpression, TimeType
from sayso.core.dates import Days, Part, Unit
from sayso.core.document import Document
from sayso.core.parse import Parse
from sayso.core.span import Span
from sayso.extract.times.atoms import JOINTS, Atoms, Word
from sayso.lexicon.times import before_years, endings, tense_words

MADE_BY = "times.rules/3"

Direction = Literal["PAST", "FUTURE"]

# Shares of right values by how an expression was read, rounded, from the TimeBank documents the grammar was written with.
SAID, COUNTED, BY_TENSE, LOOSE = 0.9, 0.8, 0.85, 0.55
# Heads above a word that are asked for a verb, and words behind a clock that may name its day.
REACH = 8
# Heads above a word that are asked whether they tell of what had been before.
NEAREST = 2
# Characters behind a day within which a time of day in the same sentence is of that day.
NEAR = 150
# Days from which a yearly date in one direction is out of reach, so that the other one is meant whatever the verb (for a
# month, where no verb tells): news says "Aug. 7" of the next or last one. Quarters are reported once they are over.
# Swept on the same documents: flat from 230 to 300, and from 90 to 240.
FAR, FAR_QUARTER = 274, 183
# Nothing that comes about once a year is farther back than this.
WHOLE_YEAR = 366
# Relations of a time that belongs to a noun.
NOMINAL = frozenset({"nmod:poss", "compound", "amod", "nummod"})
# Relations of a word that denies the subject it is or stands before.
DENYING = frozenset({"nsubj", "det", "cc", "advmod"})
# Lengths of half and three quarters of a year: figures for them are compared with those of a year before, and of no quarter.
YEAR_TO_DATE = ("P6M", "P9M")
UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "H": "XXXX-HX", "Y": "XXXX",
    "DE": "XXX", "CE": "XX", "ML": "X",
}  # fmt: skip
# What no form begins with: other words, marks, and the joints that are no article.
NEVER_FIRST = frozenset(".,-") | frozenset(JOINTS.values()) - {"t", "a"}
STOP = re.compile(r"[.!?…\n]\s")
_STATED = re.compile(r"\d{4}(?:-\d\d){0,2}")
# What a sentence or a clause of its own begins behind.
OPENED = frozenset(".!?…;:\"'“‘—–") | {"''", "``", "--"}
# Letters of what leads to the time of a clause: "in", "on".
LED = "IN"
# Forms whose article belongs to a noun behind them: "the Aug. 7 bombings", "a 16-hour flight", "the third-quarter loss".
_BARE = re.compile(
    r"(?:b-?)?(?:M(?!u)|j).*|[no]?M(?!u).*|y|w(?!fl).*|D|h.*|[nc]-?u.*|[nco]-[uU].*|b-[uU]|L?-?o-u.*|u-[gk]|l?L.*y|[uU]-\^"
)


@dataclass(slots=True, kw_only=True)
class Draft:
    """What a form means. `days` are given where the value does not tell them; `refers` makes it an anchor for what
    follows; `open` says that its days are not known though its value is, as of a fiscal year; of an
    approximate one they are not, either."""

    type: TimeType = "DATE"
    value: str
    part: Part | None = None
    anchor: str | None = None
    days: Days | None = None
    approximate: bool = False
    edtf: str | None = None
    confidence: float = SAID
    refers: bool = True
    open: bool = False


@dataclass(slots=True)
class Base:
    """What is counted from."""

    days: Days
    name: str
    unit: Unit = "D"


@dataclass(slots=True)
class Tale:
    """A year that the text has gone back to ("In 1979 the king fell."), with the last day told of it, None where only the
    year was. It holds in its block and the next, up to the next expression that is counted from publication."""

    year: int
    told: Base | None
    block: int


# The days that something falls on in a year of ours: none, once, or of a feast of Islam twice.
Readings = Callable[[int], Sequence[Days]]
Form = Callable[["Grammar", Atoms, "re.Match[str]"], "Draft | None"]
FORMS: list[tuple[re.Pattern[str], Form]] = []


def form(pattern: str) -> Callable[[Form], Form]:
    """Registers what a pattern over letters means."""

    def registered(function: Form) -> Form:
        FORMS.append((re.compile(pattern), function))
        return function

    return registered


@cache
def _any_form() -> re.Pattern[str]:
    """All patterns in one, which tells at once the places where no form begins."""
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for pattern, _ in FORMS))


class Grammar:
    """Reads blocks of one document in order; `latest` is the last date said, from which others may be counted."""

    def __init__(self, document: Document, parse: Parse | None, base: Base | None) -> None:
        self.document, self.parse, self.base = document, parse, base
        self.latest: Base | None = None
        self.tale: Tale | None = None
        self.block = 0
        self.quarter: Base | None = None
        # Where the last expression ends, and where the one ends that `latest` is of.
        self.end = self.told_until = 0
        # The value of the last expression, where it is a time of day.
        self.clock = ""
        self._looking = False
        self.sure = False
        self.reach = FAR
        self._helpers = _helping(parse) if parse else {}

    def read(self, words: Sequence[Word]) -> Iterator[TimeExpression]:
        """The expressions of one block."""
        atoms = Atoms(self.document.text, words)
        at = 0
        self.block += 1
        while at < len(atoms.letters):
            found = None if atoms.letters[at] in NEVER_FIRST else self.longest(atoms, at)
            if found is None:
                at += 1
                continue
            draft, end = found
            if atoms.letters[at] in "ta":
                behind = self.longest(atoms, at + 1) if at + 1 < len(atoms.letters) else None
                if behind is not None and (behind[1] > end or _BARE.fullmatch(atoms.letters, at + 1, end)):
                    at += 1
                    continue
            first, last = atoms.atoms[at], atoms.atoms[end - 1]
            span = Span(words[first.first].start, words[last.last - 1].end)
            expression = self._finished(draft, span)
            yield expression
            self._remember(draft, expression)
            self._telling(atoms, at, draft, expression)
            self.end, self.clock = span.end, draft.value if draft.type == "TIME" else ""
            at = end

    def day_behind(self, atoms: Atoms, at: int) -> tuple[Draft, int] | None:
        """The form at an atom, unless one that looks ahead asks already: "at 5 on 5 on 5 …" would look without end."""
        if self._looking:
            return None
        self._looking = True
        try:
            return self.longest(atoms, at)
        finally:
            self._looking = False

    def day_at_hand(self, atoms: Atoms, match: re.Match[str]) -> tuple[str, str | None] | None:
        """The day that the last expression named, where it stands in the same sentence."""
        if self.latest is None or self.latest.unit != "D" or self.latest.days.earliest != self.latest.days.latest:
            return None
        word = atoms.words[atoms.atoms[match.start()].first]
        between = self.document.text[self.told_until : word.start]
        if STOP.search(between) or word.start - self.told_until > NEAR or self.latest.name in ("", None):
            return None
        return self.latest.days.earliest.isoformat(), self.latest.name

    def longest(self, atoms: Atoms, at: int, within: int | None = None) -> tuple[Draft, int] | None:
        """The longest form at an atom that makes sense there, and where it ends."""
        if not _any_form().match(atoms.letters, at):
            return None
        matches = []
        for rank, (pattern, form) in enumerate(FORMS):
            match = pattern.match(atoms.letters, at) if within is None else pattern.match(atoms.letters, at, within)
            if match is not None and match.end() > at:
                matches.append((-match.end(), rank, match, form))
        for _, _, match, form in sorted(matches, key=lambda m: m[:2]):
            draft = form(self, atoms, match)
            if draft is not None:
                return draft, match.end()
        return None

    def _finished(self, draft: Draft, span: Span) -> TimeExpression:
        dated = draft.type in ("DATE", "TIME")
        days = draft.days or (dates.days_of(draft.value) if dated and not draft.open and not draft.approximate else None)
        if days is not None and draft.part is not None and draft.days is None:
            days = dates.narrowed(days, draft.part)
        edtf = draft.edtf
        if edtf is None and dated and not (draft.open and "-" in draft.value):
            edtf = dates.edtf_of(draft.value, draft.approximate)
        return TimeExpression(
            document_id=self.document.id, made_by=MADE_BY, confidence=draft.confidence, span=span, type=draft.type,
            value=draft.value, edtf=edtf, anchor=draft.anchor,
            earliest=days.earliest.isoformat() if days else None, latest=days.latest.isoformat() if days else None,
        )  # fmt: skip

    def _remember(self, draft: Draft, expression: TimeExpression) -> None:
        if draft.value in YEAR_TO_DATE:
            self.quarter, self.latest = None, self.base
        if draft.type not in ("DATE", "TIME") or not draft.refers:
            return
        days = draft.days or dates.days_of(draft.value.partition("T")[0])
        if days is not None:
            self.latest = Base(days, expression.id, _unit_of(draft.value))
            self.told_until = expression.span.end
            # A quarter that is not over has no results yet that could be compared with those of a year before.
            if self.latest.unit == "Q" and (self.base is None or days.latest <= self.base.days.latest):
                self.quarter = self.latest

    def _telling(self, atoms: Atoms, at: int, draft: Draft, expression: TimeExpression) -> None:
        """Notes where the text goes back to another year, goes on in it, or leaves it."""
        days = dates.days_of(draft.value) if draft.type == "DATE" else None
        if self.base is not None and draft.anchor == self.base.name:
            self.tale = None
        elif days is not None and self.base is not None and _STATED.fullmatch(draft.value):
            year = days.earliest.year
            told = Base(days, expression.id) if "-" in draft.value else None
            if self.tale is not None and year == self.tale.year:
                self.tale = Tale(year, told or self.tale.told, self.block)
            elif year < self.base.days.earliest.year and self._sets_scene(atoms, at):
                self.tale = Tale(year, told, self.block)

    def _sets_scene(self, atoms: Atoms, at: int) -> bool:
        """Whether a date says when its whole sentence was: it opens it ("In 1979 …"), or hangs on its main verb in the past."""
        first = atoms.atoms[at].first
        if at == 0 or atoms.letters[at - 1] not in LED:
            return False
        if first < 2 or atoms.words[first - 2].text in OPENED:
            return True
        word = atoms.words[first]
        if self.parse is None or word.at is None:
            return False
        verb = self.parse.tokens[word.at].head
        main = self.parse.tokens[verb]
        past = main.xpos == "VBD" or "PAST" in self._helpers.get(verb, frozenset())
        return main.head == verb and past and self.parse.tokens[word.at].deprel == "obl"

    def in_tale(self, atoms: Atoms, match: re.Match[str], month: int, day: int | None) -> tuple[str, str | None] | None:
        """The year of a bare month or day that goes on with a tale, unknown where the text leaves it open; None where there is
        no tale that it could be of."""
        tale = self.tale
        if tale is None or self.block > tale.block + 1 or not self._sets_scene(atoms, match.start()):
            return None
        if self.direction(atoms, match) == "FUTURE":
            return None
        tale.block = self.block
        last = dates.days_of(f"{tale.year:04}-{month:02}" + (f"-{day:02}" if day else ""))
        if tale.told is None or last is None or last.latest < tale.told.days.earliest:
            return "XXXX", None
        return f"{tale.year:04}", tale.told.name

    # What is counted from the base or from what was said.

    def counted(self, unit: Unit, by: int, from_text: bool = False) -> tuple[str, str | None]:
        """The value of a unit so many on, and its anchor; the unknown value without an anchor."""
        base = self.latest if from_text else self.base
        value = dates.counted(base.days, unit, by) if base else None
        return (value, base.name) if value and base else (UNKNOWN[unit], None)

    def yearly(self, unit: Unit, cycle: int, target: int, direction: Direction) -> str | None:
        """The last or next unit of a year, as its verb looks, unless that is out of reach and the other is not."""
        value = self.nearest(unit, cycle, target, direction)
        if unit == "M" and self.sure:
            # "won in January" in December is eleven months back; of days news says the year from so far.
            return value
        other: Direction = "FUTURE" if direction == "PAST" else "PAST"
        far = FAR_QUARTER if unit == "Q" and direction == "FUTURE" else self.reach
        return self.nearest(unit, cycle, target, other) if self.away(dates.days_of(value) if value else None) > far else value

    def away(self, days: Days | None) -> int:
        """How many days lie between the anchor and some days; 0 where either is not known."""
        if days is None or self.base is None:
            return 0
        return max(0, (days.earliest - self.base.days.latest).days, (self.base.days.earliest - days.latest).days)

    def nearest(
        self, unit: Unit, cycle: int, target: int, direction: Direction, strict: bool = False, base: Base | None = None
    ) -> str | None:
        """The last or next unit with this place in its cycle, the base's own in, unless `strict`; None where it is not sure."""
        base = base or self.base
        if base is None:
            return None
        found = set()
        for day in (base.days.earliest, base.days.latest):
            index = dates.index_of(unit, day) - (1 if unit == "D" else 0)
            if direction == "PAST":
                back = (index - target) % cycle
                index -= back or (cycle if strict else 0)
            else:
                on = (target - index) % cycle
                index += on or (cycle if strict else 0)
            found.add(index)
        if len(found) > 1:
            return None
        try:
            return dates.value_of(unit, found.pop() + (1 if unit == "D" else 0))
        except (ValueError, OverflowError):
            return None

    def nearest_days(self, readings: Readings, direction: Direction, strict: bool = False) -> Days | None:
        """The last or next of days that come about once a year, such as a day of a month or a feast."""
        if self.base is None:
            return None
        found = set()
        for day in (self.base.days.earliest, self.base.days.latest):
            known = [days for year in range(day.year - 9, day.year + 10) for days in readings(year)]
            if direction == "PAST":
                fitting = [days for days in known if (days.earliest < day if not strict else days.latest < day)
                           or (days.earliest == day and not strict)]  # fmt: skip
                found.add(max(fitting, key=lambda d: d.earliest, default=None))
            else:
                fitting = [days for days in known if (days.latest >= day if not strict else days.earliest > day)]
                found.add(min(fitting, key=lambda d: d.earliest, default=None))
        return found.pop() if len(found) == 1 else None

    def in_reach(self, readings: Readings, direction: Direction) -> Days | None:
        """The last or next of such days, as the verb looks, unless that is out of reach."""
        days = self.nearest_days(readings, direction)
        return days if self.away(days) <= self.reach else self.nearest_days(readings, "FUTURE" if direction == "PAST" else "PAST")

    def told(self, unit: Unit, cycle: int, target: int, by: int) -> tuple[str, str] | None:
        """The unit with this place in its cycle that comes before or after the last date said, or within it ("that June");
        None where the text leaves it open."""
        latest = self.latest
        if latest is None:
            return None
        if by:
            edge = latest.days.latest if by > 0 else latest.days.earliest
            value = self.nearest(unit, cycle, target, "FUTURE" if by > 0 else "PAST", True, Base(Days(edge, edge), latest.name))
        else:
            value = self.nearest(unit, cycle, target, "FUTURE", base=Base(Days(*[latest.days.earliest] * 2), latest.name))
            days = dates.days_of(value) if value else None
            # "On 3 May 1998 he fell. That September ..." is of that year; of a month before May the text leaves it open.
            same = unit == "M" and days is not None and days.earliest.year == latest.days.latest.year
            if days is None or (days.earliest > latest.days.latest and not same):
                return None
        return (value, latest.name) if value else None

    # Tense.

    def direction(self, atoms: Atoms, match: re.Match[str]) -> Direction:
        """Whether the verb that governs a form looks back or forward; where none tells, news looks back, and is not `sure`."""
        word = atoms.words[atoms.atoms[match.end() - 1].first]
        start = match.start()
        while start > 0 and atoms.letters[start - 1] in "CnGmzZN,":
            start -= 1
        before_word = atoms.words[atoms.atoms[start].first - 1] if atoms.atoms[start].first else None
        before = before_word.text.lower() if before_word is not None else ""
        self.reach = FAR
        if before_years().get(before) in ("since", "until"):
            # What has held since June began in the last one; what ran through June may be over.
            # "They had given him until Thursday": that was then.
            since = before_years()[before] == "since" or self._long_past(word.at)
            # "It would pay them through September" is of the one to come.
            ahead = not since and self._above(atoms, match, start, before) == "FUTURE"
            # "Since Jan. 1" never lies ahead, however far back it is.
            self.sure, self.reach = since, WHOLE_YEAR if since else FAR if ahead else FAR_QUARTER
            return "PAST" if since else "FUTURE"
        self.sure = False
        if self.parse is None or word.at is None:
            return "PAST"
        if before_word is not None and before_word.xpos == "VBD" and tense_words().get(before) != "PLANNED":
            # "said Monday it will leave": whatever the tree, a bare day belongs to the verb it follows.
            self.sure = True
            return "PAST"
        if before_word is not None and before_word.xpos.startswith("JJ") and tense_words().get(before) == "PLANNED":
            # "effective Feb. 1", "payable Monday": whatever the tree, of what is to come.
            return "FUTURE"
        return self._above(atoms, match, start, before)

    def _long_past(self, at: int | None) -> bool:
        """Whether one of the words nearest above is a verb of what had been before."""
        for _ in range(NEAREST if self.parse is not None and at is not None else 0):
            assert self.parse is not None and at is not None
            at = self.parse.tokens[at].head
            if "PLUPERFECT" in self._helpers.get(at, frozenset()):
                return True
        return False

    def _above(self, atoms: Atoms, match: re.Match[str], start: int, before: str) -> Direction:
        """Where the verbs above a form look, the nearest first."""
        word = atoms.words[atoms.atoms[match.end() - 1].first]
        if self.parse is None or word.at is None:
            return "PAST"
        tokens, at = self.parse.tokens, word.at
        first, last = atoms.atoms[start].first, atoms.atoms[match.end() - 1].last
        low, high = atoms.words[first].at, atoms.words[last - 1].at
        # Of a day that only tells which event is meant ("Monday's vote") no infinitive and no present above says when it was.
        nominal = atoms.letters[match.end() : match.end() + 1] == "P" or tokens[at].deprel in NOMINAL
        steps, led, deadline, named = 0, tokens[at].deprel == "nmod", before_years().get(before) == "by", True
        for _ in range(REACH):
            head = tokens[at].head
            if head == at:
                break
            at = head
            if low is not None and high is not None and low <= at <= high:
                continue
            if "COMING" in self._helpers.get(at, frozenset()):
                # "They left ahead of Sunday's vote."
                self.sure = False
                return "FUTURE"
            steps += 1
            named = named and tokens[at].xpos.startswith("NN")
            if named and "SLATED" in self._helpers.get(at, frozenset()):
                # "The slated visit in June was on his mind."
                self.sure = False
                return "FUTURE"
            tense = self._tense(at, steps, nominal, deadline)
            if tense is not None:
                # "won in June" and "lost the vote in June" look back however far; "failed to set October elections" and "told of
                # a cut in June" do not.
                telling = tense_words().get(tokens[at].text.lower()) == "TELLING"
                self.sure = steps == 1 or (steps == 2 and led and not telling)
                return tense
        return "PAST"

    def _tense(self, at: int, steps: int, nominal: bool, deadline: bool) -> Direction | None:
        """The direction of a verb, so many steps above a form, by its own form and its helping words; None for what is no
        finite verb."""
        assert self.parse is not None
        token, helpers = self.parse.tokens[at], self._helpers.get(at, frozenset())
        directly = steps == 1
        # Whatever its tag: a form that differs from its lemma is no infinitive, and a present of one has its ending.
        present = (
            token.text.lower().endswith(endings("plural")) if token.xpos == "VBZ" else token.lemma.lower() == token.text.lower()
        )
        tag = "VBD" if token.xpos in ("VB", "VBP", "VBZ") and not present else token.xpos
        able = "ABLE" in helpers and "NOT" not in helpers
        if (helpers & {"FUTURE", "AHEAD"} or able) and not (nominal and steps > 2):
            # "may have left in March" looks back, "will have left by March" does not.
            return "PAST" if "PERFECT" in helpers and not ("AHEAD" in helpers and deadline) else "FUTURE"
        if "PLUPERFECT" in helpers or "ABLE" in helpers:
            # "could not be reached Friday", "had been due to end on Friday": of what came otherwise.
            return None if able else "PAST"
        if directly and not nominal and tense_words().get(token.text.lower()) == "PLANNED":
            # "It began as previously planned on Monday": when it began.
            return None if "BEFORE" in helpers else "FUTURE"
        if helpers & {"PAST", "PERFECT"}:
            return "PAST"
        if nominal:
            return "PAST" if tag in ("VBD", "VBN") else None
        if "INFINITIVE" in helpers and (tag in ("VB", "VBP") or (tag == "VBN" and directly)):
            return "PAST" if "PLUPERFECT" in self._helpers.get(token.head, frozenset()) else "FUTURE"
        if "PRESENT" in helpers:
            return "FUTURE" if directly or tag == "VBG" else None
        if tag in ("VBD", "VBN"):
            return "PAST"
        if tag in ("VBZ", "VBP"):
            return "FUTURE" if directly else "PAST"
        return None


def _helping(parse: Parse) -> dict[int, frozenset[str]]:
    """What the auxiliaries, copulas and marks of each token say of its tense."""
    found: dict[int, frozenset[str]] = {}
    table = tense_words()
    for i, token in enumerate(parse.tokens):
        if parse.relations[i] in ("aux", "cop", "mark", "advmod"):
            said = table.get(parse.words[i].replace("’", "'"))
            if said is not None:
                found[token.head] = found.get(token.head, frozenset()) | {said}
        elif parse.relations[i] == "amod" and table.get(parse.words[i]) == "PLANNED":
            found[token.head] = found.get(token.head, frozenset()) | {"SLATED"}
        elif parse.relations[i] == "case" and i > 0 and "COMING" in (table.get(parse.words[i - 1]), table.get(parse.words[i])):
            found[token.head] = found.get(token.head, frozenset()) | {"COMING"}
    for i, token in enumerate(parse.tokens):
        # "Neither he nor his aides could be reached": what denies the subject denies its verb.
        if parse.relations[i] in DENYING and table.get(parse.words[i]) == "NOT":
            subject = i if token.deprel.startswith("nsubj") else token.head
            above = parse.tokens[subject]
            head = above.head if above.deprel.startswith("nsubj") else subject
            found[head] = found.get(head, frozenset()) | {"NOT"}
    return found


def _unit_of(value: str) -> Unit:
    """The unit of a value, as far as it can be counted on."""
    plain = value.partition("T")[0]
    if re.fullmatch(r"\d{4}-\d\d-\d\d|\d{4}-W\d\d-\d", plain):
        return "D"
    if "-Q" in plain:
        return "Q"
    if "-H" in plain:
        return "H"
    if "-WE" in plain:
        return "WE"
    if "-W" in plain and "-WI" not in plain:
        return "W"
    if re.fullmatch(r"\d{4}-\d\d", plain):
        return "M"
    return "Y" if re.fullmatch(r"\d{4}.*", plain) else "DE"
