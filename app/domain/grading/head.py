"""The trained head of the grader: what the figures of answer and reference say of a mark for the whole.

Small networks over measured figures and the interaction of two mean vectors vote. They are trained by
`python -m training.grader`; docs/grading.md is the model card.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

CONTRADICTION, CONTRIVED, STYLED = 0, 1, 2
"""Columns of a network's output: contradiction, whether the answer was contrived to fool a grader, and from
there on the mark, one column for each style of marking."""


@dataclass(frozen=True, eq=False)
class Head:
    """Weights of m networks with h hidden units and 2 + s outputs, s being the styles of marking known.

    `centre` and `spread` (f + 2d,) make the figures comparable; `hidden` (m, f + 2d, h), `hidden_bias`
    (m, h), `out` (m, h, 2 + s), `direct` (m, f + 2d, 2 + s) and `out_bias` (m, 2 + s) give log-odds; `gate`
    (2d, s) and `gate_bias` (s,) tell from question and reference how such questions are marked; `table` is
    the word-order model of `naturalness`.
    """

    centre: Array
    spread: Array
    hidden: Array
    hidden_bias: Array
    out: Array
    direct: Array
    out_bias: Array
    gate: Array
    gate_bias: Array
    table: Array

    @property
    def dimension(self) -> int:
        """Length d of the vectors that the head was trained on."""
        return len(self.gate) // 2

    def judge(self, figures: Array) -> Array:
        """The columns named above, 0–1, shape (n, 2 + s), for rows of figures (n, f + 2d)."""
        x = np.clip((figures - self.centre) / self.spread, -4.0, 4.0).astype(np.float32)
        odds = np.zeros((len(x), self.out.shape[2]), np.float32)
        for k in range(len(self.hidden)):
            units = response(x @ self.hidden[k] + self.hidden_bias[k])
            odds += units @ self.out[k] + x @ self.direct[k] + self.out_bias[k]
        return sigmoid(odds / np.float32(len(self.hidden)))

    def styles(self, asked: Array) -> Array:
        """How much a question is marked in each style, shape (s,), together 1."""
        odds = asked @ self.gate + self.gate_bias
        weights: Array = np.exp(odds - odds.max())
        shares: Array = (weights / weights.sum()).astype(np.float32)
        return shares


def response(x: Array) -> Array:
    """The hidden units' response: x times the logistic of 1.702 x (Hendrycks and Gimpel 2016)."""
    return x * sigmoid(np.float32(1.702) * x)


def sigmoid(x: Array) -> Array:
    """The logistic function."""
    chances: Array = (1 / (1 + np.exp(-x))).astype(np.float32)
    return chances


def from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Head:
    """A head from the arrays of its file; KeyError where one is missing."""
    return Head(**{field.name: np.asarray(arrays[field.name], np.float32) for field in fields(Head)})
