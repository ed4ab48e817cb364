"""An expert's own desk for programs: its look, the order of the queue."""

from uuid import UUID

from litestar import Controller, delete, get, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.reviews import actions, queries
from parks.reviews.forms import DeskLayout
from parks.reviews.rules.layout import Layout
from parks.web import access

EXPERTS = access.only(Role.EXPERT)


class LayoutOut(BaseModel):
    """`keys` is null while the person has never chosen."""

    split: int
    keys: bool | None

    @classmethod
    def of(cls, layout: Layout) -> "LayoutOut":
        return cls(split=layout.split, keys=layout.keys)


class DeskApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @get("/desk/layout", name="api-desk-layout:show", opt={"access": EXPERTS})
    async def layout(self, request: HTMXRequest) -> LayoutOut:
        return LayoutOut.of((await queries.desk(request.user)).layout)

    @put("/desk/layout", name="api-desk-layout:put", opt={"access": EXPERTS})
    async def arrange(self, request: HTMXRequest, data: JSONBody[DeskLayout]) -> LayoutOut:
        """What is left out stays as it is."""
        await actions.keep_layout(request.user, split=data.split, keys=data.switch)
        return LayoutOut.of((await queries.desk(request.user)).layout)

    @put("/seats/{seat_id:uuid}/skip", name="api-skip:put", opt={"access": EXPERTS}, status_code=204)
    async def skip(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> None:
        """Put the proposal last in the queue; opening its page, or DELETE here, undoes that."""
        await actions.skip(request.user, seat_id)

    @delete("/seats/{seat_id:uuid}/skip", name="api-skip:delete", opt={"access": EXPERTS})
    async def take_up(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> None:
        await queries.my_seat(request.user, seat_id)
        await actions.take_up(request.user, seat_id)
