"""What a résumé tells: skills with evidence, projects, and how long and as what somebody has worked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.date_ranges import Period, find_periods, total_years
from app.domain.job_titles import find_titles
from app.domain.levels import level_for_years, years_stated
from app.domain.profile import Experience, Level, Project
from app.domain.resume_layout import (
    BULLET,
    Entry,
    Part,
    Section,
    normalize_resume,
    split_entries,
    split_sections,
)
from app.domain.taxonomy import FoundSkill, Taxonomy


@dataclass(frozen=True, slots=True)
class ResumeFacts:
    """The facts of a résumé; the skills' spans are of `normalize_resume(text)`."""

    skills: tuple[FoundSkill, ...]
    projects: tuple[Project, ...]
    experience: Experience


# What ends the name in the head line of a project, and whether what follows tells about it.
_NAME_ENDS = re.compile(r"\s*(?:(?P<tells>:|\s[\u2013\u2014-])\s|[|\t(\[]|\s?https?://|\b(?:19|20)\d\d\b)")
_LONGEST_NAME = 80
_TRAILING_MONTH = re.compile(
    r"[\s,]+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?$", re.IGNORECASE
)


def read_resume(text: str, taxonomy: Taxonomy, today: date) -> ResumeFacts:
    """The facts of a résumé's text, as it was extracted; "present" in a date range is `today`'s month.

    Skills are read everywhere but among hobbies and references, projects and experience in their sections.
    """
    text = normalize_resume(text)
    parts = split_sections(text)
    return ResumeFacts(
        skills=taxonomy.find_skills(_without_private(text, parts)),
        projects=tuple(_projects(parts, taxonomy)),
        experience=_experience(parts, today),
    )


def _without_private(text: str, parts: Sequence[Part]) -> str:
    """The text with private sections blanked out, so that every place keeps its number."""
    pieces, done = [], 0
    for part in parts:
        if part.section is Section.PRIVATE:
            pieces += [text[done : part.start], " " * len(part.text)]
            done = part.end
    return "".join((*pieces, text[done:]))


def _projects(parts: Sequence[Part], taxonomy: Taxonomy) -> Iterator[Project]:
    for part in parts:
        if part.section is Section.PROJECTS:
            for entry in split_entries(part.lines):
                yield _project(entry, taxonomy)


def _project(entry: Entry, taxonomy: Taxonomy) -> Project:
    name, told = _name_and_rest(entry.head)
    return Project(name, "\n".join(filter(None, (told, *entry.points))), _tech_stack(entry.text, taxonomy))


def _name_and_rest(head: str) -> tuple[str, str]:
    """The project's name, and what the head line tells about it after a colon or a dash."""
    ends = _NAME_ENDS.search(head, 1)
    if ends is None:
        return head[:_LONGEST_NAME].rstrip(" .,"), head if len(head) > _LONGEST_NAME else ""
    name = _TRAILING_MONTH.sub("", head[: ends.start()]).strip(" ,-\u2013\u2014")
    return name[:_LONGEST_NAME], head[ends.end() :].strip() if ends["tells"] else ""


def _tech_stack(text: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    skills = (taxonomy.resolve(found.id) for found in taxonomy.find_skills(text))
    return tuple(skill.name for skill in skills if skill and skill.is_technology)


def _experience(parts: Sequence[Part], today: date) -> Experience:
    lines = [line for part in parts if part.section is Section.EXPERIENCE for line in part.lines]
    periods = {position: found for position, line in enumerate(lines) if (found := find_periods(line, today))}
    years = _years(parts, [period for found in periods.values() for period in found])
    return Experience(_level(parts, years), years, tuple(dict.fromkeys(_roles(lines, list(periods)))))


def _years(parts: Sequence[Part], periods: Sequence[Period]) -> float | None:
    """What the date ranges add up to; without any, the years that the opening speaks of."""
    if periods:
        return total_years(periods)
    opening = "\n".join(part.text for part in parts if part.section in (Section.HEAD, Section.SUMMARY))
    stated = years_stated(opening)
    return float(stated.years) if stated else None


def _level(parts: Sequence[Part], years: float | None) -> Level | None:
    """From the years; somebody with studies or projects and no work to tell of is a fresher."""
    if years is not None:
        return level_for_years(years)
    sections = {part.section for part in parts}
    inexperienced = Section.EXPERIENCE not in sections and sections & {Section.EDUCATION, Section.PROJECTS}
    return Level.FRESHER if inexperienced else None


def _roles(lines: Sequence[str], dated: Sequence[int]) -> Iterator[str]:
    """The title beside each date range: on its line, else above or below it; a line serves one range.

    Without date ranges, the titles of all lines that are not bullets.
    """
    free = {position for position, line in enumerate(lines) if not line.startswith(BULLET)}
    for position in dated or sorted(free):
        nearby = [position, position - 1, position + 1, position + 2, position - 2] if dated else [position]
        for place in nearby:
            title = (
                _title_in(lines[place]) if place in free and (place == position or place not in dated) else ""
            )
            if title:
                free.discard(place)
                yield title
                break


def _title_in(line: str) -> str:
    """The first title of a line as it is written, seniority included."""
    return next((line[title.start : title.end] for title in find_titles(line)), "")
