"""Job titles in running text: what the job is called, and how senior the title itself says it is.

A title is a head noun ("engineer") with the describing words in front of it ("senior backend"), or one of a
few names that stand alone ("SRE"). Reading goes from the head noun backwards, word by word, so it is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.profile import Level
from app.domain.skill_context import word_set

_HEADS = word_set(
    "engineer engineers developer developers programmer programmers architect architects scientist "
    "scientists analyst analysts administrator administrators tester testers designer designers "
    "consultant consultants specialist specialists sre sde sdet dba researcher researchers coder swe "
    "admin"
)
_LEADING_HEADS = word_set("lead manager intern trainee apprentice head director")
_DESCRIBING = word_set(
    "software backend back end frontend front full stack fullstack web mobile application applications "
    "app data machine learning deep ml ai nlp mlops computer vision cloud platform infrastructure devops "
    "devsecops site reliability systems system network networks security cyber cybersecurity information "
    "it qa quality assurance test testing automation embedded firmware hardware database databases sql bi "
    "business intelligence etl analytics research applied product solutions solution technical tech "
    "enterprise integration game games graphics ui ux user interface experience android ios flutter react "
    "native angular vue node js nodejs python java javascript typescript php ruby rails go golang rust "
    "scala kotlin swift c net dotnet csharp aws azure gcp kubernetes salesforce sap blockchain robotics "
    "iot support release build production performance penetration big design development engineering "
    "operations oracle django spring boot linux search payments growth core api r perl genai llm prompt "
    "computing simulation control signal audio video language science team"
)
_SENIORITY = {
    Level.FRESHER: "intern internship trainee apprentice graduate fresher entry grad newgrad student",
    Level.JUNIOR: "junior jr associate",
    Level.MID: "mid middle intermediate midlevel midweight",
    Level.SENIOR: "senior sr lead principal staff head chief director distinguished expert snr",
}
_LEVEL_OF = {word: level for level, words in _SENIORITY.items() for word in words.split()}
_SHORTENED = frozenset(("sr", "jr", "snr"))
_LEVEL_FILLERS = frozenset(("level", "new"))
_GRADES = {
    **dict.fromkeys(("i", "1"), Level.JUNIOR),
    **dict.fromkeys(("ii", "2"), Level.MID),
    **dict.fromkeys(("iii", "iv", "v", "3"), Level.SENIOR),
}
_AFTER_HEAD = frozenset(("intern", "internship", "trainee", "apprentice"))
_MOST_DESCRIBING_WORDS = 7
_WORD = re.compile(r"[^\W_]+(?:[+#]{1,2})?")
# What may part the words of one title: "Front-End", "C / C++", "Node.js", "(Senior) Engineer".
_GAP = re.compile(r"[ \t]{0,3}(?:[-/&\u2010-\u2013()]|and\b)?[ \t]{0,3}|\.|\.?-")
_GAP_AFTER_HEAD = re.compile(r"[ \t]{1,2}|[ \t]?[-(\u2013,][ \t]?")
_GRADE_ENDS = re.compile(r"[ \t]*(?:$|[\n\r,(|/:)\u2013-](?!\s?\d))")


@dataclass(frozen=True, slots=True)
class Title:
    """A title in a text: `text[start:end]` is all of it, `name` leaves out the words of seniority.

    `level` is what those words say, with `level_start` and `level_end` around them; None (and 0, 0) without.
    """

    name: str
    start: int
    end: int
    level: Level | None = None
    level_start: int = 0
    level_end: int = 0


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def find_titles(text: str) -> Iterator[Title]:
    """The titles in `text`, in order and without overlaps."""
    words = [_Word(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(text)]
    free = 0
    for position, word in enumerate(words):
        if position >= free and (word.text in _HEADS or word.text in _LEADING_HEADS):
            first, last = _extent(text, words, free, position)
            if title := _title(text, words[first : last + 1]):
                free = last + 1
                yield title


def _extent(text: str, words: list[_Word], free: int, head: int) -> tuple[int, int]:
    """The first and last word of the title around a head noun."""
    first = head
    while first > max(free, head - _MOST_DESCRIBING_WORDS) and _belongs(text, words[first - 1], words[first]):
        first -= 1
    last = head
    while last + 1 < len(words) and _follows(text, words[last], words[last + 1]):
        last += 1
    return first, last


def _belongs(text: str, word: _Word, following: _Word) -> bool:
    gap = text[word.end : following.start]
    if word.text in _SHORTENED and gap == ". ":
        return True
    known = word.text in _DESCRIBING or _is_seniority(word.text) or word.text in ("c++", "c#")
    return known and bool(_GAP.fullmatch(gap))


def _follows(text: str, word: _Word, following: _Word) -> bool:
    """Whether the next word goes on with the title: "Engineer II", "Engineer Intern", "Lead Engineer"."""
    gap = text[word.end : following.start]
    if following.text in _AFTER_HEAD:
        return bool(_GAP_AFTER_HEAD.fullmatch(gap))
    if following.text in _GRADES:
        return gap == " " and _is_grade(text, following)
    return following.text in _HEADS and gap == " "


def _is_grade(text: str, word: _Word) -> bool:
    """Digits and "I" are grades at the end of a title only: not in "engineer I will", "engineer 2 years"."""
    return word.text in ("ii", "iii", "iv") or bool(_GRADE_ENDS.match(text, word.end))


def _title(text: str, words: list[_Word]) -> Title | None:
    """The words as a title, or None where they name no job ("lead", "new manager")."""
    while words[0].text in _LEVEL_FILLERS:
        words = words[1:]
    headless = not any(word.text in _HEADS for word in words)
    if headless and not any(word.text in _DESCRIBING for word in words):
        return None
    named = [word for word in words if not _is_seniority(word.text) or (headless and word is words[-1])]
    title = Title(_written(text, named), words[0].start, words[-1].end)
    graded = [word for word in words if word.text in _LEVEL_OF or word.text in _GRADES]
    return _with_level(title, graded) if graded else title


def _with_level(title: Title, graded: list[_Word]) -> Title:
    """An intern is a fresher whatever else the title says; else the first word decides."""
    word = next((word for word in graded if _level(word.text) is Level.FRESHER), graded[0])
    return replace(title, level=_level(word.text), level_start=word.start, level_end=word.end)


def _is_seniority(word: str) -> bool:
    return word in _LEVEL_OF or word in _LEVEL_FILLERS or word in _GRADES


def _level(word: str) -> Level:
    return _LEVEL_OF.get(word) or _GRADES[word]


def _written(text: str, words: list[_Word]) -> str:
    """The words as they are written, with what stands between neighbours."""
    pieces = [text[words[0].start : words[0].end]]
    for word, following in zip(words, words[1:], strict=False):
        gap = text[word.end : following.start]
        pieces += [gap if _GAP.fullmatch(gap) else " ", text[following.start : following.end]]
    return " ".join("".join(pieces).replace("(", "").replace(")", "").split())
