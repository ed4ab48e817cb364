"""The list of parks and one park: open to everyone; how full it is shows to its officers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.spaces import queries
from parks.spaces.forms import asked_day
from parks.spaces.rules import names, occupancy
from parks.web import access
from parks.web.rendering import screen

OPEN = access.public("a park's name, size and address are public; who is in it is not")


class ParkPages(Controller):
    path = "/parks"
    include_in_schema = False

    @get(name="parks:list", opt={"access": OPEN})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return screen(request, "spaces/parks/index.html", parks=await queries.parks(), names=names)

    @get("/{park_id:uuid}", name="parks:show", opt={"access": OPEN})
    async def show(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        park = await queries.park(request.user, park_id, asked_day(request))
        return screen(
            request, "spaces/parks/show.html", park=park, names=names, leasable=occupancy.LEASABLE, form_day=park.on
        )
