"""A score with its reasons: the figure, its band, and what was covered."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.domain.feedback import Band, Feedback, Flag, KeyPointFeedback, Status

BAND_RANGES = {Band.STARTING: "0–39", Band.DEVELOPING: "40–59", Band.SOLID: "60–79", Band.STRONG: "80–100"}

FLAGS = {
    Flag.EMPTY: "There was no answer to read.",
    Flag.TOO_SHORT: "The answer is too short to judge. Two or three full sentences are enough to start with.",
    Flag.ECHO: "Much of the answer repeats the question. Say what the question does not say.",
    Flag.KEYWORD_LIST: "This reads as a list of terms. Say what each one does and why it matters here.",
    Flag.OFF_TOPIC: "The answer seems to be about something else than the question.",
    Flag.NOT_ENGLISH: "Only answers in English can be graded.",
    Flag.REPETITION: "Most of the answer says the same again. What comes again earns nothing more.",
    Flag.INSTRUCTION: "Part of this is addressed to the grader. It counts for nothing and lowers the score.",
    Flag.JUMBLED: "The words are in no order that makes sentences. Say how they hang together.",
    Flag.STRAYING: "Much of this is about something else than the question.",
}


def verdict(feedback: Feedback) -> str:
    """The score and what it rests on; where there is no score, that and why."""
    if feedback.score is None:
        return f'<div class="rh-verdict"><h2>Not enough to grade</h2>{_why_ungraded(feedback)}</div>'
    return (
        f'<div class="rh-verdict">{score_figure(feedback.score, feedback.band)}'
        f"<p>{escape(coverage_sentence(feedback.key_points))}</p></div>"
    )


def score_figure(score: float, band: Band | None) -> str:
    """A score of 0–100 in figures, its band in words with the band's range, and its place on the scale."""
    word = f'<b class="rh-band">{band.capitalize()}</b> <span>{BAND_RANGES[band]}</span>' if band else ""
    return (
        f'<div class="rh-score"><p class="rh-figure"><b>{score:.0f}</b><span> of 100</span></p>'
        f'<p class="rh-band-line">{word}</p><div class="rh-scale" aria-hidden="true">'
        f'<i style="left:{min(max(score, 0), 100):.0f}%"></i></div></div>'
    )


def coverage_sentence(points: Sequence[KeyPointFeedback]) -> str:
    """How many points were covered and which are missing, heaviest first."""
    if not points:
        return "This question has no list of key points."
    count = {status: sum(p.status is status for p in points) for status in Status}
    said = f"You covered {count[Status.MET]} of {len(points)} point{'s' * (len(points) != 1)}"
    said += f", {count[Status.PARTIAL]} in part" if count[Status.PARTIAL] else ""
    said += f"; your answer contradicts {count[Status.CONTRADICTED]}" if count[Status.CONTRADICTED] else ""
    missing = sorted((p for p in points if p.status is Status.MISSED), key=lambda p: -p.weight)
    if not missing:
        return f"{said}."
    more = f"; and {len(missing) - 1} more" if len(missing) > 1 else ""
    return f"{said}. Missing: {missing[0].text.rstrip('.')}{more}."


def _why_ungraded(feedback: Feedback) -> str:
    """The flags say it; without any, a sentence does."""
    if feedback.flags:
        return ""
    return "<p>There was too little in the answer to compare with the key points.</p>"


def flag_list(feedback: Feedback) -> str:
    """What is odd about the answer, in plain sentences; nothing where nothing is."""
    items = "".join(f"<li>{FLAGS[flag]}</li>" for flag in feedback.flags)
    return f'<ul class="rh-flags">{items}</ul>' if items else ""
