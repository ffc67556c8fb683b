"""Train the grader: `python -m training.grader FILE.csv…` writes `app/domain/grading/grader.npz`.

Learns from files of answers graded by people, and from attacks. The point reader must have been trained
before (`training.reader`): what it finds is among the figures. The same inputs give the same weights on the
same machine.
"""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

import numpy as np

import app.domain.grading
from app.domain.grading.head import Head
from serving.client import LocalModels, Models
from serving.settings import ServingArgs
from training.examples import Example, attacks, from_rows, read_rows
from training.figures import Figures, embed, figures, read_all, readings_of, texts_of
from training.fit import Recipe, fit

WEIGHTS = Path(app.domain.grading.__file__).parent / "grader.npz"
SEED = 0
HALF = ("hidden", "out", "direct", "gate", "table")


def examples_of(rows: list[dict[str, str]]) -> list[Example]:
    """Everything there is to learn from."""
    return [*from_rows(rows), *attacks(rows, SEED)]


def figures_for(examples: list[Example], models: Models, cache: Path | None = None) -> Figures:
    """The examples as arrays, by way of the models."""
    embeddings = embed(texts_of(examples), models, cache)
    return figures(examples, embeddings, read_all(readings_of(examples), models, cache))


def save(head: Head, path: Path) -> None:
    """Write the weights, the large arrays in half precision."""
    arrays = {field.name: getattr(head, field.name) for field in fields(head)}
    np.savez_compressed(
        path, **{name: a.astype(np.float16) if name in HALF else a for name, a in arrays.items()}
    )


def main() -> None:
    """Train on everything, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="graded answers, as in docs/grading.md")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--cache", type=Path, help="a folder that keeps what the models said")
    options = parser.parse_args()
    examples = examples_of(read_rows(options.files))
    models = LocalModels(ServingArgs(whisper_model="none"))
    made = figures_for(examples, models, options.cache)
    head = fit(examples, made, np.ones(len(examples), bool), Recipe())
    save(head, options.out)
    print(f"{len(examples)} examples, {options.out.stat().st_size / 1e6:.2f} MB in {options.out.name}")


if __name__ == "__main__":
    main()
