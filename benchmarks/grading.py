"""Agreement with people: grade files of human-graded answers with the product's own grader.

    python -m benchmarks.grading FILE.csv… [--predictions OUT.csv] [--json OUT] [--cross-validate]

Columns: dataset, question_id, question, reference (alternatives joined by ` || `), answer, score (0–1), and
where there are any, label. Nothing is learned from the files, except with --cross-validate: then each
question is graded by a grader that was trained on the other questions alone, which is the honest figure for
the files the grader was trained on.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.feedback import Feedback, Status
from app.domain.grading.grade import answer_readings, answer_texts, grade, question_texts
from app.domain.grading.head import Head
from app.domain.grading.passages import Embeddings
from app.domain.grading.reading import Findings
from app.domain.profile import Level
from app.domain.questions import Kind, Question
from app.services.grader import Grader, load_grader
from benchmarks.agreement import macro_f1, pearson, quadratic_weighted_kappa, rmse
from benchmarks.report import parser, show, write
from serving.client import LocalModels, Models
from serving.schemas import Reading
from serving.settings import ServingArgs
from training.figures import embed, read_all

COLUMNS = ("dataset", "question_id", "question", "reference", "answer", "score")
CORRECT_FROM = 0.5
"""A prediction from which an answer counts as correct; people's scores of such files are 0 or 1."""

FOLDS = 10
Row = dict[str, str]
Heard = tuple[Embeddings, Findings]


class BadFile(SystemExit):
    """A file cannot be graded; says which line and why."""


def main() -> None:
    """Grade, print, and write where asked."""
    options = arguments().parse_args()
    files = [read(path) for path in options.files]
    rows = [row for _, found in files for row in found]
    columns = list(dict.fromkeys(name for names, _ in files for name in names))
    models = LocalModels(ServingArgs(whisper_model="none"))
    if options.cross_validate:
        grades = cross_validated(rows, models, options.cache)
    else:
        grades = graded(rows, models, load_grader())
    outcome = [prediction(feedback) for feedback in grades]
    figures = {name: figures_of(picked, outcome, grades) for name, picked in datasets(rows).items()}
    for name, values in figures.items():
        show(f"{name}{' (cross-validated by question)' if options.cross_validate else ''}", table(values))
    if options.predictions:
        write_predictions(options.predictions, columns, rows, grades, outcome)
    write(options.json, "grading", {"cross_validated": options.cross_validate, "datasets": figures})


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    made = parser(__doc__)
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.add_argument("files", nargs="+", type=Path, metavar="FILE.csv")
    made.add_argument("--predictions", type=Path, metavar="OUT.csv", help="write the rows with their grades")
    made.add_argument("--cross-validate", action="store_true", help="train on other questions, test on these")
    made.add_argument("--cache", type=Path, help="a folder that keeps what the models said, to train from")
    return made


def read(path: Path) -> tuple[list[str], list[Row]]:
    """A file's columns and rows; BadFile for a missing column or a score that is no number of 0–1."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        if missing := [name for name in COLUMNS if name not in columns]:
            raise BadFile(
                f"{path}: the column {missing[0]!r} is missing; there must be {', '.join(COLUMNS)}."
            )
        rows = [{name: value or "" for name, value in row.items() if name} for row in reader]
    for number, row in enumerate(rows, start=2):
        if not 0 <= _number(row["score"]) <= 1:
            raise BadFile(f"{path}, line {number}: the score {row['score']!r} is no number from 0 to 1.")
        if not row["reference"].strip() or not row["question"].strip():
            raise BadFile(f"{path}, line {number}: a question and a reference answer are needed to grade.")
    return columns, rows


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def questions_of(row: Row) -> tuple[Question, ...]:
    """One question for each alternative reference answer; their key points are derived."""
    return tuple(
        Question(
            row["question_id"], row["dataset"], Kind.CONCEPT, Level.JUNIOR, row["question"], reference, ()
        )
        for reference in row["reference"].split(" || ")
        if reference.strip()
    )


def graded(rows: Sequence[Row], models: Models, grader: Grader) -> list[Feedback]:
    """Every row's feedback: the best over its alternative reference answers."""
    said = heard_of(((question, row["answer"]) for row in rows for question in questions_of(row)), models)
    return [best_grade(row, said, grader.head, grader.version) for row in rows]


def best_grade(row: Row, said: Heard, head: Head, version: str) -> Feedback:
    """The feedback against the reference answer that suits the answer best."""
    made = (grade(q, row["answer"], *said, head, version) for q in questions_of(row))
    return max(made, key=lambda feedback: -1 if feedback.score is None else feedback.score)


def heard_of(pairs: Iterable[tuple[Question, str]], models: Models, cache: Path | None = None) -> Heard:
    """What the models say of questions and answers, each asked once."""
    texts: dict[str, None] = {}
    asked: dict[Reading, None] = {}
    for question, answer in pairs:
        texts.update(dict.fromkeys((*question_texts(question), *answer_texts(answer))))
        asked.update(dict.fromkeys(answer_readings(question, answer)))
    return embed(texts, models, cache), read_all(asked, models, cache)


