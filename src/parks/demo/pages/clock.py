"""`/demo/clock`: what time it is in the demo, and the way to a later one."""

from datetime import date, datetime, time
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, put
from pydantic import BaseModel, Field

from parks.adapters import clock
from parks.demo import clockwork
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.words import _
from parks.settings import settings
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import screen, see_other

PAGE = "demo/clock.html"
OPEN = access.public("the demo's clock is everyone's toy; outside the demo there is none")


class Move(BaseModel):
    """`stop`: the key of a button; else `to`, a day, at nine in the morning."""

    stop: Annotated[str, Field(max_length=40)] = ""
    to: date | None = None


class ClockPages(Controller):
    path = "/demo/clock"
    include_in_schema = False

    @get(opt={"access": OPEN}, name="clock:show")
    async def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        if not settings().demo:
            hidden()
        return await _shown(request, blank())

    @put(opt={"access": OPEN}, name="clock:put")
    async def move(self, request: Request[Any, Any, Any]) -> Response[Any]:
        if not settings().demo:
            hidden()
        form = await read(request, Move)
        if not form.ok:
            return await _shown(request, form, 422)
        try:
            wanted = await _wanted(request.user, form.data)
            await clockwork.move_to(request.user, wanted)
        except Invalid as refusal:
            return await _shown(request, form.refuse(refusal), 422)
        return see_other(
            request, "/demo/clock", _("It is later now. Everything that waited for this moment has changed.")
        )


async def _wanted(actor: Actor, move: Move) -> datetime:
    if move.to is not None:
        return datetime.combine(move.to, time(9), clock.BEIJING)
    stop = next((one for one in await clockwork.stops(actor, await clock.now()) if one.key == move.stop), None)
    if stop is None:
        raise Invalid(fields={"to": _("Choose a button, or a day.")})
    return stop.at


async def _shown(request: Request[Any, Any, Any], form: Form[Any], status: int = 200) -> Response[Any]:
    now = await clock.now()
    return screen(request, PAGE, status=status, form=form, moment=now, stops=await clockwork.stops(request.user, now))
