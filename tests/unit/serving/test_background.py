from __future__ import annotations

from collections.abc import Callable
from threading import Event, current_thread

import pytest

from serving.background import BackgroundModels
from serving.client import LocalModels, Models
from serving.errors import ModelTimeout, ModelUnavailable, StartFailed
from serving.settings import ServingArgs

ARGS = ServingArgs(whisper_model="weightless", encoder_model="weightless")


class Recorded(LocalModels):
    """Models that note in which threads they were made and closed."""

    def __init__(self, args: ServingArgs) -> None:
        super().__init__(args)
        self.made_in = current_thread().name
        self.closed_in: list[str] = []

    def close(self) -> None:
        self.closed_in.append(current_thread().name)


def held_back(gate: Event, made: list[Recorded]) -> Callable[[ServingArgs], Models]:
    """A start that waits for `gate`."""

    def start(args: ServingArgs) -> Models:
        gate.wait()
        made.append(Recorded(args))
        return made[0]

    return start


def test_until_the_start_is_over_the_status_says_so() -> None:
    gate = Event()
    models = BackgroundModels(ARGS, start=held_back(gate, []))
    models.start()

    assert {part.state for part in models.status().values()} == {"starting"}
    gate.set()
    assert models.embed(["early"])[0].text == "early"
    assert {part.state for part in models.status().values()} == {"ready"}
    models.close()


def test_a_call_waits_only_so_long_for_the_start() -> None:
    gate = Event()
    models = BackgroundModels(ARGS, startup_wait_s=0.01, start=held_back(gate, []))
    models.start()

    with pytest.raises(ModelTimeout, match="did not answer within 0.01 s"):
        models.embed(["too early"])
    gate.set()
    models.close()


def test_a_failed_start_is_told_to_every_caller() -> None:
    def fail(args: ServingArgs) -> Models:
        raise StartFailed("There is no Ray cluster at 10.0.0.1:6379.")

    models = BackgroundModels(ARGS, start=fail)
    models.start()

    with pytest.raises(ModelUnavailable, match="no Ray cluster at 10.0.0.1") as caught:
        models.transcribe(b"")
    assert caught.value.part == "speech"
    assert models.status()["encoder"].state == "unavailable"
    assert "no Ray cluster" in models.status()["encoder"].detail
    models.close()


def test_closing_during_the_start_undoes_it_in_the_thread_that_started() -> None:
    gate, made = Event(), list[Recorded]()
    models = BackgroundModels(ARGS, start=held_back(gate, made))
    models.start()

    gate.set()
    models.close()
    models.close()

    assert made[0].closed_in == [made[0].made_in] == ["models"]


def test_after_closing_calls_are_refused() -> None:
    models = BackgroundModels(ARGS, start=Recorded)
    models.start()
    models.close()

    with pytest.raises(ModelUnavailable, match="shutting down"):
        models.embed(["late"])
    assert models.status()["speech"].state == "unavailable"
