"""The park of domain.md §11: sixty units in three buildings, and who has which of them on the Monday of the demo."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from parks.demo.moments import MONDAY
from parks.demo.places import Places
from parks.kernel.actor import Actor
from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.words import Bilingual
from parks.spaces import actions
from parks.spaces.rules.plan import Shape
from parks.spaces.states import ParkKind, Repeat, ServiceKind, UnitKind

IN_USE = date(2022, 7, 1)
A312 = "A312"
"""林知微's office: 180 m² at 45 yuan (domain.md §11 A)."""


FIRST_HUNDRED = {
    "scheme": "首百平方米房租减免",
    "funder": "澄湖留学人员创业园",
    "share_1": "100",
    "share_2": "50",
    "share_3": "30",
    "relief_area": "100",
}
"""The first 100 m² free in the first year, at half in the second, at 70 % in the third (domain.md §11 A)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A unit as it is drawn: `area` gross m², a quarter of it walls and shafts; `price` yuan a m² and month."""

    code: str
    kind: UnitKind
    area: int
    seats: int
    price: int | None
    shape: Shape
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Storey:
    building: str
    level: int
    name: Bilingual
    width: int
    height: int
    units: tuple[Plan, ...]


OFFICES = (60, 72, 80, 84, 90, 96, 100, 110, 120, 140, 150, 180, 160, 130, 200, 220, 240, 64, 76, 88)
BAYS = (500, 620, 740, 880, 1000, 1200)


def _row(count: int, *, x: int = 0, y: int = 0, w: int, h: int) -> Iterator[Shape]:
    return (Shape(Decimal(x + place * (w + 1)), Decimal(y), Decimal(w), Decimal(h)) for place in range(count))


