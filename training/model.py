"""The network: one small encoder read once per window by every head.

MiniLM (Wang et al. 2020) in six layers; each word is the mean of its first and last piece. Heads: tags, lemma
scripts, sentence starts and names are one linear layer each; dependencies are biaffine (Dozat & Manning 2017);
attribution is a linear-chain CRF (Lafferty et al. 2001) over BIO roles, cues of any depth, and a biaffine link from a
cue to the words of its source and content; names have a CRF of their own; events are types and realis of trigger words, with
biaffine scores for the words of their roles; what one participant does to another is read from the two and from the words that
they attend to (sayso.parse.acts); words go back to earlier ones by a product and
a sum of vectors with clues (sayso.parse.anaphora); a window's vector is taught by the encoder as it was published. To add
a head: a layer in `__init__`, an output in `forward`, a loss in `losses`, and a decoder in sayso.parse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from sayso.parse import acts, anaphora
from sayso.parse.windows import PLACES, SHAPES

LINKS = ("none", "source", "cue", "content")
EVENTS = frozenset({"types", "realis", "happening", "factuality", "parts", "pairs"})
ALL = frozenset({"upos", "xpos", "lemma", "starts", "entities", "cues", "flat", "arcs", "links", "anaphora", "vector"}) | EVENTS
TAGS = ("upos", "xpos", "lemma", "starts", "entities", "cues", "flat", "types", "realis", "happening", "factuality")
GIST = (0, 3, 6)  # what a window's vector is read from: the embeddings (0) and layers; the last ones forget what a text is about


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
    part: int = 64
    anaphora: int = 256
    views: int = 16
    dropout: float = 0.1
    head_dropout: float = 0.25
    extra: dict[str, int] = field(default_factory=dict)


class Dropout(nn.Module):
    """Dropout whose choices are bytes of a generator: drawing Bernoulli numbers took a third of a step on a CPU.

    A share of `p` to the nearest 256th is set to zero. Training seeds `drawn` anew each epoch. On CUDA it is torch's own.
    """

    drawn = np.random.Generator(np.random.SFC64(1))

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        least = round(self.p * 256)
        if not self.training or not least:
            return x
        if x.is_cuda:
            return functional.dropout(x, self.p)
        bytes_ = torch.frombuffer(bytearray(self.drawn.bytes(x.numel())), dtype=torch.uint8).view(x.shape)
        return x * (bytes_ >= least).to(x.dtype).mul_(256 / (256 - least))


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
        self.dropout = Dropout(sizes.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.parts, width // self.parts).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(q * (width // self.parts) ** -0.5, k.transpose(-1, -2)) + mask.to(q.dtype)
        y = torch.matmul(torch.softmax(scores, -1, q.dtype), v).transpose(1, 2).reshape(batch, length, width)
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
        self.dropout = Dropout(sizes.dropout)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))

    def forward(self, pieces: Tensor, shapes: Tensor, places: Tensor, mask: Tensor | None) -> list[Tensor]:
        """The embeddings, and the output of each layer."""
        at = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(at) + self.shapes(shapes) + self.places(places)
        x = self.dropout(self.norm(x))
        found = [x]
        for layer in self.layers:
            x = layer(x, mask)
            found.append(x)
        return found


class Biaffine(nn.Module):
    """Scores (batch, rows, columns, classes) between two views of the same words."""

    def __init__(self, width: int, inner: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.rows = nn.Linear(width, inner)
        self.columns = nn.Linear(width, inner)
        self.weight = nn.Parameter(torch.zeros(classes, inner + 1, inner + 1))
        nn.init.normal_(self.weight, std=inner**-0.5 * 0.3)
        self.dropout = Dropout(dropout)

    def parts(self, x: Tensor, flat: bool = False) -> tuple[Tensor, Tensor]:
        """(batch, words, classes, inner) for the rows and (batch, words, inner) for the columns: their product over the
        last axis is the score of a pair. `flat` leaves classes and inner in one axis, which saves a graph a copy."""
        one = torch.ones_like(x[..., :1])
        rows = torch.cat([self.dropout(functional.gelu(self.rows(x))), one], -1)
        columns = torch.cat([self.dropout(functional.gelu(self.columns(x))), one], -1)
        classes, inner, _ = self.weight.shape
        mixed = torch.matmul(rows, self.weight.permute(1, 0, 2).reshape(inner, classes * inner))
        return mixed if flat else mixed.view(rows.shape[0], -1, classes, inner), columns

    def forward(self, x: Tensor, apart: bool = False) -> Any:
        """The scores; where they are wanted `apart`, the two `parts` that they are the products of, flat."""
        if apart:
            return self.parts(x, flat=True)
        mixed, columns = self.parts(x)
        batch, words, classes, inner = mixed.shape
        scores = torch.matmul(mixed.reshape(batch, words * classes, inner), columns.transpose(1, 2))
        return scores.view(batch, words, classes, words).permute(0, 1, 3, 2)


class Anaphora(nn.Module):
    """For each word, (batch, words, sum of anaphora.PARTS): its score as a mention, and what pairs are scored from."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.hidden = nn.Linear(sizes.width, sizes.anaphora)
        self.out = nn.Linear(sizes.anaphora, sum(anaphora.PARTS))
        self.table = nn.Parameter(torch.zeros(anaphora.FAR + anaphora.SENTENCES + anaphora.ALIKE + anaphora.QUOTED, anaphora.SUM))
        self.score = nn.Linear(anaphora.SUM, 1)
        self.dropout = Dropout(sizes.head_dropout)

    def forward(self, words: Tensor) -> Tensor:
        return self.out(self.dropout(functional.gelu(self.hidden(words))))

    def pairs(self, found: Tensor, clues: Tensor) -> Tensor:
        """Log-odds (n, n) that each word, rows, goes back to each other, columns. `found` is (n, sum of PARTS) of the
        chosen words, `clues` (4, n, n) rows of the table."""
        _, query, key, later, earlier = found.split(anaphora.PARTS, -1)
        inner = later[:, None] + earlier[None, :] + self.table[clues].sum(0)
        return self.score(functional.relu(inner)).squeeze(-1) + query @ key.T * anaphora.PRODUCT**-0.5


