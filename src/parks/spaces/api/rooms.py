"""Rooms, bookings and visitors for programs."""

from datetime import date, datetime
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import actions, queries
from parks.spaces.api.shared import Named
from parks.spaces.forms.rooms import AnnounceVisitor, AnswerBooking, BlockRoom, BookRoom, CancelBooking, SetRoom
from parks.spaces.permissions import KEEPERS
from parks.spaces.rules.bookings import clock
from parks.spaces.states import BookingKind, BookingState
from parks.web import access


class TakenOut(BaseModel):
    """`company` and `purpose` are told to whom they concern alone."""

    start: datetime
    end: datetime
    kind: BookingKind
    state: BookingState
    company: Named | None
    purpose: str


class RoomOut(BaseModel):
    """`opens`, `closes` in Beijing; `weekdays` are ISO numbers. `taken`: the day's, or a room's own seven days'."""

    id: UUID
    unit_id: UUID
    name: Named
    seats: int
    park_id: UUID
    opens: str
    closes: str
    weekdays: list[int]
    approval: bool
    notice_hours: int
    monthly_hours: int | None
    company_ids: list[UUID]
    taken: list[TakenOut]

    @classmethod
    def of(cls, one: queries.RoomView) -> "RoomOut":
        return cls(
            id=one.id,
            unit_id=one.unit_id,
            name=Named.of(one.name),
            seats=one.seats,
            park_id=one.park_id,
            opens=clock(one.hours.opens),
            closes=clock(one.hours.closes),
            weekdays=[int(number) for number in one.hours.weekdays],
            approval=one.approval,
            notice_hours=one.notice_hours,
            monthly_hours=one.monthly_hours,
            company_ids=[key for key, _name in one.companies],
            taken=[
                TakenOut(
                    start=each.slot.start,
                    end=each.slot.end,
                    kind=each.kind,
                    state=each.state,
                    company=Named.of(each.company) if each.company else None,
                    purpose=each.purpose,
                )
                for each in one.bookings
            ],
        )


class BookedOut(BaseModel):
    """`skipped`: starts of the dates that could not be had."""

    ids: list[UUID]
    state: BookingState
    skipped: list[datetime]


class BookingOut(BaseModel):
    """`mine`: booked by the caller or for a company of theirs."""

    id: UUID
    room_id: UUID
    room: Named
    company: Named | None
    purpose: str
    start: datetime
    end: datetime
    state: BookingState
    answer: str
    mine: bool

    @classmethod
    def of(cls, one: queries.BookingView) -> "BookingOut":
        return cls(
            id=one.id,
            room_id=one.room_id,
            room=Named.of(one.room),
            company=Named.of(one.company) if one.company else None,
            purpose=one.purpose,
            start=one.slot.start,
            end=one.slot.end,
            state=one.state,
            answer=one.answer,
            mine=one.mine,
        )


class VisitorOut(BaseModel):
    """`url` is what the QR code says."""

    code: str
    url: str
    name: str
    day: date
    park_id: UUID
    company: Named | None
    arrived_at: datetime | None

    @classmethod
    def of(cls, one: queries.VisitorView) -> "VisitorOut":
        return cls(
            code=one.code,
            url=one.url,
            name=one.name,
            day=one.day,
            park_id=one.park_id,
            company=Named.of(one.company) if one.company else None,
            arrived_at=one.arrived_at,
        )


