"""Uploaded files are known by their bytes, opened in a child with limits, and refused in clear words."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.errors import FileRejected
from app.services import resume_text
from app.services.resume_text import MAX_RESUME_BYTES, ResumeKind, extract_text, sniff

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def pdf(*lines: str, columns: tuple[str, ...] = (), pages: int = 1) -> bytes:
    """A PDF with lines from the top of each page, and with columns beside each other below them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for _ in range(pages):
        for place, line in enumerate(lines):
            canvas.drawString(50, 780 - 15 * place, line)
        for place, column in enumerate(columns):
            block = canvas.beginText(50 + 270 * place, 600)
            block.textLines(column)
            canvas.drawText(block)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked(data: bytes, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def bomb(megabytes: int) -> bytes:
    """A small Word file with a member of so many megabytes of spaces."""
    document = docx.Document()
    document.add_paragraph("Jane Doe")
    members = {"word/media/pad.xml": b" " * (megabytes * 1024 * 1024)}
    with zipfile.ZipFile(io.BytesIO(word(document))) as file:
        members.update({name: file.read(name) for name in file.namelist()})
    return archive(members)


def read(data: bytes) -> str:
    return extract_text(data, sniff(data))


def refusal(data: bytes) -> str:
    with pytest.raises(FileRejected) as refused:
        read(data)
    return refused.value.detail


def test_a_pdf_gives_the_text_of_all_its_pages() -> None:
    data = pdf("Jane Doe", "Python and C++", pages=3)
    assert sniff(data) is ResumeKind.PDF
    assert read(data).count("Python and C++") == 3


def test_the_columns_of_a_pdf_are_read_one_after_the_other() -> None:
    text = read(pdf("Jane Doe", columns=("SKILLS\nPython\nDocker", "EXPERIENCE\nAcme 2019 - 2021\nEngineer")))
    assert text.split() == [
        *("Jane", "Doe", "SKILLS", "Python", "Docker"),
        *("EXPERIENCE", "Acme", "2019", "-", "2021", "Engineer"),
    ]


def test_a_pdf_locked_with_a_password_is_refused() -> None:
    assert refusal(locked(pdf("Jane"), user="secret", owner="secret")) == (
        "The PDF is locked with a password; save a copy without one and upload that."
    )


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert "Jane" in read(locked(pdf("Jane"), user="", owner="secret"))


def test_a_pdf_without_text_is_refused_as_a_scan() -> None:
    assert "No text was found" in refusal(pdf())


def test_a_word_file_gives_headers_paragraphs_tables_and_footers_in_order() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Jane Doe"
    document.add_paragraph("Experience")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["Acme", "2019", "Beta", "2021"], strict=True
    ):
        cell.text = text
    document.add_paragraph("Built Go services", style="List Bullet")
    document.sections[0].footer.paragraphs[0].text = "Page one"
    data = word(document)
    assert sniff(data) is ResumeKind.DOCX
    lines = [line for line in read(data).split("\n") if line]
    assert lines == [
        "Jane Doe",
        "Experience",
        "Acme\t2019",
        "Beta\t2021",
        "\u2022 Built Go services",
        "Page one",
    ]


def test_the_columns_of_a_word_table_are_read_one_after_the_other() -> None:
    document = docx.Document()
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text = "SKILLS"
    left.add_paragraph("Python")
    right.text = "EXPERIENCE"
    right.add_table(rows=1, cols=1).rows[0].cells[0].text = "Acme"
    assert read(word(document)).split() == ["SKILLS", "Python", "EXPERIENCE", "Acme"]


