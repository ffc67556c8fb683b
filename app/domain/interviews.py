"""An interview as it stands: what was asked, what was answered, how it was graded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.feedback import Feedback
from app.domain.profile import Level
from app.domain.questions import Kind


class InterviewStatus(StrEnum):
    """Whether an interview still takes answers."""

    ACTIVE = "active"
    FINISHED = "finished"


class Mode(StrEnum):
    """Why the interview is held: rehearsal at will, or the question of the day."""

    PRACTICE = "practice"
    DAILY = "daily"


class Source(StrEnum):
    """How an answer was given."""

    TEXT = "text"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered. `transcript` is what was heard of a spoken answer, before any correction.

    `feedback` is None until the answer is graded.
    """

    id: int
    text: str
    source: Source
    transcript: str | None
    answered_at: datetime
    feedback: Feedback | None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question in its place in one interview; `position` counts from 1."""

    id: int
    position: int
    text: str
    kind: Kind
    skill: str
    level: Level
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview of one candidate; times are UTC."""

    id: int
    status: InterviewStatus
    mode: Mode
    role: str
    level: Level
    job_description: str
    skills: tuple[str, ...]
    started_at: datetime
    finished_at: datetime | None
    questions: tuple[AskedQuestion, ...]

    @property
    def current(self) -> AskedQuestion | None:
        """The first question without an answer; None when all are answered."""
        return next((q for q in self.questions if q.answer is None), None)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every answer given, in the order of the questions."""
        return tuple(q.answer for q in self.questions if q.answer is not None)
