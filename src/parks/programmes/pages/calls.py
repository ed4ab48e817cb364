"""Calls, open to everyone: dates, what is needed, how long it takes, the rules in words, the tiers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.programmes.queries import calls
from parks.web import access
from parks.web.rendering import screen

OPEN = {"access": access.public("a call is published for everyone who might apply")}


class CallPages(Controller):
    path = "/calls"
    include_in_schema = False

    @get(name="call:index", opt=OPEN)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return screen(request, "programmes/calls/index.html", calls=await calls.calls(request.user))

    @get("/{call_id:uuid}", name="call:show", opt=OPEN)
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        return screen(request, "programmes/calls/show.html", call=await calls.call(request.user, call_id))