class Pairs(nn.Module):
    """For each word, (batch, words, sum of acts.PARTS): what the score of a pair of participants is made from."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.out = nn.Linear(sizes.width, sum(acts.PARTS))
        self.score = nn.Linear(acts.INNER, sizes.labels["pairs"])
        self.dropout = Dropout(sizes.head_dropout)

    def forward(self, words: Tensor) -> Tensor:
        return self.out(words)

    def pairs(self, found: Tensor, one: Tensor, other: Tensor, near: Tensor) -> Tensor:
        """Log-odds (n, types) of what each `one` does to each `other`. `found` (n, words, sum of PARTS) is what `forward` gave of
        the text of each pair, `one` and `other` (n,) its last words, `near` (n, words) the words of its paragraph."""
        n, words, _ = found.shape
        at = torch.arange(n, device=found.device)
        asks, asked, keys, values, does, gets = found.split(acts.PARTS, -1)
        query = (asks[at, one] + asked[at, other]).view(n, acts.VIEWS, -1)
        scores = torch.einsum("nvi,nwvi->nvw", query, keys.view(n, words, acts.VIEWS, -1)) * acts.SCALE
        weights = torch.softmax(scores.masked_fill(~near[:, None], -1e4), -1)
        seen = torch.einsum("nvw,nwvi->nvi", weights, values.view(n, words, acts.VIEWS, -1)).reshape(n, -1)
        return self.score(self.dropout(functional.relu(seen + does[at, one] + gets[at, other])))


class Gist(nn.Module):
    """A window's vector (batch, width), of unit length: what views of it see, each a weighing of its pieces, and their mean."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.views, self.width = sizes.views, sizes.width
        self.asks = nn.Linear(len(GIST) * sizes.width, sizes.views)
        self.values = nn.Linear(len(GIST) * sizes.width, sizes.width)
        self.mean = nn.Linear(len(GIST) * sizes.width, sizes.width)
        self.out = nn.Linear(sizes.width, sizes.width)

    def forward(self, layers: Sequence[Tensor], mask: Tensor | None) -> Tensor:
        """`layers` are those of GIST, (batch, pieces, width) each, or all side by side; `mask` as in `Network.forward`."""
        x = torch.cat(tuple(layers), -1)
        asked = self.asks(x) if mask is None else self.asks(x) + mask[:, 0, 0, :, None]
        return self.of(asked, self.values(x), pooled(x, mask))

    def of(self, asked: Tensor, values: Tensor, mean: Tensor) -> Tensor:
        """The vector, from how much each view asks for each piece (batch, pieces, views), what there is to see (batch, pieces,
        width) and the mean of the pieces."""
        parted = functional.gelu(values).view(len(values), -1, self.views, self.width // self.views)
        seen = (torch.softmax(asked, 1).unsqueeze(-1) * parted).sum(1).flatten(1)
        # Of three axes, so that the exporter makes products of them whose numbers stay float.
        return functional.normalize((self.out(seen[:, None]) + self.mean(mean[:, None])).squeeze(1), dim=-1)


class Network(nn.Module):
    """The encoder and its heads; `forward` gives logits by name."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(sizes)
        self.dropout = Dropout(sizes.head_dropout)
        self.tags = nn.ModuleDict({name: nn.Linear(sizes.width, sizes.labels[name]) for name in TAGS})
        self.arcs = Biaffine(sizes.width, sizes.arc, 1, sizes.head_dropout)
        self.relations = Biaffine(sizes.width, sizes.relation, sizes.labels["deprel"], sizes.head_dropout)
        self.links = Biaffine(sizes.width, sizes.link, len(LINKS), sizes.head_dropout)
        self.parts = Biaffine(sizes.width, sizes.part, sizes.labels["parts"], sizes.head_dropout)
        self.pairs = Pairs(sizes)
        self.anaphora = Anaphora(sizes)
        self.vector = Gist(sizes)
        names = sizes.labels["entities"] + 2
        self.name_transitions = nn.Parameter(torch.zeros(names, names))
        # transitions[a, b] from label a to b; the two further rows are the start and the end of a window.
        self.transitions = nn.Parameter(torch.zeros(sizes.labels["flat"] + 2, sizes.labels["flat"] + 2))

    def forward(
        self,
        pieces: Tensor,
        shapes: Tensor,
        places: Tensor,
        first: Tensor,
        last: Tensor,
        mask: Tensor | None,
        only: frozenset[str] = ALL,
        paired: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Logits by head. `first` and `last` are (batch, tokens); `mask` (batch, 1, 1, pieces) is 0 on pieces and very low
        on padding, None for one window alone (training.export), which gives "links" in two parts; `only` names the heads to run,
        where a batch has labels for some alone; `paired` (n,) the words of one window that "pairs" is wanted of."""
        layers = self.encoder(pieces, shapes, places, mask)
        x = layers[-1]
        words = self.dropout((picked(x, first, mask) + picked(x, last, mask)) * 0.5)
        out = {name: layer(words) for name, layer in self.tags.items() if name in only}
        if "arcs" in only:
            out["arcs"] = self.arcs(words).flatten(2)
            out["relations"], out["governors"] = self.relations.parts(words, flat=mask is None)
        if "links" in only and mask is None:
            out["links"], out["linked"] = self.links(words, apart=True)
        elif "links" in only:
            out["links"] = self.links(words)
        if "parts" in only:
            out["parts"], out["parts_to"] = self.parts.parts(words)
        if "pairs" in only:
            out["pairs"] = self.pairs(words if paired is None else picked(words, paired, None))
        if "anaphora" in only:
            out["anaphora"] = self.anaphora(words)
        if "vector" in only:
            out["vector"] = self.vector([layers[n] for n in GIST], mask)
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


def picked(x: Tensor, index: Tensor, mask: Tensor | None) -> Tensor:
    """The vectors (batch, tokens, width) of some pieces; `mask` as in `Network.forward`."""
    if mask is None:
        return x.view(-1, x.shape[-1])[index.view(-1)].view(1, -1, x.shape[-1])
    return x.gather(1, index.unsqueeze(-1).expand(-1, -1, x.shape[-1]))


def pooled(x: Tensor, mask: Tensor | None) -> Tensor:
    """The mean (batch, width) over a window's pieces; `mask` as in `Network.forward`."""
    if mask is None:
        return x.view(-1, x.shape[-1]).mean(0, keepdim=True)
    real = (mask[:, 0, 0, :] == 0).unsqueeze(-1).to(x.dtype)
    return (x * real).sum(1) / real.sum(1)


Chain = tuple[Tensor, Tensor, Tensor]


def chain(emissions: Tensor, transitions: Tensor, real: Tensor) -> Chain:
    """A CRF's scores in three parts: of the first label (batch, labels), of each step from a label to the next (batch, words - 1,
    labels, labels), and of the last label (batch, labels). A step past the end keeps its label and costs nothing."""
    size = emissions.shape[-1]
    start, end, inner = transitions[size, :size], transitions[:size, size + 1], transitions[:size, :size]
    stay = torch.full((size, size), -1e4, device=emissions.device).fill_diagonal_(0.0)
    steps = torch.where(real[:, 1:, None, None], inner + emissions[:, 1:, None], stay)
    return start + emissions[:, 0], steps, end.expand(len(emissions), size)


def partition(first: Tensor, steps: Tensor, last: Tensor) -> Tensor:
    """The logarithm (batch,) of the sum over all paths of a chain."""
    if steps.is_cuda:
        return pairwise(first, steps, last)
    alpha = first
    for step in steps.unbind(1):
        alpha = torch.logsumexp(alpha.unsqueeze(2) + step, 1)
    return torch.logsumexp(alpha + last, 1)


def pairwise(first: Tensor, steps: Tensor, last: Tensor) -> Tensor:
    """`partition` by joining steps two by two: more sums, in fewer rounds, which a GPU need not wait for."""
    stay = torch.full(steps.shape[-2:], -1e4, device=steps.device).fill_diagonal_(0.0)
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, stay.expand(len(steps), 1, -1, -1)], 1)
        steps = torch.logsumexp(steps[:, ::2, :, :, None] + steps[:, 1::2, None], 3)
    alpha = torch.logsumexp(first.unsqueeze(2) + steps[:, 0], 1) if steps.shape[1] else first
    return torch.logsumexp(alpha + last, 1)


