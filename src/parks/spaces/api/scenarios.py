"""Scenarios for programs."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import actions, queries
from parks.spaces.forms.scenarios import NewScenario
from parks.spaces.permissions import KEEPERS
from parks.spaces.states import ScenarioState
from parks.web import access

MANAGERS = access.only(*KEEPERS)


class ScenarioOut(BaseModel):
    """What it adds to today: gross m², yuan a month by the list, companies that move, requests that are placed."""

    id: UUID
    name: str
    day: date
    state: ScenarioState
    area: Decimal
    rent: Decimal
    moves: int
    placed: int

    @classmethod
    def of(cls, line: queries.ScenarioLine) -> "ScenarioOut":
        return cls(
            id=line.id,
            name=line.name,
            day=line.day,
            state=line.state,
            area=line.area,
            rent=line.rent,
            moves=line.moves,
            placed=line.placed,
        )


class ScenariosOut(BaseModel):
    """`area` and `rent` of the leases that stand today."""

    area: Decimal
    rent: Decimal
    items: list[ScenarioOut]


class MoveOut(BaseModel):
    id: UUID
    request_id: UUID | None
    allocation_id: UUID | None
    unit_id: UUID
    start: date
    last_day: date | None


class WholeScenarioOut(ScenarioOut):
    """`worth` in points when it was planned; no plan was worth more than `bound`."""

    move_cost: int
    worth: int
    bound: int
    items: list[MoveOut]


async def _whole(request: HTMXRequest, scenario_id: UUID) -> WholeScenarioOut:
    found = await queries.scenario(request.user, scenario_id)
    return WholeScenarioOut(
        **ScenarioOut.of(found.line).model_dump(),
        move_cost=found.move_cost,
        worth=found.worth,
        bound=found.bound,
        items=[
            MoveOut(
                id=one.id,
                request_id=one.request_id,
                allocation_id=one.allocation_id,
                unit_id=one.unit_id,
                start=one.period.start,
                last_day=one.period.last_day,
            )
            for one in found.moves
        ],
    )


class ScenarioApi(Controller):
    path = "/api/v1"
    tags = ("space",)

    @get("/parks/{park_id:uuid}/scenarios", name="api:scenarios", opt={"access": MANAGERS})
    async def index(self, request: HTMXRequest, park_id: FromPath[UUID]) -> ScenariosOut:
        """A park's scenarios, the newest first, beside today."""
        found = await queries.scenarios(request.user, park_id)
        return ScenariosOut(area=found.area, rent=found.rent, items=[ScenarioOut.of(one) for one in found.lines])

    @post("/parks/{park_id:uuid}/scenarios", name="api:scenarios-post", opt={"access": MANAGERS})
    async def plan(
        self, request: HTMXRequest, park_id: FromPath[UUID], data: JSONBody[NewScenario]
    ) -> WholeScenarioOut:
        """The future from a day on, weighed. Nothing moves before it is published."""
        await queries.scenarios(request.user, park_id)  # another park's are not there, rather than refused
        return await _whole(request, await actions.plan_scenario(request.user, park_id, **data.model_dump()))

    @get("/scenarios/{scenario_id:uuid}", name="api:scenario", opt={"access": MANAGERS})
    async def show(self, request: HTMXRequest, scenario_id: FromPath[UUID]) -> WholeScenarioOut:
        return await _whole(request, scenario_id)

    @delete("/scenarios/{scenario_id:uuid}", name="api:scenario-delete", opt={"access": MANAGERS}, status_code=200)
    async def drop(self, request: HTMXRequest, scenario_id: FromPath[UUID]) -> WholeScenarioOut:
        """It stays in the list, dropped."""
        await queries.scenario(request.user, scenario_id)
        await actions.drop_scenario(request.user, scenario_id)
        return await _whole(request, scenario_id)

    @delete(
        "/scenarios/{scenario_id:uuid}/moves/{move_id:uuid}",
        name="api:scenario-move-delete",
        opt={"access": MANAGERS},
        status_code=200,
    )
    async def leave_out(
        self, request: HTMXRequest, scenario_id: FromPath[UUID], move_id: FromPath[UUID]
    ) -> WholeScenarioOut:
        await queries.scenario(request.user, scenario_id)
        await actions.leave_out(request.user, scenario_id, move_id)
        return await _whole(request, scenario_id)

    @put("/scenarios/{scenario_id:uuid}/publication", name="api:scenario-publication", opt={"access": MANAGERS})
    async def publish(self, request: HTMXRequest, scenario_id: FromPath[UUID]) -> WholeScenarioOut:
        """All moves at once. 409 where any no longer fits; nothing is written then."""
        await queries.scenario(request.user, scenario_id)
        await actions.publish_scenario(request.user, scenario_id)
        return await _whole(request, scenario_id)
