"""A grade for one answer: a pure function of question and answer, what the models say of them, and a head.

Each key point earns the credit that the reader gives it; the score is the mean credit, weighted, so every
point lost can be shown. A question without key points of its own is graded against its reference answer as a
whole by the head, on the scale on which people mark such questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

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
from app.domain.grading import opposition
from app.domain.grading.conduct import cap, conduct
from app.domain.grading.head import CONTRIVED, STYLED, Head, sigmoid
from app.domain.grading.opposition import turned_around
from app.domain.grading.pairs import strength
from app.domain.grading.passages import (
    Embeddings,
    Passage,
    joined,
    passage,
    read,
    sentence_texts,
    sentences_of,
)
from app.domain.grading.reading import Findings, asked, best_window, figures_of, found, readings
from app.domain.grading.rubric import points_of, rubric_of
from app.domain.questions import KeyPoint, Kind, Question
from app.domain.words import Span, grammar_share, sentences, words
from serving.schemas import FINDINGS, Reading

CREDIT, CONTRADICTION = FINDINGS.index("credit"), FINDINGS.index("contradiction")

MET, PARTIAL = 0.60, 0.30
"""Credit from which a key point is called met, and partly met."""

CONTRADICTED = 0.60
CONTRADICTION_CAP = 55
"""An answer that turns a key point around does not pass (60), whatever else it says."""

NEARNESS = (0.28, 0.40)
"""Credit for a key point counts in full from the second `strength` of its nearest stretch on, and not at all
up to the first. Of 227 points that were made one in ten is below .38; of 652 looked for in answers to other
questions nine in ten are below .34."""

RELEVANT, NEAR = (0.60, 0.66), (0.39, 0.45)
"""All credit counts in full from the second relevance, or the second mean strength over the key points, on.
Below both first ones it counts for nothing: the reader is taken in by a good answer to another question. It
costs the labelled answers a fourteenth of their credit, and leaves such an answer under 15 of 100."""

COPIED, COPIED_CREDIT = 0.80, 0.95
"""A stretch that keeps so much of a key point in its order, with no word put in another's place and nothing
denied, makes it, and earns at least this."""

STORY_RELEVANCE = (0.12, 0.24)
"""A story counts for nothing up to this cosine to the question or the model answer and in full from the other
on: anybody's adventure has a scene, steps and an outcome. Of 250 stories to 36 questions, one in twenty of
the fitting ones is below .18, and of cooking and holidays three in four are below .15."""

OFF_TOPIC_EARNED, OFF_TOPIC_RELEVANCE = 0.25, 0.30
"""An answer that earns less than this and is less relevant than that is about something else."""

CONTRIVED_FROM, CONTRIVED_TO = 0.80, 0.98
"""Chance of being contrived from which a score begins to shrink, and from which nothing is left of it."""

SUSPECT = 0.50
SUSPICIONS = (Flag.ECHO, Flag.KEYWORD_LIST, Flag.JUMBLED, Flag.STRAYING)
"""Where the whole is marked, these need the head's word as well: from this chance of being contrived on. Of
short answers in Mohler's data that look like lists of terms, the graders gave .86 on average."""

PROSE_FROM, LIST_BELOW = 0.17, 0.05
"""Share of words that hold sentences together, in prose and in a bare list (see `grammar_share`)."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What the reader says of a key point: credit, contradiction (0–1), where and how nearly it is made.

    `turned_at` is where the answer turns the reference answer's own sentence on it around.
    """

    point: KeyPoint
    credit: float
    contradiction: float
    span: Span | None
    strength: float
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
    return (question.text, *points_of(question))


def answer_texts(answer: str) -> tuple[str, ...]:
    """What of an answer must be embedded before `grade`."""
    return sentence_texts(answer)


def answer_readings(question: Question, answer: str) -> tuple[Reading, ...]:
    """What of an answer must be read before `grade`: for the reference answer and each key point."""
    return readings(question.text, answer, points_of(question))


