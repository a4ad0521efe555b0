"""Export: a checkpoint to the graph that ships, int8 in the encoder and the wide layers, float in what gives the scores.

    python -m training.export --run training/runs/NAME --version 1

Linear layers of the encoder are quantised dynamically with a scale a channel (a scale a tensor cost 0.8 points in a
trial); word vectors are stored as int8 with a scale a row.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from training.model import Gist, Layer, Network, Sizes

# What is int8, by the name of its node: the encoder and the wide layers of heads. The last layers of the heads stay float.
QUANTISED = ("/encoder/", "/lemma/", "/rows/", "/columns/", "/hidden/", "/values.")
WEIGHTS = Path(__file__).parents[1] / "src" / "sayso" / "parse" / "weights"


class Rows(nn.Module):
    """An embedding stored as int8 with one scale a row."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("table", (weight / scale).round().to(torch.int8))

    def forward(self, index: Tensor) -> Tensor:
        return self.table[index].float() * self.scale[index]


class Attention(nn.Module):
    """A layer as it is run on one window: attention's scale goes into q's weights, which saves a pass over all scores; q, k
    and v are apart, since parting them copies; shapes are constants, of three axes, so that onnxruntime takes the turns of q, k
    and v into its products."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.layer, self.parts, self.width = layer, layer.parts, layer.out.in_features
        for n, name in enumerate("qkv"):
            part = nn.Linear(self.width, self.width)
            rows = slice(n * self.width, (n + 1) * self.width)
            scale = (self.width // self.parts) ** -0.5 if name == "q" else 1.0
            part.weight.data, part.bias.data = layer.qkv.weight.data[rows] * scale, layer.qkv.bias.data[rows] * scale
            setattr(self, name, part)

    def forward(self, x: Tensor, mask: None) -> Tensor:
        q, k, v = (part(x).view(-1, self.parts, self.width // self.parts).transpose(0, 1) for part in (self.q, self.k, self.v))
        y = torch.matmul(torch.softmax(torch.matmul(q, k.transpose(-1, -2)), -1), v)
        x = self.layer.norm1(x + self.layer.out(y.transpose(0, 1).reshape(1, -1, self.width)))
        return self.layer.norm2(x + self.layer.down(functional.gelu(self.layer.up(x))))


class Views(nn.Module):
    """The head `vector` as it is run on one window: a matrix for each layer it reads, which saves putting them side by side, and
    takes the numbers that the next layer's products were made small for already."""

    def __init__(self, head: Gist) -> None:
        super().__init__()
        self.head, self.width = head, head.width
        for name in ("asks", "values"):
            whole: nn.Linear = getattr(head, name)
            parts = []
            for n, weight in enumerate(whole.weight.data.split(head.width, 1)):
                part = nn.Linear(*weight.T.shape, bias=n == 0)
                part.weight.data = weight.contiguous()
                if n == 0:
                    part.bias.data = whole.bias.data
                parts.append(part)
            setattr(self, name, nn.ModuleList(parts))

    def forward(self, layers: list[Tensor], mask: None) -> Tensor:
        asked, values = (
            sum(part(layer) for part, layer in zip(parts, layers, strict=True)) for parts in (self.asks, self.values)
        )
        return self.head.of(asked, values, torch.cat([layer.mean(1) for layer in layers], -1))


class Graph(nn.Module):
    """The network as it is run: one window at a time, no padding, heads in a fixed order. "pairs", which few readers want, is of
    the words that are `paired`; links are left in the two parts that reading multiplies where there is a cue."""

    def __init__(self, network: Network, names: list[str], small: bool) -> None:
        super().__init__()
        self.network, self.names = network, names
        network.encoder.layers = nn.ModuleList(Attention(layer) for layer in network.encoder.layers)
        network.vector = Views(network.vector)
        if small:
            network.encoder.words = Rows(network.encoder.words.weight.detach())

    def forward(
        self, pieces: Tensor, shapes: Tensor, places: Tensor, first: Tensor, last: Tensor, paired: Tensor
    ) -> tuple[Tensor, ...]:
        out = self.network(pieces, shapes, places, first, last, None, paired=paired)
        return tuple(out[name] for name in self.names)


def rounded(weights: Tensor) -> list[list[float]]:
    """A matrix for the card."""
    return [[round(x, 5) for x in row] for row in weights.detach().tolist()]


def load(run: Path) -> tuple[Network, dict[str, list[str]]]:
    """The averaged network of a run, in reading mode, and its labels."""
    state = torch.load(run / "checkpoint.pt", weights_only=True)
    labels = state["labels"]
    network = Network(Sizes(labels={name: len(values) for name, values in labels.items()}))
    network.load_state_dict({k: v.float() for k, v in state["network"].items()})
    return network.eval(), labels


def export(run: Path, out: Path, version: str, int8: bool = True) -> None:
    """Writes model.onnx and model.json to `out`."""
    network, labels = load(run)
    names = [
        "upos", "xpos", "lemma", "starts", "entities", "flat", "cues", "arcs", "relations", "governors", "links", "linked",
        "anaphora", "vector", "types", "realis", "happening", "factuality", "pairs",
    ]  # fmt: skip
    graph = Graph(network, names, small=int8)
    words, pieces = 7, 11
    index = torch.arange(1, words + 1)[None]
    sample = (
        torch.ones(1, pieces, dtype=torch.long),
        *(torch.zeros(1, pieces, dtype=torch.long) for _ in range(2)),
        index,
        index,
        torch.arange(3),
    )
    dynamic = {name: {1: "p"} for name in ("pieces", "shapes", "places")} | {name: {1: "w"} for name in ("first", "last")}
    dynamic["paired"] = {0: "n"}
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        torch.onnx.export(
            graph, sample, str(raw), input_names=["pieces", "shapes", "places", "first", "last", "paired"], output_names=names,
            dynamic_axes=dynamic, opset_version=17, dynamo=False,
        )  # fmt: skip
        target = out / "model.onnx"
        if int8:
            import onnx

            model = onnx.load(str(raw))
            heads = [
                n.name for n in model.graph.node
                if n.op_type in ("MatMul", "Gemm") and not any(part in n.name for part in QUANTISED)
            ]  # fmt: skip
            quantize_dynamic(
                str(raw), str(target), per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm"],
                nodes_to_exclude=heads,
            )  # fmt: skip
        else:
            target.write_bytes(raw.read_bytes())
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    card = {
        "version": version,
        "sha256": digest,
        "labels": labels,
        "transitions": rounded(network.transitions),
        "name_transitions": rounded(network.name_transitions),
        "clues": rounded(network.anaphora.table),
        "pair": rounded(torch.cat([network.anaphora.score.weight, network.anaphora.score.bias[None]], 1))[0],
        "relation": rounded(torch.cat([network.pairs.score.weight, network.pairs.score.bias[:, None]], 1)),
    }
    (out / "model.json").write_text(json.dumps(card, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--version", default="1")
    parser.add_argument("--float", action="store_true", help="write the graph in fp32, to measure what int8 costs")
    options = parser.parse_args()
    export(options.run, options.out, options.version, int8=not options.float)


if __name__ == "__main__":
    main()
