"""The scale of the grades, held over the whole bank with the real MiniLM: what says nothing earns nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from app.domain.grading.grade import grade
from app.domain.questions import Question
from app.domain.words import is_function_word, words
from app.services.bank import read_bank
from app.services.grader import load_grader
from benchmarks.grading import Heard, heard_of
from serving.client import LocalModels
from serving.settings import ServingArgs

pytestmark = pytest.mark.timeout(900)

BANK = read_bank()
COOKING = (
    "For the sauce I let the onions sweat in butter until they are soft, because colour makes them bitter. "
    "Then I add the tomatoes and a pinch of salt, and let it all simmer for an hour while the water for the "
    "pasta comes to a boil."
)

Answers = Mapping[str, str]
"""Answers to one question by what they are."""


def echoes(question: Question) -> Answers:
    return {"question": question.text, "twice": f"{question.text} {question.text}"}


def keyword_lists(question: Question) -> Answers:
    text = " ".join(point.text for point in question.key_points)
    listed = [text[w.start : w.end] for w in words(text) if not is_function_word(text[w.start : w.end])]
    return {repr(joint): joint.join(listed) for joint in (", ", " and ", " ")}


def off_topic(question: Question) -> Answers:
    half_way = BANK.index(question) + len(BANK) // 2
    other = next(q for q in (*BANK[half_way:], *BANK) if q.skill != question.skill)
    return {"another subject": other.reference_answer, "cooking": COOKING}


def nothing(question: Question) -> Answers:
    return {"empty": "", "does not know": "I am sorry, I don't know that one."}


def references(question: Question) -> Answers:
    return {"reference": question.reference_answer}


FAMILIES = (echoes, keyword_lists, off_topic, nothing, references)


@pytest.fixture(scope="module")
def heard() -> Heard:
    """What the models say of every answer, each asked once."""
    pairs = [
        (question, said) for question in BANK for family in FAMILIES for said in family(question).values()
    ]
    return heard_of(pairs, LocalModels(ServingArgs(whisper_model="none")))


@pytest.mark.parametrize(
    ("family", "low", "high"),
    [
        (echoes, 0, 19),
        (keyword_lists, 0, 39),
        (off_topic, 0, 14),
        (nothing, 0, 14),
        (references, 86, 100),
    ],
    ids=["echoes", "keyword lists", "off topic", "nothing", "references"],
)
def test_the_bounds_hold_on_every_question(
    heard: Heard, family: Callable[[Question], Answers], low: int, high: int
) -> None:
    grader, scores = load_grader(), []
    for question in BANK:
        for name, said in family(question).items():
            score = grade(question, said, *heard, grader.head, grader.version).score
            assert score is not None
            scores.append((score, question.id, name))
    outside = sorted(entry for entry in scores if not low <= entry[0] <= high)
    assert not outside, (
        f"{len(outside)} of {len(scores)} outside {low} to {high}: {outside[:3]} {outside[-3:]}"
    )
    print(f"{family.__name__}: {min(scores)[0]} to {max(scores)[0]}, {len(scores)} answers")  # noqa: T201
