"""Interviews: begin, answer by text or voice, finish, look back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from app.api.access import CurrentUser, ServicesDep
from app.api.schemas import FeedbackOut, InterviewOut, SummaryOut
from app.domain.interviews import AskedQuestion, Source
from app.domain.profile import Level
from app.errors import InvalidInput
from app.services.accounts import User
from app.services.interviews import MAX_QUESTIONS, InterviewRequest
from app.services.registry import Services
from app.services.speech import MAX_AUDIO_BYTES

router = APIRouter(prefix="/api/interviews", tags=["interviews"])


class InterviewBody(BaseModel):
    """What to be asked about."""

    role: str = Field(examples=["Backend Engineer"])
    level: Level
    job_description: str = ""
    skills: list[str] = Field(default=[], examples=[["Python", "SQL"]])
    question_count: int = Field(default=5, ge=1, le=MAX_QUESTIONS)
    mode: Literal["practice"] = "practice"


class TextAnswer(BaseModel):
    """An answer in writing."""

    question_id: int
    text: str = Field(examples=["An index speeds up reads, because …"])


ANSWER_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": TextAnswer.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["question_id", "audio"],
                    "properties": {
                        "question_id": {"type": "integer"},
                        "audio": {"type": "string", "format": "binary"},
                    },
                }
            },
        },
    }
}


@router.post("", status_code=201)
def start(body: InterviewBody, user: CurrentUser, services: ServicesDep) -> InterviewOut:
    """Begin an interview; its questions come with it."""
    request = InterviewRequest(
        role=body.role,
        level=body.level,
        job_description=body.job_description,
        skills=tuple(body.skills),
        question_count=body.question_count,
    )
    return InterviewOut.of(services.interviews.start(user.id, request))


@router.get("")
def history(
    user: CurrentUser,
    services: ServicesDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[InterviewOut]:
    """The user's interviews, the newest first."""
    return [InterviewOut.of(i) for i in services.interviews.history(user.id)[offset : offset + limit]]


@router.get("/{interview_id}")
def one(interview_id: int, user: CurrentUser, services: ServicesDep) -> InterviewOut:
    """One interview."""
    return InterviewOut.of(services.interviews.get(user.id, interview_id))


@router.post("/{interview_id}/answers", status_code=201, openapi_extra=ANSWER_BODY)
async def answer(
    interview_id: int, request: Request, user: CurrentUser, services: ServicesDep
) -> FeedbackOut:
    """Answer a question by text (JSON) or by voice (multipart); the feedback comes back."""
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        question_id, audio = await _spoken(request)
        asked = await run_in_threadpool(answer_aloud, services, user, interview_id, question_id, audio)
    else:
        written = _written(await request.body())
        asked = await run_in_threadpool(
            services.interviews.answer, user.id, interview_id, written.question_id, written.text
        )
    return FeedbackOut.of(asked)


@router.post("/{interview_id}/finish")
def finish(interview_id: int, user: CurrentUser, services: ServicesDep) -> SummaryOut:
    """End the interview."""
    return SummaryOut.of(services.interviews.finish(user.id, interview_id))


@router.get("/{interview_id}/summary")
def summary(interview_id: int, user: CurrentUser, services: ServicesDep) -> SummaryOut:
    """The interview in figures."""
    return SummaryOut.of(services.interviews.summary(user.id, interview_id))


def answer_aloud(
    services: Services, user: User, interview_id: int, question_id: int, audio: bytes
) -> AskedQuestion:
    """Transcribe a recording and answer with its words; a question that cannot be answered is told first."""
    services.interviews.check_open(user.id, interview_id, question_id)
    heard = services.speech.transcribe(audio).text
    return services.interviews.answer(
        user.id, interview_id, question_id, heard, source=Source.VOICE, transcript=heard
    )


def _written(body: bytes) -> TextAnswer:
    try:
        return TypeAdapter(TextAnswer).validate_json(body)
    except ValidationError as exc:
        raise InvalidInput("Send JSON with `question_id` and `text`, or a form with `audio`.") from exc


async def _spoken(request: Request) -> tuple[int, bytes]:
    async with request.form(max_files=1, max_fields=5) as form:
        question_id, audio = form.get("question_id"), form.get("audio")
        if (
            not isinstance(audio, UploadFile)
            or not isinstance(question_id, str)
            or not (question_id.isdecimal() and len(question_id) < 16)
        ):
            raise InvalidInput("Send a form with `question_id` (a number) and `audio` (a file).")
        return int(question_id), await audio.read(MAX_AUDIO_BYTES + 1)
