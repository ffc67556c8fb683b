"""The JSON of interviews and their feedback."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from app.domain.feedback import Band, Flag, Status
from app.domain.interviews import AskedQuestion, Interview, InterviewStatus, Mode, Source
from app.domain.profile import Level
from app.domain.progress import Summary
from app.domain.questions import Kind


class EvidenceOut(BaseModel):
    """The words of the answer that decided: characters `start` to `end`."""

    start: int
    end: int
    text: str


class KeyPointOut(BaseModel):
    """One thing a good answer says, and whether this one did."""

    text: str
    weight: int
    status: Status
    evidence: EvidenceOut | None


class DimensionsOut(BaseModel):
    """Five views of the answer, each 0–1."""

    coverage: float
    relevance: float
    specificity: float
    structure: float
    clarity: float


class FeedbackOut(BaseModel):
    """A grade with its reasons; `score` is null where there is not enough to grade."""

    answer_id: int
    transcript: str
    score: int | None = Field(ge=0, le=100)
    band: Band | None
    keyword_coverage: float
    dimensions: DimensionsOut
    key_points: list[KeyPointOut]
    strengths: list[str]
    improvements: list[str]
    model_answer: str
    flags: list[Flag]
    delivery: dict[str, Any] | None = None
    follow_up: dict[str, Any] | None = None
    grader_version: str

    @classmethod
    def of(cls, question: AskedQuestion) -> FeedbackOut:
        """The feedback on a question that was answered and graded."""
        answer = question.answer
        assert answer is not None and answer.feedback is not None
        return cls.model_validate(
            {
                "answer_id": answer.id,
                "transcript": answer.text,
                **{name: getattr(answer.feedback, name) for name in FEEDBACK_FIELDS},
            },
            from_attributes=True,
        )


FEEDBACK_FIELDS = set(FeedbackOut.model_fields) - {"answer_id", "transcript", "delivery", "follow_up"}


class QuestionOut(BaseModel):
    """A question as it is asked; its reference answer stays hidden."""

    id: int
    position: int
    text: str
    kind: Kind
    skill: str
    level: Level


class AnswerOut(BaseModel):
    """What was answered; `feedback` is null until it is graded."""

    id: int
    question_id: int
    text: str
    source: Source
    answered_at: datetime
    feedback: FeedbackOut | None

    @classmethod
    def of(cls, question: AskedQuestion) -> AnswerOut:
        """The answer of a question that has one."""
        answer = question.answer
        assert answer is not None
        return cls(
            id=answer.id,
            question_id=question.id,
            text=answer.text,
            source=answer.source,
            answered_at=answer.answered_at,
            feedback=FeedbackOut.of(question) if answer.feedback else None,
        )


class InterviewOut(BaseModel):
    """One interview with its questions and what was answered so far."""

    id: int
    status: InterviewStatus
    mode: Mode
    role: str
    level: Level
    job_description: str
    skills: list[str]
    started_at: datetime
    finished_at: datetime | None
    questions: list[QuestionOut]
    answers: list[AnswerOut]

    @classmethod
    def of(cls, interview: Interview) -> InterviewOut:
        """The body that shows an interview."""
        plain = {
            name: getattr(interview, name)
            for name in cls.model_fields
            if name not in ("questions", "answers")
        }
        return cls(
            **plain,
            questions=[QuestionOut.model_validate(q, from_attributes=True) for q in interview.questions],
            answers=[AnswerOut.of(q) for q in interview.questions if q.answer],
        )


class SkillScoreOut(BaseModel):
    """The mean score (0–100) on one skill."""

    skill: str
    average: float
    answers: int


class SummaryOut(BaseModel):
    """One interview in figures; null where nothing is graded."""

    interview: InterviewOut
    average_score: float | None
    band: Band | None
    answered: int
    graded: int
    skills: list[SkillScoreOut]
    dimensions: DimensionsOut | None

    @classmethod
    def of(cls, summary: Summary) -> SummaryOut:
        """The body that shows a summary."""
        plain = {name: getattr(summary, name) for name in cls.model_fields if name != "interview"}
        return cls.model_validate(
            {"interview": InterviewOut.of(summary.interview), **plain}, from_attributes=True
        )
