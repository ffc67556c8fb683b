"""The question bank."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from app.api.access import CurrentUser, ServicesDep
from app.domain.profile import Level
from app.domain.questions import Kind

router = APIRouter(prefix="/api/questions", tags=["questions"])


class BankQuestionOut(BaseModel):
    """A question of the bank; what a good answer holds is shown after one's own."""

    id: str
    skill: str
    kind: Kind
    level: Level
    text: str


@router.get("")
def page(
    user: CurrentUser,
    services: ServicesDep,
    skill: str | None = None,
    level: Level | None = None,
    kind: Kind | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> list[BankQuestionOut]:
    """A page of the bank."""
    found = services.bank.page(skill=skill, level=level, kind=kind, limit=limit, offset=offset)
    return [BankQuestionOut.model_validate(question, from_attributes=True) for question in found]
