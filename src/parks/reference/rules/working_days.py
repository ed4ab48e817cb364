"""Working days by the State Council's yearly notice: weekdays but the holidays, and the Saturdays and Sundays worked.

Years without a notice go by weekdays and the holidays that the law fixes (国务院《全国年节及纪念日放假办法》, as
revised for 2025), and whatever rests on them is `provisional`: never an error, and reckoned anew when the notice is
out (domain.md §6.3, §8).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)

HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
}
"""The names in chinesecalendar, and what people call them."""

FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the holidays that need no moon: New Year, Labour Day, National Day."""

BY_THE_MOON = frozenset(
    date.fromisoformat(day)
    for day in (
        # the eve of the Spring Festival and its first three days, Qingming, Dragon Boat, Mid-Autumn
        *("2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15"),
        *("2028-01-25", "2028-01-26", "2028-01-27", "2028-01-28", "2028-04-04", "2028-05-28", "2028-10-03"),
        *("2029-02-12", "2029-02-13", "2029-02-14", "2029-02-15", "2029-04-04", "2029-06-16", "2029-09-22"),
    )
)
"""Statutory days of the years whose notice is not out; which days are moved around them the notice alone tells."""


def works_by_law(day: date) -> bool:
    """Whether a day of a year without notice is taken for a working day."""
    return day.weekday() < 5 and (day.month, day.day) not in FIXED and day not in BY_THE_MOON


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day that still counts; `provisional` where a day on the way to it has no notice yet."""

    day: date
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """`works` tells each known day; `open_days` are those whose notice is not out. Other days go by the law."""

    works: Mapping[date, bool] = field(default_factory=dict)
    open_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        known = self.works.get(day)
        return works_by_law(day) if known is None else known

    def is_provisional(self, day: date) -> bool:
        return day in self.open_days or day not in self.works


def last_day(start: date, days: int, calendar: Calendar, *, include_start: bool = True) -> Deadline:
    """The day on which `days` working days from `start` are full. `include_start` counts the start itself, where it
    is a working day. ValueError for fewer than one day.
    """
    if days < 1:
        raise ValueError("a period has one working day at least")
    day, left, provisional = (start if include_start else start + DAY), days, False
    while True:
        provisional = provisional or calendar.is_provisional(day)
        if calendar.is_working(day):
            left -= 1
        if not left:
            return Deadline(day, provisional)
        day += DAY


def working_days_left(today: date, until: date, calendar: Calendar) -> int:
    """还剩 n 个工作日: the working days after today up to and with `until`; 0 on the last day itself and after it."""
    return sum(calendar.is_working(day) for day in _days(today + DAY, until))


def working_days(start: date, until: date, calendar: Calendar) -> int:
    """How many days from `start` up to and with `until` are worked."""
    return sum(calendar.is_working(day) for day in _days(start, until))


def _days(start: date, until: date) -> Iterator[date]:
    day = start
    while day <= until:
        yield day
        day += DAY
