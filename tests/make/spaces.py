"""A park of any size in its place in the tree, the people around it, and companies, made by the actions themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from tests.make import identity as people

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.demo import fictions
from parks.identity import actions as identity
from parks.identity.states import OrganisationKind as Kind
from parks.kernel.actor import SYSTEM, Actor, Held, Role
from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.words import Bilingual
from parks.spaces import actions
from parks.spaces.rules.plan import Shape
from parks.spaces.states import ParkKind, ServiceKind, UnitKind
from parks.startups import actions as startups
from parks.startups.rules.records import CompanyRecord

OLD = date(2020, 1, 1)


@dataclass
class Estate:
    """One park with a building and a floor, and who runs it."""

    park_id: UUID
    building_id: UUID
    floor_id: UUID
    home_id: UUID
    path: str
    manager: Actor
    officer: Actor
    units: list[UUID] = field(default_factory=list)


def person(name: str, *held: tuple[Role, UUID, str]) -> Actor:
    return Actor(id=uuid7(), name=name, held=tuple(Held(*one) for one in held))


async def _organisation(kind: Kind, code: str, parent: UUID | None, path: str) -> UUID:
    """The organisation at that path, founded where it is not there yet."""
    known: UUID | None = await database.value("SELECT id FROM organisation WHERE path = $1", path)
    return known or await identity.found_organisation(SYSTEM, kind, Bilingual(code, code), code, parent)


async def estate(code: str = "park1", city: str = "ch") -> Estate:
    """`/cn/xj/<city>/<code>/`, with a manager of the park and an officer of the city."""
    nation = await _organisation(Kind.NATION, "cn", None, "/cn/")
    province = await _organisation(Kind.PROVINCE, "xj", nation, "/cn/xj/")
    town = await _organisation(Kind.CITY, city, province, f"/cn/xj/{city}/")
    path = f"/cn/xj/{city}/{code}/"
    home = await _organisation(Kind.PARK, code, town, path)
    manager = person("陈若岩", (Role.PARK_MANAGER, home, path))
    park_id = await actions.found_park(
        manager,
        organisation_id=home,
        name=Bilingual("澄湖留学人员创业园", "Chenghu Returnee Park"),
        kind=ParkKind.CO_BUILT_PARK,
        area=Decimal(18600),
        address="澄湖市星湖路 1 号",
    )
    building_id = await actions.add_building(manager, park_id, code="A", name=Bilingual("A 座", "Building A"))
    floor_id = await actions.add_floor(
        manager, building_id, level=3, name=Bilingual("三层", "3rd floor"), width=Decimal(120), height=Decimal(60)
    )
    officer = person("城市官员", (Role.CITY_OFFICER, town, f"/cn/xj/{city}/"))
    return Estate(park_id, building_id, floor_id, home, path, manager, officer)


async def units(
    home: Estate,
    count: int = 1,
    kind: UnitKind = UnitKind.PRIVATE_OFFICE,
    *,
    prefix: str = "A3",
    area: Decimal | int = 180,
    seats: int = 12,
    valid_from: date = OLD,
    valid_until: date | None = None,
    features: Sequence[str] = (),
) -> list[UUID]:
    """Units side by side on the estate's floor, A301 and on, at 45 yuan a m²."""
    made = []
    for _each in range(count):
        place = len(home.units)
        unit_id = await actions.add_unit(
            home.manager,
            home.floor_id,
            code=f"{prefix}{place + 1:02}",
            kind=kind,
            gross_area=Decimal(area),
            usable_area=Decimal(area) * Decimal("0.75"),
            seats=seats,
            features=features,
            price=Money(Decimal(45)),
            valid_from=valid_from,
            valid_until=valid_until,
            shape=Shape(Decimal(place % 12 * 10), Decimal(place // 12 * 10), Decimal(8), Decimal(8)),
        )
        home.units.append(unit_id)
        made.append(unit_id)
    return made


async def company(number: int = 0, founder: Actor | None = None) -> tuple[Actor, UUID]:
    """A founder with one of the invented companies."""
    owner = founder or await people.person(f"创始人{number}")
    name = "澄湖星阑光电科技有限公司" if number == 0 else f"澄湖第{number}科技有限公司"
    record = CompanyRecord(uscc=fictions.uscc(number + 1), name_zh=name, name_en=f"Starline {number}")
    return owner, await startups.found_company(owner, record)


async def days(start: int = 0, length: int | None = 30) -> Period:
    """A period that begins `start` days from today."""
    first = await clock.today() + timedelta(days=start)
    return Period(first, None if length is None else first + timedelta(days=length))


async def request(
    founder: Actor,
    company_id: UUID,
    park_id: UUID,
    kind: UnitKind = UnitKind.PRIVATE_OFFICE,
    start: int = 0,
    must: Sequence[str] = (),
) -> UUID:
    return await actions.ask_for_unit(
        founder,
        company_id,
        park_id,
        kind=kind,
        period=await days(start, 365),
        area_min=Decimal(150),
        area_max=Decimal(200),
        seats=10,
        must=must,
        note="需要靠近实验室",
    )


async def offer(home: Estate, unit_id: UUID, request_id: UUID, *, expires: timedelta = timedelta(days=7)) -> UUID:
    """The unit offered for the request, for a year from today."""
    return await actions.offer(
        home.manager, unit_id, request_id, await days(0, 365), expires_at=await clock.now() + expires
    )


async def room(
    home: Estate,
    unit_id: UUID | None = None,
    *,
    approval: bool = False,
    notice_hours: int = 2,
    monthly_hours: int | None = None,
    companies: Sequence[str] = (),
) -> UUID:
    """A hall that is open every day from 9 to 18, bookable."""
    hall = unit_id or (await units(home, 1, UnitKind.ROADSHOW_HALL, prefix="R"))[0]
    told = actions.RoomSettings(
        name=Bilingual("一号会议室", "Meeting room 1"),
        opens=9 * 60,
        closes=18 * 60,
        weekdays="1234567",
        approval=approval,
        notice_hours=notice_hours,
        monthly_hours=monthly_hours,
        companies=companies,
    )
    return await actions.set_room(home.manager, hall, told)


async def tenant(home: Estate, number: int = 0, founder: Actor | None = None) -> tuple[Actor, UUID]:
    """A founder whose company has an office of the park for a year."""
    owner, company_id = await company(number, founder)
    (office,) = await units(home)
    await actions.let(home.manager, office, await days(0, 365), company_id)
    return owner, company_id


async def service(
    home: Estate, founder: Actor, company_id: UUID, *, words: str = "空调不制冷", closed: bool = False
) -> UUID:
    """A repair that a tenant asks for; `closed`: the park says it is done."""
    made = await actions.ask_service(founder, home.park_id, company_id, kind=ServiceKind.REPAIR, words=words)
    if closed:
        await actions.answer_service(home.manager, made, words="已更换压缩机", done=True)
    return made
