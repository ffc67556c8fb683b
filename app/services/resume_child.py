"""The child that opens uploaded files: bytes on stdin, one JSON object on stdout.

Run by path, `python -I resume_child.py pdf|docx`, so that it works from a source tree and from an installed
package alike. It imports nothing of the house, and one parser. The answer is `{"text": ...}`, or
`{"problem": "locked" | "bomb" | "broken" | "heavy"}`.

Before it reads a byte it takes away its own means: processor time, memory, and writing to files. macOS takes
the limit on memory without applying it, and Windows has no limits at all: there the parent's clock is left.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

MAX_CHARACTERS = 200_000
CPU_SECONDS = 10
MEMORY_BYTES = 1024**3
# An honest Word file of 5 MB unpacks to some 20 MB, its text at ratios up to about 30.
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 5_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {_FALLBACK, f"{_W}del", f"{_W}instrText", f"{_W}delText"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


class Problem(Exception):
    """A file that cannot be read; the argument is the word that the parent knows."""


def limit_means() -> None:
    """Take away processor time, memory and writing, as far as this system knows how."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, limit in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (limit, limit))


def read_pdf(data: bytes) -> Iterator[str]:
    """The text of each page. An owner's password alone does not lock a file."""
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Problem("locked")
    for page in reader.pages:
        yield page.extract_text() + "\n"


def read_docx(data: bytes) -> Iterator[str]:
    """Headers, body and footers in that order; tables, text boxes and content controls where they stand."""
    refuse_bomb(data)
    from docx import Document

    document = Document(io.BytesIO(data))
    yield from dict.fromkeys(_margins(document, "header"))
    yield from _text(document.element.body)
    yield from dict.fromkeys(_margins(document, "footer"))


def refuse_bomb(data: bytes) -> None:
    """Problem("bomb") where the archive unpacks to far more than a document needs.

    The sizes are those that the archive declares; zipfile never unpacks a member beyond its own.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > min(MAX_UNPACKED_BYTES, MAX_RATIO * len(data)):
        raise Problem("bomb")


def _margins(document: Document, which: str) -> Iterator[str]:
    """The text of each section's own header or footer."""
    for section in document.sections:
        margin = getattr(section, which)
        if not margin.is_linked_to_previous:
            yield "".join(_text(margin.part.element))


def _text(element: BaseOxmlElement) -> Iterator[str]:
    """The text below an element in document order; Word's own list bullets are written out."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tr":
            yield _row(child)
        else:
            yield _SIGNS.get(child.tag, "")
            yield _bullet(child) if child.tag == f"{_W}p" else ""
            yield from _text(child)
            yield "\n" if child.tag == f"{_W}p" else ""


def _bullet(paragraph: BaseOxmlElement) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    named = style is not None and style.get(f"{_W}val", "").startswith("List")
    return "\u2022 " if named or paragraph.find(f"{_W}pPr/{_W}numPr") is not None else ""


def _row(row: BaseOxmlElement) -> str:
    """A table row: on one line where each cell holds one line, else cell after cell, as columns are read."""
    cells = ["".join(_text(cell)).strip("\n") for cell in row.iter(f"{_W}tc") if _row_of(cell) is row]
    return ("\n" if any("\n" in cell for cell in cells) else "\t").join(filter(None, cells)) + "\n"


def _row_of(cell: BaseOxmlElement) -> BaseOxmlElement | None:
    return next(cell.iterancestors(f"{_W}tr"), None)


def answer(kind: str, data: bytes) -> dict[str, str]:
    """The child's answer for a file: its text, cut at MAX_CHARACTERS, or its problem."""
    try:
        text = ""
        for piece in read_pdf(data) if kind == "pdf" else read_docx(data):
            text += piece
            if len(text) > MAX_CHARACTERS:
                break
        return {"text": _storable(text[:MAX_CHARACTERS])}
    except Problem as problem:
        return {"problem": str(problem)}
    except (MemoryError, RecursionError):
        return {"problem": "heavy"}
    except Exception:  # parsers raise whatever a broken file makes them; the parent needs one word
        return {"problem": "broken"}


def _storable(text: str) -> str:
    """The text without what no database takes: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


if __name__ == "__main__":
    limit_means()
    json.dump(answer(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)
