"""The thread's space steps for a program: ask, look, let, be refused, end."""

from datetime import timedelta
from uuid import UUID

import httpx
from tests.make import identity as people
from tests.make import spaces as make
from tests.make.spaces import Estate

from parks.adapters import clock
from parks.kernel.actor import Actor, Role
from parks.spaces import actions, queries


async def _home() -> tuple[Estate, Actor, Actor, UUID]:
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    founder, company = await make.company()
    return home, manager, founder, company


async def test_a_founder_asks_and_a_manager_lets_and_ends(db: None, client: httpx.AsyncClient) -> None:
    home, manager, founder, company = await _home()
    (unit,) = await make.units(home)
    today = await clock.today()
    until = today + timedelta(days=30)
    await people.signed_in(client, founder)
    wish = {"company_id": str(company), "park_id": str(home.park_id), "kind": "private_office", "start": str(today)}
    asked = await client.post("/api/v1/requests", json=wish)
    assert asked.status_code == 201, asked.text
    assert [one["state"] for one in (await client.get("/api/v1/requests")).json()["items"]] == ["asked"]
    take = {
        "unit_id": str(unit),
        "kind": "lease",
        "request_id": asked.json()["id"],
        "start": str(today),
        "last_day": str(until),
    }
    assert (await client.post("/api/v1/allocations", json=take)).status_code == 403

    await people.signed_in(client, manager)
    made = await client.post("/api/v1/allocations", json=take)
    assert made.status_code == 201, made.text
    assert made.json()["company_id"] == str(company)
    assert [one["state"] for one in (await client.get("/api/v1/requests")).json()["items"]] == ["let"]
    units = (await client.get("/api/v1/units", params={"on": str(today)})).json()["items"]
    assert [(one["code"], one["status"], one["last_day"]) for one in units] == [("A301", "leased", str(until))]
    later = await client.get("/api/v1/units", params={"on": str(until + timedelta(days=1))})
    assert [one["status"] for one in later.json()["items"]] == ["vacant"]

    ended = await client.put(
        f"/api/v1/allocations/{made.json()['id']}/ending", json={"last_day": str(today), "reason": "moves out"}
    )
    assert (ended.status_code, ended.json()["last_day"]) == (200, str(today))


async def test_an_overlap_is_a_problem_document_with_409(db: None, client: httpx.AsyncClient) -> None:
    home, manager, _founder, company = await _home()
    (unit,) = await make.units(home)
    period = await make.days()
    await actions.let(home.manager, unit, period, company)
    await people.signed_in(client, manager)
    take = {"unit_id": str(unit), "kind": "closure", "start": str(period.start), "note": "works"}
    refused = await client.post("/api/v1/allocations", json=take)
    assert refused.status_code == 409
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert "A301" in refused.json()["detail"]


async def test_what_cannot_be_read_is_422_with_its_field(db: None, client: httpx.AsyncClient) -> None:
    home, manager, _founder, _company = await _home()
    (unit,) = await make.units(home)
    await people.signed_in(client, manager)
    for change in ({"start": "x"}, {"kind": "gift"}, {"last_day": "2001-01-01"}, {"more": 1}, {"kind": "hold"}):
        take = {"unit_id": str(unit), "kind": "closure", "start": "2027-01-01", "note": "works"} | change
        refused = await client.post("/api/v1/allocations", json=take)
        assert refused.status_code == 422, refused.text
        assert refused.json()["fields"]


async def test_a_founder_is_told_taken_and_no_more(db: None, client: httpx.AsyncClient) -> None:
    home, _manager, founder, _company = await _home()
    (unit,) = await make.units(home)
    _other, rival = await make.company(1)
    await actions.let(home.manager, unit, await make.days(), rival)
    await people.signed_in(client, founder)
    (line,) = (await client.get(f"/api/v1/floors/{home.floor_id}/units")).json()
    assert (line["status"], line["tenant"], line["last_day"]) == ("taken", None, None)
    assert (await client.get("/api/v1/units")).status_code == 403
    parks = (await client.get("/api/v1/parks")).json()
    assert [one["vacant_today"] for one in parks] == [0]


async def test_the_managers_and_the_founder_hear_of_it(db: None) -> None:
    home, manager, founder, company = await _home()
    (unit,) = await make.units(home)
    request = await make.request(founder, company, home.park_id)
    to_founder, to_managers = await queries.who_hears_of_request(request)
    assert (list(to_founder.people), list(to_managers.people)) == ([founder.id], [manager.id])
    lease = await actions.let(home.manager, unit, await make.days(), company, request)
    heard = await queries.who_hears_of_letting(lease)
    assert (list(heard.people), heard.unit_code) == ([founder.id], "A301")
