"""Where two statements turn each other around: denials, opposites, other numbers, a word in another's place.

An embedding hardly notices any of these: "locks" and "does not lock" are neighbours to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from itertools import product

from app.domain.grading.passages import Passage
from app.domain.words import stem

_DENYING = """
no not never none nothing neither nor cannot can't don't doesn't didn't isn't aren't wasn't weren't won't
wouldn't couldn't shouldn't hasn't haven't hadn't nobody without lacks lack fails fail dont doesnt didnt isnt
arent wasnt werent wont wouldnt couldnt shouldnt cant hardly unable
"""
DENIALS = frozenset(_DENYING.split())
DENYING_PREFIXES = ("un", "in", "im", "non", "dis", "ir", "il")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
NEAR = 4
"""How many words apart a denial and what it denies may stand."""

_COUNTING = """
zero one two three four five six seven eight nine ten hundred thousand million half twice once double
"""
SHORTEST = 4
COPIED, COPIED_OF_SAID = 0.70, 0.60
"""Share of a sentence's words kept in order, and of what was said, from which it is a copy."""

UNRELATED = 0.55
"""Cosine of two words in the same place below which one is no synonym of the other."""

NUMBER_WORDS = frozenset(_COUNTING.split())


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """For the stem of a word, the stems of the words that say the opposite; from `opposites.txt`."""
    text = files("app.domain.grading").joinpath("opposites.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            left, right = ([stem(word) for word in side.split("|")] for side in line.split())
            for a, b in product(left, right):
                found.setdefault(a, set()).add(b)
                found.setdefault(b, set()).add(a)
    return {word: frozenset(others) for word, others in found.items()}


def opposed(point: Passage, said: Passage) -> int:
    """How many words of the key point are answered by an opposite that the key point itself does not use."""
    own, other = frozenset(point.all_stems), frozenset(said.all_stems)
    turned = opposites()
    return sum(bool((_against(word, turned) & other) - own) and word not in other for word in own)


def _against(word: str, turned: Mapping[str, frozenset[str]]) -> frozenset[str]:
    prefixed = frozenset(prefix + word for prefix in DENYING_PREFIXES)
    bare = frozenset(
        word[len(p) :] for p in DENYING_PREFIXES if word.startswith(p) and len(word) - len(p) >= 4
    )
    return turned.get(word, frozenset()) | prefixed | bare


def denials(said: Passage) -> int:
    """How many words deny."""
    return sum(word.text in DENIALS for word in said.words)


def denied_differently(point: Passage, said: Passage) -> float:
    """Share of the words both use that a denial stands before in one and not in the other, 0–1."""
    one, two = _denied(point), _denied(said)
    shared = one.keys() & two.keys()
    return sum(one[word] != two[word] for word in shared) / len(shared) if shared else 0.0


def _denied(said: Passage) -> dict[str, bool]:
    """For each content word's stem, whether it stands at most `NEAR` words behind a denial."""
    last = -NEAR - 1
    found: dict[str, bool] = {}
    for place, word in enumerate(said.words):
        if word.text in DENIALS:
            last = place
        elif not word.function:
            found[word.stem] = found.get(word.stem, False) or place - last <= NEAR
    return found


def other_numbers(point: Passage, said: Passage) -> float:
    """1 where both name numbers and the key point's are not among the answer's, else 0."""
    own, other = _numbers(point), _numbers(said)
    return float(bool(own) and bool(other) and not own <= other)


def _numbers(said: Passage) -> frozenset[str]:
    return frozenset(w.text for w in said.words if w.text in NUMBER_WORDS or NUMBER.fullmatch(w.text))


def replaced(point: Passage, said: Passage) -> tuple[float, float]:
    """Share of the key point's words kept in order, and how many content words stand in another's place.

    Word for word the same but for one word is how a fact is turned around; a paraphrase differs everywhere.
    """
    matcher = SequenceMatcher(None, point.all_stems, said.all_stems, autojunk=False)
    kept, swapped = 0, 0
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            kept += b - a
        elif kind == "replace" and b - a <= 3 and d - c <= 3:
            swapped += any(not w.function for w in (*point.words[a:b], *said.words[c:d]))
    return kept / max(1, len(point.words)), float(swapped)


def turned_around(original: Passage, said: Passage) -> bool:
    """Whether a sentence is another one nearly word for word, with its meaning turned.

    That is how facts are inverted to look right. A paraphrase keeps too few words in order to be one.
    """
    if len(original.words) < SHORTEST or len(original.stems & said.stems) < 0.5 * len(original.stems):
        return False
    matcher = SequenceMatcher(None, original.all_stems, said.all_stems, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    if kept < COPIED * len(original.words) or kept < COPIED_OF_SAID * len(said.words):
        return False
    if denials(original) != denials(said) or opposed(original, said) or opposed(said, original):
        return True
    return bool(other_numbers(original, said)) or _other_word(matcher, original, said)


def _other_word(matcher: SequenceMatcher[str], original: Passage, said: Passage) -> bool:
    """Whether one content word stands in the place of another that it has little to do with."""
    places = (
        (a, c) for kind, a, b, c, d in matcher.get_opcodes() if kind == "replace" and b - a == d - c == 1
    )
    return any(
        not original.words[a].function
        and not said.words[c].function
        and float(original.vectors[a] @ said.vectors[c]) < UNRELATED
        for a, c in places
    )
