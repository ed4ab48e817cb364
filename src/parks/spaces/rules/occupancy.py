"""How full a park is on a day, and what a unit costs by the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from parks.kernel.money import Money
from parks.spaces.rules.plan import months_on
from parks.spaces.states import UnitStatus

LEASABLE = (
    UnitStatus.LEASED,
    UnitStatus.RESERVED,
    UnitStatus.VACANT,
    UnitStatus.MAINTENANCE,
    UnitStatus.OWN_USE,
)
"""What a lettable unit can be on a day; bookable and retired units stand outside the figure."""


TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Lettable units by status on one day: how many, and their gross m² where the reader of the day asked for it."""

    counts: Mapping[UnitStatus, int]
    areas: Mapping[UnitStatus, Decimal] = field(default_factory=dict)

    @property
    def leasable(self) -> int:
        return sum(self.counts.get(status, 0) for status in LEASABLE)

    @property
    def leased(self) -> int:
        return self.counts.get(UnitStatus.LEASED, 0)

    @property
    def leasable_area(self) -> Decimal:
        return sum((self.areas.get(status, Decimal(0)) for status in LEASABLE), Decimal(0))

    @property
    def leased_area(self) -> Decimal:
        return self.areas.get(UnitStatus.LEASED, Decimal(0))

    def share(self, status: UnitStatus) -> Decimal:
        """Per cent of the leasable units, one place, half up: 41 of 56 is 73.2 (domain.md §11)."""
        return per_cent(self.counts.get(status, 0), self.leasable)

    @property
    def rate(self) -> Decimal:
        return self.share(UnitStatus.LEASED)

    @property
    def area_rate(self) -> Decimal:
        """Per cent of the leasable gross area."""
        return per_cent(self.leased_area, self.leasable_area)

    def __add__(self, other: "Occupancy") -> "Occupancy":
        """Of two buildings together."""
        nothing = Decimal(0)
        return Occupancy(
            {one: self.counts.get(one, 0) + other.counts.get(one, 0) for one in UnitStatus},
            {one: self.areas.get(one, nothing) + other.areas.get(one, nothing) for one in UnitStatus},
        )


def per_cent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """One place, half up; nothing of nothing is 0.0."""
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else Decimal("0.0")


@dataclass(frozen=True, slots=True)
class Column:
    """One month in the drawing: drawing units from the upper left; `value` is what the column says in per cent."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    value: Decimal
    day: date


STEP, WIDE, HIGH = 60, 36, 160
"""Drawing units from column to column, a column's width, and the height of 100 %."""


def columns(rates: Sequence[tuple[date, Decimal]]) -> list[Column]:
    """The months as columns on one scale from 0 to 100 %, so that no drawing makes a change look larger than it is."""
    return [
        Column(x, HIGH - tall, WIDE, tall, x + WIDE // 2, rate, day)
        for x, tall, (day, rate) in (
            (number * STEP + (STEP - WIDE) // 2, int(rate * HIGH / 100), (day, rate))
            for number, (day, rate) in enumerate(rates)
        )
    ]


def month_ends(on: date, months: int = 12) -> list[date]:
    """The day a figure of a month stands for, oldest first: its last day, and `on` itself for the month of `on`."""
    first = on.replace(day=1)
    return [months_on(first, -back) - timedelta(days=1) for back in range(months - 2, -1, -1)] + [on]


def monthly_rent(gross_area: Decimal, price: Money | None) -> Money | None:
    """By the list and the gross area, before any relief: 180 m² at ¥45 is ¥8,100 (domain.md §11 A)."""
    return None if price is None else price * gross_area
