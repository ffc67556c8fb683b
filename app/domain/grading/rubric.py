"""Key points where a question has none of its own: the parts of a story, or the reference's sentences."""

from __future__ import annotations

from app.domain.questions import KeyPoint, Kind, Question
from app.domain.words import is_function_word, sentences, words

MOST_POINTS = 6
LEAST_CONTENT_WORDS = 2


STAR = (
    KeyPoint("Sets the scene: where and when it was, and what made it difficult.", 2),
    KeyPoint("Says what the candidate's own task or responsibility was.", 2),
    KeyPoint("Says which concrete steps were taken, not only the intention.", 3),
    KeyPoint("Says what the candidate personally did, rather than only what the team did.", 3),
    KeyPoint("Tells the outcome: what came of it.", 3),
    KeyPoint("Gives a number or another checkable measure of the effect.", 1),
)
"""What an answer to a behavioural question is read for: situation, task, action and result, as recruiters
teach it, and besides the candidate's own part and a number. The reader was taught these very sentences."""


def rubric_of(question: Question) -> tuple[KeyPoint, ...]:
    """The question's key points; without any, those of a story, or the sentences of its reference answer."""
    if question.key_points:
        return question.key_points
    return STAR if question.kind is Kind.BEHAVIOURAL else derive_key_points(question.reference_answer)


def points_of(question: Question) -> tuple[str, ...]:
    """What an answer is read for: the reference answer as a whole, then each key point."""
    return (question.reference_answer, *(point.text for point in rubric_of(question)))


def derive_key_points(reference: str) -> tuple[KeyPoint, ...]:
    """The sentences of a reference answer as key points of equal weight, at most six.

    A sentence with fewer than two content words joins the one before it; of a longer text the rest joins the
    sixth. A text without words is one key point, itself.
    """
    points: list[str] = []
    for span in sentences(reference):
        text = reference[span.start : span.end]
        if points and (_content_words(text) < LEAST_CONTENT_WORDS or len(points) == MOST_POINTS):
            points[-1] = f"{points[-1]} {text}"
        else:
            points.append(text)
    return tuple(KeyPoint(text) for text in points or [reference])


def _content_words(text: str) -> int:
    found = (text[w.start : w.end] for w in words(text))
    return sum(not is_function_word(word) for word in found)
