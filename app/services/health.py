"""Which parts of the house are ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peewee import Database, PeeweeException

from db.database import check
from serving.client import Models, State
from serving.errors import PartName


@dataclass(frozen=True, slots=True)
class Part:
    """How one part is; `detail` says what to do where it is not ready."""

    state: State
    detail: str = ""


class Health:
    """Looks at the database and asks the models."""

    def __init__(self, database: Database, models: Models) -> None:
        self._database = database
        self._models = models

    def parts(self) -> Mapping[str, Part]:
        """The state of each part: `database`, `encoder`, `speech`."""
        return {"database": self._database_part(), "encoder": self._model("encoder"), "speech": self.speech()}

    def ready(self) -> bool:
        """Whether interviews can be held; without speech they can, by text."""
        return self._database_part().state == "ready" and self._model("encoder").state == "ready"

    def speech(self) -> Part:
        """Whether spoken answers can be taken, and if not, what to do."""
        return self._model("speech")

    def _model(self, name: PartName) -> Part:
        status = self._models.status()[name]
        return Part(status.state, status.detail)

    def _database_part(self) -> Part:
        try:
            check(self._database)
        except PeeweeException as exc:
            return Part("unavailable", f"The database does not answer: {exc}")
        return Part("ready")
