"""Working days: the oracles of domain.md §6.3, and a year whose notice is not out."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.reference.rules.working_days import (
    Calendar,
    Deadline,
    last_day,
    working_days,
    working_days_left,
)


def _published(first: date, until: date) -> Calendar:
    days = [first + timedelta(days=n) for n in range((until - first).days + 1)]
    return Calendar({day: chinese_calendar.is_workday(day) for day in days})


YEAR_2026 = _published(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("start", "include_start", "ends"),
    [
        ("2026-09-28", True, "2026-10-09"),
        ("2026-09-28", False, "2026-10-10"),  # a Saturday that is worked
        ("2026-02-10", True, "2026-02-14"),  # another
        ("2026-02-10", False, "2026-02-24"),  # over the Spring Festival
        ("2026-11-24", True, "2026-11-30"),
        ("2026-10-03", True, "2026-10-13"),  # starts in the holidays: counting begins with the first day worked
        ("2026-10-03", False, "2026-10-13"),
    ],
)
def test_five_working_days(start: str, include_start: bool, ends: str) -> None:
    found = last_day(date.fromisoformat(start), 5, YEAR_2026, include_start=include_start)
    assert found == Deadline(date.fromisoformat(ends), provisional=False)


def test_a_notice_over_the_turn_of_the_year_is_provisional_and_no_error() -> None:
    found = last_day(date(2026, 12, 28), 5, YEAR_2026)
    assert found == Deadline(date(2027, 1, 4), provisional=True)  # 1 January is a holiday by law, 2 and 3 a weekend
    assert not last_day(date(2026, 12, 28), 4, YEAR_2026).provisional


def test_days_of_a_year_without_notice_stay_provisional_when_they_are_known() -> None:
    day = date(2027, 3, 1)
    assert last_day(day, 1, Calendar({day: True}, frozenset({day}))) == Deadline(day, provisional=True)


def test_what_is_left_counts_from_tomorrow() -> None:
    assert working_days_left(date(2026, 11, 24), date(2026, 11, 27), YEAR_2026) == 3
    assert working_days_left(date(2026, 11, 27), date(2026, 11, 27), YEAR_2026) == 0
    assert working_days_left(date(2026, 12, 1), date(2026, 11, 27), YEAR_2026) == 0
    assert working_days_left(date(2026, 9, 30), date(2026, 10, 10), YEAR_2026) == 3


def test_no_days_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="one working day"):
        last_day(date(2026, 11, 24), 0, YEAR_2026)


@given(st.dates(date(2026, 1, 1), date(2026, 11, 1)), st.integers(1, 20), st.booleans())
def test_the_last_day_is_worked_and_counts_to_the_number(start: date, days: int, include_start: bool) -> None:
    ends = last_day(start, days, YEAR_2026, include_start=include_start).day
    assert YEAR_2026.is_working(ends)
    first = start if include_start else start + timedelta(days=1)
    assert working_days(first, ends, YEAR_2026) == days
