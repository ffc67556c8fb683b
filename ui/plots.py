"""Figures over time, drawn by pandas and matplotlib as SVG inside the page: no file, no cache, no state."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape
from threading import Lock

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from app.domain.progress import HistoryLine

INK, LINE = "#808488", "#4f63d9"
PAGE_COLOURS = {INK: "currentColor", LINE: "var(--rh-accent)"}
"""matplotlib knows no style sheet: its colours are stand-ins for the page's own, light or dark."""

BAND_EDGES = (0, 40, 60, 80, 100)
BAND_NAMES = ("Starting", "Developing", "Solid", "Strong")

WIDE, NARROW = (9.0, 3.2), (3.9, 2.8)
"""Width and height in inches; the style sheet shows one of them. Letters stay readable in both."""
INCHES_A_LABEL = 1.4

_drawing = Lock()  # matplotlib is not thread-safe


def trend_plot(lines: Sequence[HistoryLine]) -> str:
    """The average of each graded interview over time, as a drawing and as a table."""
    frame = averages(lines)
    if frame.empty:
        return (
            '<div class="rh-card rh-plot"><p>Your trend appears here after the first graded answer.</p></div>'
        )
    alt = escape(alt_text(frame))
    wide = _svg(_figure(frame, WIDE), alt, "rh-wide-only")
    narrow = _svg(_figure(frame, NARROW), alt, "rh-narrow-only")
    return f'<figure class="rh-card rh-plot">{wide}{narrow}{_scales(frame)}{_table(frame)}</figure>'


def averages(lines: Sequence[HistoryLine]) -> pd.DataFrame:
    """Columns `date`, `role`, `average` (0–100) and `grader` of the interviews with one, oldest first."""
    rows = [
        (line.date, line.role, line.average_score, line.grader_version)
        for line in lines
        if line.average_score is not None
    ]
    frame = pd.DataFrame(rows, columns=["date", "role", "average", "grader"])
    return frame.sort_values("date", ignore_index=True)


def alt_text(frame: pd.DataFrame) -> str:
    """What the drawing shows, in words."""
    scores = [round(value) for value in frame["average"]]
    if len(scores) == 1:
        return f"Your average score of one interview: {scores[0]} of 100."
    return (
        f"Your average scores of {len(scores)} interviews over time: first {scores[0]}, latest {scores[-1]}, "
        f"lowest {min(scores)}, highest {max(scores)} of 100."
    )


def _figure(frame: pd.DataFrame, size: tuple[float, float]) -> Figure:
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.subplots()
    # Grades of two versions are two scales: no line joins them.
    for _, part in frame.groupby("grader"):
        part["average"].plot(ax=axes, color=LINE, marker="o", linewidth=2.5, markersize=7, clip_on=False)
    _scale(axes)
    _dates(axes, frame, labels=int(size[0] / INCHES_A_LABEL))
    return figure


def _scale(axes: Axes) -> None:
    """The scores on the left, the bands' names on the right, a fine line where a band begins."""
    axes.set_ylim(0, 100)
    axes.set_yticks(BAND_EDGES)
    axes.set_ylabel("Average score", color=INK)
    for edge in BAND_EDGES[:-1]:
        axes.axhline(edge, color=INK, linewidth=0.8, alpha=0.35)
    for low, high, name in zip(BAND_EDGES, BAND_EDGES[1:], BAND_NAMES, strict=False):
        axes.annotate(name, (1.01, (low + high) / 200), xycoords="axes fraction", va="center", color=INK)
    axes.tick_params(colors=INK, length=0, pad=8)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _dates(axes: Axes, frame: pd.DataFrame, labels: int) -> None:
    """One place an interview, a date at no more than `labels` of them, the latest among these."""
    last = len(frame) - 1
    axes.set_xlim(-0.3, last + 0.3)
    step = -(-len(frame) // labels)
    places = list(range(last, -1, -step))
    axes.set_xticks(places, [f"{frame['date'][n]:%d %b}" for n in places])


def _svg(figure: Figure, alt: str, shown: str) -> str:
    """The figure as an SVG element that takes its text colour from the page and says `alt` aloud."""
    buffer = io.StringIO()
    with _drawing, mpl.rc_context({"svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    svg = buffer.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    for stand_in, colour in PAGE_COLOURS.items():
        svg = svg.replace(stand_in, colour)
    return svg.replace("<svg ", f'<svg class="{shown}" role="img" aria-label="{alt}" ', 1)


def _scales(frame: pd.DataFrame) -> str:
    """What is to be said where two versions of the grader gave the grades."""
    if frame["grader"].nunique() < 2:
        return ""
    return (
        '<figcaption class="rh-muted">The line is broken where the grader changed: scores before and '
        "after are not on one scale. Whoever runs this room can grade the old answers again with "
        "<code>python -m app.regrade</code>.</figcaption>"
    )


def _table(frame: pd.DataFrame) -> str:
    cells = zip(frame["date"], frame["role"], frame["average"], strict=True)
    rows = "".join(
        f"<tr><td>{date:%d %b %Y}</td><td>{escape(role) or 'Any role'}</td><td>{average:.0f}</td></tr>"
        for date, role, average in cells
    )
    return (
        '<details class="rh-row"><summary>The same as a table</summary><div class="rh-table"><table>'
        "<thead><tr><th scope='col'>Date</th><th scope='col'>Role</th><th scope='col'>Average</th></tr>"
        f"</thead><tbody>{rows}</tbody></table></div></details>"
    )
