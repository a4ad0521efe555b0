"""Page metadata: what a page's JSON-LD and meta tags say of its publication, in schema.org's and Open Graph's terms.

JSON-LD comes first, then meta tags, then <time>: that order agrees best with what pages show. Dates are kept as they
are written, without a change of time zone. Where two of them give different days the notes say which was taken.
Known misses: microdata other than dates, metadata in scripts that are no JSON-LD.
"""

import json
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import msgspec

from sayso.read import published
from sayso.read.published import Facts, value_date

# Types under schema.org's Article that carry no "Article" in their names.
_ARTICLES = frozenset({"LiveBlogPosting", "BlogPosting", "SocialMediaPosting", "Report", "NewsStory"})
_PUBLISHED = tuple(
    """article:published_time og:article:published_time datepublished date.published publishdate publish-date publish_date
    published_time pubdate pub_date parsely-pub-date sailthru.date dc.date.issued dcterms.issued dcterms.created dc.date date
    cxenseparse:recs:publishtime""".split()  # noqa: SIM905
)
_MODIFIED = tuple(
    """article:modified_time og:article:modified_time og:updated_time datemodified lastmod last-modified
    dcterms.modified""".split()  # noqa: SIM905
)
_BYLINE = ("author", "article:author_name", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator")
_OUTLET = ("og:site_name", "publisher", "dc.publisher", "application-name")
_HEADLINE = ("og:title", "twitter:title", "dc.title", "parsely-title")
# A page's JSON-LD has some ten nodes; a thousand is an attack or a catalogue.
MOST_NODES = 1000
LONGEST_VALUE = 400


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What the page's head says: facts, whether it calls itself live, every dated claim, and notes on what could not be read."""

    facts: Facts
    authors: tuple[str, ...] = ()
    live: bool = False
    dates: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def metadata(page: Any) -> Metadata:
    """The metadata of a parsed page (an lxml element)."""
    tags = _tags(page)
    nodes, notes = _nodes(page)
    articles = [node for node in nodes if _is_article(node)]
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    url = _address(page, tags)
    article = next((node for node in articles if url is not None and url in _addresses(node)), articles[0] if articles else {})
    authors = tuple(_names(article.get("author"), named)) or tuple(_names(article.get("creator"), named))
    if not authors:
        authors = tuple(name for name in _all(tags, _BYLINE) if "://" not in name and not name.startswith("@"))[:1]
    dates = [(where, value) for where, value in _dates(article, tags) if value_date(value) is not None]
    modified = _text(article.get("dateModified")) or _first(tags, _MODIFIED)
    facts = Facts(
        headline=_text(article.get("headline")) or _first(tags, _HEADLINE),
        byline=", ".join(authors) or None,
        outlet=next(_names(article.get("publisher"), named), None) or _first(tags, _OUTLET),
        published=value_date(dates[0][1]) if dates else None,
        modified=value_date(modified) if modified is not None else None,
        url=url or next((address for address in _addresses(article) if _is_web(address)), None),
    )
    return Metadata(
        facts=facts,
        authors=authors,
        live="LiveBlogPosting" in _types(article),
        dates=tuple(dates),
        notes=(*notes, *published.disagreement(dates)),
    )


def _dates(article: Mapping[str, Any], tags: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    stated = _text(article.get("datePublished")) or _text(article.get("dateCreated"))
    if stated is not None:
        yield "JSON-LD", stated
    for name in _PUBLISHED:
        for value in tags.get(name, [])[:1]:
            yield f"meta tag {name}", value


def _tags(page: Any) -> dict[str, list[str]]:
    """The contents of the meta tags by lower-cased name, property or itemprop."""
    found: dict[str, list[str]] = {}
    for tag in page.iter("meta"):
        content = _text(tag.get("content"))
        for name in {tag.get("property"), tag.get("name"), tag.get("itemprop")} - {None}:
            if content is not None:
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _all(tags: Mapping[str, list[str]], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from tags.get(name, ())


def _first(tags: Mapping[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next(_all(tags, names), None)


def _nodes(page: Any) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The page's own JSON-LD nodes: of scripts, arrays, @graph and mainEntity; not those of lists of other pages."""
    waiting: list[Any] = []
    notes: tuple[str, ...] = ()
    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            inner = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").rstrip(" ;")
            waiting.append(json.loads(inner, strict=False))
        except (ValueError, RecursionError):
            notes = ("has JSON-LD that is no JSON, which was passed over",)
    found: list[dict[str, Any]] = []
    waiting.reverse()
    while waiting and len(found) < MOST_NODES:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node[:MOST_NODES]))
        elif isinstance(node, dict):
            found.append(node)
            waiting.extend(node[key] for key in ("mainEntity", "@graph") if isinstance(node.get(key), list | dict))
    return found, notes


def _types(node: Mapping[str, Any]) -> tuple[str, ...]:
    value = node.get("@type")
    return tuple(v.rsplit("/", 1)[-1] for v in (value if isinstance(value, list) else [value]) if isinstance(v, str))


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(name.endswith("Article") or name in _ARTICLES for name in _types(node))


def _names(value: Any, named: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The names of people or organisations, given as strings, nodes or references to nodes."""
    for item in value if isinstance(value, list) else [value]:
        key = item.get("@id") if isinstance(item, dict) else None
        node = named.get(key, item) if isinstance(key, str) else item
        name = _text(node.get("name")) if isinstance(node, Mapping) else _text(node)
        if name is not None and "://" not in name:
            yield name


def _address(page: Any, tags: Mapping[str, list[str]]) -> str | None:
    links = (link.get("href") for link in page.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    return next((address.strip() for address in (*links, *tags.get("og:url", ())) if address and _is_web(address)), None)


def _addresses(node: Mapping[str, Any]) -> tuple[str, ...]:
    whole = node.get("mainEntityOfPage")
    inner = whole.get("@id") or whole.get("url") if isinstance(whole, dict) else whole
    return tuple(address for address in (node.get("url"), inner, node.get("@id")) if isinstance(address, str))


def _is_web(address: str) -> bool:
    return address.strip().lower().startswith(("http://", "https://")) and len(address) <= 2000


def _text(value: Any) -> str | None:
    """A string's words, white space collapsed; None for what is no string, or has none, or far too many."""
    words = " ".join(unescape(value).split()) if isinstance(value, str) else ""
    return words if 0 < len(words) <= LONGEST_VALUE else None
