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
from sayso.lexicon.actors import ActorEntry, Names, OutletEntry, folded, names, without_clitic
from sayso.lexicon.quantities import bounds
from sayso.lexicon.titles import Title, role_words

# Sectors that make one who left them a former official, and that a breakaway entity has of its own.
OFFICES = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY"})
# Of them, those whose families are of the elite too.
GOVERNING = frozenset({"GOV", "LEG", "JUD", "PRE"})
ARMED = ("MIL", "REB", "PRM", "UAF")
# Kinds of rows that name a place or a people, not a body: their sector never colours a head beside them.
STATES = frozenset({"country", "demonym", "breakaway", "people"})
PLACES = frozenset({"country", "demonym", "breakaway", "people", "region", "capital", "city"})
# Of them and of buildings, those that stand for a government when they stand beside a word for who is against it.
SEATS = frozenset({"capital", "building", "country"})
WORD = re.compile(r"[^\W_](?:[\w.'’&+/\-‐‑]*[\w.'’])?|[,;:()\"“”–—&]")
# A phrase longer than this is no noun phrase: it is read to here. Longest in the cases is 19 words.
LONGEST = 60
UnitKind = Literal[
    "actor", "outlet", "title", "word", "adjective", "backed", "country", "base", "former", "belongs", "parts", "and", "comma"
]


class Code(msgspec.Struct, frozen=True):
    """PLOVER's country (or what stands in its slot) and sector of an actor, None where the phrase does not say."""

    country: str | None = None
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()


class Unit(NamedTuple):
    """A stretch of the phrase that means one thing. `value` is the value of a small word, a sector or a country; `article`
    says whether the one before it is definite or indefinite."""

    kind: UnitKind
    text: str
    actor: ActorEntry | None = None
    outlet: OutletEntry | None = None
    title: Title | None = None
    value: str = ""
    owner: bool = False
    article: str = ""


class Read(NamedTuple):
    """What a phrase was read as: its country, its sectors, and whether only a place's name gave the sectors."""

    country: str | None
    sectors: tuple[str, ...]
    place: bool = False


NOTHING = Read(None, ())


def code(phrase: str, *, country: str | None = None, known: Names | None = None) -> Code:
    """The code of the first actor in a phrase. `country` is for a phrase that names none ("the foreign minister"), `known`
    the names that are looked up (ours if not given).

    >>> code("Iran's judiciary chief"), code("the foreign minister", country="OMN")
    (Code(country='IRN', sector='JUD', other_sectors=()), Code(country='OMN', sector='GOV', other_sectors=()))
    """
    return codes(phrase, country=country, known=known)[0]


def codes(phrase: str, *, country: str | None = None, known: Names | None = None) -> tuple[Code, ...]:
    """A code for each actor of a phrase, at least one: "Russian and Belarusian soldiers" are two."""
    return tuple(
        Code(read.country or country, read.sectors[0] if read.sectors else None, read.sectors[1:])
        for _, read in _readings(phrase, known or names())
    )


def members(phrase: str, known: Names | None = None) -> tuple[str, ...]:
    """The words of each actor of a phrase, in the order of `codes`, articles left out and what they share given to each.

    >>> members("the Russian and Belarusian soldiers")
    ('Russian soldiers', 'Belarusian soldiers')
    """
    return tuple(words for words, _ in _readings(phrase, known or names()))


@lru_cache(maxsize=4096)
def _readings(phrase: str, known: Names) -> tuple[tuple[str, Read], ...]:
    """The actors of a phrase, each with its words; one that says nothing where none says anything."""
    words = WORD.findall(phrase)[:LONGEST]
    if (bound := bounds("before").at([word.lower() for word in words], 0, len(words))) is not None and bound[0] < len(words):
        words = words[bound[0] :]  # "more than 40 protesters" are protesters
    if words and words[-1].endswith(".") and words[-1].count(".") == 1:
        words[-1] = words[-1].removesuffix(".")
    units = tuple(_settled(tuple(_units(words, known))))
    found = [(" ".join(unit.text for unit in part), _read(part)) for part in _parted(units)]
    return tuple((text, read) for text, read in found if read.country or read.sectors) or ((phrase, NOTHING),)


def _units(words: Sequence[str], known: Names) -> Iterator[Unit]:
    """The phrase as units, the longest match at each word: names, titles, small words, then what is unknown."""
    at, article = 0, ""
    while at < len(words):
        if words[at] in ',;:()"“”–—':
            yield Unit("comma", words[at])
            at += 1
            continue
        if value := role_words("article").get(words[at].casefold()):
            if medium := _titled_outlet(words[at:]):
                yield Unit("outlet", words[at], outlet=medium)
                return
            article = value
            at += 1
            continue
        size = min(len(words) - at, 10)
        while size and not (found := _unit(words[at : at + size], known)):
            size -= 1
        first, *rest = found if size else (Unit("word", words[at]),)
        yield first._replace(article=article)
        yield from rest
        at, article = at + max(size, 1), ""


