"""Accounts: logging in by a one-time code, staying logged in by a token, leaving for good."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from peewee import Database

from app.errors import CodeRejected, InvalidInput, NotSignedIn, TooManyRequests
from app.services import tokens
from app.services.clock import Clock
from app.services.mail import CodeSender
from db import accounts as queries
from db.models import User as UserRow

CODE_DIGITS = 8
CODE_LIFETIME = timedelta(minutes=10)
MAX_TRIES = 5
MAX_CODES_A_DAY = 10
"""With 8 digits and 5 tries a code: 10 · 5 · 365 / 10⁸ < 2 · 10⁻⁴ odds of guessing in a year."""

MAX_NAME = 100
SEND_LIMIT = parse("100/hour")
VERIFY_LIMIT = parse("60/minute")
"""A client's own limits: wide enough for a class behind one address."""

# The library's own way to let such addresses in.
SPECIAL_USE_DOMAIN_NAMES[:] = set(SPECIAL_USE_DOMAIN_NAMES) - {"local", "localhost", "test"}

BAD_EMAIL = "That is not an e-mail address; check it for a slip."
WRONG_CODE = "That code is wrong, used or older than ten minutes; check it, or ask for a new one."


@dataclass(frozen=True, slots=True)
class User:
    """An account as others see it."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class SentCode:
    """What became of a request for a code.

    `code` is set only where there is no mail server and so the operator alone can read it.
    """

    expires_in_s: int
    code: str | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh access token and whose it is."""

    access_token: str
    expires_in_s: int
    user: User


class Accounts:
    """The door of the house."""

    def __init__(self, database: Database, sender: CodeSender, secret: bytes, clock: Clock) -> None:
        self._database = database
        self._sender = sender
        self._secret = secret
        self._clock = clock
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        # The least that OWASP's password storage cheat sheet asks for: 19 MiB, two passes, one lane.
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._decoy = self._hasher.hash(secrets.token_hex(8))

    def send_code(self, name: str, email: str, client: str) -> SentCode:
        """Send a fresh code to the address, whether or not an account has it.

        `client` is the network address that asks. Raises InvalidInput, TooManyRequests, MailUnavailable.
        """
        name, email = clean_name(name), clean_email(email)
        self._allow(SEND_LIMIT, "send", client)
        now = self._clock()
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        self._keep_code(email, name, self._hasher.hash(code), now)
        self._sender.send(email, name, code)
        shown = code if self._sender.shows_locally else None
        return SentCode(int(CODE_LIFETIME.total_seconds()), shown)

    def verify_code(self, email: str, code: str, client: str) -> SignedIn:
        """Trade a code for a token; the account is made on its first login.

        Raises InvalidInput, CodeRejected, TooManyRequests.
        """
        email = clean_email(email)
        self._allow(VERIFY_LIMIT, "verify", client)
        now = self._clock()
        with self._database.connection_context():
            row = queries.take_try(email, now, MAX_TRIES)
            # An address without a code takes as long to refuse as one with.
            right = self._matches(row.code_hash if row else self._decoy, code)
            if row is None or not right or not queries.spend_code(row):
                raise CodeRejected(WRONG_CODE)
            user = _user(queries.get_or_create_user(email, row.name, now))
            claims = tokens.Claims(jti=secrets.token_urlsafe(24), user_id=user.id)
            queries.add_token(claims.jti, user.id, now + tokens.LIFETIME, now)
        token = tokens.sign(claims, self._secret, now)
        return SignedIn(token, int(tokens.LIFETIME.total_seconds()), user)

    def user_of(self, token: str | None) -> User:
        """Whose token this is; raises NotSignedIn for none, a forged, an expired or a logged-out one."""
        if not token:
            raise NotSignedIn("You are not logged in; log in first.")
        now = self._clock()
        claims = tokens.read(token, self._secret, now)
        with self._database.connection_context():
            row = queries.user_of_token(claims.jti, now)
        if row is None or row.id != claims.user_id:
            raise NotSignedIn("You are not logged in any more; log in again.")
        return _user(row)

    def log_out(self, token: str) -> None:
        """Make the token worthless from now on."""
        claims = tokens.read(token, self._secret, self._clock())
        with self._database.connection_context():
            queries.delete_token(claims.jti)

    def _keep_code(self, email: str, name: str, code_hash: str, now: datetime) -> None:
        with self._database.connection_context():
            queries.forget_codes(now - timedelta(days=2))
            kept = queries.add_code(
                email,
                name,
                code_hash,
                now=now,
                expires_at=now + CODE_LIFETIME,
                at_most=MAX_CODES_A_DAY,
                since=now - timedelta(days=1),
            )
        if not kept:
            raise TooManyRequests(
                f"This address was sent {MAX_CODES_A_DAY} codes today; try again tomorrow.", 86_400
            )

    def _matches(self, code_hash: str, code: str) -> bool:
        try:
            return self._hasher.verify(code_hash, "".join(code.split())[:64])
        except VerifyMismatchError:
            return False

    def _allow(self, limit: RateLimitItem, what: str, client: str) -> None:
        if not self._limiter.hit(limit, what, client):
            raise TooManyRequests("Too many tries from your network; wait a while and try again.", 60)


def clean_name(name: str) -> str:
    """The name on one line; raises InvalidInput for none or one over 100 characters."""
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not 1 <= len(name) <= MAX_NAME:
        raise InvalidInput(f"Please give a name of 1 to {MAX_NAME} characters.")
    return name


def clean_email(email: str) -> str:
    """The address, checked and lower-case; raises InvalidInput for what cannot be one.

    Addresses of a company's own network (`.local`, `.test`) pass: people run this themselves. A domain in
    another script comes back as mail servers know it (`xn--…`).
    """
    try:
        checked = validate_email(
            email.strip(), check_deliverability=False, globally_deliverable=False, strict=True
        )
    except EmailNotValidError as exc:
        raise InvalidInput(BAD_EMAIL) from exc
    # Mail programs read "=?utf-8?q?…?=" as other letters, and so as another address.
    if "=?" in checked.local_part or ("." not in checked.domain and checked.domain != "localhost"):
        raise InvalidInput(BAD_EMAIL)
    return (checked.ascii_email or checked.normalized).lower()


def _user(row: UserRow) -> User:
    return User(id=row.id, name=str(row.name), email=str(row.email))
