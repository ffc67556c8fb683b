"""When a word that spells a skill also means it: "Go" the language against "go live".

Firm spellings need clear edges only. Everyday words ("Go", "R", "Spring") need technical company as well: a
word beside them that speaks of programming, or a place in a list next to a firm skill.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass

# How far, in characters, the firm skill of a list may be.
COMPANY_DISTANCE = 80


def word_set(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


_CUES_BEFORE = word_set(
    "in with using use uses know knows learn learning language languages framework programming code "
    "coding like modern idiomatic via senior junior lead skills"
)
_CUES_AFTER = word_set(
    "developer developers dev engineer engineers engineering programming programmer programmers language "
    "languages framework code codebase codebases backend frontend service services microservices "
    "application applications app apps module modules component components library libraries skills api "
    "apis runtime server servers package packages script scripts scripting experience project projects"
)
_LIST_SIGNS = frozenset(",/|;&+\u2022\u00b7:()")
_LIST_HEADS = re.compile(
    r"\b(?:languages?|skills?|technologies|frameworks?|stack|tools|programming)\b[^\n]{0,40}[:\n|\u2013-]",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(r"\d{0,8}[^\W\d_]")
_RUNS_ON_SHORT = re.compile(r"[\w+#&'\u2019*]|\s?&\s?[A-Z]\b|[-\u2010\u2011](?!based|lang|style)")
_YEAR = re.compile(r"^\d{4}$")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that spells a skill, before its company has been looked at."""

    skill: str
    start: int
    end: int
    needs_context: bool
    is_technology: bool


def stands_alone(
    text: str, start: int, end: int, not_before: Sequence[str] = (), not_after: Sequence[str] = ()
) -> bool:
    """Whether `text[start:end]` has the edges of a name and no word beside it changes its meaning."""
    if not _edges_are_clear(text, start, end):
        return False
    if not_before and _starts_with(_following(text, end), not_before):
        return False
    return not (not_after and _ends_with(_preceding(text, start), not_after))


def keep_supported(text: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """All firm candidates, and of the others those in technical company, their own kind included.

    In "Python, Go and Rust" Python carries Go and Go carries Rust; in "Swift and Dart" none carries another.
    """
    kept = [c for c in candidates if not c.needs_context]
    company = _Company([c for c in kept if c.is_technology])
    for candidate in (c for c in candidates if c.needs_context):
        if _is_supported(text, candidate, company):
            kept.append(candidate)
            company.join(candidate)
    return tuple(sorted(kept, key=lambda c: c.start))


class _Company:
    """Where the technologies of a text stand that are certain by now."""

    def __init__(self, certain: Sequence[Candidate]) -> None:
        self._starts = [c.start for c in certain]
        self._edges = {edge for c in certain for edge in (c.start, c.end)}

    def join(self, candidate: Candidate) -> None:
        insort(self._starts, candidate.start)
        self._edges |= {candidate.start, candidate.end}

    def is_near(self, candidate: Candidate) -> bool:
        nearest = bisect_left(self._starts, candidate.start - COMPANY_DISTANCE)
        return nearest < len(self._starts) and self._starts[nearest] <= candidate.end + COMPANY_DISTANCE

    def is_beside(self, text: str, candidate: Candidate) -> bool:
        """Whether a single space parts them: lists lose their commas on the way into a text."""
        before, after = candidate.start - 1, candidate.end
        return (text[before : candidate.start] == " " and before in self._edges) or (
            text[after : after + 1] == " " and after + 1 in self._edges
        )


def _edges_are_clear(text: str, start: int, end: int) -> bool:
    before, after = text[start - 2 : start] if start > 1 else text[:start], text[end : end + 2]
    if before[-1:].isalnum() or before[-1:] in ("_", "@", "\\"):
        return False
    if len(before) == 2 and before[1] == "." and before[0].isalnum() and text[start].islower():
        return False  # the tail of a dotted name: foo.js
    if after[:1] == "_" or (after[:1] == "." and after[1:].isalpha() and after[1:].islower()):
        return False  # the head of one: go.mod
    return _tail_is_clear(text, start, end)


def _tail_is_clear(text: str, start: int, end: int) -> bool:
    """No letters run on; a version may follow ("Python3"), but not a name of one or two letters ("C4")."""
    if end - start <= 2:
        return not _RUNS_ON_SHORT.match(text, end)
    return not _RUNS_ON.match(text, end)


def _is_supported(text: str, candidate: Candidate, company: _Company) -> bool:
    before, after = _preceding(text, candidate.start), _following(text, candidate.end)
    if before.rpartition(" ")[2] in _CUES_BEFORE or after.partition(" ")[0] in _CUES_AFTER:
        return _same_clause(text, candidate)
    if text[candidate.start].isupper() and company.is_beside(text, candidate):
        return True
    return _in_a_list(text, candidate, before, after) and _in_company(text, candidate, company)


def _same_clause(text: str, candidate: Candidate) -> bool:
    """Cues count across spaces only: in "go, services" they belong to different things."""
    before, after = text[candidate.start - 1 : candidate.start], text[candidate.end : candidate.end + 1]
    return before.isspace() or after.isspace()


def _in_a_list(text: str, candidate: Candidate, before: str, after: str) -> bool:
    left = text[max(0, candidate.start - 20) : candidate.start].rstrip(" \t")
    right = text[candidate.end : candidate.end + 20].lstrip(" \t")
    if left[-1:] in _LIST_SIGNS and left or right[:1] in _LIST_SIGNS and right:
        return True
    if before.endswith((" and", " or")) or after.startswith(("and ", "or ")):
        return True
    return (not left or left.endswith("\n")) and (not right or right.startswith("\n"))


def _in_company(text: str, candidate: Candidate, company: _Company) -> bool:
    head = text[max(0, candidate.start - COMPANY_DISTANCE) : candidate.start]
    return company.is_near(candidate) or bool(_LIST_HEADS.search(head))


def _starts_with(words: str, phrases: Sequence[str]) -> bool:
    return any(f"{words} ".startswith(f"{phrase} ") for phrase in phrases)


def _ends_with(words: str, phrases: Sequence[str]) -> bool:
    return any(f" {words}".endswith(f" {phrase}") for phrase in phrases)


def _following(text: str, end: int) -> str:
    """The next words in lower case; a year stands as "#"."""
    return _plain_words(text[end : end + 30])


def _preceding(text: str, start: int) -> str:
    return _plain_words(text[max(0, start - 30) : start])


def _plain_words(piece: str) -> str:
    return " ".join(_YEAR.sub("#", word) for word in _WORDS.findall(piece.lower()))
