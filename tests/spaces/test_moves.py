"""Companies stay longer, move and exchange units: what was before stays, nobody is let in twice, none of it half."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.spaces import actions, queries

FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Scene:
    """Three offices: the founder's, from ten days ago for a year; a rival's as long; a free one."""

    home: make.Estate
    manager: Actor
    founder: Actor
    units: list[UUID]
    own: UUID
    other: UUID
    today: date


@pytest.fixture
async def scene(db: None) -> Scene:
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)], language="en")
    founder, company = await make.company()
    _rival, rival = await make.company(1)
    units = await make.units(home, 3)
    own = await actions.let(home.manager, units[0], await make.days(-10, 365), company)
    other = await actions.let(home.manager, units[1], await make.days(-10, 200), rival)
    return Scene(home, manager, founder, units, own, other, await clock.today())


async def _standing() -> set[tuple[UUID, date, date, UUID | None]]:
    found = await database.rows("SELECT unit, starts, ends, follows FROM allocation WHERE NOT void")
    return {(one["unit"], one["starts"], one["ends"], one["follows"]) for one in found}


async def test_a_company_moves_and_the_old_letting_stays_on_record(scene: Scene) -> None:
    start, end = scene.today - timedelta(days=10), scene.today + timedelta(days=355)
    on = scene.today + timedelta(days=5)
    past = await queries.floor(scene.home.manager, scene.home.floor_id, scene.today)
    kept = await _standing()
    new = await actions.move(scene.home.manager, scene.own, scene.units[2], on, "needs water")
    assert await _standing() - kept == {(scene.units[0], start, on, None), (scene.units[2], on, end, scene.own)}
    same = await queries.floor(scene.home.manager, scene.home.floor_id, scene.today)
    assert [line.status for line in same.units] == [line.status for line in past.units]
    (moved,) = [one for one in (await queries.unit(scene.home.manager, scene.units[2])).timeline if one.id == new]
    assert moved.came_from == (scene.units[0], "A301")
    told = await database.rows("SELECT act, detail FROM audit_entry WHERE subject_id = $1 ORDER BY id", scene.units[0])
    assert (told[-1]["act"], told[-1]["detail"]["reason"]) == ("lease moved away", "needs water")


async def test_from_its_first_day_on_nothing_of_the_old_letting_is_left(scene: Scene) -> None:
    _founder, company = await make.company(2)
    soon = await make.days(20, 30)
    lease = await actions.let(scene.home.manager, scene.units[2], soon, company)
    spare = (await make.units(scene.home))[0]
    new = await actions.move(scene.home.manager, lease, spare, soon.start, "a better one")
    standing = await database.rows("SELECT id, void FROM allocation WHERE company = $1 ORDER BY made_at, id", company)
    assert [(one["id"], one["void"]) for one in standing] == [(lease, True), (new, False)]


async def test_two_companies_exchange_each_to_its_own_end(scene: Scene) -> None:
    on = scene.today + timedelta(days=30)
    kept = scene.today - timedelta(days=10)
    await actions.swap(scene.home.manager, scene.own, scene.other, on, "both asked for it")
    assert await _standing() == {
        (scene.units[0], kept, on, None),
        (scene.units[1], kept, on, None),
        (scene.units[1], on, scene.today + timedelta(days=355), scene.own),
        (scene.units[0], on, scene.today + timedelta(days=190), scene.other),
    }


async def test_what_cannot_be_is_told_and_nothing_is_half_done(scene: Scene) -> None:
    manager, on = scene.home.manager, scene.today + timedelta(days=30)
    _founder, third = await make.company(2)
    # Somebody has the rival's unit after him: the longer lease does not fit into it.
    await actions.let(manager, scene.units[1], await make.days(200, 30), third)
    before = await _standing()
    for attempt in (
        actions.swap(manager, scene.own, scene.other, on, "x"),
        actions.move(manager, scene.own, scene.units[1], on, "x"),
        actions.extend(manager, scene.other, scene.today + timedelta(days=220), "x"),
        actions.move(manager, scene.other, scene.units[2], scene.today + timedelta(days=190), "x"),
    ):
        with pytest.raises(Conflict):
            await attempt
    for field, wrong in (
        ("start", actions.move(manager, scene.own, scene.units[2], scene.today - timedelta(days=1), "x")),
        ("unit_id", actions.move(manager, scene.own, scene.units[0], on, "x")),
        ("unit_id", actions.move(manager, scene.own, scene.home.floor_id, on, "x")),
        ("other_id", actions.swap(manager, scene.own, scene.own, on, "x")),
        ("last_day", actions.extend(manager, scene.own, on, "x")),
        ("reason", actions.extend(manager, scene.own, scene.today + timedelta(days=500), " ")),
    ):
        with pytest.raises(Invalid) as refusal:
            await wrong
        assert list(refusal.value.fields) == [field]
    abroad = await make.estate("park2", "sz")
    (foreign,) = await make.units(abroad)
    both = Actor(id=manager.id, name="两园经理", held=manager.held + abroad.manager.held)
    with pytest.raises(Invalid):
        await actions.move(both, scene.own, foreign, on, "x")
    with pytest.raises(Forbidden):
        await actions.extend(abroad.manager, scene.own, scene.today + timedelta(days=500), "x")
    assert await _standing() == before


async def test_the_manager_changes_it_by_form_and_programs_alike(scene: Scene, client: httpx.AsyncClient) -> None:
    await people.signed_in(client, scene.manager)
    url = f"/allocations/{scene.own}"
    assert f"{url}/edit" in (await client.get(f"/units/{scene.units[0]}")).text
    async with counted() as few:
        page = await client.get(f"{url}/edit")
    await make.units(scene.home, 2)
    async with counted() as many:
        more = await client.get(f"{url}/edit")
    assert len(few) == len(many) <= 4
    assert ("A303" in page.text, "A305" in page.text, "A305" in more.text) == (True, False, True)
    assert "Starline 1" in page.text

    async def sent(**typed: str) -> httpx.Response:
        return await client.post(f"{url}?_method=PUT", content=urlencode(typed), headers=FORM)

    wrong = await sent(what="move", unit_id="", start=str(scene.today), reason="needs water")
    assert (wrong.status_code, "Choose the unit the company moves to." in wrong.text) == (422, True)
    assert "needs water" in wrong.text
    taken = await sent(what="move", unit_id=str(scene.units[1]), start=str(scene.today), reason="needs water")
    assert (taken.status_code, "A302 is taken" in taken.text) == (409, True)
    later = scene.today + timedelta(days=400)
    done = await sent(what="extend", last_day=str(later), reason="a second year")
    assert (done.status_code, done.headers["location"]) == (303, f"/units/{scene.units[0]}")
    told = await client.put(
        f"/api/v1{url}",
        json={"what": "swap", "other_id": str(scene.other), "start": str(scene.today), "reason": "both asked for it"},
    )
    assert (told.status_code, told.json()["follows"], told.json()["last_day"]) == (200, str(scene.own), str(later))

    await people.signed_in(client, scene.founder)
    assert (await client.get(f"{url}/edit")).status_code == 403
    mine = (await client.get(f"/units/{scene.units[1]}")).text
    assert "/edit" not in mine
    assert "Starline 1" not in mine
    assert "澄湖第1科技有限公司" not in mine
