"""Rooms: the park's rooms on a day, one room with its week and its form, and the keeper's settings."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid, Refusal
from parks.kernel.words import Text, _
from parks.spaces import actions, queries
from parks.spaces.forms import asked_day
from parks.spaces.forms.rooms import BookRoom, SetRoom
from parks.spaces.permissions import KEEPERS
from parks.spaces.rules import names
from parks.spaces.rules.bookings import BEIJING, Slot, at, cells, clock, hours_shown, minutes
from parks.spaces.states import BookingState, Repeat
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

WEEK = timedelta(days=7)


class RoomPages(Controller):
    path = "/rooms"
    include_in_schema = False

    @get(name="rooms:list", opt={"access": access.SIGNED_IN})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        day = asked_day(request)
        found = await queries.rooms(request.user, day)
        on = day or _today(request)
        columns = hours_shown([one.hours for one in found])
        return screen(
            request,
            "spaces/rooms/index.html",
            rooms=found,
            on=on,
            before=on - timedelta(days=1),
            after=on + timedelta(days=1),
            columns=columns,
            cells={one.id: cells(one.hours, [each.slot for each in one.bookings], on, columns) for one in found},
            clock=clock,
        )

    @get("/{room_id:uuid}", name="rooms:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, room_id: FromPath[UUID]) -> Response[Any]:
        day = asked_day(request)
        room = await queries.room(request.user, room_id, day)
        only = str(room.companies[0][0]) if len(room.companies) == 1 and not room.can_keep else ""
        wished = {name: request.query_params.get(name, "")[:5] for name in ("begins", "ends")}
        known = {"day": day or "", "company_id": only, "repeat": str(Repeat.NONE), **wished}
        return _room(request, room, day, forms.blank(known))

    @post("/{room_id:uuid}/bookings", name="bookings:post", opt={"access": access.SIGNED_IN}, status_code=200)
    async def book(self, request: HTMXRequest, room_id: FromPath[UUID]) -> Response[Any]:
        room = await queries.room(request.user, room_id)  # a room of others is not there
        form = await forms.read(request, BookRoom)
        status, offered = 422, None
        if form.ok:
            try:
                done = await actions.book(request.user, room_id, **form.data.model_dump())
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
                if isinstance(refusal, Conflict):
                    offered = await queries.instead(request.user, room, _wish(form.data))
            else:
                return see_other(request, "/bookings", flash=_booked(done))
        return _room(request, room, None, form, status=status, offered=offered)

    @post("/{room_id:uuid}/blockings", name="blockings:post", opt={"access": access.only(*KEEPERS)}, status_code=200)
    async def block(self, request: HTMXRequest, room_id: FromPath[UUID]) -> Response[Any]:
        room = await queries.room(request.user, room_id)
        form = await forms.read(request, BookRoom)  # the same form: its other button
        status = 422
        if form.ok and form.data.repeat is not Repeat.NONE:
            form.errors["repeat"] = _("The room is blocked for one day at a time. Choose once.")
        if form.ok:
            try:
                await actions.block(request.user, room_id, **form.data.hour)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, f"{room.url}?on={form.data.day}", flash=_("The room is blocked then."))
        return _room(request, room, None, form, status=status)


class RoomSettingPages(Controller):
    path = "/units"
    include_in_schema = False

    @get("/{hall_id:uuid}/room", name="room:edit", opt={"access": access.only(*KEEPERS)})
    async def edit(self, request: HTMXRequest, hall_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.room_settings(request.user, hall_id)
        known = found.settings or {"opens": 9 * 60, "closes": 18 * 60, "weekdays": "12345", "notice_hours": 2}
        times = {name: clock(known[name]) for name in ("opens", "closes")}
        return _settings(request, found, forms.blank({**known, **times, "weekdays": list(known["weekdays"])}))

    @put("/{hall_id:uuid}/room", name="room:put", opt={"access": access.only(*KEEPERS)}, status_code=200)
    async def write(self, request: HTMXRequest, hall_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.room_settings(request.user, hall_id)
        form = await forms.read(request, SetRoom)
        status = 422
        if form.ok:
            try:
                room_id = await actions.set_room(request.user, hall_id, form.data.settings)
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, f"/rooms/{room_id}", flash=_("The room can be booked so from now on."))
        return _settings(request, found, form, status)


def _room(
    request: HTMXRequest,
    room: queries.RoomView,
    day: date | None,
    form: forms.Form[Any],
    *,
    status: int = 200,
    offered: queries.Offered | None = None,
) -> Response[Any]:
    on = day or _today(request)
    return screen(
        request,
        "spaces/rooms/show.html",
        status=status,
        room=room,
        on=on,
        before=on - WEEK,
        after=on + WEEK,
        form=form,
        offered=offered,
        names=names,
        companies=[
            *([Choice("", _("The park itself"))] if room.can_keep else []),
            *(Choice(str(key), name) for key, name in room.companies),
        ],
        repeats=[Choice(str(kind), name) for kind, name in names.REPEATS.items()],
    )


def _settings(
    request: HTMXRequest, found: queries.SettingsView, form: forms.Form[Any], status: int = 200
) -> Response[Any]:
    weekdays = [Choice(str(number), name) for number, name in names.WEEKDAYS.items()]
    return screen(request, "spaces/rooms/edit.html", status=status, found=found, form=form, weekdays=weekdays)


def _today(request: HTMXRequest) -> date:
    """The day in Beijing, by the clock that the session was read with."""
    today: date = request.scope["state"]["now"].astimezone(BEIJING).date()
    return today


def _wish(typed: BookRoom) -> Slot:
    return Slot(at(typed.day, minutes(typed.begins)), at(typed.day, minutes(typed.ends)))


def _booked(done: actions.Booked) -> Text:
    if done.skipped:
        skipped = ", ".join(one.slot.start.date().isoformat() for one in done.skipped)
        return _("Booked: {n}. Skipped: {days}.", n=len(done.ids), days=skipped)
    if done.state is BookingState.ASKED:
        return _("Asked for. The park answers, and you read the answer here.")
    return _("Booked: {n}.", n=len(done.ids))
