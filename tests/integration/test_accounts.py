"""Logging in by a code that comes by mail, over REST, with a real mail server and a real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from app.services.registry import Services
from db.models import LoginCode, User
from tests.integration.conftest import new_client
from tests.integration.house import House, Mailbox, Member, TurnableClock, problem

WRONG = "00000000"


def ask(client: TestClient, email: str, name: str = "Ada Lovelace") -> None:
    assert client.post("/api/auth/send-otp", json={"name": name, "email": email}).status_code == 202


def enter(client: TestClient, email: str, code: str) -> int:
    return client.post("/api/auth/verify-otp", json={"email": email, "code": code}).status_code


@pytest.fixture
def asked(client: TestClient, mailbox: Mailbox, request: pytest.FixtureRequest) -> tuple[str, str]:
    """An address of this test's own and the code that was sent to it."""
    email = f"{hash(request.node.name):x}@example.org".replace("-", "m")
    ask(client, email)
    return email, mailbox.code_for(email)


def test_a_code_comes_by_mail_and_opens_the_account(
    client: TestClient, asked: tuple[str, str], mailbox: Mailbox
) -> None:
    email, code = asked
    (message,) = mailbox.messages_to(email)
    assert message["To"] == email
    assert code in message["Subject"]
    assert "Hello Ada Lovelace," in message.get_content()
    answer = client.post("/api/auth/verify-otp", json={"email": email, "code": code})
    body = answer.json()
    assert answer.status_code == 200
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 7 * 24 * 3600
    assert body["user"] == {"id": body["user"]["id"], "name": "Ada Lovelace", "email": email}
    headers = {"Authorization": f"Bearer {body['access_token']}"}
    assert client.get("/api/me", headers=headers).json() == body["user"]


def test_the_page_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: TestClient, asked: tuple[str, str]
) -> None:
    email, code = asked
    cookie = client.post("/api/auth/verify-otp", json={"email": email, "code": code}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))


def test_the_page_cookie_is_secure_over_https(house: House, asked: tuple[str, str]) -> None:
    email, code = asked
    client = TestClient(house.app, base_url="https://testserver")
    cookie = client.post("/api/auth/verify-otp", json={"email": email, "code": code}).headers["set-cookie"]
    assert "Secure" in cookie.split("; ")


def test_the_second_login_finds_the_same_account_under_its_first_name(
    client: TestClient, asked: tuple[str, str], mailbox: Mailbox
) -> None:
    email, code = asked
    first = client.post("/api/auth/verify-otp", json={"email": email, "code": code}).json()["user"]
    ask(client, email.upper(), "Somebody Else")
    code = mailbox.code_for(email)
    again = client.post("/api/auth/verify-otp", json={"email": f" {email.title()} ", "code": code})
    assert again.json()["user"] == first


def test_a_code_works_once(client: TestClient, asked: tuple[str, str]) -> None:
    assert enter(client, *asked) == 200
    assert enter(client, *asked) == 401


def test_a_code_may_be_typed_with_spaces(client: TestClient, asked: tuple[str, str]) -> None:
    email, code = asked
    assert enter(client, email, f" {code[:4]} {code[4:]}\n") == 200


def test_a_code_works_for_ten_minutes(
    client: TestClient, asked: tuple[str, str], clock: TurnableClock
) -> None:
    clock.turn(minutes=9, seconds=59)
    assert enter(client, *asked) == 200


def test_a_code_is_worthless_after_ten_minutes(
    client: TestClient, asked: tuple[str, str], clock: TurnableClock
) -> None:
    clock.turn(minutes=10)
    answer = client.post("/api/auth/verify-otp", json={"email": asked[0], "code": asked[1]})
    assert problem(answer) == (401, "code_rejected")


def test_after_five_wrong_tries_the_right_code_is_dead(client: TestClient, asked: tuple[str, str]) -> None:
    email, code = asked
    assert [enter(client, email, WRONG) for _ in range(5)] == [401] * 5
    assert enter(client, email, code) == 401


