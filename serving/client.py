"""How the rest of the program reaches the models. Synchronous and safe to call from any thread.

`Models` is the interface, `LocalModels` the one without Ray; `serving.ray_client` has the one with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

from serving.audio import decode_audio
from serving.errors import ModelUnavailable, PartName
from serving.schemas import Reading, TextEmbedding, Transcript
from serving.settings import ServingArgs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from serving.encoder import Encoder
    from serving.transcriber import Transcriber

State = Literal["starting", "ready", "unavailable"]

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class PartStatus:
    """How one model is; `detail` says in words for people why it is not ready."""

    name: PartName
    state: State
    detail: str = ""


class Models(Protocol):
    """Speech recognition and text embedding, wherever they run."""

    def embed(self, texts: Sequence[str]) -> list[TextEmbedding]:
        """Return one TextEmbedding a text, in order.

        Raises:
            ModelUnavailable, Overloaded, ModelTimeout: see `serving.errors`.
        """
        ...

    def read(self, readings: Sequence[Reading]) -> list[NDArray[np.float32]]:
        """Return for each reading what was found of its points: log-odds, shape (points, `FINDINGS`).

        Raises:
            ModelUnavailable, Overloaded, ModelTimeout: see `serving.errors`.
        """
        ...

    def transcribe(
        self, data: bytes, *, hotwords: str | None = None, language: str | None = None
    ) -> Transcript:
        """Transcribe a recording in any common container (WAV, WebM, MP4, Ogg, FLAC), at most 10 minutes.

        `hotwords` are words the speaker is likely to use; `language` None takes the configured one.

        Raises:
            AudioEmpty, AudioUnreadable, AudioTooLong: the recording cannot be used.
            ModelUnavailable, Overloaded, ModelTimeout: see `serving.errors`.
        """
        ...

    def status(self) -> dict[PartName, PartStatus]:
        """Return the state of both parts without waiting for a model."""
        ...

    def close(self) -> None:
        """Let go of the models; calling it again does nothing."""
        ...


class LocalModels:
    """The models in this very process, without Ray: for notebooks and tests.

    Each loads when first used, once, and serves one call at a time.
    """

    def __init__(self, args: ServingArgs | None = None) -> None:
        self._args = args or ServingArgs()
        self._speech: _Lazy[Transcriber] = _Lazy("speech", self._load_transcriber)
        self._encoder: _Lazy[Encoder] = _Lazy("encoder", self._load_encoder)

    def embed(self, texts: Sequence[str]) -> list[TextEmbedding]:
        """See `Models.embed`."""
        with self._encoder.lock:
            return self._encoder.model().embed(texts)

    def read(self, readings: Sequence[Reading]) -> list[NDArray[np.float32]]:
        """See `Models.read`."""
        with self._encoder.lock:
            return self._encoder.model().read(readings)

    def transcribe(
        self, data: bytes, *, hotwords: str | None = None, language: str | None = None
    ) -> Transcript:
        """See `Models.transcribe`."""
        audio = decode_audio(data)
        with self._speech.lock:
            return self._speech.model().transcribe(audio, language=language, hotwords=hotwords)

    def status(self) -> dict[PartName, PartStatus]:
        """See `Models.status`; a part that nobody used yet is "ready": it loads when called."""
        return {"speech": self._speech.status(), "encoder": self._encoder.status()}

    def close(self) -> None:
        """See `Models.close`."""

    # The model libraries take seconds to import: only a process that runs the models does so.

    def _load_transcriber(self) -> Transcriber:
        from serving.loading import local_device, make_transcriber

        return make_transcriber(self._args, local_device(self._args))

    def _load_encoder(self) -> Encoder:
        from serving.loading import local_device, make_encoder

        return make_encoder(self._args, local_device(self._args))


class _Lazy(Generic[Model]):
    """A model that loads on first use and remembers why it could not. Call `model` with `lock` held."""

    def __init__(self, name: PartName, load: Callable[[], Model]) -> None:
        self.lock = Lock()
        self._name: PartName = name
        self._load = load
        self._model: Model | None = None
        self._failure: ModelUnavailable | None = None

    def model(self) -> Model:
        if self._failure:
            raise self._failure
        if self._model is None:
            try:
                self._model = self._load()
            except ModelUnavailable as exc:
                self._failure = exc
                raise
        return self._model

    def status(self) -> PartStatus:
        if self._failure:
            return PartStatus(self._name, "unavailable", str(self._failure))
        return PartStatus(self._name, "ready")
