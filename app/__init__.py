"""Rehearse: an interview rehearsal room that people run themselves.

`uvicorn app:app` serves it. The application is made when it is first asked for, so that importing
`app.domain` in a notebook stays light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    app: FastAPI


def __getattr__(name: str) -> object:
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from app.main import create_app

    globals()["app"] = application = create_app()
    return application