def test_the_fifth_try_may_still_be_right(client: TestClient, asked: tuple[str, str]) -> None:
    email, code = asked
    assert [enter(client, email, WRONG) for _ in range(4)] == [401] * 4
    assert enter(client, email, code) == 200


def test_a_new_code_spends_the_old_one(client: TestClient, asked: tuple[str, str], mailbox: Mailbox) -> None:
    email, old = asked
    ask(client, email)
    assert enter(client, email, old) == 401
    assert enter(client, email, mailbox.code_for(email)) == 200


def test_a_code_opens_no_other_address(client: TestClient, asked: tuple[str, str]) -> None:
    ask(client, "neighbour@example.org")
    assert enter(client, "neighbour@example.org", asked[1]) == 401


@pytest.mark.parametrize("code", ["", " ", "0" * 100_000, "١٢٣٤٥٦٧٨", "\x00", "' OR 1=1 --"])
def test_nonsense_is_no_code(client: TestClient, asked: tuple[str, str], code: str) -> None:
    assert enter(client, asked[0], code) == 401


def test_an_address_gets_ten_codes_a_day(
    client: TestClient, asked: tuple[str, str], clock: TurnableClock
) -> None:
    body = {"name": "Ada", "email": asked[0]}
    for _ in range(9):
        ask(client, asked[0])
    refused = client.post("/api/auth/send-otp", json=body)
    assert problem(refused) == (429, "too_many_requests")
    assert int(refused.headers["retry-after"]) > 0
    clock.turn(days=1, seconds=1)
    ask(client, asked[0])


def test_ten_codes_a_day_hold_against_twenty_requests_at_once(services: Services, mailbox: Mailbox) -> None:
    def send(number: int) -> bool:
        try:
            services.accounts.send_code("Ada", "flood@example.org", f"flood-{number}")
        except Exception:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, range(20))) == 10
    assert len(mailbox.messages_to("flood@example.org")) == 10


def test_known_and_unknown_addresses_are_answered_alike(client: TestClient, ada: Member) -> None:
    known, unknown = (
        client.post("/api/auth/send-otp", json={"name": "Ada", "email": email})
        for email in (ada.email, "never-seen@example.org")
    )
    assert known.content == unknown.content == b'{"expires_in":600}'
    assert known.headers == unknown.headers


def test_wrong_codes_for_known_and_unknown_addresses_are_answered_alike(
    client: TestClient, asked: tuple[str, str]
) -> None:
    known, unknown = (
        client.post("/api/auth/verify-otp", json={"email": email, "code": WRONG})
        for email in (asked[0], "nobody-here@example.org")
    )
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_the_database_holds_neither_codes_nor_tokens(
    client: TestClient, asked: tuple[str, str], house: House, mailbox: Mailbox, ada: Member
) -> None:
    ask(client, "twin@example.org")
    files = list(house.folder.glob("rehearse.db*"))
    for secret in (asked[1], mailbox.code_for("twin@example.org"), ada.token):
        assert not any(secret.encode() in file.read_bytes() for file in files)
    hashes = [row.code_hash for row in LoginCode.select(LoginCode.code_hash)]
    assert all(code_hash.startswith("$argon2id$v=19$") for code_hash in hashes)
    assert len({code_hash.split("$")[4] for code_hash in hashes}) == len(hashes)


def test_a_code_lets_one_of_eight_racers_in(house: House, asked: tuple[str, str]) -> None:
    clients = [new_client(house) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda client: enter(client, *asked), clients))
    assert statuses == [200] + [401] * 7
    assert User.select().where(User.email == asked[0]).count() == 1


def test_a_network_may_not_try_codes_without_end(client: TestClient, house: House) -> None:
    statuses = [enter(client, "nobody@example.org", WRONG) for _ in range(61)]
    assert statuses == [401] * 60 + [429]
    assert enter(new_client(house), "nobody@example.org", WRONG) == 401
