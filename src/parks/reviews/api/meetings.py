"""Meetings of the committee for programs: called, staffed and read. What is done in the room is done in person."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.errors import hidden
from parks.reviews.actions import meetings as planning
from parks.reviews.api.reviewing import Made
from parks.reviews.forms import NewDate, NewMeeting, NewMember, Reason
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.queries import meetings as queries
from parks.web import access

READ, RUN = access.only(*READERS), access.only(*OFFICERS)


class MeetingLine(BaseModel):
    id: UUID
    number: int
    starts: datetime
    place: str
    state: str
    items: int
    done: int


class PlaceOut(BaseModel):
    id: UUID
    role: str
    name: str
    here: bool


class ItemOut(BaseModel):
    """An item from which the reader is recused has no code, votes or resolution here."""

    id: UUID
    position: int
    stage: str
    hidden: bool
    code: str
    out: list[UUID]
    votes: int
    approve: int | None
    reject: int | None
    abstain: int | None
    defence: Decimal | None
    written: Decimal | None
    together: Decimal | None
    resolution: str
    reason: str

    @classmethod
    def of(cls, one: queries.ItemRow) -> "ItemOut":
        motion = one.tally if one.tally is not None and not one.tally.scored else None
        return cls(
            id=one.id,
            position=one.position,
            stage=one.stage,
            hidden=one.hidden,
            code=one.code,
            out=list(one.out),
            votes=one.votes,
            approve=motion.approve if motion else None,
            reject=motion.reject if motion else None,
            abstain=motion.abstain if motion else None,
            defence=one.defence,
            written=one.written,
            together=one.together,
            resolution=one.resolution,
            reason=one.reason,
        )


class MeetingOut(BaseModel):
    """`departures` of the agenda; `secret` and `words` of the lots once they are drawn."""

    id: UUID
    round_id: UUID
    number: int
    place: str
    starts: datetime
    state: str
    version: int
    quorum: int
    present: int
    voting: int
    by_lot: bool
    commitment: str
    secret: str
    words: str
    departures: int | None
    proven: bool
    minutes_code: str
    members: list[PlaceOut]
    items: list[ItemOut]

    @classmethod
    def of(cls, room: queries.Room) -> "MeetingOut":
        now = room.now
        return cls(
            id=now.id,
            round_id=now.round_id,
            number=now.number,
            place=now.place,
            starts=now.starts,
            state=now.state,
            version=now.version,
            quorum=now.quorum,
            present=now.present,
            voting=now.voting,
            by_lot=now.by_lot,
            commitment=now.commitment,
            secret=now.secret,
            words=now.words,
            departures=now.departures,
            proven=now.proven,
            minutes_code=now.minutes_code,
            members=[PlaceOut(id=one.id, role=one.role, name=one.name, here=one.here) for one in room.members],
            items=[ItemOut.of(one) for one in room.items],
        )


class MeetingApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @get("/rounds/{round_id:uuid}/meetings", name="api-meetings:list", opt={"access": READ})
    async def meetings(self, request: HTMXRequest, round_id: FromPath[UUID]) -> list[MeetingLine]:
        """The meetings of a round, the newest first."""
        found = (await queries.of_round(request.user, round_id)).meetings
        return [
            MeetingLine(
                id=one.id,
                number=one.number,
                starts=one.starts,
                place=one.place,
                state=one.state,
                items=one.items,
                done=one.done,
            )
            for one in found
        ]

    @post("/rounds/{round_id:uuid}/meetings", name="api-meetings:post", opt={"access": RUN})
    async def call(self, request: HTMXRequest, round_id: FromPath[UUID], data: JSONBody[NewMeeting]) -> Made:
        """Call a meeting on the proposals that have a written result; 422 where none waits."""
        return Made(id=await planning.call_meeting(request.user, round_id, data.plan))

    @get("/meetings/{meeting_id:uuid}", name="api-meeting:show", opt={"access": READ})
    async def meeting(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> MeetingOut:
        """A meeting whole, for the readers of its round. Votes are counts, shown once two people agree on them."""
        room = await queries.room(request.user, meeting_id)
        return MeetingOut.of(room) if room.now.reads else hidden()

    @post("/meetings/{meeting_id:uuid}/members", name="api-meeting-members:post", opt={"access": RUN})
    async def appoint(self, request: HTMXRequest, meeting_id: FromPath[UUID], data: JSONBody[NewMember]) -> Made:
        """Give somebody a place at the meeting; the agenda is put in order again."""
        return Made(id=await planning.appoint_member(request.user, meeting_id, data.person, data.role))

    @delete(
        "/meetings/{meeting_id:uuid}/members/{meeting_member_id:uuid}",
        name="api-meeting-member:delete",
        opt={"access": RUN},
    )
    async def dismiss(
        self, request: HTMXRequest, meeting_id: FromPath[UUID], meeting_member_id: FromPath[UUID]
    ) -> None:
        """Take a member off before the meeting has begun."""
        await planning.dismiss_member(request.user, meeting_id, meeting_member_id)

    @put("/meetings/{meeting_id:uuid}/date", name="api-meeting-date:put", opt={"access": RUN}, status_code=204)
    async def move(self, request: HTMXRequest, meeting_id: FromPath[UUID], data: JSONBody[NewDate]) -> None:
        """Another time or place before the meeting has begun; everybody with a place at it is told."""
        await planning.move_meeting(request.user, meeting_id, data.starts, data.place, data.reason)

    @put(
        "/meetings/{meeting_id:uuid}/calling-off",
        name="api-meeting-calling-off:put",
        opt={"access": RUN},
        status_code=204,
    )
    async def call_off(self, request: HTMXRequest, meeting_id: FromPath[UUID], data: JSONBody[Reason]) -> None:
        """Call a meeting off before it has begun; everybody with a place is told, its proposals can be called anew."""
        await planning.call_off(request.user, meeting_id, data.reason)

    @put("/meetings/{meeting_id:uuid}/agenda", name="api-meeting-agenda:put", opt={"access": RUN}, status_code=204)
    async def arrange(self, request: HTMXRequest, meeting_id: FromPath[UUID]) -> None:
        """Put what waits into the order in which fewest people leave the room, by the conflicts of today."""
        await planning.arrange(request.user, meeting_id)
