"""Examples as arrays: every pair of key point and stretch with its figures, ready for training."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.grading.naturalness import Table, bigram_table
from app.domain.grading.passages import Embeddings, Passage, chunk_texts, joined, passage, read
from app.domain.grading.reading import asked, best_windows, figures_of
from serving.client import Models
from serving.schemas import TextEmbedding
from training.examples import Example

TEXTS_A_CALL = 512


@dataclass(frozen=True, eq=False)
class Figures:
    """The pairs of n examples: `pairs` (p, f + 2d), those of example i from `start[i]` up to `start[i + 1]`;
    `asked` (n, 2d) tells how the question is marked."""

    pairs: NDArray[np.float32]
    start: NDArray[np.int64]
    asked: NDArray[np.float32]
    table: Table


def texts_of(examples: Iterable[Example]) -> list[str]:
    """Everything that must be embedded, once each."""
    found: dict[str, None] = {}
    for example in examples:
        for text in (example.question, example.point, *chunk_texts(example.answer)):
            found[text] = None
    return list(found)


def embed(texts: Sequence[str], models: Models, cache: Path | None = None) -> dict[str, TextEmbedding]:
    """Every text's embedding; those in the cache file are not made again."""
    known: dict[str, TextEmbedding] = {}
    if cache is not None and cache.exists():
        known = pickle.loads(cache.read_bytes())
    missing = sorted((text for text in texts if text not in known), key=len)
    for start in range(0, len(missing), TEXTS_A_CALL):
        batch = missing[start : start + TEXTS_A_CALL]
        known.update(zip(batch, models.embed(batch), strict=True))
    if cache is not None and missing:
        cache.write_bytes(pickle.dumps(known, protocol=5))
    return known


def figures(examples: Sequence[Example], embeddings: Embeddings) -> Figures:
    """The examples as arrays. Word order is learned from the answers that earned something."""
    good = {example.answer for example in examples if example.credit > 0}
    table = bigram_table(part.words for answer in sorted(good) for part in read(answer, embeddings))
    made: dict[str, Passage] = {}

    def of(text: str) -> Passage:
        if text not in made:
            made[text] = passage(embeddings[text])
        return made[text]

    pairs, start, contexts = [], [0], []
    for example in examples:
        question, point, said = of(example.question), of(example.point), read(example.answer, embeddings)
        contexts.append(asked(question, point))
        if said:
            looked_at = best_windows(point, said, question) if example.style is None else (joined(said),)
            pairs += [figures_of(point, window, question, table) for window in looked_at]
        start.append(len(pairs))
    return Figures(np.stack(pairs), np.array(start), np.stack(contexts), table)
