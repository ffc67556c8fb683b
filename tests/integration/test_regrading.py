"""Old grades are replaced by the grader of this version, one by one, and nothing else is touched."""

from __future__ import annotations

import sys

import pytest

from app import regrade
from app.errors import GradingUnavailable
from app.services.grader import grader_version
from app.services.grading import Grading
from app.services.regrading import Regraded, Regrading
from db.models import Answer, Feedback
from serving.errors import ModelUnavailable
from tests.integration.house import FailingModels, House, Member
from tests.integration.interviewing import Held, begin

OLD = "alignment-1"


@pytest.fixture
def held(ada: Member) -> Held:
    """Three answers, two of them graded by an older grader that gave everybody one point."""
    Feedback.update(grader_version=grader_version()).execute()  # whatever another test left
    made = begin(ada)
    answers = [made.write(number).json()["answer_id"] for number in range(3)]
    Feedback.update(score=1, grader_version=OLD).where(Feedback.answer.in_(answers[:2])).execute()
    return made


def versions(held: Held) -> list[str]:
    ids = [question["id"] for question in held.questions]
    query = Feedback.select().join(Answer).where(Answer.interview_question.in_(ids)).order_by(Feedback.answer)
    return [row.grader_version for row in query]


def test_only_grades_of_other_versions_are_made_again(house: House, held: Held) -> None:
    before = list(Feedback.select().where(Feedback.grader_version != OLD).dicts())
    regrading = Regrading(house.database, Grading(house.models), house.clock)
    assert len(regrading.outdated()) == 2
    done = list(regrading.regrade())
    assert [each.before for each in done] == [1, 1]
    assert versions(held) == [grader_version()] * 3 and regrading.outdated() == []
    stored = Feedback.get(Feedback.answer == done[0].answer_id)
    assert stored.score == stored.document["score"] == done[0].after
    kept = {row["answer"] for row in before}
    assert [r for r in Feedback.select().dicts() if r["answer"] in kept] == before


def test_what_was_graded_before_a_failure_stays(house: House, held: Held) -> None:
    regrading = Regrading(house.database, Grading(house.models), house.clock)
    steps = regrading.regrade()
    next(steps)
    house.models.inner = FailingModels(ModelUnavailable("encoder", "out of memory"))
    with pytest.raises(GradingUnavailable):
        next(steps)
    assert versions(held) == [grader_version(), OLD, grader_version()]


def test_the_command_tells_how_far_scores_moved(
    house: House, held: Held, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REHEARSE_DATABASE_URL", f"sqlite:///{house.database_file}")
    monkeypatch.setenv("REHEARSE_ENCODER_MODEL", "weightless")
    monkeypatch.setattr(sys, "argv", ["regrade"])
    regrade.main()
    said = capsys.readouterr().out
    assert "2 of 2 answers graded again" in said and "points on average" in said
    assert versions(held) == [grader_version()] * 3
    regrade.main()
    assert "No score had to change." in capsys.readouterr().out


def test_the_command_says_where_it_stopped(house: House, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHEARSE_DATABASE_URL", f"sqlite:///{house.database_file}")
    monkeypatch.setattr(regrade, "LocalModels", lambda _: FailingModels(ModelUnavailable("encoder", "gone")))
    with pytest.raises(SystemExit, match="Stopped after 0 of 2"):
        regrade.main()


def test_scores_that_could_not_be_compared_are_left_out_of_the_figures() -> None:
    done = [Regraded(1, 50, 60), Regraded(2, None, 70), Regraded(3, 40, None), Regraded(4, 50, 30)]
    assert regrade.told(done) == "Scores moved by -5.0 points on average, at most 20."
