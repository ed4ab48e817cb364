"""A person's bookings, the keeper's answers, and calendars under a secret address."""

from datetime import UTC
from typing import Any
from uuid import UUID

from icalendar import Calendar, Event
from litestar import Controller, Response, get, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import Text, _
from parks.settings import settings
from parks.spaces import actions, queries
from parks.spaces.forms.rooms import AnswerBooking, CancelBooking
from parks.spaces.permissions import KEEPERS
from parks.spaces.rules import names
from parks.web import access, forms
from parks.web.rendering import language_of, screen, see_other

BY_ADDRESS = {"access": access.public("calendar programs cannot sign in: the address itself is the secret")}


class BookingPages(Controller):
    path = "/bookings"
    include_in_schema = False

    @get(name="bookings:list", opt={"access": access.SIGNED_IN})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return await _list(request, forms.blank())

    @put("/calendar", name="booking-feed:put", opt={"access": access.SIGNED_IN}, status_code=200)
    async def renew(self, request: HTMXRequest) -> Response[Any]:
        await actions.renew_feed(request.user)
        return see_other(request, "/bookings", flash=_("Your calendar has a new address; the one before has ended."))

    @put("/{booking_id:uuid}/cancellation", name="booking:cancel", opt={"access": access.SIGNED_IN}, status_code=200)
    async def cancel(self, request: HTMXRequest, booking_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, CancelBooking)
        if not form.ok:
            return await _list(request, form, 422)
        try:
            await actions.cancel_booking(request.user, booking_id, form.data.reason)
        except Conflict as refusal:
            return await _list(request, form.refuse(refusal), refusal.status)
        return see_other(request, "/bookings", flash=_("Cancelled. The room is free again then."))

    @put("/{booking_id:uuid}/answer", name="booking:answer", opt={"access": access.only(*KEEPERS)}, status_code=200)
    async def answer(self, request: HTMXRequest, booking_id: FromPath[UUID]) -> Response[Any]:
        await queries.booking(request.user, booking_id)
        form = await forms.read(request, AnswerBooking)
        status = 422
        if form.ok:
            try:
                await actions.answer_booking(
                    request.user, booking_id, accepted=form.data.accepted, reason=form.data.reason
                )
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, "/bookings", flash=_answered(accepted=form.data.accepted))
        return await _list(request, form, status, booking_id)

    @get("/calendar/{owner_id:uuid}/{owner_mark:str}", name="booking-feed:ics", opt=BY_ADDRESS)
    async def mine(self, request: HTMXRequest, owner_id: FromPath[UUID], owner_mark: FromPath[str]) -> Response[bytes]:
        return _calendar(request, await queries.my_calendar(owner_id, owner_mark))


class RoomCalendars(Controller):
    path = "/rooms"
    include_in_schema = False

    @get("/{room_id:uuid}/calendar/{room_mark:str}", name="room-feed:ics", opt=BY_ADDRESS)
    async def room(self, request: HTMXRequest, room_id: FromPath[UUID], room_mark: FromPath[str]) -> Response[bytes]:
        return _calendar(request, await queries.room_calendar(room_id, room_mark))


async def _list(
    request: HTMXRequest, form: forms.Form[Any], status: int = 200, answered: UUID | None = None
) -> Response[Any]:
    found = await queries.my_bookings(request.user)
    return screen(
        request,
        "spaces/bookings/index.html",
        status=status,
        mine=[one for one in found if one.mine],
        waiting=[one for one in found if one.can_answer],
        feed=await queries.my_feed(request.user),
        form=form,
        answered=answered,
        names=names,
    )


def _answered(*, accepted: bool) -> Text:
    return _("Confirmed.") if accepted else _("Declined. Who asked reads your reason.")


def _calendar(request: HTMXRequest, found: queries.CalendarView) -> Response[bytes]:
    """RFC 5545; each date of a series is an event of its own, since any of them can be called off alone."""
    language = language_of(request)
    made = Calendar()
    made.add("prodid", "-//Parks//Rooms//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", found.name.in_language(language))
    for one in found.lines:
        event = Event()
        event.add("uid", f"{one.id}@{settings().base_url.split('//')[-1]}")
        event.add("dtstamp", found.now.astimezone(UTC))
        event.add("dtstart", one.slot.start.astimezone(UTC))
        event.add("dtend", one.slot.end.astimezone(UTC))
        event.add("summary", one.title.in_language(language))
        event.add("location", one.place.in_language(language))
        event.add("status", "TENTATIVE" if one.asked else "CONFIRMED")
        if one.note:
            event.add("description", one.note)
        made.add_component(event)
    return Response(made.to_ical(), media_type="text/calendar; charset=utf-8")
