"""Reading one's messages. Nobody reads another's: they are not found."""

from uuid import UUID

from parks.adapters.database import execute, row
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.notifications.queries import SHOWN, MessageView, view


async def open_message(actor: Actor, message_id: UUID) -> MessageView:
    """One message of one's own, noted as read in the same statement. Hidden (404)."""
    found = await row(
        "UPDATE message m SET read_at = COALESCE(read_at, parks_now()) WHERE id = $1 AND person = $2 AND body_zh <> ''"
        f" RETURNING {SHOWN}",
        message_id,
        actor.id,
    )
    return view(found) if found else hidden()


async def read_all(actor: Actor) -> None:
    """All that is unread has been read."""
    await execute("UPDATE message SET read_at = parks_now() WHERE person = $1 AND read_at IS NULL", actor.id)
