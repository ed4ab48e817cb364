"""Occupancy: one figure on the page, in the file, for programs and in SQL; the past stays when today moves on."""

import io
from datetime import date, timedelta
from decimal import Decimal

import httpx
import pytest
from python_calamine import CalamineWorkbook
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.kernel.actor import Role
from parks.kernel.errors import Hidden
from parks.kernel.period import Period
from parks.spaces import actions, queries
from parks.spaces.rules.occupancy import Occupancy, columns, month_ends, per_cent
from parks.spaces.states import UnitKind, UnitStatus

IN_SQL = """SELECT round(100.0 * count(*) FILTER (WHERE EXISTS (SELECT 1 FROM allocation a WHERE a.unit = u.id
    AND a.kind = 'lease' AND NOT a.void AND a.starts <= parks_today() AND (a.ends IS NULL OR a.ends > parks_today())))
    / count(*), 1) FROM unit u WHERE u.park = $1 AND u.kind <> 'roadshow_hall'"""
"""Written here anew, on the plain columns, so that nothing of the house's own definition proves itself."""


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(41, 56, "73.2"), (0, 0, "0.0"), (1, 3, "33.3"), (1, 16, "6.3"), (56, 56, "100.0")]
)
def test_a_share_has_one_place_and_rounds_half_up(part: int, whole: int, said: str) -> None:
    assert per_cent(part, whole) == Decimal(said)


def test_a_month_stands_for_its_last_day_and_the_asked_month_for_the_asked_day() -> None:
    assert month_ends(date(2028, 3, 31), 4) == [
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
    ]
    assert len(month_ends(date(2027, 1, 1))) == 12


def test_columns_stand_on_one_scale_from_nothing_to_everything() -> None:
    low, high = columns([(date(2027, 1, 31), Decimal("73.2")), (date(2027, 2, 28), Decimal("100.0"))])
    assert (low.height, high.height, high.y) == (117, 160, 0)


def test_buildings_add_up_and_what_is_booked_or_retired_stays_outside() -> None:
    one = Occupancy({UnitStatus.LEASED: 2, UnitStatus.BOOKABLE: 3}, {UnitStatus.LEASED: Decimal(100)})
    other = Occupancy({UnitStatus.VACANT: 2, UnitStatus.RETIRED: 5}, {UnitStatus.VACANT: Decimal(300)})
    both = one + other
    assert (both.leasable, both.rate, both.area_rate) == (4, Decimal("50.0"), Decimal("25.0"))


async def test_41_of_56_on_the_page_in_the_file_for_programs_and_in_sql(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    let = await make.units(home, 41)
    await make.units(home, 15, area=90)
    (hall,) = await make.units(home, 1, UnitKind.ROADSHOW_HALL, prefix="R")
    _founder, company = await make.company()
    for unit in let:
        await actions.let(home.manager, unit, await make.days(-100, 365), company)
    await actions.close_unit(home.manager, hall, await make.days(-1, 30), "设备检修")  # outside the figure all the same

    await people.signed_in(client, manager)
    where = f"/parks/{home.park_id}/occupancy"
    page = await client.get(where, headers={"accept-language": "zh"})
    assert "73.2 %" in page.text
    assert "84.5 %" in page.text  # 41 × 180 of 41 × 180 + 15 × 90 m²
    assert "73.2 %" in (await client.get(f"/parks/{home.park_id}")).text
    book = CalamineWorkbook.from_filelike(io.BytesIO((await client.get(f"{where}/export")).content))
    lines = book.get_sheet_by_index(0).to_python()
    assert lines[1][3:6] == [56.0, 41.0, 73.2]
    assert len(lines) == 1 + 1 + 1 + 12 + 56
    told = (await client.get(f"/api/v1{where}")).json()
    assert (told["units"], told["leased_units"], told["occupancy"], len(told["months"])) == (56, 41, "73.2", 12)
    assert await database.value(IN_SQL, home.park_id) == Decimal("73.2")


async def test_a_past_day_keeps_its_figures_when_today_moves_on_and_holds_run_out(db: None) -> None:
    home = await make.estate()
    leased, held, kept = await make.units(home, 3)
    _founder, company = await make.company()
    _other, rival = await make.company(1)
    now, today = await clock.now(), await clock.today()
    past = today - timedelta(days=20)
    await actions.let(home.manager, leased, await make.days(-40, 400), company)
    run_out = await actions.hold(
        home.manager, held, await make.days(-30, 300), expires_at=now + timedelta(days=1), company_id=rival
    )
    await actions.hold(home.manager, kept, await make.days(-30, 300), expires_at=now + timedelta(days=9))
    before = await queries.occupancy(home.manager, home.park_id, past)
    assert before.whole.counts == {UnitStatus.LEASED: 1, UnitStatus.RESERVED: 2}

    # The clock cannot be turned in a test, so the hold's end is: it ran out on the third day before today.
    await database.execute(
        "UPDATE allocation SET expires_at = (parks_today() - 3)::timestamp AT TIME ZONE 'Asia/Shanghai' WHERE id = $1",
        run_out,
    )
    assert await queries.occupancy(home.manager, home.park_id, past) == before
    now_vacant = await queries.occupancy(home.manager, home.park_id)
    assert now_vacant.whole.counts == {UnitStatus.LEASED: 1, UnitStatus.RESERVED: 1, UnitStatus.VACANT: 1}
    days = {one.id: (one.lived_days, one.vacant_days) for one in now_vacant.units}
    assert days[held][0] - days[held][1] == 27  # from thirty days ago until the third day before today

    # Whoever takes the unit now leaves the days on which the hold stood.
    await actions.let(home.manager, held, await make.days(0, 100), company)
    assert await queries.occupancy(home.manager, home.park_id, past) == before
    # The same for a hold that becomes its company's lease before it runs out.
    (free,) = await make.units(home)
    again = await actions.hold(
        home.manager, free, await make.days(-30, 300), expires_at=now + timedelta(days=9), company_id=company
    )
    seen = await queries.occupancy(home.manager, home.park_id, past)
    await actions.let(home.manager, free, await make.days(0, 100), company)
    assert await queries.occupancy(home.manager, home.park_id, past) == seen
    assert await database.value("SELECT ends FROM allocation WHERE id = $1", again) == today


async def test_vacant_days_count_no_day_twice_and_none_of_before_the_unit_lived(db: None) -> None:
    home = await make.estate()
    today = await clock.today()
    (unit,) = await make.units(home, 1, valid_from=today - timedelta(days=9))
    _founder, company = await make.company()
    await actions.let(home.manager, unit, Period(today - timedelta(days=5), today - timedelta(days=2)), company)
    await actions.close_unit(home.manager, unit, Period(today - timedelta(days=2), today - timedelta(days=1)), "验收")
    (one,) = (await queries.occupancy(home.manager, home.park_id)).units
    assert (one.lived_days, one.vacant_days) == (10, 6)


async def test_figures_of_one_park_are_not_there_for_another_one_and_cost_three_statements(db: None) -> None:
    home = await make.estate()
    stranger = await make.estate("park2")
    with pytest.raises(Hidden):
        await queries.occupancy(stranger.manager, home.park_id)
    for _each in range(2):
        await make.units(home, 2)
        async with counted() as statements:
            await queries.occupancy(home.officer, home.park_id)
        assert len(statements) == 3
