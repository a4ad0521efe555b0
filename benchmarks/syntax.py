"""Syntax on a Universal Dependencies treebank, read from raw text and scored as the CoNLL 2018 shared task scores it
(Zeman et al. 2018): F1 of tokens, sentences, words, UPOS, XPOS, lemmas, UAS, LAS and CLAS.

A document's raw text is put together from its sentences (`# text`), with a space between two where the treebank has one
and an empty line where a paragraph begins; its lines are not wrapped. Every paragraph is given to sayso as prose: what it
takes for a byline or a teaser is another question. Both sides are compared by their characters without white space:

- A word is aligned with the gold word of the same characters. Where either side has a token of several words ("don't"),
  the words of both sides in the stretch it covers are aligned by the longest common subsequence of their lower-cased forms.
- UPOS, XPOS and lemmas count aligned words that agree; a gold lemma "_" agrees with any. UAS counts those whose heads
  are aligned too, LAS those whose relations agree as well, subtypes (`:pass`) left out; CLAS is LAS over content words.

sayso does not say which words are one token; here its words written without a space are one where the second is a
clitic, or both are a pair that its tokenizer parts ("can|not"). Intervals are from draws of documents.

Parts: EWT by genre, GUM by genre, and of GUM `news-like` is news, interviews, speeches and court documents.
"""

import argparse
import lzma
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from benchmarks import harness
from benchmarks.harness import Figure, Tally

TASK = "syntax"
SPLITS = ("dev", "test")
NEWS_LIKE = ("news", "interview", "speech", "court")
# The relations of content words, as the shared task lists them.
CONTENT = frozenset({
    "nsubj", "obj", "iobj", "csubj", "ccomp", "xcomp", "obl", "vocative", "expl", "dislocated", "advcl", "advmod", "discourse",
    "nmod", "appos", "nummod", "acl", "amod", "conj", "fixed", "flat", "compound", "list", "parataxis", "orphan", "goeswith",
    "reparandum", "root", "dep",
})  # fmt: skip

