"""Queries on accounts: users, one-time codes, access tokens. Call inside a connection context."""

from __future__ import annotations

from datetime import datetime

from db.models import AccessToken, LoginCode, User, proxy


def add_code(
    email: str,
    name: str,
    code_hash: str,
    *,
    now: datetime,
    expires_at: datetime,
    at_most: int,
    since: datetime,
) -> bool:
    """Keep a fresh code; earlier ones of the address are spent by it.

    False, with nothing changed, where the address got `at_most` codes since then.
    """
    with proxy.atomic() as transaction:
        # This locks the address's codes, so that of two requests at once the second counts the first.
        LoginCode.update(spent=True).where(LoginCode.email == email).execute()
        recent = LoginCode.select().where(LoginCode.email == email, LoginCode.created_at > since)
        if recent.count() >= at_most:
            transaction.rollback()
            return False
        LoginCode.create(email=email, name=name, code_hash=code_hash, created_at=now, expires_at=expires_at)
    return True


def take_try(email: str, now: datetime, max_tries: int) -> LoginCode | None:
    """Count one try against the address's live code and return it; None where there is none left to try."""
    with proxy.atomic():
        code = (
            LoginCode.select()
            .where(LoginCode.email == email, ~LoginCode.spent, LoginCode.expires_at > now)
            .order_by(LoginCode.id.desc())
            .first()
        )
        if code is None:
            return None
        counted = (
            LoginCode.update(tries=LoginCode.tries + 1)
            .where(LoginCode.id == code.id, LoginCode.tries < max_tries)
            .execute()
        )
        return code if counted else None


def spend_code(code: LoginCode) -> bool:
    """Use the code up; False where somebody else just did."""
    return bool(LoginCode.update(spent=True).where(LoginCode.id == code.id, ~LoginCode.spent).execute())


def forget_codes(before: datetime) -> int:
    """Delete codes made before then; how many went."""
    return LoginCode.delete().where(LoginCode.created_at < before).execute()


def get_or_create_user(email: str, name: str, now: datetime) -> User:
    """The account of the address, made where there is none; the name of an existing one stays."""
    user, _ = User.get_or_create(email=email, defaults={"name": name, "created_at": now})
    return user


def user_by_id(user_id: int) -> User | None:
    """The account, if it exists."""
    return User.get_or_none(User.id == user_id)


def delete_user(user_id: int) -> None:
    """Erase an account with all that hangs on it; the codes of its address too."""
    with proxy.atomic():
        user = User.get_by_id(user_id)
        LoginCode.delete().where(LoginCode.email == user.email).execute()
        user.delete_instance()


def add_token(jti: str, user_id: int, expires_at: datetime, now: datetime) -> None:
    """Let a token in; dead ones are swept out on the way."""
    with proxy.atomic():
        AccessToken.delete().where(AccessToken.expires_at < now).execute()
        AccessToken.create(jti=jti, user=user_id, expires_at=expires_at)


def user_of_token(jti: str, now: datetime) -> User | None:
    """Whose live token this is."""
    return User.select().join(AccessToken).where(AccessToken.jti == jti, AccessToken.expires_at > now).first()


def delete_token(jti: str) -> None:
    """Let a token in no more."""
    AccessToken.delete_by_id(jti)
