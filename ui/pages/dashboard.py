"""/dashboard: today's challenge, how it goes, what to practise next, and everything so far."""

from __future__ import annotations

import gradio as gr

from app.services.dashboard import DailyChallenge, Overview
from app.services.registry import Services
from ui.binding import bind, user_id
from ui.components import footer, navigation
from ui.overviews import daily_card, history_table, suggestions_list
from ui.plots import trend_plot


def build(services: Services) -> None:
    """Lay the page out."""
    gr.HTML(navigation("dashboard", signed_in=True))
    with gr.Column(elem_id="content"):
        page = gr.HTML('<p class="rh-page" role="status">Fetching your dashboard…</p>', elem_id="dashboard")
    gr.HTML(footer())
    gr.on(fn=bind(load, services), outputs=page, api_visibility="private", show_progress="hidden")


def load(services: Services, request: gr.Request) -> str:
    """The dashboard of whoever asks."""
    return show(services.dashboard.overview(user_id(request)))


def show(overview: Overview) -> str:
    """The four sections."""
    sections = (
        ("daily", "Daily Challenge", show_daily(overview.daily)),
        ("metrics", "Performance Metrics", trend_plot(overview.history)),
        ("suggestions", "Suggestions", suggestions_list(overview.suggestions)),
        ("history", "Previous Sessions", history_table(overview.history)),
    )
    body = "".join(f'<section id="{key}"><h2>{title}</h2>{html}</section>' for key, title, html in sections)
    return f'<div class="rh-dashboard"><h1>Your dashboard</h1>{body}</div>'


def show_daily(daily: DailyChallenge) -> str:
    """Today's question, or what it earned."""
    question = daily.interview.questions[0]
    feedback = question.answer.feedback if question.answer else None
    return daily_card(
        question.text,
        question.skill,
        f"/interview?id={daily.interview.id}",
        question.answer is not None,
        feedback.score if feedback else None,
    )
