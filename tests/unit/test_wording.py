"""Feedback in words."""

from __future__ import annotations

import pytest

from app.domain.feedback import Evidence, Flag, KeyPointFeedback, Status
from app.domain.wording import ADVICE, MAX_QUOTE, count_connectives, improvements, strengths


def point(
    text: str, status: Status, weight: int = 1, credit: float = 0.0, quote: str = ""
) -> KeyPointFeedback:
    evidence = Evidence(0, len(quote), quote) if quote else None
    return KeyPointFeedback(text, weight, status, credit, evidence)


def test_strengths_quote_the_candidate_heaviest_point_first_and_three_at_most() -> None:
    points = [point(f"Point {w}.", Status.MET, w, 1.0, f"my words on {w}") for w in (1, 3, 2, 1)]
    first, *others = strengths(points)
    assert first == "“my words on 3” covers: Point 3."
    assert ["Point 2." in others[0], "Point 1." in others[1], len(others)] == [True, True, 2]


def test_only_points_that_were_met_are_strengths() -> None:
    assert strengths([point("A.", Status.PARTIAL, 3, 0.5, "half"), point("B.", Status.MISSED)]) == ()


def test_improvements_name_the_heaviest_points_short_of_met_and_two_at_most() -> None:
    points = [
        point("Light.", Status.MISSED, 1),
        point("Half.", Status.PARTIAL, 3, 0.5, "half"),
        point("Gone.", Status.MISSED, 3),
        point("Met.", Status.MET, 3, 1.0, "met"),
    ]
    assert improvements(points, ()) == ("Add this: Gone.", "Make this fuller: Half.")


def test_what_a_flag_asks_for_comes_first() -> None:
    first, second = improvements([point("Gone.", Status.MISSED)], (Flag.KEYWORD_LIST,))
    assert (first, second) == (ADVICE[Flag.KEYWORD_LIST], "Add this: Gone.")


def test_a_perfect_answer_needs_no_improvement() -> None:
    assert improvements([point("Met.", Status.MET, 1, 1.0, "met")], ()) == ()


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_has_advice(flag: Flag) -> None:
    assert ADVICE[flag].endswith(".")


@pytest.mark.parametrize("said", ["word " * 100, "x" * 400, "two\n  lines\tof words", "a b"])
def test_a_quote_is_one_short_line(said: str) -> None:
    (strength,) = strengths([point("P.", Status.MET, 1, 1.0, said)])
    quote = strength.removeprefix("“").partition("”")[0]
    assert 0 < len(quote) <= MAX_QUOTE
    assert "\n" not in quote and "  " not in quote
    assert quote.rstrip("…").split() == said.split()[: len(quote.rstrip("…").split())] or "x" * 100 in quote


def test_connectives_count_as_whole_words_in_any_case() -> None:
    assert (
        count_connectives("Because it rains, so that we wait. If not, then we go. For example: thence.") == 5
    )
    assert count_connectives("Thenceforth the stiff whiles; butter.") == 0
