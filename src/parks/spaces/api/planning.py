"""The proposal for everybody who waits in a park at once, for programs."""

from datetime import date
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.errors import hidden
from parks.spaces import permissions, queries
from parks.web import access


class PlacedOut(BaseModel):
    request_id: UUID
    unit_id: UUID
    start: date
    last_day: date | None


class ProposalOut(BaseModel):
    """`worth` in points; no plan is worth more than `bound`. `left`: requests that find no unit in this plan."""

    placed: list[PlacedOut]
    left: list[UUID]
    worth: int
    bound: int
    proven: bool
    more: bool


class PlanningApi(Controller):
    path = "/api/v1/parks/{park_id:uuid}/proposal"
    tags = ("space",)

    @get(name="api:proposal", opt={"access": access.only(*permissions.KEEPERS)})
    async def show(self, request: HTMXRequest, park_id: FromPath[UUID]) -> ProposalOut:
        """Which waiting request could go to which free unit, all at once. Nothing is written."""
        if not (await queries.park(request.user, park_id)).can_let:
            hidden()
        found = await queries.proposal(request.user, park_id)
        return ProposalOut(
            placed=[
                PlacedOut(
                    request_id=one.request.id,
                    unit_id=one.unit.unit_id,
                    start=one.period.start,
                    last_day=one.period.last_day,
                )
                for one in found.placed
            ],
            left=[one.id for one in found.left],
            worth=found.plan.worth,
            bound=found.plan.bound,
            proven=found.plan.proven,
            more=found.more,
        )
