"""Meetings of the committee: called by the officers of a round, held on a projector and on phones in the room."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.documents import queries as documents
from parks.identity import queries as identity
from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Forbidden, Invalid, Refusal, hidden
from parks.kernel.words import Text, _
from parks.reviews import permissions
from parks.reviews.actions import meetings as planning
from parks.reviews.actions import sittings
from parks.reviews.forms import (
    CountIn,
    ItemStep,
    MeetingStep,
    NewDate,
    NewMeeting,
    NewMember,
    Presence,
    Reason,
    ResolutionIn,
    VoteIn,
    Words,
    marks_of,
)
from parks.reviews.forms.shared import BEIJING
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.queries import meetings as queries
from parks.reviews.queries import minutes
from parks.reviews.rules import names
from parks.reviews.states import ItemMove, MeetingMove, MeetingRole, VoteChoice
from parks.web import access, forms
from parks.web.downloads import send
from parks.web.rendering import Choice, language_of, screen, see_other

READ, RUN, SEATED = access.only(*READERS), access.only(*OFFICERS), access.only(Role.EXPERT, *READERS)
CHECK = access.public("who holds minutes checks them; the code names no person")
EVERY = "every 2s"
"""How often a page of the room asks how things stand."""
PROPOSED = {"quorum": "3", "present": "8", "answer": "7", "time": "09:00", "vote": "approval", "majority": "simple"}


class RoundMeetingPages(Controller):
    path = "/rounds/{round_id:uuid}/meetings"
    include_in_schema = False

    @get(name="meetings:list", opt={"access": READ})
    async def index(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[str]:
        found = await queries.of_round(request.user, round_id)
        return screen(request, "reviews/meetings/index.html", of=found, names=names)

    @get("/new", name="meeting:new", opt={"access": RUN})
    async def new(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[str]:
        return await _new(request, round_id, forms.blank(PROPOSED))

    @post(name="meetings:post", opt={"access": RUN})
    async def call(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, NewMeeting)
        if not form.ok:
            return await _new(request, round_id, form, 422)
        try:
            made = await planning.call_meeting(request.user, round_id, form.data.plan)
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _new(request, round_id, form.refuse(refusal), refusal.status)
        return see_other(
            request,
            f"/meetings/{made}",
            flash=_("The meeting is called. Give chair, secretary and tally their places."),
        )


class MeetingPages(Controller):
    path = "/meetings"
    include_in_schema = False

    @get(name="my-meetings:list", opt={"access": SEATED})
    async def mine(self, request: HTMXRequest) -> Response[str]:
        found = await queries.mine(request.user)
        return screen(request, "reviews/meetings/mine.html", meetings=found, names=names)

    @get("/{meeting_id:uuid}", name="meeting:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[str]:
        return await _board(request, meeting_id, forms.blank())

    @get("/{meeting_id:uuid}/members/new", name="meeting-member:new", opt={"access": RUN})
    async def new_member(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[str]:
        return await _member(request, meeting_id, forms.blank())

    @post("/{meeting_id:uuid}/members", name="meeting-members:post", opt={"access": RUN})
    async def appoint(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, NewMember)
        if not form.ok:
            return await _member(request, meeting_id, form, 422)
        try:
            await planning.appoint_member(request.user, meeting_id, form.data.person, form.data.role)
        except (Invalid, Conflict) as refusal:
            return await _member(request, meeting_id, form.refuse(refusal), refusal.status)
        return see_other(
            request, f"/meetings/{meeting_id}", flash=_("The place is given; the agenda is in order again.")
        )

    @delete(
        "/{meeting_id:uuid}/members/{meeting_member_id:uuid}",
        name="meeting-member:delete",
        opt={"access": RUN},
        status_code=200,
    )
    async def dismiss(
        self, request: HTMXRequest, meeting_id: FromPath[UUID], meeting_member_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _planned(request, meeting_id, planning.dismiss_member, meeting_member_id)

    @get("/{meeting_id:uuid}/date", name="meeting-date:edit", opt={"access": RUN})
    async def edit_date(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[str]:
        now = await queries.pulse(request.user, meeting_id)
        begins = now.starts.astimezone(BEIJING)
        return _date(
            request, now, forms.blank({"day": f"{begins:%Y-%m-%d}", "time": f"{begins:%H:%M}", "place": now.place})
        )

    @put("/{meeting_id:uuid}/date", name="meeting-date:put", opt={"access": RUN})
    async def move(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, NewDate)
        now = await queries.pulse(request.user, meeting_id)
        if not form.ok:
            return _date(request, now, form, 422)
        try:
            await planning.move_meeting(request.user, meeting_id, form.data.starts, form.data.place, form.data.reason)
        except (Invalid, Conflict) as refusal:
            return _date(request, now, form.refuse(refusal), refusal.status)
        return see_other(
            request, f"/meetings/{meeting_id}", flash=_("The meeting is moved, and everybody with a place is told.")
        )

    @get("/{meeting_id:uuid}/calling-off", name="meeting-calling-off:new", opt={"access": RUN})
    async def new_calling_off(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[str]:
        return await _calling_off(request, meeting_id, forms.blank())

    @put("/{meeting_id:uuid}/calling-off", name="meeting-calling-off:put", opt={"access": RUN})
    async def call_off(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Reason)
        if not form.ok:
            return await _calling_off(request, meeting_id, form, 422)
        try:
            await planning.call_off(request.user, meeting_id, form.data.reason)
        except (Invalid, Conflict) as refusal:
            return await _calling_off(request, meeting_id, form.refuse(refusal), refusal.status)
        return see_other(
            request,
            f"/meetings/{meeting_id}",
            flash=_(
                "The meeting is called off, and everybody with a place is told. Its proposals wait for another one."
            ),
        )

    @put("/{meeting_id:uuid}/agenda", name="meeting-agenda:put", opt={"access": RUN})
    async def arrange(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
        return await _planned(request, meeting_id, planning.arrange)

    @put("/{meeting_id:uuid}/minutes", name="meeting-minutes:put", opt={"access": SEATED})
    async def draw_up(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
        await planning.draw_up_minutes(request.user, meeting_id)
        return see_other(request, f"/meetings/{meeting_id}/seat", flash=_("The minutes are drawn up, with their code."))

    @get("/{meeting_id:uuid}/minutes", name="meeting-minutes:show", opt={"access": READ})
    async def minutes(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
        """For the readers of the round: minutes name who was there, which no expert learns of another."""
        now = await queries.pulse(request.user, meeting_id)
        if now.minutes is None or not now.reads:
            hidden()
        return send(await documents.opened(now.minutes))


class RoomPages(Controller):
    """The projector and the phones: the acts of the room, each from the place it belongs to."""

    path = "/meetings/{meeting_id:uuid}"
    include_in_schema = False

    @get("/screen", name="meeting-screen:show", opt={"access": SEATED})
    async def projector(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[str]:
        return _live(request, await queries.pulse(request.user, meeting_id), "reviews/meetings/screen.html")

    @get("/screen/live", name="meeting-screen:live", opt={"access": SEATED})
    async def projector_live(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[str]:
        return _live(request, await queries.pulse(request.user, meeting_id), "reviews/meetings/_screen.html")

    @get("/seat", name="meeting-seat:show", opt={"access": SEATED})
    async def seat(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[str]:
        return await _seat(request, meeting_id, forms.blank())

    @get("/seat/live", name="meeting-seat:live", opt={"access": SEATED})
    async def seat_live(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[str]:
        """How things stand, above the forms; once there is something else to do the page is fetched anew."""
        now = await queries.pulse(request.user, meeting_id)
        answer = _live(request, now, "reviews/meetings/_status.html")
        seen = request.headers.get("if-none-match", "").strip('"').partition(".")[0]
        if request.headers.get("hx-request") and seen and seen != now.place_in_it:
            answer.set_header("hx-refresh", "true")
        return answer

    @put("/state", name="meeting-state:put", opt={"access": SEATED})
    async def state(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, MeetingStep)
        act = sittings.open_meeting if form.ok and form.data.move == MeetingMove.OPEN else sittings.close_meeting
        return await _acted(request, meeting_id, form, lambda: act(request.user, meeting_id))

    @put("/lots", name="meeting-lots:put", opt={"access": SEATED})
    async def lots(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Words)
        return await _acted(
            request, meeting_id, form, lambda: sittings.draw_lots(request.user, meeting_id, form.data.words)
        )

    @put("/attendance", name="meeting-attendance:put", opt={"access": SEATED})
    async def attend(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Presence)
        return await _acted(
            request,
            meeting_id,
            form,
            lambda: sittings.note_attendance(request.user, meeting_id, form.data.member, present=form.data.present),
        )

    @put("/items/{meeting_item_id:uuid}/stage", name="meeting-stage:put", opt={"access": SEATED})
    async def move(
        self, request: HTMXRequest, meeting_id: FromPath[UUID], meeting_item_id: FromPath[UUID]
    ) -> Response[Any]:
        form = await forms.read(request, ItemStep)
        return await _acted(
            request,
            meeting_id,
            form,
            lambda: sittings.move_item(request.user, meeting_id, meeting_item_id, ItemMove(form.data.move)),
        )

    @put("/items/{meeting_item_id:uuid}/recusal", name="meeting-recusal:put", opt={"access": SEATED})
    async def recuse(
        self, request: HTMXRequest, meeting_id: FromPath[UUID], meeting_item_id: FromPath[UUID]
    ) -> Response[Any]:
        form = await forms.read(request, Reason)
        return await _acted(
            request,
            meeting_id,
            form,
            lambda: sittings.recuse_from_item(request.user, meeting_id, meeting_item_id, form.data.reason),
            told=_("You are recused from this item. Please leave the room until it is resolved."),
        )

    @put("/items/{meeting_item_id:uuid}/vote", name="meeting-vote:put", opt={"access": SEATED})
    async def vote(
        self, request: HTMXRequest, meeting_id: FromPath[UUID], meeting_item_id: FromPath[UUID]
    ) -> Response[Any]:
        form = await forms.read(request, VoteIn)
        marks, errors = marks_of(form.values)
        form.errors |= errors
        return await _acted(
            request,
            meeting_id,
            form,
            lambda: sittings.vote(
                request.user,
                meeting_id,
                meeting_item_id,
                VoteChoice(form.data.choice) if form.data.choice else None,
                marks,
            ),
            told=_("Your vote is stored. You can change it until the chair closes the vote."),
        )

    @put("/items/{meeting_item_id:uuid}/tally", name="meeting-tally:put", opt={"access": SEATED})
    async def count(
        self, request: HTMXRequest, meeting_id: FromPath[UUID], meeting_item_id: FromPath[UUID]
    ) -> Response[Any]:
        form = await forms.read(request, CountIn)
        return await _acted(
            request,
            meeting_id,
            form,
            lambda: sittings.count(request.user, meeting_id, meeting_item_id, form.data.count),
            told=_("Your count is stored."),
        )

    @put("/items/{meeting_item_id:uuid}/resolution", name="meeting-resolution:put", opt={"access": SEATED})
    async def resolve(
        self, request: HTMXRequest, meeting_id: FromPath[UUID], meeting_item_id: FromPath[UUID]
    ) -> Response[Any]:
        form = await forms.read(request, ResolutionIn)
        return await _acted(
            request,
            meeting_id,
            form,
            lambda: sittings.resolve(request.user, meeting_id, meeting_item_id, form.data.resolution, form.data.reason),
            told=_("The resolution is on record."),
        )


@get("/minutes/{minutes_code:str}", name="minutes:verify", opt={"access": CHECK}, include_in_schema=False)
async def verify_minutes(request: HTMXRequest, minutes_code: FromPath[str]) -> Response[str]:
    return screen(request, "reviews/meetings/checked.html", found=await minutes.checked(minutes_code))


async def _new(request: HTMXRequest, round_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    found = await queries.of_round(request.user, round_id)
    majorities = [Choice(key, label) for key, label in names.MAJORITIES.items()]
    return screen(request, "reviews/meetings/new.html", status=status, of=found, form=form, majorities=majorities)


async def _board(request: HTMXRequest, meeting_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    room = await queries.room(request.user, meeting_id)
    if not room.now.reads:
        hidden()
    return screen(
        request, "reviews/meetings/show.html", status=status, room=room, now_=room.now, names=names, form=form
    )


def _date(request: HTMXRequest, now: queries.Pulse, form: forms.Form[Any], status: int = 200) -> Response[str]:
    if not now.reads:
        hidden()
    return screen(request, "reviews/meetings/date.html", status=status, now_=now, form=form)


async def _calling_off(
    request: HTMXRequest, meeting_id: UUID, form: forms.Form[Any], status: int = 200
) -> Response[str]:
    now = await queries.pulse(request.user, meeting_id)
    if not now.reads:
        hidden()
    return screen(request, "reviews/meetings/calling_off.html", status=status, now_=now, form=form)


async def _member(request: HTMXRequest, meeting_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    now = await queries.pulse(request.user, meeting_id)
    if not now.reads:
        hidden()
    experts = await queries.candidates(request.user, now.path)
    staff = await identity.staff(permissions.READERS, now.path)
    people = [Choice(str(one.id), one.name) for one in staff]
    people += [Choice(str(person), f"{name} · {employer}") for person, name, employer in experts]
    roles = [Choice(key.value, label) for key, label in names.MEETING_ROLES.items()]
    template = "reviews/meetings/member.html"
    return screen(request, template, status=status, now_=now, form=form, people=people, roles=roles)


async def _planned(
    request: HTMXRequest, meeting_id: UUID, act: Callable[..., Awaitable[None]], *values: Any
) -> Response[Any]:
    try:
        await act(request.user, meeting_id, *values)
    except Conflict as refusal:
        return await _board(request, meeting_id, forms.blank().refuse(refusal), refusal.status)
    return see_other(request, f"/meetings/{meeting_id}", flash=_("Done. The agenda is in order again."))


async def _acted(
    request: HTMXRequest,
    meeting_id: UUID,
    form: forms.Form[Any],
    act: Callable[[], Awaitable[None]],
    told: Text | None = None,
) -> Response[Any]:
    """An act in the room; what is refused stands beside its field, with what was typed, on the same seat."""
    if not form.ok:
        return await _seat(request, meeting_id, form, 422)
    try:
        await act()
    except Refusal as refusal:
        if refusal.status not in {409, 422}:
            raise
        return await _seat(request, meeting_id, form.refuse(refusal), refusal.status)
    return see_other(request, f"/meetings/{meeting_id}/seat", flash=told)


async def _seat(request: HTMXRequest, meeting_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    room = await queries.room(request.user, meeting_id)
    if room.now.role is None and not room.now.reads:
        hidden()
    current = room.current
    if current is not None and not form.values:
        form.values = {"choice": current.mine} | {f"mark-{one}": mark for one, mark in current.my_marks.items()}
    return screen(
        request,
        "reviews/meetings/seat.html",
        status=status,
        room=room,
        now_=room.now,
        item=current,
        names=names,
        form=form,
        every=EVERY,
        tag=_tag(request, room.now),
        choices=[Choice(one.value, names.VOTES[one]) for one in VoteChoice if one != VoteChoice.SCORE],
        resolutions=[Choice(one.value, label) for one, label in names.RESOLUTIONS.items()],
        leads=room.leads,
        chair_id=next((one.id for one in room.members if one.role == MeetingRole.CHAIR), None),
        counts=room.may("count") and current is not None and current.counted_by != room.now.me,
        supervises=room.now.role == MeetingRole.SUPERVISOR,
    )


def _tag(request: HTMXRequest, now: queries.Pulse) -> str:
    return f'"{now.tag}.{language_of(request)}"'


def _live(request: HTMXRequest, now: queries.Pulse, template: str) -> Response[str]:
    """What changes by itself, with its ETag; 304 without a body while nothing has."""
    tag = _tag(request, now)
    if request.headers.get("if-none-match") == tag:
        return Response("", status_code=304, headers={"etag": tag, "vary": "HX-Request"})
    return screen(request, template, headers={"etag": tag}, now_=now, names=names, every=EVERY, tag=tag)
