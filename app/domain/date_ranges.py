"""Date ranges as people write them in résumés, and how long they are together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NOW = r"(?:present|now|current(?:ly)?|today|ongoing|till date|to date|date)"


def _day(group: str) -> str:
    """A month and a year in any usual order, or a year alone."""
    return (
        rf"(?:(?P<{group}_name>{_NAME})\.?,?[ '\u2019]{{0,2}}"
        rf"(?P<{group}_year>(?:19|20)\d\d|(?<=['\u2019])\d\d)"
        rf"|(?P<{group}_month>0?[1-9]|1[0-2])[/.](?P<{group}_year_after>(?:19|20)\d\d)"
        rf"|(?P<{group}_year_first>(?:19|20)\d\d)[/.-](?P<{group}_month_after>0[1-9]|1[0-2])\b"
        rf"|(?P<{group}_year_alone>(?:19|20)\d\d))"
    )


_DASH = r"[ ]{0,2}(?:[-\u2012-\u2015\u2212]{1,2}|to|until|till)[ ]{0,2}"
_RANGE = re.compile(
    rf"(?<![\w/.]){_day('from')}{_DASH}(?:(?P<now>{_NOW})|{_day('to')})(?![\w/])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Period:
    """Months of work as a half-open range, counted from year 0; `text[start:end]` wrote it."""

    first_month: int
    end_month: int
    start: int
    end: int


def find_periods(text: str, today: date) -> tuple[Period, ...]:
    """The date ranges in `text`, cut off at today's month; those that run backwards are left out.

    Named months are counted from first to last, both included. Of years alone the second is not counted:
    "2018 - 2020" is two years; "2020 - 2020" counts as half a year.
    """
    this_month = _month(today.year, today.month)
    periods = (_period(found, this_month) for found in _RANGE.finditer(text))
    return tuple(period for period in periods if period.first_month < period.end_month)


def total_years(periods: Iterable[Period]) -> float:
    """The length of all periods together in years, to a tenth; months that overlap count once."""
    worked = {month for period in periods for month in range(period.first_month, period.end_month)}
    return round(len(worked) / 12, 1)


def _period(found: re.Match[str], this_month: int) -> Period:
    first_year, first = _parts(found, "from")
    start = _month(first_year, first or 1)
    end = this_month + 1 if found["now"] else _end(found, start)
    return Period(start, min(end, this_month + 1), found.start(), found.end())


def _end(found: re.Match[str], start: int) -> int:
    year, month = _parts(found, "to")
    if month:
        return _month(year, month) + 1
    return min(start + 6, _month(year + 1, 1)) if year == start // 12 else _month(year, 1)


def _parts(found: re.Match[str], group: str) -> tuple[int, int]:
    """Year and month of one end; month 0 where only the year is written."""
    year = next(y for y in (found[f"{group}_year{tail}"] for tail in ("", "_after", "_first", "_alone")) if y)
    full = int(year) if len(year) == 4 else 2000 + int(year)
    name = found[f"{group}_name"]
    if name:
        return full, 1 + _MONTHS.index(name[:3].lower())
    return full, int(found[f"{group}_month"] or found[f"{group}_month_after"] or 0)


def _month(year: int, month: int) -> int:
    return year * 12 + month - 1