def test_a_word_file_without_text_is_refused() -> None:
    assert "No text was found" in refusal(word(docx.Document()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    data = "Résumé of Zoë – Python\r\n".encode(encoding)
    assert sniff(data) is ResumeKind.TXT
    assert extract_text(data, ResumeKind.TXT).strip() == "Résumé of Zoë – Python"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PNG, "a PNG image"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "a JPEG image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a WebP image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "an old Word file"),
        (b"{\\rtf1 Jane}", "a rich text file"),
        (b"\x7fELF\x02\x01\x01" + bytes(50), "cannot be read"),
        (b"text with\x00a NUL", "cannot be read"),
        (b"", "empty"),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), "another office document"),
        (b"PK\x03\x04 cut off", "damaged"),
    ],
)
def test_other_files_are_refused_and_named_whatever_they_are_called(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_five_megabytes_pass_and_one_byte_more_does_not() -> None:
    assert sniff(b"a" * MAX_RESUME_BYTES) is ResumeKind.TXT
    with pytest.raises(FileRejected, match="larger than 5 MB"):
        sniff(b"a" * (MAX_RESUME_BYTES + 1))


@pytest.mark.parametrize("megabytes", [20, 100])
def test_a_small_word_file_that_unpacks_to_a_large_one_is_refused_unopened(megabytes: int) -> None:
    data = bomb(megabytes)
    assert len(data) < 1024 * 1024
    assert "unpacks to far more" in refusal(data)


def test_a_word_file_with_a_harmless_large_member_is_read() -> None:
    assert "Jane Doe" in read(bomb(2))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nnothing that follows",
        pdf("Jane", pages=5)[:700],
        archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<broken"}),
    ],
)
def test_damaged_files_are_refused_as_damaged(data: bytes) -> None:
    assert "damaged" in refusal(data)


def test_long_texts_are_cut() -> None:
    assert len(read(b"words " * 100_000)) == resume_text.MAX_CHARACTERS
    assert len(read(pdf(*["words " * 20] * 50, pages=60))) == resume_text.MAX_CHARACTERS


def test_a_child_that_takes_too_long_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid_file = tmp_path / "pid"
    child = tmp_path / "child.py"
    child.write_text(
        f"import os, time\nopen({str(pid_file)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n"
    )
    monkeypatch.setattr(resume_text, "_CHILD", child)
    monkeypatch.setattr(resume_text, "TIME_LIMIT_S", 2.0)
    assert "takes too long" in refusal(pdf("Jane"))
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


def test_a_child_that_dies_without_an_answer_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(resume_text, "_CHILD", child)
    assert "takes too long or too much memory" in refusal(pdf("Jane"))


def test_the_child_gets_no_secrets_of_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = tmp_path / "child.py"
    child.write_text("import json, os\nprint(json.dumps({'text': ' '.join(['names:', *os.environ])}))\n")
    monkeypatch.setattr(resume_text, "_CHILD", child)
    monkeypatch.setenv("REHEARSE_SMTP_URL", "smtps://user:secret@mail")
    names = set(read(pdf("Jane")).split()) - {"names:", "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}
    assert names <= set(resume_text._PASSED_ON)


CHILD_CHECK = """
import runpy, sys
child = runpy.run_path(sys.argv[1])
child["limit_means"]()
try:
    {attempt}
except (MemoryError, OSError) as exc:
    print(type(exc).__name__)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux applies all limits")
@pytest.mark.parametrize(
    ("attempt", "outcome"),
    [
        ("bytearray(2 * 1024**3)", "MemoryError"),
        ("print('x', file=open(sys.argv[2], 'w'), flush=True)", "OSError"),
    ],
)
def test_the_child_has_no_memory_to_waste_and_no_file_to_write(
    tmp_path: Path, attempt: str, outcome: str
) -> None:
    code = CHILD_CHECK.format(attempt=attempt)
    command = [sys.executable, "-I", "-c", code, str(resume_text._CHILD), str(tmp_path / "file")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.strip() == outcome, done.stderr


def test_the_child_imports_nothing_of_the_house() -> None:
    code = "import runpy, sys; runpy.run_path(sys.argv[1]); print('app' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(resume_text._CHILD)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_every_refusal_says_what_happened_and_what_to_do_in_one_sentence() -> None:
    for sentence in (*resume_text._PROBLEMS.values(), resume_text._NO_TEXT, refusal(b""), refusal(PNG)):
        assert sentence[0].isupper() and sentence.endswith(".") and ". " not in sentence and ";" in sentence
