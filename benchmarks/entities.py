"""Names: exact spans and classes, read from raw text and scored in each corpus' own tokens, as conlleval scores them.

- Worldwide (Shan et al. 2023): news by local press, nine classes, the outer layer alone. Where an article's raw text has
  the characters of its tokens, white space aside, sayso reads that; else a text put together from the tokens, one
  paragraph a sentence. The raw texts stand in original_articles.jsonl.xz beside the corpus, where there is one.
- CrossNER politics (Liu et al. 2021): sentences of Wikipedia, of which only PER (politician, person), ORG (politicalparty,
  organisation) and LOC (country, location; ours also FAC) are scored: its elections, events and misc are no classes of ours.
- re3d (Dstl 2017): press releases on defence. Its mentions are names and descriptions alike ("the 12 rebels"), so what is
  gold here are its Person, Organisation, Location and Nationality mentions that hold a capital in every word but
  small ones, without their article; a name of ours that meets another mention of it is neither right nor wrong.

Every line of a text is given to sayso as prose: what it takes for a byline or a teaser is another question. A token
belongs to a name that shares a character with it. `names` wants span and class, `spans` the span alone.
Intervals are from draws of articles (of CrossNER: of sentences).
"""

import argparse
import json
import lzma
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks import harness
from benchmarks.harness import Figure, Tally

TASK = "entities"
SPLITS = ("dev", "test")
WORLDWIDE = {
    "Person": "PER", "Organization": "ORG", "Location": "LOC", "NORP": "NORP", "Facility": "FAC", "Date": "DATE",
    "Money": "MONEY", "Product": "PRODUCT", "Misc": "MISC",
}  # fmt: skip
CROSSNER = {
    "politician": "PER", "person": "PER", "politicalparty": "ORG", "organisation": "ORG", "country": "LOC", "location": "LOC",
}  # fmt: skip
RE3D = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP"}
ARTICLES = ("the ", "a ", "an ")
SMALL = frozenset(("of", "the", "and", "for", "in", "on", "to", "al", "de", "bin", "ibn", "von", "van", "'s", "’s"))
# Marks that a rebuilt text glues to the word before or behind them.
GLUED = frozenset((",", ".", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "”", "’", "..."))
OPENING = frozenset(("(", "[", "$", "“", "‘", "#", "£", "€"))

Segment = tuple[int, int]


