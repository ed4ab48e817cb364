"""Rent and relief to the cent: the lease of scenario A, the patterns of domain.md §3.6, and any lease day by day."""

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.spaces.rules.rents import Band, Relief, Step, Terms, added, clawed_back, deposit_by_area, schedule

THREE_YEARS = Period(date(2027, 1, 1), date(2030, 1, 1))
A312 = Terms(THREE_YEARS, Decimal(180), (Step(1, Decimal(45)),))
FIRST_HUNDRED = Relief(
    "第一百平方米",
    "澄湖留创园",
    (
        Band(1, Decimal(1), Decimal(100)),
        Band(2, Decimal("0.5"), Decimal(100)),
        Band(3, Decimal("0.3"), Decimal(100)),
        Band(4),
    ),
)


def _yuan(*amounts: str) -> list[Money]:
    return [Money(Decimal(one)) for one in amounts]


def test_the_lease_of_scenario_a() -> None:
    lines = schedule(A312, [FIRST_HUNDRED])
    assert len(lines) == 36
    assert {one.listed for one in lines} == set(_yuan("8100"))
    for year, net in enumerate(_yuan("3600", "5850", "6750")):
        assert {one.net for one in lines[12 * year : 12 * year + 12]} == {net}
    assert A312.deposit == Money(Decimal(16200))


PATTERNS = [
    pytest.param((Band(1, Decimal(1)), Band(2, Decimal("0.5"))), "100", "10000", "5000", id="all, then half"),
    pytest.param((Band(1, Decimal(1), price_cap=Decimal(80)),), "100", "8000", "8000", id="price cap"),
    pytest.param((Band(1, Decimal(1), Decimal(1000)),), "1200", "100000", "100000", id="area cap"),
    pytest.param((Band(1, flat=Decimal(18)), Band(2, flat=Decimal(15))), "100", "1800", "1500", id="yuan a metre"),
    pytest.param((Band(1, flat=Decimal(180)),), "100", "10000", "10000", id="never more than the price"),
    pytest.param((Band(2, Decimal("0.3"), Decimal(50)),), "100", "0", "1500", id="from the second year"),
]


@pytest.mark.parametrize(("bands", "area", "first", "second"), PATTERNS)
def test_the_patterns_of_relief(bands: tuple[Band, ...], area: str, first: str, second: str) -> None:
    """At 100 yuan a m²; sources: domain.md §3.6, F37 to F40."""
    terms = Terms(THREE_YEARS, Decimal(area), (Step(1, Decimal(100)),))
    lines = schedule(terms, [Relief("x", "y", bands)])
    assert [lines[0].relief, lines[12].relief] == _yuan(first, second)


def test_a_part_of_a_month_counts_by_its_days() -> None:
    lines = schedule(Terms(Period(date(2027, 1, 15), date(2027, 3, 8)), Decimal(100), (Step(1, Decimal(31)),)))
    assert [one.net for one in lines] == _yuan("1700", "3100", "700")  # 17 of 31, 28 of 28, 7 of 31 days


def test_a_price_changes_on_the_anniversary_and_rent_free_days_take_no_relief() -> None:
    terms = Terms(
        Period(date(2027, 1, 16), date(2028, 2, 16)),
        Decimal(100),
        (Step(1, Decimal(31)), Step(2, Decimal(62))),
        free=(Period(date(2027, 1, 16), date(2027, 3, 1)),),
    )
    lines = schedule(terms, [Relief("x", "y", (Band(1, Decimal("0.5")),))])
    assert [(one.listed, one.free, one.relief, one.net) for one in lines[:3]] == [
        tuple(_yuan("1600", "1600", "0", "0")),
        tuple(_yuan("3100", "3100", "0", "0")),
        tuple(_yuan("3100", "0", "1550", "1550")),
    ]
    assert lines[12].listed == Money(Decimal(1500 + 3200))  # 15 days at 31, 16 days at 62


def test_a_ceiling_ends_the_relief_to_the_cent() -> None:
    capped = Relief("x", "y", (Band(1, Decimal(1)),), ceiling=Money(Decimal("20000.05")))
    lines = schedule(A312, [capped])
    assert [one.relief for one in lines[:4]] == _yuan("8100", "8100", "3800.05", "0")
    assert added(one.relief for one in lines) == capped.ceiling


def test_two_reliefs_never_exceed_the_rent() -> None:
    half, more = (Relief("x", "y", (Band(1, Decimal(share)),)) for share in ("0.6", "0.7"))
    line = schedule(A312, [half, more])[0]
    assert line.reliefs == tuple(_yuan("4860", "3240"))
    assert line.net == Money(Decimal(0))


def test_who_leaves_early_gives_back_a_share() -> None:
    relief = Relief("x", "y", (Band(1, Decimal(1)),), stay=24, clawback=Decimal("0.5"))
    assert clawed_back(relief, Money(Decimal("8100.01")), 23) == Money(Decimal("4050.01"))
    assert clawed_back(relief, Money(Decimal(8100)), 24) == Money(Decimal(0))


