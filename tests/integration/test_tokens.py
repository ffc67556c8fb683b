"""Forged, stale and dead access tokens, at the REST door and at the pages' door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest
from starlette.testclient import TestClient

from app.services.registry import Services
from app.services.tokens import LIFETIME
from tests.integration.house import NOON, House, Member, TurnableClock, problem

Forge = Callable[[dict[str, Any], bytes], str]


@pytest.fixture
def key(house: House) -> bytes:
    return (house.folder / "secret.key").read_bytes()


def claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def signed(payload: dict[str, Any], key: bytes | str, algorithm: str = "HS256") -> str:
    return jwt.encode(payload, key, algorithm=algorithm)


def without(name: str) -> Forge:
    return lambda payload, key: signed({k: v for k, v in payload.items() if k != name}, key)


def with_(**changed: Any) -> Forge:
    return lambda payload, key: signed({**payload, **changed}, key)


def clipped(payload: dict[str, Any], key: bytes) -> str:
    return signed(payload, key).rsplit(".", 1)[0] + "."


def swapped(payload: dict[str, Any], key: bytes) -> str:
    """The signature of an honest token under the claims of another."""
    head, _, signature = signed(payload, key).split(".")
    return f"{head}.{signed({**payload, 'sub': '1'}, key).split('.')[1]}.{signature}"


FORGED: dict[str, Forge] = {
    "no algorithm": lambda payload, key: jwt.encode(payload, None, algorithm="none"),
    "another key": lambda payload, key: signed(payload, "k" * 64),
    "another algorithm": lambda payload, key: signed(payload, key, "HS512"),
    "no signature": clipped,
    "claims of another": swapped,
    "expired": with_(exp=NOON - timedelta(seconds=1)),
    "expires not at a number": with_(exp="tomorrow"),
    "no expiry": without("exp"),
    "no issue time": without("iat"),
    "no id": without("jti"),
    "unknown id": with_(jti="made-up"),
    "an id that is no text": with_(jti=["list"]),
    "no person": without("sub"),
    "another person": with_(sub="1"),
    "a person that is no number": with_(sub="ada"),
    "a person beyond all numbers": with_(sub="9" * 5_000),
    "no audience": without("aud"),
    "another audience": with_(aud="other"),
    "no issuer": without("iss"),
    "another issuer": with_(iss="other"),
    "garbage": lambda payload, key: "garbage",
    "three dots": lambda payload, key: "...",
    "empty": lambda payload, key: "",
    "huge": lambda payload, key: "a." * 30_000,
}


def bearer(client: TestClient, token: str) -> Any:
    return client.get("/api/me", headers={"Authorization": f"Bearer {token}"})


def page(client: TestClient, token: str) -> Any:
    return client.get("/config", headers={"Cookie": f"rehearse_token={token}"})


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_opens_nothing(client: TestClient, ada: Member, key: bytes, name: str) -> None:
    forged = FORGED[name](claims(ada.token), key)
    assert problem(bearer(client, forged)) == (401, "not_signed_in")
    assert problem(page(client, forged)) == (401, "not_signed_in")
    assert bearer(client, ada.token).status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YTpi", "Bearer \xe9", "Token x", "Bearer a b"])
def test_a_malformed_header_is_no_login(client: TestClient, ada: Member, header: str) -> None:
    answer = client.get("/api/me", headers={"Authorization": header.encode("latin-1")})
    assert problem(answer) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_the_honest_claims_signed_anew_are_the_honest_token(
    client: TestClient, ada: Member, key: bytes
) -> None:
    assert bearer(client, signed(claims(ada.token), key)).status_code == 200


def test_a_token_lasts_a_week(client: TestClient, ada: Member, clock: TurnableClock) -> None:
    clock.turn(days=6, hours=23, minutes=59)
    assert bearer(client, ada.token).status_code == 200
    clock.turn(minutes=1)
    assert problem(bearer(client, ada.token)) == (401, "not_signed_in")
    assert problem(page(client, ada.token)) == (401, "not_signed_in")


def test_a_token_of_a_server_whose_clock_goes_ahead_is_good(
    client: TestClient, ada: Member, clock: TurnableClock
) -> None:
    clock.turn(seconds=-30)
    assert bearer(client, ada.token).status_code == 200


def test_logging_out_kills_the_token_everywhere(client: TestClient, ada: Member) -> None:
    assert page(client, ada.token).status_code == 200
    answer = ada.http.post("/api/auth/logout")
    assert answer.status_code == 204
    assert "rehearse_token=" in answer.headers["set-cookie"]
    assert problem(bearer(client, ada.token)) == (401, "not_signed_in")
    assert problem(page(client, ada.token)) == (401, "not_signed_in")
    assert problem(ada.http.post("/api/auth/logout")) == (401, "not_signed_in")


def test_logging_out_leaves_the_other_browser_logged_in(
    client: TestClient, ada: Member, house: House, services: Services, clock: TurnableClock
) -> None:
    services.accounts.send_code("Ada", ada.email, "second browser")
    code = house.mailbox.code_for(ada.email)
    other = services.accounts.verify_code(ada.email, code, "second browser")
    ada.http.post("/api/auth/logout")
    assert bearer(client, other.access_token).status_code == 200


def test_a_token_of_an_erased_account_is_dead(client: TestClient, ada: Member) -> None:
    assert ada.http.delete("/api/me").status_code == 204
    assert problem(bearer(client, ada.token)) == (401, "not_signed_in")
    assert problem(page(client, ada.token)) == (401, "not_signed_in")


def test_the_token_names_nobody(ada: Member) -> None:
    said = claims(ada.token)
    assert set(said) == {"sub", "jti", "iat", "exp", "aud", "iss"}
    assert datetime.fromtimestamp(said["exp"], NOON.tzinfo) == NOON + LIFETIME
