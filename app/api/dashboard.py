"""The dashboard and the daily challenge."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.api.access import CurrentUser, ServicesDep
from app.api.schemas import FeedbackOut, QuestionOut, SkillScoreOut
from app.services.dashboard import DailyChallenge, Overview

router = APIRouter(prefix="/api", tags=["dashboard"])


class HistoryOut(BaseModel):
    """One interview in the list of past ones; the average is null where nothing is graded."""

    id: int
    date: datetime
    role: str
    level: str
    mode: str
    status: str
    answered: int
    questions: int
    average_score: float | None


class SuggestionOut(BaseModel):
    """What to practise next, and why."""

    skill: str
    reason: str
    average: float
    missed_point: str | None


class MetricsOut(BaseModel):
    """Averages by skill, the weakest first."""

    skills: list[SkillScoreOut]


class DashboardOut(BaseModel):
    """Everything the dashboard shows."""

    interviews: list[HistoryOut]
    metrics: MetricsOut
    suggestions: list[SuggestionOut]

    @classmethod
    def of(cls, overview: Overview) -> DashboardOut:
        """The body that shows a dashboard."""
        return cls.model_validate(
            {
                "interviews": overview.history,
                "metrics": {"skills": overview.skills},
                "suggestions": overview.suggestions,
            },
            from_attributes=True,
        )


class DailyChallengeOut(BaseModel):
    """The question of the day (UTC), with the feedback once it is answered."""

    date: date
    interview_id: int
    question: QuestionOut
    feedback: FeedbackOut | None

    @classmethod
    def of(cls, daily: DailyChallenge) -> DailyChallengeOut:
        """The body that shows a challenge."""
        question = daily.interview.questions[0]
        graded = question.answer is not None and question.answer.feedback is not None
        return cls(
            date=daily.day,
            interview_id=daily.interview.id,
            question=QuestionOut.model_validate(question, from_attributes=True),
            feedback=FeedbackOut.of(question) if graded else None,
        )


class ChallengeAnswer(BaseModel):
    """An answer in writing."""

    text: str = Field(examples=["Idempotent means that …"])


@router.get("/dashboard")
def dashboard(user: CurrentUser, services: ServicesDep) -> DashboardOut:
    """History, figures and suggestions."""
    return DashboardOut.of(services.dashboard.overview(user.id))


@router.get("/daily-challenge")
def daily_challenge(user: CurrentUser, services: ServicesDep) -> DailyChallengeOut:
    """Today's question."""
    return DailyChallengeOut.of(services.dashboard.daily_challenge(user.id))


@router.post("/daily-challenge/answers", status_code=201)
def answer_challenge(body: ChallengeAnswer, user: CurrentUser, services: ServicesDep) -> FeedbackOut:
    """Answer today's question."""
    interview = services.dashboard.daily_challenge(user.id).interview
    return FeedbackOut.of(
        services.interviews.answer(user.id, interview.id, interview.questions[0].id, body.text)
    )