def crf_loss(emissions: Tensor, transitions: Tensor, gold: Tensor, real: Tensor) -> Tensor:
    """Mean over windows' words of the negative log-likelihood of `gold` (batch, words), -1 past the end (`real` False)."""
    first, steps, last = chain(emissions, transitions, real)
    lengths = real.sum(1)
    labels = gold.clamp(min=0)
    final = labels.gather(1, (lengths - 1).unsqueeze(1))
    labels = torch.where(real, labels, final)  # a step past the end stays
    rows = torch.arange(len(labels), device=labels.device).unsqueeze(1)
    taken = steps[rows, torch.arange(steps.shape[1], device=labels.device), labels[:, :-1], labels[:, 1:]].sum(1)
    score = first.gather(1, labels[:, :1]).squeeze(1) + taken + last.gather(1, final).squeeze(1)
    return (partition(first, steps, last) - score).sum() / lengths.sum()


def losses(out: dict[str, Tensor], batch: dict[str, Any], network: Network) -> dict[str, Tensor]:
    """The loss of each head whose labels are in the batch; labels of -1 carry none."""
    found: dict[str, Tensor] = {}
    for name in ("upos", "xpos", "lemma", "starts", "cues", "types", "realis", "happening"):
        if name in out and name in batch:
            found[name] = functional.cross_entropy(out[name].flatten(0, 1).float(), batch[name].flatten(), ignore_index=-1)
    if "flat" in out and "flat" in batch:
        found["flat"] = crf_loss(out["flat"].float(), network.transitions.float(), batch["flat"], batch["real"])
    if "entities" in batch:
        found["entities"] = crf_loss(out["entities"].float(), network.name_transitions.float(), batch["entities"], batch["real"])
    if "links" in batch:
        # Rows are cues: (batch index, cue token) pairs with labels (rows, words).
        rows = out["links"][batch["link_row"][:, 0], batch["link_row"][:, 1]]
        found["links"] = functional.cross_entropy(rows.flatten(0, 1).float(), batch["links"].flatten(), ignore_index=-1)
    if "heads" in batch:
        scores = out["arcs"].float().masked_fill(~batch["same"], -1e9)
        found["arcs"] = functional.cross_entropy(scores.flatten(0, 1), batch["heads"].flatten(), ignore_index=-1)
        heads = batch["heads"].clamp(min=0)
        governors = out["governors"].gather(1, heads[..., None].expand(-1, -1, out["governors"].shape[-1]))
        chosen = (out["relations"] * governors.unsqueeze(2)).sum(-1)
        found["deprel"] = functional.cross_entropy(chosen.flatten(0, 1).float(), batch["deprel"].flatten(), ignore_index=-1)
    if "clusters" in batch:
        found |= anaphora_losses(out["anaphora"].float(), batch, network.anaphora, batch.get("anaphora", ()))
    if "factuality" in batch:
        known = ~batch["factuality"].isnan()
        found["factuality"] = functional.smooth_l1_loss(out["factuality"].squeeze(-1)[known].float(), batch["factuality"][known])
    if "parts" in batch:
        at = batch["part_row"]
        rows = torch.einsum("nci,nwi->nwc", out["parts"][at[:, 0], at[:, 1]].float(), out["parts_to"][at[:, 0]].float())
        found["parts"] = functional.cross_entropy(rows.flatten(0, 1), batch["parts"].flatten(), ignore_index=-1)
    if "pairs" in batch:
        row, one, other = batch["pair_at"].unbind(1)
        near = batch["own"][row] == batch["own"][row, one].unsqueeze(1)
        scores = network.pairs.pairs(out["pairs"][row].float(), one, other, near)
        right = scores.masked_fill(~batch["pairs"], -1e4)
        found["pairs"] = (scores.logsumexp(-1) - right.logsumexp(-1)).mean()
    if "taught" in batch:
        found["vector"] = taught_vector(out["vector"].float(), batch["taught"])
    return found


