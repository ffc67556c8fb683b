"""Queries on profiles and résumés. Call inside a connection context."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from db.models import Profile, Resume


def load_profile(user_id: int) -> dict[str, Any] | None:
    """The profile's document, if it was ever saved."""
    row = Profile.get_or_none(Profile.user == user_id)
    return None if row is None else dict(row.document)


def save_profile(user_id: int, document: dict[str, Any], now: datetime) -> None:
    """Keep the document in place of the last one."""
    Profile.insert(user=user_id, document=document, updated_at=now).on_conflict(
        conflict_target=[Profile.user], preserve=[Profile.document, Profile.updated_at]
    ).execute()


def add_resume(
    user_id: int, *, filename: str, path: str, size_bytes: int, text: str, now: datetime
) -> Resume:
    """Note an uploaded file."""
    return Resume.create(
        user=user_id, filename=filename, path=path, size_bytes=size_bytes, text=text, uploaded_at=now
    )


def resumes_of(user_id: int) -> list[Resume]:
    """Every résumé of the user, the newest first."""
    return list(Resume.select().where(Resume.user == user_id).order_by(Resume.id.desc()))
