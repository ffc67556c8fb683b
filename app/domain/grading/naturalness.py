"""How much like running English a stretch of words is: shuffled words and bare lists are not.

A bigram model over word classes: each frequent function word is a class, content words fall into classes by
their ending. Counts come from training and are part of the grader's weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.domain.grading.passages import Word
from app.domain.words import FUNCTION_WORDS

Table = NDArray[np.float32]
"""Log-odds of two word classes in a row, shape (classes, classes)."""

ENDINGS = ("ing", "ed", "ly", "tion", "s", "er", "al", "y", "e")
CLASSES = ("<edge>", "<number>", *(f"-{ending}" for ending in ENDINGS), "-", *sorted(FUNCTION_WORDS))
_INDEX = {name: index for index, name in enumerate(CLASSES)}
SMOOTHING = 0.1


def word_class(word: Word) -> int:
    """The class of a word, an index into `CLASSES`."""
    if word.text in _INDEX:
        return _INDEX[word.text]
    if word.text[0].isdigit():
        return _INDEX["<number>"]
    ending = next((e for e in ENDINGS if word.text.endswith(e) and len(word.text) > len(e) + 2), "")
    return _INDEX[f"-{ending}"]


def bigram_table(texts: Iterable[Sequence[Word]]) -> Table:
    """Log-odds of two classes in a row against their chance meeting, shape (classes, classes), in nats."""
    counts = np.full((len(CLASSES), len(CLASSES)), 0.0)
    for words in texts:
        places = [0, *(word_class(word) for word in words), 0]
        np.add.at(counts, (places[:-1], places[1:]), 1.0)
    left, right = counts.sum(1, keepdims=True), counts.sum(0, keepdims=True)
    chance = left * right / max(1.0, counts.sum())
    table: Table = np.log((counts + 2 * SMOOTHING) / (chance + 2 * SMOOTHING)).astype(np.float32)
    return table


def naturalness(words: Sequence[Word], table: Table) -> float:
    """Mean log-odds of the words' classes in their order, in nats; about 0 for shuffled words."""
    if len(words) < 2:
        return 0.0
    places = [word_class(word) for word in words]
    return float(table[places[:-1], places[1:]].mean())
