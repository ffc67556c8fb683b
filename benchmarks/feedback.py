"""Time to feedback: how long a candidate waits for the grade of a typed answer."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from statistics import median
from typing import Any

import httpx

from benchmarks.house import House, open_house
from benchmarks.report import parser, positive, show, write

EMAIL = "bench@example.org"
WARM_UP = 5
QUESTIONS_AN_INTERVIEW = 20

ANSWERS = (
    "First I would look at what the system is really asked to do, because most problems start with a wrong "
    "assumption. Then I measure before I change anything, so that I can tell whether the change helped. In "
    "my last project a slow page turned out to be one query in a loop, and reading all rows at once made it "
    "much faster. However, that used more memory, so we read them in pages. Finally I wrote a test for it.",
    "The main idea is to keep the parts independent, so that each of them can fail without taking the others "
    "down. A queue between them holds the work while one part is away, and a limit on its length tells "
    "callers early that they must wait. Each message may arrive twice, therefore the receiver has to notice "
    "what it has done before. I would store the number of the message together with the result in one "
    "transaction, because otherwise they drift apart.",
    "It depends on how the data is read. If most requests ask for one record by its key, then a hash of the "
    "key finds it directly, but ranges and sorted lists need an ordered structure instead. A balanced tree "
    "gives both at a small cost for every write. When the data no longer fits into memory, pages on the disk "
    "matter more than comparisons, so wide nodes are better, and the upper ones stay cached.",
)
"""Of about 80 words each, as candidates write; they need not be right to take their time."""


def main() -> None:
    """Measure, print, and write where asked."""
    arguments = parser(__doc__)
    arguments.add_argument("--count", type=positive, default=50, help="answers to measure (default: 50)")
    options = arguments.parse_args()
    with open_house() as house:
        house.wait_until("/readyz")
        times = feedback_times(house, options.count)
    figures = summarise(times)
    rows = {name.removesuffix("_s"): f"{1000 * value:.0f} ms" for name, value in figures.items()}
    show(f"Time to feedback, {len(times)} typed answers", rows)
    write(options.json, "feedback", {"answers": len(times), **figures, "times_s": times})


def feedback_times(house: House, count: int) -> list[float]:
    """Seconds from sending an answer to having its feedback, `count` times after a warm-up."""
    with httpx.Client(base_url=house.url, timeout=120) as client:
        log_in(client, house)
        asked = zip(questions(client), cycle(ANSWERS), strict=False)
        times = [answer(client, *place, text) for place, text in islice(asked, WARM_UP + count)]
    return times[WARM_UP:]


def log_in(client: httpx.Client, house: House) -> None:
    """Log in with the code from the terminal; the client carries the token from then on."""
    post(client, "/api/auth/send-otp", {"name": "Bench", "email": EMAIL})
    signed_in = post(client, "/api/auth/verify-otp", {"email": EMAIL, "code": house.login_code(EMAIL)})
    client.headers["Authorization"] = f"Bearer {signed_in['access_token']}"


def questions(client: httpx.Client) -> Iterator[tuple[int, int]]:
    """Ids of interview and question without end; a new interview begins where the last one is used up."""
    wanted = {"role": "Software Engineer", "level": "mid", "question_count": QUESTIONS_AN_INTERVIEW}
    while True:
        interview = post(client, "/api/interviews", wanted)
        for question in interview["questions"]:
            yield interview["id"], question["id"]


def answer(client: httpx.Client, interview_id: int, question_id: int, text: str) -> float:
    """Seconds until the feedback on one answer is there."""
    begun = time.perf_counter()
    post(client, f"/api/interviews/{interview_id}/answers", {"question_id": question_id, "text": text})
    return time.perf_counter() - begun


def post(client: httpx.Client, path: str, body: dict[str, Any]) -> Any:
    """What the server answers; raises httpx.HTTPStatusError for an error."""
    return client.post(path, json=body).raise_for_status().json()


def summarise(times: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile (nearest rank), fastest and slowest, in seconds."""
    ordered = sorted(times)
    return {
        "p50_s": median(ordered),
        "p95_s": ordered[math.ceil(0.95 * len(ordered)) - 1],
        "fastest_s": ordered[0],
        "slowest_s": ordered[-1],
    }


if __name__ == "__main__":
    main()
