"""One embedded Ray with models that need no weights, for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from serving.background import BackgroundModels
from serving.settings import ServingArgs


@pytest.fixture(scope="session")
def weightless() -> Iterator[BackgroundModels]:
    args = ServingArgs(whisper_model="weightless", encoder_model="weightless", batch_wait_timeout_s=0.05)
    models = BackgroundModels(args, startup_wait_s=120)
    models.start()
    yield models
    models.close()