def grade(
    question: Question, answer: str, embeddings: Embeddings, findings: Findings, head: Head, version: str
) -> Feedback:
    """The feedback on an answer.

    `embeddings` holds every text of `question_texts` and `answer_texts`, `findings` every reading of
    `answer_readings`; raises KeyError where one is missing.
    """
    known = passage(embeddings[question.text])
    reference = passage(embeddings[question.reference_answer])
    rubric = [(point, passage(embeddings[point.text])) for point in rubric_of(question)]
    said = read(answer, embeddings)
    original = sentences_of(embeddings[question.reference_answer])
    turned = _turned(original, said, [target for _, target in rubric])
    whole, *odds = found(question.text, answer, points_of(question), findings)
    judged = [
        replace(_judge(question, point, target, said, known, seen), turned_at=turned.get(place))
        for place, ((point, target), seen) in enumerate(zip(rubric, odds, strict=True))
    ]
    topics = [reference, *(target for _, target in rubric)]
    flags = conduct(answer, said, known, topics, head.table)
    earned, contrived = _earned(question, judged, said, known, reference, whole, head)
    relevance = _relevance(reference, said)
    if question.kind is Kind.BEHAVIOURAL:  # A story strays, and has words of its own.
        flags = tuple(flag for flag in flags if flag not in SUSPICIONS)
        earned *= ramp(_nearness(said, (known, reference)), *STORY_RELEVANCE)
    elif question.key_points:
        near = fmean(found.strength for found in judged)
        earned *= max(ramp(relevance, *RELEVANT), ramp(near, *NEAR))
    if not _has_rubric(question) and contrived < SUSPECT:
        flags = tuple(flag for flag in flags if flag not in SUSPICIONS)
    if not flags and earned < OFF_TOPIC_EARNED and relevance < OFF_TOPIC_RELEVANCE:
        flags = (Flag.OFF_TOPIC,)
    score = (
        None if Flag.NOT_ENGLISH in flags else _score(question, earned * _genuine(contrived), judged, flags)
    )
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


def _judge(
    question: Question,
    point: KeyPoint,
    target: Passage,
    said: Sequence[Passage],
    known: Passage,
    odds: NDArray[np.float32],
) -> Judged:
    """What was found of a key point, and the stretch of the answer that stands nearest to it."""
    window = best_window(target, said, known)
    if window is None:
        return Judged(point, 0.0, 0.0, None, 0.0, 0.0)
    credit, contradiction = (float(sigmoid(odds[column])) for column in (CREDIT, CONTRADICTION))
    near = strength(target, window, known)
    if question.kind is not Kind.BEHAVIOURAL:
        credit *= ramp(near, *NEARNESS)
        if _is_copied(target, window):
            credit, contradiction = max(credit, COPIED_CREDIT), 0.0
    own = target.stems - known.stems or target.stems
    return Judged(
        point,
        credit,
        contradiction,
        window.span,
        near,
        len(own & window.stems) / max(1, len(own)),
    )


def _is_copied(target: Passage, window: Passage) -> bool:
    kept, swapped = opposition.replaced(target, window)
    return kept >= COPIED and swapped == 0 and opposition.denied_differently(target, window) == 0


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


def _has_rubric(question: Question) -> bool:
    """Whether key points are marked; else the answer as a whole is."""
    return bool(question.key_points) or question.kind is Kind.BEHAVIOURAL


def _earned(
    question: Question,
    judged: Sequence[Judged],
    said: Sequence[Passage],
    known: Passage,
    reference: Passage,
    odds: NDArray[np.float32],
    head: Head,
) -> tuple[float, float]:
    """The share of full marks that the answer earned, and the chance that it is contrived; 0–1.

    Where key points are marked, nobody asks the head: the chance is 0.
    """
    if _has_rubric(question):
        credit = sum(f.point.weight * f.credit for f in judged if f.status is not Status.CONTRADICTED)
        return credit / sum(f.point.weight for f in judged), 0.0
    if not said:
        return 0.0, 0.0
    chances = head.judge(figures_of(reference, joined(said), known, head.table, odds)[None])[0]
    styled = float(head.styles(asked(known, reference)) @ chances[STYLED:])
    turned = sum(f.turned_at is not None for f in judged) / len(judged)
    return styled * (1 - turned), float(chances[CONTRIVED])


def _genuine(contrived: float) -> float:
    """How much of a score is left to an answer that is contrived with that chance, 0–1."""
    return 1 - ramp(contrived, CONTRIVED_FROM, CONTRIVED_TO)


def _score(question: Question, earned: float, judged: Sequence[Judged], flags: Sequence[Flag]) -> int:
    """The score under its caps. Where the whole was marked, only a sentence turned around bounds it."""
    turned = any(f.turned_at is not None for f in judged)
    contradicted = _has_rubric(question) and any(f.status is Status.CONTRADICTED for f in judged)
    most = min(cap(flags), CONTRADICTION_CAP if turned or contradicted else 100)
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


def _nearness(said: Sequence[Passage], topics: Sequence[Passage]) -> float:
    """The largest cosine of the answer as a whole to one of the topics."""
    return max(float(joined(said).mean @ topic.mean) for topic in topics) if said else 0.0


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
