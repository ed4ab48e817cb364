"""2026-12-28 is the test: a notice that crosses into a year without its notice is flagged, and reckoned anew."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from tests.make import programmes as make
from tests.make import selections

from parks.adapters import clock, database
from parks.adapters.clock import BEIJING
from parks.audit import queries as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden, Invalid
from parks.programmes.actions import deadlines, ladder, notices
from parks.programmes.actions import selections as selecting
from parks.programmes.queries import notices as notice_queries
from parks.programmes.states import ApplicationState as State
from parks.reference import actions as reference

pytestmark = pytest.mark.usefixtures("calendar")
FREE = {date(2027, 1, day): "元旦" for day in (1, 2, 3)}
SPRING = {date(2027, 2, day): "春节" for day in range(5, 13)}
SOURCE = "国办发明电〔2026〕9号"


@pytest.fixture
async def calendar(db: None) -> AsyncIterator[None]:
    """The calendar is kept from test to test: what a test settles is put back."""
    del db
    before = await database.rows("SELECT * FROM reference_calendar_day WHERE day >= '2026-12-01'")
    yield
    await database.execute_many(
        "UPDATE reference_calendar_day SET works = $2, name = $3, provisional = $4, source = $5 WHERE day = $1",
        [tuple(one.values()) for one in before],
    )


async def monday() -> None:
    """Monday, 28 December 2026, in the morning."""
    await clock.move(timedelta(0))
    await clock.move(datetime(2026, 12, 28, 9, 0, tzinfo=BEIJING) - await clock.now())


async def _notice(world: make.World) -> tuple[UUID, UUID]:
    made = await make.application(world, State.RECOMMENDED)
    panel = await selections.panel(world)
    await selections.score(panel, made, 9)
    await selecting.propose(world.nation, world.call_id, {made: "key"}, {})
    await monday()
    return await notices.publish_notice(world.nation, world.call_id), made


async def due(application_id: UUID) -> tuple[date, bool]:
    (one,) = await database.rows("SELECT due, provisional FROM correction WHERE application = $1", application_id)
    return one["due"], one["provisional"]


async def told(actor: Actor) -> list[str]:
    found = await database.rows("SELECT template FROM message WHERE person = $1 ORDER BY id", actor.id)
    return [one["template"] for one in found]


async def test_a_notice_of_28_december_moves_when_the_year_is_settled() -> None:
    world = await make.world()
    notice_id, made = await _notice(world)
    before = await notice_queries.notice(notice_id)
    assert (before.last_day, before.provisional) == (date(2027, 1, 4), True)  # 28 to 31 December, 4 January

    # The notice of the year: Sunday the 3rd is worked, Monday the 4th is free.
    free = {date(2027, 1, 1): "元旦", date(2027, 1, 2): "元旦", date(2027, 1, 4): "元旦"} | SPRING
    await reference.settle_year(world.nation, 2027, free=free, worked={date(2027, 1, 3): "元旦"}, source=SOURCE)
    after = await notice_queries.notice(notice_id)
    assert (after.last_day, after.provisional) == (date(2027, 1, 3), False)
    (line,) = await audit.timeline(notice_id, ("notice reckoned anew",))
    assert (line.detail["before"], line.detail["until"]) == ("2027-01-04", "2027-01-03")
    assert (await told(world.founders[made]))[-1] == "programmes/day_moved"
    assert "programmes/day_moved" in await told(world.nation)
    assert await deadlines.reckon() == 0  # and once is enough
    with pytest.raises(Exception, match="never changes"):
        await database.execute("UPDATE public_notice SET last_day = '2027-02-01'")


async def test_a_correction_that_is_waited_for_moves_and_one_that_came_does_not() -> None:
    world = await make.world(closes_in=timedelta(days=90))
    waiting, answered = await make.application(world), await make.application(world)
    await monday()
    for one in (waiting, answered):
        await ladder.return_for_correction(world.manager, one, {"project": "请补充项目简介"})
    await make.correct(world, answered)
    assert await due(waiting) == (date(2027, 1, 5), True)
    await reference.settle_day(world.nation, date(2027, 1, 4), works=False, name="元旦", source=SOURCE)
    assert await due(waiting) == (date(2027, 1, 6), True)  # other days are open still
    await reference.settle_year(
        world.nation, 2027, free=FREE | {date(2027, 1, 4): "元旦"} | SPRING, worked={}, source=SOURCE
    )
    assert await due(waiting) == (date(2027, 1, 6), False)
    assert await due(answered) == (date(2027, 1, 5), True)
    assert (await told(world.founders[waiting])).count("programmes/day_moved") == 1
    assert "programmes/day_moved" not in await told(world.founders[answered])


async def test_nobodys_time_ends_on_a_day_that_is_over() -> None:
    world = await make.world(closes_in=timedelta(days=90))
    made = await make.application(world)
    await monday()
    await ladder.return_for_correction(world.manager, made, {"project": "请补充项目简介"})
    await clock.move(await clock.shift() + timedelta(days=8))  # 5 January, the last day as it was told
    worked = {date(2027, 1, 2): "元旦", date(2027, 1, 3): "元旦"}
    await reference.settle_year(
        world.nation, 2027, free={date(2027, 1, 1): "元旦"} | SPRING, worked=worked, source=SOURCE
    )
    assert await database.value("SELECT due FROM correction") == date(2027, 1, 5)


async def test_a_year_is_entered_whole_and_checked() -> None:
    world = await make.world()
    with pytest.raises(Forbidden):
        await reference.settle_year(world.manager, 2027, free=FREE, worked={}, source=SOURCE)
    for free, worked, source, field in (
        ({}, {}, SOURCE, "free"),
        ({date(2026, 1, 1): "元旦"}, {}, SOURCE, "free"),
        (FREE, {date(2027, 1, 4): "元旦"}, SOURCE, "worked"),
        (FREE, {date(2027, 1, 2): "元旦"}, SOURCE, "worked"),
        (FREE, {}, " ", "source"),
    ):
        with pytest.raises(Invalid) as refused:
            await reference.settle_year(world.nation, 2027, free=free, worked=worked, source=source)
        assert set(refused.value.fields) == {field}
