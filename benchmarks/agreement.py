"""How well grades agree with people's: correlation, error, kappa and F1, with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

KAPPA_STEPS = 5
"""Scores of 0–1 are rounded to so many steps for kappa: the marks 0 to 5 of a class room."""


def pearson(predicted: NDArray[np.float64], scores: NDArray[np.float64]) -> tuple[float, float, float]:
    """Pearson's r with its 95 % interval by Fisher's transformation; NaN for a constant or n < 4."""
    n = len(scores)
    if n < 4 or np.ptp(predicted) == 0 or np.ptp(scores) == 0:
        return math.nan, math.nan, math.nan
    r = float(np.corrcoef(predicted, scores)[0, 1])
    z = math.atanh(min(max(r, -0.999999), 0.999999))
    reach = NormalDist().inv_cdf(0.975) / math.sqrt(n - 3)
    return r, math.tanh(z - reach), math.tanh(z + reach)


def rmse(predicted: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    """Root mean squared error, in the unit of both."""
    return float(np.sqrt(np.mean((predicted - scores) ** 2)))


def quadratic_weighted_kappa(predicted: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    """Cohen's kappa with quadratic weights (Cohen 1968) over scores of 0–1 in steps of a fifth."""
    a, b = (np.rint(values * KAPPA_STEPS).astype(int) for values in (predicted, scores))
    size = KAPPA_STEPS + 1
    seen = np.zeros((size, size))
    np.add.at(seen, (a, b), 1.0)
    weights = (np.subtract.outer(np.arange(size), np.arange(size)) / KAPPA_STEPS) ** 2
    chance = np.outer(seen.sum(1), seen.sum(0)) / max(1, len(a))
    expected = float((weights * chance).sum())
    return 1 - float((weights * seen).sum()) / expected if expected else math.nan


def macro_f1(predicted: Sequence[str], labels: Sequence[str]) -> float:
    """The mean over the classes that occur in `labels` of their F1."""
    pairs = list(zip(predicted, labels, strict=True))
    scores = []
    for name in sorted(set(labels)):
        hit = sum(p == name == t for p, t in pairs)
        wrong = sum((p == name) != (t == name) for p, t in pairs)
        scores.append(2 * hit / (2 * hit + wrong) if hit else 0.0)
    return sum(scores) / len(scores) if scores else math.nan
