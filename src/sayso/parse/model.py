"""The model at reading time: one ONNX graph, int8, one thread, one window a run, so that the answer never depends on
what else was read, on the number of processes, or on the order of documents.

The graph's weights and labels ship beside this file with their sha256; they are checked when they are loaded.
"""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np

from sayso.core.errors import ModelError
from sayso.parse.anaphora import combined
from sayso.parse.decode import Floats, bio_transitions
from sayso.parse.windows import Longs, Window

NONE: Longs = np.zeros(0, dtype=np.int64)


class Card(msgspec.Struct, frozen=True):
    """What ships beside the graph: its version and sha256, the labels of each head, the transitions of the roles' and the
    names' CRF, and the small weights that score pairs of words (sayso.parse.anaphora) and of participants (sayso.parse.acts)."""

    version: str
    sha256: str
    labels: dict[str, tuple[str, ...]]
    transitions: list[list[float]]
    name_transitions: list[list[float]]
    clues: list[list[float]]
    pair: list[float]
    relation: list[list[float]]


class Model:
    """The loaded graph. `scores(window)` gives (words, …) float32 arrays by head; `steps` are the transitions of the heads
    that are decoded as sequences."""

    def __init__(self, graph: bytes, card: Card) -> None:
        import onnxruntime  # late: it costs 0.3 s, which `sayso --help` need not pay

        found = hashlib.sha256(graph).hexdigest()
        if found != card.sha256:
            raise ModelError(f"the weights have sha256 {found[:12]}, expected {card.sha256[:12]}: reinstall sayso")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.card = card
        cues = [f"{label}-cue" if label != "O" else "O" for label in card.labels["cues"]]
        self.steps = {
            "flat": bio_transitions(card.labels["flat"], np.array(card.transitions, dtype=np.float32)),
            "entities": bio_transitions(card.labels["entities"], np.array(card.name_transitions, dtype=np.float32)),
            "cues": bio_transitions(cues),
        }
        self.clues = combined(np.array(card.clues, dtype=np.float32))
        self.pair = np.array(card.pair, dtype=np.float32)
        self.relation = np.array(card.relation, dtype=np.float32)
        # The fused kernel of skip connection and norm is eight times slower on CPUs than its parts (onnxruntime 1.2x).
        slow = ["SkipLayerNormFusion"]
        self._session: Any = onnxruntime.InferenceSession(
            graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=slow
        )
        self._heads = [output.name for output in self._session.get_outputs()]

    def scores(self, window: Window, paired: Longs = NONE) -> dict[str, Floats]:
        """Logits by head: (words, labels); "arcs" (words, words) with rows dependents. The score of a relation is "relations"
        (words, labels, inner) of the dependent times "governors" (words, inner) of the head; that of what a word is to a cue is
        "links" (words, 4, inner) of the cue times "linked" (words, inner) of the word. "anaphora" is (words, sum of
        anaphora.PARTS), "vector" (width,) the window's, of unit length. "pairs" is (n, sum of acts.PARTS), of the n words
        `paired`: few readers want it."""
        inputs = {
            "pieces": window.pieces[None],
            "shapes": window.shapes[None],
            "places": window.places[None],
            "first": window.first[None],
            "last": window.last[None],
            "paired": paired,
        }
        found = {name: np.asarray(value[0]) for name, value in zip(self._heads, self._session.run(None, inputs), strict=True)}
        # The graph gives them as they come, in one axis: another shape would be a copy of two megabytes.
        for one, other in (("relations", "governors"), ("links", "linked")):
            words, inner = found[other].shape
            found[one] = found[one].reshape(words, -1, inner)
        return found


@cache
def shipped() -> Model:
    """The model that ships with sayso. Raises ModelError when a file is missing or damaged."""
    folder = files("sayso.parse").joinpath("weights")
    try:
        card = msgspec.json.decode(folder.joinpath("model.json").read_bytes(), type=Card)
        graph = folder.joinpath("model.onnx").read_bytes()
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(f"the weights that ship with sayso cannot be read ({error}): reinstall sayso") from error
    return Model(graph, card)
