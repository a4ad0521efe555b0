"""Acts: what the heads for events say of words and of pairs of participants, as probabilities."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sayso.core.parse import Act
from sayso.parse.decode import Floats, log_softmax

# What the graph gives of each word for pairs of participants: what it asks of the words around as the one who does it and as the
# other, what a word answers by, what it then tells, and what the two tell of themselves. In so many views of their own.
VIEWS, KEY, INNER = 4, 64, 96
PARTS = (KEY, KEY, KEY, INNER, INNER, INNER)
SCALE = (KEY // VIEWS) ** -0.5
# Words below this probability of being a trigger are left out.
TRIGGER = 0.002


def as_acts(scores: Mapping[str, Floats], labels: Mapping[str, Sequence[str]], base: int) -> Iterator[Act]:
    """The words that may be triggers, in order; `base` is the number of the first word. `scores` are logits (words, labels):
    "types", "realis", "happening" and "factuality"."""
    types = np.exp(log_softmax(scores["types"]))
    at = np.flatnonzero(1 - types[:, 0] >= TRIGGER)
    types = types[at]
    realis = np.exp(log_softmax(scores["realis"][at]))
    happening = np.exp(log_softmax(scores["happening"][at]))
    general, open_ = (happening[:, list(labels["happening"]).index(name)].tolist() for name in ("Generic", "Other"))
    fact = np.clip(scores["factuality"][at, 0], -3.0, 3.0).tolist()
    best = (types[:, 1:].argmax(1) + 1).tolist()
    for n, (word, none, odds) in enumerate(zip(at.tolist(), types[:, 0].tolist(), realis.tolist(), strict=True)):
        yield Act(
            token=base + word,
            score=round(1 - none, 4),
            event_type=labels["types"][best[n]],
            realis={name: round(odd, 4) for name, odd in zip(labels["realis"], odds, strict=True)},
            general=round(general[n], 4),
            open=round(open_[n], 4),
            factuality=round(fact[n], 3),
        )


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
