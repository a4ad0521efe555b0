"""Roles: the country and the sector of an actor phrase, by role before name, in PLOVER's codes.

The head says the sector, the words before it and what it belongs to say the country: "the acting speaker of the Iraqi
parliament" is IRQ LEG. A phrase is cut into names, titles and small words by the lexicon; the last title before the
first preposition is its head. What belongs is read again by the same rule, so "an aide to the mayor of Nairobi" is KEN GOV.

Decided, where PLOVER leaves it open:
- The first state named before the head is whose it is: "Syria's UN ambassador" SYR, "the UN Syria envoy" UNO.
- A backer is no owner: "Iranian-backed groups" have no country and are armed (UAF). A leader or owner is: "US-led
  coalition" USA, "Hamas-run ministry" PSE. "-based" gives a country where nothing else does.
- One who is posted abroad is not of the place: "diplomats in Cairo", "the ambassador to Iraq" have no country.
- Who held an office of state is ELI; a state's offices in a breakaway entity are PRE; both keep the office as further sector.
- A bare state or capital is its government (GOV); a bare demonym its people (CVL); a bare body of states has no sector.

String and lexicon only: who holds an office is never remembered, so a bare name of a person has no code.
Known misses are in tests/cases/actors.jsonl.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from sayso.lexicon import actors, titles
from sayso.lexicon.actors import ActorEntry, OutletEntry, without_clitic
from sayso.lexicon.titles import Title, role_words

# Sectors that make one who left them a former official, and that a breakaway entity has of its own.
OFFICES = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY"})
ARMED = ("MIL", "REB", "PRM", "UAF")
# Kinds of rows that name a place or a people, not a body: their sector never colours a head beside them.
PLACES = frozenset({"country", "demonym", "breakaway", "people", "region", "capital", "city"})
WORD = re.compile(r"[^\W_](?:[\w.'’&+/\-‐‑]*[\w.'’])?|[,;:()\"“”–—&]")
# A phrase longer than this is no noun phrase: it is read to here. Longest in the cases is 19 words.
LONGEST = 60
UnitKind = Literal[
    "actor", "outlet", "title", "word", "adjective", "backed", "country", "base", "former", "belongs", "parts", "and", "comma"
]  # fmt: skip


class Code(msgspec.Struct, frozen=True):
    """PLOVER's country (or what stands in its slot) and sector of an actor, None where the phrase does not say."""

    country: str | None = None
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()


class Unit(NamedTuple):
    """A stretch of the phrase that means one thing. `value` is the value of a small word, a sector or a country."""

    kind: Literal[
        "actor", "outlet", "title", "word", "adjective", "backed", "country", "base", "former", "belongs", "parts", "and", "comma"
    ]
    text: str
    actor: ActorEntry | None = None
    outlet: OutletEntry | None = None
    title: Title | None = None
    value: str = ""
    owner: bool = False


class Read(NamedTuple):
    """What a phrase was read as: its country, its sectors, and whether only a place's name gave the sectors."""

    country: str | None
    sectors: tuple[str, ...]
    place: bool = False


NOTHING = Read(None, ())


def code(phrase: str, *, country: str | None = None) -> Code:
    """The code of the first actor in a phrase. `country` is for a phrase that names none ("the foreign minister").

    >>> code("Iran's judiciary chief"), code("the foreign minister", country="OMN")
    (Code(country='IRN', sector='JUD', other_sectors=()), Code(country='OMN', sector='GOV', other_sectors=()))
    """
    return codes(phrase, country=country)[0]


def codes(phrase: str, *, country: str | None = None) -> tuple[Code, ...]:
    """A code for each actor of a phrase, at least one: "Russian and Belarusian soldiers" are two."""
    return tuple(
        Code(read.country or country, read.sectors[0] if read.sectors else None, read.sectors[1:]) for read in _readings(phrase)
    )


@lru_cache(maxsize=4096)
def _readings(phrase: str) -> tuple[Read, ...]:
    units = tuple(_units(WORD.findall(phrase)[:LONGEST]))
    found = [_read(part) for part in _parted(units)]
    told = [read for read in found if read.country or read.sectors]
    return tuple(dict.fromkeys(told)) or (NOTHING,)


