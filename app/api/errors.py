"""From the error tree to status codes: the only place that knows both."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match, Mount, Route

from app import errors

logger = logging.getLogger(__name__)

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

STATUS: dict[type[errors.RehearseError], int] = {
    errors.InvalidInput: 422,
    errors.FileRejected: 422,
    errors.AudioRejected: 422,
    errors.NotSignedIn: 401,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooManyRequests: 429,
    errors.Unavailable: 503,
    errors.RehearseError: 500,
}


class Problem(BaseModel):
    """What every error answers: a stable code, and a sentence on what happened and what to do."""

    code: str
    detail: str


def status_of(error: errors.RehearseError) -> int:
    """The status of the nearest class of the tree."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def install(app: FastAPI) -> None:
    """Teach the app to answer errors as `Problem`."""
    app.add_exception_handler(errors.RehearseError, _house_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected_error)


def close_the_gap(app: FastAPI) -> None:
    """Answer every other path below `/api`; call it after the last router and before the pages at `/`."""
    for path in ("/api", "/api/{rest:path}"):
        app.add_route(path, _nothing_there, methods=METHODS, include_in_schema=False)


def problem(status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error as JSON."""
    return JSONResponse({"code": code, "detail": detail}, status, headers)


def _nothing_there(request: Request) -> Response:
    if methods := ", ".join(_methods_taken(request)):
        raise HTTPException(405, f"This route takes {methods} alone; see /docs.", {"Allow": methods})
    raise errors.NotFound("There is no such route; see /docs.")


def _methods_taken(request: Request) -> list[str]:
    """The methods with which a route of the interface would take the path."""
    routers = [r for r in request.app.routes if not isinstance(r, Mount | Route)]
    asked = {method: {**request.scope, "method": method} for method in METHODS}
    return [m for m, scope in asked.items() if any(r.matches(scope)[0] is Match.FULL for r in routers)]


def _house_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.RehearseError)
    headers = {}
    if isinstance(error, errors.TooManyRequests | errors.Unavailable):
        headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, errors.NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    return problem(status_of(error), error.code, error.detail, headers)


def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    places = (f"{'.'.join(map(str, e['loc'][1:])) or 'body'}: {e['msg']}" for e in error.errors()[:5])
    return problem(422, "invalid_input", f"Mend the request and send it again: {'; '.join(places)}.")


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = {401: "not_signed_in", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
    return problem(
        error.status_code,
        code.get(error.status_code, "error"),
        str(error.detail),
        dict(error.headers or {}),
    )


def _unexpected_error(request: Request, error: Exception) -> JSONResponse:
    logger.error("unexpected error on %s %s", request.method, request.url.path, exc_info=error)
    return problem(500, "internal", "Something broke on our side; it was noted. Try again in a moment.")
