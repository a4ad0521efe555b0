"""Vectors of windows, taught anew on a finished run: nothing but the head `vector` learns, so no other reading changes.

    python -m training.vectors --run RUN --data DATA --encoder ENCODER --out OUT

What is taught is what the encoder as it was published says of the same window, over windows of all lengths of the texts of
training; no label is wanted. RUN may be of before the head had its form. In a run that teaches everything (training.train) the
head stays behind: each sixth batch alone has a word on it, and the encoder moves.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from training.corpora.examples import Example, pack
from training.duplicates import drop
from training.model import GIST, Gist, Network, taught_vector
from training.train import Teacher, cached, corpora, loaded, steps

LENGTHS = (32, 64, 96, 128, 256)  # most pieces of the windows that are drawn, one of these for each article
LEFT_OUT = "litbank"  # novels
SIZE = 8192  # padded pieces a batch
HELD = 15  # one batch in so many is not learnt from, to tell how near the vectors come


@dataclass
class Lesson:
    """Some windows of much the same length: what the head sees of them, (windows, pieces, inputs) in half precision, their
    mask, and what is taught, (windows, width)."""

    seen: Tensor
    mask: Tensor
    taught: Tensor


def drawn(examples: Sequence[Example], most: int, rng: random.Random) -> list[list[Example]]:
    """Batches of windows of so many pieces together at most, each window once."""
    seen: set[bytes] = set()
    fresh = []
    for example in examples:
        key = example.window.pieces.tobytes()
        if example.corpus != LEFT_OUT and key not in seen:
            seen.add(key)
            fresh.append(example)
    packed = pack(fresh, lambda: rng.choice(LENGTHS))
    rng.shuffle(packed)
    ends = np.cumsum([len(example.window.pieces) for example in packed])
    kept = sorted(packed[: int(np.searchsorted(ends, most))], key=lambda example: len(example.window.pieces))
    found: list[list[Example]] = []
    for example in kept:
        if not found or (len(found[-1]) + 1) * len(example.window.pieces) > SIZE:
            found.append([])
        found[-1].append(example)
    return found


@torch.no_grad()
def lesson(batch: Sequence[Example], network: Network, teacher: Teacher) -> Lesson:
    """What the encoder gives of these windows and what the published one says of them."""
    longest = max(len(example.window.pieces) for example in batch)
    inputs = {name: torch.zeros(len(batch), longest, dtype=torch.long) for name in ("pieces", "shapes", "places")}
    mask = torch.full((len(batch), 1, 1, longest), -10000.0)
    for row, example in enumerate(batch):
        size = len(example.window.pieces)
        for name, table in inputs.items():
            table[row, :size] = torch.from_numpy(getattr(example.window, name))
        mask[row, ..., :size] = 0
    # bfloat16 where the processor multiplies it: the head need not know the encoder's last digits.
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.cpu._is_amx_tile_supported()):
        layers = network.encoder(*inputs.values(), mask)
        taught = teacher({"pieces": inputs["pieces"], "mask": mask})
    return Lesson(torch.cat([layers[n] for n in GIST], -1).half(), mask, taught.float())


def learn(head: Gist, lessons: Sequence[Lesson], epochs: int, rate: float, rng: random.Random) -> Iterator[float]:
    """Teaches the head; after each epoch the mean cosine of what it gives for the lessons held out and what is right."""
    held, learnt = lessons[::HELD], [one for n, one in enumerate(lessons) if n % HELD] or lessons
    optimizer = torch.optim.AdamW(head.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
    factors = steps(epochs * len(learnt), 50)
    for _ in range(epochs):
        for one in rng.sample(learnt, len(learnt)):
            optimizer.param_groups[0]["lr"] = rate * next(factors)
            loss = taught_vector(head([one.seen.float()], one.mask), one.taught)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            yield torch.cat([(head([one.seen.float()], one.mask) * one.taught).sum(-1) for one in held]).mean().item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--run", type=Path, required=True, help="a finished run; its corpora are read from beside it where they are"
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="the folder of the published encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pieces", type=int, default=1_600_000, help="of the windows together; a million want 2.3 GB")
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    state = torch.load(options.run / "checkpoint.pt", weights_only=True)
    network = loaded(options.run, state["labels"], "cpu")
    teacher = Teacher(load_file(options.encoder / "model.safetensors"), network.sizes, "cpu")
    cache = options.run.parent / "corpora" / "train.pickle"
    examples = cached(cache, lambda: drop(corpora(options.data, "train", everyone=True), options.data))
    batches = drawn(examples, options.pieces, rng)
    print(f"{sum(map(len, batches))} windows in {len(batches)} batches", flush=True)
    lessons = [lesson(batch, network, teacher) for batch in batches]
    head = network.vector.train()
    for epoch, near in enumerate(learn(head, lessons, options.epochs, options.rate, rng)):
        print(f"epoch {epoch}: cosine {near:.4f} on windows held out", flush=True)
    kept = {name: weights for name, weights in state["network"].items() if not name.startswith("vector.")}
    kept |= {f"vector.{name}": weights for name, weights in head.state_dict().items()}
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(state | {"network": kept}, options.out / "checkpoint.pt")
    (options.out / "labels.json").write_text((options.run / "labels.json").read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
