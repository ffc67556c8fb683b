"""Imports run one way, as ARCHITECTURE.md draws them; read from the syntax tree, importing nothing."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("app", "db", "serving", "ui")
NEVER = ("tests", "benchmarks", "notebooks")

VALUES = ("app.domain", "app.errors", "app.config")
MAY_IMPORT = {
    "ui": ("ui", "app.services", *VALUES),
    "app.api": ("app.api", "app.services", *VALUES),
    "app.services": ("app.services", "db", "serving", *VALUES),
    "app.domain": ("app.domain", "serving.schemas"),
    "app.errors": (),
    "app.config": (),
    "db": ("db",),
    "serving": ("serving",),
}
KNOW_EVERYBODY = ("app", "app.main", "app.__main__", "app.regrade")

FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = frozenset(map(module_name, FILES))
STRANGERS = {
    "app.domain": (
        *("fastapi", "gradio", "peewee", "playhouse", "ray", "torch", "transformers", "yaml"),
        *("io", "logging", "os", "pathlib", "secrets", "socket", "subprocess", "time"),
    ),
    "app.services": ("fastapi", "gradio", "ray", "starlette", "torch", "transformers"),
    "app.api": ("gradio", "peewee", "playhouse", "ray", "torch"),
    "db": ("fastapi", "gradio", "ray", "torch"),
    "serving": ("fastapi", "gradio", "peewee", "playhouse"),
    "ui": ("peewee", "playhouse", "ray", "torch"),
}


def imports_of(module: str, source: str, *, package: bool = False) -> Iterator[str]:
    """The full name of everything imported anywhere in a module: in functions and under TYPE_CHECKING too."""
    home = module.split(".") if package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = home[: len(home) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            yield from (_module_or_origin(origin, alias.name) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


def _module_or_origin(origin: str, name: str) -> str:
    return f"{origin}.{name}" if f"{origin}.{name}" in MODULES else origin


def layer_of(module: str) -> str | None:
    return next((layer for layer in MAY_IMPORT if within(module, layer)), None)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def wrong_imports(module: str, source: str, *, package: bool = False) -> list[str]:
    """Imports of this project that the module's layer may not have, and what it should not know of."""
    if module in KNOW_EVERYBODY:
        return [name for name in imports_of(module, source, package=package) if name.split(".")[0] in NEVER]
    layer = layer_of(module)
    assert layer, f"{module} belongs to no layer"
    found = tuple(imports_of(module, source, package=package))
    ours = [name for name in found if name.split(".")[0] in (*PACKAGES, *NEVER)]
    wrong = [name for name in ours if not any(within(name, allowed) for allowed in MAY_IMPORT[layer])]
    return wrong + [name for name in found if name.split(".")[0] in STRANGERS.get(layer, ())]


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_a_module_imports_only_what_its_layer_may(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert wrong_imports(module_name(file), source, package=file.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("module", "line", "wrong"),
    [
        ("app.domain.grading", "from app.services.bank import Bank", "app.services.bank"),
        ("app.domain.grading", "from app.services import bank", "app.services.bank"),
        ("app.domain.grading", "from serving.client import Models", "serving.client"),
        ("app.domain.grading", "from app import config", "app.config"),
        ("app.domain.grading", "import app.main", "app.main"),
        ("app.domain.grading", "from ..services import bank", "app.services.bank"),
        ("app.services.bank", "def f():\n    from app.api import auth", "app.api.auth"),
        ("app.services.bank", "if TYPE_CHECKING:\n    import ui.blocks", "ui.blocks"),
        ("app.services.bank", "importlib.import_module('ui.blocks')", "ui.blocks"),
        ("app.api.auth", "from db.models import User", "db.models"),
        ("app.api.auth", "from serving.client import Models", "serving.client"),
        ("app.api.auth", "from ui import blocks", "ui.blocks"),
        ("ui.blocks", "from app.api import auth", "app.api.auth"),
        ("ui.blocks", "import db", "db"),
        ("db.models", "from app.domain.profile import Level", "app.domain.profile"),
        ("serving.client", "from app.errors import NotFound", "app.errors"),
        ("app.main", "from tests import anything", "tests"),
        ("serving.client", "import peewee", "peewee"),
    ],
)
def test_the_check_itself_finds_a_wrong_import(module: str, line: str, wrong: str) -> None:
    assert wrong_imports(module, line) == [wrong]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("ui.blocks", "from app.services import tokens"),
        ("app.services.bank", "from db import questions as queries"),
        ("app.domain.grading", "from serving.schemas import TextEmbedding"),
        ("app.domain.grading", "from .words import stem"),
        ("app.main", "from ui.blocks import mount"),
    ],
)
def test_the_check_lets_the_drawn_imports_pass(module: str, line: str) -> None:
    assert wrong_imports(module, line) == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("app.domain.grading", ("gradio", "peewee", "ray", "torch", "fastapi")),
        ("app.domain.resume", ("gradio", "peewee", "ray", "torch", "fastapi")),
        ("app.services.registry", ("gradio", "ray", "torch", "fastapi")),
        ("serving.client", ("gradio", "peewee", "ray", "torch")),
        ("serving.deployments", ("gradio", "peewee")),
    ],
)
def test_a_fresh_interpreter_loads_nothing_heavy_with_a_module(module: str, heavy: tuple[str, ...]) -> None:
    if module not in MODULES:
        pytest.skip(f"there is no {module}")
    script = f"import sys, {module}; print(*sorted(set(sys.modules) & {set(heavy)!r}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_no_module_prints_or_postpones_work(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    assert not [call.lineno for call in calls if ast.unparse(call.func) == "print"]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    assert not [line for line, text in comments if any(mark in text for mark in ("TODO", "FIXME", "XXX"))]
