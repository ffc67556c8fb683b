"""Names, addresses and the mail that brings a code: what is taken, what is refused, what fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.config import Settings
from app.services.mail import SmtpSender
from app.services.registry import Services, build_services
from db.models import LoginCode
from tests.integration.house import House, Mailbox, free_port, problem
from tests.integration.test_accounts import WRONG, ask, enter


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@@example.org",
        "ada@example",
        "a da@example.org",
        "ada@exa mple.org",
        "Ada <ada@example.org>",
        "ada@example.org,bob@example.org",
        "ada@example.org\nBcc: bob@example.org",
        "ada@example.org\r\nSubject: hi",
        "ada@[127.0.0.1]",
        "ada@-example.org",
        "ada@example..org",
        ".ada@example.org",
        "ada\x00@example.org",
        "a" * 65 + "@example.org",
        "ada@" + "x" * 250 + ".org",
        "ada@" + "x." * 5_000 + "org",
        "\u202eada@example.org",
        "=?utf-8?q?bob=40victim=2Eorg?=@example.org",
    ],
)
def test_what_is_no_address_gets_no_mail(client: TestClient, mailbox: Mailbox, email: str) -> None:
    before = len(mailbox.taken)
    assert problem(client.post("/api/auth/send-otp", json={"name": "Ada", "email": email}))[0] == 422
    assert problem(client.post("/api/auth/verify-otp", json={"email": email, "code": WRONG}))[0] == 422
    assert len(mailbox.taken) == before


@pytest.mark.parametrize("name", ["", " \n\t", "x" * 101, "\x00", "\u200b"])
def test_a_name_has_1_to_100_characters(client: TestClient, name: str) -> None:
    answer = client.post("/api/auth/send-otp", json={"name": name, "email": "ada@example.org"})
    assert problem(answer) == (422, "invalid_input")


@pytest.mark.parametrize(
    "name",
    [
        "Ada\r\nBcc: bob@example.org\r\n\r\nBuy this",
        "Ada\nSubject: hi",
        "=?utf-8?q?Ada=0ABcc:_bob=40example.org?=",
        "Ada\u2028Bcc: bob@example.org",
    ],
)
def test_a_name_cannot_add_headers_lines_or_recipients(
    client: TestClient, mailbox: Mailbox, name: str
) -> None:
    email = "careful@example.org"
    LoginCode.delete().where(LoginCode.email == email).execute()
    ask(client, email, name)
    message = mailbox.messages_to(email)[-1]
    assert sorted(message.keys()) == sorted(mailbox.taken[0][1].keys())
    assert message["Bcc"] is None
    assert message.get_content().splitlines()[0].startswith("Hello ")
    assert message.get_content().splitlines()[1] == ""


@pytest.mark.parametrize(
    ("email", "recipient"),
    [
        ("o'hara+tag@example.org", "o'hara+tag@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@company.local", "ada@company.local"),
        ("ada@localhost", "ada@localhost"),
    ],
)
def test_the_mail_goes_to_the_very_address_that_was_given(
    client: TestClient, mailbox: Mailbox, email: str, recipient: str
) -> None:
    ask(client, email)
    assert mailbox.taken[-1][0] == [recipient]
    assert enter(client, email, mailbox.code_for(recipient)) == 200


def test_a_name_in_any_script_arrives_and_stays(client: TestClient, mailbox: Mailbox) -> None:
    ask(client, "scripts@example.org", "Åsa 王 🙂")
    assert "Hello Åsa 王 🙂," in mailbox.messages_to("scripts@example.org")[-1].get_content()


@pytest.fixture
def elsewhere(house: House) -> Callable[..., Services]:
    """Services on the same database with another way to send mail."""

    def build(**settings: object) -> Services:
        made = Settings(
            _env_file=None,  # type: ignore[call-arg]
            uploads_dir=house.folder / "uploads",
            secret_file=house.folder / "secret.key",
            **settings,  # type: ignore[arg-type]
        )
        return build_services(made, house.database, house.models, house.clock)

    return build


def test_a_mail_server_that_is_down_answers_503(
    client: TestClient, house: House, elsewhere: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = elsewhere(smtp_url=f"smtp://127.0.0.1:{free_port()}")
    monkeypatch.setitem(house.app.state._state, "services", broken)
    answer = client.post("/api/auth/send-otp", json={"name": "Ada", "email": "down@example.org"})
    assert problem(answer) == (503, "mail_unavailable")
    assert "retry-after" in answer.headers


def test_a_mail_server_without_the_login_that_is_set_answers_503(
    client: TestClient,
    house: House,
    elsewhere: Callable[..., Services],
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sender = house.services.accounts._sender
    assert isinstance(sender, SmtpSender)
    broken = elsewhere(smtp_url=f"smtp://user:secret@127.0.0.1:{sender._port}")
    monkeypatch.setitem(house.app.state._state, "services", broken)
    answer = client.post("/api/auth/send-otp", json={"name": "Ada", "email": "locked@example.org"})
    assert problem(answer) == (503, "mail_unavailable")
    assert not mailbox.messages_to("locked@example.org")


def test_without_a_mail_server_the_code_is_logged(
    elsewhere: Callable[..., Services], caplog: pytest.LogCaptureFixture
) -> None:
    services = elsewhere(smtp_url=None)
    with caplog.at_level(logging.WARNING):
        sent = services.accounts.send_code("Ada", "terminal@example.org", "terminal")
    assert sent.code is not None
    assert sent.code in caplog.text
    assert services.accounts.verify_code("terminal@example.org", sent.code, "terminal").user.name == "Ada"


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "mail.example.org:25", "smtp://host:port"])
def test_a_mail_server_without_a_usable_address_is_told_at_start(url: str) -> None:
    with pytest.raises(ValueError):
        SmtpSender(url, "Rehearse <rehearse@localhost>")


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    from app.services.tokens import load_secret

    file = tmp_path / "deep" / "secret.key"
    first = load_secret(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_secret(file) == first
    assert load_secret(tmp_path / "other.key") != first


@pytest.mark.parametrize("content", ["", "short", " \n"])
def test_a_key_too_short_to_be_safe_is_refused(tmp_path: Path, content: str) -> None:
    from app.services.tokens import load_secret

    (tmp_path / "secret.key").write_text(content)
    with pytest.raises(ValueError, match="holds no signing key"):
        load_secret(tmp_path / "secret.key")
