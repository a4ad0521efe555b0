"""The sentences and articles in training/written/events, marked by hand as its GUIDE.md says: acts and whether they were done.

`pages` gives the text without its marks, and of every event its trigger, type, modes, realis, roles and cue; of commitments and
positions the same; and of articles that mark them too, the attributions, in the form that `training.corpora.written` reads.
A mark that cannot be right (an unknown type, an event without a trigger, a bracket never closed) raises ValueError with
file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training.corpora.written import HEADER, ROLES, Article, Marked, holder

MODES: dict[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        *("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"),
    ),
    "ASSAULT": (
        *("abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives"),
        *("suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"),
    ),
}
REALIS = ("actual", "planned", "demanded", "hypothetical", "negated")
FORCES = ("promise", "plan", "threat")
STANCES = ("favor", "against", "neutral")
TOLLS = ("dead", "injured", "arrested", "size")

Chars = tuple[int, int]

_ITEM = r"[a-z]\d+-?(?::[A-Za-z.\-]+(?:/[a-z]+)?)?"
_PLAIN = re.compile(rf"\[({_ITEM}(?:,{_ITEM})*) ")
_NAMED = re.compile(rf"\[({_ITEM}(?:=[^|,\[\]]+)?(?:,{_ITEM}(?:=[^|,\[\]]+)?)*)\|")
_PARTS = re.compile(r"([a-z])(\d+)(-?)(?::([A-Za-z.\-]+)(?:/([a-z]+))?)?(?:=(.+))?")
_EVENT = {"a": "actor", "r": "recipient", "p": "place", "w": "time"}
_COMMITMENT = {"b": "by", "o": "to", "u": "due", "q": "condition"}
_POSITION = {"h": "holder", "v": "evidence"}


@dataclass
class Happening:
    """One event as written. `names` has, for a role's span, whom or when it means where its author said so (after "=")."""

    number: int
    type: str = ""
    modes: tuple[str, ...] = ()
    realis: str = "actual"
    trigger: list[Chars] = field(default_factory=list)
    actor: list[Chars] = field(default_factory=list)
    recipient: list[Chars] = field(default_factory=list)
    place: list[Chars] = field(default_factory=list)
    time: list[Chars] = field(default_factory=list)
    toll: list[tuple[str, Chars]] = field(default_factory=list)
    inside: Chars | None = None
    names: dict[Chars, str] = field(default_factory=dict)


@dataclass
class Promised:
    """One commitment as written: the act, by whom, to whom, until when, on what condition, and what holds it."""

    number: int
    force: str = ""
    act: list[Chars] = field(default_factory=list)
    by: list[Chars] = field(default_factory=list)
    to: list[Chars] = field(default_factory=list)
    due: list[Chars] = field(default_factory=list)
    condition: list[Chars] = field(default_factory=list)
    inside: Chars | None = None
    names: dict[Chars, str] = field(default_factory=dict)


@dataclass
class Stood:
    """One position as written: who stands how towards what, and the words that show it."""

    number: int
    stance: str = ""
    target: list[Chars] = field(default_factory=list)
    holder: list[Chars] = field(default_factory=list)
    evidence: list[Chars] = field(default_factory=list)
    inside: Chars | None = None
    names: dict[Chars, str] = field(default_factory=dict)


@dataclass
class Page:
    """A sentence or an article without its marks. `where` is its file and first line."""

    where: str
    text: str
    header: dict[str, str]
    events: list[Happening]
    commitments: list[Promised]
    positions: list[Stood]
    attributions: list[Marked]

    @property
    def article(self) -> Article:
        """The page as `training.corpora.written` knows articles."""
        return Article(self.where, self.text, self.attributions, self.header)


def pages(path: Path) -> Iterator[Page]:
    """The articles of a file that parts them by "=====", else its paragraphs, one a page. Raises ValueError on a wrong mark."""
    lines = path.read_text(encoding="utf-8").split("\n")
    whole = any(line.rstrip() == "=====" or HEADER.fullmatch(line) for line in lines)
    block: list[str] = []
    for number, line in enumerate([*lines, "====="], 1):
        if line.rstrip() == "=====" or (not whole and not line.strip()):
            if any(part.strip() for part in block):
                yield read("\n".join(block), path.name, number - len(block))
            block = []
        else:
            block.append(line)


def read(block: str, name: str = "text", line: int = 1) -> Page:
    """One marked text. `name` and `line` say where it starts, for errors."""
    header: dict[str, str] = {}
    body = block.lstrip("\n")
    line += len(block) - len(body)
    where = f"{name}:{line}"
    while match := HEADER.match(body):
        header[match[1]] = match[2]
        body = body[match.end() :].removeprefix("\n")
        line += 1
    line += len(body) - len(body.lstrip("\n"))
    body = body.strip("\n")
    if "headline" in header:
        body = header["headline"] + "\n\n" + body
        line -= 2
    return _Reader(name, line).page(where, body, header)


