"""Pieces of a page: escaped, named, and right for whoever looks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui import theme
from ui.components import banner, bars, card, chips, footer, hero, navigation, progress_dots, spoken

NAMESPACE = "http://www.w3.org/2000/svg"  # a name that nothing fetches
EVIL = "<script>alert(\"1\")</script> & 'x'"


@pytest.mark.parametrize(
    "html",
    [
        hero(EVIL, EVIL, EVIL, EVIL),
        card(EVIL, EVIL, EVIL, EVIL),
        banner("error", EVIL),
        chips([EVIL], {EVIL: EVIL}),
        bars([(EVIL, 0.5)]),
    ],
)
def test_every_value_is_escaped(html: str) -> None:
    assert "<script" not in html
    assert '"1"' not in html
    assert "&amp;" in html


def test_navigation_marks_the_page_it_is_on() -> None:
    for name in ("form", "/form", "/form/"):
        html = navigation(name, signed_in=True)
        assert '<a href="/form" aria-current="page">' in html
        assert html.count("aria-current") == 1
    assert "<nav" in html and 'data-action="logout"' in html


def test_a_guest_can_log_in_but_not_out() -> None:
    html = navigation("home", signed_in=False)
    assert 'href="/login"' in html
    assert "logout" not in html and "/dashboard" not in html


def test_a_banner_says_its_kind_in_words_and_an_error_interrupts() -> None:
    assert 'role="alert"' in banner("error", "Lost") and "Error: " in banner("error", "Lost")
    assert 'role="status"' in banner("notice", "Saved")
    assert banner("notice", "") == ""


def test_progress_is_said_in_words_too() -> None:
    html = progress_dots(total=5, current=3, answered=2)
    assert 'aria-label="Question 3 of 5, 2 answered"' in html
    assert re.findall(r'<i class="(\w*)">', html) == ["done", "done", "now", "", ""]
    assert 'class="now"' not in progress_dots(total=0, current=0, answered=0)


def test_chips_quote_where_a_skill_was_found() -> None:
    assert '<li>REST APIs <q class="rh-found">we love REST</q></li>' in chips(
        ["rest-apis"], {"rest-apis": "we love REST"}
    )
    assert chips([]) == ""


def test_bars_carry_their_figure_and_stay_within_the_track() -> None:
    html = bars([("Coverage", 0.624), ("Broken", 7.0)])
    assert "62 %" in html and "width:100%" in html


def test_identifiers_become_words() -> None:
    assert spoken("operating-systems") == "Operating systems"
    assert spoken("sql") == "SQL"
    assert spoken("") == ""


def test_footer_is_one() -> None:
    assert footer().startswith("<footer")


def test_the_theme_fetches_nothing_and_its_files_exist() -> None:
    css = theme.theme()._get_theme_css().replace(NAMESPACE, "")
    assert "http" not in css and "@font-face" not in css
    assert "--rh-accent:#3B4CC0" in css and "--rh-accent:#98A5FF" in css
    links = re.findall(r'(?:src|href)="/look/([^"]+)"', theme.head())
    assert links and all((theme.STATIC / name).is_file() for name in links)
    assert all(path.is_file() for path in theme.CSS_PATHS)


@pytest.mark.parametrize("path", sorted(p for p in theme.STATIC.iterdir()), ids=lambda p: p.name)
def test_no_static_file_names_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(NAMESPACE, "")
    assert not re.search(r"https?://|//\w+\.\w+|@import", text)
