"""A grade for one answer: a pure function of the question, the answer, their embeddings and the trained head.

Each key point earns the credit that people would give for it, as the head was taught; the score is the mean
credit, weighted, so every point lost can be shown. A question without key points of its own is graded against
its reference answer as a whole, on the scale on which people mark such questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np

from app.domain import wording
from app.domain.feedback import (
    Dimensions,
    Evidence,
    Feedback,
    Flag,
    KeyPointFeedback,
    Status,
    band_of,
)
from app.domain.grading.conduct import cap, conduct
from app.domain.grading.head import CONTRADICTION, CONTRIVED, CREDIT, STYLED, Head
from app.domain.grading.opposition import turned_around
from app.domain.grading.passages import Embeddings, Passage, chunk_texts, joined, passage, read, sentences_of
from app.domain.grading.reading import asked, best_windows, figures_of
from app.domain.grading.rubric import derive_key_points
from app.domain.questions import KeyPoint, Question
from app.domain.words import Span, grammar_share, sentences, words

MET, PARTIAL = 0.60, 0.30
"""Credit from which a key point is called met, and partly met."""

CONTRADICTED = 0.60
CONTRADICTION_CAP = 55
"""An answer that turns a key point around does not pass (60), whatever else it says."""

CHANCE, CHANCE_RELEVANCE = 0.30, (0.30, 0.70)
"""Credit below this counts in full from the second relevance on and not at all up to the first: bits of
another subject's answer resemble a key point by chance."""

OFF_TOPIC_EARNED, OFF_TOPIC_RELEVANCE = 0.25, 0.30
"""An answer that earns less than this and is less relevant than that is about something else."""

CONTRIVED_FROM, CONTRIVED_TO = 0.50, 0.80
"""Chance of being contrived from which a score begins to shrink, and from which nothing is left of it."""

PROSE_FROM, LIST_BELOW = 0.17, 0.05
"""Share of words that hold sentences together, in prose and in a bare list (see `grammar_share`)."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What the head says of one key point: its credit and contradiction, 0–1, and where it was looked for.

    `turned_at` is where the answer turns the reference answer's own sentence on it around.
    """

    point: KeyPoint
    credit: float
    contradiction: float
    span: Span | None
    keywords: float
    turned_at: Span | None = None

    @property
    def status(self) -> Status:
        """What became of the key point."""
        if self.turned_at is not None:
            return Status.CONTRADICTED
        if self.contradiction >= CONTRADICTED and self.contradiction > self.credit:
            return Status.CONTRADICTED
        return (
            Status.MET if self.credit >= MET else Status.PARTIAL if self.credit >= PARTIAL else Status.MISSED
        )


def question_texts(question: Question) -> tuple[str, ...]:
    """What of a question must be embedded before `grade`."""
    return (question.text, question.reference_answer, *(point.text for point in rubric_of(question)))


def answer_texts(answer: str) -> tuple[str, ...]:
    """What of an answer must be embedded before `grade`."""
    return chunk_texts(answer)


def rubric_of(question: Question) -> tuple[KeyPoint, ...]:
    """The question's key points; without any, the sentences of its reference answer."""
    return question.key_points or derive_key_points(question.reference_answer)


def grade(question: Question, answer: str, embeddings: Embeddings, head: Head, version: str) -> Feedback:
    """The feedback on an answer; `embeddings` holds every text of `question_texts` and `answer_texts`.

    Raises KeyError where one is missing.
    """
    known = passage(embeddings[question.text])
    reference = passage(embeddings[question.reference_answer])
    rubric = [(point, passage(embeddings[point.text])) for point in rubric_of(question)]
    said = read(answer, embeddings)
    original = sentences_of(embeddings[question.reference_answer])
    turned = _turned(original, said, [target for _, target in rubric])
    judged = [
        replace(_judge(point, target, said, known, head), turned_at=turned.get(place))
        for place, (point, target) in enumerate(rubric)
    ]
    topics = [reference, *(target for _, target in rubric)]
    flags = conduct(answer, said, known, topics, head.table)
    earned, genuine = _earned(question, judged, said, known, reference, head)
    relevance = _relevance(reference, said)
    if earned < CHANCE:
        earned *= ramp(relevance, *CHANCE_RELEVANCE)
    if not flags and earned < OFF_TOPIC_EARNED and relevance < OFF_TOPIC_RELEVANCE:
        flags = (Flag.OFF_TOPIC,)
    score = None if Flag.NOT_ENGLISH in flags else _score(earned * genuine, judged, flags)
    points = tuple(_feedback(found, answer) for found in judged)
    return Feedback(
        score=score,
        band=None if score is None else band_of(score),
        keyword_coverage=fmean(found.keywords for found in judged),
        dimensions=Dimensions(
            coverage=earned,
            relevance=relevance,
            specificity=_specificity(said, reference, known),
            structure=_structure(answer),
            clarity=_clarity(answer),
        ),
        key_points=points,
        strengths=wording.strengths(points),
        improvements=wording.improvements(points, flags),
        model_answer=question.reference_answer,
        flags=flags,
        grader_version=version,
    )


