"""What the grader learns from: answers graded by people, answers labelled by us, and attacks."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.services.bank import read_bank
from benchmarks.attacks import FAMILIES, Target

ANSWERS = Path(__file__).parent / "answers"
STYLES = ("mohler", "sciEntsBank", "beetle")
"""Whose marking the grader knows: lenient marks out of five, right or wrong in science, in a dialogue."""

CREDIT = {"met": 1.0, "partial": 0.5, "missed": 0.0, "contradicted": 0.0}
TRAINED_FAMILIES = (
    *("question echo", "paraphrased echo", "keyword list", "shuffled reference", "negated reference"),
    *("one fact inverted", "another question's answer", "off-topic prose", "padded I don't know"),
    *("adjectives and adverbs",),
)
CONTRADICTING = ("negated reference", "one fact inverted")


@dataclass(frozen=True, slots=True)
class Example:
    """An answer and what it earned for one key point, or against a whole reference answer.

    `credit` is 0–1; `contradicts` whether the answer contradicts, None where nobody said. `style` says whose
    marking it was, an index into `STYLES`, where a whole reference answer was the measure; None for a key
    point.
    `group` names the question: no group may be on both sides of a fold.
    """

    source: str
    group: str
    question: str
    point: str
    answer: str
    credit: float
    contradicts: float | None
    style: int | None


def from_rows(rows: Iterable[dict[str, str]]) -> Iterator[Example]:
    """An example for each row and each alternative reference of a file of graded answers.

    ValueError for a data set whose style of marking is not in `STYLES`.
    """
    for row in rows:
        if row["dataset"] not in STYLES:
            raise ValueError(f"the data set {row['dataset']!r} is none of {', '.join(STYLES)}")
        for reference in row["reference"].split(" || "):
            label = row.get("label") or ""
            yield Example(
                source=row["dataset"],
                group=f"{row['dataset']} {row['question_id']}",
                question=row["question"],
                point=reference,
                answer=row["answer"],
                credit=float(row["score"]),
                contradicts=float(label == "contradictory") if label else None,
                style=STYLES.index(row["dataset"]),
            )


def read_rows(paths: Iterable[Path]) -> list[dict[str, str]]:
    """The rows of files of graded answers."""
    rows: list[dict[str, str]] = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows.extend(csv.DictReader(file))
    return rows


def read_answers() -> Iterator[dict[str, Any]]:
    """Our own answers to the bank's questions: `question`, `style`, `answer`, `statuses` by key point."""
    for path in sorted(ANSWERS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def labelled() -> Iterator[Example]:
    """One example for each key point of our own answers."""
    bank = {question.id: question for question in read_bank()}
    for entry in read_answers():
        question = bank[entry["question"]]
        for point, status in zip(question.key_points, entry["statuses"], strict=True):
            yield Example(
                source="rehearse",
                group=f"rehearse {question.skill}",
                question=question.text,
                point=point.text,
                answer=entry["answer"],
                credit=CREDIT[status],
                contradicts=float(status == "contradicted"),
                style=None,
            )


def references() -> Iterator[Example]:
    """Every reference answer of the bank meets its own key points, and none of another question's.

    The others are a neighbour on the same shelf and one of another skill, which now and then do say it.
    """
    bank = read_bank()
    for place, question in enumerate(bank):
        group = f"rehearse {question.skill}"
        others = (
            bank[(place + 1) % len(bank)],
            bank[(place + 61) % len(bank)],
            bank[(place + 97) % len(bank)],
        )
        for point in question.key_points:
            yield Example(
                "reference", group, question.text, point.text, question.reference_answer, 1.0, 0.0, None
            )
            for other in others:
                yield Example(
                    "elsewhere", group, question.text, point.text, other.reference_answer, 0.0, 0.0, None
                )


def attacks(rows: Sequence[dict[str, str]], seed: int) -> Iterator[Example]:
    """Attacks on every question of the rows and the bank, which earn nothing, and what they attack."""
    rng = random.Random(seed)
    asked = {f"{row['dataset']} {row['question_id']}": row for row in rows}
    ids = sorted(asked)
    for place, group in enumerate(ids):
        row, other = asked[group], asked[ids[(place + 7) % len(ids)]]
        reference, other_reference = (r["reference"].split(" || ")[0] for r in (row, other))
        style = STYLES.index(row["dataset"])
        yield Example("reference", group, row["question"], reference, reference, 1.0, 0.0, style)
        target = Target(row["question"], reference, other_reference)
        yield from _attacks(target, group, TRAINED_FAMILIES, rng, style)
    bank = read_bank()
    for place, question in enumerate(bank):
        other_answer = bank[(place + 61) % len(bank)].reference_answer
        for point in question.key_points:
            target = Target(question.text, point.text, other_answer)
            families = (*rng.sample(TRAINED_FAMILIES, 2), *CONTRADICTING)
            yield from _attacks(target, f"rehearse {question.skill}", families, rng, None)


def _attacks(
    target: Target, group: str, families: Sequence[str], rng: random.Random, style: int | None
) -> Iterator[Example]:
    for family in families:
        answer, contradicts = FAMILIES[family](target, rng), float(family in CONTRADICTING)
        yield Example(
            f"attack {family}", group, target.question, target.reference, answer, 0.0, contradicts, style
        )
