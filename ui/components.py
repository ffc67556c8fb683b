"""Small pieces of a page as HTML strings. Every value that comes in is escaped on its way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Literal

PAGES = (("home", "Home"), ("form", "Practise"), ("dashboard", "Dashboard"), ("profile", "Profile"))
GUEST_PAGES = (("home", "Home"), ("login", "Log in"))

ACRONYMS = {"apis": "APIs"} | {word: word.upper() for word in ("api", "aws", "css", "html", "rest", "sql")}
LOGOUT = '<button type="button" class="rh-logout" data-action="logout">Log out</button>'

BannerKind = Literal["error", "notice", "success"]
BANNERS: dict[BannerKind, tuple[str, str, str]] = {
    "error": ("!", "Error", "alert"),
    "notice": ("i", "Note", "status"),
    "success": ("✓", "Done", "status"),
}


def spoken(identifier: str) -> str:
    """An identifier of the bank as people write it: `rest-apis` becomes "REST APIs"."""
    words = identifier.replace("_", " ").replace("-", " ").split()
    text = " ".join(ACRONYMS.get(word.lower(), word) for word in words)
    return text[:1].upper() + text[1:]


def navigation(active: str, signed_in: bool) -> str:
    """The bar on top of every page; `active` is a page's name or path, such as "form" or "/form"."""
    here = active.strip("/")
    links = "".join(_link(name, label, name == here) for name, label in (PAGES if signed_in else GUEST_PAGES))
    return (
        '<header class="rh-top"><a class="rh-skip" href="#content" data-action="skip">Skip to content</a>'
        '<a class="rh-brand" href="/home"><span class="rh-mark-dot" aria-hidden="true"></span>Rehearse</a>'
        f'<nav class="rh-nav" aria-label="Main"><ul>{links}</ul></nav>{LOGOUT if signed_in else ""}</header>'
    )


def _link(name: str, label: str, here: bool) -> str:
    current = ' aria-current="page"' if here else ""
    return f'<li><a href="/{name}"{current}>{label}</a></li>'


def footer() -> str:
    """The last lines of every page."""
    return (
        '<footer class="rh-footer"><p>Rehearse is an interview rehearsal room that people run themselves. '
        "What you say and write stays with whoever runs it.</p></footer>"
    )


def hero(title: str, sentence: str, label: str, href: str) -> str:
    """The opening of a page: a title, one sentence, one button."""
    return (
        f'<section class="rh-hero"><h1>{escape(title)}</h1><p>{escape(sentence)}</p>'
        f'<a class="rh-button" href="{escape(href)}">{escape(label)}</a></section>'
    )


def card(title: str, text: str, href: str, action: str) -> str:
    """Something to go to; its link is named by `action` and described by the title."""
    return (
        f'<article class="rh-card rh-door"><h3>{escape(title)}</h3><p>{escape(text)}</p>'
        f'<a href="{escape(href)}" aria-label="{escape(action)}: {escape(title)}">{escape(action)}'
        ' <span aria-hidden="true">→</span></a></article>'
    )


def banner(kind: BannerKind, text: str) -> str:
    """What went wrong or right, told at once to people who listen; nothing where there is no text."""
    if not text:
        return ""
    glyph, word, role = BANNERS[kind]
    return (
        f'<div class="rh-banner {kind}" role="{role}">'
        f'<span class="rh-glyph" aria-hidden="true">{glyph}</span>'
        f'<p><span class="rh-sr">{word}: </span>{escape(text)}</p></div>'
    )


def progress_dots(total: int, current: int, answered: int) -> str:
    """One dot a question; `current` counts from 1. The same is said in words."""
    states = ["done" if n <= answered else "" for n in range(1, total + 1)]
    if 1 <= current <= total:
        states[current - 1] = "now"
    dots = "".join(f'<i class="{state}"></i>' for state in states)
    said = f"Question {current} of {total}, {answered} answered"
    return f'<div class="rh-dots" role="img" aria-label="{said}">{dots}</div>'


def chips(names: Sequence[str], found: Mapping[str, str] | None = None) -> str:
    """Names as a list of chips; `found` quotes, for a name, the words it was found in."""
    quotes = found or {}
    items = "".join(_chip(name, quotes.get(name, "")) for name in names)
    return f'<ul class="rh-chips">{items}</ul>' if items else ""


def _chip(name: str, quote: str) -> str:
    where = f' <q class="rh-found">{escape(quote)}</q>' if quote else ""
    return f"<li>{escape(spoken(name))}{where}</li>"


def bars(rows: Sequence[tuple[str, float]]) -> str:
    """Shares in 0–1 as labelled bars, each with its figure."""
    return '<dl class="rh-bars">' + "".join(_bar(label, value) for label, value in rows) + "</dl>"


def _bar(label: str, value: float) -> str:
    percent = round(100 * min(max(value, 0.0), 1.0))
    return (
        f'<div><dt>{escape(label)}</dt><dd><span class="rh-track" aria-hidden="true">'
        f'<span style="width:{percent}%"></span></span><b>{percent} %</b></dd></div>'
    )
