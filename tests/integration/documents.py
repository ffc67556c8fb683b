"""Résumés of every kind, honest and not."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

LINES = (
    "Grace Hopper",
    "Skills: Python, PostgreSQL, Docker",
    "Experience",
    "Senior Backend Engineer, Acme, 2018 - 2024",
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def pdf(*lines: str) -> bytes:
    """A PDF of these lines; without any, one of an empty page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number, line in enumerate(lines):
        canvas.drawString(72, 760 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def locked_pdf() -> bytes:
    """A PDF that opens with a password alone."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(*LINES))))
    writer.encrypt("secret", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def docx(*lines: str) -> bytes:
    """A Word document of these lines."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    """A Word document of some 100 kB that unpacks to 100 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 100_000_000)
    return buffer.getvalue()
