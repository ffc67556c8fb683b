from __future__ import annotations

import asyncio
from collections.abc import Sequence
from threading import Event

import numpy as np

from serving.batches import SpeechRequest, embed_batch, transcribe_batch
from serving.errors import ModelUnavailable
from serving.part import LoadedPart
from serving.schemas import Transcript
from serving.weightless import WeightlessEncoder, WeightlessTranscriber


def doubled(model: int, requests: Sequence[int]) -> list[int]:
    return [model * request for request in requests]


def test_requests_wait_for_the_model_and_status_tells_meanwhile() -> None:
    gate = Event()

    def load() -> int:
        gate.wait()
        return 2

    async def scenario() -> None:
        part = LoadedPart("speech", "base", load)
        answers = asyncio.ensure_future(part.answer(doubled, [1, 2, 3]))
        assert part.status().state == "starting" and "'base'" in part.status().detail
        gate.set()
        assert await answers == [2, 4, 6]
        assert part.status().state == "ready"

    asyncio.run(scenario())


def test_a_model_that_cannot_be_had_answers_every_request_with_the_reason() -> None:
    def load() -> int:
        raise ModelUnavailable("speech", "No weights.")

    async def scenario() -> None:
        part = LoadedPart("speech", "base", load)
        answers = await part.answer(doubled, [1, 2])
        assert [str(answer) for answer in answers] == ["No weights.", "No weights."]
        assert part.status().state == "unavailable" and part.status().detail == "No weights."

    asyncio.run(scenario())


def test_a_batch_of_texts_is_handed_back_to_those_who_asked() -> None:
    requests = [["one", "two"], [], ["three"]]

    answers = embed_batch(WeightlessEncoder(), requests)

    assert [[embedded.text for embedded in answer] for answer in answers] == requests


def test_a_recording_that_fails_harms_no_other_in_its_batch() -> None:
    class Fragile(WeightlessTranscriber):
        def transcribe(self, audio: object, **options: object) -> Transcript:
            if options["language"] == "xx":
                raise ValueError("'xx' is not a valid language code")
            return super().transcribe(audio, **options)  # type: ignore[arg-type]

    audio = np.ones(16_000, np.float32)
    bad, good = transcribe_batch(Fragile(), [SpeechRequest(audio, "xx"), SpeechRequest(audio, "en")])

    assert isinstance(bad, ModelUnavailable) and "'xx'" in str(bad)
    assert isinstance(good, Transcript) and good.text.endswith("1.0 s")
