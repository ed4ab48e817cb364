"""What the writers need, made once by the actions themselves: `python -m tests.reliability.founding` tells it as JSON.

A founder with her company and a draft in an open call, a park with one unit, and the park's manager.
"""

import asyncio
import copy
import json
import sys
from datetime import date
from decimal import Decimal
from uuid import UUID

from tests.make import identity as people
from tests.make import programmes as make
from tests.make.identity import PASSWORD

from parks import app
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.spaces import actions as spaces
from parks.spaces.rules.plan import Shape
from parks.spaces.states import ParkKind, UnitKind
from parks.startups import actions
from parks.startups import queries as startups
from parks.startups.rules.records import PersonRecord

MANY = 100_000
"""Files that one question takes here: the writers never reach it."""

LINES = 200
"""Lines of the record for the writer of proofs, who goes on to the next after every few of them."""


async def _estate(world: make.World) -> tuple[str, str]:
    """The park of the world's tree with one office; ids of the park and of the unit."""
    manager = world.manager
    park = await spaces.found_park(
        manager,
        organisation_id=world.tree.park.id,
        name=Bilingual("澄湖留学人员创业园", "Chenghu Returnee Park"),
        kind=ParkKind.CO_BUILT_PARK,
        area=Decimal(18600),
        address="澄湖市星湖路 1 号",
    )
    building = await spaces.add_building(manager, park, code="A", name=Bilingual("A 座", "Building A"))
    floor = await spaces.add_floor(
        manager, building, level=3, name=Bilingual("三层", "3rd floor"), width=Decimal(120), height=Decimal(60)
    )
    unit = await spaces.add_unit(
        manager,
        floor,
        code="A301",
        kind=UnitKind.PRIVATE_OFFICE,
        gross_area=Decimal(180),
        usable_area=Decimal(135),
        seats=12,
        features=(),
        price=None,
        valid_from=date(2020, 1, 1),
        valid_until=None,
        shape=Shape(Decimal(0), Decimal(0), Decimal(8), Decimal(8)),
    )
    return str(park), str(unit)


async def _lines(founder: Actor, company: UUID) -> list[str]:
    """People of the record whose papers are yet to come."""
    return [
        str(await actions.add_person(founder, company, PersonRecord(name=f"证件待交{number:03}")))
        for number in range(LINES)
    ]


async def _address(who: Actor) -> str:
    return (await identity.person(who.id)).email


async def main() -> None:
    async with app.standing():
        sheet = copy.deepcopy(make.SHEET)
        next(one for one in sheet["sections"] if one["key"] == "files")["questions"][0]["max"] = MANY
        world = await make.world(sheet=sheet)
        founder = await people.person("林知微")
        application = await make.draft(world, founder=founder)
        (company,) = await startups.my_companies(founder)
        park, unit = await _estate(world)
        told = {
            "founder": await _address(founder),
            "manager": await _address(world.manager),
            "password": PASSWORD,
            "application": str(application),
            "company": str(company.id),
            "uscc": company.uscc,
            "lines": await _lines(founder, company.id),
            "park": park,
            "unit": unit,
        }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main())
