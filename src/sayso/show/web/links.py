"""Links: addresses of the desk's own pages, and of the words in the live article.

Only http and https addresses become links: what a text calls its address may be anything.
"""

from urllib.parse import quote, urlencode, urlsplit

# A fragment of so many words on either side finds a sentence; longer ones break where the site changed a comma.
WORDS_EACH_SIDE = 5


def outside(url: str | None) -> str | None:
    """The address when it is one of the web, else None.

    >>> outside("https://news.example/a"), outside("javascript:alert(1)"), outside(" //x"), outside(None)
    ('https://news.example/a', None, None, None)
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def live(url: str | None, words: str) -> str | None:
    """The address of the live article, scrolled to the words (WICG Text Fragments); None without an address of the web.

    >>> live("https://news.example/a#top", "one, two-three")
    'https://news.example/a#:~:text=one%2C%20two%2Dthree'
    """
    address = outside(url)
    if address is None:
        return None
    said = words.strip("“”\"' \n").split()
    if not said:
        return address
    if len(said) <= 2 * WORDS_EACH_SIDE:
        ends = [" ".join(said)]
    else:
        ends = [" ".join(said[:WORDS_EACH_SIDE]), " ".join(said[-WORDS_EACH_SIDE:])]
    return f"{address.partition('#')[0]}#:~:text=" + ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)


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


def actor(name: str) -> str:
    """The page of everybody of one name."""
    return "/actors/" + quote(name, safe="")
