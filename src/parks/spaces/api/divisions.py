"""Splitting and merging units for programs."""

from uuid import UUID

from litestar import Controller, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import actions, queries
from parks.spaces.forms.divisions import MergeUnits, SplitUnit
from parks.spaces.permissions import KEEPERS
from parks.web import access

MANAGERS = access.only(*KEEPERS)


class BecameOut(BaseModel):
    """The new units."""

    unit_ids: list[UUID]


class DivisionApi(Controller):
    path = "/api/v1/units/{unit_id:uuid}"
    tags = ("space",)

    @put("/split", name="api:split", opt={"access": MANAGERS})
    async def split(self, request: HTMXRequest, unit_id: FromPath[UUID], data: JSONBody[SplitUnit]) -> BecameOut:
        """A unit becomes several from a day on. 409 where somebody has it then or later."""
        await queries.division(request.user, unit_id)  # another park's is not there, rather than refused
        parts = [one.part for one in data.parts]
        return BecameOut(unit_ids=await actions.split(request.user, unit_id, parts, data.start, data.reason))

    @put("/merger", name="api:merger", opt={"access": MANAGERS})
    async def merge(self, request: HTMXRequest, unit_id: FromPath[UUID], data: JSONBody[MergeUnits]) -> BecameOut:
        """Neighbours become one unit from a day on. 409 where somebody has one of them then or later."""
        await queries.division(request.user, unit_id)
        ids = [unit_id, *data.others]
        return BecameOut(unit_ids=[await actions.merge(request.user, ids, data.code, data.start, data.reason)])
