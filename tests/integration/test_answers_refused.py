"""Answers that cannot be taken or graded: a fitting status, and nothing half-saved."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.services.registry import Services
from serving import errors
from serving.client import LocalModels
from serving.settings import ServingArgs
from tests.integration import recordings
from tests.integration.house import FailingModels, Member, SwappableModels, problem
from tests.integration.interviewing import GOOD, begin


def test_a_finished_interview_takes_no_answer(ada: Member) -> None:
    held = begin(ada)
    ada.http.post(f"{held.path}/finish")
    assert problem(held.write(0)) == (409, "conflict")
    assert problem(held.say(0, recordings.tone())) == (409, "conflict")
    assert held.rows() == (0, 0)


def test_a_question_is_answered_once(ada: Member) -> None:
    held = begin(ada)
    assert held.write(0).status_code == 201
    assert problem(held.write(0, "Another answer to it.")) == (409, "conflict")
    assert problem(held.say(0, recordings.tone())) == (409, "conflict")
    assert held.rows() == (1, 1)


def test_of_eight_answers_at_once_one_is_taken(ada: Member) -> None:
    held = begin(ada)
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda n: held.write(0, f"Answer {n}.").status_code, range(8)))
    assert statuses == [201] + [409] * 7
    assert held.rows() == (1, 1)


def test_a_question_of_another_interview_is_not_found(ada: Member) -> None:
    first, second = begin(ada), begin(ada)
    body = {"question_id": first.questions[0]["id"], "text": GOOD}
    assert problem(ada.http.post(f"{second.path}/answers", json=body)) == (404, "not_found")
    assert (first.rows(), second.rows()) == ((0, 0), (0, 0))


def test_another_persons_interview_is_not_found_on_any_route(ada: Member, bob: Member) -> None:
    held = begin(ada)
    body = {"question_id": held.questions[0]["id"], "text": GOOD}
    form = {"question_id": str(held.questions[0]["id"])}
    for answer in (
        bob.http.get(held.path),
        bob.http.post(f"{held.path}/answers", json=body),
        bob.http.post(f"{held.path}/answers", data=form, files={"audio": recordings.tone()}),
        bob.http.post(f"{held.path}/finish"),
        bob.http.get(f"{held.path}/summary"),
    ):
        assert problem(answer) == (404, "not_found")
        assert answer.json() == bob.http.get("/api/interviews/2000000000").json()
    assert held.rows() == (0, 0)
    assert ada.http.get(held.path).json()["status"] == "active"
    assert bob.http.get("/api/interviews").json() == []


@pytest.mark.parametrize("number", ["0", "-1", "2147483648", "9" * 30, "1e3", "x", "%00", "١"])
def test_a_number_that_is_no_interview_is_refused(ada: Member, number: str) -> None:
    assert problem(ada.http.get(f"/api/interviews/{number}"))[0] in (404, 422)


@pytest.mark.parametrize("text", ["", "  \n\t ", "\x00", "x" * 50_000, "x" * 20_001])
def test_an_answer_is_neither_empty_nor_endless(ada: Member, text: str) -> None:
    held = begin(ada)
    assert problem(held.write(0, text)) == (422, "invalid_input")
    assert held.rows() == (0, 0)


@pytest.mark.parametrize(
    "text", ["...", "???", "🙂", "我不知道。", "a", "x" * 20_000, "<b>bold</b>", "\u202e"]
)
def test_an_odd_answer_is_graded_all_the_same(ada: Member, text: str) -> None:
    answer = begin(ada).write(0, text)
    assert answer.status_code == 201
    assert answer.json()["transcript"] == text.strip()


@pytest.mark.parametrize(
    ("audio", "hint"),
    [
        (b"", "empty"),
        (b"not a recording at all", "not audio"),
        (recordings.tone()[:20], "not audio"),
        (recordings.silent_minutes(20), "longer than"),
        (recordings.silence(), "No speech"),
        (b"\x00" * (60 * 1024 * 1024 + 1), "60 MB"),
    ],
    ids=["0 bytes", "garbage", "cut short", "20 minutes", "silence", "too large"],
)
def test_a_recording_that_cannot_be_used_leaves_nothing(ada: Member, audio: bytes, hint: str) -> None:
    held = begin(ada)
    answer = held.say(0, audio)
    assert problem(answer) == (422, "audio_rejected")
    assert hint in answer.json()["detail"]
    assert held.rows() == (0, 0)
    assert held.write(0).status_code == 201


def test_without_speech_recognition_text_answers_work(ada: Member, models: SwappableModels) -> None:
    models.inner = LocalModels(ServingArgs(whisper_model="none", encoder_model="weightless"))
    held = begin(ada)
    answer = held.say(0, recordings.tone())
    assert problem(answer) == (503, "speech_unavailable")
    assert "retry-after" in answer.headers
    assert held.rows() == (0, 0)
    assert held.write(0).status_code == 201


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ModelUnavailable("encoder", "The encoder is away."), "grading_unavailable"),
        (errors.ModelTimeout("encoder", 30.0), "grading_unavailable"),
        (errors.Overloaded(1.5), "overloaded"),
    ],
    ids=["away", "too slow", "overloaded"],
)
def test_an_answer_that_cannot_be_graded_is_kept_and_graded_later(
    ada: Member, models: SwappableModels, services: Services, error: Exception, code: str
) -> None:
    models.inner = FailingModels(error)
    held = begin(ada)
    answer = held.write(0)
    assert problem(answer) == (503, code)
    assert int(answer.headers["retry-after"]) >= 1
    assert held.rows() == (1, 0)
    (kept,) = ada.http.get(held.path).json()["answers"]
    assert (kept["text"], kept["feedback"]) == (GOOD, None)
    assert services.interviews.grade_waiting() == 0
    assert ada.http.post(f"{held.path}/finish").json()["graded"] == 0
    models.inner = models.weightless
    services.interviews.grade_waiting()
    assert held.rows() == (1, 1)
    assert ada.http.get(f"{held.path}/summary").json()["graded"] == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ModelUnavailable("speech", "No model."), "speech_unavailable"),
        (errors.ModelTimeout("speech", 60.0), "speech_unavailable"),
        (errors.Overloaded(0.5), "overloaded"),
    ],
    ids=["away", "too slow", "overloaded"],
)
def test_a_recording_that_cannot_be_transcribed_is_not_half_saved(
    ada: Member, models: SwappableModels, error: Exception, code: str
) -> None:
    models.inner = FailingModels(error)
    held = begin(ada)
    assert problem(held.say(0, recordings.tone())) == (503, code)
    assert held.rows() == (0, 0)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'{"text": "no question"}', "application/json"),
        (b'{"question_id": "x", "text": "y"}', "application/json"),
        (b'{"question_id": 1e99, "text": "y"}', "application/json"),
        (b'{"question_id": 1, "text": "\\ud800"}', "application/json"),
        (b'{"question_id": 1, "text": "y"', "text/plain"),
        (b"question_id=1&text=y", "application/x-www-form-urlencoded"),
        (b"no boundary", "multipart/form-data"),
        (b"wrong", "multipart/form-data; boundary=x"),
        (b"\xff\xfe\x00", "application/octet-stream"),
    ],
)
def test_a_body_of_the_wrong_kind_is_refused(ada: Member, body: bytes, content_type: str) -> None:
    held = begin(ada)
    answer = ada.http.post(f"{held.path}/answers", content=body, headers={"Content-Type": content_type})
    assert problem(answer)[0] in (400, 422)
    assert held.rows() == (0, 0)


@pytest.mark.parametrize("number", ["", "x", "-1", "1.0", "9" * 5_000])
def test_a_form_needs_the_number_of_a_question(ada: Member, number: str) -> None:
    held = begin(ada)
    files: Any = {"audio": ("a.wav", recordings.tone())}
    answer = ada.http.post(f"{held.path}/answers", data={"question_id": number}, files=files)
    assert problem(answer) == (422, "invalid_input")
    assert held.rows() == (0, 0)
