"""The small values that every floor speaks."""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.kernel.actor import Actor, Held, Role
from parks.kernel.errors import Forbidden, IllegalMove
from parks.kernel.lifecycle import Lifecycle
from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.verdict import allowed, refused, require
from parks.kernel.words import Bilingual, _

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
SPANS = st.builds(
    lambda start, days: Period(start, None if days is None else start + timedelta(days=days)),
    DAYS,
    st.none() | st.integers(1, 900),
)


@given(SPANS, SPANS)
def test_two_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    last = date(2035, 1, 1)
    shared = max(one.start, other.start)
    shares_a_day = shared in one and shared in other
    assert one.overlaps(other) == other.overlaps(one) == shares_a_day
    assert last not in one or one.until is None


def test_a_period_ends_on_the_day_before_its_until_and_may_not_be_empty() -> None:
    may = Period(date(2026, 5, 1), date(2026, 6, 1))
    assert may.last_day == date(2026, 5, 31)
    assert not may.overlaps(Period(date(2026, 6, 1)))
    with pytest.raises(ValueError, match="ends after"):
        Period(date(2026, 5, 1), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("typed", "kept", "wan"),
    [
        ("0.005", "0.01", None),
        ("9999.994", "9999.99", None),
        ("500000", "500000.00", "50"),
        ("12500", "12500.00", "1.25"),
    ],
)
def test_money_is_rounded_half_up_to_the_cent_and_counted_in_wan(typed: str, kept: str, wan: str | None) -> None:
    money = Money(Decimal(typed))
    assert money.amount == Decimal(kept)
    assert money.in_wan == (Decimal(wan) if wan else None)


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Money(Decimal(1), "CNY") + Money(Decimal(1), "EUR")


class _State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"


class _Move(StrEnum):
    SEND = "send"


def test_a_move_that_the_table_does_not_hold_is_illegal() -> None:
    life = Lifecycle({(_State.DRAFT, _Move.SEND): _State.SENT})
    assert life.after(_State.DRAFT, _Move.SEND) is _State.SENT
    assert not life.allows(_State.SENT, _Move.SEND)
    with pytest.raises(IllegalMove):
        life.after(_State.SENT, _Move.SEND)


def test_a_role_reaches_down_the_tree_and_never_up_or_aside() -> None:
    officer = Actor(uuid4(), "Chen", held=(Held(Role.CITY_OFFICER, uuid4(), "/cn/xj/ch/"),))
    assert officer.holds(Role.CITY_OFFICER, "/cn/xj/ch/park1/")
    assert not officer.holds(Role.CITY_OFFICER, "/cn/xj/")
    assert not officer.holds(Role.CITY_OFFICER, "/cn/xj/ch2/")
    assert not officer.holds(Role.PARK_MANAGER, "/cn/xj/ch/park1/")
    assert officer.paths(Role.CITY_OFFICER, Role.AUDITOR) == ["/cn/xj/ch/"]


def test_a_refusal_carries_its_reason() -> None:
    require(allowed)
    with pytest.raises(Forbidden, match="Only the applicant"):
        require(refused(_("Only the applicant can withdraw an application.")))


def test_words_in_both_languages_survive_storing() -> None:
    words = Bilingual("申报", "Application")
    assert Bilingual.of(words.stored()) == words
    assert (words.in_language("zh"), words.in_language("en")) == ("申报", "Application")
