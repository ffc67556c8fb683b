"""The shape of a résumé: its text as extracted, made plain, then cut into sections and entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

BULLET = "\u2022 "

_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\x00"))
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"[^\S\n]+")
_HYPHENS = re.compile(r"[\u2010\u2011]")
_HYPHENATED = re.compile(r"(?<=[a-z])-\n[ \t]*(?=[a-z])")
_BULLET_SIGN = re.compile(
    r"^(?:[\u2022\u25cf\u25aa\u25e6\u2023\u2219\u00b7\u25cb\u25a0\u25a1\u2751\u27a2\u27a4\u25ba\u25b6\u2713\u2714"
    r"\u2756\u25c6\u2043\uf0b7\uf0a7\uf0d8\uf076\u203a\u00bb]+ *|[-*\u2013\u2014+] +|o +(?=[A-Z0-9]))",
    re.MULTILINE,
)
_EMPTY_LINES = re.compile(r"\n{3,}")


class Section(StrEnum):
    """What a part of a résumé is about; HEAD is what stands before the first heading."""

    HEAD = "head"
    SUMMARY = "summary"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    PROJECTS = "projects"
    EDUCATION = "education"
    OTHER = "other"
    PRIVATE = "private"


_HEADINGS = {
    Section.SUMMARY: "summary|professional summary|career summary|profile|about|about me|objective|"
    "career objective",
    Section.SKILLS: "skills|technical skills|key skills|core skills|skills and tools|skills & tools|"
    "technologies|core competencies|technical proficiencies|tech stack|technical expertise|skill set|"
    "skills summary",
    Section.EXPERIENCE: "experience|work experience|professional experience|employment|employment history|"
    "work history|career history|internships|internship|internship experience|industry experience|"
    "relevant experience|experience and internships|positions held|professional background",
    Section.PROJECTS: "projects|personal projects|academic projects|selected projects|key projects|"
    "side projects|project experience|projects undertaken|college projects|open source|"
    "open source projects|major projects|notable projects|relevant projects|technical projects|project work",
    Section.EDUCATION: "education|academic background|education and training|academics|qualifications|"
    "academic qualifications|educational background|coursework|relevant coursework",
    Section.OTHER: "certifications|certificates|awards|achievements|honors|honours|publications|languages|"
    "training|volunteering|volunteer experience|leadership|activities|extracurricular activities|courses|"
    "patents|certifications and courses|awards and achievements|conferences|talks|contact|contact details|"
    "positions of responsibility|personal details|personal information",
    Section.PRIVATE: "interests|hobbies|hobbies and interests|personal interests|references|declaration",
}
_SECTION_OF = {
    heading.replace(" ", ""): section for section, words in _HEADINGS.items() for heading in words.split("|")
}
# Text after the colon is common for these; "Languages: Python" is a line of a list of skills.
_RUN_ON = (Section.SUMMARY, Section.SKILLS, Section.PRIVATE)
_LONGEST_HEADING = 45


@dataclass(frozen=True, slots=True)
class Part:
    """One section: `text` is `resume[start:end]`, all that stands below its heading."""

    section: Section
    start: int
    end: int
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.strip("\n").split("\n")) if self.text.strip() else ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a section: its head line, and what is said below it with the bullets taken off."""

    head: str
    points: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.head, *self.points))


def normalize_resume(text: str) -> str:
    """Extracted text made plain: ligatures, soft hyphens and line-end hyphens undone, one kind of bullet.

    Every kind of line end becomes one, runs of spaces and of empty lines shrink. Twice changes nothing more.
    """
    text = (
        unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)).translate(_LIGATURES).translate(_INVISIBLE)
    )
    text = _HYPHENS.sub("-", _SPACES.sub(" ", text))
    text = "\n".join(line.strip() for line in text.split("\n"))
    text = _BULLET_SIGN.sub(BULLET, _HYPHENATED.sub("", text))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def split_sections(text: str) -> tuple[Part, ...]:
    """The sections of a normalised résumé in order; the part before the first heading is HEAD."""
    opened = [(Section.HEAD, 0, 0)]
    start = 0
    for line in text.split("\n"):
        section, inside = _heading(line)
        if section:
            opened.append((section, start, start + inside))
        start += len(line) + 1
    ends = [heading for _, heading, _ in opened[1:]] + [len(text)]
    return tuple(
        Part(section, inside, end, text[inside:end])
        for (section, _, inside), end in zip(opened, ends, strict=True)
    )


