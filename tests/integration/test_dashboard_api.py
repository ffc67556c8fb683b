"""The dashboard, the daily challenge and the question bank over REST."""

from __future__ import annotations

from app.services.bank import read_bank
from db.models import Interview
from tests.integration.house import Member, TurnableClock, problem
from tests.integration.interviewing import GOOD, begin

CHALLENGE = "/api/daily-challenge"
WORDLESS = "🙂"
"""Misses every point, whatever the weightless encoder's vectors happen to resemble."""


def test_a_new_dashboard_is_empty(ada: Member) -> None:
    body = ada.http.get("/api/dashboard").json()
    assert body == {"interviews": [], "metrics": {"skills": []}, "suggestions": []}


def test_the_dashboard_shows_interviews_figures_and_what_to_practise(ada: Member, bob: Member) -> None:
    held = begin(ada)
    score = held.write(0, WORDLESS).json()["score"]
    begin(bob).write(0)
    body = ada.http.get("/api/dashboard").json()
    (line,) = body["interviews"]
    assert line == {
        "id": held.id,
        "date": "2026-03-14T12:00:00Z",
        "role": "Backend Engineer",
        "level": "junior",
        "mode": "practice",
        "status": "active",
        "answered": 1,
        "questions": 3,
        "average_score": score,
    }
    assert body["metrics"]["skills"] == [{"skill": "python", "average": score, "answers": 1}]
    (suggestion,) = body["suggestions"]
    assert (suggestion["skill"], suggestion["average"]) == ("python", score)
    assert suggestion["reason"] and suggestion["missed_point"]


def test_the_challenge_is_the_same_all_day_and_another_the_next(ada: Member, clock: TurnableClock) -> None:
    first = ada.http.get(CHALLENGE).json()
    assert (first["date"], first["feedback"]) == ("2026-03-14", None)
    clock.turn(hours=11, minutes=59)
    assert ada.http.get(CHALLENGE).json() == first
    clock.turn(minutes=1)
    second = ada.http.get(CHALLENGE).json()
    assert second["date"] == "2026-03-15"
    assert second["question"]["text"] != first["question"]["text"]


def test_the_challenge_stays_when_the_profile_changes(ada: Member) -> None:
    first = ada.http.get(CHALLENGE).json()
    ada.http.put("/api/profile", json={"skills": ["Kubernetes"]})
    assert ada.http.get(CHALLENGE).json() == first


def test_the_challenge_fits_the_profile(ada: Member) -> None:
    ada.http.put("/api/profile", json={"skills": ["SQL"], "experience": {"level": "senior"}})
    assert ada.http.get(CHALLENGE).json()["question"]["skill"] == "sql"


def test_the_challenge_is_answered_once(ada: Member) -> None:
    ada.http.get(CHALLENGE)
    answer = ada.http.post(f"{CHALLENGE}/answers", json={"text": GOOD})
    assert answer.status_code == 201
    assert ada.http.get(CHALLENGE).json()["feedback"] == answer.json()
    assert problem(ada.http.post(f"{CHALLENGE}/answers", json={"text": GOOD})) == (409, "conflict")
    assert Interview.select().where(Interview.user == ada.id).count() == 1


def test_the_challenge_takes_no_empty_answer(ada: Member) -> None:
    assert problem(ada.http.post(f"{CHALLENGE}/answers", json={"text": " "})) == (422, "invalid_input")
    assert problem(ada.http.post(f"{CHALLENGE}/answers", json={})) == (422, "invalid_input")


def test_an_answered_challenge_is_part_of_the_history(ada: Member) -> None:
    ada.http.post(f"{CHALLENGE}/answers", json={"text": GOOD})
    (line,) = ada.http.get("/api/dashboard").json()["interviews"]
    assert (line["mode"], line["answered"], line["questions"]) == ("daily", 1, 1)


def test_the_bank_comes_in_pages_without_its_answers(ada: Member) -> None:
    everything = []
    while page := ada.http.get(f"/api/questions?limit=100&offset={len(everything)}").json():
        everything += page
    assert [question["id"] for question in everything] == [question.id for question in read_bank()]
    assert all(set(question) == {"id", "skill", "kind", "level", "text"} for question in everything)


def test_the_bank_is_filtered_by_skill_level_and_kind(ada: Member) -> None:
    one = next(question for question in read_bank() if question.skill == "python")
    asked = {"skill": "python", "level": one.level.value, "kind": one.kind.value}
    found = ada.http.get("/api/questions", params=asked).json()
    assert found
    assert all({key: question[key] for key in asked} == asked for question in found)
    assert ada.http.get("/api/questions?skill=' OR 1=1 --").json() == []
    assert problem(ada.http.get("/api/questions?level=wizard")) == (422, "invalid_input")
    assert problem(ada.http.get("/api/questions?limit=1000")) == (422, "invalid_input")
