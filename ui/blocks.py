"""The pages put together and mounted: two that everybody may see, the rest behind the guard."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.staticfiles import StaticFiles

from app.services.registry import Services
from ui.guard import Guard, UploadOwners, user_of_page
from ui.pages import dashboard, form, home, interview, login, profile, summary
from ui.theme import CSS_PATHS, STATIC, head, theme

TITLE = "Rehearse"
CONCURRENCY = 16
"""Events of one kind at once; Gradio's default of 1 would let no batch ever fill."""

RECORDINGS_KEPT_S = 24 * 3600
MAX_UPLOAD = "64mb"
PUBLIC_PAGES = {"/home": home, "/login": login}
PRIVATE_PAGES = {
    "Profile": ("/profile", profile),
    "Form": ("/form", form),
    "Interview": ("/interview", interview),
    "Summary": ("/summary", summary),
    "Dashboard": ("/dashboard", dashboard),
}


def mount(app: FastAPI, services: Services) -> None:
    """Add every page to the app."""
    app.mount("/look", StaticFiles(directory=STATIC))
    owners = UploadOwners()
    for path, page in PUBLIC_PAGES.items():
        app.add_api_route(path, _with_slash(path), methods=["GET", "HEAD", "POST"], include_in_schema=False)
        with _blocks() as blocks:
            page.build(services)
        _mount(app, blocks, path)

    with _blocks() as private:
        gr.HTML('<p>Go <a href="/home">home</a>.</p>')
    for name, (path, page) in PRIVATE_PAGES.items():
        with private.route(name, path):
            page.build(services, owners) if page in (profile, interview) else page.build(services)

    def username(request: Request) -> str | None:
        user = user_of_page(request, services.accounts)
        return None if user is None else str(user.id)

    _mount(app, private, "/", username)
    app.add_middleware(Guard, accounts=services.accounts, owners=owners)


def _blocks() -> gr.Blocks:
    return gr.Blocks(title=TITLE, fill_width=True, delete_cache=(3600, RECORDINGS_KEPT_S))


def _mount(
    app: FastAPI, blocks: gr.Blocks, path: str, auth_dependency: Callable[[Request], str | None] | None = None
) -> None:
    blocks.queue(default_concurrency_limit=CONCURRENCY)
    gr.mount_gradio_app(
        app,
        blocks,
        path=path,
        auth_dependency=auth_dependency,
        theme=theme(),
        css_paths=CSS_PATHS,
        head=head(),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=MAX_UPLOAD,
        favicon_path=str(STATIC / "mark.svg") if path == "/" else None,
        ssr_mode=False,
    )


def _with_slash(path: str) -> Callable[[Request], RedirectResponse]:
    def redirect(request: Request) -> RedirectResponse:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{path}/{query}", 307)

    return redirect
