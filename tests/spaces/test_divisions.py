"""Units split and merged from a day on: past plans and figures stay, and nobody loses the room she sits in."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.spaces import actions, queries
from parks.spaces.actions import Part

FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Scene:
    home: make.Estate
    manager: Actor
    units: list[UUID]
    today: date

    async def plan(self, on: date) -> list[tuple[str, str, Decimal]]:
        floor = await queries.floor(self.home.manager, self.home.floor_id, on)
        return [(line.code, str(line.status), line.gross_area) for line in floor.units]


@pytest.fixture
async def scene(db: None) -> Scene:
    """Three offices of 180 m², the first let for thirty days."""
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)], language="en")
    units = await make.units(home, 3)
    _founder, company = await make.company()
    await actions.let(home.manager, units[0], await make.days(-5, 35), company)
    return Scene(home, manager, units, await clock.today())


def parts(*areas: int, prefix: str = "A3x") -> list[Part]:
    return [Part(f"{prefix}{place}", Decimal(area), Decimal(area) / 2, 4) for place, area in enumerate(areas)]


async def test_a_split_and_a_merger_leave_every_past_day_as_it_was(scene: Scene) -> None:
    manager, today = scene.home.manager, scene.today
    on, later = today + timedelta(days=30), today + timedelta(days=60)
    days = [today - timedelta(days=100), today, on - timedelta(days=1)]
    before = [await scene.plan(day) for day in days]
    full = [(await queries.occupancy(manager, scene.home.park_id, day)).whole for day in days]
    made = await actions.split(manager, scene.units[0], parts(60, 120), on, "two teams")
    assert await scene.plan(on) == [
        ("A302", "vacant", Decimal("180.00")),
        ("A303", "vacant", Decimal("180.00")),
        ("A3x0", "vacant", Decimal("60.00")),
        ("A3x1", "vacant", Decimal("120.00")),
    ]
    whole = await actions.merge(manager, made, "A3y", later, "one team again")
    shown = await queries.unit(manager, whole)
    assert (shown.line.gross_area, shown.line.seats, shown.valid.start) == (Decimal(180), 8, later)
    assert [one.code for one in shown.was] == ["A3x0", "A3x1"]
    assert [one.code for one in (await queries.unit(manager, scene.units[0])).became] == ["A3x0", "A3x1"]
    assert [await scene.plan(day) for day in days] == before
    assert [(await queries.occupancy(manager, scene.home.park_id, day)).whole for day in days] == full
    area = (await queries.occupancy(manager, scene.home.park_id, later)).whole.leasable_area
    assert area == full[0].leasable_area, "no square metre is lost or won"


async def test_what_cannot_be_is_told_beside_its_field(scene: Scene) -> None:
    manager, on = scene.home.manager, scene.today + timedelta(days=30)
    with pytest.raises(Conflict, match="taken until"):
        await actions.split(manager, scene.units[0], parts(90, 90), on - timedelta(days=1), "x")
    with pytest.raises(Conflict, match="taken until"):
        await actions.merge(manager, scene.units[:2], "A3y", on - timedelta(days=1), "x")
    for field, wrong in (
        ("parts.0.gross_area", actions.split(manager, scene.units[0], parts(90, 80), on, "x")),
        ("parts.1.code", actions.split(manager, scene.units[0], parts(180), on, "x")),
        ("parts.1.code", actions.split(manager, scene.units[2], parts(90, 90, prefix="A30"), on, "x")),
        ("start", actions.split(manager, scene.units[1], parts(90, 90), scene.today - timedelta(days=1), "x")),
        ("others", actions.merge(manager, [scene.units[0]], "A3y", on, "x")),
        ("others", actions.merge(manager, [scene.units[0], scene.units[2]], "A3y", on, "x")),
        ("code", actions.merge(manager, scene.units[:2], "A303", on, "x")),
    ):
        with pytest.raises(Invalid) as refusal:
            await wrong
        assert list(refusal.value.fields) == [field]
    assert [code for code, *_more in await scene.plan(on)] == ["A301", "A302", "A303"]
    abroad = await make.estate("park2", "sz")
    with pytest.raises(Forbidden):
        await actions.split(abroad.manager, scene.units[0], parts(90, 90), on, "x")


async def test_a_taker_and_a_splitter_at_once_leave_one_of_the_two(scene: Scene) -> None:
    _founder, company = await make.company(1)
    for number in range(6):
        (unit,) = await make.units(scene.home)
        period = await make.days(number, 20)
        halves = parts(90, 90, prefix=f"S{number}-")
        told = await asyncio.gather(
            actions.let(scene.home.manager, unit, period, company),
            actions.split(scene.home.manager, unit, halves, period.start, "x"),
            return_exceptions=True,
        )
        assert sum(isinstance(one, Conflict | Invalid) for one in told) == 1, told


async def test_the_manager_splits_and_merges_by_form_and_programs_alike(
    scene: Scene, client: httpx.AsyncClient
) -> None:
    await people.signed_in(client, scene.manager)
    unit, on = scene.units[1], scene.today
    url = f"/units/{unit}"
    page = (await client.get(url)).text
    assert f"{url}/split" in page
    assert f"{url}/merger" in page
    async with counted() as few:
        assert (await client.get(f"{url}/split")).status_code == 200
    await make.units(scene.home, 2)
    async with counted() as many:
        assert "A305" in (await client.get(f"{url}/merger")).text
    assert len(few) == len(many) <= 4
    typed = {"start": str(on), "reason": "two teams", "parts.0.code": "A3x0", "parts.0.gross_area": "60"}
    typed |= {"parts.0.usable_area": "50", "parts.0.features": "water", "parts.1.code": "A3x1"}

    async def sent(address: str, some: dict[str, str]) -> httpx.Response:
        return await client.post(f"{address}?_method=PUT", content=urlencode(some), headers=FORM)

    short = await sent(f"{url}/split", typed)
    assert (short.status_code, 'value="A3x1"' in short.text, "two teams" in short.text) == (422, True, True)
    nul = await sent(
        f"{url}/split", typed | {"parts.1.gross_area": "120", "parts.1.usable_area": "60", "parts.1.code": "\0"}
    )
    assert nul.status_code == 422
    uneven = await sent(f"{url}/split", typed | {"parts.1.gross_area": "100", "parts.1.usable_area": "60"})
    assert (uneven.status_code, "The parts have 160" in uneven.text) == (422, True)
    done = await sent(f"{url}/split", typed | {"parts.1.gross_area": "120", "parts.1.usable_area": "60"})
    assert (done.status_code, done.headers["location"]) == (303, f"/floors/{scene.home.floor_id}?on={on}")
    made = [one.id for one in (await queries.unit(scene.home.manager, unit)).became]
    assert (await queries.unit(scene.home.manager, made[0])).line.features == ("water",)
    told = await client.put(
        f"/api/v1/units/{made[0]}/merger",
        json={"start": str(on + timedelta(days=1)), "reason": "one", "code": "A3y", "others": [str(made[1])]},
    )
    assert told.status_code == 200
    (whole,) = told.json()["unit_ids"]
    assert "A3x0" in (await client.get(f"/units/{whole}")).text
