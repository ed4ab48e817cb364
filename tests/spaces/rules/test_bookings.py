"""Hours, series and free slots on plain data."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parks.spaces.rules import bookings as rule
from parks.spaces.rules.bookings import Hours, Slot, at
from parks.spaces.states import Repeat

MONDAY = date(2026, 11, 23)
HOURS = Hours(9 * 60, 18 * 60, "12345")
EARLY = at(MONDAY, 0)


def _slot(day: date, begins: int, ends: int) -> Slot:
    return Slot(at(day, begins * 60), at(day, ends * 60))


@pytest.mark.parametrize(
    ("first", "repeat", "until", "days"),
    [
        ("2026-11-23", Repeat.NONE, None, ["2026-11-23"]),
        ("2026-11-23", Repeat.DAILY, "2026-11-25", ["2026-11-23", "2026-11-24", "2026-11-25"]),
        ("2026-11-23", Repeat.WEEKLY, "2026-12-06", ["2026-11-23", "2026-11-30"]),
        ("2026-11-23", Repeat.FORTNIGHTLY, "2026-12-21", ["2026-11-23", "2026-12-07", "2026-12-21"]),
        ("2027-01-31", Repeat.MONTHLY, "2027-04-30", ["2027-01-31", "2027-03-31"]),
        ("2026-11-23", Repeat.DAILY, "2026-11-22", []),
    ],
)
def test_a_series_holds_its_last_day_and_leaves_out_months_without_the_date(
    first: str, repeat: Repeat, until: str | None, days: list[str]
) -> None:
    found = rule.dates(date.fromisoformat(first), repeat, date.fromisoformat(until) if until else None)
    assert [str(one) for one in found] == days


def test_a_series_without_end_in_sight_stops_one_past_the_most() -> None:
    assert len(rule.dates(MONDAY, Repeat.DAILY, date(2100, 12, 31))) == rule.MOST + 1


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        (_slot(MONDAY, 9, 18), None),
        (_slot(MONDAY, 8, 10), "The room is not open then."),
        (_slot(MONDAY, 17, 19), "The room is not open then."),
        (_slot(MONDAY + timedelta(days=5), 10, 11), "The room is not open then."),
        (_slot(MONDAY - timedelta(days=7), 10, 11), "This time has already begun or is over."),
        (_slot(MONDAY + timedelta(days=400), 10, 11), "Rooms are booked at most a year ahead."),
    ],
)
def test_why_a_room_cannot_be_booked(slot: Slot, said: str | None) -> None:
    found = rule.unbookable(slot, HOURS, EARLY)
    assert (found and found.msgid) == said


def test_the_nearest_free_slots_come_first() -> None:
    wish = _slot(MONDAY, 10, 11)
    found = rule.nearest(wish, HOURS, [_slot(MONDAY, 9, 12)], EARLY)
    assert found == [
        _slot(MONDAY, 12, 13),
        Slot(at(MONDAY, 750), at(MONDAY, 810)),
        _slot(MONDAY, 13, 14),
    ]


@settings(max_examples=25)
@given(
    wish=st.tuples(st.integers(0, 20), st.integers(18, 34), st.integers(1, 4)),
    taken=st.lists(st.tuples(st.integers(0, 20), st.integers(18, 35), st.integers(1, 6)), max_size=12),
)
def test_what_is_offered_is_free_open_and_as_long(
    wish: tuple[int, int, int], taken: list[tuple[int, int, int]]
) -> None:
    def made(day: int, half: int, length: int) -> Slot:
        start: datetime = at(MONDAY + timedelta(days=day), half * 30)
        return Slot(start, start + timedelta(minutes=30 * length))

    asked, others = made(*wish), [made(*one) for one in taken]
    for slot in rule.nearest(asked, HOURS, others, EARLY):
        assert HOURS.hold(slot)
        assert slot.end - slot.start == asked.end - asked.start
        assert not any(slot.overlaps(one) for one in others)


def test_a_days_hours_stand_as_free_partly_taken_taken_or_shut() -> None:
    taken = [_slot(MONDAY, 10, 11), Slot(at(MONDAY, 690), at(MONDAY, 720))]
    columns = rule.hours_shown([HOURS, Hours(8 * 60 + 30, 12 * 60, "1")])
    assert columns == range(8, 18)
    found = rule.cells(HOURS, taken, MONDAY, columns)
    assert found[:5] == ["shut", "free", "taken", "partly", "free"]
    assert set(rule.cells(HOURS, taken, MONDAY + timedelta(days=5), columns)) == {"shut"}
