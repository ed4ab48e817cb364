"""When what a tenant asked for is due, and how late it is."""

from datetime import date
from enum import StrEnum

from parks.reference.rules.working_days import Calendar, Deadline, last_day

MOST_DAYS = 60
"""The longest promise, in working days."""


class Lateness(StrEnum):
    """SOON: the last promised day is today. A closed request is late where it was closed after its day."""

    NONE = "none"
    SOON = "soon"
    LATE = "late"


def promised(asked: date, days: int | None, calendar: Calendar) -> Deadline | None:
    """The last promised day: `days` working days after the day of asking, which does not count. None: no promise."""
    return None if days is None else last_day(asked, days, calendar, include_start=False)


def lateness(due: date | None, closed: date | None, today: date) -> Lateness:
    """What was closed is judged on the day it was closed, and never turns later."""
    if due is None:
        return Lateness.NONE
    if closed is not None:
        return Lateness.LATE if closed > due else Lateness.NONE
    if today > due:
        return Lateness.LATE
    return Lateness.SOON if today == due else Lateness.NONE