Segment = tuple[int, int]


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """A syntactic word. `segment` counts the characters of its text without white space, of a fused word those of the whole
    token; `head` is an index in the document, None for a root."""

    form: str
    segment: Segment
    fused: bool
    upos: str
    xpos: str
    lemma: str
    head: int | None
    deprel: str


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """One side's reading of a document: its words, and tokens and sentences as segments."""

    words: tuple[Word, ...]
    tokens: tuple[Segment, ...]
    sentences: tuple[Segment, ...]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A gold document; `paragraphs` are joined by an empty line."""

    id: str
    paragraphs: tuple[str, ...]
    gold: Analysis

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


class Treebank(msgspec.Struct, frozen=True, kw_only=True):
    """`name` as in its file ("ewt"); `parts` has the ids of documents by name of the part."""

    name: str
    documents: list[Document]
    parts: dict[str, list[str]]


def treebank(folder: Path, split: str, limit: int | None = None) -> Treebank:
    """The documents of en_NAME-ud-SPLIT.conllu, or .conllu.xz. Raises SystemExit when the folder holds none, or several."""
    files = sorted(file for ending in ("", ".xz") for file in folder.glob(f"en_*-ud-{split}.conllu{ending}"))
    if len(files) != 1:
        raise SystemExit(f"{folder.name} holds {len(files)} files en_*-ud-{split}.conllu[.xz]: name the folder of one treebank")
    with lzma.open(files[0], "rt", encoding="utf-8") if files[0].suffix == ".xz" else files[0].open(encoding="utf-8") as lines:
        documents = list(_documents(lines.read()))[:limit]
    name = files[0].name.removeprefix("en_").partition("-")[0]
    parts: dict[str, list[str]] = {}
    for document in documents:
        genre = document.id.split("_")[1] if name == "gum" else document.id.partition("-")[0]
        parts.setdefault(genre, []).append(document.id)
        if name == "gum" and genre in NEWS_LIKE:
            parts.setdefault("news-like", []).append(document.id)
    return Treebank(name=name, documents=documents, parts=dict(sorted(parts.items())))


class _Sentence(msgspec.Struct, kw_only=True):
    text: str = ""
    opens_paragraph: bool = False
    rows: list[list[str]] = msgspec.field(default_factory=list)


def _documents(conllu: str) -> Iterator[Document]:
    name, sentences = "", [_Sentence()]
    for line in conllu.split("\n"):
        if line.startswith("# newdoc"):
            if len(sentences) > 1:
                yield _document(name, sentences[:-1])
            name, sentences = line.partition("=")[2].strip(), [_Sentence(opens_paragraph=True)]
        elif line.startswith("# newpar") and "_" not in line.split()[1]:
            sentences[-1].opens_paragraph = True
        elif line.startswith("# text ="):
            sentences[-1].text = line.partition("=")[2].strip()
        elif not line and sentences[-1].rows:
            sentences.append(_Sentence())
        elif line and not line.startswith("#") and "." not in line.partition("\t")[0]:
            sentences[-1].rows.append(line.split("\t"))
    if len(sentences) > 1:
        yield _document(name, sentences[:-1])


def _document(name: str, sentences: Sequence[_Sentence]) -> Document:
    paragraphs: list[str] = []
    words: list[Word] = []
    tokens: list[Segment] = []
    ends: list[Segment] = []
    glued = False
    for sentence in sentences:
        if sentence.opens_paragraph or not paragraphs:
            paragraphs.append("")
        elif not glued:
            paragraphs[-1] += " "
        paragraphs[-1] += sentence.text
        start = at = tokens[-1][1] if tokens else 0
        base, fused_till, segment = len(words), 0, (at, at)
        for row in sentence.rows:
            first, _, last = row[0].partition("-")
            if int(first) > fused_till:
                segment = (at, at := at + len("".join(row[1].split())))
                tokens.append(segment)
            glued = "SpaceAfter=No" in row[9].split("|") if last or int(first) > fused_till else glued
            if last:
                fused_till = int(last)
                continue
            words.append(
                Word(
                    form=row[1], segment=segment, fused=int(first) <= fused_till, upos=row[3], xpos=row[4], lemma=row[2],
                    head=base + int(row[6]) - 1 if row[6] != "0" else None, deprel=row[7],
                )
            )  # fmt: skip
        ends.append((start, at))
        if at - start != len("".join(sentence.text.split())):
            raise ValueError(f"a sentence of {name} has other characters than its tokens: {sentence.text[:60]}")
    gold = Analysis(words=tuple(words), tokens=tuple(tokens), sentences=tuple(ends))
    return Document(id=name, paragraphs=tuple(paragraphs), gold=gold)


def by_sayso(document: Document) -> Analysis:
    """What sayso reads in a document's text."""
    from sayso.core.document import Block, sha256_of
    from sayso.core.document import Document as Article
    from sayso.core.span import Span
    from sayso.parse import parse

    text, at, blocks = document.text, 0, []
    for paragraph in document.paragraphs:
        blocks.append(Block(span=Span(at, at + len(paragraph)), role="paragraph"))
        at += len(paragraph) + 2
    read = parse(Article(text=text, text_sha256=sha256_of(text), blocks=tuple(blocks)))
    black = [0]
    for character in text:
        black.append(black[-1] + (not character.isspace()))
    segments = [(black[token.span.start], black[token.span.end]) for token in read.tokens]
    runs: list[list[int]] = []
    for i, token in enumerate(read.tokens):
        before = read.tokens[i - 1]
        if i and before.span.end == token.span.start and _one_token(before.text, token.text):
            runs[-1].append(i)
        else:
            runs.append([i])
    tokens = [(segments[run[0]][0], segments[run[-1]][1]) for run in runs]
    words = []
    for run, whole in zip(runs, tokens, strict=True):
        for i in run:
            token = read.tokens[i]
            words.append(
                Word(
                    form=token.text, segment=whole, fused=len(run) > 1, upos=token.upos, xpos=token.xpos, lemma=token.lemma,
                    head=token.head if token.head != i else None, deprel=token.deprel,
                )
            )  # fmt: skip
    sentences = tuple((segments[one.first][0], segments[one.last - 1][1]) for one in read.sentences)
    return Analysis(words=tuple(words), tokens=tuple(tokens), sentences=sentences)


@cache
def _phrases(kind: str) -> frozenset[str]:
    from sayso.lexicon.tables import rows

    return frozenset(row["phrase"].replace(" ", "") for row in rows("en/tokens.tsv") if row["kind"] == kind)


def _one_token(first: str, second: str) -> bool:
    """Whether two words written without a space are parts of one token.

    >>> _one_token("does", "n’t"), _one_token("can", "not"), _one_token("peace", "-")
    (True, True, False)
    """
    if second.replace("’", "'").lower() in _phrases("clitic"):
        return first[-1].isalnum()
    return (first + second).lower() in _phrases("joined")


def aligned(gold: Sequence[Word], found: Sequence[Word]) -> dict[int, int]:
    """The gold word of each found word that has one, by index."""
    stretches: list[Segment] = []
    for start, end in sorted({word.segment for word in (*gold, *found) if word.fused}):
        if stretches and start < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    of_gold, of_found = (_parted(words, stretches) for words in (gold, found))
    places = {gold[i].segment: i for i in of_gold.pop()}
    pairs = {i: places[found[i].segment] for i in of_found.pop() if found[i].segment in places}
    for theirs, ours in zip(of_gold, of_found, strict=True):
        pairs.update(_common(gold, found, theirs, ours))
    return pairs


