"""Space for programs: the same actions, queries and permissions as the pages."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.adapters.sheets import Row
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.spaces import actions, queries
from parks.spaces.actions.estate_sheet import Outcome
from parks.spaces.forms import AskForUnit, DeclineOffer, EndAllocation, EstateRows, LeaseTerms, NewAllocation, asked_day
from parks.spaces.permissions import FOUNDERS_OF_PARKS, KEEPERS, READERS
from parks.spaces.rules.occupancy import Occupancy
from parks.spaces.rules.rents import schedule
from parks.spaces.states import AllocationKind, Grade, OfferOutcome, ParkKind, RequestState, UnitKind, UnitStatus
from parks.web import access
from parks.web.language import translate
from parks.web.rendering import language_of


class Named(BaseModel):
    """A name in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, name: Bilingual) -> "Named":
        return cls(zh=name.zh, en=name.en)


class ParkOut(BaseModel):
    id: UUID
    name: Named
    kind: ParkKind
    grade: Grade
    area: Decimal
    address: str
    vacant_today: int


class Price(BaseModel):
    amount: Decimal
    currency: str

    @classmethod
    def of(cls, money: Money | None) -> "Price | None":
        return None if money is None else cls(amount=money.amount, currency=money.currency)


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
    start: date
    last_day: date | None
    note: str
    state: RequestState
    answer: str
    unit_id: UUID | None


class LineOut(BaseModel):
    """A calendar month of a lease, or the part of it that the lease holds; amounts in yuan."""

    start: date
    last_day: date | None
    listed: Decimal
    free: Decimal
    relief: Decimal
    net: Decimal


class LeaseOut(BaseModel):
    """`deposit` in yuan; `area` in gross m²."""

    allocation_id: UUID
    unit_id: UUID
    area: Decimal
    terms: LeaseTerms | None
    version: int
    deposit: Decimal | None
    schedule: list[LineOut]

    @classmethod
    def of(cls, lease: queries.LeaseView) -> "LeaseOut":
        agreed = LeaseTerms.of(lease.terms) if lease.period.until else None
        lines = schedule(agreed.agreed(lease.period, lease.area), agreed.reliefs) if agreed else []
        return cls(
            allocation_id=lease.allocation_id,
            unit_id=lease.unit_id,
            area=lease.area,
            terms=LeaseTerms.of(lease.terms),
            version=lease.version,
            deposit=agreed.agreed(lease.period, lease.area).deposit.amount if agreed else None,
            schedule=[
                LineOut(
                    start=one.period.start,
                    last_day=one.period.last_day,
                    listed=one.listed.amount,
                    free=one.free.amount,
                    relief=one.relief.amount,
                    net=one.net.amount,
                )
                for one in lines
            ],
        )


class AllocationOut(BaseModel):
    id: UUID
    unit_id: UUID
    kind: AllocationKind
    company_id: UUID | None
    request_id: UUID | None
    start: date
    last_day: date | None
    void: bool


class OfferOut(BaseModel):
    """A unit offered for a request. `outcome` is empty while it stands; `reason` is the founder's or the park's."""

    id: UUID
    unit_id: UUID
    unit: str
    request_id: UUID
    company: Named
    start: date
    last_day: date | None
    expires_at: datetime
    outcome: OfferOutcome
    reason: str


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


class Problem(BaseModel):
    row: int
    column: str
    text: str


class EstateOut(BaseModel):
    """What a sheet adds to a park, or would add; nothing is written while there are `problems`."""

    buildings: int
    floors: int
    units: int
    problems: list[Problem]


class ManyTakings(Many):
    items: list[TakingOut]


