"""One house for all tests here, with a database in a file and a mail server; each test has its own people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.config import Settings
from app.main import create_app
from app.services.registry import Services
from db.models import proxy
from tests.integration.house import (
    NOON,
    House,
    Mailbox,
    Member,
    SwappableModels,
    TurnableClock,
    mail_server,
)

_numbers = count(1)


async def in_a_loop(settings: Settings, models: SwappableModels, clock: TurnableClock) -> FastAPI:
    """The app, made where a loop runs: elsewhere Gradio makes one for each of its locks and closes none."""
    return create_app(settings, models, clock)


@pytest.fixture(scope="session")
def built_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The app of `create_app`, started."""
    folder = tmp_path_factory.mktemp("house")
    mailbox, clock, models = Mailbox(), TurnableClock(), SwappableModels()
    server = mail_server(mailbox)
    server.start()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=f"sqlite:///{folder / 'rehearse.db'}",
        smtp_url=SecretStr(f"smtp://127.0.0.1:{server.port}"),
        uploads_dir=folder / "uploads",
        secret_file=folder / "secret.key",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "recordings"))
        app = asyncio.run(in_a_loop(settings, models, clock))
        with TestClient(app):
            yield House(app, app.state.services, proxy.obj, models, clock, mailbox, folder)
    server.stop()


@pytest.fixture
def house(built_house: House) -> Iterator[House]:
    """The house with its clock at noon and working models, whatever the test before did."""
    proxy.initialize(built_house.database)  # a test in another file may have opened a database of its own
    yield built_house
    built_house.clock.now = NOON
    built_house.models.inner = built_house.models.weightless


@pytest.fixture
def services(house: House) -> Services:
    """The services of the house."""
    return house.services


@pytest.fixture
def clock(house: House) -> TurnableClock:
    """The clock of the house."""
    return house.clock


@pytest.fixture
def mailbox(house: House) -> Mailbox:
    """What the mail server took."""
    return house.mailbox


@pytest.fixture
def models(house: House) -> SwappableModels:
    """The models of the house."""
    return house.models


@pytest.fixture
def client(house: House) -> TestClient:
    """A guest at an address of their own, so that no limit of another test is felt."""
    return new_client(house)


@pytest.fixture
def sign_in(house: House) -> Callable[[str], Member]:
    """Log somebody new in, by a code that came by mail."""

    def enter(name: str) -> Member:
        email = f"{name.lower()}-{next(_numbers)}@example.org"
        accounts, client = house.services.accounts, new_client(house)
        accounts.send_code(name, email, email)
        signed_in = accounts.verify_code(email, house.mailbox.code_for(email), email)
        client.headers["Authorization"] = f"Bearer {signed_in.access_token}"
        return Member(signed_in.user.id, name, email, signed_in.access_token, client)

    return enter


@pytest.fixture
def ada(sign_in: Callable[[str], Member]) -> Member:
    """Somebody who is logged in."""
    return sign_in("Ada")


@pytest.fixture
def bob(sign_in: Callable[[str], Member]) -> Member:
    """Somebody else who is logged in."""
    return sign_in("Bob")


def new_client(house: House) -> TestClient:
    """A client at a network address that nobody had before."""
    number = next(_numbers)
    return TestClient(house.app, client=(f"10.0.{number // 256}.{number % 256}", 50_000))
