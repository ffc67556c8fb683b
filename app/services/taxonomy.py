"""The packaged taxonomy of skills, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from app.domain.taxonomy import Skill, Taxonomy


@cache
def load_taxonomy() -> Taxonomy:
    """The taxonomy of `app/domain/skills.yaml`.

    ValueError or TypeError where an entry is malformed or two skills share a spelling: a fault of the
    package, not of a person.
    """
    entries = yaml.safe_load(files("app.domain").joinpath("skills.yaml").read_text(encoding="utf-8"))
    return Taxonomy(tuple(_skill(entry) for entry in entries))


def _skill(entry: dict[str, Any]) -> Skill:
    """An entry as a Skill; its lists become tuples of strings."""
    fields: dict[str, Any] = {
        key: tuple(map(str, value)) if isinstance(value, list) else value for key, value in entry.items()
    }
    return Skill(**fields)
