"""The Ray Serve applications: one for each model, so that either can be missing, scaled or moved alone.

`transcriber_app` and `encoder_app` are the import paths of serve_config.yaml, and what the embedded start
runs. The classes are thin shells around the model wrappers, made in a factory because `@serve.batch` takes
its numbers when the class is made and cannot be pickled once used. An error is answered as a value: raised,
it would fail every request of its batch.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import ray
from ray import serve

from serving.batches import SpeechRequest, embed_batch, read_batch, transcribe_batch
from serving.loading import make_encoder, make_transcriber
from serving.loopback import stay_on_loopback
from serving.part import LoadedPart
from serving.settings import ServingArgs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from ray.serve import Application

    from serving.client import PartStatus
    from serving.errors import ServingError
    from serving.schemas import Reading, TextEmbedding, Transcript

TRANSCRIBER_APP = "transcriber"
ENCODER_APP = "encoder"


def transcriber_app(args: ServingArgs | dict[str, Any]) -> Application:
    """Build the application that answers each `SpeechRequest` with a Transcript. Call with Ray running.

    Raises:
        ValueError: an argument is unknown or out of range, or asks for a GPU that the cluster lacks.
    """
    settings = ServingArgs.model_validate(args)
    device = _device(settings)

    class Transcriber:
        def __init__(self) -> None:
            _prepare_replica()
            load = partial(make_transcriber, settings, device)
            self._part = LoadedPart("speech", settings.whisper_model, load)

        @serve.batch(  # type: ignore[arg-type]
            max_batch_size=settings.transcriber_max_batch_size,
            batch_wait_timeout_s=settings.batch_wait_timeout_s,
        )
        async def transcribe(  # type: ignore[misc]
            self, requests: list[SpeechRequest]
        ) -> Sequence[Transcript | ServingError]:
            return await self._part.answer(transcribe_batch, requests)

        def status(self) -> PartStatus:
            return self._part.status()

    deployment: Any = serve.deployment(Transcriber)
    options = _options(settings, settings.transcriber_replicas, settings.transcriber_max_batch_size, device)
    return cast("Application", deployment.options(**options).bind())


def encoder_app(args: ServingArgs | dict[str, Any]) -> Application:
    """Build the application that embeds lists of texts and reads answers. Call with Ray running.

    Raises:
        ValueError: an argument is unknown or out of range, or asks for a GPU that the cluster lacks.
    """
    settings = ServingArgs.model_validate(args)
    device = _device(settings)

    class Encoder:
        def __init__(self) -> None:
            _prepare_replica()
            load = partial(make_encoder, settings, device)
            self._part = LoadedPart("encoder", settings.encoder_model, load)

        @serve.batch(  # type: ignore[arg-type]
            max_batch_size=settings.encoder_max_batch_size,
            batch_wait_timeout_s=settings.batch_wait_timeout_s,
        )
        async def embed(  # type: ignore[misc]
            self, requests: list[list[str]]
        ) -> Sequence[list[TextEmbedding] | ServingError]:
            return await self._part.answer(embed_batch, requests)

        @serve.batch(  # type: ignore[arg-type]
            max_batch_size=settings.encoder_max_batch_size,
            batch_wait_timeout_s=settings.batch_wait_timeout_s,
        )
        async def read(  # type: ignore[misc]
            self, requests: list[list[Reading]]
        ) -> Sequence[list[NDArray[np.float32]] | ServingError]:
            return await self._part.answer(read_batch, requests)

        def status(self) -> PartStatus:
            return self._part.status()

    deployment: Any = serve.deployment(Encoder)
    options = _options(settings, settings.encoder_replicas, settings.encoder_max_batch_size, device)
    return cast("Application", deployment.options(**options).bind())


def _device(settings: ServingArgs) -> str:
    """Return "cuda" or "cpu", asking the cluster: a replica that waits for a missing GPU never starts."""
    cluster: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
    gpus = cluster.get("GPU", 0)
    if settings.device == "cuda" and not gpus:
        raise ValueError("device is 'cuda', but the Ray cluster has no GPU; set it to 'auto' or 'cpu'.")
    return "cuda" if gpus and settings.device != "cpu" else "cpu"


def _options(settings: ServingArgs, replicas: int, max_batch_size: int, device: str) -> dict[str, Any]:
    """Return the deployment's options. Twice a batch per replica, so that the next fills while one runs, and
    a little more for status calls."""
    return {
        "num_replicas": replicas,
        "max_ongoing_requests": 2 * max_batch_size + 4,
        "max_queued_requests": settings.max_queued_requests,
        "ray_actor_options": {
            "num_cpus": settings.replica_cpus,
            "num_gpus": settings.replica_gpus if device == "cuda" else 0,
        },
    }


def _prepare_replica() -> None:
    """Send this package's log to Serve's files, and keep Serve's port where Ray's own ports are."""
    ours = logging.getLogger("serving")
    ours.setLevel(logging.INFO)
    ours.handlers = list(logging.getLogger("ray.serve").handlers)
    stay_on_loopback()
