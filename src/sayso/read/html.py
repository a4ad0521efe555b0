"""Pages: HTML to the article's text and blocks, with what the page says of its publication.

trafilatura says which of the page's text is the article; the page's own tags say in what order it stands and what is
a heading, a caption, a time or a link. So the structure that trafilatura drops (times and headings of short live
entries, captions) is kept, and its choice of text is not second-guessed. The text is made: the headline, then one block
after the other, parted by blank lines. On live pages everything in the article's element is kept.
Nothing is fetched: trafilatura gets the bytes we have, never an address.
Known misses: articles that scripts put into the page, tables, paragraphs parted by a single <br>.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import lxml.etree
import lxml.html
import msgspec

from sayso.core.document import Block, BlockRole
from sayso.core.errors import ReadError
from sayso.read import metadata, published, roles, text
from sayso.read.encodings import Decoded
from sayso.read.published import Facts

# Tags that part one stretch of text from the next.
_PARTING = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5
    h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
# Tags whose text is never the article's.
_UNREAD = frozenset(
    """aside audio button canvas dialog embed form head iframe input label math menu nav noscript object script select style svg
    template textarea title video""".split()  # noqa: SIM905
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
# Tags in which a <time> is part of a sentence.
_RUNNING = frozenset({"p", "li", "td", "th", "dd", "blockquote", "figcaption", "caption", "pre"})
_ENDS = (".", "!", "?", "…", "”", "’", '"', ")")
# A page with this many times that stand alone between its paragraphs is a live page even where it does not say so.
LIVE_TIMES = 3
# Letters of prose below which a page has no article: a cookie notice or "Page not found" has fewer.
FEWEST_LETTERS = 60
# Letters from which a stretch found within a longer line is no chance, and how far on it is looked for, which bounds the time.
SHORTEST_MERGED, REACH = 20, 50_000
# Part of a stretch that must be inside links for it to point to another article.
LINKED = 0.9
_DROPPED = re.compile("[\u00ad\ufeff\u200b]")
# htmldate asks the clock for its latest date unless it is told one; the same page must give the same date for ever.
EARLIEST, LATEST = "1995-01-01", "2100-01-01"


class Article(msgspec.Struct, frozen=True):
    """The article of a page: its made text, the blocks of it, its publication facts, and notes on how they were read."""

    text: str
    blocks: tuple[Block, ...]
    facts: Facts
    notes: tuple[str, ...] = ()


class _Piece(msgspec.Struct, frozen=True):
    """A stretch of the page's text in one element; `lines` are its parts between <br>s, `linked` its characters in links."""

    words: str
    lines: tuple[str, ...]
    tag: str
    element: Any
    linked: int
    time: str | None
    place: int


def article(decoded: Decoded) -> Article:
    """The article on a page. Raises ReadError when there is none."""
    data = decoded.text.encode("utf-8", "replace")
    page = _parsed(data)
    pieces = list(_pieces(page))
    chosen = _chosen(data)
    meta = metadata.metadata(page)
    headline = _headline(page, pieces, meta.facts.headline)
    kept = _kept(pieces, chosen, meta.live, headline)
    first = next((piece.place for piece in kept if _is_prose(piece)), 0)
    titles: list[tuple[str, BlockRole | None]] = [] if headline is None else [(headline, "headline")]
    words, stretches = _joined([*titles, *((piece.words, _hint(piece, first, meta.authors)) for piece in kept)])
    if len(stretches) > text.MAX_STRETCHES:
        raise ReadError(f"has more than {text.MAX_STRETCHES:,} paragraphs: split it into one file an article")
    blocks = roles.blocks(words, stretches)
    if sum(sum(map(str.isalpha, b.span.of(words))) for b in blocks if b.role == "paragraph") < FEWEST_LETTERS:
        raise ReadError("has no article text: save the article's own page, after its scripts have run")
    facts, notes = _facts(page, meta, pieces, first, published.facts(words, blocks))
    return Article(words, blocks, Facts(headline=headline).over(facts), (*decoded.notes, *meta.notes, *notes))


def _parsed(data: bytes) -> Any:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise ReadError(f"is no HTML that can be read ({type(error).__name__}): save the page again") from None


def _chosen(data: bytes) -> list[str]:
    """The lines of text that trafilatura takes for the article, as keys, in order."""
    import trafilatura

    try:
        found = trafilatura.extract(data, include_comments=False, include_tables=True, include_formatting=False)
    except Exception as error:  # trafilatura meets any page there is; whatever trips it must cost this page only
        raise ReadError(f"is a page that trafilatura cannot read ({type(error).__name__}): save the page again") from None
    return [key for line in (found or "").splitlines() if (key := _key(line))]


