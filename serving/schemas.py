"""What crosses the boundary between a caller and a model: frozen values, standard library alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word; times in seconds from the start of the clip, probability in 0–1."""

    text: str
    start_s: float
    end_s: float
    probability: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of recognised speech; times in seconds, `avg_logprob` in nats a token."""

    text: str
    start_s: float
    end_s: float
    no_speech_prob: float
    avg_logprob: float
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said in one clip. Silence has an empty `text` and no segments."""

    text: str
    language: str
    duration_s: float
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A word piece and the half-open range of characters it came from, `text[start:end]` of its source."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class TextEmbedding:
    """A text as vectors.

    `embedding` has shape (d,), `token_embeddings` (n, d) for the n `tokens` (special tokens left out);
    float32, every row of Euclidean length 1 (all zeros where the text holds no token). `truncated` says
    that the text was longer than the model reads; its tail has no tokens.
    """

    text: str
    embedding: NDArray[np.float32]
    tokens: tuple[Token, ...]
    token_embeddings: NDArray[np.float32]
    truncated: bool = False


FINDINGS = ("credit", "contradiction", "lenient", "contrived")
"""What a reading finds of a point, as log-odds: that the answer makes it, that it contradicts it, that a
lenient teacher would give the mark, and that the answer was contrived to fool a grader."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer to a question that is to be read for some points: statements that it may make."""

    question: str
    answer: str
    points: tuple[str, ...]
