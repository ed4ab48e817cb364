"""Relief on rent: bands of year × area × price cap, somebody who pays for it, a ceiling, and what leaving early costs.

The patterns of domain.md §3.6 as data: all of the first year and half of the next two under a price cap and an area
(F37); so many yuan a m² (F37); a free area by registered capital (F38), which is a band of share 1 with that area;
months waived for everybody (F39), which are the lease's own rent-free spans.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from parks.kernel.money import Money

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Band:
    """From this year of the lease on: a share of the price on at most `area` m² (None: on all of it), the price counted
    up to `price_cap`; or `flat` yuan a m² and month, never more than the price. A band of share 0 ends the relief.
    """

    year: int
    share: Decimal = Decimal(0)
    area: Decimal | None = None
    price_cap: Decimal | None = None
    flat: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Relief:
    """One grant of relief on one lease. ValueError where it contradicts itself.

    `ceiling` is what it may come to over the whole lease; `stay` and `clawback`: who leaves before so many months
    gives back this share of it.
    """

    scheme: str
    funder: str
    bands: tuple[Band, ...]
    ceiling: Money | None = None
    stay: int = 0
    clawback: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        years = [one.year for one in self.bands]
        if not years or years[0] < 1 or years != sorted(set(years)):
            raise ValueError("bands follow each other by years, the first from year 1 at the earliest")
        if any(not 0 <= one.share <= WHOLE for one in self.bands) or not 0 <= self.clawback <= WHOLE:
            raise ValueError("a share lies between nought and one")

    def monthly(self, year: int, area: Decimal, price: Decimal) -> Fraction:
        """Yuan a month, exact, in this year of a lease of this area at this price; the ceiling is the schedule's."""
        band = next((one for one in reversed(self.bands) if one.year <= year), None)
        if band is None:
            return Fraction(0)
        counted = area if band.area is None else min(area, band.area)
        per_metre = price if band.price_cap is None else min(price, band.price_cap)
        if band.flat is not None:
            return Fraction(counted) * Fraction(min(band.flat, price))
        return Fraction(counted) * Fraction(per_metre) * Fraction(band.share)


def clawed_back(relief: Relief, given: Money, months_stayed: int) -> Money:
    """What of the relief `given` so far is due again when the tenant leaves after so many whole months."""
    if months_stayed >= relief.stay:
        return Money(Decimal(0), given.currency)
    return given * relief.clawback
