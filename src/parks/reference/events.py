"""What happens to what is published."""

from dataclasses import dataclass
from datetime import date

from parks.kernel.events import Event


@dataclass(frozen=True, slots=True)
class DaySettled(Event):
    """A day is worked or free now: whoever keeps a reckoned deadline may reckon it anew."""

    day: date


@dataclass(frozen=True, slots=True)
class YearSettled(Event):
    """The notice of a year is out, and every day of it was entered."""

    year: int