class Name(msgspec.Struct, frozen=True):
    """Tokens `first` to `last` (exclusive) with their class; `scored` is False for what is neither right nor wrong."""

    first: int
    last: int
    type: str
    scored: bool = True


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A text with the characters of its tokens and its gold names; `part` is its region or publisher."""

    id: str
    part: str
    text: str
    tokens: tuple[Segment, ...]
    gold: tuple[Name, ...]


class Corpus(msgspec.Struct, frozen=True, kw_only=True):
    """`types` are the classes that are scored, `renamed` what ours are taken for."""

    name: str
    title: str
    articles: list[Article]
    types: tuple[str, ...]
    renamed: dict[str, str] = {}


def corpus(folder: Path, split: str, limit: int | None = None) -> Corpus:
    """The corpus in a folder, told by its files. Raises SystemExit when the folder holds none that is known."""
    iob2 = sorted(folder.glob(f"*.{split}.iob2*"))
    if iob2:
        found, name, title = worldwide(iob2[0], folder / "original_articles.jsonl.xz"), "worldwide", "Worldwide English Newswire"
        return Corpus(name=name, title=title, articles=found[:limit], types=tuple(WORLDWIDE.values()))
    politics = next((place for place in (folder / "politics", folder) if (place / f"{split}.txt").exists()), None)
    if politics:
        found = crossner(politics / f"{split}.txt")[:limit]
        return Corpus(
            name="crossner", title="CrossNER politics", articles=found, types=("PER", "ORG", "LOC"), renamed={"FAC": "LOC"}
        )
    if any(folder.glob("*/entities.json")):
        types = tuple(dict.fromkeys(RE3D.values()))
        return Corpus(name="re3d", title="re3d", articles=re3d(folder)[:limit], types=types, renamed={"FAC": "LOC"})
    raise SystemExit(f"{folder.name} holds no *.{split}.iob2, no politics/{split}.txt and no */entities.json")


def worldwide(file: Path, originals: Path) -> list[Article]:
    raw = {}
    if originals.exists():
        raw = {one["id"]: one["text"] for one in map(json.loads, filter(None, _lines(originals)))}
    found = []
    for name, part, sentences in _labelled(_lines(file)):
        tokens = [token for sentence in sentences for token, _ in sentence]
        text, places = _placed(raw.get(name, ""), tokens) or rebuilt(sentences)
        labels = [label for sentence in sentences for _, label in sentence]
        gold = tuple(Name(first, last, WORLDWIDE[kind]) for first, last, kind in segments(labels, sentences))
        found.append(Article(id=name, part=part, text=text, tokens=tuple(places), gold=gold))
    return found


def crossner(file: Path) -> list[Article]:
    found = []
    ((_, _, sentences),) = _labelled(_lines(file))
    for n, sentence in enumerate(sentences):
        text, places = rebuilt([sentence])
        named = segments([label for _, label in sentence], [sentence])
        gold = tuple(Name(first, last, CROSSNER.get(kind, kind), kind in CROSSNER) for first, last, kind in named)
        found.append(Article(id=str(n), part="", text=text, tokens=tuple(places), gold=gold))
    return found


def re3d(folder: Path) -> list[Article]:
    """The documents below a folder. Tokens are stretches without white space or marks at their edges."""
    mentions: dict[str, list[dict[str, str]]] = {}
    for file in sorted(folder.glob("*/entities.json")):
        for line in _lines(file):
            if line.strip():
                one = json.loads(line)
                mentions.setdefault(one["documentId"], []).append(one)
    found = []
    for file in sorted(folder.glob("*/documents.json")):
        for document in (json.loads(line) for line in _lines(file) if line.strip()):
            text = document["text"]
            tokens = _pieces(text)
            gold = set()
            for one in mentions.get(document["_id"], []):
                start, end = int(one["begin"]), int(one["end"])
                start += next((len(article) for article in ARTICLES if text[start:end].lower().startswith(article)), 0)
                first, last = meeting(tokens, start, end)
                words = [text[a:b] for a, b in tokens[first:last]]
                proper = one["type"] in RE3D and all(w in SMALL or w[0].isupper() or not w[0].isalpha() for w in words)
                if first < last:
                    gold.add(Name(first, last, RE3D.get(one["type"], one["type"]), proper and any(w[0].isupper() for w in words)))
            ordered = tuple(sorted(gold, key=lambda name: (name.first, -name.last, name.type)))
            found.append(Article(id=document["_id"], part=file.parent.name, text=text, tokens=tuple(tokens), gold=ordered))
    return found


def _lines(file: Path) -> list[str]:
    with lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8-sig") as lines:
        return lines.read().split("\n")


def _labelled(lines: Sequence[str]) -> Iterator[tuple[str, str, list[list[tuple[str, str]]]]]:
    """(id, region, sentences of (token, label)) of each article; one without a name where the file names none."""
    name = part = ""
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in lines:
        if line.startswith("# newdoc"):
            if any(sentences):
                yield name, part, [sentence for sentence in sentences if sentence]
            name, sentences = line.partition("=")[2].strip(), [[]]
        elif line.startswith("# region"):
            part = line.partition("=")[2].strip()
        elif not line.strip():
            sentences.append([])
        elif "\t" in line:
            token, label = line.split("\t")[:2]
            sentences[-1].append((token, label))
    if any(sentences):
        yield name, part, [sentence for sentence in sentences if sentence]


def segments(labels: Sequence[str], sentences: Sequence[Sequence[object]]) -> list[tuple[int, int, str]]:
    """(first, last + 1, class) of BIO labels, none over the end of a sentence; an I- that follows nothing of its class opens one.

    >>> segments(["B-A", "I-A", "I-B", "O", "I-A"], [[1, 2, 3, 4, 5]])
    [(0, 2, 'A'), (2, 3, 'B'), (4, 5, 'A')]
    """
    opens = set()
    at = 0
    for sentence in sentences:
        opens.add(at)
        at += len(sentence)
    found: list[tuple[int, int, str]] = []
    for i, label in enumerate(labels):
        tag, _, kind = label.partition("-")
        if tag == "I" and found and found[-1][1:] == (i, kind) and i not in opens:
            found[-1] = (found[-1][0], i + 1, kind)
        elif tag in ("B", "I"):
            found.append((i, i + 1, kind))
    return found


def rebuilt(sentences: Sequence[Sequence[tuple[str, str]]]) -> tuple[str, list[Segment]]:
    """A text with one paragraph a sentence and the places of its tokens in it.

    >>> rebuilt([[("“", "O"), ("No", "O"), (",", "O"), ("”", "O"), ("he", "O"), ("said", "O"), (".", "O")]])[0]
    '“No,” he said.'
    """
    text, places = "", []
    for sentence in sentences:
        text += "\n\n" if text else ""
        before, quoted = "", False
        for token, _ in sentence:
            word = token.replace("\u00a0", " ").strip() or token
            closing = word == '"' and quoted
            glued = not before or word in GLUED or closing or before in OPENING or (before == '"' and quoted)
            if not glued:
                text += " "
            places.append((len(text), len(text) + len(word)))
            text += word
            if word == '"':
                quoted = not quoted
            before = word
    return text, places


def _placed(raw: str, tokens: Sequence[str]) -> tuple[str, list[Segment]] | None:
    """The raw text with the places of its tokens, the first line left out if it is an address; None where they differ."""
    first = raw.partition("\n")[0]
    skip = len(first) + 1 if first.startswith("http") else 0
    at, places = skip, []
    for token in tokens:
        start = -1
        for character in token:
            if character.isspace():
                continue
            while at < len(raw) and raw[at].isspace():
                at += 1
            if at == len(raw) or raw[at] != character:
                return None
            start = at if start < 0 else start
            at += 1
        places.append((start, at) if start >= 0 else (at, at))
    return (raw, places) if raw else None


def _pieces(text: str) -> list[Segment]:
    """Stretches of letters and digits, with marks inside, and each other mark by itself.

    >>> [("U.S.-led (the SDF)")[a:b] for a, b in _pieces("U.S.-led (the SDF)")]
    ['U.S', '.', '-', 'led', '(', 'the', 'SDF', ')']
    """
    found: list[Segment] = []
    for i, character in enumerate(text):
        if character.isspace():
            continue
        inner = i + 1 < len(text) and character in ".'’," and text[i + 1].isalnum()
        joins = (
            found and found[-1][1] == i and (text[i - 1].isalnum() or text[i - 1] in ".'’,") and (character.isalnum() or inner)
        )
        if joins:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found


def meeting(tokens: Sequence[Segment], start: int, end: int) -> Segment:
    """First and last + 1 of the tokens that share a character with a stretch; equal when none does."""
    from bisect import bisect_left, bisect_right

    first = bisect_right(tokens, start, key=lambda token: token[1])
    last = bisect_left(tokens, end, key=lambda token: token[0])
    return first, max(first, last)


def by_sayso(article: Article) -> list[Name]:
    """The names that sayso reads in an article's text, in the corpus' tokens."""
    from sayso.core.document import Block, Document, sha256_of
    from sayso.core.span import Span
    from sayso.parse import parse

    at, blocks = 0, []
    for line in article.text.split("\n"):
        if line.strip():
            blocks.append(Block(span=Span(at, at + len(line)), role="paragraph"))
        at += len(line) + 1
    read = parse(Document(text=article.text, text_sha256=sha256_of(article.text), blocks=tuple(blocks)))
    found = []
    for one in read.entities:
        span = read.span(one.first, one.last)
        start = span.start
        start += (
            next((len(a) for a in ARTICLES if article.text[start : span.end].lower().startswith(a)), 0) if not article.part else 0
        )
        first, last = meeting(article.tokens, start, span.end)
        if first < last:
            found.append(Name(first, last, one.type))
    return found


def score(data: Corpus, read: Callable[[Article], Sequence[Name]]) -> dict[str, Figure]:
    """F1 of names and of spans, then of names by class and by part, as "names@PER" and "names@Africa"."""
    tally = Tally()
    parts: dict[str, list[str]] = {}
    for article in data.articles:
        parts.setdefault(article.part, []).append(article.id)
        gold = {one for one in article.gold if one.scored}
        excused = [one for one in article.gold if not one.scored]
        found = set()
        for one in read(article):
            name = Name(one.first, one.last, data.renamed.get(one.type, one.type))
            meets = any(e.first < name.last and name.first < e.last for e in excused)
            if name.type in data.types and (name in gold or not meets):
                found.add(name)
        _count(tally, article.id, "names", found, gold)
        spans = [{(one.first, one.last) for one in side} for side in (found, gold)]
        tally.hits("spans", article.id, len(spans[0]), len(spans[1]), len(spans[0] & spans[1]))
        for kind in data.types:
            _count(tally, article.id, f"names@{kind}", {n for n in found if n.type == kind}, {n for n in gold if n.type == kind})
    figures = tally.figures(article.id for article in data.articles)
    for part in sorted(filter(None, parts)):
        figures[f"names@{part}"] = tally.figures(parts[part])["names"]
    return figures


def _count(tally: Tally, article: str, measure: str, found: set[Name], gold: set[Name]) -> None:
    tally.hits(measure, article, len(found), len(gold), len(found & gold))


def report(figures: dict[str, Figure]) -> str:
    """The figures as a table."""
    rows = [[name, f.gold, f.precision, f.recall, f.value, f"{f.low:.1f} to {f.high:.1f}"] for name, f in figures.items()]
    return harness.table(["measure", "gold", "precision", "recall", "F1", "95 %"], rows)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    options = harness.arguments(TASK, "Names from raw text: exact spans and classes.", SPLITS).parse_args(given)
    harness.check(options)
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    weights = harness.shipped_weights()
    data = corpus(options.data, options.split, options.limit)
    figures = score(data, by_sayso)
    counts = {"articles": len(data.articles), "tokens": sum(len(one.tokens) for one in data.articles)}
    counts["gold names"] = figures["names"].gold or 0
    print(f"sayso on {data.title}, {options.split}: {', '.join(f'{count} {name}' for name, count in counts.items())}\n")
    print(report(figures))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=f"{data.name}-{options.split}", data=data.title, system="sayso", sayso=harness.sayso_version(),
            weights=weights, date=options.date, machine=harness.machine(), command=harness.command(TASK, given), counts=counts,
            figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
