"""The question bank: from its YAML files into the database, and out again."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema
import yaml
from peewee import Database

from app.domain.profile import Level
from app.domain.questions import KeyPoint, Kind, Question
from db import questions as queries
from db.models import BankQuestion

BANK = files("db") / "question_bank"


@cache
def read_bank() -> tuple[Question, ...]:
    """Every question of the files, by id.

    Raises jsonschema's ValidationError, naming the place, for a file that breaks the schema, and
    ValueError for an id used twice.
    """
    schema = json.loads((BANK / "schema.json").read_text(encoding="utf-8"))
    questions: dict[str, Question] = {}
    for file in sorted(BANK.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            shelf = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            jsonschema.validate(shelf, schema)
            for entry in shelf["questions"]:
                if entry["id"] in questions:
                    raise ValueError(f"{file.name}: the question id {entry['id']!r} is used twice")
                questions[entry["id"]] = _question(shelf["skill"], entry)
    return tuple(questions[key] for key in sorted(questions))


def load_bank(database: Database) -> int:
    """Bring the database's bank up to the files; how many questions there are."""
    questions = read_bank()
    with database.connection_context():
        queries.replace_bank([_row(question) for question in questions])
    return len(questions)


class Bank:
    """The questions as the database holds them now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        *,
        skill: str | None = None,
        level: Level | None = None,
        kind: Kind | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Question, ...]:
        """Questions that fit every filter given, by id."""
        with self._database.connection_context():
            rows = queries.current_questions(
                skills=None if skill is None else [skill], level=level, kind=kind, limit=limit, offset=offset
            )
        return tuple(to_question(row) for row in rows)

    def shelves(self) -> tuple[str, ...]:
        """The skills there are questions for."""
        with self._database.connection_context():
            return tuple(queries.shelf_names())


def to_question(row: BankQuestion) -> Question:
    """The value of a row."""
    return Question(
        id=str(row.slug),
        skill=str(row.skill),
        kind=Kind(str(row.kind)),
        level=Level(str(row.level)),
        text=str(row.text),
        reference_answer=str(row.reference_answer),
        key_points=tuple(KeyPoint(**point) for point in _list(row.key_points)),
    )


def _list(value: Any) -> list[dict[str, Any]]:
    return list(value)


def _question(skill: str, entry: dict[str, Any]) -> Question:
    return Question(
        id=entry["id"],
        skill=skill,
        kind=Kind(entry["kind"]),
        level=Level(entry["level"]),
        text=entry["text"].strip(),
        reference_answer=entry["reference_answer"].strip(),
        key_points=tuple(KeyPoint(point["text"], point["weight"]) for point in entry["key_points"]),
    )


def _row(question: Question) -> dict[str, Any]:
    content = {
        "skill": question.skill,
        "kind": question.kind.value,
        "level": question.level.value,
        "text": question.text,
        "reference_answer": question.reference_answer,
        "key_points": [{"text": point.text, "weight": point.weight} for point in question.key_points],
    }
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return {"slug": question.id, "content_hash": digest, **content}
