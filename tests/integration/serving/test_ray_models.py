from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from ray import serve

from serving.background import BackgroundModels
from serving.batches import SpeechRequest
from serving.client import LocalModels
from serving.deployments import encoder_app, transcriber_app
from serving.errors import ModelTimeout, ModelUnavailable, Overloaded
from serving.ray_client import RayModels
from serving.settings import ServingArgs
from tests.unit.serving import clips

ARGS = ServingArgs(whisper_model="weightless", encoder_model="weightless")

ROOT = Path(__file__).parents[3]

GUEST = """
from serving.settings import ServingArgs
from serving.start import start_models

models = start_models(ServingArgs())
print(models.embed(["guest"])[0].text)
models.close()
"""


def run(application: Any, name: str) -> Any:
    return serve.run(application, name=name, route_prefix=None)


def replica(name: str) -> psutil.Process:
    """The process of the replica of application `name` below this one."""
    return next(
        process
        for process in psutil.Process().children(recursive=True)
        if process.name().startswith(f"ray::ServeReplica:{name}:")
    )


def test_64_callers_at_once_each_get_their_own_embeddings(weightless: BackgroundModels) -> None:
    questions = [[f"caller {n} says {k}" for k in range(n % 5 + 1)] for n in range(64)]

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(weightless.embed, questions))

    alone = LocalModels(ARGS)
    for question, answer in zip(questions, answers, strict=True):
        assert [embedded.text for embedded in answer] == question
        assert np.array_equal(answer[0].embedding, alone.embed(question)[0].embedding)


def test_64_callers_at_once_each_get_their_own_transcript(weightless: BackgroundModels) -> None:
    recordings = [clips.wav(0.3 + n / 50) for n in range(64)]

    with ThreadPoolExecutor(64) as pool:
        transcripts = list(pool.map(weightless.transcribe, recordings))

    assert transcripts == [LocalModels(ARGS).transcribe(recording) for recording in recordings]
    assert len({transcript.text for transcript in transcripts}) == 64


def test_both_parts_say_that_they_are_ready(weightless: BackgroundModels) -> None:
    weightless.transcribe(clips.wav(0.2)), weightless.embed(["ready?"])

    assert {name: part.state for name, part in weightless.status().items()} == {
        "speech": "ready",
        "encoder": "ready",
    }


def test_a_replica_killed_under_load_costs_no_caller_an_answer(weightless: BackgroundModels) -> None:
    texts = [f"survivor {n}" for n in range(40)]
    weightless.embed(["warm"])

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(weightless.embed, [text]) for text in texts]
        os.kill(replica("encoder").pid, signal.SIGKILL)
        assert [answer.result()[0].text for answer in answers] == texts


def test_a_request_that_takes_too_long_is_cancelled(weightless: BackgroundModels) -> None:
    weightless.embed(["start"])

    @serve.deployment
    class Stuck:
        def __init__(self) -> None:
            self.cancelled = False

        async def transcribe(self, request: SpeechRequest) -> None:
            import asyncio

            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.cancelled = True
                raise

        def was_cancelled(self) -> bool:
            return self.cancelled

    handle = run(Stuck.bind(), "stuck")  # type: ignore[attr-defined]
    handle.was_cancelled.remote().result(timeout_s=30)
    models = RayModels(handle, handle, shut_down=lambda: None, transcribe_timeout_s=1.0)

    with pytest.raises(ModelTimeout):
        models.transcribe(clips.wav(0.2))
    for _ in range(100):
        if handle.was_cancelled.remote().result(timeout_s=30):
            break
    else:
        pytest.fail("the replica never heard of the cancellation")
    serve.delete("stuck")


def test_a_full_queue_answers_overloaded_and_the_rest_get_their_answers(weightless: BackgroundModels) -> None:
    weightless.embed(["start"])
    args = ARGS.model_copy(
        update={"max_queued_requests": 1, "encoder_max_batch_size": 1, "batch_wait_timeout_s": 0.2}
    )
    handle = run(encoder_app(args), "narrow")
    models = RayModels(handle, handle, shut_down=lambda: None)
    models.embed(["warm"])

    def outcome(number: int) -> str:
        try:
            return models.embed([f"caller {number}"])[0].text
        except Overloaded:
            return "overloaded"

    with ThreadPoolExecutor(48) as pool:
        outcomes = list(pool.map(outcome, range(48)))

    assert "overloaded" in outcomes
    assert all(text in ("overloaded", f"caller {n}") for n, text in enumerate(outcomes))
    assert any(text != "overloaded" for text in outcomes)
    serve.delete("narrow")


def test_a_whisper_that_cannot_be_had_fails_no_application(weightless: BackgroundModels) -> None:
    weightless.embed(["start"])
    handle = run(transcriber_app(ARGS.model_copy(update={"whisper_model": "none"})), "silent")
    models = RayModels(handle, handle, shut_down=lambda: None)

    with pytest.raises(ModelUnavailable, match="switched off.*What to do"):
        models.transcribe(clips.wav(0.2))
    status = models.status()["speech"]
    assert status.state == "unavailable" and "What to do" in status.detail
    serve.delete("silent")


def test_a_gpu_asked_for_where_there_is_none_is_refused_at_once(weightless: BackgroundModels) -> None:
    import ray

    weightless.embed(["start"])
    if ray.cluster_resources().get("GPU"):
        pytest.skip("this machine has a GPU")

    with pytest.raises(ValueError, match="has no GPU"):
        encoder_app(ARGS.model_copy(update={"device": "cuda"}))


def test_another_process_attaches_by_address_and_leaves_the_models_running(
    weightless: BackgroundModels,
) -> None:
    import ray

    weightless.embed(["start"])
    address = ray.get_runtime_context().gcs_address

    other = subprocess.run(
        [sys.executable, "-c", GUEST],
        env=os.environ | {"RAY_ADDRESS": address},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    assert other.stdout == "guest\n"
    assert weightless.embed(["still here"])[0].text == "still here"


def test_nothing_listens_beyond_the_loopback_interface(weightless: BackgroundModels) -> None:
    weightless.embed(["start"]), weightless.transcribe(clips.wav(0.2))
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]

    listening = {
        (process.name(), connection.laddr.ip)
        for process in processes
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }

    assert {name for name, ip in listening if ip.removeprefix("::ffff:") not in ("127.0.0.1", "::1")} == set()
    assert any(name.startswith("ray::ServeReplica") for name, _ in listening)
