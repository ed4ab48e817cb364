"""When reports of use are owed: on the days of the year that policy names (domain.md §2.7: mid-June, mid-December)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

DAYS = "funds.report.days"
LEAST = "funds.report.least_days"
NOTICE = "funds.report.notice_days"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`days` as (month, day); a report is owed `least` days after the first payment at the earliest."""

    days: tuple[tuple[int, int], ...]
    least: int
    notice: int

    @classmethod
    def of(cls, days: Iterable[str], least: str, notice: str) -> "Rhythm":
        """Out of policy values: days as `06-15`. ValueError where one is no day of every year."""
        pairs = tuple(sorted((int(one[:2]), int(one[3:])) for one in days))
        for month, day in pairs:
            date(2001, month, day)  # 29 February is no day of every year
        if not pairs:
            raise ValueError("reports are owed on at least one day a year")
        return cls(pairs, int(least), int(notice))

    def next_after(self, day: date) -> date:
        """The first day after this one on which a report is owed."""
        return min(due for year in (day.year, day.year + 1) for one in self.days if (due := date(year, *one)) > day)

    def first(self, paid_on: date) -> date:
        return self.next_after(paid_on + timedelta(days=self.least - 1))


def utilisation(spent: Decimal, paid: Decimal) -> Decimal | None:
    """What was spent of what was paid, in percent to one place; None before anything was paid."""
    return (spent * 100 / paid).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if paid else None
