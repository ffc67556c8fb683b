"""What the point reader learns from: answers of our own with labels, and attacks made of them.

`training/graded` holds questions with a reference answer and answers of all qualities, written for this
project: school science and a first programming class, marked as a whole, and technical interviews, marked by
key point. `training/answers` holds answers to the bank's questions, marked by key point. No question of a
public data set is among them, so those data sets stay an honest test.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.services.bank import read_bank
from benchmarks.attacks import FAMILIES, Target

ANSWERS = Path(__file__).parent / "answers"
GRADED = Path(__file__).parent / "graded"

CREDIT = {"met": 1.0, "partial": 0.5, "missed": 0.0, "contradicted": 0.0}
MARKS = {"correct": 1.0, "partial": 0.3, "incorrect": 0.0, "contradictory": 0.0}
"""What a strict teacher gives for the labels of a whole answer."""

ATTACKS = ("question echo", "paraphrased echo", "negated reference", "one fact inverted")
CONTRADICTING = ("negated reference", "one fact inverted")
ATTACKED = 0.25
"""So often each attack is made on a question."""

HELD_OUT = 10
"""One question of so many is left out of training."""

WEIGHTS = {"attack": 0.7, "elsewhere": 0.5}
"""What counts less than an answer that somebody wrote and labelled."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A point and what there is to find, 0–1, or None where nobody said: see `serving.schemas.FINDINGS`."""

    point: str
    credit: float | None = None
    contradiction: float | None = None
    lenient: float | None = None
    contrived: float = 0.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """An answer and all that is sought in it. `group` names the question, for holding some out."""

    source: str
    group: str
    question: str
    answer: str
    sought: tuple[Sought, ...]

    @property
    def weight(self) -> float:
        """How much it counts."""
        return WEIGHTS.get(self.source, 1.0)


def lessons(seed: int = 0) -> list[Lesson]:
    """Everything there is to learn from."""
    return [*_bank(), *_graded(random.Random(seed))]


def held_out(taught: Iterable[Lesson]) -> frozenset[str]:
    """The groups that are left out of training: one question of ten, the same every time."""
    return frozenset(sorted({lesson.group for lesson in taught})[::HELD_OUT])


def read_answers() -> Iterator[dict[str, Any]]:
    """Our own answers to the bank's questions: `question`, `style`, `answer`, `statuses` by key point."""
    for path in sorted(ANSWERS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def read_graded() -> list[dict[str, Any]]:
    """The questions of `training/graded`; `shelf` is the first word of the file's name."""
    found = []
    for path in sorted(GRADED.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found.append({"shelf": path.stem.split("-")[0], **json.loads(line)})
    return found


def _bank() -> Iterator[Lesson]:
    bank = {question.id: question for question in read_bank()}
    for entry in read_answers():
        question = bank[entry["question"]]
        points = (point.text for point in question.key_points)
        sought = _by_status(points, entry["statuses"])
        yield Lesson("bank", question.id, question.text, entry["answer"], sought)
    for question in bank.values():
        met = tuple(Sought(point.text, 1.0, 0.0) for point in question.key_points)
        yield Lesson("reference", question.id, question.text, question.reference_answer, met)


def _graded(rng: random.Random) -> Iterator[Lesson]:
    entries = read_graded()
    for place, entry in enumerate(entries):
        yield from (_lesson(entry, answer) for answer in entry["answers"])
        yield _reference(entry)
        if entry["shelf"] == "behaviour":  # Another story has a scene, steps and an outcome as well.
            continue
        other = entries[(place + (1 if rng.random() < 0.5 else 37)) % len(entries)]
        text = other["reference"] if rng.random() < 0.5 else rng.choice(other["answers"])["text"]
        points = entry.get("key_points") or [entry["reference"]]
        sought = tuple(Sought(point, 0.0, 0.0, 0.0) for point in points)
        yield Lesson("elsewhere", entry["question"], entry["question"], text, sought)
        yield from _attacks(entry, other["reference"], rng)


def _lesson(entry: dict[str, Any], answer: dict[str, Any]) -> Lesson:
    question, reference = entry["question"], entry["reference"]
    if "key_points" in entry:
        sought = _by_status(entry["key_points"], answer["statuses"])
        if entry["shelf"] == "behaviour":
            return Lesson("behaviour", question, question, answer["text"], sought)
        whole = Sought(reference, credit=answer["score"])
        return Lesson("interview", question, question, answer["text"], (*sought, whole))
    contradicts = float(answer["label"] == "contradictory")
    if entry["shelf"] == "class":
        sought = (Sought(reference, None, contradicts, lenient=answer["score"]),)
        return Lesson("class", question, question, answer["text"], sought)
    sought = (Sought(reference, MARKS[answer["label"]], contradicts),)
    return Lesson("school", question, question, answer["text"], sought)


def _reference(entry: dict[str, Any]) -> Lesson:
    points = entry.get("key_points", ())
    sought = tuple(Sought(p, 1.0, 0.0) for p in points) or (Sought(entry["reference"], 1.0, 0.0, 1.0),)
    return Lesson("reference", entry["question"], entry["question"], entry["reference"], sought)


def _attacks(entry: dict[str, Any], other: str, rng: random.Random) -> Iterator[Lesson]:
    target = Target(entry["question"], entry["reference"], other)
    for family in ATTACKS:
        if rng.random() < ATTACKED:
            contradicts = float(family in CONTRADICTING)
            sought = (Sought(entry["reference"], 0.0, contradicts, None, 1.0),)
            yield Lesson(
                "attack", entry["question"], entry["question"], FAMILIES[family](target, rng), sought
            )


def _by_status(points: Iterable[str], statuses: Sequence[str]) -> tuple[Sought, ...]:
    return tuple(
        Sought(point, CREDIT[status], float(status == "contradicted"))
        for point, status in zip(points, statuses, strict=True)
    )
