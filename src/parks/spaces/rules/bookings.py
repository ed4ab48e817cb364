"""When a room can be booked: its hours, dates that repeat, free slots near a wish, hours by month. Beijing's clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule

from parks.kernel.words import Text, _
from parks.spaces.states import Repeat

BEIJING = ZoneInfo("Asia/Shanghai")
MOST = 60
"""Of one series: a year of weeks and some."""
AHEAD = timedelta(days=366)
STEP = timedelta(minutes=30)
SEARCHED = 14  # days before and after a wish in which free slots are looked for

FREQUENCIES: Mapping[Repeat, tuple[int, int]] = {
    Repeat.DAILY: (DAILY, 1),
    Repeat.WEEKLY: (WEEKLY, 1),
    Repeat.FORTNIGHTLY: (WEEKLY, 2),
    Repeat.MONTHLY: (MONTHLY, 1),
}


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Half-open: `start` to before `end`, both aware."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Slot") -> bool:
        return self.start < other.end and other.start < self.end

    @property
    def hours(self) -> float:
        return (self.end - self.start).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class Hours:
    """`opens` and `closes` in minutes of the day, `weekdays` as ISO numbers in one text."""

    opens: int
    closes: int
    weekdays: str

    def of(self, day: date) -> Slot | None:
        """The day's opening time; None on days on which it is shut."""
        if str(day.isoweekday()) not in self.weekdays:
            return None
        return Slot(at(day, self.opens), at(day, self.closes))

    def hold(self, slot: Slot) -> bool:
        open_time = self.of(slot.start.astimezone(BEIJING).date())
        return open_time is not None and open_time.start <= slot.start and slot.end <= open_time.end

    @property
    def told(self) -> str:
        return f"{clock(self.opens)}–{clock(self.closes)}"


def at(day: date, minute: int) -> datetime:
    """That minute of the day in Beijing; 1440 is the next midnight."""
    return datetime.combine(day, time(), BEIJING) + timedelta(minutes=minute)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def minutes(text: str) -> int:
    """`09:30` → 570."""
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def dates(first: date, repeat: Repeat, until: date | None) -> list[date]:
    """The days of a series, `until` inside, at most `MOST` and one more. A month without that day is left out."""
    if repeat is Repeat.NONE or until is None:
        return [first]
    frequency, interval = FREQUENCIES[repeat]
    begin = datetime.combine(first, time())
    last = datetime.combine(until, time())
    found = rrule(frequency, dtstart=begin, interval=interval, until=last)
    return [one.date() for one in islice(found, MOST + 1)]


def unbookable(slot: Slot, hours: Hours, now: datetime) -> Text | None:
    """Why this room is never booked then, whoever else has it; None where it can be."""
    if slot.start < now:
        return _("This time has already begun or is over.")
    if slot.start > now + AHEAD:
        return _("Rooms are booked at most a year ahead.")
    if not hours.hold(slot):
        return _("The room is not open then.")
    return None


def month(slot: Slot) -> tuple[int, int]:
    day = slot.start.astimezone(BEIJING)
    return day.year, day.month


def nearest(wish: Slot, hours: Hours, taken: Sequence[Slot], now: datetime, most: int = 3) -> list[Slot]:
    """Free slots of the same length, the nearest to the wish first, on the half hours of two weeks around it."""
    found = [
        slot
        for slot in _slots(wish, hours)
        if unbookable(slot, hours, now) is None and not any(slot.overlaps(one) for one in taken)
    ]
    return sorted(found, key=lambda slot: (abs(slot.start - wish.start), slot.start))[:most]


def _slots(wish: Slot, hours: Hours) -> Iterator[Slot]:
    length = wish.end - wish.start
    for day in _days(wish.start.astimezone(BEIJING).date()):
        open_time = hours.of(day)
        if open_time is None:
            continue
        start = open_time.start
        while start + length <= open_time.end:
            yield Slot(start, start + length)
            start += STEP


def _days(middle: date) -> Iterable[date]:
    return (middle + timedelta(days=offset) for offset in range(-SEARCHED, SEARCHED + 1))


def hours_shown(rooms: Sequence[Hours]) -> range:
    """The full hours of a day in which any of the rooms is open."""
    if not rooms:
        return range(0)
    return range(min(one.opens for one in rooms) // 60, (max(one.closes for one in rooms) + 59) // 60)


def cells(hours: Hours, taken: Sequence[Slot], day: date, columns: range) -> list[str]:
    """How each hour of the day stands: `free`, `partly`, `taken` or `shut`."""
    return [_cell(Slot(at(day, hour * 60), at(day, hour * 60 + 60)), hours.of(day), taken) for hour in columns]


def _cell(hour: Slot, open_time: Slot | None, taken: Sequence[Slot]) -> str:
    if open_time is None or not open_time.overlaps(hour):
        return "shut"
    over = [one for one in taken if one.overlaps(hour)]
    if not over:
        return "free"
    return "taken" if any(one.start <= hour.start and hour.end <= one.end for one in over) else "partly"
