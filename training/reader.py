"""Train the point reader: `python -m training.reader` writes `serving/reader.npz`.

Low-rank differences to the encoder's upper layers, and the findings, are learned from our own labelled
answers (`training.lessons`), about half an hour on 2 cores. Every tenth question is left out, and how well
the findings fit there is told at the end.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

import serving
from serving.reader import Reader, fingerprint, pack
from serving.schemas import FINDINGS, Reading
from serving.weights import encoder_folder
from training.lessons import Lesson, held_out, lessons

WEIGHTS = Path(serving.__file__).parent / "reader.npz"
LOSS = {"credit": 1.0, "contradiction": 0.5, "lenient": 1.0, "contrived": 0.5}


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the reader is trained. `characters` bounds a batch, padding included."""

    epochs: int = 2
    rank: int = 16
    scale: float = 2.0
    frozen_layers: int = 2
    rate: float = 1e-3
    findings_rate: float = 1e-3
    decay: float = 0.05
    drop: float = 0.1
    characters: int = 8000
    clip: float = 1.0


class LowRank(nn.Module):
    """A linear layer that stays, and a product of two thin matrices beside it that learns."""

    def __init__(self, kept: nn.Linear, recipe: Recipe) -> None:
        super().__init__()
        self.kept, self.scale = kept, recipe.scale
        self.down = nn.Parameter(torch.randn(recipe.rank, kept.in_features) / math.sqrt(kept.in_features))
        self.up = nn.Parameter(torch.zeros(kept.out_features, recipe.rank))

    def forward(self, x: Tensor) -> Tensor:
        """The layer's output."""
        changed: Tensor = self.kept(x) + self.scale * functional.linear(
            functional.linear(x, self.down), self.up
        )
        return changed


def untrained(folder: str, recipe: Recipe) -> Reader:
    """The encoder in `folder` with low-rank differences and norms to be learned in its upper layers."""
    transformer: Any = AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    transformer.requires_grad_(False)
    for layer in transformer.encoder.layer[recipe.frozen_layers :]:
        for module in list(layer.modules()):
            for name, child in list(module.named_children()):
                if isinstance(child, nn.Linear):
                    setattr(module, name, LowRank(child, recipe))
                elif isinstance(child, nn.LayerNorm):
                    child.requires_grad_(True)
    return Reader(transformer, int(transformer.config.hidden_size))


