"""Interviews over REST: begin, answer, finish, look back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.services.bank import read_bank
from app.services.taxonomy import load_taxonomy
from db.models import Answer
from tests.integration import recordings
from tests.integration.house import Member, TurnableClock, problem
from tests.integration.interviewing import REQUEST, begin, interviews_of

FEEDBACK = {
    "answer_id",
    "transcript",
    "score",
    "band",
    "keyword_coverage",
    "dimensions",
    "key_points",
    "strengths",
    "improvements",
    "model_answer",
    "flags",
    "delivery",
    "follow_up",
    "grader_version",
}


def test_an_interview_begins_with_its_questions(ada: Member) -> None:
    body = ada.http.post("/api/interviews", json=REQUEST).json()
    assert (body["status"], body["mode"], body["role"]) == ("active", "practice", "Backend Engineer")
    assert body["started_at"] == "2026-03-14T12:00:00Z"
    assert [question["position"] for question in body["questions"]] == [1, 2, 3]
    assert {question["skill"] for question in body["questions"]} == {"python"}
    assert body["answers"] == []


def test_questions_hide_what_a_good_answer_says(ada: Member) -> None:
    body = ada.http.post("/api/interviews", json={**REQUEST, "question_count": 20})
    bank = {question.text: question for question in read_bank()}
    for asked in body.json()["questions"]:
        question = bank[asked["text"]]
        assert set(asked) == {"id", "position", "text", "kind", "skill", "level"}
        assert question.reference_answer not in body.text
        assert not any(point.text in body.text for point in question.key_points)


def test_a_written_answer_comes_back_graded_with_its_evidence(ada: Member) -> None:
    held = begin(ada)
    reference = next(q.reference_answer for q in read_bank() if q.text == held.questions[0]["text"])
    answer = held.write(0, f"  {reference}\n")
    body = answer.json()
    assert answer.status_code == 201
    assert set(body) == FEEDBACK
    assert body["transcript"] == reference
    assert body["model_answer"] == reference
    assert 0 <= body["score"] <= 100
    assert set(body["dimensions"]) == {"coverage", "relevance", "specificity", "structure", "clarity"}
    for point in body["key_points"]:
        evidence = point["evidence"]
        assert (evidence is None) == (point["status"] == "missed")
        assert evidence is None or reference[evidence["start"] : evidence["end"]] == evidence["text"]
    assert held.rows() == (1, 1)


def test_a_spoken_answer_is_made_of_its_very_recording(ada: Member) -> None:
    held = begin(ada)
    heard = [held.say(n, recordings.tone(hertz)).json() for n, hertz in enumerate((440, 880))]
    assert all(body["transcript"].startswith("weightless transcript") for body in heard)
    assert heard[0]["transcript"] != heard[1]["transcript"]
    rows = list(Answer.select().where(Answer.id.in_([body["answer_id"] for body in heard])))
    assert {(row.source, row.transcript) for row in rows} == {("voice", body["transcript"]) for body in heard}


def test_spoken_answers_of_many_at_once_are_never_mixed_up(sign_in: Callable[[str], Member]) -> None:
    tones = [recordings.tone(300 + 50 * number) for number in range(6)]
    alone = [begin(sign_in("Solo")).say(0, tone).json()["transcript"] for tone in tones]
    held = [begin(sign_in(f"Crowd{number}")) for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda one, tone: one.say(0, tone).json()["transcript"], held, tones))
    assert together == alone


def test_finishing_gives_the_summary_and_finishing_again_changes_nothing(
    ada: Member, clock: TurnableClock
) -> None:
    held = begin(ada)
    scores = [held.write(number).json()["score"] for number in range(2)]
    first = ada.http.post(f"{held.path}/finish").json()
    assert first["interview"]["status"] == "finished"
    assert first["interview"]["finished_at"] == "2026-03-14T12:00:00Z"
    assert (first["answered"], first["graded"]) == (2, 2)
    assert first["average_score"] == sum(scores) / 2
    assert [skill["skill"] for skill in first["skills"]] == ["python"]
    clock.turn(hours=1)
    assert ada.http.post(f"{held.path}/finish").json() == first
    assert ada.http.get(f"{held.path}/summary").json() == first


def test_the_summary_of_an_interview_without_answers_says_so(ada: Member) -> None:
    summary = ada.http.post(f"{begin(ada).path}/finish").json()
    assert (summary["average_score"], summary["band"], summary["dimensions"]) == (None, None, None)
    assert (summary["answered"], summary["graded"], summary["skills"]) == (0, 0, [])


def test_the_history_has_the_newest_first_in_pages(ada: Member, bob: Member) -> None:
    mine = [begin(ada, question_count=1).id for _ in range(4)]
    begin(bob)
    assert [one["id"] for one in ada.http.get("/api/interviews").json()] == mine[::-1]
    page = ada.http.get("/api/interviews?limit=2&offset=1").json()
    assert [one["id"] for one in page] == [mine[2], mine[1]]
    assert problem(ada.http.get("/api/interviews?limit=0"))[0] == 422
    assert problem(ada.http.get("/api/interviews?limit=101"))[0] == 422
    assert problem(ada.http.get("/api/interviews?offset=-1"))[0] == 422


def test_one_interview_shows_what_was_answered(ada: Member) -> None:
    held = begin(ada)
    feedback = held.write(1).json()
    (answer,) = ada.http.get(held.path).json()["answers"]
    assert (answer["question_id"], answer["source"]) == (held.questions[1]["id"], "text")
    assert answer["feedback"] == feedback


def test_no_question_comes_twice_while_there_are_fresh_ones(ada: Member) -> None:
    shelf = sum(question.skill == "python" for question in read_bank())
    asked: list[str] = []
    while len(asked) + 5 <= shelf:
        asked += [question["text"] for question in begin(ada, question_count=5).questions]
    assert len(asked) == len(set(asked)) >= 5
    again = begin(ada, question_count=5).questions
    assert len({question["text"] for question in again}) == 5


def test_every_skill_that_can_be_named_finds_questions(ada: Member) -> None:
    shelves = {question.skill for question in read_bank()}
    named = {shelf for skill in load_taxonomy().skills for shelf in skill.bank}
    assert named <= shelves
    for skills in (["COBOL"], ["no such skill"], [""], []):
        assert begin(ada, skills=skills, question_count=1).questions


def test_the_job_description_chooses_where_no_skill_is_named(ada: Member) -> None:
    held = begin(ada, skills=[], job_description="You run Kubernetes.", question_count=2)
    assert held.questions[0]["skill"] == "kubernetes"


@pytest.mark.parametrize(
    "change",
    [
        {"role": ""},
        {"role": "  "},
        {"role": "x" * 201},
        {"role": "a\x00b"},
        {"role": None},
        {"level": "wizard"},
        {"level": None},
        {"job_description": "x" * 50_001},
        {"job_description": "a\x00b"},
        {"skills": ["x"] * 101},
        {"skills": ["x" * 201]},
        {"skills": [1]},
        {"question_count": 0},
        {"question_count": 21},
        {"question_count": 10**30},
        {"question_count": 1.5},
        {"mode": "exam"},
    ],
)
def test_a_request_that_makes_no_interview_leaves_none(ada: Member, change: dict[str, Any]) -> None:
    answer = ada.http.post("/api/interviews", json={**REQUEST, **change})
    assert problem(answer) == (422, "invalid_input")
    assert interviews_of(ada) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"role": "\\ud800"}'])
def test_a_body_that_is_no_request_is_refused(ada: Member, body: bytes) -> None:
    answer = ada.http.post("/api/interviews", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer) == (422, "invalid_input")


def test_a_lone_surrogate_is_no_role(ada: Member) -> None:
    body = '{"role": "\\ud800", "level": "junior"}'
    answer = ada.http.post("/api/interviews", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer) == (422, "invalid_input")


def test_every_door_asks_for_a_token(client: TestClient) -> None:
    for method, path in (
        ("POST", "/api/interviews"),
        ("GET", "/api/interviews"),
        ("GET", "/api/interviews/1"),
        ("POST", "/api/interviews/1/answers"),
        ("POST", "/api/interviews/1/finish"),
        ("GET", "/api/interviews/1/summary"),
        ("GET", "/api/questions"),
        ("GET", "/api/dashboard"),
        ("GET", "/api/daily-challenge"),
        ("POST", "/api/daily-challenge/answers"),
    ):
        assert problem(client.request(method, path)) == (401, "not_signed_in"), path
