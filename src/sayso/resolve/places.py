"""Places: in which state, and in which city, each place is that the text names.

A name is looked up (lexicon.places), and what the text says around it decides between namesakes: another place that holds
it ("Paris, Texas", "Tripoli in northern Lebanon", "Libya's Tripoli", "the Lebanese city of Tripoli"), then what else the
text tells of (a Georgia among Atlanta and Alabama is the American state). Without either, a name that several places bear
stays unknown. A facility is where its name or the words behind it say ("Kabul airport", "a hospital in Rafah"); waters and
heights are no state's, whatever name they have in them ("the Persian Gulf").

A place is the place and never who rules there: whether "Baghdad" spoke or was bombed is for those who use it.
Known misses, in tests/cases/places.jsonl: places named by a common noun alone ("the capital"), borders, and buildings that
are known by their name alone, but for those in actors.tsv.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from sayso.core.data import Mention, Place, PlaceType
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.lexicon.actors import names_of, without_clitic
from sayso.lexicon.clauses import clause_words
from sayso.lexicon.places import Candidate, candidates, place_words
from sayso.lexicon.titles import role_words

MADE_BY = "places/1"
# Words between a place and the one that holds it: "a small port on the coast of northern" is seven.
GAP = 9
# What a mention of a place within a state, or of its people, says for a namesake in it, and what the state's own name says;
# how many times the runner-up the best must have. Set by hand on tests/cases/places.jsonl.
INSIDE, NAMED, TIMES = 2, 1, 2
# Word classes that may stand between a place and the one that holds it.
BETWEEN = frozenset({"ADJ", "ADP", "ADV", "DET", "NOUN", "NUM", "PART", "PROPN", "PUNCT", "CCONJ"})


class _Name(msgspec.Struct, kw_only=True):
    """A place's name in the making: tokens `first` to `last`, what it may be, and what the text made of it."""

    first: int
    last: int
    words: str
    facility: bool
    able: tuple[Candidate, ...]
    found: Candidate | None = None

    @property
    def sure(self) -> Candidate | None:
        """What it is by itself or by what was found."""
        return self.found or next((one for one in self.able[:1] if one.sure), None)


def places(reading: Reading) -> Iterator[Place]:
    """A place for each name of a place among the mentions, in text order."""
    work = _Places(reading)
    for name in work.names:
        work.contain(name)
    said = {name.words: name.found for name in reversed(work.names) if name.found}
    for name in work.names:
        name.found = name.found or said.get(name.words)
    evidence = work.evidence()
    for name in work.names:
        found = name.sure or _likeliest(name.able, evidence)
        kind = "facility" if name.facility else work.kind(name, found)
        yield Place(
            document_id=reading.document.id,
            made_by=MADE_BY + work.known.made_by,
            span=work.parse.span(name.first, name.last),
            type=kind,
            country=found.country if found else None,
            city=found.city if found and kind in ("city", "facility") else None,
        )


