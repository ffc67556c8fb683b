"""What is asked, and which questions are chosen for whom."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, zip_longest

from app.domain.profile import Level


class Kind(StrEnum):
    """What a question wants of the candidate."""

    CONCEPT = "concept"
    SCENARIO = "scenario"
    DEBUGGING = "debugging"
    DESIGN = "design"
    COMPARISON = "comparison"
    BEHAVIOURAL = "behavioural"


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing a good answer says; `weight` 1 (nice to have) to 3 (essential)."""

    text: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the bank with what a good answer holds."""

    id: str
    skill: str
    kind: Kind
    level: Level
    text: str
    reference_answer: str
    key_points: tuple[KeyPoint, ...]


LEVELS = tuple(Level)


def level_distance(a: Level, b: Level) -> int:
    """Steps between two levels, 0–3."""
    return abs(LEVELS.index(a) - LEVELS.index(b))


def choose_questions(
    bank: Iterable[Question],
    *,
    skills: Sequence[str],
    level: Level,
    count: int,
    seed: int,
    avoid: Iterable[str] = (),
) -> tuple[Question, ...]:
    """At most `count` different questions on `skills` (bank shelves), nearest to `level` first.

    Skills take turns; no skills means any. Questions whose id is in `avoid` come only when the fresh
    ones are used up, and fewer than `count` come back when the shelves hold fewer. The same arguments
    always give the same questions.
    """
    rng = random.Random(seed)
    seen = set(avoid)
    shelves: dict[str, list[Question]] = {skill: [] for skill in dict.fromkeys(skills)}
    for question in sorted(bank, key=lambda q: q.id):
        if not skills:
            shelves.setdefault(question.skill, [])
        if question.skill in shelves:
            shelves[question.skill].append(question)
    if not skills:
        shelves = dict(rng.sample(list(shelves.items()), len(shelves)))
    for shelf in shelves.values():
        rng.shuffle(shelf)
        shelf.sort(key=lambda q: (q.id in seen, level_distance(q.level, level)))
    turns = chain.from_iterable(zip_longest(*shelves.values()))
    # A shelf that runs out of fresh questions waits until the others have too.
    ordered = sorted((q for q in turns if q is not None), key=lambda q: q.id in seen)
    return tuple(ordered[: max(0, count)])
