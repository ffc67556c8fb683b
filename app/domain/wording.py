"""Feedback in words: short, exact, in the second person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.feedback import Flag, KeyPointFeedback, Status

MAX_STRENGTHS = 3
MAX_IMPROVEMENTS = 2
MAX_QUOTE = 160

CONNECTIVES = re.compile(
    r"\b(because|since|so that|therefore|thus|hence|as a result|for example|for instance|first|second|then|"
    r"next|finally|however|but|instead|whereas|while|although|if|when|unless|until|in contrast)\b",
    re.IGNORECASE,
)

OPENINGS = {Status.PARTIAL: "Make this fuller", Status.CONTRADICTED: "You said otherwise; rather"}

ADVICE = {
    Flag.EMPTY: "Say or type an answer: a first sentence on what you do know is a start.",
    Flag.TOO_SHORT: "Say more: two or three full sentences are needed before there is something to grade.",
    Flag.ECHO: "Go beyond the question: its own words earn nothing, what you add does.",
    Flag.KEYWORD_LIST: "Turn the keywords into sentences that say how they hang together.",
    Flag.OFF_TOPIC: "Come back to the question: name first what it asks for, then explain it.",
    Flag.NOT_ENGLISH: "Answer in English: other languages cannot be graded yet.",
    Flag.REPETITION: "Say each thing once: what comes again earns nothing more.",
    Flag.INSTRUCTION: "Speak to the question: words addressed to the grader are not read as an answer.",
    Flag.JUMBLED: "Speak in sentences: the words stand in no order that says how they hang together.",
    Flag.STRAYING: "Stay with the question: most of this is about something else.",
}


def strengths(points: Iterable[KeyPointFeedback]) -> tuple[str, ...]:
    """At most three points met, the heaviest first, each with the candidate's own words."""
    met = sorted((p for p in points if p.status is Status.MET), key=lambda p: -p.weight)
    return tuple(f"“{_quote(p.evidence.text)}” covers: {p.text}" for p in met[:MAX_STRENGTHS] if p.evidence)


def improvements(points: Iterable[KeyPointFeedback], flags: Iterable[Flag]) -> tuple[str, ...]:
    """At most two things to do next: what the flags ask for, then the heaviest points short of met."""
    short = sorted((p for p in points if p.status is not Status.MET), key=lambda p: (-p.weight, p.credit))
    advice = [ADVICE[flag] for flag in flags]
    advice += [_advice(point) for point in short]
    return tuple(advice[:MAX_IMPROVEMENTS])


def count_connectives(text: str) -> int:
    """How many words tell how sentences hang together."""
    return len(CONNECTIVES.findall(text))


def _advice(point: KeyPointFeedback) -> str:
    opening = OPENINGS.get(point.status, "Add this")
    return f"{opening}: {point.text}"


def _quote(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_QUOTE else f"{text[: MAX_QUOTE - 1].rsplit(' ', 1)[0]}…"
