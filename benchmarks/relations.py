"""What articles tell alike and what they tell otherwise: shared claims, independent chains and relations, on sets of our own.

Each set of tests/relations is compared as `sayso compare` does it. Two spans are the same when they share characters.

- shared: pairs of spans in two articles that one claim joins, against the pairs that the marks join (F1); headlines, which
  say again what the article says, are left out;
- chains: the share of marked claims of which two articles' marks are found in one claim that has exactly as many
  independent chains as the marks say;
- relations: what is told otherwise (contradicts, updates, quotations in two wordings, other claimants), right when type, basis
  and both spans are (F1);
- labels: what outlets call one referent (F1). A use is one place where an article names a referent that the set lists; of the
  rows found, each listed referent has the one whose uses share most places with its own, and a row goes to one referent. A found
  use is right when its row's referent is listed with a place in the same article that shares characters with it; all others are
  wrong, and listed places that no right use meets are missed. Whether a row says "same" or "overlap" is not scored. A set that
  lists no referent can only lower the precision, and one of which nothing is listed or found has no figure;
- same story: the share of sets of which it is told rightly whether they are one story.

The texts were written by the makers of sayso. `dev` was looked at while the rules were written, `aside` was not; what referents
are called is listed for both, and for the sets of `labels`, which was looked at, and `labels-aside`, which was not: these two
list nothing else.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from benchmarks import harness
from sayso.core.claims import Claim, Difference
from sayso.core.document import Document
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.pipeline import analyse, compare
from sayso.read import Given, document
from sayso.relate.comparison import Comparison

TASK = "relations"
SPLITS = ("dev", "labels", "labels-aside", "aside")
# Sets that list what referents are called, and no claims or relations.
ONLY_LABELS = ("labels", "labels-aside")
FOLDER = harness.ROOT / "tests" / "relations"
MARK = re.compile(r"\[(?P<names>[a-z0-9,]+): |\]")


class Article(msgspec.Struct, frozen=True):
    key: str
    document: Document
    marks: dict[str, list[Span]]


class Place(msgspec.Struct, frozen=True):
    """A marked span of one article."""

    article: int
    span: Span


class Gold(msgspec.Struct, frozen=True):
    type: str
    basis: str
    one: Place
    other: Place


class Set(msgspec.Struct, frozen=True):
    name: str
    split: str
    same_story: bool
    articles: list[Article]
    chains: dict[str, int]
    relations: list[Gold]
    # None where nobody has listed what referents are called.
    labels: dict[str, list[Place]] | None

    def told(self, name: str) -> list[Place]:
        """Where a claim is told."""
        return [Place(n, span) for n, article in enumerate(self.articles) for span in article.marks.get(name, ())]


def sets(splits: Sequence[str] = SPLITS) -> list[Set]:
    """The sets of these splits, by name. Raises ValueError where the marks of one do not fit."""
    return [_set(path, split) for split in splits for path in sorted((FOLDER / split).glob("*.txt"))]


def _set(path: Path, split: str) -> Set:
    body, _, lists = path.read_text(encoding="utf-8").partition("-- chains\n")
    level, *parts = re.split(r"^== ", body, flags=re.MULTILINE)
    articles = [_article(part, path.name) for part in parts]
    claims, _, relations = lists.partition("-- relations\n")
    relations, listed, called = relations.partition("-- labels\n")
    chains = {name: int(count) for name, count in (line.split() for line in claims.splitlines() if line)}
    keys = {article.key: n for n, article in enumerate(articles)}

    def place(words: str) -> Place:
        key, _, name = words.partition(".")
        found = articles[keys[key]].marks.get(name, [])
        if len(found) != 1:
            raise ValueError(f"{path.name}: {words} is marked {len(found)} times, it should be once")
        return Place(keys[key], found[0])

    gold = []
    for line in filter(None, relations.splitlines()):
        type_, basis, one, other = line.split()
        gold.append(Gold(type_, basis, place(one), place(other)))
    labels = dict(_referent(line, keys, articles) for line in called.splitlines() if line) if listed else None
    made = Set(path.stem, split, level.strip() == "story", articles, chains, gold, labels)
    for name in chains:
        if len({one.article for one in made.told(name)}) < 2:
            raise ValueError(f"{path.name}: the claim {name} is told by fewer than two articles")
    return made


def _referent(line: str, keys: dict[str, int], articles: Sequence[Article]) -> tuple[str, list[Place]]:
    """A line of the list of labels: a referent, and every place where an article's words name it, the longest words first."""
    name, *parts = (part.strip() for part in line.split("|"))
    found: list[Place] = []
    for part in parts:
        key, _, listed = part.partition(":")
        text = articles[keys[key]].document.text
        for words in sorted((one.strip() for one in listed.split(";") if one.strip()), key=len, reverse=True):
            spans = [Span(*match.span()) for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
            if not spans:
                raise ValueError(f"{articles[keys[key]].document.origin}: {words!r} is not in the text")
            found += [place for span in spans if not _in(place := Place(keys[key], span), found)]
    return name, found


def _article(part: str, name: str) -> Article:
    head, _, marked = part.partition("\n")
    key, outlet, published = (word.strip() for word in head.split("|"))
    words, marks, open_, at = "", dict[str, list[Span]](), list[tuple[list[str], int]](), 0
    marked = marked.strip() + "\n"
    for match in MARK.finditer(marked):
        words += marked[at : match.start()]
        at = match.end()
        if match["names"]:
            open_.append((match["names"].split(","), len(words)))
        else:
            names, start = open_.pop()
            for one in names:
                marks.setdefault(one, []).append(Span(start, len(words)))
    words += marked[at:]
    if open_:
        raise ValueError(f"{name}: a mark of article {key} is not closed")
    origin = f"{name.removesuffix('.txt')}/{key}"
    read = document(words.encode(), origin=origin, medium="text", given=Given(outlet=outlet, published=published))
    return Article(key, read, marks)


def score(one: Set, compared: Comparison, tally: harness.Tally) -> Iterator[str]:
    """Adds a set's counts; yields a line for each thing that is wrong, for reading."""
    if one.split in ONLY_LABELS:
        yield from _labels(one, compared, {article.document.id: n for n, article in enumerate(one.articles)}, tally)
        return
    place = {article.document.id: n for n, article in enumerate(one.articles)}
    _shared(one, compared, place, tally)
    found = [pair for claim in compared.claims for pair in _pairs(claim, place)]
    yield from (f"{one.name}: not shared, {_words(one, a)} || {_words(one, b)}" for a, b in found if not _one_claim(one, a, b))
    for name, chains in one.chains.items():
        counted = _counted(one.told(name), compared.claims, place)
        tally.mean("chains", one.name, [float(counted == chains)])
        if counted != chains:
            yield f"{one.name}: {name} has {chains} chains, found {counted}"
    left = list(one.relations)
    right = 0
    for difference in compared.differences:
        match = next((gold for gold in left if _same(gold, difference, place)), None)
        if match is not None:
            left.remove(match)
            right += 1
        elif not any(_same(gold, difference, place) for gold in one.relations):
            sides = (difference.one, difference.spans), (difference.other, difference.other_spans)
            told = " || ".join(_words(one, Place(place[telling.document_id], spans[0])) for telling, spans in sides)
            yield f"{one.name}: wrong {difference.type} {difference.basis}, {told}"
    wrong = sum(not any(_same(gold, difference, place) for gold in one.relations) for difference in compared.differences)
    tally.hits("relations", one.name, right + wrong, len(one.relations), right)
    for gold in left:
        yield f"{one.name}: missed {gold.type} {gold.basis}, {_words(one, gold.one)} || {_words(one, gold.other)}"
    tally.mean("same story", one.name, [float(compared.same_story == one.same_story)])
    yield from _labels(one, compared, place, tally)


def _labels(one: Set, compared: Comparison, place: dict[str, int], tally: harness.Tally) -> Iterator[str]:
    if one.labels is None:
        return
    rows = [
        [Place(place[use.document_id], Span(span.start, span.end)) for use in row.uses for span in use.spans]
        for row in compared.labels
    ]
    near = sorted(
        ((sum(_in(found, gold) for found in row), name, n) for name, gold in one.labels.items() for n, row in enumerate(rows)),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    paired: dict[str, int] = {}
    for shared, name, n in near:
        if shared and name not in paired and n not in paired.values():
            paired[name] = n
    right = met = 0
    for n, row in enumerate(rows):
        name = next((name for name, m in paired.items() if m == n), None)
        for found in row:
            if name is not None and _in(found, one.labels[name]):
                right += 1
            else:
                yield f"{one.name}: wrong label of {compared.labels[n].referent}, {_words(one, found)}"
    for name, gold in one.labels.items():
        for listed in gold:
            if name in paired and _in(listed, rows[paired[name]]):
                met += 1
            else:
                yield f"{one.name}: missed label of {name}, {_words(one, listed)}"
    if any(rows) or one.labels:
        tally.hits("labels", one.name, sum(map(len, rows)), sum(map(len, one.labels.values())), right, met)


def _shared(one: Set, compared: Comparison, place: dict[str, int], tally: harness.Tally) -> None:
    gold = [(a, b) for name in one.chains for a, b in combinations(one.told(name), 2) if a.article != b.article]
    found = [pair for claim in compared.claims for pair in _pairs(claim, place)]
    met = [any(_meets(a, b, c, d) for c, d in found) for a, b in gold]
    tally.hits("shared", one.name, len(found), len(gold), sum(_one_claim(one, a, b) for a, b in found), sum(met))


def _pairs(claim: Claim, place: dict[str, int]) -> Iterator[tuple[list[Place], list[Place]]]:
    """Where two articles tell a claim, the first telling of each that is no headline."""
    tellings: dict[int, list[Place]] = {}
    for telling in claim.tellings:
        if not telling.headline:
            tellings.setdefault(place[telling.document_id], []).extend(
                Place(place[telling.document_id], s) for s in telling.spans
            )
    yield from combinations(tellings.values(), 2)


def _meets(a: Place, b: Place, c: Sequence[Place], d: Sequence[Place]) -> bool:
    return (_in(a, c) and _in(b, d)) or (_in(a, d) and _in(b, c))


def _in(one: Place, places: Iterable[Place]) -> bool:
    return any(one.article == other.article and one.span.meets(other.span) for other in places)


def _one_claim(one: Set, a: Sequence[Place], b: Sequence[Place]) -> bool:
    marks = [one.told(name) for name in one.chains]
    marks += [[gold.one, gold.other] for gold in one.relations if gold.type in ("repeats", "supports")]
    return any(any(_in(mark, a) for mark in places) and any(_in(mark, b) for mark in places) for places in marks)


def _counted(marks: Sequence[Place], claims: Sequence[Claim], place: dict[str, int]) -> int | None:
    """The chains of the claim that holds most of these marks, None where none holds those of two articles."""
    best: tuple[int, int] | None = None
    for claim in claims:
        places = [Place(place[telling.document_id], span) for telling in claim.tellings for span in telling.spans]
        held = len({mark.article for mark in marks if _in(mark, places)})
        if held > 1 and (best is None or held > best[0]):
            best = (held, claim.independent)
    return best[1] if best else None


def _same(gold: Gold, difference: Difference, place: dict[str, int]) -> bool:
    if (gold.type, gold.basis) != (difference.type, difference.basis):
        return False
    one = [Place(place[difference.one.document_id], span) for span in (*difference.spans, *difference.one.spans)]
    other = [Place(place[difference.other.document_id], span) for span in (*difference.other_spans, *difference.other.spans)]
    return (_in(gold.one, one) and _in(gold.other, other)) or (
        gold.type != "updates" and _in(gold.one, other) and _in(gold.other, one)
    )


def _words(one: Set, place: Place | Sequence[Place]) -> str:
    if isinstance(place, Place):
        article = one.articles[place.article]
        return f"{article.key}: {place.span.of(article.document.text)[:90]}"
    return _words(one, place[0])


def main(given: Sequence[str] | None = None) -> None:
    """Reads, compares and scores; prints the figures, and what is wrong with `--errors`."""
    parser = harness.arguments(TASK, "shared claims, chains and relations", ())
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    options = parser.parse_args(given)
    harness.check(options)
    tally = harness.Tally()
    some = sets((options.split,))[: options.limit]
    for one in some:
        readings: list[Reading] = [analyse(article.document) for article in one.articles]
        for line in score(one, compare(readings), tally):
            if options.errors:
                print(line)
    figures = tally.figures(one.name for one in some)
    for name, figure in figures.items():
        shares = f", precision {figure.precision:.1f}, recall {figure.recall:.1f}" if figure.precision is not None else ""
        counted = f", {figure.predicted} found, {figure.gold} listed" if name == "labels" else ""
        print(f"{name}: {figure.value:.1f} [{figure.low:.1f}, {figure.high:.1f}]{shares}{counted}")
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK,
            split=options.split,
            data=f"tests/relations/{options.split}, sets of articles of our own",
            system="sayso",
            sayso=harness.sayso_version(),
            weights=harness.shipped_weights(),
            date=options.date,
            machine=harness.machine(),
            command=harness.command(TASK, given if given is not None else sys.argv[1:]),
            counts={"sets": len(some), "articles": sum(len(one.articles) for one in some)},
            figures=figures,
        )
        print(harness.freeze(frozen, options.freeze))


if __name__ == "__main__":
    main()
