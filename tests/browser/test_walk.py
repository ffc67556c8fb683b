"""One candidate walks the whole way; then two at once; then the power fails."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil
from playwright.sync_api import Page, expect
from reportlab.pdfgen.canvas import Canvas

from tests.browser.conftest import (
    SENTENCE,
    NewPage,
    answer_in_writing,
    log_in,
    screenshot,
    start_interview,
)
from tests.browser.server import Server

JOB = "Senior Backend Engineer. You bring 6+ years of experience with Python and Kubernetes."
ANSWER = (
    "A container shares the kernel of its host, because it is only an isolated process, so it starts fast."
)


def resume(folder: Path) -> Path:
    path = folder / "ada.pdf"
    page = Canvas(str(path))
    lines = ("Ada Lovelace", "Skills: Python, Docker, PostgreSQL", "Projects", "Engine - built with FastAPI")
    for row, line in enumerate(lines):
        page.drawString(72, 760 - 20 * row, line)
    page.save()
    return path


def graded(page: Page) -> None:
    expect(page.locator("#feedback .rh-feedback")).to_contain_text("of 100")


def test_a_candidate_walks_from_login_to_dashboard(new_page: NewPage, server: Server, tmp_path: Path) -> None:
    page = new_page()
    log_in(page, server, "Ada", "ada@example.org")
    screenshot(page, "home")
    assert page.evaluate("JSON.parse(localStorage['rehearse.user']).email") == "ada@example.org"

    page.goto(f"{server.url}/profile")
    page.locator("#save-profile").wait_for()
    page.locator("#resume input[type=file]").set_input_files(resume(tmp_path))
    expect(page.locator("#profile-status")).to_contain_text("ada.pdf")
    page.get_by_label("The role you aim for").fill("Backend Engineer")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#profile-status")).to_contain_text("saved")
    screenshot(page, "profile")

    interview = start_interview(page, server, JOB)
    expect(page.locator(".rh-place")).to_contain_text("Question 1 of 5")
    answer_in_writing(page, ANSWER)
    graded(page)
    screenshot(page, "feedback")
    page.reload()
    graded(page)

    page.get_by_role("button", name="Next question").click()
    expect(page.locator(".rh-place")).to_contain_text("Question 2 of 5")
    page.get_by_role("tab", name="Mic").click()
    page.locator("#recorder").get_by_role("button", name="Record").click()
    page.wait_for_timeout(5_000)  # The microphone speaks for about four seconds.
    page.locator("#recorder").get_by_role("button", name="Stop").click()
    expect(page.locator("#transcript textarea")).to_have_value(SENTENCE)
    screenshot(page, "spoken")
    page.locator("#submit-voice").click()
    graded(page)

    page.get_by_role("button", name="Finish the interview").click()
    page.wait_for_url("**/summary?id=*")
    expect(page.locator(".rh-row > summary > .rh-number")).to_have_count(5)
    screenshot(page, "summary")
    page.goto(f"{server.url}/dashboard")
    expect(page.locator("#history table")).to_contain_text("Backend Engineer")
    screenshot(page, "dashboard")

    answers = server.rows(
        "select a.text, a.source, a.transcript, f.score is not null from answers a "
        "join interview_questions q on q.id = a.interview_question_id "
        f"join feedback f on f.answer_id = a.id where q.interview_id = {interview} order by a.id"
    )
    assert answers == [(ANSWER, "text", None, 1), (SENTENCE, "voice", SENTENCE, 1)]
    assert server.rows(f"select status from interviews where id = {interview}") == [("finished",)]
    [(path,)] = server.rows("select path from resumes where filename = 'ada.pdf'")
    assert Path(str(path)).read_bytes().startswith(b"%PDF")
    [(document,)] = server.rows("select document from profiles")
    assert all(skill in str(document) for skill in ("Python", "Docker", "PostgreSQL", "Backend Engineer"))


def test_two_candidates_at_once_see_only_their_own(new_page: NewPage, server: Server) -> None:
    names = ("Grace", "Linus")
    pages = [new_page() for _ in names]
    interviews = []
    for name, page in zip(names, pages, strict=True):
        log_in(page, server, name, f"{name.lower()}@example.org")
        interviews.append(start_interview(page, server, f"Junior Python Developer. You report to {name}."))
    for name, page in zip(names, pages, strict=True):
        answer_in_writing(page, f"{name} says that a container is an isolated process on a shared kernel.")
    for name, other, page in zip(names, reversed(names), pages, strict=True):
        graded(page)
        expect(page.locator("#feedback")).to_contain_text(f"{name} says")
        page.goto(f"{server.url}/dashboard")
        expect(page.locator("#history tbody tr")).to_have_count(1)
        expect(page.locator("#dashboard")).not_to_contain_text(f"{other} says")
    pages[0].goto(f"{server.url}/summary?id={interviews[1]}")
    expect(pages[0].locator("body")).to_contain_text("There is no such interview")


def test_an_answer_survives_kill_9_before_its_grade(new_page: NewPage, server: Server) -> None:
    page = new_page()
    log_in(page, server, "Kurt", "kurt@example.org")
    start_interview(page, server, JOB)
    # Grading hangs, so that the answer is stored and its feedback is not.
    for replica in (p for p in server.family() if "ncoder" in " ".join(_command(p))):
        replica.send_signal(signal.SIGSTOP)
    answer_in_writing(page, ANSWER)
    expect(page.locator("#feedback")).to_contain_text("saved; grading")
    waiting = (
        "select count(*) from answers a left join feedback f on f.answer_id = a.id where f.answer_id is null"
    )
    assert server.rows(waiting) == [(1,)]
    server.kill()
    assert server.rows(waiting) == [(1,)]

    server.start()
    page.reload()
    graded(page)
    expect(page.locator("#feedback")).to_contain_text(ANSWER)
    assert server.rows(waiting) == [(0,)]


def _command(process: psutil.Process) -> list[str]:
    try:
        return [process.name(), *process.cmdline()]
    except psutil.NoSuchProcess:
        return []
