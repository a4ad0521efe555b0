"""Acts: what the heads for events say of words and of pairs of participants, as probabilities."""

from collections.abc import Mapping, Sequence

import numpy as np

from sayso.core.parse import Act
from sayso.parse.decode import Floats, log_softmax, rounded

# What the graph gives of each word for pairs of participants: what it asks of the words around as the one who does it and as the
# other, what a word answers by, what it then tells, and what the two tell of themselves. In so many views of their own.
VIEWS, KEY, INNER = 4, 64, 96
PARTS = (KEY, KEY, KEY, INNER, INNER, INNER)
SCALE = (KEY // VIEWS) ** -0.5
# Words below this probability of being a trigger are left out.
TRIGGER = 0.002


def as_acts(scores: Mapping[str, Floats], labels: Mapping[str, Sequence[str]]) -> tuple[Act, ...]:
    """The words that may be triggers, in order. `scores` are logits (words, labels) of a text: "types", "realis", "happening" and
    "factuality"."""
    types = np.exp(log_softmax(scores["types"]))
    at = np.flatnonzero(1 - types[:, 0] >= TRIGGER)
    types = types[at]
    happening = rounded(np.exp(log_softmax(scores["happening"][at])))
    kinds, names = labels["types"], labels["realis"]
    general, open_ = (list(labels["happening"]).index(name) for name in ("Generic", "Other"))
    columns = (
        at.tolist(),
        rounded(1 - types[:, 0].astype(np.float64)),
        (types[:, 1:].argmax(1) + 1).tolist(),
        rounded(np.exp(log_softmax(scores["realis"][at]))),
        happening,
        rounded(np.clip(scores["factuality"][at, 0], -3.0, 3.0), 3),
    )
    return tuple(
        Act(
            token=token, score=score, event_type=kinds[best], realis=dict(zip(names, realis, strict=True)),
            general=happens[general], open=happens[open_], factuality=fact,
        )
        for token, score, best, realis, happens, fact in zip(*columns, strict=True)
    )  # fmt: skip


def pair(found: Floats, weights: Floats, names: Sequence[str], one: int, other: int) -> dict[str, float]:
    """The probability of each type of what the participant whose last word is `one` does to that of `other`, "none" too. `found`
    is (words, sum of PARTS) of their paragraph; `weights` (types, INNER + 1) are the card's, the last of each what it is without
    more."""
    asks, asked, keys, values, does, gets = np.split(found, np.cumsum(PARTS)[:-1], axis=1)
    query = (asks[one] + asked[other]).reshape(VIEWS, -1)
    scores = np.einsum("vi,wvi->vw", query, keys.reshape(len(keys), VIEWS, -1)) * SCALE
    seen = np.einsum("vw,wvi->vi", np.exp(log_softmax(scores)), values.reshape(len(keys), VIEWS, -1)).reshape(-1)
    inner = np.maximum(seen + does[one] + gets[other], 0.0)
    odds = np.exp(log_softmax((weights[:, :-1] @ inner + weights[:, -1])[None]))[0]
    return {name: round(float(odd), 4) for name, odd in zip(names, odds, strict=True)}
