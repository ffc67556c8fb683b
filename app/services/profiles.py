"""Profiles and résumés: what candidates tell about themselves, kept as they left it."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from peewee import Database
from pydantic import TypeAdapter

from app.domain.profile import Profile
from app.domain.resume import ResumeFacts, read_resume
from app.domain.taxonomy import Taxonomy
from app.errors import InvalidInput
from app.services.clock import Clock
from app.services.resume_text import extract_text, sniff
from app.services.texts import check_storable
from db import profiles as queries

MAX_ITEMS = 100
MAX_LINE = 200
MAX_TEXT = 50_000

adapter = TypeAdapter(Profile)


@dataclass(frozen=True, slots=True)
class UploadedResume:
    """A résumé that was kept, and what was read in it for the candidate to correct."""

    filename: str
    facts: ResumeFacts


class Profiles:
    """Loads and keeps profiles; takes in résumés."""

    def __init__(self, database: Database, taxonomy: Taxonomy, uploads: Path, clock: Clock) -> None:
        self._database = database
        self._taxonomy = taxonomy
        self._uploads = uploads
        self._clock = clock

    def get(self, user_id: int) -> Profile:
        """The profile as it was last saved; an empty one before that."""
        with self._database.connection_context():
            document = queries.load_profile(user_id)
        return Profile() if document is None else adapter.validate_python(document)

    def save(self, user_id: int, profile: Profile) -> Profile:
        """Keep the profile in place of the last one; raises InvalidInput where a part is too long."""
        check_sizes(profile)
        with self._database.connection_context():
            queries.save_profile(user_id, adapter.dump_python(profile, mode="json"), self._clock())
        return profile

    def upload_resume(self, user_id: int, filename: str, data: bytes) -> UploadedResume:
        """Read a résumé (PDF, DOCX, text; 5 MB at most), keep the file, and tell what is in it.

        The profile is left as it is. Raises FileRejected; nothing is kept then.
        """
        kind = sniff(data)
        text = extract_text(data, kind)
        now = self._clock()
        facts = read_resume(text, self._taxonomy, today=now.date())
        name = Path(filename.replace("\\", "/")).name
        shown = "".join(filter(str.isprintable, name))[:255] or f"resume.{kind.value}"
        path = self._uploads / f"{uuid.uuid4().hex}.{kind.value}"
        try:
            _write_private(path, data)
            with self._database.connection_context():
                queries.add_resume(
                    user_id, filename=shown, path=str(path), size_bytes=len(data), text=text, now=now
                )
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return UploadedResume(shown, facts)

    def last_resume(self, user_id: int) -> str | None:
        """The name of the résumé uploaded last."""
        with self._database.connection_context():
            rows = queries.resumes_of(user_id)
        return str(rows[0].filename) if rows else None


def check_sizes(profile: Profile) -> None:
    """Raise InvalidInput where a list or a text is longer than a person would write, or cannot be kept."""
    stacks = [project.tech_stack for project in profile.projects]
    lists = [profile.skills, profile.projects, profile.interests, profile.experience.roles, *stacks]
    if any(len(items) > MAX_ITEMS for items in lists):
        raise InvalidInput(f"A list in the profile has more than {MAX_ITEMS} entries; shorten it.")
    lines = [*profile.skills, *profile.interests, *profile.experience.roles, profile.target.role]
    lines += [line for project in profile.projects for line in (project.name, *project.tech_stack)]
    if any(len(line) > MAX_LINE for line in lines):
        raise InvalidInput(f"An entry of the profile is longer than {MAX_LINE} characters; shorten it.")
    texts = [profile.target.job_description, *(project.description for project in profile.projects)]
    if any(len(text) > MAX_TEXT for text in texts):
        raise InvalidInput(f"A text in the profile is longer than {MAX_TEXT:,} characters; shorten it.")
    check_storable([*lines, *texts])
    years = profile.experience.years
    if years is not None and not 0 <= years <= 80:
        raise InvalidInput("Years of experience must be between 0 and 80.")


def _write_private(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