def _key(words: str) -> str:
    """The letters and digits of a line: what stays the same however white space and marks are treated."""
    return "".join(filter(str.isalnum, words)).casefold()


def _pieces(page: Any) -> Iterator[_Piece]:
    """The page's text in document order, parted where its tags part it; without navigation, forms and hidden parts."""
    open_tags: list[Any] = []
    lines: list[list[str]] = [[]]
    linked = links = place = 0
    time: str | None = None

    def flush() -> Iterator[_Piece]:
        nonlocal lines, linked, place
        parts = tuple(part for line in lines if (part := " ".join(_DROPPED.sub("", "".join(line)).split())))
        if parts:
            owner = open_tags[-1] if open_tags else page
            words = " ".join(parts)
            yield _Piece(words, parts, owner.tag, owner, min(linked, len(words)), time, place)
            place += 1
        lines, linked = [[]], 0

    def add(words: str | None) -> None:
        nonlocal linked
        if words:
            lines[-1].append(words)
            linked += len(" ".join(words.split())) if links else 0

    walker = lxml.etree.iterwalk(page, events=("start", "end"))
    skipped: Any = None
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _UNREAD or not tag or _is_hidden(element):
                skipped = element
                walker.skip_subtree()
                continue
            alone = tag == "time" and not (open_tags and open_tags[-1].tag in _RUNNING)
            if tag in _PARTING or alone:
                yield from flush()
                if tag in _PARTING:
                    open_tags.append(element)
                else:
                    time = element.get("datetime") or ""
            elif tag == "br":
                # Two in a row part paragraphs.
                if len(lines) > 1 and not "".join(lines[-1]).strip():
                    yield from flush()
                else:
                    lines.append([])
            elif tag == "a":
                links += 1
            add(element.text)
        else:
            if element is skipped:
                skipped = None
            elif tag in _PARTING:
                yield from flush()
                open_tags.pop()
            elif tag == "time" and time is not None:
                yield from flush()
                time = None
            elif tag == "a":
                links -= 1
            add(element.tail)
    yield from flush()


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    styled = "display:none" in style or "visibility:hidden" in style
    return styled or element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _headline(page: Any, pieces: list[_Piece], claimed: str | None) -> str | None:
    """The words of the <h1> that agrees best with the metadata, or what the metadata or <title> say where none does."""
    title = " ".join((page.findtext(".//title") or "").split()) or None
    shown = [piece.words for piece in pieces if piece.tag == "h1"]
    reference = set((claimed or title or "").casefold().split())
    if shown:
        best = max(shown, key=lambda words: (len(reference & set(words.casefold().split())), -shown.index(words)))
        if claimed is None or reference & set(best.casefold().split()):
            return best
    return claimed or (re.split(r"\s[|–—-]\s", title)[0] if title is not None else None)


def _kept(pieces: list[_Piece], chosen: list[str], live: bool, headline: str | None) -> list[_Piece]:
    """The pieces of the article in order, without its headline."""
    title = next((piece.place for piece in pieces if piece.tag == "h1" and piece.words == headline), -1)
    sure = [piece for piece in _sure(pieces, chosen) if piece.place != title]
    if not sure:
        return []
    frame = _common(piece.element for piece in sure)
    begin, end = sure[0].place, sure[-1].place
    if title > begin and any(_is_prose(piece) and piece.place < title for piece in sure):
        title = -1  # a title below prose is not where the article starts
    inside = [piece for piece in pieces if piece.place > title and piece.words != headline and frame in _line_of(piece.element)]
    if live or sum(piece.time is not None and piece.place < end for piece in inside) >= LIVE_TIMES:
        return inside
    taken = {piece.place for piece in sure}
    homes = {piece.element.getparent() for piece in sure if piece.tag == "p" and _is_prose(piece)}
    return [piece for piece in inside if piece.place in taken or _belongs(piece, homes, range(begin, end + 1))]


def _is_prose(piece: _Piece) -> bool:
    """Whether a piece is certainly a paragraph: a sentence of some length that is no heading, and no line with the time."""
    long = len(piece.words) > (40 if piece.words.endswith(_ENDS) else 150)
    return long and piece.tag not in _HEADINGS and piece.time is None and not _has_time(piece)


def _has_time(piece: _Piece) -> bool:
    return piece.tag in _RUNNING and next(piece.element.iter("time"), None) is not None