def taught_vector(vector: Tensor, taught: Tensor) -> Tensor:
    """How far vectors (batch, width) of unit length are from what is taught, and how much more or less alike they are."""
    alike = vector @ vector.T - taught @ taught.T
    return (1 - (vector * taught).sum(-1)).mean() + 2 * alike.square().mean()


def anaphora_losses(
    scores: Tensor, batch: dict[str, Any], head: Anaphora, teachers: Sequence[tuple[Tensor, Anaphora]] = ()
) -> dict[str, Tensor]:
    """Which words are mentions, and for each the marginal likelihood of all its true antecedents (or of none); beside it what
    teachers, (their scores, their head), say on average.

    `text_rows` and `text_words` of the batch have for each text where its words lie, in order, and `clues` their clues.
    """
    mention, antecedent, count = [], [], 0
    for rows, words, clues in zip(batch["text_rows"], batch["text_words"], batch["clues"], strict=True):
        found, gold = scores[rows, words], batch["clusters"][rows, words]
        known = gold > -2
        full = bool((gold == -1).any())
        if full:
            mention.append(functional.binary_cross_entropy_with_logits(found[known, 0], (gold[known] >= 0).float()))
            most = max(2, int(len(gold) * anaphora.SHARE))
            near = found[:, 0].detach().masked_fill(gold >= 0, 1e4).masked_fill(~known, -1e4)
            top = torch.topk(near, min(most, len(gold))).indices
            chosen = top[near[top] > anaphora.MENTION].sort().values
        else:  # only a pronoun and two names are marked
            chosen = torch.nonzero(gold >= 0).squeeze(1)
        if len(chosen) < 2:
            continue
        table = torch.from_numpy(anaphora.pair_clues(clues, chosen.cpu().numpy())).to(scores.device)
        logits = head.pairs(found[chosen], table)
        n = len(chosen)
        before = torch.ones(n, n, dtype=torch.bool, device=scores.device).tril(-1)
        cluster = gold[chosen]
        true = before & (cluster[:, None] == cluster[None, :]) & (cluster >= 0)[:, None]
        none = torch.zeros(n, 1, device=scores.device)
        every = torch.cat([none, logits.masked_fill(~before, -1e4)], 1)
        right = torch.cat([none.masked_fill(true.any(1, keepdim=True), -1e4), logits.masked_fill(~true, -1e4)], 1)
        loss = every.logsumexp(1) - right.logsumexp(1)
        if teachers:
            with torch.no_grad():
                odds = [other.pairs(theirs[rows, words][chosen], table).masked_fill(~before, -1e4) for theirs, other in teachers]
                goal = torch.stack([torch.cat([none, one], 1).softmax(1) for one in odds]).mean(0)
            loss = 0.5 * loss - (goal * every.log_softmax(1)).sum(1)
        antecedent.append(loss.sum())
        count += n
    found_losses = {}
    if mention:
        found_losses["mention"] = torch.stack(mention).mean()
    if antecedent:
        found_losses["antecedent"] = torch.stack(antecedent).sum() / count
    return found_losses