def cross_validated(rows: Sequence[Row], models: Models, cache: Path | None) -> list[Feedback]:
    """Every row's feedback by a head trained without the row's question; the reader knows none of them."""
    # Training needs torch's optimisers; grading does not.
    from training.fit import Recipe, fit
    from training.grader import examples_of, figures_for

    examples = examples_of(list(rows))
    made = figures_for(examples, models, cache)
    said = heard_of(((q, row["answer"]) for row in rows for q in questions_of(row)), models, cache)
    fold = folds([f"{row['dataset']} {row['question_id']}" for row in rows])
    own = np.array([fold.get(example.group, -1) for example in examples])
    grades: dict[int, Feedback] = {}
    for number in range(FOLDS):
        head = fit(examples, made, own != number, Recipe())
        for place, row in enumerate(rows):
            if fold[f"{row['dataset']} {row['question_id']}"] == number:
                grades[place] = best_grade(row, said, head, "cross-validated")
        print(f"fold {number + 1} of {FOLDS}", file=sys.stderr, flush=True)
    return [grades[place] for place in range(len(rows))]


def folds(groups: Sequence[str]) -> dict[str, int]:
    """A fold for each question, those of one data set spread evenly; the same every time."""
    names = sorted(set(groups))
    random.Random(0).shuffle(names)
    names.sort(key=lambda name: name.split(" ", 1)[0])
    return {name: place % FOLDS for place, name in enumerate(names)}


def prediction(feedback: Feedback) -> float:
    """The score as 0–1; what cannot be graded counts as 0, and its flags say why."""
    return (feedback.score or 0) / 100


def datasets(rows: Sequence[Row]) -> dict[str, list[tuple[int, Row]]]:
    """The rows of each data set with their places."""
    found: dict[str, list[tuple[int, Row]]] = {}
    for place, row in enumerate(rows):
        found.setdefault(row["dataset"], []).append((place, row))
    return found


def figures_of(
    picked: Sequence[tuple[int, Row]], outcome: Sequence[float], grades: Sequence[Feedback]
) -> dict[str, float]:
    """The figures of one data set; three-way F1 where all rows have labels."""
    predicted = np.array([outcome[place] for place, _ in picked])
    scores = np.array([float(row["score"]) for _, row in picked])
    r, low, high = pearson(predicted, scores)
    labels = [row.get("label") or "" for _, row in picked]
    told = (
        {"f1_3way": macro_f1([three_way(grades[place]) for place, _ in picked], labels)}
        if all(labels)
        else {}
    )
    return {
        "n": float(len(picked)),
        "r": r,
        "r_low": low,
        "r_high": high,
        "rmse": rmse(predicted, scores),
        "qwk": quadratic_weighted_kappa(predicted, scores),
        "f1_2way": macro_f1(_halves(predicted), _halves(scores)),
        **told,
    }


def _halves(values: NDArray[np.float64]) -> list[str]:
    return ["correct" if value >= CORRECT_FROM else "incorrect" for value in values]


def table(values: Mapping[str, float]) -> dict[str, str]:
    """The figures as people read them."""
    rows = {
        "answers": f"{values['n']:,.0f}",
        "Pearson r (95 %)": f"{values['r']:.3f} ({values['r_low']:.3f} to {values['r_high']:.3f})",
        "RMSE, 0–1 (0–5)": f"{values['rmse']:.3f} ({5 * values['rmse']:.3f})",
        "quadratic weighted kappa": f"{values['qwk']:.3f}",
        "macro-F1, correct or not": f"{values['f1_2way']:.3f}",
    }
    return rows | ({"macro-F1, three ways": f"{values['f1_3way']:.3f}"} if "f1_3way" in values else {})


def three_way(feedback: Feedback) -> str:
    """Correct, contradictory or incorrect, as SemEval-2013 task 7 labels answers."""
    if prediction(feedback) >= CORRECT_FROM:
        return "correct"
    turned = any(point.status is Status.CONTRADICTED for point in feedback.key_points)
    return "contradictory" if turned else "incorrect"


def write_predictions(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Row],
    grades: Sequence[Feedback],
    outcome: Sequence[float],
) -> None:
    """The input's rows in order with `predicted`, `flags` and `grader_version`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*columns, "predicted", "flags", "grader_version"])
        writer.writeheader()
        for row, feedback, value in zip(rows, grades, outcome, strict=True):
            flags = " ".join(flag.value for flag in feedback.flags)
            writer.writerow(
                {
                    **row,
                    "predicted": f"{value:.2f}",
                    "flags": flags,
                    "grader_version": feedback.grader_version,
                }
            )


if __name__ == "__main__":
    main()
