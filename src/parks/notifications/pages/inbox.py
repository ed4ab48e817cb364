"""`/inbox`: what a person was told, newest first; the number in the head of every page comes by itself."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.words import _
from parks.notifications import actions, queries
from parks.web import access
from parks.web.rendering import screen, see_other


class InboxPages(Controller):
    path = "/inbox"
    include_in_schema = False

    @get(name="inbox:list", opt={"access": access.SIGNED_IN})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        page = await queries.inbox(request.user, queries.INBOX.read(request))
        return screen(request, "notifications/inbox/index.html", "notifications/inbox/_list.html", page=page)

    @get(
        "/unread",
        name="inbox:unread",
        opt={"access": access.public("how many messages of one's own are unread; a visitor has none")},
    )
    async def unread(self, request: HTMXRequest) -> Response[Any]:
        count = 0 if request.user.via == "anonymous" else await queries.unread(request.user)
        headers = {"cache-control": "private, max-age=20"}
        return screen(request, "notifications/inbox/_unread.html", headers=headers, count=count)

    @get("/{message_id:uuid}", name="inbox:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, message_id: FromPath[UUID]) -> Response[Any]:
        message = await actions.open_message(request.user, message_id)
        return screen(request, "notifications/inbox/show.html", message=message)

    @put("/reading", name="inbox:put", opt={"access": access.SIGNED_IN}, status_code=303)
    async def read_all(self, request: HTMXRequest) -> Response[Any]:
        await actions.read_all(request.user)
        return see_other(request, "/inbox", flash=_("All messages are marked as read."))
