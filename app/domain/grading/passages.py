"""Stretches of text as words with their vectors, so that two of them can be compared."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from app.domain.words import Span, is_function_word, sentences, stem, words
from serving.schemas import TextEmbedding

Embeddings = Mapping[str, TextEmbedding]
Vectors = NDArray[np.float32]

CHUNK_CHARACTERS = 700
"""So much of an answer is read at once: under the 256 word pieces that the point reader takes."""

_token_start, _token_end = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, with its stem, and whether it carries grammar rather than content."""

    text: str
    stem: str
    function: bool


@dataclass(frozen=True, eq=False)
class Passage:
    """Some words in order; `vectors` has a row of length 1 for each, `span` is its place in a longer text."""

    words: tuple[Word, ...]
    vectors: Vectors
    span: Span

    @cached_property
    def content(self) -> tuple[int, ...]:
        """Where the content words are; every word's place where all are grammar."""
        found = tuple(i for i, word in enumerate(self.words) if not word.function)
        return found or tuple(range(len(self.words)))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the content words."""
        return frozenset(self.words[i].stem for i in self.content)

    @cached_property
    def mean(self) -> Vectors:
        """The mean of the words' vectors, of length 1; zeros without words."""
        total = self.vectors.sum(axis=0)
        unit: Vectors = total / max(float(np.linalg.norm(total)), 1e-9)
        return unit

    @cached_property
    def all_stems(self) -> tuple[str, ...]:
        """The stem of every word, in order."""
        return tuple(word.stem for word in self.words)

    @cached_property
    def text(self) -> str:
        """The words in lower case, one space apart."""
        return " ".join(word.text for word in self.words)

    def news(self, known: frozenset[str]) -> tuple[int, ...]:
        """Where the content words are whose stem is not in `known`."""
        return tuple(i for i in self.content if self.words[i].stem not in known)


def passage(embedded: TextEmbedding) -> Passage:
    """A whole embedded text. Words beyond what the model read are left out."""
    return _cut(embedded, Span(0, len(embedded.text)), 0)


def sentences_of(embedded: TextEmbedding) -> tuple[Passage, ...]:
    """The sentences of a text that was embedded as a whole."""
    cut = (_cut(embedded, span, 0) for span in sentences(embedded.text))
    return tuple(sentence for sentence in cut if sentence.words)


def joined(parts: Sequence[Passage]) -> Passage:
    """Neighbouring passages as one."""
    if len(parts) == 1:
        return parts[0]
    return Passage(
        tuple(chain.from_iterable(part.words for part in parts)),
        np.concatenate([part.vectors for part in parts]),
        Span(parts[0].span.start, parts[-1].span.end),
    )


def read(text: str, embeddings: Embeddings) -> tuple[Passage, ...]:
    """The sentences of a text that hold words; `embeddings` has every one of `sentence_texts`.

    Each is embedded alone: in the company of others, a sentence on cooking seems to be about the topic.
    """
    made = (_cut(embeddings[_piece(text, s)], Span(0, s.end - s.start), s.start) for s in sentences(text))
    return tuple(sentence for sentence in made if sentence.words)


def sentence_texts(text: str) -> tuple[str, ...]:
    """What must be embedded before `read`."""
    return tuple(_piece(text, span) for span in sentences(text))


def _piece(text: str, span: Span) -> str:
    return text[span.start : span.end]


def chunk_texts(text: str) -> tuple[str, ...]:
    """A text in parts of whole sentences, each as long as the point reader takes."""
    chunks: list[list[Span]] = []
    length = CHUNK_CHARACTERS + 1
    for span in sentences(text):
        if length + span.end - span.start > CHUNK_CHARACTERS:
            chunks.append([])
            length = 0
        chunks[-1].append(span)
        length += span.end - span.start + 1
    return tuple(text[chunk[0].start : chunk[-1].end] for chunk in chunks)


def windows(said: Sequence[Passage]) -> tuple[Passage, ...]:
    """Every sentence, and every two neighbours."""
    return (*said, *(joined(pair) for pair in pairwise(said)))


def stems_of(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    found = (text[w.start : w.end] for w in words(text))
    return frozenset(stem(word) for word in found if not is_function_word(word))


def _word(text: str) -> Word:
    return Word(text.lower().replace("’", "'"), stem(text), is_function_word(text))


def _cut(embedded: TextEmbedding, span: Span, start: int) -> Passage:
    """The words of `span` in an embedded text that itself begins at `start` of a longer one."""
    text = embedded.text[span.start : span.end]
    found = [
        (w, v)
        for w in words(text)
        if (v := _vector(embedded, w.start + span.start, w.end + span.start)) is not None
    ]
    width = embedded.embedding.shape[0]
    vectors = np.stack([v for _, v in found]) if found else np.zeros((0, width), np.float32)
    made = tuple(_word(text[w.start : w.end]) for w, _ in found)
    return Passage(made, vectors, Span(start + span.start, start + span.end))


def _vector(embedded: TextEmbedding, start: int, end: int) -> Vectors | None:
    """The mean of the pieces of the word `text[start:end]`, of length 1; None beyond what the model read."""
    first = bisect_right(embedded.tokens, start, key=_token_end)
    last = bisect_left(embedded.tokens, end, key=_token_start)
    if first >= last:
        return None
    mean = embedded.token_embeddings[first:last].mean(axis=0)
    unit: Vectors = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit
