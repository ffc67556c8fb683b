from __future__ import annotations

import pickle

import pytest

from serving.errors import (
    AudioTooLong,
    AudioUnreadable,
    ModelTimeout,
    ModelUnavailable,
    Overloaded,
    ServingError,
)


@pytest.mark.parametrize(
    "error",
    [
        AudioUnreadable("The recording is damaged."),
        AudioTooLong(600.0),
        ModelUnavailable("speech", "No weights. What to do: connect once."),
        Overloaded(2.0),
        ModelTimeout("encoder", 30.0),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_is_the_same_after_a_journey_between_processes(error: ServingError) -> None:
    copy = pickle.loads(pickle.dumps(error))

    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)
