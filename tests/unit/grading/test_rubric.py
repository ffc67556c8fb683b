"""What a question is graded by."""

from __future__ import annotations

import pytest

from app.domain.grading.rubric import STAR, rubric_of
from app.domain.profile import Level
from app.domain.questions import KeyPoint, Kind, Question
from training.lessons import read_graded

OWN = (KeyPoint("It says so.", 3),)


def question(kind: Kind, key_points: tuple[KeyPoint, ...] = ()) -> Question:
    return Question("x-y", "x", kind, Level.MID, "Why?", "The bulb lit up. Then the wire broke.", key_points)


@pytest.mark.parametrize("kind", Kind)
def test_a_question_with_key_points_is_graded_by_them(kind: Kind) -> None:
    assert rubric_of(question(kind, OWN)) == OWN


def test_a_behavioural_question_is_graded_as_a_story() -> None:
    assert rubric_of(question(Kind.BEHAVIOURAL)) == STAR


def test_any_other_is_graded_by_the_sentences_of_its_reference() -> None:
    points = rubric_of(question(Kind.CONCEPT))
    assert [point.text for point in points] == ["The bulb lit up.", "Then the wire broke."]


def test_the_reader_was_taught_the_very_points_of_a_story() -> None:
    taught = {tuple(e["key_points"]) for e in read_graded() if e["shelf"] == "behaviour"}
    assert taught == {tuple(point.text for point in STAR)}
