"""Who the candidate is and what they aim for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How far along a candidate, a question or a job is; in rising order."""

    FRESHER = "fresher"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


@dataclass(frozen=True, slots=True)
class Project:
    """Something the candidate built, and with what."""

    name: str
    description: str = ""
    tech_stack: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Experience:
    """How long and as what the candidate has worked; `years` is None where unknown."""

    level: Level | None = None
    years: float | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The job the candidate rehearses for."""

    role: str = ""
    job_description: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a candidate tells about themselves."""

    skills: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()
    experience: Experience = field(default_factory=Experience)
    interests: tuple[str, ...] = ()
    target: Target = field(default_factory=Target)
