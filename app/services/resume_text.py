"""From an uploaded file to its text: what kind of file it is by its bytes, and a child that opens it.

A name proves nothing, so none is asked for. Parsers of foreign formats have had holes and endless loops:
they run in a process of their own, with limits, and without this one's environment.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from enum import StrEnum
from pathlib import Path

from app.errors import FileRejected

MAX_RESUME_BYTES = 5 * 1024 * 1024
MAX_CHARACTERS = 200_000
TIME_LIMIT_S = 10.0

_CHILD = Path(__file__).with_name("resume_child.py")
# What an interpreter may need to start at all.
_PASSED_ON = ("LD_LIBRARY_PATH", "SYSTEMROOT")

_ACCEPTED = "a PDF, a Word document (.docx) or a plain text file"
_FOREIGN = {
    b"\x89PNG\r\n\x1a\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"\xd0\xcf\x11\xe0": "an old Word file (.doc) or one locked with a password",
    b"{\\rtf": "a rich text file (.rtf)",
    b"%!PS": "a PostScript file",
}
_NO_TEXT = (
    "No text was found in the file, it may be a scan or a picture; upload one whose text can be selected, "
    "or paste the text."
)
_PROBLEMS = {
    "locked": "The PDF is locked with a password; save a copy without one and upload that.",
    "bomb": "The Word file unpacks to far more than a document holds; save it anew or upload it as a PDF.",
    "broken": "The file is damaged and could not be opened; save it anew and upload that.",
    "heavy": "The file takes too long or too much memory to read; save a simpler copy and upload that.",
}


class ResumeKind(StrEnum):
    """The kinds of file that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    TXT = "txt"


def sniff(data: bytes) -> ResumeKind:
    """The kind of a file by its first bytes and, for an archive, its members; its name plays no part.

    FileRejected for an empty file, one of more than MAX_RESUME_BYTES, or one of any other kind.
    """
    if not data:
        raise FileRejected(f"The file is empty; upload {_ACCEPTED}.")
    if len(data) > MAX_RESUME_BYTES:
        raise FileRejected("The file is larger than 5 MB; save a smaller copy, for example without pictures.")
    if foreign := _foreign(data):
        raise FileRejected(f"The file is {foreign}; upload {_ACCEPTED}.")
    if b"%PDF-" in data[:1024]:
        return ResumeKind.PDF
    if data.startswith(b"PK"):
        return _kind_of_archive(data)
    if _decoded(data) is None:
        raise FileRejected(f"The file is of a kind that cannot be read; upload {_ACCEPTED}.")
    return ResumeKind.TXT


def extract_text(data: bytes, kind: ResumeKind) -> str:
    """The text of a file that `sniff` accepted, at most MAX_CHARACTERS of it.

    PDF and DOCX are opened in a child process, for TIME_LIMIT_S at most. FileRejected where the file is
    locked, damaged, too heavy to read, or holds no text.
    """
    text = (_decoded(data) or "") if kind is ResumeKind.TXT else _read_in_child(data, kind)
    if not text.strip():
        raise FileRejected(_NO_TEXT)
    return text[:MAX_CHARACTERS]


def _kind_of_archive(data: bytes) -> ResumeKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as exc:
        raise FileRejected(_PROBLEMS["broken"]) from exc
    if {"[Content_Types].xml", "word/document.xml"} <= members:
        return ResumeKind.DOCX
    raise FileRejected(f"The file is an archive or another office document; upload {_ACCEPTED}.")


def _foreign(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "a WebP image"
    return next((name for start, name in _FOREIGN.items() if data.startswith(start)), None)


def _decoded(data: bytes) -> str | None:
    """The text of plain bytes: UTF-8, UTF-16 with its mark, or Windows' Latin; None for anything binary."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(sign < " " and sign not in "\t\n\v\f\r" for sign in text):
            return text
    return None


def _read_in_child(data: bytes, kind: ResumeKind) -> str:
    """The child's text; whatever ends it early counts as too heavy a file."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", "-X", "utf8", str(_CHILD), kind.value],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIME_LIMIT_S,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            cwd=_CHILD.anchor,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as exc:
        raise FileRejected(_PROBLEMS["heavy"]) from exc
    answer: dict[str, str] = json.loads(done.stdout)
    if problem := answer.get("problem"):
        raise FileRejected(_PROBLEMS[problem])
    return answer["text"]
