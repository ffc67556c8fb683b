"""A question and its feedback as HTML. Pure: domain values in, escaped strings out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from html import escape

from app.domain.feedback import Dimensions, Feedback, KeyPointFeedback, Status
from app.domain.interviews import AskedQuestion
from ui.components import bars, progress_dots, spoken
from ui.highlight import GLYPHS, WORDS, highlight
from ui.verdict import flag_list, verdict

READER_BUTTONS = (("play", "▶", "Play"), ("pause", "❚❚", "Pause"), ("stop", "■", "Stop"))
ESSENTIAL = 3
"""The weight of a key point that a good answer cannot do without."""


def question_card(question: AskedQuestion, total: int) -> str:
    """The question on the lit stage, with the controls that read it aloud."""
    text = escape(question.text)
    return (
        f'<section class="rh-stage" data-question-id="{question.id}" data-text="{text}">'
        f"{progress_dots(total, question.position, question.position - 1)}"
        f'<p class="rh-place"><b>Question {question.position} of {total}</b>'
        f"<span>{escape(spoken(question.skill))}</span><span>{escape(spoken(question.level))}</span></p>"
        f'<h1 class="rh-question">{text}</h1>{_reader()}</section>'
    )


def _reader() -> str:
    """The reader's controls; hidden until the script finds that the browser can speak."""
    buttons = "".join(
        f'<button type="button" data-reader="{action}" aria-label="{label}">{glyph}</button>'
        for action, glyph, label in READER_BUTTONS
    )
    return (
        f'<div class="rh-reader" role="group" aria-label="Read aloud" hidden>{buttons}'
        '<label class="rh-voice">Voice <select data-reader="voice"></select></label>'
        '<label><input type="checkbox" data-reader="auto"> Read questions aloud</label></div>'
        '<p class="rh-reader-status" role="status" data-reader="status"></p>'
    )


def feedback_card(question: AskedQuestion) -> str:
    """What an answer earned and why; a sentence while it is graded; nothing before there is an answer."""
    if question.answer is None:
        return ""
    return _card(question.id, feedback_body(question))


def _card(question_id: int, body: str) -> str:
    return (
        f'<section class="rh-card rh-feedback" data-feedback-for="{question_id}" aria-label="Feedback" '
        f'aria-live="polite">{body}</section>'
    )


def feedback_body(question: AskedQuestion) -> str:
    """The inside of a feedback card, also shown in the rows of a summary."""
    answer = question.answer
    if answer is None:
        return '<p class="rh-muted">You have not answered this question.</p>'
    if answer.feedback is None:
        return '<p class="rh-waiting">Your answer is saved; grading…</p>' + _answer(answer.text, ())
    feedback = answer.feedback
    return (
        verdict(feedback)
        + flag_list(feedback)
        + _answer(answer.text, feedback.key_points)
        + _points(feedback.key_points)
        + _advice(feedback)
        + _details(feedback)
    )


def _answer(text: str, points: Sequence[KeyPointFeedback]) -> str:
    return f'<h2>Your answer</h2><blockquote class="rh-answer">{highlight(text, points)}</blockquote>'


def _points(points: Sequence[KeyPointFeedback]) -> str:
    numbered = list(enumerate(points, start=1))
    said = [(n, p) for n, p in numbered if p.status is not Status.MISSED]
    missed = [(n, p) for n, p in numbered if p.status is Status.MISSED]
    return point_list("Points in your answer", said) + point_list("Points you missed", missed)


def point_list(title: str, numbered: Sequence[tuple[int, KeyPointFeedback]]) -> str:
    """Key points with their number, a glyph and a word for what became of each; nothing for an empty list."""
    items = "".join(_point(number, point) for number, point in numbered)
    return f'<h2>{escape(title)}</h2><ul class="rh-points">{items}</ul>' if items else ""


def _point(number: int, point: KeyPointFeedback) -> str:
    essential = '<span class="rh-tag">essential</span>' if point.weight >= ESSENTIAL else ""
    glyph = f'<span class="rh-glyph" aria-hidden="true">{GLYPHS[point.status]}</span>'
    return (
        f'<li class="{point.status.value}">{glyph}'
        f'<span class="rh-number">{number}</span><p>{escape(point.text)} '
        f'<span class="rh-word">{WORDS[point.status]}</span>{essential}</p></li>'
    )


def _advice(feedback: Feedback) -> str:
    good = _sentences("What worked", feedback.strengths)
    return f'<div class="rh-advice">{_sentences("Next best move", feedback.improvements[:2])}{good}</div>'


def _sentences(title: str, sentences: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<div><h2>{title}</h2><ul>{items}</ul></div>" if items else ""


def _details(feedback: Feedback) -> str:
    model = escape(feedback.model_answer)
    return (
        f'<details class="rh-row"><summary>Five views of this answer</summary>'
        f"{dimension_bars(feedback.dimensions)}</details>"
        f'<details class="rh-row"><summary>A model answer</summary><p class="rh-prose">{model}</p></details>'
    )


def dimension_bars(dimensions: Dimensions) -> str:
    """The five views of an answer as bars."""
    return bars([(name.capitalize(), value) for name, value in asdict(dimensions).items()])