def _judge(point: KeyPoint, target: Passage, said: Sequence[Passage], known: Passage, head: Head) -> Judged:
    """The strongest of the stretches that could make the point counts."""
    looked_at = best_windows(target, said, known)
    if not looked_at:
        return Judged(point, 0.0, 0.0, None, 0.0)
    found = head.judge(np.stack([figures_of(target, window, known, head.table) for window in looked_at]))
    credit, contradiction = (found[:, column] for column in (CREDIT, CONTRADICTION))
    place = int(np.argmax(np.maximum(credit, contradiction)))
    own = target.stems - known.stems or target.stems
    return Judged(
        point,
        float(credit.max()),
        float(contradiction.max()),
        looked_at[place].span,
        len(own & looked_at[place].stems) / max(1, len(own)),
    )


def _turned(
    original: Sequence[Passage], said: Sequence[Passage], rubric: Sequence[Passage]
) -> dict[int, Span]:
    """Where the answer copies a sentence of the reference answer and turns it around.

    By the place of the key point that shares most words with that sentence.
    """
    found: dict[int, Span] = {}
    copied = {source.all_stems for source in original}
    for source in original:
        for sentence in said:
            if sentence.all_stems not in copied and turned_around(source, sentence):
                shares = [len(point.stems & source.stems) / len(point.stems) for point in rubric]
                found.setdefault(int(np.argmax(shares)), sentence.span)
    return found


def _earned(
    question: Question,
    judged: Sequence[Judged],
    said: Sequence[Passage],
    known: Passage,
    reference: Passage,
    head: Head,
) -> tuple[float, float]:
    """The share of full marks that the answer earned, and how much of it is left to a contrived one; 0–1."""
    if question.key_points:
        credit = sum(f.point.weight * f.credit for f in judged if f.status is not Status.CONTRADICTED)
        return credit / sum(f.point.weight for f in judged), 1.0
    if not said:
        return 0.0, 1.0
    chances = head.judge(figures_of(reference, joined(said), known, head.table)[None])[0]
    styled = float(head.styles(asked(known, reference)) @ chances[STYLED:])
    turned = sum(f.turned_at is not None for f in judged) / len(judged)
    return styled * (1 - turned), 1 - ramp(float(chances[CONTRIVED]), CONTRIVED_FROM, CONTRIVED_TO)


def _score(earned: float, judged: Sequence[Judged], flags: Sequence[Flag]) -> int:
    turned = any(f.status is Status.CONTRADICTED for f in judged)
    most = min(cap(flags), CONTRADICTION_CAP if turned else 100)
    return min(round(100 * earned), most)


def _feedback(found: Judged, answer: str) -> KeyPointFeedback:
    evidence = None
    span = found.turned_at or found.span
    if span is not None and found.status is not Status.MISSED:
        start, end = span.start, span.end
        evidence = Evidence(start, end, answer[start:end])
    credit = 0.0 if found.status is Status.CONTRADICTED else found.credit
    return KeyPointFeedback(found.point.text, found.point.weight, found.status, credit, evidence)


def _relevance(reference: Passage, said: Sequence[Passage]) -> float:
    """Nearness of the answer as a whole to the reference: cosine of the means, .15 and .70 being 0 and 1."""
    return ramp(float(joined(said).mean @ reference.mean), 0.15, 0.70) if said else 0.0


def _specificity(said: Sequence[Passage], reference: Passage, known: Passage) -> float:
    """Different content words beyond the question's, against two thirds of the reference's own."""
    own = {word for sentence in said for word in sentence.stems - known.stems}
    expected = len(reference.stems - known.stems) * 2 / 3
    return ramp(len(own), 0, max(1.0, expected))


def _structure(answer: str) -> float:
    """Half for sentences one can follow, of 5 to 35 words; half for saying how they hang together."""
    counts = [len(words(answer[span.start : span.end])) for span in sentences(answer)]
    if not counts:
        return 0.0
    followed = sum(5 <= count <= 35 for count in counts) / len(counts)
    linked = ramp(wording.count_connectives(answer), 0, max(1.0, len(counts) / 2))
    return (followed + linked) / 2


def _clarity(answer: str) -> float:
    """Prose rather than a list, times the share of sentences that are not said twice."""
    said = [answer[span.start : span.end].lower() for span in sentences(answer)]
    if not said:
        return 0.0
    return ramp(grammar_share(answer), LIST_BELOW, PROSE_FROM) * len(set(said)) / len(said)


def ramp(value: float, low: float, high: float) -> float:
    """0 up to `low`, 1 from `high`, straight between."""
    return float(min(1.0, max(0.0, (value - low) / (high - low))))
