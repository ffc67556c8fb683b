"""What a graded answer tells its author."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What became of one key point in one answer."""

    MET = "met"
    PARTIAL = "partial"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


class Band(StrEnum):
    """A score in words: below 40, 60, 80, and from there on."""

    STARTING = "starting"
    DEVELOPING = "developing"
    SOLID = "solid"
    STRONG = "strong"


class Flag(StrEnum):
    """What is odd about an answer, and why its score may be low or missing."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    ECHO = "echo"
    KEYWORD_LIST = "keyword_list"
    OFF_TOPIC = "off_topic"
    NOT_ENGLISH = "not_english"
    REPETITION = "repetition"
    INSTRUCTION = "instruction"
    STRAYING = "straying"
    JUMBLED = "jumbled"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the answer that decided: `answer[start:end] == text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class KeyPointFeedback:
    """One key point, what became of it, and by which words; `credit` in 0–1."""

    text: str
    weight: int
    status: Status
    credit: float
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Five views of one answer, each 0–1."""

    coverage: float
    relevance: float
    specificity: float
    structure: float
    clarity: float


@dataclass(frozen=True, slots=True)
class Feedback:
    """A grade with its reasons. `score` is 0–100, or None where there is not enough to grade."""

    score: int | None
    band: Band | None
    keyword_coverage: float
    dimensions: Dimensions
    key_points: tuple[KeyPointFeedback, ...]
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]
    model_answer: str
    flags: tuple[Flag, ...]
    grader_version: str


def band_of(score: int) -> Band:
    """The band of a score in 0–100."""
    if score < 40:
        return Band.STARTING
    if score < 60:
        return Band.DEVELOPING
    return Band.SOLID if score < 80 else Band.STRONG
