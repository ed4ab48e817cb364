"""How a tier is paid: at once, or in parts with a condition each (domain.md §2.3: half now, half after a re-check).

A tier's `tranches` (call_tier) holds them as a list of `{percent, condition: {zh, en}, months}`; an empty list is one
payment of the whole. `months` count from the day on which the agreement is signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from parks.kernel.words import Bilingual, Text, _

MOST = 12


@dataclass(frozen=True, slots=True)
class TierTranche:
    """A part of a tier's grant, in percent, and what must hold before it is paid."""

    percent: Decimal
    condition: Bilingual
    months: int = 0

    def stored(self) -> dict[str, Any]:
        return {"percent": f"{self.percent:f}", "condition": self.condition.stored(), "months": self.months}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "TierTranche":
        """ValueError where it is no tranche."""
        try:
            condition = stored.get("condition") or {"zh": "", "en": ""}
            return cls(Decimal(str(stored["percent"])), Bilingual.of(condition), int(stored.get("months") or 0))
        except (KeyError, TypeError, InvalidOperation) as error:
            raise ValueError("a tranche has a percent, a condition and months") from error


AT_ONCE = (TierTranche(Decimal(100), Bilingual("协议双方签署", "The agreement is signed by both")),)
"""What a tier without tranches of its own has."""


def of_tier(stored: Sequence[Mapping[str, Any]]) -> tuple[TierTranche, ...]:
    return tuple(TierTranche.of(one) for one in stored) or AT_ONCE


def problems(tranches: Sequence[TierTranche]) -> Text | None:
    """Why these are no tranches of a tier, in words; None where they are (none at all: paid at once)."""
    if not tranches:
        return None
    if len(tranches) > MOST:
        return _("At most {n} tranches.", n=MOST)
    if any(one.percent <= 0 for one in tranches) or sum(one.percent for one in tranches) != 100:
        return _("The tranches' percentages are more than nothing and add up to 100.")
    if any(one.months < 0 for one in tranches) or [one.months for one in tranches] != sorted(
        one.months for one in tranches
    ):
        return _("A later tranche is not due before an earlier one.")
    if any(not one.condition.zh.strip() for one in tranches):
        return _("Say for each tranche what must hold before it is paid.")
    return None


def months_on(start: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    for day in range(start.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, min(start.day, 28))
