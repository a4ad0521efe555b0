"""The network: one small encoder read once per window by every head.

MiniLM (Wang et al. 2020) in six layers; each word is the mean of its first and last piece. Heads: tags, lemma
scripts, sentence starts and names are one linear layer each; dependencies are biaffine (Dozat & Manning 2017);
attribution is a linear-chain CRF (Lafferty et al. 2001) over BIO roles, cues of any depth, and a biaffine link from a
cue to the words of its source and content. To add a head: a layer in `__init__`, an output in `forward`, a loss in
`losses`, and a decoder in sayso.parse.decode.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional

from sayso.parse.windows import PLACES, SHAPES

LINKS = ("none", "source", "cue", "content")
ALL = frozenset({"upos", "xpos", "lemma", "starts", "entities", "cues", "flat", "arcs", "links"})


@dataclass(frozen=True)
class Sizes:
    """Sizes of the encoder and heads; the label counts come from the corpora."""

    labels: dict[str, int]
    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    layers: int = 6
    attention: int = 12
    inner: int = 1536
    arc: int = 192
    relation: int = 64
    link: int = 160
    dropout: float = 0.1
    head_dropout: float = 0.25
    extra: dict[str, int] = field(default_factory=dict)


class Layer(nn.Module):
    """One post-norm transformer layer, named so that BERT's weights load by a table."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.parts = sizes.attention
        self.qkv = nn.Linear(sizes.width, 3 * sizes.width)
        self.out = nn.Linear(sizes.width, sizes.width)
        self.up = nn.Linear(sizes.width, sizes.inner)
        self.down = nn.Linear(sizes.inner, sizes.width)
        self.norm1 = nn.LayerNorm(sizes.width, eps=1e-12)
        self.norm2 = nn.LayerNorm(sizes.width, eps=1e-12)
        self.dropout = nn.Dropout(sizes.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.parts, width // self.parts).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(q, k.transpose(-1, -2)) * (width // self.parts) ** -0.5 + mask
        y = torch.matmul(self.dropout(torch.softmax(scores, -1)), v).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(y)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces (batch, pieces) with shapes and places to vectors (batch, pieces, width)."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.words = nn.Embedding(sizes.vocabulary, sizes.width)
        self.positions = nn.Embedding(sizes.positions, sizes.width)
        self.shapes = nn.Embedding(SHAPES, sizes.width)
        self.places = nn.Embedding(PLACES, sizes.width)
        # Zero at the start: the encoder begins as it was published.
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.places.weight)
        self.norm = nn.LayerNorm(sizes.width, eps=1e-12)
        self.dropout = nn.Dropout(sizes.dropout)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))

    def forward(self, pieces: Tensor, shapes: Tensor, places: Tensor, mask: Tensor) -> Tensor:
        at = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(at) + self.shapes(shapes) + self.places(places)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Biaffine(nn.Module):
    """Scores (batch, rows, columns, classes) between two views of the same words."""

    def __init__(self, width: int, inner: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.rows = nn.Linear(width, inner)
        self.columns = nn.Linear(width, inner)
        self.weight = nn.Parameter(torch.zeros(classes, inner + 1, inner + 1))
        nn.init.normal_(self.weight, std=inner**-0.5 * 0.3)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        one = torch.ones_like(x[..., :1])
        rows = torch.cat([self.dropout(functional.gelu(self.rows(x))), one], -1)
        columns = torch.cat([self.dropout(functional.gelu(self.columns(x))), one], -1)
        batch, words, inner = rows.shape
        classes = self.weight.shape[0]
        # (batch, words, classes * inner), one plain matrix product, then one a batch element.
        mixed = torch.matmul(rows, self.weight.permute(1, 0, 2).reshape(inner, classes * inner))
        scores = torch.matmul(mixed.reshape(batch, words * classes, inner), columns.transpose(1, 2))
        return scores.view(batch, words, classes, words).permute(0, 1, 3, 2)


class Network(nn.Module):
    """The encoder and its heads; `forward` gives logits by name."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(sizes)
        self.dropout = nn.Dropout(sizes.head_dropout)
        self.tags = nn.ModuleDict({name: nn.Linear(sizes.width, n) for name, n in sizes.labels.items() if name != "deprel"})
        self.arcs = Biaffine(sizes.width, sizes.arc, 1, sizes.head_dropout)
        self.relations = Biaffine(sizes.width, sizes.relation, sizes.labels["deprel"], sizes.head_dropout)
        self.links = Biaffine(sizes.width, sizes.link, len(LINKS), sizes.head_dropout)
        # transitions[a, b] from label a to b; the two further rows are the start and the end of a window.
        self.transitions = nn.Parameter(torch.zeros(sizes.labels["flat"] + 2, sizes.labels["flat"] + 2))

    def forward(
        self,
        pieces: Tensor,
        shapes: Tensor,
        places: Tensor,
        first: Tensor,
        last: Tensor,
        mask: Tensor,
        only: frozenset[str] = ALL,
    ) -> dict[str, Tensor]:
        """Logits by head. `first` and `last` are (batch, tokens); `mask` (batch, 1, 1, pieces) is 0 on pieces and very low
        on padding; `only` names the heads to run, where a batch has labels for some alone."""
        x = self.encoder(pieces, shapes, places, mask)
        index = x.shape[-1]
        words = (
            x.gather(1, first.unsqueeze(-1).expand(-1, -1, index)) + x.gather(1, last.unsqueeze(-1).expand(-1, -1, index))
        ) * 0.5
        words = self.dropout(words)
        out = {name: layer(words) for name, layer in self.tags.items() if name in only}
        if "arcs" in only:
            out["arcs"] = self.arcs(words).squeeze(-1)
            out["relations"] = self.relations(words)
        if "links" in only:
            out["links"] = self.links(words)
        return out

    def load_encoder(self, state: dict[str, Tensor]) -> None:
        """Takes the published MiniLM weights, by BERT's names."""
        e = self.encoder
        pairs = {
            "embeddings.word_embeddings.weight": e.words.weight,
            "embeddings.position_embeddings.weight": e.positions.weight,
            "embeddings.LayerNorm.weight": e.norm.weight,
            "embeddings.LayerNorm.bias": e.norm.bias,
        }
        with torch.no_grad():
            for name, parameter in pairs.items():
                parameter.copy_(state[name])
            # BERT adds the same sentence-type vector to every piece of a single text: keep it in the positions.
            e.positions.weight += state["embeddings.token_type_embeddings.weight"][0]
            for n, layer in enumerate(e.layers):
                at = f"encoder.layer.{n}."
                for kind in ("weight", "bias"):
                    layer.qkv.get_parameter(kind).copy_(
                        torch.cat([state[f"{at}attention.self.{part}.{kind}"] for part in ("query", "key", "value")])
                    )
                    layer.out.get_parameter(kind).copy_(state[f"{at}attention.output.dense.{kind}"])
                    layer.norm1.get_parameter(kind).copy_(state[f"{at}attention.output.LayerNorm.{kind}"])
                    layer.up.get_parameter(kind).copy_(state[f"{at}intermediate.dense.{kind}"])
                    layer.down.get_parameter(kind).copy_(state[f"{at}output.dense.{kind}"])
                    layer.norm2.get_parameter(kind).copy_(state[f"{at}output.LayerNorm.{kind}"])


def crf_loss(emissions: Tensor, transitions: Tensor, gold: Tensor, real: Tensor) -> Tensor:
    """Mean over windows' words of the negative log-likelihood of `gold` (batch, words), -1 past the end (`real` False)."""
    size = emissions.shape[-1]
    start, end, inner = transitions[size, :size], transitions[:size, size + 1], transitions[:size, :size]
    labels = gold.clamp(min=0)
    unary = emissions.gather(-1, labels.unsqueeze(-1)).squeeze(-1)
    steps = inner[labels[:, :-1], labels[:, 1:]]
    lengths = real.sum(1)
    final = labels.gather(1, (lengths - 1).unsqueeze(1)).squeeze(1)
    score = (unary * real).sum(1) + (steps * real[:, 1:]).sum(1) + start[labels[:, 0]] + end[final]
    alpha = start + emissions[:, 0]
    for t in range(1, emissions.shape[1]):
        nxt = torch.logsumexp(alpha.unsqueeze(2) + inner, 1) + emissions[:, t]
        alpha = torch.where(real[:, t].unsqueeze(1), nxt, alpha)
    total = torch.logsumexp(alpha + end, 1)
    return (total - score).sum() / lengths.sum()


def losses(out: dict[str, Tensor], batch: dict[str, Tensor], network: Network) -> dict[str, Tensor]:
    """The loss of each head whose labels are in the batch; labels of -1 carry none."""
    found: dict[str, Tensor] = {}
    for name in ("upos", "xpos", "lemma", "starts", "entities", "cues"):
        if name in batch and (batch[name] >= 0).any():
            found[name] = functional.cross_entropy(out[name].flatten(0, 1).float(), batch[name].flatten(), ignore_index=-1)
    if "flat" in batch:
        found["flat"] = crf_loss(out["flat"].float(), network.transitions.float(), batch["flat"], batch["real"])
    if "links" in batch:
        # Rows are cues: (batch index, cue token) pairs with labels (rows, words).
        rows = out["links"][batch["link_row"][:, 0], batch["link_row"][:, 1]]
        found["links"] = functional.cross_entropy(rows.flatten(0, 1).float(), batch["links"].flatten(), ignore_index=-1)
    if "heads" in batch:
        scores = out["arcs"].float().masked_fill(~batch["same"], -1e9)
        found["arcs"] = functional.cross_entropy(scores.flatten(0, 1), batch["heads"].flatten(), ignore_index=-1)
        heads = batch["heads"].clamp(min=0)
        classes = out["relations"].shape[-1]
        chosen = out["relations"].gather(2, heads[..., None, None].expand(-1, -1, 1, classes)).squeeze(2)
        found["deprel"] = functional.cross_entropy(chosen.flatten(0, 1).float(), batch["deprel"].flatten(), ignore_index=-1)
    return found
