"""The lock on the private pages: everything under their mount asks for a live cookie.

Gradio's own `auth_dependency` leaves some of its routes open (streams, heartbeats) and serves an uploaded
file to any member who knows its address, so the guard stands in front of the whole mount.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import NotSignedIn
from app.services.accounts import Accounts, User
from app.services.tokens import COOKIE

PUBLIC = ("/home", "/login", "/api", "/look", "/docs", "/redoc", "/openapi.json", "/healthz", "/readyz")
PUBLIC_FILES = ("/favicon.ico", "/robots.txt", "/manifest.json")
FILE_PREFIXES = ("/gradio_api/file=", "/gradio_api/file/", "/gradio_api/proxy=")
UPLOAD = "/gradio_api/upload"
MAX_REMEMBERED = 10_000

NO_SUCH_FILE = JSONResponse({"code": "not_found", "detail": "There is no such file."}, 404)


class UploadOwners:
    """Who uploaded which file to the pages; remembered while the process lives, the newest 10,000."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, set[int]] = OrderedDict()

    def add(self, path: str, user_id: int) -> None:
        """Note an upload; the same bytes may have come from several people."""
        self._owners.setdefault(_plain(path), set()).add(user_id)
        self._owners.move_to_end(_plain(path))
        while len(self._owners) > MAX_REMEMBERED:
            self._owners.popitem(last=False)

    def owns(self, path: str, user_id: int) -> bool:
        """Whether the user uploaded that file."""
        return user_id in self._owners.get(_plain(path), set())


class Guard:
    """ASGI middleware: guests reach the public parts alone, members their own uploads alone."""

    def __init__(self, app: ASGIApp, accounts: Accounts, owners: UploadOwners) -> None:
        self._app = app
        self._accounts = accounts
        self._owners = owners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, path = Request(scope), scope["path"]
        if is_public(path):
            answer = NO_SUCH_FILE if touches_files(path) else self._app
            await answer(scope, receive, send)
            return
        user = await run_in_threadpool(user_of_page, request, self._accounts)
        if user is None:
            await turned_away(request)(scope, receive, send)
        elif not self._may_read(path, user):
            await NO_SUCH_FILE(scope, receive, send)
        else:
            noting = self._noting(user, send) if path.rstrip("/") == UPLOAD else send
            await self._app(scope, receive, noting)

    def _may_read(self, path: str, user: User) -> bool:
        prefix = next((p for p in FILE_PREFIXES if path.startswith(p)), None)
        return prefix is None or self._owners.owns(path.removeprefix(prefix), user.id)

    def _noting(self, user: User, send: Send) -> Callable[[Message], Awaitable[None]]:
        body = bytearray()

        async def note(message: Message) -> None:
            if message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    self._remember(bytes(body), user)
            await send(message)

        return note

    def _remember(self, body: bytes, user: User) -> None:
        if body.startswith(b"["):
            for path in json.loads(body):
                self._owners.add(path, user.id)


def is_public(path: str) -> bool:
    """Whether guests may ask for the path."""
    if path == "/" or path in PUBLIC_FILES:
        return True
    return any(path == prefix or path.startswith(prefix + "/") for prefix in PUBLIC)


def touches_files(path: str) -> bool:
    """Whether a public path reaches for uploads or cached files, which guests have none of."""
    _, found, rest = path.partition("/gradio_api/")
    return bool(found) and rest.startswith(("upload", "file", "proxy", "stream"))


def user_of_page(request: Request, accounts: Accounts) -> User | None:
    """The account whose cookie came with the request; None for guests."""
    try:
        return accounts.user_of(request.cookies.get(COOKIE))
    except NotSignedIn:
        return None


def turned_away(request: Request) -> Response:
    """A page leads a guest to the login and back; anything else answers 401."""
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        # One slash: browsers take two, or a backslash, for the start of another site's address.
        target = "/" + request.url.path.lstrip("/\\") + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login/?next={quote(target, safe='/')}", 303)
    return JSONResponse({"code": "not_signed_in", "detail": "You are not logged in; log in first."}, 401)


def _plain(path: str) -> str:
    return str(Path(path).resolve())
