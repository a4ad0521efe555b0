"""Lemmas: a word's dictionary form, from the model's edit of its letters (Chrupała 2006), put right where spelling knows better.

A script is "CASE CUT+ADDED": keep or lower the letters, cut so many from the end, add these. "went" to "go" is "lower 4+go".
A classifier over scripts must spell, which a small encoder does badly ("announc", "companie"). So irregular forms are
looked up in `en/irregular.tsv`; before a regular ending, told by the XPOS tag, stands the stem that the encoder's own
vocabulary knows, else the one that English spelling would give; and a base form is its own lemma. Names keep their
capitals, common words lose them.
Knowingly missed: words that are misspelt, which treebanks correct; names in small letters.
"""

import re
from functools import cache

from sayso.lexicon.tables import rows
from sayso.parse.pieces import vocabulary

# XPOS tags of regular endings. A base form has none: what the script cuts from it is kept where no word is left.
ENDINGS = {
    "VBZ": "s", "NNS": "s", "NNPS": "s", "VBD": "ed", "VBN": "ed", "VBG": "ing", "JJR": "er", "RBR": "er", "JJS": "est",
    "RBS": "est",
}  # fmt: skip
VERBS = frozenset({"VB", "VBP"})
BASES = VERBS | frozenset({"NN", "NNP", "JJ", "RB", "CD", "UH", "IN", "CC"})
# Longer than most acronyms: of the names in capitals in EWT and GUM train that have six letters or more, 142 of 162 are words,
# of shorter ones 123 of 1,417.
WORD = 6
# Shorter stems may be words by chance: "she" of "shed".
SHORT = 3


def script(form: str, lemma: str) -> str:
    """The script that makes `lemma` of `form`; the one for lower-cased letters where both would do.

    >>> [script("Ministers", "minister"), script("Paris", "Paris"), script("went", "go")]
    ['lower 1+', 'keep 0+', 'lower 4+go']
    """
    for case, start in (("lower", form.lower()), ("keep", form)):
        common = 0
        while common < min(len(start), len(lemma)) and start[common] == lemma[common]:
            common += 1
        if common or case == "keep":
            break
    if not common:
        case, start = ("lower", form.lower())
    return f"{case} {len(start) - common}+{lemma[common:]}"


def apply(edit: str, form: str) -> str:
    """What a script makes of a form; the form itself where the script cuts more than there is.

    >>> apply("lower 1+", "Ministers")
    'minister'
    """
    case, _, rest = edit.partition(" ")
    cut, _, added = rest.partition("+")
    start = form.lower() if case == "lower" else form
    if int(cut) > len(start):
        return form
    return start[: len(start) - int(cut)] + added or form


def is_past(form: str) -> bool:
    """Whether a form is a verb's regular past by its letters, whatever its tag says.

    >>> is_past("threatened"), is_past("need"), is_past("shed")
    (True, False, False)
    """
    return any(len(stem) > SHORT and _word(stem) for stem in stems(form.lower(), ENDINGS["VBD"]))


_DECADE = re.compile(r"['’]s$")
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_ROMAN = re.compile(r"[IVXLC]+")


@cache
def irregular() -> dict[tuple[str, str], str]:
    """Irregular forms with their part of speech to their lemmas, from `en/irregular.tsv`; VERB stands for AUX too."""
    return {(row["form"], row["upos"]): row["lemma"] for row in rows("en/irregular.tsv")}


def lemma(edit: str, form: str, upos: str, xpos: str) -> str:
    """The lemma of a word, from the model's script and tags.

    >>> lemma("lower 3+y", "told", "VERB", "VBD"), lemma("lower 2+", "Announced", "VERB", "VBN")
    ('tell', 'announce')
    """
    lower, kind = form.lower(), "VERB" if upos == "AUX" else upos
    if found := irregular().get((lower, kind)):
        return found
    guess = apply(edit, form)
    if any(c.isdigit() for c in form):
        return _DECADE.sub("s", form) if upos in ("NOUN", "PROPN") else _COMMA.sub("", form) if upos == "NUM" else guess
    if upos == "NUM" and _ROMAN.fullmatch(form):
        return form
    if (tail := irregular().get((f"-{lower[-3:]}", kind))) and len(lower) > 3:
        return _cased(lower[:-3] + tail[1:], form, form, upos, xpos)
    return _cased(_base(lower, guess.lower(), upos, xpos), form, guess, upos, xpos)


