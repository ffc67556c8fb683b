"""Whether the house stands, and whether it is open."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app.api.access import ServicesDep

router = APIRouter(tags=["health"])


class PartOut(BaseModel):
    """One part: `starting`, `ready` or `unavailable`, and what to do about it."""

    state: str
    detail: str


class ReadyOut(BaseModel):
    """Whether interviews can be held. Without speech they can, by text."""

    ready: bool
    parts: dict[str, PartOut]


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(response: Response, services: ServicesDep) -> ReadyOut:
    """The state of each part; 503 until interviews can be held."""
    is_ready = services.health.ready()
    response.status_code = 200 if is_ready else 503
    parts = {
        name: PartOut.model_validate(part, from_attributes=True)
        for name, part in services.health.parts().items()
    }
    return ReadyOut(ready=is_ready, parts=parts)