def _titled_outlet(words: Sequence[str]) -> OutletEntry | None:
    """The outlet that a whole phrase names, article and all: "The Hindu" is a daily and "the Hindu" is none."""
    return actors.outlet(" ".join(words)) if words[0][:1].isupper() and " ".join(words) in actors.with_article() else None


def _settled(units: tuple[Unit, ...]) -> Iterator[Unit]:
    """The units, less what its neighbours show to be none: "a national railway", "Father Innocent", "the National Guard"."""
    for at, unit in enumerate(units):
        before = units[at - 1] if at else None
        after = units[at + 1] if at + 1 < len(units) else None
        noun = after is not None and (after.title is not None or (after.kind == "word" and after.text[:1].islower()))
        named = after is not None and unit.text[:1].isupper() and after.text[:1].isupper()
        loose = unit.title is not None and unit.text.casefold() in role_words("loose") and noun
        address = unit.title is not None and unit.title.bond == "kin" and named
        rank = unit.title is not None and unit.title.kind == "honorific" and not named
        plain = unit.outlet is not None and " " not in unit.text and not unit.text.isupper()
        alone = before is None and (after is None or after.kind in ("comma", "belongs", "parts", "and"))
        if unit.actor is not None and (other := _namesake(units, at)) is not None:
            unit = unit._replace(actor=other)
        if before is not None and before.kind == "word" and (firm := _firm(before, unit, after)) is not None:
            unit = Unit("title", unit.text, title=firm, owner=unit.owner)
        if loose or address or rank or (plain and not alone and not _media(before) and not _media(after)):
            yield Unit("word", unit.text)
        else:
            yield unit


def _namesake(units: Sequence[Unit], at: int) -> ActorEntry | None:
    """The part of another state that bears the name of this unit's state, where what follows is an office of such parts only."""
    unit = units[at]
    country = role_words("namesake").get(without_clitic(unit.text).casefold())
    heads = role_words("namesake_head")
    if country is None or unit.actor is None or not any(after.text.casefold() in heads for after in units[at + 1 :]):
        return None
    return msgspec.structs.replace(unit.actor, kind="region", country=country, sectors=(), wikidata=None)


def _firm(before: Unit, unit: Unit, after: Unit | None) -> Title | None:
    """The title of a firm where a word that ends the names of firms ends a name: "Vell Group"."""
    sector = role_words("company_suffix").get(without_clitic(unit.text).casefold())
    ends = after is None or not after.text[:1].isupper() or unit.owner
    if sector is None or not (ends and before.text[:1].isupper() and unit.text[:1].isupper()) or unit.actor is not None:
        return None
    return Title(phrase=unit.text, sectors=(sector,), kind="body", gender=None, anonymous=False, bond="firm")


def _media(unit: Unit | None) -> bool:
    if unit is None:
        return False
    return unit.text.casefold() in actors.outlet_words() or (unit.title is not None and "JRN" in unit.title.sectors)


def _unit(words: Sequence[str], known: Names) -> tuple[Unit, ...]:
    """What these words are together; empty when they are nothing the lexicon knows."""
    text = " ".join(words)
    small = text.casefold()
    bare = without_clitic(text)
    owner = bare != text
    if small in role_words("conjunction"):
        return (Unit("and", text),)
    if title := titles.phrase(words):
        return (Unit("title", text, title=title, owner=owner),)
    if entry := _actor(text, known) or (_actor(bare, known) if owner else None):
        return (Unit("actor", text, actor=entry, owner=owner),)
    if (rank := titles.honorific(text)) is not None and rank.sectors:
        return (Unit("title", text, title=rank),)
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
    if not re.search("[-‐‑]", text):
        return ()
    if bare := _not_yet(text):
        return _unit(bare.split(), known)
    return _hyphenated(text, known) if len(words) == 1 or _actor(re.split("[-‐‑]", text)[0], known) else ()


def _not_yet(text: str) -> str:
    """An office without the ending that says it is not taken yet: "president-elect"; nothing where there is no such ending."""
    office, _, ending = re.sub("[‐‑]", "-", text).partition("-")
    return office if without_clitic(ending).casefold() in role_words("title_suffix") else ""