def _offices() -> Iterator[Plan]:
    shapes = [*_row(10, w=11, h=15), *_row(10, y=20, w=11, h=15)]
    for number, (area, shape) in enumerate(zip(OFFICES, shapes, strict=True), start=1):
        yield Plan(f"A3{number:02}", UnitKind.PRIVATE_OFFICE, area, area // 9, 45, shape)


def _desks() -> Iterator[Plan]:
    for number, shape in enumerate((*_row(6, w=5, h=4), *_row(6, y=6, w=5, h=4)), start=1):
        yield Plan(f"D{number:02}", UnitKind.DESK, 6, 1, 80, shape, ("furnished",))


def _rooms() -> Iterator[Plan]:
    sizes = ((260, 150), (60, 24), (40, 16), (30, 12))
    for number, ((area, seats), shape) in enumerate(zip(sizes, _row(4, y=20, w=16, h=14), strict=True), start=1):
        yield Plan(f"R{number}", UnitKind.ROADSHOW_HALL, area, seats, None, shape, ("projector",))


def _apartments() -> Iterator[Plan]:
    for number, shape in enumerate(_row(4, x=40, w=9, h=9), start=1):
        yield Plan(f"Y{number}", UnitKind.TALENT_APARTMENT, 55, 2, 28, shape, ("furnished",))


def _laboratories() -> Iterator[Plan]:
    wet = ("fume_hood", "water", "ventilation", "hazardous_permit")
    dry = ("three_phase_power", "ventilation")
    for number, shape in enumerate((*_row(7, w=12, h=14), *_row(7, y=18, w=12, h=14)), start=1):
        kind = UnitKind.WET_LABORATORY if number <= 8 else UnitKind.DRY_LABORATORY
        area = 90 + 15 * (number % 6)
        yield Plan(f"B1{number:02}", kind, area, area // 15, 62, shape, wet if number <= 8 else dry)


def _bays() -> Iterator[Plan]:
    heavy = ("heavy_load", "three_phase_power", "water")
    for number, (area, shape) in enumerate(
        zip(BAYS, (*_row(3, w=34, h=24), *_row(3, y=30, w=34, h=24)), strict=True), start=1
    ):
        yield Plan(f"C0{number}", UnitKind.PILOT_WORKSHOP, area, area // 50, 32, shape, heavy)


BUILDINGS: Mapping[str, Bilingual] = {
    "A": Bilingual("A 座 创业楼", "Building A, offices"),
    "B": Bilingual("B 座 生物医药楼", "Building B, laboratories"),
    "C": Bilingual("C 座 中试楼", "Building C, pilot workshops"),
}
STOREYS = (
    Storey("A", 1, Bilingual("一层", "Ground floor"), 84, 36, (*_desks(), *_apartments(), *_rooms())),
    Storey("A", 3, Bilingual("三层", "3rd floor"), 120, 36, tuple(_offices())),
    Storey("B", 1, Bilingual("一层", "Ground floor"), 92, 34, tuple(_laboratories())),
    Storey("C", 1, Bilingual("一层", "Ground floor"), 106, 56, tuple(_bays())),
)

HELD = ("A307", "A319", "B112", "C05")
VACANT = ("A302", "A305", "A310", "A317", "D10", "D11", "D12", "B107", "B114", "C06")
CLOSED = "B103"


@dataclass(frozen=True, slots=True)
class Estate:
    park_id: UUID
    far_park_id: UUID
    units: Mapping[str, UUID] = field(default_factory=dict)


async def build(places: Places) -> Estate:
    """Both parks: the one of §11, and a small one in the other city."""
    park_id = await actions.found_park(
        places.manager,
        organisation_id=places.park.id,
        name=places.park.name,
        kind=ParkKind.CO_BUILT_PARK,
        area=Decimal(18600),
        address="岚江省澄湖市星湖路 1 号",
    )
    units = await _raise(places.manager, park_id, BUILDINGS, STOREYS)
    far_park_id = await actions.found_park(
        places.far_manager,
        organisation_id=places.far_park.id,
        name=places.far_park.name,
        kind=ParkKind.CITY_PARK,
        area=Decimal(5200),
        address="岚江省望津市渡口路 18 号",
    )
    offices = tuple(
        Plan(f"20{place}", UnitKind.PRIVATE_OFFICE, 90 + 20 * place, 8 + place, 32, shape)
        for place, shape in enumerate(_row(4, w=12, h=14), start=1)
    )
    await _raise(
        places.far_manager,
        far_park_id,
        {"1": Bilingual("1 号楼", "Building 1")},
        (Storey("1", 2, Bilingual("二层", "2nd floor"), 54, 16, offices),),
    )
    return Estate(park_id, far_park_id, units)


async def _raise(
    manager: Actor, park_id: UUID, buildings: Mapping[str, Bilingual], storeys: Sequence[Storey]
) -> dict[str, UUID]:
    ids = {code: await actions.add_building(manager, park_id, code=code, name=name) for code, name in buildings.items()}
    made = {}
    for storey in storeys:
        floor_id = await actions.add_floor(
            manager,
            ids[storey.building],
            level=storey.level,
            name=storey.name,
            width=Decimal(storey.width),
            height=Decimal(storey.height),
        )
        for one in storey.units:
            made[one.code] = await actions.add_unit(
                manager,
                floor_id,
                code=one.code,
                kind=one.kind,
                gross_area=Decimal(one.area),
                usable_area=Decimal(one.area) * Decimal("0.75"),
                seats=one.seats,
                features=one.features,
                price=None if one.price is None else Money(Decimal(one.price)),
                valid_from=IN_USE,
                shape=one.shape,
            )
    return made


def leased() -> list[str]:
    """The codes of the units that companies have, 林知微's first."""
    free = {*HELD, *VACANT, CLOSED}
    let = [
        one.code
        for storey in STOREYS
        for one in storey.units
        if one.kind is not UnitKind.ROADSHOW_HALL and one.code not in free
    ]
    return [A312, *(code for code in let if code != A312)]


async def let_all(places: Places, estate: Estate, companies: Sequence[UUID]) -> None:
    """41 leases for two years, and what was agreed on each; the first company has A312 alone, for three years, and two
    leases end within ninety days.
    """
    today = MONDAY.date()
    holders = [*companies, *companies[1:]]
    prices = {one.code: one.price for storey in STOREYS for one in storey.units}
    for place, (code, company_id) in enumerate(zip(leased(), holders, strict=False)):
        start = today - timedelta(days=120 + 5 * place)
        until = today + timedelta(days=60) if place in {7, 19} else start + timedelta(days=730)
        if code == A312:
            until = start.replace(year=start.year + 3)
        let = await actions.let(places.manager, estate.units[code], Period(start, until), company_id)
        terms = {"price": str(prices[code])} | (FIRST_HUNDRED if code == A312 else {})
        await actions.write_lease(places.manager, let, terms, 0)


@dataclass(frozen=True, slots=True)
class Wish:
    """A request for space that waits for the manager."""

    founder: Actor
    company_id: UUID
    kind: UnitKind
    area: tuple[int, int]
    seats: int
    note: str
    must: Sequence[str] = ()
    prefer: Sequence[str] = ()
    budget: Money | None = None


async def reserve(places: Places, estate: Estate, companies: Sequence[UUID], wishes: Sequence[Wish]) -> None:
    """On the last days: four holds, one closure, requests that wait, and a scenario of what moves would give."""
    today = MONDAY.date()
    await actions.close_unit(
        places.manager,
        estate.units[CLOSED],
        Period(today - timedelta(days=12), today + timedelta(days=40)),
        "通风系统大修，验收后恢复使用",
    )
    for code, company_id in zip(HELD, companies, strict=True):
        await actions.hold(
            places.manager,
            estate.units[code],
            Period(today - timedelta(days=2), today + timedelta(days=365)),
            expires_at=MONDAY + timedelta(days=14),
            company_id=company_id,
            note="拟入驻，材料补齐后签约",
        )
    for one in wishes:
        await actions.ask_for_unit(
            one.founder,
            one.company_id,
            estate.park_id,
            kind=one.kind,
            period=Period(today + timedelta(days=14), today + timedelta(days=14 + 365)),
            area_min=Decimal(one.area[0]),
            area_max=Decimal(one.area[1]),
            seats=one.seats,
            must=one.must,
            prefer=one.prefer,
            budget=one.budget,
            note=one.note,
        )
    await actions.plan_scenario(
        places.manager, estate.park_id, name="年底用房调整", day=today + timedelta(days=14), move_cost=300
    )


ROOMS = {
    "R1": Bilingual("星湖路演厅", "Xinghu roadshow hall"),
    "R3": Bilingual("三号会议室", "Meeting room 3"),
}


async def open_rooms(places: Places, estate: Estate, founder: Actor, company_id: UUID) -> None:
    """The hall, where the park answers each booking, and a meeting room that is booked at once; a week of it."""
    rooms = {}
    for code, name in ROOMS.items():
        rooms[code] = await actions.set_room(
            places.manager,
            estate.units[code],
            actions.RoomSettings(
                name=name,
                opens=9 * 60,
                closes=21 * 60 if code == "R1" else 18 * 60,
                weekdays="1234567" if code == "R1" else "12345",
                approval=code == "R1",
                notice_hours=24 if code == "R1" else 2,
                monthly_hours=None if code == "R1" else 20,
            ),
        )
    soon = MONDAY.date() + timedelta(days=1)
    await actions.book(
        founder,
        rooms["R3"],
        day=soon,
        begins="10:00",
        ends="11:00",
        purpose="项目周例会",
        company_id=company_id,
        repeat=Repeat.WEEKLY,
        until=soon + timedelta(days=21),
    )
    await actions.book(
        founder,
        rooms["R1"],
        day=soon + timedelta(days=3),
        begins="14:00",
        ends="16:00",
        purpose="天使轮路演",
        company_id=company_id,
    )
    await actions.book(places.manager, rooms["R3"], day=soon, begins="14:00", ends="15:30", purpose="入驻企业安全培训")
    await actions.announce_visitor(founder, estate.park_id, name="何屿", day=soon, company_id=company_id)


async def serve(places: Places, estate: Estate, founder: Actor, company_id: UUID) -> None:
    """What the park promises, and two requests: one is due on Monday, one was done at once and is rated."""
    manager, park_id = places.manager, estate.park_id
    await actions.set_promises(
        manager, park_id, {ServiceKind.REPAIR: 1, ServiceKind.NETWORK: 1, ServiceKind.PROJECT_FILING: 5}
    )
    await actions.ask_service(
        founder, park_id, company_id, kind=ServiceKind.REPAIR, words="实验区空调滴水，光学平台旁边", unit=A312
    )
    filed = await actions.ask_service(
        founder, park_id, company_id, kind=ServiceKind.PROJECT_FILING, words="请协助核对专利清单"
    )
    await actions.answer_service(manager, filed, words="已核对，清单齐全", done=True)
    await actions.rate_service(founder, filed, rating=5, words="很快")
