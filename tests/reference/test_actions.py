"""What is published is loaded once, sourced, and settled by officers when the notice comes."""

import time
from collections.abc import AsyncIterator
from datetime import date

import pytest

from parks.adapters import database
from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor, Held, Role
from parks.kernel.errors import Forbidden, Invalid
from parks.reference import actions, queries
from parks.reference.rules.working_days import last_day

TABLES = (
    "reference_calendar_day",
    "reference_region",
    "reference_industry",
    "reference_policy_value",
    "reference_loaded",
)


@pytest.fixture
async def restored(db: None) -> AsyncIterator[None]:
    """The tables as they were, whatever the test does to them: they are kept from test to test."""
    for table in TABLES:
        await database.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")
    yield
    async with database.tx():
        await database.execute("SET LOCAL session_replication_role = replica")  # policy values let nobody delete them
        for table in TABLES:
            await database.execute(f"DELETE FROM {table}")
            await database.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
            await database.execute(f"DROP TABLE kept_{table}")


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


async def test_a_date_that_rests_on_a_year_without_notice_is_flagged_and_settles_when_it_comes(restored: None) -> None:
    start = date(2026, 12, 28)
    before = last_day(start, 5, await queries.calendar(start, 40))
    assert (before.day, before.provisional) == (date(2027, 1, 4), True)
    for day in (1, 2, 3, 4):
        await actions.settle_day(
            OFFICER, date(2027, 1, day), works=day == 3, name="元旦", source="国办发明电〔2026〕示例"
        )
    after = last_day(start, 5, await queries.calendar(start, 40))
    assert (after.day, after.provisional) == (date(2027, 1, 3), False)
    await database.execute("DELETE FROM reference_loaded")
    await actions.load()
    assert last_day(start, 5, await queries.calendar(start, 40)).day == after.day
    lines = await database.rows("SELECT act, detail FROM audit_entry WHERE actor_id = $1", OFFICER.id)
    assert [one["act"] for one in lines] == ["calendar day settled"] * 4
    assert lines[0]["detail"]["source"] == "国办发明电〔2026〕示例"


@pytest.mark.parametrize(
    ("key", "locality", "on", "value"),
    [
        ("isp.share.percent", "330106", "2026-11-22", "50"),
        ("isp.share.percent", "442000", "2026-11-22", "50"),  # a park's own threshold is another key
        ("park.admission.share.percent", "442000", "2026-11-22", "30"),
        ("isp.age.years", "CN", "2026-11-22", "3"),
        ("isp.tier.key", "330100", "2026-11-22", "500000.00"),
        ("isp.tier.excellent", "CN", "2026-11-22", "200000.00"),
        ("isp.notice.days", "CN", "2026-11-22", "5"),
        ("isp.capital.cash", "330106", "2016-06-01", "500000.00"),
        ("isp.capital.cash", "510104", "2026-11-22", "500000.00"),  # the province's, asked by a county
        ("isp.capital.cash", "330106", "2018-01-01", None),  # dropped nationally
        ("isp.share.percent", "CN", "2014-12-31", None),  # not yet
        ("unheard.of", "CN", "2026-11-22", None),
    ],
)
async def test_a_figure_holds_at_a_place_and_those_above_it_for_its_time(
    db: None, key: str, locality: str, on: str, value: str | None
) -> None:
    found = await queries.policy(key, locality, date.fromisoformat(on))
    assert (found.value if found else None) == value
    assert found is None or found.source
    listed = {one.key: one.value for one in await queries.policies(locality, date.fromisoformat(on))}
    assert listed.get(key) == value


async def test_amounts_that_nobody_confirmed_say_so(db: None) -> None:
    found = {one.key: one.verified for one in await queries.policies("CN", date(2026, 11, 22))}
    assert (found["isp.tier.key"], found["isp.tier.excellent"], found["isp.share.percent"]) == (False, False, True)


async def test_a_second_load_does_nothing_and_a_whole_one_is_quick(restored: None) -> None:
    assert await actions.load() is False
    before = {table: await database.value(f"SELECT count(*) FROM {table}") for table in TABLES}
    await database.execute("DELETE FROM reference_loaded")
    began = time.perf_counter()
    assert await actions.load() is True
    assert time.perf_counter() - began < 5  # half a second on a quiet machine
    assert {table: await database.value(f"SELECT count(*) FROM {table}") for table in TABLES} == before


async def test_divisions_are_there_in_both_languages_and_former_ones_are_kept(db: None) -> None:
    provinces = {one.code: one.name for one in await queries.regions()}
    assert len(provinces) == 34
    assert (provinces["610000"].en, provinces["140000"].en) == ("Shaanxi", "Shanxi")
    hangzhou = {one.code: one.name for one in await queries.regions("330100")}
    assert set(hangzhou) >= {"330106", "330113", "330114"}
    assert hangzhou["330106"].en == "Xihu District"
    assert "330103" not in hangzhou  # 下城区, dissolved in 2021
    assert "330103" in {one.code for one in await queries.regions("330100", former=True)}
    former = await queries.region("330103")
    assert former is not None
    assert former.name.zh == "下城区"
    assert await queries.region("999999") is None
    assert {one.code for one in await queries.regions("110000")} >= {"110101", "110105"}  # no city between


async def test_the_demos_invented_city_is_not_among_them(db: None) -> None:
    assert await database.value("SELECT count(*) FROM reference_region WHERE name_zh LIKE '澄湖%'") == 0


async def test_industries_are_the_standards_twenty_sections_and_97_divisions(db: None) -> None:
    found = {one.code: one.name for one in await queries.industries()}
    assert [code for code in found if len(code) == 1] == list("ABCDEFGHIJKLMNOPQRST")
    assert [code[1:] for code in found if len(code) == 3] == [f"{number:02}" for number in range(1, 98)]
    assert found["C39"].en.startswith("Manufacture of computers")
    assert found["M73"].zh == "研究和试验发展"


async def test_a_day_is_settled_by_its_officer_and_with_a_source(db: None) -> None:
    with pytest.raises(Forbidden):
        await actions.settle_day(Actor(uuid7(), "林知微"), date(2027, 1, 1), works=False, name="", source="x")
    with pytest.raises(Invalid):
        await actions.settle_day(OFFICER, date(2027, 1, 1), works=False, name="", source=" ")
