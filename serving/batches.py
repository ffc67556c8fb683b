"""What a replica does with the requests of several callers: model in, one answer a request out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from serving.errors import ModelUnavailable, ServingError
from serving.schemas import Reading, TextEmbedding, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from serving.encoder import Encoder
    from serving.transcriber import Transcriber


@dataclass(frozen=True, slots=True, eq=False)
class SpeechRequest:
    """One caller's clip, 16 kHz mono samples in [-1, 1], and what is known about it."""

    audio: NDArray[np.float32]
    language: str | None = None
    hotwords: str | None = None


def transcribe_batch(
    model: Transcriber, requests: Sequence[SpeechRequest]
) -> list[Transcript | ServingError]:
    """Transcribe each request's clip, one after the other; a clip that fails harms no other."""
    return [_transcribed(model, request) for request in requests]


def _transcribed(model: Transcriber, request: SpeechRequest) -> Transcript | ServingError:
    try:
        return model.transcribe(request.audio, language=request.language, hotwords=request.hotwords)
    except (RuntimeError, ValueError) as exc:  # CTranslate2: out of memory, an unknown language code
        return ModelUnavailable("speech", f"The speech model failed on this recording ({exc}).")


def embed_batch(model: Encoder, requests: Sequence[Sequence[str]]) -> list[list[TextEmbedding]]:
    """Embed the texts of all requests together and hand each request its own."""
    embeddings = iter(model.embed([text for texts in requests for text in texts]))
    return [list(islice(embeddings, len(texts))) for texts in requests]


def read_batch(
    model: Encoder, requests: Sequence[Sequence[Reading]]
) -> list[list[NDArray[np.float32]] | ServingError]:
    """Read the readings of all requests and hand each request its own."""
    try:
        found = iter(model.read([reading for readings in requests for reading in readings]))
    except ModelUnavailable as exc:
        return [exc] * len(requests)
    return [list(islice(found, len(readings))) for readings in requests]
