"""Messages for programs."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.notifications import actions, queries
from parks.notifications.queries import MessageView
from parks.web import access


class Said(BaseModel):
    """The same in both languages."""

    zh: str
    en: str


class MessageOut(BaseModel):
    id: UUID
    subject: Said
    body: Said
    url: str
    told_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, one: MessageView) -> "MessageOut":
        return cls(
            id=one.id,
            subject=Said(zh=one.subject.zh, en=one.subject.en),
            body=Said(zh=one.body.zh, en=one.body.en),
            url=one.url,
            told_at=one.told_at,
            read_at=one.read_at,
        )


class InboxApi(Controller):
    path = "/api/v1/inbox"
    tags = ("inbox",)

    @get(name="api-inbox:list", opt={"access": access.SIGNED_IN}, summary="One's own messages, newest first")
    async def index(self, request: HTMXRequest) -> list[MessageOut]:
        page = await queries.inbox(request.user, queries.INBOX.read(request))
        return [MessageOut.of(one) for one in page.rows]

    @get(
        "/{message_id:uuid}",
        name="api-inbox:show",
        opt={"access": access.SIGNED_IN},
        summary="One message; it counts as read",
    )
    async def show(self, request: HTMXRequest, message_id: FromPath[UUID]) -> MessageOut:
        return MessageOut.of(await actions.open_message(request.user, message_id))
