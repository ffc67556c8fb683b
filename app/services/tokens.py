"""Access tokens: signed by a key of this house, and only good while the database knows them."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import jwt

from app.errors import NotSignedIn

ALGORITHM = "HS256"
AUDIENCE = "rehearse"
LIFETIME = timedelta(days=7)
COOKIE = "rehearse_token"
"""What browsers keep the token in, for pages."""

CLAIMS = ["exp", "iat", "aud", "iss", "jti", "sub"]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says: its own id, and whose it is."""

    jti: str
    user_id: int


def load_secret(path: Path) -> bytes:
    """The signing key in the file, made on first use with mode 0600; 32 random bytes as hex.

    Raises ValueError where the file holds less than that.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    secret = path.read_bytes().strip()
    if len(secret) < 64:
        raise ValueError(f"{path} holds no signing key; delete it and start again to have one made")
    return secret


def sign(claims: Claims, secret: bytes, issued_at: datetime) -> str:
    """The token for these claims."""
    payload = {
        "sub": str(claims.user_id),
        "jti": claims.jti,
        "iat": issued_at,
        "exp": issued_at + LIFETIME,
        "aud": AUDIENCE,
        "iss": AUDIENCE,
    }
    return jwt.encode(payload, secret, algorithm=ALGORITHM)


def read(token: str, secret: bytes, now: datetime) -> Claims:
    """The claims of a token of ours; raises NotSignedIn for any other, and for one out of date.

    The time is the caller's alone: another server of this house, whose clock goes ahead, may have issued it.
    """
    try:
        payload = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=AUDIENCE,
            options={"require": CLAIMS, "verify_exp": False, "verify_iat": False},
        )
        if float(payload["exp"]) <= now.timestamp():
            raise jwt.ExpiredSignatureError
        return Claims(jti=payload["jti"], user_id=int(payload["sub"]))
    except (jwt.InvalidTokenError, TypeError, ValueError) as exc:
        raise NotSignedIn("You are not logged in any more; log in again.") from exc
