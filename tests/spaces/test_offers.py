"""Offers: kept for one founder and one request until a moment; accepted in one transaction or given back."""

from datetime import timedelta

import asyncpg
import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.spaces import actions, queries
from parks.spaces.states import OfferOutcome, RequestState, UnitStatus

STANDING = "SELECT kind, outcome FROM allocation WHERE NOT void ORDER BY made_at, id"


async def _standing() -> list[tuple[str, str]]:
    return [(one["kind"], one["outcome"]) for one in await database.rows(STANDING)]


async def test_an_accepted_offer_is_a_lease_and_its_request_is_met(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    founder, company = await make.company()
    request = await make.request(founder, company, home.park_id)
    offered = await make.offer(home, unit, request)
    assert (await queries.unit(home.manager, unit)).line.status is UnitStatus.RESERVED
    assert [one.about for one in await queries.to_do(home.manager)] == []
    assert [one.url for one in await queries.to_do(founder)] == [f"/offers/{offered}"]

    lease = await actions.accept_offer(founder, offered)

    period = await make.days(0, 365)
    found = await queries.allocation(founder, lease)
    assert (found.kind, found.period, found.request_id) == ("lease", period, request)
    assert await _standing() == [("lease", "")]
    assert (await queries.request(founder, request)).state is RequestState.LET
    assert (await queries.offer(home.manager, offered)).outcome is OfferOutcome.ACCEPTED
    assert await queries.to_do(founder) == []
    with pytest.raises(Conflict):
        await actions.accept_offer(founder, offered)
    assert await _standing() == [("lease", "")]


async def test_a_declined_offer_frees_the_unit_and_leaves_its_reason_while_the_request_waits(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    founder, company = await make.company()
    request = await make.request(founder, company, home.park_id)
    offered = await make.offer(home, unit, request)
    with pytest.raises(Invalid) as refusal:
        await actions.decline_offer(founder, offered, "  ")
    assert set(refusal.value.fields) == {"reason"}
    await actions.decline_offer(founder, offered, "离实验室太远")
    assert await _standing() == []
    seen = await queries.request(home.manager, request)
    assert seen.state is RequestState.ASKED
    assert [(one.unit_code, one.outcome, one.reason) for one in seen.offers] == [("A301", "declined", "离实验室太远")]
    assert [one.url for one in await queries.to_do(home.manager)] == [f"/requests/{request}"]


async def test_only_the_company_answers_and_strangers_do_not_learn_that_there_is_an_offer(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    founder, company = await make.company()
    stranger, _other = await make.company(1)
    offered = await make.offer(home, unit, await make.request(founder, company, home.park_id))
    for person in (stranger, home.manager):
        with pytest.raises(Forbidden):
            await actions.accept_offer(person, offered)
        with pytest.raises(Forbidden):
            await actions.decline_offer(person, offered, "not mine")
    with pytest.raises(Hidden):
        await queries.offer(stranger, offered)
    assert await queries.my_offers(stranger) == []
    floor = await queries.floor(stranger, home.floor_id)
    assert [(line.status, line.tenant) for line in floor.units] == [(UnitStatus.TAKEN, None)]
    assert await _standing() == [("offer", "")]


async def test_an_offer_that_ran_out_cannot_be_accepted_and_gives_way_in_the_takers_transaction(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    founder, company = await make.company()
    _other, rival = await make.company(1)
    request = await make.request(founder, company, home.park_id)
    offered = await make.offer(home, unit, request)
    with pytest.raises(Conflict):
        await actions.let(home.manager, unit, await make.days(), rival)
    await database.execute("UPDATE allocation SET expires_at = parks_now() - interval '1 s' WHERE id = $1", offered)
    assert (await queries.unit(home.manager, unit)).line.status is UnitStatus.VACANT
    with pytest.raises(Conflict) as refusal:
        await actions.accept_offer(founder, offered)
    assert refusal.value.reason.msgid.startswith("This offer ran out on {moment}.")
    await actions.let(home.manager, unit, await make.days(), rival)
    assert await _standing() == [("lease", "")]
    assert (await queries.offer(founder, offered)).outcome is OfferOutcome.EXPIRED


async def test_the_sweep_lays_down_what_ran_out_once_and_nothing_else(db: None) -> None:
    home = await make.estate()
    units = await make.units(home, 3)
    founder, company = await make.company()
    offers = [await make.offer(home, unit, await make.request(founder, company, home.park_id)) for unit in units]
    await database.execute("UPDATE allocation SET expires_at = parks_now() WHERE id = $1", offers[1])
    assert await actions.sweep_offers() == 1
    assert await actions.sweep_offers() == 0
    assert [(await queries.offer(founder, one)).outcome for one in offers] == ["", "expired", ""]


async def test_a_request_is_offered_one_unit_at_a_time(db: None) -> None:
    home = await make.estate()
    first, second = await make.units(home, 2)
    founder, company = await make.company()
    request = await make.request(founder, company, home.park_id)
    offered = await make.offer(home, first, request)
    with pytest.raises(Conflict) as refusal:
        await make.offer(home, second, request)
    assert refusal.value.reason.values == {"code": "A301"}
    with pytest.raises(asyncpg.UniqueViolationError):
        await database.execute(
            "INSERT INTO allocation (id, unit, kind, company, request, starts, expires_at, note, made_by, made_at,"
            " void, end_reason, outcome) SELECT gen_random_uuid(), $2, kind, company, request, starts, expires_at,"
            " note, made_by, made_at, void, '', '' FROM allocation WHERE id = $1",
            offered,
            second,
        )
    await database.execute("UPDATE allocation SET expires_at = parks_now() WHERE id = $1", offered)
    again = await make.offer(home, second, request)
    assert [(one.unit_code, one.outcome) for one in (await queries.request(founder, request)).offers] == [
        ("A302", ""),
        ("A301", "expired"),
    ]
    await actions.withdraw(founder, request)
    assert (await queries.offer(founder, again)).outcome is OfferOutcome.WITHDRAWN
    with pytest.raises(IllegalMove):
        await make.offer(home, first, request)


async def test_letting_another_unit_to_the_request_takes_its_offer_back(db: None) -> None:
    home = await make.estate()
    first, second = await make.units(home, 2)
    founder, company = await make.company()
    request = await make.request(founder, company, home.park_id)
    offered = await make.offer(home, first, request)
    await actions.let(home.manager, second, await make.days(), company, request)
    assert await _standing() == [("lease", "")]
    assert (await queries.offer(founder, offered)).outcome is OfferOutcome.WITHDRAWN
    with pytest.raises(Conflict):
        await actions.accept_offer(founder, offered)


async def test_a_manager_takes_an_offer_back_whole_and_the_hold_for_the_company_gives_way_to_it(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    founder, company = await make.company()
    period = await make.days(0, 365)
    soon = await clock.now() + timedelta(days=3)
    await actions.hold(home.manager, unit, period, expires_at=soon, company_id=company)
    offered = await make.offer(home, unit, await make.request(founder, company, home.park_id))
    assert await _standing() == [("offer", "")]
    await actions.end(home.manager, offered, period.start + timedelta(days=100), "屋顶漏水")
    assert await _standing() == []
    seen = await queries.offer(founder, offered)
    assert (seen.outcome, seen.reason, seen.period) == (OfferOutcome.WITHDRAWN, "屋顶漏水", period)


async def test_the_founder_answers_on_the_page_and_the_api_says_the_same(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    units = await make.units(home, 3)
    founder = await people.person("林知微", language="en")
    _same, company = await make.company(0, founder)
    requests = [await make.request(founder, company, home.park_id) for _each in units]
    one = await make.offer(home, units[0], requests[0])
    await people.signed_in(client, founder)
    counts = []
    async with counted() as statements:
        page = await client.get("/space")
    counts.append(len(statements))
    assert "6 days and 23 hours left" in page.text
    two, three = [await make.offer(home, *each) for each in zip(units[1:], requests[1:], strict=True)]
    async with counted() as statements:
        page = await client.get("/space")
    counts.append(len(statements))
    assert counts[0] == counts[1] <= 4
    assert page.text.count("Accept A30") == 3

    refused = await client.put(f"/offers/{one}/refusal", data={"reason": ""})
    assert refused.status_code == 422
    declined = await client.put(f"/offers/{one}/refusal", data={"reason": "too far from the laboratory"})
    assert declined.status_code in {200, 303}
    late = await client.put(f"/offers/{one}/acceptance")
    assert late.status_code == 409
    assert "This offer no longer stands" in late.text
    assert "too far from the laboratory" in (await client.get(f"/offers/{one}")).text

    listed = await client.get("/api/v1/offers")
    assert {each["id"] for each in listed.json()} == {str(two), str(three)}
    lease = await client.put(f"/api/v1/offers/{two}/acceptance")
    assert lease.json()["kind"] == "lease"
    again = await client.put(f"/api/v1/offers/{two}/refusal", json={"reason": "changed our mind"})
    assert again.status_code == 409
    accepted = await client.put(f"/offers/{three}/acceptance")
    assert accepted.status_code in {200, 303}
    assert await _standing() == [("lease", ""), ("lease", "")]
