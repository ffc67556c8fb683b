"""Grading old answers again after the grader has changed, so that all scores are on one scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peewee import Database

from app.services.bank import to_question
from app.services.clock import Clock
from app.services.grader import grader_version
from app.services.grading import Grading
from app.services.interview_rows import feedback_adapter
from db import interviews as queries


@dataclass(frozen=True, slots=True)
class Regraded:
    """One answer that was graded again: what it scored before and now, None where it could not be graded."""

    answer_id: int
    before: int | None
    after: int | None


class Regrading:
    """Replaces the grades of other versions; one that is under way can be stopped and begun again."""

    def __init__(self, database: Database, grading: Grading, clock: Clock) -> None:
        self._database = database
        self._grading = grading
        self._clock = clock

    def outdated(self) -> list[int]:
        """The answers whose grade is of another version, the oldest first."""
        with self._database.connection_context():
            return queries.answers_graded_otherwise(grader_version())

    def regrade(self) -> Iterator[Regraded]:
        """Grade each of `outdated` again, and keep each grade before the next is made.

        Raises GradingUnavailable or Overloaded; what was graded until then stays.
        """
        for answer_id in self.outdated():
            with self._database.connection_context():
                text, question, before = queries.graded_answer(answer_id)
            feedback = self._grading.grade(to_question(question), text)
            with self._database.connection_context():
                queries.replace_feedback(
                    answer_id,
                    score=feedback.score,
                    grader_version=feedback.grader_version,
                    document=feedback_adapter.dump_python(feedback, mode="json"),
                    now=self._clock(),
                )
            yield Regraded(answer_id, before, feedback.score)
