"""Averages over graded answers: of one interview, and over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from statistics import fmean

from app.domain.feedback import Band, Dimensions, Feedback, band_of
from app.domain.interviews import AskedQuestion, Interview, Mode
from app.domain.profile import Level

WEAK_BELOW = 70
"""A skill whose average is lower than this is suggested for practice."""


@dataclass(frozen=True, slots=True)
class SkillScore:
    """How one skill fares: the mean score (0–100) over `answers` graded answers."""

    skill: str
    average: float
    answers: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One interview in figures. Averages are over graded answers alone; None where there is none."""

    interview: Interview
    average_score: float | None
    band: Band | None
    answered: int
    graded: int
    grader_version: str | None
    skills: tuple[SkillScore, ...]
    dimensions: Dimensions | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One interview in the list of past ones."""

    id: int
    date: datetime
    mode: Mode
    role: str
    level: Level
    status: str
    answered: int
    questions: int
    average_score: float | None
    grader_version: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to practise next, and why."""

    skill: str
    reason: str
    average: float
    missed_point: str | None


def summarise(interview: Interview) -> Summary:
    """The figures of one interview."""
    graded = on_one_scale(a.feedback for a in interview.answers if a.feedback)
    average = _mean(f.score for f in graded if f.score is not None)
    return Summary(
        interview=interview,
        average_score=average,
        band=None if average is None else band_of(round(average)),
        answered=len(interview.answers),
        graded=len(graded),
        grader_version=graded[-1].grader_version if graded else None,
        skills=skill_scores([interview]),
        dimensions=_mean_dimensions(graded),
    )


def on_one_scale(grades: Iterable[Feedback]) -> list[Feedback]:
    """The grades with a score by the version of the grader that gave the last one.

    Two versions are two scales: their scores are never averaged.
    """
    scored = [feedback for feedback in grades if feedback.score is not None]
    return [feedback for feedback in scored if feedback.grader_version == scored[-1].grader_version]


def history_line(interview: Interview) -> HistoryLine:
    """One interview as a line of the history."""
    summary = summarise(interview)
    return HistoryLine(
        id=interview.id,
        date=interview.started_at,
        mode=interview.mode,
        role=interview.role,
        level=interview.level,
        status=interview.status.value,
        answered=len(interview.answers),
        questions=len(interview.questions),
        average_score=summary.average_score,
        grader_version=summary.grader_version,
    )


def skill_scores(interviews: Sequence[Interview]) -> tuple[SkillScore, ...]:
    """The mean score of each skill over the answers graded on its latest scale, weakest first.

    `interviews` come newest first.
    """
    grades: dict[str, list[Feedback]] = defaultdict(list)
    for question, feedback in _graded(reversed(interviews)):
        grades[question.skill].append(feedback)
    scores = {
        skill: [f.score for f in on_one_scale(found) if f.score is not None]
        for skill, found in grades.items()
    }
    rows = [SkillScore(skill, fmean(values), len(values)) for skill, values in scores.items() if values]
    return tuple(sorted(rows, key=lambda row: (row.average, row.skill)))


def suggest(interviews: Sequence[Interview], limit: int = 3) -> tuple[Suggestion, ...]:
    """The weakest skills below `WEAK_BELOW`, each with its heaviest point missed last.

    `interviews` come newest first.
    """
    weak = [row for row in skill_scores(interviews) if row.average < WEAK_BELOW]
    return tuple(_suggestion(row, interviews) for row in weak[:limit])


def _suggestion(row: SkillScore, interviews: Sequence[Interview]) -> Suggestion:
    missed = _last_missed(row.skill, interviews)
    count = "one answer" if row.answers == 1 else f"{row.answers} answers"
    return Suggestion(row.skill, f"You average {row.average:.0f} over {count}.", row.average, missed)


def _last_missed(skill: str, interviews: Sequence[Interview]) -> str | None:
    for question, feedback in _graded(interviews):
        missed = [p for p in feedback.key_points if p.status in ("missed", "contradicted")]
        if question.skill == skill and missed:
            return max(missed, key=lambda point: point.weight).text
    return None


def _graded(interviews: Iterable[Interview]) -> Iterable[tuple[AskedQuestion, Feedback]]:
    for interview in interviews:
        for question in interview.questions:
            if question.answer and question.answer.feedback:
                yield question, question.answer.feedback


def _mean(values: Iterable[int]) -> float | None:
    numbers = list(values)
    return fmean(numbers) if numbers else None


def _mean_dimensions(graded: Sequence[Feedback]) -> Dimensions | None:
    if not graded:
        return None
    names = [field.name for field in fields(Dimensions)]
    return Dimensions(**{name: fmean(getattr(f.dimensions, name) for f in graded) for name in names})
