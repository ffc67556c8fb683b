"""Handing a login code to its owner: by mail, or in the terminal where no mail server is set."""

from __future__ import annotations

import logging
import smtplib
import ssl
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.errors import MailUnavailable

logger = logging.getLogger(__name__)

SMTP_TIMEOUT_S = 15


class CodeSender(Protocol):
    """Takes a code to an address; `shows_locally` says that the operator can read it here."""

    shows_locally: bool

    def send(self, email: str, name: str, code: str) -> None:
        """Deliver it, or raise MailUnavailable."""


class TerminalSender:
    """Prints codes in the terminal: for a laptop without a mail server."""

    shows_locally = True

    def send(self, email: str, name: str, code: str) -> None:
        """Write the code where the operator looks."""
        logger.warning("Login code for %s: %s (no REHEARSE_SMTP_URL is set)", email, code)


class SmtpSender:
    """Sends codes through `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…`."""

    shows_locally = False

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("REHEARSE_SMTP_URL must look like smtp://user:password@host:port or smtps://…")
        self._secure = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = parts.port or (465 if self._secure else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender

    def send(self, email: str, name: str, code: str) -> None:
        """Deliver the code; raises MailUnavailable where the server does not take it."""
        try:
            with self._connection() as server:
                self._log_in(server)
                server.send_message(self._message(email, name, code), to_addrs=[email])
        except (OSError, smtplib.SMTPException) as exc:
            logger.error("the mail server did not take a login code: %s", exc)
            raise MailUnavailable(
                "The code could not be sent because the mail server does not answer; try again in a minute."
            ) from exc

    def _connection(self) -> smtplib.SMTP:
        if self._secure:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, timeout=SMTP_TIMEOUT_S, context=context)
        return smtplib.SMTP(self._host, self._port, timeout=SMTP_TIMEOUT_S)

    def _log_in(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if not self._secure and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if self._user:
            server.login(self._user, self._password)

    def _message(self, email: str, name: str, code: str) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = f"{code} is your Rehearse login code"
        message["From"] = self._sender
        message["To"] = email
        message.set_content(
            f"Hello {name},\n\n{code} is your login code. It works once, within the next ten minutes.\n\n"
            "If you did not ask for it, do nothing: nobody can log in without it.\n"
        )
        return message
