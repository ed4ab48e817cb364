"""Parks, units, requests and takings for programs."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import actions, queries
from parks.spaces.api.shared import AllocationOut, Named, Price, allocation_out
from parks.spaces.forms import AskForUnit, EndAllocation, NewAllocation, asked_day
from parks.spaces.forms.moves import ChangeAllocation
from parks.spaces.permissions import KEEPERS, READERS
from parks.spaces.rules.occupancy import Occupancy
from parks.spaces.states import AllocationKind, Grade, ParkKind, RequestState, UnitKind, UnitStatus
from parks.web import access


class ParkOut(BaseModel):
    id: UUID
    name: Named
    kind: ParkKind
    grade: Grade
    area: Decimal
    address: str
    vacant_today: int


class UnitOut(BaseModel):
    """`tenant` and `last_day` are empty where the caller may not know them; areas in m²."""

    id: UUID
    code: str
    kind: UnitKind
    park_id: UUID
    floor_id: UUID
    gross_area: Decimal
    usable_area: Decimal
    seats: int
    features: list[str]
    list_rent_a_month: Price | None
    status: UnitStatus
    tenant: Named | None
    last_day: date | None


class RequestOut(BaseModel):
    id: UUID
    company_id: UUID
    company: Named
    park_id: UUID
    kind: UnitKind
    area_min: Decimal | None
    area_max: Decimal | None
    seats: int
    must: list[str]
    prefer: list[str]
    budget: Price | None
    start: date
    last_day: date | None
    note: str
    state: RequestState
    answer: str
    unit_id: UUID | None


class OccupancyOut(BaseModel):
    """Of the park `on` a day: units and gross m² that can be let and are leased; shares in per cent, one place."""

    on: date
    units: int
    leased_units: int
    occupancy: Decimal
    area: Decimal
    leased_area: Decimal
    occupancy_by_area: Decimal

    @classmethod
    def of(cls, on: date, figures: Occupancy) -> "OccupancyOut":
        return cls(
            on=on,
            units=figures.leasable,
            leased_units=figures.leased,
            occupancy=figures.rate,
            area=figures.leasable_area,
            leased_area=figures.leased_area,
            occupancy_by_area=figures.area_rate,
        )


class ParkOccupancyOut(OccupancyOut):
    """`vacant_days` of the `unit_days` since `since`, on which nothing took a unit; `months` at each month's end."""

    since: date
    vacant_days: int
    unit_days: int
    months: list[OccupancyOut]


class Many(BaseModel):
    """A page: `next` is the address of the following one, empty on the last."""

    next: str


class ManyUnits(Many):
    items: list[UnitOut]


class ManyRequests(Many):
    items: list[RequestOut]


class TakingOut(BaseModel):
    """What takes a unit; `days_left` counts today and the last day, empty where no end is agreed."""

    id: UUID
    unit_id: UUID
    unit: str
    kind: AllocationKind
    company: Named | None
    gross_area: Decimal
    start: date
    last_day: date | None
    days_left: int | None


class ManyTakings(Many):
    items: list[TakingOut]


READ = access.only(*READERS)


