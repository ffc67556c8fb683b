"""RayModels against handles that fail the way Ray's do; nothing here starts Ray."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ray.exceptions import ActorUnavailableError, RayError
from ray.serve.exceptions import BackPressureError

from serving.client import PartStatus
from serving.errors import ModelTimeout, ModelUnavailable, Overloaded, ServingError
from serving.ray_client import TEXTS_A_REQUEST, RayModels
from serving.weightless import WeightlessEncoder
from tests.unit.serving import clips

DEAD = ActorUnavailableError("the replica died", None)


class Response:
    """One answer, or the error that `result` raises."""

    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome
        self.cancelled = False

    def result(self, *, timeout_s: float) -> Any:
        if isinstance(self.outcome, Exception) and not isinstance(self.outcome, ServingError):
            raise self.outcome
        return self.outcome

    def cancel(self) -> None:
        self.cancelled = True


class Handle:
    """A deployment handle whose methods give the outcomes of `answer`, one a call."""

    def __init__(self, answer: Callable[[Any], Any]) -> None:
        self.answer = answer
        self.requests: list[Any] = []
        self.responses: list[Response] = []
        self.transcribe = self.embed = self.status = self

    def remote(self, request: Any = None) -> Response:
        self.requests.append(request)
        self.responses.append(Response(self.answer(request)))
        return self.responses[-1]


def models_with(answer: Callable[[Any], Any]) -> tuple[RayModels, Handle]:
    handle = Handle(answer)
    return RayModels(handle, handle, shut_down=lambda: None, embed_timeout_s=5.0), handle


def in_turn(*outcomes: Any) -> Callable[[Any], Any]:
    left = iter(outcomes)
    return lambda request: next(left)


def test_a_long_list_travels_in_several_requests_and_comes_back_in_order() -> None:
    models, handle = models_with(WeightlessEncoder().embed)
    texts = [f"text {number}" for number in range(2 * TEXTS_A_REQUEST + 1)]

    assert [embedded.text for embedded in models.embed(texts)] == texts
    assert [len(request) for request in handle.requests] == [TEXTS_A_REQUEST, TEXTS_A_REQUEST, 1]


def test_no_texts_ask_nobody() -> None:
    models, handle = models_with(in_turn())

    assert models.embed([]) == [] and handle.requests == []


def test_a_dead_replica_is_asked_around_once() -> None:
    models, handle = models_with(in_turn(DEAD, ["embedding"]))

    assert models.embed(["text"]) == ["embedding"]
    assert len(handle.requests) == 2


def test_two_dead_replicas_make_the_model_unavailable() -> None:
    models, _ = models_with(in_turn(DEAD, DEAD))

    with pytest.raises(ModelUnavailable, match="does not answer"):
        models.embed(["text"])


def test_a_timeout_cancels_the_request() -> None:
    models, handle = models_with(in_turn(TimeoutError()))

    with pytest.raises(ModelTimeout, match="within 5 s"):
        models.embed(["text"])
    assert handle.responses[0].cancelled


def test_a_full_queue_is_overload_with_a_time_to_come_back() -> None:
    models, _ = models_with(in_turn(BackPressureError(10, 10)))

    with pytest.raises(Overloaded) as caught:
        models.embed(["text"])
    assert caught.value.retry_after_s > 0


def test_an_error_that_comes_as_a_value_is_raised() -> None:
    models, _ = models_with(in_turn(ModelUnavailable("speech", "no weights")))

    with pytest.raises(ModelUnavailable, match="no weights"):
        models.transcribe(clips.wav(0.2))


def test_status_reads_silence_and_death() -> None:
    ready = PartStatus("speech", "ready")
    models, _ = models_with(in_turn(ready, TimeoutError()))
    assert [part.state for part in models.status().values()] == ["ready", "starting"]

    models, _ = models_with(in_turn(DEAD, BackPressureError(1, 1)))
    assert [part.state for part in models.status().values()] == ["starting", "ready"]

    models, _ = models_with(in_turn(RayError("gone"), ready))
    assert models.status()["speech"] == PartStatus("speech", "unavailable", "gone")


def test_closing_twice_shuts_down_once() -> None:
    calls: list[str] = []
    models = RayModels(None, None, shut_down=lambda: calls.append("down"))

    models.close()
    models.close()

    assert calls == ["down"]