def _belongs(piece: _Piece, homes: set[Any], core: range) -> bool:
    """Whether a piece that trafilatura left out is the article's: a paragraph beside one it took, or part of the frame.

    `homes` are the elements in which paragraphs it took stand, `core` the places from its first piece to its last.
    """
    if piece.tag == "p" and piece.element.getparent() in homes:
        return True
    if piece.place in core and piece.tag in _HEADINGS:
        return True
    phrase = roles.phrase_of(piece.words) if len(piece.words) <= roles.PHRASED else None
    signature = phrase is not None and phrase.role in ("byline", "timestamp")
    return piece.place < core.stop and (piece.tag == "figcaption" or piece.time is not None or signature)


def _sure(pieces: list[_Piece], chosen: list[str]) -> Iterator[_Piece]:
    """The pieces whose text trafilatura chose: as a line of its own, or within a line it made of several."""
    lines, keys = frozenset(chosen), frozenset(_key(piece.words) for piece in pieces)
    # On some short pages trafilatura gives everything as one line.
    merged, at = "".join(line for line in chosen if line not in keys), 0
    for piece in pieces:
        key = _key(piece.words)
        if key in lines or any(len(line) > 30 and _key(line) in lines for line in piece.lines):
            yield piece
        elif len(key) >= SHORTEST_MERGED and (found := merged.find(key, at, at + REACH)) >= 0:
            yield piece
            at = found + len(key)


def _line_of(element: Any) -> Iterator[Any]:
    """The element and all it is in."""
    yield element
    yield from element.iterancestors()


def _common(elements: Iterable[Any]) -> Any:
    """The innermost element that holds all of these."""
    line: list[Any] = []
    for element in elements:
        here = list(_line_of(element))
        if not line:
            line = here
        else:
            known = set(here)
            line = [other for other in line if other in known]
    return line[0]


def _hint(piece: _Piece, first: int, authors: tuple[str, ...]) -> BlockRole | None:
    short = len(piece.words) <= 150
    sentence = piece.words.endswith(_ENDS)
    if piece.time is not None:
        return "timestamp"
    if piece.tag in _HEADINGS:
        return "subheading"
    if piece.tag in ("figcaption", "caption"):
        return "caption"
    if short and not sentence and piece.place < first and any(author in piece.words for author in authors):
        return "byline"
    if short and piece.place < first and _has_time(piece):
        return "timestamp"
    if len(piece.words) <= 200 and not sentence and piece.linked >= LINKED * len(piece.words):
        return "teaser"
    return "paragraph" if piece.tag in ("li", "blockquote", "dd") else None


def _joined(made: list[tuple[str, BlockRole | None]]) -> tuple[str, list[roles.Stretch]]:
    """The text, blocks parted by a blank line, and where each stands in it."""
    stretches, at = [], 0
    for words, hint in made:
        stretches.append(roles.Stretch(at, at + len(words), hint))
        at += len(words) + 2
    return "\n\n".join(words for words, _ in made), stretches


def _facts(page: Any, meta: metadata.Metadata, pieces: list[_Piece], first: int, stated: Facts) -> tuple[Facts, tuple[str, ...]]:
    """The facts of metadata, then <time>, then the text itself, then htmldate; with a note where a date is doubtful."""
    dates = [*meta.dates, *(("time tag", value) for value in _times(page, pieces, first, bool(meta.dates)))]
    if stated.published is not None and not published.is_filing_date(stated):
        dates.append(("text", stated.published))
    notes = () if published.disagreement(list(meta.dates)) else published.disagreement(dates)
    taken = published.value_date(dates[0][1]) if dates else None
    if taken is None and stated.published is None:
        taken = _searched(page)
        notes = (f"published {taken} by htmldate's search of the page: nothing states it plainly",) if taken is not None else ()
    return Facts(published=taken).over(meta.facts).over(stated), notes


def _times(page: Any, pieces: list[_Piece], first: int, dated: bool) -> list[str]:
    """The <time> that calls itself the date of publication; on a page without other dates, else the first one above the prose."""
    called = [tag.get("datetime") for tag in page.iter("time") if (tag.get("itemprop") or "").lower() == "datepublished"]
    if not called and not dated:
        above = [piece for piece in pieces if piece.place < first]
        called = [piece.time for piece in above if piece.time]
        called += [tag.get("datetime") for piece in above if _has_time(piece) for tag in piece.element.iter("time")]
    return [value for value in called if value and published.value_date(value) is not None][:1]


def _searched(page: Any) -> str | None:
    """The date htmldate finds without guessing from the page's running text, or None."""
    import htmldate

    try:
        found = htmldate.find_date(page, extensive_search=False, original_date=True, min_date=EARLIEST, max_date=LATEST)
    except Exception:  # as with trafilatura: a last resort that trips has found nothing
        return None
    return published.value_date(found) if found else None
