"""Training: one command from the corpora to a checkpoint.

    python -m training.train --data ../shared/data --encoder MINILM_FOLDER --out training/runs/NAME [--start RUN]

Reads PolNeAR train, UD EWT and the free genres of GUM train, Worldwide train, OntoGUM, LitBank, GAP, training/written, the
news of training/marked and the minimal pairs, each article in windows of several paragraphs. A batch holds one group of corpora;
SHARES says how much of each an epoch reads. `--start` takes the weights of an earlier run, heads it had none of begin new;
`--teachers` are finished runs whose mean is taught beside the labels, on news without marks too (training.distil). Resumes from
the last finished epoch in --out. CPU (bfloat16 where the processor multiplies it) or CUDA.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count, groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch.utils.data import DataLoader

from sayso.parse import acts, anaphora, decode, lemmas
from sayso.parse.windows import PACKED
from training import distil
from training.corpora import coreference, events, judged, news, polnear, universal, worldwide, written
from training.corpora.examples import Example, pack
from training.corpora.happenings import REALIS
from training.duplicates import drop
from training.model import ALL, EVENTS, LINKS, Dropout, Encoder, Network, Sizes, losses, pooled

FLAT = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
WEIGHTS = {
    "flat": 1.0, "links": 0.6, "cues": 0.4, "arcs": 1.0, "deprel": 0.7, "upos": 0.4, "xpos": 0.4, "lemma": 0.5, "starts": 0.4,
    "entities": 1.0, "mention": 0.5, "antecedent": 0.5, "vector": 0.5, "types": 1.0, "realis": 0.5, "happening": 0.3,
    "factuality": 0.5, "parts": 0.6, "pairs": 1.0,
}  # fmt: skip
HEADS = {
    "attribution": frozenset({"flat", "links", "cues", "starts"}),
    "syntax": frozenset({"upos", "xpos", "lemma", "starts", "arcs"}),
    "names": frozenset({"entities"}),
    "coreference": frozenset({"anaphora"}),
    "events": EVENTS,
    "news": frozenset({"types", "realis"}),
    "judged": frozenset({"cues", "links", "types", "realis"}),
}
# Weak labels count for less.
FACTOR = {"news": 0.3}
GROUP = {
    "polnear": "attribution", "written": "attribution", "en_ewt": "syntax", "en_gum": "syntax", "worldwide": "names",
    "ontogum": "coreference", "litbank": "coreference", "gap": "coreference",
    "events": "events", "plv": "events", "casie": "events", "uw": "events", "uds": "events", "marked": "events",
    "pairs": "events", "news": "news", "judged": "judged",
}  # fmt: skip
# The share of a corpus' articles that an epoch reads, above 1 some twice: roles are learned sooner than trees and names (LOG.md).
SHARES = {
    "polnear": 0.8, "written": 1.0, "en_ewt": 1.0, "en_gum": 1.0, "worldwide": 0.7, "ontogum": 0.7, "litbank": 0.1, "gap": 0.4,
    "events": 4.0, "plv": 2.0, "casie": 0.3, "uw": 1.0, "uds": 0.2, "marked": 2.0, "pairs": 2.0, "news": 0.3,
    "judged": 1.0,
}  # fmt: skip
# One batch in so many is also read by the encoder as it was published, which teaches the vectors of windows.
TAUGHT = 6
# The running average of the weights takes the weights of one step in so many.
AVERAGED = 4


def corpora(data: Path, split: str, everyone: bool) -> list[Example]:
    """All examples of a split, in a fixed order."""
    found: list[Example] = []
    found += polnear.examples(data / "polnear", split, everyone)
    found += universal.examples(data / "ud_ewt", "en_ewt", split)
    found += universal.examples(data / "ud_gum", "en_gum", split)
    found += worldwide.examples(data / "ner_worldwide", split)
    found += coreference.examples(data, split)
    found += events.examples(data, split)
    if split == "train":
        found += news.examples(data)
    return found


def drawn(examples: list[Example], rng: random.Random, pieces: tuple[int, int]) -> list[Example]:
    """An epoch's windows: a share of each corpus' articles, packed to so many pieces, drawn anew for each article and epoch,
    since news is read in all lengths."""
    kept: list[Example] = []
    for turn in range(math.ceil(max(SHARES.values()))):
        for (corpus, _), group in groupby(examples, key=lambda e: (e.corpus, e.document)):
            if rng.random() < SHARES[corpus] - turn:
                kept.extend(group)
    return pack(kept, lambda: rng.randint(*pieces))


def inventory(examples: Iterable[Example]) -> dict[str, list[str]]:
    """The labels of each head, from the training examples; a lemma script must be seen twice."""
    upos, xpos, deprel, scripts, names = Counter(), Counter(), Counter(), Counter(), Counter()
    for example in examples:
        upos.update(example.upos or ())
        xpos.update(example.xpos or ())
        deprel.update(example.deprel or ())
        names.update(example.entities or ())
        scripts.update(lemmas.script(*pair) for pair in example.lemma or ())
    names["O"] += 1
    return {
        "upos": sorted(upos),
        "xpos": sorted(xpos),
        "deprel": sorted(deprel),
        "lemma": sorted(s for s, n in scripts.items() if n > 1),
        "entities": sorted(names, key=lambda n: (n != "O", n[2:], n)),
        "flat": list(FLAT),
        "cues": ["O", "B", "I"],
        "starts": ["0", "1"],
        "types": list(events.TYPES),
        "realis": list(REALIS),
        "happening": list(events.HAPPENING),
        "factuality": ["factuality"],
        "parts": list(events.PARTS),
        "pairs": list(events.PAIRS),
    }


def batches(examples: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches of one group and of like lengths, at most `size` padded pieces each, shuffled. Windows for coreference stay
    with those of their text."""
    groups: dict[str, list[Example]] = {}
    for example in examples:
        groups.setdefault(GROUP[example.corpus], []).append(example)
    found = texts(groups.pop("coreference", []), size, rng)
    for group in groups.values():
        group.sort(key=lambda e: len(e.window.pieces) + rng.random() * 6)
        batch: list[Example] = []
        for example in group:
            if batch and (len(batch) + 1) * len(example.window.pieces) > size:
                found.append(batch)
                batch = []
            batch.append(example)
        if batch:
            found.append(batch)
    rng.shuffle(found)
    return found


