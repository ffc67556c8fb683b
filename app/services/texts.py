"""What every text that people send must be before it is kept."""

from __future__ import annotations

from collections.abc import Iterable

from app.errors import InvalidInput


def check_storable(texts: Iterable[str]) -> None:
    """Raise InvalidInput for what no database takes: NUL, and halves of surrogate pairs."""
    if any(not is_storable(text) for text in texts):
        raise InvalidInput("The text holds a character that cannot be kept; type or paste it anew.")


def is_storable(text: str) -> bool:
    """Whether PostgreSQL and SQLite both take the text."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
