"""/home: what Rehearse is, and the next step for whoever looks."""

from __future__ import annotations

import gradio as gr

from app.errors import NotSignedIn
from app.services.accounts import User
from app.services.registry import Services
from app.services.tokens import COOKIE
from ui.binding import bind
from ui.components import footer, navigation
from ui.welcome import home_page


def build(services: Services) -> None:
    """Lay the page out."""
    page = gr.HTML(show(services, None))
    gr.on(fn=bind(load, services), outputs=page, api_visibility="private", show_progress="hidden")


def load(services: Services, request: gr.Request) -> str:
    """The page for whoever asks."""
    try:
        user = services.accounts.user_of(request.cookies.get(COOKIE))
    except NotSignedIn:
        user = None
    return show(services, user)


def show(services: Services, user: User | None) -> str:
    """The page for a member, or for a guest."""
    if user is None:
        body = home_page(signed_in=False)
    else:
        question = services.dashboard.daily_challenge(user.id).interview.questions[0]
        body = home_page(
            signed_in=True,
            active=services.interviews.latest_active(user.id),
            today=None if question.answer else question.text,
        )
    return navigation("home", user is not None) + body + footer()
