"""/form: the job description first; it fills role, level and skills, and each can be corrected."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.domain.job_description import JobDescriptionFacts
from app.domain.profile import Level
from app.errors import InvalidInput
from app.services.interviews import MAX_QUESTIONS, InterviewRequest
from app.services.registry import Services
from ui.binding import bind, user_id
from ui.components import banner, chips, footer, navigation
from ui.profile_fields import LEVEL_CHOICES, SHOWN

GO = "(address) => { if (address) window.location.assign(address); }"
DEFAULT_COUNT = 5


def build(services: Services) -> None:
    """Lay the page out."""
    gr.HTML(navigation("form", signed_in=True))
    with gr.Column(elem_id="content", elem_classes="rh-narrow"):
        gr.HTML("<h1>A new interview</h1><p>Paste a job description, or fill in the rest yourself.</p>")
        waiting = gr.HTML('<p role="status">Fetching your profile…</p>')
    with gr.Column(visible=False, elem_classes="rh-narrow") as fields:
        text = gr.Textbox(label="Job description", lines=6, max_lines=14, elem_id="form-jd")
        read = gr.Button("Read it", elem_id="read-jd")
        found = gr.HTML(elem_id="jd-found")
        role = gr.Textbox(label="Desired role", max_length=200, elem_id="form-role")
        level = gr.Radio(LEVEL_CHOICES, label="Experience level", elem_id="form-level")
        names = [skill.name for skill in services.taxonomy.skills]
        skills = gr.Dropdown(
            names, label="Skills", multiselect=True, allow_custom_value=True, elem_id="form-skills"
        )
        count = gr.Slider(
            1, MAX_QUESTIONS, DEFAULT_COUNT, step=1, label="Number of questions", elem_id="form-count"
        )
        with gr.Row(elem_classes="rh-actions"):
            start = gr.Button("Start the interview", variant="primary", elem_id="start-interview")
        address = gr.Textbox(visible=False)
    gr.HTML(footer())
    gr.on(
        fn=bind(load, services),
        outputs=[text, role, level, skills, waiting, fields],
        api_visibility="private",
    )
    gr.on(
        [read.click, text.blur],
        bind(read_job_description, services),
        [text, role, level, skills],
        [found, role, level, skills],
        api_visibility="private",
    )
    begun = start.click(
        bind(begin, services), [text, role, level, skills, count], address, api_visibility="private"
    )
    begun.success(None, address, None, js=GO)


def load(services: Services, request: gr.Request) -> list[Any]:
    """The fields as the profile has them; a suggestion's link brings its own skill."""
    profile = services.profiles.get(user_id(request))
    asked = services.taxonomy.resolve(request.query_params.get("skill", ""))
    skills = [asked.name] if asked else list(profile.skills)
    level = profile.experience.level
    values = [profile.target.job_description, profile.target.role, level.value if level else None, skills]
    return [*values, *SHOWN]


def read_job_description(
    services: Services, text: str, role: str, level: str | None, skills: list[str] | None
) -> list[Any]:
    """Fill what the text says; a role that was typed and skills that were chosen stay."""
    if not text.strip():
        return ["", role, level, skills]
    facts = services.job_descriptions.analyze(text)
    names = list(dict.fromkeys([*(skills or []), *(skill.name for skill in facts.skills)]))
    return [
        show_findings(facts),
        role.strip() or (facts.role.value if facts.role else ""),
        facts.level.value.value if facts.level else level,
        names,
    ]


def show_findings(facts: JobDescriptionFacts) -> str:
    """What was read, each with the words that said so."""
    found = {skill.name: skill.evidence.text for skill in facts.skills}
    if facts.role:
        found[f"Role: {facts.role.value}"] = facts.role.evidence.text
    if facts.level:
        found[f"Level: {facts.level.value.value}"] = facts.level.evidence.text
    if not found:
        return banner("notice", "Nothing was recognised in this text; fill in the fields below yourself.")
    note = banner("success", "Read from the job description; correct below what is wrong.")
    return note + chips(list(found), found)


def begin(
    services: Services,
    request: gr.Request,
    text: str,
    role: str,
    level: str | None,
    skills: list[str] | None,
    count: float,
) -> str:
    """Make the interview; the address to go on to comes back."""
    if not level:
        raise InvalidInput("Choose an experience level.")
    wanted = InterviewRequest(role, Level(level), text, tuple(skills or ()), int(count))
    interview = services.interviews.start(user_id(request), wanted)
    return f"/interview?id={interview.id}"
