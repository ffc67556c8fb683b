"""Variants of an answer change what they say they change."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest

from app.domain.words import words
from benchmarks.variants import LITTLE, misheard, reordered, without_a_sentence
from training.lessons import read_answers

ANSWERS = [entry["answer"] for entry in read_answers() if entry["style"] == "strong"][:40]


def errors(said: str, heard: str) -> float:
    """Words inserted, dropped or replaced, as a share of what was said."""
    a, b = said.lower().split(), heard.lower().split()
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in steps if tag != "equal") / len(a)


@pytest.mark.parametrize("rate", [0.1, 0.2])
def test_the_word_error_rate_is_what_was_asked_for(rate: float) -> None:
    rng = random.Random(0)
    measured = [errors(answer, misheard(answer, rate, rng)) for answer in ANSWERS]
    assert sum(measured) / len(measured) == pytest.approx(rate, rel=0.35)


def test_without_errors_nothing_is_misheard() -> None:
    assert all(misheard(answer, 0.0, random.Random(0)) == " ".join(answer.split()) for answer in ANSWERS)


@pytest.mark.parametrize("name", LITTLE)
def test_the_same_seed_gives_the_same_variant(name: str) -> None:
    once, again = ([LITTLE[name](a, random.Random(3)) for a in ANSWERS] for _ in range(2))
    assert once == again and once != ANSWERS


def test_another_order_has_the_same_words() -> None:
    for answer in ANSWERS:
        other = reordered(answer, random.Random(1))
        one, two = (sorted(text[w.start : w.end] for w in words(text)) for text in (answer, other))
        assert one == two


def test_each_sentence_is_left_out_once() -> None:
    assert without_a_sentence("A queue. A stack! A heap?") == [
        "A stack! A heap?",
        "A queue. A heap?",
        "A queue. A stack!",
    ]
    assert without_a_sentence("Only one.") == [] == without_a_sentence("")
