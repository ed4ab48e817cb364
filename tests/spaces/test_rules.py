"""Fits, occupancy, rent and the drawing: pure sums by tables and properties."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.words import _
from parks.spaces.rules import fits, occupancy, plan
from parks.spaces.states import UnitKind, UnitStatus

START = date(2027, 1, 1)


def candidate(
    code: str, area: int = 180, seats: int = 12, until: date | None = None, kind: UnitKind = UnitKind.PRIVATE_OFFICE
) -> fits.Candidate:
    usable = Decimal(area) * Decimal("0.75")
    return fits.Candidate(uuid4(), uuid4(), code, "A · 3", kind, Decimal(area), usable, seats, None, until)


def want(low: int | None = 150, high: int | None = 200, seats: int = 10) -> fits.Want:
    kind = UnitKind.PRIVATE_OFFICE
    period = Period(START, date(2028, 1, 1))
    return fits.Want(kind, low and Decimal(low), high and Decimal(high), seats, period)  # type: ignore[arg-type]  # never 0


def test_the_best_fit_stands_first_and_near_misses_follow_by_how_near_they_are() -> None:
    found = fits.ranked(
        want(),
        [
            candidate("far", area=400),
            candidate("near", area=210),
            candidate("small", area=160),
            candidate("short", until=date(2027, 6, 1)),
            candidate("narrow", area=500, seats=1),
            candidate("lab", kind=UnitKind.WET_LABORATORY),
        ],
    )
    assert [fit.candidate.code for fit in found] == ["small", "short", "near", "far", "narrow"]
    assert [fit.whole for fit in found] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("unit", "missed"),
    [
        (candidate("a"), []),
        (candidate("a", area=120), ["{area} m² is {off} m² smaller than asked for."]),
        (candidate("a", area=230), ["{area} m² is {off} m² larger than asked for."]),
        (candidate("a", seats=9), ["It seats {n}; {wanted} were asked for."]),
        (candidate("a", until=date(2028, 1, 1)), []),
        (candidate("a", until=date(2027, 12, 31)), ["It is free only until {day}."]),
    ],
)
def test_every_miss_is_told_in_words(unit: fits.Candidate, missed: list[str]) -> None:
    assert [one.text.msgid for one in fits.reasons(want(), unit) if not one.met] == missed


def test_a_missing_must_is_told_and_weighs_more_than_all_else() -> None:
    wish = replace(want(), must=("fume_hood", "water"), prefer=("ventilation", "water"), budget=Money(Decimal(8100)))
    priced = replace(candidate("dear", area=190), price=Money(Decimal(45)))
    found = fits.ranked(
        wish,
        [
            replace(candidate("dry"), price=Money(Decimal(45)), features=("fume_hood", "ventilation")),
            replace(priced, features=("fume_hood", "water")),
            replace(candidate("all"), price=Money(Decimal(45)), features=("water", "ventilation", "fume_hood")),
            replace(candidate("unpriced"), features=("water", "ventilation", "fume_hood")),
        ],
    )
    assert [(one.candidate.code, one.whole, one.lacks_must) for one in found] == [
        ("all", True, False),
        ("unpriced", False, False),
        ("dear", False, False),
        ("dry", False, True),
    ]
    assert [[str(reason.text) for reason in one.reasons if not reason.met] for one in found] == [
        [],
        ["It has no list price to hold against the budget of Money(amount=Decimal('8100.00'), currency='CNY')."],
        [
            "Ventilation: it is preferred and is missing.",
            f"{Money(Decimal(8550))} a month before relief is {Money(Decimal(450))} above the budget.",
        ],
        ["Water: it must be there and is missing."],
    ]


def test_an_open_wish_fits_only_what_is_free_for_good() -> None:
    wish = fits.Want(UnitKind.PRIVATE_OFFICE, None, None, 0, Period(START))
    assert fits.reasons(wish, candidate("a"))[-1].met
    assert not fits.reasons(wish, candidate("a", until=date(2099, 1, 1)))[-1].met


def test_the_demo_park_is_at_73_point_2_per_cent() -> None:
    park = occupancy.Occupancy(
        {
            UnitStatus.LEASED: 41,
            UnitStatus.RESERVED: 4,
            UnitStatus.VACANT: 10,
            UnitStatus.MAINTENANCE: 1,
            UnitStatus.BOOKABLE: 4,
        }
    )
    assert (park.leasable, park.rate) == (56, Decimal("73.2"))
    assert occupancy.Occupancy({}).rate == 0


def test_lins_office_costs_8100_a_month_by_the_list() -> None:
    assert occupancy.monthly_rent(Decimal(180), Money(Decimal(45))) == Money(Decimal(8100))
    assert occupancy.monthly_rent(Decimal(180), None) is None


@given(st.dates(date(2000, 2, 1), date(2099, 12, 1)), st.integers(-1, 1))
def test_a_month_on_is_in_the_next_month(day: date, by: int) -> None:
    moved = plan.months_on(day, by)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == by
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@given(st.text(min_size=1, max_size=30), st.integers(0, 400))
def test_a_shortened_code_fits_or_is_empty(code: str, width: int) -> None:
    short = plan.shortened(code, width)
    assert plan.text_width(short) <= max(int((width - plan.PADDING) / plan.LETTER), 0) or short == code


def test_a_small_desk_is_drawn_with_its_code_and_an_office_with_its_word() -> None:
    desk = plan.Shape(Decimal(0), Decimal(0), Decimal("1.5"), Decimal("1.2"))
    office = plan.Shape(Decimal(2), Decimal(0), Decimal(6), Decimal(5))
    placed = [
        plan.Placed("D1", UnitStatus.LEASED, desk, _("told"), "/units/1"),
        plan.Placed("A312", UnitStatus.VACANT, office, _("told")),
    ]
    drawing = plan.drawn(Decimal(10), Decimal(5), placed, "zh")
    assert (drawing.width, drawing.height) == (240, 120)
    assert [(box.code, box.word is not None) for box in drawing.boxes] == [("D1", False), ("A312", True)]
    assert [(status, count) for status, _word, count in drawing.legend] == [
        (UnitStatus.VACANT, 1),
        (UnitStatus.LEASED, 1),
    ]