def _units(words: Sequence[str]) -> Iterator[Unit]:
    """The phrase as units, the longest match at each word: names, titles, small words, then what is unknown."""
    at = 0
    while at < len(words):
        if words[at] in ',;:()"“”–—':
            yield Unit("comma", words[at])
            at += 1
            continue
        reach = min(len(words) - at, 10)
        for size in range(reach, 0, -1):
            if unit := _unit(words[at : at + size]):
                yield from unit
                at += size
                break
        else:
            yield Unit("word", words[at])
            at += 1


def _unit(words: Sequence[str]) -> tuple[Unit, ...]:
    """What these words are together; empty when they are nothing the lexicon knows."""
    text = " ".join(words)
    small = text.casefold()
    if len(words) == 1 and small in role_words("article"):
        return ()
    bare = without_clitic(text)
    owner = bare != text
    if small in role_words("conjunction"):
        return (Unit("and", text),)
    if title := titles.phrase(words):
        return (Unit("title", text, title=title, owner=owner),)
    if entry := _actor(text) or (_actor(bare) if owner else None):
        return (Unit("actor", text, actor=entry, owner=owner),)
    if (len(words) > 1 or text.isupper()) and (medium := actors.outlet(text) or actors.outlet(bare)):
        return (Unit("outlet", text, outlet=medium, owner=owner),)
    if value := role_words("belongs").get(small):
        return (Unit("belongs", text, value=value),)
    if small in role_words("parts"):
        return (Unit("parts", text),)
    if small in role_words("former"):
        return (Unit("former", text),)
    if value := role_words("sector").get(small):
        return (Unit("adjective", text, value=value),)
    if len(words) == 1 and not owner and (medium := actors.outlet(text)):
        return (Unit("outlet", text, outlet=medium),)
    return _hyphenated(text) if len(words) == 1 and re.search("[-‐‑]", text) else ()


def _actor(text: str) -> ActorEntry | None:
    """The actor of a name, or of the plural of a demonym, a party's or a group's."""
    if entry := actors.lookup(text):
        return entry
    for one in titles.singulars(text)[1:] if text[:1].isupper() else ():
        entry = actors.lookup(one)
        if entry is not None and entry.kind in ("demonym", "people", "party", "armed", "breakaway"):
            return entry
    return None


def _hyphenated(text: str) -> tuple[Unit, ...]:
    """A word of two halves: a state and what it does, a prefix and a state, or two states."""
    first, _, last = re.sub("[‐‑]", "-", text).rpartition("-")
    ending = last.casefold()
    if ending in role_words("country_affix"):
        owner = _actor(first)
        value = role_words("country_affix")[ending]
        return (Unit("country", text, actor=owner, value=value),) if owner is not None else (Unit("word", text),)
    if ending in role_words("base_affix"):
        return (Unit("base", text, actor=_actor(first)),)
    if ending in role_words("armed_affix"):
        return (Unit("backed", text, value=role_words("armed_affix")[ending]),)
    if ending in role_words("other_affix"):
        return (Unit("word", text),)
    start, _, rest = re.sub("[‐‑]", "-", text).partition("-")
    if start.casefold() in role_words("former_prefix"):
        return (Unit("former", start), *(_unit([rest]) or (Unit("word", rest),)))
    if start.casefold() in role_words("prefix"):
        return (Unit("word", text),)
    pair = [Unit("actor", half, actor=entry) for half in text.split("-") if (entry := _actor(half) or _actor(half + "-"))]
    if len(pair) == 2 and text.count("-") == 1:
        return (pair[0], Unit("and", "-"), pair[1])
    return ()


