"""A unit test that starts Ray is no unit test."""

from __future__ import annotations

import pytest
import ray


@pytest.fixture(autouse=True)
def no_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test that calls `ray.init`, itself or through Serve."""

    def refuse(*args: object, **kwargs: object) -> None:
        pytest.fail("A unit test must not start Ray; put it under tests/integration.")

    monkeypatch.setattr(ray, "init", refuse)
