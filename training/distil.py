"""Distillation: a network taught by what several teachers of its own kind say of a text, on average (Hinton et al. 2015).

Every head is taught on every window, whatever its corpus has labels for. Labels of single words are taught by the mean of the
teachers' probabilities; roles and names by the mean of their CRFs' marginals, of labels and of steps between two; trees by the
heads, and by the relations at the likeliest head; links and roles of acts in the rows of words that the teachers take for
cues and triggers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training.model import ALL, Chain, Network, chain, partition

HEADS = ALL - {"anaphora", "vector", "pairs"}
LABELS = ("upos", "xpos", "lemma", "starts", "cues", "types")
ACTS = ("realis", "happening")  # what is only known of a trigger word
# Heads that want another's output to be taught.
BESIDE = {"arcs": "starts", "links": "cues", "parts": "types", "realis": "types", "happening": "types", "factuality": "types"}
ANCHOR = 0.3  # a word is a cue or a trigger from this probability on

Out = dict[str, Tensor]


def marginals(chains: Sequence[Chain]) -> Chain:
    """The mean probability of each part of several chains over the same words: the gradient of their partition."""
    with torch.enable_grad():
        parts = tuple(torch.cat(side).requires_grad_() for side in zip(*chains, strict=True))
        found = torch.autograd.grad(partition(*parts).sum(), parts)
    first, steps, last = (side.view(len(chains), -1, *side.shape[1:]).mean(0) for side in found)
    return first, steps, last


def mean(parts: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(parts)).mean(0)


def probabilities(outs: Sequence[Out], name: str) -> Tensor:
    return mean([out[name].float().softmax(-1) for out in outs])


def entropy(scores: Tensor, taught: Tensor) -> Tensor:
    """The cross-entropy (…) of logits (…, labels) against probabilities."""
    return -(taught * functional.log_softmax(scores.float(), -1)).sum(-1)


def relations(out: Out, heads: Tensor) -> Tensor:
    """Logits (batch, words, relations) of each word to its head."""
    governors = out["governors"].gather(1, heads[..., None].expand(-1, -1, out["governors"].shape[-1]))
    return (out["relations"].float() * governors.float().unsqueeze(2)).sum(-1)


def wanted(heads: frozenset[str]) -> frozenset[str]:
    """The heads whose outputs are wanted where `heads` are taught."""
    return (heads & HEADS) | {BESIDE[name] for name in heads & BESIDE.keys()}


def taught_losses(
    out: Out, outs: Sequence[Out], batch: dict[str, Any], network: Network, teachers: Sequence[Network],
    heads: frozenset[str] = HEADS,
) -> Out:  # fmt: skip
    """The losses of a network's logits `out` against its teachers' `outs`, by head, of those in `heads`."""
    real = batch["real"]
    count = real.sum()
    found: Out = {}
    asked = wanted(heads)
    with torch.no_grad():
        goal = {name: probabilities(outs, name) for name in (*LABELS, *ACTS) if name in asked}
    for name in heads & set(LABELS):
        found[name] = (entropy(out[name], goal[name]) * real).sum() / count
    if "types" in goal:
        found |= _acts(out, outs, batch, goal, heads)
    for name, steps in (("flat", "transitions"), ("entities", "name_transitions")):
        if name in heads:
            with torch.no_grad():
                taught = marginals([chain(o[name].float(), getattr(t, steps), real) for o, t in zip(outs, teachers, strict=True)])
            own = chain(out[name].float(), getattr(network, steps), real)
            hit = sum((side * mine).flatten(1).sum(1) for side, mine in zip(taught, own, strict=True))
            found[name] = (partition(*own) - hit).sum() / count
    if "arcs" in heads:
        new = functional.pad(batch["own"][:, 1:] != batch["own"][:, :-1], (1, 0), value=True)
        sentence = ((goal["starts"][..., 1] > 0.5) | new).cumsum(1).masked_fill(~real, -1)
        same = sentence[:, :, None] == sentence[:, None, :]
        scores = [o["arcs"].float().masked_fill(~same, -1e4) for o in (out, *outs)]
        governors = mean([one.softmax(-1) for one in scores[1:]])
        found["arcs"] = (entropy(scores[0], governors) * real).sum() / count
        best = governors.argmax(-1)
        deprel = mean([relations(o, best).softmax(-1) for o in outs])
        found["deprel"] = (entropy(relations(out, best), deprel) * real).sum() / count
    if "links" in heads:
        rows = torch.nonzero((goal["cues"][..., 1] > ANCHOR) & real)
        if len(rows):
            near = nearby(batch, rows)
            links = mean([o["links"][rows[:, 0], rows[:, 1]].float().softmax(-1) for o in outs])
            found["links"] = (entropy(out["links"][rows[:, 0], rows[:, 1]], links) * near).sum() / near.sum()
    return found


def _acts(out: Out, outs: Sequence[Out], batch: dict[str, Any], goal: Out, heads: frozenset[str]) -> Out:
    """What is only known of trigger words, as far as the teachers take them for such."""
    found: Out = {}
    trigger = (1 - goal["types"][..., 0]) * batch["real"]
    least = trigger.sum().clamp(min=1)
    for name in heads & set(ACTS):
        found[name] = (entropy(out[name], goal[name]) * trigger).sum() / least
    if "factuality" in heads:
        fact = mean([o["factuality"].float() for o in outs])
        apart = functional.smooth_l1_loss(out["factuality"].float(), fact, reduction="none").squeeze(-1)
        found["factuality"] = (apart * trigger).sum() / least
    rows = torch.nonzero(trigger > ANCHOR)
    if "parts" in heads and len(rows):
        near = nearby(batch, rows)
        parts = mean([roles(o, rows).softmax(-1) for o in outs])
        found["parts"] = (entropy(roles(out, rows), parts) * near).sum() / near.sum()
    return found


def nearby(batch: dict[str, Any], rows: Tensor) -> Tensor:
    """(rows, words): the words of the same paragraph."""
    own = batch["own"]
    return own[rows[:, 0]] == own[rows[:, 0], rows[:, 1]].unsqueeze(1)


def roles(out: Out, rows: Tensor) -> Tensor:
    """Logits (rows, words, roles) of each word for each trigger."""
    return torch.einsum("nci,nwi->nwc", out["parts"][rows[:, 0], rows[:, 1]].float(), out["parts_to"][rows[:, 0]].float())