def split_entries(lines: Sequence[str]) -> tuple[Entry, ...]:
    """The entries of a section: parted by empty lines, or by head lines after bullets or finished sentences.

    Where every line is a bullet, each bullet is an entry.
    """
    return tuple(_entry(block) for block in _blocks(lines) if block)


def _heading(line: str) -> tuple[Section | None, int]:
    """The section that a line opens, and where in the line its text starts: at the end, or after a colon."""
    label, colon, rest = line.partition(":")
    if len(label) > _LONGEST_HEADING or (label.startswith(BULLET) and not label.isupper()):
        return None, 0
    section = _SECTION_OF.get(_plain_label(label))
    if section is None or (rest.strip() and section not in _RUN_ON):
        return None, 0
    return section, len(label) + len(colon) if rest.strip() else len(line)


def _plain_label(label: str) -> str:
    """The label's letters alone, so that "W O R K" and "Work:" are the same."""
    return re.sub(r"[^\w&]+", "", label).lower()


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each entry."""
    only_bullets = all(line.startswith(BULLET) or not line[0].isupper() for line in lines if line)
    full_line = _FULL * max(map(len, lines), default=0)
    block: list[str] = []
    for line, following in zip(lines, (*lines[1:], ""), strict=False):
        opens = only_bullets if line.startswith(BULLET) else _opens(line, following, block, full_line)
        if opens and block:
            yield block
            block = []
        if line:
            block.append(line)
    yield block


# A line this near to the longest one was broken by the page, not by its writer.
_FULL = 0.75
_LONGEST_HEAD, _SHORT_HEAD = 100, 50
_PARTED = re.compile(r" [\u2013\u2014-] |\(.+\)|^[^:]{2,40}: ")
_CLEARLY_PARTED = re.compile(r" \| |\b(?:19|20)\d\d\b")
# Lines that tell about the entry above them.
_LABELLED = re.compile(
    r"(?:technolog(?:y|ies)|tech|tools|stack|skills|languages|environment|role|description|duration|links?|"
    r"team size|responsibilities|github|url|demo|frameworks?)\b[^:]{0,20}:",
    re.IGNORECASE,
)


def _opens(line: str, following: str, block: Sequence[str], full_line: float) -> bool:
    """Whether a line without a bullet opens an entry, rather than going on with the one above."""
    if not line:
        return not following.startswith(BULLET)
    if not block or not _looks_like_a_head(line):
        return False
    if _CLEARLY_PARTED.search(line):
        return True
    if len(block) == 1 and not block[0].endswith(".") or _was_broken(block[-1], full_line):
        return False
    return len(line) < _SHORT_HEAD or following.startswith(BULLET) or bool(_PARTED.search(line))


def _looks_like_a_head(line: str) -> bool:
    starts_well = line[0].isupper() or line[0].isdigit()
    return starts_well and not (
        line.endswith((".", ",", ";")) or len(line) > _LONGEST_HEAD or _LABELLED.match(line)
    )


def _was_broken(line: str, full_line: float) -> bool:
    return len(line) >= full_line and not line.endswith((".", "!", "?"))


def _entry(block: Sequence[str]) -> Entry:
    """The first line is the head; lines without a bullet go on with the point above them."""
    points: list[str] = []
    bulleted = False
    for line in block[1:]:
        if line.startswith(BULLET):
            points.append(line.removeprefix(BULLET))
            bulleted = True
        elif bulleted:
            points[-1] = f"{points[-1]} {line}"
        else:
            points.append(line)
    return Entry(block[0].removeprefix(BULLET), tuple(points))
