"""Many answers at a glance: a summary, the history, what to practise next, today's question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote

from app.domain.interviews import AskedQuestion, InterviewStatus, Mode
from app.domain.progress import HistoryLine, SkillScore, Suggestion, Summary
from ui.components import spoken
from ui.presenters import dimension_bars, feedback_body
from ui.verdict import score_figure

MODES = {Mode.PRACTICE: "Practice", Mode.DAILY: "Daily challenge"}
WIDE = ' class="rh-wide-only"'


def day(when: datetime) -> str:
    """A moment as its day, such as "5 Mar 2026", readable by machines too."""
    return f'<time datetime="{when.isoformat()}">{when.day} {when:%b %Y}</time>'


def summary_view(summary: Summary) -> str:
    """One interview: its average and views, its skills, and a row for each question that opens."""
    interview = summary.interview
    rows = "".join(_question_row(question) for question in interview.questions)
    return (
        f'<section class="rh-summary"><h1>{escape(interview.role) or "Your interview"}</h1>'
        f'<p class="rh-muted">{MODES[interview.mode]} · {escape(spoken(interview.level))} · '
        f"{day(interview.started_at)}</p>{_figures(summary)}{_skills(summary.skills)}"
        f"<h2>Question by question</h2>{rows}</section>"
    )


def _figures(summary: Summary) -> str:
    asked = len(summary.interview.questions)
    counts = f"You answered {summary.answered} of {asked} questions; {summary.graded} could be graded."
    if summary.average_score is None:
        head = f"<div><h2>No average yet</h2><p>{counts}</p></div>"
    else:
        head = f"{score_figure(summary.average_score, summary.band)}<p>{counts}</p>"
    views = f'<div class="rh-views">{dimension_bars(summary.dimensions)}</div>' if summary.dimensions else ""
    return f'<div class="rh-card rh-average"><div class="rh-verdict">{head}</div>{views}</div>'


def _skills(skills: Sequence[SkillScore]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(spoken(s.skill))}</th><td>{s.average:.0f}</td><td>{s.answers}</td></tr>"
        for s in skills
    )
    return _table("By skill, weakest first", ("Skill", "Average", "Answers"), rows) if rows else ""


def _question_row(question: AskedQuestion) -> str:
    return (
        f'<details class="rh-row"><summary><span class="rh-number">{question.position}</span>'
        f"<span>{escape(question.text)}</span><b>{_outcome(question)}</b></summary>"
        f'<div class="rh-feedback">{feedback_body(question)}</div></details>'
    )


def _outcome(question: AskedQuestion) -> str:
    if question.answer is None:
        return "not answered"
    if question.answer.feedback is None:
        return "grading…"
    score = question.answer.feedback.score
    return "not graded" if score is None else f'{score}<span class="rh-sr"> of 100</span>'


def history_table(lines: Sequence[HistoryLine]) -> str:
    """Past interviews, each with the way back into it."""
    if not lines:
        return _empty("No interviews yet. Your first one appears here.", "/form", "Start an interview")
    heads = ("Date", "Role", "Kind", "Answered", "Average", "")
    return _table("Your interviews", heads, "".join(_history_row(line) for line in lines))


def _history_row(line: HistoryLine) -> str:
    active = line.status == InterviewStatus.ACTIVE
    path, label = ("/interview", "Continue") if active else ("/summary", "Open")
    role = escape(line.role) or "Any role"
    average = "–" if line.average_score is None else f"{line.average_score:.0f}"
    return (
        f"<tr><td>{day(line.date)}</td><th scope='row'>{role}<span>{escape(spoken(line.level))}</span></th>"
        f"<td{WIDE}>{MODES[line.mode]}</td><td{WIDE}>{line.answered} of {line.questions}</td>"
        f"<td>{average}</td>"
        f'<td><a href="{path}?id={line.id}" aria-label="{label}: {role}">{label}</a></td></tr>'
    )


def _table(caption: str, heads: Sequence[str], rows: str) -> str:
    cells = "".join(f"<th scope='col'{_wide(head)}>{head}</th>" if head else "<td></td>" for head in heads)
    return (
        f'<div class="rh-table" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _wide(head: str) -> str:
    """The columns that a narrow screen does without: an opened interview tells the same."""
    return WIDE if head in ("Kind", "Answered") else ""


def _empty(text: str, href: str, action: str) -> str:
    return f'<div class="rh-card rh-empty"><p>{text}</p><a href="{href}">{action}</a></div>'


def suggestions_list(suggestions: Sequence[Suggestion]) -> str:
    """What to practise next, each with its reason and a way to start."""
    if not suggestions:
        return _empty(
            "Nothing stands out as weak. Keep the edge with a fresh interview.", "/form", "Practise"
        )
    items = "".join(_suggestion(suggestion) for suggestion in suggestions)
    return f'<ol class="rh-suggestions">{items}</ol>'


def _suggestion(suggestion: Suggestion) -> str:
    skill = escape(spoken(suggestion.skill))
    point = suggestion.missed_point
    missed = f"<p>Missed last: {escape(point)}</p>" if point else ""
    href = f"/form?skill={quote(suggestion.skill, safe='')}"
    return (
        f'<li class="rh-card"><h3>{skill}</h3><p>{escape(suggestion.reason)}</p>{missed}'
        f'<a href="{href}" aria-label="Practise: {skill}">Practise</a></li>'
    )


def daily_card(text: str, skill: str, href: str, answered: bool, score: int | None) -> str:
    """The question of the day and, once answered, what it earned; `href` leads to either."""
    earned = "" if score is None else f" You scored {score} of 100."
    note = f"Done for today.{earned}" if answered else "One question a day."
    action = "See the feedback" if answered else "Answer it"
    return (
        '<section class="rh-card rh-daily">'
        f'<p class="rh-place"><b>Today</b><span>{escape(spoken(skill))}</span></p>'
        f'<p class="rh-daily-question">{escape(text)}</p><p class="rh-muted">{note}</p>'
        f'<a class="rh-button quiet" href="{escape(href)}">{action}</a></section>'
    )
