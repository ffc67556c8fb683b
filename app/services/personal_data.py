"""A candidate's own data: all of it in one document, or none of it any more."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from peewee import Database
from pydantic_core import to_jsonable_python

from app.services.accounts import User
from app.services.interviews import Interviews
from app.services.profiles import Profiles
from db import accounts as account_queries
from db import profiles as profile_queries


class PersonalData:
    """Export and erasure of an account."""

    def __init__(self, database: Database, profiles: Profiles, interviews: Interviews) -> None:
        self._database = database
        self._profiles = profiles
        self._interviews = interviews

    def export(self, user: User) -> dict[str, Any]:
        """Everything kept about the account, ready for JSON; of résumés the text that was read."""
        with self._database.connection_context():
            resumes = [
                {"filename": row.filename, "uploaded_at": row.uploaded_at, "text": row.text}
                for row in profile_queries.resumes_of(user.id)
            ]
        document = {
            "user": asdict(user),
            "profile": asdict(self._profiles.get(user.id)),
            "resumes": resumes,
            "interviews": [asdict(interview) for interview in self._interviews.history(user.id)],
        }
        exported: dict[str, Any] = to_jsonable_python(document)
        return exported

    def erase(self, user: User) -> None:
        """Delete the account, all that hangs on it, and its files. There is no way back."""
        with self._database.connection_context():
            paths = [Path(str(row.path)) for row in profile_queries.resumes_of(user.id)]
            account_queries.delete_user(user.id)
        for path in paths:
            path.unlink(missing_ok=True)