class SpaceApi(Controller):
    """Lists take the query parameters of the pages' lists: `q`, filters, `sort`, `size`, `after`."""

    path = "/api/v1"
    tags = ("space",)

    @get("/parks", name="api:parks", opt={"access": access.public("what the public list of parks shows")})
    async def parks(self) -> list[ParkOut]:
        """Every park, with how many units could be let today."""
        return [
            ParkOut(
                id=one.id,
                name=Named.of(one.name),
                kind=one.kind,
                grade=one.grade,
                area=one.area,
                address=one.address,
                vacant_today=one.vacant,
            )
            for one in await queries.parks()
        ]

    @get("/parks/{park_id:uuid}/occupancy", name="api:occupancy", opt={"access": READ})
    async def occupancy(self, request: HTMXRequest, park_id: FromPath[UUID]) -> ParkOccupancyOut:
        """How full a park is `?on=` a day (default: today), and at the ends of the eleven months before."""
        found = await queries.occupancy(request.user, park_id, asked_day(request))
        return ParkOccupancyOut(
            **OccupancyOut.of(found.on, found.whole).model_dump(),
            since=found.since,
            vacant_days=found.vacant_days,
            unit_days=found.lived_days,
            months=[OccupancyOut.of(day, figures) for day, figures in found.months],
        )

    @get("/parks/{park_id:uuid}/units", name="api:park-units", opt={"access": access.SIGNED_IN})
    async def park(self, request: HTMXRequest, park_id: FromPath[UUID]) -> list[UnitOut]:
        """Every unit of a park `?on=` a day, from the top floor down, as far as the caller may know how they stand."""
        return [_unit(line) for line, _url in (await queries.stack(request.user, park_id, asked_day(request))).units]

    @get("/floors/{floor_id:uuid}/units", name="api:floor-units", opt={"access": access.SIGNED_IN})
    async def floor(self, request: HTMXRequest, floor_id: FromPath[UUID]) -> list[UnitOut]:
        """The units of a floor `?on=` a day, as far as the caller may know how they stand."""
        return [_unit(line) for line in (await queries.floor(request.user, floor_id, asked_day(request))).units]

    @get("/units", name="api:units", opt={"access": READ})
    async def units(self, request: HTMXRequest) -> ManyUnits:
        """Units below the caller's places `?on=` a day; filters `park`, `unit_kind`, `status`."""
        state = queries.unit_grid(await queries.park_choices(request.user)).read(request)
        page = await queries.units(request.user, state, asked_day(request))
        return ManyUnits(items=[_unit(line) for line in page.rows], next=page.next)

    @get("/allocations", name="api:allocations", opt={"access": READ})
    async def allocations(self, request: HTMXRequest) -> ManyTakings:
        """What takes units below the caller's places; filters `park`, `what`, `when`, `ending` (30, 60, 90)."""
        grid = queries.allocation_grid(await queries.park_choices(request.user))
        page = await queries.allocations(request.user, grid.read(request))
        return ManyTakings(items=[_taking(one) for one in page.rows], next=page.next)

    @get("/requests", name="api:requests", opt={"access": access.SIGNED_IN})
    async def requests(self, request: HTMXRequest) -> ManyRequests:
        """Requests to the caller's parks for officers, of their own companies for founders."""
        if request.user.has(*READERS):
            page = await queries.requests(request.user, queries.REQUEST_LIST.read(request))
            return ManyRequests(items=[_request(one) for one in page.rows], next=page.next)
        return ManyRequests(items=[_request(one) for one in await queries.my_requests(request.user)], next="")

    @post("/requests", name="api:requests-post", opt={"access": access.SIGNED_IN})
    async def ask(self, request: HTMXRequest, data: JSONBody[AskForUnit]) -> RequestOut:
        """Ask a park for space, for a company whose record the caller keeps."""
        request_id = await actions.ask_for_unit(
            request.user,
            data.company_id,
            data.park_id,
            kind=data.kind,
            period=data.period,
            area_min=data.area_min,
            area_max=data.area_max,
            seats=data.seats,
            must=data.must,
            prefer=data.prefer,
            budget=data.monthly,
            note=data.note,
        )
        return _request(await queries.request(request.user, request_id))

    @post("/allocations", name="api:allocations-post", opt={"access": access.only(*KEEPERS)})
    async def take(self, request: HTMXRequest, data: JSONBody[NewAllocation]) -> AllocationOut:
        """Let, offer, hold, use or close a unit. 409 where any of the days is taken."""
        allocation_id = await actions.take(
            request.user,
            data.unit_id,
            data.kind,
            data.period,
            company_id=data.company_id,
            request_id=data.request_id,
            hold_until=data.hold_until,
            note=data.note,
        )
        return await allocation_out(request, allocation_id)

    @put("/allocations/{allocation_id:uuid}/ending", name="api:ending", opt={"access": access.only(*KEEPERS)})
    async def end(
        self, request: HTMXRequest, allocation_id: FromPath[UUID], data: JSONBody[EndAllocation]
    ) -> AllocationOut:
        """Shorten an allocation to `last_day`; before its first day it is lifted (`void`)."""
        await queries.allocation(request.user, allocation_id)  # another park's is not there, rather than refused
        await actions.end(request.user, allocation_id, data.on, data.reason)
        return await allocation_out(request, allocation_id)

    @put("/allocations/{allocation_id:uuid}", name="api:allocation-put", opt={"access": access.only(*KEEPERS)})
    async def change(
        self, request: HTMXRequest, allocation_id: FromPath[UUID], data: JSONBody[ChangeAllocation]
    ) -> AllocationOut:
        """Extend, move or swap; answers what stands for the company then. 409 where any of the days is taken."""
        await queries.allocation(request.user, allocation_id)  # another park's is not there, rather than refused
        return await allocation_out(request, await actions.change(request.user, allocation_id, **data.asked))


def _unit(line: queries.UnitLine) -> UnitOut:
    return UnitOut(
        id=line.id,
        code=line.code,
        kind=line.kind,
        park_id=line.park_id,
        floor_id=line.floor_id,
        gross_area=line.gross_area,
        usable_area=line.usable_area,
        seats=line.seats,
        features=list(line.features),
        list_rent_a_month=Price.of(line.rent),
        status=line.status,
        tenant=Named.of(line.tenant) if line.tenant else None,
        last_day=line.last_day,
    )


def _taking(one: queries.Taking) -> TakingOut:
    return TakingOut(
        id=one.id,
        unit_id=one.unit_id,
        unit=one.code,
        kind=one.kind,
        company=Named.of(one.company) if one.company else None,
        gross_area=one.gross_area,
        start=one.period.start,
        last_day=one.period.last_day,
        days_left=one.days_left,
    )


def _request(one: queries.RequestView) -> RequestOut:
    return RequestOut(
        id=one.id,
        company_id=one.company_id,
        company=Named.of(one.company),
        park_id=one.park_id,
        kind=one.kind,
        area_min=one.area_min,
        area_max=one.area_max,
        seats=one.seats,
        must=list(one.must),
        prefer=list(one.prefer),
        budget=Price.of(one.budget),
        start=one.period.start,
        last_day=one.period.last_day,
        note=one.note,
        state=one.state,
        answer=one.answer,
        unit_id=one.unit_id,
    )
