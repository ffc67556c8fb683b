"""/profile: skills, projects, experience, interests, the target; and a résumé to fill them from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from app.errors import NotFound
from app.services.registry import Services
from ui.binding import bind, user_id
from ui.components import banner, footer, navigation
from ui.guard import UploadOwners
from ui.profile_fields import HEADS, LEVEL_CHOICES, SHOWN, from_fields, merge, to_fields


def build(services: Services, owners: UploadOwners) -> None:
    """Lay the page out."""
    gr.HTML(navigation("profile", signed_in=True))
    with gr.Column(elem_id="content", elem_classes="rh-narrow"):
        gr.HTML("<h1>Your profile</h1><p>Your questions are made from this.</p>")
        waiting = gr.HTML('<p role="status">Fetching your profile…</p>')
    with gr.Column(visible=False, elem_classes="rh-narrow") as shown:
        upload = gr.File(
            label="Fill it from a résumé (PDF, Word or text, 5 MB at most)",
            file_types=[".pdf", ".docx", ".txt"],
            type="filepath",
            elem_id="resume",
        )
        status = gr.HTML(elem_id="profile-status")
        fields = _fields(services)
        with gr.Row(elem_classes="rh-actions"):
            save = gr.Button("Save", variant="primary", elem_id="save-profile")
    gr.HTML(footer())
    gr.on(fn=bind(load, services), outputs=[*fields, waiting, shown], api_visibility="private")
    upload.upload(
        bind(read_resume, services, owners), [upload, *fields], [status, *fields], api_visibility="private"
    )
    save.click(bind(save_profile, services), fields, status, api_visibility="private")


def _fields(services: Services) -> list[Any]:
    names = [skill.name for skill in services.taxonomy.skills]
    return [
        gr.Dropdown(
            names, label="Skills", multiselect=True, allow_custom_value=True, elem_id="profile-skills"
        ),
        gr.Dataframe(
            headers=HEADS, type="array", label="Projects", column_count=3, interactive=True, wrap=True
        ),
        gr.Radio(LEVEL_CHOICES, label="Experience level", elem_id="profile-level"),
        gr.Number(label="Years of experience", minimum=0, maximum=80, step=0.5, value=None),
        gr.Dropdown([], label="Roles so far", multiselect=True, allow_custom_value=True),
        gr.Dropdown([], label="Interests", multiselect=True, allow_custom_value=True),
        gr.Textbox(label="The role you aim for", max_length=200, elem_id="profile-role"),
        gr.Textbox(label="Its job description", lines=5, max_lines=12, elem_id="profile-jd"),
    ]


def load(services: Services, request: gr.Request) -> list[Any]:
    """The fields as they were last saved."""
    return [*to_fields(services.profiles.get(user_id(request))), *SHOWN]


def save_profile(services: Services, request: gr.Request, *fields: Any) -> str:
    """Keep the fields."""
    services.profiles.save(user_id(request), from_fields(*fields))
    return banner("success", "Your profile is saved.")


def read_resume(
    services: Services, owners: UploadOwners, request: gr.Request, path: str | None, *fields: Any
) -> list[Any]:
    """Add what a résumé says to the fields; nothing filled in is overwritten, and nothing is saved yet."""
    if path is None:
        return ["", *fields]
    user = user_id(request)
    if not owners.owns(path, user):
        raise NotFound("That file is gone; choose it once more.")
    uploaded = services.profiles.upload_resume(user, Path(path).name, Path(path).read_bytes())
    merged = merge(from_fields(*fields), uploaded.facts)
    found = f"{len(uploaded.facts.skills)} skills and {len(uploaded.facts.projects)} projects"
    note = banner("success", f"Found {found} in {uploaded.filename}. Correct what is wrong, then save.")
    return [note, *to_fields(merged)]
