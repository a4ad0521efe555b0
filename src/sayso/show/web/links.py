"""Links: addresses of the desk's own pages."""

from urllib.parse import quote, urlencode


def with_query(path: str, asked: dict[str, str], **changed: str | int | None) -> str:
    """A path with its query, some of it changed; what is None or empty is left out.

    >>> with_query("/statements", {"who": "a b", "page": "2"}, page=None, type="direct")
    '/statements?who=a+b&type=direct'
    """
    query = {**asked, **{key: str(value) for key, value in changed.items() if value is not None}}
    for key, value in changed.items():
        if value is None:
            query.pop(key, None)
    kept = {key: value for key, value in query.items() if value}
    return path + (f"?{urlencode(kept)}" if kept else "")


def path(decoded: str) -> str:
    """The path of a page as it stands in an address: a name in it may hold any sign.

    >>> path("/actors/Who? Ltd")
    '/actors/Who%3F%20Ltd'
    """
    return quote(decoded)


def actor(name: str) -> str:
    """The page of everybody of one name."""
    return "/actors/" + quote(name, safe="")