def _base(lower: str, guess: str, upos: str, xpos: str) -> str:
    """The lemma in small letters: the stem before the ending that the tag tells, or a guess that spelling allows."""
    ending = ENDINGS.get(xpos)
    if upos == "VERB" and xpos in BASES - VERBS:  # a verb with a tag no verb has: the ending is told by its letters
        ending = next((e for e in ("ing", "ed") if lower.endswith(e)), None)
    if ending and lower.replace("-", "").isalpha():
        first, hyphen, last = lower.rpartition("-")
        if allowed := stems(last, ending):
            return first + hyphen + next(filter(_word, allowed), allowed[0])
    if guess == lower or (_word(guess) and any(guess in stems(lower, e) for e in set(ENDINGS.values()))):
        return guess
    return lower if xpos in BASES or (_word(lower) and not _word(guess)) else guess


def _word(lower: str) -> bool:
    return len(lower) > 1 and lower in vocabulary()


def _cased(base: str, form: str, guess: str, upos: str, xpos: str) -> str:
    """A lemma in the capitals it should have: of a name its own, of a common word none, of an adjective what the script says."""
    if upos == "PROPN" or xpos.startswith("NNP"):
        kept = form.title() if form.isalpha() and form.isupper() and len(form) >= WORD else form
    elif upos in ("ADJ", "X", "SYM", "NUM") or not (form.isalpha() and form[1:].islower()):
        kept = guess
    else:
        return base
    return "".join(k if k.lower() == b else b for k, b in zip(kept, base, strict=False)) + base[len(kept) :]


# Endings of stems that are spelt with an e before -ed, -ing, -er, -est, of one syllable and of more. A short vowel before one
# consonant would have doubled it (hop, hopped; hope, hoped). Tried on the regular forms of EWT and GUM train.
_SHORT = re.compile(r"(?:(?:^|qu|[^aeiou])[aeiouy][^aeiouywx]|[cvuz]|[^s]s|[aeiourndl]g|[^aeioul]l)$")
_LONG = re.compile(r"(?:[cvuz]|[^s]s|[aeiourndl]g|[^aeioul]l|[^aeou]il|[aiu]t|ur|[^aeo]in|um|id|ok|[cs]ed)$")


def stems(lower: str, ending: str) -> list[str]:
    """What a lower-cased word can be a form of, by its ending "s", "ed", "ing", "er" or "est", the likeliest first.

    >>> stems("running", "ing"), stems("hoped", "ed"), stems("cities", "s"), stems("children", "s")
    (['run', 'runn'], ['hope', 'hop'], ['city', 'citie'], [])
    """
    if not lower.endswith(ending) or len(lower) < len(ending) + 2:
        return []
    stem = lower[: -len(ending)]
    if ending == "s":
        if stem.endswith("ie"):
            return [stem[:-2] + "y", stem] if len(stem) > 3 else [stem, stem[:-2] + "y"]
        if stem.endswith(("sse", "xe", "che", "she", "zze", "oe")):
            return [stem[:-1], stem]
        return [] if stem.endswith(("s", "u", "i")) else [stem, stem[:-1]] if stem.endswith("e") else [stem]
    if not re.search("[aeiouy]", stem):
        return []
    if ending != "ing" and stem.endswith("i"):
        return [stem[:-1] + "y", stem + "e"] if len(stem) > 2 else [stem + "e"]
    if stem.endswith("e") and ending != "ing":
        return [stem + "e", stem]
    if ending == "ing" and stem.endswith("y") and len(stem) < 4:
        return [stem, stem[:-1] + "ie"]
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "aeiouy":
        return [stem, stem[:-1]] if len(stem) == 3 or stem[-1] in "lsfz" else [stem[:-1], stem]
    one = len(re.findall("[aeiouy]+", stem)) == 1
    return [stem + "e", stem] if (_SHORT if one else _LONG).search(stem) else [stem, stem + "e"]