def fit(reader: Reader, taught: Sequence[Lesson], tokenizer: Any, recipe: Recipe) -> None:
    """Learn from the lessons, telling of every hundredth step."""
    rng = random.Random(0)
    rates = [recipe.rate, recipe.findings_rate]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in part.parameters() if p.requires_grad], "lr": rate, "weight_decay": decay}
            for part, rate, decay in (
                (reader.transformer, rates[0], 0.01),
                (reader.findings, rates[1], recipe.decay),
            )
        ]
    )
    plan = [batch for _ in range(recipe.epochs) for batch in batches(taught, recipe.characters, rng)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=len(plan), pct_start=0.1)
    reader.train()
    began = time.monotonic()
    for step, batch in enumerate(plan, 1):
        with torch.autocast("cpu", torch.bfloat16):
            odds = reader(pack([reading_of(lesson) for lesson in batch], tokenizer), recipe.drop)
        loss = loss_of(odds.float(), batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(reader.parameters(), recipe.clip)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            minutes = (time.monotonic() - began) / 60
            print(f"step {step:,} of {len(plan):,}, loss {loss.item():.3f}, {minutes:.1f} min", flush=True)
    reader.eval()


def batches(taught: Sequence[Lesson], characters: int, rng: random.Random) -> list[list[Lesson]]:
    """The lessons in batches of nearly equal length, in random order."""
    jitter = [_length(lesson) + 40 * rng.random() for lesson in taught]
    made: list[list[Lesson]] = [[]]
    for place in sorted(range(len(taught)), key=jitter.__getitem__):
        if made[-1] and (len(made[-1]) + 1) * _length(taught[place]) > characters:
            made.append([])
        made[-1].append(taught[place])
    rng.shuffle(made)
    return made


def _length(lesson: Lesson) -> int:
    return len(lesson.question) + len(lesson.answer) + sum(len(sought.point) for sought in lesson.sought)


def reading_of(lesson: Lesson) -> Reading:
    """The lesson without what there is to find."""
    return Reading(lesson.question, lesson.answer, tuple(sought.point for sought in lesson.sought))


def loss_of(odds: Tensor, batch: Sequence[Lesson]) -> Tensor:
    """Cross entropy of each finding over the points where somebody said what there is."""
    weight = torch.tensor([lesson.weight for lesson in batch for _ in lesson.sought])
    total = odds.new_zeros(())
    for column, name in enumerate(FINDINGS):
        told = [getattr(sought, name) for lesson in batch for sought in lesson.sought]
        known = torch.tensor([value is not None for value in told]).float()
        wanted = torch.tensor([value or 0.0 for value in told])
        each = functional.binary_cross_entropy_with_logits(
            odds[:, column], wanted, known * weight, reduction="sum"
        )
        total = total + LOSS[name] * each / known.sum().clamp(min=1)
    return total


def save(reader: Reader, kept: str, path: Path) -> None:
    """Write what was learned, in half precision; `kept` is the encoder's fingerprint."""
    arrays: dict[str, Any] = {"encoder": np.array(kept)}
    for name, module in reader.named_modules():
        if isinstance(module, LowRank):
            arrays[f"{name}.down"] = module.down.detach().numpy()
            arrays[f"{name}.up"] = module.scale * module.up.detach().numpy()
        elif isinstance(module, (nn.LayerNorm, nn.Linear)) and any(
            p.requires_grad for p in module.parameters()
        ):
            arrays |= {f"{name}.{key}": p.detach().numpy() for key, p in module.named_parameters()}
    halved = {name: a if name == "encoder" else a.astype(np.float16) for name, a in arrays.items()}
    np.savez_compressed(path, **halved)


def report(reader: Reader, kept_back: Sequence[Lesson], tokenizer: Any) -> None:
    """How well the findings fit lessons of questions that were left out."""
    for source in sorted({lesson.source for lesson in kept_back}):
        found, wanted = [], []
        for lesson in (lesson for lesson in kept_back if lesson.source == source):
            with torch.inference_mode():
                odds = reader(pack([reading_of(lesson)], tokenizer)).sigmoid().numpy()
            for row, sought in zip(odds, lesson.sought, strict=True):
                mark, column = (sought.credit, 0) if sought.lenient is None else (sought.lenient, 2)
                found.append(float(row[column]))
                wanted.append(float(mark or 0.0))
        f, w = np.array(found), np.array(wanted)
        r = float(np.corrcoef(f, w)[0, 1]) if w.std() > 0 else math.nan
        agreed = float(((f > 0.5) == (w > 0.5)).mean())
        print(f"{source}: {len(f):,} points, r {r:.3f}, above or below half agreed {agreed:.3f}")


def main() -> None:
    """Train on nine questions of ten, write the weights, and report on the tenth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--encoder", default="minilm", help="a name or folder, as REHEARSE_ENCODER_MODEL")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    options = parser.parse_args()
    torch.manual_seed(0)
    recipe = Recipe(epochs=options.epochs)
    folder = str(encoder_folder(options.encoder))
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    known = fingerprint(AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32))
    everything = lessons()
    left_out = held_out(everything)
    taught = [lesson for lesson in everything if lesson.group not in left_out]
    points = sum(len(lesson.sought) for lesson in taught)
    print(f"{len(taught):,} answers, {points:,} points to learn from; {len(left_out)} questions left out")
    reader = untrained(folder, recipe)
    fit(reader, taught, tokenizer, recipe)
    save(reader, known, options.out)
    report(reader, [lesson for lesson in everything if lesson.group in left_out], tokenizer)
    print(f"{options.out.name}: {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