class _Places:
    """The names of one document, in text order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parse: Parse = reading.parse
        self.text = reading.document.text
        self.known = names_of(reading)
        self.names: list[_Name] = []
        self.starts: dict[int, _Name] = {}
        self.ends: dict[int, _Name] = {}
        # One after the other: what a name is may hang on the name before it.
        for mention in reading.of(Mention):
            if self._is_place(mention):
                name = self._name(mention)
                self.names.append(name)
                self.starts[name.first] = self.ends[name.last] = name

    def _word(self, token: int) -> str:
        return self.parse.tokens[token].text.lower() if 0 <= token < len(self.parse.tokens) else ""

    def _words(self, first: int, last: int) -> str:
        return " ".join(self.parse.span(first, last).of(self.text).split()) if first < last else ""

    def _is_place(self, mention: Mention) -> bool:
        """Whether a mention names a place: by its type, or a known building where something is ("outside the Kremlin")."""
        if mention.form != "named" or mention.head.start == mention.head.end:
            return False
        if mention.type in ("GPE", "LOC", "FAC"):
            return True
        first, _ = self.parse.range_of(mention.head)
        row = self.known.find(mention.head.of(self.text))
        at = first - 1 - (self.parse.tokens[first - 1].upos == "DET" if first else 0)
        return mention.type == "ORG" and row is not None and row.kind == "building" and self._word(at) in clause_words().where

    def _name(self, mention: Mention) -> _Name:
        first, last = self.parse.range_of(mention.head)
        facility = mention.type in ("FAC", "ORG")
        comma = next((at for at in range(first + 1, last) if self._word(at) == ","), last)
        words = without_clitic(self._words(first, comma)) or mention.head.of(self.text)
        if self._feature_of(first) or words.casefold() in place_words("world"):
            return _Name(first=first, last=last, words=words, facility=facility, able=())
        able = self._longer(first, comma) or candidates(words, self.known)
        able = able or (self._part(first, comma) if facility else self._core(first, comma))
        name = _Name(first=first, last=last, words=words, facility=facility, able=able)
        if comma + 1 < last:  # "Paris, Texas" in one
            holder = _Name(first=comma + 1, last=last, words="", facility=False, able=self._core(comma + 1, last))
            self._settle(name, holder, firm=True)
        return name

    def _longer(self, first: int, last: int) -> tuple[Candidate, ...]:
        """What a name is with the words before it that belong to it: "Columbia" of "the District of Columbia"."""
        for at in range(max(0, first - 3), first):
            if self.parse.tokens[at].text[:1].isupper() and (able := candidates(self._words(at, last), self.known)):
                return able
        return ()

    def _feature_of(self, first: int) -> bool:
        """Whether a name stands in that of a water or the like: "Mexico" in "the Gulf of Mexico"."""
        return self._word(first - 1) in place_words("within") and self._word(first - 2) in place_words("feature")

    def _core(self, first: int, last: int) -> tuple[Candidate, ...]:
        """What a name is without the words around its core: "Anbar" of "Anbar province", "Gaza" of "northern Gaza"."""
        sites, directions, features = place_words("site"), place_words("direction"), place_words("feature")
        if self._word(first) in features or self._word(last - 1) in features:
            return ()
        region = False
        while last - first > 1 and (self._word(last - 1) == "," or self._word(last - 1) in sites):
            region, last = region or sites.get(self._word(last - 1)) == "region", last - 1
        while last - first > 1 and self._word(first) in directions:
            first += 1
        words = without_clitic(self._words(first, last))
        able = candidates(words, self.known)
        if not region:
            return able
        # A county may bear the name of a small town anywhere, a province that of its large capital.
        sure = self.known.find(words) is not None
        return tuple(msgspec.structs.replace(one, type="region", city=None, sure=one.sure and sure) for one in able)

    def _part(self, first: int, last: int) -> tuple[Candidate, ...]:
        """Where a facility is by a place's name in its own: "Kabul airport"; nothing for streets, which borrow names, and
        for embassies, which are elsewhere."""
        borrowed = place_words("street")
        if any(self._word(token) in borrowed for token in range(first, last)):
            return ()
        for size in range(last - first - 1, 0, -1):
            for at in range(first, last - size + 1):
                row = self.known.find(self._words(at, at + size))
                if row is not None and row.kind in ("country", "region", "capital", "city", "breakaway"):
                    able = candidates(self._words(at, at + size), self.known)
                    return tuple(one for one in able if one.sure)
        return ()

    # What holds what

    def contain(self, name: _Name) -> None:
        """Settles a name by the place that holds it, where the text says which, and with it the holder's own namesakes."""
        state = role_words("namesake").get(name.words.casefold())
        after = name.last + (self._word(name.last) in role_words("clitic"))
        if state is not None and self._word(after) in role_words("namesake_head"):
            name.found = next((one for one in name.able if one.country == state), None)
            return
        if name.found is None:
            next((True for holder, firm in self._holders(name) if self._settle(name, holder, firm)), False)

    def _settle(self, name: _Name, holder: _Name, firm: bool) -> bool:
        """Whether a name is settled by the place that holds it: in the one state where both may be, or in the holder's."""
        countries = {one.country for one in holder.able} & {one.country for one in name.able}
        if len(countries) == 1:
            (country,) = countries
            name.found = next(one for one in name.able if one.country == country)
            holder.found = holder.found or next(one for one in holder.able if one.country == country)
            return True
        within = holder.sure
        if within is None or name.sure is not None or (name.able and not firm):
            return False
        called = self._called(name)
        city = within.city if name.facility else name.words if called == "city" else None
        name.found = Candidate(type=called, country=within.country, city=city)
        return True

    def _holders(self, name: _Name) -> Iterator[tuple[_Name, bool]]:
        """The places that may hold this one, and whether the text says so firmly."""
        if (behind := self._behind(name)) is not None:
            yield behind
        if (owner := self._owner(name)) is not None:
            yield owner, True
        if (demonym := self._demonym(name)) is not None:
            yield demonym, True

    def _behind(self, name: _Name) -> tuple[_Name, bool] | None:
        """The next place behind a name: after a comma ("Paris, Texas") or a preposition ("Tripoli, a port in Lebanon")."""
        sentence = self.parse.sentence_of(name.first)
        at = name.last
        within = False
        while at < min(sentence.last, name.last + GAP):
            holder = self.starts.get(at)
            if holder is not None:
                comma = at == name.last + 1 and self._word(name.last) in (",", "(")
                return (holder, True) if within or (comma and self._holds(name, holder)) else None
            token = self.parse.tokens[at]
            if token.upos not in BETWEEN or (token.upos == "PROPN" and not self._site(at)):
                return None
            if token.upos == "PART" and at == name.last:
                return None  # "Georgia's capital, Tbilisi": the other way round
            if token.upos in ("ADP", "CCONJ"):
                within = self._word(at) in place_words("within")
                if not within:
                    return None
            at += 1
        return None

    def _holds(self, name: _Name, holder: _Name) -> bool:
        """Whether a place behind a comma holds the one before, and is not the next of a list: a state or region does, where
        the list does not go on."""
        if not any(one.type in ("country", "region") for one in holder.able) or any(one.type == "country" for one in name.able):
            return False
        after = self._word(holder.last)
        listed = after in role_words("conjunction") or (after == "," and holder.last + 1 in self.starts)
        return not listed or name.sure is None or not {one.country for one in holder.able} & {name.sure.country}

    def _owner(self, name: _Name) -> _Name | None:
        """The place that owns a name: "Libya's port of Tripoli"."""
        at = self._back(name)
        clitic = at > 1 and self._word(at - 1) in role_words("clitic")
        return self.ends.get(at - 1) if clitic else self.ends.get(at) if at and self._owned(at) else None

    def _owned(self, at: int) -> bool:
        """Whether the name that ends at a token ends in the possessor's mark."""
        name = self.ends.get(at)
        return name is not None and without_clitic(words := self._words(name.first, name.last)) != words

    def _demonym(self, name: _Name) -> _Name | None:
        """The state whose adjective stands before a name: "the Lebanese city of Tripoli", "Iraqi Kurdistan"."""
        at = self._back(name)
        row = self.known.find(self.parse.tokens[at - 1].text) if at else None
        if row is None or row.kind != "demonym" or row.country is None or (at < name.first and not self._near(at, name.first)):
            return None
        one = Candidate(type="country", country=row.country)
        return _Name(first=at - 1, last=at, words="", facility=False, able=(one,))

    def _near(self, first: int, last: int) -> bool:
        """Whether the words from `first` on lead up to a name: adjectives and a common noun for a site, with or without "of"."""
        return all(
            self._site(at) or self._word(at) in place_words("direction") or self._word(at) in role_words("article")
            or self._word(at) in place_words("within") or self.parse.tokens[at].upos == "ADJ"
            for at in range(first, last)
        )  # fmt: skip

    def _back(self, name: _Name) -> int:
        """Where the words begin that say what a place is: "the besieged port of" before "Tarn"."""
        begin = self.parse.sentence_of(name.first).first
        at, site = name.first, False
        while at > begin:
            token = self.parse.tokens[at - 1]
            if self._site(at - 1) and not self._taken(at - 1):
                site = True
            elif not (token.upos in ("ADJ", "DET") and token.text.islower()) and not (
                self._word(at - 1) in place_words("within") and self._site(at - 2)
            ):
                break
            at -= 1
        return at if site or at == name.first or self.parse.tokens[at].upos == "ADJ" else name.first

    def _taken(self, site: int) -> bool:
        """Whether a common noun goes with the name before it: of "Tarn district of Vell" the district is Tarn."""
        name = self.ends.get(site)
        return name is not None and not any(one.type == "country" for one in name.able)

    def _site(self, token: int) -> bool:
        return self._word(token) in place_words("site")

    def _is_feature(self, name: _Name) -> bool:
        features = place_words("feature")
        return self._word(name.first) in features or self._word(name.last - 1) in features

    def _called(self, name: _Name) -> PlaceType | None:
        """What a common noun beside a name, or in it, says that it is: city, region or None."""
        sites = place_words("site")
        before = range(self._back(name), name.first)
        if any(sites.get(self._word(at)) == "seat" for at in before):
            before = range(0)  # "the capital city of Tarn": Tarn is what has it
        behind = name.last + (self._word(name.last) == ",")  # "Tarn, a small port"
        while behind > name.last and self.parse.tokens[min(behind, len(self.parse.tokens) - 1)].upos in ("DET", "ADJ"):
            behind += 1
        beside = [name.last - 1, behind, *before]
        said = {sites.get(self._word(at)) for at in beside}
        return "region" if "region" in said else "city" if "city" in said else None

    # What is left

    def kind(self, name: _Name, found: Candidate | None) -> PlaceType | None:
        """The type of a place: of "the Kharkiv region" a region, whatever Kharkiv is."""
        if self._is_feature(name) and not name.able:
            return "feature"
        if found is None or found.type is None:
            kinds = {one.type for one in name.able}
            return self._called(name) or (kinds.pop() if len(kinds) == 1 else None)
        return "region" if found.type == "city" and self._called(name) == "region" else found.type

    def evidence(self) -> Counter[tuple[str, bool]]:
        """How often the text tells of each state: of what lies in it or its people (True), and by its own name (False)."""
        found: Counter[tuple[str, bool]] = Counter()
        for name in self.names:
            one = name.sure
            if one is not None:
                found[one.country, one.type != "country"] += 1
        for mention in self.reading.of(Mention):
            row = self.known.find(mention.head.of(self.text)) if mention.type == "NORP" else None
            if row is not None and row.kind == "demonym" and row.country is not None:
                found[row.country, True] += 1
        return found


def _likeliest(able: Sequence[Candidate], evidence: Counter[tuple[str, bool]]) -> Candidate | None:
    """Of namesakes the one that the rest of the text speaks for, if it speaks at least TIMES as much for it as for any other."""
    scored = []
    for one in able:
        # A state's own name says nothing of which of two states is meant, only of where a region or city may be.
        named = NAMED * evidence[one.country, False] if one.type != "country" else 0
        scored.append((INSIDE * evidence[one.country, True] + named, one))
    scored.sort(key=lambda pair: -pair[0])
    if not scored or not scored[0][0] or (len(scored) > 1 and scored[0][0] < TIMES * scored[1][0]):
        return None
    return scored[0][1]
