"""Reading an answer for points: what the reader is asked and found, and what the head is told of a pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.domain.grading.naturalness import Table
from app.domain.grading.pairs import features, interactions, strength
from app.domain.grading.passages import Passage, chunk_texts, windows
from serving.schemas import FINDINGS, Reading

Findings = Mapping[Reading, NDArray[np.float32]]

NOTHING = -9.0
"""Log-odds of whatever is looked for in an answer that says nothing."""


def readings(question: str, answer: str, points: Sequence[str]) -> tuple[Reading, ...]:
    """What must be read before `found`: each chunk of the answer, for all points."""
    return tuple(Reading(question, chunk, tuple(points)) for chunk in chunk_texts(answer))


def found(question: str, answer: str, points: Sequence[str], findings: Findings) -> NDArray[np.float32]:
    """The most that any chunk of the answer shows of each point: log-odds, shape (points, `FINDINGS`)."""
    nothing = np.full((1, len(points), len(FINDINGS)), NOTHING, np.float32)
    chunks = [findings[reading][None] for reading in readings(question, answer, points)]
    strongest: NDArray[np.float32] = np.concatenate([nothing, *chunks]).max(axis=0)
    return strongest


def best_window(point: Passage, said: Sequence[Passage], question: Passage) -> Passage | None:
    """The stretch that makes the point most strongly; None where nothing is said."""
    return min(
        windows(said),
        key=lambda w: (-strength(point, w, question), w.span.end - w.span.start, w.span.start),
        default=None,
    )


def figures_of(
    point: Passage, window: Passage, question: Passage, table: Table, odds: NDArray[np.float32]
) -> NDArray[np.float32]:
    """All that the head is told of a pair: the figures of `pairs.NAMES`, the findings, the interactions."""
    return np.concatenate([features(point, window, question, table), odds, interactions(point, window)])


def asked(question: Passage, reference: Passage) -> NDArray[np.float32]:
    """Question and reference answer as one vector (2d,), which tells how such questions are marked."""
    return np.concatenate([question.mean, reference.mean])
