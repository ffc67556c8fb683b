"""What can go wrong between a caller and a model.

    ServingError
    ├── AudioError              the clip itself; the caller's to mend
    │   ├── AudioEmpty
    │   ├── AudioUnreadable
    │   └── AudioTooLong
    ├── ModelUnavailable        no weights, or no deployment; an operator's to mend
    ├── Overloaded              too many callers; try again after `retry_after_s`
    ├── ModelTimeout            no answer in time
    └── StartFailed             Ray or its applications cannot be had at all

Every argument goes to `Exception.args`, so that each of them survives pickling across Ray.
"""

from __future__ import annotations

from typing import Literal

PartName = Literal["speech", "encoder"]


class ServingError(Exception):
    """Anything this package raises on purpose."""


class AudioError(ServingError):
    """The clip cannot be transcribed as it is."""


class AudioEmpty(AudioError):
    """The clip holds no sound at all."""


class AudioUnreadable(AudioError):
    """The bytes are no audio that FFmpeg can decode."""


class AudioTooLong(AudioError):
    """The clip lasts longer than the caller allowed."""

    def __init__(self, max_duration_s: float) -> None:
        super().__init__(max_duration_s)
        self.max_duration_s = max_duration_s

    def __str__(self) -> str:
        return f"The recording is longer than {self.max_duration_s:g} s."


class ModelUnavailable(ServingError):
    """The model behind `part` cannot be had; the message says what to do about it."""

    def __init__(self, part: PartName, message: str) -> None:
        super().__init__(part, message)
        self.part = part
        self.message = message

    def __str__(self) -> str:
        return self.message


class Overloaded(ServingError):
    """The queue in front of a model is full."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        return f"Too many requests are waiting; try again in {self.retry_after_s:g} s."


class ModelTimeout(ServingError):
    """A model did not answer within `timeout_s`."""

    def __init__(self, part: PartName, timeout_s: float) -> None:
        super().__init__(part, timeout_s)
        self.part = part
        self.timeout_s = timeout_s

    def __str__(self) -> str:
        return f"The {self.part} model did not answer within {self.timeout_s:g} s."


class StartFailed(ServingError):
    """The models could not be started or found; the message says what to do about it."""
