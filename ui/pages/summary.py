"""/summary: one interview in figures, each question with its feedback."""

from __future__ import annotations

import gradio as gr

from app.domain.progress import Summary
from app.errors import NotFound
from app.services.registry import Services
from ui.binding import bind, number, user_id
from ui.components import banner, footer, navigation
from ui.overviews import summary_view


def build(services: Services) -> None:
    """Lay the page out."""
    gr.HTML(navigation("dashboard", signed_in=True))
    with gr.Column(elem_id="content"):
        page = gr.HTML('<p class="rh-page" role="status">Fetching your summary…</p>', elem_id="summary")
    gr.HTML(footer())
    gr.on(fn=bind(load, services), outputs=page, api_visibility="private", show_progress="hidden")


def load(services: Services, request: gr.Request) -> str:
    """The summary that `?id=` names; of the latest interview without it."""
    try:
        summary = wanted(services, user_id(request), number(request, "id"))
    except NotFound as exc:
        return banner("error", exc.detail)
    return summary_view(summary)


def wanted(services: Services, user: int, interview_id: int | None) -> Summary:
    """The summary of that interview, or of the latest; raises NotFound."""
    if interview_id is not None:
        return services.interviews.summary(user, interview_id)
    history = services.interviews.history(user)
    if not history:
        raise NotFound("There is no interview yet; start one from the Practise page.")
    return services.interviews.summary(user, history[0].id)
