"""The trend plot: one drawing, its words, its table; nothing left behind."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.domain.interviews import Mode
from app.domain.profile import Level
from app.domain.progress import HistoryLine
from ui.plots import alt_text, averages, trend_plot

START = datetime(2026, 3, 5, tzinfo=UTC)


def lines(*scores: float | None, role: str = "Backend", graders: str = "a") -> list[HistoryLine]:
    """An interview a day; the letters of `graders` are the versions, taken in turn."""
    return [
        HistoryLine(
            *(n, START + timedelta(days=n), Mode.PRACTICE, role, Level.MID, "finished", 5, 5),
            *(score, graders[n % len(graders)]),
        )
        for n, score in enumerate(scores)
    ]


def drawings(html: str) -> list[str]:
    return re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)


@pytest.mark.parametrize("scores", [(), (None,), (None, None)])
def test_without_averages_it_says_what_will_appear(scores: tuple[float | None, ...]) -> None:
    html = trend_plot(lines(*scores))
    assert "<svg" not in html and "trend appears here" in html


@pytest.mark.parametrize("scores", [(50.0,), (40.0, None, 71.4), tuple(float(n) for n in range(60))])
def test_drawings_are_well_formed_and_named(scores: tuple[float | None, ...]) -> None:
    html = trend_plot(lines(*scores))
    wide, narrow = drawings(html)
    for svg in (wide, narrow):
        ElementTree.fromstring(svg)
        assert 'role="img" aria-label="Your average score' in svg
        assert "currentColor" in svg and "var(--rh-accent)" in svg


def test_the_words_tell_count_ends_and_extremes_in_order_of_time() -> None:
    assert alt_text(averages(lines(50.0))) == "Your average score of one interview: 50 of 100."
    said = alt_text(averages(list(reversed(lines(40.0, None, 90.0, 71.4)))))
    assert "3 interviews" in said and "first 40, latest 71, lowest 40, highest 90" in said


def test_the_table_holds_the_same_figures_escaped() -> None:
    html = trend_plot(lines(40.0, 71.4, role="<script>"))
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "<td>40</td>" in html and "<td>71</td>" in html and "05 Mar 2026" in html


def test_it_names_no_other_place_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    html = trend_plot(lines(40.0, 60.0))
    assert not re.search(r'(?:href|src)="(?!#)', html)
    assert "<metadata" not in html and "<!DOCTYPE" not in html
    assert list(tmp_path.iterdir()) == []


def test_no_line_joins_scores_of_two_graders_and_the_page_says_why() -> None:
    one, two = (
        trend_plot(lines(40.0, 60.0, 70.0, 80.0)),
        trend_plot(lines(40.0, 60.0, 70.0, 80.0, graders="ab")),
    )
    assert "grader changed" in two and "python -m app.regrade" in two and "grader changed" not in one
    assert drawings(two)[0].count("stroke-width: 2.5") == 2 * drawings(one)[0].count("stroke-width: 2.5")


def test_many_threads_may_draw_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda n: trend_plot(lines(*([50.0] * n))), range(1, 9)))
    for count, page in enumerate(pages, start=1):
        assert page.count("<td>50</td>") == count and len(drawings(page)) == 2
