"""The packaged grader: its weights, read once, and the version that every grade carries."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from app.domain.grading.head import Head, from_arrays

WEIGHTS = "grader.npz"
DECIDING = (
    *("conduct.py", "grade.py", "head.py", "naturalness.py", "opposites.txt", "opposition.py", "pairs.py"),
    *("passages.py", "reading.py", "rubric.py", WEIGHTS),
)
"""Every file of the grading package that a score depends on."""
READING = ("reader.py", "reader.npz")
"""What of the models a score depends on, besides the encoder that they belong to."""


@dataclass(frozen=True, eq=False)
class Grader:
    """A head and the version of all that decides a grade."""

    head: Head
    version: str


@cache
def load_grader() -> Grader:
    """The grader that comes with the package."""
    with np.load(io.BytesIO(_content(WEIGHTS))) as arrays:
        head = from_arrays(arrays)
    return Grader(head, grader_version())


def grader_version() -> str:
    """`rubric-2` and a hash over weights, rubric and code: another hash, another scale."""
    digest = hashlib.sha256()
    for name in DECIDING:
        digest.update(_content(name))
    digest.update(files("app.domain").joinpath("words.py").read_bytes())
    for name in READING:
        digest.update(files("serving").joinpath(name).read_bytes())
    return f"rubric-2.{digest.hexdigest()[:12]}"


def _content(name: str) -> bytes:
    return files("app.domain.grading").joinpath(name).read_bytes()
