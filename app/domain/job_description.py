"""What a job description asks for, each fact with the words that show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Generic, TypeVar

from app.domain.job_titles import Title, find_titles
from app.domain.levels import find_level
from app.domain.profile import Level
from app.domain.taxonomy import FoundSkill, Span, Taxonomy

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A fact and the words of the text that show it."""

    value: T
    evidence: Span


@dataclass(frozen=True, slots=True)
class JobDescriptionFacts:
    """Role (without its seniority), level and skills of a job; spans are of the text that was given."""

    role: Found[str] | None
    level: Found[Level] | None
    skills: tuple[FoundSkill, ...]


_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,1000}>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_BREAKING = re.compile(r"</?(?:p|br|div|li|ul|ol|h\d|tr|td|table|section|header|title|body)\b", re.IGNORECASE)

_TITLE_LINES = 6
_TITLE_LINES_END = 600
_LONGEST_TITLE_LINE = 100
_LABEL_BEFORE = re.compile(
    r"(?:^|\n)[^\w\n]{0,5}"
    r"(?:job(?:[ \t]title)?|title|position|role|designation|vacancy|opening|(?:we are )?hiring)"
    r"[ \t*]{0,3}[:\u2013-][ \t*]{0,3}[^\n]{0,20}$",
    re.IGNORECASE,
)
_SOUGHT_BEFORE = re.compile(
    r"\b(?:look(?:ing)?(?: to hire| to add| out)? for|search(?:ing)? (?:of|for)|seek(?:ing|s)?|hir(?:e|ing)|"
    r"recruit(?:ing)?|need(?:s|ed)?|join(?: us| our team)?(?: as)?|want(?:ed)?|"
    r"(?:role|position) of|(?:opening|opportunity) for|as)\b[^.\n;]{0,45}$",
    re.IGNORECASE,
)
_COLLEAGUE_BEFORE = re.compile(
    r"\b(?:report(?:ing)?(?: directly)? to|work(?:ing)?(?: closely)? (?:with|alongside)|alongside|with|"
    r"(?:collaborat|partner)\w{0,4} with|mentor\w{0,5}|coach\w{0,3}|manag(?:e|ing)|team of|other|fellow|our)"
    r"\b[^.\n;]{0,40}$",
    re.IGNORECASE,
)


def analyze_job_description(text: str, taxonomy: Taxonomy) -> JobDescriptionFacts:
    """Role, level and skills of a job description in plain text or HTML; each None or empty where unsaid.

    Linear in the length of `text`, which the caller has bounded.
    """
    plain = _without_markup(text)
    title = _best_title(plain)
    level = find_level(plain, title)
    return JobDescriptionFacts(
        role=Found(title.name, _span(text, title.start, title.end)) if title else None,
        level=Found(level.level, _span(text, level.start, level.end)) if level else None,
        skills=taxonomy.find_skills(plain),
    )


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


def _without_markup(text: str) -> str:
    """The text with tags and entities blanked out, so that every place keeps its number."""
    return _ENTITY.sub(_same_width, _TAG.sub(_blank, text))


def _blank(tag: re.Match[str]) -> str:
    filler = " " * len(tag[0])
    return "\n" + filler[1:] if _BREAKING.match(tag[0]) else filler


def _same_width(entity: re.Match[str]) -> str:
    written = unescape(entity[0]).replace("\u00a0", " ")
    return written.ljust(len(entity[0])) if len(written) == 1 else entity[0]


def _best_title(text: str) -> Title | None:
    """The title that the text is about: the most telling place wins, then the first."""
    head = _end_of_title_lines(text)
    best, best_weight = None, 0
    for title in find_titles(text):
        weight = _weight(text, title, head)
        if weight > best_weight:
            best, best_weight = title, weight
    return best


def _weight(text: str, title: Title, head: int) -> int:
    """4 after a label, 3 in a title line, 2 where somebody is sought, 1 anywhere, 0 for a colleague."""
    before = text[max(0, title.start - 80) : title.start]
    if _LABEL_BEFORE.search(before):
        return 4
    if title.end <= head and _is_title_line(text, title):
        return 3
    sought, colleague = _SOUGHT_BEFORE.search(before), _COLLEAGUE_BEFORE.search(before)
    if colleague and not (sought and sought.start() > colleague.start()):
        return 0
    return 2 if sought else 1


def _is_title_line(text: str, title: Title) -> bool:
    start, end = text.rfind("\n", 0, title.start) + 1, text.find("\n", title.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    is_sentence = line.endswith((".", "!", ";")) or ". " in line.replace("r. ", " ")
    return len(line) <= _LONGEST_TITLE_LINE and not is_sentence


def _end_of_title_lines(text: str) -> int:
    """Where the first few lines that say anything end."""
    end, seen = 0, 0
    for line in text[:_TITLE_LINES_END].splitlines(keepends=True):
        end += len(line)
        seen += bool(line.strip())
        if seen == _TITLE_LINES:
            break
    return end
