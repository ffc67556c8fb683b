"""The models' failures in the house's own words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from app import errors
from serving import errors as serving_errors


@contextmanager
def grading_errors() -> Iterator[None]:
    """Turn the encoder's failures into GradingUnavailable or Overloaded."""
    try:
        yield
    except serving_errors.Overloaded as exc:
        raise errors.Overloaded(
            "Many answers are being graded; yours is saved and its feedback comes in a moment.",
            math.ceil(exc.retry_after_s),
        ) from exc
    except serving_errors.ServingError as exc:
        raise errors.GradingUnavailable(
            f"Your answer is saved, but it cannot be graded just now ({exc}); open it again in a minute."
        ) from exc


@contextmanager
def speech_errors() -> Iterator[None]:
    """Turn the transcriber's failures into AudioRejected, SpeechUnavailable or Overloaded."""
    try:
        yield
    except serving_errors.AudioError as exc:
        raise errors.AudioRejected(str(exc)) from exc
    except serving_errors.Overloaded as exc:
        raise errors.Overloaded(
            "Many recordings are being transcribed; keep yours and try again in a moment.",
            math.ceil(exc.retry_after_s),
        ) from exc
    except serving_errors.ServingError as exc:
        raise errors.SpeechUnavailable(f"Speech cannot be recognised now: {exc}") from exc
