"""The models behind Ray Serve, through deployment handles. Foreign errors end here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from ray.exceptions import RayActorError, RayError
from ray.serve.exceptions import BackPressureError, RayServeException, ReplicaUnavailableError

from serving.audio import decode_audio
from serving.batches import SpeechRequest
from serving.client import PartStatus
from serving.errors import ModelTimeout, ModelUnavailable, Overloaded, PartName, ServingError
from serving.schemas import Reading, TextEmbedding, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RETRY_AFTER_S = 2.0
STATUS_TIMEOUT_S = 2.0

TEXTS_A_REQUEST, READINGS_A_REQUEST = 32, 8
"""Longer lists travel in several requests, so that nobody else waits behind one of them."""


class RayModels:
    """Answers through the deployments "transcriber" and "encoder"; safe to call from any thread."""

    def __init__(
        self,
        transcriber: Any,
        encoder: Any,
        *,
        shut_down: Callable[[], None],
        transcribe_timeout_s: float = 300.0,
        embed_timeout_s: float = 60.0,
    ) -> None:
        """Take the two deployment handles, and what to call on `close`."""
        self._handles: dict[PartName, Any] = {"speech": transcriber, "encoder": encoder}
        self._shut_down: Callable[[], None] | None = shut_down
        self._transcribe_timeout_s = transcribe_timeout_s
        self._embed_timeout_s = embed_timeout_s

    def embed(self, texts: Sequence[str]) -> list[TextEmbedding]:
        """See `Models.embed`."""
        return self._in_parts("embed", texts, TEXTS_A_REQUEST)

    def read(self, readings: Sequence[Reading]) -> list[NDArray[np.float32]]:
        """See `Models.read`."""
        return self._in_parts("read", readings, READINGS_A_REQUEST)

    def transcribe(
        self, data: bytes, *, hotwords: str | None = None, language: str | None = None
    ) -> Transcript:
        """See `Models.transcribe`. The recording is decoded here; replicas only see samples."""
        request = SpeechRequest(decode_audio(data), language, hotwords)
        transcript: Transcript = self._ask("speech", "transcribe", request, self._transcribe_timeout_s)
        return transcript

    def status(self) -> dict[PartName, PartStatus]:
        """See `Models.status`; takes at most 2 s a part."""
        asked = {name: handle.status.remote() for name, handle in self._handles.items()}
        return {name: _status(name, response) for name, response in asked.items()}

    def close(self) -> None:
        """See `Models.close`: ends an embedded Ray, or leaves the cluster as it is."""
        shut_down, self._shut_down = self._shut_down, None
        if shut_down:
            shut_down()

    def _in_parts(self, method: str, asked: Sequence[Any], most: int) -> list[Any]:
        answers: list[Any] = []
        for start in range(0, len(asked), most):
            request = list(asked[start : start + most])
            answers += self._ask("encoder", method, request, self._embed_timeout_s)
        return answers

    def _ask(self, part: PartName, method: str, request: Any, timeout_s: float) -> Any:
        """Return the deployment's answer; ask once more where a replica died over the first try."""
        deadline = monotonic() + timeout_s
        try:
            try:
                answer = self._ask_once(part, method, request, deadline)
            except (RayActorError, ReplicaUnavailableError):
                answer = self._ask_once(part, method, request, deadline)
        except TimeoutError as exc:
            raise ModelTimeout(part, timeout_s) from exc
        except BackPressureError as exc:
            raise Overloaded(RETRY_AFTER_S) from exc
        except (RayError, RayServeException) as exc:
            raise ModelUnavailable(part, f"The {part} model does not answer ({_first_line(exc)}).") from exc
        if isinstance(answer, ServingError):
            raise answer
        return answer

    def _ask_once(self, part: PartName, method: str, request: Any, deadline: float) -> Any:
        response = getattr(self._handles[part], method).remote(request)
        try:
            return response.result(timeout_s=max(0.0, deadline - monotonic()))
        except TimeoutError:
            response.cancel()
            raise


def _status(name: PartName, response: Any) -> PartStatus:
    """Return what the replica says of itself, or what its silence means."""
    try:
        status: PartStatus = response.result(timeout_s=STATUS_TIMEOUT_S)
    except BackPressureError:
        return PartStatus(name, "ready", "Busy: its queue is full.")
    except TimeoutError:
        response.cancel()
        return PartStatus(name, "starting", "No replica answers yet.")
    except RayActorError:
        return PartStatus(name, "starting", "A replica died and is being replaced.")
    except (RayError, RayServeException) as exc:
        return PartStatus(name, "unavailable", _first_line(exc))
    return status


def _first_line(exc: Exception) -> str:
    return next(iter(str(exc).splitlines()), type(exc).__name__)
