"""An answer with the words that decided marked, so that every grade can be checked against its source."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from app.domain.feedback import KeyPointFeedback, Status

GLYPHS = {Status.MET: "✓", Status.PARTIAL: "~", Status.MISSED: "○", Status.CONTRADICTED: "×"}
WORDS = {
    Status.MET: "covered",
    Status.PARTIAL: "partly covered",
    Status.MISSED: "not covered",
    Status.CONTRADICTED: "contradicted",
}
LOUDNESS = (Status.MISSED, Status.MET, Status.PARTIAL, Status.CONTRADICTED)
"""Where spans overlap, the words look like the last of these among them."""


class Span(NamedTuple):
    """A stretch of the answer that decided key point `number`, counted from 1."""

    start: int
    end: int
    number: int
    status: Status


def highlight(answer: str, points: Sequence[KeyPointFeedback]) -> str:
    """The answer as HTML, each point's evidence marked and numbered like the list of points.

    Overlapping spans are cut at each other's ends. Evidence that does not quote the answer is left out.
    """
    spans = evidence_spans(answer, points)
    cuts = sorted({0, len(answer), *(s.start for s in spans), *(s.end for s in spans)})
    return "".join(_piece(answer, start, end, spans) for start, end in pairwise(cuts))


def evidence_spans(answer: str, points: Sequence[KeyPointFeedback]) -> list[Span]:
    """The evidence that really stands in the answer, as numbered spans."""
    numbered = [(n, p.status, p.evidence) for n, p in enumerate(points, start=1) if p.evidence]
    return [
        Span(e.start, e.end, n, status)
        for n, status, e in numbered
        if 0 <= e.start < e.end and answer[e.start : e.end] == e.text
    ]


def _piece(answer: str, start: int, end: int, spans: Sequence[Span]) -> str:
    text = escape(answer[start:end])
    over = [s for s in spans if s.start <= start and end <= s.end]
    if not over:
        return text
    status = max((s.status for s in over), key=LOUDNESS.index)
    notes = "".join(_note(s) for s in over if s.end == end)
    return f'<mark class="rh-mark {status.value}">{text}</mark>{notes}'


def _note(span: Span) -> str:
    glyph, word = GLYPHS[span.status], WORDS[span.status]
    return (
        f'<sup class="rh-note {span.status.value}" aria-hidden="true">{glyph}{span.number}</sup>'
        f'<span class="rh-sr"> (point {span.number} {word})</span>'
    )
