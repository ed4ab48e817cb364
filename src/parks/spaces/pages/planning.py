"""The proposal for everybody who waits in a park at once: a page to look at; the manager offers unit by unit."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import hidden
from parks.spaces import permissions, queries
from parks.spaces.rules import names
from parks.web import access
from parks.web.rendering import screen


class PlanningPages(Controller):
    path = "/parks/{park_id:uuid}/proposal"
    include_in_schema = False

    @get(name="proposal:show", opt={"access": access.only(*permissions.KEEPERS)})
    async def show(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        park = await queries.park(request.user, park_id)
        if not park.can_let:
            hidden()
        found = await queries.proposal(request.user, park_id)
        return screen(request, "spaces/planning/show.html", park=park, found=found, names=names)
