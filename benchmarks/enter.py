"""From Enter to feedback, in a real browser: what a candidate at the keyboard waits for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import cycle, islice

import httpx
from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.feedback import ANSWERS, EMAIL, QUESTIONS_AN_INTERVIEW, WARM_UP, post, summarise
from benchmarks.house import House, open_house
from benchmarks.report import parser, positive, show, write

THINKING_S = 2
"""Between a question and Enter, more hurried than anybody is; the server readies the question meanwhile."""

STOPWATCH = """() => { window.took = new Promise((done) => {
    let begun = 0;
    const pressed = (event) => { if (event.key === "Enter") begun = performance.now(); };
    document.addEventListener("keydown", pressed, { capture: true, once: true });
    const seen = new MutationObserver(() => {
        if (!document.querySelector("#feedback .rh-feedback")?.textContent.includes("of 100")) return;
        seen.disconnect();
        done(performance.now() - begun);
    });
    seen.observe(document.body, { subtree: true, childList: true, characterData: true });
}); }"""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Measure, print, and write where asked."""
    arguments = parser(__doc__)
    arguments.add_argument("--count", type=positive, default=50, help="answers to measure (default: 50)")
    options = arguments.parse_args()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise SystemExit("This needs Chromium; install it and run again.")
    with open_house() as house:
        house.wait_until("/readyz")
        times = enter_times(house, browser, options.count)
    figures = summarise(times)
    rows = {name.removesuffix("_s"): f"{1000 * value:.0f} ms" for name, value in figures.items()}
    show(f"From Enter to feedback in Chromium, {len(times)} typed answers", rows)
    write(options.json, "enter", {"answers": len(times), **figures, "times_s": times})


def enter_times(house: House, browser: str, count: int) -> list[float]:
    """Seconds from Enter to the score on the page, `count` times after a warm-up."""
    with sync_playwright() as playwright, httpx.Client(base_url=house.url, timeout=120) as client:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page()
        log_in(page, client, house)
        asked = zip(answering(page, client, house), cycle(ANSWERS), strict=False)
        times = [enter(page, text) for _, text in islice(asked, WARM_UP + count)]
        chromium.close()
    return times[WARM_UP:]


def log_in(page: Page, client: httpx.Client, house: House) -> None:
    """Log the browser in, and the client with the same token."""
    post(client, "/api/auth/send-otp", {"name": "Bench", "email": EMAIL})
    code = {"email": EMAIL, "code": house.login_code(EMAIL)}
    answer = page.request.post(f"{house.url}/api/auth/verify-otp", data=code)
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def answering(page: Page, client: httpx.Client, house: House) -> Iterator[None]:
    """Bring one unanswered question after the other onto the page, without end."""
    wanted = {"role": "Software Engineer", "level": "mid", "question_count": QUESTIONS_AN_INTERVIEW}
    while True:
        interview = post(client, "/api/interviews", wanted)
        page.goto(f"{house.url}/interview?id={interview['id']}")
        page.get_by_role("tab", name="Text").click()
        for position in range(1, QUESTIONS_AN_INTERVIEW + 1):
            expect(page.locator(".rh-place")).to_contain_text(f"Question {position} of")
            yield
            if position < QUESTIONS_AN_INTERVIEW:  # After the last one it leads to the summary.
                page.locator("#next").click()


def enter(page: Page, text: str) -> float:
    """Seconds from the key to the score, by the page's own clock: asking from outside adds half a second."""
    box = page.locator("#answer-text textarea")
    box.fill(text)
    page.wait_for_timeout(1000 * THINKING_S)
    page.evaluate(STOPWATCH)
    box.press("Enter")
    return float(page.evaluate("window.took")) / 1000


if __name__ == "__main__":
    main()
