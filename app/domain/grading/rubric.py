"""Key points where a question has none of its own: the sentences of its reference answer."""

from __future__ import annotations

from app.domain.questions import KeyPoint
from app.domain.words import is_function_word, sentences, words

MOST_POINTS = 6
LEAST_CONTENT_WORDS = 2


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
