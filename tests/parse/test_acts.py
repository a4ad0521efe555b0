"""What the heads for events say of each word, from scores made by hand."""

import msgspec
import numpy as np
import pytest

from sayso.parse.acts import INNER, KEY, as_acts, pair
from sayso.syntax.realis import Reality, doubted

LABELS = {"types": ("O", "ASSAULT", "AID"), "realis": ("actual", "planned"), "happening": ("Actual", "Generic", "Other")}


def scores() -> dict[str, np.ndarray]:
    """Of "rebels shelled them": only the second word is a trigger, of ASSAULT, planned, told in general."""
    sure = 8.0
    return {
        "types": np.array([[sure, 0, 0], [0, sure, 0], [sure, 0, 0]], dtype=np.float32),
        "realis": np.array([[0, 0], [0, sure], [0, 0]], dtype=np.float32),
        "happening": np.array([[0, 0, 0], [0, sure, 0], [sure, 0, 0]], dtype=np.float32),
        "factuality": np.array([[0.5], [-7.0], [2.25]], dtype=np.float32),
    }


def test_a_word_that_may_be_a_trigger_has_a_type_and_a_realis() -> None:
    (act,) = as_acts(scores(), LABELS)
    assert act.token == 1 and act.score > 0.99 and act.event_type == "ASSAULT"
    assert list(act.realis) == ["actual", "planned"] and act.realis["planned"] > 0.99
    assert act.general > 0.99 > act.open and act.factuality == -3.0  # on its scale


def test_the_model_is_heard_where_it_is_sure_that_nothing_was_done() -> None:
    (act,) = as_acts(scores(), LABELS)
    actual = Reality(realis="actual", governors=())
    assert doubted(actual, act) == "planned" and doubted(actual, None) == "actual"
    assert doubted(Reality(realis="actual", governors=(), told=True), act) == "actual"  # a word of its own says so
    assert doubted(Reality(realis="negated", governors=(), told=True), act) == "planned"  # and so where the model is firm
    hedged = msgspec.structs.replace(act, realis={"negated": 0.4, "planned": 0.6, "actual": 0.0})
    assert doubted(Reality(realis="negated", governors=(), told=True), hedged) == "negated"
    likely = msgspec.structs.replace(act, realis={"hypothetical": 0.97, "actual": 0.03})
    assert doubted(Reality(realis="planned", governors=(), told=True), likely) == "planned"  # "would" that is a "will" of then


def test_a_pair_is_typed_by_the_word_that_its_participants_attend_to() -> None:
    """Of "rebels shelled them, aided us": the second word answers to the first and third, the fourth to the first and fifth."""
    asks, asked, keys, values = ((5, KEY), (5, KEY), (5, KEY), (5, INNER))
    parts = [np.zeros(shape, dtype=np.float32) for shape in (asks, asked, keys, values, values, values)]
    parts[0][0, 0] = 8.0
    parts[1][2, 0], parts[1][4, 0] = 8.0, -24.0
    parts[2][1, 0], parts[2][3, 0] = 8.0, -8.0
    parts[3][1, 0], parts[3][3, 1] = 1.0, 1.0
    weights = np.zeros((3, INNER + 1), dtype=np.float32)
    weights[0, INNER], weights[1, 0], weights[2, 1] = 2.0, 9.0, 9.0
    found = [pair(np.concatenate(parts, axis=1), weights, ("none", "ASSAULT", "AID"), 0, other) for other in (2, 4)]
    assert found[0]["ASSAULT"] > 0.99 and found[1]["AID"] > 0.99
    assert sum(found[0].values()) == pytest.approx(1, abs=0.001)
