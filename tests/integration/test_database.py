"""The schema, the bank and the way to both, on a database file of each test's own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from peewee import Database
from playhouse.schema_diff import diff_models

from app.services import bank as bank_service
from app.services import interview_rows as rows
from app.services.bank import Bank, load_bank, read_bank
from db import interviews as queries
from db.accounts import get_or_create_user
from db.database import check, open_database
from db.models import MODELS, BankQuestion, LoginCode, User, proxy
from tests.integration.house import NOON


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database of this test's own; the models go back to the one that they had."""
    before = proxy.obj
    yield open_database(f"sqlite:///{tmp_path / 'own.db'}")
    proxy.initialize(before)


def begin(database: Database, user_id: int, slugs: list[str]) -> int:
    values = {
        "user": user_id,
        "mode": "practice",
        "role": "Engineer",
        "level": "junior",
        "job_description": "",
        "skills": [],
        "seed": 1,
        "day": None,
        "started_at": NOON,
    }
    with database.connection_context():
        return queries.create_interview(values, slugs)


@pytest.fixture
def user_id(database: Database) -> int:
    with database.connection_context():
        return int(get_or_create_user("ada@example.org", "Ada", NOON).id)


def test_the_migrations_build_the_schema_of_the_models(database: Database) -> None:
    with database.connection_context():
        assert not diff_models(database, list(MODELS))


def test_opening_a_database_again_keeps_what_is_in_it(
    database: Database, user_id: int, tmp_path: Path
) -> None:
    again = open_database(f"sqlite:///{tmp_path / 'own.db'}")
    with again.connection_context():
        assert User.get_by_id(user_id).email == "ada@example.org"


@pytest.mark.parametrize("url", ["", "sqlite:///", "sqlite:///:memory:", "mysql://host/name", "rehearse.db"])
def test_a_database_that_cannot_work_is_told_at_start(url: str) -> None:
    with pytest.raises(ValueError, match="REHEARSE_DATABASE_URL"):
        open_database(url)


def test_the_database_gives_a_sign_of_life(database: Database) -> None:
    check(database)


def test_sixteen_writers_at_once_all_succeed(database: Database) -> None:
    def write(number: int) -> None:
        with database.connection_context():
            for turn in range(10):
                with database.atomic():
                    count = LoginCode.select().count()
                    LoginCode.create(
                        email=f"{number}-{turn}@example.org",
                        name=str(count),
                        code_hash="x",
                        created_at=NOON,
                        expires_at=NOON,
                    )

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(16)))
    with database.connection_context():
        names = {int(row.name) for row in LoginCode.select()}
    assert names == set(range(160))


def test_loading_the_bank_twice_changes_nothing(database: Database) -> None:
    assert load_bank(database) == load_bank(database) == len(read_bank())
    with database.connection_context():
        assert BankQuestion.select().count() == len(read_bank())
    assert Bank(database).page() == read_bank()


def test_an_edited_question_leaves_its_old_version_to_old_interviews(
    database: Database, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_bank(database)
    old, *others = read_bank()
    before = begin(database, user_id, [old.id])
    edited = replace(old, text="Something else?")
    monkeypatch.setattr(bank_service, "read_bank", lambda: (edited, *others))
    load_bank(database)
    after = begin(database, user_id, [old.id])
    with database.connection_context():
        assert rows.load(user_id, before)[0].questions[0].text == old.text
        assert rows.load(user_id, after)[0].questions[0].text == edited.text
        assert BankQuestion.select().where(BankQuestion.slug == old.id).count() == 2
    assert Bank(database).page() == (edited, *others)


def test_a_question_that_was_taken_out_is_asked_no_more_and_an_undone_edit_comes_back(
    database: Database, user_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_bank(database)
    gone, *others = read_bank()
    before = begin(database, user_id, [gone.id])
    monkeypatch.setattr(bank_service, "read_bank", lambda: tuple(others))
    load_bank(database)
    assert Bank(database).page() == tuple(others)
    with database.connection_context():
        assert rows.load(user_id, before)[0].questions[0].text == gone.text
    monkeypatch.undo()
    load_bank(database)
    assert Bank(database).page() == read_bank()
    with database.connection_context():
        assert BankQuestion.select().count() == len(read_bank())


def test_the_history_takes_as_many_queries_for_ten_interviews_as_for_one(
    database: Database, user_id: int, caplog: pytest.LogCaptureFixture
) -> None:
    load_bank(database)
    slugs = [question.id for question in read_bank()[:3]]
    counts = []
    for wanted in (1, 10):
        while len(counts) >= 0:
            with database.connection_context():
                held = queries.interviews_of(user_id)
            if len(held) == wanted:
                break
            begin(database, user_id, slugs)
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "peewee"), database.connection_context():
            history = rows.load(user_id)
        assert [len(interview.questions) for interview in history] == [3] * wanted
        counts.append(sum("SELECT" in record.getMessage() for record in caplog.records))
    assert counts == [2, 2]
