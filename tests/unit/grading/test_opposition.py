"""Denials, opposites and swapped words are noticed; the same said in other words is not mistaken for them."""

from __future__ import annotations

import pytest

from app.domain.grading.opposition import opposed, opposites, turned_around
from tests.unit.grading.passages import made

ORIGINAL = "A left join keeps every row of the first table and fills the rest with null."


@pytest.mark.parametrize(
    "said",
    [
        "A left join does not keep every row of the first table and fills the rest with null.",
        "A left join keeps every row of the last table and fills the rest with null.",
        "A right join keeps every row of the first table and fills the rest with null.",
        "A left join keeps every row of the first table and never fills the rest with null.",
        "A left join keeps every row of the first elephant and fills the rest with null.",
    ],
)
def test_a_copy_with_its_meaning_turned_is_caught(said: str) -> None:
    assert turned_around(made(ORIGINAL), made(said))


@pytest.mark.parametrize(
    "said",
    [
        ORIGINAL,
        "A left join keeps each row of the first table and it fills the rest with null.",
        "With a left join nothing from the first table is lost; where there is no partner you see null.",
        "An inner join does not keep rows that have no partner.",
        "Nothing of the kind.",
    ],
)
def test_a_copy_a_paraphrase_and_another_subject_are_not(said: str) -> None:
    assert not turned_around(made(ORIGINAL), made(said))


def test_the_same_number_is_needed_where_both_name_one() -> None:
    point = made("The default cap is 5 requests for each of the replicas.")
    assert turned_around(point, made("The default cap is 50 requests for each of the replicas."))
    assert not turned_around(point, made("The default cap is 5 requests for every one of the replicas."))


def test_opposites_hold_both_ways() -> None:
    assert all(word in opposites()[other] for word, others in opposites().items() for other in others)


def test_an_opposite_that_the_key_point_uses_itself_is_no_contradiction() -> None:
    point = made("Reads are fast and writes are slow.")
    assert opposed(point, made("Writes are slow and reads are fast.")) == 0
    assert opposed(made("Reads are fast."), made("Reads are slow.")) == 1
