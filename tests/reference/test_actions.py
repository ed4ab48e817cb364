"""What is published is loaded once, sourced, and settled by officers when the notice comes."""

from datetime import date

import pytest

from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor, Held, Role
from parks.kernel.errors import Forbidden, Invalid
from parks.reference import actions, queries
from parks.reference.rules.working_days import last_day

OFFICER = Actor(uuid7(), "宋明澈", held=(Held(Role.PROGRAMME_OFFICER, uuid7(), "/cn/"),))


@pytest.mark.parametrize(
    ("start", "inclusive", "exclusive"),
    [
        (date(2026, 9, 28), date(2026, 10, 9), date(2026, 10, 10)),
        (date(2026, 2, 10), date(2026, 2, 14), date(2026, 2, 24)),
        (date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 1)),
    ],
)
async def test_five_working_days_end_where_the_notice_says(
    db: None, start: date, inclusive: date, exclusive: date
) -> None:
    calendar = await queries.calendar(start, 40)
    assert last_day(start, 5, calendar).day == inclusive
    assert last_day(start, 5, calendar, include_start=False).day == exclusive


async def test_a_date_that_rests_on_a_year_without_notice_is_flagged_and_settles_when_it_comes(db: None) -> None:
    start = date(2026, 12, 28)
    before = last_day(start, 5, await queries.calendar(start, 40))
    assert (before.day, before.provisional) == (date(2027, 1, 4), True)
    for day in (1, 2, 3, 4):
        await actions.settle_day(
            OFFICER, date(2027, 1, day), works=day == 3, name="元旦", source="国办发明电〔2026〕示例"
        )
    after = last_day(start, 5, await queries.calendar(start, 40))
    assert (after.day, after.provisional) == (date(2027, 1, 3), False)
    await actions.load()
    assert last_day(start, 5, await queries.calendar(start, 40)).day == after.day


async def test_a_place_has_its_own_value_before_the_nations_and_its_source_stands_with_it(db: None) -> None:
    nation = await queries.policy("isp.share.percent", "330100", date(2026, 11, 22))
    park = await queries.policy("isp.share.percent", "442000", date(2026, 11, 22))
    assert nation is not None
    assert park is not None
    assert (nation.value, park.value, park.verified) == ("50", "30", False)
    assert nation.source
    assert await queries.policy("isp.share.percent", "CN", date(2014, 1, 1)) is None


async def test_divisions_and_industries_are_there_in_both_languages(db: None) -> None:
    assert len(await queries.regions()) == 34
    assert {one.code for one in await queries.regions("330100")} >= {"330106", "330113", "330114"}
    found = {one.code: one.name for one in await queries.industries()}
    assert found["C39"].en.startswith("Computers")
    assert found["M73"].zh == "研究和试验发展"


async def test_a_day_is_settled_by_its_officer_and_with_a_source(db: None) -> None:
    with pytest.raises(Forbidden):
        await actions.settle_day(Actor(uuid7(), "林知微"), date(2027, 1, 1), works=False, name="", source="x")
    with pytest.raises(Invalid):
        await actions.settle_day(OFFICER, date(2027, 1, 1), works=False, name="", source=" ")
