"""A unit is let, its terms are written once, and park and tenant read the same schedule; to others there is none."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import database
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.period import Period
from parks.spaces import actions
from parks.spaces.forms import LeaseTerms

FORM = {"content-type": "application/x-www-form-urlencoded"}
TERMS = {
    "price": "45",
    "deposit_months": "2",
    "scheme": "首百平方米减免",
    "funder": "澄湖留创园",
    "share_1": "100",
    "share_2": "50",
    "share_3": "30",
    "relief_area": "100",
}
STORED = LeaseTerms.model_validate(TERMS).model_dump(mode="json", exclude={"version"}, exclude_none=True)


@dataclass
class Scene:
    manager: Actor
    founder: Actor
    rival: Actor
    unit: UUID
    allocation: UUID
    home: make.Estate

    @property
    def url(self) -> str:
        return f"/leases/{self.allocation}"


@pytest.fixture
async def scene(db: None) -> Scene:
    """A312 of scenario A: 180 m² for three years."""
    home = await make.estate()
    founder, company = await make.company(0)
    rival, _other = await make.company(1)
    (unit,) = await make.units(home, area=180)
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    allocation = await actions.let(home.manager, unit, Period(date(2027, 1, 1), date(2030, 1, 1)), company)
    return Scene(manager, founder, rival, unit, allocation, home)


async def _put(client: httpx.AsyncClient, url: str, data: dict[str, str]) -> httpx.Response:
    return await client.post(f"{url}?_method=PUT", content=urlencode(data), headers=FORM)


async def test_the_lease_of_scenario_a_on_the_page_in_the_file_and_for_programs(
    scene: Scene, client: httpx.AsyncClient
) -> None:
    await people.signed_in(client, scene.manager)
    assert scene.url in (await client.get(f"/units/{scene.unit}")).text
    assert "尚无条款" in (await client.get(scene.url)).text
    assert 'value="45.00"' in (await client.get(f"{scene.url}/edit")).text, "the unit's list price is proposed"
    sent = await _put(client, scene.url, TERMS | {"version": "0"})
    assert (sent.status_code, sent.headers["location"]) == (303, scene.url)

    await people.signed_in(client, scene.founder)
    assert scene.url in (await client.get("/space")).text
    async with counted() as seen:
        page = (await client.get(scene.url)).text
    assert len(seen) <= 4
    for amount, months in (("3,600.00", 12), ("5,850.00", 12), ("6,750.00", 12)):
        assert page.count(f"<strong>¥{amount}</strong>") == months
    assert "¥16,200.00" in page, "the deposit"
    assert f"{scene.url}/edit" not in page
    told = (await client.get(f"/api/v1/allocations/{scene.allocation}/lease")).json()
    assert {one["net"] for one in told["schedule"]} == {"3600.00", "5850.00", "6750.00"}
    assert sum(Decimal(one["net"]) for one in told["schedule"]) == 12 * (3600 + 5850 + 6750)
    file = await client.get(f"{scene.url}/schedule/export?kind=csv")
    assert file.status_code == 200
    assert len(file.text.strip().splitlines()) == 1 + 36


async def test_to_others_there_is_no_lease(scene: Scene, client: httpx.AsyncClient) -> None:
    await actions.write_lease(scene.manager, scene.allocation, STORED, 0)
    await people.signed_in(client, scene.rival)
    for path in (scene.url, f"{scene.url}/schedule/export", f"/api/v1/allocations/{scene.allocation}/lease"):
        answer = await client.get(path)
        assert answer.status_code == 404
        assert "首百平方米" not in answer.text


async def test_two_who_write_at_once_do_not_overwrite_each_other(scene: Scene, client: httpx.AsyncClient) -> None:
    await actions.write_lease(scene.manager, scene.allocation, STORED, 0)
    with pytest.raises(Conflict):
        await actions.write_lease(scene.manager, scene.allocation, STORED | {"price": "46"}, 0)
    await people.signed_in(client, scene.manager)
    late = await _put(client, scene.url, TERMS | {"price": "46", "version": "0"})
    assert late.status_code == 409
    assert 'value="46"' in late.text, "what was typed stays"
    assert (await _put(client, scene.url, TERMS | {"price": "46", "version": "1"})).status_code == 303
    stored = await database.row("SELECT terms, version FROM lease")
    assert stored is not None
    assert Decimal(stored["terms"]["price"]) == Decimal(46)
    assert stored["version"] == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"price": ""}, "f-price"),
        ({"price": "-1"}, "f-price"),
        ({"share_2": "101"}, "f-share_2"),
        ({"funder": ""}, "f-funder"),
        ({"rent_free_months": "99"}, "f-rent_free_months"),
    ],
)
async def test_a_mistake_is_said_beside_the_field(
    scene: Scene, client: httpx.AsyncClient, wrong: dict[str, str], said: str
) -> None:
    await people.signed_in(client, scene.manager)
    answer = await _put(client, scene.url, TERMS | {"version": "0"} | wrong)
    assert answer.status_code == 422
    assert f'href="#{said}"' in answer.text
    assert await database.value("SELECT count(*) FROM lease") == 0


async def test_only_the_parks_manager_writes_and_only_for_a_letting_with_an_end(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        await actions.write_lease(scene.founder, scene.allocation, STORED, 0)
    (room, other) = await make.units(scene.home, 2)
    founder, company = await make.company(2)
    endless = await actions.let(scene.home.manager, room, Period(date(2027, 1, 1)), company)
    with pytest.raises(Invalid):
        await actions.write_lease(scene.manager, endless, STORED, 0)
    closed = await actions.close_unit(scene.home.manager, other, Period(date(2027, 1, 1), date(2027, 2, 1)), "检修")
    with pytest.raises(Conflict):
        await actions.write_lease(scene.manager, closed, STORED, 0)
    assert founder.id != scene.founder.id


async def test_an_end_agreed_later_shortens_the_schedule(scene: Scene, client: httpx.AsyncClient) -> None:
    await actions.write_lease(scene.manager, scene.allocation, STORED, 0)
    await actions.end(scene.manager, scene.allocation, date(2027, 3, 16), "提前退租")
    await people.signed_in(client, scene.founder)
    told = (await client.get(f"/api/v1/allocations/{scene.allocation}/lease")).json()
    assert [one["net"] for one in told["schedule"]] == ["3600.00", "3600.00", "1741.93"]  # 3,919.35 less 2,177.42