def _actor(text: str, known: Names) -> ActorEntry | None:
    """The actor of a name, or of the plural of a demonym, a party's or a group's."""
    if entry := known.find(text):
        return entry
    for one in titles.singulars(text)[1:] if text[:1].isupper() else ():
        entry = known.find(one)
        if entry is not None and entry.kind in ("demonym", "people", "party", "armed", "breakaway"):
            return entry
    return None


def _hyphenated(text: str, known: Names) -> tuple[Unit, ...]:
    """A word of two halves: a state and what it does, a prefix and a state, or two states."""
    first, _, last = re.sub("[‐‑]", "-", text).rpartition("-")
    ending = last.casefold()
    if ending in role_words("country_affix"):
        owner = _actor(first, known)
        value = role_words("country_affix")[ending]
        return (Unit("country", text, actor=owner, value=value),) if owner is not None else (Unit("word", text),)
    if ending in role_words("base_affix"):
        return (Unit("base", text, actor=_actor(first, known)),)
    if ending in role_words("armed_affix"):
        value = role_words("backer").get(first.casefold()) or role_words("armed_affix")[ending]
        return (Unit("backed", text, value=value),)
    if ending in role_words("other_affix"):
        return (Unit("word", text),)
    start, _, rest = re.sub("[‐‑]", "-", text).partition("-")
    if start.casefold() in role_words("former_prefix"):
        return (Unit("former", start), *(_unit([rest], known) or (Unit("word", rest),)))
    if start.casefold() in role_words("prefix"):
        return (Unit("word", text),)
    if start.casefold() in role_words("combining"):
        return _unit([rest], known)
    halves = [(half, _actor(half, known) or _actor(half + "-", known)) for half in text.split("-")]
    pair = [Unit("actor", half, actor=entry) for half, entry in halves if entry]
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
    if units[cut].text == "-" and _one_person(after):
        yield after  # "an Iranian-American journalist": the second state is the citizenship
        return
    if _one_name(before, after):
        yield units
        return
    if _two_offices(before, after):
        yield from _parted((*before, *after[_name_in(after) or len(after) :]))
        return
    head_before, head_after = _has_head(before), _has_head(after)
    if not head_before and head_after and _owned(before) and not _owned(after):
        yield units  # "Peru's trade and tourism ministry"
        return
    if not head_before and head_after and _complement(before) is None and _shares(before, after):
        # "Russian and Belarusian soldiers": the head after the second state serves the first.
        shared = _after_states(after)
        yield from _parted((*before, *shared))
        yield from _parted(after)
    elif head_before and not head_after and (stem := _complement(before)) is not None:
        # "the presidents of Iran and Iraq": what stands before the first state serves the second.
        yield from _parted(before)
        yield from _parted((*before[:stem], *after))
    elif head_before and head_after and _bare(after):
        # "Israeli settlers and soldiers", "the president and prime minister of Iraq": whose the one is, the other is too.
        stem = _complement(after)
        yield from _parted((*before, *after[stem - 1 :]) if stem is not None and not _whose(before) else before)
        yield from _parted((*_whose(before), *after) if stem is None else after)
    else:
        yield from _parted(before)
        yield from _parted(after)


def _one_name(before: Sequence[Unit], after: Sequence[Unit]) -> bool:
    """Whether the conjunction stands within a body's name: "the Ministry of Trade and Industry"."""
    joined = before[-1].text[:1].isupper() and after[0].text[:1].isupper() and not before[-1].owner
    body = any(unit.title and unit.title.kind == "body" and unit.text[:1].isupper() for unit in before)
    within = any(unit.kind == "belongs" for unit in before) and (after[0].title is None or after[0].title.kind == "body")
    return joined and body and within and before[-1].actor is None and after[0].actor is None and after[0].outlet is None


def _two_offices(before: Sequence[Unit], after: Sequence[Unit]) -> bool:
    """Whether both sides are offices of one person: a name follows the second ("prime minister and foreign minister, Sheikh
    Saud"), or only the first has an article, an indefinite one ("a lawyer and activist")."""
    if not (_one_person(before) and _one_person(after)) or after[0].article or _name_in(before) is not None:
        return False
    heads = [next(n for n, unit in enumerate(side) if unit.title is not None) for side in (before, after)]
    told = any(unit.actor or unit.kind == "belongs" for unit in after[: heads[1] + 1])
    return not told and (_name_in(after) is not None or before[0].article == "indefinite")


def _name_in(units: Sequence[Unit]) -> int | None:
    """Where the name begins that follows a title, with or without a comma."""
    title = next((n for n, unit in enumerate(units) if unit.title is not None), None)
    if title is None:
        return None
    at = title + 1 + (title + 1 < len(units) and units[title + 1].kind == "comma")
    named = at < len(units) and units[at].text[:1].isupper() and units[at].kind in ("word", "title")
    return title + 1 if named else None


