"""A model inside a replica: it loads beside the event loop, and its absence is an answer, not a crash."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from serving.client import PartStatus
from serving.errors import ModelUnavailable, PartName, ServingError

logger = logging.getLogger(__name__)

Model = TypeVar("Model")
Request = TypeVar("Request")
Answer = TypeVar("Answer")


class LoadedPart(Generic[Model]):
    """Holds one model and the only thread that uses it, so that the replica's event loop stays free."""

    def __init__(self, name: PartName, model_name: str, load: Callable[[], Model]) -> None:
        """Start loading at once. `load` raises ModelUnavailable where the model cannot be had."""
        self._name: PartName = name
        self._model_name = model_name
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._loading: Future[Model] = self._thread.submit(load)
        self._loading.add_done_callback(self._log_failure)

    async def answer(
        self, work: Callable[[Model, Sequence[Request]], list[Answer]], requests: Sequence[Request]
    ) -> Sequence[Answer | ServingError]:
        """Return `work(model, requests)`, or the ModelUnavailable of every request, once loading is over."""
        try:
            model = await asyncio.wrap_future(self._loading)
        except ModelUnavailable as exc:
            return [exc] * len(requests)
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, model, requests)

    def status(self) -> PartStatus:
        """Say whether the model is loaded, and if not, why."""
        if not self._loading.done():
            detail = (
                f"Loading '{self._model_name}'; where it is not on this machine yet, it is downloaded first."
            )
            return PartStatus(self._name, "starting", detail)
        failure = self._loading.exception()
        if failure:
            return PartStatus(self._name, "unavailable", str(failure))
        return PartStatus(self._name, "ready", self._model_name)

    def _log_failure(self, loading: Future[Model]) -> None:
        if failure := loading.exception():
            logger.warning("The %s model is unavailable: %s", self._name, failure)