def _parted(units: tuple[Unit, ...]) -> Iterator[tuple[Unit, ...]]:
    """The units of each actor: a phrase is parted at a conjunction, and what the parts share is given to each."""
    ends = [at for at, unit in enumerate(units) if unit.kind == "and" or _lists(units, at)]
    cut = next((at for at in ends if _tells(units[:at]) and _tells(units[at + 1 :])), None)
    if cut is None:
        yield units
        return
    before, after = units[:cut], units[cut + 1 :]
    head_before, head_after = _has_head(before), _has_head(after)
    if not head_before and head_after and not _complement(before):
        # "Russian and Belarusian soldiers": the head after the second state serves the first.
        shared = _after_states(after)
        yield from _parted((*before, *shared))
        yield from _parted(after)
    elif head_before and not head_after and (stem := _complement(before)) is not None:
        # "the presidents of Iran and Iraq": what stands before the first state serves the second.
        yield from _parted(before)
        yield from _parted((*before[:stem], *after))
    else:
        yield from _parted(before)
        yield from _parted(after)


def _lists(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a comma parts members of a list: a conjunction follows it, and no apposition stands between."""
    if units[at].kind != "comma" or units[at].text != ",":
        return False
    rest = units[at + 1 :]
    joint = next((n for n, unit in enumerate(rest) if unit.kind == "and"), None)
    return joint is not None and any(unit.kind == "actor" for unit in rest[:joint]) and not _has_head(rest[:joint])


def _tells(units: Sequence[Unit]) -> bool:
    return any(unit.kind in ("actor", "outlet", "title", "country") for unit in units)


def _has_head(units: Sequence[Unit]) -> bool:
    return any(unit.kind == "title" for unit in units)


def _complement(units: Sequence[Unit]) -> int | None:
    """Where what the head belongs to begins, if the units end in that."""
    cut = next((at for at, unit in enumerate(units) if unit.kind == "belongs"), None)
    return None if cut is None or _has_head(units[cut + 1 :]) else cut + 1


def _after_states(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units after the states at their beginning."""
    at = 0
    while at < len(units) and (units[at].actor is not None or units[at].kind in ("and", "comma", "word", "former")):
        if units[at].kind == "word" and any(unit.kind == "title" for unit in units[:at]):
            break
        at += 1
    return units[at:]


def _read(units: Sequence[Unit]) -> Read:
    """One actor: the parts between commas in turn, until one gives the sector and one the country."""
    country: str | None = None
    sectors: tuple[str, ...] = ()
    place = False
    for part in _clauses(units):
        read = _clause(part)
        if not sectors or (place and read.sectors and not read.place):
            sectors, place = read.sectors, read.place
        country = country or read.country
    return Read(country, sectors, place)


def _clauses(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    part: list[Unit] = []
    for unit in units:
        if unit.kind == "comma":
            yield part
            part = []
        else:
            part.append(unit)
    yield part


def _clause(units: Sequence[Unit]) -> Read:
    """A noun phrase without commas: head and what stands before it, then what it belongs to."""
    cut = next((at for at, unit in enumerate(units) if unit.kind in ("belongs", "parts")), len(units))
    before, rest = list(units[:cut]), units[cut:]
    head = _head(before)
    if head is None:
        return _nameless(before, rest)
    title, left = head
    own = _belonging(title, rest)
    country = _country(left, title) or own.country or next((u.actor.country for u in left if u.kind == "base" and u.actor), None)
    sectors = _sectors(title, left, own, country)
    if any(unit.kind == "former" for unit in left) and title.kind == "person" and sectors and sectors[0] in OFFICES | {"PTY"}:
        sectors = ("ELI", *sectors)
    state = next((unit.actor for unit in left if unit.actor and unit.kind == "actor" and unit.actor.country), None)
    if state is not None and state.kind == "breakaway" and sectors and sectors[0] in OFFICES:
        sectors = ("PRE", *sectors)
    return Read(country, tuple(dict.fromkeys(sectors)))


def _head(units: list[Unit]) -> tuple[Title, list[Unit]] | None:
    """The last title that is no owner, with what stands before it; None when a name after it, or no title, heads the phrase."""
    for at in range(len(units) - 1, -1, -1):
        title = units[at].title
        if title is None or (units[at].owner and at < len(units) - 1 and _tells(units[at + 1 :])):
            continue
        body = next((u for u in units[at + 1 :] if u.outlet or (u.actor and u.actor.kind not in PLACES)), None)
        if body is not None and (title.kind in ("body", "group") or units[at].owner):
            return None
        return title, units[:at]
    return None


def _country(units: Sequence[Unit], title: Title | None) -> str | None:
    """The first state, body or outlet before the head that gives a country."""
    for unit in units:
        if unit.outlet is not None:
            return unit.outlet.country
        if unit.kind not in ("actor", "country") or unit.actor is None or unit.actor.country is None:
            continue
        noun = unit.kind == "actor" and unit.actor.kind == "country" and not unit.owner and not unit.text.isupper()
        if noun and title is not None and title.bond == "abroad" and unit.text.casefold() not in role_words("adjectival"):
            continue  # the place an envoy is sent to
        return unit.actor.country
    return None


def _belonging(title: Title, rest: Sequence[Unit]) -> Read:
    """What the head belongs to, by the first preposition after it that can say so."""
    if not rest or rest[0].kind != "belongs":
        return NOTHING
    reach = rest[0].value
    wanted = reach == "any" or (reach == "place" and title.bond != "abroad") or (reach == "bearer" and title.bond == "bearer")
    return _clause(rest[1:]) if wanted else _belonging(title, _next(rest[1:]))


def _next(units: Sequence[Unit]) -> Sequence[Unit]:
    cut = next((at for at, unit in enumerate(units) if unit.kind in ("belongs", "parts")), len(units))
    return units[cut:]


def _sectors(title: Title, left: Sequence[Unit], own: Read, country: str | None) -> tuple[str, ...]:
    """The head's sectors, by the way it takes them."""
    opposed = tuple(unit.value for unit in left if unit.kind == "adjective" and unit.value == "OPP")
    if title.bond in ("firm", "abroad", "none"):
        return (*title.sectors, *opposed)
    beside = _beside(left, title.bond)
    if title.bond == "kin":
        near = beside or own.sectors
        return ("ELI",) if near and near[0] in OFFICES else title.sectors
    if title.bond == "weak":
        near = beside or (() if own.place else own.sectors)
        if not near or (title.sectors and title.sectors[0] in near):
            return title.sectors
        armed = tuple(sector for sector in near if sector in ARMED)
        return armed if title.sectors[0] in ARMED and armed else near
    near = beside or own.sectors
    if near:
        return near
    state = any(unit.actor and unit.actor.kind in ("country", "demonym", "breakaway") and unit.actor.country for unit in left)
    return title.sectors if state and country is not None and country not in actors.NOT_STATES else ()


def _beside(left: Sequence[Unit], bond: str) -> tuple[str, ...]:
    """The sectors of the nearest unit before the head that has any."""
    for unit in reversed(left):
        if unit.kind in ("adjective", "backed"):
            return (unit.value,)
        if unit.kind == "country" and bond == "weak" and unit.value in actors.SECTORS:
            return (unit.value,)
        if unit.title is not None and unit.title.sectors:
            return unit.title.sectors
        if unit.outlet is not None:
            return ("JRN",)
        if unit.actor is None or unit.kind != "actor" or not unit.actor.sectors:
            continue
        if unit.actor.kind not in PLACES or (bond == "bearer" and unit.actor.kind != "demonym"):
            return unit.actor.sectors
    return ()


def _nameless(units: Sequence[Unit], rest: Sequence[Unit]) -> Read:
    """A phrase without a title for head: a name, alone or after what says whose it is."""
    last = next((unit for unit in reversed(units) if unit.actor or unit.outlet), None)
    if last is None:
        return NOTHING
    known = [unit for unit in units if unit.actor or unit.outlet]
    country = _country(known, None)
    if last.outlet is not None:
        return Read(country, ("JRN",))
    entry = last.actor
    if entry is None or last.kind != "actor":
        return Read(country, ())
    after = units[list(units).index(last) + 1 :]
    if any(unit.kind == "word" and unit.text[:1].isupper() for unit in after):
        if last.text.casefold() in role_words("given_name"):
            return NOTHING
        return Read(country, ()) if entry.kind in PLACES else Read(country, entry.sectors)
    if entry.kind in ("demonym", "people"):
        return Read(country, ("CVL",) if entry.kind == "demonym" and not after else (), place=True)
    return Read(country, entry.sectors, place=entry.kind in PLACES)
