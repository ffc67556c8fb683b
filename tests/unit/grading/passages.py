"""Passages whose words have vectors of their own: equal stems are equal, others have nothing in common."""

from __future__ import annotations

import hashlib

import numpy as np

from app.domain.grading.passages import Passage, passage
from app.domain.words import stem, words
from serving.schemas import TextEmbedding, Token

WIDTH = 64


def embedded(text: str) -> TextEmbedding:
    spans = words(text)
    tokens = tuple(Token(text[s.start : s.end], s.start, s.end) for s in spans)
    rows = [_vector(stem(token.text)) for token in tokens]
    vectors = np.stack(rows) if rows else np.zeros((0, WIDTH), np.float32)
    mean = vectors.mean(0) if rows else np.zeros(WIDTH, np.float32)
    return TextEmbedding(
        text, (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32), tokens, vectors
    )


def made(text: str) -> Passage:
    return passage(embedded(text))


def _vector(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
    vector = np.random.default_rng(seed).standard_normal(WIDTH).astype(np.float32)
    unit: np.ndarray = vector / np.linalg.norm(vector)
    return unit
