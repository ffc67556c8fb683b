"""Questions, feedback and overviews as HTML: escaped, marked where the evidence is, said in words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from app.domain.feedback import (
    Band,
    Dimensions,
    Evidence,
    Feedback,
    Flag,
    KeyPointFeedback,
    Status,
)
from app.domain.interviews import Answer, AskedQuestion, Interview, InterviewStatus, Mode, Source
from app.domain.profile import Level
from app.domain.progress import HistoryLine, Suggestion, history_line, summarise
from app.domain.questions import Kind
from ui.highlight import GLYPHS, WORDS, evidence_spans, highlight
from ui.overviews import daily_card, history_table, suggestions_list, summary_view
from ui.presenters import feedback_card, question_card
from ui.verdict import FLAGS, coverage_sentence
from ui.welcome import EXAMPLE_ANSWER, _example_points, home_page

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
EVIL = "<script>alert(\"1\")</script> & 'x'"
SAID = "Naïve 🙂 locks wait; two wait forever. <b>Order</b> them."


def point(
    text: str = "Two locks", status: Status = Status.MET, quote: str = "", weight: int = 1, said: str = SAID
) -> KeyPointFeedback:
    start = said.index(quote)
    evidence = Evidence(start, start + len(quote), quote) if quote else None
    return KeyPointFeedback(text, weight, status, 0.5, evidence)


ALL = (
    point("Locks wait", Status.MET, "locks wait", weight=3),
    point("Both wait", Status.PARTIAL, "wait; two wait"),
    point("Never ends", Status.CONTRADICTED, "forever"),
    point("Order helps", Status.MISSED),
)


def feedback(
    score: int | None = 58, points: tuple[KeyPointFeedback, ...] = ALL, flags: tuple[Flag, ...] = ()
) -> Feedback:
    band = None if score is None else Band.DEVELOPING
    views = Dimensions(0.5, 0.9, 0.4, 0.7, 0.8)
    more = ("One", "Two", "Three")
    return Feedback(score, band, 0.5, views, points, ("Clear",), more, "The model.", flags, "v1")


def asked(
    given: Feedback | None = None, text: str | None = SAID, question: str = "What is it?"
) -> AskedQuestion:
    answer = None if text is None else Answer(1, text, Source.TEXT, None, NOW, given)
    return AskedQuestion(31, 4, question, Kind.CONCEPT, "operating-systems", Level.MID, answer)


def interview(*questions: AskedQuestion, role: str = "Backend developer") -> Interview:
    return Interview(
        7, InterviewStatus.FINISHED, Mode.PRACTICE, role, Level.MID, "", (), NOW, NOW, tuple(questions)
    )


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def marks(html: str) -> list[tuple[str, str]]:
    return [(status, unescape(text)) for status, text in re.findall(r'rh-mark (\w+)">([^<]*)<', html)]


# Questions


def test_a_question_card_tells_place_skill_and_level_and_asks_in_a_heading() -> None:
    html = question_card(asked(text=None), total=10)
    assert "Question 4 of 10" in html and "Operating systems" in html and "Mid" in html
    assert '<h1 class="rh-question">What is it?</h1>' in html
    assert 'data-question-id="31"' in html and 'data-text="What is it?"' in html


def test_a_question_card_has_the_reader_hidden_until_the_script_shows_it() -> None:
    html = question_card(asked(text=None), total=10)
    for action in ("play", "pause", "stop", "voice", "auto", "status"):
        assert f'data-reader="{action}"' in html
    assert 'aria-label="Read aloud" hidden>' in html and "Read questions aloud" in html


def test_a_question_is_escaped_in_text_and_attribute() -> None:
    html = question_card(asked(text=None, question=EVIL), total=10)
    assert "<script" not in html and '"1"' not in html


# Highlighting


def test_each_mark_holds_exactly_the_words_of_its_evidence() -> None:
    html = highlight(SAID, (ALL[0], ALL[2]))
    assert marks(html) == [("met", "locks wait"), ("contradicted", "forever")]


def test_the_answer_survives_highlighting_unchanged() -> None:
    html = re.sub(r"<sup.*?</sup>|<span class=\"rh-sr\">.*?</span>", "", highlight(SAID, ALL))
    assert text_of(html) == SAID


def test_overlaps_are_cut_and_the_louder_status_is_shown() -> None:
    html = highlight(SAID, ALL)
    assert marks(html) == [
        ("met", "locks "),
        ("partial", "wait"),
        ("partial", "; two wait"),
        ("contradicted", "forever"),
    ]
    assert html.index("✓1") < html.index("~2") < html.index("×3")


def test_spans_that_start_and_end_together_are_both_numbered() -> None:
    html = highlight(SAID, (point("A", Status.MET, "forever"), point("B", Status.PARTIAL, "forever")))
    assert marks(html) == [("partial", "forever")]
    assert "✓1" in html and "~2" in html


def test_offsets_count_characters_not_bytes() -> None:
    assert marks(highlight(SAID, (point("A", Status.MET, "🙂 locks"),))) == [("met", "🙂 locks")]


def test_evidence_that_does_not_quote_the_answer_is_left_out() -> None:
    wrong = [Evidence(0, 5, "other"), Evidence(-3, 2, "s."), Evidence(4, 4, ""), Evidence(50, 999, "x")]
    points = [KeyPointFeedback("P", 1, Status.MET, 1.0, evidence) for evidence in wrong]
    assert evidence_spans(SAID, points) == []
    assert "<mark" not in highlight(SAID, points)


def test_marked_and_unmarked_words_are_escaped() -> None:
    html = highlight(SAID, (point("A", Status.MET, "<b>Order</b>"),))
    assert "<b>" not in html and "&lt;b&gt;Order" in html
    assert highlight("", ()) == ""


# Feedback


@pytest.mark.parametrize("status", Status)
def test_each_status_has_a_glyph_and_a_word(status: Status) -> None:
    html = feedback_card(asked(feedback(points=(point("P", status),))))
    assert f'aria-hidden="true">{GLYPHS[status]}</span>' in html
    assert f'<span class="rh-word">{WORDS[status]}</span>' in html


def test_a_graded_answer_shows_score_band_range_and_reason() -> None:
    said = text_of(feedback_card(asked(feedback())))
    assert "58 of 100" in said and "Developing 40–59" in said
    assert "You covered 1 of 4 points, 1 in part; your answer contradicts 1. Missing: Order helps." in said


def test_the_next_best_move_is_two_sentences_at_most() -> None:
    said = text_of(feedback_card(asked(feedback())))
    assert "One" in said and "Two" in said and "Three" not in said


def test_a_model_answer_waits_behind_a_summary() -> None:
    assert re.search(
        r"<details[^>]*><summary>A model answer</summary><p[^>]*>The model", feedback_card(asked(feedback()))
    )


@pytest.mark.parametrize("flag", Flag)
def test_each_flag_is_a_plain_sentence(flag: Flag) -> None:
    html = feedback_card(asked(feedback(flags=(flag,))))
    assert FLAGS[flag] in html and flag.value not in html.split()


def test_an_answer_without_a_score_says_so_and_why() -> None:
    html = feedback_card(asked(feedback(score=None, flags=(Flag.TOO_SHORT,))))
    assert "Not enough to grade" in html and FLAGS[Flag.TOO_SHORT] in html
    assert "of 100" not in html and "None" not in html
    assert "too little" in feedback_card(asked(feedback(score=None)))


def test_an_answer_in_grading_is_said_to_be_saved() -> None:
    html = feedback_card(asked(None))
    assert "Your answer is saved; grading…" in html and 'data-feedback-for="31"' in html


def test_a_question_without_answer_has_no_feedback() -> None:
    assert feedback_card(asked(text=None)) == ""


def test_feedback_is_escaped_everywhere() -> None:
    given = replace(
        feedback(points=(KeyPointFeedback(EVIL, 3, Status.MISSED, 0, None),)),
        strengths=(EVIL,),
        improvements=(EVIL,),
        model_answer=EVIL,
    )
    html = feedback_card(asked(given, text=EVIL, question=EVIL))
    assert "<script" not in html and html.count("&lt;script&gt;") >= 5


def test_coverage_counts_in_the_right_number_and_names_the_heaviest_gap() -> None:
    assert coverage_sentence((point(),)) == "You covered 1 of 1 point."
    light, heavy = point("Light.", Status.MISSED), point("Heavy.", Status.MISSED, weight=3)
    assert coverage_sentence((light, heavy)) == "You covered 0 of 2 points. Missing: Heavy; and 1 more."
    assert coverage_sentence(()) == "This question has no list of key points."


# Overviews


def test_a_summary_shows_average_skills_and_one_row_a_question() -> None:
    html = summary_view(summarise(interview(asked(feedback()), asked(None), asked(text=None))))
    said = text_of(html)
    assert "58 of 100" in said and "You answered 2 of 3 questions; 1 could be graded." in said
    assert html.count("<details") == 3 + 2
    assert "grading…" in said and "not answered" in said and "Operating systems" in said


def test_a_summary_without_grades_has_no_figures() -> None:
    html = summary_view(summarise(interview(asked(text=None), role=EVIL)))
    assert "No average yet" in html and "of 100" not in html and "<script" not in html


def test_history_leads_back_into_active_interviews_and_to_summaries_of_finished_ones() -> None:
    done = history_line(interview(asked(feedback())))
    html = history_table([done, replace(done, id=8, status="active", average_score=None, role=EVIL)])
    assert 'href="/summary?id=7"' in html and 'href="/interview?id=8"' in html
    assert "5 Mar 2026" in html and "<script" not in html and "None" not in html


def test_empty_lists_say_what_to_do() -> None:
    lines: list[HistoryLine] = []
    assert "No interviews yet" in history_table(lines) and 'href="/form"' in history_table(lines)
    assert 'href="/form"' in suggestions_list([])


def test_a_suggestion_starts_practice_of_its_skill() -> None:
    html = suggestions_list(
        [Suggestion("c++ & more", EVIL, 40.0, EVIL), Suggestion("sql", "Why", 50.0, None)]
    )
    assert 'href="/form?skill=c%2B%2B%20%26%20more"' in html and "<script" not in html
    assert html.count("Missed last") == 1


def test_the_daily_card_knows_whether_it_is_done() -> None:
    open_card = daily_card(EVIL, "sql", "/interview?id=1", answered=False, score=None)
    assert "Answer it" in open_card and "<script" not in open_card
    assert "You scored 71 of 100." in daily_card("Q", "sql", "/summary?id=1", answered=True, score=71)
    assert "Done for today." in daily_card("Q", "sql", "/summary?id=1", answered=True, score=None)


# Home


def test_home_offers_each_visitor_one_next_step() -> None:
    active = interview(asked(feedback()), replace(asked(text=None), position=2))
    for html, label in (
        (home_page(signed_in=False), "Start Session"),
        (home_page(signed_in=True, active=active, today="Q"), "Continue: question 2 of 2"),
        (home_page(signed_in=True, today=EVIL), "Answer today’s question"),
        (home_page(signed_in=True), "Start Session"),
    ):
        assert html.count('class="rh-button"') == 1 and f">{label}</a>" in html
        assert "<script" not in html


def test_the_worked_example_marks_its_own_words() -> None:
    points = _example_points()
    assert len(evidence_spans(EXAMPLE_ANSWER, points)) == 2
    assert {p.status for p in points} == set(Status) - {Status.CONTRADICTED}  # never given so far
