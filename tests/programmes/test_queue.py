"""Due dates of offices: working days by the state's calendar, yellow, red, and standing still during a correction."""

from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.counting import counted
from tests.make import identity as people
from tests.make import programmes as make
from tests.programmes.test_ladder_data import of, rung

from parks.adapters import clock, database
from parks.programmes.actions import applications, ladder
from parks.programmes.queries import applications as queries
from parks.programmes.queries import work_list
from parks.programmes.rules import queue
from parks.programmes.rules.queue import Pressure, pressure
from parks.programmes.states import ApplicationState as State
from parks.programmes.states import Level
from parks.reference import actions as reference
from parks.reference import queries as calendars
from parks.reference.rules.working_days import Calendar, working_days_left
from parks.web.paging import ListState

BARE = Calendar()  # by weekdays and the law alone
MON = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("days", "whole", "by", "soon"),
    [
        (10, 10, date(2027, 3, 15), date(2027, 3, 10)),  # yellow with three of ten left
        (3, 3, date(2027, 3, 4), date(2027, 3, 3)),
        (1, 1, date(2027, 3, 2), date(2027, 3, 2)),
        (2, 10, date(2027, 3, 3), MON),  # came back with less than a third
        (0, 10, MON, MON),  # came back with nothing left: today is the day
    ],
)
def test_the_day_and_the_warning(days: int, whole: int, by: date, soon: date) -> None:
    made = queue.clock(MON, days, BARE, whole=whole)
    assert (made.by, made.soon, made.provisional) == (by, soon, True)


def test_what_comes_back_on_a_free_day_is_due_on_the_next_working_one() -> None:
    assert queue.clock(date(2027, 3, 6), 0, BARE, whole=5).by == date(2027, 3, 8)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 60), st.integers(1, 60), st.integers(0, 90))
def test_a_pause_neither_gives_nor_takes_a_day(start: date, whole: int, used: int, away: int) -> None:
    made = queue.clock(start, whole, BARE, whole=whole)
    assert start <= made.soon <= made.by
    stopped = start + timedelta(days=used)
    kept = queue.left(made.by, stopped, BARE)
    assert 0 <= kept <= whole
    on = queue.clock(stopped + timedelta(days=away), kept, BARE, whole=whole)
    if kept:
        assert working_days_left(on.start, on.by, BARE) == kept
    if stopped < made.by and away == 0 and BARE.is_working(made.by):
        assert kept == 0 or on.by == made.by


@pytest.mark.parametrize(
    ("by", "soon", "days", "today", "expected"),
    [
        (None, None, None, MON, Pressure.NONE),
        (None, None, 0, MON, Pressure.PAUSED),
        (date(2027, 3, 5), date(2027, 3, 3), 5, date(2027, 3, 2), Pressure.RUNNING),
        (date(2027, 3, 5), date(2027, 3, 3), 5, date(2027, 3, 3), Pressure.SOON),
        (date(2027, 3, 5), date(2027, 3, 3), 5, date(2027, 3, 5), Pressure.SOON),  # the last day still counts
        (date(2027, 3, 5), date(2027, 3, 3), 5, date(2027, 3, 6), Pressure.OVERDUE),
    ],
)
def test_how_a_matter_presses(
    by: date | None, soon: date | None, days: int | None, today: date, expected: Pressure
) -> None:
    assert pressure(by=by, soon=soon, days=days, today=today) is expected


async def on(day: date) -> None:
    """That day, wherever the machine's clock stands."""
    await clock.move(timedelta(0))
    await clock.move(timedelta(days=(day - await clock.today()).days))


def view(**more: object) -> ListState:
    chosen = {name: str(one) for name, one in more.items() if name in {"due", "hand", "level"}}
    return ListState(
        grid=work_list.GRID,
        path="/applications",
        q="",
        chosen=chosen,
        sort=str(more.get("sort", "due")),
        descending=bool(more.get("descending", False)),
        columns=("number", "due"),
        size=int(str(more.get("size", 20))),
    )


