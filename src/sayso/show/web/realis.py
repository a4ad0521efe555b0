"""Realis in signs and words, so that a plan never looks like an act: a full disc is done, all else is hollow and says so."""

from sayso.core.data import Realis

_LABELS: dict[Realis, tuple[str, str]] = {
    "actual": ("●", "done"),
    "planned": ("○", "not done: planned"),
    "demanded": ("△", "not done: demanded"),
    "hypothetical": ("◇", "not done: possible"),
    "negated": ("✕", "not done: denied"),
}


def label(realis: Realis) -> tuple[str, str]:
    """The sign and the words.

    >>> label("planned")
    ('○', 'not done: planned')
    """
    return _LABELS[realis]
