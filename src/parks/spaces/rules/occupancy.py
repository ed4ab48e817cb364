"""How full a park is on a day, and what a unit costs by the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from parks.kernel.money import Money
from parks.spaces.states import UnitStatus

LEASABLE = (
    UnitStatus.LEASED,
    UnitStatus.RESERVED,
    UnitStatus.VACANT,
    UnitStatus.MAINTENANCE,
    UnitStatus.OWN_USE,
)
"""What a lettable unit can be on a day; bookable and retired units stand outside the figure."""


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Counts of lettable units by status on one day."""

    counts: Mapping[UnitStatus, int]

    @property
    def leasable(self) -> int:
        return sum(self.counts.get(status, 0) for status in LEASABLE)

    @property
    def leased(self) -> int:
        return self.counts.get(UnitStatus.LEASED, 0)

    def share(self, status: UnitStatus) -> Decimal:
        """Per cent of the leasable units, one place, half up: 41 of 56 is 73.2 (domain.md §11)."""
        if not self.leasable:
            return Decimal("0.0")
        exact = Decimal(100 * self.counts.get(status, 0)) / self.leasable
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    @property
    def rate(self) -> Decimal:
        return self.share(UnitStatus.LEASED)


def monthly_rent(gross_area: Decimal, price: Money | None) -> Money | None:
    """By the list and the gross area, before any relief: 180 m² at ¥45 is ¥8,100 (domain.md §11 A)."""
    return None if price is None else price * gross_area
