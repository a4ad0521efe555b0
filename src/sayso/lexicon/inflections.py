"""Inflections: the forms that a word of a lexicon takes in a text, so that rows are found without trusting a lemma.

Regular endings from `en/inflections.tsv`, irregular pasts from `en/irregular.tsv`. A form too many ("visitted") meets no
text; a form too few would lose a row.
"""

from functools import cache

from sayso.lexicon.tables import rows


@cache
def _endings(kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Rows of one kind: the end of a base form and what its forms have in its place, the longest end first."""
    found = [(end, tuple(row["forms"].split())) for row in rows("en/inflections.tsv") if row["kind"] == kind
             for end in row["ends"].split()]  # fmt: skip
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _pasts() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("en/irregular.tsv"):
        if row["upos"] == "VERB":
            found[row["lemma"]] = (*found.get(row["lemma"], ()), row["form"])
    return found


@cache
def forms(base: str, kind: str) -> frozenset[str]:
    """All forms of a base form, itself among them; `kind` is "verb" or "noun", any other has one form.

    >>> sorted(forms("deny", "verb")), sorted(forms("city", "noun")), sorted(forms("due", "adj"))
    (['denied', 'denies', 'deny', 'denying'], ['cities', 'city'], ['due'])
    """
    regular = next(
        ([form.replace("~", base.removesuffix(end)) for form in put] for end, put in _endings(kind) if base.endswith(end)), []
    )
    return frozenset({base, *regular, *(_pasts().get(base, ()) if kind == "verb" else ())})


def singulars(form: str) -> frozenset[str]:
    """A noun as it stands and what it may be the plural of.

    >>> sorted(singulars("cities"))
    ['citie', 'cities', 'city']
    """
    found = {form}
    for end, put in _endings("noun"):
        for plural in put:
            ending = plural.removeprefix("~")
            if form.endswith(ending) and len(form) > len(ending):
                found.add(form.removesuffix(ending) + end)
    return frozenset(found)
