"""/interview: one question in focus; answered by voice or in writing, graded in place."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from app.domain.interviews import AskedQuestion, Interview, InterviewStatus, Source
from app.errors import InvalidInput, NotFound, Unavailable
from app.services.registry import Services
from ui.binding import bind, number, user_id
from ui.components import banner, footer, navigation
from ui.guard import UploadOwners
from ui.presenters import feedback_card, question_card

GO = "(address) => { if (address) window.location.assign(address); }"
REMEMBER = """(place) => {
    const [id, question] = place.split("/");
    if (question) history.replaceState(null, "", `/interview?id=${id}&question=${question}`);
}"""
"""A refresh comes back to the very question that was on the stage, answered or not."""


def build(services: Services, owners: UploadOwners) -> None:
    """Lay the page out."""
    gr.HTML(navigation("form", signed_in=True))
    with gr.Column(elem_id="content", elem_classes="rh-narrow"):
        stage = gr.HTML('<p role="status">Fetching your question…</p>', elem_id="stage")
        with (
            gr.Column(visible=False, elem_id="answering") as answering,
            gr.Tabs(elem_id="ways", elem_classes="rh-ways"),
        ):
            with gr.Tab("Mic", id="mic"):
                speech = gr.HTML(elem_id="speech-status")
                audio = gr.Audio(
                    sources=["microphone"],
                    type="filepath",
                    format="wav",
                    label="Your answer",
                    elem_id="recorder",
                    buttons=[],
                )
                heard = gr.Textbox(
                    label="What was heard: correct it before you submit",
                    lines=3,
                    max_lines=12,
                    elem_id="transcript",
                )
                with gr.Row(elem_classes="rh-actions"):
                    say = gr.Button("Submit answer", variant="primary", elem_id="submit-voice")
                    again = gr.Button("Transcribe again", elem_id="transcribe-again")
            with gr.Tab("Text", id="text"):
                written = gr.Textbox(
                    label="Your answer (Enter submits, Shift+Enter makes a new line)",
                    lines=1,
                    max_lines=12,
                    elem_id="answer-text",
                )
                with gr.Row(elem_classes="rh-actions"):
                    write = gr.Button("Submit answer", variant="primary", elem_id="submit-text")
        feedback = gr.HTML(elem_id="feedback")
        with gr.Row(elem_classes="rh-actions", visible=False) as onward:
            forward = gr.Button("Next question", variant="primary", elem_id="next")
        finish = gr.Button("Finish the interview", visible=False, elem_id="finish", size="sm")
        # Kept by the browser, so that a restart of the server in mid-interview loses nothing.
        place, original, address = (gr.Textbox(visible=False) for _ in range(3))
    gr.HTML(footer())

    view = [place, stage, feedback, answering, onward, forward, finish]
    typed = [written, audio, heard, original]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "minimal"}
    gr.on(fn=bind(load, services), outputs=[*view, speech], **quiet)
    gr.on(
        [audio.stop_recording, again.click],
        bind(transcribe, services, owners),
        [audio],
        [heard, original],
        api_visibility="private",
    )
    for trigger in (write.click, written.submit):
        trigger(bind(submit_text, services), [place, written], [*view, *typed], **quiet)
    say.click(bind(submit_voice, services), [place, heard, original], [*view, *typed], **quiet)
    forward.click(bind(go_on, services), [place], [*view, address], **quiet)
    finish.click(bind(end, services), [place], address, **quiet)
    place.change(None, place, None, js=REMEMBER)
    address.change(None, address, None, js=GO)


def load(services: Services, request: gr.Request) -> Iterator[list[Any]]:
    """The question the address names, else the one to go on with; one answered before a crash is graded."""
    user = user_id(request)
    status = services.health.speech()
    speech = "" if status.state == "ready" else banner("notice", status.detail)
    try:
        interview = _wanted(services, user, number(request, "id"))
    except NotFound as exc:
        yield [*_message(exc.detail, "/dashboard", "To your dashboard"), speech]
        return
    if interview is None:
        yield [*_message("There is no open interview.", "/form", "Start one"), speech]
        return
    if interview.status is InterviewStatus.FINISHED:
        address = f"/summary?id={interview.id}"
        yield [*_message("This interview is finished.", address, "See its summary"), speech]
        return
    question = _on_stage(interview, number(request, "question"))
    yield [*show(interview, question), speech]
    if question.answer is None:
        services.interviews.prepare(question.id)
    elif question.answer.feedback is None:
        yield [*_graded(services, user, interview.id, question), speech]


def transcribe(
    services: Services, owners: UploadOwners, request: gr.Request, path: str | None
) -> tuple[str, str]:
    """What was said, twice: to be corrected, and as it was heard."""
    if path is None:
        raise InvalidInput("There is no recording yet; record your answer first.")
    if not owners.owns(path, user_id(request)):
        raise NotFound("That recording is gone; record your answer once more.")
    text = services.speech.transcribe(Path(path).read_bytes()).text
    return text, text


def submit_text(services: Services, request: gr.Request, place: str, text: str) -> Iterator[list[Any]]:
    """Store a written answer, then show its feedback."""
    yield from _submit(services, user_id(request), place, text, Source.TEXT, None)


def submit_voice(
    services: Services, request: gr.Request, place: str, text: str, heard: str
) -> Iterator[list[Any]]:
    """Store a spoken answer as corrected, with what was heard, then show its feedback."""
    yield from _submit(services, user_id(request), place, text, Source.VOICE, heard or None)


def go_on(services: Services, request: gr.Request, place: str) -> list[Any]:
    """The next question, or the way to the summary after the last."""
    user = user_id(request)
    interview = services.interviews.get(user, _ids(place)[0])
    question = interview.current
    if question is None or interview.status is InterviewStatus.FINISHED:
        return [*_unchanged(), end(services, request, place)]
    services.interviews.prepare(question.id)
    return [*show(interview, question), ""]


def end(services: Services, request: gr.Request, place: str) -> str:
    """Finish the interview; the address of its summary."""
    interview_id, _ = _ids(place)
    services.interviews.finish(user_id(request), interview_id)
    return f"/summary?id={interview_id}"


def show(interview: Interview, question: AskedQuestion) -> list[Any]:
    """Place, stage, feedback, answering, onward, next and finish for one question."""
    answered = question.answer is not None
    last = interview.current is None
    return [
        f"{interview.id}/{question.id}",
        question_card(question, len(interview.questions)),
        feedback_card(question),
        gr.update(visible=not answered),
        gr.update(visible=answered),
        gr.update(value="See the summary" if last else "Next question"),
        gr.update(visible=not (answered and last)),
    ]


def _submit(
    services: Services, user: int, place: str, text: str, source: Source, heard: str | None
) -> Iterator[list[Any]]:
    interview_id, question_id = _ids(place)
    stored = services.interviews.store_answer(
        user, interview_id, question_id, text, source=source, transcript=heard
    )
    emptied = ["", None, "", ""]
    yield [*show(services.interviews.get(user, interview_id), stored), *emptied]
    yield [*_graded(services, user, interview_id, stored), *emptied]


def _graded(services: Services, user: int, interview_id: int, stored: AskedQuestion) -> list[Any]:
    """The view with the feedback; where grading has to wait, with a sentence that says so."""
    interview = services.interviews.get(user, interview_id)
    try:
        return show(interview, services.interviews.grade_question(user, interview_id, stored.id))
    except Unavailable as exc:
        place, stage, _, *rest = show(interview, stored)
        return [place, stage, banner("notice", exc.detail), *rest]


def _wanted(services: Services, user: int, interview_id: int | None) -> Interview | None:
    if interview_id is not None:
        return services.interviews.get(user, interview_id)
    return services.interviews.latest_active(user)


def _on_stage(interview: Interview, question_id: int | None) -> AskedQuestion:
    """The question asked for, if it is the interview's; else the first without an answer; else the last."""
    named = next((q for q in interview.questions if q.id == question_id), None)
    return named or interview.current or interview.questions[-1]


def _ids(place: str) -> tuple[int, int]:
    interview_id, _, question_id = (place or "").partition("/")
    if not (interview_id.isdecimal() and question_id.isdecimal()):
        raise NotFound("This page has lost its question; open the interview from your dashboard.")
    return int(interview_id), int(question_id)


def _message(text: str, href: str, link: str) -> list[Any]:
    """A view without a question: what there is to say, and the way on."""
    stage = f'<div class="rh-card rh-empty"><p>{escape(text)}</p><a href="{href}">{link}</a></div>'
    return ["", stage, "", *(gr.update(visible=False) for _ in range(4))]


def _unchanged() -> list[Any]:
    return [gr.update() for _ in range(7)]
