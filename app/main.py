"""Wiring: the only place that knows everybody."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from starlette.responses import RedirectResponse

from app.api import auth, dashboard, health, interviews, profile, questions
from app.api import errors as api_errors
from app.config import DATA_DIR, Settings
from app.services.bank import load_bank
from app.services.clock import Clock, utc_now
from app.services.registry import Services, build_services
from db.database import open_database
from serving.background import BackgroundModels
from serving.client import Models
from serving.settings import ServingArgs

logger = logging.getLogger(__name__)

GRADE_EVERY_S = 30.0
"""How often answers that could not be graded at once are looked for."""

ROUTERS = (auth, profile, interviews, questions, dashboard, health)


def create_app(
    settings: Settings | None = None, models: Models | None = None, clock: Clock = utc_now
) -> FastAPI:
    """The whole house: database, models, services, REST and pages.

    `models` replaces the ones that the settings name, and `clock` the time, for tests and notebooks. Raises
    ValueError for settings that cannot work and peewee's OperationalError where the database cannot be
    reached.
    """
    settings = settings or Settings()
    database = open_database(settings.database_url)
    logger.info("question bank: %d questions", load_bank(database))
    models = models or BackgroundModels(
        ServingArgs(whisper_model=settings.whisper_model, encoder_model=settings.encoder_model)
    )
    services = build_services(settings, database, models, clock)
    app = FastAPI(title="Rehearse", version="0.1.0", lifespan=_lifespan(services, models))
    app.state.services = services
    api_errors.install(app)
    for module in ROUTERS:
        app.include_router(module.router)
    api_errors.close_the_gap(app)
    _mount_pages(app, services)
    return app


def _mount_pages(app: FastAPI, services: Services) -> None:
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("GRADIO_TEMP_DIR", str((DATA_DIR / "recordings").resolve()))
    # Gradio reads both when it is imported, so not before they are set.
    from ui.blocks import mount

    app.add_api_route("/", lambda: RedirectResponse("/home/"), include_in_schema=False)
    mount(app, services)


def _lifespan(services: Services, models: Models) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # Not before: uvicorn's signal handlers are in place now, and survive Ray's.
        if isinstance(models, BackgroundModels):
            models.start()
        stopped = threading.Event()
        threading.Thread(target=_keep_grading, args=(services, stopped), daemon=True).start()
        yield
        stopped.set()
        await asyncio.to_thread(models.close)

    return lifespan


def _keep_grading(services: Services, stopped: threading.Event) -> None:
    """Grade what was answered without a grade, say before a crash or while the models were not ready."""
    while not stopped.is_set():
        try:
            services.interviews.grade_waiting()
        except Exception:  # one bad answer, or a database that is away, must not end the rounds
            logger.exception("answers that wait for their grade could not be looked after")
        stopped.wait(GRADE_EVERY_S)
