"""What takes units over time: the timeline, the list of what ends soon in two clicks, and what 2,000 leases cost."""

import re
from dataclasses import replace
from datetime import date, timedelta

import httpx
from litestar.datastructures import MultiDict
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.kernel.actor import Role
from parks.spaces import actions, queries
from parks.spaces.rules.timeline import LABEL, WIDTH, Span, drawn
from parks.spaces.states import AllocationKind, UnitStatus
from parks.web.paging import ListState

LEASE, HOLD = AllocationKind.LEASE, AllocationKind.HOLD


def test_a_span_is_cut_to_the_window_and_says_that_it_goes_on() -> None:
    since, until = date(2026, 1, 1), date(2029, 1, 1)
    spans = [
        Span(LEASE, date(2025, 1, 1), date(2026, 7, 1), "澄湖星阑", None),
        Span(HOLD, date(2026, 7, 1), date(2026, 7, 2), "澄湖星阑", None),
        Span(LEASE, date(2027, 1, 1), None, "澄湖星阑", None),
    ]
    drawing = drawn(since, until, date(2030, 1, 1), [("A301", "/units/1", spans)])
    first, day, last = drawing.lines[0].bars
    assert (first.x, first.open_left, first.open_right, first.word) == (LABEL, True, False, "澄湖星阑")
    assert (day.w, day.word, day.status) == (2, "", UnitStatus.RESERVED)  # one day can be seen, and says nothing
    assert day.x == first.x + first.w
    assert (last.x + last.w, last.open_right) == (WIDTH, True)
    assert len(drawing.months) == 36
    assert drawing.today is None


async def test_leases_that_end_in_sixty_days_are_one_click_from_the_park_and_in_the_file(
    db: None, client: httpx.AsyncClient
) -> None:
    home, far = await make.estate(), await make.estate("park2")
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    _founder, company = await make.company()
    _other, rival = await make.company(1)
    soon, later, held, over, unending = await make.units(home, 5)
    (elsewhere,) = await make.units(far)
    await actions.let(home.manager, soon, await make.days(-10, 10 + 61), company)  # its last day is in sixty days
    await actions.let(home.manager, later, await make.days(-10, 10 + 62), company)
    await actions.let(home.manager, over, await make.days(-10, 10), company)
    await actions.let(home.manager, unending, await make.days(-10, None), company)
    await actions.hold(home.manager, held, await make.days(0, 5), expires_at=await clock.now() + timedelta(days=3))
    await actions.let(far.manager, elsewhere, await make.days(-10, 20), rival)

    await people.signed_in(client, manager)
    park = await client.get(f"/parks/{home.park_id}")
    door = re.search(r'href="(/allocations\?[^"]*ending=60)"', park.text)
    assert door is not None
    page = await client.get(door[1].replace("&amp;", "&"))
    assert re.findall(r'<th scope="row"><a href="/units/([0-9a-f-]+)"', page.text) == [str(soon)]
    assert "澄湖第1科技有限公司" not in page.text
    everything = await client.get("/allocations")
    assert re.findall(r'<th scope="row"><a href="/units/([0-9a-f-]+)"', everything.text) == [
        str(one) for one in (over, held, soon, later, unending)
    ]
    file = await client.get("/allocations/export?what=lease&ending=90&kind=csv")
    assert file.text.count("\n") == 3
    told = (await client.get("/api/v1/allocations?what=lease&ending=60")).json()
    assert [(one["unit_id"], one["days_left"]) for one in told["items"]] == [(str(soon), 61)]
    assert (await client.get("/allocations?ending=²&park=x&sort=nothing")).status_code == 200


async def test_the_list_pages_by_key_and_one_row_costs_as_many_statements_as_three(db: None) -> None:
    home = await make.estate()
    _founder, company = await make.company()
    grid = queries.allocation_grid([])
    for unit in await make.units(home, 3):
        await actions.let(home.manager, unit, await make.days(-10, 50), company)
        for sort in grid.sorts:
            async with counted() as statements:
                seen = await queries.allocations(home.officer, _view(sort))
            assert len(statements) == 1
    assert len(seen.rows) == 3
    for sort in grid.sorts:
        for back in ("", "-"):
            whole = [one.id for one in (await queries.allocations(home.officer, _view(back + sort))).rows]
            after = (await queries.allocations(home.officer, _view(back + sort))).rows[0]
            view = _view(back + sort, (after.key, str(after.id)))
            assert [one.id for one in (await queries.allocations(home.officer, view)).rows] == whole[1:]


def _view(sort: str, after: tuple[str, str] | None = None) -> ListState:
    return replace(queries.allocation_grid([]).asked(MultiDict({"sort": sort}), "/allocations"), after=after)


async def test_two_thousand_leases_stand_on_one_timeline_of_four_statements(
    db: None, client: httpx.AsyncClient
) -> None:
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    _founder, company = await make.company()
    today = await clock.today()
    await database.execute(
        """INSERT INTO unit (id, park, floor, code, kind, gross_area, usable_area, seats, features, price_amount,
             price_currency, valid_from, x, y, w, h)
           SELECT gen_random_uuid(), $1, $2, 'L' || n, 'private_office', 40, 30, 8, '[]', 45, 'CNY',
             DATE '2010-01-01', n, 0, 1, 1 FROM generate_series(1, 500) AS n""",
        home.park_id,
        home.floor_id,
    )
    await database.execute(
        """INSERT INTO allocation (id, unit, kind, company, starts, ends, note, made_by, made_at, void, end_reason)
           SELECT gen_random_uuid(), u.id, 'lease', $2, $3::date - 270 + n * 180, $3::date - 90 + n * 180, '', $4,
             parks_now(), FALSE, '' FROM unit u CROSS JOIN generate_series(0, 3) AS n WHERE u.park = $1""",
        home.park_id,
        company,
        today,
        uuid7(),
    )
    await people.signed_in(client, manager)
    async with counted() as statements:
        page = await client.get(f"/parks/{home.park_id}/timeline")
    assert len(statements) <= 4
    assert page.text.count('<g class="plan-unit plan-leased"') == 2000
    assert page.text.count("timeline-today") == 1
