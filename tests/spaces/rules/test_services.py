"""When a service is due, and how late it is: the calendar's working days, and no second thought after it is closed."""

from datetime import date, timedelta
from itertools import product

import pytest

from parks.reference.rules.working_days import Calendar
from parks.spaces.rules.services import Lateness, lateness, promised

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (MONDAY, None, None),
        (MONDAY, 1, date(2026, 11, 24)),
        (FRIDAY, 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # asked on a Saturday
        (MONDAY, 5, date(2026, 11, 30)),
    ],
)
def test_the_day_of_asking_does_not_count(asked: date, days: int | None, due: date | None) -> None:
    found = promised(asked, days, Calendar())
    assert (found.day if found else None) == due


def test_a_holiday_moves_the_day_and_an_open_year_says_that_it_is_provisional() -> None:
    known = {MONDAY + timedelta(days=n): n == 2 for n in range(10)}  # Wednesday alone is worked
    told = promised(MONDAY, 1, Calendar(known))
    assert told is not None
    assert (told.day, told.provisional) == (MONDAY + timedelta(days=2), False)
    assert (promised(MONDAY, 1, Calendar()) or told).provisional


def test_what_is_closed_never_turns_later() -> None:
    due = MONDAY
    order = list(Lateness)
    assert [lateness(due, None, due + timedelta(days=n)) for n in (-1, 0, 1)] == order
    for ahead, later in product(range(-4, 5), range(4)):
        today, after = due + timedelta(days=ahead), due + timedelta(days=ahead + later)
        assert order.index(lateness(due, None, today)) <= order.index(lateness(due, None, after))
        assert lateness(due, today, today) is lateness(due, today, after)
        assert lateness(due, today, after) is (Lateness.LATE if ahead > 0 else Lateness.NONE)
        assert lateness(None, None, today) is Lateness.NONE
