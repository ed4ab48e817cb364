"""Conflicts of interest for programs: the same actions and reads as the pages."""

from datetime import date
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.reviews import actions, queries
from parks.reviews.api.reviewing import Made
from parks.reviews.forms import ConflictIn, InterestIn, PinIn, Reason
from parks.reviews.permissions import OFFICERS, READERS
from parks.web import access

READ, RUN, OWN = access.only(*READERS), access.only(*OFFICERS), access.only(Role.EXPERT, *READERS)
PIN = access.only(Role.SYSTEM_ADMIN)


class ConflictOut(BaseModel):
    """Half-open days; `live`: it bars today."""

    id: UUID
    who: str
    kind: str
    source: str
    party: str
    evidence: str
    since: date | None
    until: date | None
    pinned: bool
    ended: bool
    live: bool

    @classmethod
    def of(cls, one: queries.Noted) -> "ConflictOut":
        found = one.barred
        return cls(
            id=one.id,
            who=one.who,
            kind=found.kind.value,
            source=found.source.value,
            party=found.evidence.party,
            evidence=one.evidence,
            since=found.evidence.since,
            until=found.evidence.until,
            pinned=one.pinned,
            ended=one.ended,
            live=one.live,
        )


class StandsOut(BaseModel):
    """An expert of the pool with the kinds of tie that bar them here, none if they may be asked."""

    expert_id: UUID
    name: str
    kinds: list[str]


class BoardOut(BaseModel):
    code: str
    free_seats: int
    noted: list[ConflictOut]
    pool: list[StandsOut]


class ConflictApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @get("/assessments/{assessment_id:uuid}/conflicts", name="api-conflicts:list", opt={"access": READ})
    async def index(self, request: HTMXRequest, assessment_id: FromPath[UUID], q: FromQuery[str] = "") -> BoardOut:
        """What stands against whom, up to sixty of the pool by the search `q`; nobody is told."""
        board = await queries.board(request.user, assessment_id, q.replace("\x00", "")[:100])
        return BoardOut(
            code=board.code,
            free_seats=board.vacant,
            noted=[ConflictOut.of(one) for one in board.noted],
            pool=[
                StandsOut(expert_id=one.id, name=one.name, kinds=[each.kind.value for each in one.reasons])
                for one in board.pool
            ],
        )

    @post("/assessments/{assessment_id:uuid}/conflicts", name="api-conflicts:post", opt={"access": RUN})
    async def enter(self, request: HTMXRequest, assessment_id: FromPath[UUID], data: JSONBody[ConflictIn]) -> Made:
        """Note a conflict; who sits here with it leaves at once, and their score is sealed."""
        made = await actions.enter_conflict(
            request.user, assessment_id, data.new, expert_id=data.expert, source=data.source
        )
        return Made(id=made)

    @put(
        "/assessments/{assessment_id:uuid}/conflicts/{conflict_id:uuid}/closure",
        name="api-conflict:end",
        opt={"access": RUN},
        status_code=204,
    )
    async def end(
        self, request: HTMXRequest, assessment_id: FromPath[UUID], conflict_id: FromPath[UUID], data: JSONBody[Reason]
    ) -> None:
        del assessment_id  # part of the noun's address; the conflict's own place is asked
        await actions.end_conflict(request.user, conflict_id, data.reason)

    @put("/conflicts/{conflict_id:uuid}/pin", name="api-conflict:pin", opt={"access": PIN}, status_code=204)
    async def pin(self, request: HTMXRequest, conflict_id: FromPath[UUID], data: JSONBody[PinIn]) -> None:
        """An administrator makes a conflict stay, or lets it go again."""
        await actions.pin_conflict(request.user, conflict_id, data.reason, pinned=data.pinned)

    @get("/account/interests", name="api-interests:list", opt={"access": OWN})
    async def interests(self, request: HTMXRequest) -> list[ConflictOut]:
        return [ConflictOut.of(one) for one in await queries.interests(request.user)]

    @post("/account/interests", name="api-interests:post", opt={"access": OWN})
    async def declare(self, request: HTMXRequest, data: JSONBody[InterestIn]) -> Made:
        """Declare an interest in a whole company; it is kept and cannot be taken back by oneself."""
        return Made(id=await actions.declare_interest(request.user, data.new, data.uscc))
