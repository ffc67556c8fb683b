"""How an answer behaves, whatever it says: echoes, lists, repetition, other languages, instructions."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from app.domain.feedback import Flag
from app.domain.grading.naturalness import Table, naturalness
from app.domain.grading.passages import Passage, joined
from app.domain.words import grammar_share, is_function_word, stem, words

MIN_WORDS = 3
LIST_SHARE = 0.10
"""Below this share of words that hold sentences together, an answer is called a keyword list."""

FOREIGN_SHARE = 0.08
"""Below this share of English function words, with more of another language, an answer is not English."""

ECHO_SHARE, ECHO_NEWS = 0.60, 0.20
"""An echo: so much of its content is the question's, and so little of any key point's own words is in it."""

REPEATS = 3
ON_TOPIC = 0.25
"""Cosine to question or rubric that a sentence on the topic has; sentences on cooking stay under .22."""

JUMBLED_WORDS = 10
STRAYING_SHARE, STRAYING_WORDS = 0.33, 25

INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instruction|prompt|rubric|rule|previous|above)|"
    r"\b(?:give|award|grant|assign)\b.{0,40}\b(?:full|maximum|max|top|highest|perfect|best)\b.{0,20}"
    r"\b(?:mark|score|grade|point|credit)|"
    r"\b(?:score|grade|mark)s?\b.{0,30}\b(?:must|should|shall|has to|needs to)\b.{0,10}\b(?:be|is)\b.{0,10}"
    r"(?:100|full|maximum|perfect|ten|10)|"
    r"\ball (?:the )?(?:key )?points (?:are|were|have been) (?:met|covered|made)\b|"
    r"\b(?:note|message|system|attention)\b.{0,20}\b(?:grader|evaluator|examiner|model|assistant)\b",
    re.IGNORECASE | re.DOTALL,
)
_FOREIGN = """
der die das und ist nicht ein eine mit auf für dass wir ich sie zu den dem les des une est dans pour que qui
avec sur pas nous vous el la los las un una es en por para con del se al como il lo gli di che è non per sono
het een van voor niet met zijn de da em uma os não são er på som det att och inte wenn oder werden kann
"""
_ENGLISH_TOO = frozenset(("die", "met", "den", "son", "per", "des", "as", "no", "me", "se", "os"))
FOREIGN_WORDS = frozenset(_FOREIGN.split()) - _ENGLISH_TOO

CAPS = {
    Flag.OFF_TOPIC: 10,
    Flag.ECHO: 25,
    Flag.KEYWORD_LIST: 35,
    Flag.REPETITION: 35,
    Flag.JUMBLED: 25,
    Flag.INSTRUCTION: 25,
    Flag.STRAYING: 55,
}
"""The most an answer of that conduct can score; each is below the 60 of a passing answer."""


def conduct(
    answer: str, said: Sequence[Passage], question: Passage, rubric: Sequence[Passage], table: Table
) -> tuple[Flag, ...]:
    """What is odd about an answer, in the order it is told; `empty` and `not_english` stand alone."""
    found = [answer[w.start : w.end] for w in words(answer)]
    if not found:
        return (Flag.EMPTY,)
    if is_foreign(answer, found):
        return (Flag.NOT_ENGLISH,)
    tests = (
        (Flag.INSTRUCTION, bool(INSTRUCTION.search(answer))),
        (Flag.TOO_SHORT, len(found) < MIN_WORDS),
        (Flag.ECHO, _is_echo(found, question, rubric)),
        (Flag.KEYWORD_LIST, len(found) >= 2 * MIN_WORDS and grammar_share(answer) < LIST_SHARE),
        (Flag.JUMBLED, _is_jumbled(said, table)),
        (Flag.REPETITION, _repeats(said)),
        (Flag.STRAYING, _strays(said, question, rubric)),
    )
    return tuple(flag for flag, holds in tests if holds)


def cap(flags: Sequence[Flag]) -> int:
    """The most that an answer with these flags can score, 0–100."""
    return min((CAPS.get(flag, 100) for flag in flags), default=100)


def is_foreign(answer: str, found: Sequence[str]) -> bool:
    """Mostly letters outside a–z, or the little words of another language and hardly any of English."""
    letters = Counter(c.isascii() for c in answer if c.isalpha())
    if letters[False] > letters[True]:
        return True
    if len(found) < 2 * MIN_WORDS:
        return False
    lower = [word.lower() for word in found]
    english = sum(is_function_word(word) and word not in FOREIGN_WORDS for word in lower)
    foreign = sum(word in FOREIGN_WORDS for word in lower)
    return english < FOREIGN_SHARE * len(found) and foreign > english


def _is_echo(found: Sequence[str], question: Passage, rubric: Sequence[Passage]) -> bool:
    """Whether an answer of several content words is mostly the question's, with nothing asked for added."""
    content = [stem(word) for word in found if not is_function_word(word)]
    known = sum(word in question.stems for word in content)
    if len(content) < MIN_WORDS or known < ECHO_SHARE * len(content):
        return False
    asked_for = [own for point in rubric if (own := point.stems - question.stems)]
    return bool(asked_for) and all(len(own.intersection(content)) < ECHO_NEWS * len(own) for own in asked_for)


def _is_jumbled(said: Sequence[Passage], table: Table) -> bool:
    """Whether the words stand in no order that English has.

    Of 9,500 answers that people wrote, 1 in 200 is below the bound; shuffled ones of 40 words nearly all are.
    """
    heard = joined(said).words if said else ()
    if len(heard) < JUMBLED_WORDS:
        return False
    return naturalness(heard, table) < 0.1 - 1.6 / math.sqrt(len(heard))


def _repeats(said: Sequence[Passage]) -> bool:
    """Whether some sentence comes three times, and most of the answer is repetition."""
    counts = Counter(sentence.text for sentence in said)
    return bool(counts) and max(counts.values()) >= REPEATS and len(counts) <= len(said) / 2


def _strays(said: Sequence[Passage], question: Passage, rubric: Sequence[Passage]) -> bool:
    """Whether a third of a longer answer is about neither the question nor anything it asks for.

    So it is with none of 200 honest answers to the bank, strong, partial, wrong or spoken, with 8 of 53 that
    talk vaguely, and with all where a right answer stands between cooking and holidays.
    """
    total = sum(len(sentence.words) for sentence in said)
    topics = (question, *rubric)
    stray = sum(
        len(sentence.words)
        for sentence in said
        if max(float(sentence.mean @ topic.mean) for topic in topics) < ON_TOPIC
    )
    return total >= STRAYING_WORDS and stray >= STRAYING_SHARE * total
