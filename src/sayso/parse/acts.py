"""Acts: what the heads for events say of each word, as probabilities."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sayso.core.parse import Act
from sayso.parse.decode import Floats, log_softmax

# What the graph gives of each word for pairs of participants: what it asks of the words around as the one who does it and as the
# other, what a word answers by, what it then tells, and what the two tell of themselves. In so many views of their own.
VIEWS, KEY, INNER = 4, 64, 96
PARTS = (KEY, KEY, KEY, INNER, INNER, INNER)
SCALE = (KEY // VIEWS) ** -0.5
# Words below this probability of being a trigger are left out, words below the second get no roles, and words below the third
# are none of a role.
TRIGGER, ROLES, ROLE = 0.02, 0.1, 0.3


def as_acts(
    scores: Mapping[str, Floats], sizes: Sequence[int], labels: Mapping[str, Sequence[str]], base: int
) -> Iterator[Act]:
    """The words of a pack that may be triggers, in order. `sizes` are the words of its windows, `base` the number of its first.
    `scores` are logits: "types", "realis", "happening" and "factuality" (words, labels), "parts" (words, roles, inner) of
    triggers and "parts_to" (words, inner) of what they join."""
    types = np.exp(log_softmax(scores["types"]))
    at = np.flatnonzero(1 - types[:, 0] >= TRIGGER)
    types = types[at]
    realis = np.exp(log_softmax(scores["realis"][at]))
    general = np.exp(log_softmax(scores["happening"][at]))[:, list(labels["happening"]).index("Generic")]
    fact = np.clip(scores["factuality"][at, 0], -3.0, 3.0)
    ends = np.cumsum(sizes)
    window = np.searchsorted(ends, at, side="right")
    table = zip(
        at.tolist(), (1 - types[:, 0]).tolist(), (types[:, 1:].argmax(1) + 1).tolist(), realis.tolist(), general.tolist(),
        fact.tolist(), window.tolist(), strict=True,
    )  # fmt: skip
    for word, score, kind, odds, often, factual, number in table:
        last = int(ends[number])
        yield Act(
            token=base + word,
            score=round(score, 4),
            event_type=labels["types"][kind],
            realis={name: round(odd, 4) for name, odd in zip(labels["realis"], odds, strict=True)},
            general=round(often, 4),
            factuality=round(factual, 3),
            roles=tuple(_roles(scores, labels["parts"], word, last - sizes[number], last, base)) if score >= ROLES else (),
        )


def _roles(
    scores: Mapping[str, Floats], names: Sequence[str], at: int, first: int, last: int, base: int
) -> Iterator[tuple[int, str, float]]:
    odds = np.exp(log_softmax(scores["parts_to"][first:last] @ scores["parts"][at].T))
    best = odds[:, 1:].argmax(1) + 1
    for word in np.flatnonzero(odds[np.arange(len(odds)), best] >= ROLE).tolist():
        role = int(best[word])
        yield base + first + word, names[role], round(float(odds[word, role]), 4)


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
