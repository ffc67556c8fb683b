"""Attempts to fool the grader: `python -m benchmarks.gaming [FILE.csv…] [--json OUT]`.

Every family of `benchmarks.attacks` over every question of the bank and of the files given; reported is the
share that passes (score 60 or more), and what the defence costs honest answers: points lost, on average, by
the labelled answers of `training/answers` and by the files' own.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from app.domain.feedback import Feedback
from app.domain.grading.grade import grade
from app.domain.questions import Question
from app.services.bank import read_bank
from app.services.grader import Grader, load_grader
from benchmarks.attacks import FAMILIES, Target
from benchmarks.grading import heard_of, questions_of, read
from benchmarks.report import parser, show, write
from serving.client import LocalModels, Models
from serving.settings import ServingArgs
from training.lessons import read_answers

PASSING = 60
SEED = 1
HONEST_A_QUESTION = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer to a question, and its family; honest ones are of none."""

    family: str
    question: Question
    answer: str


def main() -> None:
    """Attack, print, and write where asked."""
    options = arguments().parse_args()
    models, grader = LocalModels(ServingArgs(whisper_model="none")), load_grader()
    bank = read_bank()
    figures = {"bank": measure([*attempts(bank), *honest_of_bank(bank)], models, grader)}
    for path in options.files:
        rows = read(path)[1]
        asked = {row["question_id"] + row["dataset"]: questions_of(row)[0] for row in rows}
        honest = honest_of_rows(rows)
        figures[path.stem] = measure([*attempts(tuple(asked.values())), *honest], models, grader)
    for name, values in figures.items():
        show(f"{name}: share passing, by family", table(values))
    write(options.json, "gaming", figures)


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    made = parser(__doc__)
    made.add_argument(
        "files", nargs="*", type=Path, metavar="FILE.csv", help="attack their questions as well"
    )
    return made


def attempts(questions: Sequence[Question], families: Sequence[str] = tuple(FAMILIES)) -> Iterator[Attempt]:
    """Every family's answer to every question; the same every time."""
    rng = random.Random(SEED)
    for place, question in enumerate(questions):
        other = questions[(place + len(questions) // 2) % len(questions)].reference_answer
        target = Target(question.text, question.reference_answer, other)
        for family in families:
            yield Attempt(family, question, FAMILIES[family](target, rng))


def honest_of_bank(bank: Sequence[Question]) -> Iterator[Attempt]:
    """The answers that we wrote and labelled."""
    asked = {question.id: question for question in bank}
    for entry in read_answers():
        yield Attempt("", asked[entry["question"]], entry["answer"])


def honest_of_rows(rows: Sequence[dict[str, str]]) -> Iterator[Attempt]:
    """The first answers to each question of a file."""
    taken: dict[str, int] = {}
    for row in rows:
        group = row["dataset"] + row["question_id"]
        taken[group] = taken.get(group, 0) + 1
        if taken[group] <= HONEST_A_QUESTION:
            yield Attempt("", questions_of(row)[0], row["answer"])


def measure(tried: Sequence[Attempt], models: Models, grader: Grader) -> dict[str, float]:
    """The share that passes of each family, and the points that the defence costs honest answers."""
    grades = list(zip(tried, grade_all(tried, models, grader), strict=True))
    families = dict.fromkeys(attempt.family for attempt in tried if attempt.family)
    passing = {
        family: fmean((f.score or 0) >= PASSING for attempt, f in grades if attempt.family == family)
        for family in families
    }
    lost = fmean(points_lost(f) for attempt, f in grades if not attempt.family)
    return {**passing, "worst family": max(passing.values()), "honest loss": lost}


def grade_all(tried: Sequence[Attempt], models: Models, grader: Grader) -> Iterator[Feedback]:
    """Every attempt's feedback; the models are asked first, of all together."""
    said = heard_of(((attempt.question, attempt.answer) for attempt in tried), models)
    for attempt in tried:
        yield grade(attempt.question, attempt.answer, *said, grader.head, grader.version)


def points_lost(feedback: Feedback) -> float:
    """What flags, caps and the suspicion of contrivance took from the credit earned, in points."""
    return max(0.0, 100 * feedback.dimensions.coverage - (feedback.score or 0) - 0.5)


def table(values: Mapping[str, float]) -> dict[str, str]:
    """The figures as people read them."""
    return {
        name: f"{value:.2f} points" if name == "honest loss" else f"{100 * value:.1f} %"
        for name, value in values.items()
    }


if __name__ == "__main__":
    main()
