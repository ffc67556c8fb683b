"""Which questions are chosen for whom."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.profile import Level
from app.domain.questions import LEVELS, Kind, Question, choose_questions, level_distance

SHELVES = ("docker", "git", "python", "sql")


def question(number: int, skill: str, level: Level) -> Question:
    return Question(f"{skill}-{number}", skill, Kind.CONCEPT, level, "Why?", "Because.", ())


banks = st.lists(st.tuples(st.sampled_from(SHELVES), st.sampled_from(LEVELS)), max_size=24).map(
    lambda entries: [question(number, *entry) for number, entry in enumerate(entries)]
)
skill_lists = st.lists(st.sampled_from((*SHELVES, "no such shelf")), max_size=5)
levels = st.sampled_from(LEVELS)
counts = st.integers(0, 30)
seeds = st.integers(0, 2**32)
avoided = st.sets(st.builds("{}-{}".format, st.sampled_from(SHELVES), st.integers(0, 23)))

FULL_BANK = [question(n, skill, level) for skill in SHELVES for n, level in enumerate(LEVELS * 3)]


@given(banks, skill_lists, levels, counts, seeds, avoided)
def test_no_question_comes_twice_and_the_shelves_decide_how_many_come(
    bank: list[Question], skills: list[str], level: Level, count: int, seed: int, avoid: set[str]
) -> None:
    chosen = choose_questions(bank, skills=skills, level=level, count=count, seed=seed, avoid=avoid)
    asked = [q for q in bank if not skills or q.skill in skills]
    assert len({q.id for q in chosen}) == len(chosen) == min(count, len(asked))
    assert set(chosen) <= set(asked)


@given(banks, skill_lists, levels, counts, seeds, avoided, st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_questions_whatever_the_order_of_the_bank(
    bank: list[Question],
    skills: list[str],
    level: Level,
    count: int,
    seed: int,
    avoid: set[str],
    rng: Random,
) -> None:
    first = choose_questions(bank, skills=skills, level=level, count=count, seed=seed, avoid=avoid)
    rng.shuffle(bank)
    assert first == choose_questions(bank, skills=skills, level=level, count=count, seed=seed, avoid=avoid)


@given(banks, skill_lists, levels, counts, seeds, avoided)
def test_a_question_seen_before_comes_only_when_the_fresh_ones_are_used_up(
    bank: list[Question], skills: list[str], level: Level, count: int, seed: int, avoid: set[str]
) -> None:
    chosen = choose_questions(bank, skills=skills, level=level, count=count, seed=seed, avoid=avoid)
    fresh = {q.id for q in bank if (not skills or q.skill in skills) and q.id not in avoid}
    seen = [q.id in avoid for q in chosen]
    assert seen == sorted(seen)
    assert seen.count(False) == min(count, len(fresh))


@given(banks, skill_lists, levels, seeds)
def test_within_a_skill_the_nearest_level_comes_first(
    bank: list[Question], skills: list[str], level: Level, seed: int
) -> None:
    chosen = choose_questions(bank, skills=skills, level=level, count=len(bank), seed=seed)
    for skill in SHELVES:
        distances = [level_distance(q.level, level) for q in chosen if q.skill == skill]
        assert distances == sorted(distances)


@given(levels, st.permutations(SHELVES), st.integers(1, 4), counts, seeds)
def test_skills_take_turns_in_the_order_asked(
    level: Level, order: list[str], asked: int, count: int, seed: int
) -> None:
    skills = order[:asked]
    chosen = choose_questions(FULL_BANK, skills=skills, level=level, count=count, seed=seed)
    assert [q.skill for q in chosen] == [skills[n % asked] for n in range(min(count, 12 * asked))]


@given(levels, seeds)
def test_without_skills_every_shelf_gets_its_turn_before_one_comes_again(level: Level, seed: int) -> None:
    chosen = choose_questions(FULL_BANK, skills=[], level=level, count=8, seed=seed)
    assert sorted(q.skill for q in chosen[:4]) == sorted(SHELVES)
    assert [q.skill for q in chosen[:4]] == [q.skill for q in chosen[4:]]


def test_a_skill_named_twice_gets_no_second_turn() -> None:
    chosen = choose_questions(FULL_BANK, skills=["sql", "git", "sql"], level=Level.MID, count=4, seed=1)
    assert [q.skill for q in chosen] == ["sql", "git", "sql", "git"]


def test_other_seeds_give_other_questions() -> None:
    def chosen(seed: int) -> tuple[Question, ...]:
        return choose_questions(FULL_BANK, skills=["python"], level=Level.MID, count=2, seed=seed)

    assert len({chosen(seed) for seed in range(20)}) > 1


def test_without_skills_other_seeds_start_with_other_shelves() -> None:
    def first(seed: int) -> str:
        return choose_questions(FULL_BANK, skills=[], level=Level.MID, count=1, seed=seed)[0].skill

    assert {first(seed) for seed in range(60)} == set(SHELVES)


@pytest.mark.parametrize("count", [0, -1, -5])
def test_asking_for_nothing_gives_nothing(count: int) -> None:
    assert choose_questions(FULL_BANK, skills=["git"], level=Level.MID, count=count, seed=1) == ()


def test_levels_are_as_far_apart_as_steps_between_them() -> None:
    assert [level_distance(Level.FRESHER, level) for level in LEVELS] == [0, 1, 2, 3]
    assert all(level_distance(a, b) == level_distance(b, a) == 1 for a, b in pairwise(LEVELS))
