"""Averages over graded answers: of one interview, and over time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.feedback import Band, Dimensions, Feedback, KeyPointFeedback, Status, band_of
from app.domain.interviews import Answer, AskedQuestion, Interview, InterviewStatus, Mode, Source
from app.domain.profile import Level
from app.domain.progress import WEAK_BELOW, SkillScore, history_line, skill_scores, suggest, summarise
from app.domain.questions import Kind

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
UNGRADED, UNANSWERED, NO_SCORE = "ungraded", "unanswered", None

Outcome = int | str | None


def feedback(score: int | None, *missed: tuple[str, int, Status], grader: str = "test") -> Feedback:
    view = 0.0 if score is None else score / 100
    points = tuple(KeyPointFeedback(text, weight, status, 0, None) for text, weight, status in missed)
    band = None if score is None else band_of(score)
    return Feedback(score, band, 0.5, Dimensions(view, 1, 0, 0.5, 0.25), points, (), (), "", (), grader)


def asked(position: int, skill: str, outcome: Outcome, *missed: tuple[str, int, Status]) -> AskedQuestion:
    graded = None if isinstance(outcome, str) else feedback(outcome, *missed)
    answer = Answer(position, "said", Source.TEXT, None, NOW, graded)
    return AskedQuestion(
        position, position, "Why?", Kind.CONCEPT, skill, Level.MID, None if outcome == UNANSWERED else answer
    )


def interview(*questions: AskedQuestion, number: int = 1) -> Interview:
    started = NOW - timedelta(days=number)
    return Interview(
        number,
        InterviewStatus.FINISHED,
        Mode.PRACTICE,
        "Developer",
        Level.MID,
        "",
        (),
        started,
        NOW,
        questions,
    )


def scored(*outcomes: tuple[str, Outcome]) -> Interview:
    return interview(*(asked(n, skill, outcome) for n, (skill, outcome) in enumerate(outcomes, 1)))


def graded_by(*grades: tuple[int, str], number: int = 1) -> Interview:
    """An interview on git; scores and the versions that gave them."""
    return interview(
        *(
            AskedQuestion(
                n, n, "Why?", Kind.CONCEPT, "git", Level.MID,
                Answer(n, "said", Source.TEXT, None, NOW, feedback(score, grader=grader)),
            )
            for n, (score, grader) in enumerate(grades, 1)
        ),
        number=number,
    )  # fmt: skip


def test_scores_of_two_graders_are_never_averaged() -> None:
    mixed = graded_by((20, "old"), (70, "new"), (90, "new"))
    assert (summarise(mixed).average_score, summarise(mixed).graded) == (80, 2)
    assert history_line(mixed).grader_version == "new"
    older = graded_by((10, "old"), (30, "old"), number=9)
    assert history_line(older).grader_version == "old"
    assert skill_scores([mixed, older]) == (SkillScore("git", 80, 2),)


def test_an_average_is_over_graded_answers_alone() -> None:
    summary = summarise(
        scored(("git", 80), ("git", UNGRADED), ("sql", UNANSWERED), ("sql", NO_SCORE), ("sql", 51))
    )
    assert summary.average_score == 65.5
    assert (summary.answered, summary.graded) == (4, 2)
    assert summary.band is Band.SOLID
    assert summary.dimensions == Dimensions(pytest.approx(0.655), 1, 0, 0.5, 0.25)


@pytest.mark.parametrize("outcomes", [(), (("git", UNANSWERED),), (("git", UNGRADED),), (("git", NO_SCORE),)])
def test_without_a_graded_answer_there_is_no_average(outcomes: tuple[tuple[str, Outcome], ...]) -> None:
    summary = summarise(scored(*outcomes))
    assert (summary.average_score, summary.band, summary.dimensions, summary.skills) == (None, None, None, ())


def test_a_score_of_zero_is_a_grade() -> None:
    summary = summarise(scored(("git", 0)))
    assert (summary.average_score, summary.band, summary.graded) == (0, Band.STARTING, 1)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20))
def test_an_average_lies_between_the_lowest_and_the_highest_score(scores: list[int]) -> None:
    average = summarise(scored(*(("git", score) for score in scores))).average_score
    assert average is not None
    assert min(scores) - 1e-9 <= average <= max(scores) + 1e-9


def test_skills_come_weakest_first_over_all_interviews_and_ties_by_name() -> None:
    rows = skill_scores(
        [scored(("sql", 90), ("git", 40)), scored(("git", 60), ("css", 50), ("api", UNGRADED))]
    )
    assert [(row.skill, row.average, row.answers) for row in rows] == [
        *(("css", 50, 1), ("git", 50, 2), ("sql", 90, 1))
    ]


def test_a_line_of_the_history_carries_the_average() -> None:
    line = history_line(scored(("git", 70), ("git", 80), ("sql", UNANSWERED)))
    assert (line.average_score, line.answered, line.questions, line.status) == (75, 2, 3, "finished")


def test_the_weakest_skills_are_suggested_three_at_most() -> None:
    history = [scored(("a", 69), ("b", 10), ("c", 30), ("d", 20), ("e", WEAK_BELOW), ("f", 95))]
    assert [suggestion.skill for suggestion in suggest(history)] == ["b", "d", "c"]
    assert [suggestion.skill for suggestion in suggest(history, limit=9)] == ["b", "d", "c", "a"]
    assert suggest([]) == ()


def test_a_suggestion_says_why_and_what_was_missed_last() -> None:
    older = interview(asked(1, "git", 20, ("Old and heavy.", 3, Status.MISSED)), number=2)
    newer = interview(
        asked(1, "git", 41, ("Light.", 1, Status.MISSED), ("Wrong.", 2, Status.CONTRADICTED)),
        asked(2, "sql", 100, ("Elsewhere.", 3, Status.MISSED)),
    )
    (suggestion,) = suggest([newer, older])
    assert (suggestion.skill, suggestion.missed_point) == ("git", "Wrong.")
    assert suggestion.reason == "You average 30 over 2 answers."


def test_an_interview_without_misses_leaves_the_word_to_an_older_one() -> None:
    older = interview(asked(1, "git", 20, ("Missed before.", 1, Status.MISSED)), number=2)
    newer = interview(asked(1, "git", 60, ("Half.", 3, Status.PARTIAL)))
    (suggestion,) = suggest([newer, older])
    assert suggestion.missed_point == "Missed before."


def test_a_weak_skill_without_a_missed_point_is_suggested_all_the_same() -> None:
    (suggestion,) = suggest([scored(("git", 50))])
    assert (suggestion.missed_point, suggestion.reason) == (None, "You average 50 over one answer.")
