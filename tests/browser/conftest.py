"""A real server, a real Chromium with a microphone that plays a file, and the steps people take."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tests.browser.server import Server
from tests.speech_samples import WHISPER_MICRO, speak

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SENTENCE = "The cache was invalidated before the transaction committed."
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
SCREENSHOTS = Path(__file__).parent / "screenshots"

NewPage = Callable[[], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, loudly, what cannot be done here."""
    if CHROMIUM is None or shutil.which("espeak-ng") is None:
        reason = "needs Chromium and espeak-ng: run `make test` as root, or install them"
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The house, open."""
    running = Server(tmp_path_factory.mktemp("house"), whisper_model=str(WHISPER_MICRO))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Playwright, once for these tests: it keeps an event loop running, which others must not meet."""
    with sync_playwright() as started:
        yield started


@pytest.fixture
def new_page(playwright: Playwright, server: Server, tmp_path: Path) -> Iterator[NewPage]:
    """Opens pages, each in a browser of its own, whose microphone says `SENTENCE` once.

    The test fails where a page asked anything of another host.
    """
    wav = speak(SENTENCE, tmp_path / "answer.wav")
    strangers: list[str] = []
    assert CHROMIUM is not None
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*FLAGS, f"--use-file-for-fake-audio-capture={wav}%noloop"]
    )

    def note(context: BrowserContext) -> None:
        context.on(
            "request",
            lambda r: None if r.url.startswith((server.url, "data:", "blob:")) else strangers.append(r.url),
        )

    def open_page() -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, permissions=["microphone"])
        note(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        return page

    yield open_page
    browser.close()
    assert strangers == []


def log_in(page: Page, server: Server, name: str, email: str) -> None:
    """Through the login page, with the code that it shows on this machine."""
    page.goto(f"{server.url}/login")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    found = re.search(r"\b\d{8}\b", page.locator("#login-status .rh-banner").inner_text())
    assert found, "the page shows no code"
    page.get_by_label("Code from the e-mail").fill(found.group())
    page.get_by_label("Code from the e-mail").press("Enter")
    page.wait_for_url("**/home/**")


def start_interview(page: Page, server: Server, job_description: str) -> int:
    """Through the form; the interview's id."""
    page.goto(f"{server.url}/form")
    page.get_by_label("Job description").fill(job_description)
    page.get_by_role("button", name="Read it").click()
    page.locator("#jd-found .rh-chips").wait_for()
    page.get_by_role("button", name="Start the interview").click()
    page.wait_for_url("**/interview?id=*&question=*")
    page.locator(".rh-question").wait_for()
    found = re.search(r"id=(\d+)", page.url)
    assert found
    return int(found.group(1))


def answer_in_writing(page: Page, text: str) -> None:
    """Type in the Text tab and press Enter."""
    page.get_by_role("tab", name="Text").click()
    box = page.locator("#answer-text textarea")
    box.fill(text)
    box.press("Enter")


def screenshot(page: Page, name: str) -> None:
    """Keep a picture to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
