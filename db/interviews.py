"""Queries on interviews, their questions, answers and feedback. Call inside a connection context."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from peewee import JOIN, IntegrityError

from db.models import Answer, BankQuestion, Feedback, Interview, InterviewQuestion, proxy


def create_interview(values: dict[str, Any], slugs: Sequence[str]) -> int:
    """Store an interview with the current versions of these questions, in this order; its id."""
    with proxy.atomic():
        interview = Interview.create(**values, status="active")
        ids = {
            row.slug: row.id
            for row in BankQuestion.select().where(BankQuestion.current, BankQuestion.slug.in_(list(slugs)))
        }
        InterviewQuestion.insert_many(
            {"interview": interview.id, "question": ids[slug], "position": position}
            for position, slug in enumerate(slugs, start=1)
        ).execute()
        return int(interview.id)


def interviews_of(user_id: int, interview_id: int | None = None) -> list[Interview]:
    """The user's interviews, the newest first; at most the one asked for."""
    query = Interview.select().where(Interview.user == user_id).order_by(Interview.id.desc())
    if interview_id is not None:
        query = query.where(Interview.id == interview_id)
    return list(query)


def daily_interview(user_id: int, day: date) -> Interview | None:
    """The user's challenge of that day, if it was begun."""
    return Interview.get_or_none(Interview.user == user_id, Interview.day == day)


def questions_of(interview_ids: Sequence[int]) -> list[InterviewQuestion]:
    """Every question of these interviews with its text and, where there is one, its answer and feedback.

    One query. `row.question` is set on each; `row.answer`, and `row.answer.grade`, only where there is one.
    """
    return list(
        InterviewQuestion.select(InterviewQuestion, BankQuestion, Answer, Feedback)
        .join(BankQuestion)
        .switch(InterviewQuestion)
        .join(Answer, JOIN.LEFT_OUTER, attr="answer")
        .join(Feedback, JOIN.LEFT_OUTER, attr="grade")
        .where(InterviewQuestion.interview.in_(list(interview_ids)))
        .order_by(InterviewQuestion.interview, InterviewQuestion.position)
    )


def seen_slugs(user_id: int) -> set[str]:
    """Which questions the user was ever asked."""
    query = (
        BankQuestion.select(BankQuestion.slug)
        .join(InterviewQuestion)
        .join(Interview)
        .where(Interview.user == user_id)
    )
    return {row.slug for row in query}


def add_answer(
    question_id: int, *, text: str, source: str, transcript: str | None, now: datetime
) -> int | None:
    """Store an answer; None where the question has one already."""
    try:
        with proxy.atomic():
            answer = Answer.create(
                interview_question=question_id,
                text=text,
                source=source,
                transcript=transcript,
                answered_at=now,
            )
    except IntegrityError:
        return None
    return int(answer.id)


def bank_question(question_id: int) -> BankQuestion:
    """The version of the bank's question that this interview question asked."""
    return BankQuestion.select().join(InterviewQuestion).where(InterviewQuestion.id == question_id).get()


def ungraded_answers() -> list[tuple[int, int, int]]:
    """(user, interview, interview question) ids of every answer without a grade, the oldest first."""
    query = (
        Answer.select(Answer, InterviewQuestion, Interview)
        .join(Feedback, JOIN.LEFT_OUTER)
        .switch(Answer)
        .join(InterviewQuestion)
        .join(Interview)
        .where(Feedback.answer.is_null())
        .order_by(Answer.id)
    )
    questions = [answer.interview_question for answer in query]
    return [(q.interview.user_id, q.interview_id, q.id) for q in questions]


def save_feedback(
    answer_id: int, *, score: int | None, grader_version: str, document: dict[str, Any], now: datetime
) -> None:
    """Keep a grade; the first one stays where two graded at once."""
    Feedback.insert(
        answer=answer_id, score=score, grader_version=grader_version, document=document, graded_at=now
    ).on_conflict_ignore().execute()


def answers_graded_otherwise(version: str) -> list[int]:
    """The ids of the answers with a grade of any other version, the oldest first."""
    query = Feedback.select(Feedback.answer).where(Feedback.grader_version != version)
    rows: Any = query.order_by(Feedback.answer).tuples()
    return [answer_id for (answer_id,) in rows]


def graded_answer(answer_id: int) -> tuple[str, BankQuestion, int | None]:
    """An answer's text, the version of the question that it answers, and its score."""
    row = (
        Feedback.select(Feedback, Answer, InterviewQuestion, BankQuestion)
        .join(Answer)
        .join(InterviewQuestion)
        .join(BankQuestion)
        .where(Feedback.answer == answer_id)
        .get()
    )
    return row.answer.text, row.answer.interview_question.question, row.score


def replace_feedback(
    answer_id: int, *, score: int | None, grader_version: str, document: dict[str, Any], now: datetime
) -> None:
    """Put another grade in the place of an answer's."""
    Feedback.update(score=score, grader_version=grader_version, document=document, graded_at=now).where(
        Feedback.answer == answer_id
    ).execute()


def finish_interview(interview_id: int, now: datetime) -> bool:
    """End an active interview; False where it had ended before."""
    query = Interview.update(status="finished", finished_at=now)
    return bool(query.where(Interview.id == interview_id, Interview.status == "active").execute())
