"""Where in an answer a key point is made, and what about a question tells how it is marked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.domain.grading.naturalness import Table
from app.domain.grading.pairs import features, interactions, strength
from app.domain.grading.passages import Passage, windows

WINDOWS = 2
"""So many stretches are looked at closely for each key point."""


def best_windows(point: Passage, said: Sequence[Passage], question: Passage) -> tuple[Passage, ...]:
    """The stretches that make the point most strongly, the strongest first; none where nothing is said."""
    ranked = sorted(
        windows(said), key=lambda w: (-strength(point, w, question), w.span.end - w.span.start, w.span.start)
    )
    return tuple(ranked[:WINDOWS])


def figures_of(point: Passage, window: Passage, question: Passage, table: Table) -> NDArray[np.float32]:
    """All that the head is told of a pair: the figures of `pairs.NAMES`, then the interactions; (f + 2d,)."""
    return np.concatenate([features(point, window, question, table), interactions(point, window)])


def asked(question: Passage, reference: Passage) -> NDArray[np.float32]:
    """Question and reference answer as one vector (2d,), which tells how such questions are marked."""
    return np.concatenate([question.mean, reference.mean])
