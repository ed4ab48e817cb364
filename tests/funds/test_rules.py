"""Tranches by percent, the days on which reports are owed, utilisation."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from parks.funds.rules.plans import parts
from parks.funds.rules.reporting import Rhythm, utilisation
from parks.kernel.money import Money

HALVES = Rhythm.of(["12-15", "06-15"], "60", "15")


@given(some.decimals("0.01", "99999999", places=2), some.lists(some.integers(1, 50), min_size=1, max_size=6))
def test_parts_add_up_to_the_whole_to_the_cent(total: Decimal, weights: list[int]) -> None:
    weights = weights[: 100 // max(weights)]
    percents = [Decimal(one) for one in weights]
    rest = 100 - sum(percents, Decimal(0))
    if rest:
        percents.append(rest)
    if rest < 0:
        with pytest.raises(ValueError, match="100"):
            parts(Money(total), percents)
        return
    cut = parts(Money(total), percents)
    assert sum((one.amount for one in cut), Decimal(0)) == total
    assert all(abs(one.amount - total * percent / 100) < len(cut) for one, percent in zip(cut, percents, strict=True))


def test_half_now_and_half_later() -> None:
    assert parts(Money(Decimal("100000.01")), [Decimal(50), Decimal(50)]) == [
        Money(Decimal("50000.00")),
        Money(Decimal("50000.01")),
    ]


@pytest.mark.parametrize(
    ("paid_on", "due"),
    [
        (date(2026, 6, 5), date(2026, 12, 15)),
        (date(2026, 4, 16), date(2026, 6, 15)),
        (date(2026, 4, 17), date(2026, 12, 15)),
        (date(2026, 12, 1), date(2027, 6, 15)),
    ],
)
def test_the_first_report_leaves_time_to_spend(paid_on: date, due: date) -> None:
    assert HALVES.first(paid_on) == due


def test_reports_follow_each_other_for_ever() -> None:
    assert HALVES.next_after(date(2026, 6, 14)) == date(2026, 6, 15)
    assert HALVES.next_after(date(2026, 6, 15)) == date(2026, 12, 15)
    assert HALVES.next_after(date(2026, 12, 15)) == date(2027, 6, 15)


@pytest.mark.parametrize("days", [[], ["02-30"], ["02-29"]])
def test_a_day_that_is_not_in_every_year_is_refused(days: list[str]) -> None:
    with pytest.raises(ValueError, match="day"):
        Rhythm.of(days, "60", "15")


def test_utilisation_is_told_to_one_place() -> None:
    assert utilisation(Decimal(1), Decimal(3)) == Decimal("33.3")
    assert utilisation(Decimal(0), Decimal(0)) is None
