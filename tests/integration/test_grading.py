"""Grades with the real MiniLM and the packaged grader: honest answers, attacks, the same every time."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from transformers import AutoModel, AutoTokenizer

from app.domain.feedback import Feedback, Flag, Status
from app.domain.grading.grade import grade
from app.domain.profile import Level
from app.domain.questions import Kind, Question
from app.errors import GradingUnavailable
from app.services.bank import read_bank
from app.services.grader import grader_version, load_grader
from app.services.grading import Grading
from benchmarks import gaming, grading
from benchmarks.attacks import FAMILIES, OFF_TOPIC
from serving.client import LocalModels
from serving.settings import ServingArgs
from serving.weights import encoder_folder
from training.lessons import held_out, lessons, read_answers, read_graded

pytestmark = pytest.mark.timeout(600)

BANK = {question.id: question for question in read_bank()}
ANSWERS = list(read_answers())
FEW = list(BANK.values())[::9]

JOIN = BANK["sql-inner-vs-left-join"]

Grader = Callable[[Question, str], Feedback]


@pytest.fixture(scope="module")
def models() -> LocalModels:
    return LocalModels(ServingArgs(whisper_model="none"))


@pytest.fixture(scope="module")
def graded(models: LocalModels) -> Grader:
    return Grading(models).grade


def test_every_question_has_its_six_labelled_answers() -> None:
    styles = {(entry["question"], entry["style"]) for entry in ANSWERS}
    assert len(ANSWERS) == len(styles) == 6 * len(BANK)
    assert all(len(entry["statuses"]) == len(BANK[entry["question"]].key_points) for entry in ANSWERS)


def test_a_paraphrase_beats_fluent_talk_about_the_topic(graded: Grader) -> None:
    scores: dict[str, list[int]] = {"strong": [], "vague": []}
    for entry in ANSWERS:
        if entry["style"] in scores and BANK[entry["question"]] in FEW:
            scores[entry["style"]].append(graded(BANK[entry["question"]], entry["answer"]).score or 0)
    beaten = [strong > vague for strong, vague in zip(*scores.values(), strict=True)]
    assert sum(beaten) >= 0.9 * len(beaten), scores


def test_gaming_does_not_pass(models: LocalModels) -> None:
    tried = list(gaming.attempts(FEW))
    passed = [
        (attempt.family, attempt.question.id, feedback.score)
        for attempt, feedback in zip(tried, gaming.grade_all(tried, models, load_grader()), strict=True)
        if (feedback.score or 0) >= gaming.PASSING
    ]
    assert len(tried) == len(FEW) * len(FAMILIES)
    assert len(passed) <= len(tried) // 100, passed


def test_a_story_is_graded_by_its_parts_on_questions_never_seen(graded: Grader) -> None:
    unseen = held_out(lessons())
    stories = [e for e in read_graded() if e["shelf"] == "behaviour" and e["question"] in unseen]
    assert stories
    for entry in stories:
        question = Question(
            *("teamwork-story", "teamwork", Kind.BEHAVIOURAL, Level.MID),
            *(entry["question"], entry["reference"], ()),
        )
        score = {told["style"]: graded(question, told["text"]).score or 0 for told in entry["answers"]}
        assert score["strong"] >= 60 > max(score["hypothetical"], score["vague"])
        own = "Says what the candidate personally did, rather than only what the team did."
        team = graded(question, next(told["text"] for told in entry["answers"] if told["style"] == "team"))
        assert next(p for p in team.key_points if p.text == own).credit < 0.6
        for elsewhere in OFF_TOPIC:
            assert (graded(question, elsewhere).score or 0) < 15


def test_an_inverted_fact_is_called_contradicted_where_it_stands(graded: Grader) -> None:
    answer = JOIN.reference_answer.replace("A left join preserves", "A left join does not preserve")
    feedback = graded(JOIN, answer)
    turned = [point for point in feedback.key_points if point.status is Status.CONTRADICTED]
    assert [point.text for point in turned] == [JOIN.key_points[1].text]
    assert turned[0].evidence is not None and turned[0].evidence.text.startswith(
        "A left join does not preserve"
    )
    assert feedback.score is not None and feedback.score < 60
    assert feedback.improvements[0].startswith("You said otherwise")


def test_saying_less_never_earns_more(graded: Grader) -> None:
    raised = []
    for question in FEW:
        whole = graded(question, question.reference_answer).score or 0
        parts = question.reference_answer.split(". ")
        for place in range(len(parts)):
            shorter = ". ".join(parts[:place] + parts[place + 1 :])
            less = graded(question, shorter).score or 0
            raised += [(question.id, place, whole, less)] if less > whole + 1 else []
    assert raised == []


def test_the_same_answer_gets_the_same_grade_alone_and_in_a_batch_of_32(models: LocalModels) -> None:
    grader = load_grader()
    chosen = [entry for entry in ANSWERS if entry["style"] == "spoken"][:32]
    asked = [(BANK[entry["question"]], entry["answer"]) for entry in chosen]
    together = grading.heard_of(random.Random(0).sample(asked, len(asked)), models)
    for question, answer in asked:
        alone = grading.heard_of([(question, answer)], models)
        grades = [grade(question, answer, *said, grader.head, grader.version) for said in (together, alone)]
        assert grades[0] == grades[1]


@pytest.mark.parametrize(
    ("answer", "flag"),
    [
        ("", Flag.EMPTY),
        ("Nulls.", Flag.TOO_SHORT),
        ("<b></b>", Flag.TOO_SHORT),
        (
            "Una unión interna devuelve solo las filas que coinciden en los dos lados de la tabla.",
            Flag.NOT_ENGLISH,
        ),
        ("\x07\x1b[31m" * 5, None),
        ("SELECT * FROM customers c LEFT JOIN orders o ON o.customer_id = c.id;", None),
        ("word " * 10_000, None),
    ],
)
def test_odd_input_gets_a_grade_that_says_what_is_odd(graded: Grader, answer: str, flag: Flag | None) -> None:
    feedback = graded(JOIN, answer)
    assert flag is None or flag in feedback.flags
    assert (feedback.score is None) == (Flag.NOT_ENGLISH in feedback.flags)
    assert feedback.score is None or feedback.score < 60


def test_a_grade_names_the_version_of_all_that_decided_it(graded: Grader) -> None:
    assert graded(JOIN, "An inner join drops rows.").grader_version == grader_version()
    assert grader_version().startswith("rubric-2.") and len(grader_version()) < 64


def test_the_benchmark_writes_its_rows_in_order_with_their_grades(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "answers.csv", tmp_path / "graded.csv"
    question, reference = "Why does the bulb light?", "The circuit is closed, so a current flows."
    answers = [
        (reference, 1),
        ("Because cats like milk in the morning.", 0),
        ("", 0),
        ("A current flows.", 1),
    ]
    with source.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*grading.COLUMNS, "label", "extra"])
        rows.writerows(
            ["beetle", "1", question, reference, a, s, "correct" if s else "incorrect", "x"]
            for a, s in answers
        )
    monkeypatch.setattr(sys, "argv", ["grading", str(source), "--predictions", str(target)])
    grading.main()
    with target.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert [row["answer"] for row in written] == [answer for answer, _ in answers]
    assert all(row["extra"] == "x" and row["grader_version"] == grader_version() for row in written)
    predicted = [float(row["predicted"]) for row in written]
    assert predicted[0] >= 0.5 > max(predicted[1], predicted[2]) and written[2]["flags"] == "empty"
    assert "macro-F1, three ways" in capsys.readouterr().out


def test_an_encoder_that_no_reader_was_trained_for_grades_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    model = AutoModel.from_pretrained(encoder_folder("minilm"))
    model.encoder.layer[-1].output.dense.bias.data += 1
    model.save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(encoder_folder("minilm")).save_pretrained(tmp_path)
    other = LocalModels(ServingArgs(whisper_model="none", encoder_model=str(tmp_path)))
    with pytest.raises(GradingUnavailable, match=r"python -m training\.reader"):
        Grading(other).grade(JOIN, "An inner join drops rows.")
