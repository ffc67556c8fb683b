"""Settings: as documented, read from where they are said to be read, and refused where they cannot work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.config import Settings
from app.services.mail import SmtpSender
from app.services.tokens import load_secret
from db.database import open_database

ROOT = Path(__file__).parents[2]
PREFIX = "REHEARSE_"
ROW = re.compile(rf"^\| `{PREFIX}(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
EXAMPLE = re.compile(rf"^# {PREFIX}(\w+)=(.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no .env of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def test_every_setting_is_documented_with_its_default_and_meaning_and_no_other_is() -> None:
    documented = ROW.findall((ROOT / "docs/configuration.md").read_text(encoding="utf-8"))
    declared = [
        (name.upper(), "not set" if field.default is None else f"`{field.default}`", field.description)
        for name, field in Settings.model_fields.items()
    ]
    assert documented == declared


def test_the_example_file_has_every_setting_commented_out_at_its_default() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    examples = dict(EXAMPLE.findall(text))
    assert list(examples) == [name.upper() for name in Settings.model_fields]
    assert all(line.startswith("#") for line in text.splitlines())
    for name, field in Settings.model_fields.items():
        if field.default is not None:
            assert examples[name.upper()] == str(field.default)


def test_a_variable_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("REHEARSE_PORT=8001\nREHEARSE_HOST=0.0.0.0\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("REHEARSE_PORT", "8002")
    settings = Settings()
    assert (settings.host, settings.port) == ("0.0.0.0", 8002)


def test_the_mail_servers_password_is_not_printed_with_the_settings() -> None:
    settings = Settings.model_validate({"smtp_url": "smtp://user:hidden-word@mail.test:587"})
    assert "hidden-word" not in f"{settings!r} {settings}"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eight", ""])
def test_a_port_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("REHEARSE_PORT", port)
    with pytest.raises(ValidationError, match="port"):
        Settings()


@pytest.mark.parametrize("url", ["", "mail.test", "http://mail.test", "smtp://", "smtps:///mail.test"])
def test_an_address_that_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="REHEARSE_SMTP_URL"):
        SmtpSender(url, "Rehearse <rehearse@localhost>")


@pytest.mark.parametrize(
    "url", ["", "rehearse.db", "mysql://localhost/rehearse", "sqlite:///:memory:", "sqlite:///"]
)
def test_a_database_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="REHEARSE_DATABASE_URL"):
        open_database(url)


def test_a_secret_file_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret.key"
    secret = load_secret(path)
    assert load_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_secret_file_without_a_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_text("short", encoding="ascii")
    with pytest.raises(ValueError, match="holds no signing key"):
        load_secret(path)