@pytest.mark.parametrize(("area", "deposit"), [("100", "2000"), ("100.01", "5000"), ("400", "5000"), ("401", "10000")])
def test_a_deposit_by_size(area: str, deposit: str) -> None:
    """The tiers that one park publishes (domain.md §3.6, F38)."""
    tiers = ((Decimal(100), Decimal(2000)), (Decimal(400), Decimal(5000)), (None, Decimal(10000)))
    assert deposit_by_area(Decimal(area), tiers) == Money(Decimal(deposit))


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": Period(date(2027, 1, 1))},
        {"area": Decimal(0)},
        {"steps": ()},
        {"steps": (Step(2, Decimal(1)),)},
        {"steps": (Step(1, Decimal(1)), Step(1, Decimal(2)))},
        {"steps": (Step(1, Decimal(-1)),)},
        {"free": (Period(date(2027, 1, 1), date(2027, 3, 1)), Period(date(2027, 2, 1), date(2027, 4, 1)))},
    ],
)
def test_terms_that_contradict_themselves(wrong: dict[str, object]) -> None:
    right: dict[str, object] = {"period": THREE_YEARS, "area": Decimal(1), "steps": (Step(1, Decimal(1)),)}
    with pytest.raises(ValueError, match=r"\w"):
        Terms(**(right | wrong))  # type: ignore[arg-type]  # a table of wrong ones


CENTS = st.decimals(min_value=1, max_value=300, places=2)
SHARES = st.decimals(min_value=0, max_value=1, places=2)
OPTIONAL = st.none() | CENTS


@st.composite
def leases(draw: st.DrawFn) -> tuple[Terms, list[Relief]]:
    start = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 1500)))
    until = start + timedelta(days=draw(st.integers(1, 1900)))
    years = sorted(draw(st.sets(st.integers(2, 6), max_size=3)))
    steps = tuple(Step(year, draw(CENTS)) for year in (1, *years))
    edges = sorted(draw(st.sets(st.integers(0, 800), max_size=4)))
    free = tuple(
        Period(start + timedelta(days=one), start + timedelta(days=two))
        for one, two in zip(edges[::2], edges[1::2], strict=False)
    )
    reliefs = [
        Relief(
            "x",
            "y",
            tuple(
                Band(year, draw(SHARES), draw(OPTIONAL), draw(OPTIONAL), draw(OPTIONAL))
                for year in sorted(draw(st.sets(st.integers(1, 5), min_size=1, max_size=3)))
            ),
        )
        for _one in range(draw(st.integers(0, 2)))
    ]
    return Terms(Period(start, until), draw(CENTS), steps, free), reliefs


def _half_up(exact: Fraction) -> Decimal:
    with localcontext(prec=60):
        return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@settings(max_examples=1_000)
@given(leases())
def test_any_schedule_equals_a_model_that_counts_day_by_day(lease: tuple[Terms, list[Relief]]) -> None:
    """The model knows no pieces, cuts or anniversaries of its own making: it walks through the days."""
    terms, reliefs = lease
    days = [terms.period.start + timedelta(days=n) for n in range((terms.until - terms.period.start).days)]
    lines = schedule(terms, reliefs)
    months = [list(each) for _month, each in groupby(days, key=lambda day: (day.year, day.month))]
    assert [one.period for one in lines] == [Period(each[0], each[-1] + timedelta(days=1)) for each in months]
    for line, each in zip(lines, months, strict=True):
        listed = free = Fraction(0)
        given_each = [Fraction(0)] * len(reliefs)
        length = monthrange(each[0].year, each[0].month)[1]
        # days that are alike are counted one by one and reckoned together: a thousand leases are a million days
        for (year, is_free), days_alike in Counter(_kind_of_day(terms, day) for day in each).items():
            price = [one.price for one in terms.steps if one.year <= year][-1]
            rent = Fraction(terms.area) * Fraction(price) / length
            listed += rent * days_alike
            if is_free:
                free += rent * days_alike
                continue
            for number, relief in enumerate(reliefs):
                one_day = min(rent, relief.monthly(year, terms.area, price) / length)
                given_each[number] += one_day * days_alike
                rent -= one_day
        whole, freed = _half_up(listed), _half_up(free)
        rest = whole - freed
        for number, amount in enumerate(given_each):
            rounded = min(_half_up(amount), rest)
            assert line.reliefs[number].amount == rounded
            rest -= rounded
        assert (line.listed.amount, line.free.amount, line.net.amount) == (whole, freed, rest)
        assert rest >= 0


def _kind_of_day(terms: Terms, day: date) -> tuple[int, bool]:
    """The year of the lease that it lies in, and whether it is free of rent."""
    year = day.year - terms.period.start.year + ((day.month, day.day) >= _first(terms, day.year))
    return year, any(one.start <= day < (one.until or day) for one in terms.free)


def _first(terms: Terms, year: int) -> tuple[int, int]:
    """Month and day of the lease's anniversary in this year: of 29 February, 1 March where there is none."""
    start = terms.period.start
    if (start.month, start.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return 3, 1
    return start.month, start.day
