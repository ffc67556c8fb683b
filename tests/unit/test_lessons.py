"""The labelled answers are whole: a slip in a label would be taught."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from training.lessons import CREDIT, MARKS, Lesson, lessons, read_graded

ENTRIES = read_graded()


@pytest.fixture(scope="module")
def taught() -> list[Lesson]:
    return lessons()


def test_no_question_stands_there_twice() -> None:
    counts = Counter(entry["question"].lower() for entry in ENTRIES)
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("shelf", sorted({entry["shelf"] for entry in ENTRIES}))
def test_every_answer_is_labelled_in_the_manner_of_its_shelf(shelf: str) -> None:
    def whole(entry: dict[str, Any], answer: dict[str, Any]) -> bool:
        if not answer["text"].strip() or not 0 <= answer["score"] <= 1:
            return False
        if "key_points" not in entry:
            return answer["label"] in MARKS
        return len(answer["statuses"]) == len(entry["key_points"]) and set(answer["statuses"]) <= set(CREDIT)

    own = [entry for entry in ENTRIES if entry["shelf"] == shelf]
    odd = [(e["question"], a["text"]) for e in own for a in e["answers"] if not whole(e, a)]
    assert odd == [] and all(len(entry["answers"]) >= 6 for entry in own)


def test_marks_follow_labels() -> None:
    """On average: a partial answer earns less than a right one and more than a wrong one."""
    scores: dict[str, list[float]] = {label: [] for label in MARKS}
    for entry in ENTRIES:
        for answer in entry["answers"]:
            if "label" in answer:
                scores[answer["label"]].append(answer["score"])
    assert min(scores["correct"]) > max(scores["contradictory"])
    means = [sum(scores[label]) / len(scores[label]) for label in MARKS]
    assert means == sorted(means, reverse=True)


def test_everything_sought_is_a_chance_or_untold(taught: list[Lesson]) -> None:
    for lesson in taught:
        assert lesson.sought
        for sought in lesson.sought:
            told = (sought.credit, sought.contradiction, sought.lenient, sought.contrived)
            assert all(value is None or 0 <= value <= 1 for value in told)


def test_the_lessons_are_the_same_every_time(taught: list[Lesson]) -> None:
    assert lessons() == taught
