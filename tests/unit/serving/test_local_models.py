from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from serving.client import LocalModels
from serving.errors import AudioEmpty, ModelUnavailable
from serving.settings import ServingArgs
from tests.unit.serving import clips

WEIGHTLESS = ServingArgs(whisper_model="weightless", encoder_model="weightless")


def test_a_recording_becomes_a_transcript() -> None:
    assert LocalModels(WEIGHTLESS).transcribe(clips.wav(1.2)).text.endswith(", 1.2 s")


def test_an_empty_recording_is_refused_before_any_model_loads() -> None:
    with pytest.raises(AudioEmpty):
        LocalModels(ServingArgs(whisper_model="none")).transcribe(b"")


def test_many_threads_each_get_their_own_answer() -> None:
    models = LocalModels(WEIGHTLESS)
    texts = [f"answer number {number}" for number in range(50)]

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda text: models.embed([text])[0].text, texts))

    assert answers == texts


def test_without_whisper_the_encoder_still_works_and_status_tells() -> None:
    models = LocalModels(ServingArgs(whisper_model="none", encoder_model="weightless"))

    for _ in range(2):
        with pytest.raises(ModelUnavailable, match="switched off"):
            models.transcribe(clips.wav())
    assert models.embed(["still here"])[0].text == "still here"
    status = models.status()
    assert status["speech"].state == "unavailable" and "What to do" in status["speech"].detail
    assert status["encoder"].state == "ready"


def test_an_unknown_argument_is_refused() -> None:
    with pytest.raises(ValueError, match="wisper_model"):
        ServingArgs(wisper_model="base")  # type: ignore[call-arg]
