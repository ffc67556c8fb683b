"""A profile as the values of a page's fields, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from app.domain.profile import Experience, Level, Profile, Project, Target
from app.domain.resume import ResumeFacts

SHOWN = (gr.update(visible=False), gr.update(visible=True))
"""For a page's waiting note and its fields, once the fields are filled: typing before that would be lost."""

HEADS = ["Project", "What it does", "Built with (comma between)"]

LEVEL_CHOICES = [
    ("Fresher: studying or just done", Level.FRESHER.value),
    ("Junior: up to 2 years", Level.JUNIOR.value),
    ("Mid: 3 to 5 years", Level.MID.value),
    ("Senior: more", Level.SENIOR.value),
]


def to_fields(profile: Profile) -> list[Any]:
    """Skills, projects, level, years, roles, interests, target role, its job description."""
    experience, target = profile.experience, profile.target
    rows = [[p.name, p.description, ", ".join(p.tech_stack)] for p in profile.projects]
    return [
        list(profile.skills),
        rows or [["", "", ""]],
        experience.level.value if experience.level else None,
        experience.years,
        list(experience.roles),
        list(profile.interests),
        target.role,
        target.job_description,
    ]


def from_fields(
    skills: Sequence[str] | None,
    projects: Sequence[Sequence[Any]] | None,
    level: str | None,
    years: float | None,
    roles: Sequence[str] | None,
    interests: Sequence[str] | None,
    role: str | None,
    job_description: str | None,
) -> Profile:
    """The profile that the fields tell; empty rows of the project table are left out."""
    return Profile(
        skills=_entries(skills),
        projects=tuple(_project(row) for row in projects or () if str(row[0] or "").strip()),
        experience=Experience(Level(level) if level else None, years, _entries(roles)),
        interests=_entries(interests),
        target=Target((role or "").strip(), (job_description or "").strip()),
    )


def merge(profile: Profile, facts: ResumeFacts) -> Profile:
    """The profile with what a résumé adds; what the candidate filled in stays as it is."""
    names = {project.name.lower() for project in profile.projects}
    own, read = profile.experience, facts.experience
    return replace(
        profile,
        skills=_entries([*profile.skills, *(skill.name for skill in facts.skills)]),
        projects=(*profile.projects, *(p for p in facts.projects if p.name.lower() not in names)),
        experience=Experience(
            own.level or read.level,
            read.years if own.years is None else own.years,
            own.roles or read.roles,
        ),
    )


def _project(row: Sequence[Any]) -> Project:
    name, description, stack = (str(cell or "").strip() for cell in row[:3])
    return Project(name, description, _entries(stack.split(",")))


def _entries(values: Iterable[Any] | None) -> tuple[str, ...]:
    """The values without blanks and without repeats, whatever their case."""
    stripped = (str(value).strip() for value in values or ())
    return tuple({value.lower(): value for value in reversed(list(stripped)) if value}.values())[::-1]