def _bare(units: Sequence[Unit]) -> bool:
    """Whether a coordinate names no owner before its head and has no article of its own."""
    head = next((n for n, unit in enumerate(units) if unit.title is not None), len(units))
    return not units[0].article and not any(unit.actor or unit.outlet for unit in units[:head]) and units[head].text.islower()


def _whose(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The state before the head of a coordinate, as adjective or possessor; empty where a name or another owner stands there."""
    head = next((n for n, unit in enumerate(units) if unit.title is not None), len(units))
    states = tuple(unit for unit in units[:head] if unit.actor and unit.actor.kind in STATES)
    return states if _name_in(units) is None and not any(unit.owner for unit in units[head : head + 1]) else ()


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


def _shares(before: Sequence[Unit], after: Sequence[Unit]) -> bool:
    """Whether the last name of `before` may stand before a head in `after`: an adjective, or of the kind that does there."""
    last = next((unit for unit in reversed(before) if unit.actor), None)
    first = next((unit for unit in after if unit.actor or unit.title), None)
    if last is None or last.actor is None:
        return True
    noun = last.actor.kind in ("country", "capital", "city", "region") and not _adjectival(last)
    return not noun or (first is not None and first.actor is not None and first.actor.kind == last.actor.kind)


def _owned(units: Sequence[Unit]) -> bool:
    last = next((unit for unit in units if unit.actor), None)
    return last is not None and last.owner


def _adjectival(unit: Unit) -> bool:
    return unit.text.isupper() or unit.text.casefold() in role_words("adjectival")


def _one_person(units: Sequence[Unit]) -> bool:
    title = next((unit for unit in units if unit.title is not None), None)
    return (
        title is not None
        and title.title is not None
        and title.title.kind == "person"
        and folded(title.text) == folded(title.title.phrase)
    )


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
    if title.phrase in role_words("stranger") and any(u.owner and u.actor and u.actor.kind in STATES for u in left):
        return Read(None, ("GOV",))  # "Syria's neighbours" are other states
    own = _belonging(title, rest)
    if any(unit.actor and unit.actor.kind == "people" and unit.actor.sectors for unit in left):
        own = own._replace(country=None)  # "a Western official in Taipei"
    if rest and rest[0].value == "place" and any(unit.text.lower() in role_words("foreign") for unit in left):
        own = own._replace(country=None)  # "foreign forces in Iraq"
    country = _country(left, title) or own.country or next((u.actor.country for u in left if u.kind == "base" and u.actor), None)
    sectors = _sectors(title, left, own, country)
    if _left_office(left) and title.kind in ("person", "honorific") and sectors and sectors[0] in OFFICES | {"PTY"}:
        sectors = ("ELI", *sectors)
    whose = left if any(unit.actor and unit.actor.country for unit in left) else rest
    state = next((unit.actor for unit in whose if unit.actor and unit.kind == "actor" and unit.actor.country), None)
    if state is not None and state.kind == "breakaway" and sectors and sectors[0] in OFFICES:
        sectors = ("PRE", *sectors)
    return Read(country, tuple(dict.fromkeys(sectors)))


def _head(units: list[Unit]) -> tuple[Title, list[Unit]] | None:
    """The title that heads the units, with what stands before it; None when a name heads them, or nothing does."""
    at = next((n for n in range(len(units) - 1, -1, -1) if units[n].title and not _owns(units, n)), None)
    while at is not None and (earlier := _person_before(units, at)) is not None:
        at = earlier
    if at is None or (title := units[at].title) is None:
        return None
    return None if _apposed(units, at) else (title, units[:at])


def _left_office(left: Sequence[Unit]) -> bool:
    """Whether a word before the head says that the office is no longer held; "a former king's lawyer" still is one."""
    at = next((n for n, unit in enumerate(left) if unit.kind == "former"), None)
    return at is not None and not any(unit.owner for unit in left[at:])


def _owns(units: Sequence[Unit], at: int) -> bool:
    return units[at].owner and _tells(units[at + 1 :])


def _person_before(units: Sequence[Unit], at: int) -> int | None:
    """The title just before this one, where this one is a rank or a part of the name: "army chief General Munir"."""
    before = units[at - 1] if at else None
    if before is None or before.title is None or before.title.kind != "person" or before.owner:
        return None
    name = at + 1 < len(units) and units[at + 1].text[:1].isupper()
    part = units[at].text[:1].isupper() and (before.text.islower() or titles.honorific(units[at].text) is not None)
    return at - 1 if name and part else None


def _apposed(units: Sequence[Unit], at: int) -> bool:
    """Whether the title only says what the body named after it is: "the rights group Amnesty", "the rebel M23"."""
    for n, unit in enumerate(units[at + 1 :], at + 1):
        if unit.outlet is None and (unit.actor is None or unit.actor.kind in PLACES):
            continue
        name = n + 1 < len(units) and units[n + 1].kind == "word" and units[n + 1].text[:1].isupper()
        title = units[at].title
        return units[at].owner or (title is not None and title.kind != "person") or (n == at + 1 and not name)
    return False


def _country(units: Sequence[Unit], title: Title | None) -> str | None:
    """The first state, body or outlet before the head that gives a country."""
    for unit in units:
        if unit.outlet is not None:
            return unit.outlet.country
        if unit.kind not in ("actor", "country") or unit.actor is None or unit.actor.country is None:
            continue
        noun = unit.kind == "actor" and unit.actor.kind == "country" and not unit.owner and not _adjectival(unit)
        if noun and title is not None and title.bond == "abroad":
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
    if title.bond == "state":
        noun = left[0].actor if len(left) == 1 and left[0].kind == "actor" else None  # not the airline of "Air India"
        if not left and own.place and own.sectors[:1] == ("GOV",):
            return title.sectors[1:]  # "the chief executive of Hong Kong"
        return title.sectors[1:] if noun and noun.kind in ("country", "breakaway", "region") else title.sectors[:1]
    beside = _beside(left, title)
    if title.bond == "kin":
        near = beside or own.sectors
        return ("ELI",) if near and near[0] in GOVERNING else title.sectors
    if title.bond == "against":
        seats = any(unit.actor and unit.actor.kind in SEATS for unit in left)
        return title.sectors if seats or (own.sectors or beside)[:1] == ("GOV",) else ()
    if title.bond == "weak":
        near = beside or (() if own.place else own.sectors)
        if title.sectors[0] in ARMED:
            near = tuple(sector for sector in near if sector in ARMED)
        return title.sectors if not near or title.sectors[0] in near else near
    near = beside or own.sectors
    if near:
        return near
    state = any(unit.actor and unit.actor.kind in STATES and (unit.actor.country or unit.actor.sectors) for unit in left)
    return title.sectors if state and country not in actors.NOT_STATES else ()


def _beside(left: Sequence[Unit], title: Title) -> tuple[str, ...]:
    """The sectors of the nearest unit before the head that has any."""
    bearer = title.bond == "bearer" and title.kind != "group"
    for unit in reversed(left):
        if unit.kind == "adjective" or (unit.kind == "backed" and title.kind != "person"):
            return (unit.value,)
        if unit.kind == "country" and title.bond == "weak" and unit.value in actors.SECTORS:
            return (unit.value,)
        if unit.title is not None and unit.title.sectors:
            return unit.title.sectors
        if unit.outlet is not None:
            return ("JRN",)
        if unit.actor is None or unit.kind != "actor" or not unit.actor.sectors:
            continue
        if unit.actor.kind not in PLACES or (bearer and unit.actor.kind not in ("demonym", "people")):
            return unit.actor.sectors
    return ()


def _nameless(units: Sequence[Unit], rest: Sequence[Unit]) -> Read:
    """A phrase without a title for head: a name, alone or after what says whose it is."""
    last = next((unit for unit in reversed(units) if unit.actor or unit.outlet), None)
    if last is None:
        whole = rest and rest[0].kind == "belongs" and rest[0].value == "any"
        return _clause(rest[1:]) if whole else NOTHING
    known = [unit for unit in units if unit.actor or unit.outlet]
    country = _country(known, None)
    if last.outlet is not None:
        return Read(country, ("JRN",))
    entry = last.actor
    if entry is None or last.kind != "actor":
        return Read(country, ())
    at = units.index(last)
    after = units[at + 1 :]
    if at and units[at - 1].kind == "word" and units[at - 1].text[:1].isupper() and entry.kind in ("capital", "city", "region"):
        return NOTHING  # a surname, or the end of a body's name
    if any(unit.kind == "word" and unit.text[:1].isupper() for unit in after):
        if last.text.casefold() in role_words("given_name"):
            return NOTHING
        return Read(country, ()) if entry.kind in PLACES else Read(country, entry.sectors)
    if entry.kind in ("demonym", "people"):
        return Read(country, () if after else ("CVL",), place=True)
    return Read(country, entry.sectors, place=entry.kind in PLACES)
