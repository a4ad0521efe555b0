"""Addresses: what of a text's address may become a link, and a link to the words themselves.

Only http and https addresses become links: what a text calls its address may be anything.
"""

from urllib.parse import quote, urlsplit

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
