"""Half-open spans of days: `until` is the first day that no longer belongs."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """`Period(start, until)`; `until=None` is open-ended. ValueError where it would hold no day."""

    start: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.start:
            raise ValueError("a period ends after it starts")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Period") -> bool:
        return (self.until is None or other.start < self.until) and (other.until is None or self.start < other.until)

    @property
    def last_day(self) -> date | None:
        """The last day inside, as people say it."""
        return None if self.until is None else self.until - timedelta(days=1)
