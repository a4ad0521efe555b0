"""Lemmas: a word's dictionary form as an edit of its letters, so that a classifier can choose it (Chrupała 2006).

Irregular verbs, too rare each for a classifier, are looked up first.

A script is "CASE CUT+ADDED": keep or lower the letters, cut so many from the end, add these. "went" to "go" is "lower 4+go".
"""

from functools import cache

from sayso.lexicon.tables import rows


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


@cache
def irregular() -> dict[str, str]:
    """Past forms of irregular verbs to their lemmas, from `en/irregular.tsv`."""
    return {row["form"]: row["lemma"] for row in rows("en/irregular.tsv")}


def lemma(edit: str, form: str, upos: str) -> str:
    """The lemma of a word: of an irregular verb by the table, else by its script.

    >>> lemma("lower 3+y", "told", "VERB")
    'tell'
    """
    return (upos in ("VERB", "AUX") and irregular().get(form.lower())) or apply(edit, form)
