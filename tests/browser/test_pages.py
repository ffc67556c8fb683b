"""What pages do with mistakes, keys and small screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, log_in, screenshot, start_interview
from tests.browser.server import Server

PRIVATE = ("profile", "form", "interview", "summary", "dashboard")


@pytest.fixture
def member(new_page: NewPage, server: Server, request: pytest.FixtureRequest) -> Page:
    page = new_page()
    log_in(page, server, "Mary", f"mary-{abs(hash(request.node.name))}@example.org")
    return page


def test_a_guest_is_led_to_the_login_and_back(new_page: NewPage, server: Server) -> None:
    page = new_page()
    for name in PRIVATE:
        page.goto(f"{server.url}/{name}")
        assert page.url == f"{server.url}/login/?next=/{name}"


def test_a_wrong_code_is_told_on_the_page_and_nothing_typed_is_lost(
    new_page: NewPage, server: Server
) -> None:
    page = new_page()
    page.goto(f"{server.url}/login")
    page.get_by_label("Your name").fill("Eve")
    page.get_by_label("E-mail address").fill("eve@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the e-mail").fill("0")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#login-trouble")).to_contain_text("That code is wrong")
    expect(page.get_by_label("E-mail address")).to_have_value("eve@example.org")


def test_a_malformed_address_is_told_on_the_page(new_page: NewPage, server: Server) -> None:
    page = new_page()
    page.goto(f"{server.url}/login")
    page.get_by_label("Your name").fill("Eve")
    page.get_by_label("E-mail address").fill("eve at example")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.locator("body")).to_contain_text("not an e-mail address")


def test_a_picture_named_pdf_is_refused_on_the_page(member: Page, server: Server, tmp_path: Path) -> None:
    picture = tmp_path / "resume.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    member.goto(f"{server.url}/profile")
    member.get_by_label("The role you aim for").fill("Baker")
    member.locator("#resume input[type=file]").set_input_files(picture)
    expect(member.locator("body")).to_contain_text("PNG")
    expect(member.get_by_label("The role you aim for")).to_have_value("Baker")


def test_shift_enter_makes_a_line_and_a_draft_survives_a_refresh(member: Page, server: Server) -> None:
    start_interview(member, server, "Junior Python Developer")
    member.get_by_role("tab", name="Text").click()
    box = member.locator("#answer-text textarea")
    box.press_sequentially("First line")
    box.press("Shift+Enter")
    box.press_sequentially("second line")
    expect(box).to_have_value("First line\nsecond line")
    expect(member.locator("#feedback .rh-feedback")).to_have_count(0)
    member.reload()
    member.get_by_role("tab", name="Text").click()
    expect(member.locator("#answer-text textarea")).to_have_value("First line\nsecond line")


def test_an_empty_answer_is_refused_and_the_question_stays(member: Page, server: Server) -> None:
    start_interview(member, server, "Junior Python Developer")
    member.get_by_role("tab", name="Text").click()
    member.locator("#answer-text textarea").press("Enter")
    expect(member.locator("body")).to_contain_text("There is no answer yet")
    expect(member.locator(".rh-question")).to_be_visible()


def test_logging_out_ends_the_visit_everywhere(member: Page, server: Server) -> None:
    member.goto(f"{server.url}/dashboard")
    member.get_by_role("button", name="Log out").click()
    member.wait_for_url("**/home/**")
    assert member.evaluate("Object.keys(localStorage).filter(k => k.startsWith('rehearse.token'))") == []
    member.goto(f"{server.url}/dashboard")
    assert "/login" in member.url


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_screen(member: Page, server: Server, width: int) -> None:
    member.set_viewport_size({"width": width, "height": 844})
    interview = start_interview(member, server, "Junior Python Developer")
    screenshot(member, f"interview-{width}")
    for path in ("home", "profile", "form", "dashboard", f"summary?id={interview}"):
        member.goto(f"{server.url}/{path}")
        member.locator("h1").first.wait_for()
        member.wait_for_timeout(500)
        screenshot(member, f"{path.split('?')[0]}-{width}")
        assert member.evaluate("document.documentElement.scrollWidth") <= width
