"""The question bank as it is shipped: what its schema cannot say."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
import yaml

from app.domain.grading.passages import stems_of
from app.domain.profile import Level
from app.domain.questions import Kind, Question
from app.services.bank import BANK, read_bank
from app.services.taxonomy import load_taxonomy

QUESTIONS = read_bank()
SHELVES = sorted({question.skill for question in QUESTIONS})
FILES = sorted(file.name for file in BANK.iterdir() if file.name.endswith(".yaml"))

every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def overlap(text: str, other: str) -> float:
    """Share of the content words of `text` that `other` has too."""
    own = stems_of(text)
    return len(own & stems_of(other)) / len(own)


def test_the_bank_is_broad() -> None:
    assert len(QUESTIONS) >= 60
    assert len(SHELVES) >= 10
    assert {question.level for question in QUESTIONS} == set(Level)
    assert len({question.kind for question in QUESTIONS}) >= 4


def test_no_kind_of_question_is_a_rarity() -> None:
    kinds = Counter(question.kind for question in QUESTIONS)
    assert set(kinds) == set(Kind) - {Kind.BEHAVIOURAL} and min(kinds.values()) >= 10, kinds


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_named_after_its_shelf_and_no_id_is_lost(file: str) -> None:
    shelf = yaml.safe_load((BANK / file).read_text(encoding="utf-8"))
    assert f"{shelf['skill']}.yaml" == file
    listed = sorted(entry["id"] for entry in shelf["questions"])
    assert listed == sorted(question.id for question in QUESTIONS if question.skill == shelf["skill"])


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_shelf_has_questions_of_every_level(shelf: str) -> None:
    assert {question.level for question in QUESTIONS if question.skill == shelf} == set(Level)


@every_question
def test_an_id_starts_with_its_skill(question: Question) -> None:
    assert question.id.startswith(f"{question.skill}-")


@every_question
def test_a_question_has_three_to_six_key_points_and_an_essential_one(question: Question) -> None:
    weights = [point.weight for point in question.key_points]
    assert 3 <= len(weights) <= 6
    assert set(weights) <= {1, 2, 3} and 3 in weights


@every_question
def test_a_key_point_says_more_than_the_question_does(question: Question) -> None:
    shares = {point.text: overlap(point.text, question.text) for point in question.key_points}
    assert max(shares.values()) <= 0.5, shares


@every_question
def test_the_reference_answer_has_the_words_of_every_key_point(question: Question) -> None:
    shares = {point.text: overlap(point.text, question.reference_answer) for point in question.key_points}
    assert min(shares.values()) >= 0.5, shares


@every_question
def test_no_two_key_points_say_the_same(question: Question) -> None:
    pairs = combinations((stems_of(point.text) for point in question.key_points), 2)
    assert max(len(a & b) / len(a | b) for a, b in pairs) <= 0.4


def test_no_two_questions_ask_the_same() -> None:
    pairs = combinations(QUESTIONS, 2)
    assert [
        (a.id, b.id) for a, b in pairs if min(overlap(a.text, b.text), overlap(b.text, a.text)) > 0.7
    ] == []


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_shelf_is_a_skill_of_the_taxonomy_and_leads_to_itself(shelf: str) -> None:
    skill = load_taxonomy().resolve(shelf)
    assert skill is not None and skill.id == shelf
    assert shelf in skill.bank


def test_every_skill_of_the_taxonomy_leads_to_shelves_that_there_are() -> None:
    led = {skill.id: set(skill.bank) - set(SHELVES) for skill in load_taxonomy().skills}
    assert {skill: shelves for skill, shelves in led.items() if shelves} == {}
