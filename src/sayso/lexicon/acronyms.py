"""Acronyms: the name that a text itself spells out for one, which is surer than the body that most others mean by it."""

import re
from functools import lru_cache

# An acronym of two letters is also the initials of many a person: it needs the name right before it, "Vale Council (VC)".
SHORT, LONGEST = 2, 8


@lru_cache(maxsize=1024)
def spelt_out(text: str, acronym: str) -> str | None:
    """The first name in a text that has the letters of an acronym as its initials; small words within it do not count.

    >>> spelt_out("The Vale News Agency said so. It is the VNA.", "VNA")
    'Vale News Agency'
    >>> spelt_out("Vale Council was told by Ana Pinto.", "AP") is None
    True
    """
    letters = acronym.replace(".", "")
    if not (letters.isalpha() and letters.isupper() and SHORT <= len(letters) <= LONGEST):
        return None
    name = r"(?:\s[a-z]{1,3})*[\s-]".join(rf"{letter}\w+" for letter in letters)
    told = re.search(rf"(?<!\w)({name})(?:['’]s)?\s\(\W?{re.escape(acronym)}\W?\)", text)
    if told is None and len(letters) > SHORT:
        told = re.search(rf"(?<!\w)({name})(?!\w)", text)
    return " ".join(told[1].split()) if told is not None else None