def texts(examples: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches of whole texts, or of parts of those too long for one."""
    runs: list[list[Example]] = []
    for _, group in groupby(examples, key=lambda e: (e.corpus, e.document)):
        run: list[Example] = []
        for example in group:
            if run and (len(run) + 1) * max(len(e.window.pieces) for e in (*run, example)) > size:
                runs.append(run)
                run = []
            run.append(example)
        runs.append(run)
    rng.shuffle(runs)
    runs.sort(key=lambda run: max(len(e.window.pieces) for e in run) // 60)
    found: list[list[Example]] = []
    for run in runs:
        if found and (len(found[-1]) + len(run)) * max(len(e.window.pieces) for e in (*found[-1], *run)) <= size:
            found[-1] = found[-1] + run
        else:
            found.append(run)
    return found


def tensors(batch: list[Example], index: dict[str, dict[str, int]]) -> dict[str, Any]:
    """One padded batch: inputs, and labels with -1 where a word has none."""
    rows = len(batch)
    pieces = max(len(e.window.pieces) for e in batch)
    words = max(len(e.window.first) for e in batch)
    table = {name: np.zeros((rows, pieces), dtype=np.int64) for name in ("pieces", "shapes", "places")}
    table |= {name: np.zeros((rows, words), dtype=np.int64) for name in ("first", "last")}
    mask = np.full((rows, 1, 1, pieces), -10000.0, dtype=np.float32)
    real = np.zeros((rows, words), dtype=bool)
    labels = {}

    def column(name: str) -> np.ndarray:
        if name not in labels:
            labels[name] = np.full((rows, words), -1, dtype=np.int64)
        return labels[name]

    own = np.full((rows, words), -1, dtype=np.int64)
    link_rows, link_labels, part_rows, part_labels, pair_at, pair_labels = [], [], [], [], [], []
    same = np.zeros((rows, words, words), dtype=bool)
    for r, example in enumerate(batch):
        w = example.window
        n, m = len(w.pieces), len(w.first)
        table["pieces"][r, :n], table["shapes"][r, :n], table["places"][r, :n] = w.pieces, w.shapes, w.places
        table["first"][r, :m], table["last"][r, :m] = w.first, w.last
        mask[r, ..., :n] = 0.0
        real[r, :m] = True
        own[r, :m] = example.own or 0
        if example.clusters is not None:
            labels.setdefault("clusters", np.full((rows, words), -2, dtype=np.int64))[r, :m] = example.clusters
        for name in ("upos", "xpos", "deprel", "entities", "flat", "cues", "types", "realis", "happening"):
            values = getattr(example, name)
            if values is not None:
                column(name)[r, :m] = [-1 if v is None else index[name].get(v, -1) for v in values]
        if example.starts is not None:
            column("starts")[r, :m] = example.starts
        if example.lemma is not None:
            column("lemma")[r, :m] = [index["lemma"].get(lemmas.script(*p), -1) for p in example.lemma]
        if example.heads is not None:
            column("heads")[r, :m] = example.heads
            sentence = np.cumsum(example.starts)
            same[r, :m, :m] = sentence[:, None] == sentence[None, :]
        if example.factuality is not None:
            labels.setdefault("factuality", np.full((rows, words), np.nan, dtype=np.float32))[r, :m] = [
                np.nan if value is None else value for value in example.factuality
            ]
        for anchor, parts in example.parts or ():
            part_rows.append((r, anchor))
            row = np.full(words, -1, dtype=np.int64)
            row[:m] = [0 if n == example.own[anchor] else -1 for n in example.own] if example.own else 0
            for i, role in parts.items():
                row[i] = index["parts"][role]
            part_labels.append(row)
        for one, other, types in example.pairs or ():
            pair_at.append((r, one, other))
            row = np.zeros(len(index["pairs"]), dtype=bool)
            row[[index["pairs"][name] for name in types]] = True
            pair_labels.append(row)
        for anchor, parts in example.links:
            link_rows.append((r, anchor))
            row = np.full(words, -1, dtype=np.int64)
            # A cue is only joined to words of its own paragraph: the others say nothing.
            row[:m] = [0 if n == example.own[anchor] else -1 for n in example.own] if example.own else 0
            for i, role in parts.items():
                row[i] = LINKS.index(role)
            link_labels.append(row)
    known = {k: v for k, v in labels.items() if k in ("clusters", "factuality") or (v >= 0).any()}
    found: dict[str, Any] = {k: torch.from_numpy(v) for k, v in (table | known).items()}
    if "clusters" in known:
        found |= {"text_rows": [], "text_words": [], "clues": []}
        for _, numbers in groupby(range(rows), key=lambda r: (batch[r].corpus, batch[r].document)):
            of_text = list(numbers)
            places = [(r, w) for r in of_text for w in range(len(batch[r].window.first))]
            found["text_rows"].append(torch.tensor([r for r, _ in places]))
            found["text_words"].append(torch.tensor([w for _, w in places]))
            found["clues"].append(anaphora.clues([batch[r].window for r in of_text], [batch[r].starts for r in of_text]))
    found["corpus"] = batch[0].corpus
    found |= {"mask": torch.from_numpy(mask), "real": torch.from_numpy(real), "own": torch.from_numpy(own)}
    if "heads" in found:
        found["same"] = torch.from_numpy(same)
    if link_rows:
        found["link_row"] = torch.tensor(link_rows)
        found["links"] = torch.from_numpy(np.stack(link_labels))
    if part_rows:
        found["part_row"], found["parts"] = torch.tensor(part_rows), torch.from_numpy(np.stack(part_labels))
    if pair_at:
        found["pair_at"], found["pairs"] = torch.tensor(pair_at), torch.from_numpy(np.stack(pair_labels))
    return found


def moved(batch: dict[str, Any], device: str) -> dict[str, Any]:
    """The batch on a device; clues stay where numpy is."""
    return {
        k: v.to(device) if isinstance(v, torch.Tensor) else [x.to(device) for x in v] if k.startswith("text_") else v
        for k, v in batch.items()
    }


class Teacher:
    """The encoder as it was published; gives the mean of its last layer over a window, of unit length."""

    def __init__(self, state: dict[str, torch.Tensor], sizes: Sizes, device: str) -> None:
        network = Network(sizes)
        network.load_encoder(state)
        self.encoder: Encoder = network.encoder.eval().to(device)

    @torch.no_grad()
    def __call__(self, batch: dict[str, Any]) -> torch.Tensor:
        zero = torch.zeros_like(batch["pieces"])
        layers = self.encoder(batch["pieces"], zero, zero, batch["mask"])
        return torch.nn.functional.normalize(pooled(layers[-1].float(), batch["mask"]), dim=-1)


# Outputs that come with those of a head's name.
COMPANIONS = frozenset({"relations", "governors", "parts_to"})
INPUTS = ("pieces", "shapes", "places", "first", "last", "mask")


def run(network: Network, batch: dict[str, torch.Tensor], only: frozenset[str] = ALL) -> dict[str, torch.Tensor]:
    """The network's logits for a batch."""
    return network(*(batch[name] for name in INPUTS), only=only)


def optimiser(network: Network, encoder_rate: float, head_rate: float, decay: float) -> torch.optim.Optimizer:
    """AdamW; each encoder layer below the top learns `decay` times as fast as the one above."""
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    depth = network.sizes.layers
    for name, parameter in network.named_parameters():
        if name.startswith(("encoder.words", "encoder.positions", "encoder.norm")):
            rate = encoder_rate * decay**depth
        elif name.startswith("encoder.layers."):
            rate = encoder_rate * decay ** (depth - 1 - int(name.split(".")[2]))
        else:
            rate = head_rate
        groups.setdefault((rate, 0.01 if parameter.dim() > 1 else 0.0), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": ps, "lr": rate, "weight_decay": wd} for (rate, wd), ps in groups.items()],
        betas=(0.9, 0.98),
        eps=1e-8,
        fused=True,
    )


def evaluate(network: Network, examples: list[Example], index: dict[str, list[str]], device: str, bf16: bool) -> dict[str, float]:
    """Quick figures on dev windows with gold tokens: for steering; the benchmarks are what counts."""
    network.eval()
    hit: Counter = Counter()
    transitions = decode.bio_transitions(index["flat"], network.transitions.detach().float().cpu().numpy())
    names = decode.bio_transitions(index["entities"], network.name_transitions.detach().float().cpu().numpy())
    related = torch.cat([network.pairs.score.weight, network.pairs.score.bias[:, None]], 1).detach().float().cpu().numpy()
    numbers = {k: {x: i for i, x in enumerate(v)} for k, v in index.items()}
    for batch_examples in batches(pack(examples, lambda: PACKED), 4000, random.Random(0)):
        batch = moved(tensors(batch_examples, numbers), device)
        with torch.no_grad(), torch.autocast(device, torch.bfloat16, enabled=bf16):
            out = {k: v.float().cpu() for k, v in run(network, batch, HEADS[GROUP[batch_examples[0].corpus]]).items()}
        if "clusters" in batch:
            antecedents(network, out["anaphora"], batch, batch_examples[0].corpus, hit)
            continue
        for r, example in enumerate(batch_examples):
            m = len(example.window.first)
            if example.flat is not None:
                labels = [index["flat"][i] for i in decode.viterbi(out["flat"][r, :m].numpy(), transitions)]
                gold, found = set(decode.segments(example.flat)), set(decode.segments(labels))
                for role in polnear.ROLES:
                    g, p = {s for s in gold if s[2] == role}, {s for s in found if s[2] == role}
                    hit[role, "tp"] += len(g & p)
                    hit[role, "n"] += len(g) + len(p)
                for anchor, parts in example.links:
                    best = out["links"][r, anchor, :m].argmax(-1).tolist()
                    best = [b if n == example.own[anchor] else 0 for b, n in zip(best, example.own, strict=True)]
                    for role in ("source", "content"):
                        g = {i for i, x in parts.items() if x == role}
                        p = {i for i, x in enumerate(best) if LINKS[x] == role}
                        hit[f"link_{role}", "tp"] += len(g & p)
                        hit[f"link_{role}", "n"] += len(g) + len(p)
            events_hit(out, r, example, index, related, hit)
            if example.entities is not None:
                labels = [index["entities"][i] for i in decode.viterbi(out["entities"][r, :m].numpy(), names)]
                g, p = set(decode.segments(example.entities)), set(decode.segments(labels))
                hit["entities", "tp"] += len(g & p)
                hit["entities", "n"] += len(g) + len(p)
            if example.upos is not None:
                for name in ("upos", "xpos"):
                    gold = getattr(example, name)
                    best = out[name][r, :m].argmax(-1).tolist()
                    hit[name, "tp"] += sum(index[name][b] == g for b, g in zip(best, gold, strict=True))
                    hit[name, "n"] += 2 * m
                best = out["lemma"][r, :m].argmax(-1).tolist()
                hit["lemma", "tp"] += sum(
                    lemmas.apply(index["lemma"][b], p[0]) == p[1] for b, p in zip(best, example.lemma, strict=True)
                )
                hit["lemma", "n"] += 2 * m
                scores = out["arcs"][r, :m, :m].masked_fill(~batch["same"][r, :m, :m].cpu(), -1e9)
                best = scores.argmax(-1).tolist()
                uas = [b == h for b, h in zip(best, example.heads, strict=True)]
                labelled = (out["relations"][r, :m] * out["governors"][r, best].unsqueeze(1)).sum(-1).argmax(-1)
                rel = [index["deprel"][b] for b in labelled.tolist()]
                hit["uas", "tp"] += sum(uas)
                hit["las", "tp"] += sum(u and a == b for u, a, b in zip(uas, rel, example.deprel, strict=True))
                hit["uas", "n"] += 2 * m
                hit["las", "n"] += 2 * m
                best = out["starts"][r, :m].argmax(-1).tolist()
                hit["starts", "tp"] += sum(a and b for a, b in zip(best, example.starts, strict=True))
                hit["starts", "n"] += sum(best) + sum(example.starts)
    network.train()
    if n := hit.pop(("factuality", "items"), 0):
        x, y, xx, yy, xy = (hit.pop(("factuality", k)) / n for k in ("x", "y", "xx", "yy", "xy"))
        print(f"factuality, Pearson r {(xy - x * y) / ((xx - x * x) * (yy - y * y)) ** 0.5:.3f} over {n} words", flush=True)
    return {name: round(200 * hit[name, "tp"] / hit[name, "n"], 2) for name in dict.fromkeys(name for name, _ in hit)}


def events_hit(
    out: dict[str, torch.Tensor], r: int, example: Example, index: dict[str, list[str]], weights: np.ndarray, hit: Counter
) -> None:
    """Counts of row r: trigger words by type, realis of true triggers, words of roles, types of pairs; sums for a correlation."""
    m = len(example.window.first)
    if example.types is not None:
        best = [index["types"][i] for i in out["types"][r, :m].argmax(-1).tolist()]
        hit["types", "tp"] += sum(a == b != "O" for a, b in zip(best, example.types, strict=True))
        hit["types", "n"] += sum(a != "O" for a in best) + sum(a != "O" for a in example.types)
    for name in ("realis", "happening"):
        gold = getattr(example, name)
        if gold is not None:
            best = [index[name][i] for i in out[name][r, :m].argmax(-1).tolist()]
            hit[name, "tp"] += sum(a == b for a, b in zip(best, gold, strict=True))
            hit[name, "n"] += 2 * sum(b is not None for b in gold)
    if example.factuality is not None:
        for x, y in zip(out["factuality"][r, :m, 0].tolist(), example.factuality, strict=True):
            if y is not None:
                sums = {"items": 1, "x": x, "y": y, "xx": x * x, "yy": y * y, "xy": x * y}
                hit.update({("factuality", name): value for name, value in sums.items()})
    for anchor, parts in example.parts or ():
        scores = torch.einsum("ci,wi->wc", out["parts"][r, anchor], out["parts_to"][r, :m])
        best = scores.argmax(-1).tolist()
        found = {
            i: index["parts"][b] for i, b in enumerate(best) if b and (not example.own or example.own[i] == example.own[anchor])
        }
        hit["parts", "tp"] += sum(parts.get(i) == role for i, role in found.items())
        hit["parts", "n"] += len(found) + len(parts)
    for one, other, types in example.pairs or ():
        near = [i for i in range(m) if example.own[i] == example.own[one]] if example.own else list(range(m))
        odds = acts.pair(out["pairs"][r, near].numpy(), weights, index["pairs"], near.index(one), near.index(other))
        name = "pairs_plv" if example.corpus == "plv" else "pairs"
        hit[name, "tp"] += max(odds, key=odds.__getitem__) in types
        hit[name, "n"] += 2


def antecedents(network: Network, scores: torch.Tensor, batch: dict[str, Any], corpus: str, hit: Counter) -> None:
    """Counts words whose best antecedent is a true one (an F1 of links), by corpus."""
    table = anaphora.combined(network.anaphora.table.detach().float().cpu().numpy())
    out = torch.cat([network.anaphora.score.weight[0], network.anaphora.score.bias]).detach().float().cpu().numpy()
    for rows, words, clues in zip(batch["text_rows"], batch["text_words"], batch["clues"], strict=True):
        gold = batch["clusters"][rows, words].tolist()
        rows, words = rows.cpu(), words.cpu()
        first: dict[int, int] = {}
        for i, cluster in enumerate(gold):
            if cluster >= 0:
                first.setdefault(cluster, i)
        hit[corpus, "n"] += sum(cluster >= 0 and first[cluster] != i for i, cluster in enumerate(gold))
        for anaphor in anaphora.anaphors(scores[rows, words].numpy(), clues, table, out):
            if not anaphor.antecedents or anaphor.score < 0.5 or gold[anaphor.token] == -2:
                continue
            known = [i for i, _ in anaphor.antecedents if gold[i] != -2]
            if known:
                hit[corpus, "n"] += 1
                hit[corpus, "tp"] += gold[known[0]] == gold[anaphor.token] >= 0


def cached(path: Path, build) -> list[Example]:
    """Converted corpora, kept in the run's folder; our own file, never one from elsewhere."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(build()))
    return pickle.loads(path.read_bytes())


def steps(total: int, warm: int) -> Iterator[float]:
    """Learning-rate factors: linear warm-up, then linear decay to nothing."""
    for step in range(total):
        yield min((step + 1) / warm, (total - step) / max(1, total - warm))


def made(found: list[list[Example]], index: dict[str, dict[str, int]], workers: int) -> Iterable[dict[str, Any]]:
    """Batches as tensors, in order, made by so many processes; 0 makes them here."""
    if not workers:
        return (tensors(batch, index) for batch in found)
    return DataLoader(
        found,
        batch_size=None,
        collate_fn=partial(tensors, index=index),
        num_workers=workers,
        prefetch_factor=8,  # type: ignore[arg-type]
    )


def loaded(run: Path, labels: dict[str, list[str]], device: str) -> Network:
    """The averaged network of a finished run, to teach by; heads that it had not, or had otherwise, are left as they begin and
    must not teach. Raises ValueError where a head has other labels."""
    state = torch.load(run / "checkpoint.pt", weights_only=True)
    if any(labels.get(name) != values for name, values in state["labels"].items()):
        raise ValueError(f"{run} has other labels")
    network = Network(Sizes(labels={name: len(values) for name, values in labels.items()}))
    own = network.state_dict()
    own |= {k: v.float() for k, v in state["network"].items() if k in own and own[k].shape == v.shape}
    network.load_state_dict(own)
    return network.eval().to(device)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with MiniLM's model.safetensors")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--written", type=Path, default=Path(__file__).parent / "written")
    parser.add_argument("--judged", type=Path, nargs="*", default=[], help="judgements of people (training.corpora.judged)")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--size", type=int, default=1800, help="padded pieces a batch")
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--share", action="append", default=[], metavar="CORPUS=SHARE", help="another share than in SHARES")
    parser.add_argument("--start", type=Path, help="a finished run whose weights to begin with")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the running average of the weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=0, help="stop after so many batches (a trial)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="finished runs whose mean is taught")
    parser.add_argument("--taught", nargs="*", default=sorted(distil.HEADS | {"anaphora"}), help="the heads that teachers teach")
    parser.add_argument("--missing", action="store_true", help="teachers teach only what a window's corpus has no labels for")
    parser.add_argument("--gold", type=float, default=0.5, help="weight of the labels beside teachers")
    parser.add_argument("--measure", type=int, default=1, help="measure on dev after one epoch in so many; 0 never")
    parser.add_argument("--pieces", type=int, nargs=2, default=(60, 300), help="least and most pieces that windows are packed to")
    options = parser.parse_args()

    SHARES.update({name: float(share) for name, _, share in (given.partition("=") for given in options.share)})
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    bf16 = device == "cuda" or torch.cpu._is_amx_tile_supported()
    cache = options.out.parent / "corpora"
    train = cached(cache / "train.pickle", lambda: drop(corpora(options.data, "train", everyone=True), options.data))
    dev = cached(cache / "dev.pickle", lambda: corpora(options.data, "dev", everyone=False))
    own = list(written.examples(options.written)) + list(events.attributions(options.written / "events"))
    own += [*events.own(options.written / "events"), *events.reviewed(options.data, "train")]
    own += [example for path in options.judged for example in judged.examples(path)]
    aside = list(written.examples(options.written / "aside")) + list(events.own(options.written / "events" / "aside"))
    labels = inventory(train) | (json.loads((options.start / "labels.json").read_text()) if options.start else {})
    index = {name: {label: i for i, label in enumerate(values)} for name, values in labels.items()}
    sizes = Sizes(labels={name: len(values) for name, values in labels.items()})
    network = Network(sizes)
    published = load_file(options.encoder / "model.safetensors")
    network.load_encoder(published)
    if options.start:
        earlier = torch.load(options.start / "checkpoint.pt", weights_only=True)["network"]
        new = network.load_state_dict({k: v.float() for k, v in earlier.items()}, strict=False)
        print(f"begins with {options.start}; new: {sorted({k.split('.')[0] for k in new.missing_keys})}", flush=True)
    network.to(device)
    teacher = Teacher(published, sizes, device)
    optimizer = optimiser(network, options.encoder_rate, options.head_rate, options.layer_decay)
    base = [group["lr"] for group in optimizer.param_groups]
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1))

    teachers = [loaded(run, labels, device) for run in options.teachers]
    lessons = frozenset(options.taught) if teachers else frozenset()

    def of_epoch(epoch: int) -> list[list[Example]]:
        rng = random.Random(options.seed * 1000 + epoch)
        found = batches(drawn(train + own, rng, options.pieces), options.size, rng)
        rng.shuffle(found)
        return found

    upcoming = of_epoch(0)
    total = options.most or round(len(upcoming) * options.epochs)
    factors = list(steps(total, max(20, total // 20)))
    average = {name: p.detach().clone().float() for name, p in network.state_dict().items()}
    step = first = 0
    resume = options.out / "resume.pt"
    if resume.exists():
        state = torch.load(resume, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average, step, first = state["average"], state["step"], state["epoch"] + 1
    weights = sum(p.numel() for p in network.parameters()) / 1e6
    print(f"{len(train)} + {len(own)} windows, {total} batches, {device}, bf16 {bf16}, {weights:.1f} M weights", flush=True)
    network.train()
    started, seen, sums = time.time(), 0, Counter()
    # An epoch has about as many batches as the first: the run ends after its number of batches, wherever an epoch is then.
    for epoch in count(first):
        Dropout.drawn = np.random.Generator(np.random.SFC64([options.seed, epoch]))
        for given in made(of_epoch(epoch) if epoch else upcoming, index, options.workers):
            if step >= total:
                break
            seen += int(given["real"].sum())
            batch = moved(given, device)
            for parameters, rate in zip(optimizer.param_groups, base, strict=True):
                parameters["lr"] = rate * factors[step]
            group = GROUP[batch["corpus"]]
            only = HEADS[group]
            with torch.autocast(device, torch.bfloat16, enabled=bf16):
                if step % TAUGHT == 0:
                    batch["taught"] = teacher(batch)
                    only |= {"vector"}
                here = lessons - HEADS[group] if options.missing else lessons
                asked = distil.wanted(here) | ({"anaphora"} & here & only)
                out = run(network, batch, only | asked)
                with torch.no_grad():
                    outs = [run(one, batch, asked) for one in teachers]
                both = zip(outs, teachers, strict=True)
                batch["anaphora"] = [(o["anaphora"].float(), t.anaphora) for o, t in both if "anaphora" in o]
            found = losses({name: value for name, value in out.items() if name in only | COMPANIONS}, batch, network)
            share = FACTOR.get(group, 1.0) * (options.gold if teachers else 1.0)
            loss = sum(WEIGHTS[name] * value * (1.0 if name == "vector" else share) for name, value in found.items())
            if not found and not teachers:
                continue  # a text of which too little is marked
            if teachers:
                with torch.autocast(device, enabled=False):
                    learned = distil.taught_losses(out, outs, batch, network, teachers, here)
                loss = loss + sum(WEIGHTS[name] * value for name, value in learned.items())
                found |= {f"{name}'": value for name, value in learned.items()}
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % AVERAGED == 0:
                keep = min(options.average**AVERAGED, (step + 1) / (step + 10))
                values = network.state_dict()
                with torch.no_grad():
                    torch._foreach_lerp_([average[n] for n in values], [v.float() for v in values.values()], 1 - keep)
            for name, value in found.items():
                sums[name] += value.detach()
                sums[name, "n"] += 1
            if step % 100 == 0:
                shown = " ".join(f"{name} {float(sums[name]) / sums[name, 'n']:.3f}" for name in sums if (name, "n") in sums)
                spent = time.time() - started
                print(f"epoch {epoch} step {step}/{total} {spent:.0f} s {seen / spent:.0f} words/s  {shown}", flush=True)
                sums.clear()
        held = {k: v.clone() for k, v in network.state_dict().items()}
        torch.save(
            {"network": held, "optimizer": optimizer.state_dict(), "average": average, "step": step, "epoch": epoch}, resume
        )
        torch.save({"network": average, "labels": labels}, options.out / "checkpoint.pt")
        if options.measure and (step >= total or (epoch + 1) % options.measure == 0):
            network.load_state_dict(average)
            print(f"== epoch {epoch} averaged, dev: {evaluate(network, dev, labels, device, bf16)}", flush=True)
            print(f"== epoch {epoch} averaged, written aside: {evaluate(network, aside, labels, device, bf16)}", flush=True)
            network.load_state_dict(held)
        if step >= total:
            break
    print(f"done in {(time.time() - started) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
