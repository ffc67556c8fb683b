"""What can be measured between a key point and a stretch of an answer.

Alignment of words over contextual embeddings, recall and precision, with and without the question's own
words (question demoting, Mohler, Bunescu and Mihalcea 2011; alignment after Sultan, Salazar and Sumner 2016),
overlap of stems and of characters, order, length, denial and opposition.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.domain.grading import opposition
from app.domain.grading.naturalness import Table, naturalness
from app.domain.grading.passages import Passage

ALIKE, UNLIKE = 0.75, 0.50
"""Cosine of two words in context that surely belong together, and that surely do not."""

_UNKNOWING = re.compile(
    r"\b(?:don't|do not|dont) (?:know|understand|remember)\b|\bno (?:idea|clue)\b|\bnot sure\b"
)
QUESTION_WORDS = ("why", "how", "what", "which", "explain", "describe", "define")
_SIDES = ("recall_new", "recall", "precision_new", "precision")
_ALIGNED = ("mean", "worst", "alike", "unlike")

NAMES = (
    *(f"{side}_{name}" for side in _SIDES for name in _ALIGNED),
    *("cos_point", "cos_question", "cos_point_question"),
    *("stems_recall", "stems_recall_new", "stems_precision", "stems_precision_new", "stems_jaccard"),
    *("trigrams_recall", "trigrams_precision", "fourgrams_recall", "fourgrams_precision"),
    *("in_order", "kept", "swapped", "bigrams"),
    *("opposed", "denied_differently", "one_denies", "answer_denies", "point_denies", "other_numbers"),
    *("answer_length", "point_length", "question_length", "length_ratio", "new_words", "point_new", "echo"),
    *("unknowing", "naturalness"),
    *(f"asks_{word}" for word in QUESTION_WORDS),
)


def strength(point: Passage, window: Passage, question: Passage) -> float:
    """How strongly a stretch seems to make the point, 0–1: by which the stretches to look at are chosen."""
    news = point.news(question.stems) or point.content
    heard = window.news(question.stems)
    if not heard or not news:
        return 0.0
    nearest = (point.vectors[list(news)] @ window.vectors[list(heard)].T).max(axis=1)
    return float(0.7 * nearest.mean() + 0.3 * max(0.0, float(point.mean @ window.mean)))


def features(point: Passage, window: Passage, question: Passage, table: Table) -> NDArray[np.float32]:
    """The figures of `NAMES`; `table` is the word-order model of `naturalness`."""
    known = question.stems
    values = [
        *_aligned(point, point.news(known) or point.content, window, window.content),
        *_aligned(point, point.content, window, window.content),
        *_aligned(window, window.news(known), point, point.content),
        *_aligned(window, window.content, point, point.content),
        float(point.mean @ window.mean),
        float(question.mean @ window.mean),
        float(point.mean @ question.mean),
        *_stems(point, window, known),
        *_characters(point, window),
        *_order(point, window),
        *_opposition(point, window),
        *_lengths(point, window, question),
        float(bool(_UNKNOWING.search(window.text))),
        naturalness(window.words, table),
        *(float(word in question.text) for word in QUESTION_WORDS),
    ]
    return np.array(values, np.float32)


def interactions(point: Passage, window: Passage) -> NDArray[np.float32]:
    """Product and distance of the two mean vectors, component by component; shape (2d,)."""
    both: NDArray[np.float32] = np.concatenate(
        [point.mean * window.mean, np.abs(point.mean - window.mean)]
    ).astype(np.float32)
    return both


def _aligned(a: Passage, of: Sequence[int], b: Passage, to: Sequence[int]) -> tuple[float, ...]:
    """Over the words `of` a, with which cosine each meets its nearest among the words `to` of b."""
    if not of or not to:
        return 0.0, 0.0, 0.0, 1.0
    nearest = (a.vectors[list(of)] @ b.vectors[list(to)].T).max(axis=1)
    return (
        float(nearest.mean()),
        float(np.sort(nearest)[:2].mean()),
        float((nearest > ALIKE).mean()),
        float((nearest < UNLIKE).mean()),
    )


def _stems(point: Passage, window: Passage, known: frozenset[str]) -> tuple[float, ...]:
    a, b = point.stems, window.stems
    new_a, new_b = a - known, b - known
    both = len(a & b)
    recall = both / max(1, len(a))
    return (
        recall,
        len(new_a & new_b) / len(new_a) if new_a else recall,
        both / max(1, len(b)),
        len(new_a & new_b) / max(1, len(new_b)),
        both / max(1, len(a | b)),
    )


def _characters(point: Passage, window: Passage) -> tuple[float, ...]:
    shares: list[float] = []
    for n in (3, 4):
        a, b = _grams(point.text, n), _grams(window.text, n)
        both = len(a & b)
        shares += [both / max(1, len(a)), both / max(1, len(b))]
    return tuple(shares)


@lru_cache(maxsize=4096)
def _grams(text: str, n: int) -> frozenset[str]:
    return frozenset(text[i : i + n] for i in range(len(text) - n + 1))


def _order(point: Passage, window: Passage) -> tuple[float, ...]:
    a, b = point.all_stems, window.all_stems
    kept, swapped = opposition.replaced(point, window)
    common = len(set(a) & set(b))
    pairs_a, pairs_b = set(zip(a, a[1:], strict=False)), set(zip(b, b[1:], strict=False))
    return (
        min(1.0, kept * len(a) / common) if common else 1.0,
        kept,
        swapped,
        len(pairs_a & pairs_b) / max(1, len(pairs_a)),
    )


def _opposition(point: Passage, window: Passage) -> tuple[float, ...]:
    denies_a, denies_b = opposition.denials(point), opposition.denials(window)
    return (
        float(opposition.opposed(point, window)),
        opposition.denied_differently(point, window),
        float((denies_a > 0) != (denies_b > 0)),
        float(denies_b > 0),
        float(denies_a > 0),
        opposition.other_numbers(point, window),
    )


def _lengths(point: Passage, window: Passage, question: Passage) -> tuple[float, ...]:
    answer, wanted = math.log1p(len(window.words)), math.log1p(len(point.words))
    return (
        answer,
        wanted,
        math.log1p(len(question.words)),
        answer - wanted,
        math.log1p(len(window.news(question.stems))),
        math.log1p(len(point.news(question.stems))),
        len(window.stems & question.stems) / max(1, len(window.stems)),
    )
