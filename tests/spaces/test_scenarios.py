"""A scenario moves a company into a gap so that another gets a year: compared, published whole, or told why not."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make
from tests.spaces.test_planning import fits_together, span

from parks.adapters import clock, database
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.spaces import actions, queries
from parks.spaces.rules import planning
from parks.spaces.rules.planning import Option


@pytest.mark.parametrize("seed", range(15))
def test_plans_that_keep_every_lease_equal_trying_everything(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - instances that come again, not secrets
    units = [UUID(int=100 + number) for number in range(4)]
    leases = {UUID(int=10 + number): span(0, chance.randrange(5, 40)) for number in range(3)}
    staying = [Option(lease, units[place], period, 0) for place, (lease, period) in enumerate(leases.items())]
    moving = [
        Option(lease, unit, period, -300)
        for place, (lease, period) in enumerate(leases.items())
        for other, unit in enumerate(units)
        if other != place
    ]
    asked = [
        Option(
            UUID(int=request), unit, span(chance.randrange(20), chance.randrange(5, 40)), chance.randrange(600, 1100)
        )
        for request in range(2)
        for unit in units
    ]
    options = [*staying, *moving, *asked]
    found = planning.best(options, settled=frozenset(leases), start=staying)
    choices: list[list[Option | None]] = [[one for one in options if one.request_id == lease] for lease in leases]
    choices += [[None, *(one for one in asked if one.request_id == UUID(int=request))] for request in range(2)]
    sums = []
    for choice in product(*choices):
        some = [one for one in choice if one is not None]
        if fits_together(some):
            sums.append(sum(one.worth for one in some))
    assert (found.worth, found.proven, fits_together(list(found.chosen))) == (max(sums), True, True)
    assert leases.keys() <= {one.request_id for one in found.chosen}


def test_when_no_time_is_left_the_plan_of_today_is_answered() -> None:
    staying = [Option(UUID(int=place), UUID(int=100 + place), span(0, 30), 0) for place in range(5)]
    moving = [Option(one.request_id, UUID(int=200), one.period, -300) for one in staying]
    found = planning.best([*staying, *moving], 0.0, settled=frozenset(one.request_id for one in staying), start=staying)
    assert (found.worth, len(found.chosen)) == (0, 5)
    assert found.bound >= 0


@dataclass
class Scene:
    """Two offices alike: one let for fifty days, the other free for sixty; she asks for one for a year."""

    home: make.Estate
    manager: Actor
    gap: UUID
    let: UUID
    lease: UUID
    request: UUID
    today: date

    async def plan(self, move_cost: int = 300) -> UUID:
        return await actions.plan_scenario(
            self.home.manager, self.home.park_id, name="年度调整", day=self.today, move_cost=move_cost
        )

    async def standing(self) -> set[tuple[UUID, date, date, UUID | None]]:
        found = await database.rows("SELECT unit, starts, ends, follows FROM allocation WHERE NOT void")
        return {(one["unit"], one["starts"], one["ends"], one["follows"]) for one in found}


@pytest.fixture
async def scene(db: None) -> Scene:
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)], language="en")
    gap, let = await make.units(home, 2)
    (_one, sits), (_two, follows), (founder, asks) = [await make.company(number) for number in range(3)]
    lease = await actions.let(home.manager, let, await make.days(-10, 60), sits)
    await actions.let(home.manager, gap, await make.days(60, 300), follows)
    request = await make.request(founder, asks, home.park_id)
    return Scene(home, manager, gap, let, lease, request, await clock.today())


async def test_a_company_moves_into_the_gap_and_all_is_published_at_once(scene: Scene) -> None:
    dear = await scene.plan(move_cost=2000)
    assert (await queries.scenario(scene.home.manager, dear)).moves == []
    planned = await scene.plan()
    before = await scene.standing()
    seen = await queries.scenario(scene.home.manager, planned)
    assert {(one.request_id or one.allocation_id, one.unit_id) for one in seen.moves} == {
        (scene.request, scene.let),
        (scene.lease, scene.gap),
    }
    assert (seen.line.area, seen.line.rent, seen.line.moves, seen.line.placed) == (Decimal(180), Decimal(8100), 1, 1)
    assert seen.worth == seen.bound == 700
    assert await scene.standing() == before, "a scenario is nobody's lease"

    await actions.publish_scenario(scene.home.manager, planned)
    end, today = scene.today + timedelta(days=50), scene.today
    assert await scene.standing() - before == {
        (scene.let, today - timedelta(days=10), today, None),
        (scene.gap, today, end, scene.lease),
        (scene.let, today, today + timedelta(days=365), None),
    }
    assert await database.value("SELECT state FROM unit_request WHERE id = $1", scene.request) == "let"
    for again in (actions.publish_scenario(scene.home.manager, planned), actions.drop_scenario(scene.manager, planned)):
        with pytest.raises(Conflict):
            await again


async def test_moves_that_no_longer_fit_are_named_and_nothing_is_half_written(scene: Scene) -> None:
    manager = scene.home.manager
    planned = await scene.plan()
    _other, late = await make.company(4)
    await actions.let(manager, scene.gap, await make.days(5, 10), late)
    before = await scene.standing()
    with pytest.raises(actions.Unfitting) as refusal:
        await actions.publish_scenario(manager, planned)
    moves = {one.id: one for one in (await queries.scenario(manager, planned)).moves}
    assert [moves[one].allocation_id for one in refusal.value.moves] == [scene.lease]
    assert "A301" in str(next(iter(refusal.value.moves.values())))
    assert await scene.standing() == before

    (moved,) = refusal.value.moves
    await actions.leave_out(manager, planned, moved)
    with pytest.raises(actions.Unfitting) as refusal:
        await actions.publish_scenario(manager, planned)
    assert [moves[one].request_id for one in refusal.value.moves] == [scene.request], "nobody makes room for her now"
    assert await scene.standing() == before
    with pytest.raises(Invalid):
        await actions.plan_scenario(
            manager, scene.home.park_id, name="昨天", day=scene.today - timedelta(days=1), move_cost=0
        )
    abroad = await make.estate("park2", "sz")
    with pytest.raises(Forbidden):
        await actions.publish_scenario(abroad.manager, planned)


async def test_the_manager_compares_and_publishes_by_page_and_programs_alike(
    scene: Scene, client: httpx.AsyncClient
) -> None:
    await people.signed_in(client, scene.manager)
    url = f"/parks/{scene.home.park_id}/scenarios"
    assert url in (await client.get(f"/parks/{scene.home.park_id}/proposal")).text
    wrong = await client.post(url, data={"name": "", "day": str(scene.today), "move_cost": "300"})
    assert wrong.status_code == 422
    made = await client.post(url, data={"name": "春季", "day": str(scene.today), "move_cost": "300"})
    assert made.status_code == 303
    here = made.headers["location"]
    async with counted() as few:
        assert "春季" in (await client.get(url)).text
    told = await client.post(f"/api/v1{url}", json={"name": "夏季", "day": str(scene.today), "move_cost": 2000})
    assert (told.status_code, told.json()["items"], told.json()["worth"]) == (201, [], 0)
    async with counted() as many:
        listed = await client.get(url)
    assert len(few) == len(many) <= 4
    assert "夏季" in listed.text
    async with counted() as one:
        page = await client.get(here)
    assert len(one) <= 4
    assert "none could have more" in page.text
    assert page.text.count("Leave out ") == 2

    _other, late = await make.company(4)
    blocking = await actions.let(scene.home.manager, scene.gap, await make.days(5, 10), late)
    refused = await client.post(f"{here}/publication?_method=PUT")
    assert (refused.status_code, "1 of these moves no longer fit" in refused.text) == (409, True)
    assert "A301 is taken" in refused.text
    await actions.end(scene.home.manager, blocking, scene.today, "by mistake")
    assert (await client.put(f"/api/v1{here}/publication")).json()["state"] == "published"
    assert (await client.delete(f"/api/v1{here}")).status_code == 409
    summer = told.json()["id"]
    assert (await client.delete(f"/api/v1/scenarios/{summer}")).json()["state"] == "dropped"
    both = (await client.get(f"/api/v1{url}")).json()["items"]
    assert {one["state"] for one in both} == {"published", "dropped"}
