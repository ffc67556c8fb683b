"""What a web process holds: models that start beside it, so that pages answer at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import TYPE_CHECKING

from serving.client import Models, PartStatus, State
from serving.errors import ModelTimeout, ModelUnavailable, PartName, StartFailed
from serving.schemas import Reading, TextEmbedding, Transcript
from serving.settings import ServingArgs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

_CLOSE_TIMEOUT_S = 60.0


def _start_ray(args: ServingArgs) -> Models:
    from serving.start import start_models

    return start_models(args)


class BackgroundModels:
    """Starts models in a thread of its own and hands every call on to them.

    A call that comes too early waits up to `startup_wait_s`. The thread lives until `close`, and starts and
    ends the models itself: an embedded Ray ends with the thread that started it.
    """

    def __init__(
        self,
        args: ServingArgs,
        *,
        startup_wait_s: float = 60.0,
        start: Callable[[ServingArgs], Models] = _start_ray,
    ) -> None:
        """Only remember what to start; `start` makes the models."""
        self._args = args
        self._start = start
        self._startup_wait_s = startup_wait_s
        self._models: Models | None = None
        self._failure = ""
        self._started = Event()
        self._closing = Event()
        self._thread = Thread(target=self._run, name="models", daemon=True)

    def start(self) -> None:
        """Begin. Call once the program's own signal handlers are in place, for they are kept."""
        self._thread.start()

    def embed(self, texts: Sequence[str]) -> list[TextEmbedding]:
        """See `Models.embed`."""
        return self._wait("encoder").embed(texts)

    def read(self, readings: Sequence[Reading]) -> list[NDArray[np.float32]]:
        """See `Models.read`."""
        return self._wait("encoder").read(readings)

    def transcribe(
        self, data: bytes, *, hotwords: str | None = None, language: str | None = None
    ) -> Transcript:
        """See `Models.transcribe`."""
        return self._wait("speech").transcribe(data, hotwords=hotwords, language=language)

    def status(self) -> dict[PartName, PartStatus]:
        """See `Models.status`; "starting" until the models are there."""
        if self._closing.is_set():
            return _both("unavailable", "Shutting down.")
        if self._models:
            return self._models.status()
        if self._failure:
            return _both("unavailable", self._failure)
        return _both("starting", "Ray is starting.")

    def close(self) -> None:
        """See `Models.close`; a start under way is finished first, then undone."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(_CLOSE_TIMEOUT_S)

    def _run(self) -> None:
        try:
            self._models = self._start(self._args)
        except StartFailed as exc:
            logger.error("The models are unavailable: %s", exc)
            self._failure = str(exc)
            return
        finally:
            self._started.set()
        self._closing.wait()
        self._models.close()

    def _wait(self, part: PartName) -> Models:
        """Return the models once they are there."""
        if not self._started.wait(self._startup_wait_s):
            raise ModelTimeout(part, self._startup_wait_s)
        if self._closing.is_set() or not self._models:
            raise ModelUnavailable(part, self._failure or "The models are shutting down.")
        return self._models


def _both(state: State, detail: str) -> dict[PartName, PartStatus]:
    parts: tuple[PartName, PartName] = ("speech", "encoder")
    return {name: PartStatus(name, state, detail) for name in parts}
