"""Names: when two names are the same one's, by their words alone.

A full name and a surname, an acronym and its long form, a state by two of its names; articles, accents, case and the
possessive ending count for nothing.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from sayso.lexicon.actors import ActorEntry, outlet_words
from sayso.lexicon.referring import referring
from sayso.lexicon.speech import name_affixes
from sayso.lexicon.titles import honorific

STATE = ("country", "breakaway")
# From these lengths on two words of names may differ in doubled letters, and in vowels that are alike: in short words, such as
# "Mira" and "Mara", a vowel tells two names apart.
DOUBLED, SPELLED = 4, 6
# An acronym of so many letters or more may leave out the first words: "the JCS" for South Korea's Joint Chiefs of Staff.
SURE = 3


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without accents, case, article prefix or possessive, for comparing names.

    >>> [fold(w) for w in ("Al-Mandalawi", "García", "Iran's", "el-Sisi")]
    ['mandalawi', 'garcia', 'iran', 'sisi']
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    for suffix in name_affixes("ending"):
        plain = plain.removesuffix(suffix)
    for prefix in name_affixes("prefix"):
        if plain.startswith(prefix) and len(plain) > len(prefix) + 2:
            return plain[len(prefix) :]
    return plain


def unaddressed(name: str) -> str:
    """A person's name without the forms of address before it.

    >>> unaddressed("Cde Vell"), unaddressed("Prof. Dr Ana Vell"), unaddressed("Cde")
    ('Vell', 'Ana Vell', 'Cde')
    """
    words = name.split()
    first = next((i for i, word in enumerate(words) if honorific(word) is None), 0)
    return " ".join(words[first:]) if first else name


def compared(name: str) -> str:
    """A person's name as it is compared: without forms of address, and without an article that stands alone.

    >>> compared("Gen. Abu Taqwa Al Vell"), compared("Al Vell")
    ('Abu Taqwa Vell', 'Vell')
    """
    words, alone = unaddressed(name).split(), {prefix.rstrip("-‑") for prefix in name_affixes("prefix")}
    return " ".join(word for at, word in enumerate(words) if at == len(words) - 1 or word.lower() not in alone)


def same_row(a: ActorEntry | None, b: ActorEntry | None) -> bool:
    """Whether two rows name one thing: the same row, or two names of one state; what broke away is not the state."""
    if a is None or b is None:
        return False
    states = a.kind in STATE and b.kind in STATE and (a.kind == "breakaway") == (b.kind == "breakaway")
    return a.name == b.name or (states and a.country == b.country)


def same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two persons' names go together: equal, or the one the other's surname or last words.

    >>> same_person(("asante",), ("kofi", "asante")), same_person(("kofi", "asante"), ("ama", "asante"))
    (True, False)
    """
    short, long = sorted((tuple(a), tuple(b)), key=len)
    if len(short) == 1:
        return any(same_word(short[0], word) for word in long[-2:])
    return all(same_word(one, other) for one, other in zip(short, long[-len(short) :], strict=True))


def same_word(a: str, b: str) -> bool:
    """Whether two words of a name are one: equal or, where both are long enough to tell, spelled by other conventions.

    >>> same_word("mohammed", "muhamad"), same_word("hassan", "hasan"), same_word("hamid", "hamad"), same_word("maria", "marie")
    (True, True, False, False)
    """
    if a == b:
        return True
    if min(len(a), len(b)) < DOUBLED or a[0] != b[0]:
        return False
    one, other = _sounded(a), _sounded(b)
    if one == other:
        return True
    alike = referring("alike")
    return (
        min(len(a), len(b)) >= SPELLED
        and len(one) == len(other)
        and all(x == y or y in alike.get(x, "") or x in alike.get(y, "") for x, y in zip(one, other, strict=True))
    )


@lru_cache(maxsize=10_000)
def _sounded(word: str) -> str:
    """A word with the letters that names are compared by, doubled ones once."""
    for letters, value in referring("spelling").items():
        word = word.replace(letters, value)
    return "".join(letter for letter, before in zip(word, " " + word, strict=False) if letter != before)


def same_body(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two names of bodies or places go together: equal, acronym and long form, or an outlet with and without its kind."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) == len(long):
        return tuple(short) == tuple(long)
    begins = tuple(long[: len(short)]) == tuple(short) and long[-1] in outlet_words()
    return begins or (len(short) == 1 and acronym(short, long))


def acronym(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether `short` is one word of the initials of `long`, or of what it is called without whose it is.

    >>> acronym(("pmf",), ("popular", "mobilization", "forces")), acronym(("jcs",), ("vale", "joint", "chiefs", "of", "staff"))
    (True, True)
    """
    if len(short) != 1 or len(long) < 2:
        return False
    letters, initials = short[0].replace(".", ""), _initials(tuple(long))
    return letters in initials or (len(letters) >= SURE and any(one.endswith(letters) for one in initials))


@lru_cache(maxsize=10_000)
def _initials(words: tuple[str, ...]) -> tuple[str, str]:
    """The initials of all words and those of the longer ones."""
    return "".join(w[0] for w in words), "".join(w[0] for w in words if len(w) > 3 or w[:1].isupper())
