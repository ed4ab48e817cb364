"""The days of the demo world, and its clock: everything in it happens at its own time."""

from datetime import date, datetime, time

from parks.adapters import clock
from parks.adapters.clock import BEIJING
from parks.adapters.database import value


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in Beijing time."""
    return datetime.combine(date(year, month, day), time(hour, minute), BEIJING)


MONDAY = moment(2026, 11, 23)
"""When a visitor enters: the Monday morning of domain.md §11 B."""


async def at(wanted: datetime) -> None:
    """Set the demo's clock to this moment, whatever the real date; from there it runs on as all clocks do."""
    real: datetime = await value("SELECT now()")
    await clock.move(wanted - real)
