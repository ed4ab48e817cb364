"""One floor on a day: the drawing, the date control, and the same facts as a table."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.spaces import queries
from parks.spaces.forms import asked_day
from parks.spaces.rules import names, plan
from parks.web import access
from parks.web.rendering import language_of, screen


class FloorPages(Controller):
    path = "/floors"
    include_in_schema = False

    @get("/{floor_id:uuid}", name="floors:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, floor_id: FromPath[UUID]) -> Response[Any]:
        floor = await queries.floor(request.user, floor_id, asked_day(request))
        return screen(
            request,
            "spaces/floors/show.html",
            "spaces/floors/_plan.html",
            floor=floor,
            drawing=plan.drawn(floor.width, floor.height, floor.placed, language_of(request)),
            before=plan.months_on(floor.on, -1),
            after=plan.months_on(floor.on, 1),
            names=names,
        )