class _Reader:
    """Takes the marks off a text, one character at a time."""

    def __init__(self, name: str, line: int) -> None:
        self.name, self.line = name, line
        self.events: dict[int, Happening] = {}
        self.promised: dict[int, Promised] = {}
        self.stood: dict[int, Stood] = {}
        self.said: dict[int, Marked] = {}
        self.cues: dict[int, list[Chars]] = {}

    def wrong(self, why: str) -> ValueError:
        return ValueError(f"{self.name}:{self.line}: {why}")

    def page(self, where: str, body: str, header: dict[str, str]) -> Page:
        plain: list[str] = []
        stack: list[tuple[list[str], int]] = []
        at = size = 0
        while at < len(body):
            match = None
            if body[at] == "[":
                match = _PLAIN.match(body, at) or _NAMED.match(body, at)
                if not match:
                    raise self.wrong(f"no mark: {body[at : at + 25]!r}; write a literal bracket as \\[")
            if match:
                stack.append((match[1].split(","), size))
                at = match.end()
            elif body[at] == "]":
                if not stack:
                    raise self.wrong("] closes nothing")
                items, start = stack.pop()
                for item in items:
                    self.mark(item, (start, size))
                at += 1
            else:
                if body[at] == "\\" and body[at + 1 : at + 2] in ("[", "]"):
                    at += 1
                self.line += body[at] == "\n"
                plain.append(body[at])
                size += 1
                at += 1
        if stack:
            raise self.wrong(f"mark {','.join(stack[-1][0])} is never closed")
        text = "".join(plain)
        if "headline" in header:
            header["headline"] = text.split("\n", 1)[0]
        said = [self.said[n] for n in sorted(self.said)]
        for one in said:
            one.inside = holder(one, said)
        for numbered in (self.events, self.promised, self.stood):
            for thing in numbered.values():
                self.finish(thing, said)
        return Page(
            where=where,
            text=text,
            header=header,
            events=[self.events[n] for n in sorted(self.events)],
            commitments=[self.promised[n] for n in sorted(self.promised)],
            positions=[self.stood[n] for n in sorted(self.stood)],
            attributions=said,
        )

    def mark(self, item: str, span: Chars) -> None:
        found = _PARTS.fullmatch(item)
        if not found:
            raise self.wrong(f"no mark: {item!r}")
        letter, number, denied, kind, realis, name = found.groups()
        one: Happening | Promised | Stood | Marked
        if span[0] == span[1]:
            raise self.wrong(f"{item} marks no words")
        if letter in ROLES:
            one = self.said.setdefault(int(number), Marked(int(number)))
            getattr(one, ROLES[letter]).append(span)
            one.denied |= bool(denied)
            one.anonymous |= name == "?"
            one.name = name if name and name != "?" else one.name
            return
        if letter == "i":
            self.cues.setdefault(int(number), []).append(span)
            return
        if letter in "earpwn":
            one = self.events.setdefault(int(number), Happening(int(number)))
            if letter == "e":
                one.trigger.append(span)
                self.typed(one, kind, realis)
            elif letter == "n":
                if name not in TOLLS:
                    raise self.wrong(f"{item}: a toll is one of {', '.join(TOLLS)}")
                one.toll.append((name, span))
                return
            else:
                getattr(one, _EVENT[letter]).append(span)
        elif letter in "kbouq":
            one = self.promised.setdefault(int(number), Promised(int(number)))
            if letter == "k":
                one.act.append(span)
                one.force = self.one_of(kind, FORCES) if kind else one.force
            else:
                getattr(one, _COMMITMENT[letter]).append(span)
        elif letter in "hgv":
            one = self.stood.setdefault(int(number), Stood(int(number)))
            if letter == "g":
                one.target.append(span)
                one.stance = self.one_of(kind, STANCES) if kind else one.stance
            else:
                getattr(one, _POSITION[letter]).append(span)
        else:
            raise self.wrong(f"unknown mark {item!r}")
        if name:
            one.names[span] = name

    def typed(self, one: Happening, kind: str | None, realis: str | None) -> None:
        if not kind:
            return
        type, *modes = kind.split(".")
        if one.type and (one.type, one.modes) != (type, tuple(modes)):
            raise self.wrong(f"e{one.number} is {one.type} and {kind}")
        if type not in MODES:
            raise self.wrong(f"no type {type!r}")
        for mode in modes:
            self.one_of(mode, MODES[type])
        one.type, one.modes = type, tuple(modes)
        one.realis = self.one_of(realis, REALIS) if realis else "actual"

    def one_of(self, word: str, words: tuple[str, ...]) -> str:
        if word not in words:
            raise self.wrong(f"{word!r} is none of {', '.join(words) or 'no modes'}")
        return word

    def finish(self, one: Happening | Promised | Stood, said: list[Marked]) -> None:
        core, kind = (
            (one.trigger, one.type)
            if isinstance(one, Happening)
            else (one.act, one.force)
            if isinstance(one, Promised)
            else (one.target, one.stance)
        )
        if not core or not kind:
            raise self.wrong(f"number {one.number} has roles but no mark that says what it is")
        if isinstance(one, Happening) and (cues := self.cues.get(one.number)):
            one.inside = cues[-1]
            return
        held = [s for s in said if s.cue and any(a <= core[0][0] and core[0][1] <= b for a, b in s.content)]
        if held:
            nearest = min(held, key=lambda s: sum(b - a for a, b in s.content))
            one.inside = nearest.cue[0]
