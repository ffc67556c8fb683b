"""What the whole house needs around it in tests: a clock, a mail server, models that can fail."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import numpy as np
from aiosmtpd.controller import Controller
from fastapi import FastAPI
from numpy.typing import NDArray
from peewee import Database
from starlette.testclient import TestClient

from app.services.registry import Services
from serving.client import LocalModels, Models, PartStatus
from serving.errors import PartName
from serving.schemas import Reading, TextEmbedding, Transcript
from serving.settings import ServingArgs

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
WEIGHTLESS = ServingArgs(whisper_model="weightless", encoder_model="weightless", device="cpu")


class TurnableClock:
    """Stands at noon until it is turned."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        """Let time pass, given as for `timedelta`."""
        self.now += timedelta(**by)


class Mailbox:
    """Every message that the mail server took, as (envelope recipients, message)."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """aiosmtpd's hook: keep the message."""
        message = BytesParser(policy=default).parsebytes(envelope.content)
        self.taken.append((list(envelope.rcpt_tos), message))  # type: ignore[arg-type]
        return "250 taken"

    def messages_to(self, email: str) -> list[EmailMessage]:
        """The messages for an address, the oldest first."""
        return [message for recipients, message in self.taken if recipients == [email]]

    def code_for(self, email: str) -> str:
        """The code in the last message for an address."""
        text = self.messages_to(email)[-1].get_content()
        (code,) = re.findall(r"\b\d{8}\b", text)
        return str(code)


class SwappableModels:
    """Models without weights, until a test puts others in their place."""

    def __init__(self) -> None:
        self.weightless = LocalModels(WEIGHTLESS)
        self.inner: Models = self.weightless

    def start(self, on_started: Callable[..., object] | None = None) -> None:
        """They are started."""

    def embed(self, texts: Sequence[str]) -> list[TextEmbedding]:
        """See `Models.embed`."""
        return self.inner.embed(texts)

    def read(self, readings: Sequence[Reading]) -> list[NDArray[np.float32]]:
        """See `Models.read`."""
        return self.inner.read(readings)

    def transcribe(
        self, data: bytes, *, hotwords: str | None = None, language: str | None = None
    ) -> Transcript:
        """See `Models.transcribe`."""
        return self.inner.transcribe(data, hotwords=hotwords, language=language)

    def status(self) -> dict[PartName, PartStatus]:
        """See `Models.status`."""
        return self.inner.status()

    def close(self) -> None:
        """See `Models.close`."""


class FailingModels(LocalModels):
    """Models without weights that raise `error` whenever they are asked."""

    def __init__(self, error: Exception) -> None:
        super().__init__(WEIGHTLESS)
        self._error = error

    def embed(self, texts: Sequence[str]) -> list[TextEmbedding]:
        """Fail."""
        raise self._error

    def read(self, readings: Sequence[Reading]) -> list[NDArray[np.float32]]:
        """Fail."""
        raise self._error

    def transcribe(
        self, data: bytes, *, hotwords: str | None = None, language: str | None = None
    ) -> Transcript:
        """Fail."""
        raise self._error


@dataclass(frozen=True)
class House:
    """The app with everything around it."""

    app: FastAPI
    services: Services
    database: Database
    models: SwappableModels
    clock: TurnableClock
    mailbox: Mailbox
    folder: Path

    @property
    def database_file(self) -> Path:
        """Where the database lies."""
        return self.folder / "rehearse.db"


@dataclass(frozen=True)
class Member:
    """Somebody who is logged in; `http` sends the token along."""

    id: int
    name: str
    email: str
    token: str
    http: TestClient

    @property
    def cookie(self) -> dict[str, str]:
        """What the member's browser sends with every request for a page."""
        return {"Cookie": f"rehearse_token={self.token}"}


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mail_server(mailbox: Mailbox) -> Controller:
    """A mail server on the loopback that fills the mailbox; not started."""
    return Controller(mailbox, hostname="127.0.0.1", port=free_port())


def problem(response: Any) -> tuple[int, str]:
    """Status and code of an error answer, which must be exactly {"code", "detail"}."""
    body = response.json()
    assert set(body) == {"code", "detail"}, str(body)[:300]
    assert isinstance(body["detail"], str) and body["detail"]
    return response.status_code, body["code"]
