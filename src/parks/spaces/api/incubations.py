"""Stays in parks for programs: the same steps as on the pages."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import actions, queries
from parks.spaces.api.shared import Named
from parks.spaces.forms.incubations import Apply, TakeStep
from parks.spaces.rules.incubations import Side
from parks.spaces.states import IncubationMove, IncubationState
from parks.web import access


class IncubationLineOut(BaseModel):
    """`days_left` of the incubation period; null before the clock runs."""

    id: UUID
    company: Named
    park: Named
    state: IncubationState
    begins: date | None
    last_day: date | None
    days_left: int | None


class StepOut(BaseModel):
    """One step as it was taken. `detail` has what the step needed besides its words."""

    number: int
    move: IncubationMove
    side: Side
    words: str
    detail: dict[str, Any]
    at: datetime


class IncubationOut(IncubationLineOut):
    """`moves` are the steps that the caller can take next, over `version`."""

    park_id: UUID
    version: int
    moves: list[IncubationMove]
    steps: list[StepOut]


class IncubationApi(Controller):
    path = "/api/v1"
    tags = ("space",)

    @get("/incubations", name="api:incubations", opt={"access": access.SIGNED_IN})
    async def incubations(self, request: HTMXRequest) -> list[IncubationLineOut]:
        """Stays of the caller's companies and in the parks below the caller's places; whose clock runs out, first."""
        grid = queries.incubation_grid(await queries.park_choices(request.user))
        page = await queries.incubations(request.user, grid.read(request).everything())
        return [
            IncubationLineOut(
                id=one.id,
                company=Named.of(one.company),
                park=Named.of(one.park),
                state=one.state,
                begins=one.begins,
                last_day=one.last_day,
                days_left=one.left,
            )
            for one in page.rows
        ]

    @post("/incubations", name="api:incubations-post", opt={"access": access.SIGNED_IN})
    async def apply(self, request: HTMXRequest, data: JSONBody[Apply]) -> IncubationOut:
        """A company asks a park (`enquiry`) or applies. 409 where a stay of it there is open already."""
        stay = await actions.open_incubation(
            request.user, data.company_id, data.park_id, data.words, enquiry=data.enquiry
        )
        return await _out(request, stay)

    @get("/incubations/{incubation_id:uuid}", name="api:incubation", opt={"access": access.SIGNED_IN})
    async def incubation(self, request: HTMXRequest, incubation_id: FromPath[UUID]) -> IncubationOut:
        """One stay with its steps."""
        return await _out(request, incubation_id)

    @post("/incubations/{incubation_id:uuid}/steps", name="api:incubation-steps", opt={"access": access.SIGNED_IN})
    async def step(
        self, request: HTMXRequest, incubation_id: FromPath[UUID], data: JSONBody[TakeStep]
    ) -> IncubationOut:
        """The next step. 403 for the other side's, 422 where something lacks, 409 where the stay has moved on."""
        await queries.incubation(request.user, incubation_id)
        await actions.take_step(request.user, incubation_id, data.move, data.typed, data.version)
        return await _out(request, incubation_id)


async def _out(request: HTMXRequest, incubation_id: UUID) -> IncubationOut:
    one = await queries.incubation(request.user, incubation_id)
    return IncubationOut(
        id=one.id,
        company=Named.of(one.company),
        park=Named.of(one.park),
        state=one.state,
        begins=one.begins,
        last_day=one.last_day,
        days_left=one.left,
        park_id=one.park_id,
        version=one.version,
        moves=list(one.moves),
        steps=[
            StepOut(
                number=step.number,
                move=step.move,
                side=step.side,
                words=step.words,
                detail=dict(step.detail),
                at=step.at,
            )
            for step in one.steps
        ],
    )
