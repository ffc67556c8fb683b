"""How the time to read a pasted text grows: ten times the text should take about ten times as long.

The texts are one piece over and over, each of which could send a careless expression back to its start at
every character.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from statistics import median

from app.domain.job_description import analyze_job_description
from app.domain.resume import read_resume
from app.services.taxonomy import load_taxonomy
from benchmarks.report import parser, positive, show, write

SHORT, LONG = 5_000, 50_000
TODAY = date(2024, 6, 15)

JOB_DESCRIPTION_PIECES = (
    *("senior ", "engineer ", "Senior Engineer ", "3 years ", "level: ", "we have ", "hiring ", "- ", "5-"),
    *("entry-level ", "your entry level ", "experience ", "<", "<a", "<p>c ", "&", "&a", "\n", "x", "a, "),
    *("1 ", "\u00a0"),
)
RESUME_PIECES = (
    *("\n", "\u2022 ", "\u2022", "a-\n", "2020 - ", "Jan ", "x:"),
    *("Projects\nA (", "Experience\n2019 - 2020\n"),
)
SKILL_PIECES = ("a", ".", "c ", "a@", "a.", "\n", "1 ", "go, ", "github.com/", "machine ")


def repeated(piece: str, length: int) -> str:
    """The piece over and over, at most `length` characters."""
    return piece * (length // len(piece))


def main() -> None:
    """Measure, print, and write where asked."""
    arguments = parser(__doc__)
    arguments.add_argument("--runs", type=positive, default=5, help="readings of each text (default: 5)")
    options = arguments.parse_args()
    taxonomy = load_taxonomy()
    readers: tuple[tuple[str, Callable[[str], object], Sequence[str]], ...] = (
        ("job description", lambda text: analyze_job_description(text, taxonomy), JOB_DESCRIPTION_PIECES),
        ("resume", lambda text: read_resume("Projects\n" + text, taxonomy, TODAY), RESUME_PIECES),
        ("skills", taxonomy.find, SKILL_PIECES),
    )
    growths = {
        f"{name}, {piece!r}": growth(read, piece, options.runs)
        for name, read, pieces in readers
        for piece in pieces
    }
    rows = {name: f"{value:.1f} x" for name, value in sorted(growths.items(), key=lambda row: -row[1])}
    show(f"Time for {LONG:,} characters against {SHORT:,}, medians of {options.runs}", rows)
    write(options.json, "reading", {"growth": growths})


def growth(read: Callable[[str], object], piece: str, runs: int) -> float:
    """How many times as long the long text takes."""
    return seconds(read, repeated(piece, LONG), runs) / seconds(read, repeated(piece, SHORT), runs)


def seconds(read: Callable[[str], object], text: str, runs: int) -> float:
    """Median processor time of one reading."""
    taken = []
    for _ in range(runs):
        begun = time.process_time()
        read(text)
        taken.append(time.process_time() - begun)
    return median(taken)


if __name__ == "__main__":
    main()
