"""Logging in and out, and one's own account."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.api.access import Client, CurrentUser, ServicesDep, Token, set_cookie
from app.services.tokens import COOKIE

router = APIRouter(prefix="/api", tags=["account"])


class CodeRequest(BaseModel):
    """Who wants to log in."""

    name: str = Field(examples=["Ada Lovelace"])
    email: str = Field(examples=["ada@example.org"])


class CodeSent(BaseModel):
    """The code is on its way; seconds until it is worthless."""

    expires_in: int = Field(examples=[600])


class CodeCheck(BaseModel):
    """The code that came by mail."""

    email: str = Field(examples=["ada@example.org"])
    code: str = Field(examples=["04815162"])


class UserOut(BaseModel):
    """An account."""

    id: int
    name: str = Field(examples=["Ada Lovelace"])
    email: str = Field(examples=["ada@example.org"])


class TokenOut(BaseModel):
    """A token for the `Authorization: Bearer …` header; seconds until it expires."""

    access_token: str
    token_type: str = "bearer"
    expires_in: int = Field(examples=[604800])
    user: UserOut


@router.post("/auth/send-otp", status_code=202)
def send_otp(body: CodeRequest, services: ServicesDep, client: Client) -> CodeSent:
    """Send a login code; the answer is the same whether or not the address is known."""
    sent = services.accounts.send_code(body.name, body.email, client)
    return CodeSent(expires_in=sent.expires_in_s)


@router.post("/auth/verify-otp")
def verify_otp(
    body: CodeCheck, request: Request, response: Response, services: ServicesDep, client: Client
) -> TokenOut:
    """Trade a code for a token; browsers get it as a cookie too, for the pages."""
    signed_in = services.accounts.verify_code(body.email, body.code, client)
    set_cookie(request, response, signed_in.access_token, signed_in.expires_in_s)
    return TokenOut(
        access_token=signed_in.access_token,
        expires_in=signed_in.expires_in_s,
        user=UserOut.model_validate(signed_in.user, from_attributes=True),
    )


@router.post("/auth/logout", status_code=204)
def log_out(token: Token, user: CurrentUser, response: Response, services: ServicesDep) -> None:
    """Make the token worthless."""
    services.accounts.log_out(token)
    response.delete_cookie(COOKIE)


@router.get("/me")
def me(user: CurrentUser) -> UserOut:
    """The account."""
    return UserOut.model_validate(user, from_attributes=True)


@router.get("/me/export")
def export(user: CurrentUser, services: ServicesDep) -> JSONResponse:
    """Everything kept about the account, as one file."""
    document: dict[str, Any] = services.personal_data.export(user)
    headers = {"Content-Disposition": 'attachment; filename="rehearse-export.json"'}
    return JSONResponse(document, headers=headers)


@router.delete("/me", status_code=204)
def erase(user: CurrentUser, response: Response, services: ServicesDep) -> None:
    """Erase the account with everything in it."""
    services.personal_data.erase(user)
    response.delete_cookie(COOKIE)