def _parted(words: Sequence[Word], stretches: Sequence[Segment]) -> list[list[int]]:
    """The words within each stretch, and last those that meet none. A word that reaches over an edge is in no list."""
    parts: list[list[int]] = [[] for _ in range(len(stretches) + 1)]
    at = 0
    for i, word in enumerate(words):
        start, end = word.segment
        while at < len(stretches) and stretches[at][1] <= start:
            at += 1
        if at == len(stretches) or end <= stretches[at][0]:
            parts[-1].append(i)
        elif stretches[at][0] <= start and end <= stretches[at][1]:
            parts[at].append(i)
    return parts


def _common(gold: Sequence[Word], found: Sequence[Word], theirs: Sequence[int], ours: Sequence[int]) -> dict[int, int]:
    """Found word to gold word, by a longest common subsequence of forms."""
    a, b = ([side[i].form.lower() for i in part] for side, part in ((gold, theirs), (found, ours)))
    longest = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            longest[i][j] = longest[i + 1][j + 1] + 1 if a[i] == b[j] else max(longest[i + 1][j], longest[i][j + 1])
    pairs, i, j = {}, 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            pairs[ours[j]] = theirs[i]
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _base(word: Word) -> str:
    return word.deprel.partition(":")[0]


AGREES: dict[str, Callable[[Word, Word], bool]] = {
    "words": lambda gold, found: True,
    "upos": lambda gold, found: gold.upos == found.upos,
    "xpos": lambda gold, found: gold.xpos == found.xpos,
    "lemma": lambda gold, found: gold.lemma in ("_", found.lemma),
}


def tallied(documents: Sequence[Document], read: Callable[[Document], Analysis]) -> Tally:
    """The counts of every measure by document."""
    tally = Tally()
    for document in documents:
        gold, found = document.gold, read(document)
        for measure, theirs, ours in (
            ("tokens", gold.tokens, found.tokens),
            ("sentences", gold.sentences, found.sentences),
        ):
            tally.hits(measure, document.id, len(ours), len(theirs), len(set(ours) & set(theirs)))
        pairs = aligned(gold.words, found.words)
        both = [(gold.words[g], found.words[f]) for f, g in pairs.items()]
        sizes = len(found.words), len(gold.words)
        for measure, agrees in AGREES.items():
            tally.hits(measure, document.id, *sizes, sum(agrees(*pair) for pair in both))
        attached = [(g, f) for g, f in both if _heads_agree(g, f, pairs)]
        labelled = [(g, f) for g, f in attached if _base(g) == _base(f)]
        tally.hits("uas", document.id, *sizes, len(attached))
        tally.hits("las", document.id, *sizes, len(labelled))
        content = [sum(_base(word) in CONTENT for word in words) for words in (found.words, gold.words, [g for g, _ in labelled])]
        tally.hits("clas", document.id, *content)
    return tally


def _heads_agree(gold: Word, found: Word, pairs: dict[int, int]) -> bool:
    if found.head is None:
        return gold.head is None
    return gold.head is not None and pairs.get(found.head) == gold.head


def score(data: Treebank, read: Callable[[Document], Analysis]) -> dict[str, Figure]:
    """Every measure over all documents, then over each part as "las@news"."""
    tally = tallied(data.documents, read)
    figures = tally.figures(document.id for document in data.documents)
    for part, names in data.parts.items():
        figures |= {f"{measure}@{part}": figure for measure, figure in tally.figures(names).items()}
    return figures


def report(figures: dict[str, Figure]) -> str:
    """The figures as a table."""
    rows = [[name, f.precision, f.recall, f.value, f"{f.low:.1f} to {f.high:.1f}"] for name, f in figures.items()]
    return harness.table(["measure", "precision", "recall", "F1", "95 %"], rows)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    options = harness.arguments(TASK, "Syntax from raw text, as the CoNLL 2018 shared task scores it.", SPLITS).parse_args(given)
    harness.check(options)
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    weights = harness.shipped_weights()
    data = treebank(options.data, options.split, options.limit)
    figures = score(data, by_sayso)
    counts = {"documents": len(data.documents)}
    counts |= {f"gold {name}": figures[name].gold or 0 for name in ("sentences", "tokens", "words")}
    title = f"UD English {data.name.upper()}"
    print(f"sayso on {title}, {options.split}: {', '.join(f'{count} {name}' for name, count in counts.items())}\n")
    print(report(figures))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=f"{data.name}-{options.split}", data=title, system="sayso", sayso=harness.sayso_version(),
            weights=weights, date=options.date, machine=harness.machine(), command=harness.command(TASK, given), counts=counts,
            figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
