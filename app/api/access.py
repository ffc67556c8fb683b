"""Who is asking: the bearer token of a REST call, the cookie of a page."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.errors import NotSignedIn
from app.services.accounts import User
from app.services.registry import Services
from app.services.tokens import COOKIE

bearer = HTTPBearer(auto_error=False, description="The `access_token` of POST /api/auth/verify-otp.")


def services_of(request: Request) -> Services:
    """The services of the app that took the request."""
    services: Services = request.app.state.services
    return services


def client_of(request: Request) -> str:
    """The network address that asks."""
    return request.client.host if request.client else "unknown"


ServicesDep = Annotated[Services, Depends(services_of)]
Client = Annotated[str, Depends(client_of)]
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


def token_of(credentials: Credentials) -> str:
    """The bearer token; raises NotSignedIn where there is none."""
    if credentials is None:
        raise NotSignedIn("You are not logged in; send the access token as a bearer token.")
    return credentials.credentials


Token = Annotated[str, Depends(token_of)]


def user_of(services: ServicesDep, token: Token) -> User:
    """The account behind the bearer token."""
    return services.accounts.user_of(token)


CurrentUser = Annotated[User, Depends(user_of)]


def set_cookie(request: Request, response: Response, token: str, max_age_s: int) -> None:
    """Let pages know the browser; scripts cannot read it and other sites cannot send it with a POST."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, token, max_age=max_age_s, httponly=True, samesite="lax", secure=secure)
