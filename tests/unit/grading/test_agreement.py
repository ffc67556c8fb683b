"""The figures of agreement, against values worked out by hand, and what a file must be like."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from benchmarks.agreement import macro_f1, pearson, quadratic_weighted_kappa, rmse
from benchmarks.grading import BadFile, folds, questions_of, read

HEADER = "dataset,question_id,question,reference,answer,score,label\n"


def test_pearson_with_its_interval() -> None:
    x, y = np.array([0.0, 0.2, 0.4, 0.6, 0.8]), np.array([0.0, 0.4, 0.2, 0.8, 0.6])
    r, low, high = pearson(x, y)
    assert r == pytest.approx(0.8)
    assert (low, high) == pytest.approx((math.tanh(math.atanh(0.8) - 1.96 / math.sqrt(2)), 0.986), abs=2e-3)
    assert all(map(math.isnan, pearson(np.ones(5), y)))


def test_rmse_is_in_the_unit_of_the_scores() -> None:
    assert rmse(np.array([0.5, 0.5]), np.array([0.1, 0.9])) == pytest.approx(0.4)


def test_kappa_is_one_for_equals_and_zero_for_chance() -> None:
    scores = np.array([0.0, 0.2, 0.6, 1.0])
    assert quadratic_weighted_kappa(scores, scores) == pytest.approx(1.0)
    crossed = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
    assert quadratic_weighted_kappa(*crossed) == pytest.approx(0.0)


def test_macro_f1_weighs_classes_alike() -> None:
    assert macro_f1(["a", "a", "a", "b"], ["a", "a", "b", "b"]) == pytest.approx((0.8 + 2 / 3) / 2)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("dataset,question_id,question,answer,score\n", "'reference' is missing"),
        (HEADER + "d,1,Why?,Because.,So.,nan,\n", "line 2: the score 'nan'"),
        (HEADER + "d,1,Why?,Because.,So.,,\n", "line 2: the score ''"),
        (HEADER + "d,1,Why?,Because.,So.,7,\n", "line 2: the score '7'"),
        (HEADER + "d,1,Why?,,So.,0.5,\n", "line 2: a question and a reference"),
    ],
)
def test_a_file_that_cannot_be_graded_says_where_and_why(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadFile, match=message):
        read(path)


def test_alternatives_are_questions_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(HEADER + "d,1,Why?,Because it is open. || It has a gap.,,0,incorrect\n", encoding="utf-8")
    columns, [row] = read(path)
    assert columns[-1] == "label" and row["answer"] == ""
    assert [q.reference_answer for q in questions_of(row)] == ["Because it is open.", "It has a gap."]


def test_every_data_set_is_spread_over_the_folds() -> None:
    fold = folds([f"{name} {number}" for name in ("a", "b") for number in range(20)])
    assert all(len({fold[f"{name} {n}"] for n in range(20)}) == 10 for name in ("a", "b"))
