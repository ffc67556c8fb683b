"""The home page in pieces: what Rehearse is, and the next step for whoever looks at it."""

from __future__ import annotations

from html import escape

from app.domain.feedback import Evidence, KeyPointFeedback, Status
from app.domain.interviews import Interview
from ui.components import banner, card, hero
from ui.highlight import highlight
from ui.presenters import point_list
from ui.verdict import coverage_sentence

TITLE = "Rehearse the interview before it counts"
GUEST_SENTENCE = (
    "Answer real interview questions by voice or in writing, and see which of your words earned the grade."
)
MEMBER_SENTENCE = "One question at a time, and you see which of your words earned the grade."

PRIVATE = "Everything runs on the computer that serves this page: no answer is sent anywhere else."

FEATURES = (
    (
        "Questions for your job",
        "Paste a job description; role, level and skills are read from it for you to correct.",
    ),
    ("Speak or write", "Answer aloud or type. What was heard is shown as text, and you can correct it."),
    ("A grade with its reasons", "Every point is marked covered, partly covered or missed."),
    ("Tomorrow’s plan", "Your weakest skills come back as suggestions, each with the point you missed last."),
)

EXAMPLE_QUESTION = "What does it mean that an HTTP PUT is idempotent?"
EXAMPLE_ANSWER = (
    "Sending the same PUT twice leaves the server in the same state as sending it once. "
    "So a client can try again."
)


def home_page(signed_in: bool, active: Interview | None = None, today: str | None = None) -> str:
    """Everything between navigation and footer. `active` is an unfinished interview, `today` a question."""
    opening = welcome(signed_in, active, today)
    notice = banner("notice", PRIVATE)
    return f'<div class="rh-home">{opening}{notice}{doors(signed_in)}{example()}{features()}{about()}</div>'


def welcome(signed_in: bool, active: Interview | None, today: str | None) -> str:
    """The hero; its one button changes with who looks."""
    if not signed_in:
        return hero(TITLE, GUEST_SENTENCE, "Start Session", "/login?next=/form")
    if active is not None and active.current is not None:
        place = f"question {active.current.position} of {len(active.questions)}"
        return hero("Welcome back", MEMBER_SENTENCE, f"Continue: {place}", f"/interview?id={active.id}")
    if today:
        return hero("Welcome back", f"Today’s question: {today}", "Answer today’s question", "/dashboard")
    return hero("Welcome back", MEMBER_SENTENCE, "Start Session", "/form")


def doors(signed_in: bool) -> str:
    """The three ways in; a guest logs in on the way."""
    cards = (
        ("Start Interview", "Choose a role or paste a job description.", "/form", "Start"),
        ("Previous Sessions", "Read past answers again with their feedback.", "/dashboard", "Look back"),
        ("Daily Challenge", "One question a day keeps the habit.", "/dashboard", "See today’s"),
    )
    before = "" if signed_in else "/login?next="
    doors = "".join(card(title, text, before + href, action) for title, text, href, action in cards)
    return f'<section class="rh-doors" aria-label="Where to go">{doors}</section>'


def features() -> str:
    """What Rehearse does, in a few sentences."""
    items = "".join(f"<li><h3>{title}</h3><p>{text}</p></li>" for title, text in FEATURES)
    return f'<section class="rh-features"><h2>What you can do here</h2><ul>{items}</ul></section>'


def example() -> str:
    """How a grade comes about, shown on an answer written for the purpose."""
    points = _example_points()
    return (
        '<section class="rh-example"><div><h2>How a grade comes about</h2>'
        "<p>A good answer makes certain points. Yours is read for each of them, and the words that decided "
        "are marked, so you can check every mark against what you said.</p>"
        '<p class="rh-muted">This example was written by hand.</p></div>'
        f'<div class="rh-card rh-feedback"><p class="rh-daily-question">{EXAMPLE_QUESTION}</p>'
        f'<blockquote class="rh-answer">{highlight(EXAMPLE_ANSWER, points)}</blockquote>'
        f"<p>{escape(coverage_sentence(points))}</p>"
        f"{point_list('Its key points', list(enumerate(points, start=1)))}</div></section>"
    )


def about() -> str:
    """Who it is for, and where the answers stay."""
    return (
        '<section class="rh-about"><h2>About us</h2><p>Rehearse is made for people who know their subject '
        "and want to say it well under a stranger’s eye. It runs on the computer of whoever hosts it; the "
        "models that listen and read run there too, and no answer is sent to anybody else.</p></section>"
    )


def _example_points() -> tuple[KeyPointFeedback, ...]:
    return (
        _point("Repeating it leaves the same state", 3, Status.MET, "leaves the server in the same state"),
        _point("A retry after a lost reply is safe", 2, Status.PARTIAL, "a client can try again"),
        _point("It is about state; replies may differ", 1, Status.MISSED, ""),
        _point("POST, by contrast, is not idempotent", 1, Status.MISSED, ""),
    )


def _point(text: str, weight: int, status: Status, quote: str) -> KeyPointFeedback:
    start = EXAMPLE_ANSWER.find(quote)
    evidence = Evidence(start, start + len(quote), quote) if quote else None
    return KeyPointFeedback(text, weight, status, 0.0, evidence)
