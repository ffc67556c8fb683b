"""Figures as a table for people and as JSON for programs, with what they were measured on."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

PACKAGES = ("gradio", "ray", "torch", "transformers")


def parser(description: str | None) -> argparse.ArgumentParser:
    """What all benchmarks take."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    return made


def positive(text: str) -> int:
    """A number of 1 or more, for argparse."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def environment() -> dict[str, Any]:
    """What the figures were measured on; nothing that names a machine or a person."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "memory_bytes": psutil.virtual_memory().total,
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def show(title: str, rows: Mapping[str, str]) -> None:
    """Print a table of two columns."""
    width = max(map(len, rows))
    print(title)
    for name, value in rows.items():
        print(f"  {name:<{width}}  {value:>10}")


def write(path: Path | None, benchmark: str, figures: Mapping[str, Any]) -> None:
    """Write the figures as JSON, where a file was asked for."""
    if path is not None:
        document = {"benchmark": benchmark, "environment": environment(), "figures": figures}
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
