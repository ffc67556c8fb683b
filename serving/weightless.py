"""Models without weights: they answer at once, and what they answer proves who asked.

Chosen by configuration (`whisper_model="weightless"`, `encoder_model="weightless"`) to try an installation,
to load-test one, and to test that batching hands every caller its own answer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from serving.audio import SAMPLE_RATE
from serving.schemas import FINDINGS, Reading, Segment, TextEmbedding, Token, Transcript

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSION = 384
"""As MiniLM has, so that whatever takes its vectors takes these."""

_WORD = re.compile(r"\w+|[^\w\s]")


class WeightlessTranscriber:
    """Answers "weightless transcript 3f2a91c0, 2.4 s": a digest of the samples and their duration."""

    def transcribe(
        self, audio: NDArray[np.float32], *, language: str | None = None, hotwords: str | None = None
    ) -> Transcript:
        """See `Transcriber.transcribe`; digital silence has an empty transcript here too."""
        duration_s = len(audio) / SAMPLE_RATE
        spoken = language or "en"
        if not np.any(audio):
            return Transcript("", spoken, duration_s)
        digest = hashlib.sha256(audio.astype(np.float32).tobytes()).hexdigest()[:8]
        text = f"weightless transcript {digest}, {duration_s:.1f} s"
        segment = Segment(text, 0.0, duration_s, no_speech_prob=0.0, avg_logprob=0.0)
        return Transcript(text, spoken, duration_s, (segment,))


class WeightlessEncoder:
    """Gives every text the unit vector that it is the seed of, and every word that of its lower case."""

    dimension = DIMENSION

    def embed(self, texts: Sequence[str]) -> list[TextEmbedding]:
        """See `Encoder.embed`; a token is a word or a punctuation mark."""
        return [_embedded(text) for text in texts]

    def read(self, readings: Sequence[Reading]) -> list[NDArray[np.float32]]:
        """See `Encoder.read`; what is found of a point is the share of its words that the answer holds."""
        return [np.stack([_found(reading.answer, point) for point in reading.points]) for reading in readings]


def _embedded(text: str) -> TextEmbedding:
    tokens = tuple(Token(match.group(), *match.span()) for match in _WORD.finditer(text))
    if not tokens:
        return TextEmbedding(text, np.zeros(DIMENSION, np.float32), (), np.zeros((0, DIMENSION), np.float32))
    vectors = np.stack([_vector(token.text.lower()) for token in tokens])
    return TextEmbedding(text, _vector(text), tokens, vectors)


def _found(answer: str, point: str) -> NDArray[np.float32]:
    said = set(_WORD.findall(answer.lower()))
    sought = set(_WORD.findall(point.lower()))
    share = len(said & sought) / max(1, len(sought))
    credit = 8 * share - 4
    return np.array([credit, -8.0, credit, -8.0], np.float32)[: len(FINDINGS)]


def _vector(spelling: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(spelling.encode(errors="surrogatepass")).digest())
    direction = np.random.default_rng(seed).standard_normal(DIMENSION)
    return (direction / np.linalg.norm(direction)).astype(np.float32)
