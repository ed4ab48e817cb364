"""Letting, holding, closing and ending, and what the database refuses whoever asks."""

from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.kernel.period import Period
from parks.spaces import actions, queries
from parks.spaces.states import AllocationKind, RequestState, UnitKind, UnitStatus


async def _live() -> list[tuple[str, date, date | None]]:
    found = await database.rows("SELECT kind, starts, ends FROM allocation WHERE NOT void ORDER BY starts")
    return [(one["kind"], one["starts"], one["ends"]) for one in found]


async def test_a_founder_asks_and_the_manager_lets_a_unit_to_her(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    founder, company = await make.company()
    request = await make.request(founder, company, home.park_id)
    period = await make.days(0, 365)

    await actions.let(home.manager, unit, period, company, request)

    assert await _live() == [("lease", period.start, period.until)]
    asked = await queries.request(founder, request)
    assert (asked.state, asked.unit_code) == (RequestState.LET, "A301")
    assert [one.code for one in await queries.my_units(founder)] == ["A301"]


async def test_taken_days_are_refused_with_a_kind_sentence_that_names_nobody(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    _other, rival = await make.company(1)
    taken = await make.days(0, 30)
    await actions.let(home.manager, unit, taken, company)

    with pytest.raises(Conflict) as refusal:
        await actions.let(home.manager, unit, await make.days(10, 90), rival)

    assert refusal.value.reason.msgid.startswith("Unit {code} is taken on some of these days: {first} to {last}.")
    assert refusal.value.reason.values == {
        "code": "A301",
        "first": taken.start + timedelta(days=10),
        "last": taken.last_day,
    }
    assert len(await _live()) == 1


async def test_an_open_lease_is_told_as_from_then_on(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    open_ended = await make.days(20, None)
    await actions.let(home.manager, unit, open_ended, company)
    with pytest.raises(Conflict) as refusal:
        await actions.close_unit(home.manager, unit, await make.days(0, None), "works")
    assert refusal.value.reason.msgid.startswith("Unit {code} is taken from {first} on.")
    assert refusal.value.reason.values["first"] == open_ended.start


async def test_the_day_after_the_last_day_is_free(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    first, second = await make.days(0, 30), await make.days(30, 30)
    await actions.let(home.manager, unit, first, company)
    await actions.let(home.manager, unit, second, company)
    assert [one[1:] for one in await _live()] == [(first.start, first.until), (second.start, second.until)]


async def test_plain_sql_is_refused_by_the_database_itself(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    period = await make.days()
    await actions.let(home.manager, unit, period, company)
    with pytest.raises(asyncpg.ExclusionViolationError) as refusal:
        await insert(unit, company, period)
    assert refusal.value.constraint_name == "allocation_one_at_a_time"


async def insert(unit: UUID, company: UUID | None, period: Period, kind: str = "lease") -> None:
    """Straight to the table, past every action."""
    await database.execute(
        "INSERT INTO allocation (id, unit, kind, company, starts, ends, note, made_by, made_at, void, end_reason)"
        " VALUES ($1, $2, $3, $4, $5, $6, '', $1, now(), FALSE, '')",
        uuid7(),
        unit,
        kind,
        company,
        period.start,
        period.until,
    )


async def test_a_hold_gives_way_once_it_has_run_out_and_not_before(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    _other, rival = await make.company(1)
    period = await make.days()
    kept = await actions.hold(
        home.manager, unit, period, expires_at=await clock.now() + timedelta(days=3), company_id=rival
    )
    with pytest.raises(Conflict):
        await actions.let(home.manager, unit, period, company)

    await database.execute("UPDATE allocation SET expires_at = parks_now() - interval '1 s' WHERE id = $1", kept)
    assert (await queries.unit(home.manager, unit)).line.status is UnitStatus.VACANT
    await actions.let(home.manager, unit, period, company)

    assert [kind for kind, _starts, _ends in await _live()] == ["lease"]
    assert (await database.row("SELECT void, end_reason FROM allocation WHERE id = $1", kept)) == (True, "expired")


async def test_a_hold_for_a_company_becomes_its_lease(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    period = await make.days()
    await actions.hold(home.manager, unit, period, expires_at=await clock.now() + timedelta(days=3), company_id=company)
    await actions.let(home.manager, unit, period, company)
    assert [kind for kind, _starts, _ends in await _live()] == ["lease"]


async def test_a_lease_that_fails_leaves_its_hold_and_its_request_alone(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    founder, company = await make.company()
    request = await make.request(founder, company, home.park_id)
    await actions.hold(
        home.manager,
        unit,
        await make.days(0, 10),
        expires_at=await clock.now() + timedelta(days=3),
        company_id=company,
    )
    await actions.close_unit(home.manager, unit, await make.days(10, 10), "works")
    with pytest.raises(Conflict):
        await actions.let(home.manager, unit, await make.days(0, 20), company, request)
    assert [kind for kind, _starts, _ends in await _live()] == ["hold", "closure"]
    assert (await queries.request(founder, request)).state is RequestState.ASKED


async def test_ending_shortens_and_ending_before_the_first_day_lifts(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    period = await make.days(0, 30)
    lease = await actions.let(home.manager, unit, period, company)
    await actions.end(home.manager, lease, period.start + timedelta(days=10), "moves out early")
    assert await _live() == [("lease", period.start, period.start + timedelta(days=10))]
    with pytest.raises(Conflict):
        await actions.end(home.manager, lease, period.start + timedelta(days=20), "later again")
    await actions.end(home.manager, lease, period.start, "never moved in")
    assert await _live() == []
    await actions.let(home.manager, unit, period, company)


@pytest.mark.parametrize(("start", "length"), [(-400, 30), (0, None), (300, 100)])
async def test_nothing_is_let_outside_the_units_life(db: None, start: int, length: int | None) -> None:
    home = await make.estate()
    today = await clock.today()
    (unit,) = await make.units(home, valid_from=today - timedelta(days=365), valid_until=today + timedelta(days=365))
    _founder, company = await make.company()
    with pytest.raises(Invalid) as refusal:
        await actions.let(home.manager, unit, await make.days(start, length), company)
    assert "start" in refusal.value.fields
    assert await _live() == []


async def test_a_units_life_cannot_be_cut_under_its_tenant(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    await actions.let(home.manager, unit, await make.days(0, 30), company)
    with pytest.raises(asyncpg.CheckViolationError) as refusal:
        await database.execute("UPDATE unit SET valid_until = parks_today() + 5 WHERE id = $1", unit)
    assert refusal.value.constraint_name == "unit_lives_while_taken"
    await database.execute("UPDATE unit SET valid_until = parks_today() + 30 WHERE id = $1", unit)


async def test_a_roadshow_hall_is_closed_and_never_let(db: None) -> None:
    home = await make.estate()
    (hall,) = await make.units(home, kind=UnitKind.ROADSHOW_HALL)
    _founder, company = await make.company()
    period = await make.days()
    with pytest.raises(Invalid) as refusal:
        await actions.let(home.manager, hall, period, company)
    assert "booked by the hour" in refusal.value.fields["start"].msgid
    with pytest.raises(asyncpg.CheckViolationError):
        await insert(hall, company, period)
    await actions.close_unit(home.manager, hall, period, "new projector")


async def test_only_the_parks_own_manager_takes_units(db: None) -> None:
    home = await make.estate()
    abroad = await make.estate("park2", "sz")
    (unit,) = await make.units(home)
    founder, company = await make.company()
    period = await make.days()
    for actor in (founder, home.officer, abroad.manager):
        with pytest.raises(Forbidden):
            await actions.let(actor, unit, period, company)
        with pytest.raises(Forbidden):
            await actions.hold(actor, unit, period, expires_at=await clock.now() + timedelta(days=1))
        with pytest.raises(Forbidden):
            await actions.close_unit(actor, unit, period, "works")
    lease = await actions.let(home.manager, unit, period, company)
    for actor in (founder, home.officer, abroad.manager):
        with pytest.raises(Forbidden):
            await actions.end(actor, lease, period.start, "because")
    with pytest.raises(Hidden):
        await actions.end(home.manager, uuid7(), period.start, "because")


async def test_a_request_is_answered_once_and_for_its_own_company_and_park(db: None) -> None:
    home = await make.estate()
    abroad = await make.estate("park2", "sz")
    (unit,) = await make.units(home)
    (foreign,) = await make.units(abroad)
    founder, company = await make.company()
    _other, rival = await make.company(1)
    request = await make.request(founder, company, home.park_id)
    period = await make.days()
    with pytest.raises(Invalid):
        await actions.let(home.manager, unit, period, rival, request)
    elsewhere = await make.request(founder, company, abroad.park_id)
    with pytest.raises(Forbidden):
        await actions.let(home.manager, unit, period, company, elsewhere)
    both = Actor(id=uuid7(), name="两园经理", held=home.manager.held + abroad.manager.held)
    with pytest.raises(Invalid):
        await actions.let(both, foreign, period, company, request)
    await actions.let(home.manager, unit, period, company, request)
    with pytest.raises(IllegalMove):
        await actions.decline(home.manager, request, "too late")
    with pytest.raises(IllegalMove):
        await actions.withdraw(founder, request)


async def test_a_company_that_is_not_known_is_refused_beside_its_field(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    with pytest.raises(Invalid) as refusal:
        await actions.let(home.manager, unit, await make.days(), uuid7())
    assert list(refusal.value.fields) == ["company_id"]


async def test_every_taking_leaves_its_line_in_the_trail(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    period = await make.days()
    lease = await actions.let(home.manager, unit, period, company)
    await actions.end(home.manager, lease, period.start, "by mistake")
    found = await database.rows("SELECT act, detail FROM audit_entry WHERE subject_id = $1 ORDER BY id", unit)
    assert [one["act"] for one in found] == ["unit added", "unit let", "allocation ended"]
    assert found[1]["detail"]["company"] == str(company)
    assert found[2]["detail"]["reason"] == "by mistake"


@pytest.mark.parametrize("kind", list(AllocationKind))
async def test_the_form_takes_a_unit_in_each_of_the_five_ways(db: None, kind: AllocationKind) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    founder, company = await make.company()
    request = await make.request(founder, company, home.park_id)
    period = await make.days()
    await actions.take(
        home.manager,
        unit,
        kind,
        period,
        company_id=company if kind in {AllocationKind.LEASE, AllocationKind.HOLD} else None,
        request_id=request if kind is AllocationKind.OFFER else None,
        hold_until=period.start if kind in {AllocationKind.HOLD, AllocationKind.OFFER} else None,
        note="because",
    )
    assert await _live() == [(kind, period.start, period.until)]