READ = access.only(*READERS)
BUILD = access.only(*FOUNDERS_OF_PARKS)


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

    @get("/parks/{park_id:uuid}/estate", name="api:estate", opt={"access": BUILD})
    async def estate(self, request: HTMXRequest, park_id: FromPath[UUID]) -> EstateRows:
        """Every unit of a park with its building and floor, as rows that the two doors below take."""
        found = await queries.estate(request.user, park_id)
        return EstateRows.model_construct(rows=[(one.number, dict(one.cells)) for one in found.rows])

    @post("/parks/{park_id:uuid}/estate", name="api:estate:post", opt={"access": BUILD}, status_code=200)
    async def look(self, request: HTMXRequest, park_id: FromPath[UUID], data: JSONBody[EstateRows]) -> EstateOut:
        """What rows would add, and what is wrong with which cell; nothing is written."""
        await queries.estate(request.user, park_id)  # another park's is not there, rather than refused
        rows = [Row(number, cells) for number, cells in data.rows]
        return _estate(await actions.look_at_estate(request.user, park_id, rows), rows, language_of(request))

    @put("/parks/{park_id:uuid}/estate", name="api:estate:put", opt={"access": BUILD})
    async def bring_in(self, request: HTMXRequest, park_id: FromPath[UUID], data: JSONBody[EstateRows]) -> EstateOut:
        """Buildings, floors and units of all rows, or a 422 and nothing of it."""
        await queries.estate(request.user, park_id)
        rows = [Row(number, cells) for number, cells in data.rows]
        return _estate(await actions.bring_in_estate(request.user, park_id, rows), rows, language_of(request))

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
        return await _allocation(request, allocation_id)

    @put("/allocations/{allocation_id:uuid}/ending", name="api:ending", opt={"access": access.only(*KEEPERS)})
    async def end(
        self, request: HTMXRequest, allocation_id: FromPath[UUID], data: JSONBody[EndAllocation]
    ) -> AllocationOut:
        """Shorten an allocation to `last_day`; before its first day it is lifted (`void`)."""
        await queries.allocation(request.user, allocation_id)  # another park's is not there, rather than refused
        await actions.end(request.user, allocation_id, data.on, data.reason)
        return await _allocation(request, allocation_id)

    @get("/offers", name="api:offers", opt={"access": access.SIGNED_IN})
    async def offers(self, request: HTMXRequest) -> list[OfferOut]:
        """What stands offered to the caller's companies, the soonest end first."""
        return [_offer(one) for one in await queries.my_offers(request.user)]

    @get("/offers/{offer_id:uuid}", name="api:offer", opt={"access": access.SIGNED_IN})
    async def offer(self, request: HTMXRequest, offer_id: FromPath[UUID]) -> OfferOut:
        """One offer, for its company and its park's officers."""
        return _offer(await queries.offer(request.user, offer_id))

    @put("/offers/{offer_id:uuid}/acceptance", name="api:offer-acceptance", opt={"access": access.SIGNED_IN})
    async def accept(self, request: HTMXRequest, offer_id: FromPath[UUID]) -> AllocationOut:
        """The offer becomes a lease, which is answered. 409 once it ran out, was answered or taken back."""
        await queries.offer(request.user, offer_id)
        return await _allocation(request, await actions.accept_offer(request.user, offer_id))

    @put("/offers/{offer_id:uuid}/refusal", name="api:offer-refusal", opt={"access": access.SIGNED_IN})
    async def decline(self, request: HTMXRequest, offer_id: FromPath[UUID], data: JSONBody[DeclineOffer]) -> OfferOut:
        """The unit is free again; the request goes on waiting."""
        await queries.offer(request.user, offer_id)
        await actions.decline_offer(request.user, offer_id, data.reason)
        return _offer(await queries.offer(request.user, offer_id))

    @get("/allocations/{allocation_id:uuid}/lease", name="api:lease", opt={"access": access.SIGNED_IN})
    async def lease(self, request: HTMXRequest, allocation_id: FromPath[UUID]) -> LeaseOut:
        """The terms of a letting and its schedule; both empty while nobody wrote any."""
        return LeaseOut.of(await queries.lease(request.user, allocation_id))

    @put("/allocations/{allocation_id:uuid}/lease", name="api:lease-put", opt={"access": access.only(*KEEPERS)})
    async def write_lease(
        self, request: HTMXRequest, allocation_id: FromPath[UUID], data: JSONBody[LeaseTerms]
    ) -> LeaseOut:
        """The terms, over the `version` that was seen. 409 where somebody else wrote in between."""
        await queries.lease(request.user, allocation_id)  # another park's is not there, rather than refused
        typed = data.model_dump(mode="json", exclude={"version"}, exclude_none=True)
        await actions.write_lease(request.user, allocation_id, typed, data.version)
        return LeaseOut.of(await queries.lease(request.user, allocation_id))


def _offer(one: queries.OfferView) -> OfferOut:
    return OfferOut(
        id=one.id,
        unit_id=one.unit_id,
        unit=one.unit_code,
        request_id=one.request_id,
        company=Named.of(one.company),
        start=one.period.start,
        last_day=one.period.last_day,
        expires_at=one.expires_at,
        outcome=one.outcome,
        reason=one.reason,
    )


def _estate(outcome: Outcome, rows: Sequence[Row], lang: str) -> EstateOut:
    return EstateOut(
        buildings=outcome.buildings,
        floors=outcome.floors,
        units=outcome.units,
        problems=[
            Problem(row=row.number, column=column, text=translate(problem, lang))
            for row in rows
            for column, problem in row.problems.items()
        ],
    )


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
        start=one.period.start,
        last_day=one.period.last_day,
        note=one.note,
        state=one.state,
        answer=one.answer,
        unit_id=one.unit_id,
    )


async def _allocation(request: HTMXRequest, allocation_id: UUID) -> AllocationOut:
    one = await queries.allocation(request.user, allocation_id)
    return AllocationOut(
        id=one.id,
        unit_id=one.unit_id,
        kind=one.kind,
        company_id=one.company_id,
        request_id=one.request_id,
        start=one.period.start,
        last_day=one.period.last_day,
        void=one.void,
    )
