"""Interviews from their rows. Call inside a connection context."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pydantic import TypeAdapter

from app.domain.feedback import Feedback
from app.domain.interviews import Answer, AskedQuestion, Interview, InterviewStatus, Mode, Source
from app.domain.profile import Level
from app.domain.questions import Kind
from db import interviews as queries

feedback_adapter = TypeAdapter(Feedback)


def load(user_id: int, interview_id: int | None = None) -> tuple[Interview, ...]:
    """The user's interviews, the newest first, in two queries; at most the one asked for."""
    found = queries.interviews_of(user_id, interview_id)
    asked: dict[int, list[AskedQuestion]] = defaultdict(list)
    for row in queries.questions_of([interview.id for interview in found]):
        asked[row.interview_id].append(_asked(row))
    return tuple(_interview(row, tuple(asked[row.id])) for row in found)


def _interview(row: Any, questions: tuple[AskedQuestion, ...]) -> Interview:
    return Interview(
        id=row.id,
        status=InterviewStatus(row.status),
        mode=Mode(row.mode),
        role=row.role,
        level=Level(row.level),
        job_description=row.job_description,
        skills=tuple(row.skills),
        started_at=row.started_at,
        finished_at=row.finished_at,
        questions=questions,
    )


def _asked(row: Any) -> AskedQuestion:
    answer = getattr(row, "answer", None)
    return AskedQuestion(
        id=row.id,
        position=row.position,
        text=row.question.text,
        kind=Kind(row.question.kind),
        skill=row.question.skill,
        level=Level(row.question.level),
        answer=None if answer is None else _answer(answer),
    )


def _answer(row: Any) -> Answer:
    grade = getattr(row, "grade", None)
    return Answer(
        id=row.id,
        text=row.text,
        source=Source(row.source),
        transcript=row.transcript,
        answered_at=row.answered_at,
        feedback=None if grade is None else feedback_adapter.validate_python(grade.document),
    )
