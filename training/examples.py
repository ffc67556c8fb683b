"""What the head learns from: answers that people marked against a reference answer, and attacks on them."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.grading.rubric import derive_key_points
from benchmarks.attacks import FAMILIES, Target
from training.lessons import CONTRADICTING

STYLES = ("mohler", "sciEntsBank", "beetle")
"""Whose marking the head knows: lenient marks out of five, right or wrong in science, in a dialogue."""

TRAINED_FAMILIES = (
    *("question echo", "paraphrased echo", "keyword list", "shuffled reference", "negated reference"),
    *("one fact inverted", "another question's answer", "off-topic prose", "padded I don't know"),
    *("adjectives and adverbs",),
)


@dataclass(frozen=True, slots=True)
class Example:
    """An answer and its mark against a reference answer.

    `mark` is 0–1; `contradicts` whether the answer contradicts, None where nobody said. `style` says whose
    marking it was, an index into `STYLES`. `group` names the question: no group may be on both sides of a
    fold.
    """

    source: str
    group: str
    question: str
    reference: str
    answer: str
    mark: float
    contradicts: float | None
    style: int

    @property
    def points(self) -> tuple[str, ...]:
        """What the answer is read for, as in grading: the reference, and each point derived from it."""
        return (self.reference, *(point.text for point in derive_key_points(self.reference)))


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
                reference=reference,
                answer=row["answer"],
                mark=float(row["score"]),
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


def attacks(rows: Sequence[dict[str, str]], seed: int) -> Iterator[Example]:
    """Attacks on every question of the rows, which earn nothing, and the reference that they attack."""
    rng = random.Random(seed)
    asked = {f"{row['dataset']} {row['question_id']}": row for row in rows}
    ids = sorted(asked)
    for place, group in enumerate(ids):
        row, other = asked[group], asked[ids[(place + 7) % len(ids)]]
        reference, other_reference = (r["reference"].split(" || ")[0] for r in (row, other))
        style = STYLES.index(row["dataset"])
        yield Example("reference", group, row["question"], reference, reference, 1.0, 0.0, style)
        target = Target(row["question"], reference, other_reference)
        for family in TRAINED_FAMILIES:
            answer, contradicts = FAMILIES[family](target, rng), float(family in CONTRADICTING)
            yield Example(
                f"attack {family}", group, row["question"], reference, answer, 0.0, contradicts, style
            )
