"""The draw of a round's panel for programs. Its witness confirms in person, signed in: that has no door here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.reviews.actions import draws as actions
from parks.reviews.api.reviewing import Made
from parks.reviews.forms import Admission, Departure, DrawIn
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.queries import draws as queries
from parks.web import access

READ, RUN, ADMIT = access.only(*READERS), access.only(*OFFICERS), access.only(Role.SYSTEM_ADMIN)


class DrawnOut(BaseModel):
    expert_id: UUID
    name: str
    kind: str
    place: int
    state: str
    reason: str


class DrawOut(BaseModel):
    """`secret` and `words` are empty until the draw is revealed; `empty`: places that no backup could take."""

    id: UUID
    number: int
    state: str
    constraints: dict[str, Any]
    terms: dict[str, int]
    candidates: int
    left_out: dict[str, int]
    commitment: str
    secret: str
    words: str
    officer: str
    witness: str
    committed_at: datetime
    witnessed_at: datetime | None
    revealed_at: datetime | None
    replaced_at: datetime | None
    reason: str
    empty: int
    drawn: list[DrawnOut]

    @classmethod
    def of(cls, one: queries.DrawView) -> "DrawOut":
        return cls(
            id=one.id,
            number=one.number,
            state=one.state,
            constraints=one.constraints.stored(),
            terms=one.terms.stored(),
            candidates=one.candidates,
            left_out={why.value: n for why, n in one.left_out.items()},
            commitment=one.commitment,
            secret=one.secret,
            words=one.words,
            officer=one.officer,
            witness=one.witness,
            committed_at=one.committed_at,
            witnessed_at=one.witnessed_at,
            revealed_at=one.revealed_at,
            replaced_at=one.replaced_at,
            reason=one.reason,
            empty=one.empty,
            drawn=[
                DrawnOut(
                    expert_id=each.expert_id,
                    name=each.name,
                    kind=each.kind,
                    place=each.place,
                    state=each.state,
                    reason=each.reason,
                )
                for each in one.drawn
            ],
        )


class CalledOut(BaseModel):
    """Who was called; null where no backup keeps the constraints and the place stays empty."""

    expert_id: UUID | None


class DrawApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @get("/rounds/{round_id:uuid}/draws", name="api-draws:list", opt={"access": READ})
    async def draws(self, request: HTMXRequest, round_id: FromPath[UUID]) -> list[DrawOut]:
        """All draws of a round, the newest first; at most one is not set aside."""
        return [DrawOut.of(one) for one in (await queries.draws(request.user, round_id)).draws]

    @post("/rounds/{round_id:uuid}/draws", name="api-draws:post", opt={"access": RUN})
    async def commit(self, request: HTMXRequest, round_id: FromPath[UUID], data: JSONBody[DrawIn]) -> Made:
        """Commit to a draw; 409 beside a live one, 422 with which quota lacks how many."""
        made = await actions.commit(request.user, round_id, data.constraints, data.witness, data.terms)
        return Made(id=made)

    @post("/draws/{draw_id:uuid}/redraw", name="api-draw:redraw", opt={"access": RUN})
    async def redraw(self, request: HTMXRequest, draw_id: FromPath[UUID], data: JSONBody[DrawIn]) -> Made:
        """Set a draw aside with its `reason` and commit to the next one."""
        made = await actions.redraw(
            request.user,
            draw_id,
            data.reason,
            constraints=data.constraints,
            witness_id=data.witness,
            terms=data.terms,
        )
        return Made(id=made)

    @put("/draws/{draw_id:uuid}/reveal", name="api-draw-reveal:put", opt={"access": RUN}, status_code=204)
    async def reveal(self, request: HTMXRequest, draw_id: FromPath[UUID]) -> None:
        """Open the secret of a witnessed draw; the drawn experts are the round's panel from here on."""
        await actions.reveal(request.user, draw_id)

    @post("/draws/{draw_id:uuid}/departures", name="api-draw-departures:post", opt={"access": RUN})
    async def depart(self, request: HTMXRequest, draw_id: FromPath[UUID], data: JSONBody[Departure]) -> CalledOut:
        """A drawn expert leaves; the first backup in order who keeps the constraints is called."""
        return CalledOut(expert_id=await actions.call_backup(request.user, draw_id, data.expert, data.reason))

    @get("/draws/{draw_id:uuid}/record", name="api-draw-record:show", opt={"access": READ})
    async def record(self, request: HTMXRequest, draw_id: FromPath[UUID]) -> dict[str, Any]:
        """What a revealed draw is recomputed from, by marks without names; 409 until it is revealed."""
        return await queries.record(request.user, draw_id)

    @post("/draws/{draw_id:uuid}/admissions", name="api-draw-admissions:post", opt={"access": ADMIT}, status_code=204)
    async def admit(self, request: HTMXRequest, draw_id: FromPath[UUID], data: JSONBody[Admission]) -> None:
        """An administrator takes an expert onto the panel who was not drawn, with the reason."""
        await actions.admit(request.user, draw_id, data.expert, data.reason)
