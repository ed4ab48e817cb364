"""Parks side by side: each figure, and on which side of the threshold it stands that its place has set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from parks.kernel.words import Text, _
from parks.spaces.rules.occupancy import TENTH, per_cent

MONTH_DAYS = Decimal("30.4375")
"""A year of 365.25 days in twelve parts; for a mean of months alone, never for a date."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one park on a day. Areas gross, in m². `stay_days`: of the firms that have a lease that day, since the first
    day of their first lease in the park, together. `promised`: services whose promised day lay in the twelve months
    before; `kept`: those of them that were closed by that day.
    """

    units: int
    leased: int
    area: Decimal
    leased_area: Decimal
    firms: int
    stay_days: int
    promised: int
    kept: int

    @property
    def rate(self) -> Decimal | None:
        return per_cent(self.leased, self.units) if self.units else None

    @property
    def area_rate(self) -> Decimal | None:
        return per_cent(self.leased_area, self.area) if self.area else None

    @property
    def stay(self) -> Decimal | None:
        """Months, the mean of the firms."""
        if not self.firms:
            return None
        return (Decimal(self.stay_days) / self.firms / MONTH_DAYS).quantize(TENTH, ROUND_HALF_UP)

    @property
    def in_time(self) -> Decimal | None:
        return per_cent(self.kept, self.promised) if self.promised else None


@dataclass(frozen=True, slots=True)
class Threshold:
    """`key` is the policy value that says it; `most` where less is better."""

    key: str
    label: Text
    of: Callable[[Figures], Decimal | None]
    most: bool = False

    def missed(self, figures: Figures, value: Decimal | None) -> bool:
        """Without a value or a figure nothing is missed."""
        found = self.of(figures)
        if found is None or value is None:
            return False
        return found > value if self.most else found < value


THRESHOLDS: Mapping[str, Threshold] = {
    "rate": Threshold("park.compared.units.percent", _("Occupancy by units (%)"), lambda one: one.rate),
    "area_rate": Threshold("park.compared.area.percent", _("Occupancy by area (%)"), lambda one: one.area_rate),
    "stay": Threshold("park.compared.stay.months", _("Mean stay (months)"), lambda one: one.stay, most=True),
    "in_time": Threshold("park.compared.services.percent", _("Services in time (%)"), lambda one: one.in_time),
}
"""Which figures a place may set a threshold for; nobody has one until it is entered as a policy value."""
