"""The documents: what they name exists, and what exists is named."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from fastapi import FastAPI

import app.api
from app import errors
from app.api.errors import status_of

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
ROUTE = re.compile(r"^### (GET|POST|PUT|DELETE) (\S+)$", re.MULTILINE)
ERROR = re.compile(r"^\| `(\w+)` \| (\d{3}) \|", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_to_a_file_and_its_heading(page: Path) -> None:
    for link in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    code = "\n".join(CODE.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    named = set(re.findall(r"\bmake (\w+)", code))
    assert {"run", "test"} <= named <= targets


def test_the_rest_page_has_every_route_once_and_no_other() -> None:
    documented = ROUTE.findall((ROOT / "docs/rest.md").read_text(encoding="utf-8"))
    assert sorted(documented) == sorted(routes())


def test_the_rest_page_has_every_error_with_its_status_and_no_other() -> None:
    documented = ERROR.findall((ROOT / "docs/rest.md").read_text(encoding="utf-8"))
    assert sorted(documented) == sorted((kind.code, str(status_of_class(kind))) for kind in tree())


def anchors(page: Path) -> set[str]:
    """The fragments that the page's headings answer to."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def routes() -> list[tuple[str, str]]:
    """Method and path of every route of every router; no app is wired for it."""
    api = FastAPI()
    for module in pkgutil.iter_modules(app.api.__path__, "app.api."):
        router = getattr(importlib.import_module(module.name), "router", None)
        if router is not None:
            api.include_router(router)
    paths = api.openapi()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods]


def tree(root: type[errors.RehearseError] = errors.RehearseError) -> list[type[errors.RehearseError]]:
    """A class of the error tree with all below it."""
    return [root, *(kind for child in root.__subclasses__() for kind in tree(child))]


def status_of_class(kind: type[errors.RehearseError]) -> int:
    """The status that an error of this class is answered with."""
    return status_of(kind.__new__(kind))
