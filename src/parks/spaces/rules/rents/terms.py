"""What landlord and tenant agreed on. Prices are yuan a gross m² and month; areas are gross m²."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from parks.kernel.money import Money
from parks.kernel.period import Period

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Step:
    """From the first day of this year of the lease (1 = the first) the price is this."""

    year: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one lease. ValueError where they contradict themselves.

    `period` has a last day; `steps` begin with year 1 and grow in years; `free` are spans without rent (免租期);
    the deposit is `deposit_months` of the first year's list price, or what the park's table says (`deposit_by_area`).
    """

    period: Period
    area: Decimal
    steps: tuple[Step, ...]
    free: tuple[Period, ...] = ()
    deposit_months: int = 2
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if self.period.until is None:
            raise ValueError("a lease has a last day")
        if self.area <= 0 or not self.steps or self.steps[0].year != 1:
            raise ValueError("a lease has an area, and a price from its first year")
        years = [one.year for one in self.steps]
        if years != sorted(set(years)) or any(one.price < 0 for one in self.steps):
            raise ValueError("prices follow each other by years, and none is below nought")
        if any(one.until is None for one in self.free):
            raise ValueError("a rent-free span has a last day")
        if any(one.overlaps(other) for number, one in enumerate(self.free) for other in self.free[:number]):
            raise ValueError("rent-free spans do not overlap")

    @property
    def until(self) -> date:
        assert self.period.until is not None  # noqa: S101 - asked for above
        return self.period.until

    def year_of(self, day: date) -> int:
        """Which year of the lease a day lies in, counted from 1 by anniversaries of its first day."""
        start = self.period.start
        years = day.year - start.year
        return years + 1 if day >= anniversary(start, years) else years

    def price(self, year: int) -> Decimal:
        """Yuan a m² and month in this year of the lease."""
        return next(one.price for one in reversed(self.steps) if one.year <= year)

    @property
    def deposit(self) -> Money:
        return Money(self.area * self.price(1) * self.deposit_months, self.currency)

    def cuts(self) -> list[date]:
        """The days on which a price, a rent-free span or a calendar month begins or ends, the last day's morrow too."""
        first, until = self.period.start, self.until
        days = {first, until}
        month = first.replace(day=1)
        while month < until:
            days.add(month)
            month = after(month)
        days |= {anniversary(first, years) for years in range(1, until.year - first.year + 1)}
        days |= {day for one in self.free for day in (one.start, one.until) if day is not None}
        return sorted(day for day in days if first <= day <= until)

    def is_free(self, day: date) -> bool:
        return any(day in one for one in self.free)


def anniversary(start: date, years: int) -> date:
    """The same day some years on; of 29 February in a common year, 1 March."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def months_on(start: date, months: int) -> date:
    """The same day so many months on, or the first of the month after where there is none."""
    year, month = divmod(start.month - 1 + months, MONTHS)
    try:
        return date(start.year + year, month + 1, start.day)
    except ValueError:
        return after(date(start.year + year, month + 1, 1))


def after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // MONTHS, month.month % MONTHS + 1, 1)


def share_of_month(start: date, until: date) -> Fraction:
    """What of its calendar month a span inside it takes, by days."""
    return Fraction((until - start).days, monthrange(start.year, start.month)[1])


def deposit_by_area(area: Decimal, tiers: Sequence[tuple[Decimal | None, Decimal]]) -> Money:
    """A fixed deposit by size: `tiers` of (up to this area, None = without end; yuan), the smallest first.

    Source of the pattern: domain.md §3.6 [F38]; the figures are the park's data. ValueError where no tier fits.
    """
    for most, amount in tiers:
        if most is None or area <= most:
            return Money(amount)
    raise ValueError("no deposit is set for so large an area")
