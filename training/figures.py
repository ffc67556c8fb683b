"""Examples as arrays: each answer against its reference, with its figures, ready for training."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.domain.grading.naturalness import Table, bigram_table
from app.domain.grading.passages import Embeddings, Passage, joined, passage, read, sentence_texts
from app.domain.grading.reading import Findings, asked, figures_of, found, readings
from serving.client import Models
from serving.schemas import Reading
from training.examples import Example

AT_ONCE = 512
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Figures:
    """n examples: `pairs` (n, f + 2d), zeros where nothing is said; `heard` (n,) whether something is;
    `asked` (n, 2d) tells how the question is marked."""

    pairs: NDArray[np.float32]
    heard: NDArray[np.bool_]
    asked: NDArray[np.float32]
    table: Table


def texts_of(examples: Iterable[Example]) -> list[str]:
    """Everything that must be embedded, once each."""
    found: dict[str, None] = {}
    for example in examples:
        for text in (example.question, example.reference, *sentence_texts(example.answer)):
            found[text] = None
    return list(found)


def readings_of(examples: Iterable[Example]) -> list[Reading]:
    """Everything that must be read, once each."""
    found: dict[Reading, None] = {}
    for example in examples:
        found |= dict.fromkeys(readings(example.question, example.answer, example.points))
    return list(found)


def embed(texts: Iterable[str], models: Models, cache: Path | None = None) -> Embeddings:
    """Every text's embedding; those in the folder `cache` are not made again."""
    return _asked("embedded", models.embed, sorted(set(texts), key=len), cache)


def read_all(asked_for: Iterable[Reading], models: Models, cache: Path | None = None) -> Findings:
    """What is found by every reading; those in the folder `cache` are not read again."""
    return _asked("read", models.read, list(dict.fromkeys(asked_for)), cache)


def _asked(
    name: str, ask: Callable[[Sequence[Key]], list[Value]], keys: Sequence[Key], cache: Path | None
) -> dict[Key, Value]:
    """Ask in parts, telling of each on the terminal."""
    file = cache / f"{name}.pickle" if cache else None
    known: dict[Key, Value] = pickle.loads(file.read_bytes()) if file and file.exists() else {}
    missing = [key for key in keys if key not in known]
    for start in range(0, len(missing), AT_ONCE):
        batch = missing[start : start + AT_ONCE]
        known.update(zip(batch, ask(batch), strict=True))
        print(f"\r{name} {start + len(batch):,} of {len(missing):,}", end="", file=sys.stderr, flush=True)
    if missing:
        print(file=sys.stderr)
        if file:
            file.write_bytes(pickle.dumps(known, protocol=5))
    return known


def figures(examples: Sequence[Example], embeddings: Embeddings, findings: Findings) -> Figures:
    """The examples as arrays. Word order is learned from the answers that earned something."""
    good = {example.answer for example in examples if example.mark > 0}
    table = bigram_table(part.words for answer in sorted(good) for part in read(answer, embeddings))
    made: dict[str, Passage] = {}

    def of(text: str) -> Passage:
        if text not in made:
            made[text] = passage(embeddings[text])
        return made[text]

    pairs: list[NDArray[np.float32] | None] = []
    contexts = []
    for example in examples:
        question, reference, said = (
            of(example.question),
            of(example.reference),
            read(example.answer, embeddings),
        )
        contexts.append(asked(question, reference))
        if not said:
            pairs.append(None)
            continue
        odds = found(example.question, example.answer, example.points, findings)[0]
        pairs.append(figures_of(reference, joined(said), question, table, odds))
    width = next(len(pair) for pair in pairs if pair is not None)
    filled = [np.zeros(width, np.float32) if pair is None else pair for pair in pairs]
    return Figures(np.stack(filled), np.array([p is not None for p in pairs]), np.stack(contexts), table)
