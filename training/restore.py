"""Restored runs: from a graph that ships back to a checkpoint that training can begin with or be taught by.

    python -m training.restore --out training/runs/shipped
    python -m training.restore --weights FOLDER --out RUN

Checkpoints are not kept in the repository, the graphs are. Each int8 number comes back as what it stands for in the graph, so
that the run is the shipped network as it reads, to its rounding. What the graph leaves out (the head `parts`) and what an
older graph has not begins new: such heads learn before they can be used.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.export import WEIGHTS
from training.model import GIST, Network, Sizes

# Where the exporter writes a layer under another name than the module's own.
RENAMED = {"rows": "relations.rows", "columns": "relations.columns", "vector/Gemm": "vector"}
# The head `vector` as it was up to weights 4: the network has no place for it, and it is taught anew (training.vectors).
OLD = ("vector.weight", "vector.bias")
BIAFFINE = {"arcs": "arcs", "links": "links", "": "relations"}


def matrices(model: onnx.ModelProto) -> Iterator[tuple[str, torch.Tensor]]:
    """The matrix of each linear layer, (inputs, outputs) in float, by the path of the layer in the graph."""
    constants = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    for node in model.graph.node:
        path, _, kind = node.name.removeprefix("/network").rpartition("/")
        if node.op_type == "MatMulInteger" and node.input[1] in constants:
            base = node.input[1].removesuffix("_quantized")
            numbers = constants[node.input[1]].astype(np.float32) - constants[f"{base}_zero_point"]
            path = path + "/" + kind.removesuffix("MatMul_quant").rstrip("_") if kind != "MatMul_quant" else path
            yield path.strip("/"), torch.from_numpy(numbers * constants[f"{base}_scale"])
        elif node.op_type == "MatMul" and node.input[1] in constants:
            yield path.strip("/"), torch.from_numpy(constants[node.input[1]].copy())


def state(folder: Path) -> tuple[dict[str, torch.Tensor], dict[str, list[str]]]:
    """The weights of `model.onnx` and `model.json` by the names of `Network`, and the labels."""
    card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    model = onnx.load(str(folder / "model.onnx"))
    sizes = Sizes(labels={name: len(values) for name, values in card["labels"].items()})
    found: dict[str, torch.Tensor] = {}
    for one in model.graph.initializer:
        if one.name.startswith("network.") and one.name.endswith((".weight", ".bias")):
            name = one.name.removeprefix("network.").replace(".layer.", ".").replace(".head.", ".")
            found[name] = torch.from_numpy(numpy_helper.to_array(one).copy())
        elif one.name in ("network.encoder.words.table", "network.encoder.words.scale"):
            found[one.name.rpartition(".")[2]] = torch.from_numpy(numpy_helper.to_array(one).astype(np.float32))
    found["encoder.words.weight"] = found.pop("table") * found.pop("scale")
    for path, matrix in matrices(model):
        if path in BIAFFINE:
            name = BIAFFINE[path]
            inner = matrix.shape[0]
            found[f"{name}.weight"] = matrix.view(inner, -1, inner).permute(1, 0, 2).contiguous()
            continue
        path = RENAMED.get(path, path).replace("/", ".")
        name = f"tags.{path}" if f"tags.{path}.bias" in found else path
        found[f"{name}.weight"] = matrix.T.contiguous()
    scale = (sizes.width // sizes.attention) ** -0.5
    for n in range(sizes.layers):
        at = f"encoder.layers.{n}"
        for kind in ("weight", "bias"):
            q, k, v = (found.pop(f"{at}.{part}.{kind}") for part in "qkv")
            found[f"{at}.qkv.{kind}"] = torch.cat([q / scale, k, v])
    if "vector.values.0.weight" in found:
        for name in ("vector.asks", "vector.values"):
            found[f"{name}.weight"] = torch.cat([found.pop(f"{name}.{n}.weight") for n in range(len(GIST))], 1)
            found[f"{name}.bias"] = found.pop(f"{name}.0.bias")
    for name in OLD:
        found.pop(name, None)
    found["transitions"] = torch.tensor(card["transitions"])
    found["name_transitions"] = torch.tensor(card["name_transitions"])
    found["anaphora.table"] = torch.tensor(card["clues"])
    found["anaphora.score.weight"] = torch.tensor([card["pair"][:-1]])
    found["anaphora.score.bias"] = torch.tensor(card["pair"][-1:])
    if "relation" in card:
        table = torch.tensor(card["relation"])
        found["pairs.score.weight"], found["pairs.score.bias"] = table[:, :-1], table[:, -1]
    return found, card["labels"]


def restore(folder: Path, out: Path) -> list[str]:
    """Writes checkpoint.pt and labels.json to `out`; the heads that begin new. Raises RuntimeError where weights do not fit."""
    found, labels = state(folder)
    torch.manual_seed(1)
    network = Network(Sizes(labels={name: len(values) for name, values in labels.items()}))
    loaded = network.load_state_dict(found, strict=False)
    if loaded.unexpected_keys:
        raise RuntimeError(f"{folder}: weights that the network has no place for: {loaded.unexpected_keys}")
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"network": network.state_dict(), "labels": labels}, out / "checkpoint.pt")
    (out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1), encoding="utf-8")
    return sorted({name.split(".")[0] for name in loaded.missing_keys})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="a folder with model.onnx and model.json")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    print(f"{options.out}: as shipped; begins new: {restore(options.weights, options.out)}")


if __name__ == "__main__":
    main()
