"""How long an office has, in working days: due, pressing, overdue; and standing still while the applicant corrects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from parks.kernel.words import Text, _
from parks.reference.rules.working_days import Calendar, last_day, working_days_left


@dataclass(frozen=True, slots=True)
class Clock:
    """`days` working days after `start` are full on `by`; from `soon` on at most a third is left."""

    start: date
    days: int
    by: date
    soon: date
    provisional: bool


def clock(start: date, days: int, calendar: Calendar, *, whole: int) -> Clock:
    """The clock of an office that has `days` of its `whole` working days left after `start`.

    With none left (it was returned on its last day, or after it), the day on which it comes back is the last one, or
    the next that is worked.
    """
    if days < 1:
        end = last_day(start, 1, calendar)
        return Clock(start, 0, end.day, end.day, end.provisional)
    end = last_day(start, days, calendar, include_start=False)
    gone = days - whole // 3
    soon = last_day(start, gone, calendar, include_start=False).day if gone > 0 else start
    return Clock(start, days, end.day, soon, end.provisional)


def left(by: date, today: date, calendar: Calendar) -> int:
    """What a clock that is stopped today keeps: the working days after today; none where it is over."""
    return working_days_left(today, by, calendar)


class Pressure(StrEnum):
    """How a matter presses; lists show it in words and in colour."""

    NONE = ""  # it waits for no office
    RUNNING = "running"
    SOON = "soon"  # yellow: a third of the days is left
    OVERDUE = "overdue"  # red
    PAUSED = "paused"  # the applicant corrects


PRESSURE_NAMES: Mapping[Pressure, Text] = {
    Pressure.RUNNING: _("In time"),
    Pressure.SOON: _("Soon due"),
    Pressure.OVERDUE: _("Overdue"),
    Pressure.PAUSED: _("Clock stands still"),
}

PRESSURE_TONES: Mapping[Pressure, str] = {
    Pressure.RUNNING: "neutral",
    Pressure.SOON: "warning",
    Pressure.OVERDUE: "danger",
    Pressure.PAUSED: "info",
}


def pressure(*, by: date | None, soon: date | None, days: int | None, today: date) -> Pressure:
    """`days` alone: stopped with so many left. On its last day it is not overdue yet."""
    if by is None or soon is None:
        return Pressure.NONE if days is None else Pressure.PAUSED
    if today > by:
        return Pressure.OVERDUE
    return Pressure.SOON if today >= soon else Pressure.RUNNING
