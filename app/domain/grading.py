"""A grade for one answer: a pure function of the question, the answer and their embeddings.

Each key point earns credit by how strongly the answer's best stretch meets it; the score is the mean credit,
weighted, and nothing else, so every point lost can be shown. Words of the question earn nothing, nor do bare
lists of keywords.
"""

from __future__ import annotations

from collections import Counter
from statistics import fmean

import numpy as np

from app.domain import wording
from app.domain.alignment import (
    LIST_BELOW,
    PROSE_FROM,
    Embeddings,
    Match,
    Sentence,
    best_match,
    ramp,
    read_answer,
    stems_of,
)
from app.domain.feedback import (
    Dimensions,
    Evidence,
    Feedback,
    Flag,
    KeyPointFeedback,
    Status,
    band_of,
)
from app.domain.questions import KeyPoint, Question
from app.domain.words import grammar_share, is_function_word, sentences, stem, words

GRADER_VERSION = "alignment-1"

NO_CREDIT, FULL_CREDIT = 0.32, 0.66
"""Strength of a match that earns nothing, and everything: over the bank, 99 in 100 key points score under .33
against another question's reference answer and over .70 against their own (tests/integration/test_bounds.py).
"""

MET, PARTIAL = 0.75, 0.25
MIN_WORDS = 3
LIST_SHARE = 0.10
"""Below this share of words that hold sentences together, an answer is called a keyword list."""

LIST_CREDIT = 0.3
"""What is left of a credit that rests on a bare list."""


def question_texts(question: Question) -> tuple[str, ...]:
    """What of a question must be embedded before `grade`."""
    return (question.reference_answer, *(point.text for point in question.key_points))


def answer_texts(answer: str) -> tuple[str, ...]:
    """What of an answer must be embedded before `grade`."""
    return tuple(answer[span.start : span.end] for span in sentences(answer))


def grade(question: Question, answer: str, embeddings: Embeddings) -> Feedback:
    """The feedback on an answer; `embeddings` holds every text of `question_texts` and `answer_texts`.

    Raises KeyError where one is missing.
    """
    known = stems_of(question.text)
    said = read_answer(answer, embeddings, known)
    matches = [best_match(embeddings[p.text], answer, said, known) for p in question.key_points]
    points = tuple(_key_point(p, m, answer) for p, m in zip(question.key_points, matches, strict=True))
    coverage = _weighted(points)
    dimensions = Dimensions(
        coverage=coverage,
        relevance=_relevance(embeddings[question.reference_answer].embedding, said),
        specificity=_specificity(said, question, known),
        structure=_structure(answer),
        clarity=_clarity(answer),
    )
    flags = _flags(question, answer, said, dimensions)
    score = None if Flag.NOT_ENGLISH in flags else round(100 * coverage)
    return Feedback(
        score=score,
        band=None if score is None else band_of(score),
        keyword_coverage=fmean(m.keywords if m else 0.0 for m in matches),
        dimensions=dimensions,
        key_points=points,
        strengths=wording.strengths(points),
        improvements=wording.improvements(points, flags),
        model_answer=question.reference_answer,
        flags=flags,
        grader_version=GRADER_VERSION,
    )


def _key_point(point: KeyPoint, match: Match | None, answer: str) -> KeyPointFeedback:
    credit = 0.0
    if match is not None:
        earned = ramp(match.strength, NO_CREDIT, FULL_CREDIT)
        credit = earned * (LIST_CREDIT + (1 - LIST_CREDIT) * match.fluency)
    status = Status.MET if credit >= MET else Status.PARTIAL if credit >= PARTIAL else Status.MISSED
    evidence = None
    if match is not None and status is not Status.MISSED:
        span = match.span
        evidence = Evidence(span.start, span.end, answer[span.start : span.end])
    return KeyPointFeedback(point.text, point.weight, status, credit, evidence)


def _weighted(points: tuple[KeyPointFeedback, ...]) -> float:
    return sum(p.weight * p.credit for p in points) / sum(p.weight for p in points)


def _relevance(reference: np.ndarray, said: tuple[Sentence, ...]) -> float:
    """Nearness of the answer as a whole to the reference: cosine of the means, .15 and .70 being 0 and 1."""
    if not said:
        return 0.0
    mean = np.mean([s.embedding for s in said], axis=0)
    cosine = float(mean @ reference) / max(float(np.linalg.norm(mean)), 1e-9)
    return ramp(cosine, 0.15, 0.70)


def _specificity(said: tuple[Sentence, ...], question: Question, known: frozenset[str]) -> float:
    """Different content words beyond the question's, against two thirds of the reference's own."""
    own = {word for s in said for word in s.stems}
    expected = len(stems_of(question.reference_answer) - known) * 2 / 3
    return ramp(len(own), 0, max(1.0, expected))


def _structure(answer: str) -> float:
    """Half for sentences one can follow, of 5 to 35 words; half for saying how they hang together."""
    counts = [len(words(text)) for text in answer_texts(answer)]
    if not counts:
        return 0.0
    followed = sum(5 <= count <= 35 for count in counts) / len(counts)
    linked = ramp(wording.count_connectives(answer), 0, max(1.0, len(counts) / 2))
    return (followed + linked) / 2


def _clarity(answer: str) -> float:
    """Prose rather than a list, times the share of sentences that are not said twice."""
    said = [text.lower() for text in answer_texts(answer)]
    if not said:
        return 0.0
    return ramp(grammar_share(answer), LIST_BELOW, PROSE_FROM) * len(set(said)) / len(said)


def _flags(
    question: Question, answer: str, said: tuple[Sentence, ...], dimensions: Dimensions
) -> tuple[Flag, ...]:
    found = [answer[w.start : w.end] for w in words(answer)]
    if not found:
        return (Flag.EMPTY,)
    flags = []
    if len(found) < MIN_WORDS:
        flags.append(Flag.TOO_SHORT)
    letters = Counter(c.isascii() for c in answer if c.isalpha())
    if letters[False] > letters[True]:
        return (*flags, Flag.NOT_ENGLISH)
    if _is_echo(found, question):
        flags.append(Flag.ECHO)
    elif dimensions.coverage < 0.10 and dimensions.relevance < 0.30:
        flags.append(Flag.OFF_TOPIC)
    if len(found) >= 2 * MIN_WORDS and grammar_share(answer) < LIST_SHARE:
        flags.append(Flag.KEYWORD_LIST)
    return tuple(flags)


def _is_echo(found: list[str], question: Question) -> bool:
    """Whether three in four of the answer's content words are the question's."""
    content = [stem(word) for word in found if not is_function_word(word)]
    known = stems_of(question.text)
    return bool(content) and sum(word in known for word in content) >= 0.75 * len(content)
