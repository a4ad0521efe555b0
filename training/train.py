"""Training: one command from the corpora to a checkpoint.

    python -m training.train --data ../shared/data --encoder MINILM_FOLDER --out training/runs/NAME

Reads PolNeAR train, UD EWT and the free genres of GUM train, Worldwide train and training/written. A batch holds one
group of corpora. Resumes from the last finished epoch in --out. CPU (bfloat16 where the processor multiplies it) or CUDA.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from sayso.parse import decode, lemmas
from training.corpora import polnear, universal, worldwide, written
from training.corpora.examples import Example
from training.model import ALL, LINKS, Network, Sizes, losses

FLAT = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
WEIGHTS = {
    "flat": 1.0, "links": 0.6, "cues": 0.4, "arcs": 1.0, "deprel": 0.7, "upos": 0.4, "xpos": 0.4, "lemma": 0.5, "starts": 0.4,
    "entities": 1.0,
}  # fmt: skip
HEADS = {
    "attribution": frozenset({"flat", "links", "cues", "starts"}),
    "syntax": frozenset({"upos", "xpos", "lemma", "starts", "arcs"}),
    "names": frozenset({"entities"}),
}
GROUP = {"polnear": "attribution", "written": "attribution", "en_ewt": "syntax", "en_gum": "syntax", "worldwide": "names"}


def corpora(data: Path, split: str, everyone: bool) -> list[Example]:
    """All examples of a split, in a fixed order."""
    found: list[Example] = []
    found += polnear.examples(data / "polnear", split, everyone)
    found += universal.examples(data / "ud_ewt", "en_ewt", split)
    found += universal.examples(data / "ud_gum", "en_gum", split)
    found += worldwide.examples(data / "ner_worldwide", split)
    return found


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
    }


def batches(examples: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches of one group and of like lengths, at most `size` padded pieces each, shuffled."""
    groups: dict[str, list[Example]] = {}
    for example in examples:
        groups.setdefault(GROUP[example.corpus], []).append(example)
    found = []
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


def tensors(batch: list[Example], index: dict[str, dict[str, int]]) -> dict[str, torch.Tensor]:
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

    link_rows, link_labels = [], []
    same = np.zeros((rows, words, words), dtype=bool)
    for r, example in enumerate(batch):
        w = example.window
        n, m = len(w.pieces), len(w.first)
        table["pieces"][r, :n], table["shapes"][r, :n], table["places"][r, :n] = w.pieces, w.shapes, w.places
        table["first"][r, :m], table["last"][r, :m] = w.first, w.last
        mask[r, ..., :n] = 0.0
        real[r, :m] = True
        for name in ("upos", "xpos", "deprel", "entities", "flat", "cues"):
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
        if example.flat is not None:
            for anchor, parts in example.links:
                link_rows.append((r, anchor))
                row = np.full(words, -1, dtype=np.int64)
                row[:m] = 0
                for i, role in parts.items():
                    row[i] = LINKS.index(role)
                link_labels.append(row)
    found = {k: torch.from_numpy(v) for k, v in (table | labels).items()}
    found["mask"], found["real"] = torch.from_numpy(mask), torch.from_numpy(real)
    if "heads" in found:
        found["same"] = torch.from_numpy(same)
    if link_rows:
        found["link_row"] = torch.tensor(link_rows)
        found["links"] = torch.from_numpy(np.stack(link_labels))
    return found


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
        [{"params": ps, "lr": rate, "weight_decay": wd} for (rate, wd), ps in groups.items()], betas=(0.9, 0.98), eps=1e-8
    )


def evaluate(network: Network, examples: list[Example], index: dict[str, list[str]], device: str, bf16: bool) -> dict[str, float]:
    """Quick figures on dev windows with gold tokens: for steering; the benchmarks are what counts."""
    network.eval()
    hit: Counter = Counter()
    transitions = decode.bio_transitions(index["flat"], network.transitions.detach().float().cpu().numpy())
    names = decode.bio_transitions(index["entities"])
    for batch_examples in batches(examples, 4000, random.Random(0)):
        batch = {
            k: v.to(device)
            for k, v in tensors(batch_examples, {k: {x: i for i, x in enumerate(v)} for k, v in index.items()}).items()
        }
        with torch.no_grad(), torch.autocast(device, torch.bfloat16, enabled=bf16):
            out = {k: v.float().cpu() for k, v in run(network, batch).items()}
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
                    for role in ("source", "content"):
                        g = {i for i, x in parts.items() if x == role}
                        p = {i for i, x in enumerate(best) if LINKS[x] == role}
                        hit[f"link_{role}", "tp"] += len(g & p)
                        hit[f"link_{role}", "n"] += len(g) + len(p)
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
                rel = [index["deprel"][out["relations"][r, i, b].argmax()] for i, b in enumerate(best)]
                hit["uas", "tp"] += sum(uas)
                hit["las", "tp"] += sum(u and a == b for u, a, b in zip(uas, rel, example.deprel, strict=True))
                hit["uas", "n"] += 2 * m
                hit["las", "n"] += 2 * m
                best = out["starts"][r, :m].argmax(-1).tolist()
                hit["starts", "tp"] += sum(a and b for a, b in zip(best, example.starts, strict=True))
                hit["starts", "n"] += sum(best) + sum(example.starts)
    network.train()
    return {name: round(200 * hit[name, "tp"] / hit[name, "n"], 2) for name in dict.fromkeys(name for name, _ in hit)}


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with MiniLM's model.safetensors")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--written", type=Path, default=Path(__file__).parent / "written")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--size", type=int, default=1800, help="padded pieces a batch")
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--names-share", type=float, default=0.5, help="share of the names corpus read in an epoch")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the running average of the weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=0, help="stop after so many batches (a trial)")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    bf16 = device == "cuda" or torch.cpu._is_amx_tile_supported()
    cache = options.out.parent / "corpora"
    train = cached(cache / "train.pickle", lambda: corpora(options.data, "train", everyone=True))
    dev = cached(cache / "dev.pickle", lambda: corpora(options.data, "dev", everyone=False))
    own = list(written.examples(options.written))
    aside = list(written.examples(options.written / "aside"))
    labels = inventory(train)
    index = {name: {label: i for i, label in enumerate(values)} for name, values in labels.items()}
    sizes = Sizes(labels={name: len(values) for name, values in labels.items()})
    network = Network(sizes)
    network.load_encoder(load_file(options.encoder / "model.safetensors"))
    network.to(device)
    optimizer = optimiser(network, options.encoder_rate, options.head_rate, options.layer_decay)
    base = [group["lr"] for group in optimizer.param_groups]
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1))

    def of_epoch(epoch: int) -> list[list[Example]]:
        rng = random.Random(options.seed * 1000 + epoch)
        names = [e for e in train if e.corpus == "worldwide"]
        rest = [e for e in train if e.corpus != "worldwide"]
        return batches(rest + own + own + rng.sample(names, int(len(names) * options.names_share)), options.size, rng)

    total = options.most or sum(len(of_epoch(e)) for e in range(options.epochs))
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
    for epoch in range(first, options.epochs):
        for batch_examples in of_epoch(epoch):
            if step >= total:
                break
            batch = {k: v.to(device) for k, v in tensors(batch_examples, index).items()}
            for group, rate in zip(optimizer.param_groups, base, strict=True):
                group["lr"] = rate * factors[step]
            only = HEADS[GROUP[batch_examples[0].corpus]]
            with torch.autocast(device, torch.bfloat16, enabled=bf16):
                out = run(network, batch, only)
            found = losses(out, batch, network)
            loss = sum(WEIGHTS[name] * value for name, value in found.items())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            keep = min(options.average, (step + 1) / (step + 10))
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    average[name].lerp_(value.float(), 1 - keep)
            seen += int(batch["real"].sum())
            for name, value in found.items():
                sums[name] += float(value.detach())
                sums[name, "n"] += 1
            if step % 100 == 0:
                shown = " ".join(f"{name} {sums[name] / sums[name, 'n']:.3f}" for name in WEIGHTS if sums[name, "n"])
                print(f"epoch {epoch} step {step}/{total} {seen / (time.time() - started):.0f} words/s  {shown}", flush=True)
                sums.clear()
        held = {k: v.clone() for k, v in network.state_dict().items()}
        torch.save(
            {"network": held, "optimizer": optimizer.state_dict(), "average": average, "step": step, "epoch": epoch}, resume
        )
        torch.save({"network": average, "labels": labels}, options.out / "checkpoint.pt")
        network.load_state_dict(average)
        print(f"== epoch {epoch} averaged, dev: {evaluate(network, dev, labels, device, bf16)}", flush=True)
        print(f"== epoch {epoch} averaged, written aside: {evaluate(network, aside, labels, device, bf16)}", flush=True)
        network.load_state_dict(held)
        if step >= total:
            break
    print(f"done in {(time.time() - started) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
