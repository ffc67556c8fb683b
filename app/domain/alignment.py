"""How much of a key point an answer says: word alignment over contextual embeddings.

Recall over the key point's words with the question's own words left out is the strongest single feature known
for short answers (Sultan, Salazar and Sumner 2016, "Fast and Easy Short Answer Grading with High Accuracy";
question demoting after Mohler, Bunescu and Mihalcea 2011).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.domain.words import Span, grammar_share, is_function_word, sentences, stem, words
from serving.schemas import TextEmbedding

Embeddings = Mapping[str, TextEmbedding]

UNRELATED, SAME = 0.40, 0.85
"""Cosine of two words in context up to which they share nothing, and from which they say the same.

With MiniLM over the bank, the words of a key point find a nearest word at .23 (median) and .38 (95th
percentile) in the reference answer of another subject, and at .84 (5th percentile) and .95 (median) in
their own.
"""

MIN_CONTEXT_WORDS = 12
"""Fluency is judged over at least so many words, so that a list cut by semicolons still reads as one."""

LIST_BELOW, PROSE_FROM = 0.05, 0.17
"""Share of words that hold sentences together, in a bare list and in prose (see `grammar_share`)."""


@dataclass(frozen=True, slots=True)
class Match:
    """How one stretch of the answer meets one key point; all 0–1.

    `recall` is the mean similarity with which the key point's words are met, `similarity` the cosine of the
    nearest sentence, `keywords` the share of its words found to the letter, `fluency` 0 for a bare list.
    """

    span: Span
    recall: float
    similarity: float
    keywords: float
    fluency: float

    @property
    def strength(self) -> float:
        """Words first, the whole sentence second."""
        return 0.7 * self.recall + 0.3 * self.similarity


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the answer: where it stands, its embedding, its content words that are news."""

    span: Span
    embedding: NDArray[np.float32]
    stems: tuple[str, ...]
    vectors: NDArray[np.float32]


def read_answer(answer: str, embeddings: Embeddings, known: frozenset[str]) -> tuple[Sentence, ...]:
    """The answer's sentences; words whose stem is in `known`, the question's, count for nothing."""
    return tuple(
        _sentence(span, embeddings[answer[span.start : span.end]], known) for span in sentences(answer)
    )


def stems_of(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    found = (text[w.start : w.end] for w in words(text))
    return frozenset(stem(word) for word in found if not is_function_word(word))


def best_match(
    key_point: TextEmbedding, answer: str, said: Sequence[Sentence], known: frozenset[str]
) -> Match | None:
    """The one or two neighbouring sentences that meet the key point best; None for an answer without news."""
    target = _sentence(Span(0, len(key_point.text)), key_point, known)
    if not target.stems:  # Every word stands in the question: then they must count after all.
        target = _sentence(target.span, key_point, frozenset())
    windows = [(s,) for s in said] + list(pairwise(said))
    matches = (_match(target, window, answer) for window in windows if any(s.stems for s in window))
    return max(matches, key=lambda m: (m.strength, m.span.start - m.span.end), default=None)


def ramp(value: float, low: float, high: float) -> float:
    """0 up to `low`, 1 from `high`, straight between."""
    return float(min(1.0, max(0.0, (value - low) / (high - low))))


def _match(target: Sentence, window: Sequence[Sentence], answer: str) -> Match:
    vectors = np.concatenate([s.vectors for s in window])
    stems = {word for s in window for word in s.stems}
    nearest = (target.vectors @ vectors.T).max(axis=1)
    graded = np.clip((nearest - UNRELATED) / (SAME - UNRELATED), 0.0, 1.0)
    span = Span(window[0].span.start, window[-1].span.end)
    return Match(
        span=span,
        recall=float(graded.mean()),
        similarity=max(0.0, *(float(target.embedding @ s.embedding) for s in window)),
        keywords=sum(word in stems for word in target.stems) / len(target.stems),
        fluency=ramp(grammar_share(_context(answer, span)), LIST_BELOW, PROSE_FROM),
    )


def _context(answer: str, span: Span) -> str:
    """The span, with as much around it as makes up `MIN_CONTEXT_WORDS`."""
    found = words(answer)
    inside = [i for i, word in enumerate(found) if span.start <= word.start < span.end]
    missing = max(0, MIN_CONTEXT_WORDS - len(inside))
    first = max(0, inside[0] - (missing + 1) // 2)
    last = min(len(found) - 1, inside[-1] + (missing + 1) // 2)
    return answer[found[first].start : found[last].end]


def _sentence(span: Span, embedded: TextEmbedding, known: frozenset[str]) -> Sentence:
    text = embedded.text
    content = [
        (stem(text[w.start : w.end]), vector)
        for w in words(text)
        if not is_function_word(text[w.start : w.end])
        if (vector := _word_vector(embedded, w)) is not None
    ]
    news = [(word, vector) for word, vector in content if word not in known]
    width = embedded.embedding.shape[0]
    vectors = np.stack([v for _, v in news]) if news else np.zeros((0, width), dtype=np.float32)
    return Sentence(span, embedded.embedding, tuple(word for word, _ in news), vectors)


def _word_vector(embedded: TextEmbedding, word: Span) -> NDArray[np.float32] | None:
    """The mean of the word's pieces, of length 1; None beyond what the model read."""
    rows = [i for i, t in enumerate(embedded.tokens) if t.start < word.end and t.end > word.start]
    if not rows:
        return None
    mean = embedded.token_embeddings[rows].mean(axis=0)
    unit: NDArray[np.float32] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit
