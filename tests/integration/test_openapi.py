"""What the REST interface says of itself, and how it says no."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.integration.house import FailingModels, House, Member, SwappableModels, problem
from tests.integration.interviewing import begin

ROUTES = """
POST /api/auth/send-otp
POST /api/auth/verify-otp
POST /api/auth/logout
GET /api/me
DELETE /api/me
GET /api/me/export
GET /api/profile
PUT /api/profile
POST /api/profile/resume
POST /api/job-descriptions/analyze
GET /api/questions
POST /api/interviews
GET /api/interviews
GET /api/interviews/{interview_id}
POST /api/interviews/{interview_id}/answers
POST /api/interviews/{interview_id}/finish
GET /api/interviews/{interview_id}/summary
GET /api/dashboard
GET /api/daily-challenge
POST /api/daily-challenge/answers
GET /healthz
GET /readyz
"""


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    """The OpenAPI document."""
    answer: dict[str, Any] = client.get("/openapi.json").json()
    return answer


@pytest.mark.parametrize("route", ROUTES.split("\n")[1:-1])
def test_a_route_is_described(document: dict[str, Any], route: str) -> None:
    method, path = route.split()
    operation = document["paths"][path][method.lower()]
    assert operation["description"]
    if "requestBody" in operation:
        for content in operation["requestBody"]["content"].values():
            assert content["schema"]
    done = next(status for status in operation["responses"] if status.startswith("2"))
    if done != "204":
        assert "schema" in operation["responses"][done]["content"]["application/json"]


def test_no_route_is_left_out_of_this_table(document: dict[str, Any]) -> None:
    described = {f"{m.upper()} {path}" for path, methods in document["paths"].items() for m in methods}
    assert described - set(ROUTES.split("\n")) <= {
        "POST /api/questions/generate",
        "GET /api/interviews/{interview_id}/summary.pdf",
        "GET /metrics",
    }


def test_routes_for_members_ask_for_a_bearer_token(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            guest = path.startswith(("/api/auth/send", "/api/auth/verify", "/healthz", "/readyz", "/metrics"))
            assert bool(operation.get("security")) != guest, path


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/me/nothing", "/api/interviews/1/x"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT", "PATCH"])
def test_a_route_that_is_not_there_says_so_in_the_same_words(
    client: TestClient, ada: Member, method: str, path: str
) -> None:
    for headers in ({}, ada.cookie):
        assert problem(client.request(method, path, headers=headers)) == (404, "not_found")


@pytest.mark.parametrize("route", ["GET /api/auth/send-otp", "PUT /api/me", "DELETE /api/interviews/1"])
def test_a_method_that_is_not_there_says_so_in_the_same_words(client: TestClient, route: str) -> None:
    method, path = route.split()
    answer = client.request(method, path)
    assert problem(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"]


def test_an_unexpected_failure_tells_nothing_of_the_inside(
    house: House, ada: Member, models: SwappableModels
) -> None:
    held = begin(ada)
    models.inner = FailingModels(RuntimeError("a secret of the inside"))
    client = TestClient(house.app, headers=ada.http.headers, raise_server_exceptions=False)
    body = {"question_id": held.questions[0]["id"], "text": "An answer of some words."}
    answer = client.post(f"{held.path}/answers", json=body)
    assert problem(answer) == (500, "internal")
    assert "secret" not in answer.text


def test_the_house_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert {name: part["state"] for name, part in answer.json()["parts"].items()} == {
        "database": "ready",
        "encoder": "ready",
        "speech": "ready",
    }
