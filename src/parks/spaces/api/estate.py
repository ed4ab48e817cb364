"""The estate as a sheet, for programs."""

from collections.abc import Sequence
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.adapters.sheets import Row
from parks.spaces import actions, queries
from parks.spaces.actions.estate_sheet import Outcome
from parks.spaces.forms import EstateRow, EstateRows
from parks.spaces.permissions import FOUNDERS_OF_PARKS
from parks.web import access
from parks.web.language import translate
from parks.web.rendering import language_of


class Problem(BaseModel):
    row: int
    column: str
    text: str


class EstateOut(BaseModel):
    """What a sheet adds to a park, or would add; nothing is written while there are `problems`."""

    buildings: int
    floors: int
    units: int
    problems: list[Problem]


BUILD = access.only(*FOUNDERS_OF_PARKS)


class EstateApi(Controller):
    path = "/api/v1"
    tags = ("space",)

    @get("/parks/{park_id:uuid}/estate", name="api:estate", opt={"access": BUILD})
    async def estate(self, request: HTMXRequest, park_id: FromPath[UUID]) -> EstateRows:
        """Every unit of a park with its building and floor, as rows that the two doors below take."""
        found = await queries.estate(request.user, park_id)
        return EstateRows.model_construct(
            rows=[EstateRow.model_construct(number=one.number, cells=dict(one.cells)) for one in found.rows]
        )

    @post("/parks/{park_id:uuid}/estate", name="api:estate:post", opt={"access": BUILD}, status_code=200)
    async def look(self, request: HTMXRequest, park_id: FromPath[UUID], data: JSONBody[EstateRows]) -> EstateOut:
        """What rows would add, and what is wrong with which cell; nothing is written."""
        await queries.estate(request.user, park_id)  # another park's is not there, rather than refused
        rows = [Row(one.number, one.cells) for one in data.rows]
        return _estate(await actions.look_at_estate(request.user, park_id, rows), rows, language_of(request))

    @put("/parks/{park_id:uuid}/estate", name="api:estate:put", opt={"access": BUILD})
    async def bring_in(self, request: HTMXRequest, park_id: FromPath[UUID], data: JSONBody[EstateRows]) -> EstateOut:
        """Buildings, floors and units of all rows, or a 422 and nothing of it."""
        await queries.estate(request.user, park_id)
        rows = [Row(one.number, one.cells) for one in data.rows]
        return _estate(await actions.bring_in_estate(request.user, park_id, rows), rows, language_of(request))


def _estate(outcome: Outcome, rows: Sequence[Row], lang: str) -> EstateOut:
    return EstateOut(
        buildings=outcome.buildings,
        floors=outcome.floors,
        units=outcome.units,
        problems=[
            Problem(row=row.number, column=column, text=translate(problem, lang))
            for row in rows
            for column, problem in row.problems.items()
        ],
    )
