"""Figures as bars beside their numbers: the table is the chart, so that nobody reads less than anybody else.

The bars are SVG made on the server (templates/ui/charts.html), without script or inline style.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

TENTH = Decimal("0.1")
LAST = Decimal(99)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name; `mark` is what it is held against (a promise); `url` leads to the rows behind it."""

    label: Any
    value: Decimal | int
    tone: str = "info"
    url: str = ""
    mark: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure, the length of its bar and the place of its mark in per cent; a mark at the end stays in sight."""

    figure: Figure
    length: Decimal
    mark: Decimal | None


def bars(figures: Iterable[Figure]) -> list[Bar]:
    """Bars on one scale from nothing to the largest figure or mark; nothing at all has no length."""
    found = list(figures)
    most = max((Decimal(max(one.value, one.mark or 0)) for one in found), default=Decimal(0))

    def share(value: Decimal | int) -> Decimal:
        return (Decimal(value) * 100 / most).quantize(TENTH, ROUND_HALF_UP) if most else Decimal(0)

    return [Bar(one, share(one.value), None if one.mark is None else min(share(one.mark), LAST)) for one in found]