class RoomApi(Controller):
    path = "/api/v1"
    tags = ("rooms",)

    @get("/rooms", name="api:rooms", opt={"access": access.SIGNED_IN})
    async def rooms(self, request: HTMXRequest, on: FromQuery[date | None] = None) -> list[RoomOut]:
        """The rooms that the caller may book or reads over, with what takes them on the day (today)."""
        return [RoomOut.of(one) for one in await queries.rooms(request.user, _sane(on))]

    @get("/rooms/{room_id:uuid}", name="api:room", opt={"access": access.SIGNED_IN})
    async def room(self, request: HTMXRequest, room_id: FromPath[UUID], on: FromQuery[date | None] = None) -> RoomOut:
        """One room with seven days of what takes it."""
        return RoomOut.of(await queries.room(request.user, room_id, _sane(on)))

    @post("/rooms/{room_id:uuid}/bookings", name="api:bookings-post", opt={"access": access.SIGNED_IN})
    async def book(self, request: HTMXRequest, room_id: FromPath[UUID], data: JSONBody[BookRoom]) -> BookedOut:
        """Book it, once or as a series. 409 where any date cannot be had, unless `skip`; then the rest is booked."""
        await queries.room(request.user, room_id)
        done = await actions.book(request.user, room_id, **data.model_dump())
        return BookedOut(ids=list(done.ids), state=done.state, skipped=[one.slot.start for one in done.skipped])

    @post("/rooms/{room_id:uuid}/blockings", name="api:blockings-post", opt={"access": access.only(*KEEPERS)})
    async def block(self, request: HTMXRequest, room_id: FromPath[UUID], data: JSONBody[BlockRoom]) -> RoomOut:
        """Take the room out of use for some hours. 409 where bookings stand in the way."""
        await queries.room(request.user, room_id)
        await actions.block(request.user, room_id, **data.model_dump())
        return RoomOut.of(await queries.room(request.user, room_id, data.day))

    @put("/units/{hall_id:uuid}/room", name="api:room-put", opt={"access": access.only(*KEEPERS)})
    async def write(self, request: HTMXRequest, hall_id: FromPath[UUID], data: JSONBody[SetRoom]) -> RoomOut:
        """How a unit is booked; from the first time on it can be."""
        await queries.room_settings(request.user, hall_id)
        return RoomOut.of(
            await queries.room(request.user, await actions.set_room(request.user, hall_id, data.settings))
        )

    @get("/bookings", name="api:bookings", opt={"access": access.SIGNED_IN})
    async def bookings(self, request: HTMXRequest) -> list[BookingOut]:
        """What the caller and their companies have booked, and what waits for them as a room's keeper."""
        return [BookingOut.of(one) for one in await queries.my_bookings(request.user)]

    @put("/bookings/{booking_id:uuid}/cancellation", name="api:booking-cancel", opt={"access": access.SIGNED_IN})
    async def cancel(
        self, request: HTMXRequest, booking_id: FromPath[UUID], data: JSONBody[CancelBooking]
    ) -> BookingOut:
        """Call it off: 403 once the room's notice has begun, but for the park."""
        await actions.cancel_booking(request.user, booking_id, data.reason)
        return BookingOut.of(await queries.booking(request.user, booking_id))

    @put("/bookings/{booking_id:uuid}/answer", name="api:booking-answer", opt={"access": access.only(*KEEPERS)})
    async def answer(
        self, request: HTMXRequest, booking_id: FromPath[UUID], data: JSONBody[AnswerBooking]
    ) -> BookingOut:
        """Confirm what was asked for, or decline it with a reason."""
        await queries.booking(request.user, booking_id)
        await actions.answer_booking(request.user, booking_id, accepted=data.accepted, reason=data.reason)
        return BookingOut.of(await queries.booking(request.user, booking_id))


class VisitApi(Controller):
    path = "/api/v1/visits"
    tags = ("rooms",)

    @get(name="api:visits", opt={"access": access.SIGNED_IN})
    async def visits(self, request: HTMXRequest) -> list[VisitorOut]:
        """From today on: whom the caller announced, and who is expected in the parks that the caller keeps."""
        return [VisitorOut.of(one) for one in await queries.visitors(request.user)]

    @post(name="api:visits-post", opt={"access": access.SIGNED_IN})
    async def announce(self, request: HTMXRequest, data: JSONBody[AnnounceVisitor]) -> VisitorOut:
        code = await actions.announce_visitor(request.user, **data.model_dump())
        return VisitorOut.of(await queries.visitor(request.user, code))

    @get("/{visit_code:str}", name="api:visit", opt={"access": access.SIGNED_IN})
    async def visit(self, request: HTMXRequest, visit_code: FromPath[str]) -> VisitorOut:
        """What a code says, to the park's people and the host."""
        return VisitorOut.of(await queries.visitor(request.user, visit_code))

    @put("/{visit_code:str}/arrival", name="api:visit-arrive", opt={"access": access.only(*KEEPERS)})
    async def arrive(self, request: HTMXRequest, visit_code: FromPath[str]) -> VisitorOut:
        """At the gate. 409 on another day than the announced one."""
        await queries.visitor(request.user, visit_code)
        await actions.note_arrival(request.user, visit_code)
        return VisitorOut.of(await queries.visitor(request.user, visit_code))


def _sane(on: date | None) -> date | None:
    """A day of our calendar; anything else means today."""
    return on if on is not None and 2000 <= on.year <= 2100 else None
