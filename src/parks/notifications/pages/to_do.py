"""`/to-do`: what waits for me, the most urgent first; what I was told lately comes beside it."""

from typing import Any

from litestar import Controller, Response, get
from litestar.plugins.htmx import HTMXRequest

from parks.notifications import queries
from parks.web import access
from parks.web.rendering import screen


class ToDoPages(Controller):
    path = "/to-do"
    include_in_schema = False

    @get(name="to-do:list", opt={"access": access.SIGNED_IN})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        waiting = await queries.to_do(request.user, request.scope["state"]["now"])
        return screen(request, "notifications/to_do/index.html", waiting=waiting)

    @get("/lately", name="to-do:lately", opt={"access": access.SIGNED_IN})
    async def lately(self, request: HTMXRequest) -> Response[Any]:
        told = await queries.lately(request.user)
        return screen(request, "notifications/to_do/lately.html", "notifications/to_do/_lately.html", told=told)
