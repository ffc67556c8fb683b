"""Queries on the question bank. Call inside a connection context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from db.models import BankQuestion, proxy


def replace_bank(rows: Sequence[dict[str, Any]]) -> None:
    """Make exactly these versions the current ones; earlier versions stay, for the answers given to them.

    Each row has every column but `current`. Loading the same rows again changes nothing.
    """
    with proxy.atomic():
        BankQuestion.update(current=False).execute()
        for row in rows:
            BankQuestion.insert(**row, current=True).on_conflict(
                conflict_target=[BankQuestion.slug, BankQuestion.content_hash], update={"current": True}
            ).execute()


def current_questions(
    *,
    skills: Iterable[str] | None = None,
    level: str | None = None,
    kind: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[BankQuestion]:
    """Current questions that fit every filter given, by slug."""
    query = BankQuestion.select().where(BankQuestion.current).order_by(BankQuestion.slug)
    if skills is not None:
        query = query.where(BankQuestion.skill.in_(list(skills)))
    if level is not None:
        query = query.where(BankQuestion.level == level)
    if kind is not None:
        query = query.where(BankQuestion.kind == kind)
    return list(query.limit(limit).offset(offset))


def shelf_names() -> list[str]:
    """The skills the bank has questions for, in order."""
    query = BankQuestion.select(BankQuestion.skill).where(BankQuestion.current).distinct()
    return sorted(row.skill for row in query)
