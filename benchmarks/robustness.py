"""What moves a grade: `python -m benchmarks.robustness [--json OUT]`.

Over one in five of the labelled answers of `training/answers` and the bank's references: speech recognition
errors at 10 and 20 % word error rate, the same answer told otherwise, a sentence left out, a missed point
added; and how long a grade takes against one bare pass of the encoder over the same text.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from statistics import fmean, median

import numpy as np

from app.domain.feedback import Feedback, Status
from app.domain.questions import Question
from app.services.bank import read_bank
from app.services.grader import load_grader
from app.services.grading import Grading
from benchmarks.agreement import pearson
from benchmarks.gaming import Attempt, grade_all
from benchmarks.report import parser, show, write
from benchmarks.variants import LITTLE, misheard, without_a_sentence
from serving.client import LocalModels
from serving.settings import ServingArgs
from training.lessons import read_answers

SEED = 3
EVERY = 5
"""One in so many; six answers a question, so all styles come up."""

RATES = (0.10, 0.20)
RAISED = 0
"""Points that a grade may rise when something is left out, before it counts as raised."""

ROUNDS = 40
WORDS = 80


def main() -> None:
    """Vary, grade, print, and write where asked."""
    options = parser(__doc__).parse_args()
    models = LocalModels(ServingArgs(whisper_model="none"))
    bank = {question.id: question for question in read_bank()}
    said = [(bank[entry["question"]], entry["answer"]) for entry in read_answers()][::EVERY]
    whole = [(question, question.reference_answer) for question in bank.values()][::EVERY]
    clean = graded(said, models)
    figures = {
        **recognition(said, clean, models),
        **retold(said, clean, models),
        **left_out([*said, *whole], models),
        **added(said, clean, models),
        **speed(said, models),
    }
    show("Robustness", {name: f"{value:.3f}" for name, value in figures.items()})
    write(options.json, "robustness", figures)


def graded(pairs: Sequence[tuple[Question, str]], models: LocalModels) -> list[Feedback]:
    """The feedback on each answer."""
    return list(
        grade_all([Attempt("", question, answer) for question, answer in pairs], models, load_grader())
    )


def scores(grades: Sequence[Feedback]) -> np.ndarray:
    """Scores 0–100; what cannot be graded counts as 0."""
    return np.array([float(feedback.score or 0) for feedback in grades])


def recognition(
    said: Sequence[tuple[Question, str]], clean: Sequence[Feedback], models: LocalModels
) -> dict[str, float]:
    """Correlation of the scores with and without recognition errors, and the mean points lost."""
    found = {}
    for rate in RATES:
        rng = random.Random(SEED)
        noisy = scores(graded([(question, misheard(answer, rate, rng)) for question, answer in said], models))
        found[f"r(clean, {rate:.0%} word errors)"] = pearson(scores(clean), noisy)[0]
        found[f"points lost at {rate:.0%}"] = float((scores(clean) - noisy).mean())
    return found


def retold(
    said: Sequence[tuple[Question, str]], clean: Sequence[Feedback], models: LocalModels
) -> dict[str, float]:
    """Mean points by which the same answer, told otherwise, is graded differently."""
    found = {}
    for name, change in LITTLE.items():
        rng = random.Random(SEED)
        other = scores(graded([(question, change(answer, rng)) for question, answer in said], models))
        found[f"points moved by {name}"] = float(np.abs(scores(clean) - other).mean())
    return found


def left_out(said: Sequence[tuple[Question, str]], models: LocalModels) -> dict[str, float]:
    """How often the score rises when the sentence that made a key point is left out.

    Counted are sentences that hold the evidence of a point met, where the point is no longer met without it.
    """
    before = graded(said, models)
    tried, owner = [], []
    for place, (question, answer) in enumerate(said):
        for shorter in without_a_sentence(answer):
            tried.append((question, shorter))
            owner.append(place)
    raised, lost, by = 0, 0, []
    for place, feedback in zip(owner, graded(tried, models), strict=True):
        pairs = zip(before[place].key_points, feedback.key_points, strict=True)
        if not any(a.status is Status.MET and b.status is not Status.MET for a, b in pairs):
            continue
        lost += 1
        rise = (feedback.score or 0) - (before[place].score or 0)
        raised += rise > RAISED
        by += [rise] if rise > RAISED else []
    return {
        "key points dropped": float(lost),
        "dropping a key point raises the score": raised / max(1, lost),
        "and then by points": fmean(by) if by else 0.0,
    }


def added(
    said: Sequence[tuple[Question, str]], clean: Sequence[Feedback], models: LocalModels
) -> dict[str, float]:
    """How often the score falls when a missed point is added in the bank's own words."""
    tried, before = [], []
    for (question, answer), feedback in zip(said, clean, strict=True):
        missed = [point.text for point in feedback.key_points if point.status is Status.MISSED]
        if missed:
            tried.append((question, f"{answer.rstrip('. ')}. {missed[0]}"))
            before.append(feedback.score or 0)
    after = scores(graded(tried, models))
    return {"adding a missed point lowers the score": float((after < np.array(before)).mean())}


def speed(said: Sequence[tuple[Question, str]], models: LocalModels) -> dict[str, float]:
    """Milliseconds, p50, of grading an answer of about 80 words and of one bare pass over the same text."""
    grading = Grading(models)
    chosen = sorted(said, key=lambda pair: abs(len(pair[1].split()) - WORDS))[:ROUNDS]
    whole, bare = [], []
    for question, answer in chosen:
        grading.grade(question, "Warm.")
        began = time.perf_counter()
        grading.grade(question, answer)
        middle = time.perf_counter()
        models.embed([answer])
        whole.append(1000 * (middle - began))
        bare.append(1000 * (time.perf_counter() - middle))
    return {
        "grading, ms": median(whole),
        "one bare pass, ms": median(bare),
        "grading / bare pass": median(a / b for a, b in zip(whole, bare, strict=True)),
    }


if __name__ == "__main__":
    main()
