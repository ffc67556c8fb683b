"""Interviews as a client of the REST interface holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.models import Answer, Feedback, Interview, InterviewQuestion
from tests.integration.house import Member

REQUEST = {"role": "Backend Engineer", "level": "junior", "skills": ["Python"], "question_count": 3}
GOOD = "A list can be changed after it was made, because it is mutable, whereas a tuple cannot."


@dataclass(frozen=True)
class Held:
    """An interview that a member began."""

    member: Member
    id: int
    questions: list[dict[str, Any]]

    @property
    def path(self) -> str:
        return f"/api/interviews/{self.id}"

    def write(self, number: int, text: str = GOOD) -> Any:
        """Answer the question at this place (from 0) in writing."""
        body = {"question_id": self.questions[number]["id"], "text": text}
        return self.member.http.post(f"{self.path}/answers", json=body)

    def say(self, number: int, audio: bytes) -> Any:
        """Answer the question at this place by voice."""
        form = {"question_id": str(self.questions[number]["id"])}
        return self.member.http.post(f"{self.path}/answers", data=form, files={"audio": ("a.wav", audio)})

    def rows(self) -> tuple[int, int]:
        """How many answers and grades the database holds of it."""
        answers = Answer.select().join(InterviewQuestion).where(InterviewQuestion.interview == self.id)
        grades = Feedback.select().join(Answer).join(InterviewQuestion)
        return answers.count(), grades.where(InterviewQuestion.interview == self.id).count()


def begin(member: Member, **changed: Any) -> Held:
    """Begin an interview."""
    answer = member.http.post("/api/interviews", json={**REQUEST, **changed})
    assert answer.status_code == 201, answer.text
    return Held(member, answer.json()["id"], answer.json()["questions"])


def interviews_of(member: Member) -> int:
    """How many interviews the database holds of the member."""
    return Interview.select().where(Interview.user == member.id).count()
