"""/login: a name, an address, and the code that was sent to it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.services.registry import Services
from ui.binding import bind
from ui.components import banner, footer, navigation
from ui.locality import is_private_to_this_machine

VERIFY = """async (email, code) => {
    const trouble = document.createElement("p");
    trouble.textContent = await window.rehearse.verify(email, code);
    return trouble.textContent ? `<div class="rh-banner error" role="alert">${trouble.outerHTML}</div>` : "";
}"""
"""On success the page goes on to where `?next=` points; on failure the reason is shown."""


def build(services: Services) -> None:
    """Lay the page out."""
    gr.HTML(navigation("login", signed_in=False))
    with gr.Column(elem_id="content", elem_classes=["rh-login", "rh-panel"]):
        gr.HTML(
            "<h1>Log in</h1><p>We send a code to your address. There is no password, and the first login "
            "makes your account.</p>"
        )
        name = gr.Textbox(label="Your name", max_length=100, elem_id="login-name", autofocus=True)
        email = gr.Textbox(label="E-mail address", type="email", max_length=254, elem_id="login-email")
        send = gr.Button("Send me a code", variant="primary", elem_id="send-code")
        status = gr.HTML(elem_id="login-status")
        with gr.Group(visible=False, elem_id="code-box") as box:
            code = gr.Textbox(label="Code from the e-mail", max_length=20, elem_id="login-code")
            enter = gr.Button("Log in", variant="primary", elem_id="log-in")
        trouble = gr.HTML(elem_id="login-trouble")
    gr.HTML(footer())
    gr.on(
        [send.click, name.submit, email.submit],
        bind(send_code, services),
        [name, email],
        [status, box, send],
        api_visibility="private",
    )
    gr.on([enter.click, code.submit], None, [email, code], trouble, js=VERIFY)


def send_code(services: Services, name: str, email: str, request: gr.Request) -> tuple[str, Any, Any]:
    """Send a code and ask for it; shown here only where nobody but the operator can see it."""
    client = request.client.host if request.client else "unknown"
    sent = services.accounts.send_code(name, email, client)
    text = f"A code is on its way to {email.strip()}. It works for {sent.expires_in_s // 60} minutes."
    if sent.code is not None:
        text = "No mail server is set, so the code was printed in the terminal."
        if is_private_to_this_machine(request):
            text += f" Only this machine can see this page, so here it is: {sent.code}"
    return (
        banner("notice", text),
        gr.update(visible=True),
        gr.update(value="Send another code", variant="secondary"),
    )
