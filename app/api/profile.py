"""The profile, the résumé, and reading a job description."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel, Field
from pydantic.config import JsonDict

from app.api.access import CurrentUser, ServicesDep
from app.domain.profile import Experience, Level, Profile, Project, Target
from app.services.resume_text import MAX_RESUME_BYTES

router = APIRouter(prefix="/api", tags=["profile"])

EXAMPLE: JsonDict = {
    "skills": ["Python", "PostgreSQL"],
    "projects": [{"name": "Shop", "description": "A web shop", "tech_stack": ["FastAPI"]}],
    "experience": {"level": "mid", "years": 4, "roles": ["Backend Engineer"]},
    "interests": ["distributed systems"],
    "target": {"role": "Senior Backend Engineer", "job_description": "We are looking for …"},
}


class ProjectBody(BaseModel):
    """Something the candidate built, and with what."""

    name: str
    description: str = ""
    tech_stack: list[str] = []


class ExperienceBody(BaseModel):
    """How long and as what the candidate has worked."""

    level: Level | None = None
    years: float | None = Field(default=None, allow_inf_nan=False)
    roles: list[str] = []


class TargetBody(BaseModel):
    """The job the candidate rehearses for."""

    role: str = ""
    job_description: str = ""


class ProfileBody(BaseModel):
    """Everything a candidate tells about themselves."""

    model_config = {"json_schema_extra": {"examples": [EXAMPLE]}, "from_attributes": True}

    skills: list[str] = []
    projects: list[ProjectBody] = []
    experience: ExperienceBody = ExperienceBody()
    interests: list[str] = []
    target: TargetBody = TargetBody()

    @classmethod
    def of(cls, profile: Profile) -> ProfileBody:
        """The body that shows a profile."""
        return cls.model_validate(profile, from_attributes=True)

    def to_profile(self) -> Profile:
        """The profile that the body tells."""
        return Profile(
            skills=tuple(self.skills),
            projects=tuple(Project(p.name, p.description, tuple(p.tech_stack)) for p in self.projects),
            experience=Experience(self.experience.level, self.experience.years, tuple(self.experience.roles)),
            interests=tuple(self.interests),
            target=Target(self.target.role, self.target.job_description),
        )


class Extracted(BaseModel):
    """What was read in a résumé, for its owner to correct."""

    skills: list[str]
    projects: list[ProjectBody]
    experience: ExperienceBody


class ResumeOut(BaseModel):
    """A résumé that was kept."""

    filename: str
    extracted: Extracted


class JobDescriptionBody(BaseModel):
    """A job description as pasted."""

    text: str = Field(examples=["Senior Backend Engineer. You know Python and Kubernetes well."])


class SkillOut(BaseModel):
    """A skill and the words that named it."""

    name: str
    evidence: str


class JobDescriptionOut(BaseModel):
    """What a job description asks for; null where it does not say."""

    role: str | None
    level: Level | None
    skills: list[SkillOut]


@router.get("/profile")
def get_profile(user: CurrentUser, services: ServicesDep) -> ProfileBody:
    """The profile as it was last saved."""
    return ProfileBody.of(services.profiles.get(user.id))


@router.put("/profile")
def put_profile(body: ProfileBody, user: CurrentUser, services: ServicesDep) -> ProfileBody:
    """Save the profile in place of the last one."""
    return ProfileBody.of(services.profiles.save(user.id, body.to_profile()))


@router.post("/profile/resume", status_code=201)
def upload_resume(
    file: Annotated[UploadFile, File(description="PDF, DOCX or text, 5 MB at most")],
    user: CurrentUser,
    services: ServicesDep,
) -> ResumeOut:
    """Keep a résumé and tell what is in it; the profile stays as it is."""
    data = file.file.read(MAX_RESUME_BYTES + 1)
    uploaded = services.profiles.upload_resume(user.id, file.filename or "", data)
    facts = uploaded.facts
    return ResumeOut(
        filename=uploaded.filename,
        extracted=Extracted(
            skills=[skill.name for skill in facts.skills],
            projects=[ProjectBody.model_validate(p, from_attributes=True) for p in facts.projects],
            experience=ExperienceBody.model_validate(facts.experience, from_attributes=True),
        ),
    )


@router.post("/job-descriptions/analyze")
def analyze(body: JobDescriptionBody, user: CurrentUser, services: ServicesDep) -> JobDescriptionOut:
    """Role, level and skills of a job description, each with the words that say so."""
    facts = services.job_descriptions.analyze(body.text)
    return JobDescriptionOut(
        role=facts.role.value if facts.role else None,
        level=facts.level.value if facts.level else None,
        skills=[SkillOut(name=s.name, evidence=s.evidence.text) for s in facts.skills],
    )