async def test_each_office_has_its_rung_s_days_and_the_correction_stops_them(db: None) -> None:
    await on(MON)
    world = await make.world()
    world.call_id = await make.call(
        world, cycle=2030, ladder=of(rung(Level.PARK, days=6), rung(Level.CITY, days=9)), runs=world.tree.province
    )
    made = await make.application(world)
    today = MON
    calendar = await calendars.calendar(today, 90)
    found = await queries.application(world.manager, made)
    assert found.decide_by == queue.clock(today, 6, calendar, whole=6).by
    assert found.pressure is Pressure.RUNNING

    await on(today + timedelta(days=3))
    kept = working_days_left(today + timedelta(days=3), found.decide_by, calendar)
    await ladder.return_for_correction(world.manager, made, {"project": "请补充"})
    paused = await queries.application(world.manager, made)
    assert (paused.decide_by, paused.decide_days, paused.pressure) == (None, kept, Pressure.PAUSED)

    await on(today + timedelta(days=8))
    await make.correct(world, made)
    back = await queries.application(world.manager, made)
    assert back.decide_by == queue.clock(today + timedelta(days=8), kept, calendar, whole=6).by

    await ladder.recommend(world.manager, made, "同意")
    up = await queries.application(world.city, made)
    assert up.decide_by == queue.clock(today + timedelta(days=8), 9, calendar, whole=9).by
    await on(today + timedelta(days=40))
    assert (await queries.application(world.city, made)).pressure is Pressure.OVERDUE
    await ladder.recommend(world.city, made, "同意")
    gone = await queries.application(world.city, made)
    assert (gone.decide_by, gone.pressure) == (None, Pressure.NONE)


async def test_the_work_list_puts_what_presses_first_and_filters_by_it(db: None) -> None:
    await on(MON)
    world = await make.world()
    late = await make.application(world)
    await on(date(2027, 3, 8))
    soon = await make.application(world)
    await on(date(2027, 3, 17))
    fresh, paused = await make.application(world), await make.application(world, State.RETURNED_FOR_CORRECTION)
    gone = await make.application(world, State.NOT_RECOMMENDED)

    async def ids(**more: object) -> list[object]:
        return [one.id for one in await work_list.every_row(world.manager, view(**more))]

    listed = await ids()
    assert listed[:3] == [late, soon, fresh]
    assert set(listed[3:]) == {paused, gone}
    assert await ids(due="overdue") == [late]
    assert await ids(due="soon") == [soon]
    assert await ids(due="running") == [fresh]
    assert await ids(due="paused") == [paused]
    pages, state = [], view(size=2)
    for _each in range(3):  # page by page, over those that wait for nobody as well
        page = await work_list.one_page(world.manager, state)
        pages += [one.id for one in page.rows]
        last = page.rows[-1]
        state = replace(state, after=(str(last.place("due")), str(last.id)))
    assert pages == listed
    async with counted() as seen:
        await work_list.one_page(world.manager, view())
    assert len(seen) == 1


async def test_withdrawing_and_taking_back_stop_the_clock(db: None) -> None:
    world = await make.world()
    made, other = await make.application(world), await make.application(world)
    await applications.take_back(world.founders[made], made)
    await applications.withdraw(world.founders[other], other)
    assert await database.value("SELECT count(*) FROM application WHERE decide_by IS NOT NULL") == 0
    await applications.submit(world.founders[made], made, aware=True)
    assert await database.value("SELECT count(*) FROM application WHERE decide_by IS NOT NULL") == 1


async def test_a_settled_day_moves_the_due_dates_that_count_over_it(db: None) -> None:
    """What rested on a year without a notice is flagged, and reckoned anew when the day is settled."""
    await on(date(2026, 12, 28))
    world = await make.world()
    made = await make.application(world)
    before = await queries.application(world.manager, made)
    assert before.decide_provisional
    assert before.decide_by is not None
    calendar = await calendars.calendar(date(2026, 12, 28), 60)
    day = next(
        one
        for one in (before.decide_by - timedelta(days=n) for n in range(1, 12))
        if calendar.is_working(one) and calendar.is_provisional(one)
    )
    await reference.settle_day(world.nation, day, works=False, name="元旦", source="国办发明电〔2026〕9号")
    after = await queries.application(world.manager, made)
    assert after.decide_by is not None
    assert after.decide_by > before.decide_by
    assert working_days_left(before.decide_by, after.decide_by, await calendars.calendar(before.decide_by, 30)) == 1


async def test_the_list_and_the_desk_say_it_in_words(db: None, client: httpx.AsyncClient) -> None:
    await on(MON)
    world = await make.world()
    made = await make.application(world)
    await on(date(2027, 3, 16))
    await people.signed_in(client, world.manager)
    listed = (await client.get("/applications?due=overdue&sort=due")).text
    assert "2027年3月15日" in listed
    assert "已逾期" in listed
    assert str(made) in listed
    assert str(made) not in (await client.get("/applications?due=paused")).text
    async with counted() as seen:
        desk = (await client.get(f"/applications/{made}")).text
    assert "已逾期：应在 2027年3月15日" in desk
    assert len(seen) <= 4
